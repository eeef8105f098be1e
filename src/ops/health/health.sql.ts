// Generated from health.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../../kernel/db/query.ts'

export type HeartbeatBeatParams = {
  instance: string
  service: string
  release: string
  started_at: Date | string
  facts: unknown
}
export type HeartbeatBeatRow = Record<string, never>
/** Says that a process lives, with numbers about itself; the clock is the database's. */
export const heartbeatBeat = namedQuery<HeartbeatBeatParams, HeartbeatBeatRow>("heartbeat_beat", "insert into ops.heartbeat (instance, service, release, started_at, seen_at, facts)\n\
values ($1, $2, $3, $4, statement_timestamp(), $5)\n\
on conflict (instance) do update set seen_at = excluded.seen_at, facts = excluded.facts", ["instance","service","release","started_at","facts"])

export type HeartbeatForgetParams = Record<string, never>
export type HeartbeatForgetRow = Record<string, never>
/** Removes what died long ago. */
export const heartbeatForget = namedQuery<HeartbeatForgetParams, HeartbeatForgetRow>("heartbeat_forget", "delete from ops.heartbeat where seen_at < now() - interval '1 day'", [])

export type HeartbeatEndParams = {
  instance: string
}
export type HeartbeatEndRow = Record<string, never>
/** Removes a process that ends in order. */
export const heartbeatEnd = namedQuery<HeartbeatEndParams, HeartbeatEndRow>("heartbeat_end", "delete from ops.heartbeat where instance = $1", ["instance"])

export type HeartbeatListParams = Record<string, never>
export type HeartbeatListRow = {
  "instance": string
  "service": string
  "release": string
  "started_at": Date
  "seen_at": Date
  "facts": unknown
  "age_s": number
}
/** All processes that were seen within a day. */
export const heartbeatList = namedQuery<HeartbeatListParams, HeartbeatListRow>("heartbeat_list", "select h.instance, h.service, h.release, h.started_at, h.seen_at, h.facts, extract(epoch from now() - h.seen_at)::float8 as \"age_s\"\n\
from ops.heartbeat h order by h.service, h.instance", [])

export type QueueAgeListParams = Record<string, never>
export type QueueAgeListRow = {
  "queue": string
  "total": string
  "oldest_s": number
}
/** Per queue: how many workspaces have work that is due, and for how long the oldest has waited since somebody looked. */
export const queueAgeList = namedQuery<QueueAgeListParams, QueueAgeListRow>("queue_age_list", "select d.queue, count(*) as \"total\", max(extract(epoch from now() - greatest(d.due_at, coalesce(d.picked_at, d.due_at))))::float8 as \"oldest_s\"\n\
from delivery.workspace_due d where d.due_at <= now() group by d.queue", [])

export type OutboxAgeListParams = Record<string, never>
export type OutboxAgeListRow = {
  "kind": string
  "total": string
  "oldest_s": number
}
/** Per kind: how many entries wait and how long the oldest has been due. */
export const outboxAgeList = namedQuery<OutboxAgeListParams, OutboxAgeListRow>("outbox_age_list", "select o.kind, count(*) as \"total\", max(extract(epoch from now() - o.due_at))::float8 as \"oldest_s\"\n\
from platform.outbox o where o.due_at <= now() group by o.kind", [])

export type PartitionMissingListParams = {
  days: number
}
export type PartitionMissingListRow = {
  "table_name": string
}
/** Tables divided by month that have no partition yet for the month that begins or goes on `days` from now. */
export const partitionMissingList = namedQuery<PartitionMissingListParams, PartitionMissingListRow>("partition_missing_list", "select n.nspname || '.' || c.relname as \"table_name\" from pg_catalog.pg_class c\n\
join pg_catalog.pg_namespace n on n.oid = c.relnamespace\n\
where c.relkind = 'p' and not c.relispartition and not exists (\n\
  select 1 from pg_catalog.pg_inherits i join pg_catalog.pg_class p on p.oid = i.inhrelid\n\
  where i.inhparent = c.oid and p.relname = c.relname || '_p' || to_char(timezone('UTC', now()) + $1 * interval '1 day', 'YYYY_MM'))\n\
order by 1", ["days"])
