-- Named queries of the room delivery: the queue, its leases, its attempts. Every statement on messages and attempts names
-- workspace_id and launch_id (one partition), and says `contact_id = any(array)` beside the join with its rows: a fresh
-- launch has no statistics, and a planner that expects one row would walk the whole launch instead of its keys.

-- name: attempt_begin :many
-- The decision of the gate and its consequence in one statement, run after gate_lock in the same transaction: who may not
-- be written to any more is skipped, who may gets `attempting`, an attempt row and last_sent_at on the contact. Per row the
-- state it came into; null when nothing was changed. A row that is `attempting` already under this token and number (the
-- answer to an earlier commit got lost) is answered the same again. A token with the number of attempts says the state, too,
-- so it is not asked for: with it the planner would walk the index of all leases instead of the keys.
with want as materialized (
  select k.contact_id, k.seq, k.attempt_no, k.token, k.person_id, k.email_index, k.index_version, k.message_id, k.provider_id
  from unnest(:contact_ids::bigint[], :seqs::bigint[], :attempt_nos::smallint[], :tokens::bigint[], :person_ids::bigint[], :email_indexes::bytea[], :index_versions::smallint[],
    :message_ids::text[], :provider_ids::bigint[]) as k(contact_id, seq, attempt_no, token, person_id, email_index, index_version, message_id, provider_id)
), switch as materialized (
  select c.purpose, c.stream,
    case when l.state in ('cancelled', 'failed', 'done') or c.state in ('cancelled', 'failed') then 'ended'
      when l.state not in ('slicing', 'sending') or c.state = 'paused' then 'paused' else 'on' end as position
  from campaigns.launch l
  join campaigns.campaign c on c.workspace_id = l.workspace_id and c.campaign_id = l.campaign_id
  where l.workspace_id = :workspace_id and l.launch_id = :launch_id
), people as materialized (
  select c.contact_id, c.status, c.email_index, coalesce(c.merged_into, c.contact_id) as person_id
  from contacts.v_contact c
  where c.workspace_id = :workspace_id and c.contact_id = any(:contact_ids::bigint[] || :person_ids::bigint[])
), suppressed as materialized (
  select s.email_index
  from compliance.v_suppressed s
  where s.workspace_id = :workspace_id and s.email_index = any(:email_indexes::bytea[])
), withdrawn as materialized (
  select s.contact_id
  from compliance.consent_state s
  where s.workspace_id = :workspace_id and s.contact_id = any(:contact_ids::bigint[] || :person_ids::bigint[]) and s.purpose = (select w.purpose from switch w) and s.channel = 'email' and s.state = 'withdrawn'
), kin as materialized (
  select l.merged_into as person_id, l.contact_id
  from contacts.v_contact l
  where l.workspace_id = :workspace_id and l.merged_into = any(:person_ids::bigint[])
), rival as materialized (
  select w.contact_id
  from want w
  join (select k.person_id, k.contact_id from kin k union all select k.person_id, k.person_id from kin k) y on y.person_id = w.person_id and y.contact_id <> w.contact_id
  join campaigns.audience_member a on a.workspace_id = :workspace_id and a.campaign_id = :campaign_id and a.contact_id = y.contact_id
  where a.launch_id <> :launch_id or y.contact_id = w.person_id or (w.contact_id <> w.person_id and y.contact_id < w.contact_id)
    or exists (
      select from delivery.message r
      where r.workspace_id = :workspace_id and r.launch_id = :launch_id and r.contact_id = y.contact_id and r.seq = 0 and r.attempts > 0)
), verdict as materialized (
  select w.contact_id, w.seq, w.attempt_no, w.token, w.person_id, w.email_index, w.index_version, w.message_id, w.provider_id,
    case
      when coalesce((select s.position from switch s), 'ended') = 'ended' then 'launch_ended'
      when (select s.position from switch s) = 'paused' then 'paused'
      when o.contact_id is null or o.status = 'erased' or p.status = 'erased' then 'erased'
      when o.person_id <> w.person_id or p.email_index is distinct from w.email_index then 'stale'
      when p.status <> 'active' and not (p.status = 'unconfirmed' and (select s.stream from switch s) = 'transactional') then 'contact_' || p.status
      when w.email_index = any(array(select s.email_index from suppressed s)) then 'suppressed'
      when w.contact_id = any(array(select s.contact_id from withdrawn s)) or w.person_id = any(array(select s.contact_id from withdrawn s)) then 'consent_withdrawn'
      when w.contact_id = any(array(select s.contact_id from rival s)) then 'already_mailed'
    end as reason
  from want w
  left join people o on o.contact_id = w.contact_id
  left join people p on p.contact_id = w.person_id
), moved as (
  update delivery.message m
  set state_at = now(),
    state = case when v.reason is null then 'attempting' when v.reason in ('paused', 'stale') then 'ready' when v.reason = 'launch_ended' then 'cancelled' else 'skipped' end,
    attempts = case when v.reason is null then v.attempt_no else m.attempts end,
    provider_id = case when v.reason is null then v.provider_id else m.provider_id end,
    message_id = case when v.reason is null then coalesce(m.message_id, v.message_id) else m.message_id end,
    lease_token = case when v.reason is null then m.lease_token end,
    lease_until = case when v.reason is null then now() + make_interval(secs => :lease_seconds::int) end,
    reason = case when v.reason not in ('paused', 'stale') then v.reason end
  from verdict v
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = any(:contact_ids::bigint[])
    and m.contact_id = v.contact_id and m.seq = v.seq and m.lease_token = v.token
    and (m.attempts = v.attempt_no - 1 or (m.attempts = v.attempt_no and v.reason is null))
  returning m.contact_id, m.seq, m.state, m.message_id, v.reason, v.attempt_no, v.token, v.person_id, v.email_index, v.index_version, v.provider_id
), opened as (
  insert into delivery.attempt (workspace_id, launch_id, contact_id, seq, attempt_no, lease_token, provider_id, started_at, email_index, email_index_version, worker)
  select :workspace_id, :launch_id, w.contact_id, w.seq, w.attempt_no, w.token, w.provider_id, now(), w.email_index, w.index_version, :worker
  from moved w
  where w.state = 'attempting'
  on conflict (workspace_id, launch_id, contact_id, seq, attempt_no) do update set started_at = excluded.started_at
), touched as (
  update contacts.contact c
  set last_sent_at = now()
  where c.workspace_id = :workspace_id and c.contact_id = any(array(select w.person_id from moved w where w.state = 'attempting'))
)
select w.contact_id as "contact_id!", w.seq as "seq!", w.state as "state!", w.reason as "reason?", w.message_id as "message_id?", now() as "started_at!"
from moved w;

