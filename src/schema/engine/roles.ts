// The login roles: one per service, one that owns all tables, one that reads everything for backups (DESIGN 4.2).
import type { Client } from 'pg'

export const OWNER_ROLE = 'inboxlift_owner'

/** Every login role of the system and what it is for. */
export const SERVICE_ROLES = {
  inboxlift_owner: 'owns all tables; used by the migrator only',
  inboxlift_api: 'API and web UI',
  inboxlift_sender: 'send worker',
  inboxlift_ingest: 'tracking, webhooks, bounce reports',
  inboxlift_import: 'imports',
  inboxlift_compliance: 'unsubscribes, suppressions, erasure',
  inboxlift_scheduler: 'launches, schedules, upkeep',
  inboxlift_analytics: 'read-only reports and BI tools',
  inboxlift_auditor: 'reads the audit trail',
  inboxlift_backup: 'reads everything for backups',
} as const

export type RoleName = keyof typeof SERVICE_ROLES
const BYPASS = new Set<string>(['inboxlift_owner', 'inboxlift_backup'])

/** SQL that makes the roles; also what an administrator of a managed server runs by hand. */
export function roleStatements(): string[] {
  return Object.keys(SERVICE_ROLES).flatMap((role) => [
    `do $$ begin if not exists (select from pg_roles where rolname = '${role}') then create role ${role} login; end if; end $$`,
    `alter role ${role} nosuperuser nocreatedb nocreaterole noinherit ${BYPASS.has(role) ? 'bypassrls' : 'nobypassrls'} ${role === 'inboxlift_backup' ? 'replication' : 'noreplication'}`,
    `alter role ${role} set lock_timeout = '${role === OWNER_ROLE ? '300ms' : '5s'}'`,
    // The import writes no partitioned table but by insert, and forced custom plans would plan every foreign key check of
    // every row anew (measured: 240 us of server time a contact instead of 110).
    ...(role === OWNER_ROLE ? [] : [`alter role ${role} set plan_cache_mode = ${role === 'inboxlift_import' ? 'auto' : 'force_custom_plan'}`, `alter role ${role} set statement_timeout = '${role === 'inboxlift_scheduler' || role === 'inboxlift_backup' ? '10min' : '60s'}'`]),
    `alter role ${role} set timezone = 'UTC'`,
  ])
}

/**
 * Makes the roles and sets their passwords; safe to run again. Needs a superuser (BYPASSRLS).
 * Passwords reach the server as SCRAM verifiers would be better; over a local socket plain is accepted.
 */
export async function ensureRoles(admin: Client, passwords: Readonly<Record<string, string>>): Promise<void> {
  for (const statement of roleStatements()) await admin.query(statement)
  for (const [role, password] of Object.entries(passwords)) {
    if (!(role in SERVICE_ROLES)) throw new Error(`unknown role ${role}`)
    await admin.query(`alter role ${role} password ${admin.escapeLiteral(password)}`)
  }
}

/** Gives a fresh database to the owner role; run once by a superuser on that database. */
export async function ensureDatabaseOwner(admin: Client, database: string): Promise<void> {
  await admin.query(`alter database ${admin.escapeIdentifier(database)} owner to ${OWNER_ROLE}`)
  await admin.query(`revoke all on database ${admin.escapeIdentifier(database)} from public`)
  await admin.query(`grant connect, temporary on database ${admin.escapeIdentifier(database)} to ${Object.keys(SERVICE_ROLES).join(', ')}`)
  await admin.query(`alter schema public owner to ${OWNER_ROLE}`)
  await admin.query('revoke all on schema public from public')
}
