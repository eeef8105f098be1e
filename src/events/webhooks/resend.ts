/** Resend: {type, created_at, data}; the id of the delivery stands in the svix-id header. */
import type { BounceClass } from '../bounce/index.ts'
import type { EventType } from '../event.ts'
import { failure } from './failure.ts'
import { address, list, obj, str, texts, time } from './read.ts'
import type { Json } from './read.ts'
import { headerOf, makeEvent } from './webhook-event.ts'
import type { Headers, Reading, WebhookEvent } from './webhook-event.ts'

const TYPES: Record<string, EventType> = {
  'email.scheduled': 'queued', 'email.queued': 'queued', 'email.sent': 'sent', 'email.delivered': 'delivered', 'email.delivery_delayed': 'deferred', 'email.bounced': 'bounced', 'email.complained': 'complained',
  'email.opened': 'opened', 'email.clicked': 'clicked', 'email.failed': 'rejected', 'email.suppressed': 'rejected', 'email.unsubscribed': 'unsubscribed',
}

const SUBTYPES: Record<string, BounceClass> = { mailboxfull: 'quota', messagetoolarge: 'too_large', contentrejected: 'content', attachmentrejected: 'content', noemail: 'unknown_user', suppressed: 'hard', onaccountsuppressionlist: 'hard' }

/** Read one payload; each address of `to` becomes an event. */
export function readResend(payload: unknown, headers: Headers): Reading {
  const root = obj(payload)
  const type = str(root['type']) ?? ''
  const kind = TYPES[type]
  if (kind === undefined) return type === '' ? 'no type' : `event ${type} is not about a message's fate`
  const data = obj(root['data'])
  const detail = obj(data[kind === 'opened' ? 'open' : kind === 'clicked' ? 'click' : type.slice('email.'.length)])
  const to = (Array.isArray(data['to']) ? list(data['to']) : [data['to']]).map(address)
  const id = headerOf(headers, 'svix-id') ?? headerOf(headers, 'webhook-id')
  return to.map((recipient, index) => makeEvent('resend', {
    event_type: kind,
    occurred_at: time(detail['timestamp']) ?? time(root['created_at']) ?? time(data['created_at']),
    recipient,
    ...(id === null ? {} : { provider_event_id: to.length === 1 ? id : `${id}:${index}` }),
    provider_message_id: str(data['email_id']),
    provider_message_refs: [str(data['message_id'])].filter((ref) => ref !== null),
    link: str(detail['link']),
    user_agent: str(detail['userAgent']),
    ip: str(detail['ipAddress']),
    metadata: { ...named(data['tags']), ...named(data['headers'], /^x-/i) },
    ...fate(kind, data, detail),
  }))
}

/** Tags come as an object or as a list of {name, value}. */
function named(value: unknown, only?: RegExp): Record<string, string> {
  const pairs = Array.isArray(value) ? value.map((item): [string, string] => [str(obj(item)['name']) ?? '', str(obj(item)['value']) ?? '']) : Object.entries(texts(value))
  return Object.fromEntries(pairs.filter(([name]) => name !== '' && (only === undefined || only.test(name))).slice(0, 50).map(([name, text]) => [only === undefined ? name : name.toLowerCase(), text.slice(0, 2000)]))
}

function fate(kind: EventType, data: Json, detail: Json): Partial<WebhookEvent> {
  const bounce = obj(data['bounce'])
  const codes = list(bounce['diagnosticCode']).map(str).filter((code) => code !== null)
  const said = codes[0] ?? str(bounce['diagnosticCode']) ?? str(bounce['message']) ?? str(detail['reason']) ?? str(detail['message'])
  if (kind === 'deferred') return failure({ said, temporary: true })
  if (kind === 'bounced') {
    const type = (str(bounce['type']) ?? '').toLowerCase()
    return failure({ said, category: SUBTYPES[(str(bounce['subType']) ?? '').toLowerCase()], final: type === 'transient' ? false : type === 'undetermined' ? undefined : true })
  }
  if (kind === 'rejected') return { class: 'policy', hard: false, diagnostic: said }
  return kind === 'complained' ? { class: 'complaint', hard: false } : {}
}
