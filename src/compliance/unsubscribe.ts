// A person says stop: suppression, status, consent and the event, all in one transaction behind the gate, once per request.
import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { withWorkspace, type Clock, type Id, type IdSource, type Keyring, type Keyrings, type MessageKey, type Scope, type Tx, type WorkspaceScope } from '../kernel/index.ts'
import { attemptAddress, consentGivenMany, messagePurpose, suppressionLift, suppressionStateMany, unsubscribeRequestAdd } from './compliance.sql.ts'
import { writeConsent, type ConsentEvidence, type ConsentSource } from './consent.ts'
import { holdPerson, type AddressKey, type Person } from './person.ts'
import { reviveContacts, writeSuppression } from './suppression.ts'

/** What this room needs of the room events, which is above it: writes events and counters. compose.ts hands it in. */
export type RecordUnsubscribed = (
  tx: Tx,
  workspaceId: Id,
  rows: readonly { launchId: Id | null; contactId: Id; seq: Id | null; campaignId: Id | null; variantNo: number; providerId: Id | null; eventType: 'unsubscribed'; occurredAt: Date; eventKey: string }[],
  now: Date,
) => Promise<unknown>

export type ComplianceDeps = { pool: Pool; ids: IdSource; keyrings: Keyrings; clock: Clock; recordUnsubscribed: RecordUnsubscribed }

export type UnsubscribeMethod = 'one_click' | 'page' | 'mail' | 'complaint'
export type UnsubscribeRequest = {
  /** The message whose link was followed. */
  message: MessageKey
  /** What makes the request the same request: the signed link. */
  requestKey: string
  method: UnsubscribeMethod
  evidence?: ConsentEvidence | null
  /** False when the event was recorded already (a webhook said so). */
  recordEvent?: boolean
}

const SOURCE: Record<UnsubscribeMethod, ConsentSource> = { one_click: 'one_click', page: 'preference_centre', mail: 'person', complaint: 'complaint' }
/** What people do to themselves is signed by nobody of the office. */
export const PERSON_SCOPE: Scope = { actor: 'contact', origin: 'api' }

/**
 * Unsubscribes the person behind a message from everything. Resolves when it is durable. The same request again, at once
 * or after a restart, is one row and one event; `repeated` tells. After somebody subscribed again the same link works again.
 * Throws COMPLIANCE_CONTACT_NOT_FOUND.
 */
export async function unsubscribe(deps: ComplianceDeps, request: UnsubscribeRequest, scope: Scope = PERSON_SCOPE): Promise<{ repeated: boolean }> {
  const { workspaceId } = request.message
  const keyring = await deps.keyrings.get(workspaceId)
  const ws: WorkspaceScope = { ...scope, workspaceId }
  return withWorkspace(deps.pool, ws, (tx) => applyUnsubscribe(tx, ws, request, keyring, deps), { retry: true })
}

/** The same inside a transaction of the caller, who took no lock before. */
export async function applyUnsubscribe(tx: Tx, scope: WorkspaceScope, request: UnsubscribeRequest, keyring: Keyring, deps: Pick<ComplianceDeps, 'ids' | 'clock' | 'recordUnsubscribed'>): Promise<{ repeated: boolean }> {
  const { workspaceId } = scope
  const { launchId, contactId, seq } = request.message
  const now = deps.clock.now()
  const used = await addressesUsed(tx, request.message)
  const person = await holdPerson(tx, workspaceId, contactId, used)
  const facts = await messagePurpose.one(tx, { workspace_id: workspaceId, launch_id: launchId, contact_id: contactId, seq })
  const campaignId = facts?.campaign_id ?? null
  const id = createHash('sha256').update(`${request.requestKey}${await liftedMark(tx, workspaceId, person)}`).digest()
  const isNew = await unsubscribeRequestAdd.exec(tx, { workspace_id: workspaceId, contact_id: contactId, unsubscribe_id: id, method: request.method, campaign_id_or_null: campaignId, requested_at: now })
  if (isNew === 0) return { repeated: true }
  await writeSuppression(tx, workspaceId, scope, { addresses: person.addresses, reason: 'unsubscribe', contactIds: person.contactIds, campaignId, detailCode: request.method }, now)
  for (const act of await purposesOf(tx, workspaceId, person, facts?.purpose ?? 'newsletter')) {
    await writeConsent(tx, workspaceId, scope, 'withdrawn', { ...act, source: SOURCE[request.method], evidence: request.evidence ?? null }, { ids: deps.ids, keyring, now })
  }
  if (request.recordEvent !== false) {
    await deps.recordUnsubscribed(tx, workspaceId, [{
      launchId: facts?.is_known ? launchId : null, contactId, seq: facts?.is_known ? seq : null, campaignId, variantNo: facts?.variant_no ?? 0, providerId: facts?.provider_id ?? null,
      eventType: 'unsubscribed', occurredAt: now, eventKey: `unsubscribe:${id.toString('hex')}`,
    }], now)
  }
  return { repeated: false }
}

