// unit: signatures made here with keys of our own, then bent in every way that must be refused.
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { signGeneric, verifyWebhook } from './index.ts'
import type { VerifyRequest, WebhookProvider } from './index.ts'
import { canonicalText, certificateUrl } from './verify-sns.ts'

const now = new Date('2025-03-03T11:06:40Z')
const seconds = '1741000000'
const rawBody = '{"a":"ü"}'

const check = (provider: WebhookProvider, request: Partial<VerifyRequest>): ReturnType<typeof verifyWebhook> => verifyWebhook(provider, { headers: {}, rawBody, now, ...request })

test('resend: svix signatures, several while keys rotate, five minutes', async () => {
  const key = Buffer.from('a key of thirty-two octets here!!')
  const secret = `whsec_${key.toString('base64')}`
  const mac = createHmac('sha256', key).update(`msg_1.${seconds}.${rawBody}`).digest('base64')
  const headers = { 'svix-id': 'msg_1', 'svix-timestamp': seconds, 'svix-signature': `v1,AAAA v1,${mac}` }
  expect(await check('resend', { headers, secret })).toEqual({ ok: true, replayKey: 'msg_1' })
  expect(await check('resend', { headers, secret: ['whsec_AAAA', secret] })).toMatchObject({ ok: true })
  expect(await check('resend', { headers, secret, rawBody: `${rawBody} ` })).toEqual({ ok: false, reason: 'bad_signature' })
  expect(await check('resend', { headers: { ...headers, 'svix-id': 'msg_2' }, secret })).toMatchObject({ ok: false })
  expect(await check('resend', { headers, secret, now: new Date(now.getTime() + 301_000) })).toEqual({ ok: false, reason: 'too_old' })
  expect(await check('resend', { headers: {}, secret })).toEqual({ ok: false, reason: 'unsigned' })
  expect(await check('resend', { headers })).toEqual({ ok: false, reason: 'no_secret' })
})

test('sendgrid: ECDSA over time and body', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const secret = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const signature = createSign('sha256').update(seconds + rawBody).sign(privateKey, 'base64')
  const headers = { 'X-Twilio-Email-Event-Webhook-Signature': signature, 'X-Twilio-Email-Event-Webhook-Timestamp': seconds }
  expect(await check('sendgrid', { headers, secret })).toMatchObject({ ok: true })
  expect(await check('sendgrid', { headers, secret, rawBody: Buffer.from(rawBody) })).toMatchObject({ ok: true })
  expect(await check('sendgrid', { headers, secret, rawBody: '{}' })).toEqual({ ok: false, reason: 'bad_signature' })
  expect(await check('sendgrid', { headers, secret: 'bm8ga2V5' })).toEqual({ ok: false, reason: 'bad_signature' })
  expect(await check('sendgrid', { headers, secret, now: new Date(now.getTime() + 90_000_000) })).toEqual({ ok: false, reason: 'too_old' })
})

test('mailgun: token and time from the body, in both forms', async () => {
  const signature = createHmac('sha256', 'key').update(`${seconds}tok`).digest('hex')
  const json = JSON.stringify({ signature: { timestamp: seconds, token: 'tok', signature }, 'event-data': {} })
  expect(await check('mailgun', { rawBody: json, secret: 'key' })).toEqual({ ok: true, replayKey: 'tok' })
  expect(await check('mailgun', { rawBody: `event=opened&timestamp=${seconds}&token=tok&signature=${signature}`, secret: 'key' })).toEqual({ ok: true, replayKey: 'tok' })
  expect(await check('mailgun', { rawBody: json, secret: 'other' })).toEqual({ ok: false, reason: 'bad_signature' })
  expect(await check('mailgun', { rawBody: '{}', secret: 'key' })).toEqual({ ok: false, reason: 'unsigned' })
})

test.each(['postmark', 'mailjet', 'sparkpost', 'brevo'] as const)('%s: password or token', async (provider) => {
  const basic = `Basic ${Buffer.from('user:pass:word').toString('base64')}`
  expect(await check(provider, { headers: { authorization: basic }, secret: 'user:pass:word' })).toEqual({ ok: true, replayKey: null })
  expect(await check(provider, { headers: { Authorization: 'Bearer t0ken' }, secret: ['old', 't0ken'] })).toMatchObject({ ok: true })
  expect(await check(provider, { headers: { authorization: basic }, secret: 'user:wrong' })).toEqual({ ok: false, reason: 'bad_password' })
  expect(await check(provider, { headers: {}, secret: 'x' })).toEqual({ ok: false, reason: 'unsigned' })
})

