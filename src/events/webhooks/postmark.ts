/** Postmark: one flat object a request, told apart by RecordType; bounces by Type. */
import type { BounceClass } from '../bounce/index.ts'
import type { EventType } from '../event.ts'
import { failure } from './failure.ts'
import { first, num, obj, recipientOf, str, texts, time } from './read.ts'
import type { Json } from './read.ts'
import { makeEvent } from './webhook-event.ts'
import type { Reading, WebhookEvent } from './webhook-event.ts'

interface BounceType {
  kind: EventType | null
  category?: BounceClass
  final?: boolean
}

const BOUNCES: Record<string, BounceType> = {
  HardBounce: { kind: 'bounced', category: 'hard', final: true }, SoftBounce: { kind: 'bounced', category: 'soft', final: false }, Transient: { kind: 'deferred', category: 'soft' }, DnsError: { kind: 'deferred', category: 'network' },
  Unsubscribe: { kind: 'unsubscribed' }, SpamComplaint: { kind: 'complained' }, SpamNotification: { kind: 'bounced', category: 'spam', final: false }, VirusNotification: { kind: 'bounced', category: 'content', final: false },
  BadEmailAddress: { kind: 'bounced', category: 'unknown_user', final: true }, Blocked: { kind: 'bounced', category: 'block', final: false }, DMARCPolicy: { kind: 'bounced', category: 'auth', final: false }, Unconfirmed: { kind: 'bounced', category: 'policy', final: false },
  Unknown: { kind: 'bounced' }, ManuallyDeactivated: { kind: 'rejected', category: 'policy' }, SMTPApiError: { kind: 'rejected', category: 'protocol' }, TemplateRenderingFailed: { kind: 'rejected', category: 'content' },
  AutoResponder: { kind: null }, AddressChange: { kind: null }, ChallengeVerification: { kind: null }, Subscribe: { kind: null }, OpenRelayTest: { kind: null }, InboundError: { kind: null },
}

const RECORDS: Record<string, EventType> = { Delivery: 'delivered', Open: 'opened', Click: 'clicked', SpamComplaint: 'complained' }

/** Read one payload. */
export function readPostmark(payload: unknown): Reading {
  const record = obj(payload)
  const type = str(record['RecordType']) ?? ''
  if (type === 'Bounce') return bounce(record)
  if (type === 'SubscriptionChange') return subscription(record)
  const kind = RECORDS[type]
  if (kind === undefined) return type === '' ? 'no RecordType' : `record ${type} is not about a message's fate`
  return [makeEvent('postmark', { event_type: kind, ...common(record), ...extras(kind, record) })]
}

function common(record: Json): Partial<WebhookEvent> {
  const id = str(record['ID'])
  return {
    occurred_at: time(first(record, 'DeliveredAt', 'BouncedAt', 'ReceivedAt', 'ChangedAt')),
    recipient: recipientOf(first(record, 'Email', 'Recipient')),
    ...(id === null || id === '0' ? {} : { provider_event_id: id }),
    provider_message_id: str(record['MessageID']),
    metadata: texts(record['Metadata']),
  }
}

function bounce(record: Json): Reading {
  const type = str(record['Type']) ?? ''
  const known = BOUNCES[type] ?? { kind: 'bounced' as const }
  if (known.kind === null) return `${type} is an answer or a notice, not a bounce`
  const said = first(record, 'Details', 'Description')
  const told = failure({ said, category: known.category, final: known.final, temporary: known.kind === 'deferred' })
  if (known.kind === 'unsubscribed') return [makeEvent('postmark', { event_type: known.kind, ...common(record), diagnostic: said })]
  if (known.kind === 'complained') return [makeEvent('postmark', { event_type: known.kind, ...common(record), diagnostic: said, class: 'complaint', hard: false })]
  return [makeEvent('postmark', { event_type: known.kind, ...common(record), ...told })]
}

/** A suppression for a bounce or complaint has its own record; only the person's own wish is news. */
function subscription(record: Json): Reading {
  if (record['SuppressSending'] !== true) return 'subscription change that allows sending again'
  const reason = str(record['SuppressionReason'])
  if (reason === 'HardBounce' || reason === 'SpamComplaint') return `suppressed for ${reason}, which has its own record`
  return [makeEvent('postmark', { event_type: 'unsubscribed', ...common(record), diagnostic: reason })]
}

function extras(kind: EventType, record: Json): Partial<WebhookEvent> {
  if (kind === 'complained') return { class: 'complaint', hard: false, diagnostic: first(record, 'Details', 'Description') }
  if (kind === 'delivered') {
    const said = str(record['Details'])
    return { diagnostic: said, smtp_code: num(/^\s*(?:smtp;\s*)?(2\d\d)\b/i.exec(said ?? '')?.[1]), enhanced_code: /\b(2\.\d{1,3}\.\d{1,3})\b/.exec(said ?? '')?.[1] ?? null }
  }
  return { link: str(record['OriginalLink']), user_agent: str(record['UserAgent']), ip: str(obj(record['Geo'])['IP']) }
}
