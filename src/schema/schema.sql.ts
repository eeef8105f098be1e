// Generated from schema.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type MigrationAppliedParams = Record<string, never>
export type MigrationAppliedRow = {
  "migration": string
  "checksum": Buffer
  "phase": string
  "release": string
  "breaking": boolean
  "destructive": boolean
  "fingerprint": Buffer | null
  "begun_at": Date
  "finished_at": Date | null
}
/** Migrations begun here with their checksum and phase. */
export const migrationApplied = namedQuery<MigrationAppliedParams, MigrationAppliedRow>("migration_applied", "select m.migration, m.checksum, m.phase, m.release, m.breaking, m.destructive, m.fingerprint, m.begun_at, m.finished_at\n\
from schema.migration m\n\
order by m.migration", [])

export type MigrationSaveParams = {
  migration: string
  checksum: Buffer
  release: string
  phase: string
  breaking: boolean
  destructive: boolean
  fingerprint_or_null: Buffer | null
  begun_at: Date | string
}
export type MigrationSaveRow = Record<string, never>
/** The state of a migration after a phase. */
export const migrationSave = namedQuery<MigrationSaveParams, MigrationSaveRow>("migration_save", "insert into schema.migration (migration, checksum, release, phase, breaking, destructive, fingerprint, begun_at, finished_at)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())\n\
on conflict (migration) do update\n\
  set phase = excluded.phase, checksum = excluded.checksum, release = excluded.release, fingerprint = excluded.fingerprint, finished_at = excluded.finished_at", ["migration","checksum","release","phase","breaking","destructive","fingerprint_or_null","begun_at"])

export type MigrationStepAddParams = {
  step_id: string
  migration: string
  phase: string
  operator: string
  host: string
  release: string
  checksum: Buffer
  started_at: Date | string
  lock_waits: number
  outcome: string
  sqlstate_or_null: string | null
  fingerprint_or_null: Buffer | null
}
export type MigrationStepAddRow = Record<string, never>
/** One line of the ledger: who did what, when, from where, with what outcome. Append-only. */
export const migrationStepAdd = namedQuery<MigrationStepAddParams, MigrationStepAddRow>("migration_step_add", "insert into schema.migration_step (step_id, migration, phase, operator, host, release, checksum, started_at, finished_at, lock_waits, outcome, sqlstate, fingerprint)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp(), $9, $10, $11, $12)", ["step_id","migration","phase","operator","host","release","checksum","started_at","lock_waits","outcome","sqlstate_or_null","fingerprint_or_null"])

export type MigrationStepListParams = {
  limit: string
}
export type MigrationStepListRow = {
  "step_id": string
  "migration": string
  "phase": string
  "operator": string
  "db_role": string
  "host": string
  "release": string
  "started_at": Date
  "finished_at": Date
  "lock_waits": number
  "rows_touched": string
  "outcome": string
  "sqlstate": string | null
}
/** The ledger, newest first. */
export const migrationStepList = namedQuery<MigrationStepListParams, MigrationStepListRow>("migration_step_list", "select s.step_id, s.migration, s.phase, s.operator, s.db_role, s.host, s.release, s.started_at, s.finished_at, s.lock_waits, s.rows_touched, s.outcome, s.sqlstate\n\
from schema.migration_step s\n\
order by s.started_at desc, s.step_id desc\n\
limit $1", ["limit"])

export type SchemaDescribeParams = {
  schemas: string[]
}
export type SchemaDescribeRow = {
  "kind": string | null
  "object": string | null
  "definition": string | null
}
/** Every object of our schemas as (kind, object, definition), partitions left out: the source of current.sql, of the
 * fingerprint and of the drift doctor. Works without pg_dump. */
