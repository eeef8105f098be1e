// Generated from launch.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../../kernel/db/query.ts'

export type AudienceSizeParams = {
  workspace_id: string
  launch_id: string
}
export type AudienceSizeRow = {
  "count": string
}
/** People in the frozen audience of a launch. */
export const audienceSize = namedQuery<AudienceSizeParams, AudienceSizeRow>("audience_size", "select count(*) as count from campaigns.audience_member a where a.workspace_id = $1 and a.launch_id = $2", ["workspace_id","launch_id"])

export type CampaignHoldParams = {
  workspace_id: string
  campaign_id: string
}
export type CampaignHoldRow = {
  "state": string
  "scheduled_at": Date | null
  "template_id": string | null
  "from_email": string
  "delivery_class": string
}
/** Holds a campaign while its state changes. Not FOR UPDATE: a slice being written refers to it and must not be waited for. */
export const campaignHold = namedQuery<CampaignHoldParams, CampaignHoldRow>("campaign_hold", "select c.state, c.scheduled_at, c.template_id, c.from_email, c.delivery_class from campaigns.campaign c\n\
where c.workspace_id = $1 and c.campaign_id = $2 for no key update", ["workspace_id","campaign_id"])

export type CampaignScheduleParams = {
  state: string
  scheduled_at_or_null: Date | string | null
  at: Date | string
  actor: string
  workspace_id: string
  campaign_id: string
}
export type CampaignScheduleRow = Record<string, never>
/** Sets or clears the moment of a launch. */
export const campaignSchedule = namedQuery<CampaignScheduleParams, CampaignScheduleRow>("campaign_schedule", "update campaigns.campaign set state = $1, scheduled_at = $2, version = version + 1, updated_at = $3, updated_by = $4\n\
where workspace_id = $5 and campaign_id = $6 and state in ('draft', 'scheduled')", ["state","scheduled_at_or_null","at","actor","workspace_id","campaign_id"])

export type CampaignSetStateParams = {
  state: string
  at: Date | string
  actor: string
  workspace_id: string
  campaign_id: string
  from_states: string[]
}
export type CampaignSetStateRow = Record<string, never>
/** Moves a campaign from one of the named states to another. */
export const campaignSetState = namedQuery<CampaignSetStateParams, CampaignSetStateRow>("campaign_set_state", "update campaigns.campaign set state = $1, version = version + 1, updated_at = $2, updated_by = $3\n\
where workspace_id = $4 and campaign_id = $5 and state = any($6::text[])", ["state","at","actor","workspace_id","campaign_id","from_states"])

export type ContentFindParams = {
  workspace_id: string
  campaign_id: string
  variant_no: number
  content_hash: Buffer
}
export type ContentFindRow = {
  "content_version": number
}
/** The frozen content with this hash, if there is one. */
export const contentFind = namedQuery<ContentFindParams, ContentFindRow>("content_find", "select v.content_version from campaigns.content_version v\n\
where v.workspace_id = $1 and v.campaign_id = $2 and v.variant_no = $3 and v.content_hash = $4", ["workspace_id","campaign_id","variant_no","content_hash"])

export type ContentInsertParams = {
  workspace_id: string
  campaign_id: string
  variant_no: number
  content_hash: Buffer
  compiled: unknown
  at: Date | string
  actor: string
}
export type ContentInsertRow = {
  "content_version": number
}
/** Freezes content under the next version of the campaign; the caller holds the launch. */
export const contentInsert = namedQuery<ContentInsertParams, ContentInsertRow>("content_insert", "insert into campaigns.content_version (workspace_id, campaign_id, content_version, variant_no, content_hash, compiled, created_at, created_by)\n\
select $1, $2, coalesce(max(v.content_version), 0) + 1, $3, $4, $5::jsonb, $6, $7\n\
from campaigns.content_version v where v.workspace_id = $1 and v.campaign_id = $2\n\
returning content_version", ["workspace_id","campaign_id","variant_no","content_hash","compiled","at","actor"])

