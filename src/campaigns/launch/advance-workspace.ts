// One turn of the scheduler in one workspace: launches whose moment has come, then every open launch a step further.
import { AppError, withWorkspace, type Id, type WorkspaceScope } from '../../kernel/index.ts'
import { cancelWaiting, endWhenDone } from './end-launch.ts'
import { launchCampaign } from './launch-campaign.ts'
import { campaignSetState, launchEnd, launchInsert, launchListUnfinished, scheduledDue, scheduledNext, type LaunchListUnfinishedRow } from './launch.sql.ts'
import { prepareLaunch, type LaunchTools } from './prepare-launch.ts'
import { writeSlice } from './write-slice.ts'

/** Slices of one launch before others have their turn. */
const SLICES_A_TURN = 5
const LEASED_MS = 1_000

/** Answers the next moment at which something is to be done here; null when nothing is left. `isStopping` ends the turn early. */
export async function advanceWorkspace(tools: LaunchTools, workspaceId: Id, isStopping: () => boolean = () => false): Promise<Date | null> {
  const scope: WorkspaceScope = { workspaceId, actor: 'service:scheduler', origin: 'system' }
  await launchScheduled(tools, scope)
  const open = await withWorkspace(tools.pool, scope, (tx) => launchListUnfinished.many(tx, { workspace_id: workspaceId }), { retry: true })
  let soonest: number | null = null
  for (const launch of open) {
    if (isStopping()) return tools.now()
    const look = await advanceLaunch(tools, scope, launch, isStopping)
    if (look !== null) soonest = Math.min(soonest ?? look, look)
  }
  const next = await withWorkspace(tools.pool, scope, (tx) => scheduledNext.one(tx, { workspace_id: workspaceId }), { retry: true })
  const again = soonest === null ? null : tools.now().getTime() + soonest
  const scheduled = next?.scheduled_at?.getTime() ?? null
  return again === null && scheduled === null ? null : new Date(Math.min(again ?? Infinity, scheduled ?? Infinity))
}

async function advanceLaunch(tools: LaunchTools, scope: WorkspaceScope, launch: LaunchListUnfinishedRow, isStopping: () => boolean): Promise<number | null> {
  const { launch_id: launchId } = launch
  if (launch.state === 'cancelled') return cancelWaiting(tools, scope, launchId)
  if (launch.state === 'sending') return endWhenDone(tools, scope, launchId)
  if (launch.state === 'preparing' && !(await prepareLaunch(tools, scope, launchId))) return LEASED_MS
  for (let n = 0; n < SLICES_A_TURN && !isStopping(); n++) {
    const outcome = await writeSlice(tools, scope, launchId)
    if (outcome === 'busy') return LEASED_MS
    if (outcome === 'end') return endWhenDone(tools, scope, launchId)
  }
  return 0
}

/** A campaign that can no longer be launched (its template is gone) becomes failed, with the reason on its launch. */
async function launchScheduled(tools: LaunchTools, scope: WorkspaceScope): Promise<void> {
  const { workspaceId } = scope
  const due = await withWorkspace(tools.pool, scope, (tx) => scheduledDue.many(tx, { workspace_id: workspaceId, at: tools.now() }), { retry: true })
  for (const { campaign_id: campaignId } of due) {
    const context = { workspaceId, ids: tools.ids, actor: scope.actor, at: tools.now() }
    try {
      await withWorkspace(tools.pool, scope, (tx) => launchCampaign(tx, context, campaignId), { retry: true })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      await failScheduled(tools, scope, campaignId, error.code)
    }
  }
}

async function failScheduled(tools: LaunchTools, scope: WorkspaceScope, campaignId: Id, code: string): Promise<void> {
  const { workspaceId } = scope
  const [launchId, at] = [tools.ids.next(), tools.now()]
  await withWorkspace(tools.pool, scope, async (tx) => {
    await launchInsert.one(tx, { workspace_id: workspaceId, launch_id: launchId, campaign_id: campaignId, purpose: 'initial', at, actor: scope.actor })
    await launchEnd.exec(tx, { workspace_id: workspaceId, launch_id: launchId, state: 'failed', from_states: ['preparing'], at, error_code_or_null: code })
    await campaignSetState.exec(tx, { workspace_id: workspaceId, campaign_id: campaignId, state: 'failed', from_states: ['scheduled'], at, actor: scope.actor })
  }, { retry: true })
  tools.observer.observe('launch.failed', { workspaceId, launchId, code })
}
