// Providers, rules, the queue and its messages. Secrets of providers are taken and never returned.
import { z } from 'zod'
import {
  createProvider, createRoute, DECISIONS, deleteProvider, deleteRoute, deliveryErrors, fromMessagePublicId, getMessage, getProvider, listAttempts, listMessagesOfContact, listMessagesOfLaunch, listProviders,
  listRoutes, listUncertainMessages, MESSAGE_STATES, PROVIDER_KINDS, PROVIDER_SECURITY, PROVIDER_STATES, providerChange, providerInput, readQueueFigures, routeMatch, settleByHand, toMessagePublicId, updateProvider,
  type Attempt, type Message, type MessageRef, type Provider,
} from '../../delivery/index.ts'
import { kernelErrors, withWorkspace } from '../../kernel/index.ts'
import type { RouteModule } from '../app.ts'
import { cursorId, cursorTime, decodeCursor, toPage } from '../cursor.ts'
import { count, isoTime, noContent, pageOf, pageQuery, publicId } from '../schemas.ts'

const EXAMPLE = toMessagePublicId({ launchId: '1234567890123456789', contactId: '1234567890123456789', seq: '0' })

/** `msg_…` on the wire, launch, contact and seq inside. */
const messageId = z
  .codec(z.string(), z.custom<MessageRef>(), {
    decode: (text, ctx) => {
      try {
        return fromMessagePublicId(text)
      } catch {
        ctx.issues.push({ code: 'invalid_format', format: 'public_id', input: text, message: 'is not an id like msg_…' })
        return z.NEVER
      }
    },
    encode: toMessagePublicId,
  })
  .meta({ type: 'string', examples: [EXAMPLE] })

const providerView = z
  .object({
    id: publicId('prv'), name: z.string(), kind: z.enum(PROVIDER_KINDS), state: z.enum(PROVIDER_STATES), host: z.string(), port: z.number().int(), security: z.enum(PROVIDER_SECURITY),
    has_username: z.boolean(), has_secret: z.boolean(), has_webhook_secret: z.boolean(), max_connections: z.number().int(), messages_per_connection: z.number().int(),
    rate_per_second: z.number().int().nullable(), rate_per_hour: z.number().int().nullable(), rate_per_day: z.number().int().nullable(), cost_micros: count,
    version: z.number().int(), created_at: isoTime, created_by: z.string(), updated_at: isoTime, updated_by: z.string(),
  })
  .meta({ id: 'Provider' })

function presentProvider({ provider_id, options: _, ...rest }: Provider): z.output<typeof providerView> {
  return { id: provider_id, ...rest } as z.output<typeof providerView> // kinds and states are checked by the database
}

const messageView = z
  .object({
    id: messageId, launch_id: publicId('lau'), contact_id: publicId('con'), campaign_id: publicId('cmp').nullable(), state: z.enum(MESSAGE_STATES), reason: z.string().nullable(), class: z.enum(['at_least_once', 'at_most_once']),
    attempts: z.number().int(), variant_no: z.number().int(), content_version: z.number().int(), due_at: isoTime, state_at: isoTime, created_at: isoTime, sent_at: isoTime.nullable(),
    provider_id: publicId('prv').nullable(), last_code: z.number().int().nullable(), message_id: z.string().nullable().describe('The Message-ID header.'),
  })
  .meta({ id: 'Message' })

const attemptView = z
  .object({
    attempt_no: z.number().int(), provider_id: publicId('prv'), started_at: isoTime, finished_at: isoTime.nullable(), outcome: z.enum(['sent', 'deferred', 'bounced', 'failed', 'in_doubt']).nullable().describe('Null while it is open.'),
    phase: z.string().nullable(), smtp_code: z.number().int().nullable(), enhanced_code: z.string().nullable(), bounce_class: z.string().nullable(), hard: z.boolean().nullable(), latency_ms: z.number().int().nullable(), worker: z.string(),
    diagnostic: z.string().nullable().describe('What the server said.'),
  })
  .meta({ id: 'Attempt' })

