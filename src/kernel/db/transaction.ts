// The two kinds of transaction: for one workspace (row-level security applies) and for global tables.
// The opening message is one string of validated literals, because SET LOCAL takes no parameters and set_config()
// does not reach Citus workers (research: citus 2.6).
import type { Pool, PoolClient } from 'pg'
import type { Id } from '../ids.ts'
import { isTransient } from './error-map.ts'

export type Origin = 'api' | 'ui' | 'cli' | 'import' | 'worker' | 'webhook' | 'system'

export type Scope = {
  /** Who: `user:<id>`, `key:<id>`, `service:<name>`, `import:<id>`, `contact`. */
  actor: string
  requestId?: string
  origin: Origin
}
export type WorkspaceScope = Scope & { workspaceId: Id }

export type TransactionOptions = {
  /** Retry the whole transaction on transient errors; the function must be safe to run again. Default false. */
  retry?: boolean
  attempts?: number
  isolation?: 'read committed' | 'repeatable read' | 'serializable'
  readOnly?: boolean
  /**
   * 'auto' lets small statements and foreign-key checks of this transaction keep their plans, although the role forces
   * custom ones (a check costs 5 us instead of 22). Statements on partitioned tables must then go without a name, or
   * their generic plan locks every partition; see namelessOnPartitions.
   */
  planCache?: 'auto'
}

export type Tx = PoolClient

const literal = (value: string, what: string): string => {
  if (!/^[A-Za-z0-9_:.@-]{1,120}$/.test(value)) throw new Error(`${what} is not a plain token`)
  return `'${value}'`
}

/** The opening message: BEGIN and the settings of the transaction, validated literals in one string. */
export function opening(scope: Scope, workspaceId: Id | undefined, options: TransactionOptions): string {
  const parts = [`begin isolation level ${options.isolation ?? 'read committed'}${options.readOnly ? ' read only' : ''}`]
  parts.push(`set local citus.propagate_set_commands = 'local'`)
  if (workspaceId !== undefined) {
    if (!/^\d{1,19}$/.test(workspaceId)) throw new Error('workspace id is not a number')
    parts.push(`set local inboxlift.workspace_id = '${workspaceId}'`)
  }
  parts.push(`set local inboxlift.actor = ${literal(scope.actor, 'actor')}`)
  parts.push(`set local inboxlift.origin = ${literal(scope.origin, 'origin')}`)
  if (options.planCache) parts.push(`set local plan_cache_mode = ${options.planCache}`)
  if (scope.requestId) parts.push(`set local inboxlift.request_id = ${literal(scope.requestId, 'request id')}`)
  return parts.join('; ')
}

async function attempt<T>(pool: Pool, open: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // pg emits 'error' on a checked-out client when its connection dies; without a listener the process would end.
  const onError = (e: Error): void => void (broken = e)
  client.on('error', onError)
  try {
    await client.query(open)
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((e: Error) => void (broken = e))
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

async function run<T>(pool: Pool, open: string, work: (tx: Tx) => Promise<T>, options: TransactionOptions): Promise<T> {
  const attempts = options.retry ? (options.attempts ?? 8) : 1
  for (let n = 1; ; n++) {
    try {
      return await attempt(pool, open, work)
    } catch (error) {
      if (n >= attempts || !isTransient(error)) throw error
      await new Promise((r) => setTimeout(r, Math.min(2_000, 20 * 2 ** n) * (0.5 + Math.random())))
    }
  }
}

const PARTITIONED = /\b(?:delivery\.(?:message|attempt)|events\.(?:email_event|webhook_inbox)|compliance\.audit_event)\b/
const touchesPartitions = new Map<string, boolean>()

/**
 * The same transaction, sending statements on partitioned tables without their names: the server then plans each for its
 * own parameters and locks one partition. For transactions with `planCache: 'auto'`.
 */
export function namelessOnPartitions(tx: Tx): Tx {
  return new Proxy(tx, {
    get(target, property) {
      if (property !== 'query') return Reflect.get(target, property, target) as unknown
      return (config: { name?: string; text: string; values?: unknown[] } | string, ...rest: unknown[]) => {
        if (typeof config === 'string' || config.name === undefined) return (target.query as (...a: unknown[]) => unknown)(config, ...rest)
        let isPartitioned = touchesPartitions.get(config.name)
        if (isPartitioned === undefined) touchesPartitions.set(config.name, (isPartitioned = PARTITIONED.test(config.text)))
        return target.query(isPartitioned ? { text: config.text, values: config.values ?? [] } : config)
      }
    },
  })
}

/**
 * Runs `work` in a transaction that sees and writes one workspace only.
 * Commits when it resolves, rolls back when it throws. With `retry`, transient failures run it again from the start.
 */
export function withWorkspace<T>(pool: Pool, scope: WorkspaceScope, work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  return run(pool, opening(scope, scope.workspaceId, options), work, options)
}

/** A transaction over global tables (platform); tenant tables show zero rows in it. */
export function withGlobal<T>(pool: Pool, scope: Scope, work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  return run(pool, opening(scope, undefined, options), work, options)
}
