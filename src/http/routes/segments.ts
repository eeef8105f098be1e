// Segments: save, check, count, look at the first people, keep the membership, explain.
import { z } from 'zod'
import { kernelErrors, withWorkspace, type Tx } from '../../kernel/index.ts'
import { contactCells } from '../../contacts/index.ts'
import {
  archiveSegment, compileOptions, countSegment, createSegment, estimateSegment, explainMembership, explainSegment, getSegment, listSegments, materialiseSegment, pageSegment, segmentHistory, updateSegment, validateSegment, verdictText,
  type Segment, type SegmentContext, type SegmentDefinition, type SegmentRow,
} from '../../segments/index.ts'
import type { RouteDeps, RouteModule } from '../app.ts'
import { cursorId, decodeCursor, toPage } from '../cursor.ts'
import { isoTime, noContent, pageOf, pageQuery, publicId } from '../schemas.ts'

const definition = z.record(z.string(), z.unknown()).describe('A definition in the segment language; see docs/reference/segment-language.md.')
const view = z
  .object({ id: publicId('seg'), name: z.string(), definition, version: z.number().int(), created_at: isoTime, created_by: z.string(), updated_at: isoTime, updated_by: z.string(), archived_at: isoTime.nullable(), member_count: z.number().int().nullable(), materialised_at: isoTime.nullable() })
  .meta({ id: 'Segment' })
const present = (s: Segment): z.output<typeof view> => ({ id: s.segmentId, name: s.name, definition: { ...s.definition }, version: s.version, created_at: s.createdAt, created_by: s.createdBy, updated_at: s.updatedAt, updated_by: s.updatedBy, archived_at: s.archivedAt, member_count: s.memberCount, materialised_at: s.materialisedAt })
const person = z.object({ id: publicId('con'), email: z.string().nullable(), status: z.string(), country: z.string().nullable(), region: z.string().nullable(), city: z.string().nullable(), created_at: isoTime }).meta({ id: 'SegmentPerson' })

const tags = ['segments']
const params = z.object({ segment_id: publicId('seg') })
const asked = z.strictObject({ definition, mailable: z.boolean().default(false).describe('Only people we may write to now.') })

/** Pages and counts run read-only and give up after ten seconds: a screen waits for them. */
const limits = async (tx: Tx): Promise<void> => void (await tx.query(`set local statement_timeout = '10s'`))

