// What each counter gains from a batch of events. The rules stand here once; recount.sql says the same in SQL and the
// property test holds one against the other.
import type { Id } from '../../kernel/index.ts'
import type { EventType, Outcome } from '../event.ts'

/** An event that was really written, with what the database decided about it. */
export type WrittenEvent = Outcome & { isFirst: boolean; isFirstOfLink: boolean; mailboxProviderCode: number }

export type CampaignCounts = Record<
  'queued' | 'sent' | 'delivered' | 'deferred' | 'bounced_hard' | 'bounced_soft' | 'complained' | 'unsubscribed' | 'rejected' | 'skipped' | 'failed' | 'cancelled' | 'opens' | 'opens_bot' | 'unique_opens' | 'clicks' | 'clicks_bot' | 'unique_clicks',
  number
>
export type CampaignRow = { campaignId: Id; variantNo: number; providerId: Id; counts: CampaignCounts }
export type LinkRow = { campaignId: Id; linkNo: number; clicks: number; clicks_bot: number; unique_clicks: number }
export type HourCounts = Record<'sent' | 'delivered' | 'bounced' | 'complained' | 'unsubscribed' | 'opens' | 'unique_opens' | 'clicks' | 'unique_clicks', number>
export type HourRow = { campaignId: Id; hour: Date; counts: HourCounts }
export type ProviderCounts = Record<
  'sent' | 'delivered' | 'deferred' | 'bounced_hard' | 'bounced_soft' | 'complained' | 'unsubscribed' | 'opens' | 'opens_bot' | 'clicks' | 'clicks_bot' | 'latency_ms_sum',
  number
>
export type ProviderRow = { providerId: Id; hour: Date; mailboxProviderCode: number; counts: ProviderCounts }
export type WorkspaceCounts = Omit<CampaignCounts, 'queued' | 'skipped' | 'failed' | 'cancelled'>
export type WorkspaceRow = { hour: Date; counts: WorkspaceCounts }
export type BounceRow = { campaignId: Id; providerId: Id; bounceClass: string; counts: Record<'bounced_hard' | 'bounced_soft' | 'deferred', number> }
export type EngagementRow = { contactId: Id; sentAt: number; openAt: number; clickAt: number; sent: number; opens: number; clicks: number }

export type Tally = { campaigns: CampaignRow[]; workspace: WorkspaceRow[]; bounces: BounceRow[]; links: LinkRow[]; hours: HourRow[]; providers: ProviderRow[]; engagements: EngagementRow[]; softBounced: Set<Id>; alive: Set<Id> }

export const noCampaignCounts = (): CampaignCounts => ({
  queued: 0, sent: 0, delivered: 0, deferred: 0, bounced_hard: 0, bounced_soft: 0, complained: 0, unsubscribed: 0, rejected: 0, skipped: 0, failed: 0, cancelled: 0,
  opens: 0, opens_bot: 0, unique_opens: 0, clicks: 0, clicks_bot: 0, unique_clicks: 0,
})
const noWorkspaceCounts = (): WorkspaceCounts => ({
  sent: 0, delivered: 0, deferred: 0, bounced_hard: 0, bounced_soft: 0, complained: 0, unsubscribed: 0, rejected: 0, opens: 0, opens_bot: 0, unique_opens: 0, clicks: 0, clicks_bot: 0, unique_clicks: 0,
})
const noHourCounts = (): HourCounts => ({ sent: 0, delivered: 0, bounced: 0, complained: 0, unsubscribed: 0, opens: 0, unique_opens: 0, clicks: 0, unique_clicks: 0 })
const noProviderCounts = (): ProviderCounts => ({
  sent: 0, delivered: 0, deferred: 0, bounced_hard: 0, bounced_soft: 0, complained: 0, unsubscribed: 0, opens: 0, opens_bot: 0, clicks: 0, clicks_bot: 0, latency_ms_sum: 0,
})

