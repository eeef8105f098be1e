// room: a real server is made, started, refused, killed and recovered.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { requires } from '../../../test/support/requires.ts'
import { initCluster } from './init-cluster.ts'
import { inspectProcess, serverProcesses, signalProcess, waitForExit } from './processes.ts'
import { chooseServerUser } from './server-user.ts'
import { giveTo } from './placement.ts'
import { connectionUrl, startPostgres } from './start-postgres.ts'
import type { Connection, RunningPostgres } from './start-postgres.ts'

const holder = new URL('../../../test/support/hold-server.ts', import.meta.url).pathname
const root = requires('root')
const mount = requires('mount')
let folder: string
let running: RunningPostgres[] = []

const options = () => ({
  superuser: 'boss',
  password: 'p w/@:%',
  dataDir: path.join(folder, 'data'),
  socketDir: path.join(folder, 's'),
  logFile: path.join(folder, 'server.log'),
  fsync: false,
  settings: { shared_buffers: '32MB' },
})

beforeEach(() => {
  folder = mkdtempSync('/tmp/inboxlift-start-')
  chmodSync(folder, 0o711)
})
afterEach(async () => {
  await Promise.all(running.map((server) => server.stop('immediate')))
  running = []
  for (const pid of serverProcesses(path.join(folder, 'data'))) signalProcess(pid, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function start(more: Partial<Parameters<typeof startPostgres>[0]> = {}): Promise<RunningPostgres> {
  const server = await startPostgres({ ...options(), ...more })
  running.push(server)
  return server
}

async function query(connection: Connection | string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(typeof connection === 'string' ? { connectionString: connection } : connection)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]
  } finally {
    await client.end().catch(() => {})
  }
}

/** Another process that starts the server, to be killed. */
async function hold(): Promise<{ child: ChildProcess; pid: number; connection: Connection }> {
  const child = spawn(process.execPath, [holder], { env: { ...process.env, HOLD_OPTIONS: JSON.stringify(options()) }, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
  return { child, ...(JSON.parse(line) as { pid: number; connection: Connection }) }
}

const code = (expected: string) => expect.objectContaining({ code: expected })

test('made with password, checksums and a builtin collation; data survives a restart', async () => {
  expect(await initCluster(options())).toEqual({ created: true, dataDir: options().dataDir })
  expect(await initCluster(options())).toEqual({ created: false, dataDir: options().dataDir })
  const first = await start()
  const facts = await query(first.connection, `select current_setting('data_checksums') checksums, datlocprovider::text provider,
    datlocale locale, pg_encoding_to_char(encoding) encoding from pg_database where datname = 'postgres'`)
  expect(facts).toEqual([{ checksums: 'on', provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' }])
  await expect(query({ ...first.connection, password: 'wrong' }, 'select 1')).rejects.toThrow('password authentication failed')
  await query(first.connection, 'create table kept as select 42 as answer')
  await first.stop()
  await first.stop()
  const second = await start()
  expect(second.recovered).toBe(false)
  expect(await query(connectionUrl(second.connection), 'select answer from kept')).toEqual([{ answer: 42 }])
  expect(statSync(second.connection.host).mode & 0o777).toBe(0o700)
})

test('two at once make one directory', async () => {
  const results = await Promise.all([initCluster(options()), initCluster({ ...options(), password: 'other' })])
  expect(results.map((result) => result.created).toSorted()).toEqual([false, true])
  expect(readdirSync(folder).filter((name) => name.includes('.init-'))).toEqual([])
})

test('what a killed initialisation left is removed', async () => {
  const draft = path.join(folder, 'data.init-999999999-abc')
  mkdirSync(draft)
  writeFileSync(path.join(draft, 'PG_VERSION'), '18')
  await initCluster(options())
  expect(existsSync(draft)).toBe(false)
})

test('a directory of another major version is refused untouched', async () => {
  await initCluster(options())
  const file = path.join(options().dataDir, 'PG_VERSION')
  writeFileSync(file, '17\n')
  await expect(initCluster(options())).rejects.toThrow(code('OPS_DATA_DIR_VERSION'))
  await expect(start()).rejects.toThrow(/PostgreSQL 17; this release runs 18/)
  expect(readFileSync(file, 'utf8')).toBe('17\n')
})

test('a folder with other files is refused', async () => {
  mkdirSync(options().dataDir)
  writeFileSync(path.join(options().dataDir, 'holiday.jpg'), '')
  await expect(initCluster(options())).rejects.toThrow(code('OPS_DATA_DIR_FOREIGN'))
})

test('a port in use is named', async () => {
  await initCluster(options())
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  await expect(start({ port })).rejects.toThrow(code('OPS_PORT_IN_USE'))
  other.close()
  await once(other, 'close')
  const server = await start({ port })
  expect(await query(server.tcp!, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a bad setting is named, and nothing keeps running', async () => {
  await initCluster(options())
  appendFileSync(path.join(options().dataDir, 'custom.conf'), 'nonsense_setting = 1\n')
  await expect(start()).rejects.toThrow(/OPS_BAD_SETTING|does not accept/)
  expect(serverProcesses(options().dataDir)).toEqual([])
})

test('damaged files are called so', async () => {
  await initCluster(options())
  writeFileSync(path.join(options().dataDir, 'global/pg_control'), '')
  await expect(start()).rejects.toThrow(code('OPS_DATA_DIR_DAMAGED'))
})

test('too open permissions of a copied directory are repaired', async () => {
  await initCluster(options())
  chmodSync(options().dataDir, 0o777)
  await start()
  expect(statSync(options().dataDir).mode & 0o777).toBe(0o700)
})

test('a standby counts as ready', async () => {
  await initCluster(options())
  const user = chooseServerUser(options().dataDir)
  const signal = path.join(options().dataDir, 'standby.signal')
  writeFileSync(signal, '')
  giveTo(user, signal)
  const server = await start()
  expect(await query(server.connection, 'select pg_is_in_recovery() as standby')).toEqual([{ standby: true }])
})

test('values of failed statements do not reach the log', async () => {
  await initCluster(options())
  const server = await start()
  const person = 'someone.private@example.org'
  await query(server.connection, 'create table people (address text primary key, age int)')
  await query(server.connection, `insert into people values ('${person}', 1)`)
  await expect(query(server.connection, `insert into people values ('${person}', 1)`)).rejects.toThrow('duplicate key')
  await expect(query(server.connection, `select '${person}'::int`)).rejects.toThrow('invalid input syntax')
  await server.stop()
  expect(readFileSync(server.logFile, 'utf8')).not.toContain('private')
})

test('a killed server is reported once and starts again with its data', async () => {
  await initCluster(options())
  let exits = 0
  const ended = Promise.withResolvers<void>()
  const server = await start({ onExit: () => ((exits += 1), ended.resolve()) })
  await query(server.connection, 'create table kept as select 42 as answer')
  process.kill(server.pid, 'SIGKILL')
  await ended.promise
  const again = await start()
  expect(await query(again.connection, 'select answer from kept')).toEqual([{ answer: 42 }])
  expect(exits).toBe(1)
})

test('backends that outlive a killed postmaster are ended before the next start', async () => {
  await initCluster(options())
  const server = await start()
  const client = new pg.Client(server.connection)
  client.on('error', () => {})
  await client.connect()
  // Busy in the processor, it does not notice that the postmaster is dead.
  const busy = client.query("do $$ begin loop perform 1; end loop; end $$").catch(() => 'ended')
  await expect.poll(async () => (await query(server.connection, "select count(*)::int as n from pg_stat_activity where query like 'do $$%' and state = 'active'"))[0]?.n).toBe(1)
  process.kill(server.pid, 'SIGKILL')
  await waitForExit([server.pid], 5_000)
  expect(serverProcesses(options().dataDir).length).toBeGreaterThan(0)
  const again = await start()
  expect(again.recovered).toBe(true)
  expect(await busy).toBe('ended')
})

test('when the starter is killed the server ends by itself', async () => {
  const held = await hold()
  await query(held.connection, 'create table kept as select 42 as answer')
  held.child.kill('SIGKILL')
  expect(await waitForExit([held.pid], 10_000)).toBe(true)
  const server = await start()
  expect(await query(server.connection, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('when starter and guard are killed the next start takes the orphan down first', async () => {
  const held = await hold()
  await query(held.connection, 'create table kept as select 42 as answer')
  for (const pid of childrenOf(held.child.pid!).filter((child) => child !== held.pid)) process.kill(pid, 'SIGKILL')
  held.child.kill('SIGKILL')
  await once(held.child, 'exit')
  expect(inspectProcess(held.pid)).not.toBeNull()
  const server = await start()
  expect(server.recovered).toBe(true)
  expect(inspectProcess(held.pid)).toBeNull()
  expect(await query(server.connection, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('a server whose starter lives is left alone', async () => {
  const held = await hold()
  await expect(start()).rejects.toThrow(code('OPS_DATA_DIR_IN_USE'))
  expect(await query(held.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  held.child.kill('SIGKILL')
  await waitForExit([held.pid], 10_000)
})

test('a pid file whose number now names another program does not block', async () => {
  await initCluster(options())
  const user = chooseServerUser(options().dataDir)
  const stranger = spawn('sleep', ['60'], { uid: user.uid, gid: user.gid, stdio: 'ignore' })
  const file = path.join(options().dataDir, 'postmaster.pid')
  writeFileSync(file, `${stranger.pid}\n${options().dataDir}\n1700000000\n5432\n\n\n`)
  giveTo(user, file)
  const server = await start()
  expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(stranger.exitCode).toBeNull()
  stranger.kill()
})

/** Runs hold-server to its end as another user; gives back what it wrote to stderr. */
async function holdAs(uid: number, more: object): Promise<string> {
  const child = spawn(process.execPath, [holder], { uid, gid: uid, env: { HOLD_OPTIONS: JSON.stringify({ ...options(), ...more }) }, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  child.stderr!.setEncoding('utf8').on('data', (part: string) => (text += part))
  child.stdout!.setEncoding('utf8').on('data', (part: string) => ((text += part), child.kill('SIGKILL')))
  await once(child, 'close')
  return text
}

const NOBODY = 65534

test.skipIf(root.skip)('an ordinary user runs it without any help of root', async () => {
  chmodSync(folder, 0o777)
  const home = path.join(folder, 'home')
  const text = await holdAs(NOBODY, { dataDir: path.join(home, 'data'), socketDir: path.join(home, 's'), logFile: path.join(home, 'log') })
  const { pid } = JSON.parse(text) as { pid: number }
  expect(statSync(path.join(home, 'data')).uid).toBe(NOBODY)
  expect(await waitForExit([pid], 10_000)).toBe(true)
})

test.skipIf(root.skip)('a folder that may not be written and data of somebody else are named', async () => {
  mkdirSync(path.join(folder, 'shut'), { mode: 0o755 })
  expect(await holdAs(NOBODY, { dataDir: path.join(folder, 'shut/home/data') })).toContain('OPS_NO_PERMISSION')
  await initCluster(options())
  expect(await holdAs(NOBODY, {})).toContain('OPS_DATA_DIR_OWNER')
})

test.skipIf(mount.skip)('a full disk is named, while initialising and while starting, and nothing half is left', async () => {
  const disk = path.join(folder, 'disk')
  mkdirSync(disk)
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=90m,mode=755', 'none', disk]).status).toBe(0)
  try {
    const small = { dataDir: path.join(disk, 'data'), logFile: path.join(folder, 'server.log') }
    fill(path.join(disk, 'ballast'), 80)
    await expect(initCluster({ ...options(), ...small })).rejects.toThrow(code('OPS_DISK_FULL'))
    expect(readdirSync(disk)).toEqual(['ballast'])
    rmSync(path.join(disk, 'ballast'))
    await initCluster({ ...options(), ...small })
    fill(path.join(disk, 'ballast'), 90)
    await expect(start(small)).rejects.toThrow(code('OPS_DISK_FULL'))
    rmSync(path.join(disk, 'ballast'))
    const server = await start(small)
    expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
  } finally {
    spawnSync('umount', [disk])
  }
})

function fill(file: string, megabytes: number): void {
  try {
    for (let n = 0; n < megabytes; n += 1) appendFileSync(file, Buffer.alloc(1024 * 1024))
  } catch {
    // full, as wanted
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => inspectProcess(pid)?.parent === parent)
}
