// For the scheduler above: which workspace has launches to look after, what of a launch is still open, cancelling.
import type { Pool } from 'pg'
import type { Id, Tx } from '../../kernel/index.ts'
import { launchMarkClear, launchMarkPick, launchMarkPut, launchOpenState, messageCancelSlice } from './launch-queue.sql.ts'

export type LaunchMark = { workspaceId: Id; /** Identifies this picking; a mark made meanwhile is another. */ dueAt: Date }

/** The workspace of the queue `launch` that waited longest, or undefined. It comes back after `putOffSeconds` if the picker dies. */
export async function pickLaunchMark(pool: Pool, putOffSeconds: number): Promise<LaunchMark | undefined> {
  const row = await launchMarkPick.one(pool, { queue: 'launch', put_off_seconds: putOffSeconds })
  return row && { workspaceId: row.workspace_id, dueAt: row.due_at }
}

/** Sets the next look at a picked workspace; null means none. A mark that somebody else made meanwhile stays. */
export async function settleLaunchMark(pool: Pool, mark: LaunchMark, next: Date | null): Promise<void> {
  if (next) await launchMarkPut.exec(pool, { queue: 'launch', workspace_id: mark.workspaceId, picked_due_at: mark.dueAt, due_at: next })
  else await launchMarkClear.exec(pool, { queue: 'launch', workspace_id: mark.workspaceId, due_at: mark.dueAt })
}

export type LaunchOpenState = { waiting: boolean; inHand: boolean; uncertain: boolean; /** Something waits that could be sent at this moment. */ due: boolean }

/** What of a launch is not final. All false: every message has come to its end. */
export async function launchOpenMessages(tx: Tx, workspaceId: Id, launchId: Id): Promise<LaunchOpenState> {
  const row = await launchOpenState.one(tx, { workspace_id: workspaceId, launch_id: launchId })
  return { waiting: row!.waiting, inHand: row!.in_hand, uncertain: row!.uncertain, due: row!.due }
}

/**
 * Cancels up to `sliceSize` messages that wait; those in hand are settled as they end. Answers how many per variant; the
 * caller adds them to the counters in the same transaction.
 */
export async function cancelMessages(tx: Tx, workspaceId: Id, launchId: Id, sliceSize: number): Promise<{ variantNo: number; count: number }[]> {
  const rows = await messageCancelSlice.many(tx, { workspace_id: workspaceId, launch_id: launchId, slice_size: String(sliceSize) })
  return rows.map((r) => ({ variantNo: r.variant_no, count: r.count }))
}
