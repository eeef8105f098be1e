-- Named queries of the reports. All of them read counters: their time does not depend on how many events there are.

-- name: report_campaign :one
-- The campaign a report is about.
select c.campaign_id, c.name, c.state, c.track_opens, c.track_clicks,
  (select min(l.launched_at) from campaigns.launch l where l.workspace_id = :workspace_id and l.campaign_id = :campaign_id) as "launched_at?",
  (select max(l.finished_at) from campaigns.launch l where l.workspace_id = :workspace_id and l.campaign_id = :campaign_id) as "finished_at?"
from campaigns.campaign c where c.workspace_id = :workspace_id and c.campaign_id = :campaign_id;

-- name: report_totals :many
-- Totals of campaigns by variant and provider, all stripes together.
select s.campaign_id, s.variant_no, s.provider_id, sum(s.queued)::bigint as "queued!", sum(s.sent)::bigint as "sent!", sum(s.delivered)::bigint as "delivered!", sum(s.deferred)::bigint as "deferred!",
  sum(s.bounced_hard)::bigint as "bounced_hard!", sum(s.bounced_soft)::bigint as "bounced_soft!", sum(s.complained)::bigint as "complained!", sum(s.unsubscribed)::bigint as "unsubscribed!",
  sum(s.rejected)::bigint as "rejected!", sum(s.skipped)::bigint as "skipped!", sum(s.failed)::bigint as "failed!", sum(s.cancelled)::bigint as "cancelled!", sum(s.opens)::bigint as "opens!",
  sum(s.opens_bot)::bigint as "opens_bot!", sum(s.unique_opens)::bigint as "unique_opens!", sum(s.clicks)::bigint as "clicks!", sum(s.clicks_bot)::bigint as "clicks_bot!",
  sum(s.unique_clicks)::bigint as "unique_clicks!", max(s.updated_at) as "updated_at!"
from events.campaign_stats s
where s.workspace_id = :workspace_id and s.campaign_id = any(:campaign_ids::bigint[])
group by s.campaign_id, s.variant_no, s.provider_id
order by s.campaign_id, s.variant_no, s.provider_id;

-- name: report_provider_names :many
-- Names of providers.
select p.provider_id, p.name, p.kind from delivery.provider p where p.workspace_id = :workspace_id and p.provider_id = any(:provider_ids::bigint[]);

-- name: report_hours :many
-- The time line of a campaign: its first hours, one row each.
select s.hour, sum(s.sent)::bigint as "sent!", sum(s.delivered)::bigint as "delivered!", sum(s.bounced)::bigint as "bounced!", sum(s.complained)::bigint as "complained!",
  sum(s.unsubscribed)::bigint as "unsubscribed!", sum(s.opens)::bigint as "opens!", sum(s.unique_opens)::bigint as "unique_opens!", sum(s.clicks)::bigint as "clicks!", sum(s.unique_clicks)::bigint as "unique_clicks!"
from events.campaign_hour_stats s
where s.workspace_id = :workspace_id and s.campaign_id = :campaign_id
group by s.hour order by s.hour limit :hours;

-- name: report_links :many
-- Links of a campaign with their clicks, those without any too.
select k.link_no, k.url, k.label, coalesce(sum(s.clicks), 0)::bigint as "clicks!", coalesce(sum(s.clicks_bot), 0)::bigint as "clicks_bot!", coalesce(sum(s.unique_clicks), 0)::bigint as "unique_clicks!"
from campaigns.link k
left join events.link_stats s on s.workspace_id = k.workspace_id and s.campaign_id = k.campaign_id and s.link_no = k.link_no
where k.workspace_id = :workspace_id and k.campaign_id = :campaign_id
group by k.link_no, k.url, k.label order by k.link_no;

-- name: report_bounces :many
-- Why mail of a campaign was refused.
select s.provider_id, s.bounce_class, sum(s.bounced_hard)::bigint as "bounced_hard!", sum(s.bounced_soft)::bigint as "bounced_soft!", sum(s.deferred)::bigint as "deferred!"
from events.bounce_stats s
where s.workspace_id = :workspace_id and s.campaign_id = :campaign_id
group by s.provider_id, s.bounce_class order by sum(s.bounced_hard) + sum(s.bounced_soft) desc, s.bounce_class;

