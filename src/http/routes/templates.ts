// Templates: write, look at while typing, try out. Content comes and goes as text; nothing of it is run here.
import { z } from 'zod'
import { withWorkspace } from '../../kernel/index.ts'
import { readSettings, roleAllows, platformErrors, type Principal, type ScopeName } from '../../platform/index.ts'
import {
  archiveTemplate, campaignContext, createTemplate, getTemplate, listTemplates, MAX_TEST_RECIPIENTS, PLAIN_DRESS, previewContent, sendTest, TEMPLATE_LANGUAGES, updateTemplate, type Content, type Preview, type Template, type TemplateSummary, type TestResult,
} from '../../campaigns/index.ts'
import type { RouteDeps, RouteModule } from '../app.ts'
import { decodeCursor, toPage } from '../cursor.ts'
import { isoTime, noContent, pageOf, pageQuery, publicId } from '../schemas.ts'

const MAX_BODY = 500_000
const language = z.enum(TEMPLATE_LANGUAGES)
const content = {
  language: language.default('mjml').describe('Of the body; Liquid in both.'),
  subject: z.string().max(1_000).default(''),
  preheader: z.string().max(1_000).default('').describe('Shown after the subject in the list of mails.'),
  body: z.string().max(MAX_BODY),
  text_body: z.string().max(MAX_BODY).nullish().describe('Plain text; null: made from the body.'),
}
const name = z.string().trim().min(1).max(200)

const summary = z
  .object({ id: publicId('tpl'), name: z.string(), language, subject: z.string(), preheader: z.string(), version: z.number().int(), created_at: isoTime, created_by: z.string(), updated_at: isoTime, updated_by: z.string(), archived_at: isoTime.nullable() })
  .meta({ id: 'TemplateSummary' })
const view = summary.extend({ body: z.string(), text_body: z.string().nullable() }).meta({ id: 'Template' })
const presentSummary = (t: TemplateSummary): z.output<typeof summary> => ({ id: t.templateId, name: t.name, language: t.language, subject: t.subject, preheader: t.preheader, version: t.version, created_at: t.createdAt, created_by: t.createdBy, updated_at: t.updatedAt, updated_by: t.updatedBy, archived_at: t.archivedAt })
const present = (t: Template): z.output<typeof view> => ({ ...presentSummary(t), body: t.body, text_body: t.textBody })

export const previewView = z
  .object({
    subject: z.string(), html: z.string(), text: z.string(),
    links: z.array(z.object({ no: z.number().int(), part: z.enum(['html', 'text']), url: z.string().nullable().describe('Null: differs per person.'), source: z.string(), label: z.string() })),
    unknown_fields: z.array(z.string()).describe('What the content reads and nothing fills.'),
    warnings: z.array(z.string()),
  })
  .meta({ id: 'Preview' })
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
export const presentPreview = (p: Preview): z.output<typeof previewView> => ({
  subject: p.subject, html: p.html ?? `<pre style="white-space:pre-wrap">${escape(p.text)}</pre>`, text: p.text, links: p.links.map((l) => ({ ...l })), unknown_fields: p.unknownFields,
  warnings: p.warnings.map((w) => `${w.part}${w.line === null ? '' : `, line ${w.line}`}: ${w.message} ${w.hint}`),
})

export const testRecipients = z.array(z.string().max(1_000)).min(1).max(MAX_TEST_RECIPIENTS)
export const testView = z
  .object({
    results: z.array(z.object({
      to: z.string(), outcome: z.enum(['sent', 'deferred', 'refused', 'in_doubt', 'not_sent']), code: z.number().int().nullable(), enhanced_code: z.string().nullable(), text: z.string(), server: z.string(), provider: z.string().nullable(),
      dialogue: z.array(z.string()).describe('What was said between us (C) and the server (S).'),
    })),
  })
  .meta({ id: 'TestSend' })
export const presentTest = (results: TestResult[]): z.output<typeof testView> => ({ results: results.map((r) => ({ to: r.address, outcome: r.outcome, code: r.code, enhanced_code: r.enhanced, text: r.text, server: r.server, provider: r.provider, dialogue: r.dialogue })) })

type ContentBody = { language: Content['language']; subject: string; preheader: string; body: string; text_body?: string | null | undefined }
const toContent = (b: ContentBody): Content => ({ language: b.language, subject: b.subject, preheader: b.preheader, body: b.body, textBody: b.text_body ?? null })

/** For a part of an answer that needs more than the route does. Throws AUTH_SCOPE_MISSING. */
export function requireScope(principal: Principal | null, workspaceId: string, scope: ScopeName): void {
  const may = principal?.kind === 'key' ? principal.scopes.includes(scope) : (principal?.memberships.some((m) => m.workspaceId === workspaceId && roleAllows(m.role, scope)) ?? false)
  if (!may) throw platformErrors.AUTH_SCOPE_MISSING({ data: { scope } })
}

const tags = ['templates']
const params = z.object({ template_id: publicId('tpl') })

