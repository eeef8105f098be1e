// Generated from events.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type ContactPlaceManyParams = {
  workspace_id: string
  contact_ids: string[]
}
export type ContactPlaceManyRow = {
  "contact_id": string
  "country": string | null
  "region": string | null
  "city": string | null
  "email_domain": string | null
}
/** Place and domain of contacts as they are now, for the denormalised columns of new events; unknown ones are missing. */
export const contactPlaceMany = namedQuery<ContactPlaceManyParams, ContactPlaceManyRow>("contact_place_many", "select c.contact_id, c.country, c.region, c.city, c.email_domain\n\
from contacts.contact c\n\
where c.workspace_id = $1 and c.contact_id = any($2::bigint[])", ["workspace_id","contact_ids"])

export type DimensionLookupParams = {
  kinds: string[]
  values: string[]
  workspace_id: string
}
export type DimensionLookupRow = {
  "kind": string
  "value": string
  "code": number
  "xid": string | null
}
/** Codes of known texts, with the running transaction's number: rows it made itself may still be rolled back. */
export const dimensionLookup = namedQuery<DimensionLookupParams, DimensionLookupRow>("dimension_lookup", "select u.kind as \"kind\", u.value as \"value\", d.code, pg_current_xact_id_if_assigned()::text as \"xid\"\n\
from unnest($1::text[], $2::text[]) as u(kind, value)\n\
join events.dimension d on d.workspace_id = $3 and d.kind = u.kind and d.value = u.value", ["kinds","values","workspace_id"])

export type DimensionAddParams = {
  workspace_id: string
  kinds: string[]
  codes: number[]
  values: string[]
}
export type DimensionAddRow = Record<string, never>
/** Gives new texts their codes; a code or text that somebody else took first is left out, look it up then. */
export const dimensionAdd = namedQuery<DimensionAddParams, DimensionAddRow>("dimension_add", "insert into events.dimension (workspace_id, kind, code, value)\n\
select $1, u.kind, u.code, u.value\n\
from unnest($2::text[], $3::int[], $4::text[]) as u(kind, code, value)\n\
order by u.kind, u.value\n\
on conflict do nothing", ["workspace_id","kinds","codes","values"])

export type CurrentXidParams = Record<string, never>
export type CurrentXidRow = {
  "xid": string
}
/** Number of the running transaction. */
export const currentXid = namedQuery<CurrentXidParams, CurrentXidRow>("current_xid", "select pg_current_xact_id()::text as \"xid\"", [])

export type EventPartitionRangesParams = Record<string, never>
export type EventPartitionRangesRow = {
  "bound": string
}
/** Bounds of the time partitions of email_event. */
export const eventPartitionRanges = namedQuery<EventPartitionRangesParams, EventPartitionRangesRow>("event_partition_ranges", "select pg_get_expr(c.relpartbound, c.oid) as \"bound\"\n\
from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid\n\
where i.inhparent = 'events.email_event'::regclass", [])

export type FirstTouchAddParams = {
  workspace_id: string
  campaign_ids: string[]
  contact_ids: string[]
  event_types: string[]
  link_nos: number[]
  occurred_ats: Date[]
}
export type FirstTouchAddRow = {
  "campaign_id": string
  "contact_id": string
  "event_type": string
  "link_no": number
}
/** Claims first touches; only those answered are first. Rows in key order, so that two writers never wait in a circle. */
export const firstTouchAdd = namedQuery<FirstTouchAddParams, FirstTouchAddRow>("first_touch_add", "insert into events.first_touch (workspace_id, campaign_id, contact_id, event_type, link_no, occurred_at)\n\
select $1, u.campaign_id, u.contact_id, u.event_type, u.link_no, u.occurred_at\n\
from unnest($2::bigint[], $3::bigint[], $4::text[], $5::smallint[], $6::timestamptz[])\n\
  as u(campaign_id, contact_id, event_type, link_no, occurred_at)\n\
order by u.campaign_id, u.contact_id, u.event_type, u.link_no\n\
on conflict do nothing\n\
returning campaign_id, contact_id, event_type, link_no", ["workspace_id","campaign_ids","contact_ids","event_types","link_nos","occurred_ats"])

