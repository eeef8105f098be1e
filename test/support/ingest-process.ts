// The ingest service in a process of its own, for tests that kill it. Told by INGEST_OPTIONS (JSON): {database, home}.
// Prints {port} and serves until it is killed; SIGTERM stops it in order.
import { configSchema, createLogger, createObserver, createPool, createSignals, type DatabaseConfig } from '../../src/kernel/index.ts'
import { createKeyrings } from '../../src/platform/index.ts'
import { startIngest } from '../../src/events/index.ts'
import { testIds } from './db.ts'
import { TEST_SECRETS } from './service.ts'

const options = JSON.parse(process.env.INGEST_OPTIONS ?? '{}') as { database: DatabaseConfig; home: string; node: number }
const pool = createPool(options.database, { max: 6, applicationName: 'inboxlift worker-ingest' })
let ids = testIds()
for (let i = 0; i < options.node; i++) ids = testIds() // every process its own node number
const service = await startIngest({
  service: 'worker-ingest', instance: `test-${process.pid}`, release: 'test', config: { ...configSchema.parse({}), INBOXLIFT_INGEST_PORT: 0, INBOXLIFT_BOUNCE_SMTP_PORT: 0, INBOXLIFT_HOME: options.home },
  log: createLogger('ingest', process.env.TEST_LOG ?? 'silent'), observer: createObserver(), signals: createSignals(), pool, ids, keyrings: createKeyrings(pool, TEST_SECRETS.root), secrets: TEST_SECRETS,
})
process.on('SIGTERM', () => void service.stop().then(() => pool.end()).then(() => process.exit(0)))
process.stdout.write(`${JSON.stringify({ port: service.httpPort })}\n`)
