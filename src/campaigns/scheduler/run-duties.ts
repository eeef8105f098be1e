// Duties that come round: upkeep of other rooms, handed in by compose.ts. Each runs alone, never twice at once; one that
// fails is tried again at its next time.
import { AppError, type ServiceContext } from '../../kernel/index.ts'

export type Duty = {
  /** For observations: `partitions.watch`. */
  name: string
  everyMs: number
  /** Must stand being run by two schedulers at once. */
  run(ctx: ServiceContext): Promise<void>
}

/** The first run comes soon after the start, spread out; stop waits for the one in hand. */
export function runDuties(ctx: ServiceContext, duties: readonly Duty[]): { stop(): Promise<void> } {
  let stopping = false
  const timers = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  const plan = (duty: Duty, ms: number): void => {
    if (stopping) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      const work = perform(ctx, duty).finally(() => {
        running.delete(work)
        plan(duty, duty.everyMs)
      })
      running.add(work)
    }, ms)
    timers.add(timer)
  }
  duties.forEach((duty, i) => plan(duty, Math.min(duty.everyMs, 2_000 + i * 500)))
  return {
    async stop() {
      stopping = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running)
    },
  }
}

async function perform(ctx: ServiceContext, duty: Duty): Promise<void> {
  const began = performance.now()
  try {
    await duty.run(ctx)
    ctx.observer.observe('scheduler.duty', { name: duty.name, ms: Math.round(performance.now() - began) })
  } catch (error) {
    ctx.observer.observe('scheduler.duty_failed', { name: duty.name, code: error instanceof AppError ? error.code : ((error as { code?: string }).code ?? (error as Error).name) })
  }
}
