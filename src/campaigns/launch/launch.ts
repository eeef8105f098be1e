// The noun: one launch of a campaign, and how far it is.
import type { Id, Tx } from '../../kernel/index.ts'
import { campaignErrors } from '../errors.ts'
import { launchGet, launchGetByPurpose, type LaunchGetRow } from './launch.sql.ts'

export const LAUNCH_STATES = ['preparing', 'slicing', 'sending', 'paused', 'done', 'cancelled', 'failed'] as const
export type LaunchState = (typeof LAUNCH_STATES)[number]

export type Launch = {
  launchId: Id
  campaignId: Id
  purpose: string
  state: LaunchState
  /** People in the frozen audience; 0 before it is frozen. */
  audienceCount: number
  /** People written to the queue. */
  queuedCount: number
  contentVersion: number | null
  launchedAt: Date
  launchedBy: string
  finishedAt: Date | null
  /** Why it failed, as a code of the catalogue. */
  errorCode: string | null
}

export function toLaunch(r: LaunchGetRow): Launch {
  return {
    launchId: r.launch_id, campaignId: r.campaign_id!, purpose: r.purpose, state: r.state as LaunchState, audienceCount: Number(r.audience_count), queuedCount: Number(r.queued_count),
    contentVersion: r.content_version, launchedAt: r.launched_at, launchedBy: r.launched_by, finishedAt: r.finished_at, errorCode: r.error_code,
  }
}

/** Throws LAUNCH_NOT_FOUND. */
export async function getLaunch(tx: Tx, workspaceId: Id, launchId: Id): Promise<Launch> {
  const row = await launchGet.one(tx, { workspace_id: workspaceId, launch_id: launchId })
  if (!row) throw campaignErrors.LAUNCH_NOT_FOUND()
  return toLaunch(row)
}

/** The launch of a campaign for a purpose, or undefined. */
export async function findLaunch(tx: Tx, workspaceId: Id, campaignId: Id, purpose = 'initial'): Promise<Launch | undefined> {
  const row = await launchGetByPurpose.one(tx, { workspace_id: workspaceId, campaign_id: campaignId, purpose })
  return row && toLaunch(row)
}
