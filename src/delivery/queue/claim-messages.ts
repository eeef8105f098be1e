// Takes due messages of one launch under a lease.
import { withWorkspace, type Id, type WorkspaceScope } from '../../kernel/index.ts'
import type { Pool } from 'pg'
import { messageClaim } from '../delivery.sql.ts'
import type { MessageClass } from '../message.ts'

/** A message that this worker holds under a lease. */
export type Leased = {
  readonly contactId: Id
  readonly seq: Id
  /** Fencing token of the claim; every later statement carries it. */
  readonly token: Id
  readonly variantNo: number
  readonly contentVersion: number
  readonly contentHash: Buffer
  /** Attempts begun so far. */
  readonly attempts: number
  readonly class: MessageClass
  /** Message-ID of an earlier attempt; null before the first. */
  readonly messageId: string | null
  readonly createdAt: Date
}

/** Where the next claim goes on: claims walk the queue in order and need not look at what they took before. */
export type ClaimCursor = { dueAt: string; contactId: Id }
export const CLAIM_START: ClaimCursor = { dueAt: '-infinity', contactId: '0' }

export type ClaimInput = { launchId: Id; token: Id; batch: number; leaseSeconds: number; after: ClaimCursor }

/**
 * Claims up to `batch` due messages, the longest due first, skipping what others are claiming at this moment. Never
 * waits for another worker. Answers fewer than `batch` (also none) although there are more when it meets others.
 */
export async function claimMessages(pool: Pool, scope: WorkspaceScope, input: ClaimInput): Promise<{ leased: Leased[]; cursor: ClaimCursor }> {
  const rows = await withWorkspace(pool, scope, (tx) =>
    messageClaim.many(tx, {
      workspace_id: scope.workspaceId,
      launch_id: input.launchId,
      token: input.token,
      batch: String(input.batch),
      lease_seconds: input.leaseSeconds,
      after_due_at: input.after.dueAt,
      after_contact_id: input.after.contactId,
    }),
  )
  let cursor = input.after
  const leased = rows.map((r): Leased => {
    if (isAfter(r.claimed_due_at, r.contact_id, cursor)) cursor = { dueAt: r.claimed_due_at, contactId: r.contact_id }
    return {
      contactId: r.contact_id, seq: r.seq, token: input.token, variantNo: r.variant_no, contentVersion: r.content_version, contentHash: r.content_hash,
      attempts: r.attempts, class: r.class as MessageClass, messageId: r.message_id, createdAt: r.created_at,
    }
  })
  return { leased, cursor }
}

/** The roles run in UTC, so times of one format: comparable once cut to one length. */
function isAfter(dueAt: string, contactId: Id, than: ClaimCursor): boolean {
  if (than.dueAt === '-infinity') return true
  const [a, b] = [comparable(dueAt), comparable(than.dueAt)]
  return a > b || (a === b && BigInt(contactId) > BigInt(than.contactId))
}

/** `2026-01-02 03:04:05.6+00` and `2026-01-02 03:04:05+00` in one length. */
function comparable(text: string): string {
  const match = /^(\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,6}))?/.exec(text)
  return match ? `${match[1]}.${(match[2] ?? '').padEnd(6, '0')}` : text
}
