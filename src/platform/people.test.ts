// room: people, sessions, keys, workspaces and settings on a real database.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock, withWorkspace, type Scope } from '../kernel/index.ts'
import { createTestDatabase, testIds, TEST_ROOT_KEY, type TestDatabase } from '../../test/support/db.ts'
import * as platform from './index.ts'
import type { AuditEntry, PlatformDeps } from './index.ts'
import { readApiKey } from './api-key.ts'
import { readSession } from './session.ts'

let db: TestDatabase
let deps: PlatformDeps
const clock = fixedClock(new Date())
const audited: AuditEntry[] = []
const scope: Scope = { actor: 'user:1', origin: 'api' }
const PASSWORD = 'correct horse battery'

beforeAll(async () => {
  db = await createTestDatabase()
  deps = { pool: db.pool('inboxlift_api'), ids: testIds(), clock, audit: async (_tx, entry) => void audited.push(entry) }
})
afterAll(() => db.drop())

const newWorkspace = (slug: string): Promise<string> => platform.createWorkspace(deps, scope, TEST_ROOT_KEY, { name: slug, slug }, async () => {})

test('the first administrator is made once', async () => {
  const workspaceId = await newWorkspace('first')
  const made = await platform.createFirstAdmin(deps, scope, workspaceId)
  expect(made?.login).toBe('admin')
  expect(made?.password).toMatch(/^\w{5}(-\w{5}){3}$/)
  expect(await platform.createFirstAdmin(deps, scope, workspaceId)).toBeUndefined()
  const signedIn = await platform.signIn(deps, platform.createSignInLimits(clock), { login: ' ADMIN ', password: made!.password, address: '::1' })
  const principal = await readSession(deps.pool, clock, signedIn.token)
  expect(principal).toMatchObject({ login: 'admin', mustChangePassword: true, memberships: [{ workspaceId, role: 'owner' }] })
})

test('passwords are argon2id, strong, and one login is one person', async () => {
  await platform.createUser(deps, scope, { login: 'Ann@Example.org', name: 'Ann', password: PASSWORD })
  const { rows } = await db.admin.query(`select login, password_hash from platform.app_user where login = 'ann@example.org'`)
  expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  await expect(platform.createUser(deps, scope, { login: 'ann@example.org', name: 'Other', password: PASSWORD })).rejects.toMatchObject({ code: 'USER_LOGIN_TAKEN' })
  for (const weak of ['short', 'aaaaaaaaaaaaaaaa', 'password123456', 'bobbobbobbobbob', 'adminadmin123456']) {
    await expect(platform.createUser(deps, scope, { login: 'bobb', name: 'B', password: weak })).rejects.toMatchObject({ code: 'PASSWORD_TOO_WEAK' })
  }
})

test('guessing locks the account, also when a hundred guess at once, and tells nothing about who exists', async () => {
  await platform.createUser(deps, scope, { login: 'target', name: 'T', password: PASSWORD })
  const limits = platform.createSignInLimits(clock)
  const guess = (login: string, password: string, n: number): Promise<string> =>
    platform.signIn(deps, limits, { login, password, address: `10.0.0.${n}` }).then(() => 'in', (e: { code: string }) => e.code)
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => guess('target', 'wrong', n)))
  expect(answers.filter((a) => a === 'AUTH_FAILED')).toHaveLength(5)
  expect(answers.filter((a) => a === 'AUTH_LOCKED')).toHaveLength(15)
  expect(await guess('target', PASSWORD, 30)).toBe('AUTH_LOCKED')
  const nobody = []
  for (let n = 0; n < 8; n++) nobody.push(await guess('nobody at all', 'wrong', 40 + n))
  expect(nobody).toEqual([...Array(5).fill('AUTH_FAILED'), ...Array(3).fill('AUTH_LOCKED')])
  clock.advance(61_000)
  expect(await guess('target', PASSWORD, 60)).toBe('in')
})

