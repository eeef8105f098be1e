// failure: npm start's supervisor with real processes: killed, refused, started twice, stopped in order.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { homeAt, inspectProcess, readRunState, signalProcess, waitForExit } from '../../src/ops/index.ts'
import type { Home, RunState } from '../../src/ops/index.ts'
import { requires } from '../support/requires.ts'

const toy = new URL('../fixtures/toy-installation.ts', import.meta.url).pathname
const compiled = new URL('../../node_modules/.cache/inboxlift-test', import.meta.url).pathname
const root = requires('root')
let folder: string
let home: Home

beforeEach(() => {
  folder = mkdtempSync('/tmp/inboxlift-sup-')
  chmodSync(folder, 0o711)
  home = homeAt(path.join(folder, 'home'))
})
afterEach(async () => {
  for (const pid of ourProcesses()) signalProcess(pid, 'SIGKILL')
  await waitForExit(ourProcesses(), 10_000)
  rmSync(folder, { recursive: true, force: true })
})

type Run = { child: ChildProcess; out: () => string; ended: Promise<number | null>; ready: Promise<RunState> }

function start(env: Record<string, string> = {}, uid?: number): Run {
  const ports = Object.fromEntries(['', 'INGEST_', 'COMPLIANCE_', 'INBOX_SMTP_', 'INBOX_HTTP_', 'BOUNCE_SMTP_'].map((name) => [`INBOXLIFT_${name}PORT`, '0']))
  const child = spawn(process.execPath, [toy, 'start'], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: compiled, INBOXLIFT_HOME: home.root, TOY_JOURNAL: path.join(folder, 'journal'), ...ports, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    uid,
    gid: uid,
  })
  let text = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (part: string) => (text += part))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const ready = Promise.race([
    ended.then(() => Promise.reject(new Error(`ended before it was ready: ${text}`))),
    (async () => {
      while (!text.includes('is ready')) await new Promise((resolve) => setTimeout(resolve, 20))
      return readRunState(home)!
    })(),
  ])
  ready.catch(() => {})
  return { child, out: () => text, ended, ready }
}

/** Everything that belongs to this test's installation, found by its folder: environment, arguments, working folder. */
function ourProcesses(): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => pid !== process.pid && inspectProcess(pid) && mentions(pid))
}
function mentions(pid: number): boolean {
  const read = (file: string): string => {
    try {
      return file === 'cwd' ? readlinkSync(`/proc/${pid}/cwd`) : readFileSync(`/proc/${pid}/${file}`, 'latin1')
    } catch {
      return ''
    }
  }
  return ['environ', 'cmdline', 'cwd'].some((file) => read(file).includes(folder))
}
const nothingLeft = (): Promise<boolean> => waitForExit(ourProcesses(), 15_000)
const journal = (): string[] => readFileSync(path.join(folder, 'journal'), 'utf8').trim().split('\n')
const visits = async (state: RunState): Promise<number> => ((await (await fetch(state.url!)).json()) as { n: number }).n
const serviceOf = (state: RunState, name: string): number => state.services.find((service) => service.name === name)!.pid
const postmaster = (): number => Number.parseInt(readFileSync(path.join(home.data, 'postmaster.pid'), 'utf8'), 10)

async function stop(run: Run): Promise<void> {
  run.child.kill('SIGINT')
  expect(await run.ended).toBe(0)
  expect(ourProcesses()).toEqual([])
}

test('starts, says where, stops in order and keeps the data', async () => {
  const first = start()
  const state = await first.ready
  expect(first.out()).toMatch(/is ready after \d+\.\d s/)
  expect(first.out()).toContain(state.url)
  expect(first.out()).toContain('admin@localhost   password  only-once')
  expect(state.services.map(({ name }) => name).toSorted()).toEqual(['api', 'inbox', 'worker'])
  expect(await visits(state)).toBe(2)
  await stop(first)
  expect(journal().slice(-3).toSorted()).toEqual(['stopped api', 'stopped inbox', 'stopped worker'])
  expect(journal().at(-1)).toBe('stopped inbox')
  expect(readFileSync(path.join(home.logs, 'postgres.log'), 'utf8')).toMatch(/received fast shutdown request.*database system is shut down/s)
  expect(readRunState(home)).toBeNull()
  const second = start()
  expect(await visits(await second.ready)).toBe(4)
  expect(second.out()).not.toContain('only-once')
  await stop(second)
})