export const schemaDescribe = namedQuery<SchemaDescribeParams, SchemaDescribeRow>("schema_describe", "with ours as (\n\
  select n.oid, n.nspname::text as nspname, n.nspowner, n.nspacl from pg_namespace n where n.nspname = any ($1::text[])\n\
), rel as (\n\
  select c.oid, o.nspname || '.' || c.relname as object, c.relkind::text as relkind, c.relowner, c.relacl, c.reloptions, c.relrowsecurity, c.relforcerowsecurity, c.relispartition\n\
  from pg_class c join ours o on o.oid = c.relnamespace\n\
  where c.relkind in ('r', 'p', 'v', 'm', 'S') and not c.relispartition\n\
)\n\
select '1 schema' as kind, o.nspname as object, 'owner ' || pg_get_userbyid(o.nspowner) as definition from ours o\n\
union all\n\
select '2 ' || case r.relkind when 'v' then 'view' when 'S' then 'sequence' when 'm' then 'materialized view' else 'table' end, r.object,\n\
  concat_ws(' ', 'owner ' || pg_get_userbyid(r.relowner), case when r.relkind = 'p' then 'partition by ' || pg_get_partkeydef(r.oid) end,\n\
    case when r.reloptions is not null then 'with (' || array_to_string(r.reloptions, ', ') || ')' end,\n\
    case when r.relrowsecurity then 'row level security' end, case when r.relforcerowsecurity then 'forced' end,\n\
    case when r.relkind in ('v', 'm') then 'as ' || regexp_replace(pg_get_viewdef(r.oid), '\\s+', ' ', 'g') end)\n\
from rel r\n\
union all\n\
select '3 column', r.object || '.' || a.attname,\n\
  concat_ws(' ', lpad(a.attnum::text, 3, '0'), format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,\n\
    case when a.attgenerated <> '' then 'generated' end, case when a.attidentity <> '' then 'identity' end,\n\
    'default ' || pg_get_expr(d.adbin, d.adrelid))\n\
from rel r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped\n\
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum\n\
where r.relkind in ('r', 'p')\n\
union all\n\
select '4 constraint', r.object || '.' || k.conname, pg_get_constraintdef(k.oid) || case when k.convalidated then '' else ' not valid' end\n\
from rel r join pg_constraint k on k.conrelid = r.oid and k.contype <> 'n'\n\
union all\n\
select '5 index', r.object || '.' || i.relname, pg_get_indexdef(x.indexrelid) || case when x.indisvalid then '' else ' invalid' end\n\
from rel r join pg_index x on x.indrelid = r.oid join pg_class i on i.oid = x.indexrelid\n\
where not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))\n\
union all\n\
select '6 function', o.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',\n\
  'owner ' || pg_get_userbyid(p.proowner) || ' ' || pg_get_functiondef(p.oid)\n\
from ours o join pg_proc p on p.pronamespace = o.oid where p.prokind in ('f', 'p')\n\
union all\n\
select '7 trigger', r.object || '.' || t.tgname, pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' else ' enabled ' || t.tgenabled::text end\n\
from rel r join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal\n\
union all\n\
select '8 policy', r.object || '.' || p.polname,\n\
  concat_ws(' ', case when p.polpermissive then 'permissive' else 'restrictive' end, p.polcmd::text, 'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))\n\
from rel r join pg_policy p on p.polrelid = r.oid\n\
union all\n\
select '9 grant', g.object, string_agg(g.line, ', ' order by g.line)\n\
from (\n\
  select 'schema ' || o.nspname as object, coalesce(pg_get_userbyid(nullif(a.grantee, 0)), 'public') || ' ' || lower(a.privilege_type) as line, a.grantee, o.nspowner as owner from ours o, aclexplode(o.nspacl) a\n\
  union all\n\
  select r.object, coalesce(pg_get_userbyid(nullif(a.grantee, 0)), 'public') || ' ' || lower(a.privilege_type), a.grantee, r.relowner from rel r, aclexplode(r.relacl) a\n\
  union all\n\
  select r.object || '.' || at.attname, coalesce(pg_get_userbyid(nullif(a.grantee, 0)), 'public') || ' ' || lower(a.privilege_type), a.grantee, r.relowner\n\
  from rel r join pg_attribute at on at.attrelid = r.oid and at.attacl is not null, aclexplode(at.attacl) a\n\
) g where g.grantee <> g.owner\n\
group by g.object\n\
order by 1, 2, 3", ["schemas"])

