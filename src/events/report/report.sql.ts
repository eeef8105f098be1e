// Generated from report.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../../kernel/db/query.ts'

export type ReportCampaignParams = {
  workspace_id: string
  campaign_id: string
}
export type ReportCampaignRow = {
  "campaign_id": string
  "name": string
  "state": string
  "track_opens": boolean
  "track_clicks": boolean
  "launched_at": Date | null
  "finished_at": Date | null
}
/** The campaign a report is about. */
export const reportCampaign = namedQuery<ReportCampaignParams, ReportCampaignRow>("report_campaign", "select c.campaign_id, c.name, c.state, c.track_opens, c.track_clicks,\n\
  (select min(l.launched_at) from campaigns.launch l where l.workspace_id = $1 and l.campaign_id = $2) as \"launched_at\",\n\
  (select max(l.finished_at) from campaigns.launch l where l.workspace_id = $1 and l.campaign_id = $2) as \"finished_at\"\n\
from campaigns.campaign c where c.workspace_id = $1 and c.campaign_id = $2", ["workspace_id","campaign_id"])

export type ReportTotalsParams = {
  workspace_id: string
  campaign_ids: string[]
}
export type ReportTotalsRow = {
  "campaign_id": string
  "variant_no": number
  "provider_id": string
  "queued": string
  "sent": string
  "delivered": string
  "deferred": string
  "bounced_hard": string
  "bounced_soft": string
  "complained": string
  "unsubscribed": string
  "rejected": string
  "skipped": string
  "failed": string
  "cancelled": string
  "opens": string
  "opens_bot": string
  "unique_opens": string
  "clicks": string
  "clicks_bot": string
  "unique_clicks": string
  "updated_at": Date
}
/** Totals of campaigns by variant and provider, all stripes together. */
export const reportTotals = namedQuery<ReportTotalsParams, ReportTotalsRow>("report_totals", "select s.campaign_id, s.variant_no, s.provider_id, sum(s.queued)::bigint as \"queued\", sum(s.sent)::bigint as \"sent\", sum(s.delivered)::bigint as \"delivered\", sum(s.deferred)::bigint as \"deferred\",\n\
  sum(s.bounced_hard)::bigint as \"bounced_hard\", sum(s.bounced_soft)::bigint as \"bounced_soft\", sum(s.complained)::bigint as \"complained\", sum(s.unsubscribed)::bigint as \"unsubscribed\",\n\
  sum(s.rejected)::bigint as \"rejected\", sum(s.skipped)::bigint as \"skipped\", sum(s.failed)::bigint as \"failed\", sum(s.cancelled)::bigint as \"cancelled\", sum(s.opens)::bigint as \"opens\",\n\
  sum(s.opens_bot)::bigint as \"opens_bot\", sum(s.unique_opens)::bigint as \"unique_opens\", sum(s.clicks)::bigint as \"clicks\", sum(s.clicks_bot)::bigint as \"clicks_bot\",\n\
  sum(s.unique_clicks)::bigint as \"unique_clicks\", max(s.updated_at) as \"updated_at\"\n\
from events.campaign_stats s\n\
where s.workspace_id = $1 and s.campaign_id = any($2::bigint[])\n\
group by s.campaign_id, s.variant_no, s.provider_id\n\
order by s.campaign_id, s.variant_no, s.provider_id", ["workspace_id","campaign_ids"])

export type ReportProviderNamesParams = {
  workspace_id: string
  provider_ids: string[]
}
export type ReportProviderNamesRow = {
  "provider_id": string
  "name": string
  "kind": string
}
/** Names of providers. */
export const reportProviderNames = namedQuery<ReportProviderNamesParams, ReportProviderNamesRow>("report_provider_names", "select p.provider_id, p.name, p.kind from delivery.provider p where p.workspace_id = $1 and p.provider_id = any($2::bigint[])", ["workspace_id","provider_ids"])

