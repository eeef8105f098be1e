// What waits, since when, and who works on it.
import type { Id, Tx } from '../kernel/index.ts'
import { queueFigures, queueUncertain, queueWorkers } from './provider.sql.ts'

export type QueueFigures = {
  launches: { launchId: Id; campaignId: Id | null; campaignName: string; state: string; waiting: Record<string, number>; oldestDueAt: Date | null }[]
  /** Sums over the launches by state: ready, deferred, leased, attempting. */
  totals: Record<string, number>
  uncertain: { state: string; reason: string | null; count: number; oldestAt: Date | null }[]
  workers: { instance: string; release: string; startedAt: Date; seenAt: Date; facts: Record<string, unknown> }[]
}

/** Figures of one workspace (workers: of the installation). Costs as much as there waits, nothing for what is done. */
export async function readQueueFigures(tx: Tx, workspaceId: Id): Promise<QueueFigures> {
  const rows = await queueFigures.many(tx, { workspace_id: workspaceId })
  const launches = new Map<Id, QueueFigures['launches'][number]>()
  const totals: Record<string, number> = { ready: 0, deferred: 0, leased: 0, attempting: 0 }
  for (const r of rows) {
    const known = launches.get(r.launch_id) ?? { launchId: r.launch_id, campaignId: r.campaign_id, campaignName: r.campaign_name, state: r.launch_state, waiting: {}, oldestDueAt: null }
    known.waiting[r.state] = r.count
    if ((r.state === 'ready' || r.state === 'deferred') && r.oldest_at && (!known.oldestDueAt || r.oldest_at < known.oldestDueAt)) known.oldestDueAt = r.oldest_at
    totals[r.state] = (totals[r.state] ?? 0) + r.count
    launches.set(r.launch_id, known)
  }
  const uncertain = (await queueUncertain.many(tx, { workspace_id: workspaceId })).map((u) => ({ state: u.state, reason: u.reason, count: u.count, oldestAt: u.oldest_at }))
  const workers = (await queueWorkers.many(tx, {})).map((w) => ({ instance: w.instance, release: w.release, startedAt: w.started_at, seenAt: w.seen_at, facts: w.facts as Record<string, unknown> }))
  return { launches: [...launches.values()], totals, uncertain, workers }
}
