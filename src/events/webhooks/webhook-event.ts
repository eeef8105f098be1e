/** What a provider's webhook says, in our words; the same shape from every provider. */
import { createHash } from 'node:crypto'
import type { BounceClass } from '../bounce/index.ts'
import type { EventType } from '../event.ts'

export interface WebhookEvent {
  event_type: EventType
  /** ISO 8601 in UTC; null when the provider told no usable time. */
  occurred_at: string | null
  recipient: string | null
  /** Names this occurrence: the provider's own id, else a hash of what identifies it. The same event, the same id. */
  provider_event_id: string
  provider_message_id: string | null
  /** Other names of the message: what the sending API answered, the Message-ID header. */
  provider_message_refs: string[]
  class: BounceClass | null
  hard: boolean | null
  smtp_code: number | null
  enhanced_code: string | null
  diagnostic: string | null
  link: string | null
  user_agent: string | null
  ip: string | null
  /** Opened or clicked by a machine, as far as the provider knows. */
  bot: boolean
  /** Arguments that the sender gave with the message; our message key travels here. */
  metadata: Record<string, string>
}

export interface Ignored {
  /** Place in the payload, from 0. */
  index: number
  reason: string
}

export interface WebhookExplanation {
  events: WebhookEvent[]
  ignored: Ignored[]
}

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** What a reader makes of one entry of the payload: events, or the reason why there are none. */
export type Reading = WebhookEvent[] | string

type Facts = Pick<WebhookEvent, 'event_type'> & Partial<WebhookEvent>

/** Fill in what a provider did not say. Without an id of the provider the event is named by what identifies it. */
export function makeEvent(provider: string, facts: Facts): WebhookEvent {
  const event = {
    occurred_at: null, recipient: null, provider_message_id: null, provider_message_refs: [], class: null, hard: null, smtp_code: null, enhanced_code: null,
    diagnostic: null, link: null, user_agent: null, ip: null, bot: false, metadata: {}, ...facts,
  }
  return { ...event, provider_event_id: facts.provider_event_id ?? nameOf(provider, event) }
}

/** 128 bits of a hash: an address in it cannot be read back by looking, and 2^64 events do not collide. */
function nameOf(provider: string, event: Omit<WebhookEvent, 'provider_event_id'>): string {
  const parts = [provider, event.event_type, event.provider_message_id, event.recipient?.toLowerCase(), event.occurred_at, event.link, event.ip, event.user_agent, event.smtp_code, event.diagnostic]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}

/** One header, whatever its case; the first of several. */
export function headerOf(headers: Headers, name: string): string | null {
  const value = headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  const first = typeof value === 'object' ? value[0] : value
  return first === undefined ? null : String(first)
}
