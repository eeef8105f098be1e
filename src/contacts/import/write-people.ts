// The statements of a batch: each one set, one array a column.
import type { Id, Tx } from '../../kernel/index.ts'
import { cells, seal } from '../contact.ts'
import { OWN_SOURCE } from '../context.ts'
import { bigintArray, byteaArray, textArray, timeArray } from './binary-array.ts'
import type { ChangedPerson } from './diff-known.ts'
import type { ImportRun } from './import-run.ts'
import { contactInsertMany, contactUpdateMany, identityInsertMany, identityReleaseMany, phoneInsertMany, phoneInsertNew, phoneReleaseMany, profileInsertMany, profileUpsertMany, recordInsertNew, recordUpsertMany } from './import.sql.ts'
import { splitAttributes, type SealedPerson, type SealTools } from './seal-batch.ts'

export type WriteTools = SealTools & { actor: string }

/** Inserts new people with everything that belongs to them but list and consent. A taken identity is an error of identity_pk. */
export async function insertPeople(tx: Tx, run: ImportRun, people: readonly SealedPerson[], tools: WriteTools): Promise<void> {
  if (people.length === 0) return
  const { workspaceId: workspace_id, sourceId: source_id, importRunId: import_run_id } = run
  const { at, actor } = tools
  const index_version = tools.keyring.indexVersion
  const contact_ids = bigintArray(people.map((p) => p.contactId))
  const text = (pick: (p: SealedPerson) => string | null | undefined): string[] => textArray(people.map(pick))
  const bytes = (pick: (p: SealedPerson) => Buffer | null | undefined): Buffer[] => byteaArray(people.map(pick))
  await contactInsertMany.exec(tx, {
    workspace_id, source_id, import_run_id, index_version, at, actor, contact_ids,
    created_ats: timeArray(people.map((p) => p.createdAt)), email_cts: bytes((p) => p.emailCt), email_indexes: bytes((p) => p.from.emailIndex), email_domains: text((p) => p.from.fields.email!.domain),
    statuses: text((p) => p.status), countries: text((p) => p.from.fields.country), regions: text((p) => p.from.fields.region), cities: text((p) => p.from.fields.city),
    timezones: text((p) => p.from.fields.timezone), languages: text((p) => p.from.fields.language),
  })
  await identityInsertMany.exec(tx, { workspace_id, kind: 'email', source_id: OWN_SOURCE, index_version, value_indexes: bytes((p) => p.from.emailIndex), contact_ids })
  await claimExternalIds(tx, run, people, tools)
  await profileInsertMany.exec(tx, {
    workspace_id, at, contact_ids, provenance: JSON.stringify({ '*': { source_id, observed_at: at.toISOString() } }),
    first_name_cts: bytes((p) => p.firstNameCt), last_name_cts: bytes((p) => p.lastNameCt), phone_cts: bytes((p) => p.phoneCt), sensitive_cts: bytes((p) => p.sensitiveCt), attributes: text((p) => p.attributes),
  })
  const reachable = people.filter((p) => p.from.fields.phone !== undefined)
  if (reachable.length > 0) await phoneInsertNew.exec(tx, phoneParameters(run, reachable, tools))
  await recordInsertNew.exec(tx, {
    workspace_id, source_id, import_run_id, at, contact_ids, external_indexes: bytes((p) => p.from.recordKey), record_cts: bytes((p) => p.recordCt), record_hashes: bytes((p) => p.from.recordHash),
  })
}

type Person = { contactId: Id; from: SealedPerson['from'] }

async function claimExternalIds(tx: Tx, run: ImportRun, people: readonly Person[], tools: WriteTools): Promise<void> {
  const named = people.filter((p) => p.from.externalIndex !== undefined)
  if (named.length === 0) return
  await identityInsertMany.exec(tx, {
    workspace_id: run.workspaceId, kind: 'external_id', source_id: run.sourceId, index_version: tools.keyring.indexVersion,
    value_indexes: byteaArray(named.map((p) => p.from.externalIndex)), contact_ids: bigintArray(named.map((p) => p.contactId)),
  })
}

const phoneParameters = (run: ImportRun, people: readonly Person[], tools: WriteTools) => ({
  workspace_id: run.workspaceId, index_version: tools.keyring.indexVersion,
  value_indexes: byteaArray(people.map((p) => tools.keyring.blindIndex('phone', p.from.fields.phone!))), contact_ids: bigintArray(people.map((p) => p.contactId)),
})

