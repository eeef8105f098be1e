// The noun: a saved question about contacts.
import type { Id } from '../kernel/index.ts'
import type { SegmentDefinition } from './language.ts'
import type { SegmentGetRow } from './segments.sql.ts'

export type Segment = {
  segmentId: Id
  name: string
  definition: SegmentDefinition
  version: number
  createdAt: Date
  createdBy: string
  updatedAt: Date
  updatedBy: string
  archivedAt: Date | null
  /** Members when it was last materialised; null when it never was. */
  memberCount: number | null
  materialisedAt: Date | null
}

export function toSegment(r: SegmentGetRow): Segment {
  return {
    segmentId: r.segment_id, name: r.name, definition: r.definition as SegmentDefinition, version: r.version, createdAt: r.created_at, createdBy: r.created_by, updatedAt: r.updated_at, updatedBy: r.updated_by,
    archivedAt: r.archived_at, memberCount: r.member_count === null ? null : Number(r.member_count), materialisedAt: r.materialised_at,
  }
}
