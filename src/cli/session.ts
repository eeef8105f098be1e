// Finds the running installation and connects to it as the role inboxlift_api.
import { randomUUID } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import type { Pool } from 'pg'
import { createPool, createSigner, loadConfig, mapDatabaseError, parseDatabaseUrl, systemClock, type Clock, type Config, type DatabaseConfig, type IdSource, type Keyrings, type Secrets, type Signer, type WorkspaceScope } from '../kernel/index.ts'
import { writeAudit } from '../compliance/index.ts'
import { homeAt, readRunState, readSecrets, type Home } from '../ops/index.ts'
import { createKeyrings, findWorkspace, leaseNode, listWorkspaces, type PlatformDeps } from '../platform/index.ts'
import { cliErrors } from './errors.ts'
import type { GlobalOptions } from './program.ts'

/** A connection to the installation, as commands use it. */
export type CliSession = {
  /** Under inboxlift_api. */
  pool: Pool
  ids: IdSource
  keyrings: Keyrings
  config: Config
  home: Home
  secrets: Secrets
  signer: Signer
  clock: Clock
  /** Address of the web UI and the API when it runs here. */
  url: string | null
  platform: PlatformDeps
  /** The workspace chosen by --workspace. */
  workspaceId: string
  /** For withWorkspace: this workspace, actor `cli:<login name>`, origin cli. */
  scope: WorkspaceScope
  close(): Promise<void>
}

/** Who types, for the audit trail. */
export function cliActor(): string {
  let name = 'unknown'
  try {
    name = userInfo().username
  } catch {
    // a user id without a name (containers)
  }
  return `cli:${name.replaceAll(/[^A-Za-z0-9_.@-]/g, '_').slice(0, 60)}`
}

const API_ROLE = 'inboxlift_api'

/**
 * Opens a session: on INBOXLIFT_DATABASE_URL (a login of the role inboxlift_api), else on the installation that runs in
 * the home folder. Throws CLI_NOT_RUNNING, DATABASE_UNAVAILABLE, CLI_WORKSPACE_UNKNOWN, OPS_SECRETS_MISSING.
 */
export async function openSession(env: NodeJS.ProcessEnv, options: GlobalOptions): Promise<CliSession> {
  const config = loadConfig(options.home === undefined ? env : { ...env, INBOXLIFT_HOME: options.home })
  const home = homeAt(config.INBOXLIFT_HOME)
  const database = findDatabase(config, home)
  const { rolePasswords, superuserPassword: _, ...secrets } = readSecrets(home.secrets, [API_ROLE])
  const pool = createPool({ ...database, password: database.password || (rolePasswords[API_ROLE] ?? '') }, { max: 4, applicationName: 'inboxlift cli' })
  try {
    const lease = await leaseNode(pool, { clock: systemClock, region: config.INBOXLIFT_REGION, holder: `${hostname()}/cli/${process.pid}` })
    const workspaceId = await chooseWorkspace(pool, options.workspace)
    return {
      pool, ids: lease.ids, config, home, secrets, workspaceId,
      keyrings: createKeyrings(pool, secrets.root),
      signer: createSigner(secrets.signing),
      clock: systemClock,
      url: readRunState(home)?.url ?? null,
      platform: { pool, ids: lease.ids, clock: systemClock, audit: writeAudit },
      scope: { workspaceId, actor: cliActor(), origin: 'cli', requestId: `req_${randomUUID().replaceAll('-', '')}` },
      async close() {
        await lease.stop()
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw mapDatabaseError(error)
  }
}

function findDatabase(config: Config, home: Home): DatabaseConfig {
  if (config.INBOXLIFT_DATABASE_URL !== '') return parseDatabaseUrl(config.INBOXLIFT_DATABASE_URL)
  const state = readRunState(home)
  if (!state?.database) throw cliErrors.CLI_NOT_RUNNING({ detail: `Folder: ${home.root}.` })
  return { ...state.database, user: API_ROLE, password: '' }
}

async function chooseWorkspace(pool: Pool, slug: string | undefined): Promise<string> {
  if (slug !== undefined) {
    const found = await findWorkspace({ pool }, slug)
    if (!found) throw cliErrors.CLI_WORKSPACE_UNKNOWN({ data: { workspace: slug } })
    return found.workspaceId
  }
  return (await listWorkspaces({ pool })).find((w) => w.state === 'active')?.workspaceId ?? '0'
}
