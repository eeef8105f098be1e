// The test inbox for signed-in people. It takes the mail of every workspace; a workspace sees its own only, which the
// signed return path tells.
import { z } from 'zod'
import { verifyVerp, type WorkspaceScope } from '../../kernel/index.ts'
import { createInboxClient, inboxErrors, type MailSummary } from '../../inbox/index.ts'
import type { RouteDeps, RouteModule } from '../app.ts'
import { FOREIGN_HTML_POLICY } from '../mail-frame.ts'
import { isoTime, noContent } from '../schemas.ts'

const summary = z.object({ id: z.string(), received_at: isoTime, from: z.string(), to: z.array(z.string()), subject: z.string(), from_header: z.string(), message_id: z.string(), bytes: z.number().int() }).meta({ id: 'InboxMail' })
const view = summary
  .extend({
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    html: z.string().nullable().describe('As sent; show it in the frame at /frame only.'),
    text: z.string().nullable(),
    attachments: z.array(z.object({ no: z.number().int(), filename: z.string(), content_type: z.string(), bytes: z.number().int(), content_id: z.string().nullable() })),
    links: z.array(z.object({ url: z.string(), part: z.enum(['html', 'text']) })),
  })
  .meta({ id: 'InboxMailView' })

const present = (m: MailSummary): z.output<typeof summary> => ({ id: m.id, received_at: new Date(m.receivedAt), from: m.from, to: [...m.to], subject: m.subject, from_header: m.fromHeader, message_id: m.messageId, bytes: m.bytes })

const tags = ['inbox']
const params = z.object({ mail_id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) })
/** Pages of the inbox that are looked through for one page of a workspace. */
const MAX_LOOKS = 20

export const inboxRoutes: RouteModule = (app, deps) => {
  const client = createInboxClient({ url: `http://127.0.0.1:${deps.config.INBOXLIFT_INBOX_HTTP_PORT}`, token: deps.secrets.inboxToken })

  app.get('/inbox/mails', {
    config: { scope: 'inbox:read' },
    schema: {
      tags, operationId: 'listInboxMails', summary: 'Mails in the test inbox, newest first',
      querystring: z.object({ limit: z.coerce.number().int().min(1).max(100).default(50), cursor: z.string().max(64).optional(), q: z.string().max(200).optional().describe('Part of a recipient or of the subject.') }),
      response: { 200: z.object({ items: z.array(summary), next_cursor: z.string().nullable() }) },
    },
  }, async (request) => {
    const { limit, q } = request.query
    const items: MailSummary[] = []
    let next: string | null = request.query.cursor ?? null
    for (let look = 0; look < MAX_LOOKS && items.length < limit; look++) {
      const page = await client.list({ limit: 200, ...(q ? { q } : {}), ...(next ? { cursor: next } : {}) })
      items.push(...page.mails.filter((m) => belongsTo(deps, request.scope, m)))
      next = page.next
      if (!next) break
    }
    const shown = items.slice(0, limit)
    return { items: shown.map(present), next_cursor: items.length > limit ? shown.at(-1)!.id : next }
  })

  app.get('/inbox/mails/:mail_id', { config: { scope: 'inbox:read' }, schema: { tags, operationId: 'getInboxMail', summary: 'One mail as a person sees it', params, response: { 200: view } } }, async (request) => {
    const m = owned(deps, request.scope, await client.get(request.params.mail_id))
    return { ...present(m), headers: [...m.headers], html: m.html, text: m.text, links: [...m.links], attachments: m.attachments.map((a) => ({ no: a.no, filename: a.filename, content_type: a.contentType, bytes: a.bytes, content_id: a.contentId })) }
  })

  app.get('/inbox/mails/:mail_id/raw', { config: { scope: 'inbox:read' }, schema: { tags, operationId: 'getInboxMailRaw', summary: 'The message as it was received (message/rfc822)', params } }, async (request, reply) => {
    owned(deps, request.scope, await client.get(request.params.mail_id))
    return reply.type('message/rfc822').header('content-disposition', `attachment; filename="${request.params.mail_id}.eml"`).send(await client.raw(request.params.mail_id))
  })

  app.get('/inbox/mails/:mail_id/attachments/:no', {
    config: { scope: 'inbox:read' },
    schema: { tags, operationId: 'getInboxAttachment', summary: 'An attachment', params: params.extend({ no: z.coerce.number().int().min(1).max(1_000) }) },
  }, async (request, reply) => {
    const m = owned(deps, request.scope, await client.get(request.params.mail_id))
    const found = m.attachments.find((a) => a.no === request.params.no)
    if (!found) throw inboxErrors.INBOX_MAIL_NOT_FOUND()
    const body = await client.attachment(request.params.mail_id, request.params.no)
    const isImage = /^image\/(png|jpeg|gif|webp)$/.test(found.contentType)
    void reply.header('content-security-policy', FOREIGN_HTML_POLICY).header('content-disposition', `${isImage ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.filename)}`)
    return reply.type(isImage ? found.contentType : 'application/octet-stream').send(body)
  })

  app.delete('/inbox/mails', { config: { scope: 'workspace:write' }, schema: { tags, operationId: 'clearInbox', summary: 'Remove all mails of the test inbox', response: { 204: noContent } } }, async (_request, reply) => {
    await client.clear()
    return reply.code(204).send()
  })
}

/** A mail with our signed return path belongs to the workspace in it; one without (by hand, to try the inbox) to all. */
function belongsTo(deps: RouteDeps, scope: WorkspaceScope, mail: MailSummary): boolean {
  const key = verifyVerp(deps.secrets.signing, mail.from.split('@')[0] ?? '')
  return key === undefined || key.workspaceId === scope.workspaceId
}

function owned<M extends MailSummary>(deps: RouteDeps, scope: WorkspaceScope, mail: M): M {
  if (!belongsTo(deps, scope, mail)) throw inboxErrors.INBOX_MAIL_NOT_FOUND()
  return mail
}
