// Generated from compliance.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type GateTakeParams = {
  workspace_id: string
  buckets: number[]
}
export type GateTakeRow = {
  "bucket": number
}
/** Closes the gate for buckets of addresses, in order; attempts that hold it are waited for, later ones wait (DESIGN 4.6). */
export const gateTake = namedQuery<GateTakeParams, GateTakeRow>("gate_take", "select g.bucket from compliance.gate g\n\
where g.workspace_id = $1 and g.bucket = any($2::smallint[])\n\
order by g.bucket\n\
for update", ["workspace_id","buckets"])

export type PersonManyParams = {
  workspace_id: string
  contact_id: string
}
export type PersonManyRow = {
  "contact_id": string
  "email_index": Buffer | null
  "email_index_version": number
  "status": string
  "merged_into": string | null
}
/** A contact and those it was merged with one level up or down, with their addresses: whoever objects does so as a person. */
export const personMany = namedQuery<PersonManyParams, PersonManyRow>("person_many", "select c.contact_id, c.email_index, c.email_index_version, c.status, c.merged_into\n\
from contacts.contact c\n\
where c.workspace_id = $1 and (c.contact_id = $2\n\
  or c.contact_id = (select m.merged_into from contacts.contact m where m.workspace_id = $1 and m.contact_id = $2)\n\
  or c.merged_into = $2)", ["workspace_id","contact_id"])

export type HoldersManyParams = {
  workspace_id: string
  email_indexes: Buffer[]
}
export type HoldersManyRow = {
  "contact_id": string
  "email_index": Buffer | null
  "email_index_version": number
  "status": string
  "merged_into": string | null
}
/** Contacts whose address has one of these indexes now. */
export const holdersMany = namedQuery<HoldersManyParams, HoldersManyRow>("holders_many", "select c.contact_id, c.email_index, c.email_index_version, c.status, c.merged_into\n\
from contacts.identity i join contacts.contact c on c.workspace_id = i.workspace_id and c.contact_id = i.contact_id\n\
where i.workspace_id = $1 and i.kind = 'email' and i.source_id = 0 and i.value_index = any($2::bytea[]) and c.email_index = i.value_index", ["workspace_id","email_indexes"])

export type AttemptAddressParams = {
  workspace_id: string
  launch_id: string
  contact_id: string
  seq: string
}
export type AttemptAddressRow = {
  "email_index": Buffer
  "email_index_version": number
  "provider_id": string
}
/** Addresses that a message was really sent to, the latest attempt first. */
export const attemptAddress = namedQuery<AttemptAddressParams, AttemptAddressRow>("attempt_address", "select a.email_index, a.email_index_version, a.provider_id\n\
from delivery.attempt a\n\
where a.workspace_id = $1 and a.launch_id = $2 and a.contact_id = $3 and a.seq = $4\n\
order by a.attempt_no desc", ["workspace_id","launch_id","contact_id","seq"])

export type MessagePurposeParams = {
  launch_id: string
  contact_id: string
  seq: string
  workspace_id: string
}
export type MessagePurposeRow = {
  "campaign_id": string | null
  "purpose": string | null
  "variant_no": number | null
  "provider_id": string | null
  "is_known": boolean
}
/** Campaign, consent purpose, variant and provider of a message. */
export const messagePurpose = namedQuery<MessagePurposeParams, MessagePurposeRow>("message_purpose", "select l.campaign_id, c.purpose as \"purpose\", m.variant_no as \"variant_no\", m.provider_id as \"provider_id\", m.launch_id is not null as \"is_known\"\n\
from campaigns.launch l\n\
left join campaigns.campaign c on c.workspace_id = l.workspace_id and c.campaign_id = l.campaign_id\n\
left join delivery.message m on m.workspace_id = l.workspace_id and m.launch_id = l.launch_id and m.launch_id = $1 and m.contact_id = $2 and m.seq = $3\n\
where l.workspace_id = $4 and l.launch_id = $1", ["launch_id","contact_id","seq","workspace_id"])

