// /metrics for Prometheus: requests, pool, queues, processes and what they observed. No ids, no personal data in labels.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import { heartbeatList, outboxAgeList, queueAgeList } from '../ops/index.ts'
import { platformErrors } from '../platform/index.ts'
import type { App, RouteDeps } from './app.ts'

const SILENT_AFTER_S = 20
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

/** Answers on the loopback, or to an API key or person with workspace:read. */
export function installMetrics(app: App, deps: RouteDeps): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'inboxlift_api_' })
  measureRequests(app, registry)
  measurePool(deps, registry)
  const readInstallation = measureInstallation(deps, registry)
  countObservations(deps, registry)
  app.get('/metrics', { config: { rateLimit: false }, schema: { hide: true } as never }, async (request, reply) => {
    // A reverse proxy on this machine that we were not told to trust makes everybody look local.
    if (!LOOPBACK.has(request.ip) || request.headers['x-forwarded-for'] !== undefined) {
      const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
      const key = bearer === undefined ? undefined : await deps.auth.byKey(bearer)
      if (!key?.scopes.includes('workspace:read')) throw platformErrors.AUTH_REQUIRED()
    }
    await readInstallation()
    void reply.type(registry.contentType)
    return reply.send(await registry.metrics())
  })
}

function measureRequests(app: App, registry: Registry): void {
  const duration = new Histogram({ name: 'inboxlift_http_request_duration_seconds', help: 'Time to answer, by route.', labelNames: ['method', 'route', 'status'], buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10], registers: [registry] })
  app.addHook('onResponse', async (request, reply) => {
    duration.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }, reply.elapsedTime / 1000)
  })
}

function measurePool({ pool }: RouteDeps, registry: Registry): void {
  const gauge = (name: string, help: string, read: () => number): Gauge => new Gauge({ name, help, registers: [registry], collect() { this.set(read()) } })
  gauge('inboxlift_pool_connections', 'Open database connections of this process.', () => pool.totalCount)
  gauge('inboxlift_pool_idle', 'Of these, idle.', () => pool.idleCount)
  gauge('inboxlift_pool_waiting', 'Requests waiting for a connection.', () => pool.waitingCount)
}

/** What only the database knows; read before each scrape is written. */
function measureInstallation({ pool, log }: RouteDeps, registry: Registry): () => Promise<void> {
  const labelled = (name: string, help: string, labels: string[]): Gauge => new Gauge({ name, help, labelNames: labels, registers: [registry] })
  const up = labelled('inboxlift_database_up', '1 when PostgreSQL answered this scrape.', [])
  const due = labelled('inboxlift_queue_due_workspaces', 'Workspaces with work that is due.', ['queue'])
  const dueAge = labelled('inboxlift_queue_oldest_due_seconds', 'How long the oldest due work has waited.', ['queue'])
  const outbox = labelled('inboxlift_outbox_due', 'Entries of the outbox that wait.', ['kind'])
  const outboxAge = labelled('inboxlift_outbox_oldest_seconds', 'How long the oldest of them has waited.', ['kind'])
  const processes = labelled('inboxlift_service_processes', 'Processes that showed a sign of life within 20 s.', ['service'])
  const observed = labelled('inboxlift_observations', 'What living processes observed since they started.', ['service', 'observation'])
  return async () => {
    for (const g of [due, dueAge, outbox, outboxAge, processes, observed]) g.reset()
    try {
      for (const { queue, total, oldest_s: age } of await queueAgeList.many(pool, {})) {
        due.set({ queue }, Number(total))
        dueAge.set({ queue }, age)
      }
      for (const { kind, total, oldest_s: age } of await outboxAgeList.many(pool, {})) {
        outbox.set({ kind }, Number(total))
        outboxAge.set({ kind }, age)
      }
      for (const beat of await heartbeatList.many(pool, {})) {
        if (beat.age_s > SILENT_AFTER_S) continue
        processes.inc({ service: beat.service })
        const counts = (beat.facts as { observed?: Record<string, number> }).observed ?? {}
        for (const [observation, n] of Object.entries(counts)) observed.inc({ service: beat.service, observation }, n)
      }
      up.set(1)
    } catch {
      log.debug('metrics were scraped without a database')
      up.set(0)
    }
  }
}

function countObservations({ observer }: RouteDeps, registry: Registry): void {
  const counter = new Counter({ name: 'inboxlift_api_observations_total', help: 'What this process observed.', labelNames: ['observation'], registers: [registry] })
  observer.listen((name) => counter.inc({ observation: name }))
}
