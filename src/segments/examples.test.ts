// room: every example segment runs on a real server and finds whom the naive evaluator finds; its SQL file is fresh.
import { spawnSync } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { withWorkspace } from '../kernel/index.ts'
import { buildWorkspace, createTestDatabase } from '../../test/support/db.ts'
import { EXAMPLE_SEGMENT, exampleSegments, readExamples } from '../../scripts/gen-segments.ts'
import { compileSegment } from './compile.ts'
import { ATTRIBUTE_TYPES, EVENTS, FIELDS, LIMIT_ORDERS, OPERATORS, type SegmentDefinition } from './language.ts'
import { byId, naiveSegment } from './testing/naive.ts'
import { makeWorld, storeWorld } from './testing/world.ts'

const db = await createTestDatabase()
afterAll(() => db.drop())
const pool = db.pool('inboxlift_scheduler') // the role that freezes audiences; the property test runs as the API
const ws = await buildWorkspace(db)
const ids = { lists: ['101', '102'], campaigns: ['201', '202', '203', '204'], providers: ['301', '302'], sources: ['401', '402'] }
const { world } = makeWorld(21, ws, 150, new Date(Math.floor(Date.now() / 1000) * 1000), ids)
await storeWorld(db, ws, world, ids)
const examples = readExamples()
world.segments = exampleSegments(examples)
const found = new Map<string, number>()

test.each(examples.map((e) => [e.name, e.definition] as [string, SegmentDefinition]))('%s', async (name, definition) => {
  const compiled = compileSegment(definition, { workspaceId: ws.workspaceId, now: world.now, timezone: world.timezone, segments: world.segments })
  const { rows } = await withWorkspace(pool, { workspaceId: ws.workspaceId, actor: 'test', origin: 'system' }, (tx) => tx.query<{ contact_id: string }>({ text: compiled.text, values: compiled.values }))
  expect(rows.map((r) => r.contact_id).sort(byId)).toEqual(naiveSegment(definition, world))
  found.set(name, rows.length)
})

test('most examples find somebody and nearly none finds everybody, so that being equal means something', () => {
  const live = naiveSegment({ version: 1, where: { everyone: true } }, world).length
  expect([...found.values()].filter((n) => n > 0).length).toBeGreaterThanOrEqual(examples.length * 0.8)
  expect([...found.values()].filter((n) => n === live).length).toBeLessThanOrEqual(2)
})

test('at least 25 examples; together they use every word of the language', () => {
  const text = examples.map((e) => e.text).join('\n')
  const used = (key: string, value: string): boolean => new RegExp(`"${key}": "${value}"`).test(text)
  expect(examples.length).toBeGreaterThanOrEqual(25)
  expect(text).toContain(EXAMPLE_SEGMENT)
  expect(Object.keys(FIELDS).filter((f) => !used('field', f))).toEqual([])
  expect(EVENTS.filter((e) => !used('did', e) && !used('did_not', e))).toEqual([])
  expect(ATTRIBUTE_TYPES.filter((t) => !used('type', t) && t !== 'text')).toEqual([])
  expect([...new Set(Object.values(OPERATORS).flat())].filter((o) => !used('op', o))).toEqual([])
  for (const word of ['last', 'next', 'older_than', 'since', 'before', 'between', 'on', 'period', 'times', 'campaign', 'last_campaigns', 'link', 'provider', 'region', 'mailbox_provider', 'bots', 'hard', 'sample', 'mailable', 'not', 'limit']) {
    expect(text, word).toContain(`"${word}"`)
  }
  expect(LIMIT_ORDERS.length).toBe(7)
})

test('the SQL beside the examples and the gallery in the manual are fresh', () => {
  const run = spawnSync(process.execPath, ['scripts/gen-segments.ts', '--check'], { encoding: 'utf8' })
  expect(run.stderr.replaceAll(/.*Warning.*\n/g, '')).toBe('')
  expect(run.status).toBe(0)
})
