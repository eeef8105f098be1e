// room: the api service as it listens: gateway to other processes, web UI, health broken piece by piece, metrics, live.
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPool, loadConfig } from '../kernel/index.ts'
import { checkReadiness, holdSending, releaseSending, startHeartbeat } from '../ops/index.ts'
import { createTestApp, type TestApp } from '../../test/support/app.ts'
import { startTestCluster } from '../../test/support/cluster.ts'
import { buildTemplate, buildWorkspace, createTestDatabase, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { createAddressOf } from './client-address.ts'
import { createGateway } from './gateway.ts'

let db: TestDatabase
let ws: TestWorkspace
let t: TestApp
let peer: Server
let base: string
const seen: { url: string; headers: IncomingMessage['headers']; body: string }[] = []

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db)
  peer = createServer((req, res) => {
    let body = ''
    req.on('data', (c: Buffer) => (body += c.toString()))
    req.on('end', () => {
      seen.push({ url: req.url!, headers: req.headers, body })
      if (req.url!.startsWith('/t/slow')) return void setTimeout(() => res.end('late'), 300)
      res.writeHead(302, { location: 'https://example.org/', 'set-cookie': 'a=b' })
      res.end()
    })
  })
  await new Promise<void>((r) => peer.listen(0, '127.0.0.1', r))
  const webFolder = mkdtempSync(path.join(tmpdir(), 'il-web-'))
  mkdirSync(path.join(webFolder, 'assets'))
  writeFileSync(path.join(webFolder, 'assets', 'app-1a2b.js'), 'console.log(1)')
  writeFileSync(path.join(webFolder, 'index.html'), '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><div id="root"></div>')
  const config = { INBOXLIFT_INGEST_PORT: (peer.address() as AddressInfo).port, INBOXLIFT_COMPLIANCE_PORT: 1, INBOXLIFT_PORT: 0 }
  t = await createTestApp(db, { config, webFolder, serverFactory: (handler) => createGateway({ ...loadConfig({}), ...config }, createAddressOf('127.0.0.0/8'))(handler) })
  base = await t.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await t.close()
  peer.close()
  await db.drop()
})

test('tracking and webhooks reach the ingest process with body and client address', async () => {
  const answer = await fetch(`${base}/w/ses/abc?x=1`, { method: 'POST', body: 'a'.repeat(300_000), headers: { 'x-forwarded-for': '203.0.113.9, 127.0.0.5' }, redirect: 'manual' })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('https://example.org/')
  expect(answer.headers.get('content-security-policy')).toBeNull()
  const last = seen.at(-1)!
  expect(last.url).toBe('/w/ses/abc?x=1')
  expect(last.body).toHaveLength(300_000)
  expect(last.headers['x-forwarded-for']).toBe('203.0.113.9')
  expect(last.headers['x-forwarded-host']).toBe(new URL(base).host)
})

test('a thousand pixels share a few connections, a client that goes away breaks nothing', async () => {
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => fetch(`${base}/t/o/x`, { redirect: 'manual' }).then((r) => r.status)))
  expect(new Set(answers)).toEqual(new Set([302]))
  await new Promise<void>((resolve) => {
    const req = request(`${base}/t/slow`, () => {})
    req.on('error', () => resolve())
    req.end()
    setTimeout(() => req.destroy(), 50)
  })
  expect((await fetch(`${base}/t/o/x`, { redirect: 'manual' })).status).toBe(302)
})

test('a process that does not run is a 502 with a sentence', async () => {
  const answer = await fetch(`${base}/u/token`, { method: 'POST', body: 'List-Unsubscribe=One-Click' })
  expect(answer.status).toBe(502)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toMatchObject({ code: 'HTTP_PEER_DOWN', status: 502 })
})

test('the client address comes from trusted proxies only', () => {
  const of = (trust: string, remoteAddress: string, forwarded?: string): string => createAddressOf(trust)({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } } as never)
  expect(of('', '198.51.100.7', '1.2.3.4')).toBe('198.51.100.7')
  expect(of('198.51.100.7', '198.51.100.7', '1.2.3.4')).toBe('1.2.3.4')
  expect(of('198.51.100.7,10.0.0.0/8', '::ffff:198.51.100.7', '6.6.6.6, 1.2.3.4, 10.1.1.1')).toBe('1.2.3.4')
  expect(of('fd00::/8', 'fd00::1', '2001:db8::5')).toBe('2001:db8::5')
  expect(of('198.51.100.7', '198.51.100.7', 'nonsense')).toBe('198.51.100.7')
})