export const templateRoutes: RouteModule = (app, deps: RouteDeps) => {
  app.get('/templates', {
    config: { scope: 'campaigns:read' },
    schema: { tags, operationId: 'listTemplates', summary: 'Templates by name', querystring: pageQuery.extend({ search: z.string().max(200).optional(), archived: z.stringbool().default(false).describe('Also archived ones.') }), response: { 200: pageOf(summary) } },
  }, async (request) => {
    const q = request.query
    const after = decodeCursor(q.cursor, z.tuple([z.string().max(200)]))
    const rows = await withWorkspace(deps.pool, request.scope, (tx) => listTemplates(tx, request.scope.workspaceId, { limit: q.limit, afterName: after?.[0], search: q.search, withArchived: q.archived }))
    const page = toPage(rows, q.limit, (t) => [t.name])
    return { items: page.items.map(presentSummary), next_cursor: page.next_cursor }
  })

  app.post('/templates', {
    config: { scope: 'campaigns:write' },
    schema: { tags, operationId: 'createTemplate', summary: 'Save a template; content that does not compile is refused with the line', body: z.strictObject({ name, ...content }), response: { 201: view } },
  }, async (request, reply) => {
    const b = request.body
    return reply.code(201).send(present(await withWorkspace(deps.pool, request.scope, (tx) => createTemplate(tx, campaignContext(deps, request.scope), { name: b.name, ...toContent(b) }))))
  })

  app.get('/templates/:template_id', { config: { scope: 'campaigns:read' }, schema: { tags, operationId: 'getTemplate', summary: 'One template', params, response: { 200: view } } }, async (request) =>
    present(await withWorkspace(deps.pool, request.scope, (tx) => getTemplate(tx, request.scope.workspaceId, request.params.template_id))))

  app.patch('/templates/:template_id', {
    config: { scope: 'campaigns:write' },
    schema: {
      tags, operationId: 'updateTemplate', summary: 'Change a template; only the version named', params,
      body: z.strictObject({ version: z.number().int().positive(), name: name.optional(), language: language.optional(), subject: z.string().max(1_000).optional(), preheader: z.string().max(1_000).optional(), body: z.string().max(MAX_BODY).optional(), text_body: content.text_body }),
      response: { 200: view },
    },
  }, async (request) => {
    const { version, text_body: textBody, ...change } = request.body
    return present(await withWorkspace(deps.pool, request.scope, (tx) => updateTemplate(tx, campaignContext(deps, request.scope), request.params.template_id, version, { ...change, textBody })))
  })

  app.delete('/templates/:template_id', {
    config: { scope: 'campaigns:write' },
    schema: { tags, operationId: 'archiveTemplate', summary: 'Archive a template that no campaign waits for', params, querystring: z.object({ version: z.coerce.number().int().positive() }), response: { 204: noContent } },
  }, async (request, reply) => {
    await withWorkspace(deps.pool, request.scope, (tx) => archiveTemplate(tx, campaignContext(deps, request.scope), request.params.template_id, request.query.version))
    return reply.code(204).send()
  })

  app.post('/templates/preview', {
    config: { scope: 'campaigns:read' },
    schema: { tags, operationId: 'previewTemplate', summary: 'What this content looks like, for a contact or a sample person; nothing is stored', body: z.strictObject({ ...content, contact_id: publicId('con').nullish() }), response: { 200: previewView } },
  }, async (request) => {
    const contactId = request.body.contact_id ?? null
    if (contactId !== null) requireScope(request.principal, request.scope.workspaceId, 'contacts:read')
    const keyring = await deps.keyrings.get(request.scope.workspaceId)
    const settings = await readSettings(deps, request.scope)
    const dress = { ...PLAIN_DRESS, fromName: settings.sender_name, fromEmail: settings.sender_email || PLAIN_DRESS.fromEmail }
    const made = await withWorkspace(deps.pool, request.scope, (tx) => previewContent(tx, { workspaceId: request.scope.workspaceId, config: deps.config, keyring, now: deps.clock.now() }, toContent(request.body), dress, contactId), { readOnly: true })
    return presentPreview(made)
  })

  app.post('/templates/test', {
    config: { scope: 'campaigns:write' },
    schema: {
      tags, operationId: 'testTemplate', summary: 'Send this content to addresses of your own, now; never counted',
      body: z.strictObject({ ...content, body: content.body.optional(), template_id: publicId('tpl').nullish().describe('A saved template instead of content.'), to: testRecipients, contact_id: publicId('con').nullish().describe('Whose fields to show; default: a sample person.'), provider_id: publicId('prv').nullish().describe('Default: by route.') }),
      response: { 200: testView },
    },
  }, async (request) => {
    const b = request.body
    if (b.contact_id) requireScope(request.principal, request.scope.workspaceId, 'contacts:read')
    const saved = b.template_id ? await withWorkspace(deps.pool, request.scope, (tx) => getTemplate(tx, request.scope.workspaceId, b.template_id!)) : null
    const settings = await readSettings(deps, request.scope)
    const dress = { ...PLAIN_DRESS, fromName: settings.sender_name, fromEmail: settings.sender_email, replyTo: settings.reply_to || null }
    const results = await sendTest(deps, request.scope, { content: saved ?? toContent({ ...b, body: b.body ?? '' }), dress, to: b.to, contactId: b.contact_id ?? null, question: { campaignId: null, providerId: b.provider_id ?? null, stream: 'marketing' } })
    return presentTest(results)
  })
}
