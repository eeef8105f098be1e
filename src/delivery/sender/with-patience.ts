// Runs database work until the database is there: a restarting server must not cost an outcome.
import { isTransient } from '../../kernel/index.ts'

/**
 * Repeats `work` on transient errors (also deadlocks) with growing pauses, as long as `goesOn` says so. Throws what is
 * not transient, and the last transient error when it may not go on. `work` must be safe to run again.
 */
export async function withPatience<T>(work: () => Promise<T>, goesOn: () => boolean, pause: (ms: number) => Promise<void> = sleep): Promise<T> {
  for (let n = 0; ; n++) {
    try {
      return await work()
    } catch (error) {
      if (!isTransient(error) || !goesOn()) throw error
      await pause(Math.min(500, 10 * 2 ** n) * (0.5 + Math.random()))
    }
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
