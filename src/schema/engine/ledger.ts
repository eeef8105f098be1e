// The ledger: which migrations were begun here, and every step with who, when, from where, and how it ended.
import { hostname } from 'node:os'
import type { Client } from 'pg'
import { createIdSource, sqlState, systemClock } from '../../kernel/index.ts'
import { migrationApplied, migrationSave, migrationStepAdd, type MigrationAppliedRow } from '../schema.sql.ts'
import { fingerprintSchema } from './describe.ts'
import type { Migration, Phase } from './migrations.ts'

// Region 7, node 255 are kept for tools that run under the advisory lock: one at a time, so no lease is needed.
const ids = createIdSource({ clock: systemClock, region: 7, node: 255 })

export type Step = { migration: Migration; phase: Phase; operator: string; release: string; startedAt: Date; lockWaits: number }

async function ledgerExists(owner: Client): Promise<boolean> {
  const { rows } = await owner.query<{ yes: boolean }>(`select to_regclass('schema.migration') is not null as yes`)
  return rows[0]!.yes
}

/** Migrations begun here, by name; empty on a fresh database. */
export async function appliedMigrations(owner: Client): Promise<Map<string, MigrationAppliedRow>> {
  if (!(await ledgerExists(owner))) return new Map()
  return new Map((await migrationApplied.many(owner, {})).map((r) => [r.migration, r]))
}

/** Records a finished step and the migration's new state, in the caller's transaction. Nothing when the ledger itself was undone. */
export async function recordStep(owner: Client, step: Step, state: string): Promise<void> {
  if (!(await ledgerExists(owner))) return
  const m = step.migration
  const fingerprint = await fingerprintSchema(owner)
  await migrationSave.exec(owner, {
    migration: m.name, checksum: m.checksum, release: step.release, phase: state, breaking: !m.header.olderReleasesMayRun, destructive: m.header.destructive, fingerprint_or_null: fingerprint, begun_at: step.startedAt,
  })
  await addStep(owner, step, 'done', null, fingerprint)
}

/** Records a failed step, in a statement of its own after the rollback. Never throws: the failure itself matters more. */
export async function recordFailure(owner: Client, step: Step, error: unknown): Promise<void> {
  try {
    if (await ledgerExists(owner)) await addStep(owner, step, 'failed', sqlState(error) ?? null, null)
  } catch {
    // the database may be gone; the caller reports the failure that led here
  }
}

async function addStep(owner: Client, s: Step, outcome: string, sqlstate: string | null, fingerprint: Buffer | null): Promise<void> {
  await migrationStepAdd.exec(owner, {
    step_id: ids.next(), migration: s.migration.name, phase: s.phase, operator: s.operator, host: hostname(), release: s.release, checksum: s.migration.checksum,
    started_at: s.startedAt, lock_waits: s.lockWaits, outcome, sqlstate_or_null: sqlstate, fingerprint_or_null: fingerprint,
  })
}
