// Writes a batch of events with first touches, counters and engagement: one statement per table, in the caller's
// transaction. Everything that records an event goes through here.
import type { Id, Tx } from '../../kernel/index.ts'
import { contactPlaceMany, emailEventAdd, firstTouchAdd, type ContactPlaceManyRow } from '../events.sql.ts'
import { eventId, TOUCH_TYPES, type Outcome } from '../event.ts'
import { mailboxProvider } from '../mailbox-provider.ts'
import { addCounters } from './add-counters.ts'
import { dimensionCodes, type DimensionKind, type DimensionValue } from './dimension.ts'
import { partitionCheck } from './partition-range.ts'
import { tally, type WrittenEvent } from './tally.ts'

/** Why a row found no place. */
export type UnplacedReason = 'no_partition' | 'unknown_contact'
export type Recorded = {
  /** Events that were new; a key that was there already counts nothing. */
  written: WrittenEvent[]
  unplaced: { row: Outcome; reason: UnplacedReason }[]
}

type Place = { country: number; region: number; city: number; mailbox: number }
type Prepared = Outcome & { id: Id; place: Place; isFirst: boolean; isFirstOfLink: boolean }

/**
 * Records events. Rows may come in any order and repeat; `now` is the time of recording and the upper bound of
 * occurredAt (a clock that runs ahead must not make a contact look active in the future).
 * Call it once per transaction: the order of locks is what keeps writers from waiting in a circle.
 */
export async function recordEvents(tx: Tx, workspaceId: Id, rows: readonly Outcome[], now: Date): Promise<Recorded> {
  if (rows.length === 0) return { written: [], unplaced: [] }
  const unplaced: Recorded['unplaced'] = []
  const prepared = await prepare(tx, workspaceId, rows, now, unplaced)
  if (prepared.length === 0) return { written: [], unplaced }
  await claimFirstTouches(tx, workspaceId, prepared)
  const written = await insertEvents(tx, workspaceId, prepared, now)
  await addCounters(tx, workspaceId, tally(written), now)
  return { written, unplaced }
}

async function prepare(tx: Tx, workspaceId: Id, rows: readonly Outcome[], now: Date, unplaced: Recorded['unplaced']): Promise<Prepared[]> {
  const bounded = rows.map((row) => (row.occurredAt > now ? { ...row, occurredAt: now } : row))
  const hasPartition = await partitionCheck(tx, bounded.map((r) => r.occurredAt))
  const contacts = await contactPlaceMany.many(tx, { workspace_id: workspaceId, contact_ids: [...new Set(bounded.map((r) => r.contactId))] })
  const places = await placeCodes(tx, workspaceId, contacts)
  const seen = new Set<string>()
  const out: Prepared[] = []
  for (const row of bounded) {
    const place = places.get(row.contactId)
    if (!place) unplaced.push({ row, reason: 'unknown_contact' })
    else if (!hasPartition(row.occurredAt)) unplaced.push({ row, reason: 'no_partition' })
    else if (!seen.has(row.eventKey)) out.push({ ...row, id: eventId(row.eventKey), place, isFirst: false, isFirstOfLink: false })
    seen.add(row.eventKey)
  }
  // Key order: the first of a batch is the earliest, and every writer locks in the same order.
  return out.sort((a, b) => compareIds(a.contactId, b.contactId) || a.occurredAt.getTime() - b.occurredAt.getTime() || compareIds(a.id, b.id))
}

const compareIds = (a: Id, b: Id): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

async function placeCodes(tx: Tx, workspaceId: Id, contacts: readonly ContactPlaceManyRow[]): Promise<Map<Id, Place>> {
  const wanted: DimensionValue[] = []
  const want = (kind: DimensionKind, value: string | null): string => {
    if (value) wanted.push({ kind, value })
    return `${kind}\u0000${value ?? ''}`
  }
  const keyed = contacts.map((c) => ({
    id: c.contact_id, country: want('country', c.country), region: want('region', c.region), city: want('city', c.city),
    mailbox: want('mailbox_provider', c.email_domain && mailboxProvider(c.email_domain)),
  }))
  const codes = await dimensionCodes(tx, workspaceId, wanted)
  const code = (key: string): number => codes.get(key) ?? 0
  return new Map(keyed.map((k) => [k.id, { country: code(k.country), region: code(k.region), city: code(k.city), mailbox: code(k.mailbox) }]))
}

async function claimFirstTouches(tx: Tx, workspaceId: Id, rows: readonly Prepared[]): Promise<void> {
  const byKey = new Map<string, { row: Prepared; linkNo: number }>()
  for (const row of rows) {
    if (row.campaignId === null || row.isBot || !TOUCH_TYPES.has(row.eventType)) continue
    const links = row.eventType === 'clicked' && row.linkNo ? [0, row.linkNo] : [0]
    for (const linkNo of links) {
      const key = `${row.campaignId}/${row.contactId}/${row.eventType}/${linkNo}`
      if (!byKey.has(key)) byKey.set(key, { row, linkNo })
    }
  }
  if (byKey.size === 0) return
  const list = [...byKey.values()]
  const claimed = await firstTouchAdd.many(tx, {
    workspace_id: workspaceId, campaign_ids: list.map((t) => t.row.campaignId!), contact_ids: list.map((t) => t.row.contactId),
    event_types: list.map((t) => t.row.eventType), link_nos: list.map((t) => t.linkNo), occurred_ats: list.map((t) => t.row.occurredAt),
  })
  for (const c of claimed) {
    const touch = byKey.get(`${c.campaign_id}/${c.contact_id}/${c.event_type}/${c.link_no}`)!
    if (c.link_no === 0) touch.row.isFirst = true
    else touch.row.isFirstOfLink = true
  }
}

async function insertEvents(tx: Tx, workspaceId: Id, rows: readonly Prepared[], now: Date): Promise<WrittenEvent[]> {
  const answered = await emailEventAdd.many(tx, {
    workspace_id: workspaceId, recorded_at: now,
    contact_ids: rows.map((r) => r.contactId), occurred_ats: rows.map((r) => r.occurredAt), event_ids: rows.map((r) => r.id),
    campaign_ids: rows.map((r) => r.campaignId ?? '0'), launch_ids: rows.map((r) => r.launchId ?? '0'), seqs: rows.map((r) => r.seq ?? '-1'), provider_ids: rows.map((r) => r.providerId ?? '0'),
    country_codes: rows.map((r) => r.place.country), region_codes: rows.map((r) => r.place.region), city_codes: rows.map((r) => r.place.city), mailbox_provider_codes: rows.map((r) => r.place.mailbox),
    link_nos: rows.map((r) => r.linkNo ?? 0), smtp_codes: rows.map((r) => r.smtpCode ?? 0), variant_nos: rows.map((r) => r.variantNo ?? 0),
    is_bots: rows.map((r) => r.isBot ?? false), is_firsts: rows.map((r) => r.isFirst), hards: rows.map((r) => (r.hard == null ? -1 : Number(r.hard))),
    event_types: rows.map((r) => r.eventType), bounce_classes: rows.map((r) => r.bounceClass ?? ''), enhanced_codes: rows.map((r) => r.enhancedCode ?? ''),
  })
  const fresh = new Set(answered.map((a) => `${a.contact_id}/${a.event_id}`))
  return rows.filter((r) => fresh.has(`${r.contactId}/${r.id}`)).map((r) => ({ ...r, mailboxProviderCode: r.place.mailbox }))
}