export type ReportHoursParams = {
  workspace_id: string
  campaign_id: string
  hours: string
}
export type ReportHoursRow = {
  "hour": Date
  "sent": string
  "delivered": string
  "bounced": string
  "complained": string
  "unsubscribed": string
  "opens": string
  "unique_opens": string
  "clicks": string
  "unique_clicks": string
}
/** The time line of a campaign: its first hours, one row each. */
export const reportHours = namedQuery<ReportHoursParams, ReportHoursRow>("report_hours", "select s.hour, sum(s.sent)::bigint as \"sent\", sum(s.delivered)::bigint as \"delivered\", sum(s.bounced)::bigint as \"bounced\", sum(s.complained)::bigint as \"complained\",\n\
  sum(s.unsubscribed)::bigint as \"unsubscribed\", sum(s.opens)::bigint as \"opens\", sum(s.unique_opens)::bigint as \"unique_opens\", sum(s.clicks)::bigint as \"clicks\", sum(s.unique_clicks)::bigint as \"unique_clicks\"\n\
from events.campaign_hour_stats s\n\
where s.workspace_id = $1 and s.campaign_id = $2\n\
group by s.hour order by s.hour limit $3", ["workspace_id","campaign_id","hours"])

export type ReportLinksParams = {
  workspace_id: string
  campaign_id: string
}
export type ReportLinksRow = {
  "link_no": number
  "url": string
  "label": string
  "clicks": string
  "clicks_bot": string
  "unique_clicks": string
}
/** Links of a campaign with their clicks, those without any too. */
export const reportLinks = namedQuery<ReportLinksParams, ReportLinksRow>("report_links", "select k.link_no, k.url, k.label, coalesce(sum(s.clicks), 0)::bigint as \"clicks\", coalesce(sum(s.clicks_bot), 0)::bigint as \"clicks_bot\", coalesce(sum(s.unique_clicks), 0)::bigint as \"unique_clicks\"\n\
from campaigns.link k\n\
left join events.link_stats s on s.workspace_id = k.workspace_id and s.campaign_id = k.campaign_id and s.link_no = k.link_no\n\
where k.workspace_id = $1 and k.campaign_id = $2\n\
group by k.link_no, k.url, k.label order by k.link_no", ["workspace_id","campaign_id"])

export type ReportBouncesParams = {
  workspace_id: string
  campaign_id: string
}
export type ReportBouncesRow = {
  "provider_id": string
  "bounce_class": string
  "bounced_hard": string
  "bounced_soft": string
  "deferred": string
}
/** Why mail of a campaign was refused. */
export const reportBounces = namedQuery<ReportBouncesParams, ReportBouncesRow>("report_bounces", "select s.provider_id, s.bounce_class, sum(s.bounced_hard)::bigint as \"bounced_hard\", sum(s.bounced_soft)::bigint as \"bounced_soft\", sum(s.deferred)::bigint as \"deferred\"\n\
from events.bounce_stats s\n\
where s.workspace_id = $1 and s.campaign_id = $2\n\
group by s.provider_id, s.bounce_class order by sum(s.bounced_hard) + sum(s.bounced_soft) desc, s.bounce_class", ["workspace_id","campaign_id"])

