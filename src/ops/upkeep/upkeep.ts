// Forgetting on time: answers kept for repeats, ids that providers report by, events that were seen. A duty of
// the scheduler, a few thousand rows a turn, so that it never holds anybody up.
import type { Pool } from 'pg'
import { withWorkspace, type Clock } from '../../kernel/index.ts'
import { dedupForget, idempotencyForget, providerRefForget, upkeepWorkspaces } from './upkeep.sql.ts'

const KEPT_MS = 35 * 86_400_000
const TURN = 5_000

/** One round over all workspaces; answers how many rows went. Safe to run at once in several processes. */
export async function forgetExpired(pool: Pool, clock: Clock): Promise<number> {
  let total = 0
  for (const { workspace_id } of await upkeepWorkspaces.many(pool, {})) {
    for (let gone = TURN; gone >= TURN; total += gone) {
      gone = await withWorkspace(pool, { workspaceId: workspace_id, actor: 'service:scheduler', origin: 'system' }, async (tx) => {
        const before = new Date(clock.nowMs() - KEPT_MS)
        const counts = [await idempotencyForget.exec(tx, { workspace_id, at: clock.now() }), await providerRefForget.exec(tx, { workspace_id, before }), await dedupForget.exec(tx, { workspace_id, before })]
        return Math.max(...counts)
      })
    }
  }
  return total
}
