// Makes a new data directory: whole or not at all, with a password from the first moment.
import { randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAppError } from '../../kernel/index.ts'
import { locateBinaries, usableBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { opsErrors } from './errors.ts'
import { inspectProcess } from './processes.ts'
import { SYSTEM_ROOT, giveTo, placeDataDir } from './placement.ts'
import { runToEnd } from './run-program.ts'
import { chooseServerUser } from './server-user.ts'
import type { ServerUser } from './server-user.ts'
import { explainFileError, explainStartupFailure } from './startup-failure.ts'

export type InitOptions = {
  dataDir: string
  superuser: string
  password: string
  /** false: do not wait for the disk; for throwaway servers. */
  fsync?: boolean
  /** Where root may place what the server's user cannot reach; default /var/lib/inboxlift. */
  systemRoot?: string
}

/** What an existing data directory is: nothing yet, or one of this major version. */
export type DataDirState = 'absent' | 'ready'

/**
 * Looks at a data directory without changing it. Throws OPS_DATA_DIR_VERSION for another major version,
 * OPS_DATA_DIR_FOREIGN for a folder that holds something else, OPS_NO_PERMISSION when it cannot be read.
 */
export function inspectDataDir(dataDir: string, major: number): DataDirState {
  try {
    if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return 'absent'
    const file = path.join(dataDir, 'PG_VERSION')
    if (!existsSync(file)) throw opsErrors.OPS_DATA_DIR_FOREIGN({ detail: dataDir })
    const found = readFileSync(file, 'utf8').trim()
    if (found === String(major)) return 'ready'
    const detail = `${dataDir} was written by PostgreSQL ${found}; this release runs ${major}.`
    throw opsErrors.OPS_DATA_DIR_VERSION({ detail, data: { found, wanted: major } })
  } catch (cause) {
    throw (cause as NodeJS.ErrnoException).syscall ? explainFileError(cause, dataDir) : cause
  }
}

/**
 * Makes a PostgreSQL data directory: superuser with password (scram-sha-256 everywhere), UTF8, builtin C.UTF-8
 * collation, checksums. Built beside the final place and renamed, so a killed run leaves no half directory, and of
 * two at once one wins and the other gets `{created: false}`. An existing directory is not changed.
 * `dataDir` in the answer is the real folder. Throws OPS_… errors.
 */
export async function initCluster(options: InitOptions): Promise<{ created: boolean; dataDir: string }> {
  const found = locateBinaries()
  const user = chooseServerUser(options.dataDir)
  if (inspectDataDir(options.dataDir, found.major) === 'ready') {
    return { created: false, dataDir: realpathSync(options.dataDir) }
  }
  const systemRoot = options.systemRoot ?? SYSTEM_ROOT
  const dataDir = placeDataDir(options.dataDir, user, systemRoot)
  const binaries = usableBinaries(found, user, systemRoot)
  removeDrafts(dataDir)
  const draft = `${dataDir}.init-${process.pid}-${randomBytes(3).toString('hex')}`
  try {
    makeDraft(draft, user)
    await runInitdb(binaries, user, draft, options)
    includeSettings(draft, user)
    return { created: moveIntoPlace(draft, dataDir), dataDir }
  } catch (cause) {
    throw isAppError(cause) ? cause : explainFileError(cause, dataDir)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

function makeDraft(draft: string, user: ServerUser): void {
  mkdirSync(draft, { mode: 0o700 })
  giveTo(user, draft)
}

/** Drafts of runs that were killed; one whose process still lives is left alone. */
function removeDrafts(dataDir: string): void {
  const prefix = `${path.basename(dataDir)}.init-`
  for (const name of readdirSync(path.dirname(dataDir))) {
    if (!name.startsWith(prefix)) continue
    const pid = Number.parseInt(name.slice(prefix.length), 10)
    if (pid === process.pid || inspectProcess(pid)) continue
    rmSync(path.join(path.dirname(dataDir), name), { recursive: true, force: true })
  }
}

async function runInitdb(binaries: Binaries, user: ServerUser, draft: string, options: InitOptions): Promise<void> {
  const passwordFile = writePasswordFile(draft, options.password, user)
  const args = [
    `--pgdata=${draft}`,
    `--username=${options.superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    '--no-instructions',
    ...(options.fsync === false ? ['--no-sync'] : []),
  ]
  try {
    const run = await runToEnd(binaries.initdb, args, { user, home: draft })
    if (run.error) throw opsErrors.OPS_BINARIES_UNUSABLE({ detail: run.error.message, cause: run.error })
    if (run.code !== 0) throw explainStartupFailure(run.output)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/**
 * The password goes through a file that only the server's user can read: argv is visible to everybody. It lies beside
 * the draft and is named like it, so that what a killed run leaves is removed with its draft.
 */
function writePasswordFile(draft: string, password: string, user: ServerUser): string {
  const file = `${draft}.password`
  writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx' })
  giveTo(user, file)
  return file
}

function includeSettings(dataDir: string, user: ServerUser): void {
  const lines = ['', '# Written by InboxLift at every start:', "include_if_exists 'inboxlift.conf'", '# Yours, read last:', "include_if_exists 'custom.conf'", '']
  appendFileSync(path.join(dataDir, 'postgresql.conf'), lines.join('\n'))
  const custom = path.join(dataDir, 'custom.conf')
  writeFileSync(custom, '# Your own settings of the embedded PostgreSQL; they win over inboxlift.conf.\n', { mode: 0o600 })
  giveTo(user, custom)
}

/** False when another run was faster. */
function moveIntoPlace(draft: string, dataDir: string): boolean {
  try {
    renameSync(draft, dataDir) // replaces an empty folder, refuses a full one
    return true
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    throw cause
  }
}
