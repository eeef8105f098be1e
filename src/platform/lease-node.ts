// Leases a node number from the database, so that ids made here are unique without asking anybody (DESIGN 4.1).
//
// What makes ids unique is the mark (high_water_ms), not the lease: a process makes ids up to its mark only, and the mark
// is written before it is used. Who takes a number over begins after the mark of the former holder, so the two can never
// meet, even when the former one is still alive, frozen, or lives in another time. Marks follow the database's clock: a
// machine whose clock runs ahead stops with NODE_LEASE_LOST instead of filling next year's partitions.
import type { Pool } from 'pg'
import { createIdSource, idTime, kernelErrors, type AppError, type Clock, type IdSource } from '../kernel/index.ts'
import { platformErrors } from './errors.ts'
import { nodeLeaseClaimExpired, nodeLeaseClaimFresh, nodeLeaseRelease, nodeLeaseRenew, nodeLeaseUsed } from './platform.sql.ts'

export type NodeLeaseOptions = {
  clock: Clock
  /** 0..7 */
  region: number
  /** Shown in the table; no personal data. */
  holder: string
  /** Others may take the number this long after the last renewal. */
  leaseMs?: number
  /** How far ahead the mark is written: ids can be made this long without the database. */
  windowMs?: number
  /** Time between renewals; 0 renews by hand only (tests). */
  renewMs?: number
}

export type NodeLease = {
  node: number
  ids: IdSource
  /** Settles when somebody else holds the number: the process must end. */
  lost: Promise<AppError>
  /** Renews now; answers false when the number is lost. Throws when the database cannot be reached. */
  renew(): Promise<boolean>
  /** Stops making ids and gives the number back at once. */
  stop(): Promise<void>
}

const LEASE_MS = 30_000
const WINDOW_MS = 40_000
const RENEW_MS = 5_000
/** 254 and 255 in region 7 make the ids of backups and migration steps, so they are never leased anywhere. */
const NODES = 254

type Claim = { node: number; fence: string; beforeMs: number; limitMs: number }

/**
 * Leases a free node number of the region and renews it until stop(). Any number of processes at once get different
 * numbers. Throws NODE_NUMBERS_EXHAUSTED when all are held.
 */
export async function leaseNode(pool: Pool, options: NodeLeaseOptions): Promise<NodeLease> {
  const terms = { region: options.region, lease_ms: options.leaseMs ?? LEASE_MS, window_ms: String(options.windowMs ?? WINDOW_MS) }
  const { node, fence, beforeMs, limitMs } = await claim(pool, terms, options.holder)
  let limit = limitMs
  const ids = createIdSource({ clock: options.clock, region: options.region, node, notBeforeMs: beforeMs + 1, limitMs: () => limit })
  const { promise: lost, resolve: announceLoss } = Promise.withResolvers<AppError>()
  const renew = async (): Promise<boolean> => {
    const row = await nodeLeaseRenew.one(pool, { ...terms, node, fence })
    if (row) limit = Math.max(limit, Number(row.high_water_ms))
    else {
      limit = -1
      announceLoss(kernelErrors.NODE_LEASE_LOST({ detail: `Node ${node}.` }))
    }
    return row !== undefined
  }
  const stopRenewing = every(options.renewMs ?? RENEW_MS, renew)
  return {
    node,
    ids,
    lost,
    renew,
    async stop() {
      stopRenewing()
      if (limit < 0) return
      const lastMs = lastUsedMs(ids, limit)
      limit = -1
      await nodeLeaseRelease.exec(pool, { region: options.region, node, fence, last_ms: String(lastMs) }).catch(() => 0) // then it ends by time
    },
  }
}

async function claim(pool: Pool, terms: { region: number; lease_ms: number; window_ms: string }, holder: string): Promise<Claim> {
  for (let round = 0; round < 2 * NODES; round++) {
    const expired = await nodeLeaseClaimExpired.one(pool, { ...terms, holder })
    if (expired) return { node: expired.node, fence: expired.fence, beforeMs: Number(expired.before_ms), limitMs: Number(expired.high_water_ms) }
    const used = new Set((await nodeLeaseUsed.many(pool, { region: terms.region })).map((r) => r.node))
    const free = Array.from({ length: NODES }, (_, n) => n).filter((n) => !used.has(n))
    const node = free[Math.floor(Math.random() * Math.min(free.length, 64))] // spread, so that many at once seldom collide
    if (node === undefined) break
    const fresh = await nodeLeaseClaimFresh.one(pool, { ...terms, node, holder })
    if (fresh) return { node, fence: fresh.fence, beforeMs: 0, limitMs: Number(fresh.high_water_ms) }
  }
  throw platformErrors.NODE_NUMBERS_EXHAUSTED()
}

/** One more id tells the last millisecond; when none can be made any more the mark itself is the answer. */
function lastUsedMs(ids: IdSource, limit: number): number {
  try {
    return idTime(ids.next()).getTime()
  } catch {
    return limit
  }
}

/** Runs `work` again and again with a pause; failures (a restarting server) are tried again. Answers how to stop it. */
function every(ms: number, work: () => Promise<boolean>): () => void {
  if (ms <= 0) return () => {}
  let timer: NodeJS.Timeout
  let stopped = false
  const tick = async (): Promise<void> => {
    const goesOn = await work().catch(() => true)
    if (!stopped && goesOn) timer = setTimeout(() => void tick(), ms).unref()
  }
  timer = setTimeout(() => void tick(), ms).unref()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
