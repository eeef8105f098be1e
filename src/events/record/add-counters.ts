// Writes sums into the counter tables: one statement per table, rows in key order, all on one stripe.
import type { Id, Tx } from '../../kernel/index.ts'
import { bounceStatsAdd, campaignHourStatsAdd, campaignStatsAdd, engagementAdd, linkStatsAdd, providerStatsAdd, softBouncesRecount, workspaceHourStatsAdd } from '../events.sql.ts'
import { BOUNCE_KEYS, CAMPAIGN_KEYS, HOUR_KEYS, PROVIDER_KEYS, WORKSPACE_KEYS } from './counter-keys.ts'
import { nextStripe } from './stripe.ts'
import type { BounceRow, CampaignRow, EngagementRow, HourRow, LinkRow, ProviderRow, Tally, WorkspaceRow } from './tally.ts'

const columns = <K extends string>(rows: readonly { counts: Record<K, number> }[], keys: readonly K[]): Record<K, number[]> =>
  Object.fromEntries(keys.map((k) => [k, rows.map((r) => r.counts[k])])) as Record<K, number[]>


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

async function addWorkspaceCounts(tx: Tx, workspaceId: Id, rows: readonly WorkspaceRow[], stripe: number): Promise<void> {
  const used = rows.filter(anything)
  if (used.length === 0) return
  await workspaceHourStatsAdd.exec(tx, { workspace_id: workspaceId, stripe, hours: used.map((r) => r.hour), ...columns(used, WORKSPACE_KEYS) })
}

async function addBounceCounts(tx: Tx, workspaceId: Id, rows: readonly BounceRow[], stripe: number): Promise<void> {
  const used = rows.filter(anything)
  if (used.length === 0) return
  await bounceStatsAdd.exec(tx, {
    workspace_id: workspaceId, stripe, campaign_ids: used.map((r) => r.campaignId), provider_ids: used.map((r) => r.providerId), bounce_classes: used.map((r) => r.bounceClass),
    ...columns(used, BOUNCE_KEYS),
  })
}

async function addProviderCounts(tx: Tx, workspaceId: Id, rows: readonly ProviderRow[], stripe: number): Promise<void> {
  const used = rows.filter(anything)
  if (used.length === 0) return
  await providerStatsAdd.exec(tx, {
    workspace_id: workspaceId, stripe, provider_ids: used.map((r) => r.providerId), hours: used.map((r) => r.hour), mailbox_provider_codes: used.map((r) => r.mailboxProviderCode),
    ...columns(used, PROVIDER_KEYS), // the sum of milliseconds is the one that may outgrow an integer
    latency_ms_sum: used.map((r) => String(r.counts.latency_ms_sum)),
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
  await addWorkspaceCounts(tx, workspaceId, t.workspace, stripe)
  await addBounceCounts(tx, workspaceId, t.bounces, stripe)
  await addProviderCounts(tx, workspaceId, t.providers, stripe)
  await addEngagements(tx, workspaceId, t)
}
