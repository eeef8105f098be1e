-- Every counter again, from the raw rows: the rules of record/tally.ts said in SQL. Only rows that differ are answered.
-- `since` is the beginning of the oldest partition: what began before cannot be counted again.

-- name: recount_since :one
-- Begin of the oldest partition of events that still exists.
select min((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \(''([^'']+)''\)'))[1]::timestamptz) as "since?"
from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
where i.inhparent = 'events.email_event'::regclass;

-- name: recount_lock :one
-- Only one recount of a workspace at a time: two would mend the same drift twice. Given back with the transaction.
select pg_try_advisory_xact_lock(hashtextextended('events.recount', :workspace_id::bigint)) as "taken!";

-- name: recount_verifiable :one
-- Campaigns whose events are all still there, and those that are not.
select coalesce(array_agg(v.campaign_id) filter (where v.is_whole), '{}') as "campaign_ids!", count(*) filter (where not v.is_whole) as "older!"
from (
  select c.campaign_id, coalesce(bool_and(l.launch_id >= kernel.id_floor(:since::timestamptz)), true) as is_whole
  from campaigns.campaign c left join campaigns.launch l on l.workspace_id = c.workspace_id and l.campaign_id = c.campaign_id
  where c.workspace_id = :workspace_id
  group by c.campaign_id
) v;

-- name: recount_campaign_stats :many
-- campaign_stats against events and messages. Order of counts: CAMPAIGN_COUNTS in recount.ts.
select coalesce(x.campaign_id, a.campaign_id) as "campaign_id!", coalesce(x.variant_no, a.variant_no) as "variant_no!", coalesce(x.provider_id, a.provider_id) as "provider_id!", x.counts as "expected?", a.counts as "actual?"
from (
  select u.campaign_id, u.variant_no, u.provider_id, array[sum(u.queued), sum(u.sent), sum(u.delivered), sum(u.deferred), sum(u.bounced_hard), sum(u.bounced_soft), sum(u.complained), sum(u.unsubscribed),
    sum(u.rejected), sum(u.skipped), sum(u.failed), sum(u.cancelled), sum(u.opens), sum(u.opens_bot), sum(u.unique_opens), sum(u.clicks), sum(u.clicks_bot), sum(u.unique_clicks)]::bigint[] as counts
  from (
    select e.campaign_id, e.variant_no, coalesce(e.provider_id, 0) as provider_id, 0 as queued,
      count(*) filter (where e.event_type = 'sent' and e.is_first) as sent, count(*) filter (where e.event_type = 'delivered' and e.is_first) as delivered,
      count(*) filter (where e.event_type = 'deferred') as deferred,
      count(*) filter (where e.event_type = 'bounced' and e.is_first and e.hard) as bounced_hard, count(*) filter (where e.event_type = 'bounced' and e.is_first and e.hard is not true) as bounced_soft,
      count(*) filter (where e.event_type = 'complained' and e.is_first) as complained, count(*) filter (where e.event_type = 'unsubscribed' and e.is_first) as unsubscribed,
      count(*) filter (where e.event_type = 'rejected' and e.is_first) as rejected, 0 as skipped, 0 as failed, 0 as cancelled,
      count(*) filter (where e.event_type = 'opened' and not e.is_bot) as opens, count(*) filter (where e.event_type = 'opened' and e.is_bot) as opens_bot,
      count(*) filter (where e.event_type = 'opened' and e.is_first) as unique_opens,
      count(*) filter (where e.event_type = 'clicked' and not e.is_bot) as clicks, count(*) filter (where e.event_type = 'clicked' and e.is_bot) as clicks_bot,
      count(*) filter (where e.event_type = 'clicked' and e.is_first) as unique_clicks
    from events.email_event e
    where e.workspace_id = :workspace_id and e.campaign_id = any(:campaign_ids::bigint[])
    group by e.campaign_id, e.variant_no, coalesce(e.provider_id, 0)
    union all
    -- A message that failed because a provider rejected it is counted by that event.
    select m.campaign_id, m.variant_no, 0, count(*), 0, 0, 0, 0, 0, 0, 0, 0, count(*) filter (where m.state = 'skipped'), count(*) filter (where m.state = 'failed' and f.contact_id is null), count(*) filter (where m.state = 'cancelled'), 0, 0, 0, 0, 0, 0
    from delivery.message m
    left join events.first_touch f on f.workspace_id = m.workspace_id and f.campaign_id = m.campaign_id and f.contact_id = m.contact_id and f.event_type = 'rejected' and f.link_no = 0
    where m.workspace_id = :workspace_id and m.campaign_id = any(:campaign_ids::bigint[])
    group by m.campaign_id, m.variant_no
  ) u
  group by u.campaign_id, u.variant_no, u.provider_id
) x
full join (
  select s.campaign_id, s.variant_no, s.provider_id, array[sum(s.queued), sum(s.sent), sum(s.delivered), sum(s.deferred), sum(s.bounced_hard), sum(s.bounced_soft), sum(s.complained), sum(s.unsubscribed),
    sum(s.rejected), sum(s.skipped), sum(s.failed), sum(s.cancelled), sum(s.opens), sum(s.opens_bot), sum(s.unique_opens), sum(s.clicks), sum(s.clicks_bot), sum(s.unique_clicks)]::bigint[] as counts
  from events.campaign_stats s
  where s.workspace_id = :workspace_id and s.campaign_id = any(:campaign_ids::bigint[])
  group by s.campaign_id, s.variant_no, s.provider_id
) a on a.campaign_id = x.campaign_id and a.variant_no = x.variant_no and a.provider_id = x.provider_id
where x.counts is distinct from a.counts;

-- name: recount_link_stats :many
-- link_stats against events.
select coalesce(x.campaign_id, a.campaign_id) as "campaign_id!", coalesce(x.link_no, a.link_no) as "link_no!", x.counts as "expected?", a.counts as "actual?"
from (
  select e.campaign_id, e.link_no, array[count(*) filter (where not e.is_bot), count(*) filter (where e.is_bot), count(distinct e.contact_id) filter (where not e.is_bot)]::bigint[] as counts
  from events.email_event e
  where e.workspace_id = :workspace_id and e.campaign_id = any(:campaign_ids::bigint[]) and e.event_type = 'clicked' and e.link_no is not null
  group by e.campaign_id, e.link_no
) x
full join (
  select s.campaign_id, s.link_no, array[sum(s.clicks), sum(s.clicks_bot), sum(s.unique_clicks)]::bigint[] as counts
  from events.link_stats s
  where s.workspace_id = :workspace_id and s.campaign_id = any(:campaign_ids::bigint[])
  group by s.campaign_id, s.link_no
) a on a.campaign_id = x.campaign_id and a.link_no = x.link_no
where x.counts is distinct from a.counts;

-- name: recount_hour_stats :many
-- campaign_hour_stats against events. Order of counts: HOUR_COUNTS in recount.ts.
select coalesce(x.campaign_id, a.campaign_id) as "campaign_id!", coalesce(x.hour, a.hour) as "hour!", x.counts as "expected?", a.counts as "actual?"
from (
  select e.campaign_id, date_trunc('hour', e.occurred_at) as hour, array[count(*) filter (where e.event_type = 'sent' and e.is_first), count(*) filter (where e.event_type = 'delivered' and e.is_first),
    count(*) filter (where e.event_type = 'bounced' and e.is_first), count(*) filter (where e.event_type = 'complained' and e.is_first), count(*) filter (where e.event_type = 'unsubscribed' and e.is_first),
    count(*) filter (where e.event_type = 'opened' and not e.is_bot), count(*) filter (where e.event_type = 'opened' and e.is_first),
    count(*) filter (where e.event_type = 'clicked' and not e.is_bot), count(*) filter (where e.event_type = 'clicked' and e.is_first)]::bigint[] as counts
  from events.email_event e
  where e.workspace_id = :workspace_id and e.campaign_id = any(:campaign_ids::bigint[])
  group by e.campaign_id, date_trunc('hour', e.occurred_at)
) x
full join (
  select s.campaign_id, s.hour, array[sum(s.sent), sum(s.delivered), sum(s.bounced), sum(s.complained), sum(s.unsubscribed), sum(s.opens), sum(s.unique_opens), sum(s.clicks), sum(s.unique_clicks)]::bigint[] as counts
  from events.campaign_hour_stats s
  where s.workspace_id = :workspace_id and s.campaign_id = any(:campaign_ids::bigint[])
  group by s.campaign_id, s.hour
) a on a.campaign_id = x.campaign_id and a.hour = x.hour
where x.counts is distinct from a.counts;

-- name: recount_bounce_stats :many
-- bounce_stats against events.
select coalesce(x.campaign_id, a.campaign_id) as "campaign_id!", coalesce(x.provider_id, a.provider_id) as "provider_id!", coalesce(x.bounce_class, a.bounce_class) as "bounce_class!", x.counts as "expected?", a.counts as "actual?"
from (
  select e.campaign_id, coalesce(e.provider_id, 0) as provider_id, coalesce(e.bounce_class, 'undetermined') as bounce_class,
    array[count(*) filter (where e.event_type = 'bounced' and e.is_first and e.hard), count(*) filter (where e.event_type = 'bounced' and e.is_first and e.hard is not true), count(*) filter (where e.event_type = 'deferred')]::bigint[] as counts
  from events.email_event e
  where e.workspace_id = :workspace_id and e.campaign_id = any(:campaign_ids::bigint[]) and e.event_type in ('bounced', 'deferred')
  group by e.campaign_id, coalesce(e.provider_id, 0), coalesce(e.bounce_class, 'undetermined')
) x
full join (
  select s.campaign_id, s.provider_id, s.bounce_class, array[sum(s.bounced_hard), sum(s.bounced_soft), sum(s.deferred)]::bigint[] as counts
  from events.bounce_stats s
  where s.workspace_id = :workspace_id and s.campaign_id = any(:campaign_ids::bigint[])
  group by s.campaign_id, s.provider_id, s.bounce_class
) a on a.campaign_id = x.campaign_id and a.provider_id = x.provider_id and a.bounce_class = x.bounce_class
where x.counts is distinct from a.counts;

-- name: recount_workspace_stats :many
-- workspace_hour_stats against events, from the oldest partition on. Order of counts: WORKSPACE_COUNTS in recount.ts.
select coalesce(x.hour, a.hour) as "hour!", x.counts as "expected?", a.counts as "actual?"
from (
  select date_trunc('hour', e.occurred_at) as hour, array[count(*) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)), count(*) filter (where e.event_type = 'delivered' and (e.is_first or e.campaign_id is null)),
    count(*) filter (where e.event_type = 'deferred'), count(*) filter (where e.event_type = 'bounced' and (e.is_first or e.campaign_id is null) and e.hard),
    count(*) filter (where e.event_type = 'bounced' and (e.is_first or e.campaign_id is null) and e.hard is not true), count(*) filter (where e.event_type = 'complained' and (e.is_first or e.campaign_id is null)),
    count(*) filter (where e.event_type = 'unsubscribed' and (e.is_first or e.campaign_id is null)), count(*) filter (where e.event_type = 'rejected' and (e.is_first or e.campaign_id is null)),
    count(*) filter (where e.event_type = 'opened' and not e.is_bot), count(*) filter (where e.event_type = 'opened' and e.is_bot), count(*) filter (where e.event_type = 'opened' and e.is_first),
    count(*) filter (where e.event_type = 'clicked' and not e.is_bot), count(*) filter (where e.event_type = 'clicked' and e.is_bot), count(*) filter (where e.event_type = 'clicked' and e.is_first)]::bigint[] as counts
  from events.email_event e
  where e.workspace_id = :workspace_id and e.occurred_at >= :since
  group by date_trunc('hour', e.occurred_at)
) x
full join (
  select s.hour, array[sum(s.sent), sum(s.delivered), sum(s.deferred), sum(s.bounced_hard), sum(s.bounced_soft), sum(s.complained), sum(s.unsubscribed), sum(s.rejected), sum(s.opens), sum(s.opens_bot),
    sum(s.unique_opens), sum(s.clicks), sum(s.clicks_bot), sum(s.unique_clicks)]::bigint[] as counts
  from events.workspace_hour_stats s
  where s.workspace_id = :workspace_id and s.hour >= :since
  group by s.hour
) a on a.hour = x.hour
where x.counts is distinct from a.counts;

