// One page of contacts for people to look at.
import type { Id, Tx } from '../kernel/index.ts'
import { cells, unseal } from './contact.ts'
import { contactList } from './contacts.sql.ts'
import type { ContactContext } from './context.ts'
import type { ContactStatus } from './fields/read-status.ts'

export type ContactFilter = {
  status?: ContactStatus | undefined
  country?: string | undefined
  region?: string | undefined
  city?: string | undefined
  listId?: Id | undefined
  sourceId?: Id | undefined
  /** From this moment on, before that one. */
  createdFrom?: Date | undefined
  createdTo?: Date | undefined
}

/** A row of the list: what the list shows, not the whole person. */
export type ContactListItem = {
  contactId: Id
  email: string | null
  status: ContactStatus
  country: string | null
  region: string | null
  city: string | null
  language: string | null
  sourceId: Id
  createdAt: Date
  updatedAt: Date
  lastSentAt: Date | null
  version: number
  /** Sort key of the row; goes into the cursor. */
  key: { createdAt: string; contactId: Id }
}

/** Newest first. Answers one row more than `limit` when there is a next page. Only the rows shown are decrypted. */
export async function listContacts(tx: Tx, context: Pick<ContactContext, 'workspaceId' | 'keyring'>, filter: ContactFilter, page: { limit: number; after?: ContactListItem['key'] | undefined }): Promise<ContactListItem[]> {
  const rows = await contactList.many(tx, {
    workspace_id: context.workspaceId,
    status_or_null: filter.status ?? null,
    country_or_null: filter.country ?? null,
    region_or_null: filter.region ?? null,
    city_or_null: filter.city ?? null,
    source_id_or_null: filter.sourceId ?? null,
    list_id_or_null: filter.listId ?? null,
    created_from_or_null: filter.createdFrom ?? null,
    created_to_or_null: filter.createdTo ?? null,
    after_created_or_null: page.after?.createdAt ?? null,
    after_id_or_null: page.after?.contactId ?? null,
    row_limit: String(page.limit + 1),
  })
  return rows.map((r) => ({
    contactId: r.contact_id,
    email: unseal(context.keyring, cells.email(r.contact_id), r.email_ct),
    status: r.status as ContactStatus,
    country: r.country,
    region: r.region,
    city: r.city,
    language: r.language,
    sourceId: r.source_id,
    createdAt: r.created_at,
    updatedAt: r.updated_at,
    lastSentAt: r.last_sent_at,
    version: r.version,
    key: { createdAt: r.created_key, contactId: r.contact_id },
  }))
}
