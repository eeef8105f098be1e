-- Named queries of the room events. Nulls travel as 0, '' or the epoch, because a typed array has none.

-- name: contact_place_many :many
-- Place and domain of contacts as they are now, for the denormalised columns of new events; unknown ones are missing.
select c.contact_id, c.country, c.region, c.city, c.email_domain
from contacts.contact c
where c.workspace_id = :workspace_id and c.contact_id = any(:contact_ids::bigint[]);

-- name: dimension_lookup :many
-- Codes of known texts, with the running transaction's number: rows it made itself may still be rolled back.
select u.kind as "kind!", u.value as "value!", d.code, pg_current_xact_id_if_assigned()::text as "xid?"
from unnest(:kinds::text[], :values::text[]) as u(kind, value)
join events.dimension d on d.workspace_id = :workspace_id and d.kind = u.kind and d.value = u.value;

-- name: dimension_add :exec
-- Gives new texts their codes; a code or text that somebody else took first is left out, look it up then.
insert into events.dimension (workspace_id, kind, code, value)
select :workspace_id, u.kind, u.code, u.value
from unnest(:kinds::text[], :codes::int[], :values::text[]) as u(kind, code, value)
order by u.kind, u.value
on conflict do nothing;

-- name: current_xid :one
-- Number of the running transaction.
select pg_current_xact_id()::text as "xid!";

-- name: event_partition_ranges :many
-- Bounds of the time partitions of email_event.
select pg_get_expr(c.relpartbound, c.oid) as "bound!"
from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
where i.inhparent = 'events.email_event'::regclass;

-- name: first_touch_add :many
-- Claims first touches; only those answered are first. Rows in key order, so that two writers never wait in a circle.
insert into events.first_touch (workspace_id, campaign_id, contact_id, event_type, link_no, occurred_at)
select :workspace_id, u.campaign_id, u.contact_id, u.event_type, u.link_no, u.occurred_at
from unnest(:campaign_ids::bigint[], :contact_ids::bigint[], :event_types::text[], :link_nos::smallint[], :occurred_ats::timestamptz[])
  as u(campaign_id, contact_id, event_type, link_no, occurred_at)
order by u.campaign_id, u.contact_id, u.event_type, u.link_no
on conflict do nothing
returning campaign_id, contact_id, event_type, link_no;

-- name: email_event_add :many
-- Writes events; one that is there already (same key) is left out and not answered.
insert into events.email_event (workspace_id, contact_id, occurred_at, event_id, campaign_id, launch_id, seq, provider_id, recorded_at,
  country_code, region_code, city_code, mailbox_provider_code, link_no, smtp_code, variant_no, is_bot, is_first, hard, event_type, bounce_class, enhanced_code)
select :workspace_id, u.contact_id, u.occurred_at, u.event_id, nullif(u.campaign_id, 0), nullif(u.launch_id, 0), nullif(u.seq, -1), nullif(u.provider_id, 0), :recorded_at,
  nullif(u.country_code, 0), nullif(u.region_code, 0), nullif(u.city_code, 0), nullif(u.mailbox_provider_code, 0), nullif(u.link_no, 0), nullif(u.smtp_code, 0),
  u.variant_no, u.is_bot, u.is_first, case u.hard when 1 then true when 0 then false end, u.event_type, nullif(u.bounce_class, ''), nullif(u.enhanced_code, '')
from unnest(:contact_ids::bigint[], :occurred_ats::timestamptz[], :event_ids::bigint[], :campaign_ids::bigint[], :launch_ids::bigint[], :seqs::bigint[], :provider_ids::bigint[],
  :country_codes::int[], :region_codes::int[], :city_codes::int[], :mailbox_provider_codes::int[], :link_nos::smallint[], :smtp_codes::smallint[], :variant_nos::smallint[],
  :is_bots::boolean[], :is_firsts::boolean[], :hards::smallint[], :event_types::text[], :bounce_classes::text[], :enhanced_codes::text[])
  as u(contact_id, occurred_at, event_id, campaign_id, launch_id, seq, provider_id, country_code, region_code, city_code, mailbox_provider_code,
    link_no, smtp_code, variant_no, is_bot, is_first, hard, event_type, bounce_class, enhanced_code)
order by u.contact_id, u.occurred_at, u.event_type, u.event_id
on conflict do nothing
returning contact_id, event_id;

