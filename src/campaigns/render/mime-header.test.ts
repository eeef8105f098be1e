// unit: header lines against mailparser, with values that try to break out.
import * as fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { mailAddress } from './mail-address.ts'
import { addressHeader, checkHeader, dateHeader, messageIdHeader, oneLine, textHeader, urlListHeader } from './mime-header.ts'

const unicode = fc.string({ unit: fc.oneof(fc.constantFrom('a', 'B', ' ', ' ', '=', '?', '_', '"', ',', '<', '>', '@', '\\', '(', ')', ';', ':', 'ü', '漢', '😀', '\r', '\n', '\r\n', '\0', '\t', '=?UTF-8?Q?x?='), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 120 })
const lines = (header: string): string[] => header.slice(0, -2).split('\r\n')

function checkLines(header: string): void {
  expect(header.endsWith('\r\n')).toBe(true)
  // oxlint-disable-next-line no-control-regex
  expect(header).toMatch(/^[\x20-\x7e\r\n]*$/)
  lines(header).forEach((line, i) => {
    expect(line.length).toBeLessThanOrEqual(998)
    expect(line.trim()).not.toBe('')
    if (i > 0) expect(line).toMatch(/^ /)
  })
}

test('any subject is one header, folded, and reads as it was meant', async () => {
  await fc.assert(
    fc.asyncProperty(unicode, async (value) => {
      const header = textHeader('Subject', value)
      checkLines(header)
      const parsed = await simpleParser(`${header}X-After: yes\r\n\r\nbody`)
      expect(parsed.subject ?? '').toBe(oneLine(value))
      expect(parsed.headers.get('x-after')).toBe('yes')
      expect(parsed.text).toBe('body')
    }),
    { numRuns: 500 },
  )
})

test('lines stay within 78 characters unless a single word is longer', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'ü', '漢', '😀'), minLength: 1, maxLength: 30 }), { maxLength: 40 }), (words) => {
      for (const line of lines(textHeader('Subject', words.join(' ')))) expect(line.length).toBeLessThanOrEqual(78)
    }),
  )
  for (const line of lines(textHeader('X-Long', 'x'.repeat(5000)))) expect(line.length).toBeLessThanOrEqual(78)
})

test('any display name is one header and reads as it was meant', async () => {
  await fc.assert(
    fc.asyncProperty(unicode, async (name) => {
      const header = addressHeader('From', { name, address: 'a@b.test' })
      checkLines(header)
      const parsed = await simpleParser(`${header}\r\n`)
      expect(parsed.from?.value.length).toBe(1)
      expect(parsed.from?.value[0]?.address).toBe('a@b.test')
      // mailparser trims and unquotes once more what an encoded word held; compare without quotes and outer blanks
      const plain = (s: string): string => s.replace(/["\\]/g, '').replace(/\s+/g, ' ').trim()
      expect(plain(parsed.from?.value[0]?.name ?? '')).toBe(plain(oneLine(name)))
    }),
    { numRuns: 500 },
  )
})

test('addresses: A-labels, SMTPUTF8 flagged, nothing that could end the header', () => {
  expect(mailAddress('a@bücher.test')).toEqual({ address: 'a@xn--bcher-kva.test', needsSmtpUtf8: false })
  expect(mailAddress('jürgen@bücher.test')).toEqual({ address: 'jürgen@xn--bcher-kva.test', needsSmtpUtf8: true })
  expect(mailAddress('"a b"@c.test')).toEqual({ address: '"a b"@c.test', needsSmtpUtf8: false })
  expect(mailAddress('a@[127.0.0.1]')).toEqual({ address: 'a@[127.0.0.1]', needsSmtpUtf8: false })
  for (const bad of ['', 'a', '@b', 'a@', 'a b@c.test', 'a@b\r\nBcc: x@y.test', 'a@b.test>', 'a,b@c.test', 'a@b c', `a@${'b'.repeat(400)}`, 'a@b\u2028c']) expect(mailAddress(bad), bad).toBe(null)
  expect(() => addressHeader('To', { address: 'a@b\r\nBcc: c@d.test' })).toThrow(/not a valid address/)
})

test('structured values that could break out are refused', () => {
  for (const id of ['<a@b>\r\nX: y', 'a@b', '<a b@c>', '<a@b', '<ü@b>', `<${'a'.repeat(300)}@b>`]) expect(() => messageIdHeader(id), id).toThrow()
  expect(messageIdHeader('<a.b@c.test>')).toBe('Message-ID: <a.b@c.test>\r\n')
  for (const url of ['https://x.test/\r\nX: y', 'https://x.test/>', 'javascript:x', 'https://x.test/ü']) expect(() => urlListHeader('List-Unsubscribe', [url]), url).toThrow()
  for (const name of ['Subject', 'bcc', 'Content-Type', 'X Y', 'X:Y', 'X\r\nY', '', 'DKIM-Signature']) expect(() => checkHeader(name), name).toThrow()
  checkHeader('X-Campaign')
})

test('dates as RFC 5322 writes them', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2200-01-01T00:00:00Z'), noInvalidDate: true }), (at) => {
      expect(dateHeader(at)).toBe(`Date: ${at.toUTCString().replace('GMT', '+0000')}\r\n`)
    }),
  )
})
