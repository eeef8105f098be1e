// Writes sums into the counter tables: one statement per table, rows in key order, all on one stripe.
import type { Id, Tx } from '../../kernel/index.ts'
import { campaignHourStatsAdd, campaignStatsAdd, engagementAdd, linkStatsAdd, providerStatsAdd, softBouncesRecount } from '../events.sql.ts'
import { nextStripe } from './stripe.ts'
import type { CampaignCounts, CampaignRow, EngagementRow, HourRow, LinkRow, ProviderRow, Tally } from './tally.ts'

const columns = <K extends string>(rows: readonly { counts: Record<K, number> }[], keys: readonly K[]): Record<K, number[]> =>
  Object.fromEntries(keys.map((k) => [k, rows.map((r) => r.counts[k])])) as Record<K, number[]>

const CAMPAIGN_KEYS = ['queued', 'sent', 'delivered', 'deferred', 'bounced_hard', 'bounced_soft', 'complained', 'unsubscribed', 'rejected', 'skipped', 'failed', 'cancelled', 'opens', 'opens_bot', 'unique_opens', 'clicks', 'clicks_bot', 'unique_clicks'] as const satisfies readonly (keyof CampaignCounts)[]
const HOUR_KEYS = ['sent', 'delivered', 'bounced', 'complained', 'unsubscribed', 'opens', 'unique_opens', 'clicks', 'unique_clicks'] as const
const PROVIDER_KEYS = ['sent', 'delivered', 'deferred', 'bounced_hard', 'bounced_soft', 'complained', 'unsubscribed', 'opens', 'opens_bot', 'clicks', 'clicks_bot'] as const

const anything = (row: { counts: Record<string, number> }): boolean => Object.values(row.counts).some((n) => n !== 0)

export async function addCampaignCounts(tx: Tx, workspaceId: Id, rows: readonly CampaignRow[], stripe: number, at: Date): Promise<void> {
  const used = rows.filter(anything)
  if (used.length === 0) return
  await campaignStatsAdd.exec(tx, {
    workspace_id: workspaceId, stripe, updated_at: at,
    campaign_ids: used.map((r) => r.campaignId), variant_nos: used.map((r) => r.variantNo), provider_ids: used.map((r) => r.providerId),
    ...columns(used, CAMPAIGN_KEYS),
  })
}

async function addLinkCounts(tx: Tx, workspaceId: Id, rows: readonly LinkRow[], stripe: number): Promise<void> {
  if (rows.length === 0) return
  await linkStatsAdd.exec(tx, {
    workspace_id: workspaceId, stripe, campaign_ids: rows.map((r) => r.campaignId), link_nos: rows.map((r) => r.linkNo),
    clicks: rows.map((r) => r.clicks), clicks_bot: rows.map((r) => r.clicks_bot), unique_clicks: rows.map((r) => r.unique_clicks),
  })
}

async function addHourCounts(tx: Tx, workspaceId: Id, rows: readonly HourRow[], stripe: number): Promise<void> {
  const used = rows.filter(anything)
  if (used.length === 0) return
  await campaignHourStatsAdd.exec(tx, { workspace_id: workspaceId, stripe, campaign_ids: used.map((r) => r.campaignId), hours: used.map((r) => r.hour), ...columns(used, HOUR_KEYS) })
}

async function addProviderCounts(tx: Tx, workspaceId: Id, rows: readonly ProviderRow[], stripe: number): Promise<void> {
  const used = rows.filter(anything)
  if (used.length === 0) return
  await providerStatsAdd.exec(tx, {
    workspace_id: workspaceId, stripe, provider_ids: used.map((r) => r.providerId), hours: used.map((r) => r.hour), mailbox_provider_codes: used.map((r) => r.mailboxProviderCode),
    ...columns(used, PROVIDER_KEYS), latency_ms_sum: used.map((r) => String(r.counts.latency_ms_sum)),
  })
}

async function addEngagements(tx: Tx, workspaceId: Id, t: Tally): Promise<void> {
  const rows: readonly EngagementRow[] = t.engagements
  if (rows.length === 0) return
  const time = (ms: number): Date => new Date(ms)
  const bounced = await engagementAdd.many(tx, {
    workspace_id: workspaceId, contact_ids: rows.map((r) => r.contactId),
    sent_ats: rows.map((r) => time(r.sentAt)), open_ats: rows.map((r) => time(r.openAt)), click_ats: rows.map((r) => time(r.clickAt)),
    sent: rows.map((r) => r.sent), opens: rows.map((r) => r.opens), clicks: rows.map((r) => r.clicks),
  })
  // The engagement rows are locked from here on, so what this counts cannot change before the commit.
  const again = new Set([...t.softBounced, ...bounced.map((r) => r.contact_id).filter((id) => t.alive.has(id))])
  if (again.size > 0) await softBouncesRecount.exec(tx, { workspace_id: workspaceId, contact_ids: [...again].sort() })
}

/** Adds a batch's sums to every counter. The order of tables is the same for all writers: no two wait in a circle. */
export async function addCounters(tx: Tx, workspaceId: Id, t: Tally, at: Date): Promise<void> {
  const stripe = nextStripe()
  await addCampaignCounts(tx, workspaceId, t.campaigns, stripe, at)
  await addLinkCounts(tx, workspaceId, t.links, stripe)
  await addHourCounts(tx, workspaceId, t.hours, stripe)
  await addProviderCounts(tx, workspaceId, t.providers, stripe)
  await addEngagements(tx, workspaceId, t)
}
