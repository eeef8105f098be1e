// journey: npm start for real: everything up, signed in, used by API and command line, stopped in order, started again
// with all data; killed hard in the middle and started again.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composition } from '../../src/compose.ts'

const PORTS = ['PORT', 'INGEST_PORT', 'COMPLIANCE_PORT', 'INBOX_SMTP_PORT', 'INBOX_HTTP_PORT', 'BOUNCE_SMTP_PORT']
let home: string
let env: NodeJS.ProcessEnv
let running: ChildProcess | undefined

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'il-start-'))
  const ports = await freePorts(PORTS.length)
  env = { ...process.env, INBOXLIFT_HOME: home, ...Object.fromEntries(PORTS.map((name, i) => [`INBOXLIFT_${name}`, String(ports[i])])) }
})
afterAll(async () => {
  if (running) await stop(running)
  rmSync(home, { recursive: true, force: true })
})

/** Ports below the range that outgoing connections use (from 32768), so that nothing takes them before the start. */
async function freePorts(n: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < n) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false)).listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

function start(): Promise<{ child: ChildProcess; text: string; ms: number }> {
  const began = performance.now()
  const child = spawn(process.execPath, ['src/main.ts', 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString()
      if (/Ctrl-C/.test(text)) resolve({ child, text, ms: performance.now() - began })
    }
    child.stdout!.on('data', read)
    child.stderr!.on('data', read)
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)))
  })
}

function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code))
    child.kill(signal)
  })
}

function cli(...argv: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...argv], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (c: Buffer) => (out += c.toString()))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })))
}

const url = (p: string): string => `http://127.0.0.1:${env.INBOXLIFT_PORT}${p}`

async function signIn(login: string, password: string): Promise<string> {
  const answer = await fetch(url('/api/v1/session'), { method: 'POST', headers: { 'x-inboxlift': '1', 'content-type': 'application/json' }, body: JSON.stringify({ login, password }) })
  expect(answer.status).toBe(200)
  return answer.headers.get('set-cookie')!.split(';')[0]!
}

test('from nothing to signed in, through a restart and a kill', async () => {
  const first = await start()
  running = first.child
  const password = /password {2}(\S+)/.exec(first.text)![1]!
  const services = Object.keys(composition.services)
  await expect.poll(async () => ((await (await fetch(url('/readyz'))).json()) as { checks: { name: string; data?: { living: string[] } }[] }).checks.find((c) => c.name === 'services')?.data?.living, { timeout: 15_000 }).toEqual(expect.arrayContaining(services.filter((s) => s !== 'inbox')))

  const cookie = await signIn('admin', password)
  const changed = await fetch(url('/api/v1/session/password'), { method: 'POST', headers: { cookie, 'x-inboxlift': '1', 'content-type': 'application/json' }, body: JSON.stringify({ current: password, next: 'an entirely new sentence' }) })
  expect(changed.status).toBe(204)
  const inbox = await fetch(url('/api/v1/inbox/mails'), { headers: { cookie } })
  expect(await inbox.json()).toEqual({ items: [], next_cursor: null })
  expect((await fetch(url('/u/nonsense'))).status).toBe(404) // the compliance process answers, not the gateway
  expect((await fetch(url('/t/o/nonsense'))).status).toBe(404)
  expect((await fetch(url('/t/o/nonsense'))).headers.get('content-type')).not.toMatch(/problem/)

  const key = JSON.parse((await cli('key', 'create', '--name', 'journey', '--json')).out) as { key: string }
  expect((await fetch(url('/api/v1/keys'), { headers: { authorization: `Bearer ${key.key}` } })).status).toBe(200)

  expect(await stop(first.child)).toBe(0)
  await expect(fetch(url('/healthz'))).rejects.toThrow()
  const second = await start()
  running = second.child
  expect(second.text).not.toMatch(/password/)
  expect((await fetch(url('/api/v1/session'), { headers: { cookie } })).status).toBe(200) // signed in as before
  expect((await fetch(url('/api/v1/keys'), { headers: { authorization: `Bearer ${key.key}` } })).status).toBe(200)

  second.child.kill('SIGKILL') // the supervisor dies without a word
  await new Promise((r) => second.child.once('exit', r))
  const third = await start()
  running = third.child
  const reset = JSON.parse((await cli('user', 'reset', 'admin', '--yes', '--json')).out) as { password: string }
  expect((await fetch(url('/api/v1/session'), { headers: { cookie } })).status).toBe(401)
  await signIn('admin', reset.password)
  expect(await stop(third.child)).toBe(0)
  running = undefined
  for (const log of services) expect(readFileSync(path.join(home, 'logs', `${log}.log`), 'utf8'), log).not.toMatch(/"level":(50|60)/)
}, 120_000)
