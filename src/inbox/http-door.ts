// The door for readers: plain HTTP on loopback, one bearer token, JSON. The API of the product stands in front of it.
import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { MailQuery, MailStore } from './mail-store.ts'
import { readAttachment, readMail } from './read-mail.ts'

export type DoorOptions = { readonly store: MailStore; readonly token: string; readonly stats: () => Readonly<Record<string, number>> }

type Answer = { status: number; type: string; body: string | Buffer; headers?: Record<string, string> }

/**
 * GET /mails?limit&cursor&to&subject&q · GET /mails/:id · GET /mails/:id/raw · GET /mails/:id/attachments/:no ·
 * DELETE /mails · GET /stats. 401 without the token.
 */
export function createDoor(options: DoorOptions): Server {
  return createServer((req, res) => {
    route(req, options).then(
      (answer) => send(res, answer),
      () => send(res, json(500, { code: 'INTERNAL' })),
    )
  })
}

async function route(req: IncomingMessage, options: DoorOptions): Promise<Answer> {
  if (!isAllowed(req.headers.authorization, options.token)) return json(401, { code: 'INBOX_TOKEN_WRONG' })
  const url = new URL(req.url ?? '/', 'http://inbox')
  const [, first, id, what, no] = url.pathname.split('/')
  const { store } = options
  if (req.method === 'DELETE' && first === 'mails' && !id) {
    store.clear()
    return json(200, { removed: true })
  }
  if (req.method !== 'GET') return json(405, { code: 'METHOD_NOT_ALLOWED' })
  if (first === 'stats') return json(200, options.stats())
  if (first === 'mails' && !id) return json(200, store.list(queryOf(url.searchParams)))
  if (first === 'mails' && id) return mail(store, id, what, no)
  return json(404, { code: 'NOT_FOUND' })
}

async function mail(store: MailStore, id: string, what: string | undefined, no: string | undefined): Promise<Answer> {
  const summary = store.find(id)
  const raw = summary && (await store.raw(id))
  if (!summary || !raw) return json(404, { code: 'INBOX_MAIL_NOT_FOUND' })
  if (what === 'raw') return { status: 200, type: 'message/rfc822', body: raw }
  if (what === 'attachments') {
    const found = await readAttachment(raw, Number(no))
    if (!found) return json(404, { code: 'INBOX_MAIL_NOT_FOUND' })
    return { status: 200, type: 'application/octet-stream', body: found.content, headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.filename)}` } }
  }
  return json(200, await readMail(summary, raw))
}

function queryOf(p: URLSearchParams): MailQuery {
  const text = (name: string): Record<string, string> => (p.get(name) ? { [name]: p.get(name) ?? '' } : {})
  const limit = Number(p.get('limit'))
  return { ...(limit > 0 ? { limit } : {}), ...text('cursor'), ...text('to'), ...text('subject'), ...text('q') }
}

function isAllowed(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header?.replace(/^Bearer /, '') ?? '')
  const wanted = Buffer.from(token)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) }
}

function send(res: ServerResponse, answer: Answer): void {
  res.writeHead(answer.status, { 'content-type': answer.type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', ...answer.headers })
  res.end(answer.body)
}
