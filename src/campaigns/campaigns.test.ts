// room: templates and campaigns are written, changed by two at once, copied, checked and counted, on a real database.
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig, systemClock, withWorkspace, type Tx } from '../kernel/index.ts'
import { createSegment } from '../segments/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import {
  archiveTemplate, audienceDefinition, campaignContext, checkCampaign, compileDraft, copyCampaign, countAudience, createCampaign, createTemplate, deleteCampaign, getCampaign, getTemplate, launchCampaign, listCampaigns, previewContent, PLAIN_DRESS, readHouseFacts, updateCampaign, updateTemplate,
  type Campaign, type CampaignInput, type Content, type Template,
} from './index.ts'

const ids = testIds()
const HTML: Content = { language: 'html', subject: 'Hi {{ contact.first_name }}', preheader: '', body: '<p>Hi</p><a href="https://example.com/">x</a><a href="{{ unsubscribe_url }}">leave</a>{{ workspace.postal_address }}', textBody: null }
const DEFAULTS = { sender_name: 'Shop', sender_email: 'news@shop.test', reply_to: '', track_opens: false, track_clicks: true }
let db: TestDatabase
let pool: Pool
let ws: TestWorkspace
let other: TestWorkspace

beforeAll(async () => {
  db = await createTestDatabase()
  pool = db.pool('inboxlift_api', 6)
  ws = await buildWorkspace(db, ids)
  other = await buildWorkspace(db, ids)
  await db.admin.query(`update platform.workspace set postal_address = 'Harbour Road 1' where workspace_id = $1`, [ws.workspaceId])
})
afterAll(() => db.drop())

const scope = (w = ws) => ({ workspaceId: w.workspaceId, actor: 'user:7', origin: 'system' as const })
const context = (w = ws) => campaignContext({ ids, clock: systemClock }, scope(w))
const within = <T>(work: (tx: Tx) => Promise<T>, w = ws): Promise<T> => withWorkspace(pool, scope(w), work)
let n = 0
const template = (content: Partial<Content> = {}): Promise<Template> => within((tx) => createTemplate(tx, context(), { name: `T${(n += 1)}`, ...HTML, ...content }))
const campaign = (input: CampaignInput = {}): Promise<Campaign> => within((tx) => createCampaign(tx, context(), DEFAULTS, { name: `C${(n += 1)}`, ...input }))
const check = async (c: Campaign, config = {}): Promise<string[]> => {
  const findings = await within((tx) => checkCampaign(tx, { workspaceId: ws.workspaceId, actor: 'user:7', now: new Date(), config: { ...loadConfig({}), INBOXLIFT_PUBLIC_URL: 'https://mail.shop.test', ...config } }, c.campaignId))
  return findings.map((f) => f.code)
}
const codes = (results: PromiseSettledResult<unknown>[]): string[] => results.map((r) => (r.status === 'fulfilled' ? 'ok' : ((r.reason as { code?: string }).code ?? String(r.reason)))).toSorted()

describe('templates', () => {
  test('of two changes at once one wins and the other is told', async () => {
    const t = await template()
    const both = await Promise.allSettled(['a', 'b'].map((subject) => within((tx) => updateTemplate(tx, context(), t.templateId, 1, { subject }))))
    expect(codes(both)).toEqual(['TEMPLATE_CHANGED', 'ok'])
    expect(await within((tx) => getTemplate(tx, ws.workspaceId, t.templateId))).toMatchObject({ version: 2, updatedBy: 'user:7' })
  })

  test('of two of one name at once one is made', async () => {
    const both = await Promise.allSettled([1, 2].map(() => within((tx) => createTemplate(tx, context(), { name: 'Same', ...HTML }))))
    expect(codes(both)).toEqual(['TEMPLATE_NAME_TAKEN', 'ok'])
    await within((tx) => createTemplate(tx, context(other), { name: 'Same', ...HTML }), other)
  })

  test('are archived only when no campaign waits for them, and that cannot be crossed', async () => {
    const t = await template()
    const race = await Promise.allSettled([within((tx) => archiveTemplate(tx, context(), t.templateId, 1)), campaign({ templateId: t.templateId })])
    expect([['TEMPLATE_IN_USE', 'ok'], ['TEMPLATE_NOT_FOUND', 'ok']]).toContainEqual(codes(race))
    const free = await template()
    await within((tx) => archiveTemplate(tx, context(), free.templateId, 1))
    await expect(within((tx) => archiveTemplate(tx, context(), free.templateId, 2))).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    await expect(campaign({ templateId: free.templateId })).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
  })

  test('of another workspace do not exist', async () => {
    const t = await template()
    await expect(within((tx) => getTemplate(tx, other.workspaceId, t.templateId), other)).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
    await expect(within((tx) => createCampaign(tx, context(other), DEFAULTS, { name: 'x', templateId: t.templateId }), other)).rejects.toMatchObject({ code: 'TEMPLATE_NOT_FOUND' })
  })

  test('look in a preview as in the mail: same compilation, the contact escaped, no pixel', async () => {
    const contactId = await buildContact(db, ws, ids, { email: 'x@people.test', firstName: '<b>X</b>', list: false })
    const content = { ...HTML, body: '<p>{{ contact.first_name }}</p><a href="https://example.com/">x</a>' }
    const p = await within((tx) => previewContent(tx, { workspaceId: ws.workspaceId, config: loadConfig({}), keyring: ws.keyring, now: new Date(0) }, content, { ...PLAIN_DRESS, trackOpens: true }, contactId))
    expect(p.html).toBe('<p>&lt;b&gt;X&lt;/b&gt;</p><a href="https://example.com/">x</a>')
    expect(p.subject).toBe('Hi <b>X</b>')
    const house = await within((tx) => readHouseFacts(tx, ws.workspaceId))
    expect((await compileDraft(content, PLAIN_DRESS, house)).hash).toBe((await compileDraft(content, PLAIN_DRESS, house)).hash)
  })
})