export type ContentListParams = {
  workspace_id: string
  campaign_id: string
  content_version: number
}
export type ContentListRow = {
  "content_version": number
  "variant_no": number
  "content_hash": Buffer
}
/** The frozen content of each variant that a launch sends. */
export const contentList = namedQuery<ContentListParams, ContentListRow>("content_list", "select v.content_version, v.variant_no, v.content_hash from campaigns.content_version v\n\
where v.workspace_id = $1 and v.campaign_id = $2 and v.content_version = $3", ["workspace_id","campaign_id","content_version"])

export type LaunchClaimParams = {
  workspace_id: string
  launch_id: string
  token: string
  lease_seconds: number
}
export type LaunchClaimRow = {
  "campaign_id": string | null
}
/** Takes a launch to prepare it, unless somebody else does. */
export const launchClaim = namedQuery<LaunchClaimParams, LaunchClaimRow>("launch_claim", "with pick as materialized (\n\
  select l.launch_id from campaigns.launch l\n\
  where l.workspace_id = $1 and l.launch_id = $2 and l.state = 'preparing' and (l.lease_until is null or l.lease_until < now())\n\
  for no key update skip locked\n\
)\n\
update campaigns.launch l set lease_token = $3, lease_until = now() + make_interval(secs => $4::int)\n\
from pick where l.workspace_id = $1 and l.launch_id = pick.launch_id\n\
returning l.campaign_id", ["workspace_id","launch_id","token","lease_seconds"])

export type LaunchContentSetParams = {
  content_version: number
  workspace_id: string
  launch_id: string
  token: string
}
export type LaunchContentSetRow = Record<string, never>
/** Notes which content a launch sends; only while the lease holds. */
export const launchContentSet = namedQuery<LaunchContentSetParams, LaunchContentSetRow>("launch_content_set", "update campaigns.launch set content_version = $1\n\
where workspace_id = $2 and launch_id = $3 and lease_token = $4 and state = 'preparing'", ["content_version","workspace_id","launch_id","token"])

export type LaunchEndParams = {
  state: string
  at: Date | string
  error_code_or_null: string | null
  workspace_id: string
  launch_id: string
  from_states: string[]
}
export type LaunchEndRow = Record<string, never>
/** A launch comes to its end. */
export const launchEnd = namedQuery<LaunchEndParams, LaunchEndRow>("launch_end", "update campaigns.launch set state = $1, finished_at = $2, error_code = $3, lease_token = null, lease_until = null\n\
where workspace_id = $4 and launch_id = $5 and state = any($6::text[]) and finished_at is null", ["state","at","error_code_or_null","workspace_id","launch_id","from_states"])

export type LaunchFinishCancelledParams = {
  at: Date | string
  workspace_id: string
  launch_id: string
}
export type LaunchFinishCancelledRow = Record<string, never>
/** Nothing of a cancelled launch is left in hand. */
export const launchFinishCancelled = namedQuery<LaunchFinishCancelledParams, LaunchFinishCancelledRow>("launch_finish_cancelled", "update campaigns.launch set finished_at = $1 where workspace_id = $2 and launch_id = $3 and state = 'cancelled' and finished_at is null", ["at","workspace_id","launch_id"])

export type LaunchFrozenParams = {
  audience_count: string
  workspace_id: string
  launch_id: string
  token: string
}
export type LaunchFrozenRow = Record<string, never>
/** The audience stands: slices may begin. */
export const launchFrozen = namedQuery<LaunchFrozenParams, LaunchFrozenRow>("launch_frozen", "update campaigns.launch set state = 'slicing', audience_count = $1, lease_token = null, lease_until = null\n\
where workspace_id = $2 and launch_id = $3 and lease_token = $4 and state = 'preparing'", ["audience_count","workspace_id","launch_id","token"])