test('a second start says where the first one is, and leaves it alone', async () => {
  const first = start()
  const state = await first.ready
  const second = start()
  expect(await second.ended).toBe(0)
  expect(second.out()).toContain(`already running at ${state.url} (process ${first.child.pid})`)
  expect(await visits(state)).toBe(2)
  await stop(first)
})

test('of five starts at once one works', async () => {
  const runs = Array.from({ length: 5 }, () => start())
  const winner = await Promise.any(runs.map(async (run) => (await run.ready, run)))
  const others = runs.filter((run) => run !== winner)
  expect(await Promise.all(others.map((run) => run.ended))).toEqual([0, 0, 0, 0])
  for (const run of others) expect(run.out()).toMatch(/under way|already running/)
  await stop(winner)
})

test('when the supervisor is killed everything ends by itself, and the next start works', async () => {
  const first = start()
  await first.ready
  first.child.kill('SIGKILL')
  expect(await nothingLeft()).toBe(true)
  const second = start()
  expect(await visits(await second.ready)).toBe(4)
  await stop(second)
})

test('when everything is killed at once the next start works', async () => {
  const first = start()
  await first.ready
  for (const pid of ourProcesses()) signalProcess(pid, 'SIGKILL')
  expect(await nothingLeft()).toBe(true)
  const second = start()
  expect(await visits(await second.ready)).toBe(4)
  await stop(second)
})

test('killed at any moment of the first start, the next one works', async () => {
  for (const ms of [150, 400, 700, 1000, 1300]) {
    const run = start()
    await new Promise((resolve) => setTimeout(resolve, ms))
    for (const pid of ourProcesses()) signalProcess(pid, 'SIGKILL')
    await run.ended
  }
  const last = start()
  await last.ready
  expect(readdirSync(home.root).filter((name) => name.includes('.init-'))).toEqual([])
  await stop(last)
})

test('Ctrl-C at any moment of the first start leaves nothing behind', async () => {
  for (const ms of [200, 500, 800, 1100]) {
    const run = start()
    await new Promise((resolve) => setTimeout(resolve, ms))
    run.child.kill('SIGINT')
    const code = await run.ended
    expect(run.out()).not.toMatch(/✖|\n\s+at /)
    expect([0, null]).toContain(code) // null: before the handler was there
    expect(await nothingLeft()).toBe(true)
  }
})

test('a service that hangs and outlives its supervisor is ended by the next start', async () => {
  const first = start({ TOY_TROUBLE: 'worker hang' })
  const state = await first.ready
  await new Promise((resolve) => setTimeout(resolve, 600))
  first.child.kill('SIGKILL')
  await waitForExit([serviceOf(state, 'api')], 10_000)
  expect(inspectProcess(serviceOf(state, 'worker'))).not.toBeNull()
  const second = start()
  await second.ready
  expect(second.out()).toContain('Stopped 1 process of an earlier run')
  expect(inspectProcess(serviceOf(state, 'worker'))).toBeNull()
  await stop(second)
})

test('a second Ctrl-C does not wait for a service that hangs', async () => {
  const run = start({ TOY_TROUBLE: 'worker hang' })
  await run.ready
  await new Promise((resolve) => setTimeout(resolve, 600))
  run.child.kill('SIGINT')
  await new Promise((resolve) => setTimeout(resolve, 900))
  const began = performance.now()
  run.child.kill('SIGINT')
  expect(await run.ended).toBe(0)
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(ourProcesses()).toEqual([])
})

test('a killed service and a killed PostgreSQL come back', async () => {
  const run = start()
  const state = await run.ready
  process.kill(serviceOf(state, 'worker'), 'SIGKILL')
  await expect.poll(() => visits(state), { timeout: 15_000 }).toBe(3)
  const dead = postmaster()
  process.kill(dead, 'SIGKILL')
  await waitForExit([dead], 5_000)
  await expect.poll(async () => (await fetch(state.url!)).status, { timeout: 20_000 }).toBe(200)
  expect(await visits(state)).toBe(3)
  expect(postmaster()).not.toBe(dead)
  expect(run.out()).toMatch(/service worker ended unexpectedly \(SIGKILL\).*PostgreSQL ended unexpectedly/s)
  await stop(run)
})

