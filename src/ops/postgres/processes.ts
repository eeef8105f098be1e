// Who is running: looks up processes by id, start time and working folder, so that nothing is ever killed that is
// not ours. Linux reads /proc; elsewhere `ps` gives what it can.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'

export type ProcessInfo = { pid: number; parent: number; startedAt: string; state: string }

/**
 * A process that exists now, or null (zombies count as gone). `startedAt` together with the pid names one process
 * for ever; compare it before any kill, because ids are used again.
 */
export function inspectProcess(pid: number): ProcessInfo | null {
  const info = process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
  return info && info.state !== 'Z' && info.state !== 'X' ? info : null
}

function fromProc(pid: number): ProcessInfo | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ') // the name may hold blanks and brackets
    return { pid, state: rest[0] ?? '?', parent: Number(rest[1]), startedAt: `${bootId()}:${rest[19]}` }
  } catch {
    return null
  }
}

let boot: string | undefined
function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8)
  return boot
}

function fromPs(pid: number): ProcessInfo | null {
  try {
    const line = execFileSync('ps', ['-o', 'ppid=,state=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    const [parent, state, ...started] = line.split(/\s+/)
    return { pid, parent: Number(parent), state: (state ?? '?').charAt(0), startedAt: started.join(' ') }
  } catch {
    return null
  }
}

/** True when the number belongs to any process, zombies included: what PostgreSQL looks at. */
export function isNumberTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** True while exactly this process lives. */
export function isSameProcess(pid: number, startedAt: string): boolean {
  return inspectProcess(pid)?.startedAt === startedAt
}

/**
 * Ids of the `postgres` processes whose working folder is `dataDir` (a real path): the postmaster and all its
 * children, also those left behind by a dead postmaster. Empty off Linux.
 */
export function serverProcesses(dataDir: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isServerProcess(pid, dataDir))
}

/** True when `pid` is a `postgres` program working in `dataDir` (a real path). */
export function isServerProcess(pid: number, dataDir: string): boolean {
  if (process.platform !== 'linux') return inspectProcess(pid) !== null && commandOf(pid).includes(dataDir)
  return linkOf(pid, 'cwd') === dataDir && isServer(pid)
}

/** True when `pid` is a living `postgres` program, wherever it works. */
export function isServer(pid: number): boolean {
  if (!inspectProcess(pid)) return false
  if (process.platform !== 'linux') return /postgres/.test(commandOf(pid))
  return path.basename(linkOf(pid, 'exe')) === 'postgres'
}

function linkOf(pid: number, name: 'cwd' | 'exe'): string {
  try {
    return readlinkSync(`/proc/${pid}/${name}`).replace(/ \(deleted\)$/, '')
  } catch {
    return '' // gone meanwhile, or not ours to look at
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/** One variable of another process's environment, or null when it cannot be read. */
export function environmentOf(pid: number, name: string): string | null {
  try {
    const entry = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').find((part) => part.startsWith(`${name}=`))
    return entry ? entry.slice(name.length + 1) : null
  } catch {
    return null
  }
}

/** Sends a signal; false when the process is gone. Throws when it may not be signalled. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw cause
  }
}

/** Waits until every one of the processes is gone; false when `timeoutMs` passed first. */
export async function waitForExit(pids: readonly number[], timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs
  while (pids.some((pid) => inspectProcess(pid))) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return true
}