export type LaunchGetParams = {
  workspace_id: string
  launch_id: string
}
export type LaunchGetRow = {
  "launch_id": string
  "campaign_id": string | null
  "purpose": string
  "state": string
  "audience_count": string
  "queued_count": string
  "slice_cursor": string
  "content_version": number | null
  "launched_at": Date
  "launched_by": string
  "finished_at": Date | null
  "error_code": string | null
}
/** One launch. */
export const launchGet = namedQuery<LaunchGetParams, LaunchGetRow>("launch_get", "select l.launch_id, l.campaign_id, l.purpose, l.state, l.audience_count, l.queued_count, l.slice_cursor, l.content_version, l.launched_at, l.launched_by, l.finished_at, l.error_code\n\
from campaigns.launch l where l.workspace_id = $1 and l.launch_id = $2", ["workspace_id","launch_id"])

export type LaunchGetByPurposeParams = {
  workspace_id: string
  campaign_id: string
  purpose: string
}
export type LaunchGetByPurposeRow = {
  "launch_id": string
  "campaign_id": string | null
  "purpose": string
  "state": string
  "audience_count": string
  "queued_count": string
  "slice_cursor": string
  "content_version": number | null
  "launched_at": Date
  "launched_by": string
  "finished_at": Date | null
  "error_code": string | null
}
/** The launch of a campaign for a purpose. */
export const launchGetByPurpose = namedQuery<LaunchGetByPurposeParams, LaunchGetByPurposeRow>("launch_get_by_purpose", "select l.launch_id, l.campaign_id, l.purpose, l.state, l.audience_count, l.queued_count, l.slice_cursor, l.content_version, l.launched_at, l.launched_by, l.finished_at, l.error_code\n\
from campaigns.launch l where l.workspace_id = $1 and l.campaign_id = $2 and l.purpose = $3", ["workspace_id","campaign_id","purpose"])

export type LaunchHoldStateParams = {
  workspace_id: string
  launch_id: string
  state: string
}
export type LaunchHoldStateRow = {
  "campaign_id": string | null
  "slice_cursor": string
  "queued_count": string
  "content_version": number | null
  "now": Date
}
/** Holds a launch in a state for a step; nobody waits for another scheduler. */
export const launchHoldState = namedQuery<LaunchHoldStateParams, LaunchHoldStateRow>("launch_hold_state", "select l.campaign_id, l.slice_cursor, l.queued_count, l.content_version, date_trunc('milliseconds', now()) as \"now\" from campaigns.launch l\n\
where l.workspace_id = $1 and l.launch_id = $2 and l.state = $3 for no key update skip locked", ["workspace_id","launch_id","state"])

export type LaunchInsertParams = {
  workspace_id: string
  launch_id: string
  campaign_id: string
  purpose: string
  at: Date | string
  actor: string
}
export type LaunchInsertRow = {
  "launch_id": string
}
/** A new launch, unless the campaign has one for this purpose. */
export const launchInsert = namedQuery<LaunchInsertParams, LaunchInsertRow>("launch_insert", "insert into campaigns.launch (workspace_id, launch_id, campaign_id, purpose, launched_at, launched_by)\n\
values ($1, $2, $3, $4, $5, $6)\n\
on conflict (workspace_id, campaign_id, purpose) do nothing\n\
returning launch_id", ["workspace_id","launch_id","campaign_id","purpose","at","actor"])

export type LaunchListUnfinishedParams = {
  workspace_id: string
}
export type LaunchListUnfinishedRow = {
  "launch_id": string
  "campaign_id": string | null
  "state": string
  "lease_until": Date | null
}
/** Launches with something left to do, the oldest first. */
export const launchListUnfinished = namedQuery<LaunchListUnfinishedParams, LaunchListUnfinishedRow>("launch_list_unfinished", "select l.launch_id, l.campaign_id, l.state, l.lease_until from campaigns.launch l\n\
where l.workspace_id = $1 and l.campaign_id is not null\n\
  and (l.state in ('preparing', 'slicing', 'sending') or (l.state = 'cancelled' and l.finished_at is null))\n\
order by l.launch_id", ["workspace_id"])

