// Sources: where contact data comes from, and how much each is trusted.
import { mapDatabaseError, type Id, type Tx } from '../kernel/index.ts'
import { sourceByName, sourceInsert, sourceList, sourceUpdate } from './contacts.sql.ts'
import { OWN_SOURCE, type ContactContext } from './context.ts'
import { contactErrors } from './errors.ts'

export const SOURCE_KINDS = ['crm', 'marketing', 'sales', 'web_form', 'file', 'api', 'manual'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]
export type Source = { sourceId: Id; name: string; kind: SourceKind; rank: number; createdAt: Date }

const nameTaken = { source_name_uq: () => contactErrors.SOURCE_EXISTS() }

/** The source every workspace begins with; compose.ts runs this when a workspace is made. */
export async function furnishContacts(tx: Tx, workspace: { workspaceId: Id; actor: string }): Promise<void> {
  await sourceInsert.exec(tx, { workspace_id: workspace.workspaceId, source_id: OWN_SOURCE, name: 'Workspace', kind: 'manual', rank: 50, actor: workspace.actor })
}

/** Throws SOURCE_EXISTS. */
export async function createSource(tx: Tx, context: Pick<ContactContext, 'workspaceId' | 'ids' | 'actor'>, input: { name: string; kind: SourceKind; rank?: number | undefined }): Promise<Id> {
  const sourceId = context.ids.next()
  try {
    await sourceInsert.exec(tx, { workspace_id: context.workspaceId, source_id: sourceId, name: input.name.trim(), kind: input.kind, rank: input.rank ?? 100, actor: context.actor })
  } catch (error) {
    throw mapDatabaseError(error, nameTaken)
  }
  return sourceId
}

/** Sources, the most trusted first. */
export async function listSources(tx: Tx, workspaceId: Id): Promise<Source[]> {
  const rows = await sourceList.many(tx, { workspace_id: workspaceId })
  return rows.map((r) => ({ sourceId: r.source_id, name: r.name, kind: r.kind as SourceKind, rank: r.rank, createdAt: r.created_at }))
}

/** The source of that name, or undefined. */
export async function findSource(tx: Tx, workspaceId: Id, name: string): Promise<Id | undefined> {
  return (await sourceByName.one(tx, { workspace_id: workspaceId, name: name.trim() }))?.source_id
}

/** Renames a source or changes its rank. Throws SOURCE_NOT_FOUND, SOURCE_EXISTS. */
export async function updateSource(tx: Tx, workspaceId: Id, sourceId: Id, change: { name?: string | undefined; rank?: number | undefined }): Promise<Source> {
  const before = (await listSources(tx, workspaceId)).find((s) => s.sourceId === sourceId)
  if (!before) throw contactErrors.SOURCE_NOT_FOUND()
  const after = { name: change.name?.trim() ?? before.name, rank: change.rank ?? before.rank }
  try {
    await sourceUpdate.exec(tx, { workspace_id: workspaceId, source_id: sourceId, ...after })
  } catch (error) {
    throw mapDatabaseError(error, nameTaken)
  }
  return { ...before, ...after }
}
