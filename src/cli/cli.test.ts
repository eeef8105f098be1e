// room: the command line on a real database: results, exit codes, JSON, confirmation, secrets.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthenticator } from '../platform/index.ts'
import { systemClock } from '../kernel/index.ts'
import { createTestCli, type TestCli } from '../../test/support/cli.ts'
import { buildWorkspace, createTestDatabase, type TestDatabase } from '../../test/support/db.ts'
import { allCommands, buildProgram } from './program.ts'
import { processIo } from './output.ts'

let db: TestDatabase
let cli: TestCli
beforeAll(async () => {
  db = await createTestDatabase()
  await buildWorkspace(db)
  cli = createTestCli(db)
})
afterAll(async () => {
  cli.stop()
  await db.drop()
})

test('people: create, list, reset, disable', async () => {
  const made = await cli.run('user', 'create', 'Ann@Example.org', '--role', 'analyst', '--json')
  expect(made).toMatchObject({ code: 0, json: { login: 'ann@example.org', role: 'analyst', password: expect.stringMatching(/^\w{5}-/) } })
  expect((await cli.run('user', 'list')).out).toMatch(/ann@example.org +Ann@Example.org +active/)
  const reset = await cli.run('user', 'reset', 'ann@example.org', '--yes', '--json')
  expect(reset.json.password).not.toBe(made.json.password)
  expect((await cli.run('user', 'disable', 'ann@example.org', '--yes')).code).toBe(0)
  const { rows } = await db.admin.query(`select state, must_change_password from platform.app_user where login = 'ann@example.org'`)
  expect(rows).toEqual([{ state: 'disabled', must_change_password: true }])
  expect((await cli.run('user', 'create', 'ann@example.org', '--json'))).toMatchObject({ code: 1, json: { error: { code: 'USER_LOGIN_TAKEN' } } })
})

test('what cannot be taken back is not done without a yes', async () => {
  const answer = await cli.run('user', 'reset', 'ann@example.org')
  expect(answer).toMatchObject({ code: 2, out: '' })
  expect(answer.err).toMatch(/Repeat the command with --yes/)
})

test('keys: made once, seen once, revoked at once', async () => {
  const made = await cli.run('key', 'create', '--name', 'Shop', '--scope', 'contacts:read', '--scope', 'events:write', '--expires', '2099-01-31', '--json')
  const auth = createAuthenticator(db.pool('inboxlift_api'), systemClock)
  expect(await auth.byKey(made.json.key)).toMatchObject({ name: 'Shop', scopes: ['contacts:read', 'events:write'] })
  expect((await cli.run('key', 'list')).out).not.toContain(made.json.key.slice(-20))
  expect((await cli.run('key', 'revoke', made.json.id, '--yes')).code).toBe(0)
  expect(await auth.byKey(made.json.key)).toBeUndefined()
  expect((await cli.run('key', 'create', '--name', 'x', '--scope', 'everything', '--json'))).toMatchObject({ code: 2, json: { error: { code: 'CLI_USAGE' } } })
})

test('workspaces: whole, with an owner, chosen by --workspace', async () => {
  const made = await cli.run('workspace', 'create', 'Süd & Nord', '--owner', 'ann@example.org', '--json')
  expect(made.json.slug).toBe('sud-nord')
  const { rows } = await db.admin.query(`select (select count(*)::int from compliance.gate g where g.workspace_id = w.workspace_id) as gate, (select count(*)::int from contacts.source s where s.workspace_id = w.workspace_id) as sources, (select count(*)::int from delivery.provider p where p.workspace_id = w.workspace_id) as providers from platform.workspace w where slug = 'sud-nord'`)
  expect(rows).toEqual([{ gate: 1024, sources: 2, providers: 1 }])
  expect((await cli.run('member', 'list', '--workspace', 'sud-nord', '--json')).json).toMatchObject([{ login: 'ann@example.org', role: 'owner' }])
  expect((await cli.run('member', 'list', '--workspace', 'nowhere', '--json'))).toMatchObject({ code: 1, json: { error: { code: 'CLI_WORKSPACE_UNKNOWN' } } })
})

test('usage errors are 2, help is 0, nothing running is 3', async () => {
  expect((await cli.run('nope')).code).toBe(2)
  expect((await cli.run('user', 'create')).code).toBe(2)
  expect((await cli.run('key', 'create', '--help'))).toMatchObject({ code: 0, out: expect.stringContaining('Example') })
  const lost = createTestCli(db, { env: {} })
  const { runProgram } = await import('./program.ts')
  let code = 0
  let err = ''
  await runProgram(['user', 'list'], 'test', { ...processIo, env: { INBOXLIFT_HOME: lost.home }, out: () => {}, err: (t) => void (err += t), setExit: (c) => void (code = c) })
  lost.stop()
  expect(code).toBe(3)
  expect(err).toMatch(/No installation runs here.*npm start/s)
})

test('every command says what it does and shows an example', async () => {
  const program = await buildProgram([], { io: processIo, open: () => Promise.reject(new Error('not here')) }, 'test')
  for (const command of allCommands(program)) {
    if (command.commands.length > 0 || command.name() === 'help') continue
    const text: string[] = []
    command.configureOutput({ writeOut: (t) => void text.push(t) })
    command.outputHelp()
    const name = `${command.parent?.name()} ${command.name()}`
    expect(command.description(), name).not.toBe('')
    expect(text.join(''), name).toMatch(/Example/)
  }
})
