// Installs the queue's schema as the owner and lets the service roles use it. The library forces nothing on its tables
// but row-level security without policies, which would hide every row from our roles; they get one policy each.
import type { Client } from 'pg'
import { runMigrations } from 'graphile-worker'
import { formatDatabaseUrl, type DatabaseConfig } from '../kernel/index.ts'

const SCHEMA = 'graphile_worker'
/** Roles that add jobs or run them. */
export const JOB_ROLES = ['inboxlift_api', 'inboxlift_scheduler'] as const

/** Safe to run again; several at once wait for each other inside the library. `owner` is a login of the owner role. */
export async function installJobs(owner: DatabaseConfig, client: Client): Promise<void> {
  await runMigrations({ connectionString: formatDatabaseUrl(owner), schema: SCHEMA, logger: silentLogger })
  const { rows } = await client.query<{ name: string }>(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = '${SCHEMA}' and c.relkind = 'r'`)
  const roles = JOB_ROLES.join(', ')
  await client.query(`grant usage on schema ${SCHEMA} to ${roles}`)
  await client.query(`grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${roles}`)
  await client.query(`grant usage on all sequences in schema ${SCHEMA} to ${roles}`)
  for (const { name } of rows) {
    const known = await client.query(`select from pg_policies where schemaname = '${SCHEMA}' and tablename = $1 and policyname = 'service'`, [name])
    if (known.rowCount === 0) await client.query(`create policy service on ${SCHEMA}.${client.escapeIdentifier(name)} to ${roles} using (true) with check (true)`)
  }
}

/** The library prints task payloads and errors; ours go through observations. */
const noop = (): void => {}
export const silentLogger = { error: noop, warn: noop, info: noop, debug: noop, scope: () => silentLogger } as never
