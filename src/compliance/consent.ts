// The ledger of consent: acts are appended, the state follows. A withdrawal closes the gate first, like everything that
// stops mail.
import { createHash } from 'node:crypto'
import type { Cell, Id, IdSource, Keyring, Scope, Tx } from '../kernel/index.ts'
import { consentEventAdd, consentEventMany, consentStateMany, consentStateSet, wordingAdd, wordingGet, wordingMany } from './compliance.sql.ts'
import { complianceErrors } from './errors.ts'
import { holdPerson } from './person.ts'

export type ConsentChannel = 'email' | 'sms' | 'phone' | 'post'
export type ConsentAction = 'given' | 'withdrawn'
/** Where an act came from. */
export type ConsentSource = 'form' | 'import' | 'api' | 'preference_centre' | 'one_click' | 'person' | 'complaint'
/** What proves it; stored encrypted. */
export type ConsentEvidence = { ip?: string; userAgent?: string; form?: string; token?: string; text?: string }

export type ConsentAct = {
  contactId: Id
  purpose: string
  channel?: ConsentChannel
  source: ConsentSource
  /** Version of the published wording that was shown. */
  wordingVersion?: number | null
  /** Hash of words that were shown and are not published, e.g. of a hosted page. */
  wordingHash?: Buffer | null
  evidence?: ConsentEvidence | null
  /** When the person did it; default: now. */
  happenedAt?: Date
}

export type ConsentTools = { ids: IdSource; keyring: Keyring; now: Date }

export const evidenceCell = (consentEventId: Id): Cell => ({ table: 'compliance.consent_event', column: 'evidence_ct', rowKey: consentEventId })

/** Writes one act and the state that follows. Withdrawals: behind the gate. */
export async function writeConsent(tx: Tx, workspaceId: Id, scope: Scope, action: ConsentAction, act: ConsentAct, tools: ConsentTools): Promise<Id> {
  const id = tools.ids.next()
  const channel = act.channel ?? 'email'
  // Nobody agrees in the future: a wrong clock must not outlast a later withdrawal.
  const happenedAt = act.happenedAt && act.happenedAt < tools.now ? act.happenedAt : tools.now
  const shown = act.wordingVersion ? await publishedWording(tx, workspaceId, act.purpose, act.wordingVersion) : undefined
  await consentEventAdd.exec(tx, {
    workspace_id: workspaceId, contact_id: act.contactId, consent_event_id: id, purpose: act.purpose, channel, action, source: act.source,
    wording_version_or_null: shown?.version ?? null, wording_hash_or_null: shown?.wording_hash ?? act.wordingHash ?? null,
    evidence_ct_or_null: act.evidence ? tools.keyring.encrypt(evidenceCell(id), JSON.stringify(act.evidence)) : null,
    happened_at: happenedAt, recorded_at: tools.now, recorded_by: scope.actor,
  })
  await consentStateSet.exec(tx, { workspace_id: workspaceId, contact_id: act.contactId, purpose: act.purpose, channel, state: action, since: happenedAt, consent_event_id: id, is_now: happenedAt === tools.now })
  return id
}

async function publishedWording(tx: Tx, workspaceId: Id, purpose: string, version: number): Promise<{ version: number; wording_hash: Buffer }> {
  const row = await wordingGet.one(tx, { workspace_id: workspaceId, purpose, version })
  if (!row) throw complianceErrors.COMPLIANCE_WORDING_UNKNOWN({ data: { purpose, version } })
  return row
}

/**
 * Records that a person agreed. Does not lift a suppression: an address that unsubscribed stays so until it is lifted.
 * Throws COMPLIANCE_WORDING_UNKNOWN; a missing contact is a REFERENCE_VIOLATION of the database.
 */
export function giveConsent(tx: Tx, workspaceId: Id, scope: Scope, act: ConsentAct, tools: ConsentTools): Promise<Id> {
  return writeConsent(tx, workspaceId, scope, 'given', act, tools)
}

/**
 * Records that a person withdrew: from the commit on no attempt under this purpose starts for this person, under
 * whichever of its contacts. First in its transaction, since it closes the gate. Throws COMPLIANCE_CONTACT_NOT_FOUND.
 */
export async function withdrawConsent(tx: Tx, workspaceId: Id, scope: Scope, act: ConsentAct, tools: ConsentTools): Promise<Id> {
  const person = await holdPerson(tx, workspaceId, act.contactId)
  let own = ''
  for (const contactId of person.contactIds) {
    const id = await writeConsent(tx, workspaceId, scope, 'withdrawn', { ...act, contactId }, tools)
    if (contactId === act.contactId) own = id
  }
  return own
}

export type ConsentState = { purpose: string; channel: string; state: string; since: Date }
/** The consent of a contact as it stands now. */
export async function consentOf(tx: Tx, workspaceId: Id, contactId: Id): Promise<ConsentState[]> {
  return consentStateMany.many(tx, { workspace_id: workspaceId, contact_id: contactId })
}

export type ConsentEntry = { consentEventId: Id; purpose: string; channel: string; action: string; source: string; wordingVersion: number | null; evidence: ConsentEvidence | null; happenedAt: Date; recordedAt: Date; recordedBy: string }
/** Every act of a contact with its evidence, the oldest first. */
export async function consentHistory(tx: Tx, workspaceId: Id, contactId: Id, keyring: Keyring): Promise<ConsentEntry[]> {
  const rows = await consentEventMany.many(tx, { workspace_id: workspaceId, contact_id: contactId })
  return rows.map((r) => ({
    consentEventId: r.consent_event_id, purpose: r.purpose, channel: r.channel, action: r.action, source: r.source, wordingVersion: r.wording_version,
    evidence: r.evidence_ct ? (JSON.parse(keyring.decrypt(evidenceCell(r.consent_event_id), r.evidence_ct)) as ConsentEvidence) : null,
    happenedAt: r.happened_at, recordedAt: r.recorded_at, recordedBy: r.recorded_by,
  }))
}

/** Publishes words for a purpose; the same words again answer the version they have. Two at once get two versions or one. */
export async function publishWording(tx: Tx, workspaceId: Id, scope: Scope, purpose: string, wording: string, now: Date): Promise<number> {
  const hash = createHash('sha256').update(wording, 'utf8').digest()
  for (;;) {
    const latest = await wordingGet.one(tx, { workspace_id: workspaceId, purpose, version: 0 })
    if (latest?.wording_hash.equals(hash)) return latest.version
    const version = (latest?.version ?? 0) + 1
    if ((await wordingAdd.exec(tx, { workspace_id: workspaceId, purpose, version, wording, wording_hash: hash, created_at: now, created_by: scope.actor })) === 1) return version
  }
}

export type Wording = { purpose: string; version: number; wording: string; createdAt: Date; createdBy: string }
/** All published words, by purpose, the newest first. */
export async function listWordings(tx: Tx, workspaceId: Id): Promise<Wording[]> {
  const rows = await wordingMany.many(tx, { workspace_id: workspaceId })
  return rows.map((r) => ({ purpose: r.purpose, version: r.version, wording: r.wording, createdAt: r.created_at, createdBy: r.created_by }))
}
