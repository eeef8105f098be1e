/** Mailgun: `{signature, event-data}`, and the flat form of before 2018 (form fields or JSON). */
import type { BounceClass } from '../bounce/index.ts'
import type { EventType } from '../event.ts'
import { failure } from './failure.ts'
import { address, first, inner, num, obj, recipientOf, str, texts, time } from './read.ts'
import type { Json } from './read.ts'
import { makeEvent } from './webhook-event.ts'
import type { Reading, WebhookEvent } from './webhook-event.ts'

const TYPES: Record<string, EventType> = { accepted: 'queued', rejected: 'rejected', delivered: 'delivered', failed: 'bounced', opened: 'opened', clicked: 'clicked', unsubscribed: 'unsubscribed', complained: 'complained' }
const OLD_TYPES: Record<string, EventType> = { delivered: 'delivered', dropped: 'rejected', bounced: 'bounced', complained: 'complained', unsubscribed: 'unsubscribed', opened: 'opened', clicked: 'clicked' }
const REASONS: Record<string, BounceClass> = { 'suppress-bounce': 'hard', 'suppress-complaint': 'policy', 'suppress-unsubscribe': 'policy', espblock: 'block', greylisted: 'throttled', old: 'expired', hardfail: 'hard' }

const OLD_FIELDS = new Set(
  `event recipient domain ip country region city user-agent device-type client-type client-name client-os campaign-id campaign-name tag mailing-list timestamp token signature body-plain
h message-id Message-Id message-headers code error notification description reason url attachment-count X-Mailgun-Sid attachment-1 attachment-x`.split(/\s+/),
)

/** Read one payload of either form. */
export function readMailgun(payload: unknown): Reading {
  const root = obj(payload)
  const data = obj(root['event-data'])
  if ('event' in data) return readEvent(data)
  return 'event' in root ? readOld(root) : 'no event-data'
}

function readEvent(data: Json): Reading {
  const name = (str(data['event']) ?? '').toLowerCase()
  const isTemporary = str(data['severity']) === 'temporary'
  const kind = name === 'failed' && isTemporary ? 'deferred' : TYPES[name]
  if (kind === undefined) return `event ${name} is not about a message's fate`
  const headers = obj(obj(data['message'])['headers'])
  const client = obj(data['client-info'])
  const id = str(data['id'])
  const messageId = str(headers['message-id'])
  return [makeEvent('mailgun', {
    event_type: kind,
    occurred_at: time(data['timestamp']),
    recipient: recipientOf(data['recipient']) ?? address(headers['to']),
    ...(id === null ? {} : { provider_event_id: id }),
    provider_message_id: messageId,
    provider_message_refs: bracketed(messageId),
    link: str(data['url']),
    user_agent: str(client['user-agent']),
    ip: str(data['ip']),
    bot: str(client['bot']) !== null,
    metadata: texts(data['user-variables']),
    ...fate(kind, data),
  })]
}

/** The sending API answers the id in angle brackets, the webhook gives it without. */
function bracketed(id: string | null): string[] {
  if (id === null) return []
  return [id.startsWith('<') ? id.slice(1, -1) : `<${id}>`]
}

function fate(kind: EventType, data: Json): Partial<WebhookEvent> {
  const status = obj(data['delivery-status'])
  const said = first(status, 'message', 'description')
  const smtp = num(status['code'])
  const enhanced = str(status['enhanced-code'])
  if (kind === 'deferred') return failure({ said, smtp, enhanced, category: REASONS[str(data['reason']) ?? ''], temporary: true })
  if (kind === 'bounced') return failure({ said, smtp, enhanced, category: REASONS[str(data['reason']) ?? ''], final: str(status['bounce-type']) === null ? true : str(status['bounce-type']) === 'hard' })
  if (kind === 'rejected') return { class: 'policy', hard: false, diagnostic: str(obj(data['reject'])['reason']) ?? said }
  if (kind === 'complained') return { class: 'complaint', hard: false }
  if (kind === 'delivered') return { diagnostic: said, smtp_code: smtp, enhanced_code: enhanced }
  return {}
}

function readOld(form: Json): Reading {
  const name = (str(form['event']) ?? '').toLowerCase()
  // Codes from 600 on are Mailgun's own: it did not try, because of an earlier bounce or complaint.
  const isHard = str(form['reason']) === 'hardfail' && (num(form['code']) ?? 0) < 600
  const kind = name === 'dropped' && isHard ? 'bounced' : OLD_TYPES[name]
  if (kind === undefined) return `event ${name} is not about a message's fate`
  const messageId = first(form, 'Message-Id', 'message-id')
  const token = str(form['token'])
  return [makeEvent('mailgun', {
    event_type: kind,
    occurred_at: time(form['timestamp']),
    recipient: recipientOf(form['recipient']),
    ...(token === null ? {} : { provider_event_id: token }),
    provider_message_id: messageId?.replace(/^<|>$/g, '') ?? null,
    provider_message_refs: messageId === null ? [] : [messageId.startsWith('<') ? messageId : `<${messageId}>`],
    link: str(form['url']),
    user_agent: str(form['user-agent']),
    ip: str(form['ip']),
    metadata: { ...texts(form, OLD_FIELDS), ...variables(form) },
    ...oldFate(kind, form),
  })]
}

function oldFate(kind: EventType, form: Json): Partial<WebhookEvent> {
  const said = first(form, 'error', 'description', 'notification')
  const code = str(form['code'])
  const smtp = code !== null && /^\d{3}$/.test(code) ? Number(code) : null
  const enhanced = code !== null && /^\d\.\d{1,3}\.\d{1,3}$/.test(code) ? code : null
  const category = REASONS[str(form['reason']) ?? '']
  if (kind === 'bounced') return failure({ said, smtp, enhanced, category, final: true })
  if (kind === 'rejected') return failure({ said, smtp, enhanced, category: category ?? 'policy', final: false })
  return kind === 'complained' ? { class: 'complaint', hard: false } : {}
}

function variables(form: Json): Record<string, string> {
  const headers = inner(`{"list":${str(form['message-headers']) ?? '[]'}}`)['list']
  const pair = Array.isArray(headers) ? headers.find((item) => Array.isArray(item) && item[0] === 'X-Mailgun-Variables') : undefined
  return texts(inner((pair as unknown[] | undefined)?.[1]))
}
