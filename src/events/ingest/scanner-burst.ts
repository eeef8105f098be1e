// Security scanners click all links of a mail within seconds. Three different links of one mail by one recipient in five
// seconds is no person; what was counted before the burst was complete is taken back.
import { idTime, type Id, type Tx } from '../../kernel/index.ts'
import { campaignClicksByContact, engagementLock, eventFlagsSet, firstTouchAdd, firstTouchDelete, lastClickRecount, recentClicksMany, type CampaignClicksByContactRow } from '../events.sql.ts'
import type { Outcome } from '../event.ts'
import { addCounters } from '../record/add-counters.ts'
import { negate, tally, type WrittenEvent } from '../record/tally.ts'

export const BURST_LINKS = 3
export const BURST_MS = 5_000

type Click = { at: number; linkNo: number; fresh?: Outcome }
export type Burst = { campaignId: Id; contactId: Id; launchId: Id; from: number; to: number }

/**
 * Marks clicks of a batch that belong to a burst (`isBot` is set on them), seen together with those already recorded.
 * Answers the bursts that reach back to recorded clicks, for takeBackClicks.
 */
export async function markBursts(tx: Tx, workspaceId: Id, outcomes: readonly Outcome[]): Promise<Burst[]> {
  const clicks = outcomes.filter((o) => o.eventType === 'clicked' && o.campaignId !== null && o.linkNo && !o.isBot)
  if (clicks.length === 0) return []
  const groups = new Map<string, { campaignId: Id; contactId: Id; launchId: Id; clicks: Click[] }>()
  for (const o of clicks) {
    const key = `${o.campaignId}/${o.contactId}`
    const group = groups.get(key) ?? { campaignId: o.campaignId!, contactId: o.contactId, launchId: o.launchId!, clicks: [] }
    groups.set(key, group)
    group.clicks.push({ at: o.occurredAt.getTime(), linkNo: o.linkNo!, fresh: o })
  }
  const times = clicks.map((o) => o.occurredAt.getTime())
  const list = [...groups.values()]
  const recorded = await recentClicksMany.many(tx, {
    workspace_id: workspaceId, campaign_ids: list.map((g) => g.campaignId), contact_ids: list.map((g) => g.contactId),
    since: new Date(times.reduce((a, b) => Math.min(a, b)) - BURST_MS), until: new Date(times.reduce((a, b) => Math.max(a, b)) + BURST_MS),
  })
  for (const r of recorded) groups.get(`${r.campaign_id}/${r.contact_id}`)?.clicks.push({ at: r.occurred_at.getTime(), linkNo: r.link_no })
  return list.flatMap((g) => burstsOf(g.clicks).flatMap((range) => {
    const inside = g.clicks.filter((c) => range.from <= c.at && c.at <= range.to)
    for (const c of inside) if (c.fresh) c.fresh.isBot = true
    return inside.some((c) => !c.fresh) ? [{ campaignId: g.campaignId, contactId: g.contactId, launchId: g.launchId, ...range }] : []
  }))
}

/** Ranges of time in which BURST_LINKS different links were clicked within BURST_MS; overlapping ones are joined. */
export function burstsOf(clicks: readonly Click[]): { from: number; to: number }[] {
  const sorted = [...clicks].sort((a, b) => a.at - b.at)
  const out: { from: number; to: number }[] = []
  let start = 0
  for (let end = 0; end < sorted.length; end++) {
    while (sorted[end]!.at - sorted[start]!.at > BURST_MS) start += 1
    const links = new Set(sorted.slice(start, end + 1).map((c) => c.linkNo))
    if (links.size < BURST_LINKS) continue
    const last = out.at(-1)
    if (last && sorted[start]!.at <= last.to) last.to = sorted[end]!.at
    else out.push({ from: sorted[start]!.at, to: sorted[end]!.at })
  }
  return out
}

type Flags = { isBot: boolean; isFirst: boolean; isFirstOfLink: boolean }

/**
 * Makes recorded clicks inside bursts clicks of a machine: flags, first touches, counters and the last click follow.
 * Two at once for one contact wait for each other on the engagement row.
 */
