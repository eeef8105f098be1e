// Generated from ops.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type InstallationGetParams = Record<string, never>
export type InstallationGetRow = {
  "installation_id": string
  "epoch": number
  "held": boolean
  "held_reason": string | null
  "held_since": Date | null
  "released_by": string | null
}
/** This installation: identity, epoch, held or not. */
export const installationGet = namedQuery<InstallationGetParams, InstallationGetRow>("installation_get", "select installation_id, epoch, held, held_reason, held_since, released_by from ops.installation where singleton", [])

export type InstallationHoldParams = {
  reason: string
  epochs: number
}
export type InstallationHoldRow = Record<string, never>
/** Holds all sending; a restore also begins a new epoch. */
export const installationHold = namedQuery<InstallationHoldParams, InstallationHoldRow>("installation_hold", "update ops.installation set held = true, held_reason = $1, held_since = now(), epoch = epoch + $2::integer where singleton", ["reason","epochs"])

export type InstallationReleaseParams = {
  actor: string
}
export type InstallationReleaseRow = Record<string, never>
/** Lets sending go on. */
export const installationRelease = namedQuery<InstallationReleaseParams, InstallationReleaseRow>("installation_release", "update ops.installation set held = false, held_reason = null, held_since = null, released_by = $1 where singleton and held", ["actor"])

export type MessageHoldUnsettledParams = {
  workspace_id: string
  launch_id: string
}
export type MessageHoldUnsettledRow = Record<string, never>
/** After a restore: what may have left since the backup waits for a person, launch by launch, doubts too (their time would
 * run out and bring them back into the queue). Leases of before are void. */
export const messageHoldUnsettled = namedQuery<MessageHoldUnsettledParams, MessageHoldUnsettledRow>("message_hold_unsettled", "update delivery.message m\n\
set state = 'held', reason = 'held_after_restore', state_at = now(), lease_token = null, lease_until = null\n\
where m.workspace_id = $1 and m.launch_id = $2 and m.state in ('accepted', 'ready', 'deferred', 'leased', 'in_doubt')", ["workspace_id","launch_id"])

export type MessageDoubtUnsettledParams = {
  workspace_id: string
  launch_id: string
}
export type MessageDoubtUnsettledRow = Record<string, never>
/** After a restore: attempts that were open in the backup are uncertain. */
export const messageDoubtUnsettled = namedQuery<MessageDoubtUnsettledParams, MessageDoubtUnsettledRow>("message_doubt_unsettled", "update delivery.message m\n\
set state = 'in_doubt', reason = 'held_after_restore', state_at = now(), lease_token = null, lease_until = null\n\
where m.workspace_id = $1 and m.launch_id = $2 and m.state = 'attempting'", ["workspace_id","launch_id"])

export type AttemptCloseUnsettledParams = {
  workspace_id: string
  launch_id: string
}
export type AttemptCloseUnsettledRow = Record<string, never>
/** After a restore: the verdict of attempts that were open in the backup is lost. */
export const attemptCloseUnsettled = namedQuery<AttemptCloseUnsettledParams, AttemptCloseUnsettledRow>("attempt_close_unsettled", "update delivery.attempt a set finished_at = now(), outcome = 'in_doubt'\n\
where a.workspace_id = $1 and a.launch_id = $2 and a.outcome is null", ["workspace_id","launch_id"])

export type LaunchOpenListParams = Record<string, never>
export type LaunchOpenListRow = {
  "workspace_id": string
  "launch_id": string
}
/** Launches that are not finished, of every workspace (owner only: it bypasses row-level security). */
export const launchOpenList = namedQuery<LaunchOpenListParams, LaunchOpenListRow>("launch_open_list", "select l.workspace_id, l.launch_id from campaigns.launch l\n\
where l.workspace_id = any (select w.workspace_id from platform.workspace w) and l.state in ('preparing', 'slicing', 'sending', 'paused')", [])

export type LaunchPauseRestoredParams = {
  workspace_id: string
  launch_id: string
}
export type LaunchPauseRestoredRow = Record<string, never>
/** A restored launch is paused: whoever releases it decides. */
export const launchPauseRestored = namedQuery<LaunchPauseRestoredParams, LaunchPauseRestoredRow>("launch_pause_restored", "update campaigns.launch l set state = 'paused', lease_token = null, lease_until = null\n\
where l.workspace_id = $1 and l.launch_id = $2 and l.state in ('preparing', 'slicing', 'sending')", ["workspace_id","launch_id"])

export type CampaignPauseRestoredParams = {
  workspace_id: string
  launch_id: string
}
export type CampaignPauseRestoredRow = Record<string, never>
/** The campaign of a restored launch says so, too. */
export const campaignPauseRestored = namedQuery<CampaignPauseRestoredParams, CampaignPauseRestoredRow>("campaign_pause_restored", "update campaigns.campaign c set state = 'paused', updated_at = now(), updated_by = 'service:setup', version = c.version + 1\n\
from campaigns.launch l\n\
where l.workspace_id = $1 and l.launch_id = $2 and c.workspace_id = $1 and c.campaign_id = l.campaign_id and c.state in ('launching', 'sending')", ["workspace_id","launch_id"])

export type CampaignUnschedulePastParams = Record<string, never>
export type CampaignUnschedulePastRow = Record<string, never>
/** After a restore: campaigns whose moment came after the backup may have been sent; they are drafts until a person looks. */
export const campaignUnschedulePast = namedQuery<CampaignUnschedulePastParams, CampaignUnschedulePastRow>("campaign_unschedule_past", "update campaigns.campaign c set state = 'draft', scheduled_at = null, updated_at = now(), updated_by = 'service:setup', version = c.version + 1\n\
where c.workspace_id = any (select w.workspace_id from platform.workspace w) and c.state = 'scheduled' and c.scheduled_at <= now()", [])

export type BackupAddParams = {
  backup_id: string
  label: string
  started_at: Date | string
  finished_at: Date | string
  size_bytes: string
  manifest_sha256: Buffer
  start_lsn: string
  taken_by: string
}
export type BackupAddRow = Record<string, never>
/** A finished backup. */
export const backupAdd = namedQuery<BackupAddParams, BackupAddRow>("backup_add", "insert into ops.backup (backup_id, label, started_at, finished_at, size_bytes, manifest_sha256, start_lsn, taken_by)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8)", ["backup_id","label","started_at","finished_at","size_bytes","manifest_sha256","start_lsn","taken_by"])

export type BackupListParams = {
  limit: string
}
export type BackupListRow = {
  "backup_id": string
  "label": string
  "started_at": Date
  "finished_at": Date | null
  "size_bytes": string | null
  "verified_at": Date | null
  "taken_by": string
}
/** Backups that were taken, newest first. */
export const backupList = namedQuery<BackupListParams, BackupListRow>("backup_list", "select b.backup_id, b.label, b.started_at, b.finished_at, b.size_bytes, b.verified_at, b.taken_by from ops.backup b order by b.started_at desc limit $1", ["limit"])

export type BackupVerifiedParams = {
  label: string
}
export type BackupVerifiedRow = Record<string, never>
/** A backup was read back successfully. */
export const backupVerified = namedQuery<BackupVerifiedParams, BackupVerifiedRow>("backup_verified", "update ops.backup set verified_at = now() where label = $1", ["label"])
