// What an earlier start may have left running in a data directory, and how it is brought down cleanly.
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { opsErrors } from './errors.ts'
import { environmentOf, inspectProcess, isNumberTaken, isSameProcess, isServer, isServerProcess, serverProcesses, signalProcess, waitForExit } from './processes.ts'

/** Environment variable of every server we start: who started it, as "pid start-time". */
export const OWNER_VARIABLE = 'INBOXLIFT_OWNER'

/** The value of OWNER_VARIABLE for this process. */
export function ownerMark(): string {
  return `${process.pid} ${inspectProcess(process.pid)?.startedAt ?? ''}`
}

export type Leftover = 'none' | 'stopped'

/**
 * Brings down a server that runs in `dataDir` (a real path) although its starter is dead: fast shutdown, then
 * immediate, then kill. Also ends backends whose postmaster was killed, and removes a pid file whose number now
 * belongs to another program. Throws OPS_DATA_DIR_IN_USE when the starter lives or the server is not ours.
 */
export async function stopLeftover(dataDir: string, patienceMs = 60_000): Promise<Leftover> {
  const postmaster = readPostmasterPid(dataDir)
  if (postmaster !== null && isServerProcess(postmaster, dataDir)) {
    refuseIfOwned(postmaster, dataDir)
    await stopServer(postmaster, dataDir, patienceMs)
    return 'stopped'
  }
  const orphans = serverProcesses(dataDir)
  if (orphans.length > 0) await killAll(orphans, dataDir)
  // A free number in the file is PostgreSQL's own business (it checks shared memory, too). One that is taken would
  // make it refuse: by another program that got the number since, or by a zombie, which stays for long where no init
  // process reaps (many containers).
  if (postmaster !== null && isNumberTaken(postmaster)) rmSync(path.join(dataDir, 'postmaster.pid'), { force: true })
  return orphans.length > 0 ? 'stopped' : 'none'
}

/**
 * Removes locks and sockets in a socket folder whose number is taken by something that is no PostgreSQL server; with
 * a free number PostgreSQL does it itself. For the same reasons as the pid file above.
 */
export function removeStaleSockets(socketDir: string): void {
  for (const name of readdirSync(socketDir).filter((entry) => /^\.s\.PGSQL\.\d+\.lock$/.test(entry))) {
    const file = path.join(socketDir, name)
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10)
    if (isServer(pid) || !isNumberTaken(pid)) continue
    rmSync(file, { force: true })
    rmSync(file.slice(0, -'.lock'.length), { force: true })
  }
}

/** The number in postmaster.pid (negative for a standalone backend: made positive), or null. */
export function readPostmasterPid(dataDir: string): number | null {
  const file = path.join(dataDir, 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Math.abs(Number.parseInt(readFileSync(file, 'utf8'), 10))
  return Number.isInteger(pid) && pid > 1 ? pid : null
}

function refuseIfOwned(postmaster: number, dataDir: string): void {
  const mark = environmentOf(postmaster, OWNER_VARIABLE)
  const refuse = (why: string) => opsErrors.OPS_DATA_DIR_IN_USE({ detail: `${dataDir}: ${why}`, data: { pid: postmaster } })
  if (mark === null) {
    // Started by hand or by another tool, or not readable for us.
    if (process.platform === 'linux') throw refuse(`PostgreSQL process ${postmaster} was not started by InboxLift.`)
    if ((inspectProcess(postmaster)?.parent ?? 0) > 1) throw refuse(`process ${postmaster}.`)
    return
  }
  const [pid, ...startedAt] = mark.split(' ')
  if (isSameProcess(Number(pid), startedAt.join(' '))) throw refuse(`started by process ${pid}, which is still running.`)
}

/** Fast shutdown, then immediate, then kill; returns when no server process of the directory is left. */
export async function stopServer(postmaster: number, dataDir: string, patienceMs: number): Promise<void> {
  for (const [signal, wait] of [['SIGINT', patienceMs], ['SIGQUIT', 10_000]] as const) {
    signalProcess(postmaster, signal)
    if (await waitForExit([postmaster], wait)) return killAll(serverProcesses(dataDir), dataDir)
  }
  await killAll([postmaster, ...serverProcesses(dataDir)], dataDir)
}

async function killAll(pids: readonly number[], dataDir: string): Promise<void> {
  for (const pid of pids) signalProcess(pid, 'SIGKILL')
  if (!(await waitForExit(pids, 10_000))) throw opsErrors.OPS_DATA_DIR_IN_USE({ detail: dataDir })
}
