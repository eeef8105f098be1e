// room: providers, rules, queue and messages over the real API and command line.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type Ask, type TestApp } from '../../../test/support/app.ts'
import { createTestCli } from '../../../test/support/cli.ts'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { buildContacts, buildLaunch, type BuiltLaunch } from '../../../test/support/delivery.ts'
import { toMessagePublicId } from '../../delivery/index.ts'
import { toPublicId } from '../../kernel/index.ts'

let db: TestDatabase
let ws: TestWorkspace
let app: TestApp
let admin: Ask
let launch: BuiltLaunch
let contacts: string[]
const ids = testIds()

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  contacts = await buildContacts(db, ws, ids, Array.from({ length: 5 }, (_, i) => ({ email: `api${i}@x.example` })))
  launch = await buildLaunch(db, ws, ids, contacts)
  app = await createTestApp(db)
  admin = await app.as(ws.workspaceId, 'admin')
})
afterAll(async () => {
  await app.close()
  await db.drop()
})

const msg = (i: number): string => toMessagePublicId({ launchId: launch.launchId, contactId: contacts[i]!, seq: '0' })
/** Puts a message into a state that only a worker makes. */
async function force(i: number, state: string, more = ''): Promise<void> {
  const client = await db.admin.connect()
  await client.query('begin')
  await client.query('set local session_replication_role = replica')
  await client.query(`update delivery.message set state = '${state}', reason = 'connection_lost', attempts = 1, message_id = '<x@y>', provider_id = ${ws.providerId} ${more} where contact_id = $1`, [contacts[i]])
  await client.query('commit')
  client.release()
}

test('a provider: made, read, changed on its version only; its secrets stay inside', async () => {
  const made = await admin('POST', '/providers', { name: 'Relay', host: 'smtp.example.org', port: 587, security: 'verified', username: 'mailer', secret: 'very secret', webhook_secret: 'hush' })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ name: 'Relay', kind: 'smtp', state: 'active', has_username: true, has_secret: true, has_webhook_secret: true, version: 1, max_connections: 20 })
  expect(JSON.stringify(made.body)).not.toMatch(/very secret|hush|mailer/)
  const id = made.body.id as string
  expect((await admin('POST', '/providers', { name: 'Relay', host: 'a.example' })).body.code).toBe('DELIVERY_PROVIDER_NAME_TAKEN')
  expect((await admin('POST', '/providers', { name: 'Api', kind: 'ses' })).body.code).toBe('DELIVERY_PROVIDER_KIND_UNSUPPORTED')
  expect((await admin('POST', '/providers', { name: 'Odd', port: 99_999 })).status).toBe(422)
  const changed = await admin('PATCH', `/providers/${id}`, { state: 'paused', rate_per_hour: 500 }, { 'if-match': '"1"' })
  expect(changed.body).toMatchObject({ state: 'paused', rate_per_hour: 500, has_secret: true, version: 2, host: 'smtp.example.org' })
  expect((await admin('PATCH', `/providers/${id}`, { state: 'active' }, { 'if-match': '"1"' })).body.code).toBe('DELIVERY_PROVIDER_CHANGED')
  expect((await admin('PATCH', `/providers/${id}`, { secret: null, rate_per_hour: null })).body).toMatchObject({ has_secret: false, has_username: true, rate_per_hour: null, version: 3 })
  const { rows } = await db.admin.query(`select username_ct, secret_ct from delivery.provider where name = 'Relay'`)
  expect(rows[0].secret_ct).toBeNull()
  expect(rows[0].username_ct.includes('mailer')).toBe(false)
  expect((await admin('GET', '/providers')).body.items.map((p: { name: string }) => p.name)).toEqual(['Sink', 'Relay'])
  expect((await admin('DELETE', `/providers/${id}`)).status).toBe(204)
  expect((await admin('GET', `/providers/${id}`)).body.code).toBe('DELIVERY_PROVIDER_NOT_FOUND')
  expect((await admin('DELETE', `/providers/${toPublicId('prv', ws.providerId)}`)).body.code).toBe('DELIVERY_PROVIDER_IN_USE')
})

test('rules: added, listed in order, removed', async () => {
  const provider_id = toPublicId('prv', ws.providerId)
  const second = await admin('POST', '/routes', { priority: 20, match: {}, provider_id })
  const first = await admin('POST', '/routes', { priority: 10, match: { destination: ['gmail.com'] }, provider_id })
  expect((await admin('GET', '/routes')).body.items).toMatchObject([{ id: first.body.id, match: { destination: ['gmail.com'] } }, { id: second.body.id }])
  expect((await admin('POST', '/routes', { priority: 1, match: { moon: 'full' }, provider_id })).status).toBe(422)
  expect((await admin('POST', '/routes', { priority: 1, match: {}, provider_id: toPublicId('prv', '99') })).body.code).toBe('DELIVERY_PROVIDER_NOT_FOUND')
  for (const r of [first, second]) expect((await admin('DELETE', `/routes/${r.body.id}`)).status).toBe(204)
})