-- name: attempt_list_open :many
-- Which of these attempts are open under their tokens, although they could not begin (again)?
select m.contact_id, m.seq
from delivery.message m
join unnest(:contact_ids::bigint[], :seqs::bigint[], :attempt_nos::smallint[], :tokens::bigint[]) as k(contact_id, seq, attempt_no, token)
  on k.contact_id = m.contact_id and k.seq = m.seq and k.attempt_no = m.attempts and k.token = m.lease_token
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = any(:contact_ids::bigint[]);

-- name: attempt_recheck :many
-- May these attempts still go on? Asked after gate_lock when the server was ready for the content too late (DESIGN G3).
-- Answers those who may: still ours, launch still sending, nobody objects.
select m.contact_id, m.seq
from delivery.message m
join campaigns.launch l on l.workspace_id = m.workspace_id and l.launch_id = m.launch_id
join contacts.v_contact o on o.workspace_id = m.workspace_id and o.contact_id = m.contact_id
join contacts.v_contact p on p.workspace_id = m.workspace_id and p.contact_id = coalesce(o.merged_into, o.contact_id)
left join campaigns.campaign c on c.workspace_id = m.workspace_id and c.campaign_id = m.campaign_id
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = :contact_id and m.seq = :seq
  and m.state = 'attempting' and m.lease_token = :token and m.attempts = :attempt_no
  and l.state in ('slicing', 'sending') and c.state is distinct from 'paused' and c.state is distinct from 'cancelled'
  and p.email_index = :email_index and (p.status = 'active' or (p.status = 'unconfirmed' and c.stream = 'transactional'))
  and not exists (select from compliance.v_suppressed s where s.workspace_id = :workspace_id and s.email_index = :email_index)
  and not exists (
    select from compliance.consent_state s
    where s.workspace_id = :workspace_id and s.contact_id in (o.contact_id, p.contact_id) and s.purpose = c.purpose and s.channel = 'email' and s.state = 'withdrawn');

