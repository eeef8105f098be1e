// Works off one import: reads, prepares and matches a batch while the one before is being written. One pass over the file
// from its begin; what was done before a crash is read again only to know whom the file has named (exact duplicates).
import type { Pool } from 'pg'
import { isTransient, isAppError, withWorkspace, type Clock, type Id, type IdSource, type Keyring, type Observer, type Signals } from '../../kernel/index.ts'
import { listAttributes, type Attribute } from '../attributes.ts'
import { contactErrors } from '../errors.ts'
import { fromRow, type ImportRun } from './import-run.ts'
import { chunkDelete, runClaimThis, runFinish, runFinishDry, runGet, runHandBack, runRenew } from './import.sql.ts'
import { matchBatch } from './match-batch.ts'
import './observations.ts'
import { createPreparer, emptyBatch, type NumberedRow, type PreparedBatch, type Preparer } from './prepare-batch.ts'
import { openFile, type FileReader } from './read-file.ts'
import { sealPeople, sensitiveNames } from './seal-batch.ts'
import { SeenPeople } from './seen.ts'
import { HandedOver, writeBatch, type BatchTools } from './write-batch.ts'

export type WorkDeps = {
  /** Under inboxlift_import (or inboxlift_api, which may do the same). */
  pool: Pool
  ids: IdSource
  clock: Clock
  keyring: Keyring
  observer: Observer
  signals: Signals
  /** True: hand the import back after the batch in hand. */
  isStopping: () => boolean
  /** Told the error of an import that failed. */
  onError?: (error: unknown) => void
  /** Default 2,000: larger ones gain nothing and hold locks longer (measured). */
  batchRows?: number
  leaseSeconds?: number
}

export type WorkOutcome = 'done' | 'failed' | 'handed_over' | 'handed_back' | 'interrupted'

export const LEASE_SECONDS = 10
const BATCH_ROWS = 2_000
/** Long rows make smaller batches: what is in memory depends on neither rows nor their length. */
const BATCH_BYTES = 4 * 1024 * 1024
/** Rows read between two turns of the event loop. */
const SLICE = 250

const turn = (): Promise<void> => new Promise(setImmediate)
const scopeOf = (workspaceId: Id, importRunId: Id) => ({ workspaceId, actor: `import:${importRunId}`, origin: 'import' as const })

/**
 * Works off a claimed import (its lease carries `token`) to its end, or until it is paused, cancelled, taken over or the
 * worker stops. Killed at any point, the next worker goes on at the cursor: no row is lost and none counts twice.
 * `interrupted`: the database is away; the lease runs out and somebody goes on. Never throws.
 */
export async function workOff(deps: WorkDeps, workspaceId: Id, importRunId: Id, token: Id): Promise<WorkOutcome> {
  const began = deps.clock.nowMs()
  let rows = 0
  let outcome: WorkOutcome
  try {
    outcome = await work(deps, workspaceId, importRunId, token, (n) => (rows = n))
  } catch (error) {
    outcome = await failed(deps, workspaceId, importRunId, token, error)
  }
  deps.observer.observe('import.ended', { workspaceId, importRunId, outcome, rows, ms: deps.clock.nowMs() - began })
  deps.signals.emit('import.ended', { importRunId, outcome })
  return outcome
}

/** Claims one import and works it off, without the service. Throws IMPORT_STATE when it does not run or somebody has it. */
export async function workOffHere(deps: WorkDeps, workspaceId: Id, importRunId: Id): Promise<WorkOutcome> {
  const token = deps.ids.next()
  const key = { workspace_id: workspaceId, import_run_id: importRunId, token, lease_seconds: deps.leaseSeconds ?? LEASE_SECONDS }
  const claimed = await withWorkspace(deps.pool, scopeOf(workspaceId, importRunId), (tx) => runClaimThis.exec(tx, key))
  if (claimed !== 1) throw contactErrors.IMPORT_STATE()
  return workOff(deps, workspaceId, importRunId, token)
}

