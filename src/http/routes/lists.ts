// Lists with their members, sources, attribute definitions.
import { z } from 'zod'
import { withWorkspace } from '../../kernel/index.ts'
import { addToList, ATTRIBUTE_TYPES, contactContext, createList, createSource, defineAttribute, deleteList, getList, getLists, listAttributes, listSources, removeFromList, SOURCE_KINDS, updateAttribute, updateList, updateSource, type Attribute, type List } from '../../contacts/index.ts'
import type { RouteModule } from '../app.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import { count, isoTime, noContent, pageOf, pageQuery, publicId } from '../schemas.ts'

const listView = z.object({ id: publicId('lst'), name: z.string(), description: z.string(), public: z.boolean(), double_opt_in: z.boolean(), created_at: isoTime, archived_at: isoTime.nullable(), member_count: count }).meta({ id: 'List' })
const presentList = (l: List): z.output<typeof listView> => ({ id: l.listId, name: l.name, description: l.description, public: l.isPublic, double_opt_in: l.doubleOptIn, created_at: l.createdAt, archived_at: l.archivedAt, member_count: l.memberCount })
const listInput = z.strictObject({ name: z.string().trim().min(1).max(200), description: z.string().max(2_000).optional(), public: z.boolean().optional(), double_opt_in: z.boolean().optional() })
const listParams = z.object({ list_id: publicId('lst') })
const members = z.strictObject({ contact_ids: z.array(publicId('con')).min(1).max(1_000) })

export const listRoutes: RouteModule = (app, deps) => {
  const tags = ['lists']

  app.get('/lists', {
    config: { scope: 'contacts:read' },
    schema: { tags, operationId: 'listLists', summary: 'Lists by name', querystring: pageQuery.extend({ archived: z.stringbool().default(false).describe('Also archived ones.') }), response: { 200: pageOf(listView) } },
  }, async (request) => {
    const after = decodeCursor(request.query.cursor, z.tuple([z.string().max(200)]))
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => getLists(tx, request.scope.workspaceId, { limit: request.query.limit, afterName: after?.[0], withArchived: request.query.archived }))
    const page = toPage(rows, request.query.limit, (l) => [l.name])
    return { items: page.items.map(presentList), next_cursor: page.next_cursor }
  })

  app.post('/lists', { config: { scope: 'contacts:write' }, schema: { tags, operationId: 'createList', summary: 'Create a list', body: listInput, response: { 201: listView } } }, async (request, reply) => {
    const context = await contactContext(deps, request.scope)
    const b = request.body
    const list = await withWorkspace(deps.pool, request.scope, async (tx) => getList(tx, context.workspaceId, await createList(tx, context, { name: b.name, description: b.description, isPublic: b.public, doubleOptIn: b.double_opt_in })))
    return reply.code(201).send(presentList(list))
  })

  app.get('/lists/:list_id', { config: { scope: 'contacts:read' }, schema: { tags, operationId: 'getList', summary: 'One list', params: listParams, response: { 200: listView } } }, async (request) =>
    presentList(await withWorkspace(deps.pool, request.scope, (tx) => getList(tx, request.scope.workspaceId, request.params.list_id))))

  app.patch('/lists/:list_id', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'updateList', summary: 'Change, archive or bring back a list', params: listParams, body: listInput.partial().extend({ archived: z.boolean().optional() }), response: { 200: listView } },
  }, async (request) => {
    const context = await contactContext(deps, request.scope)
    const b = request.body
    return presentList(await withWorkspace(deps.pool, request.scope, (tx) => updateList(tx, context, request.params.list_id, { name: b.name, description: b.description, isPublic: b.public, doubleOptIn: b.double_opt_in, isArchived: b.archived })))
  })

  app.delete('/lists/:list_id', { config: { scope: 'contacts:write' }, schema: { tags, operationId: 'deleteList', summary: 'Remove a list and its memberships, never its people', params: listParams, response: { 204: noContent } } }, async (request, reply) => {
    await withWorkspace(deps.pool, request.scope, (tx) => deleteList(tx, request.scope.workspaceId, request.params.list_id))
    return reply.code(204).send()
  })

  app.post('/lists/:list_id/members', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'addListMembers', summary: 'Put contacts on a list; twice changes nothing', params: listParams, body: members, response: { 200: z.object({ added: z.number().int() }) } },
  }, async (request) => {
    const context = await contactContext(deps, request.scope)
    const added = await withWorkspace(deps.pool, request.scope, (tx) => addToList(tx, context, request.params.list_id, request.body.contact_ids))
    return { added: added.length }
  })

  app.delete('/lists/:list_id/members', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'removeListMembers', summary: 'Take contacts off a list', params: listParams, body: members, response: { 200: z.object({ removed: z.number().int() }) } },
  }, async (request) => {
    const removed = await withWorkspace(deps.pool, request.scope, (tx) => removeFromList(tx, request.scope, request.params.list_id, request.body.contact_ids))
    return { removed: removed.length }
  })
}

