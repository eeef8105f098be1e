// unit: the reply parser, whatever the stream is cut into.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { enhancedCode, ReplyParser, type Reply } from './smtp-reply.ts'

function parse(chunks: readonly Buffer[]): { replies: Reply[]; fault: string | null } {
  const replies: Reply[] = []
  const parser = new ReplyParser((r) => replies.push(r))
  for (const c of chunks) parser.feed(c)
  return { replies, fault: parser.fault }
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'Z', '.', '-', '5', 'ü', '€', '😀'), maxLength: 40 })
const reply = fc.record({ code: fc.integer({ min: 200, max: 599 }), lines: fc.array(text, { minLength: 1, maxLength: 5 }) })
const wire = (r: { code: number; lines: string[] }, eol: string): string => r.lines.map((l, i) => `${r.code}${i < r.lines.length - 1 ? '-' : ' '}${l}${eol}`).join('')

test('any replies, cut anywhere, come out as they went in', () => {
  fc.assert(
    fc.property(fc.array(reply, { maxLength: 8 }), fc.constantFrom('\r\n', '\n'), fc.array(fc.nat(), { maxLength: 20 }), (replies, eol, cuts) => {
      const bytes = Buffer.from(replies.map((r) => wire(r, eol)).join(''))
      const at = [...new Set(cuts.map((c) => (bytes.length === 0 ? 0 : c % bytes.length)))].toSorted((a, b) => a - b)
      const chunks = [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length))
      const got = parse(chunks)
      expect(got.fault).toBe(null)
      expect(got.replies.map((r) => ({ code: r.code, text: r.text }))).toEqual(replies.map((r) => ({ code: r.code, text: r.lines.join('\n') })))
    }),
    { numRuns: 500 },
  )
})

test('arbitrary bytes never throw, never grow, and a fault is final', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (chunks) => {
      const { replies, fault } = parse(chunks.map((c) => Buffer.from(c)))
      for (const r of replies) {
        expect(r.code).toBeGreaterThanOrEqual(200)
        expect(r.code).toBeLessThan(600)
        // oxlint-disable-next-line no-control-regex
        expect(r.text).not.toMatch(/[\x00-\x09\x0b-\x1f]/)
      }
      if (fault !== null) expect(parse([...chunks.map((c) => Buffer.from(c)), Buffer.from('250 ok\r\n')]).replies).toEqual(replies)
    }),
    { numRuns: 500 },
  )
})

test('bounded: an endless line, endless lines, nonsense', () => {
  const longLine = parse([Buffer.from(`250 ${'x'.repeat(100_000)}\r\n250 next\r\n`)])
  expect(longLine.fault).toBe(null)
  expect(longLine.replies.map((r) => r.text.length <= 4096)).toEqual([true, true])
  expect(longLine.replies[1]?.text).toBe('next')
  expect(parse(Array.from({ length: 5000 }, () => Buffer.alloc(100, 'x'))).fault).toMatch(/not SMTP/)
  expect(parse([Buffer.from('250 '), ...Array.from({ length: 5000 }, () => Buffer.alloc(100, 'x'))]).fault).toMatch(/without end/)
  expect(parse(Array.from({ length: 3000 }, () => Buffer.from('250-x\r\n'))).fault).toMatch(/without end/)
  for (const junk of ['\r\n', 'hello\r\n', '25\r\n', '999 x\r\n', '199 x\r\n', '250x\r\n', '2a0 x\r\n']) expect(parse([Buffer.from(junk)]).fault, junk).not.toBe(null)
})

test('a bare code is a reply, the last line decides, tabs and Latin-1 are read', () => {
  expect(parse([Buffer.from('250\r\n')]).replies).toEqual([{ code: 250, enhanced: null, text: '' }])
  expect(parse([Buffer.from('250-yes\r\n550 5.1.1 no\r\n')]).replies[0]?.code).toBe(550)
  expect(parse([Buffer.from('550\t5.1.1 no\r\n')]).replies[0]).toMatchObject({ code: 550, enhanced: '5.1.1' })
  expect(parse([Buffer.from('550 5.1.1 Empf\xe4nger', 'latin1'), Buffer.from('\r\n')]).replies[0]?.text).toBe('5.1.1 Empfänger')
})

test('enhanced codes count only when well formed and of the class of the code', () => {
  expect(enhancedCode(550, '5.1.1 x')).toBe('5.1.1')
  expect(enhancedCode(550, '5.1.1')).toBe('5.1.1')
  expect(enhancedCode(452, '4.123.999: x')).toBe('4.123.999')
  for (const bad of ['4.1.1 x', '5.1 x', '5.1.1000 x', 'x5.1.1', '5.1.1x', '6.1.1', '']) expect(enhancedCode(550, bad), bad).toBe(null)
})
