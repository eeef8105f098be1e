// The linter over SQL text: named queries and migration files, for the rules of DESIGN 4.2 that text can show.
import { distributionTables } from './partitions.ts'
import { splitSql } from './split-sql.ts'
import type { Finding } from './lint-catalogue.ts'

const bare = (text: string): string =>
  text
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, ' ')
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()

const VOLATILE = /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|random|gen_random_uuid|uuidv7)\s*\(/

function tenantReferences(sql: string): string[] {
  return [...sql.matchAll(/\b(from|join|into|update|using|,)\s+(?:only\s+)?([a-z_]+\.[a-z_]+)\b/g)].map((m) => m[2]!).filter((t) => distributionTables[t]?.tenant === 'distributed')
}

/** The text of each DO UPDATE, up to RETURNING, the end of its sub-statement, or the end. */
function doUpdateClauses(sql: string): string[] {
  return [...sql.matchAll(/do update set/g)].map((m) => {
    let depth = 0
    let at = m.index
    for (; at < sql.length && depth >= 0; at++) depth += sql[at] === '(' ? 1 : sql[at] === ')' ? -1 : 0
    return sql.slice(m.index, at).split(/\breturning\b/)[0]!
  })
}

/** Findings in one statement of a room. */
export function lintQuery(object: string, text: string): Finding[] {
  const sql = bare(text)
  const out: Finding[] = []
  const add = (rule: string, message: string): void => void out.push({ rule, object, message })
  const references = tenantReferences(sql)
  const mentions = (sql.match(/\bworkspace_id\b/g) ?? []).length
  if (references.length > mentions) add('workspace-predicate', `names ${references.length} tenant tables but workspace_id only ${mentions} times: it stands in every WHERE clause and every join`)
  if (doUpdateClauses(sql).some((clause) => VOLATILE.test(clause))) add('do-update-volatile', 'no now() or volatile function inside DO UPDATE: use excluded.* or a parameter')
  for (const m of sql.matchAll(/\bupdate [a-z_.]+(?: (?:as )?[a-z_]+)? set (.*?)(?:\bwhere\b|\bfrom\b|$)/g)) {
    if (/\b(clock_timestamp|random|gen_random_uuid)\s*\(/.test(m[1]!)) add('update-volatile', 'no volatile function in UPDATE SET')
  }
  if (/\bmerge into\b/.test(sql)) add('no-merge', 'no MERGE')
  if (/\bset_config\s*\(/.test(sql)) add('no-set-config', 'the tenant setting is SET LOCAL, never set_config()')
  if (/\bupdate\b.*\bwhere\b.*\([a-z_., ]+\) in \( ?select\b/.test(sql)) add('row-in-select', 'no (a, b) IN (SELECT …) in UPDATE: use a CTE and FROM')
  if (/\bfor (update|share|no key update|key share)\b/.test(sql) && references.length > 0 && !/workspace_id = /.test(sql)) add('lock-one-workspace', 'row locks are always for one workspace')
  if (/\bvalues\b.*\(\s*select\b/.test(sql) && /\binsert into\b/.test(sql) && /values\s*\([^)]*\(\s*select\b/.test(sql)) add('subselect-in-values', 'no sub-select in VALUES')
  if (/\b(ctid|tableoid|reltuples)\b/.test(sql)) add('no-physical', 'no ctid, tableoid or reltuples logic')
  if (/\bnotify\b|\bpg_notify\s*\(/.test(sql) && references.length > 0) add('notify-alone', 'NOTIFY only as a statement of its own')
  return out
}

/** Findings in one migration file. `fresh` names tables made by the same or an earlier phase of this migration. */
export function lintMigrationSql(object: string, text: string): Finding[] {
  const out: Finding[] = []
  const fresh = new Set([...bare(text).matchAll(/create table (?:if not exists )?([a-z_.]+)/g)].map((m) => m[1]!))
  for (const statement of splitSql(text)) {
    const sql = bare(statement).trim()
    const at = `${object}: ${sql.slice(0, 60)}`
    const add = (rule: string, message: string): void => void out.push({ rule, object: at, message })
    const target = /^(?:alter table(?: only)?|create (?:unique )?index(?: concurrently)?(?: if not exists)? \S+ on(?: only)?) ([a-z_.]+)/.exec(sql)?.[1]
    if (/\b(big|small)?serial\b|generated (always|by default) as identity|create sequence/.test(sql)) add('no-sequence', 'no sequences in tables')
    if (/on delete set (null|default)/.test(sql)) add('fk-action', 'no ON DELETE SET NULL or SET DEFAULT')
    if (/^create rule|inherits \(|^create materialized view/.test(sql)) add('forbidden', 'no rules, INHERITS or materialised views')
    if (/security definer/.test(statement.toLowerCase())) add('no-definer', 'no SECURITY DEFINER')
    if (/^create (or replace )?(constraint )?trigger/.test(sql) && !/for each row/.test(sql)) add('trigger', 'row triggers only')
    if (/referencing (old|new) table/.test(sql)) add('trigger', 'no transition tables')
    if (/^alter table .* add constraint .*,\s*(add|drop|alter)\b/.test(sql.replaceAll(/\([^()]*\)/g, '()'))) add('one-constraint', 'ADD CONSTRAINT stands alone in its ALTER TABLE')
    if (/^alter table .*(rename constraint|set statistics|set compression)/.test(sql)) add('citus-alter', 'Citus refuses this form')
    if (/^create (unique )?index (?!concurrently)/.test(sql) && target && !fresh.has(target)) add('index-concurrently', `build it CONCURRENTLY: ${target} is not made by this migration`)
    if (/^alter table .* add constraint .* (foreign key|check)/.test(sql) && target && !fresh.has(target) && !/not valid/.test(sql)) {
      add('not-valid', 'add it NOT VALID, then VALIDATE in a step of its own')
    }
    if (/^alter table .* add column .*\bcheck\b/.test(sql) && !/constraint/.test(sql)) add('named', 'constraints are named')
    if (/^alter table .* (set not null|alter column .* type)/.test(sql) && target && !fresh.has(target)) add('rewrite', 'scans or rewrites the table under an exclusive lock: use expand, backfill, contract')
  }
  return out
}
