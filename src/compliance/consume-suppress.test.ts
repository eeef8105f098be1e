// room: bounces and complaints that other services report reach suppression and status, once.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { recordOutcomes } from '../events/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { buildAttempt, buildCampaign, buildSentMessages, type TestCampaign } from '../../test/support/events.ts'
import { testServiceContext } from '../../test/support/service.ts'
import { startCompliance, type ComplianceService } from './index.ts'

let db: TestDatabase
let ws: TestWorkspace
let campaign: TestCampaign
let contactId: string
let email: string
let services: ComplianceService[]
const ids = testIds()

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  campaign = await buildCampaign(db, ws, ids)
  services = await Promise.all([1, 2].map(() => startCompliance(testServiceContext(db, 'inboxlift_compliance'), recordOutcomes)))
})
afterAll(async () => {
  await Promise.all(services.map((s) => s.stop()))
  await db.drop()
})
beforeEach(async () => {
  email = `c${ids.next()}@example.org`
  contactId = await buildContact(db, ws, ids, { email })
  await buildSentMessages(db, ws, campaign, [contactId])
  await buildAttempt(db, ws, campaign, contactId, ws.keyring.blindIndex('email', email))
})

const ask = async (reason: string, payload: Record<string, unknown> = {}): Promise<void> => {
  await db.admin.query(`insert into platform.outbox (outbox_id, workspace_id, kind, payload) values ($1, $2, 'address.suppress', $3)`, [
    ids.next(), ws.workspaceId, { contact_id: contactId, launch_id: campaign.launchId, seq: '0', reason, ...payload }])
}
const drain = (): Promise<unknown> => Promise.all(services.map((s) => s.drain()))
const held = async (): Promise<{ reason: string; detail_code: string | null }[]> =>
  (await db.admin.query(`select reason, detail_code from compliance.suppression where email_index = $1 and lifted_at is null order by reason`, [ws.keyring.blindIndex('email', email)])).rows
const status = async (): Promise<string> => (await db.admin.query(`select status from contacts.contact where contact_id = $1`, [contactId])).rows[0].status

test('a hard bounce suppresses the address that was written to', async () => {
  await ask('hard_bounce', { bounce_class: 'unknown_user' })
  await drain()
  expect(await held()).toEqual([{ reason: 'hard_bounce', detail_code: 'unknown_user' }])
  expect(await status()).toBe('bounced')
})

test('a contact that has another address by now stays active; the old address is suppressed', async () => {
  await db.admin.query(`update contacts.contact set email_index = $2 where contact_id = $1`, [contactId, ws.keyring.blindIndex('email', 'fresh@example.org')])
  await ask('hard_bounce')
  await drain()
  expect(await held()).toMatchObject([{ reason: 'hard_bounce' }])
  expect(await status()).toBe('active')
})

test('a complaint suppresses, withdraws consent and outweighs what was before', async () => {
  await ask('hard_bounce')
  await ask('complaint')
  await drain()
  expect((await held()).map((h) => h.reason)).toEqual(['complaint', 'hard_bounce'])
  expect(await status()).toBe('complained')
  const { rows } = await db.admin.query(`select state from compliance.consent_state where contact_id = $1`, [contactId])
  expect(rows).toEqual([{ state: 'withdrawn' }])
})

test('an unsubscription reported by a provider suppresses without a second event', async () => {
  await ask('unsubscribe')
  await ask('unsubscribe')
  await drain()
  expect((await held()).map((h) => h.reason)).toEqual(['unsubscribe'])
  expect((await db.admin.query(`select 1 from compliance.unsubscribe_request where contact_id = $1`, [contactId])).rowCount).toBe(1)
  expect((await db.admin.query(`select 1 from events.email_event where contact_id = $1`, [contactId])).rowCount).toBe(0)
})

test('a message that cannot be done is put off, the others are done, and nothing is left of those', async () => {
  await db.admin.query(`insert into platform.outbox (outbox_id, workspace_id, kind, payload) values ($1, $2, 'address.suppress', $3)`, [
    ids.next(), ws.workspaceId, { contact_id: '1', launch_id: campaign.launchId, seq: '0', reason: 'complaint' }])
  await ask('hard_bounce')
  await drain()
  expect(await status()).toBe('bounced')
  const { rows } = await db.admin.query(`select attempts > 0 as was_tried, due_at > now() + interval '20 s' as is_later from platform.outbox where kind = 'address.suppress'`)
  expect(rows).toEqual([{ was_tried: true, is_later: true }]) // by one consumer or by both
})
