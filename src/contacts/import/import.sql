-- Queries of the import. Everything that a batch writes is set-based: one array a column, unnest, one transaction with the
-- cursor of the run. Look-ups that could become a scan are LATERAL with OFFSET 0, so that each is one index probe.

-- name: run_insert :exec
-- A new import that waits for its file.
insert into contacts.import_run (workspace_id, import_run_id, source_id, state, file_name, options, created_at, created_by)
values (:workspace_id, :import_run_id, :source_id, 'receiving', :file_name, :options, :at, :actor);

-- name: run_get :one
-- One import with its file's name of source.
select r.*, s.name as source_name from contacts.import_run r
join contacts.source s on s.workspace_id = r.workspace_id and s.source_id = r.source_id
where r.workspace_id = :workspace_id and r.import_run_id = :import_run_id;

-- name: run_page :many
-- Imports, newest first.
select r.*, s.name as source_name from contacts.import_run r
join contacts.source s on s.workspace_id = r.workspace_id and s.source_id = r.source_id
where r.workspace_id = :workspace_id and (:before_or_null::bigint is null or r.import_run_id < :before_or_null)
order by r.import_run_id desc
limit :row_limit;

-- name: run_received :exec
-- The file is complete. Only while receiving.
update contacts.import_run set state = 'ready', format = :format, file_sha256 = :file_sha256, file_bytes = :file_bytes
where workspace_id = :workspace_id and import_run_id = :import_run_id and state = 'receiving';

-- name: run_set_state :exec
-- Moves an import from one of the given states; zero rows when it is in none of them.
update contacts.import_run set state = :state, finished_at = :finished_at_or_null
where workspace_id = :workspace_id and import_run_id = :import_run_id and state = any (:from_states::text[]);

-- name: run_launch :exec
-- Says how to read the file and lets workers take it; counts begin at zero. A started one is only resumed (run_set_state).
update contacts.import_run set state = 'running', format = :format, mapping = :mapping, options = :options, cursor_bytes = 0, cursor_row = 0,
  created_count = 0, updated_count = 0, unchanged_count = 0, rejected_count = 0, duplicate_count = 0, lease_token = null, lease_until = null, error_code = null, started_at = null, finished_at = null
where workspace_id = :workspace_id and import_run_id = :import_run_id and state = 'ready';

-- name: run_claim :one
-- Takes one import that should run and that nobody works on. The token fences off whoever had it before.
with free as (
  select import_run_id from contacts.import_run
  where workspace_id = :workspace_id and state = 'running' and (lease_until is null or lease_until < now())
  order by import_run_id
  limit 1
  for update skip locked
)
update contacts.import_run r set lease_token = :token, lease_until = now() + make_interval(secs => :lease_seconds::int), claimed_at = now(), claimed_bytes = r.cursor_bytes, started_at = coalesce(r.started_at, now())
from free where r.workspace_id = :workspace_id and r.import_run_id = free.import_run_id
returning r.import_run_id;

-- name: run_claim_this :exec
-- The same for one import, for whoever works it off without the service.
update contacts.import_run r set lease_token = :token, lease_until = now() + make_interval(secs => :lease_seconds::int), claimed_at = now(), claimed_bytes = r.cursor_bytes, started_at = coalesce(r.started_at, now())
where r.workspace_id = :workspace_id and r.import_run_id = :import_run_id and r.state = 'running' and (r.lease_until is null or r.lease_until < now());

-- name: run_renew :exec
-- Keeps the lease; zero rows when it was lost or the import was paused.
update contacts.import_run set lease_until = now() + make_interval(secs => :lease_seconds::int)
where workspace_id = :workspace_id and import_run_id = :import_run_id and lease_token = :token and state = 'running';

-- name: run_hand_back :exec
-- Gives the lease back at a batch boundary.
update contacts.import_run set lease_token = null, lease_until = null
where workspace_id = :workspace_id and import_run_id = :import_run_id and lease_token = :token;

