// What a stored webhook says: its events, each tied to our message by the key that travels in the Message-ID, or by the id
// that the provider gave it.
import { verifyVerp, type Id, type MessageKey } from '../../kernel/index.ts'
import type { IngestEvent, MessageRef } from '../ingest/ingest-event.ts'
import { explainWebhook, type WebhookEvent, type WebhookProvider } from '../webhooks/index.ts'
import type { InboxReader, InboxRow } from './inbox-row.ts'

/** A webhook as it is kept: its body as latin1, so that its bytes stay, and the headers that readers look at. */
export type WebhookMail = { body: string; headers: Record<string, string> }

/** A reader for one provider's format. `secret` is that of signVerp. */
export function webhookReader(provider: WebhookProvider, secret: Buffer): InboxReader {
  return (row) => {
    const kept = JSON.parse(row.body) as WebhookMail
    const told = explainWebhook(provider, Buffer.from(kept.body, 'latin1'), kept.headers)
    return told.events.flatMap((e) => toIngest(e, row, secret) ?? [])
  }
}

function toIngest(e: WebhookEvent, row: InboxRow, secret: Buffer): IngestEvent | undefined {
  if (e.event_type === 'queued') return undefined
  const told = e.occurred_at === null ? Number.NaN : Date.parse(e.occurred_at)
  return {
    eventType: e.event_type, message: refOf(e, secret), providerId: row.providerId, eventKey: e.provider_event_id, remember: true,
    occurredAt: Number.isNaN(told) ? row.receivedAt : new Date(told), isBot: e.bot, smtpCode: fitting(e.smtp_code), enhancedCode: e.enhanced_code,
    bounceClass: ['bounced', 'deferred', 'rejected'].includes(e.event_type) ? e.class : null, hard: e.event_type === 'bounced' ? e.hard : null,
    // That it was accepted is ours to count, when it was: the report only helps a message that is in doubt.
    settleOnly: e.event_type === 'sent',
  }
}

const fitting = (code: number | null): number | null => (code !== null && code >= 100 && code <= 999 ? code : null)

/** Our own key wherever the provider quotes it; else every name the provider has for the message. */
function refOf(e: WebhookEvent, secret: Buffer): MessageRef {
  const names = [...(e.provider_message_id === null ? [] : [e.provider_message_id]), ...e.provider_message_refs]
  for (const text of [...names, ...Object.values(e.metadata)]) {
    const key = ownKey(text, secret)
    if (key) return key
  }
  return { providerMessageIds: [...new Set(names)].slice(0, 5) }
}

function ownKey(text: string, secret: Buffer): { launchId: Id; contactId: Id; seq: Id } | undefined {
  const local = /^\s*<?(b[a-z2-7]{48,61})(?:@|>?\s*$)/i.exec(text)?.[1]
  const key: MessageKey | undefined = local === undefined ? undefined : verifyVerp(secret, local)
  // The workspace in it need not be looked at: a key of another workspace finds no message in this one.
  return key && { launchId: key.launchId, contactId: key.contactId, seq: key.seq }
}