-- name: recount_provider_stats :many
-- provider_stats against events and, for the latencies, attempts, from the oldest partition on. Order of counts: PROVIDER_COUNTS in recount.ts.
select coalesce(x.provider_id, a.provider_id) as "provider_id!", coalesce(x.hour, a.hour) as "hour!", coalesce(x.mailbox_provider_code, a.mailbox_provider_code) as "mailbox_provider_code!", x.counts as "expected?", a.counts as "actual?"
from (
  select e.provider_id, date_trunc('hour', e.occurred_at) as hour, coalesce(e.mailbox_provider_code, 0) as mailbox_provider_code,
    array[count(*) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)), count(*) filter (where e.event_type = 'delivered' and (e.is_first or e.campaign_id is null)),
    count(*) filter (where e.event_type = 'deferred'), count(*) filter (where e.event_type = 'bounced' and (e.is_first or e.campaign_id is null) and e.hard),
    count(*) filter (where e.event_type = 'bounced' and (e.is_first or e.campaign_id is null) and e.hard is not true), count(*) filter (where e.event_type = 'complained' and (e.is_first or e.campaign_id is null)),
    count(*) filter (where e.event_type = 'unsubscribed' and (e.is_first or e.campaign_id is null)), count(*) filter (where e.event_type = 'opened' and not e.is_bot), count(*) filter (where e.event_type = 'opened' and e.is_bot),
    count(*) filter (where e.event_type = 'clicked' and not e.is_bot), count(*) filter (where e.event_type = 'clicked' and e.is_bot),
    coalesce(sum(t.latency_ms) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)), 0)]::bigint[] as counts
  from events.email_event e
  left join (
    select d.launch_id, d.contact_id, d.seq, max(d.latency_ms) as latency_ms
    from delivery.attempt d where d.workspace_id = :workspace_id and d.outcome = 'sent'
    group by d.launch_id, d.contact_id, d.seq
  ) t on e.event_type = 'sent' and t.launch_id = e.launch_id and t.contact_id = e.contact_id and t.seq = e.seq
  where e.workspace_id = :workspace_id and e.occurred_at >= :since and e.provider_id is not null
  group by e.provider_id, date_trunc('hour', e.occurred_at), coalesce(e.mailbox_provider_code, 0)
) x
full join (
  select s.provider_id, s.hour, s.mailbox_provider_code, array[sum(s.sent), sum(s.delivered), sum(s.deferred), sum(s.bounced_hard), sum(s.bounced_soft), sum(s.complained), sum(s.unsubscribed), sum(s.opens), sum(s.opens_bot),
    sum(s.clicks), sum(s.clicks_bot), sum(s.latency_ms_sum)]::bigint[] as counts
  from events.provider_stats s
  where s.workspace_id = :workspace_id and s.hour >= :since
  group by s.provider_id, s.hour, s.mailbox_provider_code
) a on a.provider_id = x.provider_id and a.hour = x.hour and a.mailbox_provider_code = x.mailbox_provider_code
where x.counts is distinct from a.counts;

