// Contacts: create, find, read, change, remove. A contact has an ETag; a change with If-Match wins only on that version.
import { z } from 'zod'
import { withWorkspace } from '../../kernel/index.ts'
import { CONTACT_STATUSES, contactContext, contactErrors, createContact, deleteContact, findByEmail, findByExternalId, getContact, listContacts, listSources, listsOfContact, updateContact, upsertContact, type Contact, type ContactListItem } from '../../contacts/index.ts'
import type { RouteModule } from '../app.ts'
import { cursorId, cursorTime, decodeCursor, toPage } from '../cursor.ts'
import { isoTime, noContent, pageOf, pageQuery, publicId } from '../schemas.ts'

const status = z.enum(CONTACT_STATUSES)
const place = { country: z.string().max(100), region: z.string().max(100), city: z.string().max(200) }

const input = z.strictObject({
  email: z.string().max(1_000).optional(),
  status: status.optional(),
  first_name: z.string().max(500).nullish(),
  last_name: z.string().max(500).nullish(),
  phone: z.string().max(100).nullish(),
  country: place.country.nullish().describe('ISO 3166-1 code or a name of the country.'),
  region: place.region.nullish(),
  city: place.city.nullish(),
  timezone: z.string().max(100).nullish(),
  language: z.string().max(100).nullish(),
  attributes: z.record(z.string().max(63), z.unknown()).optional().describe('Merged by name; null takes one away.'),
})
const newContact = input.extend({ email: z.string().max(1_000) })

const item = z
  .object({ id: publicId('con'), email: z.string().nullable(), status, country: z.string().nullable(), region: z.string().nullable(), city: z.string().nullable(), language: z.string().nullable(), source_id: publicId('src'), created_at: isoTime, updated_at: isoTime, last_sent_at: isoTime.nullable(), version: z.number().int() })
  .meta({ id: 'ContactItem' })
const view = z
  .object({
    id: publicId('con'), email: z.string().nullable(), status, first_name: z.string().nullable(), last_name: z.string().nullable(), phone: z.string().nullable(),
    country: z.string().nullable(), region: z.string().nullable(), city: z.string().nullable(), timezone: z.string().nullable(), language: z.string().nullable(),
    attributes: z.record(z.string(), z.unknown()),
    provenance: z.record(z.string(), z.object({ source: z.string(), observed_at: z.string() })).describe('Per field: which source said so and when; * stands for all others.'),
    source_id: publicId('src'), created_at: isoTime, updated_at: isoTime, last_sent_at: isoTime.nullable(), erased_at: isoTime.nullable(), created_by: z.string(), updated_by: z.string(), version: z.number().int(),
    lists: z.array(z.object({ id: publicId('lst'), name: z.string(), added_at: isoTime })),
  })
  .meta({ id: 'Contact' })

type Body = z.output<typeof input>
const toInput = (b: Body) => ({ email: b.email, status: b.status, firstName: b.first_name, lastName: b.last_name, phone: b.phone, country: b.country, region: b.region, city: b.city, timezone: b.timezone, language: b.language, attributes: b.attributes })
const presentItem = (c: ContactListItem): z.output<typeof item> => ({ id: c.contactId, email: c.email, status: c.status, country: c.country, region: c.region, city: c.city, language: c.language, source_id: c.sourceId, created_at: c.createdAt, updated_at: c.updatedAt, last_sent_at: c.lastSentAt, version: c.version })

function present(c: Contact, sources: ReadonlyMap<string, string>, lists: { listId: string; name: string; addedAt: Date }[]): z.output<typeof view> {
  const provenance = Object.fromEntries(Object.entries(c.provenance).map(([field, p]) => [field, { source: sources.get(p.source_id) ?? 'unknown', observed_at: p.observed_at }]))
  return {
    id: c.contactId, email: c.email, status: c.status, first_name: c.firstName, last_name: c.lastName, phone: c.phone, country: c.country, region: c.region, city: c.city, timezone: c.timezone, language: c.language,
    attributes: c.attributes, provenance, source_id: c.sourceId, created_at: c.createdAt, updated_at: c.updatedAt, last_sent_at: c.lastSentAt, erased_at: c.erasedAt, created_by: c.createdBy, updated_by: c.updatedBy, version: c.version,
    lists: lists.map((l) => ({ id: l.listId, name: l.name, added_at: l.addedAt })),
  }
}

/** The version in `If-Match: "7"`; undefined when not sent or `*`. Throws CONTACT_VERSION_CONFLICT for anything else. */
function ifMatch(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1]
  if (version === undefined) throw contactErrors.CONTACT_VERSION_CONFLICT()
  return Number(version)
}

const tags = ['contacts']
const params = z.object({ contact_id: publicId('con') })
const filters = { status: status.optional(), country: place.country.optional(), region: place.region.optional(), city: place.city.optional(), list_id: publicId('lst').optional(), source_id: publicId('src').optional(), created_from: isoTime.optional(), created_to: isoTime.optional() }

