// Generated from http.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type IdempotencyTakeParams = {
  workspace_id: string
  idempotency_key: string
  request_hash: Buffer
  expires_at: Date | string
}
export type IdempotencyTakeRow = Record<string, never>
/** Takes an Idempotency-Key for a request; 0 rows when it was taken before. A second request waits here until the first
 * one commits or rolls back. */
export const idempotencyTake = namedQuery<IdempotencyTakeParams, IdempotencyTakeRow>("idempotency_take", "insert into delivery.idempotency (workspace_id, idempotency_key, request_hash, expires_at)\n\
values ($1, $2, $3, $4)\n\
on conflict (workspace_id, idempotency_key) do nothing", ["workspace_id","idempotency_key","request_hash","expires_at"])

export type IdempotencyGetParams = {
  workspace_id: string
  idempotency_key: string
}
export type IdempotencyGetRow = {
  "request_hash": Buffer
  "status": number | null
  "response": unknown | null
}
/** What a key was used for and what was answered. */
export const idempotencyGet = namedQuery<IdempotencyGetParams, IdempotencyGetRow>("idempotency_get", "select i.request_hash, i.status, i.response from delivery.idempotency i\n\
where i.workspace_id = $1 and i.idempotency_key = $2", ["workspace_id","idempotency_key"])

export type IdempotencyFinishParams = {
  status: number
  response: unknown
  workspace_id: string
  idempotency_key: string
}
export type IdempotencyFinishRow = Record<string, never>
/** Keeps the answer for repeats. */
export const idempotencyFinish = namedQuery<IdempotencyFinishParams, IdempotencyFinishRow>("idempotency_finish", "update delivery.idempotency set status = $1, response = $2\n\
where workspace_id = $3 and idempotency_key = $4", ["status","response","workspace_id","idempotency_key"])
