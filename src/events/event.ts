// The noun: one thing that happened to one message, and the rows that other rooms hand in.
import { createHash } from 'node:crypto'
import type { Id } from '../kernel/index.ts'

export const EVENT_TYPES = ['queued', 'sent', 'delivered', 'deferred', 'bounced', 'complained', 'opened', 'clicked', 'unsubscribed', 'rejected'] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** Kinds of which a person counts once per campaign; the check on events.first_touch says the same. */
export const TOUCH_TYPES: ReadonlySet<EventType> = new Set(['sent', 'delivered', 'bounced', 'complained', 'opened', 'clicked', 'unsubscribed', 'rejected'])

/** One outcome as a room reports it. Ids are decimal strings. */
export type Outcome = {
  /** The message; null for something that belongs to no message (an unsubscribe by a person in the office). */
  launchId: Id | null
  contactId: Id
  seq: Id | null
  /** Null for transactional mail: it has no campaign counters and no first touches. */
  campaignId: Id | null
  variantNo?: number
  /** Provider that carried it; null when none took part. */
  providerId: Id | null
  eventType: EventType
  occurredAt: Date
  /** Unique name of this occurrence, e.g. `attempt:<launch>:<contact>:<seq>:<n>`; the same key at the same time is the same event. */
  eventKey: string
  linkNo?: number | null
  isBot?: boolean
  smtpCode?: number | null
  enhancedCode?: string | null
  bounceClass?: string | null
  hard?: boolean | null
  /** From MAIL FROM to the answer, for 'sent'. */
  latencyMs?: number | null
}

/** Key of an event: 63 bits of SHA-256 over the event key. */
export function eventId(eventKey: string): Id {
  return (createHash('sha256').update(eventKey).digest().readBigUInt64BE(0) & 0x7fffffffffffffffn).toString()
}
