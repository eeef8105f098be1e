// The scheduler as a process of its own, for tests that kill it.
//
//   node src/campaigns/testing/scheduler-process.ts      settings in SCHEDULER (JSON)
//
// Tells its parent {type:'ready'} when it works, and every observation.
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { configSchema, createIdSource, createLogger, createObserver, createPool, noSignals, systemClock, type DatabaseConfig } from '../../kernel/index.ts'
import { createSchedulerService } from '../scheduler/scheduler-service.ts'
import '../observations.ts'

export type SchedulerSettings = { database: DatabaseConfig; node: number }

async function runScheduler(settings: SchedulerSettings): Promise<void> {
  const observer = createObserver()
  observer.listen((name, facts) => void process.send?.({ type: 'observed', name, facts }))
  const none = (): never => {
    throw new Error('not in this test')
  }
  const running = await createSchedulerService({ jobs: false, takeOver: { putOffSeconds: 1, leaseSeconds: 1 } }).start({
    service: 'scheduler', instance: `test/${process.pid}`, release: 'test', config: configSchema.parse({}), log: createLogger('scheduler', 'error'), observer, signals: noSignals,
    pool: createPool(settings.database, { max: 4, applicationName: 'scheduler' }), ids: createIdSource({ clock: systemClock, region: 7, node: settings.node }),
    keyrings: { get: none }, secrets: { root: Buffer.alloc(32), signing: Buffer.alloc(32), cookie: Buffer.alloc(32), inboxToken: '' },
  })
  process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)))
  process.on('disconnect', () => process.exit(0))
  process.send?.({ type: 'ready' })
}

export type SchedulerProcess = { child: ChildProcess; ready: Promise<void>; kill(): Promise<void>; stop(): Promise<void> }

let node = 0
export function startScheduler(database: DatabaseConfig, onObserved: (name: string, facts: Record<string, unknown>) => void = () => {}): SchedulerProcess {
  const settings: SchedulerSettings = { database, node: node++ % 256 }
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, SCHEDULER: JSON.stringify(settings) } })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve) => child.on('message', (m: { type: string; name?: string; facts?: Record<string, unknown> }) => {
    if (m.type === 'ready') resolve()
    else if (m.name) onObserved(m.name, m.facts ?? {})
  }))
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await gone
  }
  return { child, ready, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runScheduler(JSON.parse(process.env.SCHEDULER ?? '{}') as SchedulerSettings)
