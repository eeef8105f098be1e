// What operators' commands (schema, backup, hold) need beyond a session: the installation's folder and the logins of
// the owner and of backups. Passwords come from the secrets folder or from the environment, never from argv.
import pg from 'pg'
import { loadConfig, parseDatabaseUrl, type DatabaseConfig } from '../kernel/index.ts'
import { homeAt, readRootKey, readRunState, readSecrets, supervisorErrors, type Home } from '../ops/index.ts'
import { SERVICE_ROLES, type RoleName } from '../schema/index.ts'
import type { GlobalOptions } from './program.ts'

export type Operator = {
  home: Home
  /** Connection under a role; on a server of one's own from INBOXLIFT_OWNER_URL or INBOXLIFT_BACKUP_URL. Throws OPS_NOT_RUNNING. */
  login(role: RoleName): DatabaseConfig
  rootKey(): Buffer
}

const URL_OF: Partial<Record<RoleName, string>> = { inboxlift_owner: 'INBOXLIFT_OWNER_URL', inboxlift_backup: 'INBOXLIFT_BACKUP_URL', inboxlift_api: 'INBOXLIFT_DATABASE_URL' }

/** The installation these options point at; opens nothing yet. */
export function openOperator(env: NodeJS.ProcessEnv, options: GlobalOptions): Operator {
  const home = homeAt(options.home ?? loadConfig(env).INBOXLIFT_HOME)
  return {
    home,
    rootKey: () => readRootKey(home.secrets),
    login(role) {
      const url = env[URL_OF[role] ?? '']
      if (url) return parseDatabaseUrl(url)
      const database = readRunState(home)?.database
      if (!database) throw supervisorErrors.OPS_NOT_RUNNING({ detail: `Folder: ${home.root}.` })
      const { rolePasswords } = readSecrets(home.secrets, Object.keys(SERVICE_ROLES))
      return { ...database, user: role, password: rolePasswords[role]! }
    },
  }
}

/** Runs `work` on one connection under a role and closes it. */
export async function withLogin<T>(operator: Operator, role: RoleName, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...operator.login(role), application_name: 'inboxlift cli' })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
