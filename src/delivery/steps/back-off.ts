// How long a message waits after a temporary refusal, and when it is given up. Pure; randomness is handed in.

export const MAX_ATTEMPTS = 40
export const MAX_AGE_SECONDS = 72 * 3600
const LONGEST_SECONDS = 2 * 3600

/** Seconds before the first retry: a server that said "not now" wants minutes (RFC 5321 4.5.4.1 speaks of 30), ours to reach is tried soon. */
const FIRST_SECONDS = { refused: 60, unreached: 5 } as const

export type BackOffInput = {
  /** Attempts so far, this one included. */
  attempts: number
  /** Since the message was queued. */
  ageSeconds: number
  /** refused: a server said "not now". unreached: nobody said anything about this message. */
  kind: keyof typeof FIRST_SECONDS
  /** How long the transport wants to be left alone. */
  atLeastSeconds?: number
  /** 0..1 */
  random: number
}

/** Seconds to wait (doubling, +-25 % so that a crowd does not come back at once), or null: give up. */
export function backOffSeconds(input: BackOffInput): number | null {
  if (input.attempts >= MAX_ATTEMPTS || input.ageSeconds >= MAX_AGE_SECONDS) return null
  const doubled = FIRST_SECONDS[input.kind] * 2 ** Math.min(20, input.attempts - 1)
  const spread = Math.min(LONGEST_SECONDS, doubled) * (0.75 + 0.5 * input.random)
  return Math.max(spread, input.atLeastSeconds ?? 0)
}
