// Is this installation fit for work? Each check has a name, a verdict and a sentence; one that is ill makes /readyz red.
import { statfs } from 'node:fs/promises'
import type { Pool } from 'pg'
import { assertDurable, isAppError } from '../../kernel/index.ts'
import { installationState } from '../hold.ts'
import { heartbeatList, outboxAgeList, partitionMissingList, queueAgeList } from './health.sql.ts'

/** ok; warn: people should know, work goes on; ill: not ready. */
export type CheckState = 'ok' | 'warn' | 'ill'
export type Check = { name: string; state: CheckState; detail: string; data?: Record<string, unknown> }
export type Readiness = { ready: boolean; checks: Check[] }

export type ReadinessOptions = {
  /** Under inboxlift_api. */
  pool: Pool
  /** Folder whose volume must not be full. */
  home: string
  /** Services that must live somewhere for mail to leave. */
  expected?: readonly string[]
  /** Below this many free bytes the volume counts as full. */
  diskIllBytes?: number
}

const EXPECTED = ['worker-send', 'scheduler']
/** Four missed beats. */
const SILENT_AFTER_S = 20
/** Consumers look at their queue at least every 200 ms; a minute means that nobody does. */
const QUEUE_STUCK_S = 60
const OUTBOX_STUCK_S = 120
const DISK_ILL_BYTES = 200 * 1024 ** 2
const DISK_WARN_BYTES = 1024 ** 3
const SILENT = 'PostgreSQL does not answer.'
const DATABASE_DEADLINE_MS = 2_000

/** Runs all checks; never throws and answers within a few seconds whatever is broken. */
export async function checkReadiness(options: ReadinessOptions): Promise<Readiness> {
  const database = await checkDatabase(options.pool)
  const rest = database.detail === SILENT ? unknownBecause(database) : await Promise.all([guard('services', () => checkServices(options)), guard('queue', () => checkQueue(options.pool)), guard('hold', () => checkHold(options.pool)), guard('partitions', () => checkPartitions(options.pool))])
  const checks = [database, ...rest, await guard('disk', () => checkDisk(options))]
  return { ready: checks.every((c) => c.state !== 'ill'), checks }
}

async function guard(name: string, check: () => Promise<Check>): Promise<Check> {
  try {
    return await check()
  } catch (error) {
    return { name, state: 'ill', detail: `The check itself failed (${(error as { code?: string }).code ?? 'unknown'}).` }
  }
}

function unknownBecause(database: Check): Check[] {
  return ['services', 'queue', 'hold', 'partitions'].map((name) => ({ name, state: 'ill' as const, detail: `Unknown: ${database.detail}` }))
}

async function checkDatabase(pool: Pool): Promise<Check> {
  const began = performance.now()
  try {
    await withDeadline(assertDurable(pool), DATABASE_DEADLINE_MS)
    return { name: 'database', state: 'ok', detail: 'PostgreSQL answers and keeps what it confirms.', data: { ms: Math.round(performance.now() - began) } }
  } catch (error) {
    const detail = isAppError(error, 'DATABASE_UNSAFE') ? error.message : SILENT
    return { name: 'database', state: 'ill', detail }
  }
}

function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  work.catch(() => {}) // it may still fail after we stopped waiting
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('deadline')), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

async function checkServices({ pool, expected = EXPECTED }: ReadinessOptions): Promise<Check> {
  const beats = await heartbeatList.many(pool, {})
  const youngest = (service: string): number => Math.min(Infinity, ...beats.filter((b) => b.service === service).map((b) => b.age_s))
  const silent = expected.filter((service) => youngest(service) > SILENT_AFTER_S)
  const living = [...new Set(beats.filter((b) => b.age_s <= SILENT_AFTER_S).map((b) => b.service))]
  if (silent.length > 0) return { name: 'services', state: 'ill', detail: `No sign of life from ${silent.join(' and ')}: nothing is sent or recovered.`, data: { silent, living } }
  return { name: 'services', state: 'ok', detail: `Living: ${living.join(', ')}.`, data: { living } }
}

async function checkQueue(pool: Pool): Promise<Check> {
  const [queues, outbox] = [await queueAgeList.many(pool, {}), await outboxAgeList.many(pool, {})]
  const stuck = [...queues.filter((q) => q.oldest_s > QUEUE_STUCK_S).map((q) => `queue ${q.queue} (${Math.round(q.oldest_s)} s)`), ...outbox.filter((o) => o.oldest_s > OUTBOX_STUCK_S).map((o) => `outbox ${o.kind} (${Math.round(o.oldest_s)} s)`)]
  const data = { queues: Object.fromEntries(queues.map((q) => [q.queue, Number(q.total)])), outbox: Object.fromEntries(outbox.map((o) => [o.kind, Number(o.total)])) }
  if (stuck.length > 0) return { name: 'queue', state: 'ill', detail: `Nobody works on: ${stuck.join(', ')}.`, data }
  return { name: 'queue', state: 'ok', detail: 'Work that is due is being looked at.', data }
}

async function checkHold(pool: Pool): Promise<Check> {
  const state = await installationState(pool)
  if (state.held) return { name: 'hold', state: 'warn', detail: `Sending is held: ${state.held_reason ?? 'no reason given'}. A person has to release it.`, data: { since: state.held_since } }
  return { name: 'hold', state: 'ok', detail: 'Sending is not held.' }
}

/** Rows of a month without a partition have nowhere to go but the dead letters; ill a week before that, a warning a month before. */
async function checkPartitions(pool: Pool): Promise<Check> {
  const [week, month] = [await partitionMissingList.many(pool, { days: 7 }), await partitionMissingList.many(pool, { days: 30 })]
  const tables = (week.length > 0 ? week : month).map((r) => r.table_name)
  if (tables.length === 0) return { name: 'partitions', state: 'ok', detail: 'Partitions are made a month ahead.' }
  return { name: 'partitions', state: week.length > 0 ? 'ill' : 'warn', detail: `No partition ${week.length > 0 ? 'a week' : 'a month'} ahead for ${tables.join(', ')}. Starting the installation again makes them.`, data: { tables } }
}

async function checkDisk({ home, diskIllBytes = DISK_ILL_BYTES }: ReadinessOptions): Promise<Check> {
  const { bavail, bsize } = await statfs(home)
  const free = bavail * bsize
  const text = `${Math.floor(free / 1024 ** 2)} MB are free on the volume of the installation.`
  return { name: 'disk', state: free < diskIllBytes ? 'ill' : free < DISK_WARN_BYTES ? 'warn' : 'ok', detail: text, data: { free_bytes: free } }
}
