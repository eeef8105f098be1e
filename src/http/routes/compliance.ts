// Suppressions and consents. Addresses travel in bodies, never in URLs, which are logged on the way.
import { z } from 'zod'
import {
  addressKey, complianceErrors, consentHistory, consentOf, countSuppressions, giveConsent, liftSuppression, listSuppressions, listWordings, publishWording, suppress, SUPPRESSION_REASONS, suppressionsOf, withdrawConsent,
  type ConsentSource, type Suppression,
} from '../../compliance/index.ts'
import { mapDatabaseError, withWorkspace } from '../../kernel/index.ts'
import type { RouteModule } from '../app.ts'
import { cursorTime, decodeCursor, toPage } from '../cursor.ts'
import { count, isoTime, noContent, pageOf, pageQuery, publicId } from '../schemas.ts'

const reason = z.enum(SUPPRESSION_REASONS)
/** What a person may set by hand; bounces and complaints come from reports, `erased` from an erasure. */
const manualReason = z.enum(['manual', 'unsubscribe', 'hard_bounce', 'complaint'])
const email = z.string().trim().min(3).max(320)
const key = z.string().regex(/^[A-Za-z0-9_-]{43}$/).describe('Names the address without showing it.')

const suppressionView = z
  .object({ address_key: key, reason, contact_id: publicId('con').nullable(), campaign_id: publicId('cmp').nullable(), detail: z.string().nullable(), since: isoTime, by: z.string(), lifted_at: isoTime.nullable(), lifted_by: z.string().nullable() })
  .meta({ id: 'Suppression' })
const present = (s: Suppression): z.output<typeof suppressionView> => ({
  address_key: s.emailIndex.toString('base64url'), reason: s.reason, contact_id: s.contactId, campaign_id: s.campaignId, detail: s.detailCode, since: s.createdAt, by: s.createdBy, lifted_at: s.liftedAt, lifted_by: s.liftedBy,
})
const stateView = z.object({ address_key: key, suppressed: z.boolean(), reasons: z.array(z.object({ reason, since: isoTime, lifted_at: isoTime.nullable() })) }).meta({ id: 'AddressState' })

export const suppressionRoutes: RouteModule = (app, deps) => {
  const tags = ['suppressions']

  app.get('/suppressions', {
    config: { scope: 'compliance:read' },
    schema: { tags, operationId: 'listSuppressions', summary: 'Addresses nobody may write to, the newest first', querystring: pageQuery.extend({ reason: reason.optional(), with_lifted: z.stringbool().default(false) }), response: { 200: pageOf(suppressionView) } },
  }, async (request) => {
    const { limit, cursor, reason: only, with_lifted } = request.query
    const place = decodeCursor(cursor, z.tuple([cursorTime, key, reason]))
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => listSuppressions(tx, request.scope.workspaceId, {
      limit: limit + 1, withLifted: with_lifted, ...(only ? { reason: only } : {}), ...(place ? { after: { position: place[0], emailIndex: Buffer.from(place[1], 'base64url'), reason: place[2] } } : {}),
    }))
    const page = toPage(rows, limit, (s) => [s.position, s.emailIndex.toString('base64url'), s.reason])
    return { items: page.items.map(present), next_cursor: page.next_cursor }
  })

  app.get('/suppressions/summary', { config: { scope: 'compliance:read' }, schema: { tags, operationId: 'countSuppressions', summary: 'How many addresses are suppressed, by reason', response: { 200: z.object({ items: z.array(z.object({ reason, count })) }) } } }, async (request) => {
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => countSuppressions(tx, request.scope.workspaceId))
    return { items: rows.map((r) => ({ reason: r.reason as (typeof SUPPRESSION_REASONS)[number], count: r.count })) }
  })

  app.post('/suppressions/search', { config: { scope: 'compliance:read' }, schema: { tags, operationId: 'findSuppression', summary: 'Is this address suppressed, and why?', body: z.strictObject({ email }), response: { 200: stateView } } }, async (request) => {
    const address = addressKey(await deps.keyrings.get(request.scope.workspaceId), request.body.email)
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => suppressionsOf(tx, request.scope.workspaceId, address))
    return { address_key: address.index.toString('base64url'), suppressed: rows.some((r) => r.liftedAt === null), reasons: rows.map((r) => ({ reason: r.reason as (typeof SUPPRESSION_REASONS)[number], since: r.since, lifted_at: r.liftedAt })) }
  })

  app.post('/suppressions', {
    config: { scope: 'compliance:write' },
    schema: { tags, operationId: 'suppressAddress', summary: 'Suppress an address; from the answer on no attempt to it starts', body: z.strictObject({ email, reason: manualReason.default('manual') }), response: { 201: stateView } },
  }, async (request, reply) => {
    const { scope } = request
    const address = addressKey(await deps.keyrings.get(scope.workspaceId), request.body.email)
    const rows = await withWorkspace(deps.pool, scope, async (tx) => {
      await suppress(tx, scope.workspaceId, scope, { address, reason: request.body.reason }, deps.clock.now())
      return suppressionsOf(tx, scope.workspaceId, address)
    }, { retry: true })
    void reply.code(201)
    return { address_key: address.index.toString('base64url'), suppressed: true, reasons: rows.map((r) => ({ reason: r.reason as (typeof SUPPRESSION_REASONS)[number], since: r.since, lifted_at: r.liftedAt })) }
  })

  app.post('/suppressions/lift', {
    config: { scope: 'compliance:write' },
    schema: {
      tags, operationId: 'liftSuppression', summary: 'Lift one reason from an address; complaints and erasures hold for good',
      body: z.strictObject({ email: email.optional(), address_key: key.optional(), reason: manualReason }).refine((b) => (b.email === undefined) !== (b.address_key === undefined), 'give either email or address_key'), response: { 204: noContent },
    },
  }, async (request, reply) => {
    const { scope, body } = request
    const emailIndex = body.address_key !== undefined ? Buffer.from(body.address_key, 'base64url') : addressKey(await deps.keyrings.get(scope.workspaceId), body.email!).index
    await withWorkspace(deps.pool, scope, (tx) => liftSuppression(tx, scope.workspaceId, scope, { emailIndex, reason: body.reason }, deps.clock.now()), { retry: true })
    return reply.code(204).send()
  })
}

