// Generated from delivery.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type AttemptBeginParams = {
  contact_ids: string[]
  seqs: string[]
  attempt_nos: number[]
  tokens: string[]
  person_ids: string[]
  email_indexes: Buffer[]
  index_versions: number[]
  message_ids: string[]
  provider_ids: string[]
  workspace_id: string
  launch_id: string
  campaign_id: string
  lease_seconds: number
  worker: string
}
export type AttemptBeginRow = {
  "contact_id": string
  "seq": string
  "state": string
  "reason": string | null
  "message_id": string | null
  "started_at": Date
}
/** The decision of the gate and its consequence in one statement, run after gate_lock in the same transaction: who may not
 * be written to any more is skipped, who may gets `attempting`, an attempt row and last_sent_at on the contact. Per row the
 * state it came into; null when nothing was changed. A row that is `attempting` already under this token and number (the
 * answer to an earlier commit got lost) is answered the same again. A token with the number of attempts says the state, too,
 * so it is not asked for: with it the planner would walk the index of all leases instead of the keys. */
export const attemptBegin = namedQuery<AttemptBeginParams, AttemptBeginRow>("attempt_begin", "with want as materialized (\n\
  select k.contact_id, k.seq, k.attempt_no, k.token, k.person_id, k.email_index, k.index_version, k.message_id, k.provider_id\n\
  from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bytea[], $7::smallint[],\n\
    $8::text[], $9::bigint[]) as k(contact_id, seq, attempt_no, token, person_id, email_index, index_version, message_id, provider_id)\n\
), switch as materialized (\n\
  select c.purpose, c.stream,\n\
    case when l.state in ('cancelled', 'failed', 'done') or c.state in ('cancelled', 'failed') then 'ended'\n\
      when l.state not in ('slicing', 'sending') or c.state = 'paused' then 'paused' else 'on' end as position\n\
  from campaigns.launch l\n\
  join campaigns.campaign c on c.workspace_id = l.workspace_id and c.campaign_id = l.campaign_id\n\
  where l.workspace_id = $10 and l.launch_id = $11\n\
), people as materialized (\n\
  select c.contact_id, c.status, c.email_index, coalesce(c.merged_into, c.contact_id) as person_id\n\
  from contacts.v_contact c\n\
  where c.workspace_id = $10 and c.contact_id = any($1::bigint[] || $5::bigint[])\n\
), suppressed as materialized (\n\
  select s.email_index\n\
  from compliance.v_suppressed s\n\
  where s.workspace_id = $10 and s.email_index = any($6::bytea[])\n\
), withdrawn as materialized (\n\
  select s.contact_id\n\
  from compliance.consent_state s\n\
  where s.workspace_id = $10 and s.contact_id = any($1::bigint[] || $5::bigint[]) and s.purpose = (select w.purpose from switch w) and s.channel = 'email' and s.state = 'withdrawn'\n\
), kin as materialized (\n\
  select l.merged_into as person_id, l.contact_id\n\
  from contacts.v_contact l\n\
  where l.workspace_id = $10 and l.merged_into = any($5::bigint[])\n\
), rival as materialized (\n\
  select w.contact_id\n\
  from want w\n\
  join (select k.person_id, k.contact_id from kin k union all select k.person_id, k.person_id from kin k) y on y.person_id = w.person_id and y.contact_id <> w.contact_id\n\
  join campaigns.audience_member a on a.workspace_id = $10 and a.campaign_id = $12 and a.contact_id = y.contact_id\n\
  where a.launch_id <> $11 or y.contact_id = w.person_id or (w.contact_id <> w.person_id and y.contact_id < w.contact_id)\n\
    or exists (\n\
      select from delivery.message r\n\
      where r.workspace_id = $10 and r.launch_id = $11 and r.contact_id = y.contact_id and r.seq = 0 and r.attempts > 0)\n\
), verdict as materialized (\n\
  select w.contact_id, w.seq, w.attempt_no, w.token, w.person_id, w.email_index, w.index_version, w.message_id, w.provider_id,\n\
    case\n\
      when coalesce((select s.position from switch s), 'ended') = 'ended' then 'launch_ended'\n\
      when (select s.position from switch s) = 'paused' then 'paused'\n\
      when o.contact_id is null or o.status = 'erased' or p.status = 'erased' then 'erased'\n\
      when o.person_id <> w.person_id or p.email_index is distinct from w.email_index then 'stale'\n\
      when p.status <> 'active' and not (p.status = 'unconfirmed' and (select s.stream from switch s) = 'transactional') then 'contact_' || p.status\n\
      when w.email_index = any(array(select s.email_index from suppressed s)) then 'suppressed'\n\
      when w.contact_id = any(array(select s.contact_id from withdrawn s)) or w.person_id = any(array(select s.contact_id from withdrawn s)) then 'consent_withdrawn'\n\
      when w.contact_id = any(array(select s.contact_id from rival s)) then 'already_mailed'\n\
    end as reason\n\
  from want w\n\
  left join people o on o.contact_id = w.contact_id\n\
  left join people p on p.contact_id = w.person_id\n\
), moved as (\n\
  update delivery.message m\n\
  set state_at = now(),\n\
    state = case when v.reason is null then 'attempting' when v.reason in ('paused', 'stale') then 'ready' when v.reason = 'launch_ended' then 'cancelled' else 'skipped' end,\n\
    attempts = case when v.reason is null then v.attempt_no else m.attempts end,\n\
    provider_id = case when v.reason is null then v.provider_id else m.provider_id end,\n\
    message_id = case when v.reason is null then coalesce(m.message_id, v.message_id) else m.message_id end,\n\
    lease_token = case when v.reason is null then m.lease_token end,\n\
    lease_until = case when v.reason is null then now() + make_interval(secs => $13::int) end,\n\
    reason = case when v.reason not in ('paused', 'stale') then v.reason end\n\
  from verdict v\n\
  where m.workspace_id = $10 and m.launch_id = $11 and m.contact_id = any($1::bigint[])\n\
    and m.contact_id = v.contact_id and m.seq = v.seq and m.lease_token = v.token\n\
    and (m.attempts = v.attempt_no - 1 or (m.attempts = v.attempt_no and v.reason is null))\n\
  returning m.contact_id, m.seq, m.state, m.message_id, v.reason, v.attempt_no, v.token, v.person_id, v.email_index, v.index_version, v.provider_id\n\
), opened as (\n\
  insert into delivery.attempt (workspace_id, launch_id, contact_id, seq, attempt_no, lease_token, provider_id, started_at, email_index, email_index_version, worker)\n\
  select $10, $11, w.contact_id, w.seq, w.attempt_no, w.token, w.provider_id, now(), w.email_index, w.index_version, $14\n\
  from moved w\n\
  where w.state = 'attempting'\n\
  on conflict (workspace_id, launch_id, contact_id, seq, attempt_no) do update set started_at = excluded.started_at\n\
), touched as (\n\
  update contacts.contact c\n\
  set last_sent_at = now()\n\
  where c.workspace_id = $10 and c.contact_id = any(array(select w.person_id from moved w where w.state = 'attempting'))\n\
)\n\
select w.contact_id as \"contact_id\", w.seq as \"seq\", w.state as \"state\", w.reason as \"reason\", w.message_id as \"message_id\", now() as \"started_at\"\n\
from moved w", ["contact_ids","seqs","attempt_nos","tokens","person_ids","email_indexes","index_versions","message_ids","provider_ids","workspace_id","launch_id","campaign_id","lease_seconds","worker"])

