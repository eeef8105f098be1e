-- Queries for whoever prepares and ends launches (the scheduler): marks of workspaces, what is still open, cancelling.

-- name: launch_mark_clear :exec
-- Takes a workspace's mark away, unless somebody marked it again since it was picked.
delete from delivery.workspace_due d where d.queue = :queue and d.workspace_id = :workspace_id and d.due_at = :due_at;

-- name: launch_mark_pick :one
-- Picks the workspace that waited longest and puts its mark off: when the picker dies, it comes back after that time.
with pick as materialized (
  select d.workspace_id
  from delivery.workspace_due d
  where d.queue = :queue and d.due_at <= now()
  order by d.picked_at nulls first, d.workspace_id
  limit 1
  for update skip locked
)
update delivery.workspace_due d
set picked_at = now(), due_at = date_trunc('milliseconds', now()) + make_interval(secs => :put_off_seconds::int)
from pick
where d.queue = :queue and d.workspace_id = pick.workspace_id
returning d.workspace_id, d.due_at;

-- name: launch_mark_put :exec
-- Moves the mark of a picked workspace to its next moment; an earlier one that came meanwhile stays.
update delivery.workspace_due d set due_at = :due_at where d.queue = :queue and d.workspace_id = :workspace_id and d.due_at = :picked_due_at;

-- name: launch_open_state :one
-- What of a launch is not final yet, by index probes only: waiting to be sent now or later, in hand, waiting for an event or a person.
select
  exists (select from delivery.message m where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state in ('ready', 'deferred')) as "waiting!",
  exists (select from delivery.message m where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state in ('leased', 'attempting')) as "in_hand!",
  exists (select from delivery.message m where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state in ('in_doubt', 'held')) as "uncertain!",
  exists (select from delivery.message m where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state in ('ready', 'deferred') and m.due_at <= now()) as "due!";

-- name: message_cancel_slice :many
-- Cancels some messages of a launch that nobody has in hand. Answers how many, by variant.
with slice as materialized (
  select m.contact_id, m.seq
  from delivery.message m
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state in ('ready', 'deferred')
  order by m.due_at, m.contact_id
  limit :slice_size
  for update skip locked
), gone as (
  update delivery.message m
  set state = 'cancelled', state_at = now(), reason = 'launch_cancelled'
  from slice s
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = any(array(select x.contact_id from slice x))
    and m.contact_id = s.contact_id and m.seq = s.seq and m.state in ('ready', 'deferred')
  returning m.variant_no
)
select g.variant_no, count(*)::int as count from gone g group by g.variant_no;
