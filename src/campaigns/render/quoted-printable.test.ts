// unit: quoted-printable in pieces, against a decoder written from the RFC.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeQp, qpSegment, QpWriter } from './quoted-printable.ts'

const decode = (qp: string): string => Buffer.from(qp.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, h: string) => String.fromCharCode(Number.parseInt(h, 16))), 'latin1').toString()
const normal = (s: string): string => s.replace(/\r\n|\r|\n/g, '\r\n').toWellFormed()
const piece = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\t', '.', '=', '\n', '\r\n', '\r', 'F', 'ü', '€', '😀', '\ud800', '\u0000', 'From ', '\n.', '\nFrom '), maxLength: 60 }),
  fc.string({ maxLength: 200 }),
  fc.constantFrom('x'.repeat(74), 'x'.repeat(75), 'x'.repeat(76), 'x'.repeat(300), ' '.repeat(80), '\t '.repeat(50), '.'.repeat(200)),
)

function check(encoded: string): void {
  expect(encoded).toMatch(/^[\x20-\x7e\t\r\n]*$/)
  expect(encoded).not.toMatch(/\r(?!\n)|(?<!\r)\n/)
  for (const line of encoded.split('\r\n')) {
    expect(line.length).toBeLessThanOrEqual(76)
    expect(line).not.toMatch(/[ \t]$/)
    expect(line).not.toMatch(/^(\.|From )/)
    expect(line).not.toMatch(/=(?![0-9A-F]{2}|$)/)
  }
}

test('whole text: decodes to the same, lines short, no bare ends, no dot or From at a line start', () => {
  fc.assert(
    fc.property(piece, (text) => {
      const { text: encoded } = encodeQp(text, 0)
      check(encoded)
      expect(decode(encoded)).toBe(normal(text))
    }),
    { numRuns: 2000 },
  )
})

test('constant and changing pieces in any order give the same text as one piece', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ text: piece, isConstant: fc.boolean() }), { maxLength: 12 }), (pieces) => {
      const writer = new QpWriter()
      for (const p of pieces) {
        // a line break cut in two between pieces is two line breaks; authors cannot write that
        const text = p.text.replace(/\r$/, '').replace(/[\ud800-\udfff]$/, '')
        if (p.isConstant) writer.writeSegment(qpSegment(text))
        else writer.writeText(text)
      }
      check(writer.out)
      expect(decode(writer.out)).toBe(pieces.map((p) => normal(p.text.replace(/\r$/, '').replace(/[\ud800-\udfff]$/, ''))).join(''))
    }),
    { numRuns: 2000 },
  )
})
