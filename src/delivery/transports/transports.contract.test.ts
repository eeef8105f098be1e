// contract: both transports against the same suite; smtp talks to a scripted peer, with and without PIPELINING.
import { startPeer, type PeerAction, type PeerPoint } from '../../../test/support/smtp-peer.ts'
import { transportContract, type Fault } from '../../../test/support/transport-contract.ts'
import { CaptureTransport, SmtpPool, type Outcome } from './index.ts'

const ACTIONS: Record<Fault, { point: PeerPoint; action: PeerAction } | null> = {
  accept: null,
  defer: { point: 'rcpt', action: '451 4.3.0 later' },
  refuse: { point: 'rcpt', action: '550 5.1.1 nobody' },
  in_doubt: { point: 'dot', action: { drop: true } },
}

for (const extensions of [['PIPELINING', '8BITMIME', 'SMTPUTF8', 'SIZE 100000'], []]) {
  transportContract(`smtp ${extensions[0] ?? 'bare'}`, async (fault) => {
    const does = ACTIONS[fault]
    const peer = await startPeer({ extensions, on: (point) => (point === does?.point ? does.action : undefined) })
    const transport = new SmtpPool({ host: '127.0.0.1', port: peer.port, connections: 2 })
    return {
      transport,
      bodies: () => peer.mails.map((m) => m.body),
      close: async () => {
        await transport.close()
        await peer.close()
      },
    }
  })
}

const OUTCOMES: Record<Fault, Partial<Outcome> | null> = {
  accept: null,
  defer: { kind: 'deferred', phase: 'rcpt', code: 451, enhanced: '4.3.0' },
  refuse: { kind: 'refused', phase: 'rcpt', code: 550, enhanced: '5.1.1' },
  in_doubt: { kind: 'in_doubt', phase: 'dot', dataStarted: true, finalDotSent: true },
}

transportContract('capture', async (fault) => {
  const transport = new CaptureTransport({ outcomeFor: () => OUTCOMES[fault] })
  return { transport, bodies: () => transport.mails.map((m) => m.data.toString()), close: () => transport.close() }
})
