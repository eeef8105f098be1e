// Where foreign HTML (a mail, a preview) is shown: an origin of its own without scripts, forms, cookies or requests but
// for images. The UI puts /frame into an iframe and posts the HTML to it; a server answer with HTML gets the same policy.
import { createHash } from 'node:crypto'
import type { App } from './app.ts'

const SCRIPT = `addEventListener('message',function(e){if(e.source!==parent||typeof e.data!=='object'||e.data===null||e.data.kind!=='inboxlift-frame')return;document.open();document.write(e.data.html);document.close();parent.postMessage({kind:'inboxlift-frame-height',height:document.documentElement.scrollHeight},'*')});parent.postMessage({kind:'inboxlift-frame-ready'},'*')`
const HASH = createHash('sha256').update(SCRIPT).digest('base64')

/** Policy for HTML that others wrote. */
export const FOREIGN_HTML_POLICY = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data: cid:; style-src 'unsafe-inline'; font-src * data:; form-action 'none'; frame-ancestors 'self'"
const FRAME_POLICY = FOREIGN_HTML_POLICY.replace('sandbox ', 'sandbox allow-scripts ').replace("default-src 'none'", `default-src 'none'; script-src 'sha256-${HASH}'`)

/**
 * GET /frame: an empty page that writes what its parent posts: `{kind: 'inboxlift-frame', html}`. It says
 * `inboxlift-frame-ready` when it listens and `inboxlift-frame-height` when it has written. Only its own script runs.
 */
export function installMailFrame(app: App): void {
  app.get('/frame', { schema: { hide: true } as never }, (_request, reply) =>
    reply.header('content-security-policy', FRAME_POLICY).header('x-frame-options', 'SAMEORIGIN').header('cache-control', 'public, max-age=300').type('text/html; charset=utf-8').send(`<!doctype html><meta charset="utf-8"><title>Mail</title><script>${SCRIPT}</script>`))
}
