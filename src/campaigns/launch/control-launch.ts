// Pause, resume, cancel. Workers ask for the state of the launch before every attempt, so each takes effect at once: what is
// in hand at that moment is settled normally, nothing new begins.
import type { Id, Tx } from '../../kernel/index.ts'
import { markDue } from '../../delivery/index.ts'
import type { CampaignContext } from '../context.ts'
import { campaignErrors } from '../errors.ts'
import { findLaunch, getLaunch, type Launch } from './launch.ts'
import { campaignHold, campaignSetState, launchSetState } from './launch.sql.ts'

const RUNNING = ['preparing', 'slicing', 'sending']

async function held(tx: Tx, workspaceId: Id, campaignId: Id): Promise<Launch> {
  if (!(await campaignHold.one(tx, { workspace_id: workspaceId, campaign_id: campaignId }))) throw campaignErrors.CAMPAIGN_NOT_FOUND()
  const launch = await findLaunch(tx, workspaceId, campaignId)
  if (!launch) throw campaignErrors.LAUNCH_NOT_FOUND()
  return launch
}

async function move(tx: Tx, context: CampaignContext, launch: Launch, to: { launch: string; campaign: string; from: string[] }): Promise<Launch> {
  const { workspaceId } = context
  await launchSetState.exec(tx, { workspace_id: workspaceId, launch_id: launch.launchId, state: to.launch, from_states: to.from })
  await campaignSetState.exec(tx, { workspace_id: workspaceId, campaign_id: launch.campaignId, state: to.campaign, from_states: ['launching', 'sending', 'paused'], at: context.at, actor: context.actor })
  return getLaunch(tx, workspaceId, launch.launchId)
}

/** Stops sending until resumed. Paused twice is paused. Throws CAMPAIGN_NOT_FOUND, LAUNCH_NOT_FOUND, LAUNCH_NOT_PAUSABLE. */
export async function pauseCampaign(tx: Tx, context: CampaignContext, campaignId: Id): Promise<Launch> {
  const launch = await held(tx, context.workspaceId, campaignId)
  if (launch.state === 'paused') return launch
  if (!RUNNING.includes(launch.state)) throw campaignErrors.LAUNCH_NOT_PAUSABLE({ data: { state: launch.state } })
  return move(tx, context, launch, { launch: 'paused', campaign: 'paused', from: RUNNING })
}

/**
 * Goes on where it stopped: with preparing when the audience was not frozen yet, else with the next slice (there may be none
 * left). Resumed twice is resumed. Throws CAMPAIGN_NOT_FOUND, LAUNCH_NOT_FOUND, LAUNCH_NOT_RESUMABLE.
 */
export async function resumeCampaign(tx: Tx, context: CampaignContext, campaignId: Id): Promise<Launch> {
  const launch = await held(tx, context.workspaceId, campaignId)
  if (RUNNING.includes(launch.state)) return launch
  if (launch.state !== 'paused') throw campaignErrors.LAUNCH_NOT_RESUMABLE({ data: { state: launch.state } })
  const isFrozen = launch.audienceCount > 0
  const moved = await move(tx, context, launch, { launch: isFrozen ? 'slicing' : 'preparing', campaign: isFrozen ? 'sending' : 'launching', from: ['paused'] })
  await markDue(tx, 'launch', context.workspaceId)
  await markDue(tx, 'send', context.workspaceId)
  return moved
}

/**
 * Ends a campaign for good. The scheduler cancels what waits, in slices; what is in hand is settled as it ends. A scheduled
 * campaign becomes cancelled without a launch. Throws CAMPAIGN_NOT_FOUND, LAUNCH_NOT_CANCELLABLE.
 */
export async function cancelCampaign(tx: Tx, context: CampaignContext, campaignId: Id): Promise<Launch | undefined> {
  const { workspaceId } = context
  const campaign = await campaignHold.one(tx, { workspace_id: workspaceId, campaign_id: campaignId })
  if (!campaign) throw campaignErrors.CAMPAIGN_NOT_FOUND()
  const launch = await findLaunch(tx, workspaceId, campaignId)
  if (!launch && campaign.state === 'scheduled') {
    await campaignSetState.exec(tx, { workspace_id: workspaceId, campaign_id: campaignId, state: 'cancelled', from_states: ['scheduled'], at: context.at, actor: context.actor })
    return undefined
  }
  if (launch?.state === 'cancelled') return launch
  if (!launch || ![...RUNNING, 'paused'].includes(launch.state)) throw campaignErrors.LAUNCH_NOT_CANCELLABLE({ data: { state: campaign.state } })
  const moved = await move(tx, context, launch, { launch: 'cancelled', campaign: 'cancelled', from: [...RUNNING, 'paused'] })
  await markDue(tx, 'launch', workspaceId)
  await markDue(tx, 'send', workspaceId)
  return moved
}
