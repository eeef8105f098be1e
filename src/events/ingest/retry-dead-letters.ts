// A second chance for rows that found no place: a webhook may be faster than the commit that makes its message known,
// and a partition may be brought back.
import type { Pool } from 'pg'
import { withWorkspace, type WorkspaceScope } from '../../kernel/index.ts'
import { deadLetterSettle, deadLetterTake } from '../events.sql.ts'
import { deadLetterCell } from './dead-letter.ts'
import { ingest } from './ingest.ts'
import { unpackEvent, type IngestTools } from './ingest-event.ts'

/**
 * Tries kept rows of one workspace again and answers how many found their place. Rows older than `maxAgeDays` are left
 * for a person. Safe to run twice and at once: rows in hand are locked, and an event counts once whatever happens.
 */
export function retryDeadLetters(pool: Pool, scope: WorkspaceScope, tools: IngestTools, options: { maxAgeDays?: number; batch?: number } = {}): Promise<number> {
  const { workspaceId } = scope
  return withWorkspace(pool, scope, async (tx) => {
    const since = new Date(tools.now.getTime() - (options.maxAgeDays ?? 3) * 86_400_000)
    const rows = await deadLetterTake.many(tx, { workspace_id: workspaceId, since, reasons: ['unknown_message', 'unknown_contact', 'no_partition'], batch: String(options.batch ?? 500) })
    if (rows.length === 0) return 0
    // No need to remember again: the first try has written the key into events.dedup.
    const events = rows.map((r) => ({ ...unpackEvent(tools.keyring.decrypt(deadLetterCell(r.dead_letter_id), r.row_ct)), remember: false }))
    const homeless = new Set((await ingest(tx, workspaceId, events, tools)).deadLetters.map((l) => l.event))
    const settled = rows.filter((_, i) => !homeless.has(events[i]!)).map((r) => r.dead_letter_id)
    if (settled.length > 0) await deadLetterSettle.exec(tx, { workspace_id: workspaceId, settled_at: tools.now, dead_letter_ids: settled })
    return settled.length
  }, { retry: true })
}