/** Of these, a campaign counts people, not occurrences. */
const PEOPLE: ReadonlySet<EventType> = new Set(['sent', 'delivered', 'bounced', 'complained', 'unsubscribed', 'rejected'])

/** The counter an event belongs to, or undefined when it does not count: a repeat by the same person, or no counter at all. */
function mainCounter(e: WrittenEvent): Exclude<keyof CampaignCounts, 'queued' | 'skipped' | 'failed' | 'cancelled' | 'unique_opens' | 'unique_clicks'> | undefined {
  // Mail without a campaign has no first touches: there every occurrence counts.
  if (PEOPLE.has(e.eventType) && !e.isFirst && e.campaignId !== null) return undefined
  switch (e.eventType) {
    case 'bounced':
      return e.hard === true ? 'bounced_hard' : 'bounced_soft'
    case 'opened':
      return e.isBot ? 'opens_bot' : 'opens'
    case 'clicked':
      return e.isBot ? 'clicks_bot' : 'clicks'
    case 'sent':
    case 'delivered':
    case 'deferred':
    case 'complained':
    case 'unsubscribed':
    case 'rejected':
      return e.eventType
    default:
      return undefined
  }
}

function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)
}

function at<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}

/** Sums a batch up: one row per counter that changes. */
export function tally(events: readonly WrittenEvent[]): Tally {
  const campaigns = new Map<string, CampaignRow>()
  const links = new Map<string, LinkRow>()
  const hours = new Map<string, HourRow>()
  const providers = new Map<string, ProviderRow>()
  const workspace = new Map<string, WorkspaceRow>()
  const bounces = new Map<string, BounceRow>()
  const engagements = new Map<string, EngagementRow>()
  const softBounced = new Set<Id>()
  const alive = new Set<Id>()
  for (const e of events) {
    const counter = mainCounter(e)
    const hour = hourOf(e.occurredAt)
    addWorkspace(at(workspace, String(hour.getTime()), () => ({ hour, counts: noWorkspaceCounts() })), e, counter)
    if (e.campaignId !== null) {
      addCampaign(at(campaigns, `${e.campaignId}/${e.variantNo ?? 0}/${e.providerId ?? 0}`, () => ({ campaignId: e.campaignId!, variantNo: e.variantNo ?? 0, providerId: e.providerId ?? '0', counts: noCampaignCounts() })), e, counter)
      addHour(at(hours, `${e.campaignId}/${hour.getTime()}`, () => ({ campaignId: e.campaignId!, hour, counts: noHourCounts() })), e, counter)
      if (counter === 'bounced_hard' || counter === 'bounced_soft' || counter === 'deferred') {
        const bounceClass = e.bounceClass ?? 'undetermined'
        at(bounces, `${e.campaignId}/${e.providerId ?? 0}/${bounceClass}`, () => ({ campaignId: e.campaignId!, providerId: e.providerId ?? '0', bounceClass, counts: { bounced_hard: 0, bounced_soft: 0, deferred: 0 } })).counts[counter] += 1
      }
      if (e.eventType === 'clicked' && e.linkNo) {
        addLink(at(links, `${e.campaignId}/${e.linkNo}`, () => ({ campaignId: e.campaignId!, linkNo: e.linkNo!, clicks: 0, clicks_bot: 0, unique_clicks: 0 })), e)
      }
    }
    if (e.providerId !== null) {
      addProvider(at(providers, `${e.providerId}/${hour.getTime()}/${e.mailboxProviderCode}`, () => ({ providerId: e.providerId!, hour, mailboxProviderCode: e.mailboxProviderCode, counts: noProviderCounts() })), e, counter)
    }
    addEngagement(engagements, e, counter)
    if (e.eventType === 'bounced' && e.hard !== true) softBounced.add(e.contactId)
    if (['delivered', 'opened', 'clicked'].includes(e.eventType) && !e.isBot) alive.add(e.contactId)
  }
  return { campaigns: [...campaigns.values()], workspace: [...workspace.values()], bounces: [...bounces.values()], links: [...links.values()], hours: [...hours.values()], providers: [...providers.values()], engagements: [...engagements.values()], softBounced, alive }
}