export type EmailEventAddParams = {
  workspace_id: string
  recorded_at: Date | string
  contact_ids: string[]
  occurred_ats: Date[]
  event_ids: string[]
  campaign_ids: string[]
  launch_ids: string[]
  seqs: string[]
  provider_ids: string[]
  country_codes: number[]
  region_codes: number[]
  city_codes: number[]
  mailbox_provider_codes: number[]
  link_nos: number[]
  smtp_codes: number[]
  variant_nos: number[]
  is_bots: boolean[]
  is_firsts: boolean[]
  hards: number[]
  event_types: string[]
  bounce_classes: string[]
  enhanced_codes: string[]
}
export type EmailEventAddRow = {
  "contact_id": string
  "event_id": string
}
/** Writes events; one that is there already (same key) is left out and not answered. */
export const emailEventAdd = namedQuery<EmailEventAddParams, EmailEventAddRow>("email_event_add", "insert into events.email_event (workspace_id, contact_id, occurred_at, event_id, campaign_id, launch_id, seq, provider_id, recorded_at,\n\
  country_code, region_code, city_code, mailbox_provider_code, link_no, smtp_code, variant_no, is_bot, is_first, hard, event_type, bounce_class, enhanced_code)\n\
select $1, u.contact_id, u.occurred_at, u.event_id, nullif(u.campaign_id, 0), nullif(u.launch_id, 0), nullif(u.seq, -1), nullif(u.provider_id, 0), $2,\n\
  nullif(u.country_code, 0), nullif(u.region_code, 0), nullif(u.city_code, 0), nullif(u.mailbox_provider_code, 0), nullif(u.link_no, 0), nullif(u.smtp_code, 0),\n\
  u.variant_no, u.is_bot, u.is_first, case u.hard when 1 then true when 0 then false end, u.event_type, nullif(u.bounce_class, ''), nullif(u.enhanced_code, '')\n\
from unnest($3::bigint[], $4::timestamptz[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],\n\
  $10::int[], $11::int[], $12::int[], $13::int[], $14::smallint[], $15::smallint[], $16::smallint[],\n\
  $17::boolean[], $18::boolean[], $19::smallint[], $20::text[], $21::text[], $22::text[])\n\
  as u(contact_id, occurred_at, event_id, campaign_id, launch_id, seq, provider_id, country_code, region_code, city_code, mailbox_provider_code,\n\
    link_no, smtp_code, variant_no, is_bot, is_first, hard, event_type, bounce_class, enhanced_code)\n\
order by u.contact_id, u.occurred_at, u.event_type, u.event_id\n\
on conflict do nothing\n\
returning contact_id, event_id", ["workspace_id","recorded_at","contact_ids","occurred_ats","event_ids","campaign_ids","launch_ids","seqs","provider_ids","country_codes","region_codes","city_codes","mailbox_provider_codes","link_nos","smtp_codes","variant_nos","is_bots","is_firsts","hards","event_types","bounce_classes","enhanced_codes"])

export type CampaignStatsAddParams = {
  workspace_id: string
  stripe: number
  updated_at: Date | string
  campaign_ids: string[]
  variant_nos: number[]
  provider_ids: string[]
  queued: number[]
  sent: number[]
  delivered: number[]
  deferred: number[]
  bounced_hard: number[]
  bounced_soft: number[]
  complained: number[]
  unsubscribed: number[]
  rejected: number[]
  skipped: number[]
  failed: number[]
  cancelled: number[]
  opens: number[]
  opens_bot: number[]
  unique_opens: number[]
  clicks: number[]
  clicks_bot: number[]
  unique_clicks: number[]
}
export type CampaignStatsAddRow = Record<string, never>
/** Adds to the counters of campaigns, on one stripe, in key order. */
export const campaignStatsAdd = namedQuery<CampaignStatsAddParams, CampaignStatsAddRow>("campaign_stats_add", "insert into events.campaign_stats as s (workspace_id, campaign_id, variant_no, provider_id, stripe, queued, sent, delivered, deferred, bounced_hard, bounced_soft, complained,\n\
  unsubscribed, rejected, skipped, failed, cancelled, opens, opens_bot, unique_opens, clicks, clicks_bot, unique_clicks, updated_at)\n\
select $1, u.campaign_id, u.variant_no, u.provider_id, $2, u.queued, u.sent, u.delivered, u.deferred, u.bounced_hard, u.bounced_soft, u.complained,\n\
  u.unsubscribed, u.rejected, u.skipped, u.failed, u.cancelled, u.opens, u.opens_bot, u.unique_opens, u.clicks, u.clicks_bot, u.unique_clicks, $3\n\
from unnest($4::bigint[], $5::smallint[], $6::bigint[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[],\n\
  $12::int[], $13::int[], $14::int[], $15::int[], $16::int[], $17::int[], $18::int[], $19::int[], $20::int[],\n\
  $21::int[], $22::int[], $23::int[], $24::int[])\n\
  as u(campaign_id, variant_no, provider_id, queued, sent, delivered, deferred, bounced_hard, bounced_soft, complained, unsubscribed, rejected, skipped, failed, cancelled,\n\
    opens, opens_bot, unique_opens, clicks, clicks_bot, unique_clicks)\n\
order by u.campaign_id, u.variant_no, u.provider_id\n\
on conflict (workspace_id, campaign_id, variant_no, provider_id, stripe) do update set\n\
  queued = s.queued + excluded.queued, sent = s.sent + excluded.sent, delivered = s.delivered + excluded.delivered, deferred = s.deferred + excluded.deferred,\n\
  bounced_hard = s.bounced_hard + excluded.bounced_hard, bounced_soft = s.bounced_soft + excluded.bounced_soft, complained = s.complained + excluded.complained,\n\
  unsubscribed = s.unsubscribed + excluded.unsubscribed, rejected = s.rejected + excluded.rejected, skipped = s.skipped + excluded.skipped, failed = s.failed + excluded.failed,\n\
  cancelled = s.cancelled + excluded.cancelled, opens = s.opens + excluded.opens, opens_bot = s.opens_bot + excluded.opens_bot, unique_opens = s.unique_opens + excluded.unique_opens,\n\
  clicks = s.clicks + excluded.clicks, clicks_bot = s.clicks_bot + excluded.clicks_bot, unique_clicks = s.unique_clicks + excluded.unique_clicks, updated_at = excluded.updated_at", ["workspace_id","stripe","updated_at","campaign_ids","variant_nos","provider_ids","queued","sent","delivered","deferred","bounced_hard","bounced_soft","complained","unsubscribed","rejected","skipped","failed","cancelled","opens","opens_bot","unique_opens","clicks","clicks_bot","unique_clicks"])

