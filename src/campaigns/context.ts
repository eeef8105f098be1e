// What operations on templates and campaigns are given besides the transaction.
import type { Clock, Id, IdSource, WorkspaceScope } from '../kernel/index.ts'

export type CampaignContext = {
  workspaceId: Id
  ids: IdSource
  /** Who does it; the same as in the transaction's scope. */
  actor: string
  /** When; one moment for everything the operation writes. */
  at: Date
}

/** The context of a request or command. */
export function campaignContext(deps: { ids: IdSource; clock: Clock }, scope: WorkspaceScope): CampaignContext {
  return { workspaceId: scope.workspaceId, ids: deps.ids, actor: scope.actor, at: deps.clock.now() }
}
