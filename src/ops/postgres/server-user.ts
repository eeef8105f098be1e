// Which system user runs the server. PostgreSQL refuses root, so root has to lend the job to somebody.
import { spawnSync } from 'node:child_process'
import { lstatSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { opsErrors } from './errors.ts'

export type ServerUser = {
  name: string
  /** undefined: run as whoever we are. */
  uid: number | undefined
  gid: number | undefined
  /** True when we are root and the server runs as somebody else. */
  switched: boolean
}

export type UserLookup = {
  /** Effective user id of this process. */
  self: number
  find(name: string): { uid: number; gid: number } | null
  nameOf(uid: number): string | null
  /** Makes the system user; false when that is not possible. */
  create(name: string): boolean
}

/**
 * The user the server of `dataDir` runs as: ourselves unless we are root; as root the owner of an existing data
 * directory, else `postgres`, else `inboxlift`, else a new system user `inboxlift`, else `nobody`.
 * Throws OPS_DATA_DIR_OWNER when an ordinary user meets somebody else's directory, OPS_SERVER_USER when root finds
 * nobody at all.
 */
export function chooseServerUser(dataDir: string, lookup: UserLookup = systemLookup()): ServerUser {
  const owner = ownerOf(dataDir)
  if (lookup.self !== 0) {
    if (owner && owner.uid !== lookup.self) {
      throw opsErrors.OPS_DATA_DIR_OWNER({ detail: `${dataDir} belongs to ${lookup.nameOf(owner.uid) ?? owner.uid}` })
    }
    return { name: lookup.nameOf(lookup.self) ?? String(lookup.self), uid: undefined, gid: undefined, switched: false }
  }
  if (owner && owner.uid !== 0) {
    return { name: lookup.nameOf(owner.uid) ?? String(owner.uid), ...owner, switched: true }
  }
  return firstAvailable(lookup)
}

function firstAvailable(lookup: UserLookup): ServerUser {
  for (const name of ['postgres', 'inboxlift']) {
    const found = lookup.find(name)
    if (found) return { name, ...found, switched: true }
  }
  const made = lookup.create('inboxlift') ? lookup.find('inboxlift') : null
  if (made) return { name: 'inboxlift', ...made, switched: true }
  const nobody = lookup.find('nobody')
  if (nobody) return { name: 'nobody', ...nobody, switched: true }
  throw opsErrors.OPS_SERVER_USER({})
}

function ownerOf(dataDir: string): { uid: number; gid: number } | null {
  try {
    const link = lstatSync(dataDir)
    const { uid, gid } = link.isSymbolicLink() ? statSync(dataDir) : link
    return { uid, gid }
  } catch {
    return null // does not exist yet, or cannot be seen: the caller finds out when it makes it
  }
}

/** The real users of this machine. */
export function systemLookup(): UserLookup {
  return {
    self: process.geteuid?.() ?? userInfo().uid,
    find: (name) => passwdEntries().find((entry) => entry.name === name) ?? null,
    nameOf: (uid) => passwdEntries().find((entry) => entry.uid === uid)?.name ?? null,
    create: createSystemUser,
  }
}

function passwdEntries(): { name: string; uid: number; gid: number }[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((parts) => parts.length > 3)
      .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
  } catch {
    return []
  }
}

function createSystemUser(name: string): boolean {
  const args = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name]
  const run = spawnSync('useradd', args, { stdio: 'ignore', timeout: 20_000 })
  return run.error === undefined && run.status === 0
}
