// Applies what is missing, one migration a transaction, one statement a message, under an advisory lock.
// lock_timeout is short and retried a bounded number of times, so that nobody waits behind us (DESIGN 4.2, G8).
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import type { Client } from 'pg'
import { createIdSource, sqlState, systemClock } from '../../kernel/index.ts'
import { splitSql } from './split-sql.ts'
import { readMigrations, type Migration, type Phase } from './migrations.ts'
import { ensurePartitions } from './partitions.ts'

export type ApplyOptions = { operator: string; release: string; dir?: string; onStep?: (migration: string, phase: Phase) => void; lockAttempts?: number }

const HEAD = [`set local citus.multi_shard_modify_mode = 'sequential'`, `set local citus.enable_local_reference_table_foreign_keys = off`, `set local lock_timeout = '300ms'`]
/** Key of the advisory lock: first 8 bytes of SHA-256('inboxlift migrate'). */
const LOCK_KEY = createHash('sha256').update('inboxlift migrate').digest().readBigInt64BE(0).toString()

const ids = createIdSource({ clock: systemClock, region: 7, node: 255 })

async function runPhase(owner: Client, migration: Migration, phase: Phase, options: ApplyOptions): Promise<{ lockWaits: number }> {
  const statements = splitSql(migration.files[phase] ?? '')
  const attempts = options.lockAttempts ?? 20
  for (let lockWaits = 0; ; lockWaits++) {
    await owner.query('begin')
    try {
      for (const line of HEAD) await owner.query(line)
      for (const statement of statements) await owner.query(statement)
      await owner.query('commit')
      return { lockWaits }
    } catch (error) {
      await owner.query('rollback')
      if (sqlState(error) !== '55P03' || lockWaits + 1 >= attempts) throw error
      await new Promise((r) => setTimeout(r, Math.min(5_000, 100 * 2 ** lockWaits) * (0.5 + Math.random())))
    }
  }
}

async function record(owner: Client, m: Migration, phase: Phase, state: string, options: ApplyOptions, startedAt: Date, lockWaits: number): Promise<void> {
  await owner.query('begin')
  await owner.query(
    `insert into schema.migration (migration, checksum, release, phase, breaking, destructive, begun_at, finished_at) values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())
     on conflict (migration) do update set phase = excluded.phase, checksum = excluded.checksum, release = excluded.release, finished_at = excluded.finished_at`,
    [m.name, m.checksum, options.release, state, !m.header.olderReleasesMayRun, m.header.destructive, startedAt],
  )
  await owner.query(
    `insert into schema.migration_step (step_id, migration, phase, operator, host, release, checksum, started_at, finished_at, lock_waits, outcome)
     values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp(), $9, 'done')`,
    [ids.next(), m.name, phase, options.operator, hostname(), options.release, m.checksum, startedAt, lockWaits],
  )
  await owner.query('commit')
}

/** Migrations begun here, by name; empty on a fresh database. */
export async function appliedMigrations(owner: Client): Promise<Map<string, { checksum: Buffer; phase: string }>> {
  const exists = await owner.query(`select to_regclass('schema.migration') is not null as yes`)
  if (!exists.rows[0].yes) return new Map()
  const { rows } = await owner.query<{ migration: string; checksum: Buffer; phase: string }>(`select migration, checksum, phase from schema.migration`)
  return new Map(rows.map((r) => [r.migration, r]))
}

/**
 * Brings the schema to this release: every missing migration through all its phases, then partitions.
 * Run twice it changes nothing; run at once by several, one works and the others wait. Throws when an applied
 * migration's files were changed afterwards.
 */
export async function applyMigrations(owner: Client, options: ApplyOptions): Promise<string[]> {
  const done: string[] = []
  await owner.query(`set statement_timeout = 0`)
  await owner.query(`select pg_advisory_lock(${LOCK_KEY})`)
  try {
    const applied = await appliedMigrations(owner)
    for (const m of readMigrations(options.dir)) {
      const before = applied.get(m.name)
      if (before && before.phase !== 'undone') {
        if (!before.checksum.equals(m.checksum)) throw new Error(`migration ${m.name} was changed after it had been applied`)
        continue
      }
      for (const phase of ['expand', 'backfill', 'verify', 'contract'] as const) {
        if (m.files[phase] === undefined && phase !== 'expand') continue
        options.onStep?.(m.name, phase)
        const startedAt = new Date()
        const { lockWaits } = await runPhase(owner, m, phase, options)
        await record(owner, m, phase, m.files.contract && phase !== 'contract' ? 'expanded' : 'contracted', options, startedAt, lockWaits)
      }
      done.push(m.name)
    }
    await ensurePartitions(owner)
    return done
  } finally {
    await owner.query(`select pg_advisory_unlock(${LOCK_KEY})`)
  }
}

/** Takes back the last applied migration by its undo.sql. Answers its name, or undefined when there is none. */
export async function undoLast(owner: Client, options: ApplyOptions): Promise<string | undefined> {
  const applied = await appliedMigrations(owner)
  const last = readMigrations(options.dir).reverse().find((m) => applied.has(m.name) && applied.get(m.name)!.phase !== 'undone')
  if (!last) return undefined
  const startedAt = new Date()
  const { lockWaits } = await runPhase(owner, last, 'undo', options)
  const left = await owner.query(`select to_regclass('schema.migration') is not null as yes`)
  if (left.rows[0].yes) await record(owner, last, 'undo', 'undone', options, startedAt, lockWaits)
  return last.name
}
