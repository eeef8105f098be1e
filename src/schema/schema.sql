-- name: migration_applied :many
-- Migrations begun here with their checksum and phase.
select m.migration, m.checksum, m.phase, m.release, m.breaking, m.destructive, m.fingerprint, m.begun_at, m.finished_at
from schema.migration m
order by m.migration;

-- name: migration_save :exec
-- The state of a migration after a phase.
insert into schema.migration (migration, checksum, release, phase, breaking, destructive, fingerprint, begun_at, finished_at)
values (:migration, :checksum, :release, :phase, :breaking, :destructive, :fingerprint_or_null, :begun_at, clock_timestamp())
on conflict (migration) do update
  set phase = excluded.phase, checksum = excluded.checksum, release = excluded.release, fingerprint = excluded.fingerprint, finished_at = excluded.finished_at;

-- name: migration_step_add :exec
-- One line of the ledger: who did what, when, from where, with what outcome. Append-only.
insert into schema.migration_step (step_id, migration, phase, operator, host, release, checksum, started_at, finished_at, lock_waits, outcome, sqlstate, fingerprint)
values (:step_id, :migration, :phase, :operator, :host, :release, :checksum, :started_at, clock_timestamp(), :lock_waits, :outcome, :sqlstate_or_null, :fingerprint_or_null);

-- name: migration_step_list :many
-- The ledger, newest first.
select s.step_id, s.migration, s.phase, s.operator, s.db_role, s.host, s.release, s.started_at, s.finished_at, s.lock_waits, s.rows_touched, s.outcome, s.sqlstate
from schema.migration_step s
order by s.started_at desc, s.step_id desc
limit :limit;

-- name: schema_describe :many
-- Every object of our schemas as (kind, object, definition), partitions left out: the source of current.sql, of the
-- fingerprint and of the drift doctor. Works without pg_dump.
with ours as (
  select n.oid, n.nspname::text as nspname, n.nspowner, n.nspacl from pg_namespace n where n.nspname = any (:schemas::text[])
), rel as (
  select c.oid, o.nspname || '.' || c.relname as object, c.relkind::text as relkind, c.relowner, c.relacl, c.reloptions, c.relrowsecurity, c.relforcerowsecurity, c.relispartition
  from pg_class c join ours o on o.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S') and not c.relispartition
)
select '1 schema' as kind, o.nspname as object, 'owner ' || pg_get_userbyid(o.nspowner) as definition from ours o
union all
select '2 ' || case r.relkind when 'v' then 'view' when 'S' then 'sequence' when 'm' then 'materialized view' else 'table' end, r.object,
  concat_ws(' ', 'owner ' || pg_get_userbyid(r.relowner), case when r.relkind = 'p' then 'partition by ' || pg_get_partkeydef(r.oid) end,
    case when r.reloptions is not null then 'with (' || array_to_string(r.reloptions, ', ') || ')' end,
    case when r.relrowsecurity then 'row level security' end, case when r.relforcerowsecurity then 'forced' end,
    case when r.relkind in ('v', 'm') then 'as ' || regexp_replace(pg_get_viewdef(r.oid), '\s+', ' ', 'g') end)
from rel r
union all
select '3 column', r.object || '.' || a.attname,
  concat_ws(' ', lpad(a.attnum::text, 3, '0'), format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
    case when a.attgenerated <> '' then 'generated' end, case when a.attidentity <> '' then 'identity' end,
    'default ' || pg_get_expr(d.adbin, d.adrelid))
from rel r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where r.relkind in ('r', 'p')
union all
select '4 constraint', r.object || '.' || k.conname, pg_get_constraintdef(k.oid) || case when k.convalidated then '' else ' not valid' end
from rel r join pg_constraint k on k.conrelid = r.oid and k.contype <> 'n'
union all
select '5 index', r.object || '.' || i.relname, pg_get_indexdef(x.indexrelid) || case when x.indisvalid then '' else ' invalid' end
from rel r join pg_index x on x.indrelid = r.oid join pg_class i on i.oid = x.indexrelid
where not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
union all
select '6 function', o.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
  'owner ' || pg_get_userbyid(p.proowner) || ' ' || pg_get_functiondef(p.oid)