-- name: report_overview_days :many
-- All mail of a workspace by day, in its own time zone.
select to_char(date_trunc('day', s.hour at time zone :timezone), 'YYYY-MM-DD') as "day!", sum(s.sent)::bigint as "sent!", sum(s.delivered)::bigint as "delivered!", sum(s.deferred)::bigint as "deferred!",
  sum(s.bounced_hard)::bigint as "bounced_hard!", sum(s.bounced_soft)::bigint as "bounced_soft!", sum(s.complained)::bigint as "complained!", sum(s.unsubscribed)::bigint as "unsubscribed!",
  sum(s.rejected)::bigint as "rejected!", sum(s.opens)::bigint as "opens!", sum(s.opens_bot)::bigint as "opens_bot!", sum(s.unique_opens)::bigint as "unique_opens!", sum(s.clicks)::bigint as "clicks!",
  sum(s.clicks_bot)::bigint as "clicks_bot!", sum(s.unique_clicks)::bigint as "unique_clicks!"
from events.workspace_hour_stats s
where s.workspace_id = :workspace_id and s.hour >= :since
group by 1 order by 1;

-- name: report_recent_campaigns :many
-- The campaigns launched last.
select c.campaign_id, c.name, c.state, max(l.launched_at) as "launched_at!"
from campaigns.launch l join campaigns.campaign c on c.workspace_id = l.workspace_id and c.campaign_id = l.campaign_id
where l.workspace_id = :workspace_id and l.launched_at >= :since
group by c.campaign_id, c.name, c.state order by max(l.launched_at) desc, c.campaign_id desc limit :campaigns;

-- name: report_timezone :one
-- The time zone a workspace reads its reports in.
select w.timezone from platform.workspace w where w.workspace_id = :workspace_id;

-- name: report_providers :many
-- How providers did at mailbox providers in a period.
select s.provider_id, coalesce(d.value, 'unknown') as "mailbox_provider!", sum(s.sent)::bigint as "sent!", sum(s.delivered)::bigint as "delivered!", sum(s.deferred)::bigint as "deferred!",
  sum(s.bounced_hard)::bigint as "bounced_hard!", sum(s.bounced_soft)::bigint as "bounced_soft!", sum(s.complained)::bigint as "complained!", sum(s.unsubscribed)::bigint as "unsubscribed!",
  sum(s.opens)::bigint as "opens!", sum(s.opens_bot)::bigint as "opens_bot!", sum(s.clicks)::bigint as "clicks!", sum(s.clicks_bot)::bigint as "clicks_bot!", sum(s.latency_ms_sum)::bigint as "latency_ms_sum!"
from events.provider_stats s
left join events.dimension d on d.workspace_id = s.workspace_id and d.kind = 'mailbox_provider' and d.code = s.mailbox_provider_code
where s.workspace_id = :workspace_id and s.provider_id = any(:provider_ids::bigint[]) and s.hour >= :since
group by s.provider_id, d.value order by s.provider_id, sum(s.sent) desc;

-- name: report_provider_all :many
-- Every provider of a workspace.
select p.provider_id, p.name, p.kind from delivery.provider p where p.workspace_id = :workspace_id order by p.name;

-- name: timeline_page :many
-- What happened to one contact in a stretch of time, the newest first. The bounds are constants, so that partitions are pruned.
select e.occurred_at, e.event_id, e.event_type, e.campaign_id, c.name as "campaign_name?", e.launch_id, e.seq, e.provider_id, e.link_no, k.url as "link_url?", e.is_bot, e.hard, e.bounce_class, e.smtp_code, e.enhanced_code
from events.email_event e
left join campaigns.campaign c on c.workspace_id = :workspace_id and c.campaign_id = e.campaign_id
left join campaigns.link k on k.workspace_id = :workspace_id and k.campaign_id = e.campaign_id and k.link_no = e.link_no
where e.workspace_id = :workspace_id and e.contact_id = any(:contact_ids::bigint[]) and e.occurred_at >= :since and e.occurred_at <= :before_at
  and (e.occurred_at, e.event_id) < (:before_at::timestamptz, :before_id::bigint)
order by e.occurred_at desc, e.event_id desc
limit :page_size;

-- name: timeline_start :one
-- A contact and those merged into it, whose events stay where they were (facts do not move), and since when they can have some.
select array_agg(c.contact_id order by c.contact_id) as "contact_ids!", min(c.created_at) as "created_at!"
from contacts.v_contact c where c.workspace_id = :workspace_id and (c.contact_id = :contact_id or c.merged_into = :contact_id);

-- name: engagement_get :one
-- What a contact did last and how often.
select g.last_sent_at, g.last_open_at, g.last_click_at, g.sent_count, g.open_count, g.click_count, g.soft_bounce_count
from events.contact_engagement g where g.workspace_id = :workspace_id and g.contact_id = :contact_id;