function presentMessage(m: Message): z.output<typeof messageView> {
  const { launch_id, contact_id, seq, campaign_id, state, reason, attempts, variant_no, content_version, due_at, state_at, created_at, sent_at, provider_id, last_code, message_id } = m
  return {
    id: { launchId: launch_id, contactId: contact_id, seq }, launch_id, contact_id, campaign_id, state: state as z.output<typeof messageView>['state'], reason, class: m.class as 'at_least_once', attempts, variant_no, content_version,
    due_at, state_at, created_at, sent_at, provider_id, last_code, message_id,
  }
}
const presentAttempt = (a: Attempt): z.output<typeof attemptView> => a as z.output<typeof attemptView>

const queueView = z
  .object({
    totals: z.record(z.string(), z.number().int()),
    launches: z.array(z.object({ launch_id: publicId('lau'), campaign_id: publicId('cmp').nullable(), campaign_name: z.string(), state: z.string(), waiting: z.record(z.string(), z.number().int()), oldest_due_at: isoTime.nullable() })),
    uncertain: z.array(z.object({ state: z.string(), reason: z.string().nullable(), count: z.number().int(), oldest_at: isoTime.nullable() })),
    workers: z.array(z.object({ instance: z.string(), release: z.string(), started_at: isoTime, seen_at: isoTime, facts: z.record(z.string(), z.unknown()) })),
  })
  .meta({ id: 'Queue' })

const decision = z.enum(DECISIONS).describe('sent: it did arrive. ready: send it (again). cancelled or failed: give it up. held: keep it for later.')

/** The version in `If-Match: "7"`; undefined when not sent or `*`. */
function ifMatch(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1]
  if (version === undefined) throw deliveryErrors.DELIVERY_PROVIDER_CHANGED()
  return Number(version)
}

const providerParams = z.object({ provider_id: publicId('prv') })

const providerRoutes: RouteModule = (app, deps) => {
  const tags = ['providers']
  app.get('/providers', {
    config: { scope: 'delivery:read' },
    schema: { tags, operationId: 'listProviders', summary: 'Services that take mail', response: { 200: pageOf(providerView) } },
  }, (request) => withWorkspace(deps.pool, request.scope, async (tx) => ({ items: (await listProviders(tx, request.scope.workspaceId)).map(presentProvider), next_cursor: null })))

  app.post('/providers', {
    config: { scope: 'delivery:write' },
    schema: { tags, operationId: 'createProvider', summary: 'Add a provider; credentials are stored encrypted and never returned', body: providerInput, response: { 201: providerView } },
  }, async (request, reply) => {
    const keyring = await deps.keyrings.get(request.scope.workspaceId)
    const provider = await withWorkspace(deps.pool, request.scope, (tx) => createProvider(tx, deps.ids, keyring, request.scope, request.body))
    return reply.code(201).header('etag', `"${provider.version}"`).send(presentProvider(provider))
  })

  app.get('/providers/:provider_id', {
    config: { scope: 'delivery:read' },
    schema: { tags, operationId: 'getProvider', summary: 'One provider', params: providerParams, response: { 200: providerView } },
  }, async (request, reply) => {
    const provider = await withWorkspace(deps.pool, request.scope, (tx) => getProvider(tx, request.scope.workspaceId, request.params.provider_id))
    void reply.header('etag', `"${provider.version}"`)
    return presentProvider(provider)
  })

  app.patch('/providers/:provider_id', {
    config: { scope: 'delivery:write' },
    schema: { tags, operationId: 'updateProvider', summary: 'Change a provider; workers take it up within seconds. With If-Match only on that version', params: providerParams, body: providerChange, response: { 200: providerView } },
  }, async (request, reply) => {
    const keyring = await deps.keyrings.get(request.scope.workspaceId)
    const version = ifMatch(request.headers['if-match'])
    const provider = await withWorkspace(deps.pool, request.scope, (tx) => updateProvider(tx, keyring, request.scope, request.params.provider_id, request.body, version))
    void reply.header('etag', `"${provider.version}"`)
    return presentProvider(provider)
  })

  app.delete('/providers/:provider_id', {
    config: { scope: 'delivery:write' },
    schema: { tags, operationId: 'deleteProvider', summary: 'Remove a provider that carried nothing; others are retired by their state', params: providerParams, response: { 204: noContent } },
  }, async (request, reply) => {
    await withWorkspace(deps.pool, request.scope, (tx) => deleteProvider(tx, request.scope.workspaceId, request.params.provider_id))
    return reply.code(204).send(undefined)
  })
}

