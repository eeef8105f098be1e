-- Named queries of a launch: from a campaign to a frozen audience, whole slices and an end.

-- name: audience_size :one
-- People in the frozen audience of a launch.
select count(*) as count from campaigns.audience_member a where a.workspace_id = :workspace_id and a.launch_id = :launch_id;

-- name: campaign_hold :one
-- Holds a campaign while its state changes. Not FOR UPDATE: a slice being written refers to it and must not be waited for.
select c.state, c.scheduled_at, c.template_id, c.from_email, c.delivery_class from campaigns.campaign c
where c.workspace_id = :workspace_id and c.campaign_id = :campaign_id for no key update;

-- name: campaign_schedule :exec
-- Sets or clears the moment of a launch.
update campaigns.campaign set state = :state, scheduled_at = :scheduled_at_or_null, version = version + 1, updated_at = :at, updated_by = :actor
where workspace_id = :workspace_id and campaign_id = :campaign_id and state in ('draft', 'scheduled');

-- name: campaign_set_state :exec
-- Moves a campaign from one of the named states to another.
update campaigns.campaign set state = :state, version = version + 1, updated_at = :at, updated_by = :actor
where workspace_id = :workspace_id and campaign_id = :campaign_id and state = any(:from_states::text[]);

-- name: content_find :one
-- The frozen content with this hash, if there is one.
select v.content_version from campaigns.content_version v
where v.workspace_id = :workspace_id and v.campaign_id = :campaign_id and v.variant_no = :variant_no and v.content_hash = :content_hash;

-- name: content_insert :one
-- Freezes content under the next version of the campaign; the caller holds the launch.
insert into campaigns.content_version (workspace_id, campaign_id, content_version, variant_no, content_hash, compiled, created_at, created_by)
select :workspace_id, :campaign_id, coalesce(max(v.content_version), 0) + 1, :variant_no, :content_hash, :compiled::jsonb, :at, :actor
from campaigns.content_version v where v.workspace_id = :workspace_id and v.campaign_id = :campaign_id
returning content_version;

-- name: content_list :many
-- The frozen content of each variant that a launch sends.
select v.content_version, v.variant_no, v.content_hash from campaigns.content_version v
where v.workspace_id = :workspace_id and v.campaign_id = :campaign_id and v.content_version = :content_version;

-- name: launch_claim :one
-- Takes a launch to prepare it, unless somebody else does.
with pick as materialized (
  select l.launch_id from campaigns.launch l
  where l.workspace_id = :workspace_id and l.launch_id = :launch_id and l.state = 'preparing' and (l.lease_until is null or l.lease_until < now())
  for no key update skip locked
)
update campaigns.launch l set lease_token = :token, lease_until = now() + make_interval(secs => :lease_seconds::int)
from pick where l.workspace_id = :workspace_id and l.launch_id = pick.launch_id
returning l.campaign_id;

-- name: launch_content_set :exec
-- Notes which content a launch sends; only while the lease holds.
update campaigns.launch set content_version = :content_version
where workspace_id = :workspace_id and launch_id = :launch_id and lease_token = :token and state = 'preparing';

-- name: launch_end :exec
-- A launch comes to its end.
update campaigns.launch set state = :state, finished_at = :at, error_code = :error_code_or_null, lease_token = null, lease_until = null
where workspace_id = :workspace_id and launch_id = :launch_id and state = any(:from_states::text[]) and finished_at is null;

-- name: launch_finish_cancelled :exec
-- Nothing of a cancelled launch is left in hand.
update campaigns.launch set finished_at = :at where workspace_id = :workspace_id and launch_id = :launch_id and state = 'cancelled' and finished_at is null;

-- name: launch_frozen :exec
-- The audience stands: slices may begin.
update campaigns.launch set state = 'slicing', audience_count = :audience_count, lease_token = null, lease_until = null
where workspace_id = :workspace_id and launch_id = :launch_id and lease_token = :token and state = 'preparing';

