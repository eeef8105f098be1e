// The inbox worker in a thread of its own: turning rows into events is work for a processor, and the thread that answers
// clicks must not wait for it. Entry of the thread; its other end is inbox-thread-handle.ts.
import { readlinkSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { createLogger, createPool, createSignals, idAt, type DatabaseConfig, type Id, type IdSource, type Scope } from '../../kernel/index.ts'
import { createKeyrings } from '../../platform/index.ts'
import { WEBHOOK_PROVIDERS } from '../webhooks/index.ts'
import type { InboxRow } from './inbox-row.ts'
import { createInboxWorker } from './inbox-worker.ts'
import type { InboxOutcome } from './process-inbox.ts'
import { webhookReader } from './read-webhook.ts'
import { readBounceMail, readHits } from './readers.ts'

export type ThreadData = { service: string; logLevel: string; database: DatabaseConfig; root: Uint8Array; signing: Uint8Array; scope: Scope; idBase: Id; rest: SharedArrayBuffer }
export type ToThread = { kind: 'stored'; workspaceId: Id; row: InboxRow; size: number } | { kind: 'ids'; base: Id } | { kind: 'settled' | 'round' | 'stop'; call: number; before?: Date }
export type FromThread = { kind: 'done'; call: number; error?: string } | { kind: 'ids' } | { kind: 'processed'; facts: InboxOutcome }

/** Ids of a range that the main thread reserves; the next range is asked for when half of this one is used. */
export const RANGE = 8_192

if (parentPort) serve(workerData as ThreadData, parentPort)

/** The listener's thread goes first when both want the same processor. Linux only, where a thread has a priority of its own. */
function stepBack(): void {
  try {
    setPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)), constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // elsewhere the scheduler treats both alike
  }
}

function serve(data: ThreadData, port: NonNullable<typeof parentPort>): void {
  stepBack()
  const say = (message: FromThread): void => port.postMessage(message)
  const ids = rangeIds(data.idBase, () => say({ kind: 'ids' }))
  const pool = createPool(data.database, { max: 3, applicationName: `inboxlift ${data.service} inbox` })
  const log = createLogger(data.service, data.logLevel)
  const signing = Buffer.from(data.signing)
  const flag = new Int32Array(data.rest)
  const readers = { hits: readHits, dsn: readBounceMail, ...Object.fromEntries(WEBHOOK_PROVIDERS.map((p) => [p, webhookReader(p, signing)])) }
  const signals = { ...createSignals(), emit: (_name: string, facts: Record<string, unknown> = {}) => say({ kind: 'processed', facts: facts as InboxOutcome }) }
  const worker = createInboxWorker({
    tools: { pool, ids, keyrings: createKeyrings(pool, Buffer.from(data.root)), readers, now: () => new Date() }, scope: data.scope, log, signals, rest: () => Atomics.load(flag, 0),
  })
  const answer = (call: number, work: Promise<unknown>): void =>
    void work.then(() => say({ kind: 'done', call }), (error: unknown) => say({ kind: 'done', call, error: (error as { code?: string }).code ?? 'failed' }))
  port.on('message', (m: ToThread) => {
    if (m.kind === 'stored') worker.stored(m.workspaceId, m.row, m.size)
    else if (m.kind === 'ids') ids.extend(m.base)
    else if (m.kind === 'settled') answer(m.call, worker.settled())
    else if (m.kind === 'round') answer(m.call, worker.round(m.before))
    else answer(m.call, worker.stop().then(() => pool.end()).then(() => setImmediate(() => port.close())))
  })
}


function rangeIds(first: Id, ask: () => void): IdSource & { extend(base: Id): void } {
  const bases: Id[] = [first]
  let used = 0
  const take = (count: number): Id => {
    if (used + count > RANGE) {
      bases.shift()
      used = 0
    }
    const base = bases[0]
    // Passes by itself: the rows stay in the inbox until ids have come.
    if (base === undefined) throw Object.assign(new Error('no ids at hand'), { code: '57P03' })
    const at = used
    used += count
    if (at < RANGE / 2 && used >= RANGE / 2) ask()
    return idAt(base, at)
  }
  return { next: () => take(1), range: take, extend: (base) => void bases.push(base) }
}
