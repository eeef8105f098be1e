// contract: the SMTP pool against a peer that misbehaves at every point of the dialogue. For each fault: the outcome, the
// phase, and how many copies arrived.
import { expect, test } from 'vitest'
import { startPeer, type PeerAction, type PeerPoint, type PeerScript } from '../../../test/support/smtp-peer.ts'
import { MESSAGE } from '../../../test/support/transport-contract.ts'
import { SmtpPool, type Outcome, type OutgoingMessage, type SmtpOptions, type SmtpTimeouts } from './index.ts'

const SHORT: SmtpTimeouts = { connect: 500, greeting: 250, tls: 500, command: 250, mail: 250, rcpt: 250, data: 250, block: 250, dot: 250 }
const PIPELINED = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'SIZE 100000']
const BARE = ['8BITMIME']

async function inWorld(script: PeerScript, options: Partial<SmtpOptions>, body: (w: { pool: SmtpPool; peer: Awaited<ReturnType<typeof startPeer>> }) => Promise<void>): Promise<void> {
  const peer = await startPeer(script)
  const pool = new SmtpPool({ host: '127.0.0.1', port: peer.port, connections: 1, timeouts: SHORT, ...options })
  try {
    await body({ pool, peer })
  } finally {
    await pool.close({ graceMs: 200 })
    await peer.close()
  }
}

type Case = { what: string; point: PeerPoint; action: PeerAction; expected: Partial<Outcome>; copies: number; extensions?: readonly string[] }

