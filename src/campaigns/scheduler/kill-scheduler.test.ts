// failure: a scheduler is killed while it freezes and between slices, again and again, beside another one; the audience is
// in the queue in whole slices only, everybody once, and the counters agree.
import { afterAll, expect, test } from 'vitest'
import { createObserver, withWorkspace, type Tx } from '../../kernel/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds } from '../../../test/support/db.ts'
import { campaignFigures } from '../../events/index.ts'
import { createCampaign, createTemplate, findLaunch, launchCampaign } from '../index.ts'
import { startScheduler, type SchedulerProcess } from '../testing/scheduler-process.ts'
import { partitionsAhead, watchPartitions } from './watch-partitions.ts'

const db = await createTestDatabase()
const ids = testIds()
const api = db.pool('inboxlift_api', 2)
const running = new Set<SchedulerProcess>()
afterAll(async () => {
  await Promise.all([...running].map((p) => p.kill()))
  await db.drop()
})

const PEOPLE = 53_210
const SLICE = 10_000

test(`kill -9 between slices: ${PEOPLE} people, whole slices only, nobody twice, nobody missing`, { timeout: 300_000 }, async () => {
  const ws = await buildWorkspace(db, ids)
  const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => withWorkspace(api, { workspaceId: ws.workspaceId, actor: 'user:1', origin: 'api' }, work)
  const client = await db.admin.connect()
  await client.query(`begin; set local inboxlift.origin = 'import'`) // no row audit: only the number of people matters here
  await client.query(
    `with c as (insert into contacts.contact (workspace_id, contact_id, source_id, email_ct, email_index, email_domain, created_by, updated_by)
       select $1, 1000 + g, $2, '\\x00', sha256(convert_to(g::text, 'UTF8')), 'example.com', 't', 't' from generate_series(1, $4::int) g returning contact_id)
     insert into contacts.list_member (workspace_id, list_id, contact_id, added_by) select $1, $3, contact_id, 't' from c`,
    [ws.workspaceId, ws.sourceId, ws.listId, PEOPLE],
  )
  await client.query('commit')
  client.release()
  const context = { workspaceId: ws.workspaceId, ids, actor: 'user:1', at: new Date() }
  const campaignId = await inside(async (tx) => {
    const template = await createTemplate(tx, context, { name: 'T', language: 'html', subject: 'Hi', preheader: '', body: '<p>Hi <a href="{{ unsubscribe_url }}">out</a></p>', textBody: null })
    const defaults = { sender_name: 'S', sender_email: 's@shop.example', reply_to: '', track_opens: true, track_clicks: true }
    const campaign = await createCampaign(tx, context, defaults, { name: 'C', templateId: template.templateId, audience: [{ kind: 'list', id: ws.listId, exclude: false }] })
    await launchCampaign(tx, context, campaign.campaignId)
    return campaign.campaignId
  })
  const look = async () => {
    const launch = (await inside((tx) => findLaunch(tx, ws.workspaceId, campaignId)))!
    const { rows } = await db.admin.query<{ n: number; people: number }>(`select count(*)::int as n, count(distinct contact_id)::int as people from delivery.message where workspace_id = $1`, [ws.workspaceId])
    return { launch, queued: rows[0]!.n, people: rows[0]!.people }
  }
  let kills = 0
  let slices = 0
  for (let round = 0; ; round++) {
    const tellKill = Promise.withResolvers<void>()
    let seen = 0
    const wanted = round % 2
    const scheduler = startScheduler(db.config('inboxlift_scheduler'), (name) => {
      if (name === 'launch.sliced') {
        slices += 1
        if (++seen >= wanted) tellKill.resolve()
      }
    })
    running.add(scheduler)
    await scheduler.ready
    // Every other one dies soon after it began (freezing, or in the middle of a slice), the others after a slice.
    if (wanted === 0) setTimeout(tellKill.resolve, 50 + 200 * round)
    await Promise.race([tellKill.promise, new Promise((r) => setTimeout(r, 20_000))])
    await scheduler.kill()
    running.delete(scheduler)
    kills += 1
    const now = await look()
    expect(now.people).toBe(now.queued)
    expect(now.queued).toBe(now.launch.queuedCount)
    if (now.launch.state !== 'sending') expect(now.queued % SLICE).toBe(0)
    if (now.launch.audienceCount > 0) expect(now.launch.audienceCount).toBe(PEOPLE)
    if (now.launch.state === 'sending' || kills >= 25) break
  }
  const end = await look()
  expect(end).toMatchObject({ queued: PEOPLE, people: PEOPLE, launch: { state: 'sending', audienceCount: PEOPLE, queuedCount: PEOPLE } })
  const figures = (await inside((tx) => campaignFigures(tx, ws.workspaceId, [campaignId]))).get(campaignId)!
  expect(figures.totals.queued).toBe(PEOPLE)
  expect(kills).toBeGreaterThanOrEqual(4)
  console.log(`${kills} kills, ${slices} slices seen, ${end.queued} messages for ${PEOPLE} people`)
})

