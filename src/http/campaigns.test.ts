// room: routes of templates and campaigns as a screen uses them, on a real database and a real SMTP server.
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toPublicId } from '../kernel/index.ts'
import { buildContacts, buildLaunch } from '../../test/support/delivery.ts'
import { createTestApp, type Ask, type TestApp } from '../../test/support/app.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { startSmtpReceiver, type ReceivedMail } from '../inbox/index.ts'

const MJML = '<mjml><mj-body><mj-section><mj-column><mj-text>Hello {{ contact.first_name | default: "there" }}</mj-text><mj-button href="https://example.com/shop">Shop</mj-button><mj-text><a href="{{ unsubscribe_url }}">Unsubscribe</a> {{ workspace.postal_address }}</mj-text></mj-column></mj-section></mj-body></mjml>'
const CONTENT = { language: 'mjml', subject: 'News for {{ contact.first_name }}', preheader: 'Look', body: MJML }

const ids = testIds()
let db: TestDatabase
let t: TestApp
let ws: TestWorkspace
let sink: Awaited<ReturnType<typeof startSmtpReceiver>>
const received: ReceivedMail[] = []
let marketer: Ask
let analyst: Ask
let stranger: Ask
const list = () => toPublicId('lst', ws.listId)

beforeAll(async () => {
  db = await createTestDatabase()
  t = await createTestApp(db)
  sink = await startSmtpReceiver({ port: 0, onMail: (mail) => (received.push(mail), '250 2.0.0 Ok') })
  ws = await buildWorkspace(db, ids, { host: '127.0.0.1', port: sink.port })
  const other = await buildWorkspace(db, ids)
  ;[marketer, analyst, stranger] = await Promise.all([t.as(ws.workspaceId, 'marketer'), t.as(ws.workspaceId, 'analyst'), t.as(other.workspaceId, 'owner')])
  for (const k of [1, 2, 3]) await buildContact(db, ws, ids, { email: `p${k}@people.test`, firstName: `P${k}` })
})
afterAll(async () => {
  await t.close()
  await sink.close()
  await db.drop()
})

let n = 0
async function newTemplate(extra: object = {}): Promise<{ id: string; version: number }> {
  return (await marketer('POST', '/templates', { name: `T${(n += 1)}`, ...CONTENT, ...extra })).body as never
}
async function newCampaign(extra: object = {}): Promise<any> {
  const template = await newTemplate()
  return (await marketer('POST', '/campaigns', { name: `C${(n += 1)}`, template_id: template.id, from_name: 'Shop', from_email: 'news@shop.test', audience: [{ list_id: list() }], ...extra })).body
}

