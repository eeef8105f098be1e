// The service worker-import: finds imports that should run, workspace by workspace, and works them off.
import { systemClock, withGlobal, withWorkspace, type Id, type RunningService, type Service, type ServiceContext } from '../../kernel/index.ts'
import { dueClear, duePick, runClaim, runRunning } from './import.sql.ts'
import { LEASE_SECONDS, workOff } from './work-off.ts'

/** Imports worked on at the same time; one large file must not make the others wait. */
const SLOTS = 2
const IDLE_MS = 200

export const importService: Service = { name: 'worker-import', role: 'inboxlift_import', start: startImportWorker }

/** Starts polling. `stop` waits for the batch in hand and gives the imports back. */
export async function startImportWorker(ctx: ServiceContext, options: { slots?: number; batchRows?: number; leaseSeconds?: number } = {}): Promise<RunningService> {
  let isStopping = false
  const woken = new Set<() => void>()
  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(done, IDLE_MS)
      function done(): void {
        clearTimeout(timer)
        woken.delete(done)
        resolve()
      }
      woken.add(done)
    })
  const loop = async (): Promise<void> => {
    while (!isStopping) {
      const worked = await visit(ctx, () => isStopping, options).catch((error: unknown) => {
        ctx.log.warn({ err: error }, 'looking for imports failed; trying again')
        return false
      })
      if (!worked && !isStopping) await idle()
    }
  }
  const loops = Array.from({ length: options.slots ?? SLOTS }, loop)
  return {
    async stop() {
      isStopping = true
      for (const wake of woken) wake()
      await Promise.all(loops)
    },
  }
}

/** Visits the workspace that is due; true when there was one. */
async function visit(ctx: ServiceContext, isStopping: () => boolean, options: { batchRows?: number; leaseSeconds?: number }): Promise<boolean> {
  const due = await withGlobal(ctx.pool, { actor: 'service:import', origin: 'worker' }, (tx) => duePick.one(tx, {}))
  if (!due) return false
  const workspaceId: Id = due.workspace_id
  const scope = { workspaceId, actor: 'service:import', origin: 'worker' as const }
  while (!isStopping()) {
    const token = ctx.ids.next()
    const claimed = await withWorkspace(ctx.pool, scope, (tx) => runClaim.one(tx, { workspace_id: workspaceId, token, lease_seconds: options.leaseSeconds ?? LEASE_SECONDS }))
    if (!claimed) break
    const keyring = await ctx.keyrings.get(workspaceId)
    const { pool, ids, observer, signals } = ctx
    await workOff({ pool, ids, observer, signals, keyring, clock: systemClock, isStopping, onError: (err) => ctx.log.error({ err }, 'import failed'), ...options }, workspaceId, claimed.import_run_id, token)
  }
  const running = await withWorkspace(ctx.pool, scope, (tx) => runRunning.many(tx, { workspace_id: workspaceId }))
  if (running.length === 0) await withGlobal(ctx.pool, { actor: 'service:import', origin: 'worker' }, (tx) => dueClear.exec(tx, { workspace_id: workspaceId, due_at: due.due_at }))
  return true
}