-- name: launch_get :one
-- One launch.
select l.launch_id, l.campaign_id, l.purpose, l.state, l.audience_count, l.queued_count, l.slice_cursor, l.content_version, l.launched_at, l.launched_by, l.finished_at, l.error_code
from campaigns.launch l where l.workspace_id = :workspace_id and l.launch_id = :launch_id;

-- name: launch_get_by_purpose :one
-- The launch of a campaign for a purpose.
select l.launch_id, l.campaign_id, l.purpose, l.state, l.audience_count, l.queued_count, l.slice_cursor, l.content_version, l.launched_at, l.launched_by, l.finished_at, l.error_code
from campaigns.launch l where l.workspace_id = :workspace_id and l.campaign_id = :campaign_id and l.purpose = :purpose;

-- name: launch_hold_state :one
-- Holds a launch in a state for a step; nobody waits for another scheduler.
select l.campaign_id, l.slice_cursor, l.queued_count, l.content_version, date_trunc('milliseconds', now()) as "now!" from campaigns.launch l
where l.workspace_id = :workspace_id and l.launch_id = :launch_id and l.state = :state for no key update skip locked;

-- name: launch_insert :one
-- A new launch, unless the campaign has one for this purpose.
insert into campaigns.launch (workspace_id, launch_id, campaign_id, purpose, launched_at, launched_by)
values (:workspace_id, :launch_id, :campaign_id, :purpose, :at, :actor)
on conflict (workspace_id, campaign_id, purpose) do nothing
returning launch_id;

-- name: launch_list_unfinished :many
-- Launches with something left to do, the oldest first.
select l.launch_id, l.campaign_id, l.state, l.lease_until from campaigns.launch l
where l.workspace_id = :workspace_id and l.campaign_id is not null
  and (l.state in ('preparing', 'slicing', 'sending') or (l.state = 'cancelled' and l.finished_at is null))
order by l.launch_id;

-- name: launch_release :exec
-- Gives a lease back after a passing trouble.
update campaigns.launch set lease_token = null, lease_until = null where workspace_id = :workspace_id and launch_id = :launch_id and lease_token = :token;

-- name: launch_renew :exec
-- Keeps the lease of a long preparation; no row: it is no longer ours, or no longer preparing.
update campaigns.launch set lease_until = now() + make_interval(secs => :lease_seconds::int)
where workspace_id = :workspace_id and launch_id = :launch_id and lease_token = :token and state = 'preparing';

-- name: launch_set_state :exec
-- Moves a launch from one of the named states to another, by a person.
update campaigns.launch set state = :state, error_code = null, finished_at = null, lease_token = null, lease_until = null
where workspace_id = :workspace_id and launch_id = :launch_id and state = any(:from_states::text[]);

-- name: launch_slice_done :exec
-- Moves the cursor over a slice that is in the queue; at the end the launch is only sending.
update campaigns.launch set slice_cursor = :slice_cursor, queued_count = queued_count + :written::bigint, state = :state
where workspace_id = :workspace_id and launch_id = :launch_id and state = 'slicing';

-- name: link_insert :exec
-- Notes the numbered links of frozen content. A number of content that no message was written from is given anew.
insert into campaigns.link (workspace_id, campaign_id, link_no, content_version, url, label)
select :workspace_id, :campaign_id, r.link_no, :content_version, r.url, r.label
from unnest(:link_nos::smallint[], :urls::text[], :labels::text[]) as r(link_no, url, label)
on conflict (workspace_id, campaign_id, link_no) do update set content_version = excluded.content_version, url = excluded.url, label = excluded.label;

-- name: scheduled_due :many
-- Campaigns whose moment has come.
select c.campaign_id from campaigns.campaign c
where c.workspace_id = :workspace_id and c.state = 'scheduled' and c.scheduled_at <= :at order by c.scheduled_at limit 100;

-- name: scheduled_next :one
-- The next moment at which a campaign is to be launched.
select min(c.scheduled_at) as "scheduled_at?" from campaigns.campaign c where c.workspace_id = :workspace_id and c.state = 'scheduled';
