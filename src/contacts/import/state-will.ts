// What a file says about a person's will: that mail is not wanted any more, or that it was agreed to.
import type { Id, Tx } from '../../kernel/index.ts'
import { giveConsentToMany, suppressMany, type SuppressionReason } from '../../compliance/index.ts'
import type { ContactStatus } from '../fields/read-status.ts'
import type { ImportRun } from './import-run.ts'
import type { MatchedBatch } from './match-batch.ts'
import type { PreparedRow } from './prepare-batch.ts'
import type { WriteTools } from './write-people.ts'

const REASON_OF_STATUS: Partial<Record<ContactStatus, SuppressionReason>> = { unsubscribed: 'unsubscribe', bounced: 'hard_bounce', complained: 'complaint', suppressed: 'manual' }

/**
 * Suppresses the addresses of rows that say unsubscribed, bounced, complained or suppressed, new people and known ones
 * alike: the address stays so even when the contact is deleted. Rows that came exactly so before say nothing new.
 */
export async function withdraw(tx: Tx, run: ImportRun, matched: MatchedBatch, tools: WriteTools): Promise<void> {
  const said = (from: PreparedRow): SuppressionReason | undefined => (from.fields.status && REASON_OF_STATUS[from.fields.status]) || undefined
  const rows = [...matched.created, ...matched.known].map((p) => p.from).filter((from) => from.emailIndex && said(from))
  const addresses = rows.map((from) => ({ index: from.emailIndex!, version: tools.keyring.indexVersion, reason: said(from)! }))
  await suppressMany(tx, run.workspaceId, { actor: tools.actor, origin: 'import' }, addresses, tools.at)
}

/** Records the stated consent for those who may be written to, have none on record and never withdrew. */
export async function giveConsent(tx: Tx, run: ImportRun, contactIds: readonly Id[], tools: WriteTools): Promise<Id[]> {
  const consent = run.options.consent
  if (!consent) return []
  const act = {
    purpose: consent.purpose, source: 'import' as const, wordingVersion: consent.wordingVersion ?? null,
    evidence: { form: `import ${run.importRunId}, file ${run.fileName}`, ...(consent.evidence ? { text: consent.evidence } : {}) },
    happenedAt: consent.givenAt ? new Date(consent.givenAt) : run.createdAt,
  }
  return giveConsentToMany(tx, run.workspaceId, { actor: tools.actor }, act, contactIds, { ids: tools.ids, keyring: tools.keyring, now: tools.at })
}