-- name: recount_engagement :many
-- contact_engagement of contacts that are younger than the oldest partition, against events.
select coalesce(x.contact_id, a.contact_id) as "contact_id!"
from (
  select e.contact_id, max(e.occurred_at) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)) as sent_at, max(e.occurred_at) filter (where e.event_type = 'opened' and not e.is_bot) as open_at,
    max(e.occurred_at) filter (where e.event_type = 'clicked' and not e.is_bot) as click_at, count(*) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)) as sent,
    count(*) filter (where e.event_type = 'opened' and not e.is_bot) as opens, count(*) filter (where e.event_type = 'clicked' and not e.is_bot) as clicks,
    count(*) filter (where e.event_type = 'bounced' and e.hard is not true and e.occurred_at > coalesce(l.alive_at, '-infinity')) as soft
  from events.email_event e
  join contacts.v_contact c on c.workspace_id = e.workspace_id and c.contact_id = e.contact_id
  left join (
    select v.contact_id, max(v.occurred_at) as alive_at from events.email_event v
    where v.workspace_id = :workspace_id and v.event_type in ('delivered', 'opened', 'clicked') and not v.is_bot
    group by v.contact_id
  ) l on l.contact_id = e.contact_id
  where e.workspace_id = :workspace_id and c.created_at >= :since
  group by e.contact_id
) x
full join (
  select g.contact_id, g.last_sent_at, g.last_open_at, g.last_click_at, g.sent_count, g.open_count, g.click_count, g.soft_bounce_count
  from events.contact_engagement g join contacts.v_contact c on c.workspace_id = g.workspace_id and c.contact_id = g.contact_id
  where g.workspace_id = :workspace_id and c.created_at >= :since
) a on a.contact_id = x.contact_id
where (x.sent_at, x.open_at, x.click_at, coalesce(x.sent, 0), coalesce(x.opens, 0), coalesce(x.clicks, 0), coalesce(x.soft, 0)) is distinct from
  (a.last_sent_at, a.last_open_at, a.last_click_at, coalesce(a.sent_count, 0)::bigint, coalesce(a.open_count, 0)::bigint, coalesce(a.click_count, 0)::bigint, coalesce(a.soft_bounce_count, 0)::bigint);

