-- Queries of the room contacts: people, lists, sources, attributes. The import has its own file.

-- name: contact_insert :one
-- A new contact, if nobody has the address: identity and contact in one statement, so that identity's primary key decides
-- among writers at the same moment. No row: the address belongs to somebody.
with claimed as (
  insert into contacts.identity (workspace_id, kind, source_id, index_version, value_index, contact_id)
  values (:workspace_id, 'email', 0, :index_version, :email_index, :contact_id)
  on conflict do nothing
  returning contact_id
)
insert into contacts.contact (workspace_id, contact_id, created_at, updated_at, source_id, email_index_version, email_ct, email_index, email_domain, status, country, region, city, timezone, language, created_by, updated_by)
select :workspace_id, claimed.contact_id, :at, :at, :source_id, :index_version, :email_ct, :email_index, :email_domain, :status, :country_or_null, :region_or_null, :city_or_null, :timezone_or_null, :language_or_null, :actor, :actor
from claimed
returning contact_id;

-- name: contact_get :one
-- Everything about one contact, still encrypted.
select c.contact_id, c.created_at, c.updated_at, c.last_sent_at, c.erased_at, c.source_id, c.merged_into, c.version, c.email_ct, c.email_index, c.email_domain, c.status, c.country, c.region, c.city, c.timezone, c.language, c.created_by, c.updated_by,
  p.first_name_ct as "first_name_ct?", p.last_name_ct as "last_name_ct?", p.phone_ct as "phone_ct?", p.sensitive_ct as "sensitive_ct?", p.attributes as "attributes?", p.provenance as "provenance?"
from contacts.contact c
left join contacts.contact_profile p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id
where c.workspace_id = :workspace_id and c.contact_id = :contact_id;

-- name: contact_lock :one
-- Holds a contact for a change; what is read afterwards is what will be changed.
select version, merged_into, status from contacts.contact where workspace_id = :workspace_id and contact_id = :contact_id for update;

-- name: contact_list :many
-- One page of contacts, newest first; reads neither profile nor ciphertext of rows it does not show.
select c.contact_id, c.created_at, c.updated_at, c.last_sent_at, c.source_id, c.version, c.email_ct, c.status, c.country, c.region, c.city, c.language, to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "created_key!"
from contacts.contact c
where c.workspace_id = :workspace_id and c.merged_into is null
  and (:status_or_null::text is null or c.status = :status_or_null)
  and (:country_or_null::text is null or c.country = :country_or_null)
  and (:region_or_null::text is null or c.region = :region_or_null)
  and (:city_or_null::text is null or c.city = :city_or_null)
  and (:source_id_or_null::bigint is null or c.source_id = :source_id_or_null)
  and (:created_from_or_null::timestamptz is null or c.created_at >= :created_from_or_null)
  and (:created_to_or_null::timestamptz is null or c.created_at < :created_to_or_null)
  and (:list_id_or_null::bigint is null or exists (select 1 from contacts.list_member m where m.workspace_id = c.workspace_id and m.list_id = :list_id_or_null and m.contact_id = c.contact_id))
  and (:after_created_or_null::timestamptz is null or (c.created_at, c.contact_id) < (:after_created_or_null::timestamptz, :after_id_or_null::bigint))
order by c.created_at desc, c.contact_id desc
limit :row_limit;

-- name: contact_export :many
-- One page of an export in the order of ids, still encrypted.
select c.contact_id, c.email_ct, c.status, c.country, c.region, c.city, c.timezone, c.language, c.created_at, c.updated_at,
  p.first_name_ct as "first_name_ct?", p.last_name_ct as "last_name_ct?", p.phone_ct as "phone_ct?", p.sensitive_ct as "sensitive_ct?", p.attributes as "attributes?"
from contacts.contact c
left join contacts.contact_profile p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id
where c.workspace_id = :workspace_id and c.contact_id > :after_id and c.merged_into is null and c.erased_at is null
  and (:status_or_null::text is null or c.status = :status_or_null)
  and (:list_id_or_null::bigint is null or exists (select 1 from contacts.list_member m where m.workspace_id = c.workspace_id and m.list_id = :list_id_or_null and m.contact_id = c.contact_id))