-- name: attempt_list :many
-- Attempts of one message, the first first.
select a.attempt_no, a.provider_id, a.started_at, a.finished_at, a.outcome, a.phase, a.smtp_code, a.enhanced_code, a.bounce_class, a.hard, a.latency_ms, a.worker, a.diagnostic_ct
from delivery.attempt a
where a.workspace_id = :workspace_id and a.launch_id = :launch_id and a.contact_id = :contact_id and a.seq = :seq
order by a.attempt_no;

-- name: campaign_facts_get :one
-- What a launch needs of its campaign while it is sent, and the name and address of the sender's house.
select c.campaign_id, c.from_name, c.from_email, c.reply_to, c.stream, c.purpose, c.provider_id, c.track_opens, c.track_clicks, c.delivery_class, c.name as campaign_name,
  w.name as workspace_name, w.postal_address
from campaigns.campaign c
join platform.workspace w on w.workspace_id = c.workspace_id
where c.workspace_id = :workspace_id and c.campaign_id = :campaign_id;

-- name: content_version_get :one
-- Frozen content as it was compiled.
select v.content_version, v.variant_no, v.content_hash, v.compiled
from campaigns.content_version v
where v.workspace_id = :workspace_id and v.campaign_id = :campaign_id and v.content_version = :content_version;

-- name: dkim_key_list :many
-- Keys that sign now, for every domain the newest first.
select d.domain_id, d.domain, k.selector, k.algorithm, k.private_ct
from delivery.sending_domain d
join delivery.dkim_key k on k.workspace_id = d.workspace_id and k.domain_id = d.domain_id
where d.workspace_id = :workspace_id and k.state = 'active'
order by d.domain, k.created_at desc;

-- name: gate_lock :many
-- Locks buckets of the gate in order, in a statement of its own (DESIGN 4.6); the caller checks that all were there.
select g.bucket
from compliance.gate g
where g.workspace_id = :workspace_id and g.bucket = any(:buckets::smallint[])
order by g.bucket
for share;

-- name: heartbeat_write :exec
-- Says that this worker lives, and what it has in hand.
insert into ops.heartbeat (instance, service, release, started_at, seen_at, facts)
values (:instance, :service, :release, :started_at, now(), :facts::jsonb)
on conflict (instance) do update set seen_at = excluded.seen_at, facts = excluded.facts;

-- name: heartbeat_remove :exec
-- A worker that stopped in order leaves no trace.
delete from ops.heartbeat where instance = :instance;

-- name: heartbeat_count_live :one
-- Workers of a service that were seen lately.
select count(*)::int as count
from ops.heartbeat h
where h.service = :service and h.seen_at > now() - make_interval(secs => :within_seconds::int);

-- name: installation_held :one
-- Is sending held for the whole installation?
select i.held, i.held_reason from ops.installation i where i.singleton;

-- name: launch_list_open :many
-- Launches that have or may have messages in hand; cancelled ones until their last lease is settled.
select l.launch_id, l.campaign_id, l.state
from campaigns.launch l
where l.campaign_id is not null and l.workspace_id = :workspace_id and (l.state in ('slicing', 'sending', 'paused') or (l.state in ('cancelled', 'failed') and l.finished_at is null))
order by l.launch_id;

-- name: launch_next_due :one
-- The next moment at which a launch has something to do: a message falls due, a lease ends, a doubt has had its time.
select least(
  (select min(m.due_at) from delivery.message m
   where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state in ('ready', 'deferred') and :is_sending::boolean),
  (select min(m.lease_until) from delivery.message m
   where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state in ('leased', 'attempting')),
  (select min(m.state_at) + make_interval(secs => :doubt_grace_seconds::int) from delivery.message m
   where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state = 'in_doubt')
) as "next_due?";

-- name: message_claim :many
-- Takes due messages of one launch under a fresh token. The cursor spares the walk over what was claimed before; it is
-- started anew from time to time, since released rows come back behind it.
with due as materialized (
  select m.contact_id, m.seq, m.due_at
  from delivery.message m
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state in ('ready', 'deferred')
    and m.due_at <= now() and (m.due_at, m.contact_id) > (:after_due_at::timestamptz, :after_contact_id::bigint)
  order by m.due_at, m.contact_id
  limit :batch
  for update skip locked
)
update delivery.message m
set state = 'leased', state_at = now(), lease_token = :token, lease_until = now() + make_interval(secs => :lease_seconds::int), reason = null
from due
where m.workspace_id = :workspace_id and m.launch_id = :launch_id
  and m.contact_id = any(array(select d.contact_id from due d))
  and m.contact_id = due.contact_id and m.seq = due.seq
