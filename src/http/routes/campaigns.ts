// Campaigns: write, check, try out, launch and steer, watch, see who got it.
import { Readable } from 'node:stream'
import { z } from 'zod'
import { withWorkspace, type Tx } from '../../kernel/index.ts'
import { readSettings } from '../../platform/index.ts'
import { MESSAGE_STATES, toMessagePublicId } from '../../delivery/index.ts'
import {
  campaignContext, campaignErrors, checkCampaign, copyCampaign, countAudience, createCampaign, deleteCampaign, dressOf, getCampaign, getTemplate, listCampaigns, pageRecipients, previewContent, recipientsCsv, sendTest, updateCampaign,
  type Campaign, type Recipient, type Template,
} from '../../campaigns/index.ts'
import type { RouteDeps, RouteModule } from '../app.ts'
import { cursorId, decodeCursor, toPage } from '../cursor.ts'
import { isoTime, noContent, pageOf, pageQuery, publicId } from '../schemas.ts'
import { campaignFields, campaignParams as params, campaignState, campaignSummaryView, campaignTags as tags, campaignView, presentCampaign, presentCampaignSummary, toCampaignInput } from './campaign-shape.ts'
import { presentPreview, presentTest, previewView, requireScope, testRecipients, testView } from './templates.ts'

const recipientView = z
  .object({
    message_id: z.string(), contact_id: publicId('con'), email: z.string().nullable().describe('Null after an erasure.'), state: z.enum(MESSAGE_STATES), reason: z.string().nullable(), attempts: z.number().int(), last_code: z.number().int().nullable(),
    variant_no: z.number().int(), created_at: isoTime, state_at: isoTime, sent_at: isoTime.nullable(),
  })
  .meta({ id: 'Recipient' })
const presentRecipient = (r: Recipient): z.output<typeof recipientView> => ({
  message_id: toMessagePublicId({ launchId: r.launchId, contactId: r.contactId, seq: '0' }), contact_id: r.contactId, email: r.email, state: r.state, reason: r.reason, attempts: r.attempts, last_code: r.lastCode, variant_no: r.variantNo,
  created_at: r.createdAt, state_at: r.stateAt, sent_at: r.sentAt,
})

const finding = z.object({ level: z.enum(['error', 'warning']), code: z.string(), text: z.string(), hint: z.string() }).meta({ id: 'Finding' })
const audienceCount = z
  .object({ total: z.number().int().describe('Who would get it now.'), included: z.number().int(), excluded: z.number().int(), unmailable: z.number().int().describe('Chosen, but may not be written to.'), parts: z.array(z.object({ list_id: publicId('lst').nullable(), segment_id: publicId('seg').nullable(), exclude: z.boolean(), name: z.string(), count: z.number().int() })) })
  .meta({ id: 'AudienceCount' })

/** Counting an audience gives up after ten seconds: a screen waits for it. */
const limits = async (tx: Tx): Promise<void> => void (await tx.query(`set local statement_timeout = '10s'`))

