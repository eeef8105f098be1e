// contract: whatever the server does at random, every message gets one outcome, and the outcome is true: what is called
// sent arrived once, what is called not sent never arrived, nothing ever arrived twice.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { startPeer, type PeerAction, type PeerPoint } from '../../../test/support/smtp-peer.ts'
import { SmtpPool, type Outcome } from './index.ts'

const T = 150
const TIMEOUTS = { connect: 500, greeting: T, tls: 500, command: T, mail: T, rcpt: T, data: T, block: T, dot: T }

const misdeed = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<PeerAction>('450 4.0.0 later', '550 5.0.0 never', '421 4.3.2 closing', '503 5.5.1 order') },
  { weight: 3, arbitrary: fc.constantFrom<PeerAction>({ drop: true }, { reset: true }, { reply: '421 4.3.2 bye', thenDrop: 'end' }, { reply: '250 2.0.0 Ok', thenDrop: 'reset' }) },
  { weight: 1, arbitrary: fc.constantFrom<PeerAction>({ hang: true }, { reply: '250 2.0.0 Ok', afterMs: 20 }, { raw: 'nonsense\r\n' }, { raw: '250-a\r\n250 b\r\n' }, { raw: '250 one\r\n250 two\r\n' }) },
)
const plan = fc.array(fc.tuple(fc.constantFrom<PeerPoint>('greeting', 'ehlo', 'mail', 'rcpt', 'data', 'content', 'dot', 'rset'), fc.nat(40), misdeed), { maxLength: 6 })

/** A 250 that nobody asked for, or before the dot, is taken for the answer to the dot: no client can see through that. */
const isLie = ([point, , action]: [PeerPoint, number, PeerAction]): boolean => typeof action === 'object' && (('raw' in action && action.raw.includes('two')) || (point === 'content' && JSON.stringify(action).includes('250')))

test('outcomes are true', async () => {
  await fc.assert(
    fc.asyncProperty(plan, fc.integer({ min: 1, max: 4 }), fc.boolean(), fc.boolean(), async (misdeeds, connections, isPipelining, isBurst) => {
      const counts = new Map<string, number>()
      const peer = await startPeer({
        extensions: isPipelining ? ['PIPELINING', 'SIZE 100000'] : [],
        on: (point) => {
          const n = counts.get(point) ?? 0
          counts.set(point, n + 1)
          return misdeeds.find(([p, at]) => p === point && at === n)?.[2]
        },
      })
      const pool = new SmtpPool({ host: '127.0.0.1', port: peer.port, connections, timeouts: TIMEOUTS })
      const outcomes: Outcome[] = []
      let settled = 0
      const send = (n: number): Promise<unknown> =>
        pool.send({ envelope: { from: 'a@b.test', to: `u${n}@x.test` }, data: Buffer.from(`N: ${n}.\r\n\r\n..dots\r\n`) }).then((o) => (settled++, (outcomes[n] = o)))
      if (isBurst) await Promise.all(Array.from({ length: 30 }, (_, n) => send(n)))
      else for (let n = 0; n < 30; n++) await send(n)
      expect(settled, 'one outcome each').toBe(30)
      expect(pool.inHand).toBe(0)
      await pool.close({ graceMs: 300 })
      await peer.close()
      const copies = (n: number): number => peer.mails.filter((m) => m.body.startsWith(`N: ${n}.\r\n`)).length
      for (let n = 0; n < 30; n++) expect(copies(n), 'nothing arrives twice').toBeLessThanOrEqual(1)
      const isHonest = !misdeeds.some(isLie)
      outcomes.forEach((o, n) => {
        if (!o.finalDotSent) expect(copies(n), 'without a final dot nothing arrives').toBe(0)
        if (o.kind === 'sent' && isHonest) expect(copies(n), 'what is called sent arrived').toBe(1)
        if (o.kind === 'not_sent') expect(o.finalDotSent).toBe(false)
      })
      for (const m of peer.mails) expect(m.body).toMatch(/^N: \d+\.\r\n\r\n\.\.dots\r\n$/)
    }),
    { numRuns: 200, endOnFailure: true },
  )
}, 120_000)
