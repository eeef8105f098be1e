// Generated from recount.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../../kernel/db/query.ts'

export type RecountSinceParams = Record<string, never>
export type RecountSinceRow = {
  "since": Date | null
}
/** Begin of the oldest partition of events that still exists. */
export const recountSince = namedQuery<RecountSinceParams, RecountSinceRow>("recount_since", "select min((regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''([^'']+)''\\)'))[1]::timestamptz) as \"since\"\n\
from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid\n\
where i.inhparent = 'events.email_event'::regclass", [])

export type RecountLockParams = {
  workspace_id: string
}
export type RecountLockRow = {
  "taken": boolean
}
/** Only one recount of a workspace at a time: two would mend the same drift twice. Given back with the transaction. */
export const recountLock = namedQuery<RecountLockParams, RecountLockRow>("recount_lock", "select pg_try_advisory_xact_lock(hashtextextended('events.recount', $1::bigint)) as \"taken\"", ["workspace_id"])

export type RecountVerifiableParams = {
  since: Date | string
  workspace_id: string
}
export type RecountVerifiableRow = {
  "campaign_ids": string[]
  "older": string
}
/** Campaigns whose events are all still there, and those that are not. */
export const recountVerifiable = namedQuery<RecountVerifiableParams, RecountVerifiableRow>("recount_verifiable", "select coalesce(array_agg(v.campaign_id) filter (where v.is_whole), '{}') as \"campaign_ids\", count(*) filter (where not v.is_whole) as \"older\"\n\
from (\n\
  select c.campaign_id, coalesce(bool_and(l.launch_id >= kernel.id_floor($1::timestamptz)), true) as is_whole\n\
  from campaigns.campaign c left join campaigns.launch l on l.workspace_id = c.workspace_id and l.campaign_id = c.campaign_id\n\
  where c.workspace_id = $2\n\
  group by c.campaign_id\n\
) v", ["since","workspace_id"])

export type RecountCampaignStatsParams = {
  workspace_id: string
  campaign_ids: string[]
}
export type RecountCampaignStatsRow = {
  "campaign_id": string
  "variant_no": number
  "provider_id": string
  "expected": string[] | null
  "actual": string[] | null
}
/** campaign_stats against events and messages. Order of counts: CAMPAIGN_COUNTS in recount.ts. */
export const recountCampaignStats = namedQuery<RecountCampaignStatsParams, RecountCampaignStatsRow>("recount_campaign_stats", "select coalesce(x.campaign_id, a.campaign_id) as \"campaign_id\", coalesce(x.variant_no, a.variant_no) as \"variant_no\", coalesce(x.provider_id, a.provider_id) as \"provider_id\", x.counts as \"expected\", a.counts as \"actual\"\n\
from (\n\
  select u.campaign_id, u.variant_no, u.provider_id, array[sum(u.queued), sum(u.sent), sum(u.delivered), sum(u.deferred), sum(u.bounced_hard), sum(u.bounced_soft), sum(u.complained), sum(u.unsubscribed),\n\
    sum(u.rejected), sum(u.skipped), sum(u.failed), sum(u.cancelled), sum(u.opens), sum(u.opens_bot), sum(u.unique_opens), sum(u.clicks), sum(u.clicks_bot), sum(u.unique_clicks)]::bigint[] as counts\n\
  from (\n\
    select e.campaign_id, e.variant_no, coalesce(e.provider_id, 0) as provider_id, 0 as queued,\n\
      count(*) filter (where e.event_type = 'sent' and e.is_first) as sent, count(*) filter (where e.event_type = 'delivered' and e.is_first) as delivered,\n\
      count(*) filter (where e.event_type = 'deferred') as deferred,\n\
      count(*) filter (where e.event_type = 'bounced' and e.is_first and e.hard) as bounced_hard, count(*) filter (where e.event_type = 'bounced' and e.is_first and e.hard is not true) as bounced_soft,\n\
      count(*) filter (where e.event_type = 'complained' and e.is_first) as complained, count(*) filter (where e.event_type = 'unsubscribed' and e.is_first) as unsubscribed,\n\
      count(*) filter (where e.event_type = 'rejected' and e.is_first) as rejected, 0 as skipped, 0 as failed, 0 as cancelled,\n\
      count(*) filter (where e.event_type = 'opened' and not e.is_bot) as opens, count(*) filter (where e.event_type = 'opened' and e.is_bot) as opens_bot,\n\
      count(*) filter (where e.event_type = 'opened' and e.is_first) as unique_opens,\n\
      count(*) filter (where e.event_type = 'clicked' and not e.is_bot) as clicks, count(*) filter (where e.event_type = 'clicked' and e.is_bot) as clicks_bot,\n\
      count(*) filter (where e.event_type = 'clicked' and e.is_first) as unique_clicks\n\
    from events.email_event e\n\
    where e.workspace_id = $1 and e.campaign_id = any($2::bigint[])\n\
    group by e.campaign_id, e.variant_no, coalesce(e.provider_id, 0)\n\
    union all\n\
    -- A message that failed because a provider rejected it is counted by that event.\n\
    select m.campaign_id, m.variant_no, 0, count(*), 0, 0, 0, 0, 0, 0, 0, 0, count(*) filter (where m.state = 'skipped'), count(*) filter (where m.state = 'failed' and f.contact_id is null), count(*) filter (where m.state = 'cancelled'), 0, 0, 0, 0, 0, 0\n\
    from delivery.message m\n\
    left join events.first_touch f on f.workspace_id = m.workspace_id and f.campaign_id = m.campaign_id and f.contact_id = m.contact_id and f.event_type = 'rejected' and f.link_no = 0\n\
    where m.workspace_id = $1 and m.campaign_id = any($2::bigint[])\n\
    group by m.campaign_id, m.variant_no\n\
  ) u\n\
  group by u.campaign_id, u.variant_no, u.provider_id\n\
) x\n\
full join (\n\
  select s.campaign_id, s.variant_no, s.provider_id, array[sum(s.queued), sum(s.sent), sum(s.delivered), sum(s.deferred), sum(s.bounced_hard), sum(s.bounced_soft), sum(s.complained), sum(s.unsubscribed),\n\
    sum(s.rejected), sum(s.skipped), sum(s.failed), sum(s.cancelled), sum(s.opens), sum(s.opens_bot), sum(s.unique_opens), sum(s.clicks), sum(s.clicks_bot), sum(s.unique_clicks)]::bigint[] as counts\n\
  from events.campaign_stats s\n\
  where s.workspace_id = $1 and s.campaign_id = any($2::bigint[])\n\
  group by s.campaign_id, s.variant_no, s.provider_id\n\
) a on a.campaign_id = x.campaign_id and a.variant_no = x.variant_no and a.provider_id = x.provider_id\n\
where x.counts is distinct from a.counts", ["workspace_id","campaign_ids"])