-- name: engagement_hold :many
-- Holds engagement rows while they are made again; those that are missing are made empty first.
insert into events.contact_engagement as g (workspace_id, contact_id)
select :workspace_id, u.contact_id from unnest(:contact_ids::bigint[]) as u(contact_id) order by u.contact_id
on conflict (workspace_id, contact_id) do update set sent_count = g.sent_count
returning g.contact_id;

-- name: engagement_rebuild :exec
-- Makes engagement rows again from the events; they are held by engagement_hold in this transaction.
update events.contact_engagement g
set last_sent_at = x.sent_at, last_open_at = x.open_at, last_click_at = x.click_at, sent_count = coalesce(x.sent, 0), open_count = coalesce(x.opens, 0), click_count = coalesce(x.clicks, 0), soft_bounce_count = coalesce(x.soft, 0)
from (
  select u.contact_id, n.sent_at, n.open_at, n.click_at, n.sent, n.opens, n.clicks, n.soft
  from unnest(:contact_ids::bigint[]) as u(contact_id)
  left join (
    select e.contact_id, max(e.occurred_at) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)) as sent_at, max(e.occurred_at) filter (where e.event_type = 'opened' and not e.is_bot) as open_at,
      max(e.occurred_at) filter (where e.event_type = 'clicked' and not e.is_bot) as click_at, (count(*) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)))::int as sent,
      (count(*) filter (where e.event_type = 'opened' and not e.is_bot))::int as opens, (count(*) filter (where e.event_type = 'clicked' and not e.is_bot))::int as clicks,
      (count(*) filter (where e.event_type = 'bounced' and e.hard is not true and e.occurred_at > coalesce(l.alive_at, '-infinity')))::int as soft
    from events.email_event e
    left join (
      select v.contact_id, max(v.occurred_at) as alive_at from events.email_event v
      where v.workspace_id = :workspace_id and v.contact_id = any(:contact_ids::bigint[]) and v.event_type in ('delivered', 'opened', 'clicked') and not v.is_bot
      group by v.contact_id
    ) l on l.contact_id = e.contact_id
    where e.workspace_id = :workspace_id and e.contact_id = any(:contact_ids::bigint[])
    group by e.contact_id
  ) n on n.contact_id = u.contact_id
) x
where g.workspace_id = :workspace_id and g.contact_id = x.contact_id;

