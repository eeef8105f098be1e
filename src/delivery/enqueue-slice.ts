// Writes one slice of a frozen audience to the queue.
import type { Id, Tx } from '../kernel/index.ts'
import { messageEnqueue, workspaceDueMark } from './delivery.sql.ts'
import type { MessageClass } from './message.ts'

/** At most this many recipients a slice (DESIGN 5): a transaction stays below a second. */
export const SLICE_SIZE = 10_000

export type EnqueueSlice = {
  workspaceId: Id
  launchId: Id
  campaignId: Id
  /** Cursor: the last contact of the slice before; '0' at the beginning. */
  afterContactId: Id
  sliceSize?: number
  /** Not before. Whole milliseconds. */
  dueAt: Date
  class: MessageClass
  /** The frozen content of each variant; variant 0 when there are none. Every variant of the audience must be here. */
  contents: readonly { variantNo: number; contentVersion: number; contentHash: Buffer }[]
}

export type EnqueuedSlice = {
  /** Rows that were new. */
  written: number
  /** Audience members in this slice; 0 means the audience is at its end. */
  size: number
  /** Cursor for the next slice; null at the end. */
  lastContactId: Id | null
  /** New rows by variant, for the counters. */
  byVariant: readonly { variantNo: number; count: number }[]
}

/**
 * One statement: the next members of campaigns.audience_member in the order of contact_id, as messages in state `ready`,
 * and a mark for the send workers. The caller moves its cursor and counters in the same transaction. Run twice, or by two
 * at once, it adds nothing twice: the key of the message is launch and contact.
 */
export async function enqueueSlice(tx: Tx, slice: EnqueueSlice): Promise<EnqueuedSlice> {
  const row = await messageEnqueue.one(tx, {
    workspace_id: slice.workspaceId,
    launch_id: slice.launchId,
    campaign_id: slice.campaignId,
    after_contact_id: slice.afterContactId,
    slice_size: String(slice.sliceSize ?? SLICE_SIZE),
    due_at: slice.dueAt,
    class: slice.class,
    variant_nos: slice.contents.map((c) => c.variantNo),
    content_versions: slice.contents.map((c) => c.contentVersion),
    content_hashes: slice.contents.map((c) => c.contentHash),
  })
  if (row!.written > 0) await markDue(tx, 'send', slice.workspaceId, slice.dueAt)
  const byVariant = Object.entries((row!.by_variant ?? {}) as Record<string, number>).map(([no, count]) => ({ variantNo: Number(no), count }))
  return { written: row!.written, size: row!.size, lastContactId: row!.last_contact_id, byVariant }
}

/** Says that a queue of a workspace has work at a moment (null: now); an earlier mark stays. Global table: any transaction. */
export async function markDue(tx: Tx, queue: 'send' | 'launch', workspaceId: Id, dueAt: Date | null = null): Promise<void> {
  await workspaceDueMark.exec(tx, { queue, workspace_id: workspaceId, due_at_or_null: dueAt })
}
