// room: a launch from wish to end: who is frozen, what is frozen, slices, two schedulers, pause, resume, cancel, schedule.
import { afterAll, expect, test } from 'vitest'
import { createObserver, createSignals, toPublicId, withWorkspace, type Tx } from '../../kernel/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestWorkspace } from '../../../test/support/db.ts'
import { campaignFigures } from '../../events/index.ts'
import { createSegment } from '../../segments/index.ts'
import {
  advanceWorkspace, cancelCampaign, createCampaign, createTemplate, findLaunch, getCampaign, launchCampaign, pauseCampaign, prepareLaunch, resumeCampaign, scheduleCampaign, updateTemplate, writeSlice, type AudiencePart, type LaunchTools,
} from '../index.ts'

const db = await createTestDatabase()
afterAll(() => db.drop())
const ids = testIds()
const api = db.pool('inboxlift_api')
const tools = (pool = db.pool('inboxlift_scheduler', 3)): LaunchTools => ({ pool, ids: testIds(), observer: createObserver(), signals: createSignals(), now: () => new Date() })
const scheduler = tools()
const scopeOf = (ws: TestWorkspace) => ({ workspaceId: ws.workspaceId, actor: 'user:1', origin: 'api' }) as const
const system = (ws: TestWorkspace) => ({ workspaceId: ws.workspaceId, actor: 'service:scheduler', origin: 'system' }) as const
const inside = <T>(ws: TestWorkspace, work: (tx: Tx) => Promise<T>): Promise<T> => withWorkspace(api, scopeOf(ws), work, { retry: true })
const context = (ws: TestWorkspace) => ({ workspaceId: ws.workspaceId, ids, actor: 'user:1', at: new Date() })
const DEFAULTS = { sender_name: 'Shop', sender_email: 'news@shop.example', reply_to: '', track_opens: true, track_clicks: true }
const BODY = '<mjml><mj-body><mj-section><mj-column><mj-text>Hi {{ contact.first_name }}. <a href="https://shop.example/a">One</a> <a href="https://shop.example/{{ contact.id }}">Two</a> <a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section></mj-body></mjml>'

async function campaignOf(ws: TestWorkspace, audience: AudiencePart[], body = BODY): Promise<{ campaignId: string; templateId: string }> {
  const template = await inside(ws, (tx) => createTemplate(tx, context(ws), { name: `T ${ids.next()}`, language: 'mjml', subject: 'Hello', preheader: '', body, textBody: null }))
  const campaign = await inside(ws, (tx) => createCampaign(tx, context(ws), DEFAULTS, { name: 'C', templateId: template.templateId, audience }))
  return { campaignId: campaign.campaignId, templateId: template.templateId }
}

const everybody = (ws: TestWorkspace): AudiencePart[] => [{ kind: 'list', id: ws.listId, exclude: false }]
const launch = (ws: TestWorkspace, campaignId: string) => inside(ws, (tx) => launchCampaign(tx, context(ws), campaignId))
const rows = async <R extends object>(text: string, values: unknown[]): Promise<R[]> => (await db.admin.query<R & import('pg').QueryResultRow>(text, values)).rows
const people = async (ws: TestWorkspace, n: number): Promise<string[]> => {
  const out: string[] = []
  for (let i = 0; i < n; i++) out.push(await buildContact(db, ws, ids, { email: `p${i}@example.com`, firstName: `P${i}`, region: i % 2 === 0 ? 'CA' : 'NY' }))
  return out
}
const settleAll = (ws: TestWorkspace, launchId: string) => db.admin.query(`update delivery.message set state = 'skipped', reason = 'test', state_at = now() where workspace_id = $1 and launch_id = $2 and state in ('ready', 'deferred')`, [ws.workspaceId, launchId])
const totals = async (ws: TestWorkspace, campaignId: string) => (await inside(ws, (tx) => campaignFigures(tx, ws.workspaceId, [campaignId]))).get(campaignId)!.totals
const stateOf = async (ws: TestWorkspace, campaignId: string): Promise<string> => (await inside(ws, (tx) => getCampaign(tx, ws.workspaceId, campaignId))).state

