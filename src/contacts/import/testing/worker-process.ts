// A worker-import process of its own for tests that kill it and for the benchmark that measures its memory. Started with
// WORKER (JSON) in its environment; tells its parent "ready" and every batch, and its highest resident size when stopped.
import { readFileSync } from 'node:fs'
import { createIdSource, createLogger, createObserver, createPool, createSignals, loadConfig, openKeyring, systemClock, type DatabaseConfig, type Keyring, type ServiceContext } from '../../../kernel/index.ts'
import { startImportWorker } from '../service.ts'

export type WorkerOptions = {
  database: DatabaseConfig
  workspaceId: string
  /** Workspace secret in hexadecimal digits. */
  secret: string
  node: number
  /** Module that exports `keyring(workspaceId)` to use instead. */
  keyringModule?: string
  batchRows?: number
  leaseSeconds?: number
  slots?: number
}
export type WorkerMessage = { type: 'ready' } | { type: 'batch'; toRow: number } | { type: 'stopped'; peakKb: number }

const options = JSON.parse(process.env.WORKER ?? '{}') as WorkerOptions
const tell = (message: WorkerMessage): void => void process.send?.(message)

async function chooseKeyring(): Promise<Keyring> {
  if (!options.keyringModule) return openKeyring(options.workspaceId, [{ keyId: 1, secret: Buffer.from(options.secret, 'hex') }])
  return ((await import(options.keyringModule)) as { keyring(workspaceId: string): Keyring }).keyring(options.workspaceId)
}

const keyring = await chooseKeyring()
const signals = createSignals()
const ctx: ServiceContext = {
  service: 'worker-import', instance: `test:${process.pid}`, release: 'test', config: loadConfig({}), log: createLogger('worker-import', 'error'), observer: createObserver(),
  signals: { ...signals, emit: (name, facts) => void (name === 'import.batch' && tell({ type: 'batch', toRow: Number(facts?.toRow) })) },
  pool: createPool(options.database, { applicationName: `import ${process.pid}`, max: 6 }), ids: createIdSource({ clock: systemClock, region: 0, node: options.node }), keyrings: { get: async () => keyring },
  secrets: { root: Buffer.alloc(32), signing: Buffer.alloc(32), cookie: Buffer.alloc(32), inboxToken: '' },
}
const { batchRows, leaseSeconds, slots } = options
const service = await startImportWorker(ctx, { ...(batchRows ? { batchRows } : {}), ...(leaseSeconds ? { leaseSeconds } : {}), ...(slots ? { slots } : {}) })
tell({ type: 'ready' })
process.on('disconnect', () => process.exit(0)) // the parent is gone
process.on('message', () => {
  void service.stop().then(async () => {
    await ctx.pool.end()
    const peakKb = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0)
    process.send?.({ type: 'stopped', peakKb } satisfies WorkerMessage, () => process.exit(0))
  })
})