export type RecountLinkStatsParams = {
  workspace_id: string
  campaign_ids: string[]
}
export type RecountLinkStatsRow = {
  "campaign_id": string
  "link_no": number
  "expected": string[] | null
  "actual": string[] | null
}
/** link_stats against events. */
export const recountLinkStats = namedQuery<RecountLinkStatsParams, RecountLinkStatsRow>("recount_link_stats", "select coalesce(x.campaign_id, a.campaign_id) as \"campaign_id\", coalesce(x.link_no, a.link_no) as \"link_no\", x.counts as \"expected\", a.counts as \"actual\"\n\
from (\n\
  select e.campaign_id, e.link_no, array[count(*) filter (where not e.is_bot), count(*) filter (where e.is_bot), count(distinct e.contact_id) filter (where not e.is_bot)]::bigint[] as counts\n\
  from events.email_event e\n\
  where e.workspace_id = $1 and e.campaign_id = any($2::bigint[]) and e.event_type = 'clicked' and e.link_no is not null\n\
  group by e.campaign_id, e.link_no\n\
) x\n\
full join (\n\
  select s.campaign_id, s.link_no, array[sum(s.clicks), sum(s.clicks_bot), sum(s.unique_clicks)]::bigint[] as counts\n\
  from events.link_stats s\n\
  where s.workspace_id = $1 and s.campaign_id = any($2::bigint[])\n\
  group by s.campaign_id, s.link_no\n\
) a on a.campaign_id = x.campaign_id and a.link_no = x.link_no\n\
where x.counts is distinct from a.counts", ["workspace_id","campaign_ids"])

