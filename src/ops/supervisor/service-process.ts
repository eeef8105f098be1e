// One service in a process of its own: loads the code, waits for its login, works until told to stop or until the
// supervisor is gone. Also runs alone, on another machine or as a second worker, with settings from the environment.
import { writeSync } from 'node:fs'
import module from 'node:module'
import { isAppError, loadConfig, parseDatabaseUrl } from '../../kernel/index.ts'
import type { Config, DatabaseConfig, RunningService, Service } from '../../kernel/index.ts'
import type { ChildMessage, Composition, ParentMessage, ServiceGrant } from './contract.ts'
import { supervisorErrors } from './errors.ts'
import { homeAt } from './home.ts'
import { readRunState } from './run-state.ts'
import { readSecrets, serviceSecrets } from './secrets.ts'

/** Longest orderly stop of a service nobody waits for. */
const STOP_DEADLINE_MS = 30_000
/** When the supervisor was killed the database goes away, too: there is little left to hand back. */
const ABANDONED_DEADLINE_MS = 5_000

/** Runs the service `name` until it is stopped; ends the process. Never throws. */
export async function runServiceProcess(name: string, load: () => Promise<Composition>): Promise<void> {
  const supervised = process.send !== undefined
  const stopWanted = Promise.withResolvers<number>()
  const granted = Promise.withResolvers<Omit<ServiceGrant, 'config'>>()
  process.on('message', (message: ParentMessage) => (message.type === 'go' ? granted.resolve(message.grant) : stopWanted.resolve(STOP_DEADLINE_MS)))
  process.on('disconnect', () => stopWanted.resolve(ABANDONED_DEADLINE_MS))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopWanted.resolve(STOP_DEADLINE_MS))
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, (error) => dieOf(error, 'process.failed'))
  try {
    const composition = await load()
    const service = await loadService(composition, name)
    const config = loadConfig()
    await tell({ type: 'loaded', role: service.role })
    const grant = supervised ? await Promise.race([granted.promise, stopWanted.promise.then(() => null)]) : grantFromEnvironment(config, service, composition)
    if (grant === null) process.exit(0)
    await work(composition, service, { ...grant, config }, stopWanted.promise)
    process.exit(0)
  } catch (error) {
    if (isAppError(error)) await tell({ type: 'failed', code: error.code, text: error.message, hint: error.hint })
    dieOf(error, 'process.failed')
  }
}

async function loadService(composition: Composition, name: string): Promise<Service> {
  const loader = Object.hasOwn(composition.services, name) ? composition.services[name] : undefined
  if (!loader) throw supervisorErrors.OPS_SERVICE_UNKNOWN({ detail: `${name}; there are: ${Object.keys(composition.services).join(', ')}.` })
  return loader()
}

async function work(composition: Composition, service: Service, grant: ServiceGrant, stopWanted: Promise<number>): Promise<void> {
  const { context, close } = await composition.openContext(service, grant)
  const running: RunningService = await service.start(context)
  await tell({ type: 'ready', url: running.url })
  if (process.send === undefined) process.stderr.write(`${service.name} works${running.url ? ` at ${running.url}` : ''}. Ctrl-C stops it.\n`)
  module.flushCompileCache() // a service that is killed later must not lose what makes its next start fast
  const deadlineMs = await stopWanted
  setTimeout(() => process.exit(1), deadlineMs).unref()
  await running.stop()
  await close()
}

/** Without a supervisor: INBOXLIFT_DATABASE_URL with the service's own login, or the installation that runs here. */
function grantFromEnvironment(config: Config, service: Service, composition: Composition): Omit<ServiceGrant, 'config'> {
  const home = homeAt(config.INBOXLIFT_HOME)
  const secrets = readSecrets(home.secrets, composition.roles)
  return { secrets: serviceSecrets(secrets), database: databaseFromEnvironment(config, service, secrets.rolePasswords) }
}

function databaseFromEnvironment(config: Config, service: Service, passwords: Readonly<Record<string, string>>): DatabaseConfig | null {
  if (service.role === 'none') return null
  if (config.INBOXLIFT_DATABASE_URL !== '') return parseDatabaseUrl(config.INBOXLIFT_DATABASE_URL)
  const database = readRunState(homeAt(config.INBOXLIFT_HOME))?.database
  if (!database) throw supervisorErrors.OPS_NOT_RUNNING()
  return { ...database, user: service.role, password: passwords[service.role] ?? '' }
}

function tell(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send && process.connected) process.send(message, undefined, {}, () => resolve())
    else resolve()
  })
}

/**
 * Last words, then the end; the supervisor starts the service again. Catalogue errors are free of personal data; of
 * others only the kind and the place are written, because messages of the database quote values.
 */
function dieOf(error: unknown, observation: string): never {
  const { name, code, message, hint, stack } = error as Error & { code?: string; hint?: string }
  const frames = String(stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const text = isAppError(error) ? { code, message, hint } : { name, code }
  writeSync(2, `${JSON.stringify({ level: 60, time: new Date().toISOString(), pid: process.pid, observation, ...text, frames })}\n`)
  process.exit(1)
}
