// room: whatever comes in, in whatever order, twice, from several writers at once and with some of them dying: every
// counter equals what a naive reader counts in the raw rows.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withWorkspace, type Tx } from '../../kernel/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { buildCampaign, buildSentMessages, type TestCampaign } from '../../../test/support/events.ts'
import type { EventType } from '../event.ts'
import { ingest } from '../ingest/ingest.ts'
import type { IngestEvent } from '../ingest/ingest-event.ts'
import { campaignReport } from './campaign-report.ts'
import { workspaceOverview } from './overview.ts'
import { recount } from './recount.ts'

let db: TestDatabase
const ids = testIds()
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

type Draft = { type: Exclude<EventType, 'queued'>; who: number; campaign: number; link: number; minutesAgo: number; isBot: boolean; hard: boolean; provider: number; repeats: number; remember: boolean }
const draft: fc.Arbitrary<Draft> = fc.record({
  type: fc.constantFrom('sent', 'delivered', 'deferred', 'bounced', 'complained', 'opened', 'opened', 'clicked', 'clicked', 'clicked', 'unsubscribed', 'rejected'),
  who: fc.nat(3), campaign: fc.nat(1), link: fc.integer({ min: 1, max: 4 }),
  // Mostly recent and close together (so that bursts happen), sometimes ahead of the clock, sometimes before every partition.
  minutesAgo: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 300 }) }, { weight: 4, arbitrary: fc.constantFrom(20, 20.01, 20.02) }, { weight: 1, arbitrary: fc.constantFrom(-30, 60 * 24 * 365 * 5) }),
  isBot: fc.boolean(), hard: fc.boolean(), provider: fc.nat(1), repeats: fc.integer({ min: 1, max: 3 }), remember: fc.boolean(),
})
const workload = fc.record({ drafts: fc.array(draft, { minLength: 30, maxLength: 160 }), order: fc.infiniteStream(fc.nat(1_000_000)), deaths: fc.infiniteStream(fc.nat(9)) })

type World = { ws: TestWorkspace; campaigns: TestCampaign[]; contacts: string[]; providers: string[] }
async function buildWorld(): Promise<World> {
  const ws = await buildWorkspace(db, ids)
  const urls = ['https://a.example/1', 'https://a.example/2', 'https://a.example/3', 'https://a.example/4']
  const campaigns = [await buildCampaign(db, ws, ids, urls), await buildCampaign(db, ws, ids, urls)]
  const second = ids.next()
  await db.admin.query(`insert into delivery.provider (workspace_id, provider_id, name, created_by, updated_by) values ($1, $2, 'Second', 'test', 'test')`, [ws.workspaceId, second])
  const contacts = []
  for (let i = 0; i < 8; i++) contacts.push(await buildContact(db, ws, ids, { email: `p${i}@${i % 2 ? 'gmail.com' : 'example.org'}`, country: 'US', region: i % 3 ? 'CA' : 'NY' }))
  for (const c of campaigns) await buildSentMessages(db, ws, c, contacts)
  return { ws, campaigns, contacts, providers: [ws.providerId, second] }
}

function toEvent(w: World, d: Draft, i: number, now: number): IngestEvent {
  const { launchId } = w.campaigns[d.campaign]!
  return {
    eventType: d.type, message: { launchId, contactId: w.contacts[d.who]!, seq: '0' }, providerId: w.providers[d.provider]!, eventKey: `e${i}`, remember: d.remember, occurredAt: new Date(Math.floor(now - d.minutesAgo * 60_000)),
    linkNo: d.type === 'clicked' ? d.link : null, isBot: (d.type === 'opened' || d.type === 'clicked') && d.isBot, bounceClass: ['bounced', 'deferred'].includes(d.type) ? (d.hard ? 'unknown_user' : 'quota') : null,
    hard: d.type === 'bounced' ? d.hard : null,
  }
}

class Died extends Error {}

