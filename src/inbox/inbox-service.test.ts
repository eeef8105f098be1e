// contract: the test inbox as a sender, a reader and a return path meet it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAppError } from '../kernel/index.ts'
import { createInboxClient, makeArf, makeAutoReply, makeDsn, startInbox, startSmtpReceiver, type InboxClient, type ReceivedMail, type RunningInbox } from './index.ts'

const TOKEN = 'a-token-of-some-length'
let home = ''
let inbox: RunningInbox
let client: InboxClient
let returned: ReceivedMail[] = []
let returnPath: Awaited<ReturnType<typeof startSmtpReceiver>>

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'inbox-'))
  returned = []
  returnPath = await startSmtpReceiver({ port: 0, onMail: (m) => (returned.push(m), '250 2.0.0 Ok') })
  inbox = await startInbox({ home, smtpPort: 0, httpPort: 0, token: TOKEN, returnPath: { host: '127.0.0.1', port: returnPath.port, delayMs: 10 } })
  client = createInboxClient({ url: inbox.url, token: TOKEN })
})
afterEach(async () => {
  await inbox.stop()
  await returnPath.close()
  rmSync(home, { recursive: true, force: true })
})

async function sendTo(to: string): Promise<{ code: number }> {
  const transport = createTransport({ host: '127.0.0.1', port: inbox.smtpPort, secure: false, ignoreTLS: true })
  try {
    await transport.sendMail({
      from: 'news@shop.test',
      envelope: { from: 'bounce+key1@return.test', to },
      to,
      subject: 'Grüße aus Köln',
      text: 'See https://a.test/x.',
      html: '<p>Hi <a href="https://a.test/?x=1&amp;y=2">link</a><img src="cid:pic"></p>',
      attachments: [{ filename: 'prices €.txt', content: 'ten' }],
    })
    return { code: 250 }
  } catch (error) {
    return { code: (error as { responseCode?: number }).responseCode ?? 0 }
  } finally {
    transport.close()
  }
}

test('a mail is listed, searched and read with headers, parts, attachments and links', async () => {
  await sendTo('someone@example.test')
  await sendTo('other@example.test')
  const page = await client.list({ to: 'SOMEONE' })
  expect(page).toMatchObject({ total: 1, next: null })
  expect(page.mails[0]).toMatchObject({ from: 'bounce+key1@return.test', to: ['someone@example.test'], subject: 'Grüße aus Köln', answered: true })
  const id = page.mails[0]?.id ?? ''
  const view = await client.get(id)
  expect(view.html).toContain('<a href="https://a.test/?x=1&amp;y=2">')
  expect(view.text).toContain('See https://a.test/x.')
  expect(view.headers.find((h) => h.name === 'Subject')?.value).toBe('Grüße aus Köln')
  expect(view.attachments).toMatchObject([{ no: 1, filename: 'prices €.txt', contentType: 'text/plain', bytes: 3 }])
  expect(view.links).toEqual([
    { url: 'https://a.test/?x=1&y=2', part: 'html' },
    { url: 'https://a.test/x', part: 'text' },
  ])
  expect((await client.attachment(id, 1)).toString()).toBe('ten')
  expect((await simpleParser(await client.raw(id))).subject).toBe('Grüße aus Köln')
  expect((await client.list({ limit: 1 })).next).not.toBe(null)
  await client.clear()
  expect((await client.list()).total).toBe(0)
  expect(await client.get(id).catch((e: unknown) => isAppError(e, 'INBOX_MAIL_NOT_FOUND'))).toBe(true)
})

test('nobody reads without the token', async () => {
  const stranger = createInboxClient({ url: inbox.url, token: 'wrong' })
  expect(await stranger.list().catch((e: unknown) => isAppError(e, 'INBOX_UNREACHABLE'))).toBe(true)
  expect((await fetch(`${inbox.url}/mails`)).status).toBe(401)
  expect((await fetch(`${inbox.url}/mails`, { method: 'DELETE' })).status).toBe(401)
})

test('the name of the recipient chooses the outcome', async () => {
  expect(await sendTo('451@x.test')).toEqual({ code: 451 })
  expect(await sendTo('550+campaign@x.test')).toEqual({ code: 550 })
  expect(await sendTo('mailbox-full@x.test')).toEqual({ code: 552 })
  expect(await sendTo('spam@x.test')).toEqual({ code: 554 })
  expect(await sendTo('drop-after-dot@x.test')).not.toEqual({ code: 250 })
  const { mails } = await client.list()
  expect(mails.map((m) => [m.to[0], m.answered])).toEqual([['drop-after-dot@x.test', false]])
  expect(await client.stats()).toMatchObject({ mails: 1, rejected: 4, kept: 1 })
})

