// The main thread's end of the inbox thread: hands rows over, reserves ids for it, and tells it when the listener has its
// hands full, so that answering comes first.
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { DatabaseConfig, Scope, ServiceContext } from '../../kernel/index.ts'
import { RANGE, type FromThread, type ThreadData, type ToThread } from './inbox-thread.ts'
import type { InboxWorker } from './inbox-worker.ts'

/** How often the listener's load is looked at, and how long the inbox rests after each batch at which load, in lengths of the batch. */
const LOOK_MS = 50
const RESTS = [{ from: 0.6, rest: 16 }, { from: 0.25, rest: 1 }]

/** Starts the thread. When it dies of itself, `onDeath` is told; its rows are safe in the table. */
export function startInboxThread(ctx: ServiceContext, scope: Scope, onDeath: (error: Error) => void): InboxWorker {
  const rest = new SharedArrayBuffer(4)
  const { host, port, database, user, password, ssl } = ctx.pool.options as unknown as DatabaseConfig
  const data: ThreadData = {
    service: ctx.service, logLevel: ctx.log.level, database: { host, port, database, user, password, ...(ssl ? { ssl } : {}) }, root: ctx.secrets.root, signing: ctx.secrets.signing, scope, idBase: ctx.ids.range(RANGE), rest,
  }
  // `.ts` from the sources, `.js` in a compiled release.
  const here = fileURLToPath(import.meta.url)
  const thread = new Worker(path.join(path.dirname(here), `inbox-thread${path.extname(here)}`), { workerData: data })
  const calls = new Map<number, { resolve: () => void; reject: (e: Error) => void }>()
  let lastCall = 0
  let isEnding = false
  const tell = (message: ToThread): void => thread.postMessage(message)
  const call = (kind: 'settled' | 'round' | 'stop', before?: Date): Promise<void> =>
    new Promise((resolve, reject) => {
      calls.set((lastCall += 1), { resolve, reject })
      tell({ kind, call: lastCall, ...(before ? { before } : {}) })
    })
  thread.on('message', (m: FromThread) => {
    if (m.kind === 'ids') return tell({ kind: 'ids', base: ctx.ids.range(RANGE) })
    if (m.kind === 'processed') {
      ctx.observer.observe('events.processed', m.facts)
      return ctx.signals.emit('events.processed', m.facts)
    }
    const waiting = calls.get(m.call)
    calls.delete(m.call)
    if (m.error) waiting?.reject(Object.assign(new Error('the inbox thread failed'), { code: m.error }))
    else waiting?.resolve()
  })
  const died = (error: Error): void => {
    for (const c of calls.values()) c.reject(error)
    calls.clear()
    if (!isEnding) onDeath(error)
  }
  thread.on('error', died)
  thread.on('exit', () => died(new Error('the inbox thread ended')))
  const watch = watchLoad(rest)
  return {
    stored: (workspaceId, row, size) => tell({ kind: 'stored', workspaceId, row, size }),
    settled: () => call('settled'),
    round: (before) => call('round', before),
    async stop() {
      isEnding = true
      clearInterval(watch)
      await call('stop').catch(() => {})
      await thread.terminate()
    },
  }
}

/** Writes down how long the inbox shall rest, by the share of time that this thread's loop is busy. */
function watchLoad(shared: SharedArrayBuffer): NodeJS.Timeout {
  const flag = new Int32Array(shared)
  let before = performance.eventLoopUtilization()
  return setInterval(() => {
    const now = performance.eventLoopUtilization()
    const load = performance.eventLoopUtilization(now, before).utilization
    Atomics.store(flag, 0, RESTS.find((r) => load >= r.from)?.rest ?? 0)
    before = now
  }, LOOK_MS).unref()
}
