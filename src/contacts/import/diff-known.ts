// Known people of a batch: what a row changes about each of them, and nothing where it says what is stored already.
import { isDeepStrictEqual } from 'node:util'
import type { Id, Tx } from '../../kernel/index.ts'
import { cells, unseal, type Provenance } from '../contact.ts'
import { isUnreachable, stricter, type ContactStatus } from '../fields/read-status.ts'
import { observe } from '../write-contact.ts'
import { bigintArray } from './binary-array.ts'
import type { ImportRun } from './import-run.ts'
import { existingLock, existingRead, profileMany, type ExistingLockRow, type ProfileManyRow } from './import.sql.ts'
import { underSuppression, type KnownPerson } from './match-batch.ts'
import type { RowFields } from './read-row.ts'
import type { SealTools } from './seal-batch.ts'

export type Hot = { status: ContactStatus; country: string | null; region: string | null; city: string | null; timezone: string | null; language: string | null }
export type Cold = { firstName: string | null; lastName: string | null; phone: string | null; attributes: Record<string, unknown>; provenance: Provenance }

export type ChangedPerson = KnownPerson & {
  hot: Hot
  /** The row brings another address for a person it knows by external id. */
  newEmail: RowFields['email'] | undefined
  cold: Cold
  isPhoneNew: boolean
  /** Names of the fields that differ. */
  changes: string[]
}
export type DiffedBatch = { changed: ChangedPerson[]; same: KnownPerson[]; erased: KnownPerson[] }

/** Somebody changed the people of this batch since it was matched: match again. */
export class MatchAgain extends Error {}

const HOT_FIELDS = ['country', 'region', 'city', 'timezone', 'language'] as const
const COLD_FIELDS = ['firstName', 'lastName', 'phone'] as const
const column = (field: string): string => field.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)

/**
 * Reads (and with `lock` holds, in one order) the known people and compares. Empty cells change nothing; a status only
 * becomes stricter. Throws MatchAgain when one of them is gone.
 */
export async function diffKnown(tx: Tx, run: ImportRun, known: readonly KnownPerson[], tools: SealTools, lock: boolean): Promise<DiffedBatch> {
  const out: DiffedBatch = { changed: [], same: [], erased: [] }
  if (known.length === 0) return out
  const rows = await readPeople(tx, run.workspaceId, known.map((k) => k.contactId), lock)
  const profiles = new Map((await profileMany.many(tx, { workspace_id: run.workspaceId, contact_ids: bigintArray([...rows.values()].map((r) => r.contact_id)) })).map((p) => [p.contact_id, p]))
  const met = new Set<Id>()
  for (const person of known) {
    const row = rows.get(person.contactId)
    if (!row) throw new MatchAgain('a contact is gone')
    if (met.has(row.contact_id)) throw new MatchAgain('two contacts were merged')
    met.add(row.contact_id)
    const at = { ...person, contactId: row.contact_id }
    if (row.status === 'erased') out.erased.push(at)
    else if (run.options.onExisting === 'skip') out.same.push(at)
    else {
      const changed = compare(at, row, profiles.get(row.contact_id), run, tools)
      if (changed.changes.length > 0) out.changed.push(changed)
      else out.same.push(at)
    }
  }
  return out
}

/** By the id asked for; a merged one gives its survivor. */
async function readPeople(tx: Tx, workspaceId: Id, contactIds: readonly Id[], lock: boolean): Promise<Map<Id, ExistingLockRow>> {
  const read = lock ? existingLock : existingRead
  const rows = await read.many(tx, { workspace_id: workspaceId, contact_ids: bigintArray(contactIds) })
  const byId = new Map(rows.map((r) => [r.contact_id, r]))
  const merged = rows.filter((r) => r.merged_into !== null)
  if (merged.length > 0) {
    const survivors = new Map((await read.many(tx, { workspace_id: workspaceId, contact_ids: bigintArray(merged.map((r) => r.merged_into)) })).map((r) => [r.contact_id, r]))
    for (const r of merged) byId.set(r.contact_id, survivors.get(r.merged_into!)!)
  }
  return byId
}

function compare(person: KnownPerson, row: ExistingLockRow, profile: ProfileManyRow | undefined, run: ImportRun, tools: SealTools): ChangedPerson {
  const { fields, emailIndex } = person.from
  const changes: string[] = []
  const hot: Hot = { status: row.status as ContactStatus, country: row.country, region: row.region, city: row.city, timezone: row.timezone, language: row.language }
  for (const field of HOT_FIELDS) {
    const value = fields[field]
    if (value === undefined || value === hot[field]) continue
    hot[field] = value
    changes.push(field)
  }
  const newEmail = fields.email && emailIndex && !(row.email_index && emailIndex.equals(row.email_index)) && !person.hasEmail ? fields.email : undefined
  if (newEmail) changes.push('email')
  const said = fields.status && isUnreachable(fields.status) ? stricter(hot.status, fields.status) : hot.status
  const status = underSuppression(said, person.reasons)
  if (status !== hot.status) changes.push('status')
  hot.status = status
  const cold = compareCold(row.contact_id, fields, profile, tools, changes)
  const isPhoneNew = changes.includes('phone')
  cold.provenance = observe(cold.provenance, changes, run.sourceId, tools.at)
  return { ...person, hot, newEmail, cold, isPhoneNew, changes }
}

function compareCold(contactId: Id, fields: RowFields, profile: ProfileManyRow | undefined, tools: SealTools, changes: string[]): Cold {
  const { keyring } = tools
  const hidden = unseal(keyring, cells.sensitive(contactId), profile?.sensitive_ct ?? null)
  const cold: Cold = {
    firstName: unseal(keyring, cells.firstName(contactId), profile?.first_name_ct ?? null),
    lastName: unseal(keyring, cells.lastName(contactId), profile?.last_name_ct ?? null),
    phone: unseal(keyring, cells.phone(contactId), profile?.phone_ct ?? null),
    attributes: { ...(profile?.attributes as Record<string, unknown> | undefined), ...(hidden === null ? {} : (JSON.parse(hidden) as Record<string, unknown>)) },
    provenance: (profile?.provenance ?? {}) as Provenance,
  }
  for (const field of COLD_FIELDS) {
    const value = fields[field]
    if (value === undefined || value === cold[field]) continue
    cold[field] = value
    changes.push(column(field))
  }
  for (const [name, value] of Object.entries(fields.attributes ?? {})) {
    if (isDeepStrictEqual(value, cold.attributes[name])) continue
    cold.attributes[name] = value
    changes.push(`attributes.${name}`)
  }
  return cold
}
