// What the supervisor needs from src/compose.ts, and what parent and service process say to each other.
import type { Config, DatabaseConfig, Secrets, Service, ServiceContext } from '../../kernel/index.ts'
import type { Home } from './home.ts'

/** An installation whose database server runs but may still be empty. */
export type Installation = {
  home: Home
  config: Config
  /** True: our own server; false: the one in INBOXLIFT_DATABASE_URL. */
  embedded: boolean
  /** Login of an administrator, on a database that exists. */
  admin: DatabaseConfig
  /** Name of the database that is ours. */
  database: string
  rolePasswords: Readonly<Record<string, string>>
  secrets: Secrets
}

export type FirstLogin = { email: string; password: string }

/** What one service process is given. */
export type ServiceGrant = {
  config: Config
  secrets: Secrets
  /** Under the service's own role; null for the role 'none'. */
  database: DatabaseConfig | null
}

/** Made by src/compose.ts; nothing else knows every room. */
export type Composition = {
  /** Login roles; each gets a password of its own. */
  roles: readonly string[]
  /** Loads a service's code; called in the service's own process only. */
  services: Readonly<Record<string, () => Promise<Service>>>
  /** Services that others may still need while they stop. */
  stopLast?: readonly string[]
  /** Brings the database up to this release. Returns the login of the first administrator if it made one. */
  prepare(installation: Installation): Promise<{ firstLogin?: FirstLogin | null }>
  /** Opens what a service works with. */
  openContext(service: Service, grant: ServiceGrant): Promise<{ context: ServiceContext; close(): Promise<void> }>
}

/** From the service process: code loaded / working / could not start. */
export type ChildMessage =
  | { type: 'loaded'; role: string }
  | { type: 'ready'; url: string | undefined }
  | { type: 'failed'; code: string; text: string; hint: string }

/** To the service process. Passwords travel here: neither argv nor environment can be read by others then. */
export type ParentMessage = { type: 'go'; grant: Omit<ServiceGrant, 'config'> } | { type: 'stop' }
