// Imports of files: send a file, look at what would happen, start, watch, steer, fetch what was refused.
import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { cancelImport, countRejects, getImport, listImports, listRejects, pauseImport, previewImport, receiveFile, rejectsAsCsv, resumeImport, runImport, startImport, type ImportDeps, type ImportFormat, type ImportOptions, type ImportPlan, type ImportRun } from '../../contacts/index.ts'
import type { WorkspaceScope } from '../../kernel/index.ts'
import type { RouteDeps, RouteModule } from '../app.ts'
import { cursorId, decodeCursor, toPage } from '../cursor.ts'
import { httpErrors } from '../errors.ts'
import { isoTime, pageOf, pageQuery, publicId } from '../schemas.ts'

const MAX_FILE_BYTES = 2 * 1024 ** 3
const STATES = ['receiving', 'ready', 'running', 'paused', 'done', 'failed', 'cancelled'] as const
const counts = z.object({ created: z.number().int(), updated: z.number().int(), unchanged: z.number().int(), rejected: z.number().int(), duplicate: z.number().int() }).meta({ id: 'ImportCounts' })
const csv = z.object({ encoding: z.enum(['utf-8', 'windows-1252']), delimiter: z.enum([',', ';', '\t', '|']), newline: z.enum(['lf', 'cr']).describe('cr: rows end with a lone CR.'), header: z.boolean().describe('Does the first row name the columns?') })
const formatView = csv
  .extend({ columns: z.number().int(), sent_as: z.string().describe('Encoding of the file as it was sent.'), broken_byte: z.number().int().nullable().describe('First byte that is not UTF-8.'), broken_line: z.number().int().nullable() })
  .meta({ id: 'ImportFormat' })
const presentFormat = (f: ImportFormat): z.output<typeof formatView> => ({ encoding: f.encoding, delimiter: f.delimiter, newline: f.newline, header: f.header, columns: f.columns, sent_as: f.sent_as, broken_byte: f.broken?.byte ?? null, broken_line: f.broken?.line ?? null })

const consent = z.strictObject({ purpose: z.string().min(1).max(100), wording_version: z.number().int().positive().optional(), given_at: isoTime.optional(), evidence: z.string().max(1_000).optional() })
const optionsInput = z
  .strictObject({
    dry_run: z.boolean().describe('Check every row and change nothing.'), list_id: publicId('lst').describe('List that everybody of the file is put on.'), on_existing: z.enum(['update', 'skip']), default_country: z.string().max(60),
    date_order: z.enum(['dmy', 'mdy']), new_status: z.enum(['active', 'unconfirmed']), consent: consent.describe('What the people of the file agreed to.'),
  })
  .partial()
const plan = z.strictObject({ mapping: z.record(z.string(), z.string()).optional().describe('Column to field, `attribute:<name>` or `ignore`; default: the guess.'), format: csv.partial().strict().optional(), options: optionsInput.optional() })

const view = z
  .object({
    id: publicId('imp'), source_id: publicId('src'), source_name: z.string(), state: z.enum(STATES), file_name: z.string(), file_bytes: z.number().int(), format: formatView.nullable().describe('Null until the file has arrived.'), mapping: z.record(z.string(), z.string()),
    options: z.object({ dry_run: z.boolean(), list_id: publicId('lst').nullable(), on_existing: z.enum(['update', 'skip']), new_status: z.enum(['active', 'unconfirmed']).nullable(), dry_run_counts: counts.extend({ rows: z.number().int() }).nullable() }),
    done_bytes: z.number().int(), rows: z.number().int(), counts, seconds_left: z.number().int().nullable(), error_code: z.string().nullable(), created_at: isoTime, created_by: z.string(), started_at: isoTime.nullable(), finished_at: isoTime.nullable(),
  })
  .meta({ id: 'Import' })