export type UnsubscribeRequestAddParams = {
  workspace_id: string
  contact_id: string
  unsubscribe_id: Buffer
  method: string
  campaign_id_or_null: string | null
  requested_at: Date | string
}
export type UnsubscribeRequestAddRow = Record<string, never>
/** Notes a request; 0 rows when this very request was noted before. */
export const unsubscribeRequestAdd = namedQuery<UnsubscribeRequestAddParams, UnsubscribeRequestAddRow>("unsubscribe_request_add", "insert into compliance.unsubscribe_request (workspace_id, contact_id, unsubscribe_id, method, campaign_id, requested_at)\n\
values ($1, $2, $3, $4, $5, $6)\n\
on conflict do nothing", ["workspace_id","contact_id","unsubscribe_id","method","campaign_id_or_null","requested_at"])

export type SuppressionAddParams = {
  workspace_id: string
  reason: string
  contact_id_or_null: string | null
  campaign_id_or_null: string | null
  detail_code_or_null: string | null
  created_at: Date | string
  created_by: string
  email_indexes: Buffer[]
  index_versions: number[]
}
export type SuppressionAddRow = Record<string, never>
/** Suppresses addresses; one that was lifted holds again from now on, one that holds is left as it was. Behind gate_take. */
export const suppressionAdd = namedQuery<SuppressionAddParams, SuppressionAddRow>("suppression_add", "insert into compliance.suppression as s (workspace_id, email_index, reason, index_version, contact_id, campaign_id, detail_code, created_at, created_by)\n\
select $1, u.email_index, $2, u.index_version, $3::bigint, $4::bigint, $5::text, $6, $7\n\
from unnest($8::bytea[], $9::smallint[]) as u(email_index, index_version)\n\
order by u.email_index\n\
on conflict (workspace_id, email_index, reason) do update set\n\
  lifted_at = null, lifted_by = null, created_at = excluded.created_at, created_by = excluded.created_by,\n\
  contact_id = coalesce(excluded.contact_id, s.contact_id), campaign_id = excluded.campaign_id, detail_code = excluded.detail_code\n\
where s.lifted_at is not null", ["workspace_id","reason","contact_id_or_null","campaign_id_or_null","detail_code_or_null","created_at","created_by","email_indexes","index_versions"])

export type SuppressionStateManyParams = {
  workspace_id: string
  email_indexes: Buffer[]
}
export type SuppressionStateManyRow = {
  "email_index": Buffer
  "reason": string
  "created_at": Date
  "lifted_at": Date | null
}
/** What is on record about addresses. */
export const suppressionStateMany = namedQuery<SuppressionStateManyParams, SuppressionStateManyRow>("suppression_state_many", "select s.email_index, s.reason, s.created_at, s.lifted_at\n\
from compliance.suppression s\n\
where s.workspace_id = $1 and s.email_index = any($2::bytea[])", ["workspace_id","email_indexes"])

export type SuppressionLiftParams = {
  lifted_at: Date | string
  lifted_by: string
  workspace_id: string
  email_indexes: Buffer[]
  reason: string
}
export type SuppressionLiftRow = Record<string, never>
/** Lifts one reason from addresses; 0 rows when none holds. */
export const suppressionLift = namedQuery<SuppressionLiftParams, SuppressionLiftRow>("suppression_lift", "update compliance.suppression s set lifted_at = $1, lifted_by = $2\n\
where s.workspace_id = $3 and s.email_index = any($4::bytea[]) and s.reason = $5 and s.lifted_at is null", ["lifted_at","lifted_by","workspace_id","email_indexes","reason"])

