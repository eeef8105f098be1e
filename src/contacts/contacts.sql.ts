// Generated from contacts.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type ContactInsertParams = {
  workspace_id: string
  index_version: number
  email_index: Buffer
  contact_id: string
  at: Date | string
  source_id: string
  email_ct: Buffer
  email_domain: string
  status: string
  country_or_null: string | null
  region_or_null: string | null
  city_or_null: string | null
  timezone_or_null: string | null
  language_or_null: string | null
  actor: string
}
export type ContactInsertRow = {
  "contact_id": string
}
/** A new contact, if nobody has the address: identity and contact in one statement, so that identity's primary key decides
 * among writers at the same moment. No row: the address belongs to somebody. */
export const contactInsert = namedQuery<ContactInsertParams, ContactInsertRow>("contact_insert", "with claimed as (\n\
  insert into contacts.identity (workspace_id, kind, source_id, index_version, value_index, contact_id)\n\
  values ($1, 'email', 0, $2, $3, $4)\n\
  on conflict do nothing\n\
  returning contact_id\n\
)\n\
insert into contacts.contact (workspace_id, contact_id, created_at, updated_at, source_id, email_index_version, email_ct, email_index, email_domain, status, country, region, city, timezone, language, created_by, updated_by)\n\
select $1, claimed.contact_id, $5, $5, $6, $2, $7, $3, $8, $9, $10, $11, $12, $13, $14, $15, $15\n\
from claimed\n\
returning contact_id", ["workspace_id","index_version","email_index","contact_id","at","source_id","email_ct","email_domain","status","country_or_null","region_or_null","city_or_null","timezone_or_null","language_or_null","actor"])

export type ContactGetParams = {
  workspace_id: string
  contact_id: string
}
export type ContactGetRow = {
  "contact_id": string
  "created_at": Date
  "updated_at": Date
  "last_sent_at": Date | null
  "erased_at": Date | null
  "source_id": string
  "merged_into": string | null
  "version": number
  "email_ct": Buffer | null
  "email_index": Buffer | null
  "email_domain": string | null
  "status": string
  "country": string | null
  "region": string | null
  "city": string | null
  "timezone": string | null
  "language": string | null
  "created_by": string
  "updated_by": string
  "first_name_ct": Buffer | null
  "last_name_ct": Buffer | null
  "phone_ct": Buffer | null
  "sensitive_ct": Buffer | null
  "attributes": unknown | null
  "provenance": unknown | null
}
/** Everything about one contact, still encrypted. */
export const contactGet = namedQuery<ContactGetParams, ContactGetRow>("contact_get", "select c.contact_id, c.created_at, c.updated_at, c.last_sent_at, c.erased_at, c.source_id, c.merged_into, c.version, c.email_ct, c.email_index, c.email_domain, c.status, c.country, c.region, c.city, c.timezone, c.language, c.created_by, c.updated_by,\n\
  p.first_name_ct as \"first_name_ct\", p.last_name_ct as \"last_name_ct\", p.phone_ct as \"phone_ct\", p.sensitive_ct as \"sensitive_ct\", p.attributes as \"attributes\", p.provenance as \"provenance\"\n\
from contacts.contact c\n\
left join contacts.contact_profile p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id\n\
where c.workspace_id = $1 and c.contact_id = $2", ["workspace_id","contact_id"])

export type ContactLockParams = {
  workspace_id: string
  contact_id: string
}
export type ContactLockRow = {
  "version": number
  "merged_into": string | null
  "status": string
}
/** Holds a contact for a change; what is read afterwards is what will be changed. */
export const contactLock = namedQuery<ContactLockParams, ContactLockRow>("contact_lock", "select version, merged_into, status from contacts.contact where workspace_id = $1 and contact_id = $2 for update", ["workspace_id","contact_id"])

