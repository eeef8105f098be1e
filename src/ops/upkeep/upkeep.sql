-- name: idempotency_forget :exec
-- Forgets answers kept for repeats once they have expired; some thousand a turn.
delete from delivery.idempotency i using (
  select x.idempotency_key from delivery.idempotency x where x.workspace_id = :workspace_id and x.expires_at < :at order by x.expires_at limit 5000) old
where i.workspace_id = :workspace_id and i.idempotency_key = old.idempotency_key;

-- name: provider_ref_forget :exec
-- Forgets provider message ids nobody will report about any more.
delete from delivery.provider_ref r using (
  select x.provider_id, x.provider_message_id from delivery.provider_ref x where x.workspace_id = :workspace_id and x.created_at < :before order by x.created_at limit 5000) old
where r.workspace_id = :workspace_id and r.provider_id = old.provider_id and r.provider_message_id = old.provider_message_id;

-- name: dedup_forget :exec
-- Forgets provider events that are too old to be repeated (35 days).
delete from events.dedup d using (
  select x.provider_id, x.key_hash from events.dedup x where x.workspace_id = :workspace_id and x.seen_at < :before order by x.seen_at limit 5000) old
where d.workspace_id = :workspace_id and d.provider_id = old.provider_id and d.key_hash = old.key_hash;

-- name: upkeep_workspaces :many
-- Workspaces to look after.
select w.workspace_id from platform.workspace w order by w.workspace_id;