-- name: run_advance :exec
-- The cursor and the counts of one batch, in the batch's own transaction and before its rows: zero rows means that another
-- worker has it, that it was paused, or that this very batch was committed before.
update contacts.import_run set cursor_bytes = :cursor_bytes, cursor_row = :cursor_row, lease_until = now() + make_interval(secs => :lease_seconds::int)
where workspace_id = :workspace_id and import_run_id = :import_run_id and lease_token = :token and state = 'running' and cursor_row = :from_row;

-- name: run_count :exec
-- Adds what the batch did; the row is held by run_advance.
update contacts.import_run set created_count = created_count + :created::bigint, updated_count = updated_count + :updated::bigint, unchanged_count = unchanged_count + :unchanged::bigint,
  rejected_count = rejected_count + :rejected::bigint, duplicate_count = duplicate_count + :duplicate::bigint
where workspace_id = :workspace_id and import_run_id = :import_run_id;

-- name: run_finish :exec
-- The last row is done, or the import failed.
update contacts.import_run set state = :state, finished_at = now(), error_code = :error_code_or_null, lease_token = null, lease_until = null
where workspace_id = :workspace_id and import_run_id = :import_run_id and lease_token = :token and state = 'running';

-- name: run_finish_dry :exec
-- A dry run is over: its counts go into the options, and the file is ready for the real run.
update contacts.import_run set state = 'ready', options = :options, lease_token = null, lease_until = null, cursor_bytes = 0, cursor_row = 0,
  created_count = 0, updated_count = 0, unchanged_count = 0, rejected_count = 0, duplicate_count = 0
where workspace_id = :workspace_id and import_run_id = :import_run_id and lease_token = :token and state = 'running';

-- name: run_due :exec
-- Tells the workers that this workspace has an import to run.
insert into delivery.workspace_due as d (queue, workspace_id, due_at) values ('import', :workspace_id, :at)
on conflict (queue, workspace_id) do update set due_at = least(d.due_at, excluded.due_at);

-- name: due_pick :one
-- The workspace whose imports were looked at longest ago. It becomes due again on its own, in case this worker dies.
with next as (
  select workspace_id from delivery.workspace_due where queue = 'import' and due_at <= now()
  order by picked_at nulls first, due_at
  limit 1
  for update skip locked
)
update delivery.workspace_due d set picked_at = now(), due_at = date_trunc('milliseconds', now()) + interval '2 seconds'
from next where d.queue = 'import' and d.workspace_id = next.workspace_id
returning d.workspace_id, d.due_at;

-- name: due_clear :exec
-- Nothing to run there; unless somebody marked it due meanwhile.
delete from delivery.workspace_due where queue = 'import' and workspace_id = :workspace_id and due_at = :due_at;

-- name: run_running :many
-- Whether a workspace has imports that should run.
select import_run_id from contacts.import_run where workspace_id = :workspace_id and state = 'running' limit 1;

-- name: chunk_insert :exec
-- A piece of the file, and how much of it has arrived.
with counted as (
  update contacts.import_run set file_bytes = :file_bytes where workspace_id = :workspace_id and import_run_id = :import_run_id and state = 'receiving' returning import_run_id
)
insert into contacts.import_chunk (workspace_id, import_run_id, chunk_no, first_byte, body_ct)
select :workspace_id, counted.import_run_id, :chunk_no, :first_byte, :body_ct from counted;

-- name: chunk_get :one
-- One piece of the file.
select body_ct from contacts.import_chunk where workspace_id = :workspace_id and import_run_id = :import_run_id and chunk_no = :chunk_no;

-- name: chunk_delete :exec
-- The file is not needed any more, or is sent again.
delete from contacts.import_chunk where workspace_id = :workspace_id and import_run_id = :import_run_id;

