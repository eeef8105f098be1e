// Counters are spread over eight rows each, so that writers at the same time rarely meet on one. Each call takes the
// next stripe: writers of one process go round, processes start anywhere.

export const STRIPES = 8
let turn = Math.floor(Math.random() * STRIPES)

/** 0..7; the stripe of the next transaction of this process. */
export function nextStripe(): number {
  turn = (turn + 1) % STRIPES
  return turn
}