export type AttemptListOpenParams = {
  contact_ids: string[]
  seqs: string[]
  attempt_nos: number[]
  tokens: string[]
  workspace_id: string
  launch_id: string
}
export type AttemptListOpenRow = {
  "contact_id": string
  "seq": string
}
/** Which of these attempts are open under their tokens, although they could not begin (again)? */
export const attemptListOpen = namedQuery<AttemptListOpenParams, AttemptListOpenRow>("attempt_list_open", "select m.contact_id, m.seq\n\
from delivery.message m\n\
join unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[]) as k(contact_id, seq, attempt_no, token)\n\
  on k.contact_id = m.contact_id and k.seq = m.seq and k.attempt_no = m.attempts and k.token = m.lease_token\n\
where m.workspace_id = $5 and m.launch_id = $6 and m.contact_id = any($1::bigint[])", ["contact_ids","seqs","attempt_nos","tokens","workspace_id","launch_id"])

export type AttemptRecheckParams = {
  workspace_id: string
  launch_id: string
  contact_id: string
  seq: string
  token: string
  attempt_no: number
  email_index: Buffer
}
export type AttemptRecheckRow = {
  "contact_id": string
  "seq": string
}
/** May these attempts still go on? Asked after gate_lock when the server was ready for the content too late (DESIGN G3).
 * Answers those who may: still ours, launch still sending, nobody objects. */
export const attemptRecheck = namedQuery<AttemptRecheckParams, AttemptRecheckRow>("attempt_recheck", "select m.contact_id, m.seq\n\
from delivery.message m\n\
join campaigns.launch l on l.workspace_id = m.workspace_id and l.launch_id = m.launch_id\n\
join contacts.v_contact o on o.workspace_id = m.workspace_id and o.contact_id = m.contact_id\n\
join contacts.v_contact p on p.workspace_id = m.workspace_id and p.contact_id = coalesce(o.merged_into, o.contact_id)\n\
left join campaigns.campaign c on c.workspace_id = m.workspace_id and c.campaign_id = m.campaign_id\n\
where m.workspace_id = $1 and m.launch_id = $2 and m.contact_id = $3 and m.seq = $4\n\
  and m.state = 'attempting' and m.lease_token = $5 and m.attempts = $6\n\
  and l.state in ('slicing', 'sending') and c.state is distinct from 'paused' and c.state is distinct from 'cancelled'\n\
  and p.email_index = $7 and (p.status = 'active' or (p.status = 'unconfirmed' and c.stream = 'transactional'))\n\
  and not exists (select from compliance.v_suppressed s where s.workspace_id = $1 and s.email_index = $7)\n\
  and not exists (\n\
    select from compliance.consent_state s\n\
    where s.workspace_id = $1 and s.contact_id in (o.contact_id, p.contact_id) and s.purpose = c.purpose and s.channel = 'email' and s.state = 'withdrawn')", ["workspace_id","launch_id","contact_id","seq","token","attempt_no","email_index"])

export type AttemptListParams = {
  workspace_id: string
  launch_id: string
  contact_id: string
  seq: string
}
export type AttemptListRow = {
  "attempt_no": number
  "provider_id": string
  "started_at": Date
  "finished_at": Date | null
  "outcome": string | null
  "phase": string | null
  "smtp_code": number | null
  "enhanced_code": string | null
  "bounce_class": string | null
  "hard": boolean | null
  "latency_ms": number | null
  "worker": string
  "diagnostic_ct": Buffer | null
}
/** Attempts of one message, the first first. */
export const attemptList = namedQuery<AttemptListParams, AttemptListRow>("attempt_list", "select a.attempt_no, a.provider_id, a.started_at, a.finished_at, a.outcome, a.phase, a.smtp_code, a.enhanced_code, a.bounce_class, a.hard, a.latency_ms, a.worker, a.diagnostic_ct\n\
from delivery.attempt a\n\
where a.workspace_id = $1 and a.launch_id = $2 and a.contact_id = $3 and a.seq = $4\n\
order by a.attempt_no", ["workspace_id","launch_id","contact_id","seq"])

export type CampaignFactsGetParams = {
  workspace_id: string
  campaign_id: string
}
export type CampaignFactsGetRow = {
  "campaign_id": string
  "from_name": string
  "from_email": string
  "reply_to": string | null
  "stream": string
  "purpose": string
  "provider_id": string | null
  "track_opens": boolean
  "track_clicks": boolean
  "delivery_class": string
  "campaign_name": string
  "workspace_name": string
  "postal_address": string
}
/** What a launch needs of its campaign while it is sent, and the name and address of the sender's house. */
export const campaignFactsGet = namedQuery<CampaignFactsGetParams, CampaignFactsGetRow>("campaign_facts_get", "select c.campaign_id, c.from_name, c.from_email, c.reply_to, c.stream, c.purpose, c.provider_id, c.track_opens, c.track_clicks, c.delivery_class, c.name as campaign_name,\n\
  w.name as workspace_name, w.postal_address\n\
from campaigns.campaign c\n\
join platform.workspace w on w.workspace_id = c.workspace_id\n\
where c.workspace_id = $1 and c.campaign_id = $2", ["workspace_id","campaign_id"])