-- name: campaign_stats_add :exec
-- Adds to the counters of campaigns, on one stripe, in key order.
insert into events.campaign_stats as s (workspace_id, campaign_id, variant_no, provider_id, stripe, queued, sent, delivered, deferred, bounced_hard, bounced_soft, complained,
  unsubscribed, rejected, skipped, failed, cancelled, opens, opens_bot, unique_opens, clicks, clicks_bot, unique_clicks, updated_at)
select :workspace_id, u.campaign_id, u.variant_no, u.provider_id, :stripe, u.queued, u.sent, u.delivered, u.deferred, u.bounced_hard, u.bounced_soft, u.complained,
  u.unsubscribed, u.rejected, u.skipped, u.failed, u.cancelled, u.opens, u.opens_bot, u.unique_opens, u.clicks, u.clicks_bot, u.unique_clicks, :updated_at
from unnest(:campaign_ids::bigint[], :variant_nos::smallint[], :provider_ids::bigint[], :queued::int[], :sent::int[], :delivered::int[], :deferred::int[], :bounced_hard::int[],
  :bounced_soft::int[], :complained::int[], :unsubscribed::int[], :rejected::int[], :skipped::int[], :failed::int[], :cancelled::int[], :opens::int[], :opens_bot::int[],
  :unique_opens::int[], :clicks::int[], :clicks_bot::int[], :unique_clicks::int[])
  as u(campaign_id, variant_no, provider_id, queued, sent, delivered, deferred, bounced_hard, bounced_soft, complained, unsubscribed, rejected, skipped, failed, cancelled,
    opens, opens_bot, unique_opens, clicks, clicks_bot, unique_clicks)
order by u.campaign_id, u.variant_no, u.provider_id
on conflict (workspace_id, campaign_id, variant_no, provider_id, stripe) do update set
  queued = s.queued + excluded.queued, sent = s.sent + excluded.sent, delivered = s.delivered + excluded.delivered, deferred = s.deferred + excluded.deferred,
  bounced_hard = s.bounced_hard + excluded.bounced_hard, bounced_soft = s.bounced_soft + excluded.bounced_soft, complained = s.complained + excluded.complained,
  unsubscribed = s.unsubscribed + excluded.unsubscribed, rejected = s.rejected + excluded.rejected, skipped = s.skipped + excluded.skipped, failed = s.failed + excluded.failed,
  cancelled = s.cancelled + excluded.cancelled, opens = s.opens + excluded.opens, opens_bot = s.opens_bot + excluded.opens_bot, unique_opens = s.unique_opens + excluded.unique_opens,
  clicks = s.clicks + excluded.clicks, clicks_bot = s.clicks_bot + excluded.clicks_bot, unique_clicks = s.unique_clicks + excluded.unique_clicks, updated_at = excluded.updated_at;

-- name: link_stats_add :exec
-- Adds to the counters of links, on one stripe, in key order.
insert into events.link_stats as s (workspace_id, campaign_id, link_no, stripe, clicks, clicks_bot, unique_clicks)
select :workspace_id, u.campaign_id, u.link_no, :stripe, u.clicks, u.clicks_bot, u.unique_clicks
from unnest(:campaign_ids::bigint[], :link_nos::smallint[], :clicks::int[], :clicks_bot::int[], :unique_clicks::int[]) as u(campaign_id, link_no, clicks, clicks_bot, unique_clicks)
order by u.campaign_id, u.link_no
on conflict (workspace_id, campaign_id, link_no, stripe) do update set
  clicks = s.clicks + excluded.clicks, clicks_bot = s.clicks_bot + excluded.clicks_bot, unique_clicks = s.unique_clicks + excluded.unique_clicks;

-- name: campaign_hour_stats_add :exec
-- Adds to the time line of campaigns, on one stripe, in key order.
insert into events.campaign_hour_stats as s (workspace_id, campaign_id, hour, stripe, sent, delivered, bounced, complained, unsubscribed, opens, unique_opens, clicks, unique_clicks)
select :workspace_id, u.campaign_id, u.hour, :stripe, u.sent, u.delivered, u.bounced, u.complained, u.unsubscribed, u.opens, u.unique_opens, u.clicks, u.unique_clicks
from unnest(:campaign_ids::bigint[], :hours::timestamptz[], :sent::int[], :delivered::int[], :bounced::int[], :complained::int[], :unsubscribed::int[], :opens::int[],
  :unique_opens::int[], :clicks::int[], :unique_clicks::int[]) as u(campaign_id, hour, sent, delivered, bounced, complained, unsubscribed, opens, unique_opens, clicks, unique_clicks)
