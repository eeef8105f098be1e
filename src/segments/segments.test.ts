// room: saved segments: versions, circles, kept membership, why somebody is (not) in it.
import { afterAll, expect, test } from 'vitest'
import { toPublicId, withWorkspace, type Tx } from '../kernel/index.ts'
import { buildWorkspace, createTestDatabase, testIds } from '../../test/support/db.ts'
import { archiveSegment, countMembers, countSegment, createSegment, estimateSegment, explainMembership, getSegment, listSegments, runCompiled, materialiseSegment, pageMembers, pageSegment, segmentHistory, updateSegment, type SegmentDefinition } from './index.ts'
import { naiveSegment } from './testing/naive.ts'
import { makeWorld, storeWorld } from './testing/world.ts'

const db = await createTestDatabase()
afterAll(() => db.drop())
const ids = testIds()
const ws = await buildWorkspace(db)
const now = new Date()
const { world, ids: worldIds } = makeWorld(3, ws, 80, now)
await storeWorld(db, ws, world, worldIds)
await db.admin.query(`update platform.workspace set timezone = $2 where workspace_id = $1`, [ws.workspaceId, world.timezone])
await db.admin.query(`insert into contacts.attribute_definition (workspace_id, name, label, type, created_by) values ($1, 'plan', 'Plan', 'enum', 't')`, [ws.workspaceId])
const context = (at = now) => ({ workspaceId: ws.workspaceId, actor: 'user:1', now: at })
const api = db.pool('inboxlift_api')
const scope = { workspaceId: ws.workspaceId, actor: 'user:1', origin: 'api' } as const
const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => withWorkspace(api, scope, work)
const opened: SegmentDefinition = { version: 1, where: { all: [{ field: 'region', op: 'eq', value: 'CA' }, { did: 'opened' }] } }

test('a segment keeps its versions; a change on an old version is refused', async () => {
  const made = await inside((tx) => createSegment(tx, context(), ids, { name: 'Openers', definition: opened }))
  expect(made).toMatchObject({ name: 'Openers', version: 1, memberCount: null, createdBy: 'user:1' })
  const changed = await inside((tx) => updateSegment(tx, context(), made.segmentId, 1, { definition: { version: 1, where: { did: 'clicked' } } }))
  expect(changed.version).toBe(2)
  await expect(inside((tx) => updateSegment(tx, context(), made.segmentId, 1, { name: 'x' }))).rejects.toMatchObject({ code: 'SEGMENT_CHANGED', status: 412 })
  expect((await inside((tx) => segmentHistory(tx, ws.workspaceId, made.segmentId))).map((v) => v.version)).toEqual([2, 1])
  await expect(inside((tx) => createSegment(tx, context(), ids, { name: 'Openers', definition: opened }))).rejects.toMatchObject({ code: 'SEGMENT_NAME_TAKEN' })
  const { rows } = await db.admin.query(`select action, actor from compliance.audit_event where workspace_id = $1 and table_name = 'campaigns.segment' order by happened_at`, [ws.workspaceId])
  expect(rows).toEqual([{ action: 'insert', actor: 'user:1' }, { action: 'update', actor: 'user:1' }])
})

test('a definition that is not valid, an unknown attribute, an unknown segment: each is refused with its place', async () => {
  const create = (where: unknown): Promise<unknown> => inside((tx) => createSegment(tx, context(), ids, { name: `n${ids.next()}`, definition: { version: 1, where } }))
  await expect(create({ field: 'zip', op: 'eq', value: '1' })).rejects.toMatchObject({ code: 'SEGMENT_INVALID', data: { issues: [{ path: 'where.field' }] } })
  await expect(create({ attribute: 'unknown_one', op: 'eq', value: '1' })).rejects.toMatchObject({ code: 'SEGMENT_INVALID', data: { issues: [{ path: 'where.attribute', allowed: ['plan'] }] } })
  await expect(create({ segment: toPublicId('seg', '5') })).rejects.toMatchObject({ code: 'SEGMENT_REFERENCE_MISSING' })
})

test('segments that refer to each other in a circle are refused, and a used one cannot be archived', async () => {
  const a = await inside((tx) => createSegment(tx, context(), ids, { name: 'A', definition: opened }))
  const b = await inside((tx) => createSegment(tx, context(), ids, { name: 'B', definition: { version: 1, where: { not: { segment: toPublicId('seg', a.segmentId) } } } }))
  await expect(inside((tx) => updateSegment(tx, context(), a.segmentId, 1, { definition: { version: 1, where: { segment: toPublicId('seg', b.segmentId) } } }))).rejects.toMatchObject({ code: 'SEGMENT_CYCLE' })
  await expect(inside((tx) => updateSegment(tx, context(), a.segmentId, 1, { definition: { version: 1, where: { segment: toPublicId('seg', a.segmentId) } } }))).rejects.toMatchObject({ code: 'SEGMENT_CYCLE' })
  await expect(inside((tx) => archiveSegment(tx, context(), a.segmentId, 1))).rejects.toMatchObject({ code: 'SEGMENT_IN_USE', data: { users: [{ kind: 'segment', name: 'B' }] } })
  const of = naiveSegment({ version: 1, where: { not: opened.where } }, world).length
  expect(await inside((tx) => countSegment(tx, context(), b.definition))).toBe(of)
  await inside((tx) => archiveSegment(tx, context(), b.segmentId, 1))
  await inside((tx) => archiveSegment(tx, context(), a.segmentId, 1))
  expect((await inside((tx) => listSegments(tx, ws.workspaceId, { limit: 50 }))).map((s) => s.name)).not.toContain('A')
})

