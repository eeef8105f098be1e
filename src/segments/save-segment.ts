// Create, change and archive segments. Definitions are checked against the workspace: its attributes, its segments.
import { mapDatabaseError, toPublicId, type Id, type IdSource, type Tx } from '../kernel/index.ts'
import { resolveReferences, type SegmentContext } from './context.ts'
import { segmentErrors } from './errors.ts'
import type { SegmentDefinition } from './language.ts'
import { requireSegment } from './parse.ts'
import { toSegment, type Segment } from './segment.ts'
import { segmentArchive, segmentAttributeList, segmentGet, segmentInsert, segmentList, segmentLock, segmentUpdate, segmentUsers, segmentVersionList } from './segments.sql.ts'

const named = { segment_name_uq: () => segmentErrors.SEGMENT_NAME_TAKEN() }
const mapped = (error: unknown): never => {
  throw mapDatabaseError(error, named)
}

/**
 * Checks a definition with everything the workspace knows: attributes and their types, segments referred to, circles.
 * Throws SEGMENT_INVALID with all issues, SEGMENT_REFERENCE_MISSING, SEGMENT_CYCLE. `self` is the public id it is saved under.
 */
export async function validateSegment(tx: Tx, workspaceId: Id, input: unknown, self?: string): Promise<SegmentDefinition> {
  const attributes = await segmentAttributeList.many(tx, { workspace_id: workspaceId })
  const definition = requireSegment(input, { attributes: new Map(attributes.map((a) => [a.name, a])) })
  await resolveReferences(tx, workspaceId, definition, self)
  return definition
}

/** Throws SEGMENT_NAME_TAKEN and what validateSegment throws. */
export async function createSegment(tx: Tx, context: SegmentContext, ids: IdSource, input: { name: string; definition: unknown }): Promise<Segment> {
  const definition = await validateSegment(tx, context.workspaceId, input.definition)
  const segmentId = ids.next()
  await segmentInsert.exec(tx, { workspace_id: context.workspaceId, segment_id: segmentId, name: input.name, definition, at: context.now, actor: context.actor }).catch(mapped)
  return getSegment(tx, context.workspaceId, segmentId)
}

/** Throws SEGMENT_NOT_FOUND, SEGMENT_CHANGED when `version` is not the present one, and what validateSegment throws. */
export async function updateSegment(tx: Tx, context: SegmentContext, segmentId: Id, version: number, input: { name?: string | undefined; definition?: unknown }): Promise<Segment> {
  const before = await segmentLock.one(tx, { workspace_id: context.workspaceId, segment_id: segmentId })
  if (!before) throw segmentErrors.SEGMENT_NOT_FOUND()
  if (before.version !== version) throw segmentErrors.SEGMENT_CHANGED({ data: { version: before.version } })
  const definition = await validateSegment(tx, context.workspaceId, input.definition ?? before.definition, toPublicId('seg', segmentId))
  await segmentUpdate.exec(tx, { workspace_id: context.workspaceId, segment_id: segmentId, name: input.name ?? before.name, definition, version, at: context.now, actor: context.actor }).catch(mapped)
  return getSegment(tx, context.workspaceId, segmentId)
}

/** Throws SEGMENT_IN_USE, SEGMENT_NOT_FOUND, SEGMENT_CHANGED. */
export async function archiveSegment(tx: Tx, context: SegmentContext, segmentId: Id, version: number): Promise<void> {
  const before = await segmentLock.one(tx, { workspace_id: context.workspaceId, segment_id: segmentId })
  if (!before) throw segmentErrors.SEGMENT_NOT_FOUND()
  const users = await segmentUsers.many(tx, { workspace_id: context.workspaceId, segment_id: segmentId, public_id: toPublicId('seg', segmentId) })
  if (users.length > 0) throw segmentErrors.SEGMENT_IN_USE({ data: { users: users.map((u) => ({ kind: u.kind, name: u.name })) } })
  const done = await segmentArchive.exec(tx, { workspace_id: context.workspaceId, segment_id: segmentId, version, at: context.now, actor: context.actor })
  if (done === 0) throw segmentErrors.SEGMENT_CHANGED({ data: { version: before.version } })
}

/** Throws SEGMENT_NOT_FOUND; archived ones are still shown. */
export async function getSegment(tx: Tx, workspaceId: Id, segmentId: Id): Promise<Segment> {
  const row = await segmentGet.one(tx, { workspace_id: workspaceId, segment_id: segmentId })
  if (!row) throw segmentErrors.SEGMENT_NOT_FOUND()
  return toSegment(row)
}

/** By name; answers one more than `limit` when there is a next page. */
export async function listSegments(tx: Tx, workspaceId: Id, page: { limit: number; afterName?: string | undefined; search?: string | undefined }): Promise<Segment[]> {
  const rows = await segmentList.many(tx, { workspace_id: workspaceId, after_name: page.afterName ?? '', search_or_null: page.search ?? null, page_size: String(page.limit + 1) })
  return rows.map(toSegment)
}

/** Newest first. */
export async function segmentHistory(tx: Tx, workspaceId: Id, segmentId: Id, limit = 50): Promise<{ version: number; definition: SegmentDefinition; createdAt: Date; createdBy: string }[]> {
  const rows = await segmentVersionList.many(tx, { workspace_id: workspaceId, segment_id: segmentId, page_size: String(limit) })
  return rows.map((r) => ({ version: r.version, definition: r.definition as SegmentDefinition, createdAt: r.created_at, createdBy: r.created_by }))
}