/** Writes what differs of known people, whom the transaction holds. */
export async function updatePeople(tx: Tx, run: ImportRun, people: readonly ChangedPerson[], tools: WriteTools): Promise<void> {
  if (people.length === 0) return
  const { workspaceId: workspace_id } = run
  const { at, actor, keyring } = tools
  const contact_ids = bigintArray(people.map((p) => p.contactId))
  const text = (pick: (p: ChangedPerson) => string | null | undefined): string[] => textArray(people.map(pick))
  const bytes = (pick: (p: ChangedPerson) => Buffer | null | undefined): Buffer[] => byteaArray(people.map(pick))
  const moved = people.filter((p) => p.newEmail)
  if (moved.length > 0) {
    const moved_ids = bigintArray(moved.map((p) => p.contactId))
    await identityReleaseMany.exec(tx, { workspace_id, contact_ids: moved_ids })
    await identityInsertMany.exec(tx, { workspace_id, kind: 'email', source_id: OWN_SOURCE, index_version: keyring.indexVersion, value_indexes: byteaArray(moved.map((p) => p.from.emailIndex)), contact_ids: moved_ids })
  }
  await contactUpdateMany.exec(tx, {
    workspace_id, at, actor, contact_ids,
    email_cts: bytes((p) => (p.newEmail ? keyring.encrypt(cells.email(p.contactId), p.newEmail.address) : null)), email_indexes: bytes((p) => (p.newEmail ? p.from.emailIndex : null)), email_domains: text((p) => p.newEmail?.domain),
    statuses: text((p) => p.hot.status), countries: text((p) => p.hot.country), regions: text((p) => p.hot.region), cities: text((p) => p.hot.city), timezones: text((p) => p.hot.timezone), languages: text((p) => p.hot.language),
  })
  await updateProfiles(tx, run, people, tools)
  const called = people.filter((p) => p.isPhoneNew)
  if (called.length === 0) return
  await phoneReleaseMany.exec(tx, { workspace_id, contact_ids: bigintArray(called.map((p) => p.contactId)) })
  await phoneInsertMany.exec(tx, phoneParameters(run, called, tools))
}

async function updateProfiles(tx: Tx, run: ImportRun, people: readonly ChangedPerson[], tools: WriteTools): Promise<void> {
  const { keyring } = tools
  const split = people.map((p) => splitAttributes(p.cold.attributes, tools.sensitive))
  const bytes = (pick: (p: ChangedPerson, i: number) => Buffer | null): Buffer[] => byteaArray(people.map(pick))
  await profileUpsertMany.exec(tx, {
    workspace_id: run.workspaceId, at: tools.at, contact_ids: bigintArray(people.map((p) => p.contactId)),
    first_name_cts: bytes((p) => seal(keyring, cells.firstName(p.contactId), p.cold.firstName)), last_name_cts: bytes((p) => seal(keyring, cells.lastName(p.contactId), p.cold.lastName)),
    phone_cts: bytes((p) => seal(keyring, cells.phone(p.contactId), p.cold.phone)), sensitive_cts: bytes((p, i) => seal(keyring, cells.sensitive(p.contactId), split[i]!.sensitive)),
    attributes: textArray(split.map((s) => s.plain ?? '{}')), provenances: textArray(people.map((p) => JSON.stringify(p.cold.provenance))),
  })
}

/** Notes for known people what the source said this time, and ids it newly knows them by. Answers who got an id. */
export async function recordKnown(tx: Tx, run: ImportRun, people: readonly (Person & { hasExternalId: boolean })[], tools: WriteTools): Promise<Id[]> {
  if (people.length === 0) return []
  const named = people.filter((p) => p.from.externalIndex !== undefined && !p.hasExternalId)
  await claimExternalIds(tx, run, named, tools)
  await recordUpsertMany.exec(tx, {
    workspace_id: run.workspaceId, source_id: run.sourceId, import_run_id: run.importRunId, at: tools.at, contact_ids: bigintArray(people.map((p) => p.contactId)),
    external_indexes: byteaArray(people.map((p) => p.from.recordKey)), record_cts: byteaArray(people.map((p) => tools.keyring.encrypt(cells.record(p.contactId), p.from.record))), record_hashes: byteaArray(people.map((p) => p.from.recordHash)),
  })
  return named.map((p) => p.contactId)
}
