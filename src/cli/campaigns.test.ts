// room: templates and campaigns from the command line, on a real database and a real SMTP server.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSmtpReceiver, type ReceivedMail } from '../inbox/index.ts'
import { createTestCli, type TestCli } from '../../test/support/cli.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'

const ids = testIds()
const folder = mkdtempSync(join(tmpdir(), 'il-letters-'))
const received: ReceivedMail[] = []
let db: TestDatabase
let ws: TestWorkspace
let cli: TestCli
let sink: Awaited<ReturnType<typeof startSmtpReceiver>>
let templateId = ''
let campaignId = ''

beforeAll(async () => {
  db = await createTestDatabase()
  sink = await startSmtpReceiver({ port: 0, onMail: (mail) => (received.push(mail), '250 2.0.0 Ok') })
  ws = await buildWorkspace(db, ids, { host: '127.0.0.1', port: sink.port })
  await buildContact(db, ws, ids, { email: 'ann@people.test', firstName: 'Ann' })
  cli = createTestCli(db)
})
afterAll(async () => {
  cli.stop()
  rmSync(folder, { recursive: true, force: true })
  await sink.close()
  await db.drop()
})

const letter = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

test('a template comes from a file, is shown, previewed and refused with the line', async () => {
  const file = letter('letter.html', '<p>Hello {{ contact.first_name | default: "there" }}</p>\n<a href="{{ unsubscribe_url }}">Leave</a>')
  const made = await cli.run('template', 'create', 'Letter', '--file', file, '--subject', 'Hi {{ contact.first_name }}', '--json')
  expect(made).toMatchObject({ code: 0, json: { name: 'Letter', language: 'html', version: 1 } })
  templateId = made.json.id
  expect((await cli.run('template', 'list')).out).toMatch(/Letter +html/)
  expect((await cli.run('template', 'show', templateId, '--body')).out).toBe(readFileSync(file, 'utf8'))
  const html = join(folder, 'preview.html')
  expect((await cli.run('template', 'preview', templateId, '--html', html)).out).toContain('Subject: Hi Alex')
  expect(readFileSync(html, 'utf8')).toContain('Hello Alex')
  const bad = await cli.run('template', 'create', 'Bad', '--file', letter('bad.html', '<p>\n{% for x %}</p>'), '--subject', 'x', '--json')
  expect(bad).toMatchObject({ code: 1, json: { error: { code: 'RENDER_TEMPLATE_INVALID', data: { errors: [{ field: 'body', message: expect.stringContaining('line 2') }] } } } })
  expect((await cli.run('template', 'create', 'None', '--file', join(folder, 'nowhere'))).code).toBe(2)
})

test('a campaign is made, checked, tried out', async () => {
  const made = await cli.run('campaign', 'create', 'May', '--template', templateId, '--to', 'Everybody', '--from', 'news@shop.test', '--json')
  expect(made).toMatchObject({ code: 0, json: { state: 'draft', audience_parts: ['list Everybody'], from: 'news@shop.test' } })
  campaignId = made.json.id
  expect(await cli.run('campaign', 'create', 'x', '--to', 'Nobody', '--json')).toMatchObject({ code: 1, json: { error: { code: 'LIST_NOT_FOUND' } } })
  const empty = (await cli.run('campaign', 'create', 'Empty', '--json')).json.id
  expect(await cli.run('campaign', 'check', empty, '--json')).toMatchObject({ code: 1, json: expect.arrayContaining(['SENDER_MISSING', 'TEMPLATE_MISSING', 'AUDIENCE_MISSING'].map((code) => expect.objectContaining({ level: 'error', code }))) })
  expect((await cli.run('campaign', 'check', campaignId)).code).toBe(0)
  const tried = await cli.run('campaign', 'test', campaignId, '--to', 'me@shop.test', '--dialogue')
  expect(tried.code).toBe(0)
  expect(tried.out).toMatch(/me@shop\.test +sent +250/)
  expect(tried.err).toMatch(/S: 250/)
  expect(received).toHaveLength(1)
})

test('it is launched with a yes only, steered, watched', async () => {
  expect((await cli.run('campaign', 'launch', campaignId)).code).toBe(2)
  expect((await cli.run('campaign', 'launch', campaignId, '--at', 'tomorrow', '--yes')).code).toBe(2)
  expect(await cli.run('campaign', 'launch', campaignId, '--at', '2099-01-31T09:00:00+01:00', '--yes', '--json')).toMatchObject({ code: 0, json: { scheduled_at: '2099-01-31T08:00:00.000Z' } })
  expect(await cli.run('campaign', 'unschedule', campaignId, '--json')).toMatchObject({ code: 0, json: { state: 'draft' } })
  expect(await cli.run('campaign', 'pause', campaignId, '--json')).toMatchObject({ code: 1, json: { error: { code: 'LAUNCH_NOT_FOUND' } } })
  expect((await cli.run('campaign', 'launch', campaignId, '--yes')).code).toBe(0)
  expect((await cli.run('campaign', 'launch', campaignId, '--yes')).code).toBe(0)
  expect((await cli.run('campaign', 'list', '--state', 'launching', '--json')).json).toMatchObject([{ id: campaignId }])
  expect((await cli.run('campaign', 'progress', campaignId, '--json')).json).toMatchObject({ state: 'launching', audience: 0, sent: 0 })
  expect((await cli.run('campaign', 'recipients', campaignId)).out).toContain('Nobody.')
  expect((await cli.run('campaign', 'recipients', campaignId, '--csv')).out).toMatch(/^contact_id,email,state/)
  expect(await cli.run('campaign', 'cancel', campaignId, '--yes', '--json')).toMatchObject({ code: 0, json: { state: 'cancelled' } })
  expect((await cli.run('campaign', 'show', campaignId)).out).toMatch(/state +cancelled/)
})
