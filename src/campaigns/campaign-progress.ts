// How far a launched campaign is, over all its launches: from the messages themselves, or, when they are many, from counters.
import type { Id, Tx } from '../kernel/index.ts'
import { campaignFigures } from '../events/index.ts'
import { progressCount, progressDoubt, progressLaunches, type ProgressLaunchesRow } from './campaigns.sql.ts'
import { campaignErrors } from './errors.ts'
import type { CampaignState } from './campaign.ts'
import type { LaunchState } from './launch/launch.ts'

export type CampaignProgress = {
  state: CampaignState
  /** Of the latest launch; null before the launch. */
  launchState: LaunchState | null
  audience: number
  queued: number
  waiting: number
  /** In the hands of a worker. */
  sending: number
  sent: number
  bounced: number
  failed: number
  skipped: number
  cancelled: number
  inDoubt: number
  held: number
  /** Messages that came to an end, over the last seconds. */
  perSecond: number
  /** At that pace; null when nothing moves. */
  secondsLeft: number | null
  launchedAt: Date | null
  finishedAt: Date | null
  errorCode: string | null
}

/** Up to here every message is looked at (200,000 rows: about 50 ms), above it counters are read, which know late bounces only as bounces. */
const COUNTED_UP_TO = 200_000
const LATELY_MS = 10_000

type Parts = Pick<CampaignProgress, 'waiting' | 'sending' | 'sent' | 'bounced' | 'failed' | 'skipped' | 'cancelled' | 'inDoubt' | 'held' | 'perSecond'>

/** Every queued message is in exactly one of the parts. Throws CAMPAIGN_NOT_FOUND. */
export async function campaignProgress(tx: Tx, workspaceId: Id, campaignId: Id, now: Date): Promise<CampaignProgress> {
  const rows = await progressLaunches.many(tx, { workspace_id: workspaceId, campaign_id: campaignId })
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) throw campaignErrors.CAMPAIGN_NOT_FOUND()
  const sum = (of: (r: ProgressLaunchesRow) => string | null): number => rows.reduce((total, r) => total + Number(of(r) ?? 0), 0)
  const queued = sum((r) => r.queued_count)
  const launchIds = rows.flatMap((r) => r.launch_id ?? [])
  const key = { workspace_id: workspaceId, campaign_id: campaignId, launch_ids: launchIds }
  const parts = launchIds.length === 0 ? NOTHING : queued <= COUNTED_UP_TO ? await fromMessages(tx, key, now) : await fromCounters(tx, key, queued, last, now)
  const isMoving = last.launch_state === 'slicing' || last.launch_state === 'sending'
  const audience = sum((r) => r.audience_count)
  const left = Math.max(0, audience - queued) + parts.waiting + parts.sending
  const perSecond = isMoving ? Math.round(parts.perSecond * 10) / 10 : 0
  return {
    state: last.campaign_state as CampaignState, launchState: last.launch_state as LaunchState | null, audience, queued, ...parts, perSecond,
    secondsLeft: perSecond > 0 ? Math.ceil(left / perSecond) : null, launchedAt: first.launched_at, finishedAt: last.finished_at, errorCode: last.error_code,
  }
}

const NOTHING: Parts = { waiting: 0, sending: 0, sent: 0, bounced: 0, failed: 0, skipped: 0, cancelled: 0, inDoubt: 0, held: 0, perSecond: 0 }
const WAITING = ['accepted', 'ready', 'deferred']
const IN_HAND = ['leased', 'attempting']

type Key = { workspace_id: Id; campaign_id: Id; launch_ids: Id[] }

async function fromMessages(tx: Tx, key: Key, now: Date): Promise<Parts> {
  const rows = await progressCount.many(tx, { ...key, since: new Date(now.getTime() - LATELY_MS) })
  const of = (...states: string[]): number => rows.filter((r) => states.includes(r.state)).reduce((n, r) => n + Number(r.count), 0)
  const ended = rows.filter((r) => !WAITING.includes(r.state) && !IN_HAND.includes(r.state)).reduce((n, r) => n + Number(r.lately), 0)
  return {
    waiting: of(...WAITING), sending: of(...IN_HAND), sent: of('sent', 'delivered'), bounced: of('bounced'), failed: of('failed'), skipped: of('skipped'), cancelled: of('cancelled'), inDoubt: of('in_doubt'), held: of('held'),
    perSecond: ended / (LATELY_MS / 1_000),
  }
}

async function fromCounters(tx: Tx, key: Key, queued: number, last: ProgressLaunchesRow, now: Date): Promise<Parts> {
  const { totals } = (await campaignFigures(tx, key.workspace_id, [key.campaign_id])).get(key.campaign_id)!
  const doubts = await progressDoubt.many(tx, { workspace_id: key.workspace_id, launch_ids: key.launch_ids })
  const of = (state: string): number => Number(doubts.find((d) => d.state === state)?.count ?? 0)
  const ended = { sent: totals.sent, bounced: totals.bounced_hard + totals.bounced_soft, failed: totals.failed, skipped: totals.skipped, cancelled: totals.cancelled, inDoubt: of('in_doubt'), held: of('held') }
  const done = Object.values(ended).reduce((a, b) => a + b, 0)
  const seconds = Math.max(1, (now.getTime() - (last.launched_at?.getTime() ?? now.getTime())) / 1_000)
  return { ...ended, waiting: Math.max(0, queued - done), sending: 0, perSecond: done / seconds }
}
