// What every operation on segments is given besides the transaction, and how references are followed.
import type { Id, Tx } from '../kernel/index.ts'
import { fromPublicId, kernelErrors, toPublicId } from '../kernel/index.ts'
import type { CompileOptions } from './compile.ts'
import { segmentErrors } from './errors.ts'
import { referencedSegments, type SegmentDefinition } from './language.ts'
import { segmentGetMany, workspaceTimezone } from './segments.sql.ts'

export type SegmentContext = { workspaceId: Id; actor: string; now: Date }

/** Definitions by public id, transitively. Throws SEGMENT_REFERENCE_MISSING and SEGMENT_CYCLE (`self` closes a circle too). */
export async function resolveReferences(tx: Tx, workspaceId: Id, definition: SegmentDefinition, self?: string): Promise<Map<string, SegmentDefinition>> {
  const found = new Map<string, SegmentDefinition>()
  let wanted = [...new Set(referencedSegments(definition.where))]
  while (wanted.length > 0) {
    const rows = await segmentGetMany.many(tx, { workspace_id: workspaceId, segment_ids: wanted.map((id) => fromPublicId('seg', id)) })
    for (const r of rows) found.set(toPublicId('seg', r.segment_id), r.definition as SegmentDefinition)
    const missing = wanted.filter((id) => !found.has(id))
    if (missing.length > 0) throw segmentErrors.SEGMENT_REFERENCE_MISSING({ detail: `Missing: ${missing.join(', ')}.`, data: { missing } })
    wanted = [...new Set(rows.flatMap((r) => referencedSegments((r.definition as SegmentDefinition).where)))].filter((id) => !found.has(id))
  }
  assertNoCycle(definition, found, self === undefined ? [] : [self])
  return found
}

function assertNoCycle(definition: SegmentDefinition, all: ReadonlyMap<string, SegmentDefinition>, path: string[]): void {
  for (const id of referencedSegments(definition.where)) {
    if (path.includes(id)) throw segmentErrors.SEGMENT_CYCLE({ detail: `${[...path, id].join(' → ')}.`, data: { path: [...path, id] } })
    const next = all.get(id)
    if (next) assertNoCycle(next, all, [...path, id])
  }
}

/** Everything the compiler needs: zone of the workspace, moment, definitions referred to. */
export async function compileOptions(tx: Tx, context: SegmentContext, definition: SegmentDefinition, mailable = false): Promise<CompileOptions> {
  const workspace = await workspaceTimezone.one(tx, { workspace_id: context.workspaceId })
  if (!workspace) throw kernelErrors.NOT_FOUND()
  return { workspaceId: context.workspaceId, now: context.now, timezone: workspace.timezone, merges: workspace.has_merges, mailable, segments: await resolveReferences(tx, context.workspaceId, definition) }
}
