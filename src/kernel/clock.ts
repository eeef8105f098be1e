// Time comes from here, so that tests own it.

export type Clock = { now(): Date; nowMs(): number }

export const systemClock: Clock = { now: () => new Date(), nowMs: () => Date.now() }

/** A clock that stands still until told to move; for tests. */
export function fixedClock(start: Date): Clock & { advance(ms: number): void; set(to: Date): void } {
  let at = start.getTime()
  return {
    now: () => new Date(at),
    nowMs: () => at,
    advance: (ms) => void (at += ms),
    set: (to) => void (at = to.getTime()),
  }
}
