// contract: TLS policies and logins of the SMTP pool against the scripted peer.
import { expect, test } from 'vitest'
import { selfSigned } from '../../../test/support/self-signed.ts'
import { startPeer, type PeerScript } from '../../../test/support/smtp-peer.ts'
import { MESSAGE } from '../../../test/support/transport-contract.ts'
import { SmtpPool, type Outcome, type SmtpOptions } from './index.ts'

const certificate = selfSigned('localhost')
const stranger = selfSigned('elsewhere.test')

async function tryIt(script: PeerScript, options: Partial<SmtpOptions>): Promise<{ outcome: Outcome; isSecure: boolean; copies: number; trace: string; lines: string[] }> {
  const peer = await startPeer(script)
  let trace = ''
  const pool = new SmtpPool({ host: 'localhost', port: peer.port, connections: 1, trace: (d, l) => void (trace += `${d} ${l}\n`), ...options })
  const outcome = await pool.send(MESSAGE)
  await pool.close({ graceMs: 200 })
  await peer.close()
  const last = peer.sessions.at(-1)
  return { outcome, isSecure: last?.isSecure ?? false, copies: peer.mails.length, trace, lines: last?.lines ?? [] }
}

test('STARTTLS by policy', async () => {
  const offers: PeerScript = { tls: certificate }
  expect(await tryIt(offers, { tls: 'opportunistic' })).toMatchObject({ outcome: { kind: 'sent' }, isSecure: true })
  expect(await tryIt(offers, { tls: 'required' })).toMatchObject({ outcome: { kind: 'sent' }, isSecure: true })
  expect(await tryIt(offers, { tls: 'verified', ca: certificate.cert })).toMatchObject({ outcome: { kind: 'sent' }, isSecure: true })
  expect(await tryIt(offers, { tls: 'off' })).toMatchObject({ outcome: { kind: 'sent' }, isSecure: false })
  expect(await tryIt(offers, { tls: 'verified' })).toMatchObject({ outcome: { kind: 'not_sent', phase: 'tls' }, copies: 0 })
  expect(await tryIt({ tls: stranger }, { tls: 'verified', ca: stranger.cert })).toMatchObject({ outcome: { kind: 'not_sent', phase: 'tls' }, copies: 0 })
})

test('no STARTTLS offered: plain when opportunistic, nothing when demanded', async () => {
  expect(await tryIt({}, { tls: 'opportunistic' })).toMatchObject({ outcome: { kind: 'sent' }, isSecure: false })
  for (const tls of ['required', 'verified'] as const) expect(await tryIt({}, { tls })).toMatchObject({ outcome: { kind: 'not_sent', phase: 'tls', local: true }, copies: 0 })
})

test('a broken handshake: plain on a new connection when opportunistic, never with a login', async () => {
  expect(await tryIt({ tls: 'broken' }, { tls: 'opportunistic' })).toMatchObject({ outcome: { kind: 'sent' }, isSecure: false })
  expect(await tryIt({ tls: 'broken' }, { tls: 'required' })).toMatchObject({ outcome: { kind: 'not_sent', phase: 'tls' }, copies: 0 })
  const withLogin = await tryIt({ tls: 'broken', extensions: ['AUTH PLAIN'] }, { tls: 'opportunistic', auth: { user: 'u', secret: 'p' } })
  expect(withLogin).toMatchObject({ outcome: { kind: 'not_sent', phase: 'tls' }, copies: 0 })
})

test('what was injected before the handshake is not taken for an answer', async () => {
  const { outcome, copies } = await tryIt({ tls: certificate, on: (point) => (point === 'starttls' ? { raw: '220 go\r\n250 injected\r\n' } : undefined) }, { tls: 'required' })
  expect(outcome.kind).toBe('not_sent')
  expect(copies).toBe(0)
})

test('TLS from the first byte', async () => {
  expect(await tryIt({ tls: certificate, implicitTls: true }, { implicitTls: true, tls: 'verified', ca: certificate.cert })).toMatchObject({ outcome: { kind: 'sent' }, isSecure: true })
  expect(await tryIt({ tls: certificate, implicitTls: true }, { implicitTls: true, tls: 'verified' })).toMatchObject({ outcome: { kind: 'not_sent', phase: 'tls' } })
})

test('every login method gets in with the right secret and not with a wrong one', async () => {
  for (const method of ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2'] as const) {
    const script: PeerScript = { extensions: ['PIPELINING', `AUTH ${method}`], ...(method === 'CRAM-MD5' ? { password: 'someone 26e3d0e1cfb4a6a0' } : { password: 'sesame-öffne' }) }
    const good = await tryIt(method === 'CRAM-MD5' ? { extensions: script.extensions ?? [] } : script, { auth: { user: 'someone', secret: () => 'sesame-öffne' } })
    expect(good.outcome.kind, method === 'XOAUTH2' ? 'XOAUTH2 must be asked for' : method).toBe(method === 'XOAUTH2' ? 'not_sent' : 'sent')
    const asked = await tryIt(method === 'CRAM-MD5' ? { extensions: script.extensions ?? [] } : script, { auth: { user: 'someone', secret: 'sesame-öffne', method } })
    expect(asked.outcome.kind).toBe('sent')
    expect(asked.trace).not.toContain('sesame')
    expect(asked.trace).not.toContain(Buffer.from('sesame-öffne').toString('base64'))
    const bad = await tryIt(script, { auth: { user: 'someone', secret: 'wrong', method } })
    expect(bad.outcome).toMatchObject({ kind: 'not_sent', phase: 'auth', code: 535, enhanced: '5.7.8' })
    expect(bad.copies).toBe(0)
  }
})

test('CRAM-MD5 answers as RFC 2195 computes it', async () => {
  const { lines } = await tryIt({ extensions: ['AUTH CRAM-MD5'] }, { auth: { user: 'tim', secret: 'tanstaaftanstaaf' } })
  const answer = Buffer.from(lines[lines.indexOf('AUTH CRAM-MD5') + 1] ?? '', 'base64').toString()
  // HMAC-MD5 of "<1.2@peer.test>", computed independently with the construction of RFC 2104
  const { createHash } = await import('node:crypto')
  const md5 = (b: Buffer): Buffer => createHash('md5').update(b).digest()
  const key = Buffer.concat([Buffer.from('tanstaaftanstaaf'), Buffer.alloc(48)])
  const pad = (n: number): Buffer => Buffer.from(key.map((x) => x ^ n))
  expect(answer).toBe(`tim ${md5(Buffer.concat([pad(0x5c), md5(Buffer.concat([pad(0x36), Buffer.from('<1.2@peer.test>')]))])).toString('hex')}`)
})

test('a login refused fails what waits, and the pool backs off', async () => {
  const peer = await startPeer({ extensions: ['AUTH PLAIN'], password: 'right' })
  const pool = new SmtpPool({ host: 'localhost', port: peer.port, connections: 2, auth: { user: 'u', secret: 'wrong' } })
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => pool.send(MESSAGE)))
  for (const o of outcomes) expect(o).toMatchObject({ kind: 'not_sent', phase: 'auth', code: 535 })
  expect(pool.idleSlots).toBe(0)
  await pool.close()
  await peer.close()
})