-- name: records_known :many
-- Which records of a batch came before, and with which content.
select q.external_index, q.contact_id, q.record_hash from contacts.source_record q
where q.workspace_id = :workspace_id and q.source_id = :source_id and q.external_index = any (:record_keys::bytea[]);

-- name: identities_known :many
-- Who has these addresses or external ids.
select d.value_index, d.contact_id from contacts.identity d
where d.workspace_id = :workspace_id and d.kind = :kind and d.source_id = :source_id and d.index_version = :index_version and d.value_index = any (:value_indexes::bytea[]);

-- name: suppressed_known :many
-- Which of these addresses are suppressed, and why.
select v.email_index as "email_index!", v.reason as "reason!" from compliance.v_suppressed_address v
where v.workspace_id = :workspace_id and v.email_index = any (:email_indexes::bytea[]);

-- name: probe_by_index :exec
-- Look-ups of a batch are index probes whatever the statistics of a fast-growing table say; a scan of the whole table once
-- a batch would make the import slower with every row.
set local enable_seqscan = off;

-- name: existing_lock :many
-- The known people of a batch, held in one order for all writers and read as they are now; survivors instead of merged ones.
select c.contact_id, c.merged_into, c.version, c.email_index, c.email_ct, c.status, c.country, c.region, c.city, c.timezone, c.language
from contacts.contact c
where c.workspace_id = :workspace_id and c.contact_id = any (:contact_ids::bigint[])
order by c.contact_id
for update;

-- name: existing_read :many
-- The same without holding them, for dry runs and previews.
select c.contact_id, c.merged_into, c.version, c.email_index, c.email_ct, c.status, c.country, c.region, c.city, c.timezone, c.language
from contacts.contact c
where c.workspace_id = :workspace_id and c.contact_id = any (:contact_ids::bigint[]);

-- name: profile_many :many
-- The cold fields of known people.
select p.contact_id, p.first_name_ct, p.last_name_ct, p.phone_ct, p.sensitive_ct, p.attributes, p.provenance
from unnest(:contact_ids::bigint[]) k (contact_id)
join lateral (select q.* from contacts.contact_profile q where q.workspace_id = :workspace_id and q.contact_id = k.contact_id offset 0) p on true;

-- name: contact_insert_many :exec
-- New people.
insert into contacts.contact (workspace_id, contact_id, created_at, updated_at, source_id, import_run_id, email_index_version, email_ct, email_index, email_domain, status, country, region, city, timezone, language, created_by, updated_by)
select :workspace_id, u.contact_id, u.created_at, :at, :source_id, :import_run_id, :index_version, u.email_ct, u.email_index, u.email_domain, u.status, u.country, u.region, u.city, u.timezone, u.language, :actor, :actor
from unnest(:contact_ids::bigint[], :created_ats::timestamptz[], :email_cts::bytea[], :email_indexes::bytea[], :email_domains::text[], :statuses::text[], :countries::text[], :regions::text[], :cities::text[], :timezones::text[], :languages::text[])
  u (contact_id, created_at, email_ct, email_index, email_domain, status, country, region, city, timezone, language);

-- name: profile_insert_many :exec
-- Their cold fields.
insert into contacts.contact_profile (workspace_id, contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes, provenance, updated_at)
select :workspace_id, u.contact_id, u.first_name_ct, u.last_name_ct, u.phone_ct, u.sensitive_ct, coalesce(u.attributes, '{}')::jsonb, :provenance, :at
from unnest(:contact_ids::bigint[], :first_name_cts::bytea[], :last_name_cts::bytea[], :phone_cts::bytea[], :sensitive_cts::bytea[], :attributes::text[])
  u (contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes);

-- name: identity_insert_many :exec
-- Claims addresses and external ids, in one order for all writers. A claim that is taken is an error (identity_pk): the
-- batch looks again who it is.
insert into contacts.identity (workspace_id, kind, source_id, index_version, value_index, contact_id)
select :workspace_id, :kind, :source_id, :index_version, u.value_index, u.contact_id
from unnest(:value_indexes::bytea[], :contact_ids::bigint[]) u (value_index, contact_id)
order by u.value_index;

