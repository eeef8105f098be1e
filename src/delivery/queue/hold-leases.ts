// Keeping leases, giving them back, and taking over those of workers that are gone.
import { addCancelled } from '../../events/index.ts'
import { withWorkspace, type Id, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import type { Pool } from 'pg'
import { messageRecoverAttempting, messageRecoverDoubt, messageRecoverLeased, messageRelease, messageRenew, workspaceDueMark } from '../delivery.sql.ts'
import type { Leased } from './claim-messages.ts'

const keys = (leased: readonly Leased[]): { contact_ids: Id[]; seqs: Id[]; tokens: Id[] } => ({
  contact_ids: leased.map((x) => x.contactId),
  seqs: leased.map((x) => x.seq),
  tokens: leased.map((x) => x.token),
})

/** Prolongs leases. Answers the messages that are not ours any more: drop them. */
export async function renewLeases(pool: Pool, scope: WorkspaceScope, launchId: Id, leased: readonly Leased[], leaseSeconds: number): Promise<Leased[]> {
  if (leased.length === 0) return []
  const rows = await withWorkspace(pool, scope, (tx) => messageRenew.many(tx, { workspace_id: scope.workspaceId, launch_id: launchId, lease_seconds: leaseSeconds, ...keys(leased) }))
  const kept = new Set(rows.map((r) => `${r.contact_id}/${r.seq}`))
  return leased.filter((x) => !kept.has(`${x.contactId}/${x.seq}`))
}

export type Release = { toState: 'ready' | 'deferred' | 'failed' | 'held'; reason?: string; delaySeconds?: number }

/** Hands leased messages back before an attempt. Answers how many were still ours. */
export async function releaseMessages(tx: Tx, workspaceId: Id, launchId: Id, leased: readonly Leased[], how: Release): Promise<number> {
  if (leased.length === 0) return 0
  const rows = await messageRelease.many(tx, {
    workspace_id: workspaceId, launch_id: launchId, to_state: how.toState, reason: how.reason ?? '', delay_seconds: how.delaySeconds ?? 0, ...keys(leased), attempts: leased.map((x) => x.attempts),
  })
  const dueAt = how.toState === 'deferred' ? new Date(Date.now() + (how.delaySeconds ?? 0) * 1000) : null
  if (how.toState === 'ready' || how.toState === 'deferred') await workspaceDueMark.exec(tx, { queue: 'send', workspace_id: workspaceId, due_at_or_null: dueAt })
  return rows.length
}

export type RecoverInput = {
  launchId: Id
  campaignId: Id
  /** The launch was cancelled: what comes back is cancelled, doubts stay for events and persons. */
  isCancelled: boolean
  doubtGraceSeconds: number
  /** Doubts of one message before a person must look. */
  maxAttempts: number
  /** After the server's own start nobody's lease is taken for so long: living workers get their word in first. */
  settleSeconds: number
}
export type Recovered = { ready: number; inDoubt: number; retried: number; held: number }

/**
 * Takes what dead workers left in a launch: leased messages are ready again, attempts become in_doubt, doubts that had
 * their grace time are retried (at_least_once) or held (at_most_once). Safe to run by many at once.
 */
export async function recoverLeases(pool: Pool, scope: WorkspaceScope, input: RecoverInput): Promise<Recovered> {
  return withWorkspace(pool, scope, async (tx) => {
    const where = { workspace_id: scope.workspaceId, launch_id: input.launchId, settle_seconds: input.settleSeconds }
    const ready = await messageRecoverLeased.many(tx, { ...where, is_cancelled: input.isCancelled })
    if (input.isCancelled && ready.length > 0) await addCancelled(tx, scope.workspaceId, ready.map((r) => ({ campaignId: input.campaignId, variantNo: r.variant_no, count: 1 })))
    const inDoubt = await messageRecoverAttempting.many(tx, where)
    const old = input.isCancelled ? [] : await messageRecoverDoubt.many(tx, {
      workspace_id: scope.workspaceId, launch_id: input.launchId, doubt_grace_seconds: input.doubtGraceSeconds, max_attempts: input.maxAttempts,
    })
    const retried = old.filter((r) => r.state === 'ready').length
    return { ready: input.isCancelled ? 0 : ready.length, inDoubt: inDoubt.length, retried, held: old.length - retried }
  })
}
