/**
 * What a webhook of a mail service says, in our vocabulary. Pure; never throws: what is not understood is
 * named in `ignored`. Repeats and disorder are the store's task; the ids that it needs for that are here.
 */
import { readBrevo } from './brevo.ts'
import { readGeneric } from './generic.ts'
import { readMailgun } from './mailgun.ts'
import { readMailjet } from './mailjet.ts'
import { readPostmark } from './postmark.ts'
import { obj, parseJson } from './read.ts'
import { readResend } from './resend.ts'
import { readSendgrid } from './sendgrid.ts'
import { readSes } from './ses.ts'
import { readSparkpost } from './sparkpost.ts'
import type { Headers, Ignored, Reading, WebhookEvent, WebhookExplanation } from './webhook-event.ts'

const READERS = {
  ses: readSes, sendgrid: readSendgrid, mailgun: readMailgun, postmark: readPostmark, sparkpost: readSparkpost, brevo: readBrevo, mailjet: readMailjet, resend: readResend, generic: readGeneric,
} as const satisfies Record<string, (payload: unknown, headers: Headers) => Reading>

export type WebhookProvider = keyof typeof READERS

export const WEBHOOK_PROVIDERS = Object.keys(READERS) as readonly WebhookProvider[]

const MAX_ENTRIES = 100_000

/** Is there a reader for this name? */
export function isWebhookProvider(name: string): name is WebhookProvider {
  return Object.hasOwn(READERS, name)
}

/**
 * Explain a request's body, given as bytes, as text (JSON, or form fields from Mailgun's old webhooks) or already
 * parsed. Give text where you can: numbers beyond 2^53 are exact only there.
 */
export function explainWebhook(provider: WebhookProvider, body: unknown, headers: Headers = {}): WebhookExplanation {
  const payload = decode(body)
  if (payload === undefined) return { events: [], ignored: [{ index: 0, reason: 'the body is neither JSON nor a form' }] }
  const entries = unwrap(provider, payload)
  const events: WebhookEvent[] = []
  const ignored: Ignored[] = []
  for (const [index, entry] of entries.slice(0, MAX_ENTRIES).entries()) {
    const reading = Object.keys(obj(entry)).length === 0 ? 'not an object' : READERS[provider](entry, headers)
    if (typeof reading === 'string') ignored.push({ index, reason: reading })
    else events.push(...reading)
  }
  if (entries.length > MAX_ENTRIES) ignored.push({ index: MAX_ENTRIES, reason: `more than ${MAX_ENTRIES} entries` })
  return { events, ignored }
}

/** All providers may batch; a generic batch stands under "events". */
function unwrap(provider: WebhookProvider, payload: unknown): readonly unknown[] {
  const inside = provider === 'generic' ? (obj(payload)['events'] ?? payload) : payload
  return Array.isArray(inside) ? inside : [inside]
}

function decode(body: unknown): unknown {
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return body ?? undefined
  const text = (typeof body === 'string' ? body : body.toString('utf8')).replace(/^\uFEFF/, '')
  try {
    return parseJson(text)
  } catch {
    return /^[\w.+%-]{1,200}=/.test(text.trimStart()) ? Object.fromEntries(new URLSearchParams(text.trim())) : undefined
  }
}
