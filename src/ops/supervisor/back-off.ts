// How long to wait before something that died is started again.

export type BackOff = {
  /** Waits; returns at once after cancel(). */
  wait(): Promise<void>
  /** The next wait is short again: it had lived long enough. */
  reset(): void
  cancel(): void
}

/** Doubles from `firstMs` to `longestMs`. */
export function createBackOff(firstMs: number, longestMs: number): BackOff {
  let next = firstMs
  const cancelled = Promise.withResolvers<void>()
  return {
    wait: async () => {
      let timer: NodeJS.Timeout | undefined
      const over = new Promise<void>((resolve) => (timer = setTimeout(resolve, next)))
      next = Math.min(next * 2, longestMs)
      await Promise.race([over, cancelled.promise])
      clearTimeout(timer)
    },
    reset: () => void (next = firstMs),
    cancel: () => cancelled.resolve(),
  }
}
