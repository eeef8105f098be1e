// contract: the sink process: the journal holds every mail before its 250 leaves, whatever clients do.
import { hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SmtpPool } from '../../src/delivery/transports/index.ts'
import { startSmtpSink } from './smtp-sink.ts'

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sink-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const mailOf = (n: number): Buffer => Buffer.from(`From: a@b.test\r\nMessage-ID: <${n}@b.test>\r\nX-InboxLift-Recipient:\r\n r${n}\r\n\r\nbody ${n}\r\n`)

test('journals envelope, hash and headers of every mail; the name chooses the outcome; counters agree', async () => {
  const sink = await startSmtpSink({ journal: join(folder, 'j.ndjson'), bodies: true })
  const pool = new SmtpPool({ host: '127.0.0.1', port: sink.port, connections: 4 })
  const to = (n: number): string => (n % 10 === 0 ? '550@x.test' : n % 10 === 1 ? 'temperror@x.test' : n % 10 === 2 ? 'drop-after-dot@x.test' : `u${n}@x.test`)
  const outcomes = await Promise.all(Array.from({ length: 100 }, (_, n) => pool.send({ envelope: { from: `v${n}@b.test`, to: to(n) }, data: mailOf(n) })))
  const count = (kind: string): number => outcomes.filter((o) => o.kind === kind).length
  expect({ refused: count('refused'), deferred: count('deferred'), in_doubt: count('in_doubt'), sent: count('sent') }).toEqual({ refused: 10, deferred: 10, in_doubt: 10, sent: 70 })
  const journal = sink.journal()
  expect(journal.length).toBe(80)
  expect(journal.filter((r) => !r.answered).length).toBe(10)
  const third = journal.find((r) => r.messageId === '<33@b.test>')
  expect(third).toMatchObject({ from: 'v33@b.test', to: ['u33@x.test'], sha256: hash('sha256', mailOf(33)), headers: { 'x-inboxlift-recipient': 'r33' }, answered: true })
  expect(Buffer.from(third?.body ?? '', 'base64')).toEqual(mailOf(33))
  expect(await sink.stats()).toMatchObject({ mails: 80, rejected: 20 })
  await pool.close()
  await sink.stop()
})

test('clients that die in the middle leave nothing behind and disturb nobody', async () => {
  const sink = await startSmtpSink({ journal: join(folder, 'j.ndjson') })
  for (const part of ['', 'EHLO x\r\nMAIL FR', 'MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nhalf a mail\r\n.']) {
    const socket = connect(sink.port, '127.0.0.1')
    await new Promise<void>((resolve) => socket.write(part, () => resolve()))
    socket.resetAndDestroy()
  }
  const pool = new SmtpPool({ host: '127.0.0.1', port: sink.port, connections: 1 })
  expect((await pool.send({ envelope: { from: 'a@b.test', to: 'c@d.test' }, data: mailOf(1) })).kind).toBe('sent')
  expect(sink.journal().map((r) => r.messageId)).toEqual(['<1@b.test>'])
  await sink.setDelay(50)
  const slow = await pool.send({ envelope: { from: 'a@b.test', to: 'c@d.test' }, data: mailOf(2) })
  expect(slow.latencyMs).toBeGreaterThan(90)
  await pool.close()
  await sink.stop()
})
