// Consent and suppression of many people at once, as files state them.
import { idAt, type Id, type Scope, type Tx } from '../kernel/index.ts'
import { consentGiveMany } from './bulk.sql.ts'
import { wordingGet } from './compliance.sql.ts'
import { evidenceCell, type ConsentAct, type ConsentTools } from './consent.ts'
import { complianceErrors } from './errors.ts'
import { closeGate } from './gate.ts'
import type { AddressKey } from './person.ts'
import { writeSuppression, type SuppressionReason } from './suppression.ts'

/**
 * Records that people agreed, for those of whom nothing is on record for the purpose; who withdrew stays withdrawn.
 * Answers who got it; the second time nobody. Throws COMPLIANCE_WORDING_UNKNOWN.
 */
export async function giveConsentToMany(tx: Tx, workspaceId: Id, scope: Pick<Scope, 'actor'>, act: Omit<ConsentAct, 'contactId'>, contactIds: readonly Id[], tools: ConsentTools): Promise<Id[]> {
  if (contactIds.length === 0) return []
  const shown = act.wordingVersion ? await wordingGet.one(tx, { workspace_id: workspaceId, purpose: act.purpose, version: act.wordingVersion }) : undefined
  if (act.wordingVersion && !shown) throw complianceErrors.COMPLIANCE_WORDING_UNKNOWN({ data: { purpose: act.purpose, version: act.wordingVersion } })
  const base = tools.ids.range(contactIds.length)
  const eventIds = contactIds.map((_, i) => idAt(base, i))
  const evidence = act.evidence ? JSON.stringify(act.evidence) : undefined
  const rows = await consentGiveMany.many(tx, {
    workspace_id: workspaceId, purpose: act.purpose, channel: act.channel ?? 'email', source: act.source, contact_ids: [...contactIds], consent_event_ids: eventIds,
    evidence_cts: eventIds.map((id) => (evidence === undefined ? null : tools.keyring.encrypt(evidenceCell(id), evidence))) as Buffer[],
    wording_version_or_null: shown?.version ?? null, wording_hash_or_null: shown?.wording_hash ?? act.wordingHash ?? null,
    happened_at: act.happenedAt && act.happenedAt < tools.now ? act.happenedAt : tools.now, recorded_at: tools.now, recorded_by: scope.actor,
  })
  return rows.map((r) => r.contact_id)
}

/**
 * Suppresses addresses, whoever has them. First in its transaction, since it closes the gate. The status of contacts is
 * left to the caller. Twice changes nothing.
 */
export async function suppressMany(tx: Tx, workspaceId: Id, scope: Scope, addresses: readonly (AddressKey & { reason: SuppressionReason })[], now: Date): Promise<void> {
  if (addresses.length === 0) return
  await closeGate(tx, workspaceId, addresses.map((a) => a.index))
  for (const reason of new Set(addresses.map((a) => a.reason))) {
    await writeSuppression(tx, workspaceId, scope, { addresses: addresses.filter((a) => a.reason === reason), reason, contactIds: [] }, now)
  }
}
