// failure: import workers killed with SIGKILL and their database connections cut, at random moments. At the end every row
// of the file counts exactly once and nobody is there twice.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomBytes } from 'node:crypto'
import { openKeyring, systemClock } from '../../kernel/index.ts'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { runImport } from './control-import.ts'
import { getImport } from './get-import.ts'
import { receiveFile, startImport, type ImportDeps } from './receive-file.ts'
import { startWorker, type WorkerProcess } from './testing/start-worker.ts'

let db: TestDatabase
let ws: TestWorkspace
let deps: ImportDeps
const ids = testIds()
const secret = randomBytes(32)
const ROWS = 6_000
const KILLS = 6

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  deps = { pool: db.pool('inboxlift_api'), ids, clock: systemClock, keyring: openKeyring(ws.workspaceId, [{ keyId: 1, secret }]) }
})
afterAll(() => db.drop())

const scope = () => ({ workspaceId: ws.workspaceId, actor: 'user:1', origin: 'api' as const })
let node = 100
const worker = (): Promise<WorkerProcess> => startWorker({ database: db.config('inboxlift_import'), workspaceId: ws.workspaceId, secret: secret.toString('hex'), node: (node += 1), batchRows: 100, leaseSeconds: 2 })

/** Every tenth row repeats somebody, every fifteenth cannot be read; quoted line breaks everywhere. */
function makeFile(): { text: string; people: number; repeated: number; refused: number } {
  let text = 'email,external_id,city\n'
  const told = { people: 0, repeated: 0, refused: 0 }
  for (let i = 0; i < ROWS; i++) {
    if (i % 15 === 14) {
      text += `nobody ${i},n${i},"a\nb"\n`
      told.refused++
    } else if (i % 10 === 9) {
      const first = i - 9 // the row it repeats; where that one is refused it is somebody new
      text += first % 15 === 14 ? `spare${i}@example.com,s${i},x\n` : `P${first}@example.com,x${i},"again\n"\n`
      if (first % 15 === 14) told.people++
      else told.repeated++
    } else {
      text += `p${i}@example.com,c${i},"Town\n${i}"\n`
      told.people++
    }
  }
  return { text, ...told }
}

test('killed workers and cut connections: nothing lost, nothing doubled', async () => {
  const file = makeFile()
  const importRunId = await startImport(deps, scope(), { sourceId: ws.sourceId, fileName: 'crash.csv' })
  const receiver = await receiveFile(deps, scope(), importRunId)
  await receiver.receiveChunk(Buffer.from(file.text))
  await receiver.finishReceiving()
  await runImport(deps, scope(), importRunId, { options: { listId: ws.listId } })
  const seen: number[] = []
  for (let kill = 0; kill < KILLS; kill++) {
    const pair = await Promise.all(kill % 2 === 0 ? [worker(), worker()] : [worker()]) // of two one works, the other waits for its lease to run out
    await Promise.race(pair.map((w) => w.batches(1 + Math.floor(Math.random() * 4))))
    await new Promise((r) => setTimeout(r, Math.random() * 40))
    if (kill % 3 === 2) await db.admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'inboxlift_import' and datname = current_database()`)
    await Promise.all(pair.map((w) => w.kill()))
    const run = await getImport(deps, scope(), importRunId)
    expect(run.state).toBe('running')
    expect(Object.values(run.counts).reduce((a, b) => a + b)).toBe(run.rows) // whole batches only
    seen.push(run.rows)
  }
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  const last = await worker()
  for (;;) {
    const { state } = await getImport(deps, scope(), importRunId)
    if (state !== 'running') break
    await last.batches(1)
  }
  await last.stop()
  const run = await getImport(deps, scope(), importRunId)
  expect(run).toMatchObject({ state: 'done', rows: ROWS, counts: { created: file.people, updated: 0, unchanged: 0, duplicate: file.repeated, rejected: file.refused } })
  const count = async (sql: string): Promise<number> => Number((await db.admin.query(sql, [ws.workspaceId])).rows[0].n)
  expect(await count(`select count(*) as n from contacts.contact where workspace_id = $1`)).toBe(file.people)
  expect(await count(`select count(distinct email_index) as n from contacts.contact where workspace_id = $1`)).toBe(file.people)
  expect(await count(`select count(*) as n from contacts.contact_profile where workspace_id = $1`)).toBe(file.people)
  expect(await count(`select count(*) as n from contacts.identity where workspace_id = $1`)).toBe(2 * file.people)
  expect(await count(`select count(*) as n from contacts.list_member where workspace_id = $1`)).toBe(file.people)
  expect(await count(`select count(*) as n from contacts.source_record where workspace_id = $1`)).toBe(file.people)
  expect(await count(`select count(*) as n from contacts.import_reject where workspace_id = $1`)).toBe(file.refused)
  expect(await count(`select sum((changes->>'count')::int) as n from compliance.audit_event where workspace_id = $1 and action = 'batch' and table_name = 'contacts.contact'`)).toBe(file.people)
  expect(await count(`select count(*) as n from contacts.import_chunk where workspace_id = $1`)).toBe(0)
}, 240_000)
