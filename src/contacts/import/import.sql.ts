// Generated from import.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../../kernel/db/query.ts'

export type RunInsertParams = {
  workspace_id: string
  import_run_id: string
  source_id: string
  file_name: string
  options: unknown
  at: Date | string
  actor: string
}
export type RunInsertRow = Record<string, never>
/** A new import that waits for its file. */
export const runInsert = namedQuery<RunInsertParams, RunInsertRow>("run_insert", "insert into contacts.import_run (workspace_id, import_run_id, source_id, state, file_name, options, created_at, created_by)\n\
values ($1, $2, $3, 'receiving', $4, $5, $6, $7)", ["workspace_id","import_run_id","source_id","file_name","options","at","actor"])

export type RunGetParams = {
  workspace_id: string
  import_run_id: string
}
export type RunGetRow = {
  "workspace_id": string
  "import_run_id": string
  "source_id": string
  "state": string
  "file_name": string
  "format": unknown
  "mapping": unknown
  "options": unknown
  "file_bytes": string
  "file_sha256": Buffer | null
  "cursor_bytes": string
  "cursor_row": string
  "created_count": string
  "updated_count": string
  "unchanged_count": string
  "rejected_count": string
  "duplicate_count": string
  "lease_token": string | null
  "lease_until": Date | null
  "claimed_at": Date | null
  "claimed_bytes": string
  "error_code": string | null
  "created_at": Date
  "created_by": string
  "started_at": Date | null
  "finished_at": Date | null
  "source_name": string
}
/** One import with its file's name of source. */
export const runGet = namedQuery<RunGetParams, RunGetRow>("run_get", "select r.*, s.name as source_name from contacts.import_run r\n\
join contacts.source s on s.workspace_id = r.workspace_id and s.source_id = r.source_id\n\
where r.workspace_id = $1 and r.import_run_id = $2", ["workspace_id","import_run_id"])

export type RunPageParams = {
  workspace_id: string
  before_or_null: string | null
  row_limit: string
}
export type RunPageRow = {
  "workspace_id": string
  "import_run_id": string
  "source_id": string
  "state": string
  "file_name": string
  "format": unknown
  "mapping": unknown
  "options": unknown
  "file_bytes": string
  "file_sha256": Buffer | null
  "cursor_bytes": string
  "cursor_row": string
  "created_count": string
  "updated_count": string
  "unchanged_count": string
  "rejected_count": string
  "duplicate_count": string
  "lease_token": string | null
  "lease_until": Date | null
  "claimed_at": Date | null
  "claimed_bytes": string
  "error_code": string | null
  "created_at": Date
  "created_by": string
  "started_at": Date | null
  "finished_at": Date | null
  "source_name": string
}
/** Imports, newest first. */
export const runPage = namedQuery<RunPageParams, RunPageRow>("run_page", "select r.*, s.name as source_name from contacts.import_run r\n\
join contacts.source s on s.workspace_id = r.workspace_id and s.source_id = r.source_id\n\
where r.workspace_id = $1 and ($2::bigint is null or r.import_run_id < $2)\n\
order by r.import_run_id desc\n\
limit $3", ["workspace_id","before_or_null","row_limit"])

export type RunReceivedParams = {
  format: unknown
  file_sha256: Buffer
  file_bytes: string
  workspace_id: string
  import_run_id: string
}
export type RunReceivedRow = Record<string, never>
/** The file is complete. Only while receiving. */
export const runReceived = namedQuery<RunReceivedParams, RunReceivedRow>("run_received", "update contacts.import_run set state = 'ready', format = $1, file_sha256 = $2, file_bytes = $3\n\
where workspace_id = $4 and import_run_id = $5 and state = 'receiving'", ["format","file_sha256","file_bytes","workspace_id","import_run_id"])

export type RunSetStateParams = {
  state: string
  finished_at_or_null: Date | string | null
  workspace_id: string
  import_run_id: string
  from_states: string[]
}
export type RunSetStateRow = Record<string, never>
/** Moves an import from one of the given states; zero rows when it is in none of them. */
export const runSetState = namedQuery<RunSetStateParams, RunSetStateRow>("run_set_state", "update contacts.import_run set state = $1, finished_at = $2\n\
where workspace_id = $3 and import_run_id = $4 and state = any ($5::text[])", ["state","finished_at_or_null","workspace_id","import_run_id","from_states"])