-- name: identity_release_many :exec
-- People whose address changed give up the old one.
delete from contacts.identity d using unnest(:contact_ids::bigint[]) u (contact_id)
where d.workspace_id = :workspace_id and d.contact_id = u.contact_id and d.kind = 'email';

-- name: phone_release_many :exec
-- People whose number changed give up the old one.
delete from contacts.identity_link d using unnest(:contact_ids::bigint[]) u (contact_id)
where d.workspace_id = :workspace_id and d.contact_id = u.contact_id and d.kind = 'phone';

-- name: phone_insert_new :exec
-- Lets new people be found by their number. No conflict can be: the person is new (ON CONFLICT costs a third more).
insert into contacts.identity_link (workspace_id, kind, index_version, value_index, contact_id)
select :workspace_id, 'phone', :index_version, u.value_index, u.contact_id
from unnest(:value_indexes::bytea[], :contact_ids::bigint[]) u (value_index, contact_id);

-- name: phone_insert_many :exec
-- Lets people be found by their number; several may share one.
insert into contacts.identity_link (workspace_id, kind, index_version, value_index, contact_id)
select :workspace_id, 'phone', :index_version, u.value_index, u.contact_id
from unnest(:value_indexes::bytea[], :contact_ids::bigint[]) u (value_index, contact_id)
order by u.value_index, u.contact_id
on conflict do nothing;

-- name: record_insert_new :exec
-- What the source said about new people.
insert into contacts.source_record (workspace_id, contact_id, source_id, external_index, record_ct, record_hash, import_run_id, observed_at)
select :workspace_id, u.contact_id, :source_id, u.external_index, u.record_ct, u.record_hash, :import_run_id, :at
from unnest(:contact_ids::bigint[], :external_indexes::bytea[], :record_cts::bytea[], :record_hashes::bytea[]) u (contact_id, external_index, record_ct, record_hash);

-- name: record_upsert_many :exec
-- What the source said last about each person.
insert into contacts.source_record (workspace_id, contact_id, source_id, external_index, record_ct, record_hash, import_run_id, observed_at)
select :workspace_id, u.contact_id, :source_id, u.external_index, u.record_ct, u.record_hash, :import_run_id, :at
from unnest(:contact_ids::bigint[], :external_indexes::bytea[], :record_cts::bytea[], :record_hashes::bytea[]) u (contact_id, external_index, record_ct, record_hash)
order by u.contact_id
on conflict (workspace_id, contact_id, source_id, external_index) do update
  set record_ct = excluded.record_ct, record_hash = excluded.record_hash, import_run_id = excluded.import_run_id, observed_at = excluded.observed_at;

-- name: member_insert_new :exec
-- Puts new people on the list.
insert into contacts.list_member (workspace_id, list_id, contact_id, added_by)
select :workspace_id, :list_id, u.contact_id, :actor from unnest(:contact_ids::bigint[]) u (contact_id);

-- name: member_insert_many :many
-- Puts known people on the list; answers those that were not on it.
insert into contacts.list_member (workspace_id, list_id, contact_id, added_by)
select :workspace_id, :list_id, u.contact_id, :actor from unnest(:contact_ids::bigint[]) u (contact_id)
order by u.contact_id
on conflict do nothing
returning contact_id;

-- name: member_missing :many
-- Known people who are not on the list and did not leave it of their own accord (consent `list:<id>` withdrawn).
select u.contact_id as "contact_id!" from unnest(:contact_ids::bigint[]) u (contact_id)
left join lateral (select 1 as on_list from contacts.list_member m where m.workspace_id = :workspace_id and m.list_id = :list_id and m.contact_id = u.contact_id offset 0) m on true
left join lateral (select 1 as has_left from compliance.v_consent v where v.workspace_id = :workspace_id and v.contact_id = u.contact_id and v.purpose = :purpose and v.state = 'withdrawn' offset 0) v on true
where m.on_list is null and v.has_left is null;