const none = { dataStarted: false, finalDotSent: false }
const CASES: Case[] = [
  { what: '421 at the greeting', point: 'greeting', action: '421 4.3.2 busy', expected: { kind: 'not_sent', phase: 'greeting', code: 421, enhanced: '4.3.2', ...none }, copies: 0 },
  { what: '554 at the greeting', point: 'greeting', action: '554 5.7.1 go away', expected: { kind: 'not_sent', phase: 'greeting', code: 554, local: false, ...none }, copies: 0 },
  { what: 'no greeting', point: 'greeting', action: { hang: true }, expected: { kind: 'not_sent', phase: 'greeting', local: true, ...none }, copies: 0 },
  { what: 'a greeting in drips', point: 'greeting', action: { drip: '220 peer.test ready when you are', everyMs: 20 }, expected: { kind: 'not_sent', phase: 'greeting', ...none }, copies: 0 },
  { what: 'another protocol', point: 'greeting', action: { raw: 'HTTP/1.1 400 Bad Request\r\n\r\n' }, expected: { kind: 'not_sent', phase: 'greeting', ...none }, copies: 0 },
  { what: 'EHLO refused', point: 'ehlo', action: '550 5.7.1 no', expected: { kind: 'not_sent', phase: 'ehlo', code: 550, ...none }, copies: 0 },
  { what: 'dropped at EHLO', point: 'ehlo', action: { drop: true }, expected: { kind: 'not_sent', phase: 'ehlo', ...none }, copies: 0 },
  { what: 'an answer too many to EHLO', point: 'ehlo', action: { raw: '250 one\r\n250 two\r\n' }, expected: { kind: 'not_sent', ...none }, copies: 0 },
  { what: '4xx at MAIL', point: 'mail', action: '450 4.1.8 later', expected: { kind: 'deferred', phase: 'mail', code: 450, ...none }, copies: 0 },
  { what: '5xx at MAIL', point: 'mail', action: '550 5.1.8 never', expected: { kind: 'refused', phase: 'mail', code: 550, ...none }, copies: 0 },
  { what: 'login wanted at MAIL', point: 'mail', action: '530 5.7.0 login first', expected: { kind: 'not_sent', phase: 'mail', code: 530, ...none }, copies: 0 },
  { what: 'dropped at MAIL', point: 'mail', action: { drop: true }, expected: { kind: 'not_sent', phase: 'mail', ...none }, copies: 0 },
  { what: '421 at MAIL', point: 'mail', action: { reply: '421 4.3.2 closing', thenDrop: 'end' }, expected: { kind: 'deferred', phase: 'mail', code: 421, ...none }, copies: 0 },
  { what: '4xx at RCPT', point: 'rcpt', action: '451 4.7.1 greylisted', expected: { kind: 'deferred', phase: 'rcpt', enhanced: '4.7.1', ...none }, copies: 0 },
  { what: '5xx at RCPT', point: 'rcpt', action: '550 5.1.1 nobody', expected: { kind: 'refused', phase: 'rcpt', enhanced: '5.1.1', ...none }, copies: 0 },
  { what: 'silence at RCPT', point: 'rcpt', action: { hang: true }, expected: { kind: 'not_sent', phase: 'rcpt', ...none }, copies: 0 },
  { what: '4xx at DATA', point: 'data', action: '451 4.3.0 later', expected: { kind: 'deferred', phase: 'data', ...none }, copies: 0 },
  { what: '5xx at DATA', point: 'data', action: '554 5.6.0 never', expected: { kind: 'refused', phase: 'data', ...none }, copies: 0 },
  { what: 'dropped at DATA', point: 'data', action: { drop: true }, expected: { kind: 'not_sent', phase: 'data', ...none }, copies: 0 },
  { what: 'a positive answer to DATA', point: 'data', action: '250 2.0.0 surprise', expected: { kind: 'not_sent', phase: 'data', ...none }, copies: 0 },
  { what: '4xx after the dot', point: 'dot', action: '452 4.3.1 disk full', expected: { kind: 'deferred', phase: 'dot', code: 452, finalDotSent: true }, copies: 1 },
  { what: '5xx after the dot', point: 'dot', action: '554 5.7.1 spam', expected: { kind: 'refused', phase: 'dot', code: 554, finalDotSent: true }, copies: 1 },
  { what: '421 after the dot', point: 'dot', action: { reply: '421 4.3.2 closing', thenDrop: 'end' }, expected: { kind: 'deferred', phase: 'dot', code: 421 }, copies: 1 },
  { what: 'dropped after the dot', point: 'dot', action: { drop: true }, expected: { kind: 'in_doubt', phase: 'dot', code: null, finalDotSent: true, local: true }, copies: 1 },
  { what: 'reset after the dot', point: 'dot', action: { reset: true }, expected: { kind: 'in_doubt', phase: 'dot', finalDotSent: true }, copies: 1 },
  { what: 'half-open after the dot', point: 'dot', action: { hang: true }, expected: { kind: 'in_doubt', phase: 'dot', finalDotSent: true }, copies: 1 },
  { what: 'a verdict in drips', point: 'dot', action: { drip: '250 2.0.0 accepted for delivery', everyMs: 20 }, expected: { kind: 'in_doubt', phase: 'dot' }, copies: 1 },
  { what: 'half a verdict', point: 'dot', action: { reply: '25', thenDrop: 'end' }, expected: { kind: 'in_doubt', phase: 'dot' }, copies: 1 },
  { what: 'nonsense after the dot', point: 'dot', action: 'ok!', expected: { kind: 'in_doubt', phase: 'dot', local: true }, copies: 1 },
  { what: '354 after the dot', point: 'dot', action: '354 more', expected: { kind: 'in_doubt', phase: 'dot', code: 354 }, copies: 1 },
  { what: 'an endless verdict', point: 'dot', action: { raw: '250-blah\r\n'.repeat(2000) }, expected: { kind: 'in_doubt', phase: 'dot' }, copies: 1 },
  { what: 'a late 250', point: 'dot', action: { reply: '250 2.0.0 at last', afterMs: 80 }, expected: { kind: 'sent', phase: 'dot', code: 250 }, copies: 1 },
  { what: '250, then cut', point: 'dot', action: { reply: '250 2.0.0 Ok', thenDrop: 'end' }, expected: { kind: 'sent', code: 250 }, copies: 1 },
  { what: '250, then reset', point: 'dot', action: { reply: '250 2.0.0 Ok', thenDrop: 'reset' }, expected: { kind: 'sent', code: 250 }, copies: 1 },
  { what: 'a multi-line verdict', point: 'dot', action: { raw: '250-2.0.0 first\r\n250-2.0.0 second\r\n250 2.0.0 third\r\n' }, expected: { kind: 'sent', enhanced: '2.0.0', text: '2.0.0 first\n2.0.0 second\n2.0.0 third' }, copies: 1 },
  { what: 'an enhanced code of another class', point: 'rcpt', action: '550 4.2.1 disabled', expected: { kind: 'refused', code: 550, enhanced: null }, copies: 0 },
  { what: 'no enhanced code', point: 'rcpt', action: '550 nobody here', expected: { kind: 'refused', code: 550, enhanced: null, text: 'nobody here' }, copies: 0 },
  { what: 'UTF-8 in the reply', point: 'rcpt', action: { raw: Buffer.from('550 5.1.1 Empfänger unbekannt\r\n').toString('latin1') }, expected: { kind: 'refused', enhanced: '5.1.1' }, copies: 0 },
]