export type LinkStatsAddParams = {
  workspace_id: string
  stripe: number
  campaign_ids: string[]
  link_nos: number[]
  clicks: number[]
  clicks_bot: number[]
  unique_clicks: number[]
}
export type LinkStatsAddRow = Record<string, never>
/** Adds to the counters of links, on one stripe, in key order. */
export const linkStatsAdd = namedQuery<LinkStatsAddParams, LinkStatsAddRow>("link_stats_add", "insert into events.link_stats as s (workspace_id, campaign_id, link_no, stripe, clicks, clicks_bot, unique_clicks)\n\
select $1, u.campaign_id, u.link_no, $2, u.clicks, u.clicks_bot, u.unique_clicks\n\
from unnest($3::bigint[], $4::smallint[], $5::int[], $6::int[], $7::int[]) as u(campaign_id, link_no, clicks, clicks_bot, unique_clicks)\n\
order by u.campaign_id, u.link_no\n\
on conflict (workspace_id, campaign_id, link_no, stripe) do update set\n\
  clicks = s.clicks + excluded.clicks, clicks_bot = s.clicks_bot + excluded.clicks_bot, unique_clicks = s.unique_clicks + excluded.unique_clicks", ["workspace_id","stripe","campaign_ids","link_nos","clicks","clicks_bot","unique_clicks"])

export type CampaignHourStatsAddParams = {
  workspace_id: string
  stripe: number
  campaign_ids: string[]
  hours: Date[]
  sent: number[]
  delivered: number[]
  bounced: number[]
  complained: number[]
  unsubscribed: number[]
  opens: number[]
  unique_opens: number[]
  clicks: number[]
  unique_clicks: number[]
}
export type CampaignHourStatsAddRow = Record<string, never>
/** Adds to the time line of campaigns, on one stripe, in key order. */
export const campaignHourStatsAdd = namedQuery<CampaignHourStatsAddParams, CampaignHourStatsAddRow>("campaign_hour_stats_add", "insert into events.campaign_hour_stats as s (workspace_id, campaign_id, hour, stripe, sent, delivered, bounced, complained, unsubscribed, opens, unique_opens, clicks, unique_clicks)\n\
select $1, u.campaign_id, u.hour, $2, u.sent, u.delivered, u.bounced, u.complained, u.unsubscribed, u.opens, u.unique_opens, u.clicks, u.unique_clicks\n\
from unnest($3::bigint[], $4::timestamptz[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[],\n\
  $11::int[], $12::int[], $13::int[]) as u(campaign_id, hour, sent, delivered, bounced, complained, unsubscribed, opens, unique_opens, clicks, unique_clicks)\n\
order by u.campaign_id, u.hour\n\
on conflict (workspace_id, campaign_id, hour, stripe) do update set\n\
  sent = s.sent + excluded.sent, delivered = s.delivered + excluded.delivered, bounced = s.bounced + excluded.bounced, complained = s.complained + excluded.complained,\n\
  unsubscribed = s.unsubscribed + excluded.unsubscribed, opens = s.opens + excluded.opens, unique_opens = s.unique_opens + excluded.unique_opens,\n\
  clicks = s.clicks + excluded.clicks, unique_clicks = s.unique_clicks + excluded.unique_clicks", ["workspace_id","stripe","campaign_ids","hours","sent","delivered","bounced","complained","unsubscribed","opens","unique_opens","clicks","unique_clicks"])

