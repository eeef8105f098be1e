// room: a backup of a living server is taken, verified, damaged, restored and started, without any PostgreSQL tool.
import { afterAll, expect, test } from 'vitest'
import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync, chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '../postgres/index.ts'
import { holdAfterRestore } from '../hold.ts'
import { restoreBackup, takeBackup, verifyBackup } from './index.ts'
import { startTestCluster } from '../../../test/support/cluster.ts'
import { buildContact, buildTemplate, buildWorkspace, createTestDatabase, testIds, TEST_PASSWORD, TEST_ROOT_KEY } from '../../../test/support/db.ts'

const cluster = await startTestCluster()
const { host, port, user, password } = cluster.connection
await buildTemplate({ host, port, user, password })
const db = await createTestDatabase({ host, port, user, password })
const folder = mkdtempSync(join(cluster.folder, 'backup-'))
chmodSync(folder, 0o711)
const secrets = join(folder, 'secrets')
mkdirSync(secrets)
writeFileSync(join(secrets, 'root.key'), TEST_ROOT_KEY)
const readRootKey = (dir: string): Buffer => readFileSync(join(dir, 'root.key'))
const take = () =>
  takeBackup({ database: db.config('inboxlift_backup'), root: join(folder, 'backups'), installationId: 'test', release: 'test', serverVersion: '18', rootKey: TEST_ROOT_KEY, now: new Date() })
const restore = (backup: string, name: string) =>
  restoreBackup({ backup, into: join(folder, name), secrets, readRootKey, layout: { data: 'data', secrets: 'secrets' } })

afterAll(async () => {
  await db.drop()
  await cluster.stop()
})

const ids = testIds()
const ws = await buildWorkspace(db, ids)
const contactId = await buildContact(db, ws, ids, { email: 'held@example.com' })
const [campaignId, launchId] = [ids.next(), ids.next()]
await db.admin.query(
  `insert into campaigns.campaign (workspace_id, campaign_id, name, state, scheduled_at, created_by, updated_by)
   values ($1, $2, 'open', 'sending', null, 't', 't'), ($1, $3, 'past', 'scheduled', now() - interval '1 minute', 't', 't'), ($1, $4, 'future', 'scheduled', now() + interval '1 day', 't', 't')`,
  [ws.workspaceId, campaignId, ids.next(), ids.next()],
)
await db.admin.query(`insert into campaigns.launch (workspace_id, launch_id, campaign_id, purpose, state, launched_by) values ($1, $2, $3, 'initial', 'sending', 't')`, [ws.workspaceId, launchId, campaignId])
await db.admin.query(
  `insert into delivery.message (workspace_id, launch_id, contact_id, campaign_id, due_at, state_at, created_at, content_version, state, content_hash) values ($1, $2, $3, $4, now(), now(), now(), 1, 'ready', '\\x00')`,
  [ws.workspaceId, launchId, contactId, campaignId],
)