for (const extensions of [PIPELINED, BARE]) {
  const how = extensions === PIPELINED ? 'pipelined' : 'step by step'
  for (const c of CASES) {
    test(`${how}: ${c.what}`, () =>
      inWorld({ extensions, on: (point) => (point === c.point ? c.action : undefined) }, {}, async ({ pool, peer }) => {
        expect(await pool.send(MESSAGE)).toMatchObject(c.expected)
        expect(peer.mails.length).toBe(c.copies)
      }))
  }

  test(`${how}: one of three recipients refused, one deferred: sent to the third, and the two are named`, () =>
    inWorld({ extensions, on: (point, line) => (point !== 'rcpt' ? undefined : line.includes('bad') ? '550 5.1.1 nobody' : line.includes('busy') ? '450 4.2.1 busy' : undefined) }, {}, async ({ pool, peer }) => {
      const outcome = await pool.send({ ...MESSAGE, envelope: { from: 'a@b.test', to: ['bad@x.test', 'good@x.test', 'busy@x.test'] } })
      expect(outcome.kind).toBe('sent')
      expect(outcome.recipients).toEqual([
        { address: 'bad@x.test', kind: 'refused', code: 550, enhanced: '5.1.1', text: '5.1.1 nobody' },
        { address: 'busy@x.test', kind: 'deferred', code: 450, enhanced: '4.2.1', text: '4.2.1 busy' },
      ])
      expect(peer.mails.map((m) => m.to)).toEqual([['good@x.test']])
    }))

  test(`${how}: after a refusal the same connection takes the next message`, () => {
    const pointOf: Record<string, PeerPoint> = { 'm@x.test': 'mail', 'r@x.test': 'rcpt', 'd@x.test': 'data', 'z@x.test': 'dot' }
    let current = ''
    return inWorld(
      {
        extensions,
        on: (point, line) => {
          if (point === 'mail') current = /<(.*)>/.exec(line)?.[1] ?? ''
          return pointOf[current] === point ? '550 5.0.0 no' : undefined
        },
      },
      {},
      async ({ pool, peer }) => {
        for (const from of Object.keys(pointOf)) {
          expect(await pool.send({ ...MESSAGE, envelope: { from, to: 'x@y.test' } })).toMatchObject({ kind: 'refused', phase: pointOf[from] })
          expect((await pool.send(MESSAGE)).kind).toBe('sent')
        }
        expect(peer.sessions.length).toBe(1)
      },
    )
  })

  test(`${how}: a connection closed while idle costs nothing: the message moves to a new one`, () =>
    inWorld({ extensions, on: (point, _line, s) => (point === 'mail' && s.n === 0 && s.mails === 1 ? { reply: '421 4.4.2 idle too long', thenDrop: 'end' } : undefined) }, {}, async ({ pool, peer }) => {
      expect((await pool.send(MESSAGE)).kind).toBe('sent')
      expect((await pool.send(MESSAGE)).kind).toBe('deferred')
      expect((await pool.send(MESSAGE)).kind).toBe('sent')
      expect(peer.mails.length).toBe(2)
      expect(peer.sessions.length).toBe(2)
    }))

  test(`${how}: a used connection dropped at MAIL is replaced, the message is sent once`, () =>
    inWorld({ extensions, on: (point, _line, s) => (point === 'mail' && s.mails === 1 ? { drop: true } : undefined) }, {}, async ({ pool, peer }) => {
      const outcomes = []
      for (let i = 0; i < 3; i++) outcomes.push((await pool.send(MESSAGE)).kind)
      expect(outcomes).toEqual(['sent', 'sent', 'sent'])
      expect(peer.mails.length).toBe(3)
      expect(peer.sessions.length).toBe(3)
    }))
}

test('a large content cut in the middle: not sent, since the dot never left', () =>
  inWorld({ extensions: ['PIPELINING', 'SIZE 50000000'], on: (point) => (point === 'content' ? { drop: true } : undefined) }, {}, async ({ pool, peer }) => {
    const outcome = await pool.send({ ...MESSAGE, data: Buffer.from(`A: b\r\n\r\n${`${'x'.repeat(76)}\r\n`.repeat(400_000)}`) })
    expect(outcome).toMatchObject({ kind: 'not_sent', phase: 'body', dataStarted: true, finalDotSent: false })
    expect(peer.mails.length).toBe(0)
  }))

test('a large content refused in the middle: the refusal counts', () =>
  inWorld({ extensions: ['PIPELINING'], on: (point) => (point === 'content' ? '552 5.3.4 too much' : undefined) }, { timeouts: { ...SHORT, block: 5000 } }, async ({ pool }) => {
    const outcome = await pool.send({ ...MESSAGE, data: Buffer.from(`A: b\r\n\r\n${`${'x'.repeat(76)}\r\n`.repeat(400_000)}`) })
    expect(outcome).toMatchObject({ kind: 'refused', phase: 'body', code: 552, finalDotSent: false })
  }))