test('materialising inserts who is missing, deletes who left and keeps the moment of entry of the rest', async () => {
  const made = await inside((tx) => createSegment(tx, context(), ids, { name: 'Kept', definition: opened }))
  const expected = naiveSegment(opened, world)
  const first = await inside((tx) => materialiseSegment(tx, context(), made.segmentId))
  expect(first).toEqual({ members: expected.length, entered: expected.length, left: 0 })
  const [leaver, stranger] = [expected[0]!, world.people.find((p) => p.region !== 'CA' && p.status !== 'erased' && p.mergedInto === null && naiveSegment({ version: 1, where: { did: 'opened' } }, world).includes(p.id))!.id]
  await db.admin.query(`update contacts.contact set region = case contact_id when $2 then 'NY' else 'CA' end where workspace_id = $1 and contact_id in ($2, $3)`, [ws.workspaceId, leaver, stranger])
  const later = new Date(now.getTime() + 60_000)
  expect(await inside((tx) => materialiseSegment(tx, context(later), made.segmentId))).toEqual({ members: expected.length, entered: 1, left: 1 })
  const members = await inside((tx) => pageMembers(tx, ws.workspaceId, made.segmentId, { limit: 200 }))
  expect(members.filter((m) => m.enteredAt.getTime() === later.getTime()).map((m) => m.contactId)).toEqual([stranger])
  expect(members.map((m) => m.contactId)).not.toContain(leaver)
  expect(await inside((tx) => countMembers(tx, ws.workspaceId, made.segmentId))).toBe(expected.length)
  expect(await inside((tx) => getSegment(tx, ws.workspaceId, made.segmentId))).toMatchObject({ memberCount: expected.length, materialisedAt: later })
  await db.admin.query(`update contacts.contact set region = case contact_id when $2 then 'CA' else 'NY' end where workspace_id = $1 and contact_id in ($2, $3)`, [ws.workspaceId, leaver, stranger])
})

test('two who materialise at once leave the same membership', async () => {
  const made = await inside((tx) => createSegment(tx, context(), ids, { name: 'Twice', definition: { version: 1, where: { did: 'opened' } } }))
  const answers = await Promise.all([1, 2, 3].map(() => inside((tx) => materialiseSegment(tx, context(), made.segmentId))))
  expect(answers.reduce((sum, a) => sum + a.entered, 0)).toBe(answers[0]!.members)
})

test('why is this person in it: every leaf, and the sum', async () => {
  for (const p of world.people.slice(0, 25)) {
    const why = await inside((tx) => explainMembership(tx, context(), opened, p.id))
    expect(why!.member).toBe(naiveSegment(opened, world).includes(p.id))
    expect(why!.leaves.map((l) => l.path)).toEqual(['where.all[0]', 'where.all[1]'])
  }
  expect(await inside((tx) => explainMembership(tx, context(), opened, '99'))).toBeUndefined()
  const first = { ...opened, limit: { count: 1 } }
  const members = naiveSegment(first, world)
  const other = naiveSegment(opened, world).find((id) => !members.includes(id))!
  expect((await inside((tx) => explainMembership(tx, context(), first, other)))!.member).toBe(false)
})

test('a page and an estimate answer, mailable people only when asked', async () => {
  const all = naiveSegment(opened, world)
  const mailable = naiveSegment(opened, world, true)
  expect(mailable.length).toBeLessThan(all.length)
  expect((await inside((tx) => pageSegment(tx, context(), opened, { limit: 500 }))).map((r) => r.contact_id).reverse()).toEqual(all)
  expect((await inside((tx) => pageSegment(tx, context(), opened, { limit: 500 }, { mailable: true }))).map((r) => r.contact_id).reverse()).toEqual(mailable)
  expect(await inside((tx) => estimateSegment(tx, context(), opened))).toBeGreaterThanOrEqual(0)
})

test('a statement that hangs on a bad plan is run again without nested loops, and the settings are as before', async () => {
  const compiled = (text: string) => ({ text, values: [], types: [], indexes: [], warnings: [], probes: false })
  const slow = compiled(`select case when current_setting('enable_nestloop') = 'on' then pg_sleep(20) end is null as again, current_setting('enable_mergejoin') as mergejoin`)
  await inside(async (tx) => {
    await tx.query(`set local statement_timeout = '7s'`)
    expect(await runCompiled(tx, slow, { patienceMs: 100, settings: ['enable_mergejoin = off'] })).toEqual([{ again: true, mergejoin: 'off' }])
    expect((await tx.query(`select current_setting('statement_timeout') as t, current_setting('enable_nestloop') as n, current_setting('enable_mergejoin') as m`)).rows).toEqual([{ t: '7s', n: 'on', m: 'on' }])
  })
  await inside(async (tx) => {
    await runCompiled(tx, compiled(`update campaigns.segment set name = name || '!' where name = 'Kept'`), { writes: true, settings: [`work_mem = '64MB'`] })
    expect((await tx.query(`select count(*)::int as n from campaigns.segment where name = 'Kept!'`)).rows).toEqual([{ n: 1 }])
    expect((await tx.query(`select current_setting('statement_timeout') as t, current_setting('enable_nestloop') as n`)).rows).toEqual([{ t: '1min', n: 'on' }])
  })
  await expect(inside((tx) => runCompiled(tx, compiled('select 1/0')))).rejects.toMatchObject({ code: '22012' })
})