test('an address that tries many logins is stopped', async () => {
  const limits = platform.createSignInLimits(clock)
  const codes: string[] = []
  for (let n = 0; n < 32; n++) codes.push(await platform.signIn(deps, limits, { login: `user ${n}`, password: 'x', address: '192.0.2.9' }).then(() => 'in', (e: { code: string }) => e.code))
  expect(codes.filter((c) => c === 'AUTH_LOCKED')).toHaveLength(2)
})

test('reset gives access back, ends sessions, unlocks and enables', async () => {
  const { userId } = await platform.createUser(deps, scope, { login: 'lost', name: 'L', password: PASSWORD })
  const before = await platform.startSession(deps, userId)
  await platform.setUserState(deps, scope, 'lost', 'disabled')
  expect(await readSession(deps.pool, clock, before.token)).toBeUndefined()
  const { password } = await platform.resetUser(deps, scope, 'LOST')
  const signedIn = await platform.signIn(deps, platform.createSignInLimits(clock), { login: 'lost', password, address: '::1' })
  expect((await readSession(deps.pool, clock, signedIn.token))?.mustChangePassword).toBe(true)
  await platform.changePassword(deps, scope, { userId, current: password, next: 'a wholly new sentence', keepSession: platform.sessionHash(signedIn.token) })
  expect((await readSession(deps.pool, clock, signedIn.token))?.mustChangePassword).toBe(false)
  await expect(platform.resetUser(deps, scope, 'nobody')).rejects.toMatchObject({ code: 'USER_NOT_FOUND' })
})

test('sessions end by sign-out, idleness and age; only hashes are stored', async () => {
  const { userId } = await platform.createUser(deps, scope, { login: 'sess', name: 'S', password: PASSWORD })
  const [a, b] = [await platform.startSession(deps, userId), await platform.startSession(deps, userId)]
  const { rows } = await db.admin.query(`select encode(session_hash, 'hex') as h from platform.session where user_id = $1`, [userId])
  expect(rows.map((r) => r.h)).not.toContain(Buffer.from(a.token).toString('hex'))
  await platform.endSession(deps, a.token)
  expect(await readSession(deps.pool, clock, a.token)).toBeUndefined()
  expect(await readSession(deps.pool, clock, b.token)).toBeDefined()
  clock.advance(25 * 3_600_000)
  expect(await readSession(deps.pool, clock, b.token)).toBeUndefined()
  const c = await platform.startSession(deps, userId)
  for (let day = 0; day < 20; day++) {
    clock.advance(20 * 3_600_000)
    await readSession(deps.pool, clock, c.token)
  }
  expect(await readSession(deps.pool, clock, c.token)).toBeUndefined()
})

