// Launch now or at a moment. This only writes down the wish; the scheduler prepares and slices (advance-workspace.ts).
import type { Id, Tx } from '../../kernel/index.ts'
import { markDue } from '../../delivery/index.ts'
import type { CampaignContext } from '../context.ts'
import { campaignErrors } from '../errors.ts'
import { audienceOf } from '../save-campaign.ts'
import { findLaunch, getLaunch, type Launch } from './launch.ts'
import { campaignHold, campaignSchedule, campaignSetState, launchInsert, launchSetState } from './launch.sql.ts'

const LAUNCHABLE = ['draft', 'scheduled', 'failed']

/**
 * Launches a campaign. Launched twice, or by two at once, it is one launch and both get it; a failed one is tried again with
 * the same row. Checks only what can never work (a sender, a template, an audience); `checkCampaign` says the rest before.
 * Throws CAMPAIGN_NOT_FOUND, CAMPAIGN_NOT_LAUNCHABLE, CAMPAIGN_CONTENT_MISSING, CAMPAIGN_SENDER_INVALID, CAMPAIGN_AUDIENCE_MISSING.
 */
export async function launchCampaign(tx: Tx, context: CampaignContext, campaignId: Id): Promise<Launch> {
  const { workspaceId } = context
  const campaign = await hold(tx, workspaceId, campaignId)
  const existing = await findLaunch(tx, workspaceId, campaignId)
  if (existing && existing.state !== 'failed') return existing
  if (!LAUNCHABLE.includes(campaign.state)) throw campaignErrors.CAMPAIGN_NOT_LAUNCHABLE({ data: { state: campaign.state } })
  await assertSendable(tx, context, campaignId, campaign)
  const key = { workspace_id: workspaceId, campaign_id: campaignId }
  const launchId = existing?.launchId ?? context.ids.next()
  if (existing) await launchSetState.exec(tx, { workspace_id: workspaceId, launch_id: launchId, state: 'preparing', from_states: ['failed'] })
  else await launchInsert.one(tx, { ...key, launch_id: launchId, purpose: 'initial', at: context.at, actor: context.actor })
  await campaignSetState.exec(tx, { ...key, state: 'launching', from_states: LAUNCHABLE, at: context.at, actor: context.actor })
  await markDue(tx, 'launch', workspaceId)
  return getLaunch(tx, workspaceId, launchId)
}

async function hold(tx: Tx, workspaceId: Id, campaignId: Id): Promise<{ state: string; template_id: string | null; from_email: string }> {
  const campaign = await campaignHold.one(tx, { workspace_id: workspaceId, campaign_id: campaignId })
  if (!campaign) throw campaignErrors.CAMPAIGN_NOT_FOUND()
  return campaign
}

async function assertSendable(tx: Tx, context: CampaignContext, campaignId: Id, campaign: { template_id: string | null; from_email: string }): Promise<void> {
  if (campaign.template_id === null) throw campaignErrors.CAMPAIGN_CONTENT_MISSING()
  if (campaign.from_email === '') throw campaignErrors.CAMPAIGN_SENDER_INVALID()
  const audience = await audienceOf(tx, context.workspaceId, campaignId)
  if (!audience.some((p) => !p.exclude)) throw campaignErrors.CAMPAIGN_AUDIENCE_MISSING()
}

/**
 * Launches at a moment; null takes the schedule back. The scheduler picks it up within a second of the moment.
 * Throws CAMPAIGN_NOT_FOUND, CAMPAIGN_NOT_SCHEDULABLE, CAMPAIGN_SCHEDULE_PAST and what launchCampaign throws about content.
 */
export async function scheduleCampaign(tx: Tx, context: CampaignContext, campaignId: Id, at: Date | null): Promise<void> {
  const { workspaceId } = context
  const campaign = await hold(tx, workspaceId, campaignId)
  if (!['draft', 'scheduled'].includes(campaign.state)) throw campaignErrors.CAMPAIGN_NOT_SCHEDULABLE({ data: { state: campaign.state } })
  if (at && at <= context.at) throw campaignErrors.CAMPAIGN_SCHEDULE_PAST()
  if (at) await assertSendable(tx, context, campaignId, campaign)
  await campaignSchedule.exec(tx, { workspace_id: workspaceId, campaign_id: campaignId, state: at ? 'scheduled' : 'draft', scheduled_at_or_null: at, at: context.at, actor: context.actor })
  if (at) await markDue(tx, 'launch', workspaceId, at)
}
