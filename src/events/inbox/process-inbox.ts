// Turns inbox rows into events, each row exactly once: whoever changes its state from 'new' in the transaction of its
// events is the one that counted it.
import type { Pool } from 'pg'
import { isTransient, namelessOnPartitions, withWorkspace, type Id, type IdSource, type Keyrings, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import { inboxBacklog, inboxFailed, inboxFinish, inboxNew } from '../events.sql.ts'
import { ingest } from '../ingest/ingest.ts'
import { openInboxBody, type InboxReader, type InboxRow } from './inbox-row.ts'

export type InboxTools = { pool: Pool; ids: IdSource; keyrings: Keyrings; readers: Readonly<Record<string, InboxReader>>; now: () => Date }
/** What is older was left for a person; a bound keeps the statement to the partitions that may hold something. */
const LOOK_BACK_MS = 40 * 86_400_000
/** Tries before a row is left for a person. */
const MAX_ATTEMPTS = 5

/** What became of rows: events counted, rows of others, rows that could not be understood. */
export type InboxOutcome = { rows: number; events: number; failed: number }

/**
 * Processes rows whose bodies are at hand (they were stored a moment ago), all in one transaction. Rows that somebody
 * else finished meanwhile are left out. When it fails the rows stay 'new' and the next round takes them one by one.
 */
export async function processRows(tools: InboxTools, scope: WorkspaceScope, rows: readonly InboxRow[]): Promise<InboxOutcome> {
  const keyring = await tools.keyrings.get(scope.workspaceId)
  return withWorkspace(tools.pool, scope, async (plain) => {
    const tx = namelessOnPartitions(plain)
    const mine = await inboxFinish.many(tx, {
      workspace_id: scope.workspaceId, state: 'done', received_ats: rows.map((r) => r.receivedAt), inbox_ids: rows.map((r) => r.inboxId), received_list: rows.map((r) => r.receivedAt),
    })
    const isMine = new Set(mine.map((m) => m.inbox_id))
    const events = rows.filter((r) => isMine.has(r.inboxId)).flatMap((r) => readRow(tools, r))
    const done = await ingest(tx, scope.workspaceId, events, { ids: tools.ids, keyring, now: tools.now() })
    return { rows: mine.length, events: done.written, failed: 0 }
  }, { retry: true, planCache: 'auto' })
}

function readRow(tools: InboxTools, row: InboxRow): ReturnType<InboxReader> {
  const reader = tools.readers[row.kind]
  if (!reader) throw new Error(`no reader for ${row.kind}`)
  return reader(row)
}

/**
 * Processes what is left of one workspace, oldest first: after a crash, or when memory was short. A row that cannot be
 * understood is counted as failed and does not hold up the others.
 */
export async function sweepInbox(tools: InboxTools, scope: WorkspaceScope, options: { before?: Date; batch?: number } = {}): Promise<InboxOutcome> {
  const total: InboxOutcome = { rows: 0, events: 0, failed: 0 }
  for (;;) {
    const rows = await readNew(tools, scope, options.before ?? tools.now(), options.batch ?? 20)
    if (rows.length === 0) return total
    let isStuck = true
    for (const row of rows) {
      const one = await processOne(tools, scope, row)
      total.rows += one.rows
      total.events += one.events
      total.failed += one.failed
      if (one.rows > 0) isStuck = false
    }
    if (isStuck) return total
  }
}

async function readNew(tools: InboxTools, scope: WorkspaceScope, before: Date, batch: number): Promise<InboxRow[]> {
  const keyring = await tools.keyrings.get(scope.workspaceId)
  return withWorkspace(tools.pool, scope, async (tx) => {
    const rows = await inboxNew.many(tx, { workspace_id: scope.workspaceId, since: new Date(before.getTime() - LOOK_BACK_MS), before, batch: String(batch) })
    return rows.map((r) => ({ receivedAt: r.received_at, inboxId: r.inbox_id, kind: r.kind, providerId: r.provider_id, body: openInboxBody(keyring, r.inbox_id, r.body_ct) }))
  }, { retry: true })
}

async function processOne(tools: InboxTools, scope: WorkspaceScope, row: InboxRow): Promise<InboxOutcome> {
  try {
    return await processRows(tools, scope, [row])
  } catch (error) {
    if (isTransient(error)) throw error
    await noteFailure(tools, scope, row, (error as { code?: string }).code ?? 'UNREADABLE')
    return { rows: 0, events: 0, failed: 1 }
  }
}

function noteFailure(tools: InboxTools, scope: WorkspaceScope, row: InboxRow, code: string): Promise<number> {
  return withWorkspace(tools.pool, scope, (tx) =>
    inboxFailed.exec(tx, { workspace_id: scope.workspaceId, received_at: row.receivedAt, inbox_id: row.inboxId, error_code: code.slice(0, 60), max_attempts: MAX_ATTEMPTS }))
}


/** How many rows of a workspace wait to be processed: 0 means that every figure is up to date. */
export async function inboxBacklogOf(tx: Tx, workspaceId: Id, now: Date): Promise<number> {
  return Number((await inboxBacklog.one(tx, { workspace_id: workspaceId, since: new Date(now.getTime() - LOOK_BACK_MS) }))?.count ?? 0)
}
