// The service worker-compliance: the unsubscribe listener, and the consumer of suppressions that others ask for.
import { createSigner, systemClock, type RunningService, type Service, type ServiceContext } from '../kernel/index.ts'
import { consumeSuppressions, type SuppressConsumerDeps } from './consume-suppress.ts'
import { listenUnsubscribe } from './page/unsubscribe-server.ts'
import type { RecordUnsubscribed } from './unsubscribe.ts'

const POLL_MS = 200

export type ComplianceService = RunningService & {
  httpPort: number
  /** Works through the outbox until nothing is due; answers how many were done. */
  drain(): Promise<number>
}

/** `recordUnsubscribed` is recordOutcomes of the room events; compose.ts hands it in. */
export function createComplianceService(recordUnsubscribed: RecordUnsubscribed): Service {
  return { name: 'worker-compliance', role: 'inboxlift_compliance', start: (ctx) => startCompliance(ctx, recordUnsubscribed) }
}

export async function startCompliance(ctx: ServiceContext, recordUnsubscribed: RecordUnsubscribed): Promise<ComplianceService> {
  const deps = { pool: ctx.pool, ids: ctx.ids, keyrings: ctx.keyrings, clock: systemClock, log: ctx.log, recordUnsubscribed }
  const http = await listenUnsubscribe({ ...deps, signer: createSigner(ctx.secrets.signing), observer: ctx.observer }, ctx.config.INBOXLIFT_HOST, ctx.config.INBOXLIFT_COMPLIANCE_PORT)
  const loop = startConsumer(deps, ctx)
  return {
    url: `http://${ctx.config.INBOXLIFT_HOST}:${http.port}`, httpPort: http.port, drain: loop.drain,
    async stop() {
      await http.close()
      await loop.stop()
    },
  }
}

function startConsumer(deps: SuppressConsumerDeps, ctx: ServiceContext): { drain(): Promise<number>; stop(): Promise<void> } {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let turn: Promise<number> = Promise.resolve(0)
  /** One turn at a time: the timer and drain() wait for each other. */
  const work = (): Promise<number> => {
    turn = turn.catch(() => 0).then(async () => {
      let total = 0
      for (let done = -1; done !== 0 && !isStopped; total += done) done = await consumeSuppressions(deps)
      if (total > 0) {
        ctx.observer.observe('compliance.suppressed', { count: total })
        ctx.signals.emit('compliance.suppressed', { count: total })
      }
      return total
    })
    return turn
  }
  const poll = async (): Promise<void> => {
    await work().catch((error: unknown) => ctx.log.warn({ code: (error as { code?: string }).code }, 'the outbox could not be read'))
    if (!isStopped) timer = setTimeout(() => void poll(), POLL_MS)
  }
  void poll()
  return {
    drain: work,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await turn.catch(() => 0)
    },
  }
}
