// room: compiled segments against a naive evaluator over the same rows: random segments, random worlds, equal answers.
import { afterAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { toPublicId, withWorkspace } from '../kernel/index.ts'
import { buildWorkspace, createTestDatabase, testIds, type TestWorkspace } from '../../test/support/db.ts'
import { compileCount, compileMembership, compilePage, compileSegment, type Compiled } from './compile.ts'
import { parseSegment, issueText } from './parse.ts'
import type { SegmentDefinition } from './language.ts'
import { byId, naiveSegment, type World } from './testing/naive.ts'
import { definitionArbitrary } from './testing/arbitrary.ts'
import { makeWorld, storeWorld } from './testing/world.ts'

const db = await createTestDatabase()
const pool = db.pool('inboxlift_api')
afterAll(() => db.drop())

const RUNS = Number(process.env.SEGMENT_RUNS ?? 120)

async function run<R extends object>(ws: TestWorkspace, compiled: Compiled): Promise<R[]> {
  return withWorkspace(pool, { workspaceId: ws.workspaceId, actor: 'test', origin: 'api' }, async (tx) => (await tx.query<R>({ text: compiled.text, values: compiled.values })).rows)
}

const options = (ws: TestWorkspace, world: World, mailable = false) => ({ workspaceId: ws.workspaceId, now: world.now, timezone: world.timezone, segments: world.segments, mailable, merges: world.people.some((p) => p.mergedInto !== null) })

/** Three saved segments that random ones refer to; the third stands on the second. */
function saveSegments(world: World, samples: SegmentDefinition[]): string[] {
  const ids = testIds()
  const names = samples.map(() => toPublicId('seg', ids.next()))
  samples.forEach((d, i) => world.segments.set(names[i]!, i === 0 ? { version: 1, where: d.where, limit: { count: 10, by: 'random', seed: 'x' } } : i === 2 ? { version: 1, where: { any: [{ segment: names[1]! }, d.where] } } : { version: 1, where: d.where }))
  return names
}

for (const seed of [11, 12, 13]) {
  test(`random segments over random people give what the naive evaluator gives (world ${seed})`, { timeout: 300_000 }, async () => {
    const ws = await buildWorkspace(db)
    const now = new Date(Math.floor(Date.now() / 1000) * 1000)
    const { world, ids } = makeWorld(seed, ws, 70, now)
    if (seed === 13) for (const p of world.people) p.mergedInto = null // the shorter SQL of a workspace without merges
    await storeWorld(db, ws, world, ids)
    const segments = saveSegments(world, fc.sample(definitionArbitrary(ids, now, []), { numRuns: 3, seed }))
    let hits = 0
    await fc.assert(
      fc.asyncProperty(definitionArbitrary(ids, now, segments), fc.boolean(), async (definition, mailable) => {
        const parsed = parseSegment(definition)
        if (!parsed.ok) throw new Error(parsed.issues.map(issueText).join('\n'))
        const expected = naiveSegment(definition, world, mailable)
        const found = (await run<{ contact_id: string }>(ws, compileSegment(parsed.definition, options(ws, world, mailable)))).map((r) => r.contact_id)
        expect(found.sort(byId)).toEqual(expected)
        const [count] = await run<{ total: string }>(ws, compileCount(parsed.definition, options(ws, world, mailable)))
        expect(Number(count!.total)).toBe(expected.length)
        if (expected.length > 0 && expected.length < 50) hits += 1
      }),
      { numRuns: RUNS, seed, endOnFailure: false },
    )
    expect(hits).toBeGreaterThan(RUNS / 4) // the segments really divide the people
  })
}

test('pages follow each other without gap or repeat, newest first', async () => {
  const ws = await buildWorkspace(db)
  const now = new Date()
  const { world, ids } = makeWorld(5, ws, 60, now)
  await storeWorld(db, ws, world, ids)
  const definition: SegmentDefinition = { version: 1, where: { any: [{ field: 'region', op: 'eq', value: 'CA' }, { did: 'opened' }] } }
  const seen: string[] = []
  for (let before: string | undefined; ; ) {
    const rows = await run<{ contact_id: string }>(ws, compilePage(definition, options(ws, world), { limit: 7, before }))
    seen.push(...rows.map((r) => r.contact_id))
    if (rows.length < 7) break
    before = rows.at(-1)!.contact_id
  }
  expect(seen).toEqual(naiveSegment(definition, world).reverse())
})

test('each leaf is answered for one contact', async () => {
  const ws = await buildWorkspace(db)
  const { world, ids } = makeWorld(6, ws, 30, new Date())
  await storeWorld(db, ws, world, ids)
  const where = { all: [{ field: 'region', op: 'eq', value: 'CA' }, { any: [{ did: 'opened' }, { not: { mailable: true } }] }] } as const
  const definition = { version: 1, where } as unknown as SegmentDefinition
  for (const p of world.people.slice(0, 10)) {
    const compiled = compileMembership(definition, options(ws, world), p.id)
    const [row] = await run<Record<string, boolean>>(ws, compiled)
    expect(compiled.leaves.map((l) => l.path)).toEqual(['where.all[0]', 'where.all[1].any[0]', 'where.all[1].any[1].not'])
    expect(row!.l0).toBe(p.region === 'CA')
    expect(row!.l2).toBe(p.status === 'active' && !p.suppressed)
    expect(row!.live).toBe(p.mergedInto === null && p.status !== 'erased')
  }
})

test('another workspace is never seen, not even by its own ids', async () => {
  const [mine, theirs] = [await buildWorkspace(db), await buildWorkspace(db)]
  const { world, ids } = makeWorld(7, theirs, 20, new Date())
  await storeWorld(db, theirs, world, ids)
  expect(await run(mine, compileSegment({ version: 1, where: { everyone: true } }, { ...options(mine, world) }))).toEqual([])
  expect(await run(mine, compileSegment({ version: 1, where: { everyone: true } }, { ...options(theirs, world) }))).toEqual([])
})
