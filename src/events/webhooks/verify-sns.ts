/** Amazon SNS signatures: RSA over a canonical text, with a certificate that only Amazon's hosts may serve. */
import { createVerify, X509Certificate } from 'node:crypto'
import { obj, parseJson, str } from './read.ts'
import type { Json } from './read.ts'
import type { Verification, VerifyRequest } from './verify-webhook.ts'

const NOTIFICATION = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
const CONFIRMATION = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
/** SNS retries for days by policy, so old messages are honest; repeats are found by the message id. */
const MAX_AGE_SECONDS = 7 * 24 * 3600
const HOST = /^sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?$/

/** Check one SNS message. `secret`, if given, lists the topic ARNs that are ours. */
export async function verifySns(request: VerifyRequest, topics: readonly string[]): Promise<Verification> {
  const message = parse(request.rawBody)
  const type = str(message['Type'])
  const topic = str(message['TopicArn'])
  if (type === null || topic === null) return { ok: false, reason: 'not_sns' }
  if (topics.length > 0 && !topics.includes(topic)) return { ok: false, reason: 'foreign_topic' }
  if (!isFresh(message, request.now)) return { ok: false, reason: 'too_old' }
  const url = certificateUrl(str(message['SigningCertURL']) ?? str(message['SigningCertUrl']))
  if (url === null) return { ok: false, reason: 'foreign_certificate' }
  if (request.fetchCert === undefined) return { ok: false, reason: 'no_certificate' }
  const isGenuine = check(message, type, await request.fetchCert(url), request.now)
  if (!isGenuine) return { ok: false, reason: 'bad_signature' }
  const subscribeUrl = type === 'SubscriptionConfirmation' ? certificateUrl(str(message['SubscribeURL']), false) : null
  return { ok: true, replayKey: str(message['MessageId']), topic, ...(subscribeUrl === null ? {} : { subscribeUrl }) }
}

function parse(body: Buffer | string): Json {
  try {
    return obj(parseJson(body.toString()))
  } catch {
    return {}
  }
}

function isFresh(message: Json, now: Date): boolean {
  const age = (now.getTime() - new Date(str(message['Timestamp']) ?? '').getTime()) / 1000
  return age <= MAX_AGE_SECONDS && age >= -3600
}

/** Only https, only Amazon's SNS hosts, the default port, no user; else anybody could sign with a key of his own. */
export function certificateUrl(text: string | null, mustBePem = true): string | null {
  let url: URL
  try {
    url = new URL(text ?? '')
  } catch {
    return null
  }
  const isOurs = url.protocol === 'https:' && HOST.test(url.hostname) && url.port === '' && url.username === '' && url.password === ''
  return isOurs && (!mustBePem || url.pathname.endsWith('.pem')) ? url.href : null
}

/** The text that was signed: names and values on lines of their own, in this order, absent fields left out. */
export function canonicalText(message: Json, type: string): string {
  const names = type === 'Notification' ? NOTIFICATION : CONFIRMATION
  return names.flatMap((name) => (typeof message[name] === 'string' ? [name, message[name]] : [])).map((line) => `${String(line)}\n`).join('')
}

function check(message: Json, type: string, pem: string, now: Date): boolean {
  const algorithm = str(message['SignatureVersion']) === '2' ? 'RSA-SHA256' : 'RSA-SHA1'
  try {
    return createVerify(algorithm).update(canonicalText(message, type), 'utf8').verify(publicKey(pem, now), str(message['Signature']) ?? '', 'base64')
  } catch {
    return false
  }
}

/** The key of a certificate that is valid now, or a bare public key (as tests have). Throws. */
function publicKey(pem: string, now: Date): string {
  if (!pem.includes('BEGIN CERTIFICATE')) return pem
  const certificate = new X509Certificate(pem)
  if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo)) throw new Error('certificate not valid now')
  return certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString()
}