export type RunLaunchParams = {
  format: unknown
  mapping: unknown
  options: unknown
  workspace_id: string
  import_run_id: string
}
export type RunLaunchRow = Record<string, never>
/** Says how to read the file and lets workers take it; counts begin at zero. A started one is only resumed (run_set_state). */
export const runLaunch = namedQuery<RunLaunchParams, RunLaunchRow>("run_launch", "update contacts.import_run set state = 'running', format = $1, mapping = $2, options = $3, cursor_bytes = 0, cursor_row = 0,\n\
  created_count = 0, updated_count = 0, unchanged_count = 0, rejected_count = 0, duplicate_count = 0, lease_token = null, lease_until = null, error_code = null, started_at = null, finished_at = null\n\
where workspace_id = $4 and import_run_id = $5 and state = 'ready'", ["format","mapping","options","workspace_id","import_run_id"])

export type RunClaimParams = {
  workspace_id: string
  token: string
  lease_seconds: number
}
export type RunClaimRow = {
  "import_run_id": string
}
/** Takes one import that should run and that nobody works on. The token fences off whoever had it before. */
export const runClaim = namedQuery<RunClaimParams, RunClaimRow>("run_claim", "with free as (\n\
  select import_run_id from contacts.import_run\n\
  where workspace_id = $1 and state = 'running' and (lease_until is null or lease_until < now())\n\
  order by import_run_id\n\
  limit 1\n\
  for update skip locked\n\
)\n\
update contacts.import_run r set lease_token = $2, lease_until = now() + make_interval(secs => $3::int), claimed_at = now(), claimed_bytes = r.cursor_bytes, started_at = coalesce(r.started_at, now())\n\
from free where r.workspace_id = $1 and r.import_run_id = free.import_run_id\n\
returning r.import_run_id", ["workspace_id","token","lease_seconds"])

export type RunClaimThisParams = {
  token: string
  lease_seconds: number
  workspace_id: string
  import_run_id: string
}
export type RunClaimThisRow = Record<string, never>
/** The same for one import, for whoever works it off without the service. */
export const runClaimThis = namedQuery<RunClaimThisParams, RunClaimThisRow>("run_claim_this", "update contacts.import_run r set lease_token = $1, lease_until = now() + make_interval(secs => $2::int), claimed_at = now(), claimed_bytes = r.cursor_bytes, started_at = coalesce(r.started_at, now())\n\
where r.workspace_id = $3 and r.import_run_id = $4 and r.state = 'running' and (r.lease_until is null or r.lease_until < now())", ["token","lease_seconds","workspace_id","import_run_id"])

export type RunRenewParams = {
  lease_seconds: number
  workspace_id: string
  import_run_id: string
  token: string
}
export type RunRenewRow = Record<string, never>
/** Keeps the lease; zero rows when it was lost or the import was paused. */
export const runRenew = namedQuery<RunRenewParams, RunRenewRow>("run_renew", "update contacts.import_run set lease_until = now() + make_interval(secs => $1::int)\n\
where workspace_id = $2 and import_run_id = $3 and lease_token = $4 and state = 'running'", ["lease_seconds","workspace_id","import_run_id","token"])

export type RunHandBackParams = {
  workspace_id: string
  import_run_id: string
  token: string
}
export type RunHandBackRow = Record<string, never>
/** Gives the lease back at a batch boundary. */
export const runHandBack = namedQuery<RunHandBackParams, RunHandBackRow>("run_hand_back", "update contacts.import_run set lease_token = null, lease_until = null\n\
where workspace_id = $1 and import_run_id = $2 and lease_token = $3", ["workspace_id","import_run_id","token"])

export type RunAdvanceParams = {
  cursor_bytes: string
  cursor_row: string
  lease_seconds: number
  workspace_id: string
  import_run_id: string
  token: string
  from_row: string
}
export type RunAdvanceRow = Record<string, never>
/** The cursor and the counts of one batch, in the batch's own transaction and before its rows: zero rows means that another
 * worker has it, that it was paused, or that this very batch was committed before. */
export const runAdvance = namedQuery<RunAdvanceParams, RunAdvanceRow>("run_advance", "update contacts.import_run set cursor_bytes = $1, cursor_row = $2, lease_until = now() + make_interval(secs => $3::int)\n\
where workspace_id = $4 and import_run_id = $5 and lease_token = $6 and state = 'running' and cursor_row = $7", ["cursor_bytes","cursor_row","lease_seconds","workspace_id","import_run_id","token","from_row"])

