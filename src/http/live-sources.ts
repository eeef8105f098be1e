// What can be watched at /api/v1/live; each reads through the door of its room.
import { fromPublicId, isAppError, withWorkspace } from '../kernel/index.ts'
import { campaignProgress } from '../campaigns/index.ts'
import { getImport } from '../contacts/import/index.ts'
import { presentProgress, progressView } from './routes/campaign-shape.ts'
import type { LiveSource } from './live.ts'

/** Undefined for what does not exist or is no id at all; other failures pass. */
async function orUndefined<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isAppError(error) && (error.status === 404 || error.code === 'PUBLIC_ID_INVALID')) return undefined
    throw error
  }
}

const importSource: LiveSource = {
  prefix: 'imp',
  scope: 'contacts:read',
  read: (deps, scope, id) => orUndefined(async () => {
    const run = await getImport(deps, scope, fromPublicId('imp', id))
    const state = { id, state: run.state, file_bytes: run.fileBytes, done_bytes: run.cursorBytes, rows: run.rows, counts: run.counts, seconds_left: run.secondsLeft ?? null, error_code: run.errorCode }
    return { state, isFinal: ['done', 'failed', 'cancelled'].includes(run.state) }
  }),
}

/** The same JSON as GET /campaigns/{id}/progress. */
const campaignSource: LiveSource = {
  prefix: 'cmp',
  scope: 'campaigns:read',
  read: (deps, scope, id) => orUndefined(async () => {
    const progress = await withWorkspace(deps.pool, scope, (tx) => campaignProgress(tx, scope.workspaceId, fromPublicId('cmp', id), deps.clock.now()), { readOnly: true })
    return { state: progressView.encode(presentProgress(progress)), isFinal: ['sent', 'cancelled', 'failed'].includes(progress.state) && progress.waiting + progress.sending === 0 }
  }),
}

export const liveSources: Readonly<Record<string, LiveSource>> = { import: importSource, campaign: campaignSource }
