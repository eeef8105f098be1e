// unit: ciphertexts belong to their place, blind indexes are HMAC-SHA-256.
import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBlinder, openText, sealText } from './cipher.ts'
import { openKeyring } from './keyring.ts'

test('the blinder is HMAC-SHA-256, for keys and values of any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 150 }), fc.array(fc.string({ unit: 'binary', maxLength: 900 }), { maxLength: 3 }), (key, values) => {
      const blind = createBlinder(Buffer.from(key))
      for (const value of [...values, values.join('').repeat(3)]) expect(blind(value)).toEqual(createHmac('sha256', key).update(value, 'utf8').digest())
    }),
  )
})

test('a text comes back from its own place only', () => {
  const key = createSecretKey(randomBytes(32))
  const place = { workspaceId: '1', table: 't', column: 'c', rowKey: '7' }
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 500 }), (text, rowKey) => {
      const sealed = sealText(key, 9, { ...place, rowKey }, text)
      expect(openText(key, { ...place, rowKey }, sealed)).toBe(text)
      expect(() => openText(key, { ...place, rowKey: `${rowKey}x` }, sealed)).toThrow(/could not be decrypted/)
      const broken = Buffer.from(sealed)
      broken[broken.length - 20]! ^= 1
      expect(() => openText(key, { ...place, rowKey }, broken)).toThrow(/could not be decrypted/)
    }),
  )
})

test('no iv is used twice', () => {
  const ring = openKeyring('1', [{ keyId: 1, secret: randomBytes(32) }])
  const ivs = new Set(Array.from({ length: 5_000 }, () => ring.encrypt({ table: 't', column: 'c', rowKey: '1' }, 'same').subarray(5, 17).toString('hex')))
  expect(ivs.size).toBe(5_000)
})