test('every counter equals a naive count of the raw rows', async () => {
  const pools = [db.pool('inboxlift_ingest', 4), db.pool('inboxlift_ingest', 4)]
  const scheduler = db.pool('inboxlift_scheduler', 3)
  await fc.assert(
    fc.asyncProperty(workload, async ({ drafts, order, deaths }) => {
      const w = await buildWorld()
      const now = Date.now()
      const events = drafts.flatMap((d, i) => Array.from({ length: d.repeats }, () => toEvent(w, d, i, now)))
      const shuffled = events.map((e) => [order.next().value as number, e] as const).sort((a, b) => a[0] - b[0]).map(([, e]) => e)
      const batches: IngestEvent[][] = []
      while (shuffled.length > 0) batches.push(shuffled.splice(0, 1 + ((order.next().value as number) % 12)))
      const one = (pool: (typeof pools)[number], batch: IngestEvent[], dies: boolean): Promise<void> =>
        withWorkspace(pool, { workspaceId: w.ws.workspaceId, actor: 'service:ingest', origin: 'worker' }, async (tx: Tx) => {
          await ingest(tx, w.ws.workspaceId, batch.map((e) => ({ ...e })), { ids, keyring: w.ws.keyring, now: new Date(now) })
          if (dies) throw new Died()
        }, { retry: true })
      const ingester = async (pool: (typeof pools)[number]): Promise<void> => {
        for (let batch = batches.shift(); batch; batch = batches.shift()) {
          // A process that dies leaves its batch in the inbox; the next one takes it again.
          if ((deaths.next().value as number) === 0) await one(pool, batch, true).catch((e: unknown) => { if (!(e instanceof Died)) throw e })
          await one(pool, batch, false)
        }
      }
      await Promise.all([ingester(pools[0]!), ingester(pools[1]!), ingester(pools[0]!), ingester(pools[1]!)])
      await compareWithRaw(w, drafts)
      const told = await recount(scheduler, { workspaceId: w.ws.workspaceId, actor: 'service:test', origin: 'cli' })
      expect({ drift: told.drift, engagements: told.engagements }).toEqual({ drift: tolerated(told.drift), engagements: 0 })
      await mendsDamage(w, scheduler)
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 12), endOnFailure: true },
  )
}, 240_000)

/** messages are written by hand here, without their counter `queued`; nothing else may differ. */
const tolerated = <D extends { table: string; counter: string }>(drift: D[]): D[] => drift.filter((d) => d.table === 'events.campaign_stats' && d.counter === 'queued')