returning m.contact_id, m.seq, m.variant_no, m.content_version, m.content_hash, m.attempts, m.class, m.message_id, m.provider_id, m.created_at,
  due.due_at::text as "claimed_due_at!";

-- name: message_enqueue :one
-- Writes one slice of a frozen audience to the queue: in the order of contact_id, after the cursor. Answers how many rows
-- were new, how many the slice had, and where it ended (null: the audience is at its end). Run twice it adds nothing.
with slice as materialized (
  select a.contact_id, a.variant_no
  from campaigns.audience_member a
  where a.workspace_id = :workspace_id and a.launch_id = :launch_id and a.contact_id > :after_contact_id
  order by a.contact_id
  limit :slice_size
), written as (
  insert into delivery.message (workspace_id, launch_id, contact_id, seq, campaign_id, due_at, state_at, created_at, content_version, content_hash, variant_no, state, class)
  select :workspace_id, :launch_id, s.contact_id, 0, :campaign_id, :due_at, now(), now(), v.content_version, v.content_hash, s.variant_no, 'ready', :class
  from slice s
  left join unnest(:variant_nos::smallint[], :content_versions::int[], :content_hashes::bytea[]) as v(variant_no, content_version, content_hash) on v.variant_no = s.variant_no
  on conflict (workspace_id, launch_id, contact_id, seq) do nothing
  returning variant_no
)
select (select count(*)::int from written) as "written!", (select count(*)::int from slice) as "size!", (select max(s.contact_id) from slice s) as "last_contact_id?",
  (select jsonb_object_agg(b.variant_no, b.n) from (select w.variant_no, count(*)::int as n from written w group by w.variant_no) b) as "by_variant?";

-- name: message_get :one
-- One message.
select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.state, m.reason, m.class, m.attempts, m.variant_no, m.content_version, m.due_at, m.state_at, m.created_at, m.sent_at,
  m.provider_id, m.last_code, m.message_id, m.content_hash
from delivery.message m
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = :contact_id and m.seq = :seq;

-- name: message_list :many
-- Messages of a launch in the order of their recipients, for pages; an empty array means every state.
select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.state, m.reason, m.class, m.attempts, m.variant_no, m.content_version, m.due_at, m.state_at, m.created_at, m.sent_at,
  m.provider_id, m.last_code, m.message_id, m.content_hash
from delivery.message m
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and (m.contact_id, m.seq) > (:after_contact_id::bigint, :after_seq::bigint)
  and (cardinality(:states::text[]) = 0 or m.state = any(:states::text[]))
order by m.contact_id, m.seq
limit :page_size;

-- name: message_list_of_contact :many
-- Messages to one person over launches, the newest first. Names no launch: it reads an index of every partition.
select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.state, m.reason, m.class, m.attempts, m.variant_no, m.content_version, m.due_at, m.state_at, m.created_at, m.sent_at,
  m.provider_id, m.last_code, m.message_id, m.content_hash
from delivery.message m
where m.workspace_id = :workspace_id and m.contact_id = :contact_id and (m.launch_id, m.seq) < (:before_launch_id::bigint, :before_seq::bigint)
order by m.launch_id desc, m.seq desc
limit :page_size;

-- name: message_list_uncertain :many
-- Messages that wait for a person or an event, the oldest first. Names no launch: it reads a partial index that is small.
select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.state, m.reason, m.class, m.attempts, m.variant_no, m.content_version, m.due_at, m.state_at, m.created_at, m.sent_at,
  m.provider_id, m.last_code, m.message_id, m.content_hash, m.state_at::text as "state_at_text!"
from delivery.message m
where m.workspace_id = :workspace_id and m.state in ('in_doubt', 'held')
  and (m.state_at, m.launch_id, m.contact_id) > (:after_state_at::timestamptz, :after_launch_id::bigint, :after_contact_id::bigint)
order by m.state_at, m.launch_id, m.contact_id
limit :page_size;

-- name: message_lock :one
-- One message, locked, before its state is decided on.
select m.state, m.reason, m.attempts, m.class, m.variant_no, m.campaign_id, m.provider_id, m.sent_at, now() as "now!"
from delivery.message m
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = :contact_id and m.seq = :seq
for update;

