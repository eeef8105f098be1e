// contract: the receiving side, against nodemailer, against our own pool, and against streams cut anywhere.
import { connect } from 'node:net'
import { once } from 'node:events'
import * as fc from 'fast-check'
import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { behaviourNames, behaviourOf } from './behaviour.ts'
import { startSmtpReceiver } from './smtp-receiver.ts'
import type { ReceivedMail, ReceiverOptions } from './smtp-session.ts'

async function withReceiver(options: Partial<ReceiverOptions>, body: (port: number, got: ReceivedMail[]) => Promise<void>): Promise<void> {
  const got: ReceivedMail[] = []
  const receiver = await startSmtpReceiver({ port: 0, onMail: (mail) => (got.push(mail), '250 2.0.0 Ok'), ...options })
  try {
    await body(receiver.port, got)
  } finally {
    await receiver.close()
  }
}

/** Writes the chunks one by one and returns what the server said until it hung up. */
async function talk(port: number, chunks: readonly Buffer[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let said = ''
  socket.on('data', (c: Buffer) => (said += c.toString()))
  for (const c of chunks) {
    socket.write(c)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await once(socket, 'close')
  return said
}

test('a stream of mails cut anywhere arrives whole, dots restored', async () => {
  const line = fc.constantFrom('.', '..', '.x', '', 'hello', '\r', '\n', 'From x')
  await withReceiver({}, async (port, got) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line, { maxLength: 6 }), { minLength: 1, maxLength: 3 }), fc.array(fc.nat(), { maxLength: 12 }), async (mails, cuts) => {
        got.length = 0
        const bodies = mails.map((lines) => lines.map((l) => `${l}\r\n`).join(''))
        const stuffed = bodies.map((b) => b.replace(/(^|\r\n)\./g, '$1..'))
        const bytes = Buffer.from(`EHLO x\r\n${stuffed.map((b) => `MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n${b}.\r\n`).join('')}QUIT\r\n`)
        const at = [...new Set(cuts.map((c) => c % bytes.length))].toSorted((a, b) => a - b)
        const said = await talk(port, [0, ...at].map((from, i) => bytes.subarray(from, at[i] ?? bytes.length)))
        expect(got.map((m) => m.data.toString())).toEqual(bodies)
        expect(said.match(/^354/gm)?.length).toBe(mails.length)
        expect(said).toMatch(/221 [^\r]*\r\n$/)
      }),
      { numRuns: 150 },
    )
  })
})

test('nodemailer delivers what it composed, with and without a login', () =>
  withReceiver({}, async (port, got) => {
    const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, auth: { user: 'u', pass: 'p' } })
    await transport.sendMail({ from: 'a@b.test', to: ['c@d.test', 'e@f.test'], subject: 'Grüße', text: '.\n..\nhello' })
    expect(got[0]).toMatchObject({ from: 'a@b.test', to: ['c@d.test', 'e@f.test'] })
    expect(got[0]?.data.toString()).toMatch(/\r\n\.\r\n\.\.\r\nhello/)
    transport.close()
  }))

test('the order of commands is kept', () =>
  withReceiver({}, async (port) => {
    const said = await talk(port, [Buffer.from('RCPT TO:<a@b>\r\nDATA\r\nMAIL FROM:<a@b>\r\nMAIL FROM:<a@b>\r\nDATA\r\nRCPT TO:nobody\r\nWHAT\r\nRSET\r\nRCPT TO:<a@b>\r\nNOOP\r\nVRFY x\r\nQUIT\r\n')])
    expect(said.split('\r\n').map((l) => l.slice(0, 3)).slice(1, -1)).toEqual(['503', '503', '250', '503', '554', '501', '500', '250', '503', '250', '252', '221'])
  }))

test('too large is refused after the dot, memory stays bounded, the session goes on', () =>
  withReceiver({ maxBytes: 1000 }, async (port, got) => {
    const mail = (body: string): string => `MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n${body}\r\n.\r\n`
    const said = await talk(port, [Buffer.from(mail('x'.repeat(300_000))), Buffer.from(`${mail('small')}QUIT\r\n`)])
    expect(said).toContain('552 5.3.4')
    expect(got.map((m) => m.data.toString())).toEqual(['small\r\n'])
  }))

test('answers stay in order while one of them is still being worked out', async () => {
  const { promise, resolve } = Promise.withResolvers<string>()
  const taken = Promise.withResolvers<void>()
  await withReceiver({ onMail: (m) => (m.to[0] === 'slow@x' ? (taken.resolve(), promise) : '250 2.0.0 fast') }, async (port) => {
    const mail = (to: string): string => `MAIL FROM:<a@b>\r\nRCPT TO:<${to}>\r\nDATA\r\nhi\r\n.\r\n`
    const talking = talk(port, [Buffer.from(`${mail('slow@x')}${mail('fast@x')}QUIT\r\n`)])
    await taken.promise
    resolve('250 2.0.0 slow')
    expect((await talking).match(/2\.0\.0 (slow|fast)/g)).toEqual(['2.0.0 slow', '2.0.0 fast'])
  })
})

test('a store that fails is a 451, not a lost mail', () =>
  withReceiver({ onMail: () => Promise.reject(new Error('disk full')) }, async (port) => {
    expect(await talk(port, [Buffer.from('MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nhi\r\n.\r\nQUIT\r\n')])).toContain('451 4.3.0')
  }))

test('names that choose what happens', () => {
  expect(behaviourOf('451@x.test').rcpt).toMatch(/^451 4\.0\.0/)
  expect(behaviourOf('550+user17@x.test').rcpt).toMatch(/^550 5\.0\.0/)
  expect(behaviourOf('Mailbox-Full@x.test').rcpt).toMatch(/^552 5\.2\.2/)
  expect(behaviourOf('slow-250@x.test').dot).toMatchObject({ afterMs: 250 })
  expect(behaviourOf('bounce+a@x.test').later).toBe('bounce')
  for (const plain of ['450x@x.test', 'someone@x.test', '5500@x.test', 'bounced@x.test', '"451"@x.test']) expect(behaviourOf(plain)).toEqual({})
  expect(behaviourNames()).toContain('drop-after-dot')
})