export type ProviderStatsAddParams = {
  workspace_id: string
  stripe: number
  provider_ids: string[]
  hours: Date[]
  mailbox_provider_codes: number[]
  sent: number[]
  delivered: number[]
  deferred: number[]
  bounced_hard: number[]
  bounced_soft: number[]
  complained: number[]
  unsubscribed: number[]
  opens: number[]
  opens_bot: number[]
  clicks: number[]
  clicks_bot: number[]
  latency_ms_sum: string[]
}
export type ProviderStatsAddRow = Record<string, never>
/** Adds to the counters of providers, on one stripe, in key order. */
export const providerStatsAdd = namedQuery<ProviderStatsAddParams, ProviderStatsAddRow>("provider_stats_add", "insert into events.provider_stats as s (workspace_id, provider_id, hour, mailbox_provider_code, stripe, sent, delivered, deferred, bounced_hard, bounced_soft, complained,\n\
  unsubscribed, opens, opens_bot, clicks, clicks_bot, latency_ms_sum)\n\
select $1, u.provider_id, u.hour, u.mailbox_provider_code, $2, u.sent, u.delivered, u.deferred, u.bounced_hard, u.bounced_soft, u.complained,\n\
  u.unsubscribed, u.opens, u.opens_bot, u.clicks, u.clicks_bot, u.latency_ms_sum\n\
from unnest($3::bigint[], $4::timestamptz[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[],\n\
  $11::int[], $12::int[], $13::int[], $14::int[], $15::int[], $16::int[], $17::bigint[])\n\
  as u(provider_id, hour, mailbox_provider_code, sent, delivered, deferred, bounced_hard, bounced_soft, complained, unsubscribed, opens, opens_bot, clicks, clicks_bot, latency_ms_sum)\n\
order by u.provider_id, u.hour, u.mailbox_provider_code\n\
on conflict (workspace_id, provider_id, hour, mailbox_provider_code, stripe) do update set\n\
  sent = s.sent + excluded.sent, delivered = s.delivered + excluded.delivered, deferred = s.deferred + excluded.deferred, bounced_hard = s.bounced_hard + excluded.bounced_hard,\n\
  bounced_soft = s.bounced_soft + excluded.bounced_soft, complained = s.complained + excluded.complained, unsubscribed = s.unsubscribed + excluded.unsubscribed,\n\
  opens = s.opens + excluded.opens, opens_bot = s.opens_bot + excluded.opens_bot, clicks = s.clicks + excluded.clicks, clicks_bot = s.clicks_bot + excluded.clicks_bot,\n\
  latency_ms_sum = s.latency_ms_sum + excluded.latency_ms_sum", ["workspace_id","stripe","provider_ids","hours","mailbox_provider_codes","sent","delivered","deferred","bounced_hard","bounced_soft","complained","unsubscribed","opens","opens_bot","clicks","clicks_bot","latency_ms_sum"])

export type EngagementAddParams = {
  workspace_id: string
  contact_ids: string[]
  sent_ats: Date[]
  open_ats: Date[]
  click_ats: Date[]
  sent: number[]
  opens: number[]
  clicks: number[]
}
export type EngagementAddRow = {
  "contact_id": string
}
/** Adds to what contacts did; greatest() makes the order of arrival irrelevant. Answers those with soft bounces on record. */
export const engagementAdd = namedQuery<EngagementAddParams, EngagementAddRow>("engagement_add", "with written as (\n\
  insert into events.contact_engagement as e (workspace_id, contact_id, last_sent_at, last_open_at, last_click_at, sent_count, open_count, click_count)\n\
  select $1, u.contact_id, nullif(u.sent_at, 'epoch'), nullif(u.open_at, 'epoch'), nullif(u.click_at, 'epoch'), u.sent, u.opens, u.clicks\n\
  from unnest($2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::int[], $8::int[])\n\
    as u(contact_id, sent_at, open_at, click_at, sent, opens, clicks)\n\
  order by u.contact_id\n\
  on conflict (workspace_id, contact_id) do update set\n\
    last_sent_at = greatest(e.last_sent_at, excluded.last_sent_at), last_open_at = greatest(e.last_open_at, excluded.last_open_at),\n\
    last_click_at = greatest(e.last_click_at, excluded.last_click_at), sent_count = e.sent_count + excluded.sent_count,\n\
    open_count = e.open_count + excluded.open_count, click_count = e.click_count + excluded.click_count\n\
  returning contact_id, soft_bounce_count\n\
)\n\
select w.contact_id from written w where w.soft_bounce_count > 0", ["workspace_id","contact_ids","sent_ats","open_ats","click_ats","sent","opens","clicks"])

export type SoftBouncesRecountParams = {
  workspace_id: string
  contact_ids: string[]
}
export type SoftBouncesRecountRow = Record<string, never>
/** Soft bounces after the last sign of life, counted from the events, so that their order of arrival is irrelevant.
 * Their engagement rows must be locked by this transaction already. Types are hidden from the planner, see recent_clicks_many. */
export const softBouncesRecount = namedQuery<SoftBouncesRecountParams, SoftBouncesRecountRow>("soft_bounces_recount", "update events.contact_engagement e\n\
set soft_bounce_count = n.total\n\
from (\n\
  select u.contact_id, (\n\
    select count(*) from events.email_event b\n\
    where b.workspace_id = $1 and b.contact_id = u.contact_id and (b.event_type || '') = 'bounced' and b.hard is not true\n\
      and b.occurred_at > coalesce((\n\
        select max(l.occurred_at) from events.email_event l\n\
        where l.workspace_id = $1 and l.contact_id = u.contact_id and (l.event_type || '') in ('delivered', 'opened', 'clicked') and not l.is_bot), '-infinity'))::int as total\n\
  from unnest($2::bigint[]) as u(contact_id)\n\
) n\n\
where e.workspace_id = $1 and e.contact_id = n.contact_id and e.soft_bounce_count <> n.total", ["workspace_id","contact_ids"])

export type DedupAddParams = {
  workspace_id: string
  seen_at: Date | string
  provider_ids: string[]
  key_hashes: Buffer[]
}
export type DedupAddRow = {
  "provider_id": string
  "key_hash": Buffer
}
/** Remembers provider events; only those answered are new. In key order, so that two ingesters never wait in a circle. */
export const dedupAdd = namedQuery<DedupAddParams, DedupAddRow>("dedup_add", "insert into events.dedup (workspace_id, provider_id, key_hash, seen_at)\n\
select $1, u.provider_id, u.key_hash, $2\n\
from unnest($3::bigint[], $4::bytea[]) as u(provider_id, key_hash)\n\
order by u.provider_id, u.key_hash\n\
on conflict do nothing\n\
returning provider_id, key_hash", ["workspace_id","seen_at","provider_ids","key_hashes"])

