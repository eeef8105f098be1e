// Who runs this installation: a lock that one supervisor holds, and a file that says what it runs and where.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inspectProcess, isSameProcess } from '../postgres/processes.ts'
import { explainFileError } from '../postgres/startup-failure.ts'
import type { Home } from './home.ts'

/** One process for ever: its number is used again, number and start time together are not. */
export type ProcessMark = { pid: number; startedAt: string }

export type RunState = ProcessMark & {
  phase: 'starting' | 'ready' | 'stopping'
  /** ISO 8601. */
  since: string
  /** Of the web UI, once ready. */
  url: string | null
  /** Where the database listens; passwords are in the secrets folder. Null on a server of one's own. */
  database: { host: string; port: number; database: string } | null
  services: (ProcessMark & { name: string })[]
}

/** The mark of a living process. */
export function markOf(pid: number): ProcessMark {
  return { pid, startedAt: inspectProcess(pid)?.startedAt ?? '' }
}

const lockFile = (home: Home): string => path.join(home.run, 'supervisor.lock')
const stateFile = (home: Home): string => path.join(home.run, 'state.json')

export type RunLock = { release(): void }

/**
 * Takes the lock of the installation, or returns null when a living process holds it. A lock left by a killed
 * process is taken over; of several that try at once one succeeds.
 */
export function takeRunLock(home: Home): RunLock | null {
  const mine = JSON.stringify(markOf(process.pid))
  const candidate = `${lockFile(home)}.${process.pid}`
  try {
    writeFileSync(candidate, mine, { mode: 0o600 })
    for (;;) {
      if (tryLink(candidate, lockFile(home))) break
      const holder = read(lockFile(home))
      if (holder === null) continue // released at this moment
      if (isAlive(holder)) return null
      removeStale(home, holder)
    }
  } catch (cause) {
    throw explainFileError(cause, home.run)
  } finally {
    rmSync(candidate, { force: true })
  }
  return { release: () => releaseIfMine(home, mine) }
}

function tryLink(candidate: string, file: string): boolean {
  try {
    linkSync(candidate, file) // atomic, and fails when the file exists
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function isAlive(text: string): boolean {
  const mark = parse<ProcessMark>(text)
  return mark !== null && isSameProcess(mark.pid, mark.startedAt)
}

function parse<T>(text: string | null): T | null {
  try {
    return text === null ? null : (JSON.parse(text) as T)
  } catch {
    return null
  }
}

/** Renaming takes exactly one file away; if a faster one has put its own there meanwhile, it gets it back. */
function removeStale(home: Home, stale: string): void {
  const aside = `${lockFile(home)}.stale-${process.pid}`
  try {
    renameSync(lockFile(home), aside)
  } catch {
    return // somebody else removed it
  }
  if (read(aside) !== stale) tryLink(aside, lockFile(home))
  rmSync(aside, { force: true })
}

function releaseIfMine(home: Home, mine: string): void {
  if (read(lockFile(home)) === mine) rmSync(lockFile(home), { force: true })
}

/** Writes the state; whole or not at all. */
export function writeRunState(home: Home, state: RunState): void {
  const draft = `${stateFile(home)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 })
  renameSync(draft, stateFile(home))
}

/** Removes the state at an orderly end. */
export function clearRunState(home: Home): void {
  rmSync(stateFile(home), { force: true })
}

/** What was last written, whether its writer lives or not; null when there is nothing. */
export function lastRunState(home: Home): RunState | null {
  return parse<RunState>(read(stateFile(home)))
}

/** The state of the installation if it runs now, else null. */
export function readRunState(home: Home): RunState | null {
  const state = lastRunState(home)
  return state && isSameProcess(state.pid, state.startedAt) ? state : null
}
