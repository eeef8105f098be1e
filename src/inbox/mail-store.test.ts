// unit: the mail files and their index, over restarts, kills and limits.
import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MailStore } from './mail-store.ts'
import { decodeWords, readHeaders } from './read-headers.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'inbox-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const LIMITS = { maxMails: 1000, maxBytes: 1e9 }
const AT = new Date('2026-01-02T03:04:05Z')
const session = { id: 1, remote: '', helo: '', mails: 0 }
const mail = (n: number) => ({ from: 'a@b.test', to: [`u${n}@x.test`], data: Buffer.from(`Subject: Mail ${n}\r\nMessage-ID: <${n}@b.test>\r\n\r\nbody ${n}`), session })
const files = (): string[] => readdirSync(folder, { recursive: true }).map(String).filter((f) => f.endsWith('.eml')).toSorted()

test('keeps, lists newest first in pages, searches, and is the same after a restart', async () => {
  const store = new MailStore(folder, LIMITS)
  for (let n = 1; n <= 25; n++) store.keep(mail(n), true, AT)
  const seen: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = store.list({ limit: 10, ...(cursor ? { cursor } : {}) })
    expect(page.total).toBe(25)
    seen.push(...page.mails.map((m) => m.subject))
    cursor = page.next
  }
  expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `Mail ${25 - i}`))
  expect(store.list({ to: 'U7@' }).mails.map((m) => m.subject)).toEqual(['Mail 7'])
  expect(store.list({ subject: 'mail 2' }).total).toBe(7)
  expect(store.list({ q: 'nothing' })).toEqual({ mails: [], next: null, total: 0 })
  store.close()
  const again = new MailStore(folder, LIMITS)
  expect(again.count).toBe(25)
  const third = again.list({ to: 'u3@x' }).mails[0]
  expect(third).toMatchObject({ from: 'a@b.test', to: ['u3@x.test'], messageId: '<3@b.test>', receivedAt: AT.toISOString(), answered: true })
  expect(await again.raw(third?.id ?? '')).toEqual(mail(3).data)
  expect(await again.raw('../../etc/passwd')).toBe(null)
  expect(again.keep(mail(26), true, AT).id > (third?.id ?? '')).toBe(true)
  again.close()
})

test('the oldest go when there are too many or too much', async () => {
  const store = new MailStore(folder, { maxMails: 10, maxBytes: 1e9 })
  const first = store.keep(mail(0), true, AT)
  for (let n = 1; n < 2500; n++) store.keep(mail(n), true, AT)
  expect(store.count).toBe(10)
  expect(files().length).toBe(10)
  expect(store.find(first.id)).toBe(null)
  expect(await store.raw(first.id)).toBe(null)
  expect(store.list({ limit: 200 }).mails.at(-1)?.subject).toBe('Mail 2490')
  store.close()
  const small = new MailStore(folder, { maxMails: 1000, maxBytes: 200 })
  small.keep(mail(1), true, AT)
  expect(small.bytes).toBeLessThanOrEqual(200)
  expect(files().length).toBe(small.count)
  small.close()
})

test('after a kill: a torn index line and a mail without a line are dropped, the rest stays, ids go on', () => {
  const store = new MailStore(folder, LIMITS)
  const kept = store.keep(mail(1), true, AT)
  store.close()
  appendFileSync(join(folder, 'index.ndjson'), '{"id":"00000000')
  writeFileSync(join(folder, '000000000', '000000000009.eml'), 'half')
  rmSync(join(folder, 'index.ndjson.new'), { force: true })
  const again = new MailStore(folder, LIMITS)
  expect(again.list().mails.map((m) => m.id)).toEqual([kept.id])
  expect(files().length).toBe(1)
  expect(again.keep(mail(2), true, AT).id).toBe('000000000010')
  again.close()
})

test('clear removes files and never gives an id twice, not even after a restart', () => {
  const store = new MailStore(folder, LIMITS)
  const before = store.keep(mail(1), true, AT)
  store.clear()
  expect([store.count, files().length, store.bytes]).toEqual([0, 0, 0])
  store.close()
  const again = new MailStore(folder, LIMITS)
  expect(again.keep(mail(2), true, AT).id > before.id).toBe(true)
  expect(existsSync(join(folder, 'index.ndjson'))).toBe(true)
  again.close()
})

test('headers are unfolded and decoded', () => {
  const raw = Buffer.from('Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?b?IOKCrA==?=\r\nX-Raw: Größe\r\nX-Bad: =?nonsense?Q?x?=\r\n\r\nSubject: body')
  expect(readHeaders(raw)).toEqual([
    ['Subject', 'Grüße €'],
    ['X-Raw', 'Größe'],
    ['X-Bad', '=?nonsense?Q?x?='],
  ])
  expect(decodeWords('=?ISO-8859-1?Q?a=E4?= plain =?UTF-8?Q?b_c?=')).toBe('aä plain b c')
  expect(decodeWords('=?UTF-8?B?4oI=?= =?UTF-8?B?rA==?=')).toBe('€')
})