type Main = ReturnType<typeof mainCounter>

function addCampaign(row: CampaignRow, e: WrittenEvent, counter: Main): void {
  if (counter) row.counts[counter] += 1
  if (e.isFirst && e.eventType === 'opened') row.counts.unique_opens += 1
  if (e.isFirst && e.eventType === 'clicked') row.counts.unique_clicks += 1
}

function addWorkspace(row: WorkspaceRow, e: WrittenEvent, counter: Main): void {
  if (counter) row.counts[counter] += 1
  if (e.isFirst && e.eventType === 'opened') row.counts.unique_opens += 1
  if (e.isFirst && e.eventType === 'clicked') row.counts.unique_clicks += 1
}

function addHour(row: HourRow, e: WrittenEvent, counter: Main): void {
  if (counter === 'bounced_hard' || counter === 'bounced_soft') row.counts.bounced += 1
  else if (counter && counter in row.counts) row.counts[counter as keyof HourCounts] += 1
  if (e.isFirst && e.eventType === 'opened') row.counts.unique_opens += 1
  if (e.isFirst && e.eventType === 'clicked') row.counts.unique_clicks += 1
}

function addLink(row: LinkRow, e: WrittenEvent): void {
  row[e.isBot ? 'clicks_bot' : 'clicks'] += 1
  if (e.isFirstOfLink) row.unique_clicks += 1
}

function addProvider(row: ProviderRow, e: WrittenEvent, counter: Main): void {
  if (counter && counter in row.counts) row.counts[counter as keyof ProviderCounts] += 1
  if (counter === 'sent') row.counts.latency_ms_sum += e.latencyMs ?? 0
}

function addEngagement(rows: Map<string, EngagementRow>, e: WrittenEvent, counter: Main): void {
  const field = ({ sent: 'sent', opens: 'opens', clicks: 'clicks' } as const)[counter as 'sent' | 'opens' | 'clicks']
  const touched = field !== undefined || e.eventType === 'bounced' || e.eventType === 'delivered'
  if (!touched) return
  const row = at(rows, e.contactId, () => ({ contactId: e.contactId, sentAt: 0, openAt: 0, clickAt: 0, sent: 0, opens: 0, clicks: 0 }))
  if (field === undefined) return
  row[field] += 1
  const time = ({ sent: 'sentAt', opens: 'openAt', clicks: 'clickAt' } as const)[field]
  row[time] = Math.max(row[time], e.occurredAt.getTime())
}

const minus = <T extends Record<string, number>>(counts: T): T => Object.fromEntries(Object.entries(counts).map(([k, n]) => [k, -n])) as T

/** The same sums with the opposite sign: takes events out of the counters again. Times are left out, they have no opposite. */
export function negate(t: Tally): Tally {
  return {
    campaigns: t.campaigns.map((r) => ({ ...r, counts: minus(r.counts) })),
    workspace: t.workspace.map((r) => ({ ...r, counts: minus(r.counts) })),
    bounces: t.bounces.map((r) => ({ ...r, counts: minus(r.counts) })),
    links: t.links.map((r) => ({ ...r, clicks: -r.clicks, clicks_bot: -r.clicks_bot, unique_clicks: -r.unique_clicks })),
    hours: t.hours.map((r) => ({ ...r, counts: minus(r.counts) })),
    providers: t.providers.map((r) => ({ ...r, counts: minus(r.counts) })),
    engagements: t.engagements.map((r) => ({ contactId: r.contactId, sentAt: 0, openAt: 0, clickAt: 0, sent: -r.sent, opens: -r.opens, clicks: -r.clicks })),
    softBounced: t.softBounced,
    alive: t.alive,
  }
}
