// One batch, one transaction: cursor and counts of the run, people, list, consent, refused rows, audit. All or nothing, so
// a crash at any point leaves whole batches only.
import { constraintName, isTransient, sqlState, withWorkspace, type Id, type Tx } from '../../kernel/index.ts'
import type { Pool } from 'pg'
import { auditAdded, auditCreated, type BatchFacts } from './audit-batch.ts'
import { bigintArray, byteaArray, textArray } from './binary-array.ts'
import { diffKnown, MatchAgain, type DiffedBatch } from './diff-known.ts'
import { reasonCell, type ImportCounts, type ImportRun } from './import-run.ts'
import { candidateInsertMany, memberInsertMany, memberInsertNew, memberMissing, rejectInsertMany, runAdvance, runCount, runGet } from './import.sql.ts'
import { matchBatch, type MatchedBatch } from './match-batch.ts'
import { sealRefused, type RefusedRow } from './prepare-batch.ts'
import { reject } from './reject-rules.ts'
import { sealPeople, type SealedPerson } from './seal-batch.ts'
import { giveConsent, withdraw } from './state-will.ts'
import { insertPeople, recordKnown, updatePeople, type WriteTools } from './write-people.ts'

/** What the writer of a run is given. */
export type BatchTools = WriteTools & { pool: Pool; token: Id; leaseSeconds: number }


const ATTEMPTS = 10

/** The run is not ours to go on with: paused, cancelled, or taken over. */
export class HandedOver extends Error {}

/**
 * Writes a matched batch. When somebody else made one of its people meanwhile, or a connection broke, it is matched again
 * and tried again; a batch whose commit got through although the connection broke is not written twice.
 * Throws HandedOver when the run is not ours any more.
 */
export async function writeBatch(run: ImportRun, matched: MatchedBatch, sealed: SealedPerson[], tools: BatchTools): Promise<ImportCounts> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(run, matched, sealed, tools)
    } catch (error) {
      const isRace = error instanceof MatchAgain || (sqlState(error) === '23505' && constraintName(error) === 'identity_pk')
      if (attempt >= ATTEMPTS || !(isRace || isTransient(error))) throw error
      if (!isRace) await new Promise((r) => setTimeout(r, Math.min(2_000, 25 * 2 ** attempt)))
      const again = await matchAnew(run, matched, tools)
      if (again === undefined) return { created: 0, updated: 0, unchanged: 0, rejected: 0, duplicate: 0 }
      matched = again
      sealed = await sealPeople(matched.created, tools)
    }
  }
}

const scopeOf = (run: ImportRun, tools: WriteTools) => ({ workspaceId: run.workspaceId, actor: tools.actor, origin: 'import' as const })

/** Undefined when the batch turns out to be committed already. */
async function matchAnew(run: ImportRun, matched: MatchedBatch, tools: BatchTools): Promise<MatchedBatch | undefined> {
  return withWorkspace(
    tools.pool,
    scopeOf(run, tools),
    async (tx) => {
      const now = await runGet.one(tx, { workspace_id: run.workspaceId, import_run_id: run.importRunId })
      if (now?.lease_token === tools.token && Number(now.cursor_row) === matched.batch.toRow && matched.batch.toRow > matched.batch.fromRow) return undefined
      return matchBatch(tx, run, tools.keyring, matched.batch)
    },
    { retry: true, readOnly: true },
  )
}

function once(run: ImportRun, matched: MatchedBatch, sealed: readonly SealedPerson[], tools: BatchTools): Promise<ImportCounts> {
  return withWorkspace(tools.pool, scopeOf(run, tools), async (tx) => {
    const key = { workspace_id: run.workspaceId, import_run_id: run.importRunId }
    const { batch } = matched
    const held = await runAdvance.exec(tx, { ...key, token: tools.token, from_row: String(batch.fromRow), cursor_row: String(batch.toRow), cursor_bytes: String(batch.cursorBytes), lease_seconds: tools.leaseSeconds })
    if (held !== 1) throw new HandedOver()
    const isDry = run.options.dryRun === true
    if (!isDry) await withdraw(tx, run, matched, tools)
    const diffed = await diffKnown(tx, run, matched.known, tools, !isDry)
    const refused = [...matched.refused, ...diffed.erased.map((p) => ({ row: p.from.row, reject: reject('', 'contact_erased') }))]
    if (!isDry) await writeEverything(tx, run, matched, sealed, diffed, tools)
    await writeRefused(tx, run, refused, tools)
    const counts = { created: matched.created.length, updated: diffed.changed.length, unchanged: diffed.same.length + matched.unchanged.length, rejected: refused.length, duplicate: matched.duplicates }
    await runCount.exec(tx, { ...key, created: String(counts.created), updated: String(counts.updated), unchanged: String(counts.unchanged), rejected: String(counts.rejected), duplicate: String(counts.duplicate) })
    return counts
  })
}