test('bounces, complaints and automatic replies come back to the return path', async () => {
  for (const name of ['bounce', 'complain', 'autoreply']) expect(await sendTo(`${name}@x.test`)).toEqual({ code: 250 })
  while (returned.length < 3) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(returned.map((m) => [m.from, m.to[0]])).toEqual(Array.from({ length: 3 }, () => ['', 'bounce+key1@return.test']))
  const all = returned.map((m) => m.data.toString())
  expect(all.filter((t) => t.includes('report-type=delivery-status') && t.includes('Final-Recipient: rfc822; bounce@x.test') && t.includes('Status: 5.1.1')).length).toBe(1)
  expect(all.filter((t) => t.includes('report-type=feedback-report') && t.includes('Feedback-Type: abuse')).length).toBe(1)
  expect(all.filter((t) => t.includes('Auto-Submitted: auto-replied') && t.includes('Out of office')).length).toBe(1)
})

test('mails are there after a restart; a taken port is said so', async () => {
  await sendTo('someone@example.test')
  const ports = { smtpPort: inbox.smtpPort, httpPort: inbox.httpPort }
  const other = mkdtempSync(join(tmpdir(), 'inbox-'))
  expect(await startInbox({ home: other, ...ports, token: TOKEN }).catch((e: unknown) => isAppError(e, 'INBOX_PORT_TAKEN'))).toBe(true)
  expect(await startInbox({ home: other, smtpPort: 0, httpPort: ports.httpPort, token: TOKEN }).catch((e: unknown) => isAppError(e, 'INBOX_PORT_TAKEN'))).toBe(true)
  rmSync(other, { recursive: true })
  await inbox.stop()
  inbox = await startInbox({ home, ...ports, token: TOKEN })
  expect((await client.list()).mails.map((m) => m.to[0])).toEqual(['someone@example.test'])
})

test('reports are well-formed MIME with what the standards ask for', async () => {
  const original = Buffer.from('From: news@shop.test\r\nMessage-ID: <m1@shop.test>\r\nSubject: Grüße\r\nX-Key: k1\r\n\r\nsecret body\r\n')
  const date = new Date('2026-01-02T03:04:05Z')
  const dsn = makeDsn({ to: 'bounce+k1@return.test', original, recipient: 'gone@x.test', status: '5.2.2', diagnostic: '552 5.2.2 full\r\nBcc: x', remoteMta: 'mx.x.test', date })
  expect(makeDsn({ to: 'bounce+k1@return.test', original, recipient: 'gone@x.test', status: '5.2.2', diagnostic: '552 5.2.2 full\r\nBcc: x', remoteMta: 'mx.x.test', date })).toEqual(dsn)
  const parsed = await simpleParser(dsn)
  // mailparser shows the machine-readable part as text
  expect(parsed.attachments.map((a) => a.contentType)).toEqual(['text/rfc822-headers'])
  expect(parsed.text).toContain('Status: 5.2.2')
  expect(dsn.toString()).toMatch(/\r\nContent-Type: message\/delivery-status\r\n\r\nReporting-MTA: dns; \S+\r?\n\r?\nOriginal-Recipient: rfc822; gone@x\.test\r?\nFinal-Recipient: rfc822; gone@x\.test\r?\nAction: failed\r?\nStatus: 5\.2\.2\r?\nRemote-MTA: dns; mx\.x\.test\r?\nDiagnostic-Code: smtp; 552 5\.2\.2 full Bcc: x\r?\n/)
  expect(parsed.attachments[0]?.content.toString()).toContain('X-Key: k1')
  expect(dsn.toString()).not.toContain('secret body')
  const arf = await simpleParser(makeArf({ to: 'bounce+k1@return.test', original, recipient: 'p@x.test', mailFrom: 'bounce+k1@return.test', date }))
  expect(arf.attachments.map((a) => a.contentType)).toEqual(['message/feedback-report', 'message/rfc822'])
  expect(arf.attachments[0]?.content.toString()).toMatch(/Feedback-Type: abuse\r?\nUser-Agent: \S+\r?\nVersion: 1\r?\n/)
  expect(arf.attachments[1]?.content.toString()).toContain('secret body')
  const reply = await simpleParser(makeAutoReply({ to: 'a@b.test', original, recipient: 'p@x.test', date }))
  expect(reply.headers.get('auto-submitted')).toBe('auto-replied')
  expect(reply.inReplyTo).toBe('<m1@shop.test>')
})