-- name: message_move :exec
-- Brings a locked message into another state; the guard in the database refuses an illegal way.
update delivery.message m
set state = :to_state, state_at = now(), reason = nullif(:reason::text, ''), lease_token = null, lease_until = null,
  due_at = case when :to_state::text = 'ready' then now() else m.due_at end,
  sent_at = case when :to_state::text in ('sent', 'delivered') then coalesce(m.sent_at, :at) else m.sent_at end,
  last_code = coalesce(nullif(:smtp_code::smallint, 0), m.last_code)
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = :contact_id and m.seq = :seq and m.state = :from_state;

-- name: message_recover_attempting :many
-- Attempts whose worker is gone: the message is in doubt, the attempt is closed as such. Never right after the server's
-- own start: workers that wait for it keep what they know and must get their word in first.
with gone as materialized (
  select m.contact_id, m.seq, m.attempts, m.lease_token
  from delivery.message m
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state = 'attempting'
    and m.lease_until < now() and pg_postmaster_start_time() < now() - make_interval(secs => :settle_seconds::int)
  order by m.lease_until
  limit 1000
  for update skip locked
), moved as (
  update delivery.message m
  set state = 'in_doubt', state_at = now(), lease_token = null, lease_until = null, reason = 'worker_lost'
  from gone g
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id
    and m.contact_id = any(array(select d.contact_id from gone d)) and m.contact_id = g.contact_id and m.seq = g.seq
  returning m.contact_id, m.seq, m.attempts
)
update delivery.attempt a
set finished_at = now(), outcome = 'in_doubt'
from moved v
where a.workspace_id = :workspace_id and a.launch_id = :launch_id
  and a.contact_id = any(array(select d.contact_id from moved d)) and a.contact_id = v.contact_id and a.seq = v.seq and a.attempt_no = v.attempts and a.outcome is null
returning a.contact_id, a.seq, a.attempt_no;

-- name: message_recover_doubt :many
-- Doubts that had their time: retried when the class allows it, held for a person otherwise or when it happens again and again.
with old as materialized (
  select m.contact_id, m.seq, m.class = 'at_least_once' and m.attempts < :max_attempts::int as again
  from delivery.message m
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state = 'in_doubt'
    and m.state_at < now() - make_interval(secs => :doubt_grace_seconds::int)
  order by m.state_at
  limit 1000
  for update skip locked
)
update delivery.message m
set state = case when o.again then 'ready' else 'held' end, state_at = now(), reason = case when o.again then null else 'in_doubt' end,
  due_at = case when o.again then now() else m.due_at end
from old o
where m.workspace_id = :workspace_id and m.launch_id = :launch_id
  and m.contact_id = any(array(select d.contact_id from old d)) and m.contact_id = o.contact_id and m.seq = o.seq
returning m.contact_id, m.seq, m.state;

-- name: message_recover_leased :many
-- Leases that ran out before an attempt began: nothing was sent, the message is ready again.
with gone as materialized (
  select m.contact_id, m.seq
  from delivery.message m
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.state = 'leased'
    and m.lease_until < now() and pg_postmaster_start_time() < now() - make_interval(secs => :settle_seconds::int)
  order by m.lease_until
  limit 1000
  for update skip locked
)
update delivery.message m
set state = case when :is_cancelled::boolean then 'cancelled' else 'ready' end, state_at = now(), lease_token = null, lease_until = null
from gone g
where m.workspace_id = :workspace_id and m.launch_id = :launch_id
  and m.contact_id = any(array(select d.contact_id from gone d)) and m.contact_id = g.contact_id and m.seq = g.seq
returning m.contact_id, m.seq, m.variant_no, m.state;

-- name: message_release :many
-- Hands leased messages back before any attempt; under a token that is no longer theirs nothing happens.
update delivery.message m
set state = :to_state, state_at = now(), lease_token = null, lease_until = null, reason = nullif(:reason::text, ''),
  due_at = case when :to_state::text = 'deferred' then now() + make_interval(secs => :delay_seconds::float8) else m.due_at end
from unnest(:contact_ids::bigint[], :seqs::bigint[], :tokens::bigint[], :attempts::smallint[]) as k(contact_id, seq, token, attempts)
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = any(:contact_ids::bigint[])
  and m.contact_id = k.contact_id and m.seq = k.seq and m.lease_token = k.token and m.attempts = k.attempts
returning m.contact_id, m.seq;