export type ProviderRefManyParams = {
  provider_ids: string[]
  provider_message_ids: string[]
  workspace_id: string
}
export type ProviderRefManyRow = {
  "provider_id": string
  "provider_message_id": string
  "launch_id": string
  "contact_id": string
  "seq": string
}
/** Our messages behind the ids that a provider gave them. */
export const providerRefMany = namedQuery<ProviderRefManyParams, ProviderRefManyRow>("provider_ref_many", "select u.provider_id as \"provider_id\", u.provider_message_id as \"provider_message_id\", r.launch_id, r.contact_id, r.seq\n\
from unnest($1::bigint[], $2::text[]) as u(provider_id, provider_message_id)\n\
join delivery.provider_ref r on r.workspace_id = $3 and r.provider_id = u.provider_id and r.provider_message_id = u.provider_message_id\n\
where r.provider_id = any($1::bigint[]) and r.provider_message_id = any($2::text[])", ["provider_ids","provider_message_ids","workspace_id"])

export type MessageFactsManyParams = {
  launch_ids: string[]
  contact_ids: string[]
  seqs: string[]
  workspace_id: string
  launches: string[]
}
export type MessageFactsManyRow = {
  "launch_id": string
  "contact_id": string
  "seq": string
  "campaign_id": string | null
  "variant_no": number
  "provider_id": string | null
  "state": string
}
/** What an event needs of its message. The launches stand apart as a list of constants, so that partitions are pruned; the
 * contacts too, or a planner without statistics about a fresh launch walks all of it for a handful of keys. */
export const messageFactsMany = namedQuery<MessageFactsManyParams, MessageFactsManyRow>("message_facts_many", "select m.launch_id, m.contact_id, m.seq, m.campaign_id, m.variant_no, m.provider_id, m.state\n\
from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as u(launch_id, contact_id, seq)\n\
join delivery.message m on m.workspace_id = $4 and m.launch_id = u.launch_id and m.contact_id = u.contact_id and m.seq = u.seq\n\
where m.workspace_id = $4 and m.launch_id = any($5::bigint[]) and m.contact_id = any($2::bigint[])", ["launch_ids","contact_ids","seqs","workspace_id","launches"])

export type OutboxAddParams = {
  workspace_id: string
  outbox_ids: string[]
  kinds: string[]
  payloads: unknown[]
}
export type OutboxAddRow = Record<string, never>
/** Leaves messages for other rooms, to be taken after this commit. */
export const outboxAdd = namedQuery<OutboxAddParams, OutboxAddRow>("outbox_add", "insert into platform.outbox (outbox_id, workspace_id, kind, payload)\n\
select u.outbox_id, $1, u.kind, u.payload\n\
from unnest($2::bigint[], $3::text[], $4::jsonb[]) as u(outbox_id, kind, payload)", ["workspace_id","outbox_ids","kinds","payloads"])

export type DeadLetterAddParams = {
  workspace_id: string
  created_at: Date | string
  dead_letter_ids: string[]
  reasons: string[]
  row_cts: Buffer[]
}
export type DeadLetterAddRow = Record<string, never>
/** Keeps rows that found no place; the same row again changes nothing. */
export const deadLetterAdd = namedQuery<DeadLetterAddParams, DeadLetterAddRow>("dead_letter_add", "insert into events.dead_letter (workspace_id, dead_letter_id, table_name, reason, row_ct, created_at)\n\
select $1, u.dead_letter_id, 'events.email_event', u.reason, u.row_ct, $2\n\
from unnest($3::bigint[], $4::text[], $5::bytea[]) as u(dead_letter_id, reason, row_ct)\n\
order by u.dead_letter_id\n\
on conflict do nothing", ["workspace_id","created_at","dead_letter_ids","reasons","row_cts"])

export type DeadLetterTakeParams = {
  workspace_id: string
  since: Date | string
  reasons: string[]
  batch: string
}
export type DeadLetterTakeRow = {
  "dead_letter_id": string
  "row_ct": Buffer
  "reason": string
  "created_at": Date
}
/** Open rows for another try, oldest first; locked, and left alone by others meanwhile. */
export const deadLetterTake = namedQuery<DeadLetterTakeParams, DeadLetterTakeRow>("dead_letter_take", "with taken as (\n\
  select d.dead_letter_id from events.dead_letter d\n\
  where d.workspace_id = $1 and d.settled_at is null and d.created_at > $2 and d.reason = any($3::text[])\n\
  order by d.created_at limit $4\n\
  for update skip locked\n\
)\n\
select d.dead_letter_id, d.row_ct, d.reason, d.created_at\n\
from taken t join events.dead_letter d on d.workspace_id = $1 and d.dead_letter_id = t.dead_letter_id", ["workspace_id","since","reasons","batch"])