export type SuppressionPageParams = {
  workspace_id: string
  reason_or_null: string | null
  with_lifted: boolean
  before_at: Date | string
  before_index: Buffer
  before_reason: string
  page_size: string
}
export type SuppressionPageRow = {
  "email_index": Buffer
  "reason": string
  "contact_id": string | null
  "campaign_id": string | null
  "detail_code": string | null
  "created_at": Date
  "created_by": string
  "lifted_at": Date | null
  "lifted_by": string | null
  "position": string
}
/** Suppressions, the newest first, from a place in that order on. */
export const suppressionPage = namedQuery<SuppressionPageParams, SuppressionPageRow>("suppression_page", "select s.email_index, s.reason, s.contact_id, s.campaign_id, s.detail_code, s.created_at, s.created_by, s.lifted_at, s.lifted_by, to_char(s.created_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as \"position\"\n\
from compliance.suppression s\n\
where s.workspace_id = $1 and ($2::text is null or s.reason = $2::text) and ($3::boolean or s.lifted_at is null)\n\
  and (s.created_at, s.email_index, s.reason) < ($4::timestamptz, $5::bytea, $6::text)\n\
order by s.created_at desc, s.email_index desc, s.reason desc\n\
limit $7", ["workspace_id","reason_or_null","with_lifted","before_at","before_index","before_reason","page_size"])

export type SuppressionCountManyParams = {
  workspace_id: string
}
export type SuppressionCountManyRow = {
  "reason": string
  "count": string
}
/** How many addresses are suppressed now, by reason. */
export const suppressionCountMany = namedQuery<SuppressionCountManyParams, SuppressionCountManyRow>("suppression_count_many", "select s.reason, count(*) as \"count\" from compliance.suppression s where s.workspace_id = $1 and s.lifted_at is null group by s.reason order by s.reason", ["workspace_id"])

export type ContactStatusSetParams = {
  status: string
  updated_at: Date | string
  updated_by: string
  workspace_id: string
  contact_ids: string[]
  from_statuses: string[]
}
export type ContactStatusSetRow = Record<string, never>
/** Moves contacts into a status that stops mail, or back to active; only from the given ones. The status is the verdict of
 * this room kept on the contact, so that claims and segments need no join; it changes in the transaction of its reason. */
export const contactStatusSet = namedQuery<ContactStatusSetParams, ContactStatusSetRow>("contact_status_set", "update contacts.contact c set status = $1, updated_at = $2, updated_by = $3, version = c.version + 1\n\
where c.workspace_id = $4 and c.contact_id = any($5::bigint[]) and c.status = any($6::text[])", ["status","updated_at","updated_by","workspace_id","contact_ids","from_statuses"])

export type ConsentEventAddParams = {
  workspace_id: string
  contact_id: string
  consent_event_id: string
  purpose: string
  channel: string
  action: string
  wording_version_or_null: number | null
  wording_hash_or_null: Buffer | null
  source: string
  evidence_ct_or_null: Buffer | null
  happened_at: Date | string
  recorded_at: Date | string
  recorded_by: string
}
export type ConsentEventAddRow = Record<string, never>
/** Writes consent down; never changed afterwards. */
export const consentEventAdd = namedQuery<ConsentEventAddParams, ConsentEventAddRow>("consent_event_add", "insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, channel, action, wording_version, wording_hash, source, evidence_ct, happened_at, recorded_at, recorded_by)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)", ["workspace_id","contact_id","consent_event_id","purpose","channel","action","wording_version_or_null","wording_hash_or_null","source","evidence_ct_or_null","happened_at","recorded_at","recorded_by"])

export type ConsentStateSetParams = {
  workspace_id: string
  contact_id: string
  purpose: string
  channel: string
  state: string
  since: Date | string
  consent_event_id: string
  is_now: boolean
}
export type ConsentStateSetRow = Record<string, never>
/** The state that follows: the latest act decides, of two at the same moment the withdrawal. A withdrawal that happens
 * right now decides in any case (is_now), whatever the clock of another machine wrote before. */
