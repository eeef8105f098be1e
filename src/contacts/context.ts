// What every operation of this room is given besides the transaction.
import type { Clock, Id, IdSource, Keyring, Keyrings, WorkspaceScope } from '../kernel/index.ts'

export type ContactContext = {
  workspaceId: Id
  keyring: Keyring
  ids: IdSource
  /** Who does it; the same as in the transaction's scope. */
  actor: string
  /** When; one moment for everything the operation writes. */
  at: Date
}

/** Builds the context of a request or command. Throws KEY_MISSING when the workspace's key does not open. */
export async function contactContext(deps: { keyrings: Keyrings; ids: IdSource; clock: Clock }, scope: WorkspaceScope): Promise<ContactContext> {
  return { workspaceId: scope.workspaceId, keyring: await deps.keyrings.get(scope.workspaceId), ids: deps.ids, actor: scope.actor, at: deps.clock.now() }
}

/** The source every workspace has: the workspace itself. E-mail addresses belong to it. */
export const OWN_SOURCE: Id = '0'