export type ContentVersionGetParams = {
  workspace_id: string
  campaign_id: string
  content_version: number
}
export type ContentVersionGetRow = {
  "content_version": number
  "variant_no": number
  "content_hash": Buffer
  "compiled": unknown
}
/** Frozen content as it was compiled. */
export const contentVersionGet = namedQuery<ContentVersionGetParams, ContentVersionGetRow>("content_version_get", "select v.content_version, v.variant_no, v.content_hash, v.compiled\n\
from campaigns.content_version v\n\
where v.workspace_id = $1 and v.campaign_id = $2 and v.content_version = $3", ["workspace_id","campaign_id","content_version"])

export type DkimKeyListParams = {
  workspace_id: string
}
export type DkimKeyListRow = {
  "domain_id": string
  "domain": string
  "selector": string
  "algorithm": string
  "private_ct": Buffer
}
/** Keys that sign now, for every domain the newest first. */
export const dkimKeyList = namedQuery<DkimKeyListParams, DkimKeyListRow>("dkim_key_list", "select d.domain_id, d.domain, k.selector, k.algorithm, k.private_ct\n\
from delivery.sending_domain d\n\
join delivery.dkim_key k on k.workspace_id = d.workspace_id and k.domain_id = d.domain_id\n\
where d.workspace_id = $1 and k.state = 'active'\n\
order by d.domain, k.created_at desc", ["workspace_id"])

export type GateLockParams = {
  workspace_id: string
  buckets: number[]
}
export type GateLockRow = {
  "bucket": number
}
/** Locks buckets of the gate in order, in a statement of its own (DESIGN 4.6); the caller checks that all were there. */
export const gateLock = namedQuery<GateLockParams, GateLockRow>("gate_lock", "select g.bucket\n\
from compliance.gate g\n\
where g.workspace_id = $1 and g.bucket = any($2::smallint[])\n\
order by g.bucket\n\
for share", ["workspace_id","buckets"])

export type HeartbeatWriteParams = {
  instance: string
  service: string
  release: string
  started_at: Date | string
  facts: unknown
}
export type HeartbeatWriteRow = Record<string, never>
/** Says that this worker lives, and what it has in hand. */
export const heartbeatWrite = namedQuery<HeartbeatWriteParams, HeartbeatWriteRow>("heartbeat_write", "insert into ops.heartbeat (instance, service, release, started_at, seen_at, facts)\n\
values ($1, $2, $3, $4, now(), $5::jsonb)\n\
on conflict (instance) do update set seen_at = excluded.seen_at, facts = excluded.facts", ["instance","service","release","started_at","facts"])

export type HeartbeatRemoveParams = {
  instance: string
}
export type HeartbeatRemoveRow = Record<string, never>
/** A worker that stopped in order leaves no trace. */
export const heartbeatRemove = namedQuery<HeartbeatRemoveParams, HeartbeatRemoveRow>("heartbeat_remove", "delete from ops.heartbeat where instance = $1", ["instance"])

export type HeartbeatCountLiveParams = {
  service: string
  within_seconds: number
}
export type HeartbeatCountLiveRow = {
  "count": number
}
/** Workers of a service that were seen lately. */
export const heartbeatCountLive = namedQuery<HeartbeatCountLiveParams, HeartbeatCountLiveRow>("heartbeat_count_live", "select count(*)::int as count\n\
from ops.heartbeat h\n\
where h.service = $1 and h.seen_at > now() - make_interval(secs => $2::int)", ["service","within_seconds"])

export type InstallationHeldParams = Record<string, never>
export type InstallationHeldRow = {
  "held": boolean
  "held_reason": string | null
}
/** Is sending held for the whole installation? */
export const installationHeld = namedQuery<InstallationHeldParams, InstallationHeldRow>("installation_held", "select i.held, i.held_reason from ops.installation i where i.singleton", [])

export type LaunchListOpenParams = {
  workspace_id: string
}
export type LaunchListOpenRow = {
  "launch_id": string
  "campaign_id": string | null
  "state": string
}
/** Launches that have or may have messages in hand; cancelled ones until their last lease is settled. */
export const launchListOpen = namedQuery<LaunchListOpenParams, LaunchListOpenRow>("launch_list_open", "select l.launch_id, l.campaign_id, l.state\n\
from campaigns.launch l\n\
where l.campaign_id is not null and l.workspace_id = $1 and (l.state in ('slicing', 'sending', 'paused') or (l.state in ('cancelled', 'failed') and l.finished_at is null))\n\
order by l.launch_id", ["workspace_id"])

export type LaunchNextDueParams = {
  workspace_id: string
  launch_id: string
  is_sending: boolean
  doubt_grace_seconds: number
}
export type LaunchNextDueRow = {
  "next_due": Date | null
}
/** The next moment at which a launch has something to do: a message falls due, a lease ends, a doubt has had its time. */
export const launchNextDue = namedQuery<LaunchNextDueParams, LaunchNextDueRow>("launch_next_due", "select least(\n\
  (select min(m.due_at) from delivery.message m\n\
   where m.workspace_id = $1 and m.launch_id = $2 and m.state in ('ready', 'deferred') and $3::boolean),\n\
  (select min(m.lease_until) from delivery.message m\n\
   where m.workspace_id = $1 and m.launch_id = $2 and m.state in ('leased', 'attempting')),\n\
  (select min(m.state_at) + make_interval(secs => $4::int) from delivery.message m\n\
   where m.workspace_id = $1 and m.launch_id = $2 and m.state = 'in_doubt')\n\
) as \"next_due\"", ["workspace_id","launch_id","is_sending","doubt_grace_seconds"])

export type MessageClaimParams = {
  workspace_id: string
  launch_id: string
  after_due_at: Date | string
  after_contact_id: string
  batch: string
  token: string
  lease_seconds: number
}
export type MessageClaimRow = {
  "contact_id": string
  "seq": string
  "variant_no": number
  "content_version": number
  "content_hash": Buffer
  "attempts": number
  "class": string
  "message_id": string | null
  "provider_id": string | null
  "created_at": Date
  "claimed_due_at": string
}
/** Takes due messages of one launch under a fresh token. The cursor spares the walk over what was claimed before; it is
 * started anew from time to time, since released rows come back behind it. */