export type ContactListParams = {
  workspace_id: string
  status_or_null: string | null
  country_or_null: string | null
  region_or_null: string | null
  city_or_null: string | null
  source_id_or_null: string | null
  created_from_or_null: Date | string | null
  created_to_or_null: Date | string | null
  list_id_or_null: string | null
  after_created_or_null: Date | string | null
  after_id_or_null: string | null
  row_limit: string
}
export type ContactListRow = {
  "contact_id": string
  "created_at": Date
  "updated_at": Date
  "last_sent_at": Date | null
  "source_id": string
  "version": number
  "email_ct": Buffer | null
  "status": string
  "country": string | null
  "region": string | null
  "city": string | null
  "language": string | null
  "created_key": string
}
/** One page of contacts, newest first; reads neither profile nor ciphertext of rows it does not show. */
export const contactList = namedQuery<ContactListParams, ContactListRow>("contact_list", "select c.contact_id, c.created_at, c.updated_at, c.last_sent_at, c.source_id, c.version, c.email_ct, c.status, c.country, c.region, c.city, c.language, to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as \"created_key\"\n\
from contacts.contact c\n\
where c.workspace_id = $1 and c.merged_into is null\n\
  and ($2::text is null or c.status = $2)\n\
  and ($3::text is null or c.country = $3)\n\
  and ($4::text is null or c.region = $4)\n\
  and ($5::text is null or c.city = $5)\n\
  and ($6::bigint is null or c.source_id = $6)\n\
  and ($7::timestamptz is null or c.created_at >= $7)\n\
  and ($8::timestamptz is null or c.created_at < $8)\n\
  and ($9::bigint is null or exists (select 1 from contacts.list_member m where m.workspace_id = c.workspace_id and m.list_id = $9 and m.contact_id = c.contact_id))\n\
  and ($10::timestamptz is null or (c.created_at, c.contact_id) < ($10::timestamptz, $11::bigint))\n\
order by c.created_at desc, c.contact_id desc\n\
limit $12", ["workspace_id","status_or_null","country_or_null","region_or_null","city_or_null","source_id_or_null","created_from_or_null","created_to_or_null","list_id_or_null","after_created_or_null","after_id_or_null","row_limit"])

export type ContactExportParams = {
  workspace_id: string
  after_id: string
  status_or_null: string | null
  list_id_or_null: string | null
  row_limit: string
}
export type ContactExportRow = {
  "contact_id": string
  "email_ct": Buffer | null
  "status": string
  "country": string | null
  "region": string | null
  "city": string | null
  "timezone": string | null
  "language": string | null
  "created_at": Date
  "updated_at": Date
  "first_name_ct": Buffer | null
  "last_name_ct": Buffer | null
  "phone_ct": Buffer | null
  "sensitive_ct": Buffer | null
  "attributes": unknown | null
}
/** One page of an export in the order of ids, still encrypted. */
export const contactExport = namedQuery<ContactExportParams, ContactExportRow>("contact_export", "select c.contact_id, c.email_ct, c.status, c.country, c.region, c.city, c.timezone, c.language, c.created_at, c.updated_at,\n\
  p.first_name_ct as \"first_name_ct\", p.last_name_ct as \"last_name_ct\", p.phone_ct as \"phone_ct\", p.sensitive_ct as \"sensitive_ct\", p.attributes as \"attributes\"\n\
from contacts.contact c\n\
left join contacts.contact_profile p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id\n\
where c.workspace_id = $1 and c.contact_id > $2 and c.merged_into is null and c.erased_at is null\n\
  and ($3::text is null or c.status = $3)\n\
  and ($4::bigint is null or exists (select 1 from contacts.list_member m where m.workspace_id = c.workspace_id and m.list_id = $4 and m.contact_id = c.contact_id))\n\
order by c.contact_id\n\
limit $5", ["workspace_id","after_id","status_or_null","list_id_or_null","row_limit"])

