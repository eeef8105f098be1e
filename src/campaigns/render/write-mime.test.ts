// unit: whole messages, read back with mailparser and compared with what nodemailer composes from the same parts.
import * as fc from 'fast-check'
import { Liquid } from 'liquidjs'
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser'
import MailComposer from 'nodemailer/lib/mail-composer'
import { expect, test } from 'vitest'
import { compileContent, openContent, type ContentRenderer, type MimeInput, type RecipientUrls } from './index.ts'
import { PreparedPart } from './prepared-part.ts'

const DATE = new Date('2026-03-04T05:06:07Z')
const urlsFor = (key: string): RecipientUrls => ({ open: `https://t.test/o/${key}`, click: (no) => `https://t.test/c/${key}/${no}`, unsubscribe: `https://t.test/u/${key}`, view: `https://t.test/v/${key}` })
const input = (key: string, contact: Record<string, unknown>, extra: Partial<MimeInput> = {}): MimeInput => ({ contact, messageKey: key, urls: urlsFor(key), to: { address: 'person@example.test' }, messageId: '<m1@shop.test>', date: DATE, ...extra })
const text = fc.string({ unit: fc.oneof(fc.constantFrom('a', ' ', '\n', '\r\n', '.', '=', 'ü', '漢字', '😀', '<', '&', '"', '{{', '%}', '\t', '\u00a0', 'From '), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 80 })
const address = (a: AddressObject | AddressObject[] | undefined): unknown => (Array.isArray(a) ? a[0] : a)?.value
// mailparser drops white space at the very end of a part and reads a lone CR as a line end
const body = (s: string | false | undefined): string => (s || '').replace(/\r\n|\r/g, '\n').trimEnd()

async function shop(): Promise<ContentRenderer> {
  return openContent(
    await compileContent(
      { subject: 'Für {{ contact.name }}: {{ contact.note }}', html: '<html><body><p>Hallo {{ contact.name }}, {{ contact.note }} – {% if contact.vip %}<b>VIP {{ contact.name }}</b>{% endif %}</p>\n<a href="https://a.test/">x</a></body></html>', text: 'Hallo {{ contact.name }}\n{{ contact.note }}\nhttps://a.test/' },
      { from: { address: 'news@bücher.test', name: 'Bücher & Söhne, "Köln"' }, replyTo: { address: 'reply@shop.test' }, headers: { 'X-Campaign': 'Frühling' } },
    ),
  )
}

test('read back, every part is what was rendered, and what nodemailer composes reads the same', async () => {
  const renderer = await shop()
  await fc.assert(
    fc.asyncProperty(text, text, fc.boolean(), text, async (name, note, vip, toName) => {
      const i = input('k1', { name, note, vip }, { to: { address: 'person@example.test', name: toName } })
      const bytes = renderer.writeMime(i)
      expect(renderer.writeMime(i).equals(bytes)).toBe(true)
      expect(bytes.every((b) => b < 128)).toBe(true)
      expect(bytes.toString()).not.toMatch(/\r(?!\n)|(?<!\r)\n/)
      for (const line of bytes.toString().split('\r\n')) expect(line.length).toBeLessThanOrEqual(998)
      const rendered = renderer.render({ ...i, now: DATE })
      const ours = await simpleParser(bytes, { skipTextToHtml: true, skipImageLinks: true })
      expect(ours.subject).toBe(rendered.subject)
      expect(body(ours.text)).toBe(body(rendered.text))
      expect(body(ours.html)).toBe(body(rendered.html ?? ''))
      const theirs = await simpleParser(await composed(rendered, toName))
      expect(comparable(ours)).toEqual(comparable(theirs))
    }),
    { numRuns: 200 },
  )
})

async function composed(rendered: { subject: string; html: string | null; text: string }, toName: string): Promise<Buffer> {
  const mail = new MailComposer({
    from: { name: 'Bücher & Söhne, "Köln"', address: 'news@bücher.test' },
    replyTo: 'reply@shop.test',
    to: { name: toName, address: 'person@example.test' },
    subject: rendered.subject,
    html: rendered.html ?? '',
    text: rendered.text,
    messageId: '<m1@shop.test>',
    date: DATE,
    headers: { 'X-Campaign': 'Frühling', 'List-Unsubscribe': '<https://t.test/u/k1>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  })
  return mail.compile().build()
}

function comparable(m: ParsedMail): unknown {
  const flat = (v: unknown): unknown => JSON.parse(JSON.stringify(v ?? null).replace(/\\"|\\\\/g, ''))
  return {
    subject: m.subject?.replace(/\s+/g, ' ').trim(),
    from: flat(address(m.from)),
    replyTo: flat(address(m.replyTo)),
    to: (address(m.to) as { address: string }[]).map((a) => a.address),
    html: body(m.html),
    text: body(m.text),
    messageId: m.messageId,
    date: m.date,
    campaign: m.headers.get('x-campaign'),
    list: m.headers.get('list'),
  }
}

test('what the fast path writes is what the library renders, for every kind of output', () => {
  const sources = [
    '{{ contact.a }}',
    '{{contact.a.b.c}}',
    "{{ contact.a | default: 'x' }} {{ contact.a | default: \"y\" | upcase }}",
    '{{ contact.list }} {{ contact.list.size }} {{ contact.list.first }} {{ contact.list[0] }} {{ contact["a"] }}',
    '{{ contact.a | escape }} {{ contact.a | raw }} {{ contact.a | url_encode }} {{ contact.a | append: "!" | prepend: "<" }}',
    '{{ contact.a | truncate: 3 }} {{ contact.a | truncatewords: 2, "~" }} {{ contact.a | replace: "a", "<b>" }}',
    '{% assign contact = "shadow" %}{{ contact }} {{ contact.a }}',
    '{% assign x = contact.a %}{{ x }}{% capture y %}<{{ x }}>{% endcapture %}{{ y }}{{ y | size }}',
    '{% for i in contact.list %}{{ i }}{% if i == 2 %}{% break %}{% endif %}{{ forloop.index }}{{ forloop.last }}{% else %}none{% endfor %}',
    '{% case contact.a %}{% when "a" %}A{% else %}B{{ contact.a }}{% endcase %}{% increment n %}{% increment n %}{{ n }}',
    '  {%- if contact.a -%}  trimmed {{- contact.a -}}  {%- endif -%}  ',
    '{{ contact.n }} {{ contact.t }} {{ contact.nil }} {{ contact.nil | default: "d" }} {{ contact.f | default: "no" }} {{ contact.empty | default: "e" }}',
    '{{ contact.constructor }}{{ contact.__proto__ }}{{ contact.toString }}{{ contact.a.length }}',
    '{% tablerow i in contact.list cols: 2 %}{{ i }}{% endtablerow %}{% cycle "a", "b" %}{{ contact.list | join: "&" }}{{ contact.list | map: "x" }}',
    '{{ contact.a | date: "%Y" }}{{ "2020-01-01" | date: "%Y" }}{{ contact.n | plus: 1 | times: 2.5 }}{{ contact.n | round: 1 }}{{ -1 | abs }}{{ "s" }}{{ 1 }}{{ true }}{{ empty }}',
  ]
  const value = fc.oneof(fc.string(), fc.constantFrom('a', '', '<b>&"\'', null, undefined, false, true, 0, 1.5, [], [1, 2, 3], { b: { c: '<c>' } }))
  for (const kind of ['html', 'text'] as const) {
    const library = new Liquid({ ...(kind === 'html' ? { outputEscape: 'escape' as const } : {}), ownPropertyOnly: true, strictFilters: true })
    for (const source of sources) {
      const part = new PreparedPart(kind, source)
      const parsed = library.parse(source)
      fc.assert(
        fc.property(value, value, (a, f) => {
          const contact = { a, f, list: [1, 2, 3], n: 2.25, t: true, nil: null, empty: '' }
          expect(part.toText({ contact }, { urls: urlsFor('k'), targets: new Map(), now: DATE }), source).toBe(String(library.renderSync(parsed, { contact })))
        }),
        { numRuns: 30 },
      )
    }
  }
})

test('nothing of one recipient is left for the next', async () => {
  const renderer = openContent(
    await compileContent(
      {
        subject: '{{ contact.secret }}{% increment n %}',
        html: '{% assign kept = contact.secret %}{% capture c %}{{ contact.secret }}{% endcapture %}{% increment counter %}{% cycle "one", "two" %}{{ kept }}{{ c }}<a href="https://a.test/{{ contact.secret }}">x</a><a href="https://b.test">y</a>',
        text: '{{ kept }}{{ counter }}{{ c }}{% for x in contact.list %}{{ x }}{% endfor %}',
      },
      { from: { address: 'a@b.test' } },
    ),
  )
  const alone = (key: string, secret: string | undefined): string => renderer.writeMime(input(key, { secret, list: [secret] })).toString()
  const first = alone('k1', 'SECRET-ONE')
  const second = alone('k2', 'SECRET-TWO')
  const nobody = alone('k3', undefined)
  for (const [own, other] of [[first, 'TWO'], [second, 'ONE'], [nobody, 'SECRET']] as const) expect(own).not.toContain(other)
  expect(first).not.toMatch(/\/k[23]/)
  expect(alone('k1', 'SECRET-ONE')).toBe(first)
  expect((await simpleParser(second)).html).toContain('0one')
})

test('one-click unsubscribe, feedback id, own headers; none for mails that cannot be unsubscribed from', async () => {
  const renderer = await shop()
  const bytes = renderer.writeMime(input('k1', {}, { unsubscribe: { mailto: 'unsub@shop.test?subject=k1' }, feedbackId: 'c1:shop:news', headers: { 'X-InboxLift-Message': 'msg_1', 'x-campaign': 'mine' } })).toString()
  expect(bytes).toContain('List-Unsubscribe: <https://t.test/u/k1>,\r\n <mailto:unsub@shop.test?subject=k1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n')
  expect(bytes).toContain('Feedback-ID: c1:shop:news\r\n')
  expect(bytes).toContain('X-InboxLift-Message: msg_1\r\n')
  expect(bytes.match(/x-campaign/gi)?.length).toBe(1)
  expect(renderer.writeMime(input('k1', {}, { unsubscribe: null })).toString()).not.toContain('List-Unsubscribe')
})

test('no value can add a header', async () => {
  const renderer = await shop()
  const evil = 'x\r\nBcc: all@example.test\r\n\r\n<h1>owned</h1>'
  const parsed = await simpleParser(renderer.writeMime(input('k1', { name: evil, note: evil }, { to: { address: 'a@b.test', name: evil }, feedbackId: evil, headers: { 'X-A': evil } })))
  expect(parsed.bcc).toBe(undefined)
  expect(parsed.headers.get('x-a')).toBe('x Bcc: all@example.test <h1>owned</h1>')
  expect(() => renderer.writeMime(input('k1', {}, { messageId: '<a@b>\r\nBcc: x@y' }))).toThrow(/Message-ID/)
  expect(() => renderer.writeMime(input('k1', {}, { headers: { 'A\r\nBcc': 'x' } }))).toThrow()
  expect(() => renderer.writeMime(input('k1', {}, { to: { address: 'a@b.test\r\nBcc: x@y' } }))).toThrow()
})

test('international addresses: domain as A-labels, local part kept and the header in UTF-8', async () => {
  const renderer = await shop()
  const bytes = renderer.writeMime(input('k1', {}, { to: { address: 'jürgen@bücher.test', name: 'Jürgen' } }))
  expect(bytes.toString()).toContain('To: =?UTF-8?Q?J=C3=BCrgen?= <jürgen@xn--bcher-kva.test>\r\n')
  expect(bytes.toString()).toContain('<news@xn--bcher-kva.test>\r\n')
})

test('mostly non-ASCII content goes as base64, text alone as a single part', async () => {
  const renderer = openContent(await compileContent({ subject: '件名', text: `${'漢字かな交じり文。'.repeat(20)}{{ contact.name }}` }, { from: { address: 'a@b.test' } }))
  const bytes = renderer.writeMime(input('k', { name: '山田\n様' }))
  expect(bytes.toString()).toContain('Content-Transfer-Encoding: base64')
  expect(bytes.toString()).not.toContain('multipart')
  const parsed = await simpleParser(bytes)
  expect(parsed.subject).toBe('件名')
  expect(body(parsed.text)).toBe(`${'漢字かな交じり文。'.repeat(20)}山田\n様`)
})

test('"now" is the date of the mail', async () => {
  const renderer = openContent(await compileContent({ subject: 's', text: '{{ "now" | date: "%Y-%m-%d" }} {{ \'today\' | date: "%H:%M", "+0000" }}' }, { from: { address: 'a@b.test' } }))
  expect(renderer.render({ ...input('k', {}), now: DATE }).text).toMatch(/^2026-03-04/)
  expect(renderer.writeMime(input('k', {})).equals(renderer.writeMime(input('k', {})))).toBe(true)
})
