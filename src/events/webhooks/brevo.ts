/** Brevo: one flat object a request, for transactional (snake_case) and marketing mail (camelCase). */
import type { EventType } from '../event.ts'
import { failure } from './failure.ts'
import { first, inner, obj, recipientOf, str, texts, time } from './read.ts'
import type { Json } from './read.ts'
import { makeEvent } from './webhook-event.ts'
import type { Reading, WebhookEvent } from './webhook-event.ts'

const TYPES: Record<string, EventType> = {
  request: 'queued', sent: 'queued', delivered: 'delivered', deferred: 'deferred', softbounce: 'bounced', hardbounce: 'bounced', invalidemail: 'bounced', invalid: 'bounced', blocked: 'rejected', error: 'rejected', spam: 'complained', complaint: 'complained',
  opened: 'opened', open: 'opened', uniqueopened: 'opened', proxyopen: 'opened', uniqueproxyopen: 'opened', loadedbyproxy: 'opened', click: 'clicked', clicked: 'clicked', unsubscribe: 'unsubscribed', unsubscribed: 'unsubscribed',
}

/** Read one payload. */
export function readBrevo(payload: unknown): Reading {
  const event = obj(payload)
  const name = str(event['event']) ?? ''
  const plain = name.replace(/[_\s-]/g, '').toLowerCase()
  const kind = TYPES[plain]
  if (kind === undefined) return name === '' ? 'no event name' : `event ${name} is not about a message's fate`
  return [makeEvent('brevo', {
    event_type: kind,
    // `date` is in the account's own zone, so it comes last; the epochs are UTC.
    occurred_at: time(event['ts_epoch']) ?? time(event['ts_event']) ?? time(event['ts']) ?? time(event['date']),
    recipient: recipientOf(event['email']),
    ...message(event),
    link: first(event, 'link', 'URL', 'url'),
    user_agent: str(event['user_agent']),
    ip: kind === 'opened' || kind === 'clicked' ? str(event['ip']) : null,
    bot: plain.includes('proxy'),
    ...fate(kind, plain, event),
  })]
}

function message(event: Json): Partial<WebhookEvent> {
  const id = str(event['message-id'])
  const custom = event['X-Mailin-custom']
  const parsed = texts(inner(custom))
  const metadata = Object.keys(parsed).length > 0 || str(custom) === null ? parsed : { 'X-Mailin-custom': str(custom) ?? '' }
  return { provider_message_id: id, provider_message_refs: id === null ? [] : [id.startsWith('<') ? id.slice(1, -1) : `<${id}>`], metadata }
}

function fate(kind: EventType, plain: string, event: Json): Partial<WebhookEvent> {
  const said = str(event['reason'])
  if (kind === 'deferred') return failure({ said, temporary: true })
  if (kind === 'bounced') return failure({ said, final: plain !== 'softbounce', category: plain.startsWith('invalid') ? 'unknown_user' : undefined })
  if (kind === 'rejected') return { ...failure({ said, category: 'policy', final: false }), class: 'policy', hard: false }
  return kind === 'complained' ? { class: 'complaint', hard: false, diagnostic: said } : {}
}