async function work(deps: WorkDeps, workspaceId: Id, importRunId: Id, token: Id, progress: (rows: number) => void): Promise<WorkOutcome> {
  const run = await load(deps, workspaceId, importRunId)
  if (!run) return 'handed_over'
  deps.observer.observe('import.claimed', { workspaceId, importRunId, fromRow: run.rows })
  const definitions = await withWorkspace(deps.pool, scopeOf(workspaceId, importRunId), (tx) => listAttributes(tx, workspaceId), { retry: true, readOnly: true })
  const file = openFile(deps.pool, run, deps.keyring)
  const first = await file.next()
  const preparer = createPreparer(run, file.columns(), definitions, deps.keyring, new SeenPeople())
  const source = createBatches(file, first, preparer, run, deps.batchRows ?? BATCH_ROWS)
  const lease = keepLease(deps, run, token)
  try {
    await source.skipDone(() => lease.isLost())
    return lease.isLost() ? 'handed_over' : await writeAll(deps, run, token, definitions, source, progress)
  } finally {
    lease.stop()
  }
}

/** Writes batch after batch; while one is written the next is read, matched and sealed. */
async function writeAll(deps: WorkDeps, run: ImportRun, token: Id, definitions: Attribute[], source: Batches, progress: (rows: number) => void): Promise<WorkOutcome> {
  const { workspaceId, importRunId } = run
  const tools = { keyring: deps.keyring, ids: deps.ids, sensitive: sensitiveNames(definitions), actor: `import:${importRunId}`, pool: deps.pool, token, leaseSeconds: deps.leaseSeconds ?? LEASE_SECONDS }
  let writing: Promise<unknown> = Promise.resolve()
  for (;;) {
    const batch = await source.next()
    if (!batch) break
    const at = deps.clock.now()
    const matched = await withWorkspace(deps.pool, scopeOf(workspaceId, importRunId), (tx) => matchBatch(tx, run, deps.keyring, batch), { retry: true, readOnly: true })
    const sealed = run.options.dryRun ? [] : await sealPeople(matched.created, { ...tools, at })
    await writing
    progress(batch.fromRow)
    if (deps.isStopping()) return handBack(deps, run, token)
    writing = write(deps, run, batch, () => writeBatch(run, matched, sealed, { ...tools, at } satisfies BatchTools))
    writing.catch(() => {}) // met at the next await
  }
  await writing
  await finish(deps, run, token)
  progress(source.rows())
  return 'done'
}

async function load(deps: WorkDeps, workspaceId: Id, importRunId: Id): Promise<ImportRun | undefined> {
  const row = await withWorkspace(deps.pool, scopeOf(workspaceId, importRunId), (tx) => runGet.one(tx, { workspace_id: workspaceId, import_run_id: importRunId }), { retry: true, readOnly: true })
  return row && fromRow(row, deps.clock.now())
}

async function write(deps: WorkDeps, run: ImportRun, batch: PreparedBatch, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now()
  await work()
  const facts = { workspaceId: run.workspaceId, importRunId: run.importRunId, rows: batch.toRow - batch.fromRow, bytes: batch.cursorBytes, ms: Math.round(performance.now() - began) }
  deps.observer.observe('import.batch', facts)
  deps.signals.emit('import.batch', { ...facts, toRow: batch.toRow })
}

type Lease = { isLost(): boolean; stop(): void }

