// The two servers that are compared, each in a process of its own: `constant` answers every request with the same 204-like
// bytes from node:http and does nothing else; `ingest` is the real service on a real database.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { configSchema, createLogger, createPool, createSignals, createObserver, type DatabaseConfig, type ServiceContext } from '../../src/kernel/index.ts'
import { createKeyrings } from '../../src/platform/index.ts'
import { startIngest } from '../../src/events/index.ts'
import { testIds } from '../../test/support/db.ts'
import { TEST_SECRETS } from '../../test/support/service.ts'

export type ServerOrder = { kind: 'constant' } | { kind: 'ingest'; database: DatabaseConfig; home: string }

async function constant(): Promise<void> {
  const body = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
  const head = ['content-type', 'image/gif', 'content-length', String(body.length), 'cache-control', 'no-store, private', 'x-content-type-options', 'nosniff']
  const server = createServer({ noDelay: true, keepAliveTimeout: 72_000 }, (_req, res) => {
    res.writeHead(200, head)
    res.end(body)
  })
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve))
  process.send!({ port: (server.address() as AddressInfo).port })
}

async function ingest(order: Extract<ServerOrder, { kind: 'ingest' }>): Promise<void> {
  const pool = createPool(order.database, { max: 8, applicationName: 'inboxlift worker-ingest' })
  const ctx: ServiceContext = {
    service: 'worker-ingest', instance: 'bench', release: 'bench', config: { ...configSchema.parse({}), INBOXLIFT_INGEST_PORT: 0, INBOXLIFT_BOUNCE_SMTP_PORT: 0, INBOXLIFT_HOME: order.home },
    log: createLogger('ingest', 'warn'), observer: createObserver(), signals: createSignals(), pool, ids: testIds(), keyrings: createKeyrings(pool, TEST_SECRETS.root), secrets: TEST_SECRETS,
  }
  const service = await startIngest(ctx)
  process.on('message', (what) => {
    if (what === 'drain') void service.drain().then(() => service.worker.round()).then(() => process.send!('drained'))
    if (what === 'stop') void service.stop().then(() => pool.end()).then(() => process.exit(0))
  })
  process.send!({ port: service.httpPort })
}

process.once('message', (order: ServerOrder) => void (order.kind === 'constant' ? constant() : ingest(order)))
