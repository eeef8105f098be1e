// The tracking listener on plain node:http: a pixel is answered at once, a click when it is durable. Routes of others
// (webhooks, health) are handed in.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { isAppError, verifyTarget, type Signer } from '../../kernel/index.ts'
import type { HitBatcher } from './hit-batcher.ts'
import { redirectTarget, type LinkTargets } from './link-targets.ts'
import { isMachine } from './machine.ts'

export const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const PIXEL_HEAD = ['content-type', 'image/gif', 'content-length', String(PIXEL.length), 'cache-control', 'no-store, private', 'x-content-type-options', 'nosniff']
const TOKEN_LENGTH = 68

export type TrackingOptions = {
  signer: Signer
  /** Secret of signTarget. */
  secret: Buffer
  batcher: HitBatcher
  targets: LinkTargets
  nowMs?: () => number
  /** Told when a hit was not taken. */
  onRefused?: (code: string) => void
  /** Anything else; answers true when it took the request. */
  other?: (req: IncomingMessage, res: ServerResponse) => boolean
}

/** The handler of the listener; open, click and what `other` takes. Never throws, never leaks why a token is refused. */
export function trackingHandler(options: TrackingOptions): (req: IncomingMessage, res: ServerResponse) => void {
  const nowMs = options.nowMs ?? Date.now
  const busy = (res: ServerResponse, code: string): void => {
    options.onRefused?.(code)
    if (res.headersSent) return void res.destroy()
    answer(res, 503, `Busy, try again in a moment. (${code})`, ['retry-after', '1'])
  }
  const open = (req: IncomingMessage, res: ServerResponse, rest: string): void => {
    const token = options.signer.verifyBytes('open', rest.length === TOKEN_LENGTH ? rest : rest.replace(/(\.gif)?(\?.*)?$/, ''))
    if (!token) return notFound(res)
    try {
      options.batcher.open(token, nowMs(), isMachine(req.method!, req.rawHeaders))
    } catch {
      return busy(res, 'EVENT_QUEUE_FULL')
    }
    res.writeHead(200, PIXEL_HEAD)
    res.end(req.method === 'HEAD' ? undefined : PIXEL)
  }
  const click = async (req: IncomingMessage, res: ServerResponse, rest: string): Promise<void> => {
    const text = rest.replace(/\?.*$/, '')
    const carried = text.length > TOKEN_LENGTH ? verifyTarget(options.secret, text) : undefined
    if (text.length > TOKEN_LENGTH && !carried) return notFound(res)
    const bytes = options.signer.verifyBytes('click', carried?.token ?? text)
    if (!bytes) return notFound(res)
    const token = Buffer.from(bytes) // it must outlast the look-up of its target
    const target = redirectTarget(carried?.url ?? (await targetOf(options.targets, token)) ?? '')
    if (target === undefined) return notFound(res)
    await options.batcher.click(token, nowMs(), isMachine(req.method!, req.rawHeaders))
    res.writeHead(302, ['location', target, 'content-length', '0', 'cache-control', 'no-store, private', 'referrer-policy', 'no-referrer'])
    res.end()
  }
  return (req, res) => {
    const url = req.url ?? ''
    const isRead = req.method === 'GET' || req.method === 'HEAD'
    if (isRead && url.startsWith('/t/o/')) return open(req, res, url.slice(5))
    if (isRead && url.startsWith('/t/c/')) {
      click(req, res, url.slice(5)).catch((error: unknown) => busy(res, isAppError(error) ? error.code : 'DATABASE_UNAVAILABLE'))
      return
    }
    if (options.other?.(req, res)) return
    notFound(res)
  }
}

async function targetOf(targets: LinkTargets, token: Buffer): Promise<string | undefined> {
  const url = await targets.get(token)
  // A target with Liquid in it differs per recipient: its links carry it signed, a bare token leads nowhere.
  return url !== undefined && /\{[{%]/.test(url) ? undefined : url
}

export function notFound(res: ServerResponse): void {
  answer(res, 404, 'Not found.')
}

/** A short plain-text answer; closes nothing. */
export function answer(res: ServerResponse, status: number, text: string, headers: readonly string[] = []): void {
  const body = Buffer.from(`${text}\n`)
  res.writeHead(status, ['content-type', 'text/plain; charset=utf-8', 'content-length', String(body.length), 'cache-control', 'no-store', 'x-content-type-options', 'nosniff', ...headers])
  res.end(body)
}

export type Listening = { server: Server; port: number; close(): Promise<void> }

/** Listens; port 0 lets the system choose. Rejects when the port is taken. */
export async function listenHttp(handler: (req: IncomingMessage, res: ServerResponse) => void, host: string, port: number): Promise<Listening> {
  const server = createServer({ keepAliveTimeout: 72_000, requestTimeout: 60_000, headersTimeout: 20_000, maxHeaderSize: 32_768, noDelay: true }, handler)
  server.maxConnections = 20_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 1024 }, resolve)
  })
  const address = server.address()
  return {
    server,
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => {
      server.close(() => resolve())
      server.closeIdleConnections()
      setTimeout(() => server.closeAllConnections(), 2_000).unref()
    }),
  }
}