export type DeadLetterSettleParams = {
  settled_at: Date | string
  workspace_id: string
  dead_letter_ids: string[]
}
export type DeadLetterSettleRow = Record<string, never>
/** Marks rows that found their place. */
export const deadLetterSettle = namedQuery<DeadLetterSettleParams, DeadLetterSettleRow>("dead_letter_settle", "update events.dead_letter d set settled_at = $1\n\
where d.workspace_id = $2 and d.dead_letter_id = any($3::bigint[]) and d.settled_at is null", ["settled_at","workspace_id","dead_letter_ids"])

export type RecentClicksManyParams = {
  campaign_ids: string[]
  contact_ids: string[]
  workspace_id: string
  since: Date | string
  until: Date | string
}
export type RecentClicksManyRow = {
  "contact_id": string
  "campaign_id": string
  "link_no": number
  "occurred_at": Date
}
/** Clicks of these contacts in a campaign around a moment, to see a scanner's burst; those marked before too, or the last
 * link of a burst would be a person's when it comes in a batch of its own. The type is hidden from the planner: about a
 * young partition it knows nothing, and would walk all clicks by type and time instead of 50 keys. */
export const recentClicksMany = namedQuery<RecentClicksManyParams, RecentClicksManyRow>("recent_clicks_many", "select e.contact_id, e.campaign_id as \"campaign_id\", e.link_no as \"link_no\", e.occurred_at\n\
from unnest($1::bigint[], $2::bigint[]) as u(campaign_id, contact_id)\n\
join events.email_event e on e.workspace_id = $3 and e.campaign_id = u.campaign_id and e.contact_id = u.contact_id\n\
where e.workspace_id = $3 and e.contact_id = any($2::bigint[]) and (e.event_type || '') = 'clicked' and e.link_no is not null\n\
  and e.occurred_at between $4 and $5", ["campaign_ids","contact_ids","workspace_id","since","until"])

export type CampaignClicksByContactParams = {
  workspace_id: string
  campaign_id: string
  contact_id: string
  since: Date | string
}
export type CampaignClicksByContactRow = {
  "contact_id": string
  "occurred_at": Date
  "event_id": string
  "campaign_id": string | null
  "launch_id": string | null
  "seq": string | null
  "provider_id": string | null
  "mailbox_provider_code": number | null
  "link_no": number | null
  "variant_no": number
  "is_bot": boolean
  "is_first": boolean
}
/** All clicks of one contact in one campaign, oldest first; locked against another reclassification. */
export const campaignClicksByContact = namedQuery<CampaignClicksByContactParams, CampaignClicksByContactRow>("campaign_clicks_by_contact", "select e.contact_id, e.occurred_at, e.event_id, e.campaign_id, e.launch_id, e.seq, e.provider_id, e.mailbox_provider_code, e.link_no, e.variant_no, e.is_bot, e.is_first\n\
from events.email_event e\n\
where e.workspace_id = $1 and e.campaign_id = $2 and e.contact_id = $3 and e.event_type = 'clicked' and e.occurred_at >= $4\n\
order by e.occurred_at, e.event_id", ["workspace_id","campaign_id","contact_id","since"])

export type EventFlagsSetParams = {
  occurred_ats: Date[]
  event_ids: string[]
  is_bots: boolean[]
  is_firsts: boolean[]
  workspace_id: string
  contact_id: string
  since: Date | string
}
export type EventFlagsSetRow = Record<string, never>
/** Says again whether an event was made by a machine and whether it is the first of its kind. */
export const eventFlagsSet = namedQuery<EventFlagsSetParams, EventFlagsSetRow>("event_flags_set", "update events.email_event e set is_bot = u.is_bot, is_first = u.is_first\n\
from unnest($1::timestamptz[], $2::bigint[], $3::boolean[], $4::boolean[]) as u(occurred_at, event_id, is_bot, is_first)\n\
where e.workspace_id = $5 and e.contact_id = $6 and e.event_type = 'clicked' and e.occurred_at = u.occurred_at and e.event_id = u.event_id\n\
  and e.occurred_at >= $7", ["occurred_ats","event_ids","is_bots","is_firsts","workspace_id","contact_id","since"])

export type FirstTouchDeleteParams = {
  workspace_id: string
  campaign_id: string
  contact_id: string
  link_nos: number[]
}
export type FirstTouchDeleteRow = Record<string, never>
/** Takes back first clicks that turned out to be a machine's. */
export const firstTouchDelete = namedQuery<FirstTouchDeleteParams, FirstTouchDeleteRow>("first_touch_delete", "delete from events.first_touch f\n\
where f.workspace_id = $1 and f.campaign_id = $2 and f.contact_id = $3 and f.event_type = 'clicked' and f.link_no = any($4::smallint[])", ["workspace_id","campaign_id","contact_id","link_nos"])

export type LastClickRecountParams = {
  workspace_id: string
  contact_id: string
}
export type LastClickRecountRow = Record<string, never>
/** The last click by the person, counted again after machine clicks were taken out. */
export const lastClickRecount = namedQuery<LastClickRecountParams, LastClickRecountRow>("last_click_recount", "update events.contact_engagement g set last_click_at = (\n\
  select max(e.occurred_at) from events.email_event e\n\
  where e.workspace_id = $1 and e.contact_id = $2 and (e.event_type || '') = 'clicked' and not e.is_bot)\n\
where g.workspace_id = $1 and g.contact_id = $2", ["workspace_id","contact_id"])

