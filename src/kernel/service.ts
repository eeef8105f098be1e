// What every service is given and what it promises; compose.ts builds the context, src/main.ts runs the service.
import type { Pool } from 'pg'
import type { Config } from './config.ts'
import type { Keyring } from './crypto/keyring.ts'
import type { Id, IdSource } from './ids.ts'
import type { Logger, Observer } from './observe.ts'
import type { Signals } from './signal.ts'

/** Unwrapped keys per workspace, cached; throws KEY_MISSING when the root key does not open them. */
export type Keyrings = { get(workspaceId: Id): Promise<Keyring> }

export type Secrets = {
  /** Root key that workspace secrets are wrapped with. */
  root: Buffer
  /** Signs tokens in links and return paths. */
  signing: Buffer
  /** Signs session cookies. */
  cookie: Buffer
  /** Opens the reader of the test inbox. */
  inboxToken: string
}

export type ServiceContext = {
  service: string
  /** Unique per process: host, service, pid, start. Used as worker name and heartbeat key. */
  instance: string
  release: string
  config: Config
  log: Logger
  observer: Observer
  signals: Signals
  /** A pool under this service's own login role. */
  pool: Pool
  ids: IdSource
  keyrings: Keyrings
  secrets: Secrets
}

export type RunningService = {
  url?: string
  /** Stops taking work, finishes or hands back what is in hand, closes everything it opened (not the pool). */
  stop(): Promise<void>
}

export type Service = {
  name: string
  /** Login role, or 'none' for a service that needs no database. */
  role: string
  start(ctx: ServiceContext): Promise<RunningService>
}
