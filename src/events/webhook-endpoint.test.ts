// room: webhooks over the wire: verified, durable before the answer, counted once, tied to the right message.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { signVerp } from '../kernel/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { buildCampaign, buildSentMessages, type TestCampaign } from '../../test/support/events.ts'
import { TEST_SECRETS, testServiceContext } from '../../test/support/service.ts'
import { startIngest, webhookPath, type IngestService } from './index.ts'
import { signGeneric } from './webhooks/index.ts'

let db: TestDatabase
let ws: TestWorkspace
let campaign: TestCampaign
let contactId: string
let service: IngestService
const ids = testIds()
const SECRET = 'whsec-test'

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  campaign = await buildCampaign(db, ws, ids)
  const sealed = ws.keyring.encrypt({ table: 'delivery.provider', column: 'webhook_secret_ct', rowKey: ws.providerId }, `old-secret\n${SECRET}`)
  await db.admin.query(`update delivery.provider set kind = 'postmark', webhook_secret_ct = $2 where provider_id = $1`, [ws.providerId, sealed])
  service = await startIngest(testServiceContext(db, 'inboxlift_ingest'))
})
afterAll(async () => {
  await service.stop()
  await db.drop()
})
beforeEach(async () => {
  contactId = await buildContact(db, ws, ids, { email: `c${ids.next()}@gmail.com` })
  await buildSentMessages(db, ws, campaign, [contactId])
})

const path = (format: string, providerId = ws.providerId): string => webhookPath(TEST_SECRETS.signing, format, { workspaceId: ws.workspaceId, providerId })
const key = (): { workspaceId: string; launchId: string; contactId: string; seq: string } => ({ workspaceId: ws.workspaceId, launchId: campaign.launchId, contactId, seq: '0' })
function generic(events: unknown, secret = SECRET): Promise<Response> {
  const body = JSON.stringify({ events })
  const t = String(Math.floor(Date.now() / 1000))
  return fetch(`${service.url}${path('generic')}`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'inboxlift-signature': `t=${t},v1=${signGeneric(secret, t, body)}` } })
}
const ownMessageId = (): string => `<${signVerp(TEST_SECRETS.signing, key())}@sender.example>`
const events = async (): Promise<{ event_type: string }[]> => (await db.admin.query(`select event_type, provider_id, bounce_class, hard, is_bot from events.email_event where contact_id = $1 order by occurred_at, event_type`, [contactId])).rows
const outbox = async (): Promise<{ kind: string; payload: Record<string, unknown> }[]> => (await db.admin.query(`select kind, payload from platform.outbox where payload ->> 'contact_id' = $1 order by outbox_id`, [contactId])).rows

test('a webhook is in the database before it is answered, and a repeat with another time counts once', async () => {
  const at = (minute: number): string => new Date(Date.now() - minute * 60_000).toISOString()
  const first = await generic([{ id: `a${contactId}`, type: 'delivered', occurred_at: at(5), message_id: ownMessageId() }])
  expect([first.status, await first.text()]).toEqual([200, 'Taken.\n'])
  expect((await db.admin.query(`select 1 from events.webhook_inbox where kind = 'generic'`)).rowCount).toBeGreaterThan(0)
  await generic([{ id: `a${contactId}`, type: 'delivered', occurred_at: at(4), message_id: ownMessageId() }, { id: `b${contactId}`, type: 'opened', occurred_at: at(3), message_id: ownMessageId(), bot: true }])
  await service.drain()
  expect(await events()).toMatchObject([{ event_type: 'delivered', provider_id: ws.providerId }, { event_type: 'opened', is_bot: true }])
  expect(await outbox()).toMatchObject([{ kind: 'message.settle', payload: { to_state: 'delivered' } }])
})

test('a provider that names the message by its own id is understood, also when it is faster than our commit', async () => {
  const postmark = { RecordType: 'Bounce', ID: Number(ids.next().slice(-9)), Type: 'HardBounce', TypeCode: 1, MessageID: `pm-${contactId}`, Email: 'x@gmail.com', BouncedAt: new Date().toISOString(), Description: 'The server was unable to deliver your message (ex: unknown user, mailbox not found).' }
  const send = (password: string): Promise<Response> => fetch(`${service.url}${path('postmark')}`, { method: 'POST', body: JSON.stringify(postmark), headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(password).toString('base64')}` } })
  expect((await send('wrong')).status).toBe(401)
  expect((await send(SECRET)).status).toBe(200)
  await service.drain()
  expect(await events()).toEqual([])
  await db.admin.query(`insert into delivery.provider_ref (workspace_id, provider_id, provider_message_id, launch_id, contact_id, seq, created_at) values ($1, $2, $3, $4, $5, 0, now())`, [ws.workspaceId, ws.providerId, `pm-${contactId}`, campaign.launchId, contactId])
  await service.worker.round()
  expect(await events()).toMatchObject([{ event_type: 'bounced', hard: true }])
  expect((await outbox()).map((o) => o.kind)).toEqual(['message.settle', 'address.suppress'])
})

test('a report that a message was accepted is no event, but settles one that is in doubt', async () => {
  await generic([{ id: `s${contactId}`, type: 'sent', message_id: ownMessageId() }])
  await service.drain()
  expect([await events(), await outbox()]).toEqual([[], []])
  const client = await db.admin.connect()
  await client.query(`set session_replication_role = replica`)
  await client.query(`update delivery.message set state = 'in_doubt', reason = 'lost', sent_at = null where contact_id = $1`, [contactId])
  await client.query(`set session_replication_role = origin`)
  client.release()
  await generic([{ id: `t${contactId}`, type: 'sent', message_id: ownMessageId() }])
  await service.drain()
  expect([await events(), (await outbox()).map((o) => [o.kind, o.payload.to_state])]).toEqual([[], [['message.settle', 'sent']]])
})

test('a wrong signature, a foreign key, another format and too much are refused and leave nothing', async () => {
  const before = (await db.admin.query(`select count(*) from events.webhook_inbox`)).rows[0].count
  expect((await generic([{ type: 'delivered' }], 'guess')).status).toBe(401)
  expect((await fetch(`${service.url}/w/generic/${'A'.repeat(68)}`, { method: 'POST', body: '{}' })).status).toBe(404)
  expect((await fetch(`${service.url}${path('sendgrid')}`, { method: 'POST', body: '{}' })).status).toBe(404)
  expect((await fetch(`${service.url}${path('generic', '12345')}`, { method: 'POST', body: '{}' })).status).toBe(404)
  expect((await fetch(`${service.url}${path('generic')}`, { method: 'POST', body: Buffer.alloc(6 * 1024 * 1024) }).catch(() => ({ status: 413 }))).status).toBe(413)
  expect((await db.admin.query(`select count(*) from events.webhook_inbox`)).rows[0].count).toBe(before)
})

test('what cannot be stored is not taken: the provider comes again', async () => {
  await db.admin.query(`revoke insert on events.webhook_inbox from inboxlift_ingest`)
  const refused = await generic([{ id: `r${contactId}`, type: 'delivered', message_id: ownMessageId() }])
  await db.admin.query(`grant insert on events.webhook_inbox to inboxlift_ingest`)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
})

test('a body that nobody understands is left for a person and holds up nobody', async () => {
  await fetch(`${service.url}${path('postmark')}`, { method: 'POST', body: 'neither', headers: { authorization: `Basic ${Buffer.from(SECRET).toString('base64')}` } })
  await generic([{ id: `z${contactId}`, type: 'delivered', message_id: ownMessageId() }])
  await service.drain()
  expect(await events()).toMatchObject([{ event_type: 'delivered' }])
})
