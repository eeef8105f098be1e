// Generated from upkeep.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../../kernel/db/query.ts'

export type IdempotencyForgetParams = {
  workspace_id: string
  at: Date | string
}
export type IdempotencyForgetRow = Record<string, never>
/** Forgets answers kept for repeats once they have expired; some thousand a turn. */
export const idempotencyForget = namedQuery<IdempotencyForgetParams, IdempotencyForgetRow>("idempotency_forget", "delete from delivery.idempotency i using (\n\
  select x.idempotency_key from delivery.idempotency x where x.workspace_id = $1 and x.expires_at < $2 order by x.expires_at limit 5000) old\n\
where i.workspace_id = $1 and i.idempotency_key = old.idempotency_key", ["workspace_id","at"])

export type ProviderRefForgetParams = {
  workspace_id: string
  before: Date | string
}
export type ProviderRefForgetRow = Record<string, never>
/** Forgets provider message ids nobody will report about any more. */
export const providerRefForget = namedQuery<ProviderRefForgetParams, ProviderRefForgetRow>("provider_ref_forget", "delete from delivery.provider_ref r using (\n\
  select x.provider_id, x.provider_message_id from delivery.provider_ref x where x.workspace_id = $1 and x.created_at < $2 order by x.created_at limit 5000) old\n\
where r.workspace_id = $1 and r.provider_id = old.provider_id and r.provider_message_id = old.provider_message_id", ["workspace_id","before"])

export type DedupForgetParams = {
  workspace_id: string
  before: Date | string
}
export type DedupForgetRow = Record<string, never>
/** Forgets provider events that are too old to be repeated (35 days). */
export const dedupForget = namedQuery<DedupForgetParams, DedupForgetRow>("dedup_forget", "delete from events.dedup d using (\n\
  select x.provider_id, x.key_hash from events.dedup x where x.workspace_id = $1 and x.seen_at < $2 order by x.seen_at limit 5000) old\n\
where d.workspace_id = $1 and d.provider_id = old.provider_id and d.key_hash = old.key_hash", ["workspace_id","before"])

export type UpkeepWorkspacesParams = Record<string, never>
export type UpkeepWorkspacesRow = {
  "workspace_id": string
}
/** Workspaces to look after. */
export const upkeepWorkspaces = namedQuery<UpkeepWorkspacesParams, UpkeepWorkspacesRow>("upkeep_workspaces", "select w.workspace_id from platform.workspace w order by w.workspace_id", [])