export type RunCountParams = {
  created: string
  updated: string
  unchanged: string
  rejected: string
  duplicate: string
  workspace_id: string
  import_run_id: string
}
export type RunCountRow = Record<string, never>
/** Adds what the batch did; the row is held by run_advance. */
export const runCount = namedQuery<RunCountParams, RunCountRow>("run_count", "update contacts.import_run set created_count = created_count + $1::bigint, updated_count = updated_count + $2::bigint, unchanged_count = unchanged_count + $3::bigint,\n\
  rejected_count = rejected_count + $4::bigint, duplicate_count = duplicate_count + $5::bigint\n\
where workspace_id = $6 and import_run_id = $7", ["created","updated","unchanged","rejected","duplicate","workspace_id","import_run_id"])

export type RunFinishParams = {
  state: string
  error_code_or_null: string | null
  workspace_id: string
  import_run_id: string
  token: string
}
export type RunFinishRow = Record<string, never>
/** The last row is done, or the import failed. */
export const runFinish = namedQuery<RunFinishParams, RunFinishRow>("run_finish", "update contacts.import_run set state = $1, finished_at = now(), error_code = $2, lease_token = null, lease_until = null\n\
where workspace_id = $3 and import_run_id = $4 and lease_token = $5 and state = 'running'", ["state","error_code_or_null","workspace_id","import_run_id","token"])

export type RunFinishDryParams = {
  options: unknown
  workspace_id: string
  import_run_id: string
  token: string
}
export type RunFinishDryRow = Record<string, never>
/** A dry run is over: its counts go into the options, and the file is ready for the real run. */
export const runFinishDry = namedQuery<RunFinishDryParams, RunFinishDryRow>("run_finish_dry", "update contacts.import_run set state = 'ready', options = $1, lease_token = null, lease_until = null, cursor_bytes = 0, cursor_row = 0,\n\
  created_count = 0, updated_count = 0, unchanged_count = 0, rejected_count = 0, duplicate_count = 0\n\
where workspace_id = $2 and import_run_id = $3 and lease_token = $4 and state = 'running'", ["options","workspace_id","import_run_id","token"])

export type RunDueParams = {
  workspace_id: string
  at: Date | string
}
export type RunDueRow = Record<string, never>
/** Tells the workers that this workspace has an import to run. */
export const runDue = namedQuery<RunDueParams, RunDueRow>("run_due", "insert into delivery.workspace_due as d (queue, workspace_id, due_at) values ('import', $1, $2)\n\
on conflict (queue, workspace_id) do update set due_at = least(d.due_at, excluded.due_at)", ["workspace_id","at"])

export type DuePickParams = Record<string, never>
export type DuePickRow = {
  "workspace_id": string
  "due_at": Date
}
/** The workspace whose imports were looked at longest ago. It becomes due again on its own, in case this worker dies. */
export const duePick = namedQuery<DuePickParams, DuePickRow>("due_pick", "with next as (\n\
  select workspace_id from delivery.workspace_due where queue = 'import' and due_at <= now()\n\
  order by picked_at nulls first, due_at\n\
  limit 1\n\
  for update skip locked\n\
)\n\
update delivery.workspace_due d set picked_at = now(), due_at = date_trunc('milliseconds', now()) + interval '2 seconds'\n\
from next where d.queue = 'import' and d.workspace_id = next.workspace_id\n\
returning d.workspace_id, d.due_at", [])

export type DueClearParams = {
  workspace_id: string
  due_at: Date | string
}
export type DueClearRow = Record<string, never>
/** Nothing to run there; unless somebody marked it due meanwhile. */
export const dueClear = namedQuery<DueClearParams, DueClearRow>("due_clear", "delete from delivery.workspace_due where queue = 'import' and workspace_id = $1 and due_at = $2", ["workspace_id","due_at"])

export type RunRunningParams = {
  workspace_id: string
}
export type RunRunningRow = {
  "import_run_id": string
}
/** Whether a workspace has imports that should run. */
export const runRunning = namedQuery<RunRunningParams, RunRunningRow>("run_running", "select import_run_id from contacts.import_run where workspace_id = $1 and state = 'running' limit 1", ["workspace_id"])

export type ChunkInsertParams = {
  file_bytes: string
  workspace_id: string
  import_run_id: string
  chunk_no: number
  first_byte: string
  body_ct: Buffer
}
export type ChunkInsertRow = Record<string, never>
/** A piece of the file, and how much of it has arrived. */
export const chunkInsert = namedQuery<ChunkInsertParams, ChunkInsertRow>("chunk_insert", "with counted as (\n\
  update contacts.import_run set file_bytes = $1 where workspace_id = $2 and import_run_id = $3 and state = 'receiving' returning import_run_id\n\
)\n\
insert into contacts.import_chunk (workspace_id, import_run_id, chunk_no, first_byte, body_ct)\n\
select $2, counted.import_run_id, $4, $5, $6 from counted", ["file_bytes","workspace_id","import_run_id","chunk_no","first_byte","body_ct"])