test('the web UI: page with a fresh nonce, files for ever, unknown paths the page, unknown files not found', async () => {
  const page = async (url: string): Promise<{ nonce: string; policy: string }> => {
    const answer = await fetch(`${base}${url}`, { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(200)
    const policy = answer.headers.get('content-security-policy')!
    return { nonce: /content="([^"]+)"/.exec(await answer.text())![1]!, policy }
  }
  const [a, b] = [await page('/'), await page('/campaigns/cmp_123')]
  expect(a.nonce).not.toBe(b.nonce)
  expect(a.policy).toContain(`style-src 'self' 'nonce-${a.nonce}'`)
  expect(a.policy).not.toMatch(/unsafe-inline|unsafe-eval/)
  expect((await fetch(`${base}/assets/app-1a2b.js`)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  for (const missing of ['/assets/none.js', '/api/v1/none', '/..%2f..%2fpackage.json', '/index.html/../../secrets']) expect((await fetch(`${base}${missing}`, { headers: { accept: 'text/html' } })).headers.get('content-type')).toMatch(missing.includes('index') ? /html/ : /problem/)
})

test('the frame for foreign HTML is a sandbox that runs its own script only', async () => {
  const answer = await fetch(`${base}/frame`)
  const policy = answer.headers.get('content-security-policy')!
  expect(policy).toMatch(/^sandbox allow-scripts/)
  expect(policy).toMatch(/script-src 'sha256-[^']+';/)
  expect(policy).not.toMatch(/allow-same-origin|allow-forms/)
})

const healthy = (): Promise<{ ready: boolean; checks: { name: string; state: string; detail: string }[] }> => checkReadiness({ pool: t.deps.pool, home: tmpdir(), expected: ['worker-send', 'scheduler'] })
const stateOf = async (name: string): Promise<string> => (await healthy()).checks.find((c) => c.name === name)!.state

test('readiness is red for exactly what is broken', async () => {
  expect(await stateOf('services')).toBe('ill')
  const beats = ['worker-send', 'scheduler'].map((service) => startHeartbeat(db.pool(service === 'scheduler' ? 'inboxlift_scheduler' : 'inboxlift_sender'), { instance: `test/${service}`, service, release: 'test' }, () => ({ observed: { 'job.done': 3 } }), () => {}, 100))
  await expect.poll(() => stateOf('services')).toBe('ok')
  await db.admin.query(`update ops.heartbeat set seen_at = now() - interval '1 hour' where service = 'scheduler'`)
  await beats[1]!.stop()
  expect((await healthy()).checks.find((c) => c.name === 'services')).toMatchObject({ state: 'ill', detail: expect.stringContaining('scheduler') })

  expect(await stateOf('queue')).toBe('ok')
  await db.admin.query(`insert into delivery.workspace_due (queue, workspace_id, due_at) values ('send', $1, now() - interval '10 minutes')`, [ws.workspaceId])
  expect((await healthy()).checks.find((c) => c.name === 'queue')).toMatchObject({ state: 'ill', detail: expect.stringMatching(/queue send \(6\d\d s\)/) })
  await db.admin.query(`update delivery.workspace_due set picked_at = now()`)
  expect(await stateOf('queue')).toBe('ok')
  await db.admin.query(`insert into platform.outbox (outbox_id, workspace_id, kind, due_at) values (1, $1, 'address.suppress', now() - interval '1 hour')`, [ws.workspaceId])
  expect(await stateOf('queue')).toBe('ill')
  await db.admin.query('delete from platform.outbox; delete from delivery.workspace_due')

  expect(await stateOf('partitions')).toBe('ok')
  const later = new Date(Date.now() + 7 * 86_400_000)
  await db.admin.query(`drop table delivery.message_p${later.getUTCFullYear()}_${String(later.getUTCMonth() + 1).padStart(2, '0')}`)
  expect((await healthy()).checks.find((c) => c.name === 'partitions')).toMatchObject({ state: 'ill', detail: expect.stringContaining('delivery.message') })

  await holdSending(t.deps.pool, 'wrong price')
  expect((await healthy()).checks.find((c) => c.name === 'hold')).toMatchObject({ state: 'warn', detail: expect.stringContaining('wrong price') })
  await releaseSending(t.deps.pool, 'user:1')
  const disk = (await checkReadiness({ pool: t.deps.pool, home: tmpdir(), diskIllBytes: 1e18 })).checks.find((c) => c.name === 'disk')
  expect(disk?.state).toBe('ill')
  expect((await checkReadiness({ pool: t.deps.pool, home: '/no/such/folder' })).checks.find((c) => c.name === 'disk')?.state).toBe('ill')
  const metrics = await (await fetch(`${base}/metrics`)).text()
  expect(metrics).toMatch(/inboxlift_service_processes\{service="worker-send"\} 1/)
  expect(metrics).toMatch(/inboxlift_observations\{service="worker-send",observation="job.done"\} 3/)
  expect(metrics).toMatch(/inboxlift_database_up 1/)
  expect((await fetch(`${base}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(401)
  await beats[0]!.stop()
})

test('/readyz and /healthz over a server that is unsafe, dies and comes back', async () => {
  const cluster = await startTestCluster({ fsync: true })
  try {
    const { host, port, user, password } = cluster.connection
    await buildTemplate({ host, port, user, password })
    const own = await createTestDatabase({ host, port, user, password })
    const pool = createPool(own.config('inboxlift_api'), { applicationName: 'ready', max: 2 })
    const check = () => checkReadiness({ pool, home: tmpdir(), expected: [] })
    const app = await createTestApp(db, { health: { check } })
    const database = async (): Promise<{ state: string; detail: string }> => (await check()).checks[0]!
    expect((await check()).ready).toBe(true)
    expect((await app.nobody('GET', '//readyz')).status).toBe(200)
    await own.admin.query('alter system set full_page_writes = off')
    await own.admin.query('select pg_reload_conf()')
    await expect.poll(async () => (await database()).detail).toContain('full_page_writes')
    await cluster.kill()
    expect(await database()).toMatchObject({ state: 'ill', detail: 'PostgreSQL does not answer.' })
    const fresh = await createTestApp(db, { health: { check } })
    const answer = await fresh.nobody('GET', '//readyz')
    expect(answer.status).toBe(503)
    expect(answer.body.checks.map((c: { name: string; state: string }) => `${c.name} ${c.state}`)).toEqual(['database ill', 'services ill', 'queue ill', 'hold ill', 'partitions ill', 'disk ok'])
    expect((await fresh.nobody('GET', '//healthz')).status).toBe(200)
    await cluster.restart()
    await expect.poll(async () => (await database()).detail, { timeout: 20_000 }).toContain('full_page_writes') // it came back as unsafe as it went
    await Promise.all([app.close(), fresh.close(), pool.end()])
    await own.drop()
  } finally {
    await cluster.stop()
  }
}, 60_000)

test('progress arrives as it changes and ends with the work', async () => {
  let n = 0
  const live = await createTestApp(db, { live: { thing: { prefix: 'thg', scope: 'campaigns:read', read: async (_deps, _scope, id) => (id === 'thg_1' ? { state: { sent: (n += 1) }, isFinal: n >= 3 } : undefined) } } })
  const url = await live.app.listen({ port: 0, host: '127.0.0.1' })
  const token = await keyOf(live, ['campaigns:read'])
  const get = (query: string, key = token) => fetch(`${url}/api/v1/live?${query}`, { headers: { authorization: `Bearer ${key}` } })
  const text = await (await get('thing=thg_1')).text()
  expect(text.match(/data: \{"sent":\d+\}/g)).toEqual(['data: {"sent":2}', 'data: {"sent":3}'])
  expect(text).toMatch(/event: done/)
  expect((await get('thing=thg_2')).status).toBe(404)
  expect((await get('')).status).toBe(422)
  expect((await get('thing=thg_1', await keyOf(live, ['contacts:read']))).status).toBe(403)
  await live.close()
})

async function keyOf(app: TestApp, scopes: string[]): Promise<string> {
  const { createApiKey } = await import('../platform/index.ts')
  return (await createApiKey(app.deps.platform, { workspaceId: ws.workspaceId, actor: 'user:1', origin: 'system' }, { name: 'k', scopes: scopes as never })).key
}
