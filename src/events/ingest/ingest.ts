// The one door for what comes in: tracking hits, webhooks, bounce and complaint mails.
import type { Id, Tx } from '../../kernel/index.ts'
import { dedupAdd, messageFactsMany, outboxAdd, providerRefMany } from '../events.sql.ts'
import type { Outcome } from '../event.ts'
import { recordEvents } from '../record/record-events.ts'
import type { WrittenEvent } from '../record/tally.ts'
import { keepDeadLetters, type DeadLetter } from './dead-letter.ts'
import type { IngestEvent, IngestTools } from './ingest-event.ts'
import { markBursts, takeBackClicks } from './scanner-burst.ts'

export type Ingested = {
  written: number
  /** Reported before, or the same key twice. */
  repeats: number
  /** Kept aside: unknown message, no partition. */
  deadLetters: DeadLetter[]
}

type Found = { event: IngestEvent; outcome: Outcome; state: string }

/**
 * Takes events in, in any order, in the caller's transaction: repeats are dropped, unknown messages and times without
 * a partition are kept aside, machines are marked, counters follow, and what other rooms must do is left in the outbox
 * (`message.settle`, `address.suppress`). Run twice or at once it counts every event once.
 * Throws nothing of its own; a transient database error may be retried from the start.
 */
export async function ingest(tx: Tx, workspaceId: Id, events: readonly IngestEvent[], tools: IngestTools): Promise<Ingested> {
  const fresh = await dropRepeats(tx, workspaceId, events, tools)
  const letters: DeadLetter[] = []
  const all = await findMessages(tx, workspaceId, fresh, letters)
  const found = all.filter((f) => !f.event.settleOnly)
  const bursts = await markBursts(tx, workspaceId, found.map((f) => f.outcome))
  await takeBackClicks(tx, workspaceId, bursts, tools.now)
  const { written, unplaced } = await recordEvents(tx, workspaceId, found.map((f) => f.outcome), tools.now)
  const byKey = new Map(found.map((f) => [f.outcome.eventKey, f.event]))
  for (const u of unplaced) letters.push({ event: byKey.get(u.row.eventKey)!, reason: u.reason })
  await keepDeadLetters(tx, workspaceId, letters, tools)
  await tellOthers(tx, workspaceId, written, all, tools)
  return { written: written.length, repeats: events.length - written.length - letters.length, deadLetters: letters }
}

async function dropRepeats(tx: Tx, workspaceId: Id, events: readonly IngestEvent[], tools: IngestTools): Promise<IngestEvent[]> {
  const keyed = events.map((event) => {
    const providerId = event.providerId ?? '0'
    const hash = event.remember ? tools.keyring.keyedHash('dedup', event.eventKey).subarray(0, 16) : undefined
    return { event, providerId, hash, text: hash ? `${providerId}/${hash.toString('hex')}` : '' }
  })
  const first = new Map(keyed.filter((k) => k.hash).map((k) => [k.text, k]))
  if (first.size === 0) return [...events]
  const list = [...first.values()]
  const answered = await dedupAdd.many(tx, { workspace_id: workspaceId, seen_at: tools.now, provider_ids: list.map((k) => k.providerId), key_hashes: list.map((k) => k.hash!) })
  const isNew = new Set(answered.map((a) => `${a.provider_id}/${a.key_hash.toString('hex')}`))
  // The Map kept the last of equal keys; any of them will do, they are the same event.
  return keyed.filter((k) => !k.hash || (isNew.has(k.text) && first.get(k.text) === k)).map((k) => k.event)
}

const messageText = (m: { launchId: Id; contactId: Id; seq: Id }): string => `${m.launchId}/${m.contactId}/${m.seq}`

