// Rows that found no place are kept, encrypted: unknown messages, and times without a partition.
import type { Cell, Id, Tx } from '../../kernel/index.ts'
import { deadLetterAdd } from '../events.sql.ts'
import { eventId } from '../event.ts'
import { packEvent, type IngestEvent, type IngestTools } from './ingest-event.ts'

export type DeadLetterReason = 'unknown_message' | 'unknown_contact' | 'no_partition'
export type DeadLetter = { event: IngestEvent; reason: DeadLetterReason }

/** Where the ciphertext of a kept row lives. */
export const deadLetterCell = (id: Id): Cell => ({ table: 'events.dead_letter', column: 'row_ct', rowKey: id })

/** Keeps rows aside in the caller's transaction; the same row again changes nothing. */
export async function keepDeadLetters(tx: Tx, workspaceId: Id, letters: readonly DeadLetter[], tools: IngestTools): Promise<void> {
  if (letters.length === 0) return
  const keyed = letters.map((l) => ({ ...l, id: eventId(`dead:${l.event.providerId ?? '0'}:${l.event.eventKey}`) }))
  await deadLetterAdd.exec(tx, {
    workspace_id: workspaceId, created_at: tools.now, dead_letter_ids: keyed.map((l) => l.id), reasons: keyed.map((l) => l.reason),
    row_cts: keyed.map((l) => tools.keyring.encrypt(deadLetterCell(l.id), packEvent(l.event))),
  })
}
