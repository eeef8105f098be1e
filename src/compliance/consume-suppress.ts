// Takes `address.suppress` out of the outbox: a bounce, a complaint or an unsubscription that another service learned of.
import { withWorkspace, type Clock, type Id, type IdSource, type Keyring, type Keyrings, type Logger, type MessageKey, type Tx, type WorkspaceScope } from '../kernel/index.ts'
import type { Pool } from 'pg'
import { messagePurpose, outboxDelay, outboxSuppressDue, outboxTake, personMany } from './compliance.sql.ts'
import { writeConsent } from './consent.ts'
import { closeGate } from './gate.ts'
import { holdPerson, type AddressKey } from './person.ts'
import { writeSuppression } from './suppression.ts'
import { addressesUsed, applyUnsubscribe, type RecordUnsubscribed } from './unsubscribe.ts'

export type SuppressConsumerDeps = { pool: Pool; ids: IdSource; keyrings: Keyrings; clock: Clock; log: Logger; recordUnsubscribed: RecordUnsubscribed }

type Payload = { contact_id: Id; launch_id: Id; seq: Id; reason: 'hard_bounce' | 'complaint' | 'unsubscribe'; bounce_class?: string | null }

/**
 * Works through what is due, each message with its effect in one transaction, and answers how many were done. A message
 * is lost or done twice by no crash; several consumers pass each other by. One that fails is put off and logged.
 */
export async function consumeSuppressions(deps: SuppressConsumerDeps, batch = 100): Promise<number> {
  const due = await outboxSuppressDue.many(deps.pool, { batch: String(batch) })
  let done = 0
  for (const { outbox_id, workspace_id } of due) {
    const scope: WorkspaceScope = { workspaceId: workspace_id, actor: 'service:compliance', origin: 'worker' }
    try {
      const keyring = await deps.keyrings.get(workspace_id)
      if (await withWorkspace(deps.pool, scope, (tx) => takeOne(tx, scope, outbox_id, keyring, deps), { retry: true })) done += 1
    } catch (error) {
      deps.log.warn({ code: (error as { code?: string }).code, outbox_id, workspace_id }, 'a suppression is put off')
      await outboxDelay.exec(deps.pool, { outbox_id, due_at: new Date(deps.clock.nowMs() + 30_000) })
    }
  }
  return done
}

async function takeOne(tx: Tx, scope: WorkspaceScope, outboxId: Id, keyring: Keyring, deps: SuppressConsumerDeps): Promise<boolean> {
  const row = await outboxTake.one(tx, { outbox_id: outboxId })
  if (!row) return false
  const payload = row.payload as Payload
  const message: MessageKey = { workspaceId: scope.workspaceId, launchId: payload.launch_id, contactId: payload.contact_id, seq: payload.seq }
  if (payload.reason === 'hard_bounce') await suppressBounced(tx, scope, message, payload.bounce_class ?? null, deps.clock.now())
  else if (payload.reason === 'complaint') await suppressComplained(tx, scope, message, keyring, deps)
  else await applyUnsubscribe(tx, scope, { message, requestKey: `outbox:${message.launchId}/${message.contactId}/${message.seq}`, method: 'mail', recordEvent: false }, keyring, deps)
  return true
}

/** A dead address is suppressed as itself: the contact is `bounced` only while it still has that address. */
async function suppressBounced(tx: Tx, scope: WorkspaceScope, message: MessageKey, bounceClass: string | null, now: Date): Promise<void> {
  const { workspaceId, contactId } = message
  const used: AddressKey[] = (await addressesUsed(tx, message)).slice(0, 1)
  const addresses = used.length > 0 ? used : await currentAddress(tx, message)
  await closeGate(tx, workspaceId, addresses.map((a) => a.index))
  const people = await personMany.many(tx, { workspace_id: workspaceId, contact_id: contactId })
  const holders = people.filter((p) => p.email_index && addresses.some((a) => a.index.equals(p.email_index!))).map((p) => p.contact_id)
  const facts = await messagePurpose.one(tx, { workspace_id: workspaceId, launch_id: message.launchId, contact_id: contactId, seq: message.seq })
  await writeSuppression(tx, workspaceId, scope, { addresses, reason: 'hard_bounce', contactIds: holders, campaignId: facts?.campaign_id ?? null, detailCode: bounceClass }, now)
}

async function currentAddress(tx: Tx, m: MessageKey): Promise<AddressKey[]> {
  const rows = await personMany.many(tx, { workspace_id: m.workspaceId, contact_id: m.contactId })
  return rows.filter((r) => r.contact_id === m.contactId && r.email_index).map((r) => ({ index: r.email_index!, version: r.email_index_version }))
}

/** A complaint speaks for the person: every address of theirs, and the consent of the mail's purpose is gone. */
async function suppressComplained(tx: Tx, scope: WorkspaceScope, message: MessageKey, keyring: Keyring, deps: SuppressConsumerDeps): Promise<void> {
  const { workspaceId, contactId } = message
  const now = deps.clock.now()
  const person = await holdPerson(tx, workspaceId, contactId, await addressesUsed(tx, message))
  const facts = await messagePurpose.one(tx, { workspace_id: workspaceId, launch_id: message.launchId, contact_id: contactId, seq: message.seq })
  await writeSuppression(tx, workspaceId, scope, { addresses: person.addresses, reason: 'complaint', contactIds: person.contactIds, campaignId: facts?.campaign_id ?? null, detailCode: 'complaint' }, now)
  for (const id of person.contactIds) {
    await writeConsent(tx, workspaceId, scope, 'withdrawn', { contactId: id, purpose: facts?.purpose ?? 'newsletter', source: 'complaint' }, { ids: deps.ids, keyring, now })
  }
}
