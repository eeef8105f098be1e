// The service `scheduler`: launches and their schedules, background jobs, duties of other rooms. Any number may run: marks
// are picked with SKIP LOCKED, launches are held by lease and row, jobs by the job queue.
import { systemClock, type RunningService, type Service, type ServiceContext } from '../../kernel/index.ts'
import { startJobs, type RunningJobs, type Tasks } from '../../jobs/index.ts'
import { segmentTasks } from '../../segments/index.ts'
import { runDuties, type Duty } from './run-duties.ts'
import { runMarks } from './run-marks.ts'
import { watchPartitions } from './watch-partitions.ts'

export type SchedulerDeps = {
  /** Handlers of jobs beside those of segments. */
  tasks?: (ctx: ServiceContext) => Tasks
  /** Upkeep that comes round: cleaning up, watching partitions. */
  duties?: readonly Duty[]
  /** False leaves jobs to another process. */
  jobs?: boolean
  /** For tests: how soon the work of a scheduler that died is taken up. */
  takeOver?: { putOffSeconds: number; leaseSeconds: number }
}

/** Stopping waits for the slice in hand; an audience being frozen is given up (nothing of it stays) after ten seconds. */
export function createSchedulerService(deps: SchedulerDeps = {}): Service {
  return {
    name: 'scheduler',
    role: 'inboxlift_scheduler',
    async start(ctx): Promise<RunningService> {
      const marks = runMarks({ pool: ctx.pool, ids: ctx.ids, observer: ctx.observer, signals: ctx.signals, now: () => systemClock.now(), leaseSeconds: deps.takeOver?.leaseSeconds }, { putOffSeconds: deps.takeOver?.putOffSeconds })
      const duties = runDuties(ctx, [partitionDuty, ...(deps.duties ?? [])])
      const jobs: RunningJobs | null = deps.jobs === false ? null : await startJobs(ctx.pool, { ...segmentTasks(ctx.pool, systemClock), ...deps.tasks?.(ctx) }, ctx.observer)
      return {
        async stop() {
          const all = Promise.all([marks.stop(), duties.stop(), jobs?.stop()])
          const grace = new Promise((resolve) => setTimeout(resolve, STOP_GRACE_MS).unref())
          await Promise.race([all, grace])
        },
      }
    },
  }
}

const STOP_GRACE_MS = 10_000

const partitionDuty: Duty = {
  name: 'partitions.watch',
  everyMs: 3_600_000,
  run: async (ctx) => void (await watchPartitions(ctx.pool, ctx.observer, systemClock.now())),
}
