// A prepared batch against what is known: who is new, who is known, who came exactly so before, who is refused.
import type { Id, Keyring, Tx } from '../../kernel/index.ts'
import { STATUS_OF_REASON, stricter, type ContactStatus } from '../fields/read-status.ts'
import { OWN_SOURCE } from '../context.ts'
import { byteaArray } from './binary-array.ts'
import type { ImportRun } from './import-run.ts'
import { identitiesKnown, probeByIndex, recordsKnown, suppressedKnown } from './import.sql.ts'
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

type Hit = { byEmail?: Id | undefined; byExternal?: Id | undefined; reasons?: string[] | undefined }

/** Looks up a batch. Sees what is committed; the writing transaction finds out whether it still holds. */
export async function matchBatch(tx: Tx, run: ImportRun, keyring: Keyring, batch: PreparedBatch): Promise<MatchedBatch> {
  const matched: MatchedBatch = { batch, created: [], known: [], unchanged: [], refused: [...batch.refused], conflicts: [], duplicates: batch.duplicates }
  if (batch.rows.length === 0) return matched
  const people = new Set<Id>()
  await probeByIndex.exec(tx, {})
  const open = await leaveOutUnchanged(tx, run, batch.rows, matched, people)
  if (open.length === 0) return matched
  const key = { workspace_id: run.workspaceId, index_version: keyring.indexVersion }
  const email_indexes = byteaArray(open.flatMap((r) => r.emailIndex ?? []))
  const external = open.flatMap((r) => r.externalIndex ?? [])
  const byEmail = index(await identitiesKnown.many(tx, { ...key, kind: 'email', source_id: OWN_SOURCE, value_indexes: email_indexes }))
  const byExternal = external.length === 0 ? new Map<string, Id>() : index(await identitiesKnown.many(tx, { ...key, kind: 'external_id', source_id: run.sourceId, value_indexes: byteaArray(external) }))
  const reasons = new Map<string, string[]>()
  for (const s of await suppressedKnown.many(tx, { workspace_id: run.workspaceId, email_indexes })) reasons.set(nameOf(s.email_index), [...(reasons.get(nameOf(s.email_index)) ?? []), s.reason])
  const look = <T>(map: Map<string, T>, at: Buffer | undefined): T | undefined => (map.size === 0 || at === undefined ? undefined : map.get(nameOf(at)))
  for (const from of open) place(matched, run, from, { byEmail: look(byEmail, from.emailIndex), byExternal: look(byExternal, from.externalIndex), reasons: look(reasons, from.emailIndex) }, people)
  return matched
}

/** Sets aside the rows that came exactly so before; answers the others. */
async function leaveOutUnchanged(tx: Tx, run: ImportRun, rows: readonly PreparedRow[], matched: MatchedBatch, people: Set<Id>): Promise<PreparedRow[]> {
  const known = await recordsKnown.many(tx, { workspace_id: run.workspaceId, source_id: run.sourceId, record_keys: byteaArray(rows.map((r) => r.recordKey)) })
  if (known.length === 0) return [...rows]
  const same = new Map(known.map((k) => [nameOf(k.external_index) + nameOf(k.record_hash), k.contact_id]))
  return rows.filter((from) => {
    const contactId = same.get(nameOf(from.recordKey) + nameOf(from.recordHash))
    if (contactId !== undefined) unlessMet(matched, people, contactId, () => matched.unchanged.push({ from, contactId }))
    return contactId === undefined
  })
}

const nameOf = (value: Buffer): string => value.toString('latin1')
const index = (found: readonly { value_index: Buffer; contact_id: Id }[]): Map<string, Id> => new Map(found.map((f) => [nameOf(f.value_index), f.contact_id]))

/** Puts one row where it belongs. */
function place(matched: MatchedBatch, run: ImportRun, from: PreparedRow, hit: Hit, people: Set<Id>): void {
  const { byEmail, byExternal, reasons = [] } = hit
  const { row, fields } = from
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