test('messages of a launch by pages; one with its attempts; those of a contact', async () => {
  const lau = toPublicId('lau', launch.launchId)
  const page = await admin('GET', `/messages?launch_id=${lau}&limit=3`)
  expect(page.body.items.length).toBe(3)
  const rest = await admin('GET', `/messages?launch_id=${lau}&limit=3&cursor=${page.body.next_cursor}`)
  expect(rest.body.next_cursor).toBeNull()
  expect([...page.body.items, ...rest.body.items].map((m: { id: string }) => m.id).toSorted()).toEqual(contacts.map((_, i) => msg(i)).toSorted())
  expect((await admin('GET', `/messages?launch_id=${lau}&state=sent`)).body.items).toEqual([])
  const one = await admin('GET', `/messages/${msg(0)}`)
  expect(one.body).toMatchObject({ id: msg(0), state: 'ready', attempts: 0, class: 'at_least_once', attempt_list: [] })
  expect((await admin('GET', `/messages?contact_id=${toPublicId('con', contacts[0]!)}`)).body.items).toMatchObject([{ id: msg(0) }])
  expect((await admin('GET', `/messages/msg_${'0'.repeat(26)}`)).body.code).toBe('DELIVERY_MESSAGE_NOT_FOUND')
  expect((await admin('GET', '/messages/msg_nonsense')).status).toBe(422)
})

test('the queue says what waits', async () => {
  const { body } = await admin('GET', '/queue')
  expect(body.totals).toMatchObject({ ready: 5, deferred: 0 })
  expect(body.launches).toMatchObject([{ launch_id: toPublicId('lau', launch.launchId), campaign_name: 'Test campaign', waiting: { ready: 5 } }])
})

test('a person settles what is in doubt, one and many, and nothing that does not wait', async () => {
  await force(0, 'in_doubt')
  await force(1, 'in_doubt')
  await force(2, 'held')
  await force(3, 'sent', ', sent_at = now()')
  expect((await admin('GET', '/messages')).body.items.map((m: { id: string }) => m.id).toSorted()).toEqual([msg(0), msg(1), msg(2)].toSorted())
  expect((await admin('POST', `/messages/${msg(0)}/settle`, { decision: 'sent' })).body).toMatchObject({ state: 'sent', sent_at: expect.any(String) })
  expect((await admin('POST', `/messages/${msg(3)}/settle`, { decision: 'ready' })).body.code).toBe('DELIVERY_MESSAGE_NOT_WAITING')
  const many = await admin('POST', '/messages/settle', { message_ids: [msg(1), msg(2), msg(3)], decision: 'cancelled' })
  expect(many.body).toEqual({ settled: 2, refused: [{ id: msg(3), code: 'DELIVERY_MESSAGE_NOT_WAITING' }] })
  const { rows } = await db.admin.query(`select payload ->> 'to_state' as state from platform.outbox where kind = 'message.settle'`)
  expect(rows).toEqual([{ state: 'sent' }])
  const stats = await db.admin.query(`select sum(cancelled)::int n from events.campaign_stats`)
  expect(stats.rows[0].n).toBe(2)
})

test('who may only read cannot settle or change providers', async () => {
  const analyst = await app.as(ws.workspaceId, 'analyst')
  expect((await analyst('GET', '/queue')).status).toBe(200)
  expect((await analyst('POST', '/providers', { name: 'X' })).status).toBe(403)
  expect((await analyst('POST', `/messages/${msg(4)}/settle`, { decision: 'cancelled' })).status).toBe(403)
})

test('the same on the command line', async () => {
  const { run, stop } = createTestCli(db)
  expect((await run('queue', 'status')).out).toContain('Test campaign')
  expect((await run('provider', 'list', '--json')).json).toMatchObject([{ name: 'Sink' }])
  const added = await run('provider', 'add', 'Second', '--host', 'smtp.example.org', '--json')
  expect(added.json).toMatchObject({ name: 'Second', security: 'verified' })
  expect((await run('provider', 'set', added.json.id, '--state', 'retired', '--json')).json).toMatchObject({ state: 'retired' })
  expect((await run('provider', 'add', 'Odd', '--host', 'x', '--security', 'maybe')).code).toBe(2)
  expect((await run('message', 'show', msg(4), '--json')).json).toMatchObject({ state: 'ready', attempt_list: [] })
  expect((await run('message', 'settle', msg(4), '--as', 'held', '--yes')).out).toContain('1 settled as held')
  expect((await run('message', 'uncertain', '--json')).json).toMatchObject([{ id: msg(4), state: 'held' }])
  stop()
})
