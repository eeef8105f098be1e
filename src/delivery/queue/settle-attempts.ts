// Writes what became of attempts: message, attempt, events, counters and the wish to suppress, in one transaction.
import { addFailed, recordOutcomes, type Outcome as EventOutcome } from '../../events/index.ts'
import type { Id, IdSource, Tx } from '../../kernel/index.ts'
import { messageSettle, messageSettledBefore, outboxSuppressAdd, workspaceDueMark } from '../delivery.sql.ts'
import type { Leased } from './claim-messages.ts'

/** How an attempt ended, as a value; made by steps/settle-outcome.ts. */
export type Settlement = {
  readonly leased: Leased
  readonly providerId: Id
  readonly toState: 'sent' | 'deferred' | 'bounced' | 'failed' | 'in_doubt'
  /** Of delivery.attempt. */
  readonly outcome: 'sent' | 'deferred' | 'bounced' | 'failed' | 'in_doubt'
  /** What the room events is told; null when nothing happened that a report counts. */
  readonly eventType: 'sent' | 'deferred' | 'bounced' | 'rejected' | null
  readonly phase: string
  readonly smtpCode: number | null
  readonly enhancedCode: string | null
  readonly bounceClass: string | null
  readonly hard: boolean | null
  readonly latencyMs: number
  readonly reason: string | null
  /** For deferred: how long to wait. */
  readonly delaySeconds: number
  /** The server's words, encrypted. */
  readonly diagnosticCt: Buffer | null
}

/** settled: written now. repeated: was written by us before, its commit's answer got lost. fenced: not ours, unchanged. */
export type SettleResult = 'settled' | 'repeated' | 'fenced'

export type SettleInput = { workspaceId: Id; launchId: Id; campaignId: Id | null; settlements: readonly Settlement[] }

const EMPTY = Buffer.alloc(0)

/**
 * Settles attempts, each under its token. Results stand in the order of the settlements. Safe to run again: what was
 * settled before is answered `repeated` and counted once.
 */
export async function settleAttempts(tx: Tx, ids: IdSource, input: SettleInput): Promise<SettleResult[]> {
  const { settlements: s } = input
  const rows = await messageSettle.many(tx, {
    workspace_id: input.workspaceId,
    launch_id: input.launchId,
    contact_ids: s.map((x) => x.leased.contactId),
    seqs: s.map((x) => x.leased.seq),
    attempt_nos: s.map((x) => x.leased.attempts + 1),
    tokens: s.map((x) => x.leased.token),
    to_states: s.map((x) => x.toState),
    outcomes: s.map((x) => x.outcome),
    smtp_codes: s.map((x) => x.smtpCode ?? 0),
    enhanced_codes: s.map((x) => x.enhancedCode ?? ''),
    bounce_classes: s.map((x) => x.bounceClass ?? ''),
    hards: s.map((x) => (x.hard === null ? -1 : x.hard ? 1 : 0)),
    phases: s.map((x) => x.phase),
    latencies_ms: s.map((x) => Math.round(x.latencyMs)),
    reasons: s.map((x) => x.reason ?? ''),
    delays_seconds: s.map((x) => x.delaySeconds),
    diagnostics_ct: s.map((x) => x.diagnosticCt ?? EMPTY),
  })
  const now = new Set(rows.map(keyOf))
  const before = rows.length === s.length ? now : await settledBefore(tx, input)
  const results = s.map((x): SettleResult => (now.has(nameOf(x)) ? 'settled' : before.has(nameOf(x)) ? 'repeated' : 'fenced'))
  if (rows.length > 0) await tellOthers(tx, ids, input, s.filter((_, i) => results[i] === 'settled'), rows[0]!.settled_at)
  return results
}

const keyOf = (r: { contact_id: string; seq: string }): string => `${r.contact_id}/${r.seq}`
const nameOf = (x: Settlement): string => `${x.leased.contactId}/${x.leased.seq}`

async function settledBefore(tx: Tx, { workspaceId, launchId, settlements: s }: SettleInput): Promise<Set<string>> {
  const rows = await messageSettledBefore.many(tx, {
    workspace_id: workspaceId, launch_id: launchId,
    contact_ids: s.map((x) => x.leased.contactId), seqs: s.map((x) => x.leased.seq), attempt_nos: s.map((x) => x.leased.attempts + 1), tokens: s.map((x) => x.leased.token),
    outcomes: s.map((x) => x.outcome), phases: s.map((x) => x.phase),
  })
  return new Set(rows.map(keyOf))
}

async function tellOthers(tx: Tx, ids: IdSource, input: SettleInput, settled: readonly Settlement[], now: Date): Promise<void> {
  const outcomes = settled.flatMap((x) => eventOf(input, x, now))
  if (outcomes.length > 0) await recordOutcomes(tx, input.workspaceId, outcomes, now)
  await countFailed(tx, input, settled, now)
  await askForSuppression(tx, ids, input.workspaceId, input.launchId, settled)
  const deferred = settled.filter((x) => x.toState === 'deferred')
  if (deferred.length > 0) {
    const first = Math.min(...deferred.map((x) => x.delaySeconds))
    await workspaceDueMark.exec(tx, { queue: 'send', workspace_id: input.workspaceId, due_at_or_null: new Date(now.getTime() + first * 1000) })
  }
}

function eventOf(input: SettleInput, x: Settlement, now: Date): EventOutcome[] {
  if (x.eventType === null) return []
  const { contactId, seq, variantNo, attempts } = x.leased
  return [{
    launchId: input.launchId, contactId, seq, campaignId: input.campaignId, variantNo, providerId: x.providerId, eventType: x.eventType, occurredAt: now,
    eventKey: `attempt:${input.launchId}:${contactId}:${seq}:${attempts + 1}`, smtpCode: x.smtpCode, enhancedCode: x.enhancedCode, bounceClass: x.bounceClass,
    hard: x.eventType === 'bounced' ? x.hard === true : null, latencyMs: Math.round(x.latencyMs),
  }]
}

/** A refusal that a provider spoke is counted by its event; what we gave up ourselves has none. */
async function countFailed(tx: Tx, input: SettleInput, settled: readonly Settlement[], now: Date): Promise<void> {
  const { campaignId } = input
  if (campaignId === null) return
  const failed = settled.filter((x) => x.toState === 'failed' && x.eventType !== 'rejected')
  if (failed.length > 0) await addFailed(tx, input.workspaceId, failed.map((x) => ({ campaignId, variantNo: x.leased.variantNo, count: 1 })), now)
}

async function askForSuppression(tx: Tx, ids: IdSource, workspaceId: Id, launchId: Id, settled: readonly Settlement[]): Promise<void> {
  const hard = settled.filter((x) => x.toState === 'bounced' && x.hard === true)
  if (hard.length === 0) return
  await outboxSuppressAdd.exec(tx, {
    first_outbox_id: ids.range(hard.length), workspace_id: workspaceId, launch_id: launchId,
    contact_ids: hard.map((x) => x.leased.contactId), seqs: hard.map((x) => x.leased.seq), bounce_classes: hard.map((x) => x.bounceClass ?? ''),
  })
}
