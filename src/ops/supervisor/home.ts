// The folder of an installation (INBOXLIFT_HOME, by default .inboxlift) and what lies where in it.
import { accessSync, chmodSync, constants, existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { explainFileError } from '../postgres/startup-failure.ts'
import { supervisorErrors } from './errors.ts'

/** Names below the home folder; backup and restore use the same. */
export const HOME_LAYOUT = { data: 'postgres', secrets: 'secrets', run: 'run', logs: 'logs', cache: 'cache' } as const

export type Home = {
  /** Absolute path of the installation's folder. */
  root: string
  /** PostgreSQL data directory; may be a link to a place the server's user can reach. */
  data: string
  secrets: string
  /** Lock, state and socket of the running installation. */
  run: string
  logs: string
  cache: string
}

/** Paths of the installation in `root` (relative to the working folder). Touches nothing. */
export function homeAt(root: string): Home {
  const full = path.resolve(root)
  const below = (name: keyof typeof HOME_LAYOUT): string => path.join(full, HOME_LAYOUT[name])
  return { root: full, data: below('data'), secrets: below('secrets'), run: below('run'), logs: below('logs'), cache: below('cache') }
}

/**
 * Makes the folders. Only the owner may look into them; as root the home itself may be passed through, because
 * PostgreSQL runs as another user. Throws OPS_HOME_PERMISSION or OPS_DISK_FULL. Safe to repeat.
 */
export function makeHome(home: Home): void {
  try {
    if (!existsSync(home.root)) {
      mkdirSync(home.root, { recursive: true })
      chmodSync(home.root, process.geteuid?.() === 0 ? 0o711 : 0o700) // whatever the umask says
    }
    for (const folder of [home.secrets, home.run, home.logs, home.cache]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      accessSync(folder, constants.W_OK | constants.X_OK)
    }
    // The socket lives below run and PostgreSQL must get through to it.
    if (process.geteuid?.() === 0) chmodSync(home.run, 0o711)
  } catch (cause) {
    const error = explainFileError(cause, home.root)
    throw error.code === 'OPS_NO_PERMISSION' ? supervisorErrors.OPS_HOME_PERMISSION({ detail: home.root, cause }) : error
  }
}
