/** Signatures and passwords of the other providers. Comparisons take the same time whatever differs. */
import { createHash, createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import { inner, obj, parseJson, str } from './read.ts'
import { headerOf } from './webhook-event.ts'
import type { Verification, VerifyRequest } from './verify-webhook.ts'

/** Schemes with a time in the signature refuse what is older or further ahead. */
const WINDOW_SECONDS = 5 * 60
/** SendGrid and Mailgun repeat a failed call for hours under its first signature. */
const RETRY_WINDOW_SECONDS = 24 * 3600

const refused = (reason: string): Verification => ({ ok: false, reason })

function equal(left: string, right: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(left), hash(right))
}

function isFresh(seconds: number, now: Date, window: number): boolean {
  return Number.isFinite(seconds) && Math.abs(now.getTime() / 1000 - seconds) <= window
}

/** SendGrid: ECDSA (P-256, SHA-256) over time and body; the public key is what the settings page shows. */
export function verifySendgrid(request: VerifyRequest, keys: readonly string[]): Verification {
  const signature = headerOf(request.headers, 'x-twilio-email-event-webhook-signature')
  const timestamp = headerOf(request.headers, 'x-twilio-email-event-webhook-timestamp')
  if (signature === null || timestamp === null) return refused('unsigned')
  if (!isFresh(Number(timestamp), request.now, RETRY_WINDOW_SECONDS)) return refused('too_old')
  const text = Buffer.concat([Buffer.from(timestamp), Buffer.from(request.rawBody)])
  const isGenuine = keys.some((key) => verifyEcdsa(text, key, signature))
  return isGenuine ? { ok: true, replayKey: createHash('sha256').update(signature).digest('hex') } : refused('bad_signature')
}

function verifyEcdsa(text: Buffer, key: string, signature: string): boolean {
  try {
    const publicKey = key.includes('BEGIN') ? createPublicKey(key) : createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    return verify('sha256', text, publicKey, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** Mailgun: HMAC over time and token, which stand in the body; each token is good once. The body itself is not signed. */
export function verifyMailgun(request: VerifyRequest, secrets: readonly string[]): Verification {
  const block = mailgunBlock(request.rawBody.toString())
  const timestamp = str(block['timestamp'])
  const token = str(block['token'])
  const signature = str(block['signature'])
  if (timestamp === null || token === null || signature === null) return refused('unsigned')
  if (!isFresh(Number(timestamp), request.now, RETRY_WINDOW_SECONDS)) return refused('too_old')
  const isGenuine = secrets.some((secret) => equal(createHmac('sha256', secret).update(timestamp + token).digest('hex'), signature.toLowerCase()))
  return isGenuine ? { ok: true, replayKey: token } : refused('bad_signature')
}

function mailgunBlock(body: string): Readonly<Record<string, unknown>> {
  try {
    const root = obj(parseJson(body))
    return typeof root['signature'] === 'object' ? obj(root['signature']) : inner(root)
  } catch {
    return Object.fromEntries(new URLSearchParams(body))
  }
}

/** Standard Webhooks (Svix), as Resend uses it: HMAC over id, time and body; several signatures while keys rotate. */
export function verifySvix(request: VerifyRequest, secrets: readonly string[]): Verification {
  const header = (name: string): string | null => headerOf(request.headers, `svix-${name}`) ?? headerOf(request.headers, `webhook-${name}`)
  const [id, timestamp, signatures] = [header('id'), header('timestamp'), header('signature')]
  if (id === null || timestamp === null || signatures === null) return refused('unsigned')
  if (!isFresh(Number(timestamp), request.now, WINDOW_SECONDS)) return refused('too_old')
  const given = signatures.split(' ').filter((part) => part.startsWith('v1,')).map((part) => part.slice(3))
  const isGenuine = secrets.some((secret) => {
    const mac = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).update(`${id}.${timestamp}.`).update(request.rawBody).digest('base64')
    return given.some((signature) => equal(mac, signature))
  })
  return isGenuine ? { ok: true, replayKey: id } : refused('bad_signature')
}

/** Our own: `inboxlift-signature: t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`, several v1 while keys rotate. */
export function verifyGeneric(request: VerifyRequest, secrets: readonly string[]): Verification {
  const parts = (headerOf(request.headers, 'inboxlift-signature') ?? '').split(',').map((part) => part.trim().split('='))
  const timestamp = parts.find(([name]) => name === 't')?.[1]
  const given = parts.flatMap(([name, value]) => (name === 'v1' && value !== undefined ? [value.toLowerCase()] : []))
  if (timestamp === undefined || given.length === 0) return refused('unsigned')
  if (!isFresh(Number(timestamp), request.now, WINDOW_SECONDS)) return refused('too_old')
  const isGenuine = secrets.some((secret) => {
    const mac = signGeneric(secret, timestamp, request.rawBody)
    return given.some((signature) => equal(mac, signature))
  })
  return isGenuine ? { ok: true, replayKey: createHash('sha256').update(timestamp).update(given[0] ?? '').digest('hex') } : refused('bad_signature')
}

/** The value of v1 for a body; for senders of ours and for tests. */
export function signGeneric(secret: string, timestamp: string, rawBody: Buffer | string): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex')
}

/** Postmark, Mailjet, SparkPost, Brevo sign nothing: a password (user:password) or a token in the Authorization header. */
export function verifyPassword(request: VerifyRequest, secrets: readonly string[]): Verification {
  const authorization = headerOf(request.headers, 'authorization') ?? ''
  const [scheme = '', value = ''] = authorization.split(/\s+/, 2)
  const given = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : scheme.toLowerCase() === 'bearer' ? value : headerOf(request.headers, 'x-webhook-token')
  if (given === null || given === '') return refused('unsigned')
  return secrets.some((secret) => equal(secret, given)) ? { ok: true, replayKey: null } : refused('bad_password')
}