export async function addressesUsed(tx: Tx, m: MessageKey): Promise<AddressKey[]> {
  const rows = await attemptAddress.many(tx, { workspace_id: m.workspaceId, launch_id: m.launchId, contact_id: m.contactId, seq: m.seq })
  return rows.map((r) => ({ index: r.email_index, version: r.email_index_version }))
}

/** Empty while the person is unsubscribed or never was; else when it was lifted, so that the same link counts as a new request. */
async function liftedMark(tx: Tx, workspaceId: Id, person: Person): Promise<string> {
  const rows = (await suppressionStateMany.many(tx, { workspace_id: workspaceId, email_indexes: person.addresses.map((a) => a.index) })).filter((r) => r.reason === 'unsubscribe')
  if (rows.length === 0 || rows.some((r) => r.lifted_at === null)) return ''
  return `@${Math.max(...rows.map((r) => r.lifted_at!.getTime()))}`
}

/** The purpose of the mail, and every other that the person had agreed to: the link says stop, not stop this. */
async function purposesOf(tx: Tx, workspaceId: Id, person: Person, purpose: string): Promise<{ contactId: Id; purpose: string }[]> {
  const given = await consentGivenMany.many(tx, { workspace_id: workspaceId, contact_ids: person.contactIds, channel: 'email' })
  const all = [...person.contactIds.map((contactId) => ({ contactId, purpose })), ...given.map((g) => ({ contactId: g.contact_id, purpose: g.purpose }))]
  return [...new Map(all.map((a) => [`${a.contactId}/${a.purpose}`, a])).values()]
}

export type ResubscribeRequest = { message: MessageKey; evidence?: ConsentEvidence | null; wordingHash?: Buffer | null }

/**
 * The person changes their mind on the page: lifts the unsubscription (nothing else) and notes the consent to the purpose
 * of that mail. `changed` is false when there was nothing to lift. Resolves when it is durable.
 */
export async function resubscribe(deps: ComplianceDeps, request: ResubscribeRequest, scope: Scope = PERSON_SCOPE): Promise<{ changed: boolean }> {
  const { workspaceId, launchId, contactId, seq } = request.message
  const keyring = await deps.keyrings.get(workspaceId)
  return withWorkspace(deps.pool, { ...scope, workspaceId }, async (tx) => {
    const now = deps.clock.now()
    const person = await holdPerson(tx, workspaceId, contactId, await addressesUsed(tx, request.message))
    const indexes = person.addresses.map((a) => a.index)
    const lifted = await suppressionLift.exec(tx, { workspace_id: workspaceId, email_indexes: indexes, reason: 'unsubscribe', lifted_at: now, lifted_by: scope.actor })
    if (lifted === 0) return { changed: false }
    const facts = await messagePurpose.one(tx, { workspace_id: workspaceId, launch_id: launchId, contact_id: contactId, seq })
    for (const id of person.contactIds) {
      await writeConsent(tx, workspaceId, scope, 'given', { contactId: id, purpose: facts?.purpose ?? 'newsletter', source: 'preference_centre', wordingHash: request.wordingHash ?? null, evidence: request.evidence ?? null }, { ids: deps.ids, keyring, now })
    }
    await reviveContacts(tx, workspaceId, scope, person.contactIds, indexes, 'unsubscribe', now)
    return { changed: true }
  }, { retry: true })
}