order by c.contact_id
limit :row_limit;

-- name: contact_update :exec
-- Writes all hot fields of a contact that the caller has locked and read. The version grows by one.
update contacts.contact set updated_at = :at, updated_by = :actor, version = version + 1,
  email_ct = :email_ct, email_index = :email_index, email_index_version = :index_version, email_domain = :email_domain,
  status = :status, country = :country_or_null, region = :region_or_null, city = :city_or_null, timezone = :timezone_or_null, language = :language_or_null
where workspace_id = :workspace_id and contact_id = :contact_id and version = :version;

-- name: contact_delete :exec
-- Removes a contact and, by its foreign keys, profile, identities, records and memberships. Refused by the database when facts refer to it.
delete from contacts.contact where workspace_id = :workspace_id and contact_id = :contact_id;

-- name: profile_upsert :exec
-- Writes the cold fields of a contact.
insert into contacts.contact_profile (workspace_id, contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes, provenance, updated_at)
values (:workspace_id, :contact_id, :first_name_ct_or_null, :last_name_ct_or_null, :phone_ct_or_null, :sensitive_ct_or_null, :attributes, :provenance, :at)
on conflict (workspace_id, contact_id) do update set
  first_name_ct = excluded.first_name_ct, last_name_ct = excluded.last_name_ct, phone_ct = excluded.phone_ct, sensitive_ct = excluded.sensitive_ct,
  attributes = excluded.attributes, provenance = excluded.provenance, updated_at = excluded.updated_at;

-- name: identity_find :one
-- Who has this address or external id.
select contact_id from contacts.identity where workspace_id = :workspace_id and kind = :kind and source_id = :source_id and index_version = :index_version and value_index = :value_index;

-- name: identity_insert :exec
-- Claims an address or external id; zero rows when it is claimed already, by whomever.
insert into contacts.identity (workspace_id, kind, source_id, index_version, value_index, contact_id)
values (:workspace_id, :kind, :source_id, :index_version, :value_index, :contact_id)
on conflict do nothing;

-- name: identity_release_email :exec
-- The contact gives up its addresses; claimed anew right after.
delete from contacts.identity where workspace_id = :workspace_id and contact_id = :contact_id and kind = 'email';

-- name: phone_link_replace :exec
-- The contact's phone number links to nobody else's record any more.
delete from contacts.identity_link where workspace_id = :workspace_id and contact_id = :contact_id and kind = 'phone';

-- name: phone_link_insert :exec
-- The contact can be found by this phone number; others may have the same.
insert into contacts.identity_link (workspace_id, kind, index_version, value_index, contact_id)
values (:workspace_id, 'phone', :index_version, :value_index, :contact_id)
on conflict do nothing;

-- name: record_upsert :exec
-- What the source said last about a contact.
insert into contacts.source_record (workspace_id, contact_id, source_id, external_index, record_ct, record_hash, observed_at)
values (:workspace_id, :contact_id, :source_id, :external_index, :record_ct, :record_hash, :at)
on conflict (workspace_id, contact_id, source_id, external_index) do update set record_ct = excluded.record_ct, record_hash = excluded.record_hash, observed_at = excluded.observed_at;

-- name: record_list :many
-- Raw records of a contact by source, encrypted.
select r.source_id, s.name as source_name, r.external_index, r.record_ct, r.observed_at, r.import_run_id
from contacts.source_record r
join contacts.source s on s.workspace_id = r.workspace_id and s.source_id = r.source_id
where r.workspace_id = :workspace_id and r.contact_id = :contact_id
order by r.observed_at desc;

-- name: suppression_reasons :many
-- Why an address may not be written to.
select reason from compliance.v_suppressed_address where workspace_id = :workspace_id and email_index = :email_index;

-- name: list_insert :exec
-- A new list.
insert into contacts.list (workspace_id, list_id, name, description, public, double_opt_in, created_by)
values (:workspace_id, :list_id, :name, :description, :is_public, :double_opt_in, :actor);

