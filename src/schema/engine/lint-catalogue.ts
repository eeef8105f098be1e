// The schema linter over the live catalogue: proves DESIGN 4.1 and 4.2 without Citus. Each rule names the object that
// breaks it and says why the rule exists.
import type { Db } from '../../kernel/index.ts'
import * as q from '../schema.sql.ts'
import { OUR_SCHEMAS } from './describe.ts'
import { distributionTables } from './partitions.ts'
import { OWNER_ROLE } from './roles.ts'

export type Finding = { rule: string; object: string; message: string }

const TENANT_POLICY = `(workspace_id = (NULLIF(current_setting('inboxlift.workspace_id'::text, true), ''::text))::bigint)`
/** Triggers besides row audit, each with a decision page. */
const GUARDS = new Set(['delivery.message.message_guard', 'delivery.message.message_insert_guard'])
/** Foreign keys without an index of their own, each with the reason. */
const UNINDEXED = new Map([
  ['delivery.message.message_campaign_fk', 'the hottest table; campaigns with messages are never deleted, and the launch index finds them'],
  ['delivery.message.message_provider_fk', 'the hottest table; providers are retired, not deleted'],
  ['delivery.attempt.attempt_provider_fk', 'the hottest table; providers are retired, not deleted'],
])
/** Columns ending in _id that are not keys of ours. */
const NATURAL_IDS = new Set(['provider_message_id', 'message_id', 'request_id', 'installation_id', 'unsubscribe_id'])

type Catalogue = {
  tables: q.LintTablesRow[]
  columns: q.LintColumnsRow[]
  constraints: q.LintConstraintsRow[]
  indexes: q.LintIndexesRow[]
  triggers: q.LintTriggersRow[]
  policies: q.LintPoliciesRow[]
  functions: q.LintFunctionsRow[]
  roles: q.LintRolesRow[]
}

async function readCatalogue(db: Db): Promise<Catalogue> {
  const p = { schemas: [...OUR_SCHEMAS] }
  return {
    tables: await q.lintTables.many(db, p),
    columns: await q.lintColumns.many(db, p),
    constraints: await q.lintConstraints.many(db, p),
    indexes: await q.lintIndexes.many(db, p),
    triggers: await q.lintTriggers.many(db, p),
    policies: await q.lintPolicies.many(db, p),
    functions: await q.lintFunctions.many(db, p),
    roles: await q.lintRoles.many(db, {}),
  }
}

const kindOf = (table: string): string | undefined => distributionTables[table]?.tenant
const isTenant = (table: string): boolean => kindOf(table) === 'distributed'
type Add = (rule: string, object: string, message: string) => void

function lintManifest(c: Catalogue, add: Add): void {
  const live = new Set(c.tables.filter((t) => t.kind === 'r' || t.kind === 'p').map((t) => t.table))
  for (const table of live) if (!kindOf(table)) add('manifest', table, 'stands in no distribution manifest (src/schema/distribution.json)')
  for (const table of Object.keys(distributionTables)) if (!live.has(table)) add('manifest', table, 'stands in the manifest but not in the database')
  for (const t of c.tables) {
    if (t.kind === 'S') add('no-sequence', t.table, 'keys are made by the application (kernel/ids.ts), not by a sequence')
    if (t.kind === 'm') add('no-matview', t.table, 'materialised views bypass row-level security')
    if (t.has_rules && t.kind !== 'v') add('no-rule', t.table, 'rewrite rules act on the coordinator only')
    if (t.kind === 'v' && !t.options?.includes('security_invoker=true')) add('view-invoker', t.table, 'views read with the rights of the caller: security_invoker = true')
    if (t.owner !== OWNER_ROLE) add('owner', t.table, `belongs to ${t.owner} instead of ${OWNER_ROLE}`)
    if (t.kind !== 'v' && !t.comment) add('comment', t.table, 'has no comment that says what it holds')
  }
}

function lintColumns(c: Catalogue, add: Add): void {
  for (const col of c.columns) {
    const object = `${col.table}.${col.column}`
    if (!col.comment) add('comment', object, 'has no comment')
    if (col.identity) add('no-sequence', object, 'identity columns take numbers from a sequence')
    if (col.column === 'workspace_id' && (col.type !== 'bigint' || !col.not_null)) add('workspace-type', object, 'is bigint not null in every table')
    if (col.column.endsWith('_id') && !NATURAL_IDS.has(col.column) && col.type !== 'bigint' && !(col.column === 'key_id' && col.type === 'integer')) add('id-type', object, `keys are bigint, this is ${col.type}`)
    if (/(^|_)ct$/.test(col.column) && col.type !== 'bytea') add('ciphertext-type', object, 'ciphertext is bytea')
    if (/^(timestamp without|time without)/.test(col.type)) add('timestamptz', object, 'times carry a zone')
  }
  const withWorkspace = new Set(c.columns.filter((x) => x.column === 'workspace_id').map((x) => x.table))
  for (const t of c.tables) if (isTenant(t.table) && !withWorkspace.has(t.table)) add('workspace-column', t.table, 'every tenant table has workspace_id')
}