-- name: recount_first_touch :many
-- Marked first events against the claims of first_touch: every claim has one event, every marked event has a claim.
select coalesce(x.campaign_id, a.campaign_id) as "campaign_id!", coalesce(x.event_type, a.event_type) as "event_type!", coalesce(x.marked, 0)::bigint as "marked!", coalesce(x.people, 0)::bigint as "people!", coalesce(a.claims, 0)::bigint as "claims!"
from (
  select e.campaign_id, e.event_type, count(*) filter (where e.is_first) as marked, count(distinct e.contact_id) filter (where not e.is_bot) as people
  from events.email_event e
  where e.workspace_id = :workspace_id and e.campaign_id = any(:campaign_ids::bigint[]) and e.event_type not in ('queued', 'deferred')
  group by e.campaign_id, e.event_type
) x
full join (
  select f.campaign_id, f.event_type, count(*) as claims
  from events.first_touch f
  where f.workspace_id = :workspace_id and f.campaign_id = any(:campaign_ids::bigint[]) and f.link_no = 0
  group by f.campaign_id, f.event_type
) a on a.campaign_id = x.campaign_id and a.event_type = x.event_type
where coalesce(x.marked, 0) <> coalesce(a.claims, 0) or coalesce(x.people, 0) <> coalesce(a.claims, 0);