export type LaunchReleaseParams = {
  workspace_id: string
  launch_id: string
  token: string
}
export type LaunchReleaseRow = Record<string, never>
/** Gives a lease back after a passing trouble. */
export const launchRelease = namedQuery<LaunchReleaseParams, LaunchReleaseRow>("launch_release", "update campaigns.launch set lease_token = null, lease_until = null where workspace_id = $1 and launch_id = $2 and lease_token = $3", ["workspace_id","launch_id","token"])

export type LaunchRenewParams = {
  lease_seconds: number
  workspace_id: string
  launch_id: string
  token: string
}
export type LaunchRenewRow = Record<string, never>
/** Keeps the lease of a long preparation; no row: it is no longer ours, or no longer preparing. */
export const launchRenew = namedQuery<LaunchRenewParams, LaunchRenewRow>("launch_renew", "update campaigns.launch set lease_until = now() + make_interval(secs => $1::int)\n\
where workspace_id = $2 and launch_id = $3 and lease_token = $4 and state = 'preparing'", ["lease_seconds","workspace_id","launch_id","token"])

export type LaunchSetStateParams = {
  state: string
  workspace_id: string
  launch_id: string
  from_states: string[]
}
export type LaunchSetStateRow = Record<string, never>
/** Moves a launch from one of the named states to another, by a person. */
export const launchSetState = namedQuery<LaunchSetStateParams, LaunchSetStateRow>("launch_set_state", "update campaigns.launch set state = $1, error_code = null, finished_at = null, lease_token = null, lease_until = null\n\
where workspace_id = $2 and launch_id = $3 and state = any($4::text[])", ["state","workspace_id","launch_id","from_states"])

export type LaunchSliceDoneParams = {
  slice_cursor: string
  written: string
  state: string
  workspace_id: string
  launch_id: string
}
export type LaunchSliceDoneRow = Record<string, never>
/** Moves the cursor over a slice that is in the queue; at the end the launch is only sending. */
export const launchSliceDone = namedQuery<LaunchSliceDoneParams, LaunchSliceDoneRow>("launch_slice_done", "update campaigns.launch set slice_cursor = $1, queued_count = queued_count + $2::bigint, state = $3\n\
where workspace_id = $4 and launch_id = $5 and state = 'slicing'", ["slice_cursor","written","state","workspace_id","launch_id"])

export type LinkInsertParams = {
  workspace_id: string
  campaign_id: string
  content_version: number
  link_nos: number[]
  urls: string[]
  labels: string[]
}
export type LinkInsertRow = Record<string, never>
/** Notes the numbered links of frozen content. A number of content that no message was written from is given anew. */
export const linkInsert = namedQuery<LinkInsertParams, LinkInsertRow>("link_insert", "insert into campaigns.link (workspace_id, campaign_id, link_no, content_version, url, label)\n\
select $1, $2, r.link_no, $3, r.url, r.label\n\
from unnest($4::smallint[], $5::text[], $6::text[]) as r(link_no, url, label)\n\
on conflict (workspace_id, campaign_id, link_no) do update set content_version = excluded.content_version, url = excluded.url, label = excluded.label", ["workspace_id","campaign_id","content_version","link_nos","urls","labels"])

export type ScheduledDueParams = {
  workspace_id: string
  at: Date | string
}
export type ScheduledDueRow = {
  "campaign_id": string
}
/** Campaigns whose moment has come. */
export const scheduledDue = namedQuery<ScheduledDueParams, ScheduledDueRow>("scheduled_due", "select c.campaign_id from campaigns.campaign c\n\
where c.workspace_id = $1 and c.state = 'scheduled' and c.scheduled_at <= $2 order by c.scheduled_at limit 100", ["workspace_id","at"])

export type ScheduledNextParams = {
  workspace_id: string
}
export type ScheduledNextRow = {
  "scheduled_at": Date | null
}
/** The next moment at which a campaign is to be launched. */
export const scheduledNext = namedQuery<ScheduledNextParams, ScheduledNextRow>("scheduled_next", "select min(c.scheduled_at) as \"scheduled_at\" from campaigns.campaign c where c.workspace_id = $1 and c.state = 'scheduled'", ["workspace_id"])