function lintKeys(c: Catalogue, add: Add): void {
  const primary = new Map(c.constraints.filter((k) => k.type === 'p').map((k) => [k.table, k.columns]))
  for (const t of c.tables.filter((x) => x.kind === 'r' || x.kind === 'p')) {
    const key = primary.get(t.table)
    if (!key) add('primary-key', t.table, 'has no primary key')
    else if (isTenant(t.table) && key[0] !== 'workspace_id') add('workspace-first', t.table, 'its primary key begins with workspace_id')
    const contactKey = distributionTables[t.table]?.contact_key
    if (key && contactKey && !key.includes(contactKey)) add('contact-key', t.table, `its primary key holds ${contactKey}, the key of the contact manifest`)
  }
  for (const k of c.constraints) {
    if ((k.type === 'u' || k.type === 'x') && isTenant(k.table) && k.columns[0] !== 'workspace_id') add('workspace-first', `${k.table}.${k.name}`, 'unique constraints of tenant tables begin with workspace_id')
    if (Buffer.byteLength(k.name) > 50) add('name-length', `${k.table}.${k.name}`, 'names have at most 50 bytes, so that a shard suffix fits')
    if (/_(pkey|fkey|key|check|excl)\d*$/.test(k.name)) add('named', `${k.table}.${k.name}`, 'constraints are named by us, not by the server')
  }
}

function lintForeignKeys(c: Catalogue, add: Add): void {
  const leading = (table: string, columns: string[]): boolean =>
    c.indexes.filter((i) => i.table === table).map((i) => i.columns).some((ix) => columns.every((col) => ix.slice(0, columns.length).includes(col)))
  for (const k of c.constraints.filter((x) => x.type === 'f')) {
    const object = `${k.table}.${k.name}`
    const [from, to] = [kindOf(k.table), kindOf(k.target ?? '')]
    if (k.target_kind === 'p') add('fk-to-partitioned', object, 'a referenced partition cannot be dropped')
    if (from === 'distributed' && to === 'distributed' && (k.columns[0] !== 'workspace_id' || k.target_columns?.[0] !== 'workspace_id')) add('fk-workspace', object, 'foreign keys between tenant tables begin with workspace_id on both sides')
    if (from !== 'distributed' && to === 'distributed') add('fk-direction', object, 'global tables never point to tenant tables')
    if (from === 'local' || to === 'local') add('fk-local', object, 'coordinator-local tables have no foreign keys')
    if (['n', 'd'].includes(k.on_delete) || k.on_update !== 'a') add('fk-action', object, 'ON DELETE CASCADE, RESTRICT or NO ACTION only; ON UPDATE never')
    if (!k.validated) add('fk-validated', object, 'is not validated')
    if (!UNINDEXED.has(object) && !leading(k.table, k.columns)) add('fk-index', object, `no index begins with (${k.columns.join(', ')})`)
  }
}

function lintIndexes(c: Catalogue, add: Add): void {
  for (const i of c.indexes) {
    const object = `${i.table}.${i.name}`
    if (!i.is_valid) add('index-valid', object, 'is invalid: drop it and build it again')
    if (Buffer.byteLength(i.name) > 50) add('name-length', object, 'names have at most 50 bytes')
    if (isTenant(i.table) && i.method === 'btree' && i.columns[0] !== 'workspace_id') add('workspace-first', object, 'indexes of tenant tables begin with workspace_id')
  }
}

function lintSecurity(c: Catalogue, add: Add): void {
  for (const t of c.tables.filter((x) => isTenant(x.table))) {
    if (!t.rls || !t.forced) add('rls', t.table, 'row-level security is enabled and forced on tenant tables')
    const policy = c.policies.find((p) => p.table === t.table && p.name === 'tenant')
    if (policy?.using !== TENANT_POLICY || policy.check !== TENANT_POLICY || !policy.permissive) add('rls-policy', t.table, 'has not the one portable tenant policy')
  }
  for (const p of c.policies) if (/\bselect\b/i.test(`${p.using} ${p.check}`)) add('policy-subselect', `${p.table}.${p.name}`, 'policies have no sub-select')
  for (const f of c.functions) if (f.definer) add('no-definer', f.function, 'no SECURITY DEFINER at run time')
  for (const t of c.triggers) {
    const object = `${t.table}.${t.name}`
    const audit = t.function === 'compliance.audit_row' && t.name.endsWith('_audit') && !t.before
    if (!t.per_row || t.transition || (!audit && !GUARDS.has(object))) add('trigger', object, 'only row triggers for audit are allowed (and guards with a decision page)')
    if (kindOf(t.table) === 'reference') add('trigger', object, 'reference tables carry no triggers')
  }
  for (const r of c.roles) {
    const mayBypass = r.role === OWNER_ROLE || r.role === 'inboxlift_backup'
    if (r.super || r.createrole || r.createdb || (r.bypass && !mayBypass)) add('role', r.role, 'service roles have no power beyond their grants')
  }
}

/** All findings, or an empty list when the schema keeps every rule. Reads only. */
export async function lintCatalogue(db: Db): Promise<Finding[]> {
  const findings: Finding[] = []
  const add: Add = (rule, object, message) => void findings.push({ rule, object, message })
  const c = await readCatalogue(db)
  for (const rule of [lintManifest, lintColumns, lintKeys, lintForeignKeys, lintIndexes, lintSecurity]) rule(c, add)
  return findings
}
