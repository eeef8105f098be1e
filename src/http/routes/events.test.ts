// room: reports, timeline, suppressions and consents over the real API.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordOutcomes, type Outcome } from '../../events/index.ts'
import { toPublicId, withWorkspace } from '../../kernel/index.ts'
import { createTestApp, type Ask, type TestApp } from '../../../test/support/app.ts'
import { createTestCli } from '../../../test/support/cli.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { buildCampaign, buildSentMessages, type TestCampaign } from '../../../test/support/events.ts'

let db: TestDatabase
let ws: TestWorkspace
let campaign: TestCampaign
let app: TestApp
let admin: Ask
let contactId: string
const ids = testIds()

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  campaign = await buildCampaign(db, ws, ids, ['https://a.example/'])
  contactId = await buildContact(db, ws, ids, { email: 'ann@example.org', region: 'CA', country: 'US' })
  await buildSentMessages(db, ws, campaign, [contactId])
  app = await createTestApp(db)
  admin = await app.as(ws.workspaceId, 'admin')
  const at = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)
  const event = (eventType: Outcome['eventType'], minutes: number, extra: Partial<Outcome> = {}): Outcome => ({
    launchId: campaign.launchId, contactId, seq: '0', campaignId: campaign.campaignId, providerId: ws.providerId, eventType, occurredAt: at(minutes), eventKey: `${eventType}:${minutes}`, ...extra,
  })
  await withWorkspace(db.pool('inboxlift_ingest'), { workspaceId: ws.workspaceId, actor: 'service:test', origin: 'worker' }, (tx) =>
    recordOutcomes(tx, ws.workspaceId, [event('deferred', 9, { bounceClass: 'throttled', smtpCode: 451 }), event('sent', 8, { latencyMs: 40 }), event('opened', 7), event('opened', 6), event('opened', 5, { isBot: true }), event('clicked', 4, { linkNo: 1 })]))
})
afterAll(async () => {
  await app.close()
  await db.drop()
})

test('the report of a campaign: people and machines apart, shares, hours, links, refusals', async () => {
  const { status, body } = await admin('GET', `/campaigns/${toPublicId('cmp', campaign.campaignId)}/report`)
  expect(status).toBe(200)
  expect(body.totals).toMatchObject({ sent: 1, deferred: 1, opens: 2, opens_bot: 1, unique_opens: 1, clicks: 1, unique_clicks: 1 })
  expect(body.rates).toMatchObject({ opened: 1, clicked: 1, click_to_open: 1 })
  expect(body.links).toMatchObject([{ link_no: 1, url: 'https://a.example/', unique_clicks: 1 }])
  expect(body.bounces).toMatchObject([{ bounce_class: 'throttled', deferred: 1, provider_id: toPublicId('prv', ws.providerId) }])
  expect(body.providers).toMatchObject([{ name: 'Sink', totals: { sent: 1 } }])
  expect(body.hours.reduce((n: number, h: { opens: number }) => n + h.opens, 0)).toBe(2)
  expect((await admin('GET', `/campaigns/${toPublicId('cmp', '12345')}/report`)).body.code).toBe('EVENT_CAMPAIGN_NOT_FOUND')
})

test('overview and providers add up to the same', async () => {
  const overview = (await admin('GET', '/reports/overview?days=7')).body
  expect(overview.totals).toMatchObject({ sent: 1, opens: 2, unique_clicks: 1 })
  expect(overview.campaigns).toMatchObject([{ name: 'Test campaign', totals: { unique_opens: 1 } }])
  const providers = (await admin('GET', '/reports/providers')).body.items
  expect(providers).toMatchObject([{ name: 'Sink', totals: { sent: 1, latency_ms: 40 }, destinations: [{ mailbox_provider: 'other', opens: 2, clicks: 1 }] }])
})

