// The service worker-send: sends what is due, under the role inboxlift_sender.
import { assertDurable, isAppError, isTransient, type RunningService, type Service, type ServiceContext } from '../kernel/index.ts'
import type { ContentOpener } from './content.ts'
import { heartbeatRemove, heartbeatWrite } from './delivery.sql.ts'
import { openSmtpTransport, type TransportOpener } from './sender/provider-lane.ts'
import { SendWorker } from './sender/send-worker.ts'
import { consumeLateReports } from './settle-late.ts'

export type SendServiceDeps = {
  /** From the room campaigns above; compose.ts hands it in. */
  openContent: ContentOpener
  /** Default: the SMTP pool. */
  openTransport?: TransportOpener
  /** Default: refuse a server that can lose a confirmed commit. Tests on a fast server hand in their own. */
  assertDurable?: typeof assertDurable
  /** How long a stop waits for verdicts. Default 20 s. */
  stopGraceMs?: number
}

const HEARTBEAT_MS = 5_000
const LATE_EVERY_MS = 250
const UNSAFE_AGAIN_MS = 5_000
const STOP_GRACE_MS = 20_000

/**
 * The service. It starts also when it may not send (unsafe server, installation held): it stays up, sends nothing, says
 * so in its log and heartbeat, and begins when the reason is gone. stop() finishes what is being attempted within its
 * grace time and hands the rest back.
 */
export function createSendService(deps: SendServiceDeps): Service {
  return { name: 'worker-send', role: 'inboxlift_sender', start: (ctx) => startSending(ctx, deps) }
}

async function startSending(ctx: ServiceContext, deps: SendServiceDeps): Promise<RunningService> {
  const worker = new SendWorker(ctx, { openContent: deps.openContent, openTransport: deps.openTransport ?? openSmtpTransport(ctx.config) })
  const startedAt = new Date()
  const state = { isStopping: false, unsafe: '' }
  const timers = [
    repeat(ctx, HEARTBEAT_MS, () => beat(ctx, startedAt, { ...worker.facts, ...(state.unsafe === '' ? {} : { refuses: state.unsafe }) })),
    repeat(ctx, Math.min(15_000, (ctx.config.INBOXLIFT_LEASE_SECONDS * 1000) / 3), () => worker.renew()),
    repeat(ctx, LATE_EVERY_MS, async () => void (await consumeLateReports(ctx.pool))),
  ]
  const sending = sendWhenSafe(ctx, deps, worker, state)
  return {
    async stop() {
      state.isStopping = true
      await worker.stop(deps.stopGraceMs ?? STOP_GRACE_MS)
      await sending
      await Promise.all(timers.map((stop) => stop()))
      await heartbeatRemove.exec(ctx.pool, { instance: ctx.instance }).catch(() => 0)
    },
  }
}

async function sendWhenSafe(ctx: ServiceContext, deps: SendServiceDeps, worker: SendWorker, state: { isStopping: boolean; unsafe: string }): Promise<void> {
  while (!state.isStopping) {
    try {
      await (deps.assertDurable ?? assertDurable)(ctx.pool)
      state.unsafe = ''
      return await worker.run()
    } catch (error) {
      const code = isAppError(error) ? error.code : 'DATABASE_UNAVAILABLE'
      if (isAppError(error) && state.unsafe !== code) ctx.log.error({ code, hint: error.hint }, `${error.message} Nothing is sent.`)
      state.unsafe = code
      await pause(isTransient(error) ? 250 : UNSAFE_AGAIN_MS, () => state.isStopping)
    }
  }
}

async function pause(ms: number, isOver: () => boolean): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end && !isOver(); ) await new Promise((r) => setTimeout(r, 50))
}

async function beat(ctx: ServiceContext, startedAt: Date, facts: Record<string, unknown>): Promise<void> {
  await heartbeatWrite.exec(ctx.pool, { instance: ctx.instance, service: ctx.service, release: ctx.release, started_at: startedAt, facts: JSON.stringify(facts) })
}

/** Does `work` now and every `ms` after it ended; failures are tried again. Answers how to stop and wait for the last one. */
function repeat(ctx: ServiceContext, ms: number, work: () => Promise<void>): () => Promise<void> {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let current = Promise.resolve()
  const tick = (): void => {
    current = work()
      .catch((error: unknown) => void (isTransient(error) || ctx.log.warn({ code: (error as { code?: string }).code ?? 'INTERNAL' }, 'a duty of the send worker failed')))
      .then(() => void (isStopped || (timer = setTimeout(tick, ms))))
  }
  tick()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await current
  }
}
