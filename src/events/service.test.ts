// room: the ingest service end to end: hits and bounce mails over the wire, answers, durability, recovery.
import { readdirSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSigner, signTarget, signVerp, withWorkspace } from '../kernel/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { buildCampaign, buildSentMessages, type TestCampaign } from '../../test/support/events.ts'
import { TEST_SECRETS, testServiceContext } from '../../test/support/service.ts'
import { keepInboxRow } from './inbox/inbox-row.ts'
import { startIngest, type IngestService } from './service.ts'
import { HIT_BYTES, packHits, writeHit } from './tracking/hit.ts'

let db: TestDatabase
let ws: TestWorkspace
let campaign: TestCampaign
let contactId: string
let service: IngestService
const ids = testIds()
const signer = createSigner(TEST_SECRETS.signing)

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  campaign = await buildCampaign(db, ws, ids, ['https://shop.example/a', 'https://shop.example/{{ contact.code }}', 'javascript:alert(1)', 'https://shop.example/d'])
  service = await startIngest(testServiceContext(db, 'inboxlift_ingest'))
})
afterAll(async () => {
  await service.stop()
  await db.drop()
})
beforeEach(async () => {
  contactId = await buildContact(db, ws, ids, { email: `c${ids.next()}@gmail.com`, region: 'CA', country: 'US' })
  await buildSentMessages(db, ws, campaign, [contactId])
})

const token = (kind: 'open' | 'click', linkNo = 0): string => signer.sign(kind, { workspaceId: ws.workspaceId, launchId: campaign.launchId, contactId, seq: '0', linkNo })
type Answer = { status: number; headers: http.IncomingHttpHeaders; body: Buffer }
function get(url: string, options: { method?: string; agent?: string; body?: string; headers?: http.OutgoingHttpHeaders } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = http.request({ host: '127.0.0.1', port: service.httpPort, path: url, method: options.method ?? 'GET', headers: { 'user-agent': options.agent ?? 'Mozilla/5.0 (Windows NT 10.0) Thunderbird', ...options.headers } }, (res) => {
      const parts: Buffer[] = []
      res.on('data', (c: Buffer) => parts.push(c))
      res.on('end', () => resolve({ status: res.statusCode!, headers: res.headers, body: Buffer.concat(parts) }))
    })
    req.on('error', reject)
    req.end(options.body)
  })
}
const events = async (): Promise<{ event_type: string; link_no: number | null; is_bot: boolean; is_first: boolean }[]> =>
  (await db.admin.query(`select event_type, link_no, is_bot, is_first, bounce_class, hard from events.email_event where contact_id = $1 order by occurred_at, event_id`, [contactId])).rows
const outbox = async (): Promise<{ kind: string; payload: Record<string, unknown> }[]> =>
  (await db.admin.query(`select kind, payload from platform.outbox where payload ->> 'contact_id' = $1 order by outbox_id`, [contactId])).rows

test('an open answers the pixel and is counted', async () => {
  const answer = await get(`/t/o/${token('open')}.gif`)
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'image/gif', 'cache-control': 'no-store, private' } })
  expect(answer.body.subarray(0, 6).toString()).toBe('GIF89a')
  await service.drain()
  expect(await events()).toMatchObject([{ event_type: 'opened', is_bot: false, is_first: true }])
})

test('a click is in the database before it is answered, and leads to the link', async () => {
  const before = await inboxRows()
  const answer = await get(`/t/c/${token('click', 1)}`)
  expect(answer).toMatchObject({ status: 302, headers: { location: 'https://shop.example/a' } })
  expect(await inboxRows()).toBe(before + 1)
  await service.drain()
  expect(await events()).toMatchObject([{ event_type: 'clicked', link_no: 1, is_first: true }])
})
const inboxRows = async (): Promise<number> => Number((await db.admin.query(`select count(*) from events.webhook_inbox where kind = 'hits'`)).rows[0].count)