test('the audience is the union of lists and segments minus those left out, each person once, mailable people only', async () => {
  const ws = await buildWorkspace(db, ids)
  const [ca, ny, both, excluded, bounced, suppressed, tombstone, survivor, withdrawn] = await people(ws, 9) as [string, string, string, string, string, string, string, string, string]
  const outside = await buildContact(db, ws, ids, { email: 'outside@example.com', region: 'CA', list: false })
  const q = (text: string, values: unknown[]) => db.admin.query(text, [ws.workspaceId, ...values])
  await q(`update contacts.contact set status = 'bounced' where workspace_id = $1 and contact_id = $2`, [bounced])
  await q(`insert into compliance.suppression (workspace_id, email_index, reason, index_version, created_by) select workspace_id, email_index, 'manual', 1, 't' from contacts.contact where workspace_id = $1 and contact_id = $2`, [suppressed])
  await q(`update contacts.contact set merged_into = $3 where workspace_id = $1 and contact_id = $2`, [tombstone, survivor])
  await q(`delete from contacts.list_member where workspace_id = $1 and contact_id = $2`, [survivor]) // it is on the list through the tombstone only
  await q(`insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, action, source, happened_at, recorded_by) values ($1, $2, 1, 'newsletter', 'withdrawn', 'api', now(), 't')`, [withdrawn])
  await q(`insert into compliance.consent_state (workspace_id, contact_id, purpose, channel, state, since, consent_event_id) values ($1, $2, 'newsletter', 'email', 'withdrawn', now(), 1)`, [withdrawn])
  await q(`insert into contacts.list (workspace_id, list_id, name, created_by) values ($1, $2, 'Out', 't')`, ['77'])
  await q(`insert into contacts.list_member (workspace_id, list_id, contact_id, added_by) values ($1, 77, $2, 't')`, [excluded])
  const segment = await inside(ws, (tx) => createSegment(tx, { workspaceId: ws.workspaceId, actor: 'user:1', now: new Date() }, ids, { name: 'CA', definition: { version: 1, where: { field: 'region', op: 'eq', value: 'CA' } } }))
  const { campaignId } = await campaignOf(ws, [...everybody(ws), { kind: 'segment', id: segment.segmentId, exclude: false }, { kind: 'list', id: '77', exclude: true }])
  const { launchId } = await launch(ws, campaignId)
  expect(await prepareLaunch(scheduler, system(ws), launchId)).toBe(true)
  const frozen = await rows<{ contact_id: string }>(`select contact_id from campaigns.audience_member where launch_id = $1 order by contact_id`, [launchId])
  expect(frozen.map((r) => r.contact_id)).toEqual([ca, ny, both, survivor, outside].sort())
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'slicing', audienceCount: 5, contentVersion: 1 })
})

test('the content is frozen with hash and links; later edits do not reach it, and the message names its version', async () => {
  const ws = await buildWorkspace(db, ids)
  await people(ws, 3)
  const { campaignId, templateId } = await campaignOf(ws, everybody(ws))
  const { launchId } = await launch(ws, campaignId)
  await prepareLaunch(scheduler, system(ws), launchId)
  await inside(ws, (tx) => updateTemplate(tx, context(ws), templateId, 1, { body: BODY.replace('/a', '/other') }))
  expect(await writeSlice(scheduler, system(ws), launchId)).toBe('end')
  const links = await rows(`select link_no, url, content_version from campaigns.link where campaign_id = $1 order by link_no`, [campaignId])
  expect(links.slice(0, 2)).toEqual([{ link_no: 1, url: 'https://shop.example/a', content_version: 1 }, { link_no: 2, url: 'https://shop.example/{{ contact.id }}', content_version: 1 }])
  const [content] = await rows<{ hash: string; compiled: { hash: string; from: unknown } }>(`select encode(content_hash, 'hex') as hash, compiled from campaigns.content_version where campaign_id = $1`, [campaignId])
  expect(content!.compiled).toMatchObject({ hash: content!.hash, from: { address: 'news@shop.example', name: 'Shop' } })
  expect(JSON.stringify(content!.compiled)).not.toContain('/other')
  const messages = await rows(`select distinct content_version, encode(content_hash, 'hex') as hash, state, class from delivery.message where launch_id = $1`, [launchId])
  expect(messages).toEqual([{ content_version: 1, hash: content!.hash, state: 'ready', class: 'at_least_once' }])
  expect((await totals(ws, campaignId)).queued).toBe(3)
  expect(await rows(`select queue from delivery.workspace_due where workspace_id = $1 order by queue`, [ws.workspaceId])).toEqual([{ queue: 'launch' }, { queue: 'send' }])
})

test('launched twice, also at the same time, it is one launch', async () => {
  const ws = await buildWorkspace(db, ids)
  await people(ws, 2)
  const { campaignId } = await campaignOf(ws, everybody(ws))
  const launches = await Promise.all(Array.from({ length: 6 }, () => launch(ws, campaignId)))
  expect(new Set(launches.map((l) => l.launchId)).size).toBe(1)
  while (await advanceWorkspace(scheduler, ws.workspaceId)) await settleAll(ws, launches[0]!.launchId)
  expect((await launch(ws, campaignId)).state).toBe('done')
  expect(await stateOf(ws, campaignId)).toBe('sent')
  expect(await rows(`select count(*)::int as n from delivery.message where workspace_id = $1`, [ws.workspaceId])).toEqual([{ n: 2 }])
})