export type LintTablesParams = {
  schemas: string[]
}
export type LintTablesRow = {
  "table": string
  "kind": string
  "rls": boolean
  "forced": boolean
  "owner": string
  "comment": string | null
  "has_rules": boolean
  "options": string[] | null
}
/** Tables of our schemas with what the linter asks about them; partitions left out. */
export const lintTables = namedQuery<LintTablesParams, LintTablesRow>("lint_tables", "select n.nspname || '.' || c.relname as \"table\", c.relkind::text as \"kind\", c.relrowsecurity as rls, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner)::text as \"owner\",\n\
  obj_description(c.oid, 'pg_class') as comment, c.relhasrules as has_rules, c.reloptions as options\n\
from pg_class c join pg_namespace n on n.oid = c.relnamespace\n\
where n.nspname = any ($1::text[]) and c.relkind in ('r', 'p', 'v', 'm', 'S') and not c.relispartition\n\
order by 1", ["schemas"])

export type LintColumnsParams = {
  schemas: string[]
}
export type LintColumnsRow = {
  "table": string
  "column": string
  "type": string
  "not_null": boolean
  "comment": string | null
  "identity": boolean
  "generated": boolean
}
/** Columns of our tables with type, nullability, comment. */
export const lintColumns = namedQuery<LintColumnsParams, LintColumnsRow>("lint_columns", "select n.nspname || '.' || c.relname as \"table\", a.attname::text as \"column\", format_type(a.atttypid, a.atttypmod) as \"type\", a.attnotnull as not_null, col_description(c.oid, a.attnum) as comment,\n\
  a.attidentity <> '' as \"identity\", a.attgenerated <> '' as \"generated\"\n\
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped\n\
where n.nspname = any ($1::text[]) and c.relkind in ('r', 'p') and not c.relispartition\n\
order by 1, a.attnum", ["schemas"])

export type LintConstraintsParams = {
  schemas: string[]
}
export type LintConstraintsRow = {
  "table": string
  "name": string
  "type": string
  "validated": boolean
  "on_delete": string
  "on_update": string
  "columns": string[]
  "target": string | null
  "target_kind": string | null
  "target_columns": string[] | null
}
/** Constraints with their columns in order, and what foreign keys point to. */
export const lintConstraints = namedQuery<LintConstraintsParams, LintConstraintsRow>("lint_constraints", "select n.nspname || '.' || c.relname as \"table\", k.conname::text as \"name\", k.contype::text as \"type\", k.convalidated as validated, k.confdeltype::text as \"on_delete\", k.confupdtype::text as \"on_update\",\n\
  (select array_agg(a.attname::text order by u.ord) from unnest(k.conkey) with ordinality u (num, ord) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num) as \"columns\",\n\
  fn.nspname || '.' || f.relname as target, f.relkind::text as target_kind,\n\
  (select array_agg(a.attname::text order by u.ord) from unnest(k.confkey) with ordinality u (num, ord) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num) as target_columns\n\
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace\n\
left join pg_class f on f.oid = k.confrelid left join pg_namespace fn on fn.oid = f.relnamespace\n\
where n.nspname = any ($1::text[]) and not c.relispartition and k.contype <> 'n' and k.conparentid = 0\n\
order by 1, 2", ["schemas"])

export type LintIndexesParams = {
  schemas: string[]
}
export type LintIndexesRow = {
  "table": string
  "name": string
  "is_unique": boolean
  "is_valid": boolean
  "method": string
  "partial": boolean
  "columns": string[]
}
/** Indexes with their columns in order. */
export const lintIndexes = namedQuery<LintIndexesParams, LintIndexesRow>("lint_indexes", "select n.nspname || '.' || c.relname as \"table\", i.relname::text as \"name\", x.indisunique as is_unique, x.indisvalid as is_valid, am.amname::text as \"method\", x.indpred is not null as \"partial\",\n\
  (select array_agg(coalesce(a.attname::text, '(expression)') order by u.ord) from unnest(x.indkey::int2[]) with ordinality u (num, ord) left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = u.num where u.ord <= x.indnkeyatts) as \"columns\"\n\
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_am am on am.oid = i.relam join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace\n\
where n.nspname = any ($1::text[]) and not c.relispartition\n\
order by 1, 2", ["schemas"])