test('a link that differs per recipient carries its target; nobody else can make one', async () => {
  const target = 'https://shop.example/c/4711?a=1&b=ü'
  expect(await get(`/t/c/${signTarget(TEST_SECRETS.signing, token('click', 2), target)}`)).toMatchObject({ status: 302, headers: { location: 'https://shop.example/c/4711?a=1&b=%C3%BC' } })
  expect((await get(`/t/c/${token('click', 2)}`)).status).toBe(404) // Liquid without its target
  expect((await get(`/t/c/${signTarget(Buffer.alloc(32, 9), token('click', 2), 'https://evil.example/')}`)).status).toBe(404)
  const other = signTarget(TEST_SECRETS.signing, token('click', 1), 'https://shop.example/x').split('.')
  const mine = signTarget(TEST_SECRETS.signing, token('click', 2), 'https://evil.example/').split('.')
  expect((await get(`/t/c/${[other[0], mine[1], other[2]].join('.')}`)).status).toBe(404)
})

test('only web addresses are redirected to, and a refused token says nothing about why', async () => {
  expect((await get(`/t/c/${token('click', 3)}`)).status).toBe(404)
  expect((await get(`/t/c/${token('click', 99)}`)).status).toBe(404)
  const [a, b, c] = await Promise.all([get(`/t/o/${'A'.repeat(68)}`), get(`/t/o/${token('click')}`), get('/t/o/x')])
  expect([a.status, b.status, c.status]).toEqual([404, 404, 404])
  expect(a.body.equals(b.body) && b.body.equals(c.body)).toBe(true)
})

