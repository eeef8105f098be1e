// Group commit for hits. A click waits for its batch to be durable and is answered then; an open is answered at once and
// its batch is durable within OPEN_WAIT_MS plus one write. While a write is under way, hits gather for the next.
import type { Id, IdSource } from '../../kernel/index.ts'
import { eventErrors } from '../errors.ts'
import type { Hit, HitBatch } from './hit.ts'

/** Longest wait of an open for its batch to begin; with the write itself it stays below the promised 100 ms. */
export const OPEN_WAIT_MS = 50
/** Writes under way at the same time. */
const WRITES = 2

export type HitBatcherOptions = {
  ids: IdSource
  /** Makes a batch durable: in the database, or in the journal when that is away. Rejects only when neither took it. */
  store: (batch: HitBatch) => Promise<void>
  /** Hits that may wait; beyond, the next one is refused. */
  limit?: number
  nowMs?: () => number
}

export type HitBatcher = {
  /** Takes a hit; resolves when it is durable. Throws EVENT_QUEUE_FULL at once when too many wait. */
  click(workspaceId: Id, hit: Hit): Promise<void>
  /** Takes a hit without waiting. Throws EVENT_QUEUE_FULL at once when too many wait. */
  open(workspaceId: Id, hit: Hit): void
  waiting(): number
  /** Stores all that waits; hits that come later start a new wait. */
  flush(): Promise<void>
}

type Gathered = { hits: Hit[]; done: ((error?: Error) => void)[] }

export function createHitBatcher(options: HitBatcherOptions): HitBatcher {
  const limit = options.limit ?? 50_000
  const nowMs = options.nowMs ?? Date.now
  let gathered = new Map<Id, Gathered>()
  let waiting = 0
  let inHand = 0
  let writes = 0
  let isUrgent = false
  let timer: NodeJS.Timeout | undefined
  const idle: (() => void)[] = []

  const take = (workspaceId: Id, hit: Hit, done?: (error?: Error) => void): void => {
    if (waiting + inHand >= limit) throw eventErrors.EVENT_QUEUE_FULL()
    let group = gathered.get(workspaceId)
    if (!group) gathered.set(workspaceId, (group = { hits: [], done: [] }))
    group.hits.push(hit)
    if (done) group.done.push(done)
    waiting += 1
  }
  const begin = (): void => {
    isUrgent = false
    clearTimeout(timer)
    timer = undefined
    if (waiting === 0) return
    const batch = gathered
    gathered = new Map()
    inHand += waiting
    waiting = 0
    writes += 1
    void write(batch).finally(() => {
      writes -= 1
      if (isUrgent) begin()
      else if (waiting === 0 && writes === 0) for (const r of idle.splice(0)) r()
    })
  }
  const write = async (batch: Map<Id, Gathered>): Promise<void> => {
    await Promise.all([...batch].map(async ([workspaceId, { hits, done }]) => {
      const failed = await options.store({ workspaceId, hits, receivedAt: new Date(nowMs()), inboxId: options.ids.next() }).then(() => undefined, (error: Error) => error)
      inHand -= hits.length
      for (const d of done) d(failed)
    }))
  }
  const hurry = (): void => {
    if (isUrgent) return
    isUrgent = true
    // One turn of the loop lets all requests that have arrived already into the batch.
    if (writes < WRITES) setImmediate(() => isUrgent && writes < WRITES && begin())
  }

  return {
    click: (workspaceId, hit) => new Promise((resolve, reject) => {
      take(workspaceId, hit, (error) => (error ? reject(error) : resolve()))
      hurry()
    }),
    open(workspaceId, hit) {
      take(workspaceId, hit)
      timer ??= setTimeout(() => {
        timer = undefined
        if (writes < WRITES) begin()
        else isUrgent = true
      }, OPEN_WAIT_MS)
    },
    waiting: () => waiting + inHand,
    async flush() {
      begin()
      if (writes > 0 || waiting > 0) await new Promise<void>((r) => idle.push(r))
    },
  }
}