export type ChunkGetParams = {
  workspace_id: string
  import_run_id: string
  chunk_no: number
}
export type ChunkGetRow = {
  "body_ct": Buffer
}
/** One piece of the file. */
export const chunkGet = namedQuery<ChunkGetParams, ChunkGetRow>("chunk_get", "select body_ct from contacts.import_chunk where workspace_id = $1 and import_run_id = $2 and chunk_no = $3", ["workspace_id","import_run_id","chunk_no"])

export type ChunkDeleteParams = {
  workspace_id: string
  import_run_id: string
}
export type ChunkDeleteRow = Record<string, never>
/** The file is not needed any more, or is sent again. */
export const chunkDelete = namedQuery<ChunkDeleteParams, ChunkDeleteRow>("chunk_delete", "delete from contacts.import_chunk where workspace_id = $1 and import_run_id = $2", ["workspace_id","import_run_id"])

export type RecordsKnownParams = {
  workspace_id: string
  source_id: string
  record_keys: Buffer[]
}
export type RecordsKnownRow = {
  "external_index": Buffer
  "contact_id": string
  "record_hash": Buffer
}
/** Which records of a batch came before, and with which content. */
export const recordsKnown = namedQuery<RecordsKnownParams, RecordsKnownRow>("records_known", "select q.external_index, q.contact_id, q.record_hash from contacts.source_record q\n\
where q.workspace_id = $1 and q.source_id = $2 and q.external_index = any ($3::bytea[])", ["workspace_id","source_id","record_keys"])

export type IdentitiesKnownParams = {
  workspace_id: string
  kind: string
  source_id: string
  index_version: number
  value_indexes: Buffer[]
}
export type IdentitiesKnownRow = {
  "value_index": Buffer
  "contact_id": string
}
/** Who has these addresses or external ids. */
export const identitiesKnown = namedQuery<IdentitiesKnownParams, IdentitiesKnownRow>("identities_known", "select d.value_index, d.contact_id from contacts.identity d\n\
where d.workspace_id = $1 and d.kind = $2 and d.source_id = $3 and d.index_version = $4 and d.value_index = any ($5::bytea[])", ["workspace_id","kind","source_id","index_version","value_indexes"])

export type SuppressedKnownParams = {
  workspace_id: string
  email_indexes: Buffer[]
}
export type SuppressedKnownRow = {
  "email_index": Buffer
  "reason": string
}
/** Which of these addresses are suppressed, and why. */
export const suppressedKnown = namedQuery<SuppressedKnownParams, SuppressedKnownRow>("suppressed_known", "select v.email_index as \"email_index\", v.reason as \"reason\" from compliance.v_suppressed_address v\n\
where v.workspace_id = $1 and v.email_index = any ($2::bytea[])", ["workspace_id","email_indexes"])

export type ProbeByIndexParams = Record<string, never>
export type ProbeByIndexRow = Record<string, never>
/** Look-ups of a batch are index probes whatever the statistics of a fast-growing table say; a scan of the whole table once
 * a batch would make the import slower with every row. */
export const probeByIndex = namedQuery<ProbeByIndexParams, ProbeByIndexRow>("probe_by_index", "set local enable_seqscan = off", [])

export type ExistingLockParams = {
  workspace_id: string
  contact_ids: string[]
}
export type ExistingLockRow = {
  "contact_id": string
  "merged_into": string | null
  "version": number
  "email_index": Buffer | null
  "email_ct": Buffer | null
  "status": string
  "country": string | null
  "region": string | null
  "city": string | null
  "timezone": string | null
  "language": string | null
}
/** The known people of a batch, held in one order for all writers and read as they are now; survivors instead of merged ones. */
export const existingLock = namedQuery<ExistingLockParams, ExistingLockRow>("existing_lock", "select c.contact_id, c.merged_into, c.version, c.email_index, c.email_ct, c.status, c.country, c.region, c.city, c.timezone, c.language\n\
from contacts.contact c\n\
where c.workspace_id = $1 and c.contact_id = any ($2::bigint[])\n\
order by c.contact_id\n\
for update", ["workspace_id","contact_ids"])

