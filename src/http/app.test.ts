// room: the web shell on a real database: sign-in, roles, keys, CSRF, limits, problem+json, cursors.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fixedClock, toPublicId } from '../kernel/index.ts'
import { createUser, ROLES, ROLE_SCOPES, setMember } from '../platform/index.ts'
import { createTestApp, type TestApp } from '../../test/support/app.ts'
import { buildWorkspace, createTestDatabase, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { cursorId, decodeCursor, encodeCursor, toPage } from './cursor.ts'
import { idempotent } from './idempotency.ts'

let db: TestDatabase
let t: TestApp
let ws: TestWorkspace
let other: TestWorkspace
const clock = fixedClock(new Date())
beforeAll(async () => {
  db = await createTestDatabase()
  t = await createTestApp(db, { clock })
  ws = await buildWorkspace(db)
  other = await buildWorkspace(db)
})
afterAll(async () => {
  await t.close()
  await db.drop()
})

const PASSWORD = 'correct horse battery'
const signIn = (body: unknown, headers: Record<string, string> = { 'x-inboxlift': '1' }) => t.nobody('POST', '/session', body, headers)

describe('problem+json', () => {
  test('has one shape for everything', async () => {
    const key = await t.withKey(ws.workspaceId, ['keys:write'])
    const answers = [
      await t.nobody('GET', '/members'), await t.nobody('GET', '/nothing-here'), await key('GET', '/members'),
      await key('POST', '/keys', { name: '', scopes: [] }), await key('POST', '/keys', '{"a":', { 'content-type': 'application/json' }),
      await key('POST', '/keys', '<a/>', { 'content-type': 'text/xml' }), await key('POST', '/keys', { name: 'x'.repeat(2_000_000) }),
      await key('DELETE', '/keys/con_0000000000001'), await key('DELETE', `/keys/${toPublicId('key', '77')}`),
    ]
    expect(answers.map((a) => a.body.code)).toEqual(['AUTH_REQUIRED', 'NOT_FOUND', 'AUTH_SCOPE_MISSING', 'VALIDATION_FAILED', 'HTTP_BODY_UNREADABLE', 'HTTP_MEDIA_TYPE', 'HTTP_BODY_TOO_LARGE', 'VALIDATION_FAILED', 'KEY_NOT_FOUND'])
    for (const { status, body, headers } of answers) {
      expect(headers['content-type']).toBe('application/problem+json')
      expect(body).toMatchObject({ type: `urn:inboxlift:error:${body.code}`, status, title: expect.any(String), hint: expect.any(String), request_id: headers['x-request-id'] })
    }
    expect(answers[3]!.body.errors.map((e: { field: string }) => e.field)).toEqual(['name', 'scopes'])
    expect(answers[7]!.body.errors[0].field).toBe('params.key_id')
  })

  test('a defect says nothing about itself, a dead database is 503', async () => {
    const key = await t.withKey(ws.workspaceId, ['members:read'])
    const { pool } = t.deps.platform
    const broken = (error: Error): void => void Object.assign(t.deps.platform, { pool: { query: () => Promise.reject(error) } })
    try {
      broken(new Error('secret detail ann@example.org'))
      const defect = await key('GET', '/members')
      expect(defect.status).toBe(500)
      expect(JSON.stringify(defect.body)).not.toMatch(/secret|ann@/)
      broken(Object.assign(new Error('x'), { code: '57P01' }))
      expect((await key('GET', '/members')).body.code).toBe('DATABASE_UNAVAILABLE')
    } finally {
      Object.assign(t.deps.platform, { pool })
    }
  })
})

describe('signing in', () => {
  test('sets a cookie that scripts cannot read; the password has to be changed first', async () => {
    const { login, password } = await createUser(t.deps.platform, { actor: 'user:1', origin: 'system' }, { login: 'fresh', name: 'F' })
    const { body: wrong } = await signIn({ login, password: 'wrong' })
    expect(wrong.code).toBe('AUTH_FAILED')
    const answer = await signIn({ login, password })
    expect(answer.status).toBe(200)
    expect(answer.headers['set-cookie']).toMatch(/^il_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/)
    const cookie = String(answer.headers['set-cookie']).split(';')[0]!
    expect((await t.nobody('GET', '/workspace', undefined, { cookie })).body.code).toBe('AUTH_PASSWORD_CHANGE_REQUIRED')
    expect((await t.nobody('POST', '/session/password', { current: password, next: 'passwordpassword' }, { cookie, 'x-inboxlift': '1' })).body.code).toBe('PASSWORD_TOO_WEAK')
    expect((await t.nobody('POST', '/session/password', { current: password, next: PASSWORD }, { cookie, 'x-inboxlift': '1' })).status).toBe(204)
    expect((await t.nobody('GET', '/session', undefined, { cookie })).body).toMatchObject({ must_change_password: false, workspaces: [] })
    expect((await t.nobody('DELETE', '/session', undefined, { cookie, 'x-inboxlift': '1' })).status).toBe(204)
    expect((await t.nobody('GET', '/session', undefined, { cookie })).status).toBe(401)
  })

  test('guessing is answered with 429 and Retry-After', async () => {
    await createUser(t.deps.platform, { actor: 'user:1', origin: 'system' }, { login: 'guessed', name: 'G', password: PASSWORD })
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn({ login: 'guessed', password: 'x' })))
    expect(answers.filter((a) => a.status === 401)).toHaveLength(5)
    const locked = await signIn({ login: 'guessed', password: PASSWORD })
    expect(locked.status).toBe(429)
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0)
    clock.advance(3_600_000)
    expect((await signIn({ login: 'guessed', password: PASSWORD })).status).toBe(200)
  })

  test('over https the cookie is secure', async () => {
    const secure = await createTestApp(db, { config: { INBOXLIFT_PUBLIC_URL: 'https://mail.example.org' } })
    const answer = await secure.nobody('POST', '/session', { login: 'guessed', password: PASSWORD }, { 'x-inboxlift': '1' })
    expect(answer.headers['set-cookie']).toMatch(/; Secure/)
    expect(answer.headers['strict-transport-security']).toMatch(/max-age=31536000/)
    await secure.close()
  })
})

