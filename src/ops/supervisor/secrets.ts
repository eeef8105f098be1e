// The secrets of an installation: one file each (0600), made once, never overwritten, never printed.
import { randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { Secrets } from '../../kernel/index.ts'
import { explainFileError } from '../postgres/startup-failure.ts'
import { supervisorErrors } from './errors.ts'

export type InstallationSecrets = Secrets & {
  /** Password of the embedded server's superuser; the supervisor and backups only. */
  superuserPassword: string
  /** Password of each login role. */
  rolePasswords: Readonly<Record<string, string>>
}

const FILES = { superuser: 'superuser.password', root: 'root.key', signing: 'signing.key', cookie: 'cookie.key', inbox: 'inbox.token' }
/** Losing one of these makes stored data or sent links useless, so they are never silently made again. */
const IRREPLACEABLE = [FILES.superuser, FILES.root, FILES.signing]
const KEY_BYTES = 32

/**
 * Reads the secrets in `folder` and makes those that do not exist yet. `hasData`: the installation has data
 * already; then a missing irreplaceable file throws OPS_SECRETS_MISSING instead of being made anew.
 * Throws OPS_SECRETS_BROKEN for a damaged key. For the holder of the run lock only.
 */
export function ensureSecrets(folder: string, roles: readonly string[], hasData: boolean): InstallationSecrets {
  const missing = IRREPLACEABLE.filter((name) => !existsSync(path.join(folder, name)))
  if (hasData && missing.length > 0) throw supervisorErrors.OPS_SECRETS_MISSING({ detail: path.join(folder, missing[0]!) })
  mkdirSync(path.join(folder, 'roles'), { recursive: true, mode: 0o700 })
  for (const [file, text] of Object.entries(freshSecrets(roles))) createSecret(path.join(folder, file), text)
  return readSecrets(folder, roles)
}

function freshSecrets(roles: readonly string[]): Record<string, string> {
  const password = (): string => randomBytes(24).toString('base64url')
  const key = (): string => randomBytes(KEY_BYTES).toString('base64')
  return {
    [FILES.superuser]: password(),
    [FILES.root]: key(),
    [FILES.signing]: key(),
    [FILES.cookie]: key(),
    [FILES.inbox]: password(),
    ...Object.fromEntries(roles.map((role) => [roleFile(role), password()])),
  }
}

const roleFile = (role: string): string => path.join('roles', role)

/** Reads all secrets. Throws OPS_SECRETS_MISSING or OPS_SECRETS_BROKEN. */
export function readSecrets(folder: string, roles: readonly string[]): InstallationSecrets {
  return {
    superuserPassword: readText(path.join(folder, FILES.superuser)),
    root: readRootKey(folder),
    signing: readKey(path.join(folder, FILES.signing)),
    cookie: readKey(path.join(folder, FILES.cookie)),
    inboxToken: readText(path.join(folder, FILES.inbox)),
    rolePasswords: Object.fromEntries(roles.map((role) => [role, readText(path.join(folder, roleFile(role)))])),
  }
}

/** What a service may know: everything but passwords. */
export function serviceSecrets({ root, signing, cookie, inboxToken }: Secrets): Secrets {
  return { root, signing, cookie, inboxToken }
}

/** The root key in a secrets folder (32 bytes). Throws OPS_SECRETS_MISSING or OPS_SECRETS_BROKEN. */
export function readRootKey(folder: string): Buffer {
  return readKey(path.join(folder, FILES.root))
}

function readKey(file: string): Buffer {
  const key = Buffer.from(readText(file), 'base64')
  if (key.length !== KEY_BYTES) throw supervisorErrors.OPS_SECRETS_BROKEN({ detail: file })
  return key
}

function readText(file: string): string {
  try {
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600) // widened by a careless copy
    const text = readFileSync(file, 'utf8').trim()
    if (text === '') throw supervisorErrors.OPS_SECRETS_BROKEN({ detail: file })
    return text
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') throw supervisorErrors.OPS_SECRETS_MISSING({ detail: file, cause })
    throw code === 'EACCES' || code === 'EPERM' ? explainFileError(cause, file) : cause
  }
}

/** Written beside and renamed, on disk before anything is encrypted with it. An existing file stays. */
function createSecret(file: string, text: string): void {
  if (existsSync(file)) return
  try {
    const draft = `${file}.new`
    const fd = openSync(draft, 'w', 0o600)
    writeSync(fd, `${text}\n`)
    fsyncSync(fd)
    closeSync(fd)
    renameSync(draft, file)
    const folder = openSync(path.dirname(file), 'r')
    fsyncSync(folder)
    closeSync(folder)
  } catch (cause) {
    throw explainFileError(cause, file)
  }
}