export type ExistingReadParams = {
  workspace_id: string
  contact_ids: string[]
}
export type ExistingReadRow = {
  "contact_id": string
  "merged_into": string | null
  "version": number
  "email_index": Buffer | null
  "email_ct": Buffer | null
  "status": string
  "country": string | null
  "region": string | null
  "city": string | null
  "timezone": string | null
  "language": string | null
}
/** The same without holding them, for dry runs and previews. */
export const existingRead = namedQuery<ExistingReadParams, ExistingReadRow>("existing_read", "select c.contact_id, c.merged_into, c.version, c.email_index, c.email_ct, c.status, c.country, c.region, c.city, c.timezone, c.language\n\
from contacts.contact c\n\
where c.workspace_id = $1 and c.contact_id = any ($2::bigint[])", ["workspace_id","contact_ids"])

export type ProfileManyParams = {
  contact_ids: string[]
  workspace_id: string
}
export type ProfileManyRow = {
  "contact_id": string
  "first_name_ct": Buffer | null
  "last_name_ct": Buffer | null
  "phone_ct": Buffer | null
  "sensitive_ct": Buffer | null
  "attributes": unknown
  "provenance": unknown
}
/** The cold fields of known people. */
export const profileMany = namedQuery<ProfileManyParams, ProfileManyRow>("profile_many", "select p.contact_id, p.first_name_ct, p.last_name_ct, p.phone_ct, p.sensitive_ct, p.attributes, p.provenance\n\
from unnest($1::bigint[]) k (contact_id)\n\
join lateral (select q.* from contacts.contact_profile q where q.workspace_id = $2 and q.contact_id = k.contact_id offset 0) p on true", ["contact_ids","workspace_id"])

export type ContactInsertManyParams = {
  workspace_id: string
  at: Date | string
  source_id: string
  import_run_id: string
  index_version: number
  actor: string
  contact_ids: string[]
  created_ats: Date[]
  email_cts: Buffer[]
  email_indexes: Buffer[]
  email_domains: string[]
  statuses: string[]
  countries: string[]
  regions: string[]
  cities: string[]
  timezones: string[]
  languages: string[]
}
export type ContactInsertManyRow = Record<string, never>
/** New people. */
export const contactInsertMany = namedQuery<ContactInsertManyParams, ContactInsertManyRow>("contact_insert_many", "insert into contacts.contact (workspace_id, contact_id, created_at, updated_at, source_id, import_run_id, email_index_version, email_ct, email_index, email_domain, status, country, region, city, timezone, language, created_by, updated_by)\n\
select $1, u.contact_id, u.created_at, $2, $3, $4, $5, u.email_ct, u.email_index, u.email_domain, u.status, u.country, u.region, u.city, u.timezone, u.language, $6, $6\n\
from unnest($7::bigint[], $8::timestamptz[], $9::bytea[], $10::bytea[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[])\n\
  u (contact_id, created_at, email_ct, email_index, email_domain, status, country, region, city, timezone, language)", ["workspace_id","at","source_id","import_run_id","index_version","actor","contact_ids","created_ats","email_cts","email_indexes","email_domains","statuses","countries","regions","cities","timezones","languages"])

export type ProfileInsertManyParams = {
  workspace_id: string
  provenance: unknown
  at: Date | string
  contact_ids: string[]
  first_name_cts: Buffer[]
  last_name_cts: Buffer[]
  phone_cts: Buffer[]
  sensitive_cts: Buffer[]
  attributes: string[]
}
export type ProfileInsertManyRow = Record<string, never>
/** Their cold fields. */
export const profileInsertMany = namedQuery<ProfileInsertManyParams, ProfileInsertManyRow>("profile_insert_many", "insert into contacts.contact_profile (workspace_id, contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes, provenance, updated_at)\n\
select $1, u.contact_id, u.first_name_ct, u.last_name_ct, u.phone_ct, u.sensitive_ct, coalesce(u.attributes, '{}')::jsonb, $2, $3\n\
from unnest($4::bigint[], $5::bytea[], $6::bytea[], $7::bytea[], $8::bytea[], $9::text[])\n\
  u (contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes)", ["workspace_id","provenance","at","contact_ids","first_name_cts","last_name_cts","phone_cts","sensitive_cts","attributes"])

export type IdentityInsertManyParams = {
  workspace_id: string
  kind: string
  source_id: string
  index_version: number
  value_indexes: Buffer[]
  contact_ids: string[]
}
export type IdentityInsertManyRow = Record<string, never>
/** Claims addresses and external ids, in one order for all writers. A claim that is taken is an error (identity_pk): the
 * batch looks again who it is. */