export type EngagementLockParams = {
  workspace_id: string
  contact_id: string
}
export type EngagementLockRow = {
  "contact_id": string
}
/** Holds one contact's engagement row, so that two who correct it wait for each other. */
export const engagementLock = namedQuery<EngagementLockParams, EngagementLockRow>("engagement_lock", "select g.contact_id from events.contact_engagement g where g.workspace_id = $1 and g.contact_id = $2 for update", ["workspace_id","contact_id"])

export type LaunchLinksParams = {
  workspace_id: string
  launch_id: string
}
export type LaunchLinksRow = {
  "link_no": number
  "url": string
}
/** Links of the campaign of a launch, for redirects. */
export const launchLinks = namedQuery<LaunchLinksParams, LaunchLinksRow>("launch_links", "select k.link_no, k.url\n\
from campaigns.launch l join campaigns.link k on k.workspace_id = l.workspace_id and k.campaign_id = l.campaign_id\n\
where l.workspace_id = $1 and l.launch_id = $2", ["workspace_id","launch_id"])

export type InboxAddParams = {
  workspace_id: string
  received_at: Date | string
  inbox_id: string
  kind: string
  provider_id_or_null: string | null
  body_ct: Buffer
}
export type InboxAddRow = Record<string, never>
/** Keeps what came in until it is understood; the same row again changes nothing. */
export const inboxAdd = namedQuery<InboxAddParams, InboxAddRow>("inbox_add", "insert into events.webhook_inbox (workspace_id, received_at, inbox_id, kind, provider_id, body_ct)\n\
values ($1, $2, $3, $4, $5, $6)\n\
on conflict do nothing", ["workspace_id","received_at","inbox_id","kind","provider_id_or_null","body_ct"])

export type InboxFinishParams = {
  state: string
  received_ats: Date[]
  inbox_ids: string[]
  workspace_id: string
  received_list: Date[]
}
export type InboxFinishRow = {
  "inbox_id": string
}
/** Takes rows that nobody has finished yet and marks them done; who gets a row answered here is the one that processes it. */
export const inboxFinish = namedQuery<InboxFinishParams, InboxFinishRow>("inbox_finish", "update events.webhook_inbox w set state = $1, attempts = w.attempts + 1\n\
from unnest($2::timestamptz[], $3::bigint[]) as u(received_at, inbox_id)\n\
where w.workspace_id = $4 and w.received_at = any($5::timestamptz[]) and w.received_at = u.received_at and w.inbox_id = u.inbox_id and w.state = 'new'\n\
returning w.inbox_id", ["state","received_ats","inbox_ids","workspace_id","received_list"])

export type InboxNewParams = {
  workspace_id: string
  since: Date | string
  before: Date | string
  batch: string
}
export type InboxNewRow = {
  "received_at": Date
  "inbox_id": string
  "kind": string
  "provider_id": string | null
  "body_ct": Buffer
  "attempts": number
}
/** Rows that are not processed yet, oldest first, with their bodies; locked, others pass them by. */
export const inboxNew = namedQuery<InboxNewParams, InboxNewRow>("inbox_new", "with taken as (\n\
  select w.received_at, w.inbox_id from events.webhook_inbox w\n\
  where w.workspace_id = $1 and w.state = 'new' and w.received_at >= $2 and w.received_at < $3\n\
  order by w.received_at limit $4\n\
  for update skip locked\n\
)\n\
select w.received_at, w.inbox_id, w.kind, w.provider_id, w.body_ct, w.attempts\n\
from taken t join events.webhook_inbox w on w.workspace_id = $1 and w.received_at >= $2 and w.received_at < $3 and w.received_at = t.received_at and w.inbox_id = t.inbox_id\n\
order by w.received_at, w.inbox_id", ["workspace_id","since","before","batch"])

export type InboxFailedParams = {
  error_code: string
  max_attempts: number
  workspace_id: string
  received_at: Date | string
  inbox_id: string
}
export type InboxFailedRow = Record<string, never>
/** Notes that a row could not be understood; after some tries it is left for a person. */
export const inboxFailed = namedQuery<InboxFailedParams, InboxFailedRow>("inbox_failed", "update events.webhook_inbox w\n\
set attempts = w.attempts + 1, error_code = $1, state = case when w.attempts + 1 >= $2 then 'failed' else 'new' end\n\
where w.workspace_id = $3 and w.received_at = $4 and w.inbox_id = $5 and w.state = 'new'", ["error_code","max_attempts","workspace_id","received_at","inbox_id"])

export type InboxBacklogParams = {
  workspace_id: string
  since: Date | string
}
export type InboxBacklogRow = {
  "count": string
}
/** How many rows of a workspace wait to be processed. */
export const inboxBacklog = namedQuery<InboxBacklogParams, InboxBacklogRow>("inbox_backlog", "select count(*) as \"count\" from events.webhook_inbox w where w.workspace_id = $1 and w.state = 'new' and w.received_at >= $2", ["workspace_id","since"])