export type ContactUpdateParams = {
  at: Date | string
  actor: string
  email_ct: Buffer
  email_index: Buffer
  index_version: number
  email_domain: string
  status: string
  country_or_null: string | null
  region_or_null: string | null
  city_or_null: string | null
  timezone_or_null: string | null
  language_or_null: string | null
  workspace_id: string
  contact_id: string
  version: number
}
export type ContactUpdateRow = Record<string, never>
/** Writes all hot fields of a contact that the caller has locked and read. The version grows by one. */
export const contactUpdate = namedQuery<ContactUpdateParams, ContactUpdateRow>("contact_update", "update contacts.contact set updated_at = $1, updated_by = $2, version = version + 1,\n\
  email_ct = $3, email_index = $4, email_index_version = $5, email_domain = $6,\n\
  status = $7, country = $8, region = $9, city = $10, timezone = $11, language = $12\n\
where workspace_id = $13 and contact_id = $14 and version = $15", ["at","actor","email_ct","email_index","index_version","email_domain","status","country_or_null","region_or_null","city_or_null","timezone_or_null","language_or_null","workspace_id","contact_id","version"])

export type ContactDeleteParams = {
  workspace_id: string
  contact_id: string
}
export type ContactDeleteRow = Record<string, never>
/** Removes a contact and, by its foreign keys, profile, identities, records and memberships. Refused by the database when facts refer to it. */
export const contactDelete = namedQuery<ContactDeleteParams, ContactDeleteRow>("contact_delete", "delete from contacts.contact where workspace_id = $1 and contact_id = $2", ["workspace_id","contact_id"])

export type ProfileUpsertParams = {
  workspace_id: string
  contact_id: string
  first_name_ct_or_null: Buffer | null
  last_name_ct_or_null: Buffer | null
  phone_ct_or_null: Buffer | null
  sensitive_ct_or_null: Buffer | null
  attributes: unknown
  provenance: unknown
  at: Date | string
}
export type ProfileUpsertRow = Record<string, never>
/** Writes the cold fields of a contact. */
export const profileUpsert = namedQuery<ProfileUpsertParams, ProfileUpsertRow>("profile_upsert", "insert into contacts.contact_profile (workspace_id, contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes, provenance, updated_at)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)\n\
on conflict (workspace_id, contact_id) do update set\n\
  first_name_ct = excluded.first_name_ct, last_name_ct = excluded.last_name_ct, phone_ct = excluded.phone_ct, sensitive_ct = excluded.sensitive_ct,\n\
  attributes = excluded.attributes, provenance = excluded.provenance, updated_at = excluded.updated_at", ["workspace_id","contact_id","first_name_ct_or_null","last_name_ct_or_null","phone_ct_or_null","sensitive_ct_or_null","attributes","provenance","at"])

export type IdentityFindParams = {
  workspace_id: string
  kind: string
  source_id: string
  index_version: number
  value_index: Buffer
}
export type IdentityFindRow = {
  "contact_id": string
}
/** Who has this address or external id. */
export const identityFind = namedQuery<IdentityFindParams, IdentityFindRow>("identity_find", "select contact_id from contacts.identity where workspace_id = $1 and kind = $2 and source_id = $3 and index_version = $4 and value_index = $5", ["workspace_id","kind","source_id","index_version","value_index"])

export type IdentityInsertParams = {
  workspace_id: string
  kind: string
  source_id: string
  index_version: number
  value_index: Buffer
  contact_id: string
}
export type IdentityInsertRow = Record<string, never>
/** Claims an address or external id; zero rows when it is claimed already, by whomever. */
export const identityInsert = namedQuery<IdentityInsertParams, IdentityInsertRow>("identity_insert", "insert into contacts.identity (workspace_id, kind, source_id, index_version, value_index, contact_id)\n\
values ($1, $2, $3, $4, $5, $6)\n\
on conflict do nothing", ["workspace_id","kind","source_id","index_version","value_index","contact_id"])

export type IdentityReleaseEmailParams = {
  workspace_id: string
  contact_id: string
}
export type IdentityReleaseEmailRow = Record<string, never>
/** The contact gives up its addresses; claimed anew right after. */
export const identityReleaseEmail = namedQuery<IdentityReleaseEmailParams, IdentityReleaseEmailRow>("identity_release_email", "delete from contacts.identity where workspace_id = $1 and contact_id = $2 and kind = 'email'", ["workspace_id","contact_id"])