order by u.campaign_id, u.hour
on conflict (workspace_id, campaign_id, hour, stripe) do update set
  sent = s.sent + excluded.sent, delivered = s.delivered + excluded.delivered, bounced = s.bounced + excluded.bounced, complained = s.complained + excluded.complained,
  unsubscribed = s.unsubscribed + excluded.unsubscribed, opens = s.opens + excluded.opens, unique_opens = s.unique_opens + excluded.unique_opens,
  clicks = s.clicks + excluded.clicks, unique_clicks = s.unique_clicks + excluded.unique_clicks;

-- name: provider_stats_add :exec
-- Adds to the counters of providers, on one stripe, in key order.
insert into events.provider_stats as s (workspace_id, provider_id, hour, mailbox_provider_code, stripe, sent, delivered, deferred, bounced_hard, bounced_soft, complained,
  unsubscribed, opens, opens_bot, clicks, clicks_bot, latency_ms_sum)
select :workspace_id, u.provider_id, u.hour, u.mailbox_provider_code, :stripe, u.sent, u.delivered, u.deferred, u.bounced_hard, u.bounced_soft, u.complained,
  u.unsubscribed, u.opens, u.opens_bot, u.clicks, u.clicks_bot, u.latency_ms_sum
from unnest(:provider_ids::bigint[], :hours::timestamptz[], :mailbox_provider_codes::int[], :sent::int[], :delivered::int[], :deferred::int[], :bounced_hard::int[], :bounced_soft::int[],
  :complained::int[], :unsubscribed::int[], :opens::int[], :opens_bot::int[], :clicks::int[], :clicks_bot::int[], :latency_ms_sum::bigint[])
  as u(provider_id, hour, mailbox_provider_code, sent, delivered, deferred, bounced_hard, bounced_soft, complained, unsubscribed, opens, opens_bot, clicks, clicks_bot, latency_ms_sum)
order by u.provider_id, u.hour, u.mailbox_provider_code
on conflict (workspace_id, provider_id, hour, mailbox_provider_code, stripe) do update set
  sent = s.sent + excluded.sent, delivered = s.delivered + excluded.delivered, deferred = s.deferred + excluded.deferred, bounced_hard = s.bounced_hard + excluded.bounced_hard,
  bounced_soft = s.bounced_soft + excluded.bounced_soft, complained = s.complained + excluded.complained, unsubscribed = s.unsubscribed + excluded.unsubscribed,
  opens = s.opens + excluded.opens, opens_bot = s.opens_bot + excluded.opens_bot, clicks = s.clicks + excluded.clicks, clicks_bot = s.clicks_bot + excluded.clicks_bot,
  latency_ms_sum = s.latency_ms_sum + excluded.latency_ms_sum;

-- name: engagement_add :many
-- Adds to what contacts did; greatest() makes the order of arrival irrelevant. Answers those with soft bounces on record.
with written as (
  insert into events.contact_engagement as e (workspace_id, contact_id, last_sent_at, last_open_at, last_click_at, sent_count, open_count, click_count)
  select :workspace_id, u.contact_id, nullif(u.sent_at, 'epoch'), nullif(u.open_at, 'epoch'), nullif(u.click_at, 'epoch'), u.sent, u.opens, u.clicks
  from unnest(:contact_ids::bigint[], :sent_ats::timestamptz[], :open_ats::timestamptz[], :click_ats::timestamptz[], :sent::int[], :opens::int[], :clicks::int[])
    as u(contact_id, sent_at, open_at, click_at, sent, opens, clicks)
  order by u.contact_id
  on conflict (workspace_id, contact_id) do update set
    last_sent_at = greatest(e.last_sent_at, excluded.last_sent_at), last_open_at = greatest(e.last_open_at, excluded.last_open_at),
    last_click_at = greatest(e.last_click_at, excluded.last_click_at), sent_count = e.sent_count + excluded.sent_count,
    open_count = e.open_count + excluded.open_count, click_count = e.click_count + excluded.click_count
  returning contact_id, soft_bounce_count
)
select w.contact_id from written w where w.soft_bounce_count > 0;