-- name: message_renew :many
-- Prolongs leases under their tokens; what is not answered is no longer ours.
update delivery.message m
set lease_until = now() + make_interval(secs => :lease_seconds::int)
from unnest(:contact_ids::bigint[], :seqs::bigint[], :tokens::bigint[]) as k(contact_id, seq, token)
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = any(:contact_ids::bigint[])
  and m.contact_id = k.contact_id and m.seq = k.seq and m.lease_token = k.token
returning m.contact_id, m.seq;

-- name: message_settle :many
-- Writes outcomes of attempts, each under its token: message and attempt together. Answers those it settled. Token and
-- number of the attempt say that the message is `attempting`; the state is not asked for (see attempt_begin).
with done as materialized (
  select d.contact_id, d.seq, d.attempt_no, d.token, d.to_state, d.outcome, d.smtp_code, d.enhanced_code, d.bounce_class, d.hard, d.phase, d.latency_ms, d.reason, d.delay_seconds, d.diagnostic_ct
  from unnest(:contact_ids::bigint[], :seqs::bigint[], :attempt_nos::smallint[], :tokens::bigint[], :to_states::text[], :outcomes::text[], :smtp_codes::smallint[], :enhanced_codes::text[],
    :bounce_classes::text[], :hards::smallint[], :phases::text[], :latencies_ms::int[], :reasons::text[], :delays_seconds::float8[], :diagnostics_ct::bytea[])
    as d(contact_id, seq, attempt_no, token, to_state, outcome, smtp_code, enhanced_code, bounce_class, hard, phase, latency_ms, reason, delay_seconds, diagnostic_ct)
), moved as (
  update delivery.message m
  set state = d.to_state, state_at = now(), lease_token = null, lease_until = null, last_code = nullif(d.smtp_code, 0), reason = nullif(d.reason, ''),
    sent_at = case when d.to_state = 'sent' then now() else m.sent_at end,
    due_at = case when d.to_state = 'deferred' then now() + make_interval(secs => d.delay_seconds) else m.due_at end
  from done d
  where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.contact_id = any(:contact_ids::bigint[])
    and m.contact_id = d.contact_id and m.seq = d.seq and m.lease_token = d.token and m.attempts = d.attempt_no
  returning m.contact_id, m.seq, d.attempt_no, d.outcome, d.smtp_code, d.enhanced_code, d.bounce_class, d.hard, d.phase, d.latency_ms, d.diagnostic_ct
), closed as (
  update delivery.attempt a
  set finished_at = now(), outcome = d.outcome, smtp_code = nullif(d.smtp_code, 0), enhanced_code = nullif(d.enhanced_code, ''), bounce_class = nullif(d.bounce_class, ''),
    hard = case d.hard when 1 then true when 0 then false end, phase = d.phase, latency_ms = d.latency_ms, diagnostic_ct = nullif(d.diagnostic_ct, ''::bytea)
  from moved d
  where a.workspace_id = :workspace_id and a.launch_id = :launch_id and a.contact_id = any(:contact_ids::bigint[])
    and a.contact_id = d.contact_id and a.seq = d.seq and a.attempt_no = d.attempt_no
  returning a.contact_id, a.seq
)
select c.contact_id as "contact_id!", c.seq as "seq!", now() as "settled_at!" from closed c;

-- name: message_settled_before :many
-- Which of these outcomes were written by us already?
select a.contact_id, a.seq
from delivery.attempt a
join unnest(:contact_ids::bigint[], :seqs::bigint[], :attempt_nos::smallint[], :tokens::bigint[], :outcomes::text[], :phases::text[]) as k(contact_id, seq, attempt_no, token, outcome, phase)
  on k.contact_id = a.contact_id and k.seq = a.seq and k.attempt_no = a.attempt_no and k.token = a.lease_token and k.outcome = a.outcome and k.phase = a.phase
where a.workspace_id = :workspace_id and a.launch_id = :launch_id and a.contact_id = any(:contact_ids::bigint[]);

-- name: outbox_claim :many
-- Takes due messages of one kind to this room; they come back when the taker dies.
with due as materialized (
  select o.outbox_id
  from platform.outbox o
  where o.kind = :kind and o.due_at <= now() and (o.lease_until is null or o.lease_until < now())
  order by o.due_at
  limit :batch
  for update skip locked
)
update platform.outbox o
set lease_until = now() + make_interval(secs => 30), attempts = o.attempts + 1
from due
where o.outbox_id = any(array(select d.outbox_id from due d)) and o.outbox_id = due.outbox_id
returning o.outbox_id, o.workspace_id, o.payload, o.attempts;

