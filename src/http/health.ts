// /healthz: this process lives. /readyz: the installation is fit for work, check by check; 503 when one is ill.
import { z } from 'zod'
import { checkReadiness, type Readiness } from '../ops/index.ts'
import type { App, RouteDeps } from './app.ts'

const CACHE_MS = 1_000

export type HealthOptions = { check?: () => Promise<Readiness> }

/** Checks are shared by everybody who asks within a second, so that probes cannot load the database. */
export function installHealth(app: App, deps: RouteDeps, options: HealthOptions = {}): void {
  const check = options.check ?? (() => checkReadiness({ pool: deps.pool, home: deps.config.INBOXLIFT_HOME }))
  const began = deps.clock.nowMs()
  let last: { at: number; readiness: Promise<Readiness> } | undefined
  const readiness = (): Promise<Readiness> => {
    if (!last || deps.clock.nowMs() - last.at > CACHE_MS) last = { at: deps.clock.nowMs(), readiness: check() }
    return last.readiness
  }
  app.get('/healthz', { config: { rateLimit: false }, schema: { hide: true } as never }, async (_request, reply) => {
    void reply.header('cache-control', 'no-store')
    return { status: 'ok', release: deps.release, uptime_s: Math.round((deps.clock.nowMs() - began) / 1000) }
  })
  app.get('/readyz', { config: { rateLimit: false }, schema: { hide: true } as never }, async (_request, reply) => {
    const { ready, checks } = await readiness()
    void reply.code(ready ? 200 : 503).header('cache-control', 'no-store')
    return { status: ready ? 'ready' : 'ill', checks }
  })
  const checkView = z.object({ name: z.string(), state: z.enum(['ok', 'warn', 'ill']), detail: z.string(), data: z.record(z.string(), z.unknown()).optional() }).meta({ id: 'HealthCheck' })
  app.get('/api/v1/health', {
    config: { scope: 'signed_in' },
    schema: { tags: ['installation'], operationId: 'getHealth', summary: 'Fitness of the installation, check by check', response: { 200: z.object({ ready: z.boolean(), checks: z.array(checkView) }) } },
  }, readiness)
}