export const consentStateSet = namedQuery<ConsentStateSetParams, ConsentStateSetRow>("consent_state_set", "insert into compliance.consent_state as s (workspace_id, contact_id, purpose, channel, state, since, consent_event_id)\n\
values ($1, $2, $3, $4, $5, $6, $7)\n\
on conflict (workspace_id, contact_id, purpose, channel) do update set state = excluded.state, since = excluded.since, consent_event_id = excluded.consent_event_id\n\
where excluded.since > s.since or (excluded.state = 'withdrawn' and (excluded.since = s.since or $8::boolean))", ["workspace_id","contact_id","purpose","channel","state","since","consent_event_id","is_now"])

export type ConsentGivenManyParams = {
  workspace_id: string
  contact_ids: string[]
  channel: string
}
export type ConsentGivenManyRow = {
  "contact_id": string
  "purpose": string
}
/** Purposes a person has agreed to on a channel. */
export const consentGivenMany = namedQuery<ConsentGivenManyParams, ConsentGivenManyRow>("consent_given_many", "select s.contact_id, s.purpose from compliance.consent_state s\n\
where s.workspace_id = $1 and s.contact_id = any($2::bigint[]) and s.channel = $3 and s.state = 'given'", ["workspace_id","contact_ids","channel"])

export type ConsentStateManyParams = {
  workspace_id: string
  contact_id: string
}
export type ConsentStateManyRow = {
  "purpose": string
  "channel": string
  "state": string
  "since": Date
  "consent_event_id": string
}
/** The consent of a contact as it stands. */
export const consentStateMany = namedQuery<ConsentStateManyParams, ConsentStateManyRow>("consent_state_many", "select s.purpose, s.channel, s.state, s.since, s.consent_event_id from compliance.consent_state s\n\
where s.workspace_id = $1 and s.contact_id = $2 order by s.purpose, s.channel", ["workspace_id","contact_id"])

export type ConsentEventManyParams = {
  workspace_id: string
  contact_id: string
}
export type ConsentEventManyRow = {
  "consent_event_id": string
  "purpose": string
  "channel": string
  "action": string
  "wording_version": number | null
  "wording_hash": Buffer | null
  "source": string
  "evidence_ct": Buffer | null
  "happened_at": Date
  "recorded_at": Date
  "recorded_by": string
}
/** Every act of consent of a contact, the oldest first. */
export const consentEventMany = namedQuery<ConsentEventManyParams, ConsentEventManyRow>("consent_event_many", "select e.consent_event_id, e.purpose, e.channel, e.action, e.wording_version, e.wording_hash, e.source, e.evidence_ct, e.happened_at, e.recorded_at, e.recorded_by\n\
from compliance.consent_event e\n\
where e.workspace_id = $1 and e.contact_id = $2\n\
order by e.happened_at, e.consent_event_id", ["workspace_id","contact_id"])

export type WordingGetParams = {
  workspace_id: string
  purpose: string
  version: number
}
export type WordingGetRow = {
  "version": number
  "wording": string
  "wording_hash": Buffer
  "created_at": Date
  "created_by": string
}
/** One version of a wording, or the latest when version is 0. */
export const wordingGet = namedQuery<WordingGetParams, WordingGetRow>("wording_get", "select w.version, w.wording, w.wording_hash, w.created_at, w.created_by from compliance.consent_wording w\n\
where w.workspace_id = $1 and w.purpose = $2 and (w.version = $3::int or $3::int = 0)\n\
order by w.version desc limit 1", ["workspace_id","purpose","version"])

export type WordingAddParams = {
  workspace_id: string
  purpose: string
  version: number
  wording: string
  wording_hash: Buffer
  created_at: Date | string
  created_by: string
}
export type WordingAddRow = Record<string, never>
/** Publishes a version of a wording; 0 rows when that number is taken. */
export const wordingAdd = namedQuery<WordingAddParams, WordingAddRow>("wording_add", "insert into compliance.consent_wording (workspace_id, purpose, version, wording, wording_hash, created_at, created_by)\n\
values ($1, $2, $3, $4, $5, $6, $7)\n\
on conflict do nothing", ["workspace_id","purpose","version","wording","wording_hash","created_at","created_by"])

