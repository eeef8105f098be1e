/** Mailjet: a flat object, or an array of them when grouping is on. */
import type { BounceClass } from '../bounce/index.ts'
import type { EventType } from '../event.ts'
import { failure } from './failure.ts'
import { first, flag, inner, num, obj, recipientOf, str, texts, time } from './read.ts'
import type { Json } from './read.ts'
import { makeEvent } from './webhook-event.ts'
import type { Reading, WebhookEvent } from './webhook-event.ts'

/** "sent" means that the recipient's server took it. */
const TYPES: Record<string, EventType> = { sent: 'delivered', open: 'opened', click: 'clicked', bounce: 'bounced', blocked: 'rejected', spam: 'complained', unsub: 'unsubscribed' }

const ERRORS: Record<string, BounceClass> = {
  'user unknown': 'unknown_user', 'mailbox inactive': 'inactive', 'quota exceeded': 'quota', 'invalid domain': 'unknown_host', 'no mail host': 'unknown_host', 'relay/access denied': 'relay', greylisted: 'throttled', typofix: 'unknown_host',
  'sender blocked': 'block', 'content blocked': 'spam', 'policy issue': 'policy', 'bad or empty template': 'content', 'error in template language': 'content', 'system issue': 'soft', 'protocol issue': 'protocol', 'connection issue': 'network',
  preblocked: 'policy', 'duplicate in campaign': 'policy', blacklisted: 'policy', 'spam reporter': 'policy',
}

/** Read one event. */
export function readMailjet(payload: unknown): Reading {
  const event = obj(payload)
  const name = (str(event['event']) ?? '').toLowerCase()
  const error = (str(event['error']) ?? '').toLowerCase()
  const isRetried = name === 'bounce' && error === 'greylisted' && !flag(event['hard_bounce'])
  const kind = isRetried ? 'deferred' : TYPES[name]
  if (kind === undefined) return name === '' ? 'no event name' : `event ${name} is not about a message's fate`
  return [makeEvent('mailjet', {
    event_type: kind,
    occurred_at: time(event['time']),
    recipient: recipientOf(event['email']),
    ...message(event),
    link: str(event['url']),
    user_agent: str(event['agent']),
    ip: str(event['ip']),
    ...fate(kind, event, error),
  })]
}

function message(event: Json): Partial<WebhookEvent> {
  const id = first(event, 'MessageID', 'mj_message_id')
  const guid = str(event['Message_GUID'])
  const custom = str(event['CustomID'])
  const parsed = texts(inner(event['Payload']))
  const plain = str(event['Payload'])
  return {
    provider_message_id: id,
    provider_message_refs: guid === null ? [] : [guid],
    metadata: { ...(Object.keys(parsed).length > 0 || plain === null ? parsed : { Payload: plain }), ...(custom === null ? {} : { CustomID: custom }) },
  }
}

function fate(kind: EventType, event: Json, error: string): Partial<WebhookEvent> {
  const said = first(event, 'comment') ?? (error === '' ? null : error)
  const category = ERRORS[error]
  if (kind === 'deferred') return failure({ said, category, temporary: true })
  if (kind === 'bounced') return pinned(failure({ said, category, final: flag(event['hard_bounce']) }), category)
  if (kind === 'rejected') return { ...pinned(failure({ said, category: category ?? 'policy', final: false }), category ?? 'policy'), hard: false }
  if (kind === 'complained') return { class: 'complaint', hard: false, diagnostic: str(event['source']) }
  if (kind === 'delivered') {
    const reply = str(event['smtp_reply'])
    return { diagnostic: reply, smtp_code: num(/\b(2\d\d)\b/.exec(reply ?? '')?.[1]), enhanced_code: /\b(2\.\d{1,3}\.\d{1,3})\b/.exec(reply ?? '')?.[1] ?? null }
  }
  return {}
}

/** Mailjet names the reason itself; its comment, if any, is for the codes. */
function pinned(told: ReturnType<typeof failure>, category: BounceClass | undefined): ReturnType<typeof failure> {
  return category === undefined ? told : { ...told, class: category }
}