export type WorkspacesAllParams = Record<string, never>
export type WorkspacesAllRow = {
  "workspace_id": string
}
/** Every workspace, for rounds that visit each in turn. */
export const workspacesAll = namedQuery<WorkspacesAllParams, WorkspacesAllRow>("workspaces_all", "select w.workspace_id from platform.workspace w where w.state = 'active' order by w.workspace_id", [])

export type WorkspaceHourStatsAddParams = {
  workspace_id: string
  stripe: number
  hours: Date[]
  sent: number[]
  delivered: number[]
  deferred: number[]
  bounced_hard: number[]
  bounced_soft: number[]
  complained: number[]
  unsubscribed: number[]
  rejected: number[]
  opens: number[]
  opens_bot: number[]
  unique_opens: number[]
  clicks: number[]
  clicks_bot: number[]
  unique_clicks: number[]
}
export type WorkspaceHourStatsAddRow = Record<string, never>
/** Adds to the overview of a workspace, on one stripe, in key order. */
export const workspaceHourStatsAdd = namedQuery<WorkspaceHourStatsAddParams, WorkspaceHourStatsAddRow>("workspace_hour_stats_add", "insert into events.workspace_hour_stats as s (workspace_id, hour, stripe, sent, delivered, deferred, bounced_hard, bounced_soft, complained, unsubscribed, rejected, opens, opens_bot, unique_opens, clicks, clicks_bot, unique_clicks)\n\
select $1, u.hour, $2, u.sent, u.delivered, u.deferred, u.bounced_hard, u.bounced_soft, u.complained, u.unsubscribed, u.rejected, u.opens, u.opens_bot, u.unique_opens, u.clicks, u.clicks_bot, u.unique_clicks\n\
from unnest($3::timestamptz[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[],\n\
  $12::int[], $13::int[], $14::int[], $15::int[], $16::int[], $17::int[])\n\
  as u(hour, sent, delivered, deferred, bounced_hard, bounced_soft, complained, unsubscribed, rejected, opens, opens_bot, unique_opens, clicks, clicks_bot, unique_clicks)\n\
order by u.hour\n\
on conflict (workspace_id, hour, stripe) do update set\n\
  sent = s.sent + excluded.sent, delivered = s.delivered + excluded.delivered, deferred = s.deferred + excluded.deferred, bounced_hard = s.bounced_hard + excluded.bounced_hard,\n\
  bounced_soft = s.bounced_soft + excluded.bounced_soft, complained = s.complained + excluded.complained, unsubscribed = s.unsubscribed + excluded.unsubscribed,\n\
  rejected = s.rejected + excluded.rejected, opens = s.opens + excluded.opens, opens_bot = s.opens_bot + excluded.opens_bot, unique_opens = s.unique_opens + excluded.unique_opens,\n\
  clicks = s.clicks + excluded.clicks, clicks_bot = s.clicks_bot + excluded.clicks_bot, unique_clicks = s.unique_clicks + excluded.unique_clicks", ["workspace_id","stripe","hours","sent","delivered","deferred","bounced_hard","bounced_soft","complained","unsubscribed","rejected","opens","opens_bot","unique_opens","clicks","clicks_bot","unique_clicks"])

export type BounceStatsAddParams = {
  workspace_id: string
  stripe: number
  campaign_ids: string[]
  provider_ids: string[]
  bounce_classes: string[]
  bounced_hard: number[]
  bounced_soft: number[]
  deferred: number[]
}
export type BounceStatsAddRow = Record<string, never>
/** Adds to the counters of refusals, on one stripe, in key order. */
export const bounceStatsAdd = namedQuery<BounceStatsAddParams, BounceStatsAddRow>("bounce_stats_add", "insert into events.bounce_stats as s (workspace_id, campaign_id, provider_id, bounce_class, stripe, bounced_hard, bounced_soft, deferred)\n\
select $1, u.campaign_id, u.provider_id, u.bounce_class, $2, u.bounced_hard, u.bounced_soft, u.deferred\n\
from unnest($3::bigint[], $4::bigint[], $5::text[], $6::int[], $7::int[], $8::int[])\n\
  as u(campaign_id, provider_id, bounce_class, bounced_hard, bounced_soft, deferred)\n\
order by u.campaign_id, u.provider_id, u.bounce_class\n\
on conflict (workspace_id, campaign_id, provider_id, bounce_class, stripe) do update set\n\
  bounced_hard = s.bounced_hard + excluded.bounced_hard, bounced_soft = s.bounced_soft + excluded.bounced_soft, deferred = s.deferred + excluded.deferred", ["workspace_id","stripe","campaign_ids","provider_ids","bounce_classes","bounced_hard","bounced_soft","deferred"])

export type WebhookSecretGetParams = {
  workspace_id: string
  provider_id: string
}
export type WebhookSecretGetRow = {
  "kind": string
  "webhook_secret_ct": Buffer | null
}
/** The secret that a provider's webhooks are verified with. */
export const webhookSecretGet = namedQuery<WebhookSecretGetParams, WebhookSecretGetRow>("webhook_secret_get", "select p.kind, p.webhook_secret_ct from delivery.provider p where p.workspace_id = $1 and p.provider_id = $2", ["workspace_id","provider_id"])