export type ReportOverviewDaysParams = {
  timezone: string
  workspace_id: string
  since: Date | string
}
export type ReportOverviewDaysRow = {
  "day": string
  "sent": string
  "delivered": string
  "deferred": string
  "bounced_hard": string
  "bounced_soft": string
  "complained": string
  "unsubscribed": string
  "rejected": string
  "opens": string
  "opens_bot": string
  "unique_opens": string
  "clicks": string
  "clicks_bot": string
  "unique_clicks": string
}
/** All mail of a workspace by day, in its own time zone. */
export const reportOverviewDays = namedQuery<ReportOverviewDaysParams, ReportOverviewDaysRow>("report_overview_days", "select to_char(date_trunc('day', s.hour at time zone $1), 'YYYY-MM-DD') as \"day\", sum(s.sent)::bigint as \"sent\", sum(s.delivered)::bigint as \"delivered\", sum(s.deferred)::bigint as \"deferred\",\n\
  sum(s.bounced_hard)::bigint as \"bounced_hard\", sum(s.bounced_soft)::bigint as \"bounced_soft\", sum(s.complained)::bigint as \"complained\", sum(s.unsubscribed)::bigint as \"unsubscribed\",\n\
  sum(s.rejected)::bigint as \"rejected\", sum(s.opens)::bigint as \"opens\", sum(s.opens_bot)::bigint as \"opens_bot\", sum(s.unique_opens)::bigint as \"unique_opens\", sum(s.clicks)::bigint as \"clicks\",\n\
  sum(s.clicks_bot)::bigint as \"clicks_bot\", sum(s.unique_clicks)::bigint as \"unique_clicks\"\n\
from events.workspace_hour_stats s\n\
where s.workspace_id = $2 and s.hour >= $3\n\
group by 1 order by 1", ["timezone","workspace_id","since"])

export type ReportRecentCampaignsParams = {
  workspace_id: string
  since: Date | string
  campaigns: string
}
export type ReportRecentCampaignsRow = {
  "campaign_id": string
  "name": string
  "state": string
  "launched_at": Date
}
/** The campaigns launched last. */
export const reportRecentCampaigns = namedQuery<ReportRecentCampaignsParams, ReportRecentCampaignsRow>("report_recent_campaigns", "select c.campaign_id, c.name, c.state, max(l.launched_at) as \"launched_at\"\n\
from campaigns.launch l join campaigns.campaign c on c.workspace_id = l.workspace_id and c.campaign_id = l.campaign_id\n\
where l.workspace_id = $1 and l.launched_at >= $2\n\
group by c.campaign_id, c.name, c.state order by max(l.launched_at) desc, c.campaign_id desc limit $3", ["workspace_id","since","campaigns"])

export type ReportTimezoneParams = {
  workspace_id: string
}
export type ReportTimezoneRow = {
  "timezone": string
}
/** The time zone a workspace reads its reports in. */
export const reportTimezone = namedQuery<ReportTimezoneParams, ReportTimezoneRow>("report_timezone", "select w.timezone from platform.workspace w where w.workspace_id = $1", ["workspace_id"])

export type ReportProvidersParams = {
  workspace_id: string
  provider_ids: string[]
  since: Date | string
}
export type ReportProvidersRow = {
  "provider_id": string
  "mailbox_provider": string
  "sent": string
  "delivered": string
  "deferred": string
  "bounced_hard": string
  "bounced_soft": string
  "complained": string
  "unsubscribed": string
  "opens": string
  "opens_bot": string
  "clicks": string
  "clicks_bot": string
  "latency_ms_sum": string
}
/** How providers did at mailbox providers in a period. */
export const reportProviders = namedQuery<ReportProvidersParams, ReportProvidersRow>("report_providers", "select s.provider_id, coalesce(d.value, 'unknown') as \"mailbox_provider\", sum(s.sent)::bigint as \"sent\", sum(s.delivered)::bigint as \"delivered\", sum(s.deferred)::bigint as \"deferred\",\n\
  sum(s.bounced_hard)::bigint as \"bounced_hard\", sum(s.bounced_soft)::bigint as \"bounced_soft\", sum(s.complained)::bigint as \"complained\", sum(s.unsubscribed)::bigint as \"unsubscribed\",\n\
  sum(s.opens)::bigint as \"opens\", sum(s.opens_bot)::bigint as \"opens_bot\", sum(s.clicks)::bigint as \"clicks\", sum(s.clicks_bot)::bigint as \"clicks_bot\", sum(s.latency_ms_sum)::bigint as \"latency_ms_sum\"\n\
from events.provider_stats s\n\
left join events.dimension d on d.workspace_id = s.workspace_id and d.kind = 'mailbox_provider' and d.code = s.mailbox_provider_code\n\
where s.workspace_id = $1 and s.provider_id = any($2::bigint[]) and s.hour >= $3\n\
group by s.provider_id, d.value order by s.provider_id, sum(s.sent) desc", ["workspace_id","provider_ids","since"])

