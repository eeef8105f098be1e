// Waiting for what others do: looks again and again, and gives up only when nothing moves any more.
import { demoErrors } from './errors.ts'

export type Look = {
  /** Anything that changes while work goes on. */
  progress: number | string
  isDone: boolean
  /** Said when it stops moving: what is missing, and who should bring it. */
  missing: string
}

const LOOK_EVERY_MS = 150

/** Resolves when `look` says done. Throws DEMO_STUCK with what is missing when its progress stood still for `patienceMs`. */
export async function waitFor(look: () => Promise<Look>, patienceMs = 60_000): Promise<void> {
  let last: Look['progress'] | undefined
  let since = performance.now()
  for (;;) {
    const seen = await look()
    if (seen.isDone) return
    if (seen.progress !== last) {
      last = seen.progress
      since = performance.now()
    } else if (performance.now() - since > patienceMs) throw demoErrors.DEMO_STUCK({ detail: `Missing after ${Math.round(patienceMs / 1000)} s of silence: ${seen.missing}` })
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

/** Works on a list with at most `width` at a time; the first failure ends it. */
export async function each<T>(list: readonly T[], width: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < list.length) {
      const index = next++
      try {
        await work(list[index]!, index)
      } catch (error) {
        next = list.length
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, list.length) }, worker))
}
