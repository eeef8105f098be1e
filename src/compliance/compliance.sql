-- Named queries of the room compliance. Every statement that stops mail runs behind gate_take in the same transaction.

-- name: gate_take :many
-- Closes the gate for buckets of addresses, in order; attempts that hold it are waited for, later ones wait (DESIGN 4.6).
select g.bucket from compliance.gate g
where g.workspace_id = :workspace_id and g.bucket = any(:buckets::smallint[])
order by g.bucket
for update;

-- name: person_many :many
-- A contact and those it was merged with one level up or down, with their addresses: whoever objects does so as a person.
select c.contact_id, c.email_index, c.email_index_version, c.status, c.merged_into
from contacts.contact c
where c.workspace_id = :workspace_id and (c.contact_id = :contact_id
  or c.contact_id = (select m.merged_into from contacts.contact m where m.workspace_id = :workspace_id and m.contact_id = :contact_id)
  or c.merged_into = :contact_id);

-- name: holders_many :many
-- Contacts whose address has one of these indexes now.
select c.contact_id, c.email_index, c.email_index_version, c.status, c.merged_into
from contacts.identity i join contacts.contact c on c.workspace_id = i.workspace_id and c.contact_id = i.contact_id
where i.workspace_id = :workspace_id and i.kind = 'email' and i.source_id = 0 and i.value_index = any(:email_indexes::bytea[]) and c.email_index = i.value_index;

-- name: attempt_address :many
-- Addresses that a message was really sent to, the latest attempt first.
select a.email_index, a.email_index_version, a.provider_id
from delivery.attempt a
where a.workspace_id = :workspace_id and a.launch_id = :launch_id and a.contact_id = :contact_id and a.seq = :seq
order by a.attempt_no desc;

-- name: message_purpose :one
-- Campaign, consent purpose, variant and provider of a message.
select l.campaign_id, c.purpose as "purpose?", m.variant_no as "variant_no?", m.provider_id as "provider_id?", m.launch_id is not null as "is_known!"
from campaigns.launch l
left join campaigns.campaign c on c.workspace_id = l.workspace_id and c.campaign_id = l.campaign_id
left join delivery.message m on m.workspace_id = l.workspace_id and m.launch_id = l.launch_id and m.launch_id = :launch_id and m.contact_id = :contact_id and m.seq = :seq
where l.workspace_id = :workspace_id and l.launch_id = :launch_id;

-- name: unsubscribe_request_add :exec
-- Notes a request; 0 rows when this very request was noted before.
insert into compliance.unsubscribe_request (workspace_id, contact_id, unsubscribe_id, method, campaign_id, requested_at)
values (:workspace_id, :contact_id, :unsubscribe_id, :method, :campaign_id_or_null, :requested_at)
on conflict do nothing;

-- name: suppression_add :exec
-- Suppresses addresses; one that was lifted holds again from now on, one that holds is left as it was. Behind gate_take.
insert into compliance.suppression as s (workspace_id, email_index, reason, index_version, contact_id, campaign_id, detail_code, created_at, created_by)
select :workspace_id, u.email_index, :reason, u.index_version, :contact_id_or_null::bigint, :campaign_id_or_null::bigint, :detail_code_or_null::text, :created_at, :created_by
from unnest(:email_indexes::bytea[], :index_versions::smallint[]) as u(email_index, index_version)
order by u.email_index
on conflict (workspace_id, email_index, reason) do update set
  lifted_at = null, lifted_by = null, created_at = excluded.created_at, created_by = excluded.created_by,
  contact_id = coalesce(excluded.contact_id, s.contact_id), campaign_id = excluded.campaign_id, detail_code = excluded.detail_code
where s.lifted_at is not null;

-- name: suppression_state_many :many
-- What is on record about addresses.
select s.email_index, s.reason, s.created_at, s.lifted_at
from compliance.suppression s
where s.workspace_id = :workspace_id and s.email_index = any(:email_indexes::bytea[]);

-- name: suppression_lift :exec
-- Lifts one reason from addresses; 0 rows when none holds.
update compliance.suppression s set lifted_at = :lifted_at, lifted_by = :lifted_by
where s.workspace_id = :workspace_id and s.email_index = any(:email_indexes::bytea[]) and s.reason = :reason and s.lifted_at is null;

-- name: suppression_page :many
-- Suppressions, the newest first, from a place in that order on.
select s.email_index, s.reason, s.contact_id, s.campaign_id, s.detail_code, s.created_at, s.created_by, s.lifted_at, s.lifted_by, to_char(s.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "position!"
from compliance.suppression s
where s.workspace_id = :workspace_id and (:reason_or_null::text is null or s.reason = :reason_or_null::text) and (:with_lifted::boolean or s.lifted_at is null)
  and (s.created_at, s.email_index, s.reason) < (:before_at::timestamptz, :before_index::bytea, :before_reason::text)
order by s.created_at desc, s.email_index desc, s.reason desc
limit :page_size;

-- name: suppression_count_many :many
-- How many addresses are suppressed now, by reason.
select s.reason, count(*) as "count!" from compliance.suppression s where s.workspace_id = :workspace_id and s.lifted_at is null group by s.reason order by s.reason;

-- name: contact_status_set :exec
-- Moves contacts into a status that stops mail, or back to active; only from the given ones. The status is the verdict of
-- this room kept on the contact, so that claims and segments need no join; it changes in the transaction of its reason.
update contacts.contact c set status = :status, updated_at = :updated_at, updated_by = :updated_by, version = c.version + 1
where c.workspace_id = :workspace_id and c.contact_id = any(:contact_ids::bigint[]) and c.status = any(:from_statuses::text[]);

-- name: consent_event_add :exec
-- Writes consent down; never changed afterwards.
insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, channel, action, wording_version, wording_hash, source, evidence_ct, happened_at, recorded_at, recorded_by)
values (:workspace_id, :contact_id, :consent_event_id, :purpose, :channel, :action, :wording_version_or_null, :wording_hash_or_null, :source, :evidence_ct_or_null, :happened_at, :recorded_at, :recorded_by);

