// Generated from provider.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type ProviderDeleteParams = {
  workspace_id: string
  provider_id: string
}
export type ProviderDeleteRow = Record<string, never>
/** Removes a provider that carried nothing; foreign keys refuse the others. */
export const providerDelete = namedQuery<ProviderDeleteParams, ProviderDeleteRow>("provider_delete", "delete from delivery.provider p where p.workspace_id = $1 and p.provider_id = $2", ["workspace_id","provider_id"])

export type ProviderGetParams = {
  workspace_id: string
  provider_id: string
}
export type ProviderGetRow = {
  "provider_id": string
  "name": string
  "kind": string
  "state": string
  "host": string
  "port": number
  "security": string
  "has_username": boolean
  "has_secret": boolean
  "has_webhook_secret": boolean
  "max_connections": number
  "messages_per_connection": number
  "rate_per_second": number | null
  "rate_per_hour": number | null
  "rate_per_day": number | null
  "cost_micros": string
  "options": unknown
  "version": number
  "created_at": Date
  "created_by": string
  "updated_at": Date
  "updated_by": string
}
/** One provider without its secrets. */
export const providerGet = namedQuery<ProviderGetParams, ProviderGetRow>("provider_get", "select p.provider_id, p.name, p.kind, p.state, p.host, p.port, p.security, p.username_ct is not null as \"has_username\", p.secret_ct is not null as \"has_secret\", p.webhook_secret_ct is not null as \"has_webhook_secret\",\n\
  p.max_connections, p.messages_per_connection, p.rate_per_second, p.rate_per_hour, p.rate_per_day, p.cost_micros, p.options, p.version, p.created_at, p.created_by, p.updated_at, p.updated_by\n\
from delivery.provider p\n\
where p.workspace_id = $1 and p.provider_id = $2", ["workspace_id","provider_id"])

export type ProviderInsertParams = {
  workspace_id: string
  provider_id: string
  name: string
  kind: string
  state: string
  host: string
  port: number
  security: string
  username_ct_or_null: Buffer | null
  secret_ct_or_null: Buffer | null
  webhook_secret_ct_or_null: Buffer | null
  max_connections: number
  messages_per_connection: number
  rate_per_second_or_null: number | null
  rate_per_hour_or_null: number | null
  rate_per_day_or_null: number | null
  cost_micros: string
  options: unknown
  actor: string
}
export type ProviderInsertRow = Record<string, never>
/** A new provider. Zero and empty mean null where null means none. */
export const providerInsert = namedQuery<ProviderInsertParams, ProviderInsertRow>("provider_insert", "insert into delivery.provider (workspace_id, provider_id, name, kind, state, host, port, security, username_ct, secret_ct, webhook_secret_ct, max_connections, messages_per_connection,\n\
  rate_per_second, rate_per_hour, rate_per_day, cost_micros, options, created_at, created_by, updated_at, updated_by)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,\n\
  $14, $15, $16, $17, $18::jsonb, now(), $19, now(), $19)", ["workspace_id","provider_id","name","kind","state","host","port","security","username_ct_or_null","secret_ct_or_null","webhook_secret_ct_or_null","max_connections","messages_per_connection","rate_per_second_or_null","rate_per_hour_or_null","rate_per_day_or_null","cost_micros","options","actor"])

export type ProviderListParams = {
  workspace_id: string
}
export type ProviderListRow = {
  "provider_id": string
  "name": string
  "kind": string
  "state": string
  "host": string
  "port": number
  "security": string
  "has_username": boolean
  "has_secret": boolean
  "has_webhook_secret": boolean
  "max_connections": number
  "messages_per_connection": number
  "rate_per_second": number | null
  "rate_per_hour": number | null
  "rate_per_day": number | null
  "cost_micros": string
  "options": unknown
  "version": number
  "created_at": Date
  "created_by": string
  "updated_at": Date
  "updated_by": string
}
/** Providers of the workspace in the order they were made, without secrets. */
export const providerList = namedQuery<ProviderListParams, ProviderListRow>("provider_list", "select p.provider_id, p.name, p.kind, p.state, p.host, p.port, p.security, p.username_ct is not null as \"has_username\", p.secret_ct is not null as \"has_secret\", p.webhook_secret_ct is not null as \"has_webhook_secret\",\n\
  p.max_connections, p.messages_per_connection, p.rate_per_second, p.rate_per_hour, p.rate_per_day, p.cost_micros, p.options, p.version, p.created_at, p.created_by, p.updated_at, p.updated_by\n\
from delivery.provider p\n\
where p.workspace_id = $1\n\
order by p.created_at, p.provider_id", ["workspace_id"])

