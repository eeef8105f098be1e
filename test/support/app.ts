// The real HTTP app on a test database: signed-in people of any role, API keys, and a plain way to ask.
import type { InjectOptions } from 'fastify'
import { createLogger, createSigner, loadConfig, noSignals, silentObserver, systemClock, type Clock, type Config } from '../../src/kernel/index.ts'
import { buildApp, type App, type AppOptions, type RouteDeps } from '../../src/http/index.ts'
import { createApiKey, createAuthenticator, createKeyrings, createUser, setMember, startSession, type Role, type ScopeName } from '../../src/platform/index.ts'
import { writeAudit } from '../../src/compliance/index.ts'
import { testIds, TEST_ROOT_KEY, type TestDatabase } from './db.ts'
import { createFurnisher } from '../../src/provision/index.ts'

export type Answer = { status: number; body: any; headers: Record<string, string | string[] | number | undefined> }

/** Asks as somebody: `ask('GET', '/contacts')`, `ask('POST', '/contacts', {…})`; paths are below /api/v1 unless they begin with `//`. */
export type Ask = (method: InjectOptions['method'], path: string, payload?: unknown, headers?: Record<string, string>) => Promise<Answer>

export type TestApp = {
  app: App
  deps: RouteDeps
  /** Without any sign-in. */
  nobody: Ask
  /** A person with this role in the workspace, signed in by cookie. */
  as(workspaceId: string, role: Role): Promise<Ask>
  /** An application with these scopes. */
  withKey(workspaceId: string, scopes: readonly ScopeName[]): Promise<Ask>
  close(): Promise<void>
}

export type TestAppOptions = AppOptions & { config?: Partial<Config>; clock?: Clock }

/** Builds the app under the role inboxlift_api, with the root key of test databases. */
export async function createTestApp(db: TestDatabase, options: TestAppOptions = {}): Promise<TestApp> {
  const { config, clock = systemClock, ...rest } = options
  const pool = db.pool('inboxlift_api', 8)
  const ids = testIds()
  const secrets = { root: TEST_ROOT_KEY, signing: Buffer.alloc(32, 5), cookie: Buffer.alloc(32, 6), inboxToken: 'test-inbox-token' }
  const platform = { pool, ids, clock, audit: writeAudit }
  const full = { ...loadConfig({}), ...config }
  const deps: RouteDeps = {
    pool, ids, clock, secrets, platform, config: full, keyrings: createKeyrings(pool, TEST_ROOT_KEY), log: createLogger('api', 'silent'), observer: silentObserver, signals: noSignals,
    signer: createSigner(secrets.signing), release: 'test', auth: createAuthenticator(pool, clock), furnishWorkspace: createFurnisher(ids, full),
  }
  const app = await buildApp(deps, rest)
  const asking = (base: Record<string, string>): Ask => async (method, path, payload, headers = {}) => {
    const url = path.startsWith('//') ? path.slice(1) : `/api/v1${path}`
    const answer = await app.inject({ method: method!, url, headers: { ...base, ...headers }, ...(payload === undefined ? {} : { payload: payload as InjectOptions['payload'] }) } as InjectOptions)
    return { status: answer.statusCode, headers: answer.headers, body: parse(answer.body, String(answer.headers['content-type'] ?? '')) }
  }
  let people = 0
  const scope = (workspaceId: string) => ({ workspaceId, actor: 'user:1', origin: 'system' as const })
  return {
    app,
    deps,
    nobody: asking({}),
    async as(workspaceId, role) {
      const { userId } = await createUser(platform, scope(workspaceId), { login: `${role}-${(people += 1)}-${ids.next()}`, name: role, password: `pass phrase ${ids.next()}` })
      await setMember(platform, scope(workspaceId), userId, role)
      const { token } = await startSession(platform, userId)
      return asking({ cookie: `il_session=${token}`, 'x-inboxlift': '1' })
    },
    async withKey(workspaceId, scopes) {
      const { key } = await createApiKey(platform, scope(workspaceId), { name: 'test', scopes })
      return asking({ authorization: `Bearer ${key}` })
    },
    close: () => app.close(),
  }
}

function parse(text: string, type: string): unknown {
  return /json/.test(type) && text !== '' ? JSON.parse(text) : text
}