export const messageClaim = namedQuery<MessageClaimParams, MessageClaimRow>("message_claim", "with due as materialized (\n\
  select m.contact_id, m.seq, m.due_at\n\
  from delivery.message m\n\
  where m.workspace_id = $1 and m.launch_id = $2 and m.state in ('ready', 'deferred')\n\
    and m.due_at <= now() and (m.due_at, m.contact_id) > ($3::timestamptz, $4::bigint)\n\
  order by m.due_at, m.contact_id\n\
  limit $5\n\
  for update skip locked\n\
)\n\
update delivery.message m\n\
set state = 'leased', state_at = now(), lease_token = $6, lease_until = now() + make_interval(secs => $7::int), reason = null\n\
from due\n\
where m.workspace_id = $1 and m.launch_id = $2\n\
  and m.contact_id = any(array(select d.contact_id from due d))\n\
  and m.contact_id = due.contact_id and m.seq = due.seq\n\
returning m.contact_id, m.seq, m.variant_no, m.content_version, m.content_hash, m.attempts, m.class, m.message_id, m.provider_id, m.created_at,\n\
  due.due_at::text as \"claimed_due_at\"", ["workspace_id","launch_id","after_due_at","after_contact_id","batch","token","lease_seconds"])

export type MessageEnqueueParams = {
  workspace_id: string
  launch_id: string
  after_contact_id: string
  slice_size: string
  campaign_id: string
  due_at: Date | string
  class: string
  variant_nos: number[]
  content_versions: number[]
  content_hashes: Buffer[]
}
export type MessageEnqueueRow = {
  "written": number
  "size": number
  "last_contact_id": string | null
  "by_variant": unknown | null
}
/** Writes one slice of a frozen audience to the queue: in the order of contact_id, after the cursor. Answers how many rows
 * were new, how many the slice had, and where it ended (null: the audience is at its end). Run twice it adds nothing. */
export const messageEnqueue = namedQuery<MessageEnqueueParams, MessageEnqueueRow>("message_enqueue", "with slice as materialized (\n\
  select a.contact_id, a.variant_no\n\
  from campaigns.audience_member a\n\
  where a.workspace_id = $1 and a.launch_id = $2 and a.contact_id > $3\n\
  order by a.contact_id\n\
  limit $4\n\
), written as (\n\
  insert into delivery.message (workspace_id, launch_id, contact_id, seq, campaign_id, due_at, state_at, created_at, content_version, content_hash, variant_no, state, class)\n\
  select $1, $2, s.contact_id, 0, $5, $6, now(), now(), v.content_version, v.content_hash, s.variant_no, 'ready', $7\n\
  from slice s\n\
  left join unnest($8::smallint[], $9::int[], $10::bytea[]) as v(variant_no, content_version, content_hash) on v.variant_no = s.variant_no\n\
  on conflict (workspace_id, launch_id, contact_id, seq) do nothing\n\
  returning variant_no\n\
)\n\
select (select count(*)::int from written) as \"written\", (select count(*)::int from slice) as \"size\", (select max(s.contact_id) from slice s) as \"last_contact_id\",\n\
  (select jsonb_object_agg(b.variant_no, b.n) from (select w.variant_no, count(*)::int as n from written w group by w.variant_no) b) as \"by_variant\"", ["workspace_id","launch_id","after_contact_id","slice_size","campaign_id","due_at","class","variant_nos","content_versions","content_hashes"])

export type MessageGetParams = {
  workspace_id: string
  launch_id: string
  contact_id: string
  seq: string
}
export type MessageGetRow = {
  "launch_id": string
  "contact_id": string
  "seq": string
  "campaign_id": string | null
  "state": string
  "reason": string | null
  "class": string
  "attempts": number
  "variant_no": number
  "content_version": number
  "due_at": Date
  "state_at": Date
  "created_at": Date
  "sent_at": Date | null
  "provider_id": string | null
  "last_code": number | null
  "message_id": string | null
  "content_hash": Buffer
}
/** One message. */
export const messageGet = namedQuery<MessageGetParams, MessageGetRow>("message_get", "select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.state, m.reason, m.class, m.attempts, m.variant_no, m.content_version, m.due_at, m.state_at, m.created_at, m.sent_at,\n\
  m.provider_id, m.last_code, m.message_id, m.content_hash\n\
from delivery.message m\n\
where m.workspace_id = $1 and m.launch_id = $2 and m.contact_id = $3 and m.seq = $4", ["workspace_id","launch_id","contact_id","seq"])

export type MessageListParams = {
  workspace_id: string
  launch_id: string
  after_contact_id: string
  after_seq: string
  states: string[]
  page_size: string
}
export type MessageListRow = {
  "launch_id": string
  "contact_id": string
  "seq": string
  "campaign_id": string | null
  "state": string
  "reason": string | null
  "class": string
  "attempts": number
  "variant_no": number
  "content_version": number
  "due_at": Date
  "state_at": Date
  "created_at": Date
  "sent_at": Date | null
  "provider_id": string | null
  "last_code": number | null
  "message_id": string | null
  "content_hash": Buffer
}
/** Messages of a launch in the order of their recipients, for pages; an empty array means every state. */
export const messageList = namedQuery<MessageListParams, MessageListRow>("message_list", "select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.state, m.reason, m.class, m.attempts, m.variant_no, m.content_version, m.due_at, m.state_at, m.created_at, m.sent_at,\n\
  m.provider_id, m.last_code, m.message_id, m.content_hash\n\
from delivery.message m\n\
where m.workspace_id = $1 and m.launch_id = $2 and (m.contact_id, m.seq) > ($3::bigint, $4::bigint)\n\
  and (cardinality($5::text[]) = 0 or m.state = any($5::text[]))\n\
order by m.contact_id, m.seq\n\
limit $6", ["workspace_id","launch_id","after_contact_id","after_seq","states","page_size"])