export const campaignRoutes: RouteModule = (app, deps: RouteDeps) => {
  app.get('/campaigns', {
    config: { scope: 'campaigns:read' },
    schema: { tags, operationId: 'listCampaigns', summary: 'Campaigns, newest first', querystring: pageQuery.extend({ state: campaignState.optional(), search: z.string().max(200).optional() }), response: { 200: pageOf(campaignSummaryView) } },
  }, async (request) => {
    const q = request.query
    const before = decodeCursor(q.cursor, z.tuple([cursorId]))
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => listCampaigns(tx, request.scope.workspaceId, { limit: q.limit, before: before?.[0], states: q.state ? [q.state] : [], search: q.search }))
    const page = toPage(rows, q.limit, (c) => [c.campaignId])
    return { items: page.items.map(presentCampaignSummary), next_cursor: page.next_cursor }
  })

  app.post('/campaigns', { config: { scope: 'campaigns:write' }, schema: { tags, operationId: 'createCampaign', summary: 'A new draft; sender and tracking come from the settings when not given', body: z.strictObject(campaignFields), response: { 201: campaignView } } }, async (request, reply) => {
    const defaults = await readSettings(deps, request.scope)
    const made = await withWorkspace(deps.pool, request.scope, (tx) => createCampaign(tx, campaignContext(deps, request.scope), defaults, { ...toCampaignInput(request.body), name: request.body.name }))
    return reply.code(201).send(presentCampaign(made))
  })

  app.get('/campaigns/:campaign_id', { config: { scope: 'campaigns:read' }, schema: { tags, operationId: 'getCampaign', summary: 'One campaign with its audience', params, response: { 200: campaignView } } }, async (request) =>
    presentCampaign(await withWorkspace(deps.pool, request.scope, (tx) => getCampaign(tx, request.scope.workspaceId, request.params.campaign_id))))

  app.patch('/campaigns/:campaign_id', {
    config: { scope: 'campaigns:write' },
    schema: { tags, operationId: 'updateCampaign', summary: 'Change a draft or scheduled campaign; only the version named', params, body: z.strictObject({ ...campaignFields, name: campaignFields.name.optional(), version: z.number().int().positive() }), response: { 200: campaignView } },
  }, async (request) => {
    const { version, ...change } = request.body
    return presentCampaign(await withWorkspace(deps.pool, request.scope, (tx) => updateCampaign(tx, campaignContext(deps, request.scope), request.params.campaign_id, version, toCampaignInput(change))))
  })

  app.delete('/campaigns/:campaign_id', {
    config: { scope: 'campaigns:write' },
    schema: { tags, operationId: 'deleteCampaign', summary: 'Delete a draft', params, querystring: z.object({ version: z.coerce.number().int().positive().optional().describe('Only this version.') }), response: { 204: noContent } },
  }, async (request, reply) => {
    const { workspaceId } = request.scope
    await withWorkspace(deps.pool, request.scope, async (tx) => deleteCampaign(tx, workspaceId, request.params.campaign_id, request.query.version ?? (await getCampaign(tx, workspaceId, request.params.campaign_id)).version))
    return reply.code(204).send()
  })

  app.post('/campaigns/:campaign_id/copy', {
    config: { scope: 'campaigns:write' },
    schema: { tags, operationId: 'copyCampaign', summary: 'A draft with the same content, sender and audience', params, response: { 201: campaignView } },
  }, async (request, reply) => reply.code(201).send(presentCampaign(await withWorkspace(deps.pool, request.scope, (tx) => copyCampaign(tx, campaignContext(deps, request.scope), request.params.campaign_id)))))

  app.get('/campaigns/:campaign_id/checks', {
    config: { scope: 'campaigns:read' },
    schema: { tags, operationId: 'checkCampaign', summary: 'What stands between this campaign and its launch, errors first', params, response: { 200: z.object({ items: z.array(finding) }) } },
  }, async (request) => {
    const items = await withWorkspace(deps.pool, request.scope, async (tx) => {
      await limits(tx)
      return checkCampaign(tx, { workspaceId: request.scope.workspaceId, actor: request.scope.actor, now: deps.clock.now(), config: deps.config }, request.params.campaign_id)
    }, { readOnly: true })
    return { items }
  })

  app.post('/campaigns/:campaign_id/audience/count', {
    config: { scope: 'campaigns:read' },
    schema: { tags, operationId: 'countAudience', summary: 'How many people it means now: part by part, together, and who may be written to', params, response: { 200: audienceCount } },
  }, async (request) =>
    withWorkspace(deps.pool, request.scope, async (tx) => {
      await limits(tx)
      const { audience } = await getCampaign(tx, request.scope.workspaceId, request.params.campaign_id)
      const counted = await countAudience(tx, { workspaceId: request.scope.workspaceId, actor: request.scope.actor, now: deps.clock.now() }, audience)
      return {
        total: counted.reachable, included: counted.included, excluded: counted.excluded, unmailable: counted.unmailable,
        parts: audience.map((a, i) => ({ list_id: a.kind === 'list' ? a.id : null, segment_id: a.kind === 'segment' ? a.id : null, exclude: a.exclude, name: a.name, count: counted.parts[i]! })),
      }
    }, { readOnly: true }))

  const contentOf = async (tx: Tx, workspaceId: string, campaignId: string): Promise<{ campaign: Campaign; template: Template }> => {
    const campaign = await getCampaign(tx, workspaceId, campaignId)
    if (campaign.templateId === null) throw campaignErrors.CAMPAIGN_CONTENT_MISSING()
    return { campaign, template: await getTemplate(tx, workspaceId, campaign.templateId) }
  }

  app.post('/campaigns/:campaign_id/preview', {
    config: { scope: 'campaigns:read' },
    schema: { tags, operationId: 'previewCampaign', summary: 'What the campaign looks like, for a contact or a sample person', params, body: z.strictObject({ contact_id: publicId('con').nullish() }).nullish(), response: { 200: previewView } },
  }, async (request) => {
    const contactId = request.body?.contact_id ?? null
    const { workspaceId } = request.scope
    if (contactId !== null) requireScope(request.principal, workspaceId, 'contacts:read')
    const keyring = await deps.keyrings.get(workspaceId)
    const made = await withWorkspace(deps.pool, request.scope, async (tx) => {
      const { campaign, template } = await contentOf(tx, workspaceId, request.params.campaign_id)
      const dress = dressOf(campaign)
      return previewContent(tx, { workspaceId, config: deps.config, keyring, now: deps.clock.now() }, template, { ...dress, fromEmail: dress.fromEmail || 'sender@example.com' }, contactId)
    }, { readOnly: true })
    return presentPreview(made)
  })

  app.post('/campaigns/:campaign_id/test', {
    config: { scope: 'campaigns:write' },
    schema: { tags, operationId: 'testCampaign', summary: 'Send it to addresses of your own, now; never counted', params, body: z.strictObject({ to: testRecipients, contact_id: publicId('con').nullish() }), response: { 200: testView } },
  }, async (request) => {
    if (request.body.contact_id) requireScope(request.principal, request.scope.workspaceId, 'contacts:read')
    const { campaign, template } = await withWorkspace(deps.pool, request.scope, (tx) => contentOf(tx, request.scope.workspaceId, request.params.campaign_id))
    const results = await sendTest(deps, request.scope, { content: template, dress: dressOf(campaign), to: request.body.to, contactId: request.body.contact_id ?? null, question: { campaignId: campaign.campaignId, providerId: campaign.providerId, stream: campaign.stream } })
    return presentTest(results)
  })

  app.get('/campaigns/:campaign_id/recipients', {
    config: { scope: 'campaigns:read' },
    schema: { tags, operationId: 'listRecipients', summary: 'Everybody it was for, and what became of each', params, querystring: pageQuery.extend({ state: z.enum(MESSAGE_STATES).optional() }), response: { 200: pageOf(recipientView) } },
  }, async (request) => {
    const q = request.query
    const { workspaceId } = request.scope
    requireScope(request.principal, workspaceId, 'contacts:read')
    const after = decodeCursor(q.cursor, z.tuple([cursorId, cursorId]))
    const keyring = await deps.keyrings.get(workspaceId)
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => pageRecipients(tx, { workspaceId, keyring }, request.params.campaign_id, { limit: q.limit, after: after && { launchId: after[0], contactId: after[1] }, states: q.state ? [q.state] : [] }), { readOnly: true })
    const page = toPage(rows, q.limit, (r) => [r.launchId, r.contactId])
    return { items: page.items.map(presentRecipient), next_cursor: page.next_cursor }
  })

  app.get('/campaigns/:campaign_id/recipients.csv', {
    config: { scope: 'campaigns:read' },
    schema: { tags, operationId: 'exportRecipients', summary: 'The same as CSV (RFC 4180, UTF-8), as a stream', params, querystring: z.object({ state: z.enum(MESSAGE_STATES).optional(), workspace: z.string().optional() }) },
  }, async (request, reply) => {
    const { scope } = request
    requireScope(request.principal, scope.workspaceId, 'contacts:read')
    await withWorkspace(deps.pool, scope, (tx) => getCampaign(tx, scope.workspaceId, request.params.campaign_id), { readOnly: true })
    const keyring = await deps.keyrings.get(scope.workspaceId)
    const lines = recipientsCsv(deps.pool, scope, keyring, request.params.campaign_id, request.query.state ? [request.query.state] : [])
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="recipients.csv"').header('cache-control', 'private, no-store').send(Readable.from(lines))
  })
}