-- name: contact_update_many :exec
-- People whose hot fields differ; they are held by existing_lock.
update contacts.contact c set updated_at = :at, updated_by = :actor, version = c.version + 1,
  email_ct = coalesce(u.email_ct, c.email_ct), email_index = coalesce(u.email_index, c.email_index), email_domain = coalesce(u.email_domain, c.email_domain),
  status = u.status, country = u.country, region = u.region, city = u.city, timezone = u.timezone, language = u.language
from unnest(:contact_ids::bigint[], :email_cts::bytea[], :email_indexes::bytea[], :email_domains::text[], :statuses::text[], :countries::text[], :regions::text[], :cities::text[], :timezones::text[], :languages::text[])
  u (contact_id, email_ct, email_index, email_domain, status, country, region, city, timezone, language)
where c.workspace_id = :workspace_id and c.contact_id = u.contact_id;

-- name: profile_upsert_many :exec
-- Their cold fields.
insert into contacts.contact_profile (workspace_id, contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes, provenance, updated_at)
select :workspace_id, u.contact_id, u.first_name_ct, u.last_name_ct, u.phone_ct, u.sensitive_ct, u.attributes::jsonb, u.provenance::jsonb, :at
from unnest(:contact_ids::bigint[], :first_name_cts::bytea[], :last_name_cts::bytea[], :phone_cts::bytea[], :sensitive_cts::bytea[], :attributes::text[], :provenances::text[])
  u (contact_id, first_name_ct, last_name_ct, phone_ct, sensitive_ct, attributes, provenance)
order by u.contact_id
on conflict (workspace_id, contact_id) do update set first_name_ct = excluded.first_name_ct, last_name_ct = excluded.last_name_ct, phone_ct = excluded.phone_ct,
  sensitive_ct = excluded.sensitive_ct, attributes = excluded.attributes, provenance = excluded.provenance, updated_at = excluded.updated_at;

-- name: candidate_insert_many :exec
-- Two contacts that one row takes for one person, for somebody to decide.
insert into contacts.duplicate_candidate (workspace_id, contact_id, other_id, score, reason_ct)
select :workspace_id, u.contact_id, u.other_id, 1, u.reason_ct from unnest(:contact_ids::bigint[], :other_ids::bigint[], :reason_cts::bytea[]) u (contact_id, other_id, reason_ct)
on conflict do nothing;

-- name: reject_insert_many :exec
-- Rows that were refused, with their reason; the row itself encrypted.
insert into contacts.import_reject (workspace_id, import_run_id, row_no, line_no, field, rule, hint, row_ct)
select :workspace_id, :import_run_id, u.row_no, u.line_no, u.field, u.rule, u.hint, u.row_ct
from unnest(:row_nos::bigint[], :line_nos::bigint[], :fields::text[], :rules::text[], :hints::text[], :row_cts::bytea[]) u (row_no, line_no, field, rule, hint, row_ct);

-- name: reject_page :many
-- Refused rows in the order of the file.
select row_no, line_no, field, rule, hint, row_ct from contacts.import_reject
where workspace_id = :workspace_id and import_run_id = :import_run_id and row_no > :after_row
order by row_no
limit :row_limit;

-- name: reject_rules :many
-- How many rows were refused by each rule.
select field, rule, count(*) as "count!" from contacts.import_reject where workspace_id = :workspace_id and import_run_id = :import_run_id group by field, rule order by 3 desc, 1, 2;

-- name: reject_delete :exec
-- Forgets the refused rows of an earlier try.
delete from contacts.import_reject where workspace_id = :workspace_id and import_run_id = :import_run_id;
