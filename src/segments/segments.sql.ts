// Generated from segments.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type SegmentAttributeListParams = {
  workspace_id: string
}
export type SegmentAttributeListRow = {
  "name": string
  "type": string
  "sensitive": boolean
}
/** Attributes of the workspace that a definition may name. */
export const segmentAttributeList = namedQuery<SegmentAttributeListParams, SegmentAttributeListRow>("segment_attribute_list", "select a.name, a.type, a.sensitive from contacts.attribute_definition a where a.workspace_id = $1 and a.retired_at is null", ["workspace_id"])

export type MemberPageParams = {
  workspace_id: string
  segment_id: string
  before_contact_id: string
  page_size: string
}
export type MemberPageRow = {
  "contact_id": string
  "entered_at": Date
}
/** Kept members of a segment, newest contact first. */
export const memberPage = namedQuery<MemberPageParams, MemberPageRow>("member_page", "select m.contact_id, m.entered_at from campaigns.segment_member m\n\
where m.workspace_id = $1 and m.segment_id = $2 and m.contact_id < $3\n\
order by m.contact_id desc limit $4", ["workspace_id","segment_id","before_contact_id","page_size"])

export type MemberCountParams = {
  workspace_id: string
  segment_id: string
}
export type MemberCountRow = {
  "count": number
}
/** Kept members of a segment, counted. */
export const memberCount = namedQuery<MemberCountParams, MemberCountRow>("member_count", "select count(*)::int as count from campaigns.segment_member m where m.workspace_id = $1 and m.segment_id = $2", ["workspace_id","segment_id"])

export type SegmentArchiveParams = {
  at: Date | string
  actor: string
  workspace_id: string
  segment_id: string
  version: number
}
export type SegmentArchiveRow = Record<string, never>
/** Takes a segment out of use; its history stays. */
export const segmentArchive = namedQuery<SegmentArchiveParams, SegmentArchiveRow>("segment_archive", "update campaigns.segment set archived_at = $1, updated_at = $1, updated_by = $2, version = version + 1\n\
where workspace_id = $3 and segment_id = $4 and version = $5 and archived_at is null", ["at","actor","workspace_id","segment_id","version"])

export type SegmentGetParams = {
  workspace_id: string
  segment_id: string
}
export type SegmentGetRow = {
  "segment_id": string
  "name": string
  "definition": unknown
  "version": number
  "created_at": Date
  "created_by": string
  "updated_at": Date
  "updated_by": string
  "archived_at": Date | null
  "member_count": string | null
  "materialised_at": Date | null
}
/** One segment with its definition. */
export const segmentGet = namedQuery<SegmentGetParams, SegmentGetRow>("segment_get", "select s.segment_id, s.name, s.definition, s.version, s.created_at, s.created_by, s.updated_at, s.updated_by, s.archived_at, s.member_count, s.materialised_at\n\
from campaigns.segment s where s.workspace_id = $1 and s.segment_id = $2", ["workspace_id","segment_id"])

export type SegmentGetManyParams = {
  workspace_id: string
  segment_ids: string[]
}
export type SegmentGetManyRow = {
  "segment_id": string
  "name": string
  "definition": unknown
  "version": number
}
/** Definitions of several segments, for references. */
export const segmentGetMany = namedQuery<SegmentGetManyParams, SegmentGetManyRow>("segment_get_many", "select s.segment_id, s.name, s.definition, s.version from campaigns.segment s where s.workspace_id = $1 and s.segment_id = any($2::bigint[]) and s.archived_at is null", ["workspace_id","segment_ids"])

export type SegmentInsertParams = {
  workspace_id: string
  segment_id: string
  name: string
  definition: unknown
  at: Date | string
  actor: string
}
export type SegmentInsertRow = Record<string, never>
/** A new segment and its first version. */
export const segmentInsert = namedQuery<SegmentInsertParams, SegmentInsertRow>("segment_insert", "with made as (\n\
  insert into campaigns.segment (workspace_id, segment_id, name, definition, created_at, created_by, updated_at, updated_by)\n\
  values ($1, $2, $3, $4::jsonb, $5, $6, $5, $6)\n\
  returning workspace_id, segment_id, definition, version\n\
)\n\
insert into campaigns.segment_version (workspace_id, segment_id, version, definition, created_at, created_by)\n\
select made.workspace_id, made.segment_id, made.version, made.definition, $5, $6 from made where made.workspace_id = $1", ["workspace_id","segment_id","name","definition","at","actor"])

