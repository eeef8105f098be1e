// The kept membership of a saved segment: who is in it, since when.
import type { Pool } from 'pg'
import { addJob, type Tasks } from '../jobs/index.ts'
import { isAppError, withWorkspace, type Clock, type Id, type Tx } from '../kernel/index.ts'
import { compileMaterialise } from './compile.ts'
import { compileOptions, type SegmentContext } from './context.ts'
import { segmentErrors } from './errors.ts'
import type { SegmentDefinition } from './language.ts'
import { runCompiled } from './run-compiled.ts'
import { memberCount, memberPage, segmentLock, segmentMaterialised } from './segments.sql.ts'

export type Materialised = { members: number; entered: number; left: number }

/**
 * Brings the membership up to date in the caller's transaction: missing members come, those who left go, entered_at of the
 * rest stays. Run at once by two, the second waits for the first and changes nothing. Throws SEGMENT_NOT_FOUND.
 */
export async function materialiseSegment(tx: Tx, context: SegmentContext, segmentId: Id): Promise<Materialised> {
  const segment = await segmentLock.one(tx, { workspace_id: context.workspaceId, segment_id: segmentId })
  if (!segment) throw segmentErrors.SEGMENT_NOT_FOUND()
  const definition = segment.definition as SegmentDefinition
  const compiled = compileMaterialise(definition, await compileOptions(tx, context, definition), segmentId)
  // Hash joins over whole segments stay in memory up to about a million people.
  const rows = await runCompiled<{ members: string; entered: string; left_count: string }>(tx, compiled, { writes: true, settings: [`work_mem = '64MB'`], patienceMs: 5_000, mayBeHuge: true })
  const row = rows[0]!
  await segmentMaterialised.exec(tx, { workspace_id: context.workspaceId, segment_id: segmentId, member_count: row.members, at: context.now })
  return { members: Number(row.members), entered: Number(row.entered), left: Number(row.left_count) }
}

/** Kept members, newest contact first; answers one more than `limit` when there is a next page. */
export async function pageMembers(tx: Tx, workspaceId: Id, segmentId: Id, page: { limit: number; before?: Id | undefined }): Promise<{ contactId: Id; enteredAt: Date }[]> {
  const rows = await memberPage.many(tx, { workspace_id: workspaceId, segment_id: segmentId, before_contact_id: page.before ?? '9223372036854775807', page_size: String(page.limit + 1) })
  return rows.map((r) => ({ contactId: r.contact_id, enteredAt: r.entered_at }))
}

/** Kept members, counted. */
export async function countMembers(tx: Tx, workspaceId: Id, segmentId: Id): Promise<number> {
  return (await memberCount.one(tx, { workspace_id: workspaceId, segment_id: segmentId }))?.count ?? 0
}

const REFRESH = 'segment.refresh'

/** Asks for a refresh in the background, in the caller's transaction; a hundred requests before it begins are one. */
export async function requestRefresh(tx: Tx, workspaceId: Id, segmentId: Id): Promise<void> {
  await addJob(tx, REFRESH, { workspace_id: workspaceId, segment_id: segmentId }, { key: `${REFRESH}:${workspaceId}:${segmentId}` })
}

/** The handler of requestRefresh, for the process that runs jobs. A segment that is gone meanwhile needs no refresh. */
export function segmentTasks(pool: Pool, clock: Clock): Tasks {
  return {
    [REFRESH]: async (payload) => {
      const scope = { workspaceId: String(payload.workspace_id), actor: 'service:scheduler', origin: 'system' } as const
      const context = { workspaceId: scope.workspaceId, actor: scope.actor, now: clock.now() }
      await withWorkspace(pool, scope, (tx) => materialiseSegment(tx, context, String(payload.segment_id))).catch((error: unknown) => {
        if (!isAppError(error, 'SEGMENT_NOT_FOUND')) throw error
      })
    },
  }
}
