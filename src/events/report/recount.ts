// Counts everything again from the raw rows, says where counters differ and, when asked, mends them. A difference is an
// amount, and counters only ever grow by amounts: so it may be added while traffic goes on.
import type { Pool } from 'pg'
import { kernelErrors, withWorkspace, type Id, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import { addCounters } from '../record/add-counters.ts'
import { BOUNCE_KEYS, CAMPAIGN_KEYS, HOUR_KEYS, PROVIDER_KEYS, WORKSPACE_KEYS } from '../record/counter-keys.ts'
import type { Tally } from '../record/tally.ts'
import {
  engagementHold, engagementRebuild, recountBounceStats, recountCampaignStats, recountEngagement, recountFirstTouch, recountHourStats, recountLinkStats, recountLock, recountProviderStats, recountSince, recountVerifiable,
  recountWorkspaceStats,
} from './recount.sql.ts'

export type Drift = { table: string; key: string; counter: string; expected: number; actual: number }
export type RecountResult = {
  /** Campaigns that were counted; older ones have lost events to retention and are left as they are. */
  campaigns: number
  olderCampaigns: number
  drift: Drift[]
  /** Contacts whose engagement differs. */
  engagements: number
  mended: boolean
}

const LINK_KEYS = ['clicks', 'clicks_bot', 'unique_clicks'] as const
type Found = { drift: Drift[]; deltas: Tally; contactIds: Id[] }
type Pair = { expected: string[] | null; actual: string[] | null }

/**
 * Recounts one workspace, reading one snapshot. With `fix` differences are added to the counters and engagement rows are
 * made again, safely beside traffic. Differences of first_touch are told and never mended: they would hide a fault.
 * Throws CONFLICT when another recount of this workspace is running.
 */
export async function recount(pool: Pool, scope: WorkspaceScope, options: { fix?: boolean; now?: Date } = {}): Promise<RecountResult> {
  const { workspaceId } = scope
  return withWorkspace(pool, scope, async (tx) => {
    if (!(await recountLock.one(tx, { workspace_id: workspaceId }))?.taken) throw kernelErrors.CONFLICT({ detail: 'Another recount is running.' })
    const since = (await recountSince.one(tx, {}))?.since ?? new Date(0)
    const scopeOf = await recountVerifiable.one(tx, { workspace_id: workspaceId, since })
    const found = await compare(tx, workspaceId, scopeOf!.campaign_ids, since)
    const isAnything = found.drift.some((d) => d.table !== 'events.first_touch') || found.contactIds.length > 0
    // The lock of this transaction is held while another one, with a fresh snapshot, adds what is missing.
    if (options.fix && isAnything) await mend(pool, scope, found, options.now ?? new Date())
    return { campaigns: scopeOf!.campaign_ids.length, olderCampaigns: Number(scopeOf!.older), drift: found.drift, engagements: found.contactIds.length, mended: options.fix === true && isAnything }
  }, { isolation: 'repeatable read', readOnly: true })
}

/** Counters of a row that differ, and by how much. */
function differences<K extends string>(found: Drift[], table: string, key: string, keys: readonly K[], row: Pair): Record<K, number> {
  const out = {} as Record<K, number>
  keys.forEach((counter, i) => {
    const [expected, actual] = [Number(row.expected?.[i] ?? 0), Number(row.actual?.[i] ?? 0)]
    out[counter] = expected - actual
    if (expected !== actual) found.push({ table, key, counter, expected, actual })
  })
  return out
}

async function compare(tx: Tx, workspaceId: Id, campaignIds: Id[], since: Date): Promise<Found> {
  const drift: Drift[] = []
  const of = { workspace_id: workspaceId, campaign_ids: campaignIds }
  const period = { workspace_id: workspaceId, since }
  const campaigns = (await recountCampaignStats.many(tx, of)).map((r) => ({
    campaignId: r.campaign_id, variantNo: r.variant_no, providerId: r.provider_id, counts: differences(drift, 'events.campaign_stats', `${r.campaign_id}/${r.variant_no}/${r.provider_id}`, CAMPAIGN_KEYS, r) }))
  const links = (await recountLinkStats.many(tx, of)).map((r) => ({ campaignId: r.campaign_id, linkNo: r.link_no, ...differences(drift, 'events.link_stats', `${r.campaign_id}/${r.link_no}`, LINK_KEYS, r) }))
  const hours = (await recountHourStats.many(tx, of)).map((r) => ({ campaignId: r.campaign_id, hour: r.hour, counts: differences(drift, 'events.campaign_hour_stats', `${r.campaign_id}/${r.hour.toISOString()}`, HOUR_KEYS, r) }))
  const bounces = (await recountBounceStats.many(tx, of)).map((r) => ({
    campaignId: r.campaign_id, providerId: r.provider_id, bounceClass: r.bounce_class, counts: differences(drift, 'events.bounce_stats', `${r.campaign_id}/${r.provider_id}/${r.bounce_class}`, BOUNCE_KEYS, r) }))
  const workspace = (await recountWorkspaceStats.many(tx, period)).map((r) => ({ hour: r.hour, counts: differences(drift, 'events.workspace_hour_stats', r.hour.toISOString(), WORKSPACE_KEYS, r) }))
  const providers = (await recountProviderStats.many(tx, period)).map((r) => ({
    providerId: r.provider_id, hour: r.hour, mailboxProviderCode: r.mailbox_provider_code,
    counts: differences(drift, 'events.provider_stats', `${r.provider_id}/${r.hour.toISOString()}/${r.mailbox_provider_code}`, PROVIDER_KEYS, r) }))
  for (const r of await recountFirstTouch.many(tx, of)) drift.push({ table: 'events.first_touch', key: `${r.campaign_id}/${r.event_type}`, counter: 'people', expected: Number(r.people), actual: Number(r.claims) })
  const contactIds = (await recountEngagement.many(tx, period)).map((r) => r.contact_id)
  return { drift, contactIds, deltas: { campaigns, links, hours, bounces, workspace, providers, engagements: [], softBounced: new Set(), alive: new Set() } }
}

async function mend(pool: Pool, scope: WorkspaceScope, found: Found, now: Date): Promise<void> {
  const { workspaceId } = scope
  await withWorkspace(pool, scope, (tx) => addCounters(tx, workspaceId, found.deltas, now), { retry: true })
  for (let i = 0; i < found.contactIds.length; i += 1_000) {
    const contact_ids = found.contactIds.slice(i, i + 1_000)
    await withWorkspace(pool, scope, async (tx) => {
      await engagementHold.many(tx, { workspace_id: workspaceId, contact_ids })
      await engagementRebuild.exec(tx, { workspace_id: workspaceId, contact_ids })
    }, { retry: true })
  }
}
