// room: the migrations on a real database: all apply, all undo, all apply again.
import { test, expect, afterAll } from 'vitest'
import pg from 'pg'
import { createTestDatabase, buildWorkspace, buildContact, testIds } from '../../../test/support/db.ts'
import { applyMigrations, undoLast } from './apply.ts'
import { withWorkspace } from '../../kernel/index.ts'

const db = await createTestDatabase()
afterAll(() => db.drop())

test('a second apply changes nothing', async () => {
  const owner = new pg.Client(db.config('inboxlift_owner'))
  await owner.connect()
  expect(await applyMigrations(owner, { operator: 'test', release: 'test' })).toEqual([])
  await owner.end()
})

test('a tenant table shows one workspace, and none without a setting', async () => {
  const ids = testIds()
  const [a, b] = [await buildWorkspace(db, ids), await buildWorkspace(db, ids)]
  await buildContact(db, a, ids, { email: 'one@example.com', firstName: 'Ada' })
  await buildContact(db, b, ids, { email: 'one@example.com' })
  const api = db.pool('inboxlift_api')
  const scope = { workspaceId: a.workspaceId, actor: 'test', origin: 'api' } as const
  const seen = await withWorkspace(api, scope, async (tx) => (await tx.query('select workspace_id from contacts.contact')).rows)
  expect(seen).toEqual([{ workspace_id: a.workspaceId }])
  expect((await api.query('select 1 from contacts.contact')).rowCount).toBe(0)
})

test('an illegal change of state is an SQL error', async () => {
  const ids = testIds()
  const ws = await buildWorkspace(db, ids)
  const contactId = await buildContact(db, ws, ids, { email: 'two@example.com' })
  const [campaignId, launchId] = [ids.next(), ids.next()]
  await db.admin.query(`insert into campaigns.campaign (workspace_id, campaign_id, name, created_by, updated_by) values ($1, $2, 'c', 't', 't')`, [ws.workspaceId, campaignId])
  await db.admin.query(`insert into campaigns.launch (workspace_id, launch_id, campaign_id, purpose, launched_by) values ($1, $2, $3, 'initial', 't')`, [ws.workspaceId, launchId, campaignId])
  await db.admin.query(
    `insert into delivery.message (workspace_id, launch_id, contact_id, campaign_id, due_at, state_at, created_at, content_version, state, content_hash) values ($1, $2, $3, $4, now(), now(), now(), 1, 'ready', '\\x00')`,
    [ws.workspaceId, launchId, contactId, campaignId],
  )
  await expect(db.admin.query(`update delivery.message set state = 'sent', sent_at = now() where launch_id = $1`, [launchId])).rejects.toMatchObject({ code: '23514', constraint: 'message_transition_ck' })
  const { rows } = await db.admin.query(`select table_name, action, actor from compliance.audit_event where workspace_id = $1 and contact_id = $2 order by table_name`, [ws.workspaceId, contactId])
  expect(rows.map((r) => r.table_name)).toEqual(['contacts.contact', 'contacts.contact_profile', 'contacts.identity', 'contacts.list_member'])
  expect(rows[0].actor).toBe('unattributed')
})

test('all migrations can be taken back and applied again', async () => {
  const owner = new pg.Client(db.config('inboxlift_owner'))
  await owner.connect()
  await db.admin.query(`truncate platform.workspace cascade`)
  let undone = 0
  while (await undoLast(owner, { operator: 'test', release: 'test' })) undone += 1
  expect(undone).toBe(6)
  expect(await applyMigrations(owner, { operator: 'test', release: 'test' })).toHaveLength(6)
  await owner.end()
})