describe('campaigns', () => {
  test('take sender and tracking from the settings, and what is said wins', async () => {
    expect(await campaign()).toMatchObject({ fromEmail: 'news@shop.test', fromName: 'Shop', replyTo: null, trackOpens: false, state: 'draft', version: 1, createdBy: 'user:7' })
    expect(await campaign({ fromEmail: 'b@shop.test', trackOpens: true, replyTo: 'c@shop.test' })).toMatchObject({ fromEmail: 'b@shop.test', trackOpens: true, replyTo: 'c@shop.test' })
    await expect(campaign({ subject: '{{ x | nofilter }}' })).rejects.toMatchObject({ code: 'RENDER_TEMPLATE_INVALID' })
    await expect(campaign({ providerId: '5' })).rejects.toMatchObject({ code: 'CAMPAIGN_PROVIDER_UNKNOWN' })
    await expect(campaign({ audience: [{ kind: 'list', id: other.listId, exclude: false }] })).rejects.toMatchObject({ code: 'CAMPAIGN_AUDIENCE_UNKNOWN' })
  })

  test('of two changes at once one wins; the audience is replaced as a whole, each part once', async () => {
    const c = await campaign()
    const part = { kind: 'list' as const, id: ws.listId, exclude: false }
    const both = await Promise.allSettled([1, 2].map(() => within((tx) => updateCampaign(tx, context(), c.campaignId, 1, { audience: [part, { ...part, exclude: true }, part] }))))
    expect(codes(both)).toEqual(['CAMPAIGN_CHANGED', 'ok'])
    expect((await within((tx) => getCampaign(tx, ws.workspaceId, c.campaignId))).audience).toEqual([{ ...part, name: 'Everybody', isArchived: false }])
    expect(await within((tx) => updateCampaign(tx, context(), c.campaignId, 2, { name: 'Renamed' }))).toMatchObject({ name: 'Renamed', version: 3, audience: [{ id: ws.listId }] })
  })

  test('an edit and a launch cannot cross: the launch takes what was saved before it', async () => {
    const t = await template()
    const c = await campaign({ templateId: t.templateId, audience: [{ kind: 'list', id: ws.listId, exclude: false }] })
    const race = await Promise.allSettled([within((tx) => launchCampaign(tx, context(), c.campaignId)), within((tx) => updateCampaign(tx, context(), c.campaignId, 1, { name: 'Late' }))])
    expect([['ok', 'ok'], ['CAMPAIGN_NOT_EDITABLE', 'ok']]).toContainEqual(codes(race))
    await expect(within((tx) => updateCampaign(tx, context(), c.campaignId, 3, { name: 'x' }))).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_EDITABLE' })
    await expect(within((tx) => deleteCampaign(tx, ws.workspaceId, c.campaignId, 3))).rejects.toMatchObject({ code: 'CAMPAIGN_NOT_DELETABLE' })
    const copy = await within((tx) => copyCampaign(tx, context(), c.campaignId))
    expect(copy).toMatchObject({ state: 'draft', version: 1, templateId: t.templateId, launchId: null, audience: [{ id: ws.listId }] })
  })

  test('are deleted once, as drafts, on their version', async () => {
    const c = await campaign({ audience: [{ kind: 'list', id: ws.listId, exclude: false }] })
    await expect(within((tx) => deleteCampaign(tx, ws.workspaceId, c.campaignId, 2))).rejects.toMatchObject({ code: 'CAMPAIGN_CHANGED' })
    const both = await Promise.allSettled([1, 2].map(() => within((tx) => deleteCampaign(tx, ws.workspaceId, c.campaignId, 1))))
    expect(codes(both)).toEqual(['CAMPAIGN_NOT_FOUND', 'ok'])
  })

  test('are listed newest first, page by page, by state', async () => {
    const made = [await campaign({ name: 'Listed 1' }), await campaign({ name: 'Listed 2' }), await campaign({ name: 'Listed 3' })]
    const list = (page: Parameters<typeof listCampaigns>[2]) => within((tx) => listCampaigns(tx, ws.workspaceId, { search: 'listed', ...page }))
    expect((await list({ limit: 2 })).map((c) => c.name)).toEqual(['Listed 3', 'Listed 2', 'Listed 1'])
    expect((await list({ limit: 2, before: made[1]!.campaignId })).map((c) => c.name)).toEqual(['Listed 1'])
    expect(await list({ limit: 2, states: ['sent'] })).toEqual([])
  })
})