test('slices by several schedulers at once write everybody exactly once, and the counters agree', async () => {
  const ws = await buildWorkspace(db, ids)
  await people(ws, 57)
  const { campaignId } = await campaignOf(ws, everybody(ws))
  const { launchId } = await launch(ws, campaignId)
  const many = Array.from({ length: 4 }, () => tools())
  const prepared = await Promise.all(many.map((t) => prepareLaunch(t, system(ws), launchId)))
  expect(prepared.filter(Boolean)).toHaveLength(1)
  await Promise.all(many.map(async (t) => {
    for (let turn = 0; turn < 200; turn++) if ((await writeSlice(t, system(ws), launchId, 5)) === 'end') break
  }))
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'sending', audienceCount: 57, queuedCount: 57 })
  expect(await rows(`select count(*)::int as n, count(distinct contact_id)::int as people from delivery.message where launch_id = $1`, [launchId])).toEqual([{ n: 57, people: 57 }])
  expect((await totals(ws, campaignId)).queued).toBe(57)
})

test('pause stops slicing, resume goes on where it was, cancel cancels what waits and keeps count', async () => {
  const ws = await buildWorkspace(db, ids)
  const everyone = await people(ws, 25)
  const { campaignId } = await campaignOf(ws, everybody(ws))
  const { launchId } = await launch(ws, campaignId)
  await prepareLaunch(scheduler, system(ws), launchId)
  expect(await writeSlice(scheduler, system(ws), launchId, 10)).toBe('more')
  expect((await inside(ws, (tx) => pauseCampaign(tx, context(ws), campaignId))).state).toBe('paused')
  expect((await inside(ws, (tx) => pauseCampaign(tx, context(ws), campaignId))).state).toBe('paused')
  expect(await writeSlice(scheduler, system(ws), launchId, 10)).toBe('busy')
  expect(await advanceWorkspace(scheduler, ws.workspaceId)).toBeNull()
  expect(await stateOf(ws, campaignId)).toBe('paused')
  expect((await inside(ws, (tx) => resumeCampaign(tx, context(ws), campaignId))).state).toBe('slicing')
  await advanceWorkspace(scheduler, ws.workspaceId)
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'sending', queuedCount: 25 })
  // One is in hand at the moment of the cancellation: it is settled as it ends.
  await db.admin.query(`update delivery.message set state = 'leased', lease_token = 1, lease_until = now() + interval '1 minute' where launch_id = $1 and contact_id = $2`, [launchId, everyone[0]])
  expect((await inside(ws, (tx) => cancelCampaign(tx, context(ws), campaignId)))!.state).toBe('cancelled')
  expect(await advanceWorkspace(scheduler, ws.workspaceId)).not.toBeNull()
  expect(await rows(`select state, count(*)::int as n from delivery.message where launch_id = $1 group by state order by state`, [launchId])).toEqual([{ state: 'cancelled', n: 24 }, { state: 'leased', n: 1 }])
  await db.admin.query(`update delivery.message set state = 'cancelled', lease_token = null, lease_until = null where launch_id = $1 and state = 'leased'`, [launchId])
  expect(await advanceWorkspace(scheduler, ws.workspaceId)).toBeNull()
  expect(await totals(ws, campaignId)).toMatchObject({ queued: 25, cancelled: 24 })
  const ended = await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))
  expect(ended).toMatchObject({ state: 'cancelled', finishedAt: expect.any(Date) })
  await expect(inside(ws, (tx) => resumeCampaign(tx, context(ws), campaignId))).rejects.toMatchObject({ code: 'LAUNCH_NOT_RESUMABLE' })
})

test('paused before anything was frozen, it prepares after the resume', async () => {
  const ws = await buildWorkspace(db, ids)
  await people(ws, 2)
  const { campaignId } = await campaignOf(ws, everybody(ws))
  const { launchId } = await launch(ws, campaignId)
  const paused = scheduler.signals.wait('launch.content_frozen', (f) => f.launchId === launchId).then(() => inside(ws, (tx) => pauseCampaign(tx, context(ws), campaignId)))
  await Promise.all([prepareLaunch(scheduler, system(ws), launchId), paused])
  const after = await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))
  expect(after!.state).toBe('paused')
  const resumed = await inside(ws, (tx) => resumeCampaign(tx, context(ws), campaignId))
  expect(resumed.state).toBe(after!.audienceCount > 0 ? 'slicing' : 'preparing')
  await advanceWorkspace(scheduler, ws.workspaceId)
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'sending', queuedCount: 2 })
})

