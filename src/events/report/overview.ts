// The overview of a workspace and of its providers over the last days.
import type { Id, Tx } from '../../kernel/index.ts'
import { campaignFigures } from './campaign-report.ts'
import type { Rates, Totals } from './rates.ts'
import { reportOverviewDays, reportProviderAll, reportProviders, reportRecentCampaigns, reportTimezone } from './report.sql.ts'

export const OVERVIEW_DAYS = 30
export const OVERVIEW_KEYS = ['sent', 'delivered', 'deferred', 'bounced_hard', 'bounced_soft', 'complained', 'unsubscribed', 'rejected', 'opens', 'opens_bot', 'unique_opens', 'clicks', 'clicks_bot', 'unique_clicks'] as const
export type OverviewFigures = Record<(typeof OVERVIEW_KEYS)[number], number>

export type Overview = {
  timezone: string
  since: Date
  totals: OverviewFigures
  /** One row per day with mail, `YYYY-MM-DD` in the workspace's zone; the first may be a part of a day. */
  days: ({ day: string } & OverviewFigures)[]
  campaigns: { campaignId: Id; name: string; state: string; launchedAt: Date; totals: Totals; rates: Rates }[]
}

/** From counters only. `campaigns`: how many of the last launched ones are told. */
export async function workspaceOverview(tx: Tx, workspaceId: Id, now: Date, options: { days?: number; campaigns?: number } = {}): Promise<Overview> {
  const since = new Date(now.getTime() - (options.days ?? OVERVIEW_DAYS) * 86_400_000)
  const timezone = (await reportTimezone.one(tx, { workspace_id: workspaceId }))?.timezone ?? 'UTC'
  const rows = await reportOverviewDays.many(tx, { workspace_id: workspaceId, timezone, since })
  const days = rows.map((r) => ({ day: r.day, ...(Object.fromEntries(OVERVIEW_KEYS.map((k) => [k, Number(r[k])])) as OverviewFigures) }))
  const totals = Object.fromEntries(OVERVIEW_KEYS.map((k) => [k, days.reduce((sum, d) => sum + d[k], 0)])) as OverviewFigures
  const recent = await reportRecentCampaigns.many(tx, { workspace_id: workspaceId, since: new Date(now.getTime() - 366 * 86_400_000), campaigns: String(options.campaigns ?? 10) })
  const figures = await campaignFigures(tx, workspaceId, recent.map((c) => c.campaign_id))
  return { timezone, since, totals, days, campaigns: recent.map((c) => ({ campaignId: c.campaign_id, name: c.name, state: c.state, launchedAt: c.launched_at, ...figures.get(c.campaign_id)! })) }
}

export const PROVIDER_KEYS = ['sent', 'delivered', 'deferred', 'bounced_hard', 'bounced_soft', 'complained', 'unsubscribed', 'opens', 'opens_bot', 'clicks', 'clicks_bot'] as const
export type ProviderFigures = Record<(typeof PROVIDER_KEYS)[number], number> & { latencyMs: number | null }
export type ProviderReport = { providerId: Id; name: string; kind: string; totals: ProviderFigures; destinations: ({ mailboxProvider: string } & ProviderFigures)[] }

type ProviderRow = Record<(typeof PROVIDER_KEYS)[number] | 'latency_ms_sum', string>
function providerFigures(rows: readonly ProviderRow[]): ProviderFigures {
  const sum = (k: keyof ProviderRow): number => rows.reduce((a, r) => a + Number(r[k]), 0)
  const figures = Object.fromEntries(PROVIDER_KEYS.map((k) => [k, sum(k)])) as Record<(typeof PROVIDER_KEYS)[number], number>
  return { ...figures, latencyMs: figures.sent > 0 ? Math.round(sum('latency_ms_sum') / figures.sent) : null }
}

/** Every provider with its figures of the last days, apart by mailbox provider. From counters only. */
export async function providerReport(tx: Tx, workspaceId: Id, now: Date, days = OVERVIEW_DAYS): Promise<ProviderReport[]> {
  const providers = await reportProviderAll.many(tx, { workspace_id: workspaceId })
  const rows = providers.length === 0 ? [] : await reportProviders.many(tx, { workspace_id: workspaceId, provider_ids: providers.map((p) => p.provider_id), since: new Date(now.getTime() - days * 86_400_000) })
  return providers.map((p) => {
    const own = rows.filter((r) => r.provider_id === p.provider_id)
    return { providerId: p.provider_id, name: p.name, kind: p.kind, totals: providerFigures(own), destinations: own.map((r) => ({ mailboxProvider: r.mailbox_provider, ...providerFigures([r]) })) }
  })
}
