// Adding and running jobs.
import type { Pool } from 'pg'
import { run, type Runner, type TaskList } from 'graphile-worker'
import type { Db, Observer } from '../kernel/index.ts'
import { silentLogger } from './install-jobs.ts'

declare module '../kernel/observe.ts' {
  interface Observations {
    'job.done': { task: string; ms: number }
    'job.failed': { task: string; attempts: number; kind: string }
  }
}

/** Ids and codes only; never personal data. */
export type JobPayload = Readonly<Record<string, string | number | boolean | null>>

export type JobOptions = {
  /** A job with the same key that has not begun is replaced, so that a hundred requests make one. */
  key?: string
  runAt?: Date
  maxAttempts?: number
}

/** Adds a job on a pool, or in a transaction: then it exists when that commits. */
export async function addJob(db: Db, task: string, payload: JobPayload, options: JobOptions = {}): Promise<void> {
  // The function is part of the library's schema, so it cannot be a named query of ours.
  await db.query({
    name: 'job_add',
    text: `select from graphile_worker.add_job($1, payload => $2::json, job_key => $3, run_at => $4::timestamptz, max_attempts => $5::int)`,
    values: [task, JSON.stringify(payload), options.key ?? null, options.runAt ?? null, options.maxAttempts ?? 25],
  })
}

/** A handler gets ids; it throws to be tried again, and must stand being run twice. */
export type Tasks = Readonly<Record<string, (payload: JobPayload) => Promise<void>>>

const noop = (): void => {}

export type RunningJobs = { stop(): Promise<void> }

/** Runs the named tasks until stopped. Needs installJobs to have run; polls every second and listens. */
export async function startJobs(pool: Pool, tasks: Tasks, observer: Observer, concurrency = 2): Promise<RunningJobs> {
  const taskList: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([task, work]) => [
      task,
      async (payload, helpers) => {
        const began = performance.now()
        try {
          await work((payload ?? {}) as JobPayload)
          observer.observe('job.done', { task, ms: Math.round(performance.now() - began) })
        } catch (error) {
          observer.observe('job.failed', { task, attempts: helpers.job.attempts, kind: error instanceof Error ? error.name : 'unknown' })
          throw withoutValues(error)
        }
      },
    ]),
  )
  // A dying idle connection must not end the process; the library warns unless both handlers are there.
  pool.on('connect', (client) => void client.on('error', noop))
  const runner: Runner = await run({ pgPool: pool, taskList, concurrency, pollInterval: 1_000, noHandleSignals: true, noPreparedStatements: false, logger: silentLogger, schema: 'graphile_worker' })
  runner.promise.catch(() => {})
  return { stop: () => runner.stop() }
}

/** The library stores an error's text with the job; database errors quote values, so only the kind is kept. */
function withoutValues(error: unknown): Error {
  const { name, code } = error as Error & { code?: string }
  const bare = new Error([name, code].filter(Boolean).join(' ') || 'failed')
  bare.stack = bare.message
  return bare
}