export type ProviderUpdateParams = {
  name: string
  kind: string
  state: string
  host: string
  port: number
  security: string
  keep_username: boolean
  username_ct_or_null: Buffer | null
  keep_secret: boolean
  secret_ct_or_null: Buffer | null
  keep_webhook_secret: boolean
  webhook_secret_ct_or_null: Buffer | null
  max_connections: number
  messages_per_connection: number
  rate_per_second_or_null: number | null
  rate_per_hour_or_null: number | null
  rate_per_day_or_null: number | null
  cost_micros: string
  options: unknown
  actor: string
  workspace_id: string
  provider_id: string
  version: number
}
export type ProviderUpdateRow = Record<string, never>
/** Changes a provider if it has the version that was read. keep_*: leave that secret as it is. */
export const providerUpdate = namedQuery<ProviderUpdateParams, ProviderUpdateRow>("provider_update", "update delivery.provider p\n\
set name = $1, kind = $2, state = $3, host = $4, port = $5, security = $6,\n\
  username_ct = case when $7::boolean then p.username_ct else $8::bytea end,\n\
  secret_ct = case when $9::boolean then p.secret_ct else $10::bytea end,\n\
  webhook_secret_ct = case when $11::boolean then p.webhook_secret_ct else $12::bytea end,\n\
  max_connections = $13, messages_per_connection = $14, rate_per_second = $15, rate_per_hour = $16,\n\
  rate_per_day = $17, cost_micros = $18, options = $19::jsonb, version = p.version + 1, updated_at = now(), updated_by = $20\n\
where p.workspace_id = $21 and p.provider_id = $22 and p.version = $23", ["name","kind","state","host","port","security","keep_username","username_ct_or_null","keep_secret","secret_ct_or_null","keep_webhook_secret","webhook_secret_ct_or_null","max_connections","messages_per_connection","rate_per_second_or_null","rate_per_hour_or_null","rate_per_day_or_null","cost_micros","options","actor","workspace_id","provider_id","version"])

export type QueueFiguresParams = {
  workspace_id: string
}
export type QueueFiguresRow = {
  "launch_id": string
  "campaign_id": string | null
  "campaign_name": string
  "launch_state": string
  "state": string
  "count": number
  "oldest_at": Date | null
}
/** What waits in the open launches of a workspace, by launch and state; reads partial indexes only, final messages cost nothing. */
export const queueFigures = namedQuery<QueueFiguresParams, QueueFiguresRow>("queue_figures", "select l.launch_id, l.campaign_id, c.name as campaign_name, l.state as launch_state, w.state as \"state\", w.count as \"count\", w.oldest_at as \"oldest_at\"\n\
from campaigns.launch l\n\
join campaigns.campaign c on c.workspace_id = l.workspace_id and c.campaign_id = l.campaign_id\n\
cross join lateral (\n\
  select m.state, count(*)::int as count, min(m.due_at) as oldest_at from delivery.message m\n\
  where m.workspace_id = $1 and m.launch_id = l.launch_id and m.state in ('ready', 'deferred') group by m.state\n\
  union all\n\
  select m.state, count(*)::int, min(m.state_at) from delivery.message m\n\
  where m.workspace_id = $1 and m.launch_id = l.launch_id and m.state in ('leased', 'attempting') group by m.state\n\
) w\n\
where l.workspace_id = $1 and l.state in ('slicing', 'sending', 'paused')\n\
order by l.launch_id, w.state", ["workspace_id"])

export type QueueUncertainParams = {
  workspace_id: string
}
export type QueueUncertainRow = {
  "state": string
  "reason": string | null
  "count": number
  "oldest_at": Date | null
}
/** Messages in doubt and held, by state and reason. */
export const queueUncertain = namedQuery<QueueUncertainParams, QueueUncertainRow>("queue_uncertain", "select m.state, m.reason, count(*)::int as count, min(m.state_at) as \"oldest_at\"\n\
from delivery.message m\n\
where m.workspace_id = $1 and m.state in ('in_doubt', 'held')\n\
group by m.state, m.reason\n\
order by m.state, m.reason", ["workspace_id"])

export type QueueWorkersParams = Record<string, never>
export type QueueWorkersRow = {
  "instance": string
  "release": string
  "started_at": Date
  "seen_at": Date
  "facts": unknown
}
/** Send workers that were seen lately and what they have in hand. */
export const queueWorkers = namedQuery<QueueWorkersParams, QueueWorkersRow>("queue_workers", "select h.instance, h.release, h.started_at, h.seen_at, h.facts\n\
from ops.heartbeat h\n\
where h.service = 'worker-send' and h.seen_at > now() - interval '30 seconds'\n\
order by h.instance", [])

export type RouteDeleteParams = {
  workspace_id: string
  route_id: string
}
export type RouteDeleteRow = Record<string, never>
/** Removes a rule. */
export const routeDelete = namedQuery<RouteDeleteParams, RouteDeleteRow>("route_delete", "delete from delivery.route r where r.workspace_id = $1 and r.route_id = $2", ["workspace_id","route_id"])

export type RouteInsertParams = {
  workspace_id: string
  route_id: string
  priority: number
  match: unknown
  provider_id: string
  actor: string
}
export type RouteInsertRow = Record<string, never>
/** A new rule. */
export const routeInsert = namedQuery<RouteInsertParams, RouteInsertRow>("route_insert", "insert into delivery.route (workspace_id, route_id, priority, match, provider_id, created_by)\n\
values ($1, $2, $3, $4::jsonb, $5, $6)", ["workspace_id","route_id","priority","match","provider_id","actor"])

export type RouteListAllParams = {
  workspace_id: string
}
export type RouteListAllRow = {
  "route_id": string
  "priority": number
  "match": unknown
  "provider_id": string
  "weight": number
  "created_at": Date
  "created_by": string
}
/** Every rule in the order it is asked, also those of providers that are not active. */
export const routeListAll = namedQuery<RouteListAllParams, RouteListAllRow>("route_list_all", "select r.route_id, r.priority, r.match, r.provider_id, r.weight, r.created_at, r.created_by\n\
from delivery.route r\n\
where r.workspace_id = $1\n\
order by r.priority, r.route_id", ["workspace_id"])