export type ReportProviderAllParams = {
  workspace_id: string
}
export type ReportProviderAllRow = {
  "provider_id": string
  "name": string
  "kind": string
}
/** Every provider of a workspace. */
export const reportProviderAll = namedQuery<ReportProviderAllParams, ReportProviderAllRow>("report_provider_all", "select p.provider_id, p.name, p.kind from delivery.provider p where p.workspace_id = $1 order by p.name", ["workspace_id"])

export type TimelinePageParams = {
  workspace_id: string
  contact_ids: string[]
  since: Date | string
  before_at: Date | string
  before_id: string
  page_size: string
}
export type TimelinePageRow = {
  "occurred_at": Date
  "event_id": string
  "event_type": string
  "campaign_id": string | null
  "campaign_name": string | null
  "launch_id": string | null
  "seq": string | null
  "provider_id": string | null
  "link_no": number | null
  "link_url": string | null
  "is_bot": boolean
  "hard": boolean | null
  "bounce_class": string | null
  "smtp_code": number | null
  "enhanced_code": string | null
}
/** What happened to one contact in a stretch of time, the newest first. The bounds are constants, so that partitions are pruned. */
export const timelinePage = namedQuery<TimelinePageParams, TimelinePageRow>("timeline_page", "select e.occurred_at, e.event_id, e.event_type, e.campaign_id, c.name as \"campaign_name\", e.launch_id, e.seq, e.provider_id, e.link_no, k.url as \"link_url\", e.is_bot, e.hard, e.bounce_class, e.smtp_code, e.enhanced_code\n\
from events.email_event e\n\
left join campaigns.campaign c on c.workspace_id = $1 and c.campaign_id = e.campaign_id\n\
left join campaigns.link k on k.workspace_id = $1 and k.campaign_id = e.campaign_id and k.link_no = e.link_no\n\
where e.workspace_id = $1 and e.contact_id = any($2::bigint[]) and e.occurred_at >= $3 and e.occurred_at <= $4\n\
  and (e.occurred_at, e.event_id) < ($4::timestamptz, $5::bigint)\n\
order by e.occurred_at desc, e.event_id desc\n\
limit $6", ["workspace_id","contact_ids","since","before_at","before_id","page_size"])

export type TimelineStartParams = {
  workspace_id: string
  contact_id: string
}
export type TimelineStartRow = {
  "contact_ids": string[]
  "created_at": Date
}
/** A contact and those merged into it, whose events stay where they were (facts do not move), and since when they can have some. */
export const timelineStart = namedQuery<TimelineStartParams, TimelineStartRow>("timeline_start", "select array_agg(c.contact_id order by c.contact_id) as \"contact_ids\", min(c.created_at) as \"created_at\"\n\
from contacts.v_contact c where c.workspace_id = $1 and (c.contact_id = $2 or c.merged_into = $2)", ["workspace_id","contact_id"])

export type EngagementGetParams = {
  workspace_id: string
  contact_id: string
}
export type EngagementGetRow = {
  "last_sent_at": Date | null
  "last_open_at": Date | null
  "last_click_at": Date | null
  "sent_count": number
  "open_count": number
  "click_count": number
  "soft_bounce_count": number
}
/** What a contact did last and how often. */
export const engagementGet = namedQuery<EngagementGetParams, EngagementGetRow>("engagement_get", "select g.last_sent_at, g.last_open_at, g.last_click_at, g.sent_count, g.open_count, g.click_count, g.soft_bounce_count\n\
from events.contact_engagement g where g.workspace_id = $1 and g.contact_id = $2", ["workspace_id","contact_id"])
