// The end of a launch: done when every message is final; a cancelled one when nothing of it waits or is in hand.
import { withWorkspace, type Id, type WorkspaceScope } from '../../kernel/index.ts'
import { cancelMessages, launchOpenMessages, SLICE_SIZE } from '../../delivery/index.ts'
import { addCancelled } from '../../events/index.ts'
import { campaignSetState, launchEnd, launchFinishCancelled, launchHoldState } from './launch.sql.ts'
import type { LaunchTools } from './prepare-launch.ts'

/** When to look again, in milliseconds; null when it has ended or somebody else looks after it. */
export type LookAgain = number | null
const BUSY_MS = 400
const WAITING_MS = 5_000
const UNCERTAIN_MS = 10_000

/** Ends a launch in state `sending` whose messages are all final. */
export async function endWhenDone(tools: LaunchTools, scope: WorkspaceScope, launchId: Id): Promise<LookAgain> {
  const { workspaceId } = scope
  const look = await withWorkspace(tools.pool, scope, async (tx): Promise<LookAgain> => {
    const open = await launchOpenMessages(tx, workspaceId, launchId)
    if (open.inHand || open.due) return BUSY_MS
    if (open.waiting) return WAITING_MS
    if (open.uncertain) return UNCERTAIN_MS
    const launch = await launchHoldState.one(tx, { workspace_id: workspaceId, launch_id: launchId, state: 'sending' })
    if (!launch?.campaign_id) return null
    const at = tools.now()
    await launchEnd.exec(tx, { workspace_id: workspaceId, launch_id: launchId, state: 'done', from_states: ['sending'], at, error_code_or_null: null })
    await campaignSetState.exec(tx, { workspace_id: workspaceId, campaign_id: launch.campaign_id, state: 'sent', from_states: ['sending'], at, actor: scope.actor })
    return null
  }, { retry: true })
  if (look === null) {
    tools.observer.observe('launch.done', { workspaceId, launchId })
    tools.signals.emit('launch.done', { launchId })
  }
  return look
}

/** Cancels what waits of a cancelled launch, slice by slice; finished when nothing is in hand any more. */
export async function cancelWaiting(tools: LaunchTools, scope: WorkspaceScope, launchId: Id): Promise<LookAgain> {
  const { workspaceId } = scope
  for (;;) {
    const gone = await withWorkspace(tools.pool, scope, async (tx) => {
      const launch = await launchHoldState.one(tx, { workspace_id: workspaceId, launch_id: launchId, state: 'cancelled' })
      if (!launch?.campaign_id) return null
      const rows = await cancelMessages(tx, workspaceId, launchId, SLICE_SIZE)
      const { campaign_id: campaignId } = launch
      if (rows.length > 0) await addCancelled(tx, workspaceId, rows.map((r) => ({ campaignId, variantNo: r.variantNo, count: r.count })), tools.now())
      return rows.reduce((sum, r) => sum + r.count, 0)
    }, { retry: true })
    if (gone === null) return BUSY_MS
    if (gone < SLICE_SIZE) break
  }
  return withWorkspace(tools.pool, scope, async (tx) => {
    const open = await launchOpenMessages(tx, workspaceId, launchId)
    if (open.inHand || open.waiting) return BUSY_MS
    await launchFinishCancelled.exec(tx, { workspace_id: workspaceId, launch_id: launchId, at: tools.now() })
    return null
  })
}
