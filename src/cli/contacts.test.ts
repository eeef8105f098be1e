// room: contacts, lists and imports on the command line.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestCli, type TestCli } from '../../test/support/cli.ts'
import { buildWorkspace, createTestDatabase, type TestDatabase } from '../../test/support/db.ts'

let db: TestDatabase
let folder: string
const clis: TestCli[] = []
const cli = (stdin = ''): TestCli => {
  const made = createTestCli(db, { stdin })
  clis.push(made)
  return made
}

beforeAll(async () => {
  db = await createTestDatabase()
  await buildWorkspace(db)
  folder = mkdtempSync(path.join(tmpdir(), 'il-import-'))
})
afterAll(async () => {
  for (const c of clis) c.stop()
  rmSync(folder, { recursive: true, force: true })
  await db.drop()
})

test('a person is made from JSON, found by the address on standard input, listed and put on a list', async () => {
  const made = await cli('{"email":"Ann@example.org","first_name":"Ann","country":"France"}').run('contacts', 'create', '--json')
  expect(made).toMatchObject({ code: 0, json: { id: expect.stringMatching(/^con_/), outcome: 'created' } })
  const again = await cli('{"email":"ann@example.org"}').run('contacts', 'create')
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('CONTACT_EXISTS') })
  expect((await cli('{"email":"ann@example.org","city":"Lyon"}').run('contacts', 'create', '--upsert', '--json')).json.outcome).toBe('updated')
  expect((await cli('ANN@example.org\n').run('contacts', 'get', '-', '--json')).json).toMatchObject({ email: 'Ann@example.org', first_name: 'Ann', country: 'FR', city: 'Lyon' })
  expect((await cli().run('lists', 'create', 'VIP')).out).toMatch(/^lst_\w+ made/)
  expect((await cli(made.json.id).run('lists', 'members', 'VIP', '--add', '--json')).json).toEqual({ added: 1 })
  expect((await cli().run('lists', 'members', 'VIP')).out).toContain('Ann@example.org')
  expect((await cli().run('lists', 'list', '--json')).json).toEqual(expect.arrayContaining([expect.objectContaining({ name: 'VIP', members: 1 })]))
  expect((await cli().run('contacts', 'list', '--list', 'VIP', '--json')).json).toMatchObject([{ id: made.json.id, status: 'active' }])
  expect((await cli().run('contacts', 'list', '--list', 'Nobody')).code).toBe(1)
  expect((await cli('{"mail":1}').run('contacts', 'create')).code).toBe(2)
})

test('a file is previewed, tried and imported; its refused rows and the people come back as CSV', async () => {
  const file = path.join(folder, 'people.csv')
  writeFileSync(file, 'Mail;Vorname;Stufe;Geburtstag\nbea@example.org;Bea;gold;x\nbroken;Bob;;\n"carl@example.org";"Carl ""C""";silver;\n')
  const preview = await cli().run('import', 'start', file, '--preview', '--map', 'Stufe=attribute:level', '--json')
  expect(preview.json).toMatchObject({ mapping: { Mail: 'email', Vorname: 'first_name', Stufe: 'attribute:level' }, new_attributes: ['level'], rows: [{ outcome: 'created' }, { outcome: 'rejected' }, { outcome: 'created' }] })
  const dry = await cli().run('import', 'start', file, '--list', 'Fresh', '--map', 'Stufe=attribute:level', '--dry-run', '--here')
  expect(dry.out).toContain('Dry run done: 3 rows; 2 would be new, 0 would be changed, 0 unchanged, 0 repeated, 1 would be refused.')
  expect((await cli().run('lists', 'list', '--json')).json.map((l: { name: string }) => l.name)).not.toContain('Fresh')
  const real = await cli().run('import', 'start', file, '--list', 'Fresh', '--map', 'Stufe=attribute:level', '--here', '--json')
  expect(real).toMatchObject({ code: 0, json: { state: 'done', rows: 3, created: 2, rejected: 1 } })
  expect((await cli().run('import', 'rejects', real.json.id)).out.split('\r\n')[1]).toMatch(/^broken,Bob,,,3,email,missing_at,/)
  expect((await cli().run('import', 'rejects', real.json.id, '--rules', '--json')).json).toEqual([{ field: 'email', rule: 'missing_at', count: 1 }])
  expect((await cli().run('import', 'status', '--json')).json[0]).toMatchObject({ id: real.json.id, state: 'done' })
  const out = path.join(folder, 'out.csv')
  expect((await cli().run('contacts', 'export', '--list', 'Fresh', '--out', out, '--json')).json).toMatchObject({ rows: 2 })
  const lines = readFileSync(out, 'utf8').split('\r\n')
  expect(lines[0]).toBe('email,first_name,last_name,phone,country,region,city,timezone,language,status,created_at,level')
  expect(lines[2]).toMatch(/^carl@example\.org,"Carl ""C""",,,,,,,,active,20\d\d-.*,silver$/)
  const back = await cli().run('import', 'start', out, '--here', '--json')
  expect(back.json).toMatchObject({ state: 'done', created: 0, rejected: 0 })
})

test('wrong words are refused before anything is sent', async () => {
  expect(await cli().run('import', 'start', path.join(folder, 'none.csv'))).toMatchObject({ code: 2, err: expect.stringContaining('cannot be read') })
  expect((await cli('email\na@b.de\n').run('import', 'start', '-', '--delimiter', 'x')).code).toBe(2)
  expect((await cli('email\na@b.de\n').run('import', 'start', '-', '--map', 'email')).code).toBe(2)
  expect((await cli('email\na@b.de\n').run('import', 'start', '-', '--map', 'nothing=email'))).toMatchObject({ code: 1, err: expect.stringContaining('IMPORT_MAPPING') })
  const run = await cli('email\na@b.de\n').run('import', 'start', '-', '--no-wait', '--json')
  expect(run.json).toMatchObject({ state: 'running' })
  expect((await cli().run('import', 'pause', run.json.id)).out).toContain('Paused')
  expect((await cli().run('import', 'cancel', run.json.id)).code).toBe(2)
  expect((await cli().run('import', 'cancel', run.json.id, '--yes')).code).toBe(0)
})
