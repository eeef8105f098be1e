// room: outcomes of messages become events, first touches and counters, also twice, at once and out of order.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withWorkspace, type Tx } from '../../kernel/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { buildCampaign, type TestCampaign } from '../../../test/support/events.ts'
import { addQueued, addSkipped, recordOutcomes, type Outcome } from '../index.ts'

let db: TestDatabase
let ws: TestWorkspace
let campaign: TestCampaign
const ids = testIds()
const contacts: string[] = []

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  campaign = await buildCampaign(db, ws, ids, ['https://a.example/', 'https://b.example/'])
  for (let i = 0; i < 6; i++) contacts.push(await buildContact(db, ws, ids, { email: `p${i}@gmail.com`, country: 'US', region: i < 3 ? 'CA' : 'NY', city: 'Somewhere' }))
})
afterAll(() => db.drop())

const as = <T>(role: 'inboxlift_sender' | 'inboxlift_ingest' | 'inboxlift_compliance' | 'inboxlift_scheduler', work: (tx: Tx) => Promise<T>): Promise<T> =>
  withWorkspace(db.pool(role, 8), { workspaceId: ws.workspaceId, actor: 'service:test', origin: 'worker' }, work)

const outcome = (contact: number, eventType: Outcome['eventType'], extra: Partial<Outcome> = {}): Outcome => ({
  launchId: campaign.launchId, contactId: contacts[contact]!, seq: '0', campaignId: campaign.campaignId, providerId: ws.providerId, eventType,
  occurredAt: new Date(), eventKey: `${eventType}:${contact}:${Math.random()}`, ...extra,
})
const totals = async (): Promise<Record<string, number>> => {
  const { rows } = await db.admin.query(
    `select sum(queued)::int queued, sum(sent)::int sent, sum(deferred)::int deferred, sum(bounced_hard)::int hard, sum(bounced_soft)::int soft, sum(opens)::int opens, sum(opens_bot)::int opens_bot,
     sum(unique_opens)::int unique_opens, sum(clicks)::int clicks, sum(unique_clicks)::int unique_clicks, sum(skipped)::int skipped from events.campaign_stats where campaign_id = $1`, [campaign.campaignId])
  return rows[0]
}

test('every role that settles messages may record, and counters follow', async () => {
  await as('inboxlift_scheduler', (tx) => addQueued(tx, ws.workspaceId, [{ campaignId: campaign.campaignId, count: 6 }]))
  await as('inboxlift_sender', (tx) => addSkipped(tx, ws.workspaceId, [{ campaignId: campaign.campaignId, count: 1 }]))
  await as('inboxlift_sender', (tx) =>
    recordOutcomes(tx, ws.workspaceId, [outcome(0, 'sent', { latencyMs: 20, smtpCode: 250 }), outcome(1, 'sent', { latencyMs: 30 }), outcome(2, 'deferred', { smtpCode: 451, enhancedCode: '4.7.1' }), outcome(3, 'bounced', { hard: true, bounceClass: 'unknown_user', smtpCode: 550 })]))
  await as('inboxlift_ingest', (tx) => recordOutcomes(tx, ws.workspaceId, [outcome(0, 'opened'), outcome(0, 'opened'), outcome(1, 'opened', { isBot: true }), outcome(0, 'clicked', { linkNo: 2 })]))
  await as('inboxlift_compliance', (tx) => recordOutcomes(tx, ws.workspaceId, [outcome(0, 'unsubscribed')]))
  expect(await totals()).toEqual({ queued: 6, skipped: 1, sent: 2, deferred: 1, hard: 1, soft: 0, opens: 2, opens_bot: 1, unique_opens: 1, clicks: 1, unique_clicks: 1 })
  const { rows } = await db.admin.query(`select sent::int, bounced_hard::int, opens::int, latency_ms_sum::int from events.provider_stats`)
  expect(rows.reduce((a, r) => ({ sent: a.sent + r.sent, ms: a.ms + r.latency_ms_sum }), { sent: 0, ms: 0 })).toEqual({ sent: 2, ms: 50 })
})

