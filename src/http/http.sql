-- name: idempotency_take :exec
-- Takes an Idempotency-Key for a request; 0 rows when it was taken before. A second request waits here until the first
-- one commits or rolls back.
insert into delivery.idempotency (workspace_id, idempotency_key, request_hash, expires_at)
values (:workspace_id, :idempotency_key, :request_hash, :expires_at)
on conflict (workspace_id, idempotency_key) do nothing;

-- name: idempotency_get :one
-- What a key was used for and what was answered.
select i.request_hash, i.status, i.response from delivery.idempotency i
where i.workspace_id = :workspace_id and i.idempotency_key = :idempotency_key;

-- name: idempotency_finish :exec
-- Keeps the answer for repeats.
update delivery.idempotency set status = :status, response = :response
where workspace_id = :workspace_id and idempotency_key = :idempotency_key;