test('generic: our own signature', async () => {
  const headers = { 'inboxlift-signature': `t=${seconds},v1=${signGeneric('key', seconds, rawBody)}` }
  expect(await check('generic', { headers, secret: 'key' })).toMatchObject({ ok: true })
  expect(await check('generic', { headers, secret: 'key', rawBody: 'x' })).toEqual({ ok: false, reason: 'bad_signature' })
  expect(await check('generic', { headers: { 'inboxlift-signature': `t=${Number(seconds) - 400},v1=00` }, secret: 'key' })).toEqual({ ok: false, reason: 'too_old' })
})

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const url = 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-1.pem'

function sns(change: Record<string, string> = {}, version = '1'): string {
  const message: Record<string, string> = { Type: 'Notification', MessageId: 'sns-1', TopicArn: 'arn:aws:sns:eu-central-1:123456789012:mail', Message: '{"eventType":"Send"}', Timestamp: now.toISOString(), SignatureVersion: version, SigningCertURL: url, ...change }
  const signature = createSign(version === '2' ? 'RSA-SHA256' : 'RSA-SHA1').update(canonicalText(message, message['Type'] ?? '')).sign(rsa.privateKey, 'base64')
  return JSON.stringify({ ...message, Signature: signature })
}

test('ses: SNS signatures of both versions, topics, certificates', async () => {
  const asked: string[] = []
  const fetchCert = async (from: string): Promise<string> => {
    asked.push(from)
    return pem
  }
  const topic = 'arn:aws:sns:eu-central-1:123456789012:mail'
  expect(await check('ses', { rawBody: sns(), fetchCert })).toEqual({ ok: true, replayKey: 'sns-1', topic })
  expect(await check('ses', { rawBody: sns({ Subject: 'Hello' }, '2'), fetchCert, secret: topic })).toMatchObject({ ok: true })
  expect(await check('ses', { rawBody: sns(), fetchCert, secret: 'arn:other' })).toEqual({ ok: false, reason: 'foreign_topic' })
  expect(await check('ses', { rawBody: sns().replace('Send', 'Open'), fetchCert })).toEqual({ ok: false, reason: 'bad_signature' })
  expect(await check('ses', { rawBody: sns({ SigningCertURL: 'https://sns.eu-central-1.amazonaws.com.example.org/x.pem' }), fetchCert })).toEqual({ ok: false, reason: 'foreign_certificate' })
  expect(await check('ses', { rawBody: sns(), fetchCert, now: new Date('2025-06-01T00:00:00Z') })).toEqual({ ok: false, reason: 'too_old' })
  expect(await check('ses', { rawBody: 'x', fetchCert })).toEqual({ ok: false, reason: 'not_sns' })
  expect(new Set(asked)).toEqual(new Set([url]))
})

test('ses: a subscription is confirmed only at Amazon', async () => {
  const fetchCert = async (): Promise<string> => pem
  const confirmation = { Type: 'SubscriptionConfirmation', Token: 't', SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=t' }
  expect(await check('ses', { rawBody: sns(confirmation), fetchCert })).toMatchObject({ ok: true, subscribeUrl: confirmation.SubscribeURL })
  const elsewhere = await check('ses', { rawBody: sns({ ...confirmation, SubscribeURL: 'https://example.org/' }), fetchCert })
  expect(elsewhere).toMatchObject({ ok: true })
  expect(elsewhere).not.toHaveProperty('subscribeUrl')
})

test.each(['http://sns.eu-central-1.amazonaws.com/x.pem', 'https://sns.eu-central-1.amazonaws.com:444/x.pem', 'https://a@sns.eu-central-1.amazonaws.com/x.pem', 'https://s3.amazonaws.com/x.pem', 'https://sns.eu-central-1.amazonaws.com/x.txt', 'x'])('certificate address %s is refused', (text) => {
  expect(certificateUrl(text)).toBeNull()
})