const ruleView = z.object({ id: publicId('rte'), priority: z.number().int(), match: routeMatch, provider_id: publicId('prv'), created_at: isoTime, created_by: z.string() }).meta({ id: 'Route' })

const ruleRoutes: RouteModule = (app, deps) => {
  const tags = ['providers']
  app.get('/routes', {
    config: { scope: 'delivery:read' },
    schema: { tags, operationId: 'listRoutes', summary: 'Rules that choose a provider, in the order they are asked', response: { 200: pageOf(ruleView) } },
  }, (request) => withWorkspace(deps.pool, request.scope, async (tx) => ({
    items: (await listRoutes(tx, request.scope.workspaceId)).map((r) => ({ id: r.route_id, priority: r.priority, match: r.match as z.output<typeof routeMatch>, provider_id: r.provider_id, created_at: r.created_at, created_by: r.created_by })),
    next_cursor: null,
  })))

  app.post('/routes', {
    config: { scope: 'delivery:write' },
    schema: { tags, operationId: 'createRoute', summary: 'Add a rule', body: z.strictObject({ priority: z.number().int().min(0).max(1_000_000), match: routeMatch, provider_id: publicId('prv') }), response: { 201: z.object({ id: publicId('rte') }) } },
  }, async (request, reply) => {
    const { priority, match, provider_id } = request.body
    const id = await withWorkspace(deps.pool, request.scope, (tx) => createRoute(tx, deps.ids, request.scope, { priority, match, providerId: provider_id }))
    return reply.code(201).send({ id })
  })

  app.delete('/routes/:route_id', {
    config: { scope: 'delivery:write' },
    schema: { tags, operationId: 'deleteRoute', summary: 'Remove a rule', params: z.object({ route_id: publicId('rte') }), response: { 204: noContent } },
  }, async (request, reply) => {
    const removed = await withWorkspace(deps.pool, request.scope, (tx) => deleteRoute(tx, request.scope.workspaceId, request.params.route_id))
    if (!removed) throw kernelErrors.NOT_FOUND()
    return reply.code(204).send(undefined)
  })
}

