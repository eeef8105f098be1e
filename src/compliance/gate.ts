// The gate between sending and withdrawing (DESIGN 4.6). Who withdraws closes the buckets of the addresses FOR UPDATE
// and then writes; an attempt holds them FOR SHARE, then checks, then writes. So one of the two always sees the other.
import type { Id, Tx } from '../kernel/index.ts'
import { gateTake } from './compliance.sql.ts'
import { complianceErrors } from './errors.ts'

/** Bucket of an address: the first ten bits of its blind index. */
export function gateBucket(emailIndex: Buffer): number {
  return emailIndex.length < 2 ? 0 : emailIndex.readUInt16BE(0) >> 6
}

/**
 * Closes the gate for these addresses until the end of the transaction; attempts in hand are waited for. Must be the
 * first lock of the transaction: an attempt takes the gate before everything else, too.
 * Throws COMPLIANCE_GATE_MISSING when rows of the gate are not there.
 */
export async function closeGate(tx: Tx, workspaceId: Id, emailIndexes: readonly Buffer[]): Promise<void> {
  const buckets = [...new Set(emailIndexes.map(gateBucket))]
  if (buckets.length === 0) return
  const taken = await gateTake.many(tx, { workspace_id: workspaceId, buckets })
  if (taken.length !== buckets.length) throw complianceErrors.COMPLIANCE_GATE_MISSING({ detail: `Rows: ${buckets.length - taken.length}.` })
}