export const identityInsertMany = namedQuery<IdentityInsertManyParams, IdentityInsertManyRow>("identity_insert_many", "insert into contacts.identity (workspace_id, kind, source_id, index_version, value_index, contact_id)\n\
select $1, $2, $3, $4, u.value_index, u.contact_id\n\
from unnest($5::bytea[], $6::bigint[]) u (value_index, contact_id)\n\
order by u.value_index", ["workspace_id","kind","source_id","index_version","value_indexes","contact_ids"])

export type IdentityReleaseManyParams = {
  contact_ids: string[]
  workspace_id: string
}
export type IdentityReleaseManyRow = Record<string, never>
/** People whose address changed give up the old one. */
export const identityReleaseMany = namedQuery<IdentityReleaseManyParams, IdentityReleaseManyRow>("identity_release_many", "delete from contacts.identity d using unnest($1::bigint[]) u (contact_id)\n\
where d.workspace_id = $2 and d.contact_id = u.contact_id and d.kind = 'email'", ["contact_ids","workspace_id"])

export type PhoneReleaseManyParams = {
  contact_ids: string[]
  workspace_id: string
}
export type PhoneReleaseManyRow = Record<string, never>
/** People whose number changed give up the old one. */
export const phoneReleaseMany = namedQuery<PhoneReleaseManyParams, PhoneReleaseManyRow>("phone_release_many", "delete from contacts.identity_link d using unnest($1::bigint[]) u (contact_id)\n\
where d.workspace_id = $2 and d.contact_id = u.contact_id and d.kind = 'phone'", ["contact_ids","workspace_id"])

export type PhoneInsertNewParams = {
  workspace_id: string
  index_version: number
  value_indexes: Buffer[]
  contact_ids: string[]
}
export type PhoneInsertNewRow = Record<string, never>
/** Lets new people be found by their number. No conflict can be: the person is new (ON CONFLICT costs a third more). */
export const phoneInsertNew = namedQuery<PhoneInsertNewParams, PhoneInsertNewRow>("phone_insert_new", "insert into contacts.identity_link (workspace_id, kind, index_version, value_index, contact_id)\n\
select $1, 'phone', $2, u.value_index, u.contact_id\n\
from unnest($3::bytea[], $4::bigint[]) u (value_index, contact_id)", ["workspace_id","index_version","value_indexes","contact_ids"])

export type PhoneInsertManyParams = {
  workspace_id: string
  index_version: number
  value_indexes: Buffer[]
  contact_ids: string[]
}
export type PhoneInsertManyRow = Record<string, never>
/** Lets people be found by their number; several may share one. */
export const phoneInsertMany = namedQuery<PhoneInsertManyParams, PhoneInsertManyRow>("phone_insert_many", "insert into contacts.identity_link (workspace_id, kind, index_version, value_index, contact_id)\n\
select $1, 'phone', $2, u.value_index, u.contact_id\n\
from unnest($3::bytea[], $4::bigint[]) u (value_index, contact_id)\n\
order by u.value_index, u.contact_id\n\
on conflict do nothing", ["workspace_id","index_version","value_indexes","contact_ids"])

export type RecordInsertNewParams = {
  workspace_id: string
  source_id: string
  import_run_id: string
  at: Date | string
  contact_ids: string[]
  external_indexes: Buffer[]
  record_cts: Buffer[]
  record_hashes: Buffer[]
}
export type RecordInsertNewRow = Record<string, never>
/** What the source said about new people. */
export const recordInsertNew = namedQuery<RecordInsertNewParams, RecordInsertNewRow>("record_insert_new", "insert into contacts.source_record (workspace_id, contact_id, source_id, external_index, record_ct, record_hash, import_run_id, observed_at)\n\
select $1, u.contact_id, $2, u.external_index, u.record_ct, u.record_hash, $3, $4\n\
from unnest($5::bigint[], $6::bytea[], $7::bytea[], $8::bytea[]) u (contact_id, external_index, record_ct, record_hash)", ["workspace_id","source_id","import_run_id","at","contact_ids","external_indexes","record_cts","record_hashes"])

