// Removing a contact that nothing refers to.
import { mapDatabaseError, type Id, type Tx } from '../kernel/index.ts'
import { contactDelete, contactLock } from './contacts.sql.ts'
import type { ContactContext } from './context.ts'
import { contactErrors } from './errors.ts'

/**
 * Removes a contact with profile, identities, records and memberships. Facts (messages, consents, events) are never
 * removed with it: a contact that has some is refused with CONTACT_HAS_HISTORY; the law's way is an erasure.
 * Suppressions of the address stay. Throws CONTACT_NOT_FOUND, CONTACT_VERSION_CONFLICT, CONTACT_HAS_HISTORY.
 * Afterwards the transaction of a refused delete can only be rolled back.
 */
export async function deleteContact(tx: Tx, context: Pick<ContactContext, 'workspaceId'>, contactId: Id, version?: number): Promise<void> {
  const key = { workspace_id: context.workspaceId, contact_id: contactId }
  const held = await contactLock.one(tx, key)
  if (!held) throw contactErrors.CONTACT_NOT_FOUND()
  if (version !== undefined && held.version !== version) throw contactErrors.CONTACT_VERSION_CONFLICT({ data: { version: held.version } })
  try {
    await contactDelete.exec(tx, key)
  } catch (error) {
    const mapped = mapDatabaseError(error)
    throw (mapped as { code?: string }).code === 'REFERENCE_VIOLATION' ? contactErrors.CONTACT_HAS_HISTORY({ cause: error }) : mapped
  }
}