function present(r: ImportRun): z.output<typeof view> {
  return {
    id: r.importRunId, source_id: r.sourceId, source_name: r.sourceName, state: r.state, file_name: r.fileName, file_bytes: r.fileBytes, format: r.format.encoding === undefined ? null : presentFormat(r.format), mapping: r.mapping,
    options: { dry_run: r.options.dryRun ?? false, list_id: r.options.listId ?? null, on_existing: r.options.onExisting ?? 'update', new_status: r.options.newStatus ?? null, dry_run_counts: r.options.dryRunCounts ?? null },
    done_bytes: r.cursorBytes, rows: r.rows, counts: r.counts, seconds_left: r.secondsLeft ?? null, error_code: r.errorCode, created_at: r.createdAt, created_by: r.createdBy, started_at: r.startedAt, finished_at: r.finishedAt,
  }
}

function toOptions(o: z.output<typeof optionsInput>): ImportOptions {
  const c = o.consent
  return {
    dryRun: o.dry_run, listId: o.list_id, onExisting: o.on_existing, defaultCountry: o.default_country, dateOrder: o.date_order, newStatus: o.new_status,
    consent: c && { purpose: c.purpose, wordingVersion: c.wording_version, givenAt: c.given_at?.toISOString(), evidence: c.evidence },
  }
}
const toPlan = (b: z.output<typeof plan>): ImportPlan => ({ mapping: b.mapping, format: b.format as ImportPlan['format'], options: b.options && toOptions(b.options) })

const rejected = z.object({ field: z.string(), rule: z.string(), hint: z.string() })
const previewView = z
  .object({
    format: formatView, columns: z.array(z.string()), mapping: z.record(z.string(), z.string()), targets: z.array(z.string()).describe('What a column may be mapped to.'), new_attributes: z.array(z.string()).describe('Named by the mapping and made when the import starts.'),
    rows: z.array(z.object({ row: z.number().int(), line: z.number().int(), cells: z.array(z.string()), outcome: z.enum(['created', 'updated', 'unchanged', 'duplicate', 'rejected']), changes: z.array(z.string()).optional(), reject: rejected.optional() })),
  })
  .meta({ id: 'ImportPreview' })

const tags = ['imports']
const params = z.object({ import_id: publicId('imp') })
const read = { scope: 'contacts:read' as const }
const write = { scope: 'contacts:write' as const }

const importDeps = async (deps: RouteDeps, scope: WorkspaceScope): Promise<ImportDeps> => ({ pool: deps.pool, ids: deps.ids, clock: deps.clock, keyring: await deps.keyrings.get(scope.workspaceId) })

export const importRoutes: RouteModule = (app, deps) => {
  app.get('/imports', { config: read, schema: { tags, operationId: 'listImports', summary: 'Imports, newest first', querystring: pageQuery, response: { 200: pageOf(view) } } }, async (request) => {
    const { limit, cursor } = request.query
    const before = decodeCursor(cursor, z.tuple([cursorId]))
    const page = toPage(await listImports(deps, request.scope, { limit, before: before?.[0] }), limit, (r) => [r.importRunId])
    return { items: page.items.map(present), next_cursor: page.next_cursor }
  })

  uploadRoute(app, deps)

  app.get('/imports/:import_id', { config: read, schema: { tags, operationId: 'getImport', summary: 'One import with its progress; also as /live?import=', params, response: { 200: view } } }, async (request) => present(await getImport(deps, request.scope, request.params.import_id)))

  app.post('/imports/:import_id/preview', { config: read, schema: { tags, operationId: 'previewImport', summary: 'What would happen to the first 100 rows under this plan; changes nothing', params, body: plan, response: { 200: previewView } } }, async (request) => {
    const tools = await importDeps(deps, request.scope)
    const p = await previewImport(tools, request.scope, await getImport(deps, request.scope, request.params.import_id), toPlan(request.body))
    return { format: presentFormat(p.format), columns: p.columns, mapping: p.mapping, targets: p.targets, new_attributes: p.newAttributes, rows: p.rows }
  })

  app.post('/imports/:import_id/run', { config: write, schema: { tags, operationId: 'runImport', summary: 'Start it, or its dry run, with this plan', params, body: plan, response: { 200: view } } }, async (request) =>
    present(await runImport(await importDeps(deps, request.scope), request.scope, request.params.import_id, toPlan(request.body))))

  const steps = { pause: [pauseImport, 'Stop after the batch in hand'], resume: [resumeImport, 'Go on at the same row, also after a failure'], cancel: [cancelImport, 'End it for good; people who came with it stay'] } as const
  for (const [name, [step, summary]] of Object.entries(steps)) {
    app.post(`/imports/:import_id/${name}`, { config: write, schema: { tags, operationId: `${name}Import`, summary, params, response: { 200: view } } }, async (request) =>
      present(await step(await importDeps(deps, request.scope), request.scope, request.params.import_id)))
  }

  rejectRoutes(app, deps)
}

