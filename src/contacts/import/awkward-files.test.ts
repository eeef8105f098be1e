// room: every file of test/fixtures/csv imported whole; what must come of it stands in expected.json beside them.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noSignals, silentObserver, systemClock } from '../../kernel/index.ts'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase } from '../../../test/support/db.ts'
import { runImport } from './control-import.ts'
import { getImport } from './get-import.ts'
import type { ImportFormat, ImportRun } from './import-run.ts'
import { receiveFile, startImport, type ImportDeps } from './receive-file.ts'
import { countRejects, rejectsAsCsv } from './rejects.ts'
import { workOffHere } from './work-off.ts'

type Expected = { created?: number; rejected?: number; duplicate?: number; rows?: number; rules?: Record<string, number>; refused?: string; format?: Partial<ImportFormat>; mapping?: Record<string, string> }
const folder = path.join(import.meta.dirname, '../../../test/fixtures/csv')
const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Record<string, Expected>

let db: TestDatabase
const ids = testIds()
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

async function importBytes(bytes: Buffer): Promise<{ run: ImportRun; rules: Record<string, number>; csv: string }> {
  const ws = await buildWorkspace(db, ids)
  const scope = { workspaceId: ws.workspaceId, actor: 'user:1', origin: 'api' as const }
  const deps: ImportDeps = { pool, ids, clock: systemClock, keyring: ws.keyring }
  const id = await startImport(deps, scope, { sourceId: ws.sourceId, fileName: 'awkward.csv' })
  const receiver = await receiveFile(deps, scope, id)
  for (let i = 0; i < bytes.length; i += 5_000) await receiver.receiveChunk(bytes.subarray(i, i + 5_000))
  await receiver.finishReceiving()
  await runImport(deps, scope, id, { options: { defaultCountry: 'FR' } })
  expect(await workOffHere({ ...deps, pool: worker, observer: silentObserver, signals: noSignals, isStopping: () => false }, ws.workspaceId, id)).toBe('done')
  let csv = ''
  for await (const line of rejectsAsCsv(deps, scope, id)) csv += line
  return { run: await getImport(deps, scope, id), rules: Object.fromEntries((await countRejects(deps, scope, id)).map((r) => [r.rule, r.count])), csv }
}
let pool: ReturnType<TestDatabase['pool']>
let worker: ReturnType<TestDatabase['pool']>
beforeAll(() => {
  pool = db.pool('inboxlift_api')
  worker = db.pool('inboxlift_import')
})

test('every file has its expectation', () => {
  expect(Object.keys(expected).toSorted()).toEqual(readdirSync(folder).filter((f) => f !== 'expected.json').toSorted())
})

test.each(Object.entries(expected))('%s', async (name, told) => {
  const bytes = readFileSync(path.join(folder, name))
  if (told.refused) {
    await expect(importBytes(bytes)).rejects.toMatchObject({ code: told.refused })
    return
  }
  const { run, rules } = await importBytes(bytes)
  expect(run).toMatchObject({ state: 'done', counts: { created: told.created, rejected: told.rejected, duplicate: told.duplicate ?? 0, updated: 0, unchanged: 0 } })
  expect(run.rows).toBe(told.rows ?? run.counts.created + run.counts.rejected + run.counts.duplicate)
  if (told.rules) expect(rules).toEqual(told.rules)
  if (told.format) expect(run.format).toMatchObject(told.format)
  if (told.mapping) expect(run.mapping).toEqual(told.mapping)
})

test('a field of megabytes costs one row, five hundred columns are fine, formulas leave as text', async () => {
  const huge = await importBytes(Buffer.from(`email,city\nann@example.com,${'x'.repeat(3_000_000)}\nbob@example.com,Ulm\n`))
  expect(huge.run.counts).toMatchObject({ created: 1, rejected: 1 })
  expect(huge.rules).toEqual({ row_too_long: 1 })
  const wide = Array.from({ length: 500 }, (_, i) => `c${i}`)
  const broad = await importBytes(Buffer.from(`email,${wide.join(',')}\nann@example.com,${wide.join(',')}\n`))
  expect(broad.run.counts.created).toBe(1)
  const formula = await importBytes(readFileSync(path.join(folder, 'formula.csv')))
  expect(formula.csv.split('\r\n')[1]).toMatch(/^broken,'@SUM\(A1\),/)
})