const channel = z.enum(['email', 'sms', 'phone', 'post'])
const source = z.enum(['form', 'import', 'api', 'preference_centre', 'one_click', 'person', 'complaint'] as const satisfies readonly ConsentSource[])
const purpose = z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/)
const evidence = z.strictObject({ ip: z.string().max(64).optional(), userAgent: z.string().max(500).optional(), form: z.string().max(500).optional(), token: z.string().max(200).optional(), text: z.string().max(2_000).optional() })
const stateOf = z.object({ purpose: z.string(), channel: z.string(), state: z.enum(['given', 'withdrawn']), since: isoTime })
const consentView = z
  .object({
    states: z.array(stateOf),
    history: z.array(z.object({ purpose: z.string(), channel: z.string(), action: z.string(), source: z.string(), wording_version: z.number().int().nullable(), evidence: evidence.nullable(), happened_at: isoTime, recorded_at: isoTime, recorded_by: z.string() })),
  })
  .meta({ id: 'Consents' })
const wordingView = z.object({ purpose: z.string(), version: z.number().int(), wording: z.string(), created_at: isoTime, created_by: z.string() }).meta({ id: 'ConsentWording' })

export const consentRoutes: RouteModule = (app, deps) => {
  const tags = ['consent']
  const params = z.object({ contact_id: publicId('con') })

  app.get('/contacts/:contact_id/consents', { config: { scope: 'compliance:read' }, schema: { tags, operationId: 'getConsents', summary: 'What a contact agreed to, and how that came about', params, response: { 200: consentView } } }, async (request) => {
    const { workspaceId } = request.scope
    const keyring = await deps.keyrings.get(workspaceId)
    return withWorkspace(deps.pool, request.scope, async (tx) => {
      const states = await consentOf(tx, workspaceId, request.params.contact_id)
      const history = await consentHistory(tx, workspaceId, request.params.contact_id, keyring)
      return {
        states: states.map((s) => ({ purpose: s.purpose, channel: s.channel, state: s.state as 'given' | 'withdrawn', since: s.since })),
        history: history.map((h) => ({ purpose: h.purpose, channel: h.channel, action: h.action, source: h.source, wording_version: h.wordingVersion, evidence: h.evidence, happened_at: h.happenedAt, recorded_at: h.recordedAt, recorded_by: h.recordedBy })),
      }
    })
  })

  app.post('/contacts/:contact_id/consents', {
    config: { scope: 'compliance:write' },
    schema: {
      tags, operationId: 'recordConsent', summary: 'Record that a contact agreed or withdrew', params,
      body: z.strictObject({ action: z.enum(['given', 'withdrawn']), purpose, channel: channel.default('email'), source: source.default('api'), wording_version: z.number().int().positive().optional(), happened_at: isoTime.optional(), evidence: evidence.optional() }),
      response: { 201: z.object({ states: z.array(stateOf) }) },
    },
  }, async (request, reply) => {
    const { scope, body } = request
    const keyring = await deps.keyrings.get(scope.workspaceId)
    const act = { contactId: request.params.contact_id, purpose: body.purpose, channel: body.channel, source: body.source, wordingVersion: body.wording_version ?? null, evidence: body.evidence ?? null, ...(body.happened_at ? { happenedAt: body.happened_at } : {}) }
    const states = await withWorkspace(deps.pool, scope, async (tx) => {
      await (body.action === 'given' ? giveConsent : withdrawConsent)(tx, scope.workspaceId, scope, act, { ids: deps.ids, keyring, now: deps.clock.now() })
      return consentOf(tx, scope.workspaceId, act.contactId)
    }, { retry: true }).catch((error: unknown) => {
      throw mapDatabaseError(error, { consent_event_contact_fk: () => complianceErrors.COMPLIANCE_CONTACT_NOT_FOUND() })
    })
    void reply.code(201)
    return { states: states.map((s) => ({ purpose: s.purpose, channel: s.channel, state: s.state as 'given' | 'withdrawn', since: s.since })) }
  })

  app.get('/consent-wordings', { config: { scope: 'compliance:read' }, schema: { tags, operationId: 'listConsentWordings', summary: 'The words people agreed to, every version', response: { 200: z.object({ items: z.array(wordingView) }) } } }, async (request) => {
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => listWordings(tx, request.scope.workspaceId))
    return { items: rows.map((w) => ({ purpose: w.purpose, version: w.version, wording: w.wording, created_at: w.createdAt, created_by: w.createdBy })) }
  })

  app.post('/consent-wordings', {
    config: { scope: 'compliance:write' },
    schema: { tags, operationId: 'publishConsentWording', summary: 'Publish words for a purpose; the same words keep their version', body: z.strictObject({ purpose, wording: z.string().trim().min(1).max(20_000) }), response: { 201: z.object({ version: z.number().int() }) } },
  }, async (request, reply) => {
    const version = await withWorkspace(deps.pool, request.scope, (tx) => publishWording(tx, request.scope.workspaceId, request.scope, request.body.purpose, request.body.wording, deps.clock.now()))
    void reply.code(201)
    return { version }
  })
}
