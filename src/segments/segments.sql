-- Named queries of the room segments: definitions, their versions, their kept membership. What a definition asks is SQL
-- built by compile.ts; everything else stands here.

-- name: segment_attribute_list :many
-- Attributes of the workspace that a definition may name.
select a.name, a.type, a.sensitive from contacts.attribute_definition a where a.workspace_id = :workspace_id and a.retired_at is null;

-- name: member_page :many
-- Kept members of a segment, newest contact first.
select m.contact_id, m.entered_at from campaigns.segment_member m
where m.workspace_id = :workspace_id and m.segment_id = :segment_id and m.contact_id < :before_contact_id
order by m.contact_id desc limit :page_size;

-- name: member_count :one
-- Kept members of a segment, counted.
select count(*)::int as count from campaigns.segment_member m where m.workspace_id = :workspace_id and m.segment_id = :segment_id;

-- name: segment_archive :exec
-- Takes a segment out of use; its history stays.
update campaigns.segment set archived_at = :at, updated_at = :at, updated_by = :actor, version = version + 1
where workspace_id = :workspace_id and segment_id = :segment_id and version = :version and archived_at is null;

-- name: segment_get :one
-- One segment with its definition.
select s.segment_id, s.name, s.definition, s.version, s.created_at, s.created_by, s.updated_at, s.updated_by, s.archived_at, s.member_count, s.materialised_at
from campaigns.segment s where s.workspace_id = :workspace_id and s.segment_id = :segment_id;

-- name: segment_get_many :many
-- Definitions of several segments, for references.
select s.segment_id, s.name, s.definition, s.version from campaigns.segment s where s.workspace_id = :workspace_id and s.segment_id = any(:segment_ids::bigint[]) and s.archived_at is null;

-- name: segment_insert :exec
-- A new segment and its first version.
with made as (
  insert into campaigns.segment (workspace_id, segment_id, name, definition, created_at, created_by, updated_at, updated_by)
  values (:workspace_id, :segment_id, :name, :definition::jsonb, :at, :actor, :at, :actor)
  returning workspace_id, segment_id, definition, version
)
insert into campaigns.segment_version (workspace_id, segment_id, version, definition, created_at, created_by)
select made.workspace_id, made.segment_id, made.version, made.definition, :at, :actor from made where made.workspace_id = :workspace_id;

-- name: segment_list :many
-- Segments of the workspace that are in use, by name.
select s.segment_id, s.name, s.definition, s.version, s.created_at, s.created_by, s.updated_at, s.updated_by, s.archived_at, s.member_count, s.materialised_at
from campaigns.segment s
where s.workspace_id = :workspace_id and s.archived_at is null and s.name > :after_name
  and (:search_or_null::text is null or strpos(lower(s.name), lower(:search_or_null)) > 0)
order by s.name limit :page_size;

-- name: segment_lock :one
-- Holds a segment for a change.
select s.version, s.name, s.definition from campaigns.segment s where s.workspace_id = :workspace_id and s.segment_id = :segment_id and s.archived_at is null for update;

-- name: segment_materialised :exec
-- Notes when the membership was brought up to date and how many members there are.
update campaigns.segment set member_count = :member_count, materialised_at = :at where workspace_id = :workspace_id and segment_id = :segment_id;

-- name: segment_update :exec
-- Changes name and definition; the version grows, and the new one is kept beside the old ones.
with changed as (
  update campaigns.segment set name = :name, definition = :definition::jsonb, version = version + 1, updated_at = :at, updated_by = :actor
  where workspace_id = :workspace_id and segment_id = :segment_id and version = :version and archived_at is null
  returning workspace_id, segment_id, definition, version
)
insert into campaigns.segment_version (workspace_id, segment_id, version, definition, created_at, created_by)
select changed.workspace_id, changed.segment_id, changed.version, changed.definition, :at, :actor from changed where changed.workspace_id = :workspace_id;

-- name: segment_users :many
-- Who uses a segment: other segments by name, and campaigns that were not sent yet.
select 'segment' as "kind!", s.name from campaigns.segment s
where s.workspace_id = :workspace_id and s.archived_at is null and s.segment_id <> :segment_id and strpos(s.definition::text, :public_id::text) > 0
union all
select 'campaign', c.name from campaigns.campaign_audience a
join campaigns.campaign c on c.workspace_id = a.workspace_id and c.campaign_id = a.campaign_id
where a.workspace_id = :workspace_id and a.segment_id = :segment_id and c.state in ('draft', 'scheduled', 'launching', 'sending', 'paused');

-- name: segment_version_list :many
-- The history of a segment, newest first.
select v.version, v.definition, v.created_at, v.created_by from campaigns.segment_version v
where v.workspace_id = :workspace_id and v.segment_id = :segment_id order by v.version desc limit :page_size;

-- name: workspace_timezone :one
-- The zone in which relative times are read, and whether anybody was merged (one probe of a partial index).
select w.timezone, exists (select from contacts.v_contact c where c.workspace_id = :workspace_id and c.merged_into is not null) as "has_merges!"
from platform.workspace w where w.workspace_id = :workspace_id;