test('API keys: scopes, expiry, revocation, malformed ones', async () => {
  const workspaceId = await newWorkspace('keys')
  const own = { ...scope, workspaceId }
  const { apiKeyId, key } = await platform.createApiKey(deps, own, { name: 'Shop', scopes: ['contacts:read'], expiresAt: new Date(clock.nowMs() + 60_000) })
  expect(await readApiKey(deps.pool, clock, key)).toMatchObject({ workspaceId, scopes: ['contacts:read'] })
  for (const bad of [key.slice(0, -1), `${key}x`, key.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')), 'il_', '', `il_zzzzzzzzzzzzz_${'a'.repeat(43)}`]) expect(await readApiKey(deps.pool, clock, bad)).toBeUndefined()
  const listed = await platform.listApiKeys(deps.pool, workspaceId)
  expect(JSON.stringify(listed)).not.toContain(key.slice(-30))
  clock.advance(61_000)
  expect(await readApiKey(deps.pool, clock, key)).toBeUndefined()
  const second = await platform.createApiKey(deps, own, { name: 'Two', scopes: [] })
  await platform.revokeApiKey(deps, own, second.apiKeyId)
  await platform.revokeApiKey(deps, own, second.apiKeyId)
  expect(await readApiKey(deps.pool, clock, second.key)).toBeUndefined()
  await expect(platform.revokeApiKey(deps, { ...scope, workspaceId: await newWorkspace('other-keys') }, apiKeyId)).rejects.toMatchObject({ code: 'KEY_NOT_FOUND' })
})

test('a workspace is made whole or not at all; its keys open only with the root key', async () => {
  const workspaceId = await newWorkspace('whole')
  const ring = await platform.createKeyrings(deps.pool, TEST_ROOT_KEY).get(workspaceId)
  const cell = { table: 't', column: 'c', rowKey: '1' }
  expect(ring.decrypt(cell, ring.encrypt(cell, 'secret'))).toBe('secret')
  await expect(platform.createKeyrings(deps.pool, Buffer.alloc(32, 9)).get(workspaceId)).rejects.toMatchObject({ code: 'DECRYPT_FAILED' })
  await expect(newWorkspace('whole')).rejects.toMatchObject({ code: 'WORKSPACE_SLUG_TAKEN' })
  await expect(platform.createWorkspace(deps, scope, TEST_ROOT_KEY, { name: 'x', slug: 'half' }, async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await platform.findWorkspace(deps, 'half')).toBeUndefined()
})

test('the last owner stays, also when two leave at once; changes are audited', async () => {
  const workspaceId = await newWorkspace('owners')
  const own = { ...scope, workspaceId }
  const users = await Promise.all(['own1', 'own2'].map((login) => platform.createUser(deps, scope, { login, name: login, password: PASSWORD })))
  for (const u of users) await platform.setMember(deps, own, u.userId, 'owner')
  const results = await Promise.allSettled(users.map((u) => platform.setMember(deps, own, u.userId, 'analyst')))
  expect(results.filter((r) => r.status === 'rejected')).toHaveLength(1)
  const left = await platform.listMembers(deps, workspaceId)
  expect(left.filter((m) => m.role === 'owner')).toHaveLength(1)
  await expect(platform.removeMember(deps, own, left.find((m) => m.role === 'owner')!.userId)).rejects.toMatchObject({ code: 'USER_LAST_OWNER' })
  expect(audited.filter((e) => e.workspaceId === workspaceId && e.table === 'platform.membership').map((e) => e.changes.role)).toEqual([
    { before: null, after: 'owner' }, { before: null, after: 'owner' }, { before: 'owner', after: 'analyst' },
  ])
})

test('settings have defaults, types and a neighbour who does not see them', async () => {
  const [a, b] = [await newWorkspace('set-a'), await newWorkspace('set-b')]
  const at = (workspaceId: string) => ({ ...scope, workspaceId })
  await platform.writeSetting(deps, at(a), 'sender_name', 'Shop')
  expect((await platform.readSettings(deps, at(a))).sender_name).toBe('Shop')
  expect((await platform.readSettings(deps, at(b))).sender_name).toBe('')
  await platform.writeSetting(deps, at(a), 'sender_name', null)
  expect((await platform.readSettings(deps, at(a))).sender_name).toBe('')
  await expect(platform.writeSetting(deps, at(a), 'track_opens', 'yes')).rejects.toMatchObject({ code: 'SETTING_INVALID' })
  await expect(platform.writeSetting(deps, at(a), '__proto__', 1)).rejects.toMatchObject({ code: 'SETTING_UNKNOWN' })
})

test('files are kept once per content and typed by their bytes', async () => {
  const workspaceId = await newWorkspace('files')
  const own = { ...scope, workspaceId }
  const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(10)])
  const one = await platform.storeAsset(deps, own, { name: 'a.png', body: png })
  const two = await platform.storeAsset(deps, own, { name: 'b.html', body: png })
  expect(two.assetId).toBe(one.assetId)
  expect(one.mediaType).toBe('image/png')
  expect((await platform.storeAsset(deps, own, { name: 'x.png', body: Buffer.from('<svg onload=alert(1)>') })).mediaType).toBe('application/octet-stream')
  expect(await withWorkspace(deps.pool, own, async (tx) => (await tx.query('select 1 from platform.asset')).rowCount)).toBe(2)
  await platform.deleteAsset(deps, own, one.assetId)
  expect(await platform.getAsset(deps, own, one.assetId)).toBeUndefined()
})
