// Changing a contact: by a person who read a version (If-Match), or by a source.
import { isDeepStrictEqual } from 'node:util'
import { suppress, type SuppressionReason } from '../compliance/index.ts'
import { toPublicId, type Id, type Tx } from '../kernel/index.ts'
import { listAttributes } from './attributes.ts'
import { cells, type Contact } from './contact.ts'
import { contactLock, contactUpdate, identityInsert, identityReleaseEmail } from './contacts.sql.ts'
import { OWN_SOURCE, type ContactContext } from './context.ts'
import { contactErrors } from './errors.ts'
import type { AttributeDefinition } from './fields/attribute.ts'
import { isUnreachable, type ContactStatus } from './fields/read-status.ts'
import { findByEmail, getContact } from './get-contact.ts'
import { readContactInput, readEmail, type CheckedInput, type ContactInput } from './read-contact-input.ts'
import { observe, statusUnderSuppression, writePhoneLink, writeProfile } from './write-contact.ts'

/**
 * Changes a contact for a person. With `version`, only if it still is at that version; the second of two people who
 * edited the same version gets CONTACT_VERSION_CONFLICT and nothing of the first is lost. What is equal is not written.
 * Throws CONTACT_NOT_FOUND, CONTACT_VERSION_CONFLICT, CONTACT_EXISTS (address of somebody else), CONTACT_SUPPRESSED,
 * CONTACT_ERASED, CONTACT_ADDRESS_INVALID, CONTACT_FIELD_INVALID.
 */
export async function updateContact(tx: Tx, context: ContactContext, contactId: Id, input: ContactInput, version?: number): Promise<Contact> {
  const steps = await stopMail(tx, context, contactId, input.status)
  return (await changeContact(tx, context, contactId, input, { sourceId: OWN_SOURCE, mayReactivate: true, version: version === undefined ? undefined : version + steps })).contact
}

const REASON_OF_STATUS: Partial<Record<ContactStatus, SuppressionReason>> = { unsubscribed: 'unsubscribe', suppressed: 'manual' }

/**
 * A person who sets somebody to unsubscribed or suppressed means the address: it is suppressed behind the gate, before
 * every other lock of the transaction, so that no attempt starts after the commit (DESIGN G3). Answers by how many
 * versions the contact grew with it.
 */
async function stopMail(tx: Tx, context: ContactContext, contactId: Id, status: ContactStatus | undefined): Promise<number> {
  const reason = status && REASON_OF_STATUS[status]
  if (!reason) return 0
  const before = await getContact(tx, context, contactId)
  if (before.email === null || isUnreachable(before.status)) return 0
  const address = { index: context.keyring.blindIndex('email', readEmail(before.email).normalised), version: context.keyring.indexVersion }
  await suppress(tx, context.workspaceId, { actor: context.actor, origin: 'api' }, { address, reason }, context.at)
  return 1
}

type ChangeOptions = { sourceId: Id; mayReactivate: boolean; version?: number | undefined }

/** updateContact for any source; also says whether anything differed. */
export async function changeContact(tx: Tx, context: ContactContext, contactId: Id, input: ContactInput, options: ChangeOptions): Promise<{ contact: Contact; changed: boolean }> {
  const definitions = await listAttributes(tx, context.workspaceId)
  const before = await lockContact(tx, context, contactId, options.version)
  const checked = readContactInput(input, definitions, before.country)
  if (!options.mayReactivate && checked.status !== undefined && before.status !== 'active' && before.status !== 'unconfirmed') delete checked.status
  // A source that writes the same mailbox in another spelling says nothing new; a person may mean the spelling.
  if (!options.mayReactivate && checked.email && readEmail(before.email!).normalised === checked.email.normalised) delete checked.email
  const after = apply(before, checked)
  const fields = changedFields(before, after)
  if (fields.length === 0) return { contact: before, changed: false }
  after.provenance = observe(before.provenance, fields, options.sourceId, context.at)
  await write(tx, context, before, after, definitions)
  return { contact: { ...after, version: before.version + 1, updatedAt: context.at, updatedBy: context.actor }, changed: true }
}