export type RecordUpsertManyParams = {
  workspace_id: string
  source_id: string
  import_run_id: string
  at: Date | string
  contact_ids: string[]
  external_indexes: Buffer[]
  record_cts: Buffer[]
  record_hashes: Buffer[]
}
export type RecordUpsertManyRow = Record<string, never>
/** What the source said last about each person. */
export const recordUpsertMany = namedQuery<RecordUpsertManyParams, RecordUpsertManyRow>("record_upsert_many", "insert into contacts.source_record (workspace_id, contact_id, source_id, external_index, record_ct, record_hash, import_run_id, observed_at)\n\
select $1, u.contact_id, $2, u.external_index, u.record_ct, u.record_hash, $3, $4\n\
from unnest($5::bigint[], $6::bytea[], $7::bytea[], $8::bytea[]) u (contact_id, external_index, record_ct, record_hash)\n\
order by u.contact_id\n\
on conflict (workspace_id, contact_id, source_id, external_index) do update\n\
  set record_ct = excluded.record_ct, record_hash = excluded.record_hash, import_run_id = excluded.import_run_id, observed_at = excluded.observed_at", ["workspace_id","source_id","import_run_id","at","contact_ids","external_indexes","record_cts","record_hashes"])

export type MemberInsertNewParams = {
  workspace_id: string
  list_id: string
  actor: string
  contact_ids: string[]
}
export type MemberInsertNewRow = Record<string, never>
/** Puts new people on the list. */
export const memberInsertNew = namedQuery<MemberInsertNewParams, MemberInsertNewRow>("member_insert_new", "insert into contacts.list_member (workspace_id, list_id, contact_id, added_by)\n\
select $1, $2, u.contact_id, $3 from unnest($4::bigint[]) u (contact_id)", ["workspace_id","list_id","actor","contact_ids"])

export type MemberInsertManyParams = {
  workspace_id: string
  list_id: string
  actor: string
  contact_ids: string[]
}
export type MemberInsertManyRow = {
  "contact_id": string
}
/** Puts known people on the list; answers those that were not on it. */
export const memberInsertMany = namedQuery<MemberInsertManyParams, MemberInsertManyRow>("member_insert_many", "insert into contacts.list_member (workspace_id, list_id, contact_id, added_by)\n\
select $1, $2, u.contact_id, $3 from unnest($4::bigint[]) u (contact_id)\n\
order by u.contact_id\n\
on conflict do nothing\n\
returning contact_id", ["workspace_id","list_id","actor","contact_ids"])

export type MemberMissingParams = {
  contact_ids: string[]
  workspace_id: string
  list_id: string
  purpose: string
}
export type MemberMissingRow = {
  "contact_id": string
}
/** Known people who are not on the list and did not leave it of their own accord (consent `list:<id>` withdrawn). */
export const memberMissing = namedQuery<MemberMissingParams, MemberMissingRow>("member_missing", "select u.contact_id as \"contact_id\" from unnest($1::bigint[]) u (contact_id)\n\
left join lateral (select 1 as on_list from contacts.list_member m where m.workspace_id = $2 and m.list_id = $3 and m.contact_id = u.contact_id offset 0) m on true\n\
left join lateral (select 1 as has_left from compliance.v_consent v where v.workspace_id = $2 and v.contact_id = u.contact_id and v.purpose = $4 and v.state = 'withdrawn' offset 0) v on true\n\
where m.on_list is null and v.has_left is null", ["contact_ids","workspace_id","list_id","purpose"])

export type ContactUpdateManyParams = {
  at: Date | string
  actor: string
  contact_ids: string[]
  email_cts: Buffer[]
  email_indexes: Buffer[]
  email_domains: string[]
  statuses: string[]
  countries: string[]
  regions: string[]
  cities: string[]
  timezones: string[]
  languages: string[]
  workspace_id: string
}
export type ContactUpdateManyRow = Record<string, never>
/** People whose hot fields differ; they are held by existing_lock. */
export const contactUpdateMany = namedQuery<ContactUpdateManyParams, ContactUpdateManyRow>("contact_update_many", "update contacts.contact c set updated_at = $1, updated_by = $2, version = c.version + 1,\n\
  email_ct = coalesce(u.email_ct, c.email_ct), email_index = coalesce(u.email_index, c.email_index), email_domain = coalesce(u.email_domain, c.email_domain),\n\
  status = u.status, country = u.country, region = u.region, city = u.city, timezone = u.timezone, language = u.language\n\
from unnest($3::bigint[], $4::bytea[], $5::bytea[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])\n\
  u (contact_id, email_ct, email_index, email_domain, status, country, region, city, timezone, language)\n\
where c.workspace_id = $13 and c.contact_id = u.contact_id", ["at","actor","contact_ids","email_cts","email_indexes","email_domains","statuses","countries","regions","cities","timezones","languages","workspace_id"])

