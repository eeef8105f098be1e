// Counts attempts per key in a window, in this process. Memory is bounded; the oldest keys are forgotten first.
import type { Clock } from '../kernel/index.ts'

export type AttemptLimit = {
  /** Counts one attempt. Answers 0 when it is allowed, else the seconds to wait. */
  take(key: string): number
  /** Takes back one attempt (it was a success). */
  forget(key: string): void
}

const MAX_KEYS = 50_000

export function createAttemptLimit(clock: Clock, options: { max: number; windowMs: number }): AttemptLimit {
  const windows = new Map<string, { startedAt: number; count: number }>()
  return {
    take(key) {
      const now = clock.nowMs()
      const known = windows.get(key)
      if (!known || now - known.startedAt >= options.windowMs) {
        windows.delete(key)
        windows.set(key, { startedAt: now, count: 1 })
        if (windows.size > MAX_KEYS) windows.delete(windows.keys().next().value!)
        return 0
      }
      known.count += 1
      return known.count <= options.max ? 0 : Math.ceil((known.startedAt + options.windowMs - now) / 1000)
    },
    forget(key) {
      const known = windows.get(key)
      if (known && known.count > 0) known.count -= 1
    },
  }
}
