// The gate (DESIGN 4.6): locks the buckets of a batch in order, then decides and writes in one statement.
import type { Id, Tx } from '../../kernel/index.ts'
import { attemptBegin, attemptListOpen, attemptRecheck, gateLock, installationHeld } from '../delivery.sql.ts'
import { deliveryErrors } from '../errors.ts'
import type { Leased } from './claim-messages.ts'

/** A leased message that is ready to go out: its address is known, its provider chosen. */
export type AttemptWish = {
  readonly leased: Leased
  /** The contact whose address and fields are used: the recipient, or who it was merged into. */
  readonly personId: Id
  /** Blind index of the address that will be used; empty when the person has none any more. */
  readonly emailIndex: Buffer
  readonly emailIndexVersion: number
  readonly messageId: string
  readonly providerId: Id
}

export type AttemptVerdict =
  /** Committed with the transaction: the message may go out now. */
  | { readonly kind: 'begun'; readonly messageId: string; readonly startedAt: Date }
  /** Ended by the gate; the state is written. */
  | { readonly kind: 'skipped' | 'cancelled'; readonly reason: string }
  /** Back in the queue: paused, held, or the address changed since it was read. */
  | { readonly kind: 'released'; readonly reason: string }
  /** Begun before (the answer to that commit got lost), but it may not go on: settle it as not sent. */
  | { readonly kind: 'blocked' }
  /** The lease is not ours any more; nothing was changed. */
  | { readonly kind: 'fenced' }

export type BeginInput = { workspaceId: Id; launchId: Id; campaignId: Id; worker: string; leaseSeconds: number; wishes: readonly AttemptWish[] }

/** Bucket of an address in the gate: the first ten bits of its index. */
export function gateBucket(emailIndex: Buffer): number {
  return emailIndex.length < 2 ? 0 : (emailIndex.readUInt16BE(0) >> 6) & 1023
}

/** Locks the buckets of these addresses FOR SHARE, in order, in a statement of its own. Throws DELIVERY_GATE_MISSING. */
export async function lockGate(tx: Tx, workspaceId: Id, emailIndexes: readonly Buffer[]): Promise<void> {
  const buckets = [...new Set(emailIndexes.map(gateBucket))]
  const locked = await gateLock.many(tx, { workspace_id: workspaceId, buckets })
  if (locked.length !== buckets.length) throw deliveryErrors.DELIVERY_GATE_MISSING({ detail: `${buckets.length - locked.length} rows.` })
}

/** True while no message may leave this installation (a restored one waits for a person). */
export async function isInstallationHeld(tx: Tx): Promise<boolean> {
  return (await installationHeld.one(tx, {}))?.held ?? true
}

/**
 * Begins attempts; the caller has locked the gate in this transaction (lockGate) and hands over to a server only after the
 * commit. Verdicts stand in the order of the wishes. Run again after a commit whose answer got lost, it answers the same.
 * The reasons of skipping: erased, contact_<status>, suppressed, consent_withdrawn, already_mailed.
 */
export async function beginAttempts(tx: Tx, input: BeginInput): Promise<AttemptVerdict[]> {
  const { wishes } = input
  const rows = await attemptBegin.many(tx, {
    workspace_id: input.workspaceId,
    launch_id: input.launchId,
    campaign_id: input.campaignId,
    worker: input.worker,
    lease_seconds: input.leaseSeconds,
    contact_ids: wishes.map((w) => w.leased.contactId),
    seqs: wishes.map((w) => w.leased.seq),
    attempt_nos: wishes.map((w) => w.leased.attempts + 1),
    tokens: wishes.map((w) => w.leased.token),
    person_ids: wishes.map((w) => w.personId),
    email_indexes: wishes.map((w) => w.emailIndex),
    index_versions: wishes.map((w) => w.emailIndexVersion),
    message_ids: wishes.map((w) => w.messageId),
    provider_ids: wishes.map((w) => w.providerId),
  })
  const byKey = new Map(rows.map((r) => [`${r.contact_id}/${r.seq}`, r]))
  const open = rows.length === wishes.length ? new Set<string>() : await stillOpen(tx, input)
  return wishes.map((w): AttemptVerdict => {
    const key = `${w.leased.contactId}/${w.leased.seq}`
    const row = byKey.get(key)
    if (!row) return open.has(key) ? { kind: 'blocked' } : { kind: 'fenced' }
    if (row.state === 'attempting') return { kind: 'begun', messageId: row.message_id!, startedAt: row.started_at }
    if (row.state === 'ready') return { kind: 'released', reason: row.reason ?? '' }
    return { kind: row.state as 'skipped' | 'cancelled', reason: row.reason ?? '' }
  })
}

async function stillOpen(tx: Tx, { workspaceId, launchId, wishes }: BeginInput): Promise<Set<string>> {
  const rows = await attemptListOpen.many(tx, {
    workspace_id: workspaceId, launch_id: launchId,
    contact_ids: wishes.map((w) => w.leased.contactId), seqs: wishes.map((w) => w.leased.seq), attempt_nos: wishes.map((w) => w.leased.attempts + 1), tokens: wishes.map((w) => w.leased.token),
  })
  return new Set(rows.map((r) => `${r.contact_id}/${r.seq}`))
}

/**
 * May an attempt that did not get to its content in time still go on (DESIGN G3)? Asked after lockGate. True: its content
 * may start within the next second.
 */
export async function recheckAttempt(tx: Tx, workspaceId: Id, launchId: Id, wish: AttemptWish): Promise<boolean> {
  const { leased } = wish
  const rows = await attemptRecheck.many(tx, {
    workspace_id: workspaceId, launch_id: launchId, contact_id: leased.contactId, seq: leased.seq, token: leased.token, attempt_no: leased.attempts + 1, email_index: wish.emailIndex,
  })
  return rows.length === 1
}
