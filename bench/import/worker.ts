// A worker-import process of its own, so that its memory can be measured. Started by bench/import.ts with WORKER (JSON);
// says "ready", and its highest resident size when it is told to stop.
import { readFileSync } from 'node:fs'
import { createIdSource, createLogger, createObserver, createPool, createSignals, loadConfig, openKeyring, systemClock, type DatabaseConfig, type ServiceContext } from '../../src/kernel/index.ts'
import { startImportWorker } from '../../src/contacts/index.ts'
import { plainKeyring } from './plain-keyring.ts'

const options = JSON.parse(process.env.WORKER ?? '{}') as { database: DatabaseConfig; workspaceId: string; secret: string; plain: boolean }
const keyring = options.plain ? plainKeyring(options.workspaceId) : openKeyring(options.workspaceId, [{ keyId: 1, secret: Buffer.from(options.secret, 'hex') }])
const ctx: ServiceContext = {
  service: 'worker-import', instance: `bench:${process.pid}`, release: 'bench', config: loadConfig({}), log: createLogger('worker-import', 'warn'), observer: createObserver(), signals: createSignals(),
  pool: createPool(options.database, { applicationName: 'bench-import', max: 6 }), ids: createIdSource({ clock: systemClock, region: 0, node: 200 }), keyrings: { get: async () => keyring },
  secrets: { root: Buffer.alloc(32), signing: Buffer.alloc(32), cookie: Buffer.alloc(32), inboxToken: '' },
}
const service = await startImportWorker(ctx, { slots: 1 })
process.send?.({ ready: true })
process.on('message', () => {
  void service.stop().then(async () => {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
    await ctx.pool.end()
    process.send?.({ peakKb: Number(peak) }, () => process.disconnect())
  })
})