async function compareWithRaw(w: World, drafts: readonly Draft[]): Promise<void> {
  const { rows: raw } = await db.admin.query(`select * from events.email_event where workspace_id = $1`, [w.ws.workspaceId])
  // Every event once, the far past kept aside.
  expect(raw.length).toBe(drafts.filter((d) => d.minutesAgo < 1e6).length)
  expect((await db.admin.query(`select count(*)::int as n from events.dead_letter where workspace_id = $1`, [w.ws.workspaceId])).rows[0].n).toBe(drafts.filter((d) => d.minutesAgo > 1e6).length)
  const api = db.pool('inboxlift_api', 2)
  const scope = { workspaceId: w.ws.workspaceId, actor: 'user:1', origin: 'api' as const }
  for (const c of w.campaigns) {
    const mine = raw.filter((e) => e.campaign_id === c.campaignId)
    const people = (type: string): number => new Set(mine.filter((e) => e.event_type === type && !e.is_bot).map((e) => e.contact_id)).size
    const times = (type: string, isBot: boolean): number => mine.filter((e) => e.event_type === type && e.is_bot === isBot).length
    const report = await withWorkspace(api, scope, (tx) => campaignReport(tx, w.ws.workspaceId, c.campaignId))
    expect(report.totals).toMatchObject({
      sent: people('sent'), delivered: people('delivered'), complained: people('complained'), unsubscribed: people('unsubscribed'), rejected: people('rejected'), deferred: times('deferred', false),
      opens: times('opened', false), opens_bot: times('opened', true), unique_opens: people('opened'), clicks: times('clicked', false), clicks_bot: times('clicked', true), unique_clicks: people('clicked'),
    })
    expect(report.totals.bounced_hard + report.totals.bounced_soft).toBe(people('bounced'))
    expect(report.bounces.reduce((n, b) => n + b.hard + b.soft, 0)).toBe(people('bounced'))
    for (const key of ['sent', 'opens', 'unique_opens', 'clicks', 'unique_clicks'] as const) {
      expect(report.providers.reduce((n, p) => n + p.totals[key], 0)).toBe(report.totals[key])
      expect(report.hours.reduce((n, h) => n + h[key], 0)).toBe(report.totals[key])
    }
    for (const l of report.links) {
      const clicks = mine.filter((e) => e.event_type === 'clicked' && e.link_no === l.linkNo)
      expect([l.clicks, l.clicksBot, l.uniqueClicks]).toEqual([clicks.filter((e) => !e.is_bot).length, clicks.filter((e) => e.is_bot).length, new Set(clicks.filter((e) => !e.is_bot).map((e) => e.contact_id)).size])
    }
  }
  const overview = await withWorkspace(api, scope, (tx) => workspaceOverview(tx, w.ws.workspaceId, new Date()))
  expect(overview.totals.opens).toBe(raw.filter((e) => e.event_type === 'opened' && !e.is_bot).length)
  for (const contact of w.contacts) {
    const own = raw.filter((e) => e.contact_id === contact)
    const last = (type: string): Date | null => own.filter((e) => e.event_type === type && !e.is_bot).reduce<Date | null>((a, e) => (!a || e.occurred_at > a ? e.occurred_at : a), null)
    const alive = ['delivered', 'opened', 'clicked'].map(last).reduce<number>((a, d) => Math.max(a, d?.getTime() ?? -Infinity), -Infinity)
    const soft = own.filter((e) => e.event_type === 'bounced' && e.hard !== true && e.occurred_at.getTime() > alive).length
    const { rows } = await db.admin.query(`select last_open_at, last_click_at, open_count, click_count, soft_bounce_count from events.contact_engagement where contact_id = $1`, [contact])
    expect(rows[0] ?? { last_open_at: null, last_click_at: null, open_count: 0, click_count: 0, soft_bounce_count: 0 }).toEqual({
      last_open_at: last('opened'), last_click_at: last('clicked'), open_count: own.filter((e) => e.event_type === 'opened' && !e.is_bot).length,
      click_count: own.filter((e) => e.event_type === 'clicked' && !e.is_bot).length, soft_bounce_count: soft,
    })
  }
}

/** Counters that were tampered with are found, to the row, and mended. */
async function mendsDamage(w: World, scheduler: ReturnType<TestDatabase['pool']>): Promise<void> {
  const scope = { workspaceId: w.ws.workspaceId, actor: 'service:test', origin: 'cli' as const }
  for (const [table, counter] of [['campaign_stats', 'opens'], ['campaign_hour_stats', 'clicks'], ['link_stats', 'unique_clicks'], ['provider_stats', 'sent'], ['workspace_hour_stats', 'opens_bot'], ['bounce_stats', 'deferred'], ['contact_engagement', 'open_count']]) {
    await db.admin.query(`update events.${table} set ${counter} = ${counter} + 3 where workspace_id = $1`, [w.ws.workspaceId])
  }
  const before = await recount(scheduler, scope)
  expect(new Set(before.drift.map((d) => d.table)).size + Math.min(1, before.engagements)).toBeGreaterThanOrEqual(2)
  expect((await recount(scheduler, scope, { fix: true })).mended).toBe(true)
  const after = await recount(scheduler, scope)
  expect(after).toMatchObject({ drift: [], engagements: 0 })
}