export type MessageListOfContactParams = {
  workspace_id: string
  contact_id: string
  before_launch_id: string
  before_seq: string
  page_size: string
}
export type MessageListOfContactRow = {
  "launch_id": string
  "contact_id": string
  "seq": string
  "campaign_id": string | null
  "state": string
  "reason": string | null
  "class": string
  "attempts": number
  "variant_no": number
  "content_version": number
  "due_at": Date
  "state_at": Date
  "created_at": Date
  "sent_at": Date | null
  "provider_id": string | null
  "last_code": number | null
  "message_id": string | null
  "content_hash": Buffer
}
/** Messages to one person over launches, the newest first. Names no launch: it reads an index of every partition. */
export const messageListOfContact = namedQuery<MessageListOfContactParams, MessageListOfContactRow>("message_list_of_contact", "select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.state, m.reason, m.class, m.attempts, m.variant_no, m.content_version, m.due_at, m.state_at, m.created_at, m.sent_at,\n\
  m.provider_id, m.last_code, m.message_id, m.content_hash\n\
from delivery.message m\n\
where m.workspace_id = $1 and m.contact_id = $2 and (m.launch_id, m.seq) < ($3::bigint, $4::bigint)\n\
order by m.launch_id desc, m.seq desc\n\
limit $5", ["workspace_id","contact_id","before_launch_id","before_seq","page_size"])

export type MessageListUncertainParams = {
  workspace_id: string
  after_state_at: Date | string
  after_launch_id: string
  after_contact_id: string
  page_size: string
}
export type MessageListUncertainRow = {
  "launch_id": string
  "contact_id": string
  "seq": string
  "campaign_id": string | null
  "state": string
  "reason": string | null
  "class": string
  "attempts": number
  "variant_no": number
  "content_version": number
  "due_at": Date
  "state_at": Date
  "created_at": Date
  "sent_at": Date | null
  "provider_id": string | null
  "last_code": number | null
  "message_id": string | null
  "content_hash": Buffer
  "state_at_text": string
}
/** Messages that wait for a person or an event, the oldest first. Names no launch: it reads a partial index that is small. */
export const messageListUncertain = namedQuery<MessageListUncertainParams, MessageListUncertainRow>("message_list_uncertain", "select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.state, m.reason, m.class, m.attempts, m.variant_no, m.content_version, m.due_at, m.state_at, m.created_at, m.sent_at,\n\
  m.provider_id, m.last_code, m.message_id, m.content_hash, m.state_at::text as \"state_at_text\"\n\
from delivery.message m\n\
where m.workspace_id = $1 and m.state in ('in_doubt', 'held')\n\
  and (m.state_at, m.launch_id, m.contact_id) > ($2::timestamptz, $3::bigint, $4::bigint)\n\
order by m.state_at, m.launch_id, m.contact_id\n\
limit $5", ["workspace_id","after_state_at","after_launch_id","after_contact_id","page_size"])

export type MessageLockParams = {
  workspace_id: string
  launch_id: string
  contact_id: string
  seq: string
}
export type MessageLockRow = {
  "state": string
  "reason": string | null
  "attempts": number
  "class": string
  "variant_no": number
  "campaign_id": string | null
  "provider_id": string | null
  "sent_at": Date | null
  "now": Date
}
/** One message, locked, before its state is decided on. */
export const messageLock = namedQuery<MessageLockParams, MessageLockRow>("message_lock", "select m.state, m.reason, m.attempts, m.class, m.variant_no, m.campaign_id, m.provider_id, m.sent_at, now() as \"now\"\n\
from delivery.message m\n\
where m.workspace_id = $1 and m.launch_id = $2 and m.contact_id = $3 and m.seq = $4\n\
for update", ["workspace_id","launch_id","contact_id","seq"])

export type MessageMoveParams = {
  to_state: string
  reason: string
  at: Date | string
  smtp_code: number
  workspace_id: string
  launch_id: string
  contact_id: string
  seq: string
  from_state: string
}
export type MessageMoveRow = Record<string, never>
/** Brings a locked message into another state; the guard in the database refuses an illegal way. */
export const messageMove = namedQuery<MessageMoveParams, MessageMoveRow>("message_move", "update delivery.message m\n\
set state = $1, state_at = now(), reason = nullif($2::text, ''), lease_token = null, lease_until = null,\n\
  due_at = case when $1::text = 'ready' then now() else m.due_at end,\n\
  sent_at = case when $1::text in ('sent', 'delivered') then coalesce(m.sent_at, $3) else m.sent_at end,\n\
  last_code = coalesce(nullif($4::smallint, 0), m.last_code)\n\
where m.workspace_id = $5 and m.launch_id = $6 and m.contact_id = $7 and m.seq = $8 and m.state = $9", ["to_state","reason","at","smtp_code","workspace_id","launch_id","contact_id","seq","from_state"])

export type MessageRecoverAttemptingParams = {
  workspace_id: string
  launch_id: string
  settle_seconds: number
}
export type MessageRecoverAttemptingRow = {
  "contact_id": string
  "seq": string
  "attempt_no": number
}
/** Attempts whose worker is gone: the message is in doubt, the attempt is closed as such. Never right after the server's
 * own start: workers that wait for it keep what they know and must get their word in first. */
export const messageRecoverAttempting = namedQuery<MessageRecoverAttemptingParams, MessageRecoverAttemptingRow>("message_recover_attempting", "with gone as materialized (\n\
  select m.contact_id, m.seq, m.attempts, m.lease_token\n\
  from delivery.message m\n\
  where m.workspace_id = $1 and m.launch_id = $2 and m.state = 'attempting'\n\
    and m.lease_until < now() and pg_postmaster_start_time() < now() - make_interval(secs => $3::int)\n\
  order by m.lease_until\n\
  limit 1000\n\
  for update skip locked\n\
), moved as (\n\
  update delivery.message m\n\
  set state = 'in_doubt', state_at = now(), lease_token = null, lease_until = null, reason = 'worker_lost'\n\
  from gone g\n\
  where m.workspace_id = $1 and m.launch_id = $2\n\
    and m.contact_id = any(array(select d.contact_id from gone d)) and m.contact_id = g.contact_id and m.seq = g.seq\n\
  returning m.contact_id, m.seq, m.attempts\n\
)\n\
update delivery.attempt a\n\
set finished_at = now(), outcome = 'in_doubt'\n\
from moved v\n\
where a.workspace_id = $1 and a.launch_id = $2\n\
  and a.contact_id = any(array(select d.contact_id from moved d)) and a.contact_id = v.contact_id and a.seq = v.seq and a.attempt_no = v.attempts and a.outcome is null\n\
returning a.contact_id, a.seq, a.attempt_no", ["workspace_id","launch_id","settle_seconds"])