export type RecountHourStatsParams = {
  workspace_id: string
  campaign_ids: string[]
}
export type RecountHourStatsRow = {
  "campaign_id": string
  "hour": Date
  "expected": string[] | null
  "actual": string[] | null
}
/** campaign_hour_stats against events. Order of counts: HOUR_COUNTS in recount.ts. */
export const recountHourStats = namedQuery<RecountHourStatsParams, RecountHourStatsRow>("recount_hour_stats", "select coalesce(x.campaign_id, a.campaign_id) as \"campaign_id\", coalesce(x.hour, a.hour) as \"hour\", x.counts as \"expected\", a.counts as \"actual\"\n\
from (\n\
  select e.campaign_id, date_trunc('hour', e.occurred_at) as hour, array[count(*) filter (where e.event_type = 'sent' and e.is_first), count(*) filter (where e.event_type = 'delivered' and e.is_first),\n\
    count(*) filter (where e.event_type = 'bounced' and e.is_first), count(*) filter (where e.event_type = 'complained' and e.is_first), count(*) filter (where e.event_type = 'unsubscribed' and e.is_first),\n\
    count(*) filter (where e.event_type = 'opened' and not e.is_bot), count(*) filter (where e.event_type = 'opened' and e.is_first),\n\
    count(*) filter (where e.event_type = 'clicked' and not e.is_bot), count(*) filter (where e.event_type = 'clicked' and e.is_first)]::bigint[] as counts\n\
  from events.email_event e\n\
  where e.workspace_id = $1 and e.campaign_id = any($2::bigint[])\n\
  group by e.campaign_id, date_trunc('hour', e.occurred_at)\n\
) x\n\
full join (\n\
  select s.campaign_id, s.hour, array[sum(s.sent), sum(s.delivered), sum(s.bounced), sum(s.complained), sum(s.unsubscribed), sum(s.opens), sum(s.unique_opens), sum(s.clicks), sum(s.unique_clicks)]::bigint[] as counts\n\
  from events.campaign_hour_stats s\n\
  where s.workspace_id = $1 and s.campaign_id = any($2::bigint[])\n\
  group by s.campaign_id, s.hour\n\
) a on a.campaign_id = x.campaign_id and a.hour = x.hour\n\
where x.counts is distinct from a.counts", ["workspace_id","campaign_ids"])

export type RecountBounceStatsParams = {
  workspace_id: string
  campaign_ids: string[]
}
export type RecountBounceStatsRow = {
  "campaign_id": string
  "provider_id": string
  "bounce_class": string
  "expected": string[] | null
  "actual": string[] | null
}
/** bounce_stats against events. */
export const recountBounceStats = namedQuery<RecountBounceStatsParams, RecountBounceStatsRow>("recount_bounce_stats", "select coalesce(x.campaign_id, a.campaign_id) as \"campaign_id\", coalesce(x.provider_id, a.provider_id) as \"provider_id\", coalesce(x.bounce_class, a.bounce_class) as \"bounce_class\", x.counts as \"expected\", a.counts as \"actual\"\n\
from (\n\
  select e.campaign_id, coalesce(e.provider_id, 0) as provider_id, coalesce(e.bounce_class, 'undetermined') as bounce_class,\n\
    array[count(*) filter (where e.event_type = 'bounced' and e.is_first and e.hard), count(*) filter (where e.event_type = 'bounced' and e.is_first and e.hard is not true), count(*) filter (where e.event_type = 'deferred')]::bigint[] as counts\n\
  from events.email_event e\n\
  where e.workspace_id = $1 and e.campaign_id = any($2::bigint[]) and e.event_type in ('bounced', 'deferred')\n\
  group by e.campaign_id, coalesce(e.provider_id, 0), coalesce(e.bounce_class, 'undetermined')\n\
) x\n\
full join (\n\
  select s.campaign_id, s.provider_id, s.bounce_class, array[sum(s.bounced_hard), sum(s.bounced_soft), sum(s.deferred)]::bigint[] as counts\n\
  from events.bounce_stats s\n\
  where s.workspace_id = $1 and s.campaign_id = any($2::bigint[])\n\
  group by s.campaign_id, s.provider_id, s.bounce_class\n\
) a on a.campaign_id = x.campaign_id and a.provider_id = x.provider_id and a.bounce_class = x.bounce_class\n\
where x.counts is distinct from a.counts", ["workspace_id","campaign_ids"])