-- name: list_get :one
-- One list with the number of its members.
select l.list_id, l.name, l.description, l.public, l.double_opt_in, l.created_at, l.archived_at,
  (select count(*) from contacts.list_member m where m.workspace_id = l.workspace_id and m.list_id = l.list_id) as "member_count!"
from contacts.list l where l.workspace_id = :workspace_id and l.list_id = :list_id;

-- name: list_by_name :one
-- A list by its name.
select list_id from contacts.list where workspace_id = :workspace_id and name = :name;

-- name: list_page :many
-- Lists by name, each with the number of its members.
select l.list_id, l.name, l.description, l.public, l.double_opt_in, l.created_at, l.archived_at,
  (select count(*) from contacts.list_member m where m.workspace_id = l.workspace_id and m.list_id = l.list_id) as "member_count!"
from contacts.list l
where l.workspace_id = :workspace_id and (:with_archived or l.archived_at is null) and (:after_name_or_null::text is null or l.name > :after_name_or_null)
order by l.name
limit :row_limit;

-- name: list_update :exec
-- Changes what a list says about itself.
update contacts.list set name = :name, description = :description, public = :is_public, double_opt_in = :double_opt_in, archived_at = :archived_at_or_null
where workspace_id = :workspace_id and list_id = :list_id;

-- name: list_delete :exec
-- Removes a list and its memberships; refused by the database while a campaign refers to it.
delete from contacts.list where workspace_id = :workspace_id and list_id = :list_id;

-- name: lists_of_contact :many
-- The lists a contact is on.
select l.list_id, l.name, m.added_at from contacts.list_member m
join contacts.list l on l.workspace_id = m.workspace_id and l.list_id = m.list_id
where m.workspace_id = :workspace_id and m.contact_id = :contact_id
order by l.name;

-- name: member_add :many
-- Puts contacts on a list; answers those that were not on it. Unknown, merged and erased ones are left out.
insert into contacts.list_member (workspace_id, list_id, contact_id, added_by)
select :workspace_id, :list_id, c.contact_id, :actor
from contacts.contact c
where c.workspace_id = :workspace_id and c.contact_id = any (:contact_ids::bigint[]) and c.merged_into is null and c.erased_at is null
order by c.contact_id
on conflict do nothing
returning contact_id;

-- name: member_remove :many
-- Takes contacts off a list; answers those that were on it.
delete from contacts.list_member where workspace_id = :workspace_id and list_id = :list_id and contact_id = any (:contact_ids::bigint[])
returning contact_id;

-- name: source_insert :exec
-- A new source.
insert into contacts.source (workspace_id, source_id, name, kind, rank, created_by) values (:workspace_id, :source_id, :name, :kind, :rank, :actor);

-- name: source_list :many
-- Sources, the most trusted first.
select source_id, name, kind, rank, created_at from contacts.source where workspace_id = :workspace_id order by rank, name;

-- name: source_by_name :one
-- A source by its name.
select source_id from contacts.source where workspace_id = :workspace_id and name = :name;

-- name: source_update :exec
-- Renames a source or changes how much it is trusted.
update contacts.source set name = :name, rank = :rank where workspace_id = :workspace_id and source_id = :source_id;

-- name: attribute_list :many
-- Definitions of attributes by name.
select name, label, type, sensitive, searchable, check_rule, created_at, retired_at from contacts.attribute_definition
where workspace_id = :workspace_id and (:with_retired or retired_at is null)
order by name;

-- name: attribute_insert :exec
-- A new attribute; zero rows when the name is taken.
insert into contacts.attribute_definition (workspace_id, name, label, type, sensitive, searchable, check_rule, created_by)
values (:workspace_id, :name, :label, :type, :sensitive, :searchable, :check_rule, :actor)
on conflict do nothing;

-- name: attribute_update :exec
-- Changes label, rule and whether it is offered; type and sensitivity stay.
update contacts.attribute_definition set label = :label, check_rule = :check_rule, retired_at = :retired_at_or_null
where workspace_id = :workspace_id and name = :name;