describe('audience', () => {
  test('nothing included means nobody, never everybody', () => {
    expect(audienceDefinition([])).toBeUndefined()
    expect(audienceDefinition([{ kind: 'list', id: '1', exclude: true }])).toBeUndefined()
  })

  test('is counted once per person, less the excluded, less who may not be written to', async () => {
    const w = await buildWorkspace(db, ids)
    for (const [k, status] of ['active', 'active', 'unsubscribed', 'active'].entries()) await buildContact(db, w, ids, { email: `m${k}@people.test`, status, country: k === 0 ? 'DE' : 'US' })
    await buildContact(db, w, ids, { email: 'far@people.test', country: 'DE', list: false })
    const segment = await within((tx) => createSegment(tx, { ...scope(w), now: new Date() }, ids, { name: 'DE', definition: { version: 1, where: { field: 'country', op: 'eq', value: 'DE' } } }), w)
    const list = { kind: 'list' as const, id: w.listId, exclude: false }
    const german = { kind: 'segment' as const, id: segment.segmentId, exclude: false }
    const count = (...parts: Parameters<typeof countAudience>[2][number][]) => within((tx) => countAudience(tx, { ...scope(w), now: new Date() }, parts), w)
    expect(await count(list, german)).toEqual({ parts: [4, 2], included: 5, excluded: 0, unmailable: 1, reachable: 4 })
    expect(await count(list, { ...german, exclude: true })).toEqual({ parts: [4, 2], included: 4, excluded: 1, unmailable: 1, reachable: 2 })
    expect(await count({ ...german, exclude: true })).toEqual({ parts: [2], included: 0, excluded: 0, unmailable: 0, reachable: 0 })
  })
})

describe('checks', () => {
  const everybody = [{ kind: 'list' as const, id: '', exclude: false }]
  beforeAll(async () => {
    everybody[0]!.id = ws.listId
    await buildContact(db, ws, ids, { email: 'reader@people.test', firstName: 'R' })
  })

  test('a campaign in order has nothing against it but a missing signature', async () => {
    const c = await campaign({ templateId: (await template()).templateId, audience: everybody })
    expect(await check(c)).toEqual(['SENDER_UNSIGNED'])
  })

  test.each<[string, Partial<Content>, CampaignInput, string]>([
    ['no sender', {}, { fromEmail: '' }, 'SENDER_MISSING'],
    ['no name', {}, { fromName: '' }, 'SENDER_NAME_MISSING'],
    ['no subject', { subject: '' }, {}, 'SUBJECT_MISSING'],
    ['nobody', {}, { audience: [] }, 'AUDIENCE_MISSING'],
    ['no way out', { body: '<p>{{ workspace.postal_address }}</p>' }, {}, 'UNSUBSCRIBE_LINK_MISSING'],
    ['no address shown', { body: '<a href="{{ unsubscribe_url }}">leave</a>' }, {}, 'POSTAL_ADDRESS_NOT_SHOWN'],
    ['a field nobody fills', { subject: '{{ contact.frist_name }}' }, {}, 'CONTENT_WARNING'],
    ['no link', { body: '<p>{{ unsubscribe_url }} {{ workspace.postal_address }}</p>' }, { trackClicks: true }, 'NO_LINKS'],
    ['too large', { body: `<p>${'long '.repeat(30_000)}</p>` }, {}, 'CONTENT_LARGE'],
    ['nothing counted', {}, { trackOpens: false, trackClicks: false }, 'TRACKING_OFF'],
  ])('%s is found', async (_, content, input, code) => {
    const c = await campaign({ templateId: (await template(content)).templateId, audience: everybody, ...input })
    expect(await check(c)).toContain(code)
  })

  test('content that went bad after it was saved, providers, local links', async () => {
    const t = await template()
    const c = await campaign({ templateId: t.templateId, audience: everybody, providerId: ws.providerId })
    expect(await check(c, { INBOXLIFT_PUBLIC_URL: 'http://localhost:8080' })).toContain('LINKS_LOCAL')
    await db.admin.query(`update campaigns.template set body = '{% if %}' where workspace_id = $1 and template_id = $2`, [ws.workspaceId, t.templateId])
    expect(await check(c)).toContain('CONTENT_INVALID')
    await db.admin.query(`update delivery.provider set state = 'paused' where workspace_id = $1`, [ws.workspaceId])
    expect(await check(c)).toContain('PROVIDER_NOT_ACTIVE')
    expect(await check(await campaign({ audience: everybody }))).toEqual(expect.arrayContaining(['TEMPLATE_MISSING', 'NO_PROVIDER']))
    await db.admin.query(`update delivery.provider set state = 'active', kind = 'inbox' where workspace_id = $1`, [ws.workspaceId])
    expect(await check(c)).toContain('TEST_INBOX_ONLY')
  })
})
