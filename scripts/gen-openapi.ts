// Writes docs/reference/openapi.json and the typed client of the web UI from the routes; opens no database.
// With --check it writes nothing and fails when a file is not fresh.
import { createSigner, loadConfig, noSignals, readRelease, silentObserver, systemClock, createLogger } from '../src/kernel/index.ts'
import { buildApp, openApiDocument, type RouteDeps } from '../src/http/index.ts'
import { writeGenerated } from './generated.ts'
import { openApiTypes, type OpenApi } from './openapi-types.ts'

/** Building the app calls nothing of these; whoever does in a route module's body meets a clear error. */
function untouchable(name: string): never {
  return new Proxy({}, { get: (_, property) => { throw new Error(`${name}.${String(property)} is used while routes are built`) } }) as never
}

const deps: RouteDeps = {
  pool: untouchable('pool'), ids: untouchable('ids'), keyrings: untouchable('keyrings'), platform: untouchable('platform'),
  secrets: { root: Buffer.alloc(32), signing: Buffer.alloc(32), cookie: Buffer.alloc(32), inboxToken: '' },
  config: loadConfig({}), log: createLogger('openapi', 'silent'), observer: silentObserver, signals: noSignals, signer: createSigner(Buffer.alloc(32)), clock: systemClock,
  release: readRelease(), auth: { bySession: async () => undefined, byKey: async () => undefined }, furnishWorkspace: async () => {},
}

const app = await buildApp(deps)
const document = (await openApiDocument(app)) as unknown as OpenApi
await app.close()
writeGenerated(
  { 'docs/reference/openapi.json': `${JSON.stringify(document, null, 1)}\n`, 'web/src/api/schema.ts': openApiTypes(document) },
  'node scripts/gen-openapi.ts',
)