export type PhoneLinkReplaceParams = {
  workspace_id: string
  contact_id: string
}
export type PhoneLinkReplaceRow = Record<string, never>
/** The contact's phone number links to nobody else's record any more. */
export const phoneLinkReplace = namedQuery<PhoneLinkReplaceParams, PhoneLinkReplaceRow>("phone_link_replace", "delete from contacts.identity_link where workspace_id = $1 and contact_id = $2 and kind = 'phone'", ["workspace_id","contact_id"])

export type PhoneLinkInsertParams = {
  workspace_id: string
  index_version: number
  value_index: Buffer
  contact_id: string
}
export type PhoneLinkInsertRow = Record<string, never>
/** The contact can be found by this phone number; others may have the same. */
export const phoneLinkInsert = namedQuery<PhoneLinkInsertParams, PhoneLinkInsertRow>("phone_link_insert", "insert into contacts.identity_link (workspace_id, kind, index_version, value_index, contact_id)\n\
values ($1, 'phone', $2, $3, $4)\n\
on conflict do nothing", ["workspace_id","index_version","value_index","contact_id"])

export type RecordUpsertParams = {
  workspace_id: string
  contact_id: string
  source_id: string
  external_index: Buffer
  record_ct: Buffer
  record_hash: Buffer
  at: Date | string
}
export type RecordUpsertRow = Record<string, never>
/** What the source said last about a contact. */
export const recordUpsert = namedQuery<RecordUpsertParams, RecordUpsertRow>("record_upsert", "insert into contacts.source_record (workspace_id, contact_id, source_id, external_index, record_ct, record_hash, observed_at)\n\
values ($1, $2, $3, $4, $5, $6, $7)\n\
on conflict (workspace_id, contact_id, source_id, external_index) do update set record_ct = excluded.record_ct, record_hash = excluded.record_hash, observed_at = excluded.observed_at", ["workspace_id","contact_id","source_id","external_index","record_ct","record_hash","at"])

export type RecordListParams = {
  workspace_id: string
  contact_id: string
}
export type RecordListRow = {
  "source_id": string
  "source_name": string
  "external_index": Buffer
  "record_ct": Buffer
  "observed_at": Date
  "import_run_id": string | null
}
/** Raw records of a contact by source, encrypted. */
export const recordList = namedQuery<RecordListParams, RecordListRow>("record_list", "select r.source_id, s.name as source_name, r.external_index, r.record_ct, r.observed_at, r.import_run_id\n\
from contacts.source_record r\n\
join contacts.source s on s.workspace_id = r.workspace_id and s.source_id = r.source_id\n\
where r.workspace_id = $1 and r.contact_id = $2\n\
order by r.observed_at desc", ["workspace_id","contact_id"])

export type SuppressionReasonsParams = {
  workspace_id: string
  email_index: Buffer
}
export type SuppressionReasonsRow = {
  "reason": string
}
/** Why an address may not be written to. */
export const suppressionReasons = namedQuery<SuppressionReasonsParams, SuppressionReasonsRow>("suppression_reasons", "select reason from compliance.v_suppressed_address where workspace_id = $1 and email_index = $2", ["workspace_id","email_index"])

export type ListInsertParams = {
  workspace_id: string
  list_id: string
  name: string
  description: string
  is_public: boolean
  double_opt_in: boolean
  actor: string
}
export type ListInsertRow = Record<string, never>
/** A new list. */
export const listInsert = namedQuery<ListInsertParams, ListInsertRow>("list_insert", "insert into contacts.list (workspace_id, list_id, name, description, public, double_opt_in, created_by)\n\
values ($1, $2, $3, $4, $5, $6, $7)", ["workspace_id","list_id","name","description","is_public","double_opt_in","actor"])

export type ListGetParams = {
  workspace_id: string
  list_id: string
}
export type ListGetRow = {
  "list_id": string
  "name": string
  "description": string
  "public": boolean
  "double_opt_in": boolean
  "created_at": Date
  "archived_at": Date | null
  "member_count": string
}
/** One list with the number of its members. */
export const listGet = namedQuery<ListGetParams, ListGetRow>("list_get", "select l.list_id, l.name, l.description, l.public, l.double_opt_in, l.created_at, l.archived_at,\n\
  (select count(*) from contacts.list_member m where m.workspace_id = l.workspace_id and m.list_id = l.list_id) as \"member_count\"\n\
from contacts.list l where l.workspace_id = $1 and l.list_id = $2", ["workspace_id","list_id"])

