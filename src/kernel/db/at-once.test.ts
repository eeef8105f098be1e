// room: a transaction in one message writes all or nothing, under the rules of its workspace.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { createPool, withWorkspaceAtOnce, type Tx } from '../index.ts'

let db: TestDatabase
let ws: TestWorkspace
let pool: ReturnType<typeof createPool>
beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, testIds())
  pool = createPool(db.config('inboxlift_api'), { max: 2, applicationName: 'test', pipeline: true })
})
afterAll(async () => {
  await pool.end()
  await db.drop()
})

const scope = (workspaceId: string) => ({ workspaceId, actor: 'user:1', origin: 'api' as const })
const insert = (tx: Tx, workspaceId: string, name: string): Promise<unknown> => tx.query(`insert into platform.setting (workspace_id, name, value, updated_by) values ($1, $2, '1', 'test')`, [workspaceId, name])
const names = async (): Promise<string[]> => (await db.admin.query(`select name from platform.setting order by name`)).rows.map((r) => r.name)

test('all statements are committed together, by the actor of the scope', async () => {
  await withWorkspaceAtOnce(pool, scope(ws.workspaceId), (tx) => Promise.all([insert(tx, ws.workspaceId, 'a'), insert(tx, ws.workspaceId, 'b')]))
  expect(await names()).toEqual(['a', 'b'])
  expect((await db.admin.query(`select distinct actor from compliance.audit_event where table_name = 'platform.setting'`)).rows).toEqual([{ actor: 'user:1' }])
})

test('one that fails takes the others with it, and the connection is good for the next', async () => {
  await expect(withWorkspaceAtOnce(pool, scope(ws.workspaceId), (tx) => Promise.all([insert(tx, ws.workspaceId, 'c'), insert(tx, ws.workspaceId, 'a'), insert(tx, ws.workspaceId, 'd')]))).rejects.toMatchObject({ code: '23505' })
  expect(await names()).toEqual(['a', 'b'])
  await Promise.all(['e', 'f', 'g', 'h', 'i'].map((name) => withWorkspaceAtOnce(pool, scope(ws.workspaceId), (tx) => insert(tx, ws.workspaceId, name))))
  expect(await names()).toEqual(['a', 'b', 'e', 'f', 'g', 'h', 'i'])
})

test('the workspace of another is refused, and so is a failure that the caller swallows', async () => {
  await expect(withWorkspaceAtOnce(pool, scope('42'), (tx) => insert(tx, ws.workspaceId, 'x'))).rejects.toMatchObject({ code: '42501' })
  await expect(withWorkspaceAtOnce(pool, scope(ws.workspaceId), (tx) => insert(tx, ws.workspaceId, 'a').catch(() => {}))).rejects.toThrow('rolled back')
  await expect(withWorkspaceAtOnce(db.pool('inboxlift_api', 1), scope(ws.workspaceId), async () => {})).rejects.toThrow('pipeline')
})
