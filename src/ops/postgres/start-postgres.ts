// Starts the embedded server on a data directory and stops it again.
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isAppError } from '../../kernel/index.ts'
import { locateBinaries, usableBinaries } from './binaries.ts'
import type { Binaries } from './binaries.ts'
import { opsErrors } from './errors.ts'
import { startGuard } from './guard.ts'
import type { Guard } from './guard.ts'
import { inspectDataDir } from './init-cluster.ts'
import { OWNER_VARIABLE, ownerMark, removeStaleSockets, stopLeftover, stopServer } from './leftover.ts'
import { SYSTEM_ROOT, giveTo, placeDataDir, placeSocketDir } from './placement.ts'
import { signalProcess, waitForExit } from './processes.ts'
import { runProgram } from './run-program.ts'
import type { Program, ProgramExit } from './run-program.ts'
import { chooseServerUser } from './server-user.ts'
import type { ServerUser } from './server-user.ts'
import { openServerLog } from './server-log.ts'
import type { LogRotation, ServerLog } from './server-log.ts'
import { embeddedSettings, renderSettings } from './settings.ts'
import type { ServerSettings } from './settings.ts'
import { explainFileError, explainStartupFailure } from './startup-failure.ts'

export type Connection = { host: string; port: number; user: string; password: string; database: string }

export type StopMode = 'smart' | 'fast' | 'immediate'

export type StartOptions = {
  dataDir: string
  /** Wanted folder of the Unix socket; another one is used when its path is too long. */
  socketDir: string
  /** Loopback TCP port besides the socket; null or absent: socket only. */
  port?: number | null
  superuser: string
  password: string
  /** Replaces single values of embeddedSettings(). */
  settings?: ServerSettings
  logFile: string
  logRotation?: LogRotation
  /** Called once when the server ends without `stop` having been called. */
  onExit?: (exit: ProgramExit) => void
  /** How long the server may take to become ready; recovery after a crash counts, too. */
  timeoutMs?: number
  /** Where root may place what the server's user cannot reach; default /var/lib/inboxlift. */
  systemRoot?: string
}

export type RunningPostgres = {
  /** Through the Unix socket: host is a folder. */
  connection: Connection
  /** Through loopback, when a port was asked for. */
  tcp: Connection | null
  pid: number
  dataDir: string
  logFile: string
  /** True when a server left behind by a killed starter had to be stopped first. */
  recovered: boolean
  /**
   * Stops the server and returns when all its processes are gone. 'fast' (default) disconnects clients and writes a
   * checkpoint; after `patienceMs` it becomes 'immediate'. Safe to call twice.
   */
  stop(mode?: StopMode, patienceMs?: number): Promise<void>
}

const READY = /ready to accept (read-only )?connections/ // the second form is a standby's
const SIGNALS = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const

/**
 * Starts PostgreSQL and returns when it accepts connections (also read-only ones, as a standby). A server that a
 * killed starter left behind in the same directory is stopped first; if our process is killed, a guard stops the
 * server. Throws OPS_… errors that name the remedy; nothing keeps running then.
 */
export async function startPostgres(options: StartOptions): Promise<RunningPostgres> {
  const found = locateBinaries()
  const user = chooseServerUser(options.dataDir)
  if (inspectDataDir(options.dataDir, found.major) === 'absent') {
    throw opsErrors.OPS_DATA_DIR_DAMAGED({ detail: `${options.dataDir} is empty.` })
  }
  const systemRoot = options.systemRoot ?? SYSTEM_ROOT
  const dataDir = placeDataDir(options.dataDir, user, systemRoot)
  const binaries = usableBinaries(found, user, systemRoot)
  const recovered = (await stopLeftover(dataDir)) === 'stopped'
  const socketDir = placeSocketDir(options.socketDir, user)
  removeStaleSockets(socketDir)
  prepareDataDir(dataDir, user, options.settings ?? {})
  const log = openServerLog(options.logFile, options.logRotation)
  const launch = { binaries, user, dataDir, socketDir, log, options }
  return launchServer(launch, recovered)
}

type Launch = { binaries: Binaries; user: ServerUser; dataDir: string; socketDir: string; log: ServerLog; options: StartOptions }

const SOCKET_PORT = 5432 // the folder is private, so the number needs no choosing

