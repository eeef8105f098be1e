-- name: heartbeat_beat :exec
-- Says that a process lives, with numbers about itself; the clock is the database's.
insert into ops.heartbeat (instance, service, release, started_at, seen_at, facts)
values (:instance, :service, :release, :started_at, statement_timestamp(), :facts)
on conflict (instance) do update set seen_at = excluded.seen_at, facts = excluded.facts;

-- name: heartbeat_forget :exec
-- Removes what died long ago.
delete from ops.heartbeat where seen_at < now() - interval '1 day';

-- name: heartbeat_end :exec
-- Removes a process that ends in order.
delete from ops.heartbeat where instance = :instance;

-- name: heartbeat_list :many
-- All processes that were seen within a day.
select h.instance, h.service, h.release, h.started_at, h.seen_at, h.facts, extract(epoch from now() - h.seen_at)::float8 as "age_s!"
from ops.heartbeat h order by h.service, h.instance;

-- name: queue_age_list :many
-- Per queue: how many workspaces have work that is due, and for how long the oldest has waited since somebody looked.
select d.queue, count(*) as "total", max(extract(epoch from now() - greatest(d.due_at, coalesce(d.picked_at, d.due_at))))::float8 as "oldest_s!"
from delivery.workspace_due d where d.due_at <= now() group by d.queue;

-- name: outbox_age_list :many
-- Per kind: how many entries wait and how long the oldest has been due.
select o.kind, count(*) as "total", max(extract(epoch from now() - o.due_at))::float8 as "oldest_s!"
from platform.outbox o where o.due_at <= now() group by o.kind;

-- name: partition_missing_list :many
-- Tables divided by month that have no partition yet for the month that begins or goes on `days` from now.
select n.nspname || '.' || c.relname as "table_name!" from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'p' and not c.relispartition and not exists (
  select 1 from pg_catalog.pg_inherits i join pg_catalog.pg_class p on p.oid = i.inhrelid
  where i.inhparent = c.oid and p.relname = c.relname || '_p' || to_char(timezone('UTC', now()) + :days * interval '1 day', 'YYYY_MM'))
order by 1;
