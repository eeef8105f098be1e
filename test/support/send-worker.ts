// worker-send as a process of its own, for tests and benchmarks that kill, stop or measure it.
//
//   node test/support/send-worker.ts      settings in SEND_WORKER (JSON), see SendWorkerSettings
//
// Tells its parent {type:'ready'} when it works. SIGTERM stops it in order. With `memory` it reports its use at the end.
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { CompiledContent } from '../../src/campaigns/render/index.ts'
import { openContent } from '../../src/campaigns/render/open-content.ts' // not the door: it loads MJML, a second at every start
import { createSendService } from '../../src/delivery/index.ts'
import { configSchema, createLogger, createObserver, createPool, noSignals, systemClock, type Clock, type Config, type DatabaseConfig, type ServiceContext } from '../../src/kernel/index.ts'
import { createKeyrings, leaseNode } from '../../src/platform/index.ts'

export type SendWorkerSettings = {
  database: DatabaseConfig
  /** 32 bytes, hex. */
  rootKey: string
  signingKey: string
  name: string
  config?: Partial<Config>
  connections?: number
  /** Added to the wall clock of this process, ms: a machine whose clock is wrong. */
  clockOffsetMs?: number
  /** Tell the parent every observation. */
  observe?: boolean
  log?: string
}

async function runWorker(settings: SendWorkerSettings): Promise<void> {
  process.on('disconnect', () => process.exit(0)) // nobody is left behind when the parent dies
  if (settings.clockOffsetMs) shiftClock(settings.clockOffsetMs)
  const clock: Clock = systemClock
  const pool = createPool(settings.database, { max: settings.connections ?? 8, applicationName: 'worker-send' })
  const lease = await patiently(() => leaseNode(pool, { clock, region: 0, holder: settings.name }))
  const observer = createObserver()
  if (settings.observe) observer.listen((name, facts) => void process.send?.({ type: 'observed', name, facts }))
  const ctx: ServiceContext = {
    service: 'worker-send', instance: settings.name, release: 'test', config: { ...configSchema.parse({}), ...settings.config },
    log: createLogger('worker-send', settings.log ?? 'error'), observer, signals: noSignals, pool, ids: lease.ids,
    keyrings: createKeyrings(pool, Buffer.from(settings.rootKey, 'hex')),
    secrets: { root: Buffer.from(settings.rootKey, 'hex'), signing: Buffer.from(settings.signingKey, 'hex'), cookie: Buffer.alloc(32), inboxToken: '' },
  }
  const service = await createSendService({ openContent: (compiled) => openContent(compiled as CompiledContent) }).start(ctx)
  process.on('SIGTERM', () => void service.stop().then(() => process.exit(0)))
  process.send?.({ type: 'ready' })
}

/** A worker that starts while the server is away waits for it. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch {
      await new Promise((r) => setTimeout(r, 100))
    }
  }
}

/** Everything in this process that asks for the time of day gets a wrong one; monotonic clocks stay right. */
function shiftClock(ms: number): void {
  const real = Date.now.bind(Date)
  const RealDate = Date
  Date.now = () => real() + ms
  globalThis.Date = new Proxy(RealDate, { construct: (target, args: []) => (args.length === 0 ? new target(real() + ms) : new target(...args)) })
}

export type SendWorkerProcess = { readonly child: ChildProcess; readonly pid: number; ready: Promise<void>; kill(signal?: NodeJS.Signals): Promise<void>; stop(): Promise<void> }

/** Starts the process. `onObserved` hears observations when settings.observe is set. */
export function startSendWorker(settings: SendWorkerSettings, onObserved: (name: string, facts: Record<string, unknown>) => void = () => {}): SendWorkerProcess {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, SEND_WORKER: JSON.stringify(settings) } })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve) =>
    child.on('message', (m: { type: string; name?: string; facts?: Record<string, unknown> }) => {
      if (m.type === 'ready') resolve()
      else if (m.name) onObserved(m.name, m.facts ?? {})
    }),
  )
  return {
    child,
    pid: child.pid!,
    ready,
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      await gone
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await gone
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runWorker(JSON.parse(process.env.SEND_WORKER ?? '{}') as SendWorkerSettings)
