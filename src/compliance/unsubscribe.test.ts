// room: unsubscribing through the real listener: pages, RFC 8058, once per request, everything in one transaction.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSigner, type MessageKey } from '../kernel/index.ts'
import { recordOutcomes } from '../events/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { buildAttempt, buildCampaign, buildSentMessages, type TestCampaign } from '../../test/support/events.ts'
import { TEST_SECRETS, testServiceContext } from '../../test/support/service.ts'
import { startCompliance, type ComplianceService } from './index.ts'

let db: TestDatabase
let ws: TestWorkspace
let campaign: TestCampaign
let contactId: string
let email: string
let service: ComplianceService
const ids = testIds()
const signer = createSigner(TEST_SECRETS.signing)

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  campaign = await buildCampaign(db, ws, ids)
  service = await startCompliance(testServiceContext(db, 'inboxlift_compliance', { connections: 20 }), recordOutcomes)
})
afterAll(async () => {
  await service.stop()
  await db.drop()
})
beforeEach(async () => {
  email = `c${ids.next()}@example.org`
  contactId = await buildContact(db, ws, ids, { email, region: 'CA', country: 'US' })
  await buildSentMessages(db, ws, campaign, [contactId])
  await buildAttempt(db, ws, campaign, contactId, ws.keyring.blindIndex('email', email))
})