from ours o join pg_proc p on p.pronamespace = o.oid where p.prokind in ('f', 'p')
union all
select '7 trigger', r.object || '.' || t.tgname, pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' else ' enabled ' || t.tgenabled::text end
from rel r join pg_trigger t on t.tgrelid = r.oid and not t.tgisinternal
union all
select '8 policy', r.object || '.' || p.polname,
  concat_ws(' ', case when p.polpermissive then 'permissive' else 'restrictive' end, p.polcmd::text, 'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
from rel r join pg_policy p on p.polrelid = r.oid
union all
select '9 grant', g.object, string_agg(g.line, ', ' order by g.line)
from (
  select 'schema ' || o.nspname as object, coalesce(pg_get_userbyid(nullif(a.grantee, 0)), 'public') || ' ' || lower(a.privilege_type) as line, a.grantee, o.nspowner as owner from ours o, aclexplode(o.nspacl) a
  union all
  select r.object, coalesce(pg_get_userbyid(nullif(a.grantee, 0)), 'public') || ' ' || lower(a.privilege_type), a.grantee, r.relowner from rel r, aclexplode(r.relacl) a
  union all
  select r.object || '.' || at.attname, coalesce(pg_get_userbyid(nullif(a.grantee, 0)), 'public') || ' ' || lower(a.privilege_type), a.grantee, r.relowner
  from rel r join pg_attribute at on at.attrelid = r.oid and at.attacl is not null, aclexplode(at.attacl) a
) g where g.grantee <> g.owner
group by g.object
order by 1, 2, 3;

-- name: lint_tables :many
-- Tables of our schemas with what the linter asks about them; partitions left out.
select n.nspname || '.' || c.relname as "table!", c.relkind::text as "kind!", c.relrowsecurity as rls, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner)::text as "owner!",
  obj_description(c.oid, 'pg_class') as comment, c.relhasrules as has_rules, c.reloptions as options
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any (:schemas::text[]) and c.relkind in ('r', 'p', 'v', 'm', 'S') and not c.relispartition
order by 1;

-- name: lint_columns :many
-- Columns of our tables with type, nullability, comment.
select n.nspname || '.' || c.relname as "table!", a.attname::text as "column!", format_type(a.atttypid, a.atttypmod) as "type!", a.attnotnull as not_null, col_description(c.oid, a.attnum) as comment,
  a.attidentity <> '' as "identity!", a.attgenerated <> '' as "generated!"
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = any (:schemas::text[]) and c.relkind in ('r', 'p') and not c.relispartition
order by 1, a.attnum;

-- name: lint_constraints :many
-- Constraints with their columns in order, and what foreign keys point to.
select n.nspname || '.' || c.relname as "table!", k.conname::text as "name!", k.contype::text as "type!", k.convalidated as validated, k.confdeltype::text as "on_delete!", k.confupdtype::text as "on_update!",
  (select array_agg(a.attname::text order by u.ord) from unnest(k.conkey) with ordinality u (num, ord) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num) as "columns!",
  fn.nspname || '.' || f.relname as target, f.relkind::text as target_kind,
  (select array_agg(a.attname::text order by u.ord) from unnest(k.confkey) with ordinality u (num, ord) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num) as target_columns
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
left join pg_class f on f.oid = k.confrelid left join pg_namespace fn on fn.oid = f.relnamespace
where n.nspname = any (:schemas::text[]) and not c.relispartition and k.contype <> 'n' and k.conparentid = 0
order by 1, 2;

-- name: lint_indexes :many
-- Indexes with their columns in order.
select n.nspname || '.' || c.relname as "table!", i.relname::text as "name!", x.indisunique as is_unique, x.indisvalid as is_valid, am.amname::text as "method!", x.indpred is not null as "partial!",
  (select array_agg(coalesce(a.attname::text, '(expression)') order by u.ord) from unnest(x.indkey::int2[]) with ordinality u (num, ord) left join pg_attribute a on a.attrelid = x.indrelid and a.attnum = u.num where u.ord <= x.indnkeyatts) as "columns!"
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_am am on am.oid = i.relam join pg_class c on c.oid = x.indrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any (:schemas::text[]) and not c.relispartition
order by 1, 2;

-- name: lint_triggers :many
-- Triggers that are not made by the server itself.
select n.nspname || '.' || c.relname as "table!", t.tgname::text as "name!", (t.tgtype & 1) = 1 as "per_row!", (t.tgtype & 2) = 2 as "before!", (t.tgoldtable is not null or t.tgnewtable is not null) as "transition!",
  pn.nspname || '.' || p.proname as "function!"
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace join pg_proc p on p.oid = t.tgfoid join pg_namespace pn on pn.oid = p.pronamespace
where n.nspname = any (:schemas::text[]) and not t.tgisinternal and not c.relispartition
order by 1, 2;

-- name: lint_policies :many
-- Policies as text.
select n.nspname || '.' || c.relname as "table!", p.polname::text as "name!", p.polpermissive as permissive, coalesce(pg_get_expr(p.polqual, p.polrelid), '') as "using!", coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as "check!"
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any (:schemas::text[])
order by 1, 2;

-- name: lint_functions :many
-- Functions of ours with their security mode.
select n.nspname || '.' || p.proname as "function!", p.prosecdef as definer, pg_get_userbyid(p.proowner)::text as "owner!"
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = any (:schemas::text[])
order by 1;

-- name: lint_roles :many
-- Our login roles with their powers.
select r.rolname::text as "role!", r.rolsuper as super, r.rolbypassrls as bypass, r.rolcreaterole as createrole, r.rolcreatedb as createdb, r.rolcanlogin as login
from pg_roles r where r.rolname like 'inboxlift\_%'
order by 1;

-- name: lint_partitions :many
-- Leaf and inner partitions with their bound, to see how far ahead they reach.
select pn.nspname || '.' || p.relname as "parent!", n.nspname || '.' || c.relname as "partition!", pg_get_expr(c.relpartbound, c.oid) as "bound!"
from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace join pg_namespace n on n.oid = c.relnamespace
where c.relispartition and pn.nspname = any (:schemas::text[]) and c.relkind in ('r', 'p')
order by 1, 2;
