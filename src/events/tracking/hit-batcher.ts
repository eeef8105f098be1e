// Group commit for hits. A click waits for its batch to be durable and is answered then; an open is answered at once and
// its batch is durable within OPEN_WAIT_MS plus one write. While a write is under way, hits gather for the next.
import type { IdSource } from '../../kernel/index.ts'
import { eventErrors } from '../errors.ts'
import { HIT_BYTES, packHits, writeHit, type HitBatch } from './hit.ts'

/** Longest wait of an open for its batch to begin; with the write itself it stays below the promised 100 ms. */
export const OPEN_WAIT_MS = 50
/** Least time between two writes for clicks: at a moderate rate they share a commit instead of having one each. A lone click does not wait. */
const GATHER_MS = 3
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
  /**
   * Takes a hit; resolves when it is durable. `token`: the bytes of a verified token, read before this returns.
   * Rejects with EVENT_QUEUE_FULL at once when too many wait.
   */
  click(token: Buffer, at: number, isBot: boolean): Promise<void>
  /** Takes a hit without waiting. Throws EVENT_QUEUE_FULL when too many wait. */
  open(token: Buffer, at: number, isBot: boolean): void
  waiting(): number
  /** Stores all that waits; hits that come later start a new wait. */
  flush(): Promise<void>
}

type Done = (error?: Error) => void
/** Hits of one workspace that wait for the next write. */
type Gathered = { workspaceId: string; buffer: Buffer; count: number; done: Done[] }

const FIRST_SIZE = 64 * HIT_BYTES

export function createHitBatcher(options: HitBatcherOptions): HitBatcher {
  const limit = options.limit ?? 50_000
  const nowMs = options.nowMs ?? Date.now
  let gathered = new Map<bigint, Gathered>()
  let waiting = 0
  let inHand = 0
  let writes = 0
  let isUrgent = false
  let lastBegin = 0
  let timer: NodeJS.Timeout | undefined
  const idle: (() => void)[] = []

  const groupOf = (token: Buffer): Gathered => {
    const key = token.readBigInt64BE(1)
    let group = gathered.get(key)
    if (!group) gathered.set(key, (group = { workspaceId: key.toString(), buffer: Buffer.allocUnsafeSlow(FIRST_SIZE), count: 0, done: [] }))
    else if ((group.count + 1) * HIT_BYTES > group.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(group.buffer.length * 4)
      group.buffer.copy(larger)
      group.buffer = larger
    }
    return group
  }
  const take = (token: Buffer, isClick: boolean, at: number, isBot: boolean): Gathered => {
    if (waiting + inHand >= limit) throw eventErrors.EVENT_QUEUE_FULL()
    const group = groupOf(token)
    writeHit(group.buffer, group.count * HIT_BYTES, token, isClick, at, isBot)
    group.count += 1
    waiting += 1
    return group
  }
  const begin = (): void => {
    isUrgent = false
    lastBegin = performance.now()
    clearTimeout(timer)
    timer = undefined
    if (waiting === 0) return
    const batch = gathered
    gathered = new Map()
    inHand += waiting
    waiting = 0
    writes += 1
    void Promise.all([...batch.values()].map(write)).finally(() => {
      writes -= 1
      if (isUrgent) begin()
      else if (waiting === 0 && writes === 0) for (const r of idle.splice(0)) r()
    })
  }
  const write = async ({ workspaceId, buffer, count, done }: Gathered): Promise<void> => {
    const batch: HitBatch = { workspaceId, receivedAt: new Date(nowMs()), inboxId: options.ids.next(), count, packed: packHits(buffer, count) }
    const failed = await options.store(batch).then(() => undefined, (error: Error) => error)
    inHand -= count
    for (const d of done) d(failed)
  }
  const hurry = (): void => {
    if (isUrgent) return
    isUrgent = true
    if (writes >= WRITES) return
    const go = (): void => void (isUrgent && writes < WRITES && begin())
    const since = performance.now() - lastBegin
    // One turn of the loop lets all requests that have arrived already into the batch.
    if (since >= GATHER_MS) setImmediate(go)
    else setTimeout(go, GATHER_MS - since)
  }

  return {
    click: (token, at, isBot) => new Promise((resolve, reject) => {
      take(token, true, at, isBot).done.push((error) => (error ? reject(error) : resolve()))
      hurry()
    }),
    open(token, at, isBot) {
      take(token, false, at, isBot)
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
