// Generated from scheduler.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../../kernel/db/query.ts'

export type PartitionEndsParams = Record<string, never>
export type PartitionEndsRow = {
  "table_name": string
  "last_partition": string
}
/** The last partition of each partitioned table; its name tells its month. Reads the catalogue only. */
export const partitionEnds = namedQuery<PartitionEndsParams, PartitionEndsRow>("partition_ends", "select n.nspname || '.' || p.relname as \"table_name\", max(c.relname) as \"last_partition\"\n\
from pg_catalog.pg_inherits i\n\
join pg_catalog.pg_class p on p.oid = i.inhparent\n\
join pg_catalog.pg_class c on c.oid = i.inhrelid\n\
join pg_catalog.pg_namespace n on n.oid = p.relnamespace\n\
where p.relkind = 'p' and not p.relispartition and c.relname ~ '_p[0-9]{4}_[0-9]{2}$'\n\
group by n.nspname, p.relname order by 1", [])