export type RecountWorkspaceStatsParams = {
  workspace_id: string
  since: Date | string
}
export type RecountWorkspaceStatsRow = {
  "hour": Date
  "expected": string[] | null
  "actual": string[] | null
}
/** workspace_hour_stats against events, from the oldest partition on. Order of counts: WORKSPACE_COUNTS in recount.ts. */
export const recountWorkspaceStats = namedQuery<RecountWorkspaceStatsParams, RecountWorkspaceStatsRow>("recount_workspace_stats", "select coalesce(x.hour, a.hour) as \"hour\", x.counts as \"expected\", a.counts as \"actual\"\n\
from (\n\
  select date_trunc('hour', e.occurred_at) as hour, array[count(*) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)), count(*) filter (where e.event_type = 'delivered' and (e.is_first or e.campaign_id is null)),\n\
    count(*) filter (where e.event_type = 'deferred'), count(*) filter (where e.event_type = 'bounced' and (e.is_first or e.campaign_id is null) and e.hard),\n\
    count(*) filter (where e.event_type = 'bounced' and (e.is_first or e.campaign_id is null) and e.hard is not true), count(*) filter (where e.event_type = 'complained' and (e.is_first or e.campaign_id is null)),\n\
    count(*) filter (where e.event_type = 'unsubscribed' and (e.is_first or e.campaign_id is null)), count(*) filter (where e.event_type = 'rejected' and (e.is_first or e.campaign_id is null)),\n\
    count(*) filter (where e.event_type = 'opened' and not e.is_bot), count(*) filter (where e.event_type = 'opened' and e.is_bot), count(*) filter (where e.event_type = 'opened' and e.is_first),\n\
    count(*) filter (where e.event_type = 'clicked' and not e.is_bot), count(*) filter (where e.event_type = 'clicked' and e.is_bot), count(*) filter (where e.event_type = 'clicked' and e.is_first)]::bigint[] as counts\n\
  from events.email_event e\n\
  where e.workspace_id = $1 and e.occurred_at >= $2\n\
  group by date_trunc('hour', e.occurred_at)\n\
) x\n\
full join (\n\
  select s.hour, array[sum(s.sent), sum(s.delivered), sum(s.deferred), sum(s.bounced_hard), sum(s.bounced_soft), sum(s.complained), sum(s.unsubscribed), sum(s.rejected), sum(s.opens), sum(s.opens_bot),\n\
    sum(s.unique_opens), sum(s.clicks), sum(s.clicks_bot), sum(s.unique_clicks)]::bigint[] as counts\n\
  from events.workspace_hour_stats s\n\
  where s.workspace_id = $1 and s.hour >= $2\n\
  group by s.hour\n\
) a on a.hour = x.hour\n\
where x.counts is distinct from a.counts", ["workspace_id","since"])

export type RecountProviderStatsParams = {
  workspace_id: string
  since: Date | string
}
export type RecountProviderStatsRow = {
  "provider_id": string
  "hour": Date
  "mailbox_provider_code": number
  "expected": string[] | null
  "actual": string[] | null
}
/** provider_stats against events and, for the latencies, attempts, from the oldest partition on. Order of counts: PROVIDER_COUNTS in recount.ts. */
export const recountProviderStats = namedQuery<RecountProviderStatsParams, RecountProviderStatsRow>("recount_provider_stats", "select coalesce(x.provider_id, a.provider_id) as \"provider_id\", coalesce(x.hour, a.hour) as \"hour\", coalesce(x.mailbox_provider_code, a.mailbox_provider_code) as \"mailbox_provider_code\", x.counts as \"expected\", a.counts as \"actual\"\n\
from (\n\
  select e.provider_id, date_trunc('hour', e.occurred_at) as hour, coalesce(e.mailbox_provider_code, 0) as mailbox_provider_code,\n\
    array[count(*) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)), count(*) filter (where e.event_type = 'delivered' and (e.is_first or e.campaign_id is null)),\n\
    count(*) filter (where e.event_type = 'deferred'), count(*) filter (where e.event_type = 'bounced' and (e.is_first or e.campaign_id is null) and e.hard),\n\
    count(*) filter (where e.event_type = 'bounced' and (e.is_first or e.campaign_id is null) and e.hard is not true), count(*) filter (where e.event_type = 'complained' and (e.is_first or e.campaign_id is null)),\n\
    count(*) filter (where e.event_type = 'unsubscribed' and (e.is_first or e.campaign_id is null)), count(*) filter (where e.event_type = 'opened' and not e.is_bot), count(*) filter (where e.event_type = 'opened' and e.is_bot),\n\
    count(*) filter (where e.event_type = 'clicked' and not e.is_bot), count(*) filter (where e.event_type = 'clicked' and e.is_bot),\n\
    coalesce(sum(t.latency_ms) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)), 0)]::bigint[] as counts\n\
  from events.email_event e\n\
  left join (\n\
    select d.launch_id, d.contact_id, d.seq, max(d.latency_ms) as latency_ms\n\
    from delivery.attempt d where d.workspace_id = $1 and d.outcome = 'sent'\n\
    group by d.launch_id, d.contact_id, d.seq\n\
  ) t on e.event_type = 'sent' and t.launch_id = e.launch_id and t.contact_id = e.contact_id and t.seq = e.seq\n\
  where e.workspace_id = $1 and e.occurred_at >= $2 and e.provider_id is not null\n\
  group by e.provider_id, date_trunc('hour', e.occurred_at), coalesce(e.mailbox_provider_code, 0)\n\
) x\n\
full join (\n\
  select s.provider_id, s.hour, s.mailbox_provider_code, array[sum(s.sent), sum(s.delivered), sum(s.deferred), sum(s.bounced_hard), sum(s.bounced_soft), sum(s.complained), sum(s.unsubscribed), sum(s.opens), sum(s.opens_bot),\n\
    sum(s.clicks), sum(s.clicks_bot), sum(s.latency_ms_sum)]::bigint[] as counts\n\
  from events.provider_stats s\n\
  where s.workspace_id = $1 and s.hour >= $2\n\
  group by s.provider_id, s.hour, s.mailbox_provider_code\n\
) a on a.provider_id = x.provider_id and a.hour = x.hour and a.mailbox_provider_code = x.mailbox_provider_code\n\
where x.counts is distinct from a.counts", ["workspace_id","since"])