test('the timeline is paged to its end, the newest first', async () => {
  const types: string[] = []
  let cursor = ''
  do {
    const page = (await admin('GET', `/contacts/${toPublicId('con', contactId)}/timeline?limit=2${cursor}`)).body
    types.push(...page.items.map((e: { event_type: string }) => e.event_type))
    cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`
  } while (cursor !== '')
  expect(types).toEqual(['clicked', 'opened', 'opened', 'opened', 'sent', 'deferred'])
  expect((await admin('GET', `/contacts/${toPublicId('con', contactId)}/engagement`)).body).toMatchObject({ open_count: 2, click_count: 1, sent_count: 1 })
})

test('an address is suppressed, found, listed and lifted', async () => {
  const made = await admin('POST', '/suppressions', { email: 'Ann@Example.org' })
  expect([made.status, made.body.suppressed]).toEqual([201, true])
  expect((await admin('POST', '/suppressions/search', { email: 'ann@example.org' })).body.reasons).toMatchObject([{ reason: 'manual', lifted_at: null }])
  const list = (await admin('GET', '/suppressions?limit=1')).body
  expect(list.items).toMatchObject([{ reason: 'manual', contact_id: toPublicId('con', contactId), address_key: made.body.address_key }])
  expect(JSON.stringify(list)).not.toContain('ann@')
  expect((await admin('GET', '/suppressions/summary')).body.items).toEqual([{ reason: 'manual', count: 1 }])
  expect((await admin('POST', '/suppressions/lift', { address_key: made.body.address_key, reason: 'manual' })).status).toBe(204)
  expect((await admin('GET', '/suppressions')).body.items).toEqual([])
  expect((await admin('GET', '/suppressions?with_lifted=true')).body.items).toHaveLength(1)
  const bad = await admin('POST', '/suppressions', { email: 'not an address' })
  expect([bad.status, bad.body.code]).toEqual([422, 'COMPLIANCE_ADDRESS_INVALID'])
  expect(JSON.stringify(bad.body)).not.toContain('not an address')
})

test('the list of suppressions is paged without losing a row', async () => {
  for (let i = 0; i < 7; i++) await admin('POST', '/suppressions', { email: `p${i}@example.org`, reason: i % 2 ? 'manual' : 'unsubscribe' })
  const seen: string[] = []
  let cursor = ''
  do {
    const page = (await admin('GET', `/suppressions?limit=3${cursor}`)).body
    seen.push(...page.items.map((s: { address_key: string; reason: string }) => `${s.address_key}/${s.reason}`))
    cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`
  } while (cursor !== '')
  expect([seen.length, new Set(seen).size]).toEqual([7, 7])
})

test('consent is recorded with evidence and shown with its history', async () => {
  const path = `/contacts/${toPublicId('con', contactId)}/consents`
  expect((await admin('POST', '/consent-wordings', { purpose: 'newsletter', wording: 'Yes, please.' })).body).toEqual({ version: 1 })
  const given = await admin('POST', path, { action: 'given', purpose: 'newsletter', source: 'form', wording_version: 1, evidence: { ip: '192.0.2.1' } })
  expect([given.status, given.body.states]).toMatchObject([201, [{ purpose: 'newsletter', state: 'given' }]])
  await admin('POST', path, { action: 'withdrawn', purpose: 'newsletter', source: 'person' })
  const { body } = await admin('GET', path)
  expect(body.states).toMatchObject([{ state: 'withdrawn' }])
  expect(body.history).toMatchObject([{ action: 'given', wording_version: 1, evidence: { ip: '192.0.2.1' } }, { action: 'withdrawn', source: 'person' }])
  expect((await admin('POST', `/contacts/${toPublicId('con', '77')}/consents`, { action: 'given', purpose: 'newsletter' })).status).toBe(404)
})

test('each of it needs its scope', async () => {
  const sales = await app.as(ws.workspaceId, 'sales')
  const analyst = await app.as(ws.workspaceId, 'analyst')
  expect((await sales('GET', '/suppressions')).status).toBe(403)
  expect((await analyst('POST', '/suppressions', { email: 'x@example.org' })).status).toBe(403)
  expect((await analyst('GET', '/reports/overview')).status).toBe(200)
  const other = await buildWorkspace(db, ids)
  const stranger = await app.as(other.workspaceId, 'admin')
  expect((await stranger('GET', `/campaigns/${toPublicId('cmp', campaign.campaignId)}/report`)).status).toBe(404)
  expect((await stranger('GET', `/contacts/${toPublicId('con', contactId)}/timeline`)).body.items).toEqual([])
})

test('the command line finds a tampered counter and mends it', async () => {
  await db.admin.query(`update events.campaign_stats set queued = 1 where campaign_id = $1 and provider_id = $2`, [campaign.campaignId, ws.providerId]) // the message that was written by hand
  await db.admin.query(`update events.campaign_stats set opens = opens + 5 where campaign_id = $1`, [campaign.campaignId])
  const slug = `test-${ws.workspaceId}`
  const cli = createTestCli(db, { stdin: 'p1@example.org\n' })
  try {
    const told = await cli.run('events', 'recount', '--json', '--workspace', slug)
    expect(told.json.drift.find((d: { counter: string }) => d.counter === 'opens')).toMatchObject({ expected: 2, actual: 7 })
    expect((await cli.run('events', 'recount', '--fix', '--yes', '--workspace', slug)).out).toContain('Mended.')
    expect((await cli.run('events', 'recount', '--workspace', slug)).out).toContain('Every counter is right')
    expect((await cli.run('report', 'campaign', toPublicId('cmp', campaign.campaignId), '--workspace', slug)).out).toContain('opened by 1 people')
    expect((await cli.run('suppression', 'check', '--json', '--workspace', slug)).json).toMatchObject([{ reason: 'manual' }])
  } finally {
    cli.stop()
  }
})
