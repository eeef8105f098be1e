// The noun: an address nobody may write to, and why.
import type { Id, Scope, Tx } from '../kernel/index.ts'
import { contactStatusSet, holdersMany, suppressionAdd, suppressionLift, suppressionStateMany } from './compliance.sql.ts'
import { complianceErrors } from './errors.ts'
import { closeGate } from './gate.ts'
import type { AddressKey } from './person.ts'

export const SUPPRESSION_REASONS = ['unsubscribe', 'hard_bounce', 'complaint', 'manual', 'erased'] as const
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number]

type StatusRule = { status: string; from: readonly string[] }
/** Which status a reason gives a contact, and from which others; the graver one stays. */
const STATUS: Record<SuppressionReason, StatusRule | undefined> = {
  unsubscribe: { status: 'unsubscribed', from: ['active', 'unconfirmed'] },
  hard_bounce: { status: 'bounced', from: ['active', 'unconfirmed'] },
  complaint: { status: 'complained', from: ['active', 'unconfirmed', 'unsubscribed', 'bounced', 'suppressed'] },
  manual: { status: 'suppressed', from: ['active', 'unconfirmed'] },
  erased: undefined, // erasure sets the status together with the rest of the row
}
/** What a lifted reason gives back; an address that bounced or was held by hand may be tried again by a person. */
const LIFTED: Partial<Record<SuppressionReason, string>> = { unsubscribe: 'unsubscribed', hard_bounce: 'bounced', manual: 'suppressed' }

export type SuppressInput = {
  addresses: readonly AddressKey[]
  reason: SuppressionReason
  /** Who is concerned; their contact status follows. */
  contactIds: readonly Id[]
  campaignId?: Id | null
  /** A code: bounce class or kind of request. Never text of a person. */
  detailCode?: string | null
}

/** Writes suppression and status; the gate must be closed for these addresses in this transaction. */
export async function writeSuppression(tx: Tx, workspaceId: Id, scope: Scope, input: SuppressInput, now: Date): Promise<void> {
  await suppressionAdd.exec(tx, {
    workspace_id: workspaceId, reason: input.reason, email_indexes: input.addresses.map((a) => a.index), index_versions: input.addresses.map((a) => a.version),
    contact_id_or_null: input.contactIds[0] ?? null, campaign_id_or_null: input.campaignId ?? null, detail_code_or_null: input.detailCode ?? null, created_at: now, created_by: scope.actor,
  })
  const rule = STATUS[input.reason]
  if (!rule || input.contactIds.length === 0) return
  await contactStatusSet.exec(tx, { workspace_id: workspaceId, contact_ids: [...input.contactIds].sort(), status: rule.status, from_statuses: [...rule.from], updated_at: now, updated_by: scope.actor })
}

/**
 * Suppresses one address, whoever has it: from the commit on no attempt to it starts. Contacts that have it now get the
 * status of the reason. Run twice it changes nothing the second time. In a transaction of its own or first in one.
 */
export async function suppress(tx: Tx, workspaceId: Id, scope: Scope, input: { address: AddressKey; reason: SuppressionReason; campaignId?: Id | null; detailCode?: string | null }, now: Date): Promise<void> {
  await closeGate(tx, workspaceId, [input.address.index])
  const holders = await holdersMany.many(tx, { workspace_id: workspaceId, email_indexes: [input.address.index] })
  await writeSuppression(tx, workspaceId, scope, { ...input, addresses: [input.address], contactIds: holders.map((h) => h.contact_id) }, now)
}

/**
 * Lifts one reason from an address. Contacts that have it become active again when no other reason holds.
 * Throws COMPLIANCE_SUPPRESSION_NOT_FOUND when it does not hold, COMPLIANCE_NOT_LIFTABLE for complaints and erasures.
 */
export async function liftSuppression(tx: Tx, workspaceId: Id, scope: Scope, input: { emailIndex: Buffer; reason: SuppressionReason }, now: Date): Promise<void> {
  if (!LIFTED[input.reason]) throw complianceErrors.COMPLIANCE_NOT_LIFTABLE({ data: { reason: input.reason } })
  await closeGate(tx, workspaceId, [input.emailIndex])
  const lifted = await suppressionLift.exec(tx, { workspace_id: workspaceId, email_indexes: [input.emailIndex], reason: input.reason, lifted_at: now, lifted_by: scope.actor })
  if (lifted === 0) throw complianceErrors.COMPLIANCE_SUPPRESSION_NOT_FOUND()
  const holders = await holdersMany.many(tx, { workspace_id: workspaceId, email_indexes: [input.emailIndex] })
  await reviveContacts(tx, workspaceId, scope, holders.map((h) => h.contact_id), [input.emailIndex], input.reason, now)
}

/** Makes contacts active again that had the status of a lifted reason, if nothing else stands against their addresses. */
export async function reviveContacts(tx: Tx, workspaceId: Id, scope: Scope, contactIds: readonly Id[], emailIndexes: readonly Buffer[], reason: SuppressionReason, now: Date): Promise<void> {
  const from = LIFTED[reason]
  const held = await suppressionStateMany.many(tx, { workspace_id: workspaceId, email_indexes: [...emailIndexes] })
  if (!from || contactIds.length === 0 || held.some((s) => s.lifted_at === null)) return
  await contactStatusSet.exec(tx, { workspace_id: workspaceId, contact_ids: [...contactIds].sort(), status: 'active', from_statuses: [from], updated_at: now, updated_by: scope.actor })
}