export type MessageRecoverDoubtParams = {
  max_attempts: number
  workspace_id: string
  launch_id: string
  doubt_grace_seconds: number
}
export type MessageRecoverDoubtRow = {
  "contact_id": string
  "seq": string
  "state": string
}
/** Doubts that had their time: retried when the class allows it, held for a person otherwise or when it happens again and again. */
export const messageRecoverDoubt = namedQuery<MessageRecoverDoubtParams, MessageRecoverDoubtRow>("message_recover_doubt", "with old as materialized (\n\
  select m.contact_id, m.seq, m.class = 'at_least_once' and m.attempts < $1::int as again\n\
  from delivery.message m\n\
  where m.workspace_id = $2 and m.launch_id = $3 and m.state = 'in_doubt'\n\
    and m.state_at < now() - make_interval(secs => $4::int)\n\
  order by m.state_at\n\
  limit 1000\n\
  for update skip locked\n\
)\n\
update delivery.message m\n\
set state = case when o.again then 'ready' else 'held' end, state_at = now(), reason = case when o.again then null else 'in_doubt' end,\n\
  due_at = case when o.again then now() else m.due_at end\n\
from old o\n\
where m.workspace_id = $2 and m.launch_id = $3\n\
  and m.contact_id = any(array(select d.contact_id from old d)) and m.contact_id = o.contact_id and m.seq = o.seq\n\
returning m.contact_id, m.seq, m.state", ["max_attempts","workspace_id","launch_id","doubt_grace_seconds"])

export type MessageRecoverLeasedParams = {
  workspace_id: string
  launch_id: string
  settle_seconds: number
  is_cancelled: boolean
}
export type MessageRecoverLeasedRow = {
  "contact_id": string
  "seq": string
  "variant_no": number
  "state": string
}
/** Leases that ran out before an attempt began: nothing was sent, the message is ready again. */
export const messageRecoverLeased = namedQuery<MessageRecoverLeasedParams, MessageRecoverLeasedRow>("message_recover_leased", "with gone as materialized (\n\
  select m.contact_id, m.seq\n\
  from delivery.message m\n\
  where m.workspace_id = $1 and m.launch_id = $2 and m.state = 'leased'\n\
    and m.lease_until < now() and pg_postmaster_start_time() < now() - make_interval(secs => $3::int)\n\
  order by m.lease_until\n\
  limit 1000\n\
  for update skip locked\n\
)\n\
update delivery.message m\n\
set state = case when $4::boolean then 'cancelled' else 'ready' end, state_at = now(), lease_token = null, lease_until = null\n\
from gone g\n\
where m.workspace_id = $1 and m.launch_id = $2\n\
  and m.contact_id = any(array(select d.contact_id from gone d)) and m.contact_id = g.contact_id and m.seq = g.seq\n\
returning m.contact_id, m.seq, m.variant_no, m.state", ["workspace_id","launch_id","settle_seconds","is_cancelled"])

export type MessageReleaseParams = {
  to_state: string
  reason: string
  delay_seconds: number
  contact_ids: string[]
  seqs: string[]
  tokens: string[]
  attempts: number[]
  workspace_id: string
  launch_id: string
}
export type MessageReleaseRow = {
  "contact_id": string
  "seq": string
}
/** Hands leased messages back before any attempt; under a token that is no longer theirs nothing happens. */
export const messageRelease = namedQuery<MessageReleaseParams, MessageReleaseRow>("message_release", "update delivery.message m\n\
set state = $1, state_at = now(), lease_token = null, lease_until = null, reason = nullif($2::text, ''),\n\
  due_at = case when $1::text = 'deferred' then now() + make_interval(secs => $3::float8) else m.due_at end\n\
from unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::smallint[]) as k(contact_id, seq, token, attempts)\n\
where m.workspace_id = $8 and m.launch_id = $9 and m.contact_id = any($4::bigint[])\n\
  and m.contact_id = k.contact_id and m.seq = k.seq and m.lease_token = k.token and m.attempts = k.attempts\n\
returning m.contact_id, m.seq", ["to_state","reason","delay_seconds","contact_ids","seqs","tokens","attempts","workspace_id","launch_id"])

export type MessageRenewParams = {
  lease_seconds: number
  contact_ids: string[]
  seqs: string[]
  tokens: string[]
  workspace_id: string
  launch_id: string
}
export type MessageRenewRow = {
  "contact_id": string
  "seq": string
}
/** Prolongs leases under their tokens; what is not answered is no longer ours. */
export const messageRenew = namedQuery<MessageRenewParams, MessageRenewRow>("message_renew", "update delivery.message m\n\
set lease_until = now() + make_interval(secs => $1::int)\n\
from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as k(contact_id, seq, token)\n\
where m.workspace_id = $5 and m.launch_id = $6 and m.contact_id = any($2::bigint[])\n\
  and m.contact_id = k.contact_id and m.seq = k.seq and m.lease_token = k.token\n\
returning m.contact_id, m.seq", ["lease_seconds","contact_ids","seqs","tokens","workspace_id","launch_id"])

export type MessageSettleParams = {
  contact_ids: string[]
  seqs: string[]
  attempt_nos: number[]
  tokens: string[]
  to_states: string[]
  outcomes: string[]
  smtp_codes: number[]
  enhanced_codes: string[]
  bounce_classes: string[]
  hards: number[]
  phases: string[]
  latencies_ms: number[]
  reasons: string[]
  delays_seconds: number[]
  diagnostics_ct: Buffer[]
  workspace_id: string
  launch_id: string
}
export type MessageSettleRow = {
  "contact_id": string
  "seq": string
  "settled_at": Date
}
/** Writes outcomes of attempts, each under its token: message and attempt together. Answers those it settled. Token and
 * number of the attempt say that the message is `attempting`; the state is not asked for (see attempt_begin). */