-- name: soft_bounces_recount :exec
-- Soft bounces after the last sign of life, counted from the events, so that their order of arrival is irrelevant.
-- Their engagement rows must be locked by this transaction already. Types are hidden from the planner, see recent_clicks_many.
update events.contact_engagement e
set soft_bounce_count = n.total
from (
  select u.contact_id, (
    select count(*) from events.email_event b
    where b.workspace_id = :workspace_id and b.contact_id = u.contact_id and (b.event_type || '') = 'bounced' and b.hard is not true
      and b.occurred_at > coalesce((
        select max(l.occurred_at) from events.email_event l
        where l.workspace_id = :workspace_id and l.contact_id = u.contact_id and (l.event_type || '') in ('delivered', 'opened', 'clicked') and not l.is_bot), '-infinity'))::int as total
  from unnest(:contact_ids::bigint[]) as u(contact_id)
) n
where e.workspace_id = :workspace_id and e.contact_id = n.contact_id and e.soft_bounce_count <> n.total;

-- name: dedup_add :many
-- Remembers provider events; only those answered are new. In key order, so that two ingesters never wait in a circle.
insert into events.dedup (workspace_id, provider_id, key_hash, seen_at)
select :workspace_id, u.provider_id, u.key_hash, :seen_at
from unnest(:provider_ids::bigint[], :key_hashes::bytea[]) as u(provider_id, key_hash)
order by u.provider_id, u.key_hash
on conflict do nothing
returning provider_id, key_hash;

-- name: provider_ref_many :many
-- Our messages behind the ids that a provider gave them.
select u.provider_id as "provider_id!", u.provider_message_id as "provider_message_id!", r.launch_id, r.contact_id, r.seq
from unnest(:provider_ids::bigint[], :provider_message_ids::text[]) as u(provider_id, provider_message_id)
join delivery.provider_ref r on r.workspace_id = :workspace_id and r.provider_id = u.provider_id and r.provider_message_id = u.provider_message_id
where r.provider_id = any(:provider_ids::bigint[]) and r.provider_message_id = any(:provider_message_ids::text[]);

-- name: message_facts_many :many
-- What an event needs of its message. The launches stand apart as a list of constants, so that partitions are pruned; the
-- contacts too, or a planner without statistics about a fresh launch walks all of it for a handful of keys.
select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.variant_no, m.provider_id, m.state
from unnest(:launch_ids::bigint[], :contact_ids::bigint[], :seqs::bigint[]) as u(launch_id, contact_id, seq)
join delivery.message m on m.workspace_id = :workspace_id and m.launch_id = u.launch_id and m.contact_id = u.contact_id and m.seq = u.seq
where m.workspace_id = :workspace_id and m.launch_id = any(:launches::bigint[]) and m.contact_id = any(:contact_ids::bigint[]);

-- name: outbox_add :exec
-- Leaves messages for other rooms, to be taken after this commit.
insert into platform.outbox (outbox_id, workspace_id, kind, payload)
select u.outbox_id, :workspace_id, u.kind, u.payload
from unnest(:outbox_ids::bigint[], :kinds::text[], :payloads::jsonb[]) as u(outbox_id, kind, payload);

-- name: dead_letter_add :exec
-- Keeps rows that found no place; the same row again changes nothing.
insert into events.dead_letter (workspace_id, dead_letter_id, table_name, reason, row_ct, created_at)
select :workspace_id, u.dead_letter_id, 'events.email_event', u.reason, u.row_ct, :created_at
from unnest(:dead_letter_ids::bigint[], :reasons::text[], :row_cts::bytea[]) as u(dead_letter_id, reason, row_ct)
order by u.dead_letter_id
on conflict do nothing;

-- name: dead_letter_take :many
-- Open rows for another try, oldest first; locked, and left alone by others meanwhile.
with taken as (
  select d.dead_letter_id from events.dead_letter d
  where d.workspace_id = :workspace_id and d.settled_at is null and d.created_at > :since and d.reason = any(:reasons::text[])
  order by d.created_at limit :batch
  for update skip locked
)
select d.dead_letter_id, d.row_ct, d.reason, d.created_at
from taken t join events.dead_letter d on d.workspace_id = :workspace_id and d.dead_letter_id = t.dead_letter_id;

-- name: dead_letter_settle :exec
-- Marks rows that found their place.
update events.dead_letter d set settled_at = :settled_at
where d.workspace_id = :workspace_id and d.dead_letter_id = any(:dead_letter_ids::bigint[]) and d.settled_at is null;

