// Lists: named sets of contacts kept by hand, by imports and forms.
import { mapDatabaseError, type Id, type Tx } from '../kernel/index.ts'
import { listByName, listDelete, listGet, listInsert, listPage, listUpdate, listsOfContact as listsOfContactQuery, memberAdd, memberRemove } from './contacts.sql.ts'
import type { ContactContext } from './context.ts'
import { contactErrors } from './errors.ts'

export type List = { listId: Id; name: string; description: string; isPublic: boolean; doubleOptIn: boolean; createdAt: Date; archivedAt: Date | null; memberCount: string }
export type ListInput = { name: string; description?: string | undefined; isPublic?: boolean | undefined; doubleOptIn?: boolean | undefined }

type Row = { list_id: string; name: string; description: string; public: boolean; double_opt_in: boolean; created_at: Date; archived_at: Date | null; member_count: string }
const fromRow = (r: Row): List => ({ listId: r.list_id, name: r.name, description: r.description, isPublic: r.public, doubleOptIn: r.double_opt_in, createdAt: r.created_at, archivedAt: r.archived_at, memberCount: r.member_count })
const nameTaken = { list_name_uq: () => contactErrors.LIST_EXISTS() }

/** Throws LIST_EXISTS. */
export async function createList(tx: Tx, context: Pick<ContactContext, 'workspaceId' | 'ids' | 'actor'>, input: ListInput): Promise<Id> {
  const listId = context.ids.next()
  try {
    await listInsert.exec(tx, { workspace_id: context.workspaceId, list_id: listId, name: input.name.trim(), description: input.description ?? '', is_public: input.isPublic ?? false, double_opt_in: input.doubleOptIn ?? false, actor: context.actor })
  } catch (error) {
    throw mapDatabaseError(error, nameTaken)
  }
  return listId
}

/** Throws LIST_NOT_FOUND. */
export async function getList(tx: Tx, workspaceId: Id, listId: Id): Promise<List> {
  const row = await listGet.one(tx, { workspace_id: workspaceId, list_id: listId })
  if (!row) throw contactErrors.LIST_NOT_FOUND()
  return fromRow(row)
}

/** The list of that name, or undefined. */
export async function findList(tx: Tx, workspaceId: Id, name: string): Promise<Id | undefined> {
  return (await listByName.one(tx, { workspace_id: workspaceId, name: name.trim() }))?.list_id
}

/** Lists by name; one more than `limit` when there is a next page. */
export async function getLists(tx: Tx, workspaceId: Id, page: { limit: number; afterName?: string | undefined; withArchived?: boolean | undefined }): Promise<List[]> {
  const rows = await listPage.many(tx, { workspace_id: workspaceId, with_archived: page.withArchived ?? false, after_name_or_null: page.afterName ?? null, row_limit: String(page.limit + 1) })
  return rows.map(fromRow)
}

/** Changes name, description, visibility, or archives and brings back. Throws LIST_NOT_FOUND, LIST_EXISTS. */
export async function updateList(tx: Tx, context: Pick<ContactContext, 'workspaceId' | 'at'>, listId: Id, change: Partial<ListInput> & { isArchived?: boolean | undefined }): Promise<List> {
  const before = await getList(tx, context.workspaceId, listId)
  const after = {
    name: change.name?.trim() ?? before.name,
    description: change.description ?? before.description,
    isPublic: change.isPublic ?? before.isPublic,
    doubleOptIn: change.doubleOptIn ?? before.doubleOptIn,
    archivedAt: change.isArchived === undefined ? before.archivedAt : change.isArchived ? (before.archivedAt ?? context.at) : null,
  }
  try {
    await listUpdate.exec(tx, { workspace_id: context.workspaceId, list_id: listId, name: after.name, description: after.description, is_public: after.isPublic, double_opt_in: after.doubleOptIn, archived_at_or_null: after.archivedAt })
  } catch (error) {
    throw mapDatabaseError(error, nameTaken)
  }
  return { ...before, ...after }
}

/** Removes a list and its memberships, never its people. Throws LIST_NOT_FOUND, LIST_IN_USE. */
export async function deleteList(tx: Tx, workspaceId: Id, listId: Id): Promise<void> {
  try {
    if ((await listDelete.exec(tx, { workspace_id: workspaceId, list_id: listId })) !== 1) throw contactErrors.LIST_NOT_FOUND()
  } catch (error) {
    const mapped = mapDatabaseError(error)
    throw (mapped as { code?: string }).code === 'REFERENCE_VIOLATION' ? contactErrors.LIST_IN_USE({ cause: error }) : mapped
  }
}

/**
 * Puts contacts on a list; answers those that were not on it. Twice changes nothing; unknown, merged and erased ones
 * are left out. Throws LIST_NOT_FOUND.
 */
export async function addToList(tx: Tx, context: Pick<ContactContext, 'workspaceId' | 'actor'>, listId: Id, contactIds: readonly Id[]): Promise<Id[]> {
  await getList(tx, context.workspaceId, listId)
  return (await memberAdd.many(tx, { workspace_id: context.workspaceId, list_id: listId, contact_ids: [...contactIds], actor: context.actor })).map((r) => r.contact_id)
}

/** Takes contacts off a list; answers those that were on it. Throws LIST_NOT_FOUND. */
export async function removeFromList(tx: Tx, context: Pick<ContactContext, 'workspaceId'>, listId: Id, contactIds: readonly Id[]): Promise<Id[]> {
  await getList(tx, context.workspaceId, listId)
  return (await memberRemove.many(tx, { workspace_id: context.workspaceId, list_id: listId, contact_ids: [...contactIds] })).map((r) => r.contact_id)
}

/** The lists a contact is on, by name. */
export async function listsOfContact(tx: Tx, workspaceId: Id, contactId: Id): Promise<{ listId: Id; name: string; addedAt: Date }[]> {
  const rows = await listsOfContactQuery.many(tx, { workspace_id: workspaceId, contact_id: contactId })
  return rows.map((r) => ({ listId: r.list_id, name: r.name, addedAt: r.added_at }))
}
