// unit: signed tokens, and the short code behind them held against node:crypto.
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createShortMac, SHORT_MAC_MAX } from './crypto/short-mac.ts'
import { createSigner, signTarget, signVerp, verifyTarget, verifyVerp, type TokenKind } from './signing.ts'

const secret = fc.uint8Array({ minLength: 0, maxLength: 130 }).map((a) => Buffer.from(a))

test('the short code is HMAC-SHA-256, for every length of key and message', () => {
  fc.assert(fc.property(secret, fc.uint8Array({ maxLength: SHORT_MAC_MAX }).map((a) => Buffer.from(a)), (key, message) => {
    const mac = createShortMac(key)
    const expected = createHmac('sha256', key).update(message).digest()
    expect(mac.sum(message).equals(expected)).toBe(true)
    expect(mac.matches(message, expected.subarray(0, 16))).toBe(true)
  }), { numRuns: 2_000 })
  expect(() => createShortMac(Buffer.alloc(32)).sum(Buffer.alloc(SHORT_MAC_MAX + 1))).toThrow('too long')
})

test('any changed bit, another length, kind or secret is refused', () => {
  const key = Buffer.alloc(32, 7)
  const signer = createSigner(key)
  const payload = { workspaceId: '123456789012345678', launchId: '9223372036854775807', contactId: '1', seq: '0', linkNo: 65_535 }
  const token = signer.sign('click', payload)
  expect(signer.verify('click', token)).toEqual(payload)
  const raw = Buffer.from(token, 'base64url')
  for (let bit = 0; bit < raw.length * 8; bit++) {
    const bad = Buffer.from(raw)
    bad[bit >> 3]! ^= 1 << (bit & 7)
    expect(() => signer.verify('click', bad.toString('base64url'))).toThrow('not valid')
  }
  for (const kind of ['open', 'unsubscribe', 'view', 'webhook'] as TokenKind[]) expect(() => signer.verify(kind, token)).toThrow('not valid')
  expect(() => createSigner(Buffer.alloc(32, 8)).verify('click', token)).toThrow('not valid')
  for (const bad of ['', token.slice(1), `${token}A`, `${token.slice(0, 67)}=`]) expect(() => signer.verify('click', bad)).toThrow('not valid')
})

test('targets and return paths come back whole, and only ours', () => {
  const key = Buffer.alloc(32, 7)
  const token = createSigner(key).sign('click', { workspaceId: '1', launchId: '2', contactId: '3', seq: '0', linkNo: 1 })
  fc.assert(fc.property(fc.webUrl({ size: 'small' }), (url) => {
    const text = signTarget(key, token, url)
    expect(verifyTarget(key, text)).toEqual({ token, url })
    expect(verifyTarget(Buffer.alloc(32, 8), text)).toBeUndefined()
  }))
  const message = { workspaceId: '123456789012345678', launchId: '223456789012345678', contactId: '323456789012345678', seq: '0' }
  expect(verifyVerp(key, signVerp(key, message).toUpperCase())).toEqual(message)
  expect(verifyVerp(key, signVerp(key, { ...message, seq: '77' }))).toEqual({ ...message, seq: '77' })
  expect(verifyVerp(Buffer.alloc(32, 8), signVerp(key, message))).toBeUndefined()
})