const sourceView = z.object({ id: publicId('src'), name: z.string(), kind: z.enum(SOURCE_KINDS), rank: z.number().int(), created_at: isoTime }).meta({ id: 'Source' })

export const sourceRoutes: RouteModule = (app, deps) => {
  const tags = ['sources']
  const read = async (scope: Parameters<typeof contactContext>[1]) => {
    const rows = await withWorkspace(deps.pool, scope, (tx) => listSources(tx, scope.workspaceId))
    return rows.map((s): z.output<typeof sourceView> => ({ id: s.sourceId, name: s.name, kind: s.kind, rank: s.rank, created_at: s.createdAt }))
  }

  app.get('/sources', { config: { scope: 'contacts:read' }, schema: { tags, operationId: 'listSources', summary: 'Sources, the most trusted first', response: { 200: z.object({ items: z.array(sourceView) }) } } }, async (request) => ({ items: await read(request.scope) }))

  app.post('/sources', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'createSource', summary: 'Create a source', body: z.strictObject({ name: z.string().trim().min(1).max(200), kind: z.enum(SOURCE_KINDS), rank: z.number().int().min(1).max(10_000).optional() }), response: { 201: z.object({ id: publicId('src') }) } },
  }, async (request, reply) => {
    const context = await contactContext(deps, request.scope)
    return reply.code(201).send({ id: await withWorkspace(deps.pool, request.scope, (tx) => createSource(tx, context, request.body)) })
  })

  app.patch('/sources/:source_id', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'updateSource', summary: 'Rename a source or change its rank', params: z.object({ source_id: publicId('src') }), body: z.strictObject({ name: z.string().trim().min(1).max(200).optional(), rank: z.number().int().min(1).max(10_000).optional() }), response: { 204: noContent } },
  }, async (request, reply) => {
    await withWorkspace(deps.pool, request.scope, (tx) => updateSource(tx, request.scope.workspaceId, request.params.source_id, request.body))
    return reply.code(204).send()
  })
}

const rule = z.strictObject({ values: z.array(z.string()).optional(), min: z.number().optional(), max: z.number().optional(), pattern: z.string().max(200).optional() }).partial()
const attributeView = z.object({ name: z.string(), label: z.string(), type: z.enum(ATTRIBUTE_TYPES), sensitive: z.boolean(), searchable: z.boolean(), check: z.record(z.string(), z.unknown()), created_at: isoTime, retired_at: isoTime.nullable() }).meta({ id: 'Attribute' })
const presentAttribute = (a: Attribute): z.output<typeof attributeView> => ({ name: a.name, label: a.label, type: a.type, sensitive: a.sensitive, searchable: a.isSearchable, check: { ...a.check }, created_at: a.createdAt, retired_at: a.retiredAt })

export const attributeRoutes: RouteModule = (app, deps) => {
  const tags = ['attributes']

  app.get('/attributes', { config: { scope: 'contacts:read' }, schema: { tags, operationId: 'listAttributes', summary: 'What contacts may have beside the built-in fields', response: { 200: z.object({ items: z.array(attributeView) }) } } }, async (request) => {
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => listAttributes(tx, request.scope.workspaceId))
    return { items: rows.map(presentAttribute) }
  })

  app.post('/attributes', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'createAttribute', summary: 'Define an attribute', body: z.strictObject({ name: z.string().max(63), label: z.string().max(200).optional(), type: z.enum(ATTRIBUTE_TYPES), sensitive: z.boolean().optional(), check: rule.optional() }), response: { 204: noContent } },
  }, async (request, reply) => {
    const context = await contactContext(deps, request.scope)
    await withWorkspace(deps.pool, request.scope, (tx) => defineAttribute(tx, context, request.body))
    return reply.code(204).send()
  })

  app.patch('/attributes/:name', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'updateAttribute', summary: 'Change label or rule, retire or bring back', params: z.object({ name: z.string().max(63) }), body: z.strictObject({ label: z.string().max(200).optional(), check: rule.optional(), retired: z.boolean().optional() }), response: { 200: attributeView } },
  }, async (request) => {
    const context = await contactContext(deps, request.scope)
    const { label, check, retired } = request.body
    return presentAttribute(await withWorkspace(deps.pool, request.scope, (tx) => updateAttribute(tx, context, request.params.name, { label, check, isRetired: retired })))
  })
}