-- name: outbox_done :exec
-- Removes what was worked off.
delete from platform.outbox o where o.outbox_id = any(:outbox_ids::bigint[]);

-- name: outbox_retry :exec
-- Puts one back for later.
update platform.outbox o set lease_until = null, due_at = now() + make_interval(secs => :delay_seconds::int) where o.outbox_id = :outbox_id;

-- name: outbox_settle_add :exec
-- Tells the send worker what a person decided, so that it records the event.
insert into platform.outbox (outbox_id, workspace_id, kind, payload)
values (:outbox_id, :workspace_id, 'message.settle', jsonb_build_object('launch_id', :launch_id::text, 'contact_id', :contact_id::text, 'seq', :seq::text, 'to_state', :to_state::text, 'at', :at::timestamptz));

-- name: outbox_suppress_add :exec
-- Asks the room compliance to suppress addresses that bounced for good; it finds the address in the attempt.
insert into platform.outbox (outbox_id, workspace_id, kind, payload)
select kernel.id_at(:first_outbox_id::bigint, k.n - 1), :workspace_id, 'address.suppress',
  jsonb_build_object('launch_id', :launch_id::text, 'contact_id', k.contact_id::text, 'seq', k.seq::text, 'reason', 'hard_bounce', 'bounce_class', k.bounce_class)
from unnest(:contact_ids::bigint[], :seqs::bigint[], :bounce_classes::text[]) with ordinality as k(contact_id, seq, bounce_class, n);

-- name: recipient_list :many
-- Everything about recipients that a mail may show, one level of merging resolved: fields of a merged contact come from
-- the one that stayed.
select o.contact_id, r.contact_id as "person_id!", r.status, r.email_ct, r.email_index, r.email_index_version, r.email_domain, r.country, r.region, r.city, r.timezone, r.language,
  p.first_name_ct as "first_name_ct?", p.last_name_ct as "last_name_ct?", p.phone_ct as "phone_ct?", p.sensitive_ct as "sensitive_ct?", p.attributes as "attributes?"
from contacts.v_contact o
join contacts.v_contact r on r.workspace_id = o.workspace_id and r.contact_id = coalesce(o.merged_into, o.contact_id)
left join contacts.contact_profile p on p.workspace_id = r.workspace_id and p.contact_id = r.contact_id
where o.workspace_id = :workspace_id and o.contact_id = any(:contact_ids::bigint[]);

-- name: route_list :many
-- Rules and their providers in the order they are asked.
select r.route_id, r.priority, r.match, r.provider_id, r.weight
from delivery.route r
join delivery.provider p on p.workspace_id = r.workspace_id and p.provider_id = r.provider_id
where r.workspace_id = :workspace_id and p.state = 'active'
order by r.priority, r.route_id;

-- name: sender_list_open :many
-- Providers as a send worker needs them, secrets included (encrypted).
select p.provider_id, p.name, p.kind, p.state, p.host, p.port, p.security, p.username_ct, p.secret_ct, p.max_connections, p.messages_per_connection, p.options, p.version, p.created_at
from delivery.provider p
where p.workspace_id = :workspace_id and p.state = 'active'
order by p.created_at, p.provider_id;

-- name: state_transition_list :many
-- Which state may follow which, and when.
select t.from_state, t.to_state, t.reason from delivery.state_transition t order by t.from_state, t.to_state;

-- name: workspace_due_mark :exec
-- There is work in a queue of a workspace, at a moment or now; an earlier mark stays.
insert into delivery.workspace_due as d (queue, workspace_id, due_at)
values (:queue, :workspace_id, coalesce(:due_at_or_null::timestamptz, now()))
on conflict (queue, workspace_id) do update set due_at = least(d.due_at, excluded.due_at);

-- name: workspace_due_pick :one
-- Picks the workspace that waited longest and puts its mark off, in one step: whoever writes work after this moment marks
-- it again, whoever wrote before is found by the look that follows.
with pick as materialized (
  select d.workspace_id
  from delivery.workspace_due d
  where d.queue = :queue and d.due_at <= now()
  order by d.picked_at nulls first, d.workspace_id
  limit 1
  for update skip locked
)
update delivery.workspace_due d
set picked_at = now(), due_at = now() + make_interval(secs => :put_off_seconds::int)
from pick
where d.queue = :queue and d.workspace_id = pick.workspace_id
returning d.workspace_id;