/** Renews the lease three times in its life, also while rows are only read; every batch renews it too. */
function keepLease(deps: WorkDeps, run: ImportRun, token: Id): Lease {
  const seconds = deps.leaseSeconds ?? LEASE_SECONDS
  let isLost = false
  let isBusy = false
  const renew = async (): Promise<void> => {
    isBusy = true
    try {
      const key = { workspace_id: run.workspaceId, import_run_id: run.importRunId, token, lease_seconds: seconds }
      isLost = (await withWorkspace(deps.pool, scopeOf(run.workspaceId, run.importRunId), (tx) => runRenew.exec(tx, key))) !== 1
    } catch {
      // the next renewal or batch finds out
    } finally {
      isBusy = false
    }
  }
  const timer = setInterval(() => void (isBusy || isLost || renew()), (seconds * 1000) / 3)
  return { isLost: () => isLost, stop: () => clearInterval(timer) }
}

async function handBack(deps: WorkDeps, run: ImportRun, token: Id): Promise<WorkOutcome> {
  await withWorkspace(deps.pool, scopeOf(run.workspaceId, run.importRunId), (tx) => runHandBack.exec(tx, { workspace_id: run.workspaceId, import_run_id: run.importRunId, token }), { retry: true })
  return 'handed_back'
}

/** Ends the run and drops its file; a dry run keeps the file and goes back to ready with its counts. */
async function finish(deps: WorkDeps, run: ImportRun, token: Id): Promise<void> {
  const key = { workspace_id: run.workspaceId, import_run_id: run.importRunId }
  await withWorkspace(
    deps.pool,
    scopeOf(run.workspaceId, run.importRunId),
    async (tx) => {
      if (run.options.dryRun) {
        const now = await runGet.one(tx, key)
        const { counts, rows } = fromRow(now!, deps.clock.now())
        await runFinishDry.exec(tx, { ...key, token, options: JSON.stringify({ ...run.options, dryRun: false, dryRunCounts: { ...counts, rows } }) })
      } else if ((await runFinish.exec(tx, { ...key, token, state: 'done', error_code_or_null: null })) === 1) await chunkDelete.exec(tx, key)
    },
    { retry: true },
  )
}

async function failed(deps: WorkDeps, workspaceId: Id, importRunId: Id, token: Id, error: unknown): Promise<WorkOutcome> {
  if (error instanceof HandedOver || isAppError(error, 'IMPORT_STATE')) return 'handed_over'
  if (isTransient(error)) return 'interrupted'
  deps.observer.observe('process.failed', { service: 'worker-import', code: isAppError(error) ? error.code : 'IMPORT_FAILED' })
  try {
    await withWorkspace(deps.pool, scopeOf(workspaceId, importRunId), (tx) => runFinish.exec(tx, { workspace_id: workspaceId, import_run_id: importRunId, token, state: 'failed', error_code_or_null: isAppError(error) ? error.code : 'IMPORT_FAILED' }), { retry: true })
    deps.onError?.(error)
    return 'failed'
  } catch {
    return 'interrupted'
  }
}

type Batches = {
  /** Reads what was done before, unless the lease is lost on the way. */
  skipDone(isLost: () => boolean): Promise<void>
  next(): Promise<PreparedBatch | undefined>
  rows(): number
}

function createBatches(file: FileReader, first: NumberedRow[], preparer: Preparer, run: ImportRun, size: number): Batches {
  let rows = first
  let at = 0
  let done = 0
  let bytes = run.cursorBytes
  const more = async (): Promise<boolean> => {
    if (at < rows.length) return true
    rows = await file.next()
    at = 0
    return rows.length > 0
  }
  return {
    rows: () => done,
    async skipDone(isLost) {
      while (done < run.rows && !isLost() && (await more())) {
        preparer.skip(rows[at++]!)
        done++
        if (done % SLICE === 0) await turn()
      }
    },
    async next() {
      const batch = emptyBatch(done, bytes)
      while (batch.toRow - batch.fromRow < size && batch.cursorBytes - bytes < BATCH_BYTES && (await more())) {
        preparer.add(batch, rows[at++]!)
        done++
        if (done % SLICE === 0) await turn()
      }
      bytes = batch.cursorBytes
      return batch.toRow > batch.fromRow ? batch : undefined
    },
  }
}