test('taken under writes, verified, restored, started: held, nothing of before the backup missing', async () => {
  await db.admin.query('create table public.written (n int primary key)')
  let stop = false
  let written = 0
  const writer = (async () => {
    while (!stop) await db.admin.query('insert into public.written values ($1)', [written++])
  })()
  const before = written
  const backup = await take()
  stop = true
  await writer
  expect(await verifyBackup(backup.dir)).toBeGreaterThan(500)
  await restore(backup.dir, 'home')
  const home = join(folder, 'home')
  const server = await startPostgres({ dataDir: join(home, 'data'), socketDir: join(home, 's'), superuser: user, password, logFile: join(home, 'log') })
  const owner = new pg.Client({ ...server.connection, user: 'inboxlift_owner', password: TEST_PASSWORD, database: db.name })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ held: boolean; epoch: number }>('select held, epoch from ops.installation')
    expect(rows).toEqual([{ held: false, epoch: 1 }])
    expect(await holdAfterRestore(owner, home)).toEqual({ launches: 1, held: 1, inDoubt: 0, unscheduled: 1 })
    expect(await holdAfterRestore(owner, home)).toBeUndefined()
    expect((await owner.query('select held, epoch from ops.installation')).rows).toEqual([{ held: true, epoch: 2 }])
    expect((await owner.query('select state, reason from delivery.message')).rows).toEqual([{ state: 'held', reason: 'held_after_restore' }])
    expect((await owner.query('select state from campaigns.launch')).rows).toEqual([{ state: 'paused' }])
    expect((await owner.query('select name, state from campaigns.campaign order by name')).rows).toEqual([{ name: 'future', state: 'scheduled' }, { name: 'open', state: 'paused' }, { name: 'past', state: 'draft' }])
    expect((await owner.query(`select 1 from compliance.audit_event where actor = 'unattributed' and table_name = 'campaigns.campaign' and db_role = 'inboxlift_owner'`)).rowCount).toBe(0)
  } finally {
    await owner.end()
  }
  const look = new pg.Client({ ...server.connection, database: db.name })
  await look.connect()
  const { rows } = await look.query<{ n: number; top: number }>('select count(*)::int as n, max(n) as top from public.written')
  expect(rows[0]!.n).toBe(rows[0]!.top + 1)
  expect(rows[0]!.n).toBeGreaterThanOrEqual(before)
  await look.end()
  await server.stop()
})

test('a damaged backup is refused, naming the file, and nothing is left in the target', async () => {
  const backup = await take()
  const copy = join(folder, 'damaged')
  cpSync(backup.dir, copy, { recursive: true })
  const bytes = readFileSync(join(copy, 'base.tar.gz'))
  bytes[Math.floor(bytes.length / 2)]! ^= 0xff
  writeFileSync(join(copy, 'base.tar.gz'), bytes)
  await expect(verifyBackup(copy)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
  await expect(restore(copy, 'home-damaged')).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
  expect(readdirSync(join(folder, 'home-damaged'))).toEqual([])
  writeFileSync(join(copy, 'base.tar.gz'), bytes.subarray(0, 1000))
  await expect(verifyBackup(copy)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
})

test('foreign secrets, missing secrets and a used target are refused', async () => {
  const backup = await take()
  await expect(restoreBackup({ backup: backup.dir, into: join(folder, 'x'), secrets, readRootKey: () => Buffer.alloc(32, 9), layout: { data: 'data', secrets: 'secrets' } })).rejects.toMatchObject({ code: 'BACKUP_SECRETS_WRONG' })
  await expect(restoreBackup({ backup: backup.dir, into: join(folder, 'x'), secrets: join(folder, 'none'), readRootKey, layout: { data: 'data', secrets: 'secrets' } })).rejects.toMatchObject({ code: 'BACKUP_SECRETS_MISSING' })
  mkdirSync(join(folder, 'used'))
  writeFileSync(join(folder, 'used', 'file'), '')
  await expect(restore(backup.dir, 'used')).rejects.toMatchObject({ code: 'BACKUP_TARGET_USED' })
})

test('a backup that dies leaves nothing that looks like one', async () => {
  const root = join(folder, 'dying')
  await expect(
    takeBackup({ database: { ...db.config('inboxlift_backup'), password: 'wrong' }, root, installationId: 't', release: 't', serverVersion: '18', rootKey: TEST_ROOT_KEY, now: new Date() }),
  ).rejects.toMatchObject({ code: 'BACKUP_FAILED' })
  const killed = takeBackup({ database: db.config('inboxlift_backup'), root, installationId: 't', release: 't', serverVersion: '18', rootKey: TEST_ROOT_KEY, now: new Date() })
  killed.catch(() => {})
  while (!existsSync(root) || readdirSync(root).length === 0) await new Promise((r) => setImmediate(r))
  for (let found = 0; found === 0; ) {
    found = (await db.admin.query(`select pg_terminate_backend(pid) from pg_stat_replication`)).rowCount ?? 0
    if (await Promise.race([killed.then(() => true, () => true), new Promise((r) => setTimeout(() => r(false), 5))])) break
  }
  await killed.catch(() => {})
  for (const name of existsSync(root) ? readdirSync(root) : []) expect(await verifyBackup(join(root, name))).toBeGreaterThan(0)
})
