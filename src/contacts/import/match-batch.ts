// A prepared batch against what is known: who is new, who is known, who came exactly so before, who is refused.
import type { Id, Keyring, Tx } from '../../kernel/index.ts'
import { STATUS_OF_REASON, stricter, type ContactStatus } from '../fields/read-status.ts'
import { byteaArray, intArray } from './binary-array.ts'
import type { ImportRun } from './import-run.ts'
import { matchRows, type MatchRowsRow } from './import.sql.ts'
import type { PreparedBatch, PreparedRow, RefusedRow } from './prepare-batch.ts'
import { reject } from './reject-rules.ts'

export type NewPerson = { from: PreparedRow; status: ContactStatus }
export type KnownPerson = { from: PreparedRow; contactId: Id; reasons: readonly string[]; hasEmail: boolean; hasExternalId: boolean }

export type MatchedBatch = {
  batch: PreparedBatch
  created: NewPerson[]
  known: KnownPerson[]
  /** The source said exactly this before. */
  unchanged: { from: PreparedRow; contactId: Id }[]
  refused: RefusedRow[]
  /** Pairs of contacts that one row takes for one person. */
  conflicts: { contactId: Id; otherId: Id }[]
  duplicates: number
}

/** Looks up a batch in one statement. Sees what is committed; the writing transaction finds out whether it still holds. */
export async function matchBatch(tx: Tx, run: ImportRun, keyring: Keyring, batch: PreparedBatch): Promise<MatchedBatch> {
  const matched: MatchedBatch = { batch, created: [], known: [], unchanged: [], refused: [...batch.refused], conflicts: [], duplicates: batch.duplicates }
  if (batch.rows.length === 0) return matched
  const { rows } = batch
  const found = await matchRows.many(tx, {
    workspace_id: run.workspaceId, source_id: run.sourceId, index_version: keyring.indexVersion, row_nos: intArray(rows.map((_, i) => i)),
    email_indexes: byteaArray(rows.map((r) => r.emailIndex)), external_indexes: byteaArray(rows.map((r) => r.externalIndex)),
    record_keys: byteaArray(rows.map((r) => r.recordKey)), record_hashes: byteaArray(rows.map((r) => r.recordHash)),
  })
  const hits = new Map(found.map((f) => [f.i, f]))
  const people = new Set<Id>()
  for (const [i, from] of rows.entries()) place(matched, run, from, hits.get(i), people)
  return matched
}

/** Puts one row where it belongs. */
function place(matched: MatchedBatch, run: ImportRun, from: PreparedRow, hit: MatchRowsRow | undefined, people: Set<Id>): void {
  const byEmail = hit?.email_contact_id ?? undefined
  const byExternal = hit?.external_contact_id ?? undefined
  const reasons = (hit?.reasons ?? []) as string[]
  const { row, fields } = from
  const before = hit?.record_contact_id ?? undefined
  if (before !== undefined && (byExternal ?? byEmail ?? before) === before) return unlessMet(matched, people, before, () => matched.unchanged.push({ from, contactId: before }))
  if (byEmail !== undefined && byExternal !== undefined && byEmail !== byExternal) {
    const [contactId, otherId] = BigInt(byEmail) < BigInt(byExternal) ? [byEmail, byExternal] : [byExternal, byEmail]
    matched.conflicts.push({ contactId, otherId })
    return void matched.refused.push({ row, reject: reject('external_id', 'identity_conflict') })
  }
  const contactId = byExternal ?? byEmail
  if (reasons.includes('erased') && byEmail === undefined) return void matched.refused.push({ row, reject: reject('email', 'person_erased') })
  if (contactId !== undefined) return unlessMet(matched, people, contactId, () => matched.known.push({ from, contactId, reasons, hasEmail: byEmail !== undefined, hasExternalId: byExternal !== undefined }))
  if (!fields.email) return void matched.refused.push({ row, reject: reject('email', 'email_missing') })
  const wanted = fields.status ?? run.options.newStatus ?? 'active'
  matched.created.push({ from, status: underSuppression(wanted, reasons) })
}

/** Two addresses of one file may belong to one known person: the first row counts, as everywhere. */
function unlessMet(matched: MatchedBatch, people: Set<Id>, contactId: Id, put: () => void): void {
  if (people.has(contactId)) return void matched.duplicates++
  people.add(contactId)
  put()
}

/** A suppression outlives the record: nobody becomes mailable by coming again (DESIGN G3). */
export function underSuppression(status: ContactStatus, reasons: readonly string[]): ContactStatus {
  return reasons.reduce<ContactStatus>((s, r) => stricter(s, STATUS_OF_REASON[r] ?? 'suppressed'), status)
}