const key = (): MessageKey => ({ workspaceId: ws.workspaceId, launchId: campaign.launchId, contactId, seq: '0' })
const link = (): string => `${service.url}/u/${signer.sign('unsubscribe', key())}`
const one = async <T = any>(text: string, values: unknown[] = [contactId]): Promise<T[]> => (await db.admin.query(text, values)).rows as T[]
const oneClick = (url = link()): Promise<Response> => fetch(url, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' })
const form = (action: string): Promise<Response> => fetch(link(), { method: 'POST', body: new URLSearchParams({ action }) })
const status = async (): Promise<string> => (await one(`select status from contacts.contact where contact_id = $1`))[0].status

test('following the link changes nothing: scanners do that', async () => {
  const answer = await fetch(link())
  const text = await answer.text()
  expect(answer.status).toBe(200)
  expect(text).toContain('Unsubscribe from Test?')
  expect(text).toContain(`c…@example.org`)
  expect(text).not.toContain(email)
  expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  expect(text).not.toMatch(/<script/)
  await fetch(link(), { method: 'HEAD' })
  expect(await status()).toBe('active')
})

test('one click: suppressed, withdrawn, counted and audited in one transaction', async () => {
  const answer = await oneClick()
  expect([answer.status, await answer.text()]).toEqual([200, 'Unsubscribed.\n'])
  expect(await status()).toBe('unsubscribed')
  expect(await one(`select reason, contact_id, campaign_id, lifted_at, email_index from compliance.suppression where contact_id = $1`)).toEqual([
    { reason: 'unsubscribe', contact_id: contactId, campaign_id: campaign.campaignId, lifted_at: null, email_index: ws.keyring.blindIndex('email', email) }])
  expect(await one(`select purpose, channel, action, source from compliance.consent_event where contact_id = $1`)).toEqual([{ purpose: 'newsletter', channel: 'email', action: 'withdrawn', source: 'one_click' }])
  expect(await one(`select purpose, state from compliance.consent_state where contact_id = $1`)).toEqual([{ purpose: 'newsletter', state: 'withdrawn' }])
  expect(await one(`select event_type, is_first, campaign_id from events.email_event where contact_id = $1`)).toEqual([{ event_type: 'unsubscribed', is_first: true, campaign_id: campaign.campaignId }])
  const xids = await one(`select distinct xmin::text from compliance.suppression where contact_id = $1 union select xmin::text from compliance.consent_event where contact_id = $1
    union select xmin::text from events.email_event where contact_id = $1 union select xmin::text from contacts.contact where contact_id = $1 union select xmin::text from compliance.unsubscribe_request where contact_id = $1`)
  expect(xids).toHaveLength(1)
  expect((await one(`select distinct table_name, actor from compliance.audit_event where contact_id = $1 and db_role = 'inboxlift_compliance' order by 1`)).map((r) => `${r.table_name} ${r.actor}`)).toEqual(
    ['compliance.consent_event contact', 'compliance.suppression contact', 'contacts.contact contact'])
})

test('the body of RFC 8058 may come as a form with parts', async () => {
  const body = new FormData()
  body.set('List-Unsubscribe', 'One-Click')
  expect((await fetch(link(), { method: 'POST', body })).status).toBe(200)
  expect(await one(`select method from compliance.unsubscribe_request where contact_id = $1`)).toEqual([{ method: 'one_click' }])
})

test('the same link a hundred times at once and after a restart is one row and one event', async () => {
  const before = await counted()
  const answers = await Promise.all(Array.from({ length: 100 }, () => oneClick()))
  expect(answers.every((a) => a.status === 200)).toBe(true)
  const again = await startCompliance(testServiceContext(db, 'inboxlift_compliance'), recordOutcomes)
  expect((await oneClick(link().replace(service.url!, again.url!))).status).toBe(200)
  await again.stop()
  for (const table of ['compliance.unsubscribe_request', 'compliance.suppression', 'compliance.consent_event', 'events.email_event']) {
    expect([table, (await one(`select count(*)::int as n from ${table} where contact_id = $1`))[0].n]).toEqual([table, 1])
  }
  expect(await counted()).toBe(before + 1)
})
const counted = async (): Promise<number> => (await one(`select coalesce(sum(unsubscribed), 0)::int as n from events.campaign_stats where campaign_id = $1`, [campaign.campaignId]))[0].n

test('a person may come back, and leave again by the same link', async () => {
  expect(await (await form('unsubscribe')).text()).toContain('You are unsubscribed')
  expect(await (await fetch(link())).text()).toContain('You are unsubscribed')
  expect(await (await form('subscribe')).text()).toContain('You are subscribed again')
  expect(await status()).toBe('active')
  expect(await one(`select state from compliance.consent_state where contact_id = $1`)).toEqual([{ state: 'given' }])
  await form('unsubscribe')
  await form('unsubscribe')
  expect(await status()).toBe('unsubscribed')
  expect((await one(`select action from compliance.consent_event where contact_id = $1 order by recorded_at`)).map((r) => r.action)).toEqual(['withdrawn', 'given', 'withdrawn'])
  expect(await one(`select state from compliance.consent_state where contact_id = $1`)).toEqual([{ state: 'withdrawn' }])
})

test('who changed the address since is unsubscribed at both, and so is the contact they were merged into', async () => {
  const survivor = await buildContact(db, ws, ids, { email: `s${ids.next()}@example.org` })
  await db.admin.query(`update contacts.contact set email_index = $2, merged_into = $3 where contact_id = $1`, [contactId, ws.keyring.blindIndex('email', 'new@example.org'), survivor])
  await oneClick()
  expect((await one(`select email_index from compliance.suppression where campaign_id = $1 and contact_id = any($2)`, [campaign.campaignId, [contactId, survivor]])).length).toBe(3)
  expect((await one(`select status from contacts.contact where contact_id = $1`, [survivor]))[0].status).toBe('unsubscribed')
  expect(await one(`select state from compliance.consent_state where contact_id = $1`, [survivor])).toEqual([{ state: 'withdrawn' }])
})

test('forged links, other methods and large bodies do nothing', async () => {
  expect((await fetch(`${service.url}/u/${signer.sign('open', key())}`, { method: 'POST' })).status).toBe(404)
  expect((await fetch(`${link()}x`, { method: 'POST' })).status).toBe(404)
  expect((await fetch(link(), { method: 'PUT', body: 'x' })).status).toBe(405)
  expect((await fetch(link(), { method: 'POST', body: 'x'.repeat(20_000) })).status).toBe(413)
  expect(await status()).toBe('active')
})

test('what cannot be stored is not confirmed', async () => {
  await db.admin.query(`revoke insert on compliance.suppression from inboxlift_compliance`)
  try {
    const answer = await oneClick()
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30'])
    expect(await one(`select 1 from compliance.unsubscribe_request where contact_id = $1`)).toEqual([])
  } finally {
    await db.admin.query(`grant insert on compliance.suppression to inboxlift_compliance`)
  }
  expect((await oneClick()).status).toBe(200)
})
