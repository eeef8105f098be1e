// Finds the running installation and connects to it as the role inboxlift_api.
import { userInfo } from 'node:os'
import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { type Clock, type Config, type IdSource, type Keyrings, type Secrets, type Signer, type WorkspaceScope } from '../kernel/index.ts'
import { cliErrors } from './errors.ts'
import type { GlobalOptions } from './program.ts'

/** A connection to the installation, as commands use it. */
export type CliSession = {
  /** Under inboxlift_api. */
  pool: Pool
  ids: IdSource
  keyrings: Keyrings
  config: Config
  secrets: Secrets
  signer: Signer
  clock: Clock
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

export const newRequestId = (): string => `req_${randomUUID().replaceAll('-', '')}`

/** Opens a session. Throws CLI_NOT_RUNNING when nothing runs. */
export async function openSession(_env: NodeJS.ProcessEnv, _options: GlobalOptions): Promise<CliSession> {
  throw cliErrors.CLI_NOT_RUNNING()
}
