// bench segment: "opened in the last 7 days, region CA" (people we may write to), counted exactly, paged, kept; the whole
// gallery of example segments; beside them the natural join of contacts and events. All times are those of the operation
// as a request does it: transaction, row-level security, workspace setting.
import pg from 'pg'
import { exampleSegments, readExamples } from '../scripts/gen-segments.ts'
import { withWorkspace, type Tx } from '../src/kernel/index.ts'
import { embeddedSettings } from '../src/ops/postgres/settings.ts'
import { compileCount } from '../src/segments/compile.ts'
import { countMembers, countSegment, createSegment, materialiseSegment, pageSegment, type SegmentDefinition } from '../src/segments/index.ts'
import { testIds } from '../test/support/db.ts'
import { loadSegmentData, PEER_QUERY, WORKSPACE, type DataSize } from './segment/data.ts'
import { interleave, median, percentile, round, startBenchDatabase, type Bench, type Size } from './support.ts'

const SIZES: Record<Size, DataSize> = { small: { contacts: 200_000, events: 2_000_000 }, medium: { contacts: 1_000_000, events: 20_000_000 }, full: { contacts: 5_000_000, events: 100_000_000 } }
const YARDSTICK: SegmentDefinition = { version: 1, where: { all: [{ field: 'region', op: 'eq', value: 'CA' }, { did: 'opened', when: { last: { days: 7 } } }] } }
const EVENT_REGION: SegmentDefinition = { version: 1, where: { did: 'opened', region: 'CA', when: { last: { days: 7 } } } }
const ROUNDS = 3
const REPEATS = 15

/** Median milliseconds of `REPEATS` runs after two to warm up. */
async function timed(work: () => Promise<unknown>, repeats = REPEATS): Promise<number> {
  const all: number[] = []
  for (let i = -2; i < repeats; i++) {
    const start = performance.now()
    await work()
    if (i >= 0) all.push(performance.now() - start)
  }
  return median(all)
}

export const run: Bench = async ({ size, say }) => {
  const settings = { ...embeddedSettings({ fsync: false }), autovacuum: false }
  const bench = await startBenchDatabase({ fsync: false, settings }) // reads only: durability costs them nothing
  try {
    const now = new Date()
    const loadSeconds = await loadSegmentData({ ...bench.admin, database: bench.db.name }, SIZES[size], now)
    say(`loaded ${SIZES[size].contacts} contacts and ${SIZES[size].events} events twice (ours and the natural shape) in ${loadSeconds.toFixed(0)} s`)
    return await measure(bench.db.pool('inboxlift_api', 2), bench.db.admin, now, loadSeconds, say)
  } finally {
    await bench.stop()
  }
}

async function measure(pool: pg.Pool, admin: pg.Pool, now: Date, loadSeconds: number, say: (line: string) => void): ReturnType<Bench> {
  const scope = { workspaceId: WORKSPACE, actor: 'bench', origin: 'system' } as const
  const context = { workspaceId: WORKSPACE, actor: 'bench', now }
  const inside = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => withWorkspace(pool, scope, work)
  const since = new Date(now.getTime() - 7 * 86_400_000)
  const kept = await inside((tx) => createSegment(tx, context, testIds(), { name: 'Yardstick', definition: { version: 1, where: { all: [YARDSTICK.where, { mailable: true }] } } }))
  const { members } = await inside((tx) => materialiseSegment(tx, context, kept.segmentId))
  await admin.query(`vacuum (analyze) campaigns.segment_member`)
  await assertExact(inside, context, admin, since, members, kept.segmentId)
  say(`the answer: ${members} people, the same from our count, our pages, the kept membership and the natural join`)
  const runs = await interleave(ROUNDS, [
    { name: 'natural join', run: () => timed(() => admin.query(PEER_QUERY, [since])) },
    { name: 'count', run: () => timed(() => inside((tx) => countSegment(tx, context, YARDSTICK, { mailable: true }))) },
    { name: 'first page of 50', run: () => timed(() => inside((tx) => pageSegment(tx, context, YARDSTICK, { limit: 50 }, { mailable: true }))) },
    { name: 'count of kept members', run: () => timed(() => inside((tx) => countMembers(tx, WORKSPACE, kept.segmentId))) },
    { name: 'count by region of the open', run: () => timed(() => inside((tx) => countSegment(tx, context, EVENT_REGION, { mailable: true }))) },
    { name: 'bare index-only count', run: () => timed(() => admin.query(`select count(*) from events.contact_engagement where workspace_id = $1 and last_open_at >= $2`, [WORKSPACE, since])) },
  ])
  const of = (name: string): number => round(runs.get(name)!.median)
  const gallery = await measureGallery(inside, now)
  const p90 = round(percentile([...gallery.values()], 0.9))
  return {
    values: { peer_ms: of('natural join'), count_ms: of('count'), live_count_ms: of('count of kept members'), page_ms: of('first page of 50'), gallery_p90_ms: p90, event_region_count_ms: of('count by region of the open'), people: members, load_s: round(loadSeconds, 1) },
    limit: { bare_index_only_count_ms: of('bare index-only count') },
    ratios: { vs_peer_shape: round(of('natural join') / of('count')), vs_peer_shape_live: round(of('natural join') / of('count of kept members')) },
    table: [
      ['what', 'median ms', 'spread'],
      ...[...runs.values()].map((m) => [m.name, m.median.toFixed(2), `±${(m.spread * 100).toFixed(0)} %`]),
      [`gallery of ${gallery.size} examples, p90`, p90.toFixed(1), ''],
      ...[...gallery].sort((a, b) => b[1] - a[1]).slice(0, 5).map(([name, ms]) => [`  slowest: ${name}`, ms.toFixed(1), '']),
    ],
  }
}

/** Count, pages, kept members and natural join agree, or the benchmark fails. */
async function assertExact(inside: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>, context: { workspaceId: string; actor: string; now: Date }, admin: pg.Pool, since: Date, members: number, segmentId: string): Promise<void> {
  const { rows } = await admin.query<{ total: string }>(PEER_QUERY, [since])
  const counted = await inside((tx) => countSegment(tx, context, YARDSTICK, { mailable: true }))
  const event = await inside((tx) => countSegment(tx, context, EVENT_REGION, { mailable: true }))
  let paged = 0
  for (let before: string | undefined; ; ) {
    const page = await inside((tx) => pageSegment(tx, context, YARDSTICK, { limit: 1000, before }, { mailable: true }))
    paged += Math.min(page.length, 1000)
    if (page.length <= 1000) break
    before = page[999]!.contact_id
  }
  const all = { natural: Number(rows[0]!.total), counted, event, paged, members, kept: await inside((tx) => countMembers(tx, context.workspaceId, segmentId)) }
  if (new Set(Object.values(all)).size !== 1) throw new Error(`the answers differ: ${JSON.stringify(all)}`)
}

async function measureGallery(inside: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>, now: Date): Promise<Map<string, number>> {
  const examples = readExamples()
  const segments = exampleSegments(examples)
  const times = new Map<string, number>()
  for (const e of examples) {
    const q = compileCount(e.definition, { workspaceId: WORKSPACE, now, timezone: 'America/Los_Angeles', segments })
    times.set(e.name, await timed(() => inside((tx) => tx.query({ text: q.text, values: q.values })), 3))
  }
  return times
}