export type ProfileUpsertManyParams = {
  workspace_id: string
  at: Date | string
  contact_ids: string[]
  first_name_cts: Buffer[]
  last_name_cts: Buffer[]
  phone_cts: Buffer[]
  sensitive_cts: Buffer[]
  attributes: string[]
  provenances: string[]
}
export type ProfileUpsertManyRow = Record<string, never>
/** Their cold fields. */
export const profileUpsertMany = namedQuery<ProfileUpsertManyParams, ProfileUpsertManyRow>("profile_upsert_many", "insert into contacts.contact_profile (workspace_id, contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes, provenance, updated_at)\n\
select $1, u.contact_id, u.first_name_ct, u.last_name_ct, u.phone_ct, u.sensitive_ct, u.attributes::jsonb, u.provenance::jsonb, $2\n\
from unnest($3::bigint[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::text[], $9::text[])\n\
  u (contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes, provenance)\n\
order by u.contact_id\n\
on conflict (workspace_id, contact_id) do update set first_name_ct = excluded.first_name_ct, last_name_ct = excluded.last_name_ct, phone_ct = excluded.phone_ct,\n\
  sensitive_ct = excluded.sensitive_ct, attributes = excluded.attributes, provenance = excluded.provenance, updated_at = excluded.updated_at", ["workspace_id","at","contact_ids","first_name_cts","last_name_cts","phone_cts","sensitive_cts","attributes","provenances"])

export type CandidateInsertManyParams = {
  workspace_id: string
  contact_ids: string[]
  other_ids: string[]
  reason_cts: Buffer[]
}
export type CandidateInsertManyRow = Record<string, never>
/** Two contacts that one row takes for one person, for somebody to decide. */
export const candidateInsertMany = namedQuery<CandidateInsertManyParams, CandidateInsertManyRow>("candidate_insert_many", "insert into contacts.duplicate_candidate (workspace_id, contact_id, other_id, score, reason_ct)\n\
select $1, u.contact_id, u.other_id, 1, u.reason_ct from unnest($2::bigint[], $3::bigint[], $4::bytea[]) u (contact_id, other_id, reason_ct)\n\
on conflict do nothing", ["workspace_id","contact_ids","other_ids","reason_cts"])

export type RejectInsertManyParams = {
  workspace_id: string
  import_run_id: string
  row_nos: string[]
  line_nos: string[]
  fields: string[]
  rules: string[]
  hints: string[]
  row_cts: Buffer[]
}
export type RejectInsertManyRow = Record<string, never>
/** Rows that were refused, with their reason; the row itself encrypted. */
export const rejectInsertMany = namedQuery<RejectInsertManyParams, RejectInsertManyRow>("reject_insert_many", "insert into contacts.import_reject (workspace_id, import_run_id, row_no, line_no, field, rule, hint, row_ct)\n\
select $1, $2, u.row_no, u.line_no, u.field, u.rule, u.hint, u.row_ct\n\
from unnest($3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::bytea[]) u (row_no, line_no, field, rule, hint, row_ct)", ["workspace_id","import_run_id","row_nos","line_nos","fields","rules","hints","row_cts"])

export type RejectPageParams = {
  workspace_id: string
  import_run_id: string
  after_row: string
  row_limit: string
}
export type RejectPageRow = {
  "row_no": string
  "line_no": string
  "field": string
  "rule": string
  "hint": string
  "row_ct": Buffer
}
/** Refused rows in the order of the file. */
export const rejectPage = namedQuery<RejectPageParams, RejectPageRow>("reject_page", "select row_no, line_no, field, rule, hint, row_ct from contacts.import_reject\n\
where workspace_id = $1 and import_run_id = $2 and row_no > $3\n\
order by row_no\n\
limit $4", ["workspace_id","import_run_id","after_row","row_limit"])

export type RejectRulesParams = {
  workspace_id: string
  import_run_id: string
}
export type RejectRulesRow = {
  "field": string
  "rule": string
  "count": string
}
/** How many rows were refused by each rule. */
export const rejectRules = namedQuery<RejectRulesParams, RejectRulesRow>("reject_rules", "select field, rule, count(*) as \"count\" from contacts.import_reject where workspace_id = $1 and import_run_id = $2 group by field, rule order by 3 desc, 1, 2", ["workspace_id","import_run_id"])

export type RejectDeleteParams = {
  workspace_id: string
  import_run_id: string
}
export type RejectDeleteRow = Record<string, never>
/** Forgets the refused rows of an earlier try. */
export const rejectDelete = namedQuery<RejectDeleteParams, RejectDeleteRow>("reject_delete", "delete from contacts.import_reject where workspace_id = $1 and import_run_id = $2", ["workspace_id","import_run_id"])