async function launchServer(launch: Launch, recovered: boolean): Promise<RunningPostgres> {
  const { options, dataDir, log } = launch
  const program = runProgram(launch.binaries.postgres, serverArguments(launch), {
    user: launch.user,
    home: dataDir,
    stdio: ['ignore', log.fd, log.fd],
    env: { [OWNER_VARIABLE]: ownerMark() },
  })
  if (program.pid === undefined) {
    const { error } = await program.exited
    log.close()
    throw opsErrors.OPS_BINARIES_UNUSABLE({ detail: error?.message ?? launch.binaries.postgres, cause: error })
  }
  const guard = startGuard(program.pid, dataDir, launch.user)
  try {
    await waitUntilReady(program, log, options)
  } catch (cause) {
    await stopServer(program.pid, dataDir, 5_000)
    guard.release()
    log.close()
    throw cause
  }
  return superviseServer(launch, program, guard, recovered)
}

function serverArguments({ dataDir, socketDir, options }: Launch): string[] {
  const port = options.port ?? SOCKET_PORT
  const settings = [
    `port=${port}`,
    `listen_addresses=${options.port == null ? '' : '127.0.0.1'}`,
    `unix_socket_directories="${socketDir.replaceAll('"', '""')}"`, // a list: commas and blanks need the quotes
    'unix_socket_permissions=0700',
  ]
  return ['-D', dataDir, ...settings.flatMap((setting) => ['-c', setting])]
}

/** Writes the settings file and repairs folder permissions that a careless copy widened. */
function prepareDataDir(dataDir: string, user: ServerUser, settings: ServerSettings): void {
  const file = path.join(dataDir, 'inboxlift.conf')
  try {
    chmodSync(dataDir, 0o700)
    const head = '# Written by InboxLift at every start. Put your own settings into custom.conf beside this file.\n'
    writeFileSync(`${file}.new`, head + renderSettings({ ...embeddedSettings(), ...settings }), { mode: 0o600 })
    giveTo(user, `${file}.new`)
    renameSync(`${file}.new`, file)
  } catch (cause) {
    throw isAppError(cause) || cause instanceof TypeError ? cause : explainFileError(cause, file)
  }
}

async function waitUntilReady(program: Program, log: ServerLog, options: StartOptions): Promise<void> {
  const end = performance.now() + (options.timeoutMs ?? 300_000)
  let exit: ProgramExit | null = null
  void program.exited.then((value) => (exit = value))
  let output = ''
  for (;;) {
    const over = exit
    output = (output + log.readNew()).slice(-64 * 1024)
    if (READY.test(output)) return
    if (over) throw explainStartupFailure(output, { port: options.port ?? null })
    if (performance.now() > end) throw opsErrors.OPS_START_TIMEOUT({ detail: options.logFile })
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function superviseServer(launch: Launch, program: Program, guard: Guard, recovered: boolean): RunningPostgres {
  const { options, dataDir, socketDir, log } = launch
  const pid = program.pid as number
  let stopping: Promise<void> | null = null
  const rotation = setInterval(() => log.rotateIfLarge(), 60_000).unref()
  void program.exited.then((exit) => {
    clearInterval(rotation)
    guard.release()
    log.close()
    if (!stopping) options.onExit?.(exit)
  })
  const stop = async (mode: StopMode, patienceMs: number) => {
    if (signalProcess(pid, SIGNALS[mode]) && !(await waitForExit([pid], patienceMs))) await stopServer(pid, dataDir, 0)
    await program.exited
  }
  const login = { user: options.superuser, password: options.password, database: 'postgres' }
  const port = options.port ?? null
  return {
    connection: { host: socketDir, port: port ?? SOCKET_PORT, ...login },
    tcp: port === null ? null : { host: '127.0.0.1', port, ...login },
    pid,
    dataDir,
    logFile: options.logFile,
    recovered,
    stop: (mode = 'fast', patienceMs = 60_000) => (stopping ??= stop(mode, patienceMs)),
  }
}

/** `connection` as a URL that pg and libpq understand. It holds the password: never print it, never pass it in argv. */
export function connectionUrl(connection: Connection): string {
  const login = `${encodeURIComponent(connection.user)}:${encodeURIComponent(connection.password)}`
  const database = encodeURIComponent(connection.database)
  if (!connection.host.startsWith('/')) return `postgresql://${login}@${connection.host}:${connection.port}/${database}`
  return `postgresql://${login}@${encodeURIComponent(connection.host)}:${connection.port}/${database}`
}

/** The end of a log file, for people. */
export function lastLogLines(file: string, count: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
  } catch {
    return ''
  }
}
