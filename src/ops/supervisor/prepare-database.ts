// Brings the database of an installation up to this release: roles with their passwords, the database, migrations.
import pg from 'pg'
import type { Installation } from './contract.ts'

/**
 * Roles, database and schema. Needs an administrator's login; the migrations themselves run as the owner role.
 * Changes nothing when all is there; of several at once one works and the others wait.
 */
export async function prepareDatabase(installation: Installation, who: { operator: string; release: string }): Promise<void> {
  const { admin, database, embedded, rolePasswords } = installation
  const schema = await import('../../schema/index.ts') // not needed by those who only read this room's door
  const onServer = embedded ? { ...admin, database: 'postgres' } : admin
  await withClient(onServer, async (client) => {
    await schema.ensureRoles(client, rolePasswords)
    if (embedded) await ensureDatabase(client, database)
  })
  await withClient({ ...admin, database }, (client) => schema.ensureDatabaseOwner(client, database))
  const owner = { ...admin, database, user: schema.OWNER_ROLE, password: rolePasswords[schema.OWNER_ROLE] ?? '' }
  await withClient(owner, (client) => schema.applyMigrations(client, who))
}

async function ensureDatabase(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
}

async function withClient(config: pg.ClientConfig, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ ...config, application_name: 'inboxlift prepare' })
  client.on('error', () => {}) // the query in hand reports it
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
