// A service context on a test database, as src/main.ts would make it.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLogger, createObserver, createSignals, configSchema, type Config, type Secrets, type ServiceContext } from '../../src/kernel/index.ts'
import { createKeyrings } from '../../src/platform/index.ts'
import type { RoleName } from '../../src/schema/index.ts'
import { TEST_ROOT_KEY, testIds, type TestDatabase } from './db.ts'

export const TEST_SECRETS: Secrets = { root: TEST_ROOT_KEY, signing: Buffer.alloc(32, 3), cookie: Buffer.alloc(32, 4), inboxToken: 'test-inbox-token' }

/** Every port is chosen by the system, the home folder is a fresh one; `pool` has `connections` under the role. */
export function testServiceContext(db: TestDatabase, role: RoleName, options: { config?: Partial<Config>; connections?: number; service?: string } = {}): ServiceContext {
  const pool = db.pool(role, options.connections ?? 6)
  const ports = { INBOXLIFT_PORT: 0, INBOXLIFT_INGEST_PORT: 0, INBOXLIFT_COMPLIANCE_PORT: 0, INBOXLIFT_BOUNCE_SMTP_PORT: 0, INBOXLIFT_INBOX_SMTP_PORT: 0, INBOXLIFT_INBOX_HTTP_PORT: 0 }
  return {
    service: options.service ?? 'test', instance: `test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`, release: 'test',
    config: { ...configSchema.parse({}), ...ports, INBOXLIFT_HOME: mkdtempSync(path.join(tmpdir(), 'inboxlift-home-')), ...options.config },
    log: createLogger('test', process.env.TEST_LOG ?? 'silent'), observer: createObserver(), signals: createSignals(), pool, ids: testIds(), keyrings: createKeyrings(pool, TEST_ROOT_KEY), secrets: TEST_SECRETS,
  }
}