/** The body is the file itself and is stored while it arrives: memory stays flat whatever its size. */
const uploadRoute: RouteModule = (app, deps) => {
  void app.register(async (plain) => {
    const upload = plain as unknown as typeof app
    upload.removeContentTypeParser(['application/json', 'text/plain'])
    upload.addContentTypeParser(['application/octet-stream', 'text/csv', 'text/plain', 'text/tab-separated-values'], { bodyLimit: MAX_FILE_BYTES }, (_request, payload, done) => done(null, payload))
    upload.post('/imports', {
      config: write,
      bodyLimit: MAX_FILE_BYTES,
      schema: {
        tags, operationId: 'uploadImport', summary: 'Send a file; the body is the file itself, up to 2 GB', consumes: ['application/octet-stream', 'text/csv', 'multipart/form-data'],
        querystring: z.object({ source_id: publicId('src'), file_name: z.string().trim().min(1).max(200), encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be']).optional().describe('Default: found out.') }), response: { 201: view },
      },
    }, async (request, reply) => {
      const { source_id: sourceId, file_name: fileName, encoding } = request.query
      const tools = await importDeps(deps, request.scope)
      const importRunId = await startImport(tools, request.scope, { sourceId, fileName })
      try {
        const receiver = await receiveFile(tools, request.scope, importRunId, encoding)
        for await (const piece of await bytesOf(request)) await receiver.receiveChunk(piece)
        return reply.code(201).send(present(await receiver.finishReceiving()))
      } catch (error) {
        await cancelImport(tools, request.scope, importRunId).catch(() => undefined)
        throw error
      }
    })
  })
}

/** The body itself, or the first file of a form. */
async function bytesOf(request: FastifyRequest): Promise<AsyncIterable<Buffer>> {
  if (!request.isMultipart()) return (request.body ?? []) as AsyncIterable<Buffer>
  const part = await request.file({ limits: { fileSize: MAX_FILE_BYTES, files: 1 } })
  if (!part) throw httpErrors.HTTP_BODY_UNREADABLE()
  return part.file as AsyncIterable<Buffer>
}

const rejectRoutes: RouteModule = (app, deps) => {
  const rejectView = rejected.extend({ row: z.number().int(), line: z.number().int(), cells: z.array(z.string()) }).meta({ id: 'RejectedRow' })
  app.get('/imports/:import_id/rejects', {
    config: read,
    schema: { tags, operationId: 'listRejects', summary: 'Refused rows with the rule they broke, in file order', params, querystring: pageQuery, response: { 200: pageOf(rejectView).extend({ rules: z.array(z.object({ field: z.string(), rule: z.string(), count: z.number().int() })).describe('How many rows each rule refused, most first.') }) } },
  }, async (request) => {
    const { limit, cursor } = request.query
    const tools = await importDeps(deps, request.scope)
    const after = decodeCursor(cursor, z.tuple([cursorId]))
    const page = toPage(await listRejects(tools, request.scope, request.params.import_id, { limit, after: after?.[0] }), limit, (r) => [r.row])
    return { items: page.items.map((r) => ({ ...r, row: Number(r.row), line: Number(r.line) })), next_cursor: page.next_cursor, rules: await countRejects(deps, request.scope, request.params.import_id) }
  })

  app.get('/imports/:import_id/rejects.csv', { config: read, schema: { tags, operationId: 'exportRejects', summary: 'Refused rows as CSV, to be mended and sent again', params, querystring: z.object({ workspace: z.string().optional() }) } }, async (request, reply) => {
    const tools = await importDeps(deps, request.scope)
    await getImport(deps, request.scope, request.params.import_id)
    return reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="refused-rows.csv"').header('cache-control', 'private, no-store').send(Readable.from(rejectsAsCsv(tools, request.scope, request.params.import_id)))
  })
}
