// The contract suite of the transports: what every one of them must do with the same message, whatever carries it.
import { expect, test } from 'vitest'
import type { OutgoingMessage, Outcome, Transport } from '../../src/delivery/transports/index.ts'

/** What the far end should do with the next message. */
export type Fault = 'accept' | 'defer' | 'refuse' | 'in_doubt'

export type ContractWorld = {
  readonly transport: Transport
  /** Bodies that arrived so far. */
  readonly bodies: () => string[]
  readonly close: () => Promise<void>
}

export const MESSAGE: OutgoingMessage = {
  envelope: { from: 'bounce@sender.test', to: 'someone@receiver.test' },
  data: Buffer.from('Subject: Hello\r\nMessage-ID: <1@sender.test>\r\n\r\nHello.\r\n'),
}

/** Declares the tests. `makeWorld` gives a fresh far end that does what `fault` says to every message. */
export function transportContract(name: string, makeWorld: (fault: Fault) => Promise<ContractWorld>): void {
  const inWorld = async (fault: Fault, body: (world: ContractWorld) => Promise<void>): Promise<void> => {
    const world = await makeWorld(fault)
    try {
      await body(world)
    } finally {
      await world.close()
    }
  }
  const shape = (o: Outcome): Partial<Outcome> => ({ kind: o.kind, finalDotSent: o.finalDotSent })

  test(`${name}: an accepted message is sent, once, byte for byte`, () =>
    inWorld('accept', async (w) => {
      const outcome = await w.transport.send(MESSAGE)
      expect(shape(outcome)).toEqual({ kind: 'sent', finalDotSent: true })
      expect(outcome.code).toBe(250)
      expect(w.bodies()).toEqual([MESSAGE.data.toString()])
    }))
  test(`${name}: content may be made at the last moment, at once or later`, () =>
    inWorld('accept', async (w) => {
      const sync = w.transport.send({ ...MESSAGE, data: () => Buffer.from('A: 1\r\n\r\nsync\r\n') })
      const late = w.transport.send({ ...MESSAGE, data: async () => Buffer.from('A: 2\r\n\r\nlate\r\n') })
      expect([(await sync).kind, (await late).kind]).toEqual(['sent', 'sent'])
      expect(w.bodies().toSorted()).toEqual(['A: 1\r\n\r\nsync\r\n', 'A: 2\r\n\r\nlate\r\n'])
    }))
  test(`${name}: content that cannot be made is not sent, and the next message is`, () =>
    inWorld('accept', async (w) => {
      const broken = await w.transport.send({ ...MESSAGE, data: () => Promise.reject(new Error('no template')) })
      expect(broken).toMatchObject({ kind: 'not_sent', phase: 'compose', text: 'no template', dataStarted: false })
      expect((await w.transport.send(MESSAGE)).kind).toBe('sent')
    }))
  test(`${name}: 4xx is deferred, 5xx is refused, a lost verdict is in doubt`, async () => {
    await inWorld('defer', async (w) => expect(await w.transport.send(MESSAGE)).toMatchObject({ kind: 'deferred', code: 451, enhanced: '4.3.0' }))
    await inWorld('refuse', async (w) => expect(await w.transport.send(MESSAGE)).toMatchObject({ kind: 'refused', code: 550, enhanced: '5.1.1' }))
    await inWorld('in_doubt', async (w) => expect(await w.transport.send(MESSAGE)).toMatchObject({ kind: 'in_doubt', finalDotSent: true }))
  })
  test(`${name}: no address can smuggle a command`, () =>
    inWorld('accept', async (w) => {
      for (const to of ['a@b.test>\r\nRCPT TO:<c@d.test', 'a b@c.test', '', 'no-at-sign', 'x@y.test>', `${'a'.repeat(300)}@x.test`]) {
        expect((await w.transport.send({ ...MESSAGE, envelope: { from: 'a@b.test', to } })).kind).toBe('refused')
      }
      expect(w.bodies()).toEqual([])
    }))
  test(`${name}: cancelled before it starts means not sent`, () =>
    inWorld('accept', async (w) => {
      expect(await w.transport.send({ ...MESSAGE, signal: AbortSignal.abort() })).toMatchObject({ kind: 'not_sent', dataStarted: false })
      expect(w.bodies()).toEqual([])
    }))
  test(`${name}: announces slots, and has none once closed`, () =>
    inWorld('accept', async (w) => {
      let calls = 0
      const stop = w.transport.onSlot(() => calls++)
      expect(w.transport.idleSlots).toBeGreaterThan(0)
      await w.transport.send(MESSAGE)
      expect(calls).toBeGreaterThan(0)
      stop()
      await w.transport.close()
      await w.transport.close()
      expect(w.transport.idleSlots).toBe(0)
      expect(await w.transport.send(MESSAGE)).toMatchObject({ kind: 'not_sent', phase: 'queue' })
    }))
}