export const contactRoutes: RouteModule = (app, deps) => {
  app.get('/contacts', {
    config: { scope: 'contacts:read' },
    schema: {
      tags, operationId: 'listContacts', summary: 'Contacts, newest first; with email or external_id exactly that one',
      querystring: pageQuery.extend({ ...filters, email: z.string().max(1_000).optional().describe('Exactly this address.'), external_id: z.string().max(500).optional().describe('Together with source_id: the id there.') }),
      response: { 200: pageOf(item) },
    },
  }, async (request) => {
    const q = request.query
    const context = await contactContext(deps, request.scope)
    const after = decodeCursor(q.cursor, z.tuple([cursorTime, cursorId]))
    return withWorkspace(deps.pool, request.scope, async (tx) => {
      if (q.email !== undefined || q.external_id !== undefined) {
        const id = q.email !== undefined ? await findByEmail(tx, context, q.email) : q.source_id && (await findByExternalId(tx, context, q.source_id, q.external_id!))
        if (!id) return { items: [], next_cursor: null }
        const c = await getContact(tx, context, id)
        return { items: [presentItem({ ...c, key: { createdAt: '', contactId: id } })], next_cursor: null }
      }
      const filter = { status: q.status, country: q.country, region: q.region, city: q.city, listId: q.list_id, sourceId: q.source_id, createdFrom: q.created_from, createdTo: q.created_to }
      const rows = await listContacts(tx, context, filter, { limit: q.limit, after: after && { createdAt: after[0], contactId: after[1] } })
      const page = toPage(rows, q.limit, (r) => [r.key.createdAt, r.key.contactId])
      return { items: page.items.map(presentItem), next_cursor: page.next_cursor }
    })
  })

  app.post('/contacts', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'createContact', summary: 'Create a contact; an address that exists answers 409 with its id', body: newContact, response: { 201: z.object({ id: publicId('con') }) } },
  }, async (request, reply) => {
    const context = await contactContext(deps, request.scope)
    const id = await withWorkspace(deps.pool, request.scope, (tx) => createContact(tx, context, { ...toInput(request.body), email: request.body.email }))
    return reply.code(201).send({ id })
  })

  app.put('/contacts', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'upsertContact', summary: 'Create the contact or change the one with this address; safe to repeat', body: newContact, response: { 200: z.object({ id: publicId('con'), outcome: z.enum(['created', 'updated', 'unchanged']) }) } },
  }, async (request) => {
    const context = await contactContext(deps, request.scope)
    const result = await withWorkspace(deps.pool, request.scope, (tx) => upsertContact(tx, context, { ...toInput(request.body), email: request.body.email }), { retry: true })
    return { id: result.contactId, outcome: result.outcome }
  })

  app.get('/contacts/:contact_id', {
    config: { scope: 'contacts:read' },
    schema: { tags, operationId: 'getContact', summary: 'One contact; the id of a merged one gives the survivor', params, response: { 200: view } },
  }, async (request, reply) => {
    const context = await contactContext(deps, request.scope)
    return withWorkspace(deps.pool, request.scope, async (tx) => {
      const contact = await getContact(tx, context, request.params.contact_id)
      void reply.header('etag', `"${contact.version}"`)
      const sources = new Map((await listSources(tx, context.workspaceId)).map((s) => [s.sourceId, s.name]))
      return present(contact, sources, await listsOfContact(tx, context.workspaceId, contact.contactId))
    })
  })

  app.patch('/contacts/:contact_id', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'updateContact', summary: 'Change a contact; with If-Match only on that version', params, body: input, response: { 200: view } },
  }, async (request, reply) => {
    const context = await contactContext(deps, request.scope)
    const version = ifMatch(request.headers['if-match'])
    return withWorkspace(deps.pool, request.scope, async (tx) => {
      const contact = await updateContact(tx, context, request.params.contact_id, toInput(request.body), version)
      void reply.header('etag', `"${contact.version}"`)
      const sources = new Map((await listSources(tx, context.workspaceId)).map((s) => [s.sourceId, s.name]))
      return present(contact, sources, await listsOfContact(tx, context.workspaceId, contact.contactId))
    })
  })

  app.delete('/contacts/:contact_id', {
    config: { scope: 'contacts:write' },
    schema: { tags, operationId: 'deleteContact', summary: 'Remove a contact without history; people with history are erased instead', params, response: { 204: noContent } },
  }, async (request, reply) => {
    const context = await contactContext(deps, request.scope)
    await withWorkspace(deps.pool, request.scope, (tx) => deleteContact(tx, context, request.params.contact_id, ifMatch(request.headers['if-match'])))
    return reply.code(204).send()
  })
}