test('nobody listens: not sent at once, then left alone for a while', async () => {
  const peer = await startPeer()
  await peer.close()
  const pool = new SmtpPool({ host: '127.0.0.1', port: peer.port, connections: 3 })
  expect(await pool.send(MESSAGE)).toMatchObject({ kind: 'not_sent', phase: 'connect', ...none })
  expect(pool.idleSlots).toBe(0)
  const again = await pool.send(MESSAGE)
  expect(again).toMatchObject({ kind: 'not_sent', phase: 'connect' })
  expect(again.retryAfterMs).toBeGreaterThan(0)
  await new Promise<void>((resolve) => pool.onSlot(() => pool.idleSlots > 0 && resolve()))
  await pool.close()
})

test('a service that takes one connection only is used with one', () =>
  inWorld({ on: (point, _l, s) => (point === 'greeting' && s.n > 0 ? { reply: '421 4.7.0 too many connections', thenDrop: 'end' } : undefined) }, { connections: 4 }, async ({ pool, peer }) => {
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => pool.send(MESSAGE)))
    expect(new Set(outcomes.map((o) => o.kind))).toEqual(new Set(['sent']))
    expect(peer.mails.length).toBe(40)
  }))

test('too large, not ASCII, or without the extension: said here, the server is not bothered', async () => {
  await inWorld({ extensions: ['PIPELINING', 'SIZE 50'] }, {}, async ({ pool, peer }) => {
    expect(await pool.send({ ...MESSAGE, data: Buffer.alloc(51, 65) })).toMatchObject({ kind: 'refused', local: true, code: 552, enhanced: '5.3.4' })
    expect(await pool.send({ ...MESSAGE, data: Buffer.from('A: ü\r\n\r\n') })).toMatchObject({ kind: 'refused', local: true, enhanced: '5.6.3' })
    expect(await pool.send({ ...MESSAGE, envelope: { from: 'a@b.test', to: 'jürgen@x.test' }, data: Buffer.from('A: b\r\n\r\n') })).toMatchObject({ kind: 'refused', local: true, enhanced: '5.6.7' })
    expect(peer.sessions.flatMap((s) => s.lines).filter((l) => l.startsWith('MAIL'))).toEqual([])
  })
  await inWorld({}, {}, async ({ pool, peer }) => {
    expect((await pool.send({ ...MESSAGE, envelope: { from: 'a@b.test', to: 'jürgen@bücher.test' }, data: Buffer.from('A: ü\r\n\r\n') })).kind).toBe('sent')
    const lines = peer.sessions[0]?.lines.map((l) => Buffer.from(l, 'latin1').toString()) ?? []
    expect(lines).toContain('MAIL FROM:<a@b.test> SIZE=9 BODY=8BITMIME SMTPUTF8')
    expect(lines).toContain('RCPT TO:<jürgen@xn--bcher-kva.test>')
  })
})

test('two messages per connection in hand, no more; envelopes run ahead of verdicts', () =>
  inWorld({ on: (point) => (point === 'dot' ? { reply: '250 2.0.0 Ok', afterMs: 10 } : undefined) }, { connections: 2 }, async ({ pool, peer }) => {
    expect((await pool.send(MESSAGE)).kind).toBe('sent')
    expect(pool.idleSlots).toBe(4)
    const all = Array.from({ length: 4 }, () => pool.send(MESSAGE))
    expect(pool.idleSlots).toBe(0)
    expect((await Promise.all(all)).every((o) => o.kind === 'sent')).toBe(true)
    expect(peer.peak()).toBeLessThanOrEqual(2)
  }))

test('the next envelope leaves with the content: one round trip a message', async () => {
  let isFirstSettled = false
  const seen: boolean[] = []
  const script: PeerScript = {
    on: (point) => {
      if (point === 'mail') seen.push(isFirstSettled)
      return point === 'dot' ? { reply: '250 2.0.0 Ok', afterMs: 30 } : undefined
    },
  }
  await inWorld(script, {}, async ({ pool, peer }) => {
    const first = pool.send(MESSAGE).then(() => (isFirstSettled = true))
    await Promise.all([first, pool.send(MESSAGE)])
    expect(seen).toEqual([false, false])
    expect(peer.sessions.length).toBe(1)
  })
})

