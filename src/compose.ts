// The only file that knows every room: which services exist, what each process is given, how an empty database becomes
// an installation. It does nothing itself.
import { hostname } from 'node:os'
import { assertDurable, createLogger, createObserver, createPool, isAppError, isTransient, logObservations, noSignals, readRelease, systemClock, type AppError, type DatabaseConfig, type Observer, type Service, type ServiceContext } from './kernel/index.ts'
import { holdAfterRestore, prepareDatabase, startHeartbeat, type Composition, type Installation, type ServiceGrant } from './ops/index.ts'
import type { CompiledContent } from './campaigns/render/index.ts'
import { createKeyrings, leaseNode } from './platform/index.ts'

const release = readRelease()
const OWNER = 'inboxlift_owner'
const ROLES = ['inboxlift_owner', 'inboxlift_api', 'inboxlift_sender', 'inboxlift_ingest', 'inboxlift_import', 'inboxlift_compliance', 'inboxlift_scheduler', 'inboxlift_analytics', 'inboxlift_auditor', 'inboxlift_backup']

/** Service -> its code; loaded in the service's own process only, so that a start reads what it needs and no more. */
const services: Record<string, () => Promise<Service>> = {
  async api() {
    const [{ createApiService }, { createFurnisher }, { writeAudit }] = await Promise.all([import('./http/index.ts'), import('./provision/index.ts'), import('./compliance/index.ts')])
    return createApiService({ audit: writeAudit, furnishWorkspace: (ctx) => createFurnisher(ctx.ids, ctx.config) })
  },
  async 'worker-send'() {
    const [{ createSendService }, { openContent }] = await Promise.all([import('./delivery/index.ts'), import('./campaigns/render/index.ts')])
    return createSendService({ openContent: (compiled) => openContent(compiled as CompiledContent) })
  },
  'worker-import': async () => (await import('./contacts/import/index.ts')).importService,
  'worker-ingest': async () => (await import('./events/index.ts')).ingestService,
  async 'worker-compliance'() {
    const [{ createComplianceService }, { recordOutcomes }] = await Promise.all([import('./compliance/index.ts'), import('./events/index.ts')])
    return createComplianceService(recordOutcomes)
  },
  async scheduler() {
    const [{ createSchedulerService }, { forgetExpired }] = await Promise.all([import('./campaigns/index.ts'), import('./ops/index.ts')])
    return createSchedulerService({ duties: [{ name: 'upkeep.forget', everyMs: 10 * 60_000, run: async (ctx) => void (await forgetExpired(ctx.pool, systemClock)) }] })
  },
  inbox: async () => (await import('./inbox/index.ts')).inboxService,
}

/** Connections a process may hold; together well below the embedded server's max_connections. */
const POOL_SIZE: Readonly<Record<string, number>> = { api: 12, 'worker-send': 8, 'worker-ingest': 8, 'worker-import': 6, 'worker-compliance': 6, scheduler: 6 }
const DURABLE_EVERY_MS = 30_000
const START_PATIENCE_MS = 30_000

async function openContext(service: Service, grant: ServiceGrant): Promise<{ context: ServiceContext; close(): Promise<void> }> {
  const log = createLogger(service.name, grant.config.INBOXLIFT_LOG_LEVEL)
  const observer = createObserver()
  logObservations(observer, log)
  const base = { service: service.name, instance: `${hostname()}/${service.name}/${process.pid}/${Date.now().toString(36)}`, release, config: grant.config, log, observer, signals: noSignals, secrets: grant.secrets }
  if (grant.database === null) return { context: { ...base, ...withoutDatabase(service.name) }, close: async () => {} }
  const pool = createPool(grant.database, { max: POOL_SIZE[service.name] ?? 6, applicationName: `inboxlift ${service.name}` })
  await patiently(() => assertDurable(pool))
  const lease = await patiently(() => leaseNode(pool, { clock: systemClock, region: grant.config.INBOXLIFT_REGION, holder: base.instance }))
  const end = (error: AppError): never => {
    log.fatal({ code: error.code }, error.message)
    process.exit(1) // the supervisor starts it again
  }
  void lease.lost.then(end)
  const durable = watchDurability(() => assertDurable(pool), end)
  const heartbeat = service.name === 'worker-send' ? null : startHeartbeat(pool, base, countObservations(observer), () => observer.observe('database.lost', { service: service.name })) // that one tells more about itself
  observer.observe('process.started', { service: service.name, ms: Math.round(process.uptime() * 1000) })
  return {
    context: { ...base, pool, ids: lease.ids, keyrings: createKeyrings(pool, grant.secrets.root) },
    async close() {
      clearInterval(durable)
      await heartbeat?.stop()
      await lease.stop()
      await pool.end()
    },
  }
}

