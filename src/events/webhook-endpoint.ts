// POST /w/<format>/<key>: the raw body is verified, kept encrypted and durable, and only then answered.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Pool } from 'pg'
import { isAppError, withWorkspace, type AppError, type IdSource, type Keyring, type Keyrings, type Logger, type Scope } from '../kernel/index.ts'
import { eventErrors } from './errors.ts'
import { webhookSecretGet } from './events.sql.ts'
import { keepInboxRow, type InboxRow } from './inbox/inbox-row.ts'
import type { WebhookMail } from './inbox/read-webhook.ts'
import { answer } from './tracking/tracking-server.ts'
import { readWebhookKey, type WebhookAddress } from './webhook-address.ts'
import { isWebhookProvider, verifyWebhook, type WebhookProvider } from './webhooks/index.ts'

export type WebhookEndpointOptions = {
  pool: Pool
  ids: IdSource
  keyrings: Keyrings
  scope: Scope
  log: Logger
  /** Secret of webhookPath. */
  secret: Buffer
  now: () => Date
  onStored: (workspaceId: string, row: InboxRow) => void
  /** Gets a text over https; for certificates and confirmations of SNS. */
  fetchText?: (url: string) => Promise<string>
}

const MAX_BYTES = 5 * 1024 * 1024
/** Bodies in memory at once; more are sent away and come again. */
const MAX_IN_HAND = 40
/** Headers that readers and verifiers look at; the others are not kept. */
const KEPT_HEADERS = /^(content-type|user-agent|x-.*|inboxlift-signature|svix-.*|webhook-.*|authorization)$/

/** Takes webhook requests, answers true when the request was one. */
export function webhookEndpoint(options: WebhookEndpointOptions): (req: IncomingMessage, res: ServerResponse) => boolean {
  const certificates = cachedText(options.fetchText ?? fetchText)
  let inHand = 0
  return (req, res) => {
    const match = /^\/w\/([a-z]{2,20})\/([A-Za-z0-9_-]{68})(?:\?.*)?$/.exec(req.url ?? '')
    if (!match || req.method !== 'POST') return false
    const format = match[1]!
    const address = isWebhookProvider(format) ? readWebhookKey(options.secret, match[2]!) : undefined
    if (!address) return false
    if (inHand >= MAX_IN_HAND) {
      answer(res, 503, 'Busy, try again in a moment.', ['retry-after', '10'])
      return true
    }
    inHand += 1
    take(options, req, format as WebhookProvider, address, certificates)
      .then(() => answer(res, 200, 'Taken.'), (error: unknown) => refuse(options.log, res, error, format))
      .finally(() => (inHand -= 1))
      .catch(() => {})
    return true
  }
}

function refuse(log: Logger, res: ServerResponse, error: unknown, format: string): void {
  const known = isAppError(error) && error.status < 500 ? (error as AppError) : undefined
  log.warn({ code: (error as { code?: string }).code, format }, 'a webhook was not taken')
  // 5xx makes every provider try again: for hours or days, which is what a database that is away needs.
  if (known) answer(res, known.status, known.message, known.status === 413 ? ['connection', 'close'] : [])
  else answer(res, 503, 'Cannot be stored now, try again.', ['retry-after', '30'])
}

async function take(options: WebhookEndpointOptions, req: IncomingMessage, format: WebhookProvider, address: WebhookAddress, fetchCert: (url: string) => Promise<string>): Promise<void> {
  const raw = await readRaw(req)
  const keyring = await options.keyrings.get(address.workspaceId)
  const secret = await secretOf(options, address, format, keyring)
  const verdict = await verifyWebhook(format, { headers: req.headers, rawBody: raw, secret, now: options.now(), fetchCert })
  if (!verdict.ok) throw eventErrors.EVENT_WEBHOOK_REFUSED({ data: { reason: verdict.reason } })
  if (verdict.subscribeUrl) await (options.fetchText ?? fetchText)(verdict.subscribeUrl)
  const headers = Object.fromEntries(Object.entries(req.headers).flatMap(([k, v]) => (KEPT_HEADERS.test(k) && k !== 'authorization' && v !== undefined ? [[k, String(v).slice(0, 2_000)]] : [])))
  const body: WebhookMail = { body: raw.toString('latin1'), headers }
  const row: InboxRow = { receivedAt: options.now(), inboxId: options.ids.next(), kind: format, providerId: address.providerId, body: JSON.stringify(body) }
  await withWorkspace(options.pool, { ...options.scope, workspaceId: address.workspaceId, origin: 'webhook' }, (tx) => keepInboxRow(tx, keyring, row))
  options.onStored(address.workspaceId, row)
}

/** The whole body. Throws EVENT_BODY_TOO_LARGE and leaves the rest unread: the answer must close the connection. */
function readRaw(req: IncomingMessage): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > MAX_BYTES) return Promise.reject(eventErrors.EVENT_BODY_TOO_LARGE())
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= MAX_BYTES) parts.push(chunk)
      else {
        req.pause().removeAllListeners('data')
        reject(eventErrors.EVENT_BODY_TOO_LARGE())
      }
    })
    req.on('end', () => resolve(Buffer.concat(parts)))
    req.on('error', reject)
    req.on('close', () => reject(new Error('the connection was closed')))
  })
}

/** The secrets agreed with the provider, one a line (several while one is being changed); empty when none is set. */
async function secretOf(options: WebhookEndpointOptions, address: WebhookAddress, format: WebhookProvider, keyring: Keyring): Promise<string[]> {
  const row = await withWorkspace(options.pool, { ...options.scope, workspaceId: address.workspaceId }, (tx) => webhookSecretGet.one(tx, { workspace_id: address.workspaceId, provider_id: address.providerId }), { readOnly: true })
  if (!row || (format !== 'generic' && row.kind !== format)) throw eventErrors.EVENT_WEBHOOK_UNKNOWN()
  if (!row.webhook_secret_ct) return []
  return keyring.decrypt({ table: 'delivery.provider', column: 'webhook_secret_ct', rowKey: address.providerId }, row.webhook_secret_ct).split('\n').map((s) => s.trim()).filter((s) => s !== '')
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) })
  if (!response.ok) throw new Error(`answered ${response.status}`)
  const text = await response.text()
  if (text.length > 100_000) throw new Error('too long')
  return text
}

/** Certificates are asked for once a day. */
function cachedText(fetchOne: (url: string) => Promise<string>): (url: string) => Promise<string> {
  const known = new Map<string, { text: string; at: number }>()
  return async (url) => {
    const hit = known.get(url)
    if (hit && Date.now() - hit.at < 86_400_000) return hit.text
    const text = await fetchOne(url)
    if (known.size > 100) known.clear()
    known.set(url, { text, at: Date.now() })
    return text
  }
}