export type RecountEngagementParams = {
  workspace_id: string
  since: Date | string
}
export type RecountEngagementRow = {
  "contact_id": string
}
/** contact_engagement of contacts that are younger than the oldest partition, against events. */
export const recountEngagement = namedQuery<RecountEngagementParams, RecountEngagementRow>("recount_engagement", "select coalesce(x.contact_id, a.contact_id) as \"contact_id\"\n\
from (\n\
  select e.contact_id, max(e.occurred_at) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)) as sent_at, max(e.occurred_at) filter (where e.event_type = 'opened' and not e.is_bot) as open_at,\n\
    max(e.occurred_at) filter (where e.event_type = 'clicked' and not e.is_bot) as click_at, count(*) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)) as sent,\n\
    count(*) filter (where e.event_type = 'opened' and not e.is_bot) as opens, count(*) filter (where e.event_type = 'clicked' and not e.is_bot) as clicks,\n\
    count(*) filter (where e.event_type = 'bounced' and e.hard is not true and e.occurred_at > coalesce(l.alive_at, '-infinity')) as soft\n\
  from events.email_event e\n\
  join contacts.v_contact c on c.workspace_id = e.workspace_id and c.contact_id = e.contact_id\n\
  left join (\n\
    select v.contact_id, max(v.occurred_at) as alive_at from events.email_event v\n\
    where v.workspace_id = $1 and v.event_type in ('delivered', 'opened', 'clicked') and not v.is_bot\n\
    group by v.contact_id\n\
  ) l on l.contact_id = e.contact_id\n\
  where e.workspace_id = $1 and c.created_at >= $2\n\
  group by e.contact_id\n\
) x\n\
full join (\n\
  select g.contact_id, g.last_sent_at, g.last_open_at, g.last_click_at, g.sent_count, g.open_count, g.click_count, g.soft_bounce_count\n\
  from events.contact_engagement g join contacts.v_contact c on c.workspace_id = g.workspace_id and c.contact_id = g.contact_id\n\
  where g.workspace_id = $1 and c.created_at >= $2\n\
) a on a.contact_id = x.contact_id\n\
where (x.sent_at, x.open_at, x.click_at, coalesce(x.sent, 0), coalesce(x.opens, 0), coalesce(x.clicks, 0), coalesce(x.soft, 0)) is distinct from\n\
  (a.last_sent_at, a.last_open_at, a.last_click_at, coalesce(a.sent_count, 0)::bigint, coalesce(a.open_count, 0)::bigint, coalesce(a.click_count, 0)::bigint, coalesce(a.soft_bounce_count, 0)::bigint)", ["workspace_id","since"])

export type EngagementHoldParams = {
  workspace_id: string
  contact_ids: string[]
}
export type EngagementHoldRow = {
  "contact_id": string
}
/** Holds engagement rows while they are made again; those that are missing are made empty first. */
export const engagementHold = namedQuery<EngagementHoldParams, EngagementHoldRow>("engagement_hold", "insert into events.contact_engagement as g (workspace_id, contact_id)\n\
select $1, u.contact_id from unnest($2::bigint[]) as u(contact_id) order by u.contact_id\n\
on conflict (workspace_id, contact_id) do update set sent_count = g.sent_count\n\
returning g.contact_id", ["workspace_id","contact_ids"])