describe('writes by cookie come from our own pages', () => {
  test.each([
    ['no custom header', { 'x-inboxlift': '' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['no origin at all said', { origin: 'null' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling subdomain', { 'sec-fetch-site': 'same-site' }],
  ])('refused: %s', async (_name, headers) => {
    const admin = await t.as(ws.workspaceId, 'admin')
    expect((await admin('PATCH', '/workspace', { name: 'Taken over' }, headers)).body.code).toBe('AUTH_ORIGIN_REFUSED')
    expect((await signIn({ login: 'guessed', password: PASSWORD }, { 'x-inboxlift': '1', ...headers })).body.code).toBe('AUTH_ORIGIN_REFUSED')
  })

  test('accepted: our own origin, and keys from anywhere', async () => {
    const admin = await t.as(ws.workspaceId, 'admin')
    expect((await admin('PATCH', '/workspace', { name: 'Ours' }, { origin: 'http://localhost:8025', 'sec-fetch-site': 'same-origin' })).body.name).toBe('Ours')
    const key = await t.withKey(ws.workspaceId, ['workspace:write'])
    expect((await key('PATCH', '/workspace', { name: 'By key' }, { origin: 'https://shop.example' })).status).toBe(200)
  })
})

describe('roles and workspaces', () => {
  test('every role may do what the table says and nothing else, on every route', async () => {
    const routes: { method: string; url: string; scope: string }[] = []
    const probe = await createTestApp(db, {})
    for (const line of Object.entries((await probe.nobody('GET', '/openapi.json')).body.paths as Record<string, Record<string, { 'x-scope'?: string }>>)) {
      for (const [method, o] of Object.entries(line[1])) if (o['x-scope'] && o['x-scope'] !== 'signed_in') routes.push({ method, url: line[0], scope: o['x-scope'] })
    }
    await probe.close()
    expect(routes.length).toBeGreaterThan(15)
    for (const role of ROLES) {
      const ask = await t.as(ws.workspaceId, role)
      for (const r of routes) {
        const url = r.url.slice('/api/v1'.length).replaceAll(/\{\w+\}/g, 'nothing')
        const { body } = await ask(r.method.toUpperCase() as 'GET', url)
        const mayNot = !(ROLE_SCOPES[role] as readonly string[]).includes(r.scope)
        expect(`${role} ${r.method} ${r.url} ${body?.code === 'AUTH_SCOPE_MISSING'}`).toBe(`${role} ${r.method} ${r.url} ${mayNot}`)
      }
    }
  }, 120_000)

  test('another workspace is not there', async () => {
    const owner = await t.as(ws.workspaceId, 'owner')
    expect((await owner('GET', '/workspace', undefined, { 'x-workspace': toPublicId('wsp', other.workspaceId) })).body.code).toBe('WORKSPACE_NOT_FOUND')
    expect((await owner('GET', '/workspace', undefined, { 'x-workspace': "1' or 1=1" })).body.code).toBe('WORKSPACE_NOT_FOUND')
    const key = await t.withKey(other.workspaceId, ['keys:read', 'keys:write'])
    await key('POST', '/keys', { name: 'theirs', scopes: ['keys:read'] })
    const names = (await owner('GET', '/keys')).body.items.map((k: { name: string }) => k.name)
    expect(names).not.toContain('theirs')
  })

  test('a person of two workspaces chooses by header', async () => {
    const { userId } = await createUser(t.deps.platform, { actor: 'user:1', origin: 'system' }, { login: 'both', name: 'B', password: PASSWORD })
    for (const w of [ws, other]) await setMember(t.deps.platform, { actor: 'user:1', origin: 'system', workspaceId: w.workspaceId }, userId, 'analyst')
    const cookie = String((await signIn({ login: 'both', password: PASSWORD })).headers['set-cookie']).split(';')[0]!
    for (const w of [ws, other]) expect((await t.nobody('GET', '/workspace', undefined, { cookie, 'x-workspace': toPublicId('wsp', w.workspaceId) })).body.id).toBe(toPublicId('wsp', w.workspaceId))
  })

  test('nobody hands out a scope that he does not have', async () => {
    const developer = await t.as(ws.workspaceId, 'developer')
    expect((await developer('POST', '/keys', { name: 'more', scopes: ['contacts:write'] })).body.code).toBe('AUTH_SCOPE_MISSING')
    const made = await developer('POST', '/keys', { name: 'less', scopes: ['contacts:read'] })
    expect(made.body.key).toMatch(/^il_/)
  })

  test('changes of people and keys are in the audit trail with their author', async () => {
    const owner = await t.as(ws.workspaceId, 'owner')
    const { body } = await owner('POST', '/members', { login: 'new.person', name: 'N', role: 'analyst' })
    await owner('PUT', `/members/${body.user_id}`, { role: 'marketer' })
    const { rows } = await db.admin.query(`select actor, action, changes -> 'role' as role from compliance.audit_event where table_name = 'platform.membership' and row_key = (select user_id::text from platform.app_user where login = 'new.person') order by happened_at`)
    expect(rows.map((r) => [r.action, r.role.after])).toEqual([['insert', 'analyst'], ['update', 'marketer']])
    expect(rows.every((r) => /^user:\d+$/.test(r.actor))).toBe(true)
  })
})

test('requests over the limit of a key are 429, other keys go on', async () => {
  const [loud, calm] = [await t.withKey(ws.workspaceId, ['workspace:read']), await t.withKey(ws.workspaceId, ['workspace:read'])]
  const small = await createTestApp(db)
  small.app.get('/api/v1/limited', { config: { scope: 'workspace:read', rateLimit: { max: 3, timeWindow: '1 minute' } } }, async () => ({ ok: true }))
  const [loud2, calm2] = [await small.withKey(ws.workspaceId, ['workspace:read']), await small.withKey(ws.workspaceId, ['workspace:read'])]
  const codes = []
  for (let n = 0; n < 5; n++) codes.push((await loud2('GET', '/limited')).status)
  expect(codes).toEqual([200, 200, 200, 429, 429])
  const refused = await loud2('GET', '/limited')
  expect(refused.body.code).toBe('HTTP_RATE_LIMITED')
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await calm2('GET', '/limited')).status).toBe(200)
  expect([(await loud('GET', '/workspace')).status, (await calm('GET', '/workspace')).status]).toEqual([200, 200])
  await small.close()
})

test('a route below /api/v1 that names no scope does not start', async () => {
  const app = await createTestApp(db)
  expect(() => app.app.get('/api/v1/forgotten', async () => 'x')).toThrow('names no scope')
  await app.close()
})

test('cursors come back as they went out, or not at all', () => {
  const shape = z.tuple([z.string(), cursorId])
  const cursor = encodeCursor(['Ä', '123'])
  expect(decodeCursor(cursor, shape)).toEqual(['Ä', '123'])
  expect(decodeCursor(undefined, shape)).toBeUndefined()
  for (const bad of [`${cursor}x`, cursor.slice(1), 'null', encodeCursor(['a', '9999999999999999999']), encodeCursor([1, '2']), encodeCursor(['a', '1', '2']), encodeCursor(['a', "1' or 1"]), '%00', 'A'.repeat(2000)]) {
    expect(() => decodeCursor(bad, shape)).toThrow('cursor')
  }
  expect(toPage([1, 2, 3], 2, (n) => [n])).toEqual({ items: [1, 2], next_cursor: encodeCursor([2]) })
  expect(toPage([1, 2], 2, (n) => [n]).next_cursor).toBeNull()
})

test('an Idempotency-Key makes ten requests at once one', async () => {
  const app = await createTestApp(db)
  let runs = 0
  app.app.post('/api/v1/once', { config: { scope: 'contacts:write' } }, async (request, reply) => idempotent(request, reply, app.deps, async () => ({ status: 201, body: { run: (runs += 1) } })))
  const key = await app.withKey(ws.workspaceId, ['contacts:write'])
  const answers = await Promise.all(Array.from({ length: 10 }, () => key('POST', '/once', { a: 1 }, { 'idempotency-key': 'k1' })))
  expect(runs).toBe(1)
  expect(answers.map((a) => [a.status, a.body.run])).toEqual(Array(10).fill([201, 1]))
  expect(answers.filter((a) => a.headers['idempotency-replayed'] === 'true')).toHaveLength(9)
  expect((await key('POST', '/once', { a: 2 }, { 'idempotency-key': 'k1' })).body.code).toBe('HTTP_IDEMPOTENCY_MISMATCH')
  expect((await key('POST', '/once', { a: 1 })).body.run).toBe(2)
  await app.close()
})
