// Writes one slice of a frozen audience to the queue; slice, counters and cursor in one transaction.
import { withWorkspace, type Id, type WorkspaceScope } from '../../kernel/index.ts'
import { enqueueSlice, SLICE_SIZE, type MessageClass } from '../../delivery/index.ts'
import { addQueued } from '../../events/index.ts'
import { campaignHold, contentList, launchHoldState, launchSliceDone } from './launch.sql.ts'
import { BULK, type LaunchTools } from './prepare-launch.ts'

export type SliceOutcome = 'more' | 'end' | 'busy'

/**
 * `more`: a slice was written and there may be others; `end`: the audience is written, the launch is `sending`; `busy`: the
 * launch is not slicing (paused, cancelled) or another scheduler writes a slice of it at this moment. A crash leaves whole
 * slices only, and going on adds nothing twice: cursor and rows commit together.
 */
export async function writeSlice(tools: LaunchTools, scope: WorkspaceScope, launchId: Id, sliceSize = SLICE_SIZE): Promise<SliceOutcome> {
  const { workspaceId } = scope
  const began = performance.now()
  const outcome = await withWorkspace(tools.pool, scope, async (tx) => {
    const launch = await launchHoldState.one(tx, { workspace_id: workspaceId, launch_id: launchId, state: 'slicing' })
    if (!launch || launch.campaign_id === null || launch.content_version === null) return null
    const campaign = await campaignHold.one(tx, { workspace_id: workspaceId, campaign_id: launch.campaign_id })
    const contents = await contentList.many(tx, { workspace_id: workspaceId, campaign_id: launch.campaign_id, content_version: launch.content_version })
    const { now } = launch // the server's clock: a scheduler whose clock is ahead must not put mail off
    const slice = await enqueueSlice(tx, {
      workspaceId, launchId, campaignId: launch.campaign_id, afterContactId: launch.slice_cursor, sliceSize, dueAt: now, class: campaign!.delivery_class as MessageClass,
      contents: contents.map((c) => ({ variantNo: c.variant_no, contentVersion: c.content_version, contentHash: c.content_hash })),
    })
    if (slice.written > 0) await addQueued(tx, workspaceId, slice.byVariant.map((v) => ({ campaignId: launch.campaign_id!, variantNo: v.variantNo, count: v.count })), now)
    const isEnd = slice.size < sliceSize
    await launchSliceDone.exec(tx, { workspace_id: workspaceId, launch_id: launchId, slice_cursor: slice.lastContactId ?? launch.slice_cursor, written: String(slice.written), state: isEnd ? 'sending' : 'slicing' })
    tools.signals.emit('launch.slice_written', { launchId, written: slice.written })
    return { isEnd, written: slice.written }
  }, { retry: true, ...BULK })
  if (!outcome) return 'busy'
  tools.observer.observe('launch.sliced', { workspaceId, launchId, written: outcome.written, ms: Math.round(performance.now() - began) })
  tools.signals.emit('launch.sliced', { launchId, written: outcome.written, isEnd: outcome.isEnd })
  return outcome.isEnd ? 'end' : 'more'
}