test('two schedulers and a pile of small campaigns: each is written once and ends as sent', { timeout: 120_000 }, async () => {
  const ws = await buildWorkspace(db, ids)
  const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => withWorkspace(api, { workspaceId: ws.workspaceId, actor: 'user:1', origin: 'api' }, work)
  for (let i = 0; i < 5; i++) await buildContact(db, ws, ids, { email: `p${i}@example.com` })
  const context = () => ({ workspaceId: ws.workspaceId, ids, actor: 'user:1', at: new Date() })
  const template = await inside((tx) => createTemplate(tx, context(), { name: 'T', language: 'html', subject: 'Hi', preheader: '', body: '<p>Hi</p>', textBody: null }))
  const defaults = { sender_name: 'S', sender_email: 's@shop.example', reply_to: '', track_opens: true, track_clicks: true }
  const done = Promise.withResolvers<void>()
  let ended = 0
  const schedulers = [0, 1].map(() => startScheduler(db.config('inboxlift_scheduler'), (name) => void (name === 'launch.done' && ++ended === 8 && done.resolve())))
  for (const s of schedulers) running.add(s)
  await Promise.all(schedulers.map((s) => s.ready))
  for (let i = 0; i < 8; i++) {
    await inside(async (tx) => {
      const campaign = await createCampaign(tx, context(), defaults, { name: `C${i}`, templateId: template.templateId, audience: [{ kind: 'list', id: ws.listId, exclude: false }] })
      await launchCampaign(tx, context(), campaign.campaignId)
    })
  }
  const settle = setInterval(() => void db.admin.query(`update delivery.message set state = 'skipped', reason = 'test', state_at = now() where workspace_id = $1 and state = 'ready'`, [ws.workspaceId]).catch(() => {}), 100)
  await done.promise
  clearInterval(settle)
  const { rows } = await db.admin.query(`select count(*)::int as messages, count(distinct launch_id)::int as launches, (select count(*)::int from campaigns.campaign where workspace_id = $1 and state = 'sent') as sent from delivery.message where workspace_id = $1`, [ws.workspaceId])
  expect(rows[0]).toEqual({ messages: 40, launches: 8, sent: 8 })
  await Promise.all(schedulers.map(async (s) => (await s.stop(), running.delete(s))))
  expect(await db.admin.query(`select 1 from delivery.workspace_due where queue = 'launch' and workspace_id = $1`, [ws.workspaceId])).toMatchObject({ rowCount: 0 })
})

test('partitions that end within a week raise an alarm', async () => {
  const pool = db.pool('inboxlift_scheduler', 1)
  const ahead = await partitionsAhead(pool, new Date())
  expect(ahead.map((p) => p.table)).toEqual(expect.arrayContaining(['delivery.message', 'delivery.attempt', 'events.email_event', 'compliance.audit_event', 'events.webhook_inbox']))
  expect(Math.min(...ahead.map((p) => p.days))).toBeGreaterThan(30)
  const observer = createObserver()
  const alarms: string[] = []
  observer.listen((name, facts) => void (name === 'partitions.low' && alarms.push((facts as { table: string }).table)))
  expect(await watchPartitions(pool, observer, new Date())).toBe(0)
  const late = new Date(Date.now() + (Math.min(...ahead.map((p) => p.days)) - 6) * 86_400_000)
  expect(await watchPartitions(pool, observer, late)).toBeGreaterThan(0)
  expect(alarms).toContain('delivery.message')
})
