// unit: strict UTF-8 over pieces, against the platform's own check.
import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createUtf8Check, findBrokenUtf8 } from './utf8.ts'

const bytes = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0x41, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xe0, 0xf4, 0x8f, 0xbf, 10)), { maxLength: 40 }).map((b) => Buffer.from(b))

test('agrees with node about what is UTF-8, and the position is the first that spoils it', () => {
  fc.assert(
    fc.property(bytes, (b) => {
      const at = findBrokenUtf8(b)
      expect(at === -1).toBe(isUtf8(b))
      if (at > 0) expect(isUtf8(b.subarray(0, at))).toBe(true)
    }),
    { numRuns: 5_000 },
  )
})

test('pieces of any size give the same report', () => {
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 7 }), (b, size) => {
      const whole = createUtf8Check()
      whole.push(b)
      const cut = createUtf8Check()
      for (let i = 0; i < b.length; i += size) cut.push(b.subarray(i, i + size))
      const report = cut.end()
      expect(report.broken?.byte ?? -1).toBe(findBrokenUtf8(b))
      expect(report.broken).toEqual(whole.end().broken)
      expect(report.bytes).toBe(b.length)
    }),
    { numRuns: 5_000 },
  )
})

test('the line of the broken byte is counted', () => {
  const check = createUtf8Check()
  check.push(Buffer.from('a\nb\n'))
  check.push(Buffer.from([0x63, 10, 0xe9, 0x41]))
  expect(check.end()).toMatchObject({ broken: { byte: 6, value: 0xe9, line: 4 }, hasCharacters: false, brokenCount: 1 })
})
