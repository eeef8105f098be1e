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
-- Their engagement rows must be locked by this transaction already.
update events.contact_engagement e
set soft_bounce_count = n.total
from (
  select u.contact_id, (
    select count(*) from events.email_event b
    where b.workspace_id = :workspace_id and b.contact_id = u.contact_id and b.event_type = 'bounced' and b.hard is not true
      and b.occurred_at > coalesce((
        select max(l.occurred_at) from events.email_event l
        where l.workspace_id = :workspace_id and l.contact_id = u.contact_id and l.event_type in ('delivered', 'opened', 'clicked') and not l.is_bot), '-infinity'))::int as total
  from unnest(:contact_ids::bigint[]) as u(contact_id)
) n
where e.workspace_id = :workspace_id and e.contact_id = n.contact_id and e.soft_bounce_count <> n.total;