export type EngagementRebuildParams = {
  contact_ids: string[]
  workspace_id: string
}
export type EngagementRebuildRow = Record<string, never>
/** Makes engagement rows again from the events; they are held by engagement_hold in this transaction. */
export const engagementRebuild = namedQuery<EngagementRebuildParams, EngagementRebuildRow>("engagement_rebuild", "update events.contact_engagement g\n\
set last_sent_at = x.sent_at, last_open_at = x.open_at, last_click_at = x.click_at, sent_count = coalesce(x.sent, 0), open_count = coalesce(x.opens, 0), click_count = coalesce(x.clicks, 0), soft_bounce_count = coalesce(x.soft, 0)\n\
from (\n\
  select u.contact_id, n.sent_at, n.open_at, n.click_at, n.sent, n.opens, n.clicks, n.soft\n\
  from unnest($1::bigint[]) as u(contact_id)\n\
  left join (\n\
    select e.contact_id, max(e.occurred_at) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)) as sent_at, max(e.occurred_at) filter (where e.event_type = 'opened' and not e.is_bot) as open_at,\n\
      max(e.occurred_at) filter (where e.event_type = 'clicked' and not e.is_bot) as click_at, (count(*) filter (where e.event_type = 'sent' and (e.is_first or e.campaign_id is null)))::int as sent,\n\
      (count(*) filter (where e.event_type = 'opened' and not e.is_bot))::int as opens, (count(*) filter (where e.event_type = 'clicked' and not e.is_bot))::int as clicks,\n\
      (count(*) filter (where e.event_type = 'bounced' and e.hard is not true and e.occurred_at > coalesce(l.alive_at, '-infinity')))::int as soft\n\
    from events.email_event e\n\
    left join (\n\
      select v.contact_id, max(v.occurred_at) as alive_at from events.email_event v\n\
      where v.workspace_id = $2 and v.contact_id = any($1::bigint[]) and v.event_type in ('delivered', 'opened', 'clicked') and not v.is_bot\n\
      group by v.contact_id\n\
    ) l on l.contact_id = e.contact_id\n\
    where e.workspace_id = $2 and e.contact_id = any($1::bigint[])\n\
    group by e.contact_id\n\
  ) n on n.contact_id = u.contact_id\n\
) x\n\
where g.workspace_id = $2 and g.contact_id = x.contact_id", ["contact_ids","workspace_id"])

export type RecountFirstTouchParams = {
  workspace_id: string
  campaign_ids: string[]
}
export type RecountFirstTouchRow = {
  "campaign_id": string
  "event_type": string
  "marked": string
  "people": string
  "claims": string
}
/** Marked first events against the claims of first_touch: every claim has one event, every marked event has a claim. */
export const recountFirstTouch = namedQuery<RecountFirstTouchParams, RecountFirstTouchRow>("recount_first_touch", "select coalesce(x.campaign_id, a.campaign_id) as \"campaign_id\", coalesce(x.event_type, a.event_type) as \"event_type\", coalesce(x.marked, 0)::bigint as \"marked\", coalesce(x.people, 0)::bigint as \"people\", coalesce(a.claims, 0)::bigint as \"claims\"\n\
from (\n\
  select e.campaign_id, e.event_type, count(*) filter (where e.is_first) as marked, count(distinct e.contact_id) filter (where not e.is_bot) as people\n\
  from events.email_event e\n\
  where e.workspace_id = $1 and e.campaign_id = any($2::bigint[]) and e.event_type not in ('queued', 'deferred')\n\
  group by e.campaign_id, e.event_type\n\
) x\n\
full join (\n\
  select f.campaign_id, f.event_type, count(*) as claims\n\
  from events.first_touch f\n\
  where f.workspace_id = $1 and f.campaign_id = any($2::bigint[]) and f.link_no = 0\n\
  group by f.campaign_id, f.event_type\n\
) a on a.campaign_id = x.campaign_id and a.event_type = x.event_type\n\
where coalesce(x.marked, 0) <> coalesce(a.claims, 0) or coalesce(x.people, 0) <> coalesce(a.claims, 0)", ["workspace_id","campaign_ids"])
