// unit: bounces from fixture to answer, replies to classes, and what must hold for any bytes.
import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BOUNCE_CLASSES, explainBounce, judge } from './index.ts'
import { REPLIES } from './replies.cases.ts'

interface Expected {
  kind: string
  recipients: Record<string, unknown>[]
  message_id?: string
  feedback_type?: string
}

const folder = new URL('../../../test/fixtures/bounces/', import.meta.url)
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Expected>
const files = readdirSync(folder).filter((name) => name.endsWith('.eml'))
const bytes = (name: string): Buffer => readFileSync(new URL(name, folder))

test('every fixture has an expectation', () => {
  expect(files.map((name) => name.replace(/\.eml$/, '')).sort()).toEqual(Object.keys(expected).sort())
  expect(files.length).toBeGreaterThanOrEqual(60)
})

test.each(Object.keys(expected))('%s', (name) => {
  const wanted = expected[name]
  const found = explainBounce(bytes(`${name}.eml`))
  expect(found.kind).toBe(wanted?.kind)
  expect(found.recipients).toHaveLength(wanted?.recipients.length ?? -1)
  wanted?.recipients.forEach((recipient, index) => expect(found.recipients[index]).toMatchObject(recipient))
  if (wanted?.message_id !== undefined) expect(found.original?.message_id).toBe(wanted.message_id)
  if (wanted?.feedback_type !== undefined) expect(found.arf?.feedback_type).toBe(wanted.feedback_type)
})

const replies = REPLIES.flatMap(([name, texts]) => texts.map((text) => ({ name, text })))

test.each(replies)('$name: $text', ({ name, text }) => {
  expect(judge({ diagnostic: text, status: undefined, action: 'failed', spoken: '', report: '' }).class).toBe(name)
})

test('the return path names the message and the recipient', () => {
  expect(explainBounce(bytes('postfix-quota.eml')).verp_hint).toEqual({ address: 'bounces+m7f3@mail.example.org', tag: 'm7f3', recipient: null })
  const verp = explainBounce('To: b-ann=example.com@mail.example.org\n\nx').verp_hint
  expect(verp).toMatchObject({ recipient: 'ann@example.com' })
})

test('a failed delivery with a temporary code is not hard', () => {
  const text = 'From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 4.1.1\nDiagnostic-Code: smtp; 450 4.1.1 unverified address: user unknown\n\n--b--\n'
  expect(explainBounce(text).recipients[0]).toMatchObject({ class: 'unknown_user', hard: false, smtp_code: 450 })
})

const fixture = fc.constantFrom(...files).map(bytes)

/** Cut, repeat, overwrite: what happens to mail on the way. */
const damaged = fc.tuple(fixture, fc.array(fc.tuple(fc.nat(), fc.nat(200), fc.uint8Array({ maxLength: 12 })), { maxLength: 6 })).map(([mail, edits]) => edits.reduce((now, [at, length, put]) => {
  const from = now.length === 0 ? 0 : at % now.length
  return Buffer.concat([now.subarray(0, from), put, now.subarray(from + length)])
}, mail))

test('any bytes give one of the four kinds and known classes', () => {
  fc.assert(fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 3000 }).map((list) => Buffer.from(list))), (mail) => {
    const found = explainBounce(mail)
    expect(['dsn', 'arf', 'autoreply', 'other']).toContain(found.kind)
    for (const recipient of found.recipients) expect(BOUNCE_CLASSES).toHaveProperty(recipient.class)
    return JSON.stringify(found).length > 0
  }), { numRuns: 600 })
})

test.each([
  ['many parts', `Content-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: text/plain\n\nx\n'.repeat(50_000)}`],
  ['deep nesting', `${'Content-Type: message/rfc822\n\n'.repeat(20_000)}x`],
  ['one long line', `Subject: x\n\n${'a'.repeat(2_000_000)}`],
  ['at signs', `From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n${'a@'.repeat(500_000)}`],
  ['dots', `From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n${'a.'.repeat(500_000)}@`],
  ['returns', `From: MAILER-DAEMON@x.example\n\n${'\r'.repeat(1_000_000)}x`],
  ['tags', `Content-Type: text/html\nFrom: MAILER-DAEMON@x.example\n\n${'<a '.repeat(300_000)}`],
  ['header folds', `Subject: x\n${' y\n'.repeat(300_000)}`],
  ['encoded words', `Subject: ${'=?utf-8?q?a?= '.repeat(20_000)}\n\nx`],
  ['statuses', `Content-Type: message/delivery-status\n\n${'Final-Recipient: rfc822; a@example.com\nAction: failed\nStatus: 5.1.1\n\n'.repeat(20_000)}`],
  ['words', `From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n${'user mailbox recipient address account '.repeat(20_000)}`],
  ['blanks', `From: MAILER-DAEMON@x.example\nSubject: failure notice\n\n${' '.repeat(1_000_000)}x`],
  ['words in a diagnostic', `Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@example.com\nAction: failed\nDiagnostic-Code: smtp; 550 ${'the sender from ip address connection '.repeat(5000)}\n`],
])('hostile: %s ends soon', (_, text) => {
  // The bound is generous on purpose: it tells linear from quadratic, not fast from slow.
  const start = performance.now()
  explainBounce(text)
  expect(performance.now() - start).toBeLessThan(5000)
})

test('the manual lists exactly the classes of the code', () => {
  const manual = readFileSync(new URL('../../../docs/reference/bounce-classes.md', import.meta.url), 'utf8')
  const rows = [...manual.matchAll(/^\| `(\w+)` \| (yes|no) \| (.*?) \|/gm)].map(([, name, final, meaning]) => [name, { hard: final === 'yes', meaning }])
  expect(Object.fromEntries(rows)).toEqual(BOUNCE_CLASSES)
})
