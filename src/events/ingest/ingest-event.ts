// What comes in from outside, before it is known which message it belongs to.
import type { Id, IdSource, Keyring, MessageKey } from '../../kernel/index.ts'
import type { EventType, Outcome } from '../event.ts'

/** Our message by its own key (signed links, VERP), or by the ids that the provider gave it. */
export type MessageRef = Omit<MessageKey, 'workspaceId'> | { providerMessageIds: string[] }

export type IngestEvent = Pick<Outcome, 'occurredAt' | 'linkNo' | 'isBot' | 'smtpCode' | 'enhancedCode' | 'bounceClass' | 'hard'> & {
  eventType: Exclude<EventType, 'queued'>
  message: MessageRef
  /** Who reports it; null for our own tracking and for bounce mails, where the message's own provider counts. */
  providerId: Id | null
  /** The reporter's id of this event; the same one again is the same event, whatever its time. */
  eventKey: string
  /** False for hits, whose key we made ourselves: the event's own key keeps them apart, no memory of 35 days is needed. */
  remember: boolean
  /** True for a report that is no event of ours and only settles a message that is in doubt. */
  settleOnly?: boolean
}

export type IngestTools = {
  ids: IdSource
  keyring: Keyring
  /** Time of recording. */
  now: Date
}

/** The event as text for the dead letters; ids and codes only, encrypted none the less. */
export function packEvent(event: IngestEvent): string {
  return JSON.stringify({ ...event, occurredAt: event.occurredAt.toISOString() })
}

export function unpackEvent(text: string): IngestEvent {
  const raw = JSON.parse(text) as Omit<IngestEvent, 'occurredAt'> & { occurredAt: string }
  return { ...raw, occurredAt: new Date(raw.occurredAt) }
}