const messageRoutes: RouteModule = (app, deps) => {
  const tags = ['messages']
  app.get('/queue', {
    config: { scope: 'delivery:read' },
    schema: { tags, operationId: 'getQueue', summary: 'What waits, since when, and who works on it', response: { 200: queueView } },
  }, async (request) => {
    const q = await withWorkspace(deps.pool, request.scope, (tx) => readQueueFigures(tx, request.scope.workspaceId))
    return {
      totals: q.totals,
      launches: q.launches.map((l) => ({ launch_id: l.launchId, campaign_id: l.campaignId, campaign_name: l.campaignName, state: l.state, waiting: l.waiting, oldest_due_at: l.oldestDueAt })),
      uncertain: q.uncertain.map((u) => ({ state: u.state, reason: u.reason, count: u.count, oldest_at: u.oldestAt })),
      workers: q.workers.map((w) => ({ instance: w.instance, release: w.release, started_at: w.startedAt, seen_at: w.seenAt, facts: w.facts })),
    }
  })

  app.get('/messages', {
    config: { scope: 'delivery:read' },
    schema: {
      tags, operationId: 'listMessages', summary: 'Messages of a launch, of a contact, or (without either) those in doubt and held',
      querystring: pageQuery.extend({ launch_id: publicId('lau').optional(), contact_id: publicId('con').optional(), state: z.enum(MESSAGE_STATES).optional().describe('Only with launch_id.') }),
      response: { 200: pageOf(messageView) },
    },
  }, (request) => withWorkspace(deps.pool, request.scope, async (tx) => {
    const { launch_id, contact_id, state, limit, cursor } = request.query
    const { workspaceId } = request.scope
    if (launch_id !== undefined) {
      const after = decodeCursor(cursor, z.tuple([cursorId, cursorId]))
      const page = toPage(await listMessagesOfLaunch(tx, workspaceId, { launchId: launch_id, states: state ? [state] : [], limit: limit + 1, ...(after ? { after: { contactId: after[0], seq: after[1] } } : {}) }), limit, (m) => [m.contact_id, m.seq])
      return { items: page.items.map(presentMessage), next_cursor: page.next_cursor }
    }
    if (contact_id !== undefined) {
      const before = decodeCursor(cursor, z.tuple([cursorId, cursorId]))
      const page = toPage(await listMessagesOfContact(tx, workspaceId, { contactId: contact_id, limit: limit + 1, ...(before ? { before: { launchId: before[0], seq: before[1] } } : {}) }), limit, (m) => [m.launch_id, m.seq])
      return { items: page.items.map(presentMessage), next_cursor: page.next_cursor }
    }
    const after = decodeCursor(cursor, z.tuple([cursorTime, cursorId, cursorId]))
    const page = toPage(await listUncertainMessages(tx, workspaceId, { limit: limit + 1, ...(after ? { after: { stateAt: after[0], launchId: after[1], contactId: after[2] } } : {}) }), limit, (m) => [m.state_at_text, m.launch_id, m.contact_id])
    return { items: page.items.map(presentMessage), next_cursor: page.next_cursor }
  }))

  app.get('/messages/:message_id', {
    config: { scope: 'delivery:read' },
    schema: { tags, operationId: 'getMessage', summary: 'One message with its attempts', params: z.object({ message_id: messageId }), response: { 200: messageView.extend({ attempt_list: z.array(attemptView) }).meta({ id: 'MessageWithAttempts' }) } },
  }, async (request) => {
    const keyring = await deps.keyrings.get(request.scope.workspaceId)
    return withWorkspace(deps.pool, request.scope, async (tx) => {
      const ref = request.params.message_id
      const message = await getMessage(tx, request.scope.workspaceId, ref)
      return { ...presentMessage(message), attempt_list: (await listAttempts(tx, request.scope.workspaceId, keyring, ref)).map(presentAttempt) }
    })
  })

  app.post('/messages/settle', {
    config: { scope: 'delivery:write' },
    schema: {
      tags, operationId: 'settleMessages', summary: 'Decide about messages in doubt, held or waiting; each answers for itself',
      body: z.strictObject({ message_ids: z.array(messageId).min(1).max(1_000), decision }),
      response: { 200: z.object({ settled: z.number().int(), refused: z.array(z.object({ id: messageId, code: z.string() })) }) },
    },
  }, async (request) => {
    const refused: { id: MessageRef; code: string }[] = []
    for (const ref of request.body.message_ids) {
      // one transaction each: a refusal of one must not take the others back
      await withWorkspace(deps.pool, request.scope, (tx) => settleByHand(tx, deps.ids, request.scope.workspaceId, ref, request.body.decision, deps.clock.now()), { retry: true }).catch((error: unknown) => {
        const code = (error as { code?: string }).code ?? ''
        if (!code.startsWith('DELIVERY_')) throw error
        refused.push({ id: ref, code })
      })
    }
    return { settled: request.body.message_ids.length - refused.length, refused }
  })

  app.post('/messages/:message_id/settle', {
    config: { scope: 'delivery:write' },
    schema: { tags, operationId: 'settleMessage', summary: 'Decide about a message that is in doubt, held or waiting', params: z.object({ message_id: messageId }), body: z.strictObject({ decision }), response: { 200: messageView } },
  }, (request) => withWorkspace(deps.pool, request.scope, async (tx) => {
    const ref = request.params.message_id
    await settleByHand(tx, deps.ids, request.scope.workspaceId, ref, request.body.decision, deps.clock.now())
    return presentMessage(await getMessage(tx, request.scope.workspaceId, ref))
  }, { retry: true }))
}

/** Everything of this room under /api/v1. */
export const deliveryRoutes: RouteModule = (app, deps) => {
  providerRoutes(app, deps)
  ruleRoutes(app, deps)
  messageRoutes(app, deps)
}