/** Waits for a database that is still starting; anything else fails at once. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + START_PATIENCE_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || performance.now() > until) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }
}

/** fsync and its kin can be switched off while we run: then nothing more is accepted. */
function watchDurability(check: () => Promise<void>, end: (error: AppError) => never): NodeJS.Timeout {
  return setInterval(() => void check().catch((error: unknown) => (isAppError(error, 'DATABASE_UNSAFE') ? end(error) : undefined)), DURABLE_EVERY_MS).unref()
}

function withoutDatabase(name: string): Pick<ServiceContext, 'pool' | 'ids' | 'keyrings'> {
  const none = (what: string): never => new Proxy({}, { get: () => { throw new Error(`the service ${name} has no ${what}`) } }) as never
  return { pool: none('database'), ids: none('ids'), keyrings: none('keys') }
}

/** Numbers about the process for its heartbeat; /metrics shows them. */
function countObservations(observer: Observer): () => Record<string, unknown> {
  const observed: Record<string, number> = {}
  observer.listen((name) => void (observed[name] = (observed[name] ?? 0) + 1))
  return () => ({ observed, rss_mb: Math.round(process.memoryUsage.rss() / 1024 ** 2), uptime_s: Math.round(process.uptime()) })
}

/** Roles, database, migrations, partitions, jobs, what a restore asks for, first workspace and first administrator. */
async function prepare(installation: Installation): ReturnType<Composition['prepare']> {
  await prepareDatabase(installation, { operator: 'service:setup', release })
  const login = (role: string): DatabaseConfig => ({ ...installation.admin, database: installation.database, user: role, password: installation.rolePasswords[role] ?? '' })
  await asOwner(login(OWNER), installation)
  const [{ provision }, { writeAudit }] = await Promise.all([import('./provision/index.ts'), import('./compliance/index.ts')])
  const pool = createPool(login('inboxlift_api'), { max: 2, applicationName: 'inboxlift setup' })
  const lease = await leaseNode(pool, { clock: systemClock, region: installation.config.INBOXLIFT_REGION, holder: `${hostname()}/setup/${process.pid}` })
  try {
    const first = await provision({ pool, ids: lease.ids, config: installation.config, rootKey: installation.secrets.root, audit: writeAudit })
    return { firstLogin: first ? { email: first.login, password: first.password } : null }
  } finally {
    await lease.stop()
    await pool.end()
  }
}

async function asOwner(owner: DatabaseConfig, installation: Installation): Promise<void> {
  const [{ default: pg }, { installJobs }] = await Promise.all([import('pg'), import('./jobs/index.ts')])
  const client = new pg.Client({ ...owner, application_name: 'inboxlift setup' })
  client.on('error', () => {}) // the query in hand reports it
  await client.connect()
  try {
    await installJobs(owner, client)
    keepPartitionsAhead(owner)
    await holdAfterRestore(client, installation.home.root)
  } finally {
    await client.end()
  }
}

const PARTITIONS_EVERY_MS = 6 * 3_600_000

/** Partitions are made by the owner alone, so the supervisor makes them, also when it runs for months. */
function keepPartitionsAhead(owner: DatabaseConfig): void {
  const make = async (): Promise<void> => {
    const [{ default: pg }, { ensurePartitions }] = await Promise.all([import('pg'), import('./schema/index.ts')])
    const client = new pg.Client({ ...owner, application_name: 'inboxlift partitions' })
    client.on('error', () => {})
    try {
      await client.connect()
      await ensurePartitions(client)
    } finally {
      await client.end()
    }
  }
  setInterval(() => void make().catch(() => process.stderr.write('Partitions could not be made ahead; tried again in six hours, see /readyz.\n')), PARTITIONS_EVERY_MS).unref()
}

export const composition: Composition = { roles: ROLES, services, stopLast: ['api', 'inbox'], prepare, openContext }