test('what cannot work fails with its reason and can be launched again once mended', async () => {
  const ws = await buildWorkspace(db, ids)
  const { campaignId, templateId } = await campaignOf(ws, everybody(ws))
  const first = await launch(ws, campaignId)
  await advanceWorkspace(scheduler, ws.workspaceId)
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'failed', errorCode: 'CAMPAIGN_AUDIENCE_EMPTY' })
  expect(await stateOf(ws, campaignId)).toBe('failed')
  await people(ws, 1)
  await db.admin.query(`update campaigns.template set body = '<mjml>{% if %}</mjml>' where template_id = $1`, [templateId])
  expect((await launch(ws, campaignId)).launchId).toBe(first.launchId)
  await advanceWorkspace(scheduler, ws.workspaceId)
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'failed', errorCode: 'RENDER_TEMPLATE_INVALID' })
  await db.admin.query(`update campaigns.template set body = $2 where template_id = $1`, [templateId, BODY])
  await launch(ws, campaignId)
  await advanceWorkspace(scheduler, ws.workspaceId)
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'sending', queuedCount: 1, errorCode: null })
})

test('without template, sender or audience nothing is launched', async () => {
  const ws = await buildWorkspace(db, ids)
  const bare = await inside(ws, (tx) => createCampaign(tx, context(ws), DEFAULTS, { name: 'bare' }))
  await expect(launch(ws, bare.campaignId)).rejects.toMatchObject({ code: 'CAMPAIGN_CONTENT_MISSING' })
  const { campaignId } = await campaignOf(ws, [])
  await expect(launch(ws, campaignId)).rejects.toMatchObject({ code: 'CAMPAIGN_AUDIENCE_MISSING' })
  await expect(launch(ws, '5')).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_FOUND' })
})

test('a scheduled campaign is launched at its moment by the system, and can be taken back before', async () => {
  const ws = await buildWorkspace(db, ids)
  await people(ws, 2)
  const { campaignId } = await campaignOf(ws, everybody(ws))
  const at = new Date(Date.now() + 3_600_000)
  await inside(ws, (tx) => scheduleCampaign(tx, context(ws), campaignId, at))
  expect(await advanceWorkspace(scheduler, ws.workspaceId)).toEqual(at)
  await inside(ws, (tx) => scheduleCampaign(tx, context(ws), campaignId, null))
  expect(await stateOf(ws, campaignId)).toBe('draft')
  await expect(inside(ws, (tx) => scheduleCampaign(tx, context(ws), campaignId, new Date(0)))).rejects.toMatchObject({ code: 'CAMPAIGN_SCHEDULE_PAST' })
  await inside(ws, (tx) => scheduleCampaign(tx, context(ws), campaignId, at))
  const later: LaunchTools = { ...tools(), now: () => new Date(at.getTime() + 1) }
  await advanceWorkspace(later, ws.workspaceId)
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'sending', launchedBy: 'service:scheduler', queuedCount: 2 })
})

test('a scheduled campaign whose content is gone fails with its reason and does not turn in circles', async () => {
  const ws = await buildWorkspace(db, ids)
  const { campaignId } = await campaignOf(ws, everybody(ws))
  const at = new Date(Date.now() + 3_600_000)
  await inside(ws, (tx) => scheduleCampaign(tx, context(ws), campaignId, at))
  await db.admin.query(`update campaigns.campaign set template_id = null where campaign_id = $1`, [campaignId])
  expect(await advanceWorkspace({ ...tools(), now: () => new Date(at.getTime() + 1) }, ws.workspaceId)).toBeNull()
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'failed', errorCode: 'CAMPAIGN_CONTENT_MISSING' })
})

test('an audience with an archived segment that others referred to still freezes by its definition', async () => {
  const ws = await buildWorkspace(db, ids)
  await people(ws, 6)
  const now = { workspaceId: ws.workspaceId, actor: 'user:1', now: new Date() }
  const inner = await inside(ws, (tx) => createSegment(tx, now, ids, { name: 'inner', definition: { version: 1, where: { field: 'region', op: 'eq', value: 'CA' }, limit: { count: 2 } } }))
  const outer = await inside(ws, (tx) => createSegment(tx, now, ids, { name: 'outer', definition: { version: 1, where: { not: { segment: toPublicId('seg', inner.segmentId) } } } }))
  const { campaignId } = await campaignOf(ws, [{ kind: 'segment', id: outer.segmentId, exclude: false }])
  await launch(ws, campaignId)
  await advanceWorkspace(scheduler, ws.workspaceId)
  expect(await inside(ws, (tx) => findLaunch(tx, ws.workspaceId, campaignId))).toMatchObject({ state: 'sending', queuedCount: 4 })
})
