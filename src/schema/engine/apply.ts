// Applies what is missing, one phase a transaction, one statement a message, under an advisory lock; takes back the last.
// lock_timeout is short and retried a bounded number of times, so that nobody waits behind us (DESIGN 4.2, G8).
import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { sqlState } from '../../kernel/index.ts'
import { schemaErrors } from '../errors.ts'
import { appliedMigrations, recordFailure, recordStep, type Step } from './ledger.ts'
import { readMigrations, type Migration, type Phase } from './migrations.ts'
import { ensurePartitions } from './partitions.ts'
import { OWNER_ROLE } from './roles.ts'
import { splitSql } from './split-sql.ts'

export type ApplyOptions = {
  /** Person or service that asks for it; stands in the ledger. */
  operator: string
  release: string
  dir?: string
  onStep?: (migration: string, phase: Phase) => void
  /** Tries per phase when a lock is not to be had within 300 ms; default 20, about one minute and a half. */
  lockAttempts?: number
}

const HEAD = [`set local citus.multi_shard_modify_mode = 'sequential'`, `set local citus.enable_local_reference_table_foreign_keys = off`, `set local lock_timeout = '300ms'`]
/** First 8 bytes of SHA-256('inboxlift migrate'): no collision with other products in the same database. */
const LOCK_KEY = createHash('sha256').update('inboxlift migrate').digest().readBigInt64BE(0).toString()

async function runPhase(owner: Client, step: Step, state: string, attempts: number): Promise<void> {
  const statements = splitSql(step.migration.files[step.phase] ?? '')
  for (;;) {
    await owner.query('begin')
    try {
      for (const line of HEAD) await owner.query(line)
      for (const statement of statements) await owner.query(statement)
      await recordStep(owner, step, state)
      await owner.query('commit')
      return
    } catch (error) {
      await owner.query('rollback').catch(() => {})
      const locked = sqlState(error) === '55P03'
      if (locked && ++step.lockWaits < attempts) {
        await new Promise((r) => setTimeout(r, Math.min(5_000, 100 * 2 ** step.lockWaits) * (0.5 + Math.random())))
        continue
      }
      await recordFailure(owner, step, error)
      throw locked ? schemaErrors.SCHEMA_LOCKED({ cause: error, detail: `Migration ${step.migration.name}, ${step.phase}, ${attempts} tries.` }) : error
    }
  }
}

async function underLock<T>(owner: Client, work: () => Promise<T>): Promise<T> {
  if ((await owner.query<{ u: string }>('select current_user as u')).rows[0]!.u !== OWNER_ROLE) throw schemaErrors.SCHEMA_NOT_OWNER()
  await owner.query(`set statement_timeout = 0`)
  // Polled instead of waited for: a waiting statement would hold a snapshot while somebody else migrates.
  while (!(await owner.query<{ got: boolean }>(`select pg_try_advisory_lock(${LOCK_KEY}) as got`)).rows[0]!.got) await new Promise((r) => setTimeout(r, 100))
  try {
    return await work()
  } finally {
    await owner.query(`select pg_advisory_unlock(${LOCK_KEY})`).catch(() => {})
  }
}

async function pending(owner: Client, dir?: string): Promise<Migration[]> {
  const applied = await appliedMigrations(owner)
  return readMigrations(dir).filter((m) => {
    const before = applied.get(m.name)
    if (!before || before.phase === 'undone') return true
    if (!before.checksum.equals(m.checksum)) throw schemaErrors.SCHEMA_MIGRATION_CHANGED({ detail: `Migration ${m.name}.` })
    return false
  })
}

/** What apply would do: migrations that are missing, in order. Changes nothing. */
export function planMigrations(owner: Client, options: { dir?: string } = {}): Promise<Migration[]> {
  return pending(owner, options.dir)
}

/**
 * Brings the schema to this release: every missing migration through all its phases, then partitions.
 * Run twice it changes nothing; run at once by several, one works and the others wait without holding a snapshot.
 * Throws SCHEMA_MIGRATION_CHANGED, SCHEMA_LOCKED, SCHEMA_NOT_OWNER; a phase is a transaction, so nothing is half-done.
 */
export function applyMigrations(owner: Client, options: ApplyOptions): Promise<string[]> {
  return underLock(owner, async () => {
    const done: string[] = []
    for (const migration of await pending(owner, options.dir)) {
      for (const phase of ['expand', 'backfill', 'verify', 'contract'] as const) {
        if (migration.files[phase] === undefined) continue
        options.onStep?.(migration.name, phase)
        const last = phase === 'contract' || (phase === 'expand' && !migration.files.contract)
        const state = last ? 'contracted' : phase === 'expand' ? 'expanded' : phase === 'backfill' ? 'backfilled' : 'verified'
        await runPhase(owner, { migration, phase, operator: options.operator, release: options.release, startedAt: new Date(), lockWaits: 0 }, state, options.lockAttempts ?? 20)
      }
      done.push(migration.name)
    }
    await ensurePartitions(owner)
    return done
  })
}

/** Takes back the last applied migration by its undo.sql. Answers its name, or undefined when there is none. */
export function undoLast(owner: Client, options: ApplyOptions): Promise<string | undefined> {
  return underLock(owner, async () => {
    const applied = await appliedMigrations(owner)
    const last = readMigrations(options.dir).findLast((m) => applied.has(m.name) && applied.get(m.name)!.phase !== 'undone')
    if (!last) return undefined
    options.onStep?.(last.name, 'undo')
    await runPhase(owner, { migration: last, phase: 'undo', operator: options.operator, release: options.release, startedAt: new Date(), lockWaits: 0 }, 'undone', options.lockAttempts ?? 20)
    return last.name
  })
}

export type SchemaState = { applied: string[]; missing: string[]; unknown: { migration: string; breaking: boolean }[] }

/** Compares a database with this release: what is applied, what is missing, what a newer release brought. */
export async function schemaState(db: Client, options: { dir?: string } = {}): Promise<SchemaState> {
  const applied = await appliedMigrations(db)
  const ours = readMigrations(options.dir).map((m) => m.name)
  const live = [...applied.values()].filter((r) => r.phase !== 'undone')
  return {
    applied: ours.filter((n) => live.some((r) => r.migration === n)),
    missing: ours.filter((n) => !live.some((r) => r.migration === n)),
    unknown: live.filter((r) => !ours.includes(r.migration)).map((r) => ({ migration: r.migration, breaking: r.breaking })),
  }
}

/**
 * Refuses to run on a schema this release cannot serve.
 * Throws SCHEMA_BEHIND when migrations are missing, SCHEMA_AHEAD when a newer release made a breaking change.
 */
export async function assertSchemaFits(db: Client): Promise<void> {
  const state = await schemaState(db)
  if (state.missing.length > 0) throw schemaErrors.SCHEMA_BEHIND({ detail: `Missing: ${state.missing.join(', ')}.` })
  const breaking = state.unknown.filter((u) => u.breaking)
  if (breaking.length > 0) throw schemaErrors.SCHEMA_AHEAD({ detail: `Newer: ${breaking.map((u) => u.migration).join(', ')}.` })
}
