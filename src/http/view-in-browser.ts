// GET /v/<token>: a person's own mail as a page, reached from the link in the mail; no sign-in, the token is signed.
import { openContent, type CompiledContent } from '../campaigns/render/index.ts'
import { viewMessage } from '../delivery/index.ts'
import type { App, RouteDeps } from './app.ts'
import { FOREIGN_HTML_POLICY } from './mail-frame.ts'

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The page runs nothing and asks for images only; a forged token is TOKEN_INVALID, a message that is gone NOT_FOUND. */
export function installViewInBrowser(app: App, deps: RouteDeps): void {
  app.get('/v/:token', { config: { rateLimit: { max: 120, timeWindow: '1 minute' } }, schema: { hide: true } as never }, async (request, reply) => {
    const key = deps.signer.verify('view', (request.params as { token: string }).token)
    const { compiled, recipient, sentAt } = await viewMessage(deps, key)
    const mail = openContent(compiled as CompiledContent).render({ ...recipient, now: sentAt })
    const html = mail.html ?? `<!doctype html><meta charset="utf-8"><title>${escape(mail.subject)}</title><pre style="white-space:pre-wrap">${escape(mail.text)}</pre>`
    return reply.header('content-security-policy', FOREIGN_HTML_POLICY.replace("frame-ancestors 'self'", "frame-ancestors 'none'")).header('cache-control', 'private, no-store').header('x-robots-tag', 'noindex').type('text/html; charset=utf-8').send(html)
  })
}
