-- name: installation_get :one
-- This installation: identity, epoch, held or not.
select installation_id, epoch, held, held_reason, held_since, released_by from ops.installation where singleton;

-- name: installation_hold :exec
-- Holds all sending; a restore also begins a new epoch.
update ops.installation set held = true, held_reason = :reason, held_since = now(), epoch = epoch + :epochs::integer where singleton;

-- name: installation_release :exec
-- Lets sending go on.
update ops.installation set held = false, held_reason = null, held_since = null, released_by = :actor where singleton and held;

-- name: message_hold_unsettled :exec
-- After a restore: what may have left since the backup waits for a person, launch by launch, doubts too (their time would
-- run out and bring them back into the queue). Leases of before are void.
update delivery.message m
set state = 'held', reason = 'held_after_restore', state_at = now(), lease_token = null, lease_until = null
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state in ('accepted', 'ready', 'deferred', 'leased', 'in_doubt');

-- name: message_doubt_unsettled :exec
-- After a restore: attempts that were open in the backup are uncertain.
update delivery.message m
set state = 'in_doubt', reason = 'held_after_restore', state_at = now(), lease_token = null, lease_until = null
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state = 'attempting';

-- name: attempt_close_unsettled :exec
-- After a restore: the verdict of attempts that were open in the backup is lost.
update delivery.attempt a set finished_at = now(), outcome = 'in_doubt'
where a.workspace_id = :workspace_id and a.launch_id = :launch_id and a.outcome is null;

-- name: launch_open_list :many
-- Launches that are not finished, of every workspace (owner only: it bypasses row-level security).
select l.workspace_id, l.launch_id from campaigns.launch l
where l.workspace_id = any (select w.workspace_id from platform.workspace w) and l.state in ('preparing', 'slicing', 'sending', 'paused');

-- name: launch_pause_restored :exec
-- A restored launch is paused: whoever releases it decides.
update campaigns.launch l set state = 'paused', lease_token = null, lease_until = null
where l.workspace_id = :workspace_id and l.launch_id = :launch_id and l.state in ('preparing', 'slicing', 'sending');

-- name: campaign_pause_restored :exec
-- The campaign of a restored launch says so, too.
update campaigns.campaign c set state = 'paused', updated_at = now(), updated_by = 'service:setup', version = c.version + 1
from campaigns.launch l
where l.workspace_id = :workspace_id and l.launch_id = :launch_id and c.workspace_id = :workspace_id and c.campaign_id = l.campaign_id and c.state in ('launching', 'sending');

-- name: campaign_unschedule_past :exec
-- After a restore: campaigns whose moment came after the backup may have been sent; they are drafts until a person looks.
update campaigns.campaign c set state = 'draft', scheduled_at = null, updated_at = now(), updated_by = 'service:setup', version = c.version + 1
where c.workspace_id = any (select w.workspace_id from platform.workspace w) and c.state = 'scheduled' and c.scheduled_at <= now();

-- name: backup_add :exec
-- A finished backup.
insert into ops.backup (backup_id, label, started_at, finished_at, size_bytes, manifest_sha256, start_lsn, taken_by)
values (:backup_id, :label, :started_at, :finished_at, :size_bytes, :manifest_sha256, :start_lsn, :taken_by);

-- name: backup_list :many
-- Backups that were taken, newest first.
select b.backup_id, b.label, b.started_at, b.finished_at, b.size_bytes, b.verified_at, b.taken_by from ops.backup b order by b.started_at desc limit :limit;

-- name: backup_verified :exec
-- A backup was read back successfully.
update ops.backup set verified_at = now() where label = :label;
