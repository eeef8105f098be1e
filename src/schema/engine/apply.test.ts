// room: the migrations on a real database: all apply, all undo, all apply again.
import { test, expect, afterAll } from 'vitest'
import pg from 'pg'
import { createTestDatabase, buildWorkspace, buildContact, testIds } from '../../../test/support/db.ts'
import { applyMigrations, assertSchemaFits, schemaState, undoLast } from './apply.ts'
import { fingerprintSchema } from './describe.ts'
import { readMigrations } from './migrations.ts'
import { withWorkspace } from '../../kernel/index.ts'

const by = { operator: 'test', release: 'test' }
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

async function owned<T>(work: (owner: pg.Client) => Promise<T>, database = db): Promise<T> {
  const owner = new pg.Client(database.config('inboxlift_owner'))
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

test('every migration: undo, then apply, gives the same fingerprint at each step', async () => {
  const mine = await createTestDatabase()
  await owned(async (owner) => {
    const prints: string[] = [(await fingerprintSchema(owner)).toString('hex')]
    const names: string[] = []
    for (let name = await undoLast(owner, by); name; name = await undoLast(owner, by)) {
      names.unshift(name)
      prints.unshift((await fingerprintSchema(owner)).toString('hex'))
    }
    expect(names).toEqual(readMigrations().map((m) => m.name))
    expect(new Set(prints).size).toBe(prints.length)
    await applyMigrations(owner, by)
    expect((await fingerprintSchema(owner)).toString('hex')).toBe(prints.at(-1))
    for (let i = names.length - 1; i >= 0; i--) {
      await undoLast(owner, by)
      expect((await fingerprintSchema(owner)).toString('hex'), names[i]).toBe(prints[i])
    }
  }, mine)
  await mine.drop()
})

test('twenty migrators at once: one works, all succeed', async () => {
  const mine = await createTestDatabase()
  await owned(async (owner) => {
    while (await undoLast(owner, by));
  }, mine)
  const results = await Promise.all(Array.from({ length: 20 }, () => owned((owner) => applyMigrations(owner, by), mine)))
  expect(results.filter((r) => r.length > 0)).toHaveLength(1)
  await mine.drop()
})

test('a held table lock ends in a clear error after bounded tries, with nothing left behind and the failure in the ledger', async () => {
  const mine = await createTestDatabase()
  const holder = await mine.admin.connect()
  await holder.query('begin')
  await holder.query('lock table events.dimension in access share mode')
  await expect(owned((owner) => undoLast(owner, { ...by, lockAttempts: 2 }), mine)).rejects.toMatchObject({ code: 'SCHEMA_LOCKED' })
  await holder.query('rollback')
  holder.release()
  const { rows } = await mine.admin.query(`select outcome, sqlstate, lock_waits, operator from schema.migration_step order by step_id desc limit 1`)
  expect(rows[0]).toEqual({ outcome: 'failed', sqlstate: '55P03', lock_waits: 2, operator: 'test' })
  await owned(async (owner) => expect((await schemaState(owner)).missing).toEqual([]), mine)
  await mine.drop()
})

test('a migration changed after it was applied is refused, and a foreign role may not migrate', async () => {
  await db.admin.query(`update schema.migration set checksum = '\\x00' where migration = '0006_events'`)
  await expect(owned((owner) => applyMigrations(owner, by))).rejects.toMatchObject({ code: 'SCHEMA_MIGRATION_CHANGED' })
  const api = new pg.Client(db.config('inboxlift_api'))
  await api.connect()
  await expect(applyMigrations(api, by)).rejects.toMatchObject({ code: 'SCHEMA_NOT_OWNER' })
  await api.end()
})

test('a process refuses a schema it cannot serve', async () => {
  const mine = await createTestDatabase()
  await owned(async (owner) => {
    await assertSchemaFits(owner)
    await owner.query(`insert into schema.migration (migration, checksum, release, phase, breaking, destructive) values ('9999_newer', '\\x00', 'next', 'contracted', true, true)`)
    await expect(assertSchemaFits(owner)).rejects.toMatchObject({ code: 'SCHEMA_AHEAD' })
    await owner.query(`delete from schema.migration where migration = '9999_newer'`)
    await undoLast(owner, by)
    await expect(assertSchemaFits(owner)).rejects.toMatchObject({ code: 'SCHEMA_BEHIND' })
  }, mine)
  await mine.drop()
})
