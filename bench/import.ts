// import: rows a second of a whole import (upload, validation, normalisation, blind index, encryption, audit, list), of the
// same file again, the memory of the worker process, and beside it COPY of exactly the rows the import wrote into an equal
// database with the same keys, indexes and foreign keys but no triggers (DESIGN 7). fsync is on.
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { openKeyring, systemClock, withWorkspace, type Keyring } from '../src/kernel/index.ts'
import { defineAttribute, getImport, receiveFile, runImport, startImport, type ImportDeps, type ImportRun } from '../src/contacts/index.ts'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase } from '../test/support/db.ts'
import { median, round, startBenchDatabase, type BenchContext, type BenchDatabase, type BenchResult } from './support.ts'
import { copyRows, saveRows } from './import/copy.ts'
import { COLUMNS, personFile } from './import/data.ts'
import { startWorker, type WorkerProcess } from '../src/contacts/import/testing/start-worker.ts'
import { nodeFlags } from '../src/ops/supervisor/node-flags.ts'
import { keyring as plainKeyring } from './import/plain-keyring.ts'

const ROWS = { small: 200_000, medium: 1_000_000, full: 5_000_000 }
const ROUNDS = { small: 3, medium: 1, full: 1 }

type World = { db: TestDatabase; deps: ImportDeps; scope: { workspaceId: string; actor: string; origin: 'api' }; listId: string; sourceId: string; secret: string }

/** A fresh database with one workspace, one list and one attribute. */
async function enter(bench: BenchDatabase, plain: boolean): Promise<World> {
  const db = await createTestDatabase(bench.admin)
  const ids = testIds()
  const ws = await buildWorkspace(db, ids)
  const secret = randomBytes(32)
  const keyring: Keyring = plain ? plainKeyring(ws.workspaceId) : openKeyring(ws.workspaceId, [{ keyId: 1, secret }])
  const deps: ImportDeps = { pool: db.pool('inboxlift_api'), ids, clock: systemClock, keyring }
  const scope = { workspaceId: ws.workspaceId, actor: 'user:1', origin: 'api' as const }
  await withWorkspace(deps.pool, scope, (tx) => defineAttribute(tx, scope, { name: 'level', type: 'enum', check: { values: ['gold', 'silver', 'bronze'] } }))
  return { db, deps, scope, listId: ws.listId, sourceId: ws.sourceId, secret: secret.toString('hex') }
}

/** The worker process as `npm start` runs it. */
const startWorkerOf = (world: World, plain: boolean): Promise<WorkerProcess> =>
  startWorker(
    { database: world.db.config('inboxlift_import'), workspaceId: world.scope.workspaceId, secret: world.secret, node: 200, slots: 1, ...(plain ? { keyringModule: path.join(import.meta.dirname, 'import/plain-keyring.ts') } : {}) },
    [...nodeFlags('worker-import')],
  )

/** One whole import through the public door; answers seconds from the first byte to the last row. */
async function importOnce(world: World, rows: number): Promise<{ seconds: number; run: ImportRun }> {
  const { deps, scope } = world
  const began = performance.now()
  const id = await startImport(deps, scope, { sourceId: world.sourceId, fileName: 'people.csv', options: { listId: world.listId } })
  const receiver = await receiveFile(deps, scope, id)
  for (const piece of personFile(rows)) await receiver.receiveChunk(piece)
  await receiver.finishReceiving()
  await runImport(deps, scope, id)
  for (;;) {
    const run = await getImport(deps, scope, id)
    if (run.state === 'done') return { seconds: (performance.now() - began) / 1000, run }
    if (run.state !== 'running') throw new Error(`the import ended as ${run.state} (${run.errorCode})`)
    await new Promise((r) => setTimeout(r, 20))
  }
}

export async function run(context: BenchContext): Promise<BenchResult> {
  const rows = ROWS[context.size]
  const bench = await startBenchDatabase()
  const folder = path.join(bench.cluster.folder, 'rows')
  mkdirSync(folder)
  chmodSync(folder, 0o777)
  const again: number[] = []
  const memory: number[] = []
  const ours = async (plain: boolean, rows: number): Promise<number> => {
    const world = await enter(bench, plain)
    const worker = await startWorkerOf(world, plain)
    try {
      const first = await importOnce(world, rows)
      if (first.run.counts.created !== rows) throw new Error(`created ${first.run.counts.created} of ${rows}`)
      if (!plain) {
        const second = await importOnce(world, rows)
        if (second.run.counts.unchanged !== rows) throw new Error(`unchanged ${second.run.counts.unchanged} of ${rows}`)
        again.push(rows / second.seconds)
        await saveRows(world.db, folder)
      }
      return rows / first.seconds
    } finally {
      const peak = await worker.stop()
      if (!plain) memory.push(peak / 1024)
      await world.db.drop()
    }
  }
  const copy = async (): Promise<number> => {
    const db = await createTestDatabase(bench.admin)
    try {
      return rows / (await copyRows(db, folder))
    } finally {
      await db.drop()
    }
  }
  try {
    const contestants = [
      { name: 'import', run: () => ours(false, rows) },
      { name: 'copy', run: copy },
      ...(context.size === 'small' ? [{ name: 'import unencrypted', run: () => ours(true, rows / 4) }] : []),
    ]
    // COPY needs the rows of an import: the order is kept, and every COPY follows the import whose rows it takes.
    const measured = new Map<string, { all: number[] }>()
    for (let r = 0; r < ROUNDS[context.size]; r++) {
      for (const c of contestants) {
        const figure = await c.run()
        context.say(`round ${r + 1}/${ROUNDS[context.size]}  ${c.name.padEnd(20)} ${figure.toFixed(0)} rows/s`)
        measured.set(c.name, { all: [...(measured.get(c.name)?.all ?? []), figure] })
      }
    }
    return report(measured, again, memory)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await bench.stop()
  }
}

function report(measured: Map<string, { all: number[] }>, again: number[], memory: number[]): BenchResult {
  const all = (name: string): number[] => measured.get(name)?.all ?? []
  const paired = (a: number[], b: number[]): number => median(a.map((x, i) => x / b[i]!))
  const plain = all('import unencrypted')
  const line = (what: string, list: number[]): string[] => [what, median(list).toFixed(0), list.map((n) => n.toFixed(0)).join(' ')]
  return {
    values: { rows_per_s: round(median(all('import')), 0), reimport_rows_per_s: round(median(again), 0), rss_mb: round(Math.max(...memory), 0) },
    limit: { copy_rows_per_s: round(median(all('copy')), 0), ...(plain.length > 0 ? { unencrypted_rows_per_s: round(median(plain), 0) } : {}) },
    ratios: { vs_copy: round(paired(all('import'), all('copy'))), ...(plain.length > 0 ? { encryption_cost: round(1 - paired(all('import'), plain)) } : {}) },
    table: [['what', 'median', 'rounds'], line('import, rows/s', all('import')), line('same file again, rows/s', again), line('COPY of the same rows, rows/s', all('copy')), ...(plain.length > 0 ? [line('import without encryption, rows/s', plain)] : []), line('worker memory, MB', memory)],
    machine: { columns: COLUMNS, fsync: true },
  }
}

if (import.meta.main) {
  const at = process.argv.indexOf('--size')
  const size = (at > 0 ? process.argv[at + 1] : 'small') as BenchContext['size']
  const result = await run({ size, say: (line) => console.error(line) })
  console.log(JSON.stringify({ bench: 'import', size, values: result.values, limit: result.limit, ratios: result.ratios, machine: result.machine }))
}
