// Everything that `npm start` runs, in order: lock, leftovers, ports, database, services; and back again at the end.
import path from 'node:path'
import { AppError, parseDatabaseUrl, publicUrl } from '../../kernel/index.ts'
import type { Config, DatabaseConfig } from '../../kernel/index.ts'
import type { Composition, FirstLogin, ServiceGrant } from './contract.ts'
import { hasData, startEmbeddedDatabase } from './embedded-database.ts'
import type { EmbeddedDatabase } from './embedded-database.ts'
import { supervisorErrors } from './errors.ts'
import { makeHome } from './home.ts'
import type { Home } from './home.ts'
import { stopLeftoverServices } from './leftovers.ts'
import { assertPortsFree } from './ports.ts'
import { clearRunState, markOf, readRunState, takeRunLock, writeRunState } from './run-state.ts'
import type { RunLock, RunState } from './run-state.ts'
import { ensureSecrets, serviceSecrets } from './secrets.ts'
import type { InstallationSecrets } from './secrets.ts'
import { startServiceChild } from './service-child.ts'
import type { ServiceChild } from './service-child.ts'

/** Name of our database on the embedded server. */
export const DATABASE = 'inboxlift'

export type SupervisorOptions = {
  home: Home
  config: Config
  composition: Composition
  /** Program file that runs a service: `node <file> service <name>`. */
  file: string
  /** Which services; default all of the composition. */
  only?: readonly string[]
  env: NodeJS.ProcessEnv
  /** Something a person should read now. */
  tell(sentence: string): void
}

export type RunningInstallation = {
  url: string
  /** Set when the first administrator was made just now; it can be shown this once only. */
  firstLogin: FirstLogin | null
}

export type Supervisor = {
  /** Brings everything up. Rejects with the reason; nothing keeps running then. */
  start(): Promise<RunningInstallation>
  /** Stops services, then the database. Called again it hurries: services are killed. */
  stop(): Promise<void>
}

const SERVICE_PATIENCE_MS = 20_000

/**
 * A supervisor for the installation in `home`, or the state of the one that runs it already.
 * Throws OPS_HOME_PERMISSION or OPS_DISK_FULL when the folder cannot be used.
 */
export function createSupervisor(options: SupervisorOptions): Supervisor | { running: RunState | null } {
  makeHome(options.home)
  const lock = takeRunLock(options.home)
  return lock ? supervise(options, lock) : { running: readRunState(options.home) }
}

function supervise(options: SupervisorOptions, lock: RunLock): Supervisor {
  const { home, tell } = options
  const state: RunState = { ...markOf(process.pid), phase: 'starting', since: new Date().toISOString(), url: null, database: null, services: [] }
  const children = new Map<string, ServiceChild>()
  const ready = Promise.withResolvers<DatabaseConfig>()
  ready.promise.catch(() => {})
  let database: Promise<EmbeddedDatabase> | null = null
  let stopping: Promise<void> | null = null

  const publish = (): void => {
    state.services = [...children.values()].flatMap((child) => (child.mark() ? [{ name: child.name, ...child.mark()! }] : []))
    try {
      writeRunState(home, state)
    } catch (error) {
      tell(`The state file could not be written: ${(error as Error).message}`) // a full disk must not end us
    }
  }

  const start = async (): Promise<RunningInstallation> => {
    const left = await stopLeftoverServices(home)
    publish() // not before: it replaces what the earlier run left
    if (left > 0) tell(`Stopped ${left} process${left === 1 ? '' : 'es'} of an earlier run.`)
    await assertPortsFree(options.config)
    const embedded = options.config.INBOXLIFT_DATABASE_URL === ''
    const secrets = ensureSecrets(home.secrets, options.composition.roles, embedded && hasData(home))
    for (const name of options.only ?? Object.keys(options.composition.services)) {
      if (stopping) break
      children.set(name, startServiceChild({ ...childOptions(options, name), grant: (role) => grant(role, secrets), onChange: publish, tell }))
    }
    if (embedded && !stopping) database = startEmbeddedDatabase(home, secrets.superuserPassword, tell)
    const admin = embedded ? (await database!).admin : parseDatabaseUrl(options.config.INBOXLIFT_DATABASE_URL)
    const name = embedded ? DATABASE : admin.database
    const prepared = await options.composition.prepare({ home, config: options.config, embedded, admin, database: name, rolePasswords: secrets.rolePasswords, secrets: serviceSecrets(secrets) })
    state.database = { host: admin.host, port: admin.port, database: name }
    publish()
    ready.resolve({ ...admin, database: name })
    const firstLogin = prepared.firstLogin ?? null
    await servicesReady(children, firstLogin, tell)
    state.phase = stopping ? 'stopping' : 'ready'
    state.url = (await children.get('api')?.ready)?.url ?? publicUrl(options.config)
    publish()
    return { url: state.url, firstLogin }
  }

  const grant = async (role: string, all: InstallationSecrets): Promise<Omit<ServiceGrant, 'config'>> => {
    if (role !== 'none' && (!options.composition.roles.includes(role) || /owner|superuser|backup/.test(role))) throw supervisorErrors.OPS_SERVICE_ROLE({ detail: role })
    const server = await ready.promise
    return { secrets: serviceSecrets(all), database: role === 'none' ? null : { ...server, user: role, password: all.rolePasswords[role] ?? '' } }
  }

  const shutDown = async (): Promise<void> => {
    state.phase = 'stopping'
    publish()
    const last = options.composition.stopLast ?? []
    for (const wave of [[...children.keys()].filter((name) => !last.includes(name)), last]) {
      await Promise.all(wave.map((name) => children.get(name)?.stop(SERVICE_PATIENCE_MS)))
    }
    await (await database?.catch(() => null))?.stop()
    clearRunState(home)
    lock.release()
  }

  const stop = (): Promise<void> => {
    if (stopping) for (const child of children.values()) child.kill()
    return (stopping ??= shutDown())
  }

  return {
    start: async () => {
      try {
        return await start()
      } catch (error) {
        if (stopping) return new Promise(() => {}) // stopped on the way up: whoever asked for it goes on
        await stop()
        throw error
      }
    },
    stop,
  }
}

function childOptions({ home, file, env }: SupervisorOptions, name: string): { name: string; file: string; env: NodeJS.ProcessEnv; logFile: string } {
  return { name, file, env: childEnvironment(env), logFile: path.join(home.logs, `${name}.log`) }
}

/** Children get no npm variables and, above all, not the administrator's login of the database. */
function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(npm_|NODE_CHANNEL|INBOXLIFT_DATABASE_URL$)/.test(name)))
}

/** All or the first failure; the login of a new administrator is not lost with it. */
async function servicesReady(children: Map<string, ServiceChild>, login: FirstLogin | null, tell: (sentence: string) => void): Promise<void> {
  try {
    await Promise.all([...children.values()].map((child) => child.ready))
  } catch (error) {
    if (login && error instanceof AppError) tell(`The first administrator was made nevertheless: ${login.email}, password ${login.password}`)
    throw error
  }
}