export type SegmentListParams = {
  workspace_id: string
  after_name: string
  search_or_null: string | null
  page_size: string
}
export type SegmentListRow = {
  "segment_id": string
  "name": string
  "definition": unknown
  "version": number
  "created_at": Date
  "created_by": string
  "updated_at": Date
  "updated_by": string
  "archived_at": Date | null
  "member_count": string | null
  "materialised_at": Date | null
}
/** Segments of the workspace that are in use, by name. */
export const segmentList = namedQuery<SegmentListParams, SegmentListRow>("segment_list", "select s.segment_id, s.name, s.definition, s.version, s.created_at, s.created_by, s.updated_at, s.updated_by, s.archived_at, s.member_count, s.materialised_at\n\
from campaigns.segment s\n\
where s.workspace_id = $1 and s.archived_at is null and s.name > $2\n\
  and ($3::text is null or strpos(lower(s.name), lower($3)) > 0)\n\
order by s.name limit $4", ["workspace_id","after_name","search_or_null","page_size"])

export type SegmentLockParams = {
  workspace_id: string
  segment_id: string
}
export type SegmentLockRow = {
  "version": number
  "name": string
  "definition": unknown
}
/** Holds a segment for a change. */
export const segmentLock = namedQuery<SegmentLockParams, SegmentLockRow>("segment_lock", "select s.version, s.name, s.definition from campaigns.segment s where s.workspace_id = $1 and s.segment_id = $2 and s.archived_at is null for update", ["workspace_id","segment_id"])

export type SegmentMaterialisedParams = {
  member_count: string
  at: Date | string
  workspace_id: string
  segment_id: string
}
export type SegmentMaterialisedRow = Record<string, never>
/** Notes when the membership was brought up to date and how many members there are. */
export const segmentMaterialised = namedQuery<SegmentMaterialisedParams, SegmentMaterialisedRow>("segment_materialised", "update campaigns.segment set member_count = $1, materialised_at = $2 where workspace_id = $3 and segment_id = $4", ["member_count","at","workspace_id","segment_id"])

export type SegmentUpdateParams = {
  name: string
  definition: unknown
  at: Date | string
  actor: string
  workspace_id: string
  segment_id: string
  version: number
}
export type SegmentUpdateRow = Record<string, never>
/** Changes name and definition; the version grows, and the new one is kept beside the old ones. */
export const segmentUpdate = namedQuery<SegmentUpdateParams, SegmentUpdateRow>("segment_update", "with changed as (\n\
  update campaigns.segment set name = $1, definition = $2::jsonb, version = version + 1, updated_at = $3, updated_by = $4\n\
  where workspace_id = $5 and segment_id = $6 and version = $7 and archived_at is null\n\
  returning workspace_id, segment_id, definition, version\n\
)\n\
insert into campaigns.segment_version (workspace_id, segment_id, version, definition, created_at, created_by)\n\
select changed.workspace_id, changed.segment_id, changed.version, changed.definition, $3, $4 from changed where changed.workspace_id = $5", ["name","definition","at","actor","workspace_id","segment_id","version"])

export type SegmentUsersParams = {
  workspace_id: string
  segment_id: string
  public_id: string
}
export type SegmentUsersRow = {
  "kind": string
  "name": string | null
}
/** Who uses a segment: other segments by name, and campaigns that were not sent yet. */
export const segmentUsers = namedQuery<SegmentUsersParams, SegmentUsersRow>("segment_users", "select 'segment' as \"kind\", s.name from campaigns.segment s\n\
where s.workspace_id = $1 and s.archived_at is null and s.segment_id <> $2 and strpos(s.definition::text, $3::text) > 0\n\
union all\n\
select 'campaign', c.name from campaigns.campaign_audience a\n\
join campaigns.campaign c on c.workspace_id = a.workspace_id and c.campaign_id = a.campaign_id\n\
where a.workspace_id = $1 and a.segment_id = $2 and c.state in ('draft', 'scheduled', 'launching', 'sending', 'paused')", ["workspace_id","segment_id","public_id"])

export type SegmentVersionListParams = {
  workspace_id: string
  segment_id: string
  page_size: string
}
export type SegmentVersionListRow = {
  "version": number
  "definition": unknown
  "created_at": Date
  "created_by": string
}
/** The history of a segment, newest first. */
export const segmentVersionList = namedQuery<SegmentVersionListParams, SegmentVersionListRow>("segment_version_list", "select v.version, v.definition, v.created_at, v.created_by from campaigns.segment_version v\n\
where v.workspace_id = $1 and v.segment_id = $2 order by v.version desc limit $3", ["workspace_id","segment_id","page_size"])

export type WorkspaceTimezoneParams = {
  workspace_id: string
}
export type WorkspaceTimezoneRow = {
  "timezone": string
  "has_merges": boolean
}
/** The zone in which relative times are read, and whether anybody was merged (one probe of a partial index). */
export const workspaceTimezone = namedQuery<WorkspaceTimezoneParams, WorkspaceTimezoneRow>("workspace_timezone", "select w.timezone, exists (select from contacts.v_contact c where c.workspace_id = $1 and c.merged_into is not null) as \"has_merges\"\n\
from platform.workspace w where w.workspace_id = $1", ["workspace_id"])
