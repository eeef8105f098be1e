// The listener behind unsubscribe links. GET shows a page and changes nothing, since scanners follow links; POST is a
// person's form or a mail program's one click (RFC 8058), and is durable before it is answered.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { isAppError, withWorkspace, type Keyring, type Logger, type MessageKey, type Observer, type Signer } from '../../kernel/index.ts'
import { pageFacts, suppressionStateMany } from '../compliance.sql.ts'
import { addressesUsed, PERSON_SCOPE, resubscribe, unsubscribe, type ComplianceDeps } from '../unsubscribe.ts'
import { askPage, backPage, consentWords, donePage, laterPage, maskAddress, PAGE_CSP, unknownPage, type PageFacts } from './unsubscribe-page.ts'

export type UnsubscribeServerDeps = ComplianceDeps & { signer: Signer; log: Logger; observer: Observer }

const MAX_BODY = 16 * 1024

/** Handles /u/<token> and /healthz. Never throws; a refused token says nothing about why. */
export function unsubscribeHandler(deps: UnsubscribeServerDeps): (req: IncomingMessage, res: ServerResponse) => void {
  return (req, res) => {
    const path = (req.url ?? '').split('?', 1)[0]!
    if (path === '/healthz') return send(res, req, 200, 'ok\n', 'text/plain; charset=utf-8')
    const message = path.startsWith('/u/') ? verified(deps.signer, path.slice(3)) : undefined
    if (!message) return html(res, req, 404, unknownPage())
    const handled = req.method === 'POST' ? post(deps, req, res, message, path.slice(3)) : req.method === 'GET' || req.method === 'HEAD' ? show(deps, req, res, message) : undefined
    if (!handled) return html(res, req, 405, unknownPage())
    handled.catch((error: unknown) => {
      if (isAppError(error, 'COMPLIANCE_CONTACT_NOT_FOUND')) return html(res, req, 404, unknownPage())
      const code = (error as { code?: string }).code ?? 'unknown'
      deps.log.warn({ code }, 'an unsubscribe request could not be stored')
      deps.observer.observe('compliance.trouble', { code })
      if (res.headersSent) res.destroy()
      else html(res, req, 503, laterPage())
    })
  }
}

/** Who asks: told by the api service when it forwards, which it does on this machine; else the other end of the wire. */
function clientAddress(req: IncomingMessage): string {
  const remote = req.socket.remoteAddress ?? ''
  const told = String(req.headers['x-forwarded-for'] ?? '').split(',')[0]!.trim()
  return /^(::1|(::ffff:)?127\.)/.test(remote) && isIP(told) !== 0 ? told : remote
}

function verified(signer: Signer, token: string): MessageKey | undefined {
  try {
    return signer.verify('unsubscribe', token)
  } catch {
    return undefined
  }
}

async function show(deps: UnsubscribeServerDeps, req: IncomingMessage, res: ServerResponse, message: MessageKey): Promise<void> {
  const { facts, isOut } = await readFacts(deps, message)
  html(res, req, 200, isOut ? donePage(facts) : askPage(facts))
}

async function post(deps: UnsubscribeServerDeps, req: IncomingMessage, res: ServerResponse, message: MessageKey, token: string): Promise<void> {
  const body = await readBody(req)
  if (body === undefined) return html(res, req, 413, unknownPage())
  // urlencoded or multipart (RFC 8058 allows both); a body we do not know is in the person's favour an unsubscription.
  const isOneClick = /list-unsubscribe"?(?:=|\s*\r?\n\r?\n)one-click/i.test(body)
  const wantsBack = !isOneClick && /(?:^|&)action=subscribe(?:&|$)/.test(body)
  const evidence = { ip: clientAddress(req), userAgent: String(req.headers['user-agent'] ?? '').slice(0, 300), form: isOneClick ? 'rfc8058' : 'unsubscribe page' }
  if (wantsBack) {
    const { facts } = await readFacts(deps, message)
    const { changed } = await resubscribe(deps, { message, evidence, wordingHash: createHash('sha256').update(consentWords(facts.sender)).digest() })
    if (changed) deps.observer.observe('compliance.resubscribed', { workspaceId: message.workspaceId })
    return html(res, req, 200, backPage(facts))
  }
  const method = isOneClick ? 'one_click' : 'page'
  const { repeated } = await unsubscribe(deps, { message, requestKey: token, method, evidence })
  deps.observer.observe('compliance.unsubscribed', { workspaceId: message.workspaceId, method, repeated })
  if (isOneClick) return send(res, req, 200, 'Unsubscribed.\n', 'text/plain; charset=utf-8')
  html(res, req, 200, donePage((await readFacts(deps, message)).facts))
}

async function readFacts(deps: UnsubscribeServerDeps, message: MessageKey): Promise<{ facts: PageFacts; isOut: boolean }> {
  const { workspaceId, contactId } = message
  const keyring = await deps.keyrings.get(workspaceId)
  return withWorkspace(deps.pool, { ...PERSON_SCOPE, workspaceId }, async (tx) => {
    const row = await pageFacts.one(tx, { workspace_id: workspaceId, contact_id: contactId })
    const indexes = [...(await addressesUsed(tx, message)).map((a) => a.index), ...(row?.email_index ? [row.email_index] : [])]
    const held = indexes.length === 0 ? [] : await suppressionStateMany.many(tx, { workspace_id: workspaceId, email_indexes: indexes })
    return {
      facts: { sender: row?.workspace_name ?? 'this sender', address: row?.email_ct ? maskAddress(openAddress(keyring, contactId, row.email_ct)) : '' },
      isOut: held.some((s) => s.reason === 'unsubscribe' && s.lifted_at === null),
    }
  }, { readOnly: true })
}

function openAddress(keyring: Keyring, contactId: string, sealed: Buffer): string {
  try {
    return keyring.decrypt({ table: 'contacts.contact', column: 'email_ct', rowKey: contactId }, sealed)
  } catch {
    return '' // the page works without it
  }
}

/** The body, or undefined when it is too large; then the rest stays unread and the answer closes the connection. */
async function readBody(req: IncomingMessage): Promise<string | undefined> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_BODY) return undefined
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY) return undefined
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString('latin1')
}

const html = (res: ServerResponse, req: IncomingMessage, status: number, body: string): void => send(res, req, status, body, 'text/html; charset=utf-8')

function send(res: ServerResponse, req: IncomingMessage, status: number, text: string, type: string): void {
  const body = Buffer.from(text)
  res.writeHead(status, {
    'content-type': type, 'content-length': body.length, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'content-security-policy': PAGE_CSP,
    ...(status === 413 ? { connection: 'close' } : {}), ...(status === 503 ? { 'retry-after': '30' } : {}), ...(status === 405 ? { allow: 'GET, HEAD, POST' } : {}),
  })
  res.end(req.method === 'HEAD' ? undefined : body)
}

export type UnsubscribeListening = { port: number; close(): Promise<void> }

/** Listens; port 0 lets the system choose. Rejects when the port is taken. */
export async function listenUnsubscribe(deps: UnsubscribeServerDeps, host: string, port: number): Promise<UnsubscribeListening> {
  const server = createServer({ keepAliveTimeout: 72_000, requestTimeout: 30_000, headersTimeout: 20_000, noDelay: true }, unsubscribeHandler(deps))
  server.maxConnections = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 2_000).unref()
    }),
  }
}