async function writeEverything(tx: Tx, run: ImportRun, matched: MatchedBatch, sealed: readonly SealedPerson[], diffed: DiffedBatch, tools: BatchTools): Promise<void> {
  const facts: BatchFacts = { firstRow: matched.batch.fromRow + 1, lastRow: matched.batch.toRow, listId: run.options.listId, purpose: run.options.consent?.purpose }
  await updatePeople(tx, run, diffed.changed, tools)
  const named = await recordKnown(tx, run, [...diffed.changed, ...diffed.same], tools)
  await insertPeople(tx, run, sealed, tools)
  const created = sealed.map((p) => p.contactId)
  const known = [...diffed.changed.map((p) => p.contactId), ...diffed.same.map((p) => p.contactId), ...matched.unchanged.map((p) => p.contactId)]
  const joined = await joinList(tx, run, created, known, tools)
  const agreed = run.options.consent ? await giveConsent(tx, run, [...created, ...known], tools) : []
  await auditCreated(tx, run, sealed, facts)
  await auditAdded(tx, run, 'contacts.identity', named, facts)
  await auditAdded(tx, run, 'contacts.list_member', joined, facts)
  const isNew = new Set(created)
  await auditAdded(tx, run, 'compliance.consent_event', agreed.filter((id) => !isNew.has(id)), facts)
  if (matched.conflicts.length > 0) await flagConflicts(tx, run, matched.conflicts, tools)
}

/** Answers the known people who were not on the list; new ones stand in the record of their creation. */
async function joinList(tx: Tx, run: ImportRun, created: readonly Id[], known: readonly Id[], tools: WriteTools): Promise<Id[]> {
  const listId = run.options.listId
  if (listId === undefined) return []
  const key = { workspace_id: run.workspaceId, list_id: listId }
  if (created.length > 0) await memberInsertNew.exec(tx, { ...key, actor: tools.actor, contact_ids: bigintArray(created) })
  const missing = known.length === 0 ? [] : (await memberMissing.many(tx, { ...key, purpose: `list:${listId}`, contact_ids: bigintArray(known) })).map((r) => r.contact_id)
  if (missing.length === 0) return []
  return (await memberInsertMany.many(tx, { ...key, actor: tools.actor, contact_ids: bigintArray(missing) })).map((r) => r.contact_id)
}

async function flagConflicts(tx: Tx, run: ImportRun, conflicts: MatchedBatch['conflicts'], tools: WriteTools): Promise<void> {
  await candidateInsertMany.exec(tx, {
    workspace_id: run.workspaceId, contact_ids: bigintArray(conflicts.map((c) => c.contactId)), other_ids: bigintArray(conflicts.map((c) => c.otherId)),
    reason_cts: byteaArray(conflicts.map((c) => tools.keyring.encrypt(reasonCell(c.contactId, c.otherId), `A row of the file ${run.fileName} has the address of one and the external id of the other.`))),
  })
}

async function writeRefused(tx: Tx, run: ImportRun, refused: readonly RefusedRow[], tools: WriteTools): Promise<void> {
  if (refused.length === 0) return
  await rejectInsertMany.exec(tx, {
    workspace_id: run.workspaceId, import_run_id: run.importRunId,
    row_nos: bigintArray(refused.map((r) => String(r.row.no))), line_nos: bigintArray(refused.map((r) => String(r.row.line))),
    fields: textArray(refused.map((r) => r.reject.field)), rules: textArray(refused.map((r) => r.reject.rule)), hints: textArray(refused.map((r) => r.reject.hint)),
    row_cts: byteaArray(refused.map((r) => sealRefused(tools.keyring, run.importRunId, r))),
  })
}