async function lockContact(tx: Tx, context: ContactContext, contactId: Id, version: number | undefined): Promise<Contact> {
  const key = { workspace_id: context.workspaceId }
  let held = await contactLock.one(tx, { ...key, contact_id: contactId })
  const survivor = held?.merged_into
  if (survivor) held = await contactLock.one(tx, { ...key, contact_id: survivor })
  if (!held) throw contactErrors.CONTACT_NOT_FOUND()
  if (version !== undefined && held.version !== version) throw contactErrors.CONTACT_VERSION_CONFLICT({ data: { version: held.version } })
  if (held.status === 'erased') throw contactErrors.CONTACT_ERASED()
  return getContact(tx, context, survivor ?? contactId)
}

function apply(before: Contact, input: CheckedInput): Contact {
  const { email, attributes, ...rest } = input
  const given = Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== undefined))
  const merged = Object.entries({ ...before.attributes, ...attributes }).filter(([, v]) => v !== null)
  return { ...before, ...given, email: email?.address ?? before.email, attributes: Object.fromEntries(merged) }
}

const COMPARED = ['email', 'status', 'firstName', 'lastName', 'phone', 'country', 'region', 'city', 'timezone', 'language'] as const

/** Names of differing fields as provenance knows them. */
function changedFields(before: Contact, after: Contact): string[] {
  const fields = COMPARED.filter((f) => before[f] !== after[f]).map((f) => f.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`))
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])
  for (const name of names) if (!isDeepStrictEqual(before.attributes[name], after.attributes[name])) fields.push(`attributes.${name}`)
  return fields
}

async function write(tx: Tx, context: ContactContext, before: Contact, after: Contact, definitions: readonly AttributeDefinition[]): Promise<void> {
  const { keyring, workspaceId } = context
  const { contactId } = before
  const email = readEmail(after.email!)
  const index = keyring.blindIndex('email', email.normalised)
  const isNewAddress = readEmail(before.email!).normalised !== email.normalised
  const wanted = after.status
  after.status = await statusUnderSuppression(tx, context, index, wanted)
  if (after.status !== wanted && before.status !== 'active' && (wanted === 'active' || wanted === 'unconfirmed')) throw contactErrors.CONTACT_SUPPRESSED()
  if (isNewAddress) await moveAddress(tx, context, contactId, index, after.email!)
  const count = await contactUpdate.exec(tx, {
    workspace_id: workspaceId, contact_id: contactId, version: before.version, at: context.at, actor: context.actor, index_version: keyring.indexVersion,
    email_ct: keyring.encrypt(cells.email(contactId), email.address), email_index: index, email_domain: email.domain,
    status: after.status, country_or_null: after.country, region_or_null: after.region, city_or_null: after.city, timezone_or_null: after.timezone, language_or_null: after.language,
  })
  if (count !== 1) throw contactErrors.CONTACT_VERSION_CONFLICT()
  await writeProfile(tx, context, contactId, after, definitions)
  if (before.phone !== after.phone) await writePhoneLink(tx, context, contactId, after.phone, false)
}

async function moveAddress(tx: Tx, context: ContactContext, contactId: Id, index: Buffer, email: string): Promise<void> {
  await identityReleaseEmail.exec(tx, { workspace_id: context.workspaceId, contact_id: contactId })
  const claimed = await identityInsert.exec(tx, { workspace_id: context.workspaceId, kind: 'email', source_id: OWN_SOURCE, index_version: context.keyring.indexVersion, value_index: index, contact_id: contactId })
  if (claimed === 1) return
  const other = await findByEmail(tx, context, email)
  throw contactErrors.CONTACT_EXISTS({ data: other ? { contact_id: toPublicId('con', other) } : {} })
}