test('place and mailbox provider stand in the event as they were', async () => {
  await db.admin.query(`update contacts.contact set region = 'TX' where contact_id = $1`, [contacts[0]])
  const { rows } = await db.admin.query(
    `select distinct r.value as region, m.value as mailbox from events.email_event e join events.dimension r on r.kind = 'region' and r.code = e.region_code
     join events.dimension m on m.kind = 'mailbox_provider' and m.code = e.mailbox_provider_code where e.contact_id = $1`, [contacts[0]])
  expect(rows).toEqual([{ region: 'CA', mailbox: 'gmail' }])
})

test('the same key is the same event', async () => {
  const before = await totals()
  const twice = outcome(4, 'opened', { eventKey: 'open:once' })
  expect(await as('inboxlift_ingest', (tx) => recordOutcomes(tx, ws.workspaceId, [twice, twice]))).toBe(1)
  expect(await as('inboxlift_ingest', (tx) => recordOutcomes(tx, ws.workspaceId, [twice]))).toBe(0)
  expect(await totals()).toEqual({ ...before, opens: before.opens! + 1, unique_opens: before.unique_opens! + 1 })
})

test('unique opens stay exact with many writers at once', async () => {
  const before = await totals()
  await Promise.all(Array.from({ length: 24 }, () => as('inboxlift_ingest', (tx) => recordOutcomes(tx, ws.workspaceId, [outcome(5, 'opened'), outcome(3, 'opened')]))))
  const after = await totals()
  expect(after.opens! - before.opens!).toBe(48)
  expect(after.unique_opens! - before.unique_opens!).toBe(2)
})

test('engagement takes the greatest time, whatever came first, and counts soft bounces since the last sign of life', async () => {
  const t = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)
  await as('inboxlift_ingest', (tx) => recordOutcomes(tx, ws.workspaceId, [outcome(2, 'opened', { occurredAt: t(5) })]))
  await as('inboxlift_ingest', (tx) => recordOutcomes(tx, ws.workspaceId, [outcome(2, 'opened', { occurredAt: t(50) })]))
  await as('inboxlift_ingest', (tx) => recordOutcomes(tx, ws.workspaceId, [outcome(2, 'bounced', { occurredAt: t(2), hard: false }), outcome(2, 'bounced', { occurredAt: t(20), hard: false })]))
  const row = async (): Promise<any> => (await db.admin.query(`select last_open_at, open_count, soft_bounce_count from events.contact_engagement where contact_id = $1`, [contacts[2]])).rows[0]
  expect(await row()).toMatchObject({ open_count: 2, soft_bounce_count: 1 })
  expect(Math.abs((await row()).last_open_at.getTime() - t(5).getTime())).toBeLessThan(60_000)
  await as('inboxlift_ingest', (tx) => recordOutcomes(tx, ws.workspaceId, [outcome(2, 'delivered', { occurredAt: t(1) })]))
  expect((await row()).soft_bounce_count).toBe(0)
})

test('a time without a partition is refused by name', async () => {
  await expect(as('inboxlift_sender', (tx) => recordOutcomes(tx, ws.workspaceId, [outcome(0, 'sent', { occurredAt: new Date('2019-01-01') })]))).rejects.toMatchObject({ code: 'EVENT_NO_PARTITION' })
})

test('codes of a transaction that was rolled back are not remembered', async () => {
  const contact = await buildContact(db, ws, ids, { email: 'far@example.org', region: 'ZZ', country: 'NZ' })
  const row = { ...outcome(0, 'opened'), contactId: contact }
  await expect(as('inboxlift_ingest', async (tx) => {
    await recordOutcomes(tx, ws.workspaceId, [row])
    throw new Error('rolled back')
  })).rejects.toThrow('rolled back')
  await as('inboxlift_ingest', (tx) => recordOutcomes(tx, ws.workspaceId, [row]))
  const { rows } = await db.admin.query(`select d.value from events.email_event e join events.dimension d on d.kind = 'region' and d.code = e.region_code where e.contact_id = $1`, [contact])
  expect(rows).toEqual([{ value: 'ZZ' }])
})
