// Partitions are made by the owner alone (the supervisor does it); the scheduler watches that they are, and raises an alarm
// a week before a row would find none (DESIGN 4.3).
import type { Pool } from 'pg'
import type { Observer } from '../../kernel/index.ts'
import { partitionEnds } from './scheduler.sql.ts'

export const ALARM_DAYS = 7
const DAY_MS = 86_400_000

/** Days until the last partition of each table ends. */
export async function partitionsAhead(pool: Pool, now: Date): Promise<{ table: string; days: number }[]> {
  const rows = await partitionEnds.many(pool, {})
  return rows.map((r) => {
    const [, year, month] = /_p(\d{4})_(\d{2})$/.exec(r.last_partition) ?? []
    const end = Date.UTC(Number(year), Number(month), 1) // the month is counted from 1, so this is the first of the next
    return { table: r.table_name, days: (end - now.getTime()) / DAY_MS }
  })
}

/** Observes `partitions.low` for each table whose partitions end within seven days. Answers how many there are. */
export async function watchPartitions(pool: Pool, observer: Observer, now: Date): Promise<number> {
  const low = (await partitionsAhead(pool, now)).filter((p) => p.days < ALARM_DAYS)
  for (const p of low) observer.observe('partitions.low', { table: p.table, days: Math.floor(p.days) })
  return low.length
}
