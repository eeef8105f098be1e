// room: an import over the real API, from the raw body to the refused rows.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestApp, type Ask, type TestApp } from '../../../test/support/app.ts'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { createObserver, createSignals, systemClock, toPublicId } from '../../kernel/index.ts'
import { workOff } from '../../contacts/index.ts'

let db: TestDatabase
let ws: TestWorkspace
let app: TestApp
let marketer: Ask
const ids = testIds()
const FILE = 'email,first_name,hobby\nann@example.com,Ann,chess\nnot an address,Bob,\nann@example.com,Ann,\n'

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  app = await createTestApp(db)
  marketer = await app.as(ws.workspaceId, 'marketer')
})
afterAll(async () => {
  await app.close()
  await db.drop()
})

const uploadPath = (more = ''): string => `/imports?source_id=${toPublicId('src', ws.sourceId)}&file_name=people.csv${more}`
const raw = { 'content-type': 'application/octet-stream' }

/** What a worker does with everything that should run. */
async function workAll(): Promise<void> {
  const pool = db.pool('inboxlift_import')
  const { rows } = await db.admin.query(`update contacts.import_run set lease_token = 5, lease_until = now() + interval '1 minute', claimed_at = now() where state = 'running' returning import_run_id`)
  const keyring = await app.deps.keyrings.get(ws.workspaceId)
  for (const r of rows) await workOff({ pool, ids, clock: systemClock, keyring, observer: createObserver(), signals: createSignals(), isStopping: () => false }, ws.workspaceId, r.import_run_id, '5')
}

test('a file is sent, looked at, tried, run and its refused rows fetched', async () => {
  const sent = await marketer('POST', uploadPath(), FILE, raw)
  expect(sent).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^imp_/), state: 'ready', file_bytes: FILE.length, format: { encoding: 'utf-8', delimiter: ',', header: true } } })
  const path = `/imports/${sent.body.id}`
  const mapping = { email: 'email', first_name: 'first_name', hobby: 'attribute:hobby' }
  const preview = await marketer('POST', `${path}/preview`, { mapping })
  expect(preview).toMatchObject({ status: 200, body: { columns: ['email', 'first_name', 'hobby'], new_attributes: ['hobby'], targets: expect.arrayContaining(['email', 'phone']) } })
  expect(preview.body.rows.map((r: { outcome: string; line: number }) => [r.line, r.outcome])).toEqual([[2, 'created'], [3, 'rejected'], [4, 'duplicate']])
  expect(await marketer('POST', `${path}/run`, { mapping, options: { dry_run: true } })).toMatchObject({ status: 200, body: { state: 'running', options: { dry_run: true } } })
  await workAll()
  expect((await marketer('GET', path)).body).toMatchObject({ state: 'ready', options: { dry_run: false, dry_run_counts: { rows: 3, created: 1, rejected: 1, duplicate: 1 } } })
  const listId = toPublicId('lst', ws.listId)
  expect(await marketer('POST', `${path}/run`, { mapping, options: { list_id: listId } })).toMatchObject({ status: 200, body: { options: { dry_run: false, list_id: listId } } })
  await workAll()
  expect((await marketer('GET', path)).body).toMatchObject({ state: 'done', rows: 3, done_bytes: FILE.length, counts: { created: 1, updated: 0, unchanged: 0, rejected: 1, duplicate: 1 }, mapping })
  expect((await marketer('GET', '/contacts?email=ann@example.com')).body.items).toHaveLength(1)
  expect((await marketer('GET', `${path}/rejects`)).body).toMatchObject({ items: [{ row: 2, line: 3, field: 'email', cells: ['not an address', 'Bob', ''] }], next_cursor: null, rules: [{ field: 'email', count: 1 }] })
  const csv = await marketer('GET', `${path}/rejects.csv`)
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(String(csv.body).split('\r\n')[1]).toMatch(/^not an address,Bob,,3,email,/)
  expect((await marketer('GET', '/imports?limit=1')).body.items).toMatchObject([{ id: sent.body.id, state: 'done' }])
  expect(await marketer('POST', `${path}/run`, {})).toMatchObject({ status: 409, body: { code: 'IMPORT_STATE' } })
})

test('pause, resume and cancel answer with the import', async () => {
  const sent = await marketer('POST', uploadPath(), FILE, { 'content-type': 'text/csv' })
  const path = `/imports/${sent.body.id}`
  expect((await marketer('POST', `${path}/pause`)).body.code).toBe('IMPORT_STATE')
  await marketer('POST', `${path}/run`, {})
  expect((await marketer('POST', `${path}/pause`)).body.state).toBe('paused')
  expect((await marketer('POST', `${path}/resume`)).body.state).toBe('running')
  expect((await marketer('POST', `${path}/cancel`)).body.state).toBe('cancelled')
})

test('what cannot be read is refused in words, and leaves a cancelled import', async () => {
  expect(await marketer('POST', uploadPath(), '', raw)).toMatchObject({ status: 422, body: { code: 'IMPORT_EMPTY' } })
  expect((await marketer('GET', '/imports?limit=1')).body.items).toMatchObject([{ state: 'cancelled' }])
  const damaged = await marketer('POST', uploadPath(), Buffer.concat([Buffer.from('email,name\na@b.example,\u00c5\nb@b.example,'), Buffer.from([0xe9, 10])]), raw)
  expect(await marketer('POST', `/imports/${damaged.body.id}/preview`, {})).toMatchObject({ status: 422, body: { code: 'IMPORT_ENCODING', data: { line: 3 } } })
  expect((await marketer('POST', `/imports/${damaged.body.id}/preview`, { format: { encoding: 'windows-1252' } })).status).toBe(200)
})

test('who may only read cannot import, another workspace sees nothing', async () => {
  const analyst = await app.as(ws.workspaceId, 'analyst')
  expect((await analyst('POST', uploadPath(), FILE, raw)).status).toBe(403)
  expect((await app.nobody('GET', '/imports')).status).toBe(401)
  const other = await buildWorkspace(db, ids)
  const stranger = await app.as(other.workspaceId, 'admin')
  const own = (await marketer('GET', '/imports?limit=1')).body.items[0]
  expect((await stranger('GET', `/imports/${own.id}`)).status).toBe(404)
  expect((await stranger('GET', '/imports')).body.items).toEqual([])
})