async function findMessages(tx: Tx, workspaceId: Id, events: readonly IngestEvent[], letters: DeadLetter[]): Promise<Found[]> {
  const refs = await resolveRefs(tx, workspaceId, events)
  const keys = events.map((e) => ('launchId' in e.message ? e.message : e.message.providerMessageIds.map((id) => refs.get(`${e.providerId}/${id}`)).find((k) => k !== undefined)))
  const wanted = [...new Map(keys.flatMap((k) => (k ? [[messageText(k), k] as const] : []))).values()]
  const facts = wanted.length === 0 ? [] : await messageFactsMany.many(tx, {
    workspace_id: workspaceId, launch_ids: wanted.map((k) => k.launchId), contact_ids: wanted.map((k) => k.contactId), seqs: wanted.map((k) => k.seq),
    launches: [...new Set(wanted.map((k) => k.launchId))],
  })
  const byKey = new Map(facts.map((f) => [`${f.launch_id}/${f.contact_id}/${f.seq}`, f]))
  const out: Found[] = []
  for (const [i, event] of events.entries()) {
    const key = keys[i]
    const fact = key && byKey.get(messageText(key))
    if (!fact) {
      letters.push({ event, reason: 'unknown_message' })
      continue
    }
    const { linkNo, isBot, smtpCode, enhancedCode, bounceClass, hard, eventType, occurredAt } = event
    out.push({
      event, state: fact.state,
      outcome: {
        launchId: fact.launch_id, contactId: fact.contact_id, seq: fact.seq, campaignId: fact.campaign_id, variantNo: fact.variant_no,
        // Whoever reports an event carried the message; our own links and return paths say nothing about that.
        providerId: event.providerId ?? fact.provider_id,
        eventType, occurredAt, eventKey: `${event.providerId ?? '0'}:${event.eventKey}`, linkNo, isBot, smtpCode, enhancedCode, bounceClass, hard,
      },
    })
  }
  return out
}

async function resolveRefs(tx: Tx, workspaceId: Id, events: readonly IngestEvent[]): Promise<Map<string, { launchId: Id; contactId: Id; seq: Id }>> {
  const named = events.flatMap((e) => ('providerMessageIds' in e.message && e.providerId ? e.message.providerMessageIds.map((id) => ({ provider: e.providerId!, id })) : []))
  if (named.length === 0) return new Map()
  const rows = await providerRefMany.many(tx, { workspace_id: workspaceId, provider_ids: named.map((n) => n.provider), provider_message_ids: named.map((n) => n.id) })
  return new Map(rows.map((r) => [`${r.provider_id}/${r.provider_message_id}`, { launchId: r.launch_id, contactId: r.contact_id, seq: r.seq }]))
}

/** States that a report may still move; the consumer checks again under its own lock. */
const SETTLES: Partial<Record<Outcome['eventType'], string>> = { delivered: 'delivered', bounced: 'bounced', rejected: 'bounced' }

/** States in which a report that a provider took the message is news. */
const DOUBTFUL: ReadonlySet<string> = new Set(['attempting', 'in_doubt', 'held'])

function settlePayload(e: Outcome, to: string): string {
  return JSON.stringify({
    launch_id: e.launchId, contact_id: e.contactId, seq: e.seq, to_state: to, at: e.occurredAt.toISOString(), provider_id: e.providerId, smtp_code: e.smtpCode ?? null, bounce_class: e.bounceClass ?? null, hard: e.hard ?? null,
  })
}

function suppressReason(e: WrittenEvent): string | undefined {
  if (e.eventType === 'complained') return 'complaint'
  if (e.eventType === 'unsubscribed') return 'unsubscribe'
  return e.eventType === 'bounced' && e.hard === true ? 'hard_bounce' : undefined
}

async function tellOthers(tx: Tx, workspaceId: Id, written: readonly WrittenEvent[], found: readonly Found[], tools: IngestTools): Promise<void> {
  const rows: { kind: string; payload: string }[] = []
  const stateOf = new Map(found.map((f) => [f.outcome.eventKey, f.state]))
  for (const e of written) {
    const to = SETTLES[e.eventType]
    if (to && stateOf.get(e.eventKey) !== to) rows.push({ kind: 'message.settle', payload: settlePayload(e, to) })
    const reason = suppressReason(e)
    if (reason) rows.push({ kind: 'address.suppress', payload: JSON.stringify({ launch_id: e.launchId, contact_id: e.contactId, seq: e.seq, reason, bounce_class: e.bounceClass ?? null }) })
  }
  for (const f of found) {
    if (f.event.settleOnly && DOUBTFUL.has(f.state)) rows.push({ kind: 'message.settle', payload: settlePayload(f.outcome, f.outcome.eventType) })
  }
  if (rows.length === 0) return
  await outboxAdd.exec(tx, { workspace_id: workspaceId, outbox_ids: rows.map(() => tools.ids.next()), kinds: rows.map((r) => r.kind), payloads: rows.map((r) => r.payload) })
}
