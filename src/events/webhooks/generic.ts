/**
 * Our own form, for mail services without a reader: {"events": [{id, type, occurred_at, recipient, message_id,
 * smtp_code?, enhanced_code?, diagnostic?, final?, link?, user_agent?, ip?, bot?, metadata?}]}, an array, or one.
 */
import { EVENT_TYPES } from '../event.ts'
import type { EventType } from '../event.ts'
import { failure } from './failure.ts'
import { first, flag, num, obj, recipientOf, str, texts, time } from './read.ts'
import { makeEvent } from './webhook-event.ts'
import type { Reading } from './webhook-event.ts'

/** Read one event. */
export function readGeneric(payload: unknown): Reading {
  const event = obj(payload)
  const type = first(event, 'type', 'event_type') ?? ''
  if (!(EVENT_TYPES as readonly string[]).includes(type)) return type === '' ? 'no type' : `unknown type ${type.slice(0, 50)}`
  const kind = type as EventType
  const id = first(event, 'id', 'event_id')
  return [makeEvent('generic', {
    event_type: kind,
    occurred_at: time(event['occurred_at']),
    recipient: recipientOf(event['recipient']),
    ...(id === null ? {} : { provider_event_id: id }),
    provider_message_id: str(event['message_id']),
    link: str(event['link']), user_agent: str(event['user_agent']), ip: str(event['ip']), bot: flag(event['bot']),
    metadata: texts(event['metadata']),
    ...(kind === 'bounced' || kind === 'deferred' || kind === 'rejected' ? failed(kind, event) : {}),
    ...(kind === 'complained' ? { class: 'complaint' as const, hard: false } : {}),
  })]
}

function failed(kind: EventType, event: Readonly<Record<string, unknown>>): ReturnType<typeof failure> {
  const final = typeof event['final'] === 'boolean' ? event['final'] : undefined
  return failure({ said: str(event['diagnostic']), smtp: num(event['smtp_code']), enhanced: str(event['enhanced_code']), final, temporary: kind === 'deferred' })
}