export const segmentRoutes: RouteModule = (app, deps: RouteDeps) => {
  const contextOf = (scope: { workspaceId: string; actor: string }): SegmentContext => ({ workspaceId: scope.workspaceId, actor: scope.actor, now: deps.clock.now() })
  const people = async (workspaceId: string, rows: SegmentRow[]): Promise<z.output<typeof person>[]> => {
    const keyring = await deps.keyrings.get(workspaceId)
    return rows.map((r) => ({ id: r.contact_id, email: r.email_ct && keyring.decrypt(contactCells.email(r.contact_id), r.email_ct), status: r.status, country: r.country, region: r.region, city: r.city, created_at: r.created_at }))
  }

  app.get('/segments', {
    config: { scope: 'segments:read' },
    schema: { tags, operationId: 'listSegments', summary: 'Segments by name', querystring: pageQuery.extend({ search: z.string().max(200).optional() }), response: { 200: pageOf(view) } },
  }, async (request) => {
    const after = decodeCursor(request.query.cursor, z.tuple([z.string().max(200)]))
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => listSegments(tx, request.scope.workspaceId, { limit: request.query.limit, afterName: after?.[0], search: request.query.search }))
    const page = toPage(rows, request.query.limit, (s) => [s.name])
    return { items: page.items.map(present), next_cursor: page.next_cursor }
  })

  app.post('/segments', {
    config: { scope: 'segments:write' },
    schema: { tags, operationId: 'createSegment', summary: 'Save a segment', body: z.strictObject({ name: z.string().trim().min(1).max(200), definition }), response: { 201: view } },
  }, async (request, reply) => reply.code(201).send(present(await withWorkspace(deps.pool, request.scope, (tx) => createSegment(tx, contextOf(request.scope), deps.ids, request.body)))))

  app.get('/segments/:segment_id', { config: { scope: 'segments:read' }, schema: { tags, operationId: 'getSegment', summary: 'One segment', params, response: { 200: view } } }, async (request) =>
    present(await withWorkspace(deps.pool, request.scope, (tx) => getSegment(tx, request.scope.workspaceId, request.params.segment_id))))

  app.patch('/segments/:segment_id', {
    config: { scope: 'segments:write' },
    schema: { tags, operationId: 'updateSegment', summary: 'Change a segment; only the version named', params, body: z.strictObject({ version: z.number().int().positive(), name: z.string().trim().min(1).max(200).optional(), definition: definition.optional() }), response: { 200: view } },
  }, async (request) => {
    const { version, ...change } = request.body
    return present(await withWorkspace(deps.pool, request.scope, (tx) => updateSegment(tx, contextOf(request.scope), request.params.segment_id, version, change)))
  })

  app.delete('/segments/:segment_id', {
    config: { scope: 'segments:write' },
    schema: { tags, operationId: 'archiveSegment', summary: 'Archive a segment that nothing uses', params, querystring: z.object({ version: z.coerce.number().int().positive() }), response: { 204: noContent } },
  }, async (request, reply) => {
    await withWorkspace(deps.pool, request.scope, (tx) => archiveSegment(tx, contextOf(request.scope), request.params.segment_id, request.query.version))
    return reply.code(204).send()
  })

  app.get('/segments/:segment_id/history', {
    config: { scope: 'segments:read' },
    schema: { tags, operationId: 'getSegmentHistory', summary: 'Earlier definitions, newest first', params, response: { 200: z.object({ items: z.array(z.object({ version: z.number().int(), definition, created_at: isoTime, created_by: z.string() })) }) } },
  }, async (request) => {
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => segmentHistory(tx, request.scope.workspaceId, request.params.segment_id))
    return { items: rows.map((r) => ({ version: r.version, definition: { ...r.definition }, created_at: r.createdAt, created_by: r.createdBy })) }
  })

  app.post('/segments/validate', {
    config: { scope: 'segments:read' },
    schema: { tags, operationId: 'validateSegment', summary: 'Check a definition against this workspace; 422 lists every issue', body: z.strictObject({ definition }), response: { 200: z.object({ valid: z.literal(true) }) } },
  }, async (request) => {
    await withWorkspace(deps.pool, request.scope, (tx) => validateSegment(tx, request.scope.workspaceId, request.body.definition))
    return { valid: true as const }
  })

  app.post('/segments/estimate', {
    config: { scope: 'segments:read' },
    schema: { tags, operationId: 'estimateSegment', summary: 'About how many, at once; the exact count follows', body: asked, response: { 200: z.object({ about: z.number().int() }) } },
  }, async (request) =>
    withWorkspace(deps.pool, request.scope, async (tx) => {
      const context = contextOf(request.scope)
      const checked = await validateSegment(tx, context.workspaceId, request.body.definition)
      return { about: Math.round(await estimateSegment(tx, context, checked, { mailable: request.body.mailable })) }
    }))

  app.post('/segments/count', {
    config: { scope: 'segments:read' },
    schema: { tags, operationId: 'countSegment', summary: 'Exactly how many now', body: asked, response: { 200: z.object({ count: z.number().int(), ms: z.number().describe('Time in the database, in milliseconds.') }) } },
  }, async (request) =>
    withWorkspace(deps.pool, request.scope, async (tx) => {
      await limits(tx)
      const context = contextOf(request.scope)
      const checked = await validateSegment(tx, context.workspaceId, request.body.definition)
      const began = performance.now()
      const total = await countSegment(tx, context, checked, { mailable: request.body.mailable })
      return { count: total, ms: Math.round((performance.now() - began) * 10) / 10 }
    }))

  app.post('/segments/people', {
    config: { scope: 'contacts:read' },
    schema: { tags, operationId: 'pageSegment', summary: 'People of a definition, newest first', querystring: pageQuery, body: asked, response: { 200: pageOf(person) } },
  }, async (request) => {
    const before = decodeCursor(request.query.cursor, z.tuple([cursorId]))
    const rows = await withWorkspace(deps.pool, request.scope, async (tx) => {
      await limits(tx)
      const context = contextOf(request.scope)
      const checked: SegmentDefinition = await validateSegment(tx, context.workspaceId, request.body.definition)
      return pageSegment(tx, context, checked, { limit: request.query.limit, before: before?.[0] }, { mailable: request.body.mailable })
    })
    const page = toPage(rows, request.query.limit, (r) => [r.contact_id])
    return { items: await people(request.scope.workspaceId, page.items), next_cursor: page.next_cursor }
  })

  app.post('/segments/:segment_id/materialise', {
    config: { scope: 'segments:write' },
    schema: { tags, operationId: 'materialiseSegment', summary: 'Bring the kept membership up to date', params, response: { 200: z.object({ members: z.number().int(), entered: z.number().int(), left: z.number().int() }) } },
  }, async (request) => withWorkspace(deps.pool, request.scope, (tx) => materialiseSegment(tx, contextOf(request.scope), request.params.segment_id)))

  app.post('/segments/why', {
    config: { scope: 'contacts:read' },
    schema: {
      tags, operationId: 'whySegment', summary: 'Why is this person (not) in it', body: z.strictObject({ definition, contact_id: publicId('con') }),
      response: { 200: z.object({ member: z.boolean(), live: z.boolean(), mailable: z.boolean(), limited: z.boolean(), conditions: z.array(z.object({ path: z.string(), holds: z.boolean(), text: z.string() })) }) },
    },
  }, async (request) =>
    withWorkspace(deps.pool, request.scope, async (tx) => {
      const context = contextOf(request.scope)
      const checked = await validateSegment(tx, context.workspaceId, request.body.definition)
      const verdict = await explainMembership(tx, context, checked, request.body.contact_id)
      if (!verdict) throw kernelErrors.NOT_FOUND()
      return { member: verdict.member, live: verdict.live, mailable: verdict.mailable, limited: verdict.limited, conditions: verdict.leaves.map((l) => ({ path: l.path, holds: l.holds, text: verdictText(l) })) }
    }))

  app.post('/segments/explain', {
    config: { scope: 'segments:read' },
    schema: { tags, operationId: 'explainSegment', summary: 'The SQL of a definition, the indexes it needs, warnings', body: z.strictObject({ definition }), response: { 200: z.object({ sql: z.string(), value_types: z.array(z.string()), indexes: z.array(z.unknown()), warnings: z.array(z.string()) }) } },
  }, async (request) =>
    withWorkspace(deps.pool, request.scope, async (tx) => {
      const context = contextOf(request.scope)
      const checked = await validateSegment(tx, context.workspaceId, request.body.definition)
      const explained = explainSegment(checked, await compileOptions(tx, context, checked))
      if (!explained.valid) throw kernelErrors.VALIDATION_FAILED()
      return { sql: explained.sql, value_types: explained.value_types, indexes: [...explained.indexes], warnings: explained.warnings }
    }))
}