export const messageSettle = namedQuery<MessageSettleParams, MessageSettleRow>("message_settle", "with done as materialized (\n\
  select d.contact_id, d.seq, d.attempt_no, d.token, d.to_state, d.outcome, d.smtp_code, d.enhanced_code, d.bounce_class, d.hard, d.phase, d.latency_ms, d.reason, d.delay_seconds, d.diagnostic_ct\n\
  from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::text[], $6::text[], $7::smallint[], $8::text[],\n\
    $9::text[], $10::smallint[], $11::text[], $12::int[], $13::text[], $14::float8[], $15::bytea[])\n\
    as d(contact_id, seq, attempt_no, token, to_state, outcome, smtp_code, enhanced_code, bounce_class, hard, phase, latency_ms, reason, delay_seconds, diagnostic_ct)\n\
), moved as (\n\
  update delivery.message m\n\
  set state = d.to_state, state_at = now(), lease_token = null, lease_until = null, last_code = nullif(d.smtp_code, 0), reason = nullif(d.reason, ''),\n\
    sent_at = case when d.to_state = 'sent' then now() else m.sent_at end,\n\
    due_at = case when d.to_state = 'deferred' then now() + make_interval(secs => d.delay_seconds) else m.due_at end\n\
  from done d\n\
  where m.workspace_id = $16 and m.launch_id = $17 and m.contact_id = any($1::bigint[])\n\
    and m.contact_id = d.contact_id and m.seq = d.seq and m.lease_token = d.token and m.attempts = d.attempt_no\n\
  returning m.contact_id, m.seq, d.attempt_no, d.outcome, d.smtp_code, d.enhanced_code, d.bounce_class, d.hard, d.phase, d.latency_ms, d.diagnostic_ct\n\
), closed as (\n\
  update delivery.attempt a\n\
  set finished_at = now(), outcome = d.outcome, smtp_code = nullif(d.smtp_code, 0), enhanced_code = nullif(d.enhanced_code, ''), bounce_class = nullif(d.bounce_class, ''),\n\
    hard = case d.hard when 1 then true when 0 then false end, phase = d.phase, latency_ms = d.latency_ms, diagnostic_ct = nullif(d.diagnostic_ct, ''::bytea)\n\
  from moved d\n\
  where a.workspace_id = $16 and a.launch_id = $17 and a.contact_id = any($1::bigint[])\n\
    and a.contact_id = d.contact_id and a.seq = d.seq and a.attempt_no = d.attempt_no\n\
  returning a.contact_id, a.seq\n\
)\n\
select c.contact_id as \"contact_id\", c.seq as \"seq\", now() as \"settled_at\" from closed c", ["contact_ids","seqs","attempt_nos","tokens","to_states","outcomes","smtp_codes","enhanced_codes","bounce_classes","hards","phases","latencies_ms","reasons","delays_seconds","diagnostics_ct","workspace_id","launch_id"])

export type MessageSettledBeforeParams = {
  contact_ids: string[]
  seqs: string[]
  attempt_nos: number[]
  tokens: string[]
  outcomes: string[]
  phases: string[]
  workspace_id: string
  launch_id: string
}
export type MessageSettledBeforeRow = {
  "contact_id": string
  "seq": string
}
/** Which of these outcomes were written by us already? */
export const messageSettledBefore = namedQuery<MessageSettledBeforeParams, MessageSettledBeforeRow>("message_settled_before", "select a.contact_id, a.seq\n\
from delivery.attempt a\n\
join unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bigint[], $5::text[], $6::text[]) as k(contact_id, seq, attempt_no, token, outcome, phase)\n\
  on k.contact_id = a.contact_id and k.seq = a.seq and k.attempt_no = a.attempt_no and k.token = a.lease_token and k.outcome = a.outcome and k.phase = a.phase\n\
where a.workspace_id = $7 and a.launch_id = $8 and a.contact_id = any($1::bigint[])", ["contact_ids","seqs","attempt_nos","tokens","outcomes","phases","workspace_id","launch_id"])

export type OutboxClaimParams = {
  kind: string
  batch: string
}
export type OutboxClaimRow = {
  "outbox_id": string
  "workspace_id": string
  "payload": unknown
  "attempts": number
}
/** Takes due messages of one kind to this room; they come back when the taker dies. */
export const outboxClaim = namedQuery<OutboxClaimParams, OutboxClaimRow>("outbox_claim", "with due as materialized (\n\
  select o.outbox_id\n\
  from platform.outbox o\n\
  where o.kind = $1 and o.due_at <= now() and (o.lease_until is null or o.lease_until < now())\n\
  order by o.due_at\n\
  limit $2\n\
  for update skip locked\n\
)\n\
update platform.outbox o\n\
set lease_until = now() + make_interval(secs => 30), attempts = o.attempts + 1\n\
from due\n\
where o.outbox_id = any(array(select d.outbox_id from due d)) and o.outbox_id = due.outbox_id\n\
returning o.outbox_id, o.workspace_id, o.payload, o.attempts", ["kind","batch"])

export type OutboxDoneParams = {
  outbox_ids: string[]
}
export type OutboxDoneRow = Record<string, never>
/** Removes what was worked off. */
export const outboxDone = namedQuery<OutboxDoneParams, OutboxDoneRow>("outbox_done", "delete from platform.outbox o where o.outbox_id = any($1::bigint[])", ["outbox_ids"])

export type OutboxRetryParams = {
  delay_seconds: number
  outbox_id: string
}
export type OutboxRetryRow = Record<string, never>
/** Puts one back for later. */
export const outboxRetry = namedQuery<OutboxRetryParams, OutboxRetryRow>("outbox_retry", "update platform.outbox o set lease_until = null, due_at = now() + make_interval(secs => $1::int) where o.outbox_id = $2", ["delay_seconds","outbox_id"])

export type OutboxSettleAddParams = {
  outbox_id: string
  workspace_id: string
  launch_id: string
  contact_id: string
  seq: string
  to_state: string
  at: Date | string
}
export type OutboxSettleAddRow = Record<string, never>
/** Tells the send worker what a person decided, so that it records the event. */
export const outboxSettleAdd = namedQuery<OutboxSettleAddParams, OutboxSettleAddRow>("outbox_settle_add", "insert into platform.outbox (outbox_id, workspace_id, kind, payload)\n\
values ($1, $2, 'message.settle', jsonb_build_object('launch_id', $3::text, 'contact_id', $4::text, 'seq', $5::text, 'to_state', $6::text, 'at', $7::timestamptz))", ["outbox_id","workspace_id","launch_id","contact_id","seq","to_state","at"])