test('a service that cannot work when it is started again is tried until it can', async () => {
  writeFileSync(path.join(folder, 'journal'), '')
  const run = start({ TOY_TROUBLE: 'worker relapse' })
  const state = await run.ready
  process.kill(serviceOf(state, 'worker'), 'SIGKILL')
  await expect.poll(() => visits(state), { timeout: 15_000 }).toBe(3)
  expect(run.out().match(/worker ended unexpectedly/g)).toHaveLength(2)
  await stop(run)
})

test('no secret is in any argument or environment, and files are closed to others', async () => {
  const run = start()
  await run.ready
  const secrets = ['superuser.password', 'root.key', 'signing.key', 'cookie.key', 'roles/toy_api', 'roles/toy_worker'].map((name) => {
    expect(statSync(path.join(home.secrets, name)).mode & 0o777).toBe(0o600)
    return readFileSync(path.join(home.secrets, name), 'utf8').trim()
  })
  expect(statSync(home.secrets).mode & 0o777).toBe(0o700)
  for (const pid of ourProcesses()) {
    const seen = readFileSync(`/proc/${pid}/environ`, 'latin1') + readFileSync(`/proc/${pid}/cmdline`, 'latin1')
    for (const secret of secrets) expect(seen).not.toContain(secret)
  }
  await stop(run)
})

async function refused(env: Record<string, string> = {}, uid?: number): Promise<string> {
  const run = start(env, uid)
  expect(await run.ended).toBe(1)
  expect(ourProcesses()).toEqual([])
  expect(run.out()).not.toMatch(/\n\s+at /) // a sentence, not a stack
  return run.out()
}

test('ports in use are named with the setting that changes them', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const text = await refused({ INBOXLIFT_PORT: String(port), INBOXLIFT_INBOX_SMTP_PORT: String(port) })
  expect(text).toContain(`${port} (INBOXLIFT_PORT), ${port} (INBOXLIFT_INBOX_SMTP_PORT)`)
  expect(text).toContain('INBOXLIFT_PORT=')
  expect(existsSync(home.data)).toBe(false)
  other.close()
})

test('data of another major version is refused and left as it is', async () => {
  mkdirSync(home.data, { recursive: true })
  writeFileSync(path.join(home.data, 'PG_VERSION'), '16\n')
  expect(await refused()).toMatch(/written by PostgreSQL 16; this release runs 18/)
  expect(readdirSync(home.data)).toEqual(['PG_VERSION'])
})

test('a lost key file is said, not replaced', async () => {
  const run = start()
  await run.ready
  await stop(run)
  rmSync(path.join(home.secrets, 'root.key'))
  expect(await refused()).toMatch(/OPS_SECRETS_MISSING/)
  expect(existsSync(path.join(home.secrets, 'root.key'))).toBe(false)
})

test.skipIf(root.skip)('a folder that may not be written is named', async () => {
  mkdirSync(home.root, { mode: 0o755 })
  const text = await refused({}, 65534)
  expect(text).toContain(home.root)
  expect(text).toContain('OPS_HOME_PERMISSION')
})

test.skipIf(root.skip)('an ordinary user starts and stops it, too', async () => {
  mkdirSync(home.root, { mode: 0o700 })
  chownSync(home.root, 65534, 65534)
  writeFileSync(path.join(folder, 'journal'), '')
  chmodSync(path.join(folder, 'journal'), 0o666)
  const run = start({}, 65534)
  expect(await visits(await run.ready)).toBe(2)
  await stop(run)
})

test('a service that refuses to start brings its own sentence, and everything stops', async () => {
  const text = await refused({ TOY_TROUBLE: 'worker refuse' })
  expect(text).toMatch(/service worker did not start\. The toy is broken\.\s+Buy a new toy\.\s+\[TOY_BROKEN\]/)
  expect(text).toContain('admin@localhost, password only-once')
})

test('a service that cannot even be loaded is named with its log, which holds no personal data', async () => {
  const text = await refused({ TOY_TROUBLE: 'api syntax' })
  expect(text).toContain('OPS_SERVICE_FAILED')
  const log = readFileSync(path.join(home.logs, 'api.log'), 'utf8')
  expect(log).toContain('SyntaxError')
  expect(log).not.toContain('private@example.org')
})
