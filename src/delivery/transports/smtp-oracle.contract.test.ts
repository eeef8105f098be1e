// contract: our client beside nodemailer's, both to the same two servers (smtp-server and our scripted peer): the same
// bytes must arrive, and the verdicts must agree.
import { createTransport } from 'nodemailer'
import * as fc from 'fast-check'
import { SMTPServer } from 'smtp-server'
import { expect, test } from 'vitest'
import { SmtpPool } from './index.ts'
import { wireContent } from './smtp-content.ts'

type Got = { from: string; to: string[]; data: string }

async function withServer(body: (port: number, got: Got[]) => Promise<void>): Promise<void> {
  const got: Got[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (address, _session, done) => done(address.address.startsWith('bad') ? Object.assign(new Error('nobody'), { responseCode: 550 }) : null),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (c: Buffer) => chunks.push(c))
      stream.on('end', () => {
        const from = session.envelope.mailFrom
        got.push({ from: from ? from.address : '', to: session.envelope.rcptTo.map((r) => r.address), data: Buffer.concat(chunks).toString('latin1') })
        done(null, 'queued')
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  try {
    await body(typeof address === 'object' && address ? address.port : 0, got)
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}

const body = fc.array(fc.oneof(fc.constantFrom('.', '..', '.\r\n', '\r\n', '\n', '\r\n.', 'From me', 'plain text', '=20'), fc.string({ maxLength: 30 })), { maxLength: 30 }).map((p) => `Subject: t\r\n\r\n${p.join('')}`)

test('the same bytes arrive from nodemailer and from us', () =>
  withServer(async (port, got) => {
    const theirs = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, pool: true, maxConnections: 1 })
    const ours = new SmtpPool({ host: '127.0.0.1', port, connections: 1 })
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        got.length = 0
        const envelope = { from: 'a@sender.test', to: ['b@receiver.test', 'c@receiver.test'] }
        // nodemailer leaves a bare CR alone, we make it a line end: only its own rules are compared
        const raw = text.replace(/\r(?!\n)/g, '')
        await theirs.sendMail({ envelope, raw })
        expect((await ours.send({ envelope, data: Buffer.from(raw) })).kind).toBe('sent')
        expect(got[1]).toEqual(got[0])
      }),
      { numRuns: 60 },
    )
    await ours.close()
    theirs.close()
  }))

test('the same refusals', () =>
  withServer(async (port) => {
    const theirs = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true, pool: true, maxConnections: 1 })
    const ours = new SmtpPool({ host: '127.0.0.1', port, connections: 1 })
    const envelope = { from: 'a@sender.test', to: 'bad@receiver.test' }
    const error: unknown = await theirs.sendMail({ envelope, raw: 'A: b\r\n\r\nx' }).catch((e: unknown) => e)
    const outcome = await ours.send({ envelope, data: Buffer.from('A: b\r\n\r\nx') })
    expect(outcome).toMatchObject({ kind: 'refused', code: (error as { responseCode: number }).responseCode })
    await ours.close()
    theirs.close()
  }))

test('what goes over the wire has CRLF only and no line that could be taken for the end', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\r', '\n', '.', 'a', '\r\n', '\r\n.\r\n') }), (text) => {
      const { body: wire, endsWithCrlf } = wireContent(Buffer.from(text), false)
      const s = wire.toString()
      expect(s).not.toMatch(/\r(?!\n)|(?<!\r)\n/)
      expect(`\r\n${s}${endsWithCrlf ? '' : '\r\n'}`).not.toContain('\r\n.\r\n')
      expect(endsWithCrlf).toBe(s.endsWith('\r\n'))
      expect(`\r\n${s}`.replaceAll('\r\n..', '\r\n.').slice(2)).toBe(text.replace(/\r\n|\r|\n/g, '\r\n'))
    }),
    { numRuns: 1000 },
  )
})