test('HEAD, prefetching and known scanners are machines', async () => {
  expect((await get(`/t/c/${token('click', 1)}`, { method: 'HEAD' })).status).toBe(302)
  await get(`/t/o/${token('open')}`, { agent: 'Mozilla/5.0' })
  await get(`/t/o/${token('open')}`, { headers: { 'sec-purpose': 'prefetch' } })
  await get(`/t/o/${token('open')}`, { agent: 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)' })
  await service.drain()
  expect((await events()).filter((e) => e.is_bot)).toHaveLength(3)
})

test('three links within seconds are a scanner, also those that were counted before', async () => {
  await get(`/t/c/${token('click', 1)}`)
  await service.drain()
  expect(await events()).toMatchObject([{ is_bot: false, is_first: true }])
  await get(`/t/c/${token('click', 4)}`)
  await service.drain()
  await get(`/t/c/${signTarget(TEST_SECRETS.signing, token('click', 2), 'https://shop.example/2')}`)
  await service.drain()
  expect((await events()).map((e) => [e.is_bot, e.is_first])).toEqual([[true, false], [true, false], [true, false]])
  const { rows } = await db.admin.query(`select click_count, last_click_at from events.contact_engagement where contact_id = $1`, [contactId])
  expect(rows).toEqual([{ click_count: 0, last_click_at: null }])
  expect((await db.admin.query(`select 1 from events.first_touch where contact_id = $1`, [contactId])).rowCount).toBe(0)
})

test('a bounce mail comes back to the signed return path and becomes a bounce; a repeat counts once', async () => {
  const verp = `${signVerp(TEST_SECRETS.signing, { workspaceId: ws.workspaceId, launchId: campaign.launchId, contactId, seq: '0' })}@bounce.localhost`
  const send = (to: string): Promise<unknown> => createTransport({ host: '127.0.0.1', port: service.smtpPort, secure: false, ignoreTLS: true }).sendMail({ envelope: { from: '', to }, raw: dsn('dsn-1@mx.example') })
  await send(verp)
  await send(verp.toUpperCase())
  await service.drain()
  expect(await events()).toMatchObject([{ event_type: 'bounced', bounce_class: 'unknown_user', hard: true, is_first: true }])
  expect(await outbox()).toMatchObject([{ kind: 'message.settle', payload: { to_state: 'bounced', hard: true } }, { kind: 'address.suppress', payload: { reason: 'hard_bounce' } }])
  await expect(send(`b${'a'.repeat(48)}@bounce.localhost`)).rejects.toMatchObject({ responseCode: 550 })
  await expect(send('postmaster@bounce.localhost')).rejects.toMatchObject({ responseCode: 550 })
  const { rows } = await db.admin.query(`select body_ct from events.webhook_inbox where kind = 'dsn'`)
  expect(rows.every((r) => !(r.body_ct as Buffer).includes('mx.example'))).toBe(true)
})

test('what a killed process stored is processed by the next one, once', async () => {
  const one = Buffer.alloc(HIT_BYTES)
  writeHit(one, 0, signer.verifyBytes('open', token('open'))!, false, Date.now(), false)
  const row = { receivedAt: new Date(), inboxId: ids.next(), kind: 'hits', providerId: null, body: packHits(one, 1) }
  await withWorkspace(db.pool('inboxlift_ingest'), { workspaceId: ws.workspaceId, actor: 'service:ingest', origin: 'worker' }, (tx) => keepInboxRow(tx, ws.keyring, row))
  await Promise.all([service.worker.round(), service.worker.round(new Date())])
  await service.worker.round()
  expect(await events()).toMatchObject([{ event_type: 'opened' }])
})

test('while the database is away a click still leads on, from the journal, and is counted later', async () => {
  const ctx = testServiceContext(db, 'inboxlift_ingest')
  const second = await startIngest(ctx)
  try {
    const here = (p: string): Promise<Response> => fetch(`${second.url}${p}`, { redirect: 'manual' })
    expect((await here(`/t/c/${token('click', 1)}`)).status).toBe(302) // the link is known from here on
    await second.drain()
    await db.admin.query(`revoke insert on events.webhook_inbox from inboxlift_ingest`)
    expect((await here(`/t/c/${token('click', 1)}`)).status).toBe(302)
    expect((await here(`/t/o/${token('open')}`)).status).toBe(200)
    await second.drain()
    expect(readdirSync(path.join(ctx.config.INBOXLIFT_HOME, 'ingest'))).toHaveLength(1)
    expect(await events()).toHaveLength(1)
    await db.admin.query(`grant insert on events.webhook_inbox to inboxlift_ingest`)
    await expect.poll(async () => (await events()).length, { timeout: 15_000 }).toBe(3)
    expect(readdirSync(path.join(ctx.config.INBOXLIFT_HOME, 'ingest'))).toHaveLength(0)
  } finally {
    await db.admin.query(`grant insert on events.webhook_inbox to inboxlift_ingest`)
    await second.stop()
  }
})

test('unknown messages are kept aside and counted when they become known', async () => {
  const stranger = await buildContact(db, ws, ids, { email: `s${ids.next()}@x.example` })
  await get(`/t/o/${signer.sign('open', { workspaceId: ws.workspaceId, launchId: campaign.launchId, contactId: stranger, seq: '0' })}`)
  await service.drain()
  contactId = stranger
  expect(await events()).toEqual([])
  expect((await db.admin.query(`select reason from events.dead_letter where settled_at is null`)).rows).toEqual([{ reason: 'unknown_message' }])
  await buildSentMessages(db, ws, campaign, [stranger])
  await service.worker.round()
  expect(await events()).toMatchObject([{ event_type: 'opened', is_first: true }])
  expect((await db.admin.query(`select 1 from events.dead_letter where settled_at is null`)).rowCount).toBe(0)
})

function dsn(messageId: string): string {
  return [
    'From: MAILER-DAEMON@mx.example', 'To: someone@bounce.localhost', 'Subject: Undelivered Mail Returned to Sender', `Message-ID: <${messageId}>`, 'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', '', '--b', 'Content-Type: text/plain', '', 'The mail could not be delivered.', '',
    '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; nobody@gmail.com', 'Action: failed', 'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 The email account that you tried to reach does not exist', '', '--b--', '',
  ].join('\r\n')
}
