// What delivery and compliance call inside their own transactions.
import type { Id, Tx } from '../../kernel/index.ts'
import { eventErrors } from '../errors.ts'
import type { Outcome } from '../event.ts'
import { addCampaignCounts } from './add-counters.ts'
import { recordEvents } from './record-events.ts'
import { nextStripe } from './stripe.ts'
import { noCampaignCounts, type CampaignCounts } from './tally.ts'

/**
 * Records outcomes of messages in the transaction that changes their states: events, first touches, counters and
 * engagement, each in one statement. The caller passes only rows whose transition it made in this transaction, and
 * calls this once in it. The same eventKey at the same occurredAt
 * twice is one event; people are counted once in any case. Answers how many events were new.
 * Throws EVENT_NO_PARTITION when the partition of the present month is missing.
 */
export async function recordOutcomes(tx: Tx, workspaceId: Id, rows: readonly Outcome[], now: Date = new Date()): Promise<number> {
  const { written, unplaced } = await recordEvents(tx, workspaceId, rows, now)
  if (unplaced.length > 0) throw eventErrors.EVENT_NO_PARTITION({ detail: `Rows: ${unplaced.length}, ${unplaced[0]!.reason}.` })
  return written.length
}

export type CampaignCount = { campaignId: Id; variantNo?: number; count: number }

async function addTo(tx: Tx, workspaceId: Id, rows: readonly CampaignCount[], counter: keyof CampaignCounts, now: Date): Promise<void> {
  const sums = new Map<string, { campaignId: Id; variantNo: number; providerId: Id; counts: CampaignCounts }>()
  for (const row of rows) {
    const key = `${row.campaignId}/${row.variantNo ?? 0}`
    const sum = sums.get(key) ?? { campaignId: row.campaignId, variantNo: row.variantNo ?? 0, providerId: '0', counts: noCampaignCounts() }
    sum.counts[counter] += row.count
    sums.set(key, sum)
  }
  await addCampaignCounts(tx, workspaceId, [...sums.values()], nextStripe(), now)
}

/** Counts message rows written to the queue, whatever their state (`skipped` at launch included). In the slice's transaction. */
export const addQueued = (tx: Tx, workspaceId: Id, rows: readonly CampaignCount[], now: Date = new Date()): Promise<void> => addTo(tx, workspaceId, rows, 'queued', now)
/** Counts messages that came into the state `skipped` in this transaction. */
export const addSkipped = (tx: Tx, workspaceId: Id, rows: readonly CampaignCount[], now: Date = new Date()): Promise<void> => addTo(tx, workspaceId, rows, 'skipped', now)
/** Counts messages that came into the state `failed` in this transaction. */
export const addFailed = (tx: Tx, workspaceId: Id, rows: readonly CampaignCount[], now: Date = new Date()): Promise<void> => addTo(tx, workspaceId, rows, 'failed', now)
/** Counts messages that came into the state `cancelled` in this transaction. */
export const addCancelled = (tx: Tx, workspaceId: Id, rows: readonly CampaignCount[], now: Date = new Date()): Promise<void> => addTo(tx, workspaceId, rows, 'cancelled', now)
