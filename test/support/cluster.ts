// A private PostgreSQL for tests, generators and benchmarks: in a temporary folder, gone at stop.
// Works as root and as an ordinary user, needs no container engine and no port.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { initCluster, inspectProcess, isSameProcess, serverProcesses, signalProcess, startPostgres, waitForExit } from '../../src/ops/postgres/index.ts'
import type { Connection, RunningPostgres, ServerSettings } from '../../src/ops/postgres/index.ts'

export type TestClusterOptions = {
  /** true: durable as in production; default false: fast, lost on a power cut (but not on kill -9). */
  fsync?: boolean
  /** Single server settings, e.g. {max_connections: 300}. */
  settings?: ServerSettings
  /** Loopback TCP port besides the socket. */
  port?: number
}

export type TestCluster = {
  /** Superuser login through the Unix socket; stays valid over restart(). */
  connection: Connection
  folder: string
  dataDir: string
  logFile: string
  /** Id of the postmaster that runs now, or null. */
  pid(): number | null
  /** Sends a signal (default SIGKILL) to the postmaster and all its children, and waits until they are gone. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Starts the server again on the same data: after kill(), or with a fast stop before. */
  restart(): Promise<void>
  /** Stops the server and removes the folder. Safe to call twice. */
  stop(): Promise<void>
}

const PREFIX = 'inboxlift-test-'
const OWNER = 'owner'

/**
 * Starts a throwaway cluster (about 0.7 s). What killed earlier runs left behind is removed first. If our own
 * process is killed the server ends by itself and the next run removes its folder.
 */
export async function startTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  await sweepTestClusters()
  const folder = makeTestFolder()
  const login = { superuser: 'test_superuser', password: randomBytes(12).toString('hex') }
  const dataDir = path.join(folder, 'data')
  const logFile = path.join(folder, 'server.log')
  const start = () =>
    startPostgres({
      ...login,
      dataDir,
      logFile,
      socketDir: path.join(folder, 's'),
      port: options.port ?? null,
      settings: testSettings(options),
    })
  let server: RunningPostgres
  try {
    await initCluster({ ...login, dataDir, fsync: options.fsync === true })
    server = await start()
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw cause
  }
  return handle(folder, logFile, server, start)
}

function handle(folder: string, logFile: string, first: RunningPostgres, start: () => Promise<RunningPostgres>): TestCluster {
  let server: RunningPostgres | null = first
  const { dataDir, connection } = first
  return {
    connection,
    folder,
    dataDir,
    logFile,
    pid: () => server?.pid ?? null,
    kill: async (signal = 'SIGKILL') => {
      await killServer(dataDir, signal)
      server = null
    },
    restart: async () => {
      await server?.stop('fast')
      server = await start()
    },
    stop: async () => {
      await server?.stop('immediate')
      server = null
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function testSettings(options: TestClusterOptions): ServerSettings {
  const durable = options.fsync === true
  return {
    shared_buffers: '256MB',
    max_connections: 200,
    fsync: durable,
    full_page_writes: durable,
    synchronous_commit: 'on', // with fsync off it costs nothing, and without it kill -9 loses commits
    autovacuum_naptime: '20s',
    log_checkpoints: false,
    ...options.settings,
  }
}

/** The folder carries the mark of its owner from the first moment, so that a sweep never takes a young one. */
function makeTestFolder(): string {
  const folder = mkdtempSync(path.join(testRoot(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o711) // the server's user must get through
  writeFileSync(path.join(folder, OWNER), `${process.pid} ${inspectProcess(process.pid)?.startedAt ?? ''}`)
  return folder
}

function testRoot(): string {
  // A TMPDIR of root's own would be closed to the server's user, and long ones leave no room for a socket path.
  return process.geteuid?.() === 0 || tmpdir().length > 60 ? '/tmp' : tmpdir()
}

/** Kills the postmaster of `dataDir` with all its children; each sits in a session of its own, so a group kill is not enough. */
async function killServer(dataDir: string, signal: NodeJS.Signals): Promise<void> {
  for (let round = 0; round < 50; round += 1) {
    const pids = serverProcesses(dataDir)
    if (pids.length === 0) return
    for (const pid of pids) signalProcess(pid, signal)
    if (signal !== 'SIGKILL') {
      await waitForExit(pids, 60_000)
      return
    }
    await waitForExit(pids, 200) // a child forked meanwhile is met in the next round
  }
}

/** Stops and removes the clusters of runs that were killed. Clusters of living processes are left alone. */
export async function sweepTestClusters(): Promise<number> {
  const root = testRoot()
  let removed = 0
  for (const name of readdirSync(root).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(root, name)
    if (isOwned(folder, name)) continue
    try {
      await killServer(path.join(folder, 'data'), 'SIGKILL')
      rmSync(folder, { recursive: true, force: true })
      removed += 1
    } catch {
      // belongs to another user, or another run sweeps it at this moment
    }
  }
  return removed
}

function isOwned(folder: string, name: string): boolean {
  const file = path.join(folder, OWNER)
  try {
    const [pid, ...startedAt] = readFileSync(file, 'utf8').split(' ')
    return isSameProcess(Number(pid), startedAt.join(' '))
  } catch {
    // Being made right now, or half removed: then the number in the name decides.
    return existsSync(folder) && inspectProcess(Number.parseInt(name.slice(PREFIX.length), 10)) !== null
  }
}
