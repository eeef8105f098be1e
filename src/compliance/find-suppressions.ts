// Looking up who may not be written to.
import { parseAddress } from '../kernel/address/index.ts'
import type { Id, Keyring, Tx } from '../kernel/index.ts'
import { suppressionCountMany, suppressionPage, suppressionStateMany } from './compliance.sql.ts'
import { complianceErrors } from './errors.ts'
import type { AddressKey } from './person.ts'
import type { SuppressionReason } from './suppression.ts'

/** The blind index of an address as a person types it. Throws COMPLIANCE_ADDRESS_INVALID naming the rule, not the address. */
export function addressKey(keyring: Keyring, email: string): AddressKey {
  const read = parseAddress(email)
  if (!read.ok) throw complianceErrors.COMPLIANCE_ADDRESS_INVALID({ data: { rule: read.rule } })
  return { index: keyring.blindIndex('email', read.address.normalised), version: keyring.indexVersion }
}

export type Suppression = {
  emailIndex: Buffer
  reason: SuppressionReason
  contactId: Id | null
  campaignId: Id | null
  detailCode: string | null
  createdAt: Date
  createdBy: string
  liftedAt: Date | null
  liftedBy: string | null
  /** Place in the list, for the cursor of the next page. */
  position: string
}
export type SuppressionPlace = { position: string; emailIndex: Buffer; reason: string }

/** Suppressions, the newest first; `after` is the last one of the page before. Addresses are known by their index only. */
export async function listSuppressions(tx: Tx, workspaceId: Id, query: { limit: number; reason?: SuppressionReason; withLifted?: boolean; after?: SuppressionPlace }): Promise<Suppression[]> {
  const rows = await suppressionPage.many(tx, {
    workspace_id: workspaceId, reason_or_null: query.reason ?? null, with_lifted: query.withLifted ?? false, page_size: String(query.limit),
    before_at: query.after?.position ?? 'infinity', before_index: query.after?.emailIndex ?? Buffer.alloc(0), before_reason: query.after?.reason ?? '',
  })
  return rows.map((r) => ({
    emailIndex: r.email_index, reason: r.reason as SuppressionReason, contactId: r.contact_id, campaignId: r.campaign_id, detailCode: r.detail_code,
    createdAt: r.created_at, createdBy: r.created_by, liftedAt: r.lifted_at, liftedBy: r.lifted_by, position: r.position,
  }))
}

export type SuppressionState = { reason: string; since: Date; liftedAt: Date | null }
/** What is on record about one address. */
export async function suppressionsOf(tx: Tx, workspaceId: Id, address: AddressKey): Promise<SuppressionState[]> {
  const rows = await suppressionStateMany.many(tx, { workspace_id: workspaceId, email_indexes: [address.index] })
  return rows.map((r) => ({ reason: r.reason, since: r.created_at, liftedAt: r.lifted_at }))
}

/** How many addresses are suppressed now, by reason. */
export async function countSuppressions(tx: Tx, workspaceId: Id): Promise<{ reason: string; count: number }[]> {
  return (await suppressionCountMany.many(tx, { workspace_id: workspaceId })).map((r) => ({ reason: r.reason, count: Number(r.count) }))
}