describe('templates', () => {
  test('are made, read, listed page by page, changed and archived', async () => {
    const made = await marketer('POST', '/templates', { name: 'Letter', ...CONTENT })
    expect(made).toMatchObject({ status: 201, body: { name: 'Letter', language: 'mjml', version: 1, text_body: null } })
    const path = `/templates/${made.body.id}`
    expect((await analyst('GET', path)).body).toEqual(made.body)
    expect((await marketer('PATCH', path, { version: 1, subject: 'New', text_body: 'Plain {{ unsubscribe_url }}' })).body).toMatchObject({ version: 2, subject: 'New', body: MJML, text_body: 'Plain {{ unsubscribe_url }}' })
    expect((await marketer('PATCH', path, { version: 1, subject: 'Late' })).body).toMatchObject({ code: 'TEMPLATE_CHANGED', data: { version: 2 } })
    await newTemplate({ name: 'Letter two' })
    const first = await analyst('GET', '/templates?limit=1&search=letter')
    expect(first.body.items.map((i: any) => i.name)).toEqual(['Letter'])
    const second = await analyst('GET', `/templates?limit=1&search=letter&cursor=${first.body.next_cursor}`)
    expect(second.body).toMatchObject({ items: [{ name: 'Letter two' }], next_cursor: null })
    expect((await marketer('DELETE', `${path}?version=2`)).status).toBe(204)
    expect((await marketer('DELETE', `${path}?version=3`)).body.code).toBe('TEMPLATE_NOT_FOUND')
    expect((await analyst('GET', '/templates?search=letter')).body.items).toHaveLength(1)
    expect((await analyst('GET', '/templates?search=letter&archived=true')).body.items).toHaveLength(2)
  })

  test('that do not compile are refused with field and line', async () => {
    const answer = await marketer('POST', '/templates', { name: 'Bad', language: 'html', subject: 'x', body: '<p>\n{% if contact.first_name %}\n</p>' })
    expect(answer).toMatchObject({ status: 422, body: { code: 'RENDER_TEMPLATE_INVALID', errors: [{ field: 'body' }] } })
    expect(answer.body.errors[0].message).toContain('line 2')
    expect((await marketer('POST', '/templates', { name: 'Bad', language: 'mjml', subject: 'x {{ a | nofilter }}', body: MJML })).body).toMatchObject({ errors: [{ field: 'subject' }] })
  })

  test('are previewed unsaved, for a sample person and for a contact', async () => {
    const contactId = await buildContact(db, ws, ids, { email: 'zoe@people.test', firstName: 'Zoë & Co', list: false })
    const sample = await analyst('POST', '/templates/preview', { ...CONTENT, subject: 'For {{ contact.first_name }} {{ contact.shoe_size }}' })
    expect(sample).toMatchObject({ status: 200, body: { subject: 'For Alex', unknown_fields: ['contact.shoe_size'], links: [{ url: 'https://example.com/shop', label: 'Shop' }] } })
    expect(sample.body.warnings[0]).toContain('contact.shoe_size')
    expect(sample.body.html).toContain('href="https://example.com/shop"')
    expect(sample.body.html).not.toContain('/t/o/')
    const real = await analyst('POST', '/templates/preview', { ...CONTENT, contact_id: toPublicId('con', contactId) })
    expect(real.body.subject).toBe('News for Zoë & Co')
    expect(real.body.html).toContain('Hello Zoë &amp; Co')
    expect((await stranger('POST', '/templates/preview', { ...CONTENT, contact_id: toPublicId('con', contactId) })).status).toBe(404)
    const key = await t.withKey(ws.workspaceId, ['campaigns:read'])
    expect((await key('POST', '/templates/preview', { ...CONTENT, contact_id: toPublicId('con', contactId) })).body).toMatchObject({ code: 'AUTH_SCOPE_MISSING' })
    expect((await key('POST', '/templates/preview', CONTENT)).status).toBe(200)
  })

  test('are tried out on real addresses, with the dialogue, and nothing is counted', async () => {
    const noSender = await marketer('POST', '/templates/test', { ...CONTENT, to: ['me@shop.test'] })
    expect(noSender.body).toMatchObject({ code: 'CAMPAIGN_SENDER_INVALID' })
    const before = received.length
    const campaign = await newCampaign()
    const answer = await marketer('POST', `/campaigns/${campaign.id}/test`, { to: ['me@shop.test', 'you@shop.test'] })
    expect(answer).toMatchObject({ status: 200, body: { results: [{ to: 'me@shop.test', outcome: 'sent', code: 250, provider: 'Sink' }, { to: 'you@shop.test', outcome: 'sent' }] } })
    expect(answer.body.results[1].dialogue.join('\n')).toMatch(/RCPT TO:<you@shop\.test>[^]*250/)
    expect(received.length).toBe(before + 2)
    const mail = await simpleParser(received.at(-1)!.data)
    expect(mail.headers.get('x-inboxlift-test')).toBe('1')
    expect(mail.html).toContain('https://example.com/shop')
    expect(mail.html).not.toMatch(/\/t\/[co]\//)
    expect((await db.admin.query('select from delivery.message where workspace_id = $1', [ws.workspaceId])).rowCount).toBe(0)
  })

  test('are never tried out on a suppressed address, and only on valid ones', async () => {
    const campaign = await newCampaign()
    await db.admin.query(`insert into compliance.suppression (workspace_id, reason, email_index, index_version, created_at, created_by) values ($1, 'complaint', $2, 1, now(), 'test')`, [ws.workspaceId, ws.keyring.blindIndex('email', 'angry@shop.test')])
    const before = received.length
    const answer = await marketer('POST', `/campaigns/${campaign.id}/test`, { to: ['Angry@shop.test'] })
    expect(answer.body.results).toMatchObject([{ outcome: 'not_sent', text: expect.stringContaining('suppressed') }])
    expect(received.length).toBe(before)
    expect((await marketer('POST', `/campaigns/${campaign.id}/test`, { to: ['nobody'] })).body.code).toBe('CAMPAIGN_TEST_RECIPIENT_INVALID')
    expect((await analyst('POST', `/campaigns/${campaign.id}/test`, { to: ['me@shop.test'] })).status).toBe(403)
  })
})

describe('campaigns', () => {
  test('are written, changed on their version, copied and deleted', async () => {
    const c = await newCampaign()
    expect(c).toMatchObject({ state: 'draft', version: 1, audience: [{ list_id: list(), segment_id: null, exclude: false, name: 'Everybody' }] })
    const path = `/campaigns/${c.id}`
    const changed = await marketer('PATCH', path, { version: 1, subject: 'Own', audience: [] })
    expect(changed.body).toMatchObject({ version: 2, subject: 'Own', audience: [] })
    expect((await marketer('PATCH', path, { version: 1, name: 'Late' })).body.code).toBe('CAMPAIGN_CHANGED')
    expect((await marketer('PATCH', path, { version: 2, from_email: 'no address' })).body).toMatchObject({ code: 'CAMPAIGN_SENDER_INVALID', data: { field: 'from_email' } })
    const copy = await marketer('POST', `${path}/copy`)
    expect(copy).toMatchObject({ status: 201, body: { name: `Copy of ${c.name}`, subject: 'Own', state: 'draft', version: 1 } })
    expect((await stranger('GET', path)).status).toBe(404)
    expect((await marketer('DELETE', `${path}?version=2`)).status).toBe(204)
    expect((await marketer('GET', path)).body.code).toBe('CAMPAIGN_NOT_FOUND')
    const listed = await analyst('GET', '/campaigns?limit=1&state=draft')
    expect(listed.body).toMatchObject({ items: [{ id: copy.body.id }], next_cursor: expect.any(String) })
  })

  test('say how many people they mean', async () => {
    const segment = (await marketer('POST', '/segments', { name: 'First', definition: { version: 1, where: { field: 'email_domain', op: 'eq', value: 'people.test' } } })).body
    await buildContact(db, ws, ids, { email: 'gone@people.test', status: 'unsubscribed' })
    const c = await newCampaign({ audience: [{ list_id: list() }, { segment_id: segment.id, exclude: false }] })
    const both = (await marketer('POST', `/campaigns/${c.id}/audience/count`)).body
    expect(both).toMatchObject({ total: both.included - 1, excluded: 0, unmailable: 1, parts: [{ list_id: list() }, { segment_id: segment.id }] })
    const none = await newCampaign({ audience: [{ list_id: list() }, { segment_id: segment.id, exclude: true }] })
    expect((await marketer('POST', `/campaigns/${none.id}/audience/count`)).body).toMatchObject({ total: 0 })
    expect((await marketer('POST', '/campaigns', { name: 'x', audience: [{ list_id: toPublicId('lst', '77') }] })).body.code).toBe('CAMPAIGN_AUDIENCE_UNKNOWN')
    expect((await marketer('POST', '/campaigns', { name: 'x', audience: [{ list_id: list(), segment_id: segment.id }] })).body.code).toBe('VALIDATION_FAILED')
  })

  test('are checked, and a launch that the checks forbid is refused with all reasons', async () => {
    const bare = (await marketer('POST', '/campaigns', { name: 'Bare' })).body
    const checks = (await analyst('GET', `/campaigns/${bare.id}/checks`)).body.items
    expect(checks.filter((f: any) => f.level === 'error').map((f: any) => f.code)).toEqual(['SENDER_MISSING', 'TEMPLATE_MISSING', 'AUDIENCE_MISSING'])
    const refused = await marketer('POST', `/campaigns/${bare.id}/launch`)
    expect(refused).toMatchObject({ status: 422, body: { code: 'CAMPAIGN_NOT_READY', errors: [{ field: 'SENDER_MISSING' }, { field: 'TEMPLATE_MISSING' }, { field: 'AUDIENCE_MISSING' }] } })
  })

  test('are launched once however often, watched, paused, resumed and cancelled', async () => {
    const c = await newCampaign()
    const path = `/campaigns/${c.id}`
    expect((await analyst('POST', `${path}/launch`)).status).toBe(403)
    const twice = await Promise.all([marketer('POST', `${path}/launch`), marketer('POST', `${path}/launch`)])
    expect(twice.map((a) => [a.status, a.body.state])).toEqual([[200, 'launching'], [200, 'launching']])
    expect((await db.admin.query('select from campaigns.launch where workspace_id = $1', [ws.workspaceId])).rowCount).toBe(1)
    expect((await marketer('PATCH', path, { version: 2, name: 'x' })).body.code).toBe('CAMPAIGN_NOT_EDITABLE')
    expect((await analyst('GET', `${path}/progress`)).body).toMatchObject({ state: 'launching', launch_state: 'preparing', audience: 0, waiting: 0, sent: 0, per_second: 0 })
    expect((await marketer('POST', `${path}/cancel`)).body.state).toBe('cancelled')
    expect((await marketer('DELETE', path)).body.code).toBe('CAMPAIGN_NOT_DELETABLE')
  })

  test('are scheduled and taken back', async () => {
    const c = await newCampaign()
    const at = new Date(Date.now() + 3_600_000).toISOString()
    expect((await marketer('POST', `/campaigns/${c.id}/schedule`, { at })).body).toMatchObject({ state: 'scheduled', scheduled_at: at })
    expect((await marketer('POST', `/campaigns/${c.id}/unschedule`)).body).toMatchObject({ state: 'draft', scheduled_at: null })
    expect((await marketer('POST', `/campaigns/${c.id}/schedule`, { at: '2020-01-01T00:00:00Z' })).body.code).toBe('CAMPAIGN_SCHEDULE_PAST')
  })

  test('show their recipients page by page and as CSV that no spreadsheet runs', async () => {
    const people = await buildContacts(db, ws, ids, [{ email: '=cmd@people2.test' }, { email: 'b@people2.test' }, { email: 'c@people2.test' }])
    const launch = await buildLaunch(db, ws, ids, people)
    await db.admin.query(`update delivery.message set state = 'skipped', reason = 'suppressed' where workspace_id = $1 and contact_id = $2`, [ws.workspaceId, people[1]])
    const path = `/campaigns/${toPublicId('cmp', launch.campaignId)}`
    const first = (await marketer('GET', `${path}/recipients?limit=2`)).body
    expect(first.items.map((r: any) => [r.email, r.state, r.reason])).toEqual([['=cmd@people2.test', 'ready', null], ['b@people2.test', 'skipped', 'suppressed']])
    const second = (await marketer('GET', `${path}/recipients?limit=2&cursor=${first.next_cursor}`)).body
    expect(second).toMatchObject({ items: [{ email: 'c@people2.test', message_id: expect.stringMatching(/^msg_/) }], next_cursor: null })
    expect((await marketer('GET', `${path}/recipients?state=skipped`)).body.items).toHaveLength(1)
    const csv = await marketer('GET', `${path}/recipients.csv`)
    expect(csv.headers['content-type']).toContain('text/csv')
    const lines = String(csv.body).trimEnd().split('\r\n')
    expect(lines).toHaveLength(4)
    expect(lines[0]).toMatch(/^contact_id,email,state/)
    expect(lines[1]).toContain(",'=cmd@people2.test,ready,")
    expect((await analyst('GET', `${path}/progress`)).body).toMatchObject({ waiting: 2, skipped: 1 })
    const key = await t.withKey(ws.workspaceId, ['campaigns:read'])
    expect((await key('GET', `${path}/recipients`)).body.code).toBe('AUTH_SCOPE_MISSING')
    expect((await stranger('GET', `${path}/recipients`)).body.code).toBe('CAMPAIGN_NOT_FOUND')
    expect((await stranger('GET', `${path}/recipients.csv`)).status).toBe(404)
  })
})
