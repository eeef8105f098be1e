-- Named queries of the scheduler itself.

-- name: partition_ends :many
-- The last partition of each partitioned table; its name tells its month. Reads the catalogue only.
select n.nspname || '.' || p.relname as "table_name!", max(c.relname) as "last_partition!"
from pg_catalog.pg_inherits i
join pg_catalog.pg_class p on p.oid = i.inhparent
join pg_catalog.pg_class c on c.oid = i.inhrelid
join pg_catalog.pg_namespace n on n.oid = p.relnamespace
where p.relkind = 'p' and not p.relispartition and c.relname ~ '_p[0-9]{4}_[0-9]{2}$'
group by n.nspname, p.relname order by 1;
