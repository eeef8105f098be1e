// Processes what the listeners stored: at once from memory while there is room, from the table otherwise and after a
// crash. One worker a process; several processes do not disturb each other.
import { isConnectionLoss, type Id, type Logger, type Scope, type Signals } from '../../kernel/index.ts'
import { retryDeadLetters } from '../ingest/retry-dead-letters.ts'
import { workspacesAll } from '../events.sql.ts'
import type { InboxRow } from './inbox-row.ts'
import { processRows, sweepInbox, type InboxTools } from './process-inbox.ts'

export type InboxWorker = {
  /** Says that a row was stored; `size` is how many events it may hold. */
  stored(workspaceId: Id, row: InboxRow, size: number): void
  /** Resolves when everything handed over so far is processed or left to the next round. */
  settled(): Promise<void>
  /** Visits every workspace once. */
  round(before?: Date): Promise<void>
  stop(): Promise<void>
}

export type InboxWorkerOptions = {
  tools: InboxTools
  scope: Scope
  log: Logger
  signals: Signals
  /** Events kept in memory at most; more stay in the table until the next round. */
  memory?: number
  /** How long to rest after a batch, in lengths of that batch: answering comes first. Default: not at all. */
  rest?: () => number
  /** Events of one transaction at most. */
  batch?: number
  roundEveryMs?: number
}

const LONGEST_REST_MS = 2_000
/** A small batch waits so long for company: a transaction for every click would cost ten times the work. */
const GATHER_MS = 20

export function createInboxWorker(options: InboxWorkerOptions): InboxWorker {
  const { tools, scope, log, signals } = options
  const memory = options.memory ?? 100_000
  const batch = options.batch ?? 1_000
  const queue: { workspaceId: Id; row: InboxRow; size: number }[] = []
  const waiting: (() => void)[] = []
  let held = 0
  let isBusy = false
  let isStopped = false
  /** Rows were left in the table: the round must not wait for its time. */
  let isBehind = false
  let isRounding: Promise<void> | undefined

  /** The next rows of one workspace, up to a batch; those of others keep their place. */
  const take = (): typeof queue => {
    const first = queue[0]!
    const taken: typeof queue = []
    let size = 0
    for (let i = 0; i < queue.length && size < batch; ) {
      const item = queue[i]!
      if (item.workspaceId !== first.workspaceId) i += 1
      else {
        size += item.size
        taken.push(...queue.splice(i, 1))
      }
    }
    held -= size
    return taken
  }
  const work = async (): Promise<void> => {
    isBusy = true
    while (queue.length > 0) {
      if (held < batch / 4 && waiting.length === 0 && !isStopped) await new Promise((r) => setTimeout(r, GATHER_MS))
      const taken = take()
      const workspaceId = taken[0]!.workspaceId
      const begin = performance.now()
      try {
        const done = await processRows(tools, { ...scope, workspaceId }, taken.map((t) => t.row))
        signals.emit('events.processed', { ...done })
      } catch (error) {
        // The rows are safe in the table; the next round takes them one by one.
        isBehind = true
        log.warn({ code: (error as { code?: string }).code, rows: taken.length }, 'inbox rows are left to the next round')
        if (isConnectionLoss(error)) await new Promise((r) => setTimeout(r, 250))
      }
      await rest(performance.now() - begin)
    }
    isBusy = false
    for (const resolve of waiting.splice(0)) resolve()
  }
  /** Ends early when the listener has room again. */
  const rest = async (tookMs: number): Promise<void> => {
    const begin = performance.now()
    while (!isStopped && performance.now() - begin < Math.min(LONGEST_REST_MS, tookMs * (options.rest?.() ?? 0))) await new Promise((r) => setTimeout(r, 20))
  }
  const visitAll = async (before: Date): Promise<void> => {
    for (const { workspace_id } of await workspacesAll.many(tools.pool, {})) {
      if (isStopped) return
      const ws = { ...scope, workspaceId: workspace_id }
      const swept = await sweepInbox(tools, ws, { before })
      if (swept.failed > 0) log.warn({ workspace_id, failed: swept.failed }, 'inbox rows could not be understood')
      if (swept.rows > 0) signals.emit('events.processed', { ...swept })
      await retryDeadLetters(tools.pool, ws, { ids: tools.ids, keyring: await tools.keyrings.get(workspace_id), now: tools.now() })
    }
  }
  const round = (before = tools.now()): Promise<void> => {
    isRounding ??= visitAll(before).finally(() => (isRounding = undefined))
    return isRounding
  }
  const timer = setInterval(() => {
    isBehind = false
    round(new Date(tools.now().getTime() - 5_000)).catch((error: unknown) => log.warn({ code: (error as { code?: string }).code }, 'round over the inbox failed'))
  }, options.roundEveryMs ?? 30_000)
  const catchUp = setInterval(() => {
    if (!isBehind || isBusy) return
    isBehind = false
    round().catch(() => (isBehind = true))
  }, 500)
  timer.unref()
  catchUp.unref()

  return {
    stored(workspaceId, row, size) {
      if (isStopped || held + size > memory) {
        isBehind = true
        return
      }
      queue.push({ workspaceId, row, size })
      held += size
      if (!isBusy) void work()
    },
    settled: () => (isBusy ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    round,
    async stop() {
      isStopped = true
      clearInterval(timer)
      clearInterval(catchUp)
      await isRounding?.catch(() => {})
      if (isBusy) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}
