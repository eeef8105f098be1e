// The report of one campaign, and the figures of many for lists.
import type { Id, Tx } from '../../kernel/index.ts'
import { eventErrors } from '../errors.ts'
import { groupTotals, noTotals, ratesOf, sumTotals, type ByKey, type Rates, type Totals } from './rates.ts'
import { reportBounces, reportCampaign, reportHours, reportLinks, reportProviderNames, reportTotals } from './report.sql.ts'

export type HourFigures = Record<'sent' | 'delivered' | 'bounced' | 'complained' | 'unsubscribed' | 'opens' | 'unique_opens' | 'clicks' | 'unique_clicks', number>
export type CampaignReport = {
  campaignId: Id
  name: string
  state: string
  tracksOpens: boolean
  tracksClicks: boolean
  launchedAt: Date | null
  finishedAt: Date | null
  /** Last change of a figure; null when nothing was counted yet. */
  updatedAt: Date | null
  totals: Totals
  rates: Rates
  variants: ByKey<number>[]
  providers: (ByKey<Id | null> & { name: string | null })[]
  hours: ({ hour: Date } & HourFigures)[]
  links: { linkNo: number; url: string; label: string; clicks: number; clicksBot: number; uniqueClicks: number }[]
  bounces: { bounceClass: string; providerId: Id | null; hard: number; soft: number; deferred: number }[]
}

/** Hours of a time line at most: a quarter of a year. */
const MAX_HOURS = 24 * 92
const HOUR_KEYS = ['sent', 'delivered', 'bounced', 'complained', 'unsubscribed', 'opens', 'unique_opens', 'clicks', 'unique_clicks'] as const

/** The whole report, from counters only. Throws EVENT_CAMPAIGN_NOT_FOUND. */
export async function campaignReport(tx: Tx, workspaceId: Id, campaignId: Id): Promise<CampaignReport> {
  const key = { workspace_id: workspaceId, campaign_id: campaignId }
  const campaign = await reportCampaign.one(tx, key)
  if (!campaign) throw eventErrors.EVENT_CAMPAIGN_NOT_FOUND()
  const rows = await reportTotals.many(tx, { workspace_id: workspaceId, campaign_ids: [campaignId] })
  const hours = await reportHours.many(tx, { ...key, hours: String(MAX_HOURS) })
  const links = await reportLinks.many(tx, key)
  const bounces = await reportBounces.many(tx, key)
  const providers = groupTotals(rows, (r) => r.provider_id)
  const names = await reportProviderNames.many(tx, { workspace_id: workspaceId, provider_ids: providers.map((p) => p.key) })
  const totals = sumTotals(rows)
  return {
    campaignId, name: campaign.name, state: campaign.state, tracksOpens: campaign.track_opens, tracksClicks: campaign.track_clicks,
    launchedAt: campaign.launched_at, finishedAt: campaign.finished_at, updatedAt: rows.reduce<Date | null>((a, r) => (!a || r.updated_at > a ? r.updated_at : a), null),
    totals, rates: ratesOf(totals), variants: groupTotals(rows, (r) => r.variant_no),
    providers: providers.map((p) => ({ ...p, key: p.key === '0' ? null : p.key, name: names.find((n) => n.provider_id === p.key)?.name ?? null })),
    hours: hours.map((h) => ({ hour: h.hour, ...(Object.fromEntries(HOUR_KEYS.map((k) => [k, Number(h[k])])) as HourFigures) })),
    links: links.map((l) => ({ linkNo: l.link_no, url: l.url, label: l.label, clicks: Number(l.clicks), clicksBot: Number(l.clicks_bot), uniqueClicks: Number(l.unique_clicks) })),
    bounces: bounces.map((b) => ({ bounceClass: b.bounce_class, providerId: b.provider_id === '0' ? null : b.provider_id, hard: Number(b.bounced_hard), soft: Number(b.bounced_soft), deferred: Number(b.deferred) })),
  }
}

/** Totals and rates of campaigns, for lists; every asked id is answered, with zeros when nothing was counted. */
export async function campaignFigures(tx: Tx, workspaceId: Id, campaignIds: readonly Id[]): Promise<Map<Id, { totals: Totals; rates: Rates }>> {
  const rows = campaignIds.length === 0 ? [] : await reportTotals.many(tx, { workspace_id: workspaceId, campaign_ids: [...campaignIds] })
  const found = new Map(groupTotals(rows, (r) => r.campaign_id).map((g) => [g.key, g]))
  return new Map(campaignIds.map((id) => [id, found.get(id) ?? { totals: noTotals(), rates: ratesOf(noTotals()) }]))
}
