// Where data and sockets lie: in the wanted place when the server's user can reach it, otherwise in a place made for
// them. Root with a project in a closed home folder (0700) is the usual reason.
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { opsErrors } from './errors.ts'
import type { ServerUser } from './server-user.ts'
import { explainFileError } from './startup-failure.ts'

/** Where root keeps data that the server's user could not reach otherwise, and copies of the binaries. */
export const SYSTEM_ROOT = '/var/lib/inboxlift'

/** A socket address holds 108 bytes on Linux and 104 on macOS, with the closing zero. */
const SOCKET_PATH_LIMIT = process.platform === 'darwin' ? 103 : 107

/** True when `user` may pass through every folder above `target` (which need not exist). Mode bits only, no ACLs. */
export function canReach(target: string, user: ServerUser): boolean {
  if (user.uid === undefined) return true
  for (let folder = path.dirname(path.resolve(target)); ; folder = path.dirname(folder)) {
    if (existsSync(folder) && !mayEnter(folder, user)) return false
    if (folder === path.dirname(folder)) return true
  }
}

function mayEnter(folder: string, user: ServerUser): boolean {
  const { mode, uid, gid } = statSync(folder)
  if (uid === user.uid) return (mode & 0o100) !== 0
  if (gid === user.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

/**
 * The real folder for the data directory `wanted` (which may not exist yet); its parent exists afterwards.
 * When the server's user cannot reach it, a folder below `systemRoot` is made and `wanted` becomes a link to it.
 * Throws OPS_NO_PERMISSION, OPS_DISK_FULL or OPS_DATA_DIR_UNREACHABLE.
 */
export function placeDataDir(wanted: string, user: ServerUser, systemRoot = SYSTEM_ROOT): string {
  const plain = path.resolve(wanted)
  makeFolder(path.dirname(plain), user.switched ? 0o711 : 0o700)
  const real = followLink(plain)
  if (canReach(real, user)) return real
  if (existsSync(real) && readdirSync(real).length > 0) throw opsErrors.OPS_DATA_DIR_UNREACHABLE({ detail: real })
  return linkToSystemRoot(plain, systemRoot)
}

function followLink(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    if (isLink(file)) throw opsErrors.OPS_DATA_DIR_DAMAGED({ detail: `${file} is a link to a folder that is gone.` })
    return path.join(realpathSync(path.dirname(file)), path.basename(file))
  }
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink()
  } catch {
    return false
  }
}

// The name is new each time: when somebody deletes .inboxlift, its secrets are gone and the old data cannot be
// opened with new ones, so it must not be found again by accident.
function linkToSystemRoot(wanted: string, systemRoot: string): string {
  const name = `${createHash('sha256').update(wanted).digest('hex').slice(0, 8)}-${randomBytes(3).toString('hex')}`
  const place = path.join(systemRoot, name)
  try {
    mkdirSync(place, { recursive: true, mode: 0o755 })
    writeFileSync(path.join(place, 'OWNER'), `${wanted}\n`)
    symlinkSync(path.join(place, 'data'), wanted)
  } catch (cause) {
    throw opsErrors.OPS_DATA_DIR_UNREACHABLE({ detail: wanted, cause })
  }
  return path.join(place, 'data')
}

/** Makes a folder with its parents. Throws OPS_NO_PERMISSION or OPS_DISK_FULL. */
export function makeFolder(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { recursive: true, mode })
  } catch (cause) {
    throw explainFileError(cause, folder)
  }
}

/** Gives a file or folder to the server's user. */
export function giveTo(user: ServerUser, file: string): void {
  if (user.uid !== undefined && user.gid !== undefined) chownSync(file, user.uid, user.gid)
}

/**
 * A folder (0700, owned by the server's user) for the Unix socket: `wanted`, or one below the temporary folder when
 * the path is too long for a socket address or out of the user's reach. Repeating gives the same folder.
 */
export function placeSocketDir(wanted: string, user: ServerUser): string {
  const plain = path.resolve(wanted)
  if (fitsSocket(plain) && canReach(plain, user)) return claimFolder(plain, user)
  const name = `inboxlift-${user.uid ?? process.geteuid?.() ?? 0}-${createHash('sha256').update(plain).digest('hex').slice(0, 10)}`
  const bases = [tmpdir(), '/tmp', '/var/tmp'].filter((base) => existsSync(base) && fitsSocket(path.join(base, name)) && canReach(path.join(base, name), user))
  for (const base of bases) {
    const folder = path.join(base, name)
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 })
    if (isOurs(folder, user)) return claimFolder(folder, user)
  }
  return claimFolder(mkdtempSync(path.join(bases[0] ?? '/tmp', 'inboxlift-')), user)
}

function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, '.s.PGSQL.65535')) <= SOCKET_PATH_LIMIT
}

// The temporary folder is everybody's: a folder prepared by somebody else must not be used.
function isOurs(folder: string, user: ServerUser): boolean {
  const info = lstatSync(folder)
  const owners = [user.uid, process.geteuid?.()]
  return info.isDirectory() && owners.includes(info.uid) && (info.mode & 0o022) === 0
}

function claimFolder(folder: string, user: ServerUser): string {
  makeFolder(folder, 0o700)
  try {
    giveTo(user, folder)
    chmodSync(folder, 0o700)
  } catch (cause) {
    throw explainFileError(cause, folder)
  }
  return folder
}