export type AuditAddParams = {
  workspace_id: string
  happened_at: Date | string
  audit_id: string
  table_name: string
  row_key: string
  contact_id_or_null: string | null
  action: string
  changes: unknown
}
export type AuditAddRow = Record<string, never>
/** An audit row written by an operation, where no trigger can: global tables and batches. The policy pins who signs it. */
export const auditAdd = namedQuery<AuditAddParams, AuditAddRow>("audit_add", "insert into compliance.audit_event (workspace_id, happened_at, audit_id, origin, db_role, actor, request_id, table_name, row_key, contact_id, action, changes)\n\
values ($1, $2, $3, 'app', current_user, coalesce(nullif(current_setting('inboxlift.actor', true), ''), 'unattributed'),\n\
  nullif(current_setting('inboxlift.request_id', true), ''), $4, $5, $6, $7, $8)", ["workspace_id","happened_at","audit_id","table_name","row_key","contact_id_or_null","action","changes"])

export type OutboxSuppressDueParams = {
  batch: string
}
export type OutboxSuppressDueRow = {
  "outbox_id": string
  "workspace_id": string
}
/** Addresses to be suppressed, the longest due first. */
export const outboxSuppressDue = namedQuery<OutboxSuppressDueParams, OutboxSuppressDueRow>("outbox_suppress_due", "select o.outbox_id, o.workspace_id from platform.outbox o where o.kind = 'address.suppress' and o.due_at <= now() order by o.due_at limit $1", ["batch"])

export type OutboxTakeParams = {
  outbox_id: string
}
export type OutboxTakeRow = {
  "payload": unknown
  "attempts": number
}
/** Takes one message out of the outbox; nothing when another one has it or has put it off. Gone with the commit of what it asks for. */
export const outboxTake = namedQuery<OutboxTakeParams, OutboxTakeRow>("outbox_take", "with taken as (\n\
  select o.outbox_id from platform.outbox o where o.outbox_id = $1 and o.due_at <= now() for update skip locked\n\
)\n\
delete from platform.outbox o using taken t where o.outbox_id = t.outbox_id\n\
returning o.payload, o.attempts", ["outbox_id"])

export type OutboxDelayParams = {
  due_at: Date | string
  outbox_id: string
}
export type OutboxDelayRow = Record<string, never>
/** Puts a message off after a failure. */
export const outboxDelay = namedQuery<OutboxDelayParams, OutboxDelayRow>("outbox_delay", "update platform.outbox o set attempts = o.attempts + 1, due_at = $1 where o.outbox_id = $2", ["due_at","outbox_id"])

export type PageFactsParams = {
  workspace_id: string
  contact_id: string
}
export type PageFactsRow = {
  "workspace_name": string
  "email_ct": Buffer | null
  "email_index": Buffer | null
  "status": string
}
/** What the unsubscribe page shows: whose mail it was and to which address. */
export const pageFacts = namedQuery<PageFactsParams, PageFactsRow>("page_facts", "select w.name as workspace_name, c.email_ct, c.email_index, c.status\n\
from contacts.contact c join platform.workspace w on w.workspace_id = c.workspace_id\n\
where c.workspace_id = $1 and c.contact_id = $2", ["workspace_id","contact_id"])

export type WordingManyParams = {
  workspace_id: string
}
export type WordingManyRow = {
  "purpose": string
  "version": number
  "wording": string
  "created_at": Date
  "created_by": string
}
/** Every version of every wording, the newest first. */
export const wordingMany = namedQuery<WordingManyParams, WordingManyRow>("wording_many", "select w.purpose, w.version, w.wording, w.created_at, w.created_by from compliance.consent_wording w\n\
where w.workspace_id = $1 order by w.purpose, w.version desc", ["workspace_id"])
