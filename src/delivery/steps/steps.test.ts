// unit: the steps that decide without a database: back-off, routing, what an outcome means, names, DKIM.
import { createPublicKey, createVerify, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import nodemailer from 'nodemailer'
import { expect, test } from 'vitest'
import { newWorkspaceSecret, openKeyring } from '../../kernel/index.ts'
import { fromMessagePublicId, toMessagePublicId } from '../message.ts'
import type { Leased } from '../queue/claim-messages.ts'
import type { Outcome } from '../transports/index.ts'
import { backOffSeconds, MAX_AGE_SECONDS, MAX_ATTEMPTS } from './back-off.ts'
import { routeMessage } from './route-message.ts'
import { settleOutcome } from './settle-outcome.ts'
import { openDkimKey, signMail } from './sign-mail.ts'

test('waits grow, stay within their bounds, and come to an end', () => {
  const wait = (attempts: number, random = 0.5, more = {}): number | null => backOffSeconds({ attempts, ageSeconds: 0, kind: 'refused', random, ...more })
  expect([1, 2, 3, 4].map((n) => wait(n))).toEqual([60, 120, 240, 480])
  expect(wait(1, 0.5, { kind: 'unreached' })).toBe(5)
  expect(wait(1, 0.5, { kind: 'unreached', atLeastSeconds: 30 })).toBe(30)
  expect(wait(MAX_ATTEMPTS)).toBeNull()
  expect(wait(1, 0.5, { ageSeconds: MAX_AGE_SECONDS })).toBeNull()
  fc.assert(fc.property(fc.integer({ min: 1, max: MAX_ATTEMPTS - 1 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, r) => {
    const seconds = wait(n, r)!
    return seconds >= 45 && seconds <= 2 * 3600 * 1.25
  }))
})

test('a decision says why, and only active providers are chosen', () => {
  const question = { campaignId: '1', campaignProviderId: null, stream: 'marketing', senderDomain: 'a.example', destination: 'gmail.com' }
  const providers = [{ providerId: 'p1', name: 'One' }, { providerId: 'p2', name: 'Two' }]
  const rules = [
    { routeId: 'r0', match: { mood: 'good' }, providerId: 'p2' },
    { routeId: 'r1', match: { stream: 'transactional' }, providerId: 'p2' },
    { routeId: 'r2', match: { destination: ['gmail.com', 'yahoo.com'] }, providerId: 'gone' },
    { routeId: 'r3', match: { destination: 'gmail.com', sender_domain: 'a.example' }, providerId: 'p2' },
  ]
  expect(routeMessage(question, rules, providers)).toEqual({ providerId: 'p2', because: 'rule r3 chooses Two' })
  expect(routeMessage({ ...question, destination: 'x.example' }, rules, providers)).toEqual({ providerId: 'p1', because: 'no rule matches; One is the oldest active provider' })
  expect(routeMessage({ ...question, campaignProviderId: 'p1' }, rules, providers)).toEqual({ providerId: 'p1', because: 'the campaign names One' })
  expect(routeMessage({ ...question, campaignProviderId: 'off' }, rules, providers).providerId).toBeNull()
  expect(routeMessage(question, [], []).providerId).toBeNull()
})

const leased: Leased = { contactId: '12', seq: '0', token: '1', variantNo: 0, contentVersion: 1, contentHash: Buffer.alloc(0), attempts: 0, class: 'at_least_once', messageId: null, createdAt: new Date() }
const keyring = openKeyring('7', [{ keyId: 1, secret: newWorkspaceSecret() }])
const meaning = (outcome: Partial<Outcome>, attempts = 0) => {
  const whole: Outcome = { kind: 'sent', code: 250, enhanced: null, text: '', phase: 'dot', server: 's', latencyMs: 5, local: false, dataStarted: true, finalDotSent: true, recipients: [], ...outcome }
  const s = settleOutcome({ ...leased, attempts }, whole, { keyring, launchId: '3', providerId: '4', now: new Date(), random: 0.5 })
  return { to: s.toState, event: s.eventType, class: s.bounceClass, hard: s.hard, delay: s.delaySeconds, reason: s.reason, kept: s.diagnosticCt !== null }
}

test('what an outcome means for the message', () => {
  expect(meaning({ text: '2.0.0 Ok' })).toEqual({ to: 'sent', event: 'sent', class: null, hard: null, delay: 0, reason: null, kept: false })
  expect(meaning({ kind: 'in_doubt', code: null, text: 'connection lost' })).toMatchObject({ to: 'in_doubt', event: null, reason: 'connection_lost' })
  expect(meaning({ kind: 'deferred', code: 451, enhanced: '4.7.1', text: '4.7.1 Greylisted', phase: 'rcpt' })).toMatchObject({ to: 'deferred', event: 'deferred', hard: false, delay: 60, kept: true })
  expect(meaning({ kind: 'deferred', code: 451, phase: 'rcpt' }, MAX_ATTEMPTS - 1)).toMatchObject({ to: 'failed', event: null, reason: 'expired' })
  expect(meaning({ kind: 'not_sent', code: null, phase: 'connect', text: 'refused', retryAfterMs: 9_000 })).toMatchObject({ to: 'deferred', event: null, class: null, delay: 9 })
  expect(meaning({ kind: 'not_sent', code: null, phase: 'compose' })).toMatchObject({ to: 'failed', reason: 'content' })
  expect(meaning({ kind: 'refused', code: 550, enhanced: '5.1.1', text: '5.1.1 No such user', phase: 'rcpt' })).toMatchObject({ to: 'bounced', event: 'bounced', class: 'unknown_user', hard: true })
  expect(meaning({ kind: 'refused', code: 552, enhanced: '5.2.2', text: '5.2.2 Mailbox full', phase: 'rcpt' })).toMatchObject({ to: 'bounced', class: 'quota', hard: false })
  expect(meaning({ kind: 'refused', code: 550, enhanced: '5.7.1', text: '5.7.1 Sender not allowed', phase: 'mail' })).toMatchObject({ to: 'failed', event: 'rejected', hard: false })
})

test('public names of messages go both ways; others are refused', () => {
  fc.assert(fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (l, c, s) => {
    const ref = { launchId: `${l}`, contactId: `${c}`, seq: `${s}` }
    expect(fromMessagePublicId(toMessagePublicId(ref))).toEqual(ref)
  }))
  for (const text of ['', 'msg_', 'con_0000000000001', `msg_${'0'.repeat(25)}`, `msg_${'u'.repeat(26)}`]) expect(() => fromMessagePublicId(text)).toThrow()
})

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } })

/** The tags that nodemailer, the reference, computes for the same mail. */
async function referenceTags(raw: Buffer): Promise<{ bh: string; headers: string }> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows', dkim: { domainName: 'sender.example', keySelector: 's1', privateKey: rsa.privateKey } })
  const info = await transport.sendMail({ envelope: { from: 'a@sender.example', to: 'b@x.example' }, raw })
  const text = (info.message as Buffer).toString('latin1').replace(/\r\n[ \t]+/g, ' ')
  return { bh: /bh=([^;]+);/.exec(text)![1]!.replaceAll(' ', ''), headers: text }
}

test('DKIM: the body hash is the reference\'s, and the signature holds over the canonical header', async () => {
  const raw = Buffer.from('From: =?utf-8?Q?J=C3=B6rg?= <a@sender.example>\r\nTo:  b@x.example\r\nSubject: Long\r\n  folded \t subject\r\nDate: Mon, 02 Mar 2026 10:00:00 +0000\r\nMessage-ID: <1@sender.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello  \t world \r\n\r\n .dot\r\nlast line\r\n\r\n\r\n')
  const key = openDkimKey('sender.example', 's1', 'rsa-sha256', rsa.privateKey)
  const signed = (await signMail(raw, key)).toString('latin1')
  expect(signed.endsWith(raw.toString('latin1'))).toBe(true)
  const header = signed.slice(0, signed.indexOf('From:')).replace(/^DKIM-Signature: /, '').trim()
  const tag = (name: string): string => new RegExp(`(?:^|;)\\s*${name}=([^;]*)`).exec(header.replace(/\r\n[ \t]+/g, ' '))![1]!.replaceAll(/\s/g, '')
  expect(tag('bh')).toBe((await referenceTags(raw)).bh)
  // verified from the standard's words, RFC 6376 3.4.2 and 3.7, independent of the signing code
  const relaxed = (value: string): string => value.replaceAll(/\r\n/g, '').replaceAll(/[ \t]+/g, ' ').trim()
  const fields = new Map(raw.toString('latin1').split('\r\n\r\n')[0]!.split(/\r\n(?![ \t])/).map((l) => [l.slice(0, l.indexOf(':')).toLowerCase(), l.slice(l.indexOf(':') + 1)]))
  const input = tag('h').split(':').map((h) => `${h}:${relaxed(fields.get(h)!)}\r\n`).join('') + `dkim-signature:${relaxed(header.slice(0, header.lastIndexOf('b=') + 2))}`
  expect(createVerify('sha256').update(input, 'latin1').verify(createPublicKey(rsa.publicKey), tag('b'), 'base64')).toBe(true)
  expect(tag('h').split(':')).toEqual(['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'])
})

test('DKIM: an empty body hashes as the standard says (RFC 6376 3.4.4: nothing)', async () => {
  const signed = (await signMail(Buffer.from('From: a@sender.example\r\n\r\n\r\n\r\n'), openDkimKey('sender.example', 's1', 'rsa-sha256', rsa.privateKey))).toString('latin1')
  expect(signed).toContain('bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=')
})