export type ListByNameParams = {
  workspace_id: string
  name: string
}
export type ListByNameRow = {
  "list_id": string
}
/** A list by its name. */
export const listByName = namedQuery<ListByNameParams, ListByNameRow>("list_by_name", "select list_id from contacts.list where workspace_id = $1 and name = $2", ["workspace_id","name"])

export type ListPageParams = {
  workspace_id: string
  with_archived: boolean
  after_name_or_null: string | null
  row_limit: string
}
export type ListPageRow = {
  "list_id": string
  "name": string
  "description": string
  "public": boolean
  "double_opt_in": boolean
  "created_at": Date
  "archived_at": Date | null
  "member_count": string
}
/** Lists by name, each with the number of its members. */
export const listPage = namedQuery<ListPageParams, ListPageRow>("list_page", "select l.list_id, l.name, l.description, l.public, l.double_opt_in, l.created_at, l.archived_at,\n\
  (select count(*) from contacts.list_member m where m.workspace_id = l.workspace_id and m.list_id = l.list_id) as \"member_count\"\n\
from contacts.list l\n\
where l.workspace_id = $1 and ($2 or l.archived_at is null) and ($3::text is null or l.name > $3)\n\
order by l.name\n\
limit $4", ["workspace_id","with_archived","after_name_or_null","row_limit"])

export type ListUpdateParams = {
  name: string
  description: string
  is_public: boolean
  double_opt_in: boolean
  archived_at_or_null: Date | string | null
  workspace_id: string
  list_id: string
}
export type ListUpdateRow = Record<string, never>
/** Changes what a list says about itself. */
export const listUpdate = namedQuery<ListUpdateParams, ListUpdateRow>("list_update", "update contacts.list set name = $1, description = $2, public = $3, double_opt_in = $4, archived_at = $5\n\
where workspace_id = $6 and list_id = $7", ["name","description","is_public","double_opt_in","archived_at_or_null","workspace_id","list_id"])

export type ListDeleteParams = {
  workspace_id: string
  list_id: string
}
export type ListDeleteRow = Record<string, never>
/** Removes a list and its memberships; refused by the database while a campaign refers to it. */
export const listDelete = namedQuery<ListDeleteParams, ListDeleteRow>("list_delete", "delete from contacts.list where workspace_id = $1 and list_id = $2", ["workspace_id","list_id"])

export type ListsOfContactParams = {
  workspace_id: string
  contact_id: string
}
export type ListsOfContactRow = {
  "list_id": string
  "name": string
  "added_at": Date
}
/** The lists a contact is on. */
export const listsOfContact = namedQuery<ListsOfContactParams, ListsOfContactRow>("lists_of_contact", "select l.list_id, l.name, m.added_at from contacts.list_member m\n\
join contacts.list l on l.workspace_id = m.workspace_id and l.list_id = m.list_id\n\
where m.workspace_id = $1 and m.contact_id = $2\n\
order by l.name", ["workspace_id","contact_id"])

export type MemberAddParams = {
  workspace_id: string
  list_id: string
  actor: string
  contact_ids: string[]
}
export type MemberAddRow = {
  "contact_id": string
}
/** Puts contacts on a list; answers those that were not on it. Unknown, merged and erased ones are left out. */
export const memberAdd = namedQuery<MemberAddParams, MemberAddRow>("member_add", "insert into contacts.list_member (workspace_id, list_id, contact_id, added_by)\n\
select $1, $2, c.contact_id, $3\n\
from contacts.contact c\n\
where c.workspace_id = $1 and c.contact_id = any ($4::bigint[]) and c.merged_into is null and c.erased_at is null\n\
order by c.contact_id\n\
on conflict do nothing\n\
returning contact_id", ["workspace_id","list_id","actor","contact_ids"])

