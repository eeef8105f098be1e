// Reading one contact.
import type { Id, Tx } from '../kernel/index.ts'
import { openContact, type Contact } from './contact.ts'
import { contactGet, identityFind, recordList } from './contacts.sql.ts'
import { OWN_SOURCE, type ContactContext } from './context.ts'
import { contactErrors } from './errors.ts'
import { readEmail } from './read-contact-input.ts'

type ReadContext = Pick<ContactContext, 'workspaceId' | 'keyring'>

/**
 * One contact, decrypted. The id of a merged contact gives the survivor (DESIGN 4.7: one level).
 * Throws CONTACT_NOT_FOUND.
 */
export async function getContact(tx: Tx, context: ReadContext, contactId: Id): Promise<Contact> {
  const key = { workspace_id: context.workspaceId }
  let row = await contactGet.one(tx, { ...key, contact_id: contactId })
  if (row?.merged_into) row = await contactGet.one(tx, { ...key, contact_id: row.merged_into })
  if (!row) throw contactErrors.CONTACT_NOT_FOUND()
  return openContact(context.keyring, row)
}

/** Who has exactly this address, in any spelling the standards call equal. Throws CONTACT_ADDRESS_INVALID. */
export async function findByEmail(tx: Tx, context: ReadContext, email: string): Promise<Id | undefined> {
  return find(tx, context, 'email', OWN_SOURCE, readEmail(email).normalised)
}

/** Whom a source knows by this id. */
export async function findByExternalId(tx: Tx, context: ReadContext, sourceId: Id, externalId: string): Promise<Id | undefined> {
  return find(tx, context, 'external_id', sourceId, externalId.trim())
}

async function find(tx: Tx, context: ReadContext, kind: string, sourceId: Id, value: string): Promise<Id | undefined> {
  const row = await identityFind.one(tx, { workspace_id: context.workspaceId, kind, source_id: sourceId, index_version: context.keyring.indexVersion, value_index: context.keyring.blindIndex(kind, value) })
  return row?.contact_id
}

export type SourceRecord = { sourceId: Id; sourceName: string; record: Record<string, unknown>; observedAt: Date; importRunId: Id | null }

/** What each source said last about a contact, newest first. */
export async function sourceRecords(tx: Tx, context: ReadContext, contactId: Id): Promise<SourceRecord[]> {
  const rows = await recordList.many(tx, { workspace_id: context.workspaceId, contact_id: contactId })
  return rows.map((r) => ({
    sourceId: r.source_id,
    sourceName: r.source_name,
    record: JSON.parse(context.keyring.decrypt({ table: 'contacts.source_record', column: 'record_ct', rowKey: contactId }, r.record_ct)) as Record<string, unknown>,
    observedAt: r.observed_at,
    importRunId: r.import_run_id,
  }))
}
