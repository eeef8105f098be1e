// Making a contact, or changing the one that has the address already.
import type { Id, Tx } from '../kernel/index.ts'
import { listAttributes } from './attributes.ts'
import { cells } from './contact.ts'
import { contactInsert } from './contacts.sql.ts'
import { OWN_SOURCE, type ContactContext } from './context.ts'
import { contactErrors } from './errors.ts'
import { toPublicId } from '../kernel/index.ts'
import { findByEmail, findByExternalId } from './get-contact.ts'
import { readContactInput, type CheckedInput, type ContactInput, type Email } from './read-contact-input.ts'
import { changeContact } from './update-contact.ts'
import { claimExternalId, observe, statusUnderSuppression, writePhoneLink, writeProfile } from './write-contact.ts'
import type { AttributeDefinition } from './fields/attribute.ts'

export type NewContact = ContactInput & {
  email: string
  /** Which source says so; default: the workspace itself. */
  sourceId?: Id | undefined
  /** The person's id in that source. */
  externalId?: string | undefined
}

/**
 * Makes a contact. Any number of writers at once: exactly one makes it, the others get CONTACT_EXISTS with the public id
 * in data.contact_id. A suppressed address gives a contact that is not active. Run inside withWorkspace.
 * Throws CONTACT_ADDRESS_INVALID, CONTACT_FIELD_INVALID, CONTACT_EXISTS, CONTACT_IDENTITY_TAKEN.
 */
export async function createContact(tx: Tx, context: ContactContext, input: NewContact): Promise<Id> {
  const definitions = await listAttributes(tx, context.workspaceId)
  const checked = readContactInput(input, definitions)
  const made = await insertContact(tx, context, input, checked, definitions)
  if (made !== undefined) return made
  const existing = await findByEmail(tx, context, input.email)
  throw contactErrors.CONTACT_EXISTS({ data: existing ? { contact_id: toPublicId('con', existing) } : {} })
}

export type Upserted = { contactId: Id; outcome: 'created' | 'updated' | 'unchanged' }

/**
 * Makes the contact or changes the one that has the external id or the address. Safe to run twice: the second time
 * nothing changes. Fifty at once for the same people make each person once (identity's primary key decides).
 * Throws as createContact, and CONTACT_ERASED.
 */
export async function upsertContact(tx: Tx, context: ContactContext, input: NewContact): Promise<Upserted> {
  const definitions = await listAttributes(tx, context.workspaceId)
  const sourceId = input.sourceId ?? OWN_SOURCE
  const known = async (): Promise<Id | undefined> =>
    (input.externalId ? await findByExternalId(tx, context, sourceId, input.externalId) : undefined) ?? (await findByEmail(tx, context, input.email))
  let contactId = await known()
  if (contactId === undefined) {
    const made = await insertContact(tx, context, input, readContactInput(input, definitions), definitions)
    if (made !== undefined) return { contactId: made, outcome: 'created' }
    contactId = await known() // somebody made it between the look and the insert
  }
  if (contactId === undefined) throw contactErrors.CONTACT_EXISTS()
  const { externalId, sourceId: _, ...fields } = input
  if (externalId) await claimExternalId(tx, context, contactId, sourceId, externalId.trim(), await findByExternalId(tx, context, sourceId, externalId))
  // A source that does not mention a status again must not bring back somebody who left.
  const outcome = await changeContact(tx, context, contactId, fields, { sourceId, mayReactivate: false })
  return { contactId, outcome: outcome.changed ? 'updated' : 'unchanged' }
}

async function insertContact(tx: Tx, context: ContactContext, input: NewContact, checked: CheckedInput, definitions: readonly AttributeDefinition[]): Promise<Id | undefined> {
  const contactId = context.ids.next()
  const sourceId = input.sourceId ?? OWN_SOURCE
  const email = checked.email as Email
  const index = context.keyring.blindIndex('email', email.normalised)
  const row = await contactInsert.one(tx, {
    workspace_id: context.workspaceId, contact_id: contactId, at: context.at, source_id: sourceId, index_version: context.keyring.indexVersion,
    email_ct: context.keyring.encrypt(cells.email(contactId), email.address), email_index: index, email_domain: email.domain,
    status: await statusUnderSuppression(tx, context, index, checked.status ?? 'active'),
    country_or_null: checked.country ?? null, region_or_null: checked.region ?? null, city_or_null: checked.city ?? null, timezone_or_null: checked.timezone ?? null, language_or_null: checked.language ?? null,
    actor: context.actor,
  })
  if (!row) return undefined
  const attributes = Object.fromEntries(Object.entries(checked.attributes ?? {}).filter(([, v]) => v !== null))
  const cold = { firstName: checked.firstName ?? null, lastName: checked.lastName ?? null, phone: checked.phone ?? null, attributes, provenance: observe({}, [], sourceId, context.at) }
  await writeProfile(tx, context, contactId, cold, definitions)
  await writePhoneLink(tx, context, contactId, cold.phone, true)
  if (input.externalId) await claimExternalId(tx, context, contactId, sourceId, input.externalId.trim(), undefined)
  return contactId
}