export type LintTriggersParams = {
  schemas: string[]
}
export type LintTriggersRow = {
  "table": string
  "name": string
  "per_row": boolean
  "before": boolean
  "transition": boolean
  "function": string
}
/** Triggers that are not made by the server itself. */
export const lintTriggers = namedQuery<LintTriggersParams, LintTriggersRow>("lint_triggers", "select n.nspname || '.' || c.relname as \"table\", t.tgname::text as \"name\", (t.tgtype & 1) = 1 as \"per_row\", (t.tgtype & 2) = 2 as \"before\", (t.tgoldtable is not null or t.tgnewtable is not null) as \"transition\",\n\
  pn.nspname || '.' || p.proname as \"function\"\n\
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace join pg_proc p on p.oid = t.tgfoid join pg_namespace pn on pn.oid = p.pronamespace\n\
where n.nspname = any ($1::text[]) and not t.tgisinternal and not c.relispartition\n\
order by 1, 2", ["schemas"])

export type LintPoliciesParams = {
  schemas: string[]
}
export type LintPoliciesRow = {
  "table": string
  "name": string
  "permissive": boolean
  "using": string
  "check": string
}
/** Policies as text. */
export const lintPolicies = namedQuery<LintPoliciesParams, LintPoliciesRow>("lint_policies", "select n.nspname || '.' || c.relname as \"table\", p.polname::text as \"name\", p.polpermissive as permissive, coalesce(pg_get_expr(p.polqual, p.polrelid), '') as \"using\", coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as \"check\"\n\
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace\n\
where n.nspname = any ($1::text[])\n\
order by 1, 2", ["schemas"])

export type LintFunctionsParams = {
  schemas: string[]
}
export type LintFunctionsRow = {
  "function": string
  "definer": boolean
  "owner": string
}
/** Functions of ours with their security mode. */
export const lintFunctions = namedQuery<LintFunctionsParams, LintFunctionsRow>("lint_functions", "select n.nspname || '.' || p.proname as \"function\", p.prosecdef as definer, pg_get_userbyid(p.proowner)::text as \"owner\"\n\
from pg_proc p join pg_namespace n on n.oid = p.pronamespace\n\
where n.nspname = any ($1::text[])\n\
order by 1", ["schemas"])

export type LintRolesParams = Record<string, never>
export type LintRolesRow = {
  "role": string
  "super": boolean
  "bypass": boolean
  "createrole": boolean
  "createdb": boolean
  "login": boolean
}
/** Our login roles with their powers. */
export const lintRoles = namedQuery<LintRolesParams, LintRolesRow>("lint_roles", "select r.rolname::text as \"role\", r.rolsuper as super, r.rolbypassrls as bypass, r.rolcreaterole as createrole, r.rolcreatedb as createdb, r.rolcanlogin as login\n\
from pg_roles r where r.rolname like 'inboxlift\\_%'\n\
order by 1", [])

export type LintPartitionsParams = {
  schemas: string[]
}
export type LintPartitionsRow = {
  "parent": string
  "partition": string
  "bound": string
}
/** Leaf and inner partitions with their bound, to see how far ahead they reach. */
export const lintPartitions = namedQuery<LintPartitionsParams, LintPartitionsRow>("lint_partitions", "select pn.nspname || '.' || p.relname as \"parent\", n.nspname || '.' || c.relname as \"partition\", pg_get_expr(c.relpartbound, c.oid) as \"bound\"\n\
from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace join pg_namespace n on n.oid = c.relnamespace\n\
where c.relispartition and pn.nspname = any ($1::text[]) and c.relkind in ('r', 'p')\n\
order by 1, 2", ["schemas"])
