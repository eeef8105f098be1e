// unit: addresses by the table of the standards, and properties that hold for every input.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ADDRESS_RULES, parseAddress } from './index.ts'
import { REFUSED, VALID } from './parse-address.cases.ts'

const show = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text)

function accepted(input: string) {
  const result = parseAddress(input)
  if (!result.ok) throw new Error(`refused: ${result.rule}`)
  return result.address
}

test.each(VALID.map(([input, normalised]) => ({ name: show(input), input, normalised })))('accepts $name', ({ input, normalised }) => {
  expect(accepted(input).normalised).toBe(normalised)
})

test.each(REFUSED.map(([input, rule, position]) => ({ name: show(input), input, rule, position })))('refuses $name: $rule', ({ input, rule, position }) => {
  expect(parseAddress(input)).toMatchObject({ ok: false, rule, position, rfc: ADDRESS_RULES[rule].rfc })
})

test('the table knows every rule and has at least 150 cases', () => {
  const seen = new Set(REFUSED.map(([, rule]) => rule))
  const elsewhere = new Set(['not_text', 'literal_refused'])
  expect(Object.keys(ADDRESS_RULES).filter((rule) => !seen.has(rule as never) && !elsewhere.has(rule))).toEqual([])
  expect(VALID.length + REFUSED.length).toBeGreaterThanOrEqual(150)
})

test('what is not a text is refused', () => {
  for (const input of [undefined, null, 7, {}, ['a@b.cd']]) expect(parseAddress(input)).toMatchObject({ ok: false, rule: 'not_text' })
})

test('literals are flagged, and refused where the caller wants none', () => {
  expect(accepted('ann@[IPv6:::1]').literal).toBe('ipv6')
  expect(accepted('ann@example.com').literal).toBeUndefined()
  expect(parseAddress('ann@[192.0.2.1]', { literals: 'refuse' })).toMatchObject({ ok: false, rule: 'literal_refused' })
  expect(parseAddress('ann@[192.0.2]', { literals: 'refuse' })).toMatchObject({ rule: 'literal_ipv4' })
})

test('sending keeps the case of the local part and drops needless quoting only', () => {
  expect(accepted('"Ann"@Bücher.Example')).toEqual({
    address: 'Ann@xn--bcher-kva.example', localPart: 'Ann', domain: 'xn--bcher-kva.example', domainUnicode: 'bücher.example',
    normalised: 'ann@xn--bcher-kva.example', normVersion: 1, quoted: false, smtputf8: false, role: false,
  })
  expect(accepted('"Ann S"@example.com')).toMatchObject({ localPart: '"Ann S"', quoted: true })
  expect(accepted('Änn@example.com')).toMatchObject({ localPart: 'Änn', smtputf8: true })
})

test('roles are flagged', () => {
  expect(accepted('Postmaster@example.com').role).toBe(true)
  expect(accepted('info+2@example.com').role).toBe(true)
  expect(accepted('ann@example.com').role).toBe(false)
})

const pieces = fc.constantFrom(
  'a', 'B', '9', '.', '..', '@', '-', '_', '+', '"', '\\', ' ', '\t', '(', ')', '<', '>', '[', ']', ':', ',', 'IPv6:', '::', '192.0.2.1',
  'xn--', 'xn--bcher-kva', 'example', '.com', 'ü', 'İ', 'Σ', 'ß', 'e\u0301', 'א', '例', '\u200d', '\u200b', '😀', '\u0000', '１', '。', '·', 'ⅷ', '@example.com',
)
const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.array(pieces, { maxLength: 12 }).map((list) => list.join('')))

test('never throws, always answers in one of the two forms', () => {
  fc.assert(fc.property(anything, (input) => {
    const result = parseAddress(input)
    if (result.ok) return result.address.normalised.includes('@')
    return result.position >= 0 && result.position <= input.length && result.rule in ADDRESS_RULES
  }), { numRuns: 5000 })
})

const local = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,20}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`),
)
const domain = fc.oneof(fc.domain(), fc.constantFrom('bücher.example', '例え.テスト', 'EXAMPLE.org', '[192.0.2.1]', '[IPv6:1::2]'))
const likely = fc.tuple(local, domain).map(([left, right]) => `${left}@${right}`)

test('every accepted address reads back as itself', () => {
  let count = 0
  fc.assert(fc.property(fc.oneof(likely, anything), (input) => {
    const first = parseAddress(input)
    fc.pre(first.ok)
    count += 1
    const again = parseAddress(first.address.address)
    expect(again).toEqual(first)
    expect(Buffer.byteLength(first.address.address)).toBeLessThanOrEqual(254)
  }), { numRuns: 3000 })
  expect(count).toBeGreaterThan(1000)
})

test('normalising is idempotent and blind to the case of the input', () => {
  fc.assert(fc.property(likely, (input) => {
    const first = parseAddress(input)
    fc.pre(first.ok)
    const again = parseAddress(first.address.normalised)
    // Lower case can need more octets (U+0130), so an address at the limit may not read back.
    fc.pre(again.ok || again.rule !== 'local_part_too_long')
    expect(again.ok && again.address.normalised).toBe(first.address.normalised)
    // oxlint-disable-next-line no-control-regex
    if (/^[\0-\x7f]*$/.test(input) && !input.includes('[')) {
      const upper = parseAddress(input.toUpperCase())
      expect(upper.ok && upper.address.normalised).toBe(first.address.normalised)
    }
  }), { numRuns: 3000 })
})

test('the short way and the long way agree', () => {
  // A quoted spelling never takes the short way.
  fc.assert(fc.property(fc.stringMatching(/^[a-zA-Z0-9.!#+=-]{1,20}$/), fc.domain(), (left, right) => {
    const short = parseAddress(`${left}@${right}`)
    fc.pre(short.ok)
    expect(parseAddress(`"${left}"@${right}`)).toEqual(short)
  }), { numRuns: 2000 })
})