-- name: recent_clicks_many :many
-- Clicks of these contacts in a campaign around a moment, to see a scanner's burst; those marked before too, or the last
-- link of a burst would be a person's when it comes in a batch of its own. The type is hidden from the planner: about a
-- young partition it knows nothing, and would walk all clicks by type and time instead of 50 keys.
select e.contact_id, e.campaign_id as "campaign_id!", e.link_no as "link_no!", e.occurred_at
from unnest(:campaign_ids::bigint[], :contact_ids::bigint[]) as u(campaign_id, contact_id)
join events.email_event e on e.workspace_id = :workspace_id and e.campaign_id = u.campaign_id and e.contact_id = u.contact_id
where e.workspace_id = :workspace_id and e.contact_id = any(:contact_ids::bigint[]) and (e.event_type || '') = 'clicked' and e.link_no is not null
  and e.occurred_at between :since and :until;

-- name: campaign_clicks_by_contact :many
-- All clicks of one contact in one campaign, oldest first; locked against another reclassification.
select e.contact_id, e.occurred_at, e.event_id, e.campaign_id, e.launch_id, e.seq, e.provider_id, e.mailbox_provider_code, e.link_no, e.variant_no, e.is_bot, e.is_first
from events.email_event e
where e.workspace_id = :workspace_id and e.campaign_id = :campaign_id and e.contact_id = :contact_id and e.event_type = 'clicked' and e.occurred_at >= :since
order by e.occurred_at, e.event_id;

-- name: event_flags_set :exec
-- Says again whether an event was made by a machine and whether it is the first of its kind.
update events.email_event e set is_bot = u.is_bot, is_first = u.is_first
from unnest(:occurred_ats::timestamptz[], :event_ids::bigint[], :is_bots::boolean[], :is_firsts::boolean[]) as u(occurred_at, event_id, is_bot, is_first)
where e.workspace_id = :workspace_id and e.contact_id = :contact_id and e.event_type = 'clicked' and e.occurred_at = u.occurred_at and e.event_id = u.event_id
  and e.occurred_at >= :since;

-- name: first_touch_delete :exec
-- Takes back first clicks that turned out to be a machine's.
delete from events.first_touch f
where f.workspace_id = :workspace_id and f.campaign_id = :campaign_id and f.contact_id = :contact_id and f.event_type = 'clicked' and f.link_no = any(:link_nos::smallint[]);

-- name: last_click_recount :exec
-- The last click by the person, counted again after machine clicks were taken out.
update events.contact_engagement g set last_click_at = (
  select max(e.occurred_at) from events.email_event e
  where e.workspace_id = :workspace_id and e.contact_id = :contact_id and (e.event_type || '') = 'clicked' and not e.is_bot)
where g.workspace_id = :workspace_id and g.contact_id = :contact_id;

-- name: engagement_lock :one
-- Holds one contact's engagement row, so that two who correct it wait for each other.
select g.contact_id from events.contact_engagement g where g.workspace_id = :workspace_id and g.contact_id = :contact_id for update;

-- name: launch_links :many
-- Links of the campaign of a launch, for redirects.
select k.link_no, k.url
from campaigns.launch l join campaigns.link k on k.workspace_id = l.workspace_id and k.campaign_id = l.campaign_id
where l.workspace_id = :workspace_id and l.launch_id = :launch_id;

-- name: inbox_add :exec
-- Keeps what came in until it is understood; the same row again changes nothing.
insert into events.webhook_inbox (workspace_id, received_at, inbox_id, kind, provider_id, body_ct)
values (:workspace_id, :received_at, :inbox_id, :kind, :provider_id_or_null, :body_ct)
on conflict do nothing;

-- name: inbox_finish :many
-- Takes rows that nobody has finished yet and marks them done; who gets a row answered here is the one that processes it.
update events.webhook_inbox w set state = :state, attempts = w.attempts + 1
from unnest(:received_ats::timestamptz[], :inbox_ids::bigint[]) as u(received_at, inbox_id)
where w.workspace_id = :workspace_id and w.received_at = any(:received_list::timestamptz[]) and w.received_at = u.received_at and w.inbox_id = u.inbox_id and w.state = 'new'
returning w.inbox_id;

-- name: inbox_new :many
-- Rows that are not processed yet, oldest first, with their bodies; locked, others pass them by.
with taken as (
  select w.received_at, w.inbox_id from events.webhook_inbox w
  where w.workspace_id = :workspace_id and w.state = 'new' and w.received_at >= :since and w.received_at < :before
  order by w.received_at limit :batch
  for update skip locked
)
select w.received_at, w.inbox_id, w.kind, w.provider_id, w.body_ct, w.attempts
from taken t join events.webhook_inbox w on w.workspace_id = :workspace_id and w.received_at >= :since and w.received_at < :before and w.received_at = t.received_at and w.inbox_id = t.inbox_id
order by w.received_at, w.inbox_id;

