// The one partition-maker, fed by the distribution file: time ranges (or id ranges, since ids are time-ordered), and
// below them lists by event type on plain PostgreSQL. Partitions are made ahead; there is no default partition (DESIGN 4.3).
import type { Client, ClientBase } from 'pg'
import distribution from '../distribution.json' with { type: 'json' }
import { idFloor } from '../../kernel/index.ts'

type PartitionSpec = { column: string; by: 'time' | 'id'; list?: { column: string; groups: Record<string, string[]> } }
type TableSpec = { tenant: string; contact?: string; contact_key?: string; partition?: PartitionSpec }

export const distributionTables = distribution.tables as unknown as Record<string, TableSpec>

/** Months from `from` to `to`, inclusive, as UTC first days. */
function months(from: Date, to: Date): Date[] {
  const out: Date[] = []
  for (let d = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1)); d <= to; d = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1))) out.push(d)
  return out
}

const bound = (spec: PartitionSpec, at: Date): string => (spec.by === 'id' ? idFloor(at) : `'${at.toISOString().replace('Z', '+00')}'`)
const nextMonth = (d: Date): Date => new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1))

/** DDL for one month of one table; every statement is safe to run again. */
export function partitionStatements(table: string, spec: PartitionSpec, month: Date, withLists: boolean): string[] {
  const suffix = `p${month.getUTCFullYear()}_${String(month.getUTCMonth() + 1).padStart(2, '0')}`
  const name = `${table}_${suffix}`
  const range = `for values from (${bound(spec, month)}) to (${bound(spec, nextMonth(month))})`
  const list = withLists ? spec.list : undefined
  if (!list) return [`create table if not exists ${name} partition of ${table} ${range}`]
  return [
    `create table if not exists ${name} partition of ${table} ${range} partition by list (${list.column})`,
    ...Object.entries(list.groups).map(
      ([group, values]) => `create table if not exists ${name}_${group} partition of ${name} for values in (${values.map((v) => `'${v}'`).join(', ')})`,
    ),
  ]
}

/**
 * Makes all partitions from `from` to `to` (default: two months back to 45 days ahead). Runs as owner.
 * Safe to run again and beside traffic: creating a partition takes SHARE UPDATE EXCLUSIVE on the parent only.
 * Answers the number of partitions that were missing.
 */
export async function ensurePartitions(owner: ClientBase, options: { from?: Date; to?: Date; now?: Date } = {}): Promise<number> {
  const now = options.now ?? new Date()
  const from = options.from ?? new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 2, 1))
  const to = options.to ?? new Date(now.getTime() + 45 * 86_400_000)
  const citus = (await owner.query(`select 1 from pg_extension where extname = 'citus'`)).rowCount === 1
  const { rows } = await owner.query<{ name: string }>(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relispartition`,
  )
  const existing = new Set(rows.map((r) => r.name))
  let made = 0
  for (const [table, spec] of Object.entries(distributionTables)) {
    if (!spec.partition) continue
    for (const month of months(from, to)) {
      for (const statement of partitionStatements(table, spec.partition, month, !citus)) {
        if (existing.has(/^create table if not exists (\S+)/.exec(statement)![1]!)) continue
        await owner.query(statement)
        made += 1
      }
    }
  }
  return made
}

export type { Client }