-- name: consent_state_set :exec
-- The state that follows: the latest act decides, of two at the same moment the withdrawal. A withdrawal that happens
-- right now decides in any case (is_now), whatever the clock of another machine wrote before.
insert into compliance.consent_state as s (workspace_id, contact_id, purpose, channel, state, since, consent_event_id)
values (:workspace_id, :contact_id, :purpose, :channel, :state, :since, :consent_event_id)
on conflict (workspace_id, contact_id, purpose, channel) do update set state = excluded.state, since = excluded.since, consent_event_id = excluded.consent_event_id
where excluded.since > s.since or (excluded.state = 'withdrawn' and (excluded.since = s.since or :is_now::boolean));

-- name: consent_given_many :many
-- Purposes a person has agreed to on a channel.
select s.contact_id, s.purpose from compliance.consent_state s
where s.workspace_id = :workspace_id and s.contact_id = any(:contact_ids::bigint[]) and s.channel = :channel and s.state = 'given';

-- name: consent_state_many :many
-- The consent of a contact as it stands.
select s.purpose, s.channel, s.state, s.since, s.consent_event_id from compliance.consent_state s
where s.workspace_id = :workspace_id and s.contact_id = :contact_id order by s.purpose, s.channel;

-- name: consent_event_many :many
-- Every act of consent of a contact, the oldest first.
select e.consent_event_id, e.purpose, e.channel, e.action, e.wording_version, e.wording_hash, e.source, e.evidence_ct, e.happened_at, e.recorded_at, e.recorded_by
from compliance.consent_event e
where e.workspace_id = :workspace_id and e.contact_id = :contact_id
order by e.happened_at, e.consent_event_id;

-- name: wording_get :one
-- One version of a wording, or the latest when version is 0.
select w.version, w.wording, w.wording_hash, w.created_at, w.created_by from compliance.consent_wording w
where w.workspace_id = :workspace_id and w.purpose = :purpose and (w.version = :version::int or :version::int = 0)
order by w.version desc limit 1;

-- name: wording_add :exec
-- Publishes a version of a wording; 0 rows when that number is taken.
insert into compliance.consent_wording (workspace_id, purpose, version, wording, wording_hash, created_at, created_by)
values (:workspace_id, :purpose, :version, :wording, :wording_hash, :created_at, :created_by)
on conflict do nothing;

-- name: audit_add :exec
-- An audit row written by an operation, where no trigger can: global tables and batches. The policy pins who signs it.
insert into compliance.audit_event (workspace_id, happened_at, audit_id, origin, db_role, actor, request_id, table_name, row_key, contact_id, action, changes)
values (:workspace_id, :happened_at, :audit_id, 'app', current_user, coalesce(nullif(current_setting('inboxlift.actor', true), ''), 'unattributed'),
  nullif(current_setting('inboxlift.request_id', true), ''), :table_name, :row_key, :contact_id_or_null, :action, :changes);

-- name: outbox_suppress_due :many
-- Addresses to be suppressed, the longest due first.
select o.outbox_id, o.workspace_id from platform.outbox o where o.kind = 'address.suppress' and o.due_at <= now() order by o.due_at limit :batch;

-- name: outbox_take :one
-- Takes one message out of the outbox; nothing when another one has it or has put it off. Gone with the commit of what it asks for.
with taken as (
  select o.outbox_id from platform.outbox o where o.outbox_id = :outbox_id and o.due_at <= now() for update skip locked
)
delete from platform.outbox o using taken t where o.outbox_id = t.outbox_id
returning o.payload, o.attempts;

-- name: outbox_delay :exec
-- Puts a message off after a failure.
update platform.outbox o set attempts = o.attempts + 1, due_at = :due_at where o.outbox_id = :outbox_id;

-- name: page_facts :one
-- What the unsubscribe page shows: whose mail it was and to which address.
select w.name as workspace_name, c.email_ct, c.email_index, c.status
from contacts.contact c join platform.workspace w on w.workspace_id = c.workspace_id
where c.workspace_id = :workspace_id and c.contact_id = :contact_id;

-- name: wording_many :many
-- Every version of every wording, the newest first.
select w.purpose, w.version, w.wording, w.created_at, w.created_by from compliance.consent_wording w
where w.workspace_id = :workspace_id order by w.purpose, w.version desc;
