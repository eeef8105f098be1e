// A database per test file in milliseconds: a clone of the migrated template on the run's private server.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { createIdSource, createPool, newWorkspaceSecret, openKeyring, systemClock, wrapSecret, type DatabaseConfig, type IdSource, type Keyring } from '../../src/kernel/index.ts'
import { applyMigrations, ensureDatabaseOwner, ensureRoles, SERVICE_ROLES, type RoleName } from '../../src/schema/index.ts'

/** Password of every role on throwaway servers. */
export const TEST_PASSWORD = 'test-only'
export const TEMPLATE = 'inboxlift_template'
/** Root key of test databases. */
export const TEST_ROOT_KEY = Buffer.alloc(32, 7)

export type AdminConnection = { host: string; port: number; user: string; password: string }

export async function withClient<T>(config: pg.ClientConfig, work: (c: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Makes roles and the migrated template database on a throwaway server. */
export async function buildTemplate(admin: AdminConnection): Promise<void> {
  const passwords = Object.fromEntries(Object.keys(SERVICE_ROLES).map((r) => [r, TEST_PASSWORD]))
  await withClient({ ...admin, database: 'postgres' }, async (c) => {
    await ensureRoles(c, passwords)
    await c.query(`create database ${TEMPLATE}`)
  })
  await withClient({ ...admin, database: TEMPLATE }, (c) => ensureDatabaseOwner(c, TEMPLATE))
  await withClient({ ...admin, user: 'inboxlift_owner', password: TEST_PASSWORD, database: TEMPLATE }, (c) => applyMigrations(c, { operator: 'test', release: 'test' }))
}

/** The server of this test run; set by test/support/global-setup.ts. */
export function testServer(): AdminConnection {
  const text = process.env.INBOXLIFT_TEST_SERVER
  if (!text) throw new Error('no test server: run through `npm test` or `npx vitest run` (globalSetup starts it)')
  return JSON.parse(text) as AdminConnection
}

export type TestDatabase = {
  name: string
  config(role: RoleName): DatabaseConfig
  /** A pool under a service role; closed by drop(). */
  pool(role: RoleName, max?: number): pg.Pool
  /** A superuser pool, to look at everything and to break things. */
  admin: pg.Pool
  drop(): Promise<void>
}

/** Clones the template under a random name on the run's server (or another server built with buildTemplate). */
export async function createTestDatabase(server: AdminConnection = testServer()): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`
  await withClient({ ...server, database: 'postgres' }, (c) => c.query(`create database ${name} template ${TEMPLATE} owner inboxlift_owner`))
  await withClient({ ...server, database: name }, (c) => ensureDatabaseOwner(c, name))
  const pools: pg.Pool[] = []
  const config = (role: RoleName): DatabaseConfig => ({ host: server.host, port: server.port, database: name, user: role, password: TEST_PASSWORD })
  const open = (c: DatabaseConfig, max: number): pg.Pool => {
    const p = createPool(c, { max, applicationName: 'test' })
    pools.push(p)
    return p
  }
  return {
    name,
    config,
    pool: (role, max = 5) => open(config(role), max),
    admin: open({ ...server, database: name }, 3),
    async drop() {
      await Promise.all(pools.map((p) => p.end()))
      await withClient({ ...server, database: 'postgres' }, (c) => c.query(`drop database if exists ${name} with (force)`))
    },
  }
}

let node = 0
/** Ids for tests; every call gets its own node number. */
export function testIds(): IdSource {
  return createIdSource({ clock: systemClock, region: 0, node: node++ % 256 })
}

export type TestWorkspace = { workspaceId: string; keyring: Keyring; sourceId: string; listId: string; providerId: string }

/** A workspace with key, gate, two sources, one list and one provider, written as superuser. */
export async function buildWorkspace(db: TestDatabase, ids: IdSource = testIds(), provider: { host?: string; port?: number } = {}): Promise<TestWorkspace> {
  const workspaceId = ids.next()
  const [sourceId, listId, providerId] = [ids.next(), ids.next(), ids.next()]
  const secret = newWorkspaceSecret()
  const q = (text: string, values: unknown[]): Promise<unknown> => db.admin.query(text, values)
  await q(`insert into platform.workspace (workspace_id, name, slug, created_by) values ($1, 'Test', $2, 'test')`, [workspaceId, `test-${workspaceId}`])
  await q(`insert into platform.workspace_key (workspace_id, key_id, wrapped) values ($1, 1, $2)`, [workspaceId, wrapSecret(TEST_ROOT_KEY, workspaceId, 1, secret)])
  await q(`insert into compliance.gate (workspace_id, bucket) select $1, g from generate_series(0, 1023) g`, [workspaceId])
  await q(`insert into contacts.source (workspace_id, source_id, name, kind, created_by) values ($1, 0, 'Workspace', 'manual', 'test'), ($1, $2, 'File', 'file', 'test')`, [workspaceId, sourceId])
  await q(`insert into contacts.list (workspace_id, list_id, name, created_by) values ($1, $2, 'Everybody', 'test')`, [workspaceId, listId])
  await q(
    `insert into delivery.provider (workspace_id, provider_id, name, kind, host, port, security, created_by, updated_by) values ($1, $2, 'Sink', 'smtp', $3, $4, 'none', 'test', 'test')`,
    [workspaceId, providerId, provider.host ?? '127.0.0.1', provider.port ?? 2525],
  )
  return { workspaceId, sourceId, listId, providerId, keyring: openKeyring(workspaceId, [{ keyId: 1, secret }]) }
}

export type BuildContact = { email: string; status?: string; country?: string; region?: string; city?: string; firstName?: string; attributes?: Record<string, unknown>; list?: boolean; createdAt?: Date }

/** Writes a contact with profile and identity as superuser; on the workspace's list unless list is false. */
export async function buildContact(db: TestDatabase, ws: TestWorkspace, ids: IdSource, c: BuildContact): Promise<string> {
  const contactId = ids.next()
  const email = c.email.toLowerCase()
  const index = ws.keyring.blindIndex('email', email)
  const ct = (table: string, column: string, text: string | undefined): Buffer | null => (text === undefined ? null : ws.keyring.encrypt({ table, column, rowKey: contactId }, text))
  await db.admin.query(
    `insert into contacts.contact (workspace_id, contact_id, source_id, email_ct, email_index, email_domain, status, country, region, city, created_by, updated_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'test', 'test', coalesce($11, now()))`,
    [ws.workspaceId, contactId, ws.sourceId, ct('contacts.contact', 'email_ct', c.email), index, email.split('@')[1], c.status ?? 'active', c.country ?? null, c.region ?? null, c.city ?? null, c.createdAt ?? null],
  )
  await db.admin.query(`insert into contacts.contact_profile (workspace_id, contact_id, first_name_ct, attributes) values ($1, $2, $3, $4)`, [
    ws.workspaceId, contactId, ct('contacts.contact_profile', 'first_name_ct', c.firstName), c.attributes ?? {},
  ])
  await db.admin.query(`insert into contacts.identity (workspace_id, kind, source_id, index_version, value_index, contact_id) values ($1, 'email', 0, 1, $2, $3)`, [ws.workspaceId, index, contactId])
  if (c.list !== false) await db.admin.query(`insert into contacts.list_member (workspace_id, list_id, contact_id, added_by) values ($1, $2, $3, 'test')`, [ws.workspaceId, ws.listId, contactId])
  return contactId
}