export type OutboxSuppressAddParams = {
  first_outbox_id: string
  workspace_id: string
  launch_id: string
  contact_ids: string[]
  seqs: string[]
  bounce_classes: string[]
}
export type OutboxSuppressAddRow = Record<string, never>
/** Asks the room compliance to suppress addresses that bounced for good; it finds the address in the attempt. */
export const outboxSuppressAdd = namedQuery<OutboxSuppressAddParams, OutboxSuppressAddRow>("outbox_suppress_add", "insert into platform.outbox (outbox_id, workspace_id, kind, payload)\n\
select kernel.id_at($1::bigint, k.n - 1), $2, 'address.suppress',\n\
  jsonb_build_object('launch_id', $3::text, 'contact_id', k.contact_id::text, 'seq', k.seq::text, 'reason', 'hard_bounce', 'bounce_class', k.bounce_class)\n\
from unnest($4::bigint[], $5::bigint[], $6::text[]) with ordinality as k(contact_id, seq, bounce_class, n)", ["first_outbox_id","workspace_id","launch_id","contact_ids","seqs","bounce_classes"])

export type RecipientListParams = {
  workspace_id: string
  contact_ids: string[]
}
export type RecipientListRow = {
  "contact_id": string
  "person_id": string
  "status": string
  "email_ct": Buffer
  "email_index": Buffer
  "email_index_version": number
  "email_domain": string
  "country": string
  "region": string
  "city": string
  "timezone": string
  "language": string
  "first_name_ct": Buffer | null
  "last_name_ct": Buffer | null
  "phone_ct": Buffer | null
  "sensitive_ct": Buffer | null
  "attributes": unknown | null
}
/** Everything about recipients that a mail may show, one level of merging resolved: fields of a merged contact come from
 * the one that stayed. */
export const recipientList = namedQuery<RecipientListParams, RecipientListRow>("recipient_list", "select o.contact_id, r.contact_id as \"person_id\", r.status, r.email_ct, r.email_index, r.email_index_version, r.email_domain, r.country, r.region, r.city, r.timezone, r.language,\n\
  p.first_name_ct as \"first_name_ct\", p.last_name_ct as \"last_name_ct\", p.phone_ct as \"phone_ct\", p.sensitive_ct as \"sensitive_ct\", p.attributes as \"attributes\"\n\
from contacts.v_contact o\n\
join contacts.v_contact r on r.workspace_id = o.workspace_id and r.contact_id = coalesce(o.merged_into, o.contact_id)\n\
left join contacts.contact_profile p on p.workspace_id = r.workspace_id and p.contact_id = r.contact_id\n\
where o.workspace_id = $1 and o.contact_id = any($2::bigint[])", ["workspace_id","contact_ids"])

export type RouteListParams = {
  workspace_id: string
}
export type RouteListRow = {
  "route_id": string
  "priority": number
  "match": unknown
  "provider_id": string
  "weight": number
}
/** Rules and their providers in the order they are asked. */
export const routeList = namedQuery<RouteListParams, RouteListRow>("route_list", "select r.route_id, r.priority, r.match, r.provider_id, r.weight\n\
from delivery.route r\n\
join delivery.provider p on p.workspace_id = r.workspace_id and p.provider_id = r.provider_id\n\
where r.workspace_id = $1 and p.state = 'active'\n\
order by r.priority, r.route_id", ["workspace_id"])

export type SenderListOpenParams = {
  workspace_id: string
}
export type SenderListOpenRow = {
  "provider_id": string
  "name": string
  "kind": string
  "state": string
  "host": string
  "port": number
  "security": string
  "username_ct": Buffer | null
  "secret_ct": Buffer | null
  "max_connections": number
  "messages_per_connection": number
  "options": unknown
  "version": number
  "created_at": Date
}
/** Providers as a send worker needs them, secrets included (encrypted). */
export const senderListOpen = namedQuery<SenderListOpenParams, SenderListOpenRow>("sender_list_open", "select p.provider_id, p.name, p.kind, p.state, p.host, p.port, p.security, p.username_ct, p.secret_ct, p.max_connections, p.messages_per_connection, p.options, p.version, p.created_at\n\
from delivery.provider p\n\
where p.workspace_id = $1 and p.state = 'active'\n\
order by p.created_at, p.provider_id", ["workspace_id"])

export type StateTransitionListParams = Record<string, never>
export type StateTransitionListRow = {
  "from_state": string
  "to_state": string
  "reason": string
}
/** Which state may follow which, and when. */
export const stateTransitionList = namedQuery<StateTransitionListParams, StateTransitionListRow>("state_transition_list", "select t.from_state, t.to_state, t.reason from delivery.state_transition t order by t.from_state, t.to_state", [])

export type WorkspaceDueMarkParams = {
  queue: string
  workspace_id: string
  due_at_or_null: Date | string | null
}
export type WorkspaceDueMarkRow = Record<string, never>
/** There is work in a queue of a workspace, at a moment or now; an earlier mark stays. */
export const workspaceDueMark = namedQuery<WorkspaceDueMarkParams, WorkspaceDueMarkRow>("workspace_due_mark", "insert into delivery.workspace_due as d (queue, workspace_id, due_at)\n\
values ($1, $2, coalesce($3::timestamptz, now()))\n\
on conflict (queue, workspace_id) do update set due_at = least(d.due_at, excluded.due_at)", ["queue","workspace_id","due_at_or_null"])

export type WorkspaceDuePickParams = {
  queue: string
  put_off_seconds: number
}
export type WorkspaceDuePickRow = {
  "workspace_id": string
}
/** Picks the workspace that waited longest and puts its mark off, in one step: whoever writes work after this moment marks
 * it again, whoever wrote before is found by the look that follows. */
export const workspaceDuePick = namedQuery<WorkspaceDuePickParams, WorkspaceDuePickRow>("workspace_due_pick", "with pick as materialized (\n\
  select d.workspace_id\n\
  from delivery.workspace_due d\n\
  where d.queue = $1 and d.due_at <= now()\n\
  order by d.picked_at nulls first, d.workspace_id\n\
  limit 1\n\
  for update skip locked\n\
)\n\
update delivery.workspace_due d\n\
set picked_at = now(), due_at = now() + make_interval(secs => $2::int)\n\
from pick\n\
where d.queue = $1 and d.workspace_id = pick.workspace_id\n\
returning d.workspace_id", ["queue","put_off_seconds"])
