// Passes requests on to another process of this installation on the loopback: tracking and webhooks (/t, /w) to the
// ingest service, unsubscribes (/u) to the compliance service, so that one public address serves all. Bodies stream in
// both directions, connections are kept. It stands before Fastify: a pixel needs no cookies, limits or shapes.
import { Agent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { randomUUID } from 'node:crypto'
import { httpErrors } from './errors.ts'
import { problemOf } from './problem.ts'

const agent = new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 64 })
const PATIENCE_MS = 30_000
/** Connection headers belong to one hop (RFC 9110 7.6.1). */
const HOP = new Set(['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'host'])

export type ForwardOptions = {
  port: number
  /** Path and query at the other process. */
  path: string
  /** Address of the client as we know it. */
  clientAddress: string
  /** Added to or replacing the request's headers; undefined removes one. */
  headers?: Readonly<Record<string, string | undefined>>
  /** May change the answer's headers. */
  onHeaders?: (headers: OutgoingHttpHeaders) => OutgoingHttpHeaders
}

/** Answers with what the other process answers, or 502 HTTP_PEER_DOWN when it does not run. Never throws. */
export function forward(req: IncomingMessage, res: ServerResponse, options: ForwardOptions): void {
  const headers: OutgoingHttpHeaders = {}
  for (const [name, value] of Object.entries(req.headers)) if (!HOP.has(name) && value !== undefined) headers[name] = value
  headers['x-forwarded-for'] = options.clientAddress
  headers['x-forwarded-host'] = req.headers.host ?? ''
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === undefined) delete headers[name]
    else headers[name] = value
  }
  const peer = httpRequest({ host: '127.0.0.1', port: options.port, method: req.method, path: options.path, headers, agent, timeout: PATIENCE_MS })
  peer.once('response', (answer) => {
    const kept = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !HOP.has(name))) as OutgoingHttpHeaders
    res.writeHead(answer.statusCode ?? 502, options.onHeaders ? options.onHeaders(kept) : kept)
    pipeline(answer, res, () => {})
  })
  peer.once('timeout', () => peer.destroy(new Error('timeout')))
  peer.once('error', () => failGateway(res))
  res.once('close', () => void (res.writableEnded || peer.destroy()))
  pipeline(req, peer, () => {})
}

function failGateway(res: ServerResponse): void {
  if (res.headersSent || res.destroyed) return void res.destroy()
  const requestId = `req_${randomUUID().replaceAll('-', '')}`
  res.writeHead(502, { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'retry-after': '5', 'x-request-id': requestId })
  res.end(JSON.stringify(problemOf(httpErrors.HTTP_PEER_DOWN({ data: { retry_after: 5 } }), requestId)))
}