-- name: inbox_failed :exec
-- Notes that a row could not be understood; after some tries it is left for a person.
update events.webhook_inbox w
set attempts = w.attempts + 1, error_code = :error_code, state = case when w.attempts + 1 >= :max_attempts then 'failed' else 'new' end
where w.workspace_id = :workspace_id and w.received_at = :received_at and w.inbox_id = :inbox_id and w.state = 'new';

-- name: inbox_backlog :one
-- How many rows of a workspace wait to be processed.
select count(*) as "count!" from events.webhook_inbox w where w.workspace_id = :workspace_id and w.state = 'new' and w.received_at >= :since;

-- name: workspaces_all :many
-- Every workspace, for rounds that visit each in turn.
select w.workspace_id from platform.workspace w where w.state = 'active' order by w.workspace_id;

-- name: workspace_hour_stats_add :exec
-- Adds to the overview of a workspace, on one stripe, in key order.
insert into events.workspace_hour_stats as s (workspace_id, hour, stripe, sent, delivered, deferred, bounced_hard, bounced_soft, complained, unsubscribed, rejected, opens, opens_bot, unique_opens, clicks, clicks_bot, unique_clicks)
select :workspace_id, u.hour, :stripe, u.sent, u.delivered, u.deferred, u.bounced_hard, u.bounced_soft, u.complained, u.unsubscribed, u.rejected, u.opens, u.opens_bot, u.unique_opens, u.clicks, u.clicks_bot, u.unique_clicks
from unnest(:hours::timestamptz[], :sent::int[], :delivered::int[], :deferred::int[], :bounced_hard::int[], :bounced_soft::int[], :complained::int[], :unsubscribed::int[], :rejected::int[],
  :opens::int[], :opens_bot::int[], :unique_opens::int[], :clicks::int[], :clicks_bot::int[], :unique_clicks::int[])
  as u(hour, sent, delivered, deferred, bounced_hard, bounced_soft, complained, unsubscribed, rejected, opens, opens_bot, unique_opens, clicks, clicks_bot, unique_clicks)
order by u.hour
on conflict (workspace_id, hour, stripe) do update set
  sent = s.sent + excluded.sent, delivered = s.delivered + excluded.delivered, deferred = s.deferred + excluded.deferred, bounced_hard = s.bounced_hard + excluded.bounced_hard,
  bounced_soft = s.bounced_soft + excluded.bounced_soft, complained = s.complained + excluded.complained, unsubscribed = s.unsubscribed + excluded.unsubscribed,
  rejected = s.rejected + excluded.rejected, opens = s.opens + excluded.opens, opens_bot = s.opens_bot + excluded.opens_bot, unique_opens = s.unique_opens + excluded.unique_opens,
  clicks = s.clicks + excluded.clicks, clicks_bot = s.clicks_bot + excluded.clicks_bot, unique_clicks = s.unique_clicks + excluded.unique_clicks;

-- name: bounce_stats_add :exec
-- Adds to the counters of refusals, on one stripe, in key order.
insert into events.bounce_stats as s (workspace_id, campaign_id, provider_id, bounce_class, stripe, bounced_hard, bounced_soft, deferred)
select :workspace_id, u.campaign_id, u.provider_id, u.bounce_class, :stripe, u.bounced_hard, u.bounced_soft, u.deferred
from unnest(:campaign_ids::bigint[], :provider_ids::bigint[], :bounce_classes::text[], :bounced_hard::int[], :bounced_soft::int[], :deferred::int[])
  as u(campaign_id, provider_id, bounce_class, bounced_hard, bounced_soft, deferred)
order by u.campaign_id, u.provider_id, u.bounce_class
on conflict (workspace_id, campaign_id, provider_id, bounce_class, stripe) do update set
  bounced_hard = s.bounced_hard + excluded.bounced_hard, bounced_soft = s.bounced_soft + excluded.bounced_soft, deferred = s.deferred + excluded.deferred;

-- name: webhook_secret_get :one
-- The secret that a provider's webhooks are verified with.
select p.kind, p.webhook_secret_ct from delivery.provider p where p.workspace_id = :workspace_id and p.provider_id = :provider_id;