export type MemberRemoveParams = {
  workspace_id: string
  list_id: string
  contact_ids: string[]
}
export type MemberRemoveRow = {
  "contact_id": string
}
/** Takes contacts off a list; answers those that were on it. */
export const memberRemove = namedQuery<MemberRemoveParams, MemberRemoveRow>("member_remove", "delete from contacts.list_member where workspace_id = $1 and list_id = $2 and contact_id = any ($3::bigint[])\n\
returning contact_id", ["workspace_id","list_id","contact_ids"])

export type SourceInsertParams = {
  workspace_id: string
  source_id: string
  name: string
  kind: string
  rank: number
  actor: string
}
export type SourceInsertRow = Record<string, never>
/** A new source. */
export const sourceInsert = namedQuery<SourceInsertParams, SourceInsertRow>("source_insert", "insert into contacts.source (workspace_id, source_id, name, kind, rank, created_by) values ($1, $2, $3, $4, $5, $6)", ["workspace_id","source_id","name","kind","rank","actor"])

export type SourceListParams = {
  workspace_id: string
}
export type SourceListRow = {
  "source_id": string
  "name": string
  "kind": string
  "rank": number
  "created_at": Date
}
/** Sources, the most trusted first. */
export const sourceList = namedQuery<SourceListParams, SourceListRow>("source_list", "select source_id, name, kind, rank, created_at from contacts.source where workspace_id = $1 order by rank, name", ["workspace_id"])

export type SourceByNameParams = {
  workspace_id: string
  name: string
}
export type SourceByNameRow = {
  "source_id": string
}
/** A source by its name. */
export const sourceByName = namedQuery<SourceByNameParams, SourceByNameRow>("source_by_name", "select source_id from contacts.source where workspace_id = $1 and name = $2", ["workspace_id","name"])

export type SourceUpdateParams = {
  name: string
  rank: number
  workspace_id: string
  source_id: string
}
export type SourceUpdateRow = Record<string, never>
/** Renames a source or changes how much it is trusted. */
export const sourceUpdate = namedQuery<SourceUpdateParams, SourceUpdateRow>("source_update", "update contacts.source set name = $1, rank = $2 where workspace_id = $3 and source_id = $4", ["name","rank","workspace_id","source_id"])

export type AttributeListParams = {
  workspace_id: string
  with_retired: boolean
}
export type AttributeListRow = {
  "name": string
  "label": string
  "type": string
  "sensitive": boolean
  "searchable": boolean
  "check_rule": unknown
  "created_at": Date
  "retired_at": Date | null
}
/** Definitions of attributes by name. */
export const attributeList = namedQuery<AttributeListParams, AttributeListRow>("attribute_list", "select name, label, type, sensitive, searchable, check_rule, created_at, retired_at from contacts.attribute_definition\n\
where workspace_id = $1 and ($2 or retired_at is null)\n\
order by name", ["workspace_id","with_retired"])

export type AttributeInsertParams = {
  workspace_id: string
  name: string
  label: string
  type: string
  sensitive: boolean
  searchable: boolean
  check_rule: unknown
  actor: string
}
export type AttributeInsertRow = Record<string, never>
/** A new attribute; zero rows when the name is taken. */
export const attributeInsert = namedQuery<AttributeInsertParams, AttributeInsertRow>("attribute_insert", "insert into contacts.attribute_definition (workspace_id, name, label, type, sensitive, searchable, check_rule, created_by)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8)\n\
on conflict do nothing", ["workspace_id","name","label","type","sensitive","searchable","check_rule","actor"])

export type AttributeUpdateParams = {
  label: string
  check_rule: unknown
  retired_at_or_null: Date | string | null
  workspace_id: string
  name: string
}
export type AttributeUpdateRow = Record<string, never>
/** Changes label, rule and whether it is offered; type and sensitivity stay. */
export const attributeUpdate = namedQuery<AttributeUpdateParams, AttributeUpdateRow>("attribute_update", "update contacts.attribute_definition set label = $1, check_rule = $2, retired_at = $3\n\
where workspace_id = $4 and name = $5", ["label","check_rule","retired_at_or_null","workspace_id","name"])