export async function takeBackClicks(tx: Tx, workspaceId: Id, bursts: readonly Burst[], now: Date): Promise<void> {
  for (const b of bursts) {
    await engagementLock.one(tx, { workspace_id: workspaceId, contact_id: b.contactId })
    const key = { workspace_id: workspaceId, campaign_id: b.campaignId, contact_id: b.contactId, since: idTime(b.launchId) }
    const rows = await campaignClicksByContact.many(tx, key)
    const before = withLinkFirsts(rows.map((r) => ({ isBot: r.is_bot, isFirst: r.is_first })), rows)
    const after = withLinkFirsts(reflag(rows, b), rows)
    const changed = rows.map((_, i) => i).filter((i) => before[i]!.isBot !== after[i]!.isBot || before[i]!.isFirst !== after[i]!.isFirst || before[i]!.isFirstOfLink !== after[i]!.isFirstOfLink)
    if (changed.length === 0) continue
    await eventFlagsSet.exec(tx, { ...key, occurred_ats: changed.map((i) => rows[i]!.occurred_at), event_ids: changed.map((i) => rows[i]!.event_id), is_bots: changed.map((i) => after[i]!.isBot), is_firsts: changed.map((i) => after[i]!.isFirst) })
    await renewTouches(tx, workspaceId, b, rows, after)
    await addCounters(tx, workspaceId, negate(tally(changed.map((i) => asEvent(rows[i]!, before[i]!)))), now)
    await addCounters(tx, workspaceId, tally(changed.map((i) => asEvent(rows[i]!, after[i]!))), now)
    await lastClickRecount.exec(tx, { workspace_id: workspaceId, contact_id: b.contactId })
  }
}

function reflag(rows: readonly CampaignClicksByContactRow[], b: Burst): { isBot: boolean; isFirst: boolean }[] {
  const bots = rows.map((r) => r.is_bot || (b.from <= r.occurred_at.getTime() && r.occurred_at.getTime() <= b.to))
  const kept = rows.findIndex((r, i) => r.is_first && !bots[i])
  const first = kept >= 0 ? kept : bots.indexOf(false)
  return bots.map((isBot, i) => ({ isBot, isFirst: i === first }))
}

function withLinkFirsts(flags: readonly { isBot: boolean; isFirst: boolean }[], rows: readonly CampaignClicksByContactRow[]): Flags[] {
  const seen = new Set<number>()
  return flags.map((f, i) => {
    const linkNo = rows[i]!.link_no
    const isFirstOfLink = !f.isBot && !!linkNo && !seen.has(linkNo)
    if (isFirstOfLink) seen.add(linkNo)
    return { ...f, isFirstOfLink }
  })
}

async function renewTouches(tx: Tx, workspaceId: Id, b: Burst, rows: readonly CampaignClicksByContactRow[], after: readonly Flags[]): Promise<void> {
  await firstTouchDelete.exec(tx, { workspace_id: workspaceId, campaign_id: b.campaignId, contact_id: b.contactId, link_nos: [0, ...new Set(rows.flatMap((r) => r.link_no ?? []))] })
  const touches = rows.flatMap((r, i) => [...(after[i]!.isFirst ? [{ linkNo: 0, at: r.occurred_at }] : []), ...(after[i]!.isFirstOfLink ? [{ linkNo: r.link_no!, at: r.occurred_at }] : [])])
  if (touches.length === 0) return
  await firstTouchAdd.many(tx, {
    workspace_id: workspaceId, campaign_ids: touches.map(() => b.campaignId), contact_ids: touches.map(() => b.contactId), event_types: touches.map(() => 'clicked'),
    link_nos: touches.map((t) => t.linkNo), occurred_ats: touches.map((t) => t.at),
  })
}

function asEvent(r: CampaignClicksByContactRow, f: Flags): WrittenEvent {
  return {
    launchId: r.launch_id, contactId: r.contact_id, seq: r.seq, campaignId: r.campaign_id, variantNo: r.variant_no, providerId: r.provider_id, eventType: 'clicked', occurredAt: r.occurred_at,
    eventKey: r.event_id, linkNo: r.link_no, ...f, mailboxProviderCode: r.mailbox_provider_code ?? 0,
  }
}