test('slow verdicts stop the running ahead', () =>
  inWorld({ on: (point) => (point === 'dot' ? { reply: '250 2.0.0 Ok', afterMs: 60 } : undefined) }, { aheadBelowMs: 20 }, async ({ pool, peer }) => {
    await pool.send(MESSAGE)
    expect(pool.idleSlots).toBe(1)
    await Promise.all([pool.send(MESSAGE), pool.send(MESSAGE)])
    expect(peer.mails.length).toBe(3)
  }))

test('a message behind an unknown verdict is moved, and only the first is in doubt', () =>
  inWorld({ on: (point, _l, s) => (point === 'dot' && s.n === 0 && s.mails === 2 ? { drop: true } : undefined) }, {}, async ({ pool, peer }) => {
    expect((await pool.send(MESSAGE)).kind).toBe('sent')
    const [a, b] = await Promise.all([pool.send(MESSAGE), pool.send({ ...MESSAGE, data: Buffer.from('B: 1\r\n\r\nb\r\n') })])
    expect([a.kind, b.kind]).toEqual(['in_doubt', 'sent'])
    expect(peer.mails.filter((m) => m.body.startsWith('B:')).length).toBe(1)
  }))

test('content does not start later than promised unless it is allowed again', async () => {
  const late: PeerScript = { on: (point) => (point === 'data' ? { reply: '354 at last', afterMs: 60 } : undefined) }
  const message = (extra: Partial<OutgoingMessage>): OutgoingMessage => ({ ...MESSAGE, startBy: performance.now() + 20, ...extra })
  await inWorld(late, {}, async ({ pool, peer }) => {
    expect(await pool.send(message({}))).toMatchObject({ kind: 'not_sent', phase: 'data', dataStarted: false })
    expect(await pool.send(message({ mayStart: async () => false }))).toMatchObject({ kind: 'not_sent', dataStarted: false })
    expect(await pool.send(message({ mayStart: () => Promise.reject(new Error('database gone')) }))).toMatchObject({ kind: 'not_sent', dataStarted: false })
    expect(peer.mails.length).toBe(0)
    expect((await pool.send(message({ mayStart: async () => true }))).kind).toBe('sent')
    expect((await pool.send({ ...MESSAGE, startBy: performance.now() + 60_000, mayStart: () => false })).kind).toBe('sent')
    expect(peer.mails.length).toBe(2)
  })
})

test('cancelled while waiting for 354: nothing is sent; cancelled after the dot: too late', async () => {
  for (const extensions of [PIPELINED, BARE]) {
    await inWorld({ extensions, on: (point) => (point === 'rcpt' ? { reply: '250 2.1.5 Ok', afterMs: 40 } : undefined) }, {}, async ({ pool, peer }) => {
      const control = new AbortController()
      const sending = pool.send({ ...MESSAGE, signal: control.signal })
      setTimeout(() => control.abort(), 15)
      expect(await sending).toMatchObject({ kind: 'not_sent', dataStarted: false })
      expect((await pool.send(MESSAGE)).kind).toBe('sent')
      expect(peer.mails.length).toBe(1)
    })
  }
  await inWorld({ on: (point) => (point === 'dot' ? { reply: '250 2.0.0 Ok', afterMs: 40 } : undefined) }, {}, async ({ pool }) => {
    const control = new AbortController()
    const sending = pool.send({ ...MESSAGE, signal: control.signal })
    setTimeout(() => control.abort(), 20)
    expect((await sending).kind).toBe('sent')
  })
})

test('closing waits for verdicts within the grace, then lets go and says in doubt', async () => {
  await inWorld({ on: (point) => (point === 'dot' ? { reply: '250 2.0.0 Ok', afterMs: 50 } : undefined) }, {}, async ({ pool }) => {
    const sending = pool.send(MESSAGE)
    setTimeout(() => void pool.close({ graceMs: 1000 }), 25)
    expect((await sending).kind).toBe('sent')
  })
  await inWorld({ on: (point) => (point === 'dot' ? { hang: true } : undefined) }, { timeouts: { ...SHORT, dot: 60_000 } }, async ({ pool }) => {
    const sending = pool.send(MESSAGE)
    await new Promise((resolve) => setTimeout(resolve, 40))
    await pool.close({ graceMs: 20 })
    expect((await sending).kind).toBe('in_doubt')
  })
})

test('connections are renewed after the agreed number of mails', () =>
  inWorld({}, { maxPerConnection: 3 }, async ({ pool, peer }) => {
    for (let i = 0; i < 7; i++) expect((await pool.send(MESSAGE)).kind).toBe('sent')
    expect(peer.sessions.map((s) => s.mails)).toEqual([3, 3, 1])
    expect(peer.sessions[0]?.lines.at(-1)).toBe('QUIT')
  }))
