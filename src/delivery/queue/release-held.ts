// A person decides about a launch that a restore has put on hold.
import { addCancelled } from '../../events/index.ts'
import { withWorkspace, type Id, type WorkspaceScope } from '../../kernel/index.ts'
import type { Pool } from 'pg'
import { markDue, SLICE_SIZE } from '../enqueue-slice.ts'
import { messageReleaseHeld } from './release-held.sql.ts'

/**
 * ready: they are sent again once the launch goes on, also those that left between backup and restore. cancelled: they are
 * given up. Answers how many messages it decided about; 0 the second time. In slices, each with its counters.
 */
export async function releaseHeldLaunch(pool: Pool, scope: WorkspaceScope, launch: { launchId: Id; campaignId: Id }, decision: 'ready' | 'cancelled', now: () => Date): Promise<number> {
  const { workspaceId } = scope
  for (let total = 0; ; ) {
    const released = await withWorkspace(pool, scope, async (tx) => {
      const rows = await messageReleaseHeld.many(tx, { workspace_id: workspaceId, launch_id: launch.launchId, slice_size: String(SLICE_SIZE), to_state: decision })
      if (decision === 'cancelled' && rows.length > 0) await addCancelled(tx, workspaceId, rows.map((r) => ({ campaignId: launch.campaignId, variantNo: r.variant_no, count: r.count })), now())
      if (decision === 'ready') await markDue(tx, 'send', workspaceId)
      return rows.reduce((sum, r) => sum + r.count, 0)
    }, { retry: true })
    total += released
    if (released < SLICE_SIZE) return total
  }
}
