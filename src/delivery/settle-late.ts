// What comes back after the hand-over: reports of providers settle messages by the legal ways between states. In any
// order and any number of times the end is the same: a bounce outlives a delivery report, everything else is ignored.
import { recordOutcomes } from '../events/index.ts'
import { withWorkspace, type Id, type Tx, type WorkspaceScope } from '../kernel/index.ts'
import type { Pool } from 'pg'
import { z } from 'zod'
import { messageLock, messageMove, outboxClaim, outboxDone, outboxRetry, type MessageLockRow } from './delivery.sql.ts'
import type { MessageRef, MessageState } from './message.ts'

/** Payload of an outbox row `message.settle`. Ids and codes only. */
export const lateReport = z.object({
  launch_id: z.string(),
  contact_id: z.string(),
  seq: z.string(),
  to_state: z.enum(['sent', 'delivered', 'bounced']),
  at: z.coerce.date(),
  provider_id: z.string().nullish(),
  smtp_code: z.number().int().nullish(),
  bounce_class: z.string().nullish(),
  hard: z.boolean().nullish(),
})
export type LateReport = z.output<typeof lateReport>

export type LateResult = 'moved' | 'ignored' | 'wait'

/** From where a report may move a message; the same table stands in delivery.state_transition, which has the last word. */
const MOVES: Record<LateReport['to_state'], ReadonlySet<MessageState>> = {
  sent: new Set(['in_doubt', 'held']),
  delivered: new Set(['sent', 'in_doubt', 'held', 'deferred', 'ready']),
  bounced: new Set(['sent', 'delivered', 'in_doubt', 'held', 'deferred', 'ready']),
}
/** A report can be faster than our own commit: its message is in other hands for a moment. */
const IN_HAND: ReadonlySet<MessageState> = new Set(['leased', 'attempting'])

/**
 * Applies one report under the lock of its message. `wait`: the message is in a worker's hands, come back later.
 * `ignored`: unknown message, or the state may not go there (any more). Safe to repeat.
 */
export async function settleLate(tx: Tx, workspaceId: Id, report: LateReport): Promise<LateResult> {
  const ref: MessageRef = { launchId: report.launch_id, contactId: report.contact_id, seq: report.seq }
  const key = { workspace_id: workspaceId, launch_id: ref.launchId, contact_id: ref.contactId, seq: ref.seq }
  const row = await messageLock.one(tx, key)
  if (!row || row.attempts === 0) return 'ignored' // what was never tried cannot have arrived
  const from = row.state as MessageState
  if (IN_HAND.has(from)) return 'wait'
  if (!MOVES[report.to_state].has(from)) {
    if (report.to_state === 'sent' && from === 'sent') await recordAccepted(tx, workspaceId, ref, row, report)
    return 'ignored'
  }
  await messageMove.exec(tx, { ...key, from_state: from, to_state: report.to_state, reason: report.to_state === 'bounced' ? (report.bounce_class ?? 'undetermined') : '', at: report.at, smtp_code: report.smtp_code ?? 0 })
  if (report.to_state !== 'bounced' && from !== 'sent') await recordAccepted(tx, workspaceId, ref, row, report)
  return 'moved'
}

/** Nobody counted it as sent while it was in doubt. The key of the attempt makes it count once. */
async function recordAccepted(tx: Tx, workspaceId: Id, ref: MessageRef, row: MessageLockRow, report: LateReport): Promise<void> {
  await recordOutcomes(tx, workspaceId, [{
    ...ref, campaignId: row.campaign_id, variantNo: row.variant_no, providerId: row.provider_id, eventType: 'sent', occurredAt: report.at,
    eventKey: `attempt:${ref.launchId}:${ref.contactId}:${ref.seq}:${row.attempts}`, smtpCode: report.smtp_code ?? null,
  }], row.now)
}

const RETRY_SECONDS = 5
/** Then the report is dropped: no lease lasts so long. */
const MAX_TRIES = 500

/** Works off the outbox kind `message.settle`; answers how many rows it took. Any number of workers may do it at once. */
export async function consumeLateReports(pool: Pool, batch = 100): Promise<number> {
  const rows = await outboxClaim.many(pool, { kind: 'message.settle', batch: String(batch) })
  for (const row of rows) {
    const parsed = lateReport.safeParse(row.payload)
    const scope: WorkspaceScope = { workspaceId: row.workspace_id, actor: 'service:worker-send', origin: 'worker' }
    await withWorkspace(pool, scope, async (tx) => {
      const result = parsed.success ? await settleLate(tx, row.workspace_id, parsed.data) : 'ignored'
      if (result === 'wait' && row.attempts < MAX_TRIES) await outboxRetry.exec(tx, { outbox_id: row.outbox_id, delay_seconds: RETRY_SECONDS })
      else await outboxDone.exec(tx, { outbox_ids: [row.outbox_id] })
    })
  }
  return rows.length
}
