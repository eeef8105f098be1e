// The built web UI: hashed files for ever, the page itself with a fresh nonce for the one style element that its
// component library adds, every unknown path the page (it has its own addresses).
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply } from 'fastify'
import { kernelErrors } from '../kernel/index.ts'
import type { App } from './app.ts'
import { sendProblem } from './problem.ts'

const NONCE = '__CSP_NONCE__'
const OWN_PATHS = /^\/(api|t|u|v|w|healthz|readyz|metrics|frame)(\/|$|\?)/

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>InboxLift</title><h1>InboxLift is running</h1>
<p>The web interface has not been built in this folder. Run <code>npm start</code> once, or <code>npm run -w web build</code>.</p>
<p>The API answers under <a href="/api/v1/openapi.json">/api/v1</a>, health under <a href="/readyz">/readyz</a>.</p>`

/** Serves `folder` (web/dist). Without it a short page says how to build it. */
export async function installWebUi(app: App, folder: string): Promise<void> {
  const index = path.join(folder, 'index.html')
  if (existsSync(folder)) {
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false,
      globIgnore: ['index.html', '.built-from'],
      setHeaders: (reply, file) => void (file.includes(`${path.sep}assets${path.sep}`) ? reply.header('cache-control', 'public, max-age=31536000, immutable') : reply.header('cache-control', 'public, max-age=300')),
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && !OWN_PATHS.test(request.url) && (request.headers.accept ?? '*/*').includes('html') && !/\.\w{1,8}(\?|$)/.test(request.url)
    if (!wantsPage) return sendProblem(request, reply, kernelErrors.NOT_FOUND())
    return sendPage(reply, existsSync(index) ? readFileSync(index, 'utf8') : NOT_BUILT)
  })
  app.get('/', { schema: { hide: true } as never }, (_request, reply) => sendPage(reply, existsSync(index) ? readFileSync(index, 'utf8') : NOT_BUILT))
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  const policy = String(reply.getHeader('content-security-policy') ?? '')
  return reply
    .header('content-security-policy', policy.replace(/style-src [^;]*/, `style-src 'self' 'nonce-${nonce}'`))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html.replaceAll(NONCE, nonce))
}
