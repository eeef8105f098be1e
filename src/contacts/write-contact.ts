// The pieces that creating and changing a contact share: profile, phone link, provenance.
import type { Id, Tx } from '../kernel/index.ts'
import { cells, seal, type Contact, type Provenance } from './contact.ts'
import { identityInsert, phoneLinkInsert, phoneLinkReplace, profileUpsert, suppressionReasons } from './contacts.sql.ts'
import type { ContactContext } from './context.ts'
import { contactErrors } from './errors.ts'
import type { AttributeDefinition } from './fields/attribute.ts'
import { STATUS_OF_REASON, stricter, type ContactStatus } from './fields/read-status.ts'

export type ColdFields = Pick<Contact, 'firstName' | 'lastName' | 'phone' | 'attributes' | 'provenance'>

/** Writes the profile; attributes declared sensitive go into one encrypted object. */
export async function writeProfile(tx: Tx, context: ContactContext, contactId: Id, cold: ColdFields, definitions: readonly AttributeDefinition[]): Promise<void> {
  const hidden = new Set(definitions.filter((d) => d.sensitive).map((d) => d.name))
  const entries = Object.entries(cold.attributes)
  const sensitive = entries.filter(([name]) => hidden.has(name))
  const { keyring } = context
  await profileUpsert.exec(tx, {
    workspace_id: context.workspaceId,
    contact_id: contactId,
    first_name_ct_or_null: seal(keyring, cells.firstName(contactId), cold.firstName),
    last_name_ct_or_null: seal(keyring, cells.lastName(contactId), cold.lastName),
    phone_ct_or_null: seal(keyring, cells.phone(contactId), cold.phone),
    sensitive_ct_or_null: sensitive.length > 0 ? keyring.encrypt(cells.sensitive(contactId), JSON.stringify(Object.fromEntries(sensitive))) : null,
    attributes: JSON.stringify(Object.fromEntries(entries.filter(([name]) => !hidden.has(name)))),
    provenance: JSON.stringify(cold.provenance),
    at: context.at,
  })
}

/** Lets the contact be found by its phone number; the number before is forgotten. */
export async function writePhoneLink(tx: Tx, context: ContactContext, contactId: Id, phone: string | null, isNew: boolean): Promise<void> {
  const key = { workspace_id: context.workspaceId, contact_id: contactId }
  if (!isNew) await phoneLinkReplace.exec(tx, key)
  if (phone !== null) await phoneLinkInsert.exec(tx, { ...key, index_version: context.keyring.indexVersion, value_index: context.keyring.blindIndex('phone', phone) })
}

/** Gives the contact an id in a source. Throws CONTACT_IDENTITY_TAKEN when somebody else has it. */
export async function claimExternalId(tx: Tx, context: ContactContext, contactId: Id, sourceId: Id, externalId: string, owner: Id | undefined): Promise<void> {
  if (owner === contactId) return
  const claimed =
    owner === undefined &&
    (await identityInsert.exec(tx, { workspace_id: context.workspaceId, kind: 'external_id', source_id: sourceId, index_version: context.keyring.indexVersion, value_index: context.keyring.blindIndex('external_id', externalId), contact_id: contactId })) === 1
  if (!claimed) throw contactErrors.CONTACT_IDENTITY_TAKEN()
}

/** The status a contact with this address may have at most: a suppression outlives the record (DESIGN G3). */
export async function statusUnderSuppression(tx: Tx, context: ContactContext, emailIndex: Buffer, status: ContactStatus): Promise<ContactStatus> {
  const rows = await suppressionReasons.many(tx, { workspace_id: context.workspaceId, email_index: emailIndex })
  return rows.reduce((s, r) => stricter(s, STATUS_OF_REASON[r.reason ?? ''] ?? 'suppressed'), status)
}

/** Marks the named fields as observed now by a source; the first record says it once for all fields. */
export function observe(before: Provenance, fields: readonly string[], sourceId: Id, at: Date): Provenance {
  const entry = { source_id: sourceId, observed_at: at.toISOString() }
  if (!before['*']) return { ...before, '*': entry, ...Object.fromEntries(fields.filter((f) => before[f]).map((f) => [f, entry])) }
  return { ...before, ...Object.fromEntries(fields.map((f) => [f, entry])) }
}
