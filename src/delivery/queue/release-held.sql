-- name: message_release_held :many
-- Decides about some of the messages of a launch that a restore has put on hold. Answers how many, by variant.
with slice as materialized (
  select m.contact_id, m.seq
  from delivery.message m
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state = 'held' and m.reason = 'held_after_restore'
  order by m.contact_id, m.seq
  limit :slice_size
  for update
), gone as (
  update delivery.message m
  set state = :to_state, state_at = now(), reason = case when :to_state::text = 'ready' then null else 'by_hand' end, due_at = case when :to_state::text = 'ready' then now() else m.due_at end
  from slice s
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = any(array(select x.contact_id from slice x)) and m.contact_id = s.contact_id and m.seq = s.seq
  returning m.variant_no
)
select g.variant_no, count(*)::int as "count!" from gone g group by g.variant_no;
