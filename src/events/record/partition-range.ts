// Which times have a partition. Asked from the catalogue at most once a minute per database; a time outside is asked
// again at once, so that a partition made a second ago is found.
import type { Tx } from '../../kernel/index.ts'
import { eventPartitionRanges } from '../events.sql.ts'

type Range = { from: number; to: number }
const MAX_AGE_MS = 60_000
const cache = new Map<string, { ranges: Range[]; readAt: number }>()

function parseBound(text: string): Range | undefined {
  const match = /FROM \('([^']+)'\) TO \('([^']+)'\)/.exec(text)
  return match ? { from: Date.parse(match[1]!), to: Date.parse(match[2]!) } : undefined
}

async function read(tx: Tx): Promise<Range[]> {
  const rows = await eventPartitionRanges.many(tx, {})
  return rows.flatMap((r) => parseBound(r.bound) ?? [])
}

/** Answers a function that tells whether a moment has a partition of events.email_event. `times`: those asked for. */
export async function partitionCheck(tx: Tx, times: readonly Date[]): Promise<(at: Date) => boolean> {
  const where = tx as unknown as { host?: string; port?: number; database?: string }
  const key = `${where.host}:${where.port}/${where.database}`
  let known = cache.get(key)
  const inside = (at: Date): boolean => known!.ranges.some((r) => r.from <= at.getTime() && at.getTime() < r.to)
  const fresh = async (): Promise<void> => {
    known = { ranges: await read(tx), readAt: Date.now() }
    cache.set(key, known)
  }
  if (!known || Date.now() - known.readAt > MAX_AGE_MS) await fresh()
  else if (!times.every(inside)) await fresh()
  return inside
}
