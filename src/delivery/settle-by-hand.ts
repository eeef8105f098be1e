// A person decides about a message that is in doubt, held, or still waiting.
import { addCancelled, addFailed } from '../events/index.ts'
import type { Id, IdSource, Tx } from '../kernel/index.ts'
import { messageLock, messageMove, outboxSettleAdd } from './delivery.sql.ts'
import { deliveryErrors } from './errors.ts'
import { markDue } from './enqueue-slice.ts'
import type { MessageRef, MessageState } from './message.ts'

/** sent: it did arrive. ready: send it (again). cancelled, failed: give it up. held: keep it for later. */
export const DECISIONS = ['sent', 'ready', 'cancelled', 'failed', 'held'] as const
export type Decision = (typeof DECISIONS)[number]

/** What may be decided about a message in which state; the database has the last word (delivery.state_transition). */
const MAY: Partial<Record<MessageState, readonly Decision[]>> = {
  in_doubt: ['sent', 'ready', 'cancelled', 'failed', 'held'],
  held: ['sent', 'ready', 'cancelled', 'failed'],
  deferred: ['ready', 'cancelled', 'failed', 'held'],
  ready: ['cancelled', 'held'],
  accepted: ['cancelled', 'held'],
}

/**
 * Decides under the message's lock; answers the state it was in. Two persons at once: the second one finds the new state.
 * The event and the counter of `sent` are written by the send worker, which may write events; counters of the others here.
 * Throws DELIVERY_MESSAGE_NOT_FOUND, DELIVERY_MESSAGE_NOT_WAITING.
 */
export async function settleByHand(tx: Tx, ids: IdSource, workspaceId: Id, ref: MessageRef, decision: Decision, now: Date): Promise<MessageState> {
  const key = { workspace_id: workspaceId, launch_id: ref.launchId, contact_id: ref.contactId, seq: ref.seq }
  const row = await messageLock.one(tx, key)
  if (!row) throw deliveryErrors.DELIVERY_MESSAGE_NOT_FOUND()
  const from = row.state as MessageState
  if (!MAY[from]?.includes(decision) || (decision === 'sent' && row.attempts === 0)) throw deliveryErrors.DELIVERY_MESSAGE_NOT_WAITING({ data: { state: from, may: MAY[from] ?? [] } })
  await messageMove.exec(tx, { ...key, from_state: from, to_state: decision, reason: decision === 'sent' || decision === 'ready' ? '' : 'by_hand', at: now, smtp_code: 0 })
  if (decision === 'ready') await markDue(tx, 'send', workspaceId)
  if (decision === 'sent') await outboxSettleAdd.exec(tx, { outbox_id: ids.next(), ...key, to_state: 'sent', at: now })
  if (row.campaign_id !== null) {
    const count = [{ campaignId: row.campaign_id, variantNo: row.variant_no, count: 1 }]
    if (decision === 'cancelled') await addCancelled(tx, workspaceId, count, now)
    if (decision === 'failed') await addFailed(tx, workspaceId, count, now)
  }
  return from
}
