/** SparkPost: an array of {msys: {<family>: event}}. */
import type { BounceClass } from '../bounce/index.ts'
import type { EventType } from '../event.ts'
import { failure } from './failure.ts'
import { first, flag, num, obj, recipientOf, str, texts, time } from './read.ts'
import type { Json } from './read.ts'
import { makeEvent } from './webhook-event.ts'
import type { Reading, WebhookEvent } from './webhook-event.ts'

const TYPES: Record<string, EventType> = {
  injection: 'queued', delivery: 'delivered', bounce: 'bounced', out_of_band: 'bounced', delay: 'deferred', policy_rejection: 'rejected', generation_failure: 'rejected', generation_rejection: 'rejected', spam_complaint: 'complained',
  open: 'opened', initial_open: 'opened', amp_open: 'opened', amp_initial_open: 'opened', click: 'clicked', amp_click: 'clicked', list_unsubscribe: 'unsubscribed', link_unsubscribe: 'unsubscribed',
}

/** Bounce classification codes of SparkPost: class and whether it is final. */
const CLASSES: Record<string, readonly [BounceClass | undefined, boolean | undefined]> = {
  1: [undefined, undefined], 10: ['unknown_user', true], 20: ['soft', false], 21: ['network', false], 22: ['quota', false], 23: ['too_large', false], 24: ['network', false], 25: ['policy', false], 26: ['policy', false], 30: ['unknown_user', true],
  40: [undefined, false], 50: ['block', false], 51: ['block', false], 52: ['spam', false], 53: ['content', false], 54: ['relay', false], 70: ['soft', false],
}

/** Read one entry of the array. */
export function readSparkpost(payload: unknown): Reading {
  const family = obj(obj(payload)['msys'])
  const event = obj(Object.values(family)[0])
  if (Object.keys(family).length === 0) return 'empty entry (a test of the address)'
  const type = (str(event['type']) ?? '').toLowerCase()
  const code = str(event['bounce_class'])
  if ((type === 'bounce' || type === 'out_of_band') && (code === '60' || code === '80' || code === '100')) return 'an automatic answer, not a bounce'
  const kind = code === '90' && type !== 'delivery' ? 'unsubscribed' : TYPES[type]
  if (kind === undefined) return type === '' ? 'no event type' : `event ${type} is not about a message's fate`
  const id = str(event['event_id'])
  return [makeEvent('sparkpost', {
    event_type: kind,
    occurred_at: time(event['timestamp']),
    recipient: recipientOf(first(event, 'raw_rcpt_to', 'rcpt_to')),
    ...(id === null ? {} : { provider_event_id: id }),
    ...message(event),
    link: str(event['target_link_url']),
    user_agent: str(event['user_agent']),
    ip: str(event['ip_address']),
    bot: flag(obj(event['user_agent_parsed'])['is_prefetched']),
    metadata: texts(event['rcpt_meta']),
    ...fate(kind, event, code),
  })]
}

/** The sending API answers the transmission's id. */
function message(event: Json): Partial<WebhookEvent> {
  const id = str(event['message_id'])
  const transmission = str(event['transmission_id'])
  return { provider_message_id: id ?? transmission, provider_message_refs: transmission === null ? [] : [transmission] }
}

function fate(kind: EventType, event: Json, code: string | null): Partial<WebhookEvent> {
  const said = first(event, 'raw_reason', 'reason')
  const smtp = num(event['error_code'])
  const [category, final] = CLASSES[code ?? ''] ?? [undefined, undefined]
  if (kind === 'deferred') return failure({ said, smtp, category, temporary: true })
  if (kind === 'bounced') return failure({ said, smtp, category, final })
  if (kind === 'rejected') return failure({ said, smtp, category: category ?? 'policy', final: false })
  return kind === 'complained' ? { class: 'complaint', hard: false, diagnostic: str(event['fbtype']) } : {}
}
