// Audit rows that an operation writes itself: changes of global tables, which carry no triggers, and batches, whose rows
// carry their own author. Marked with origin `app`; the database pins who signs them (DESIGN 4.8).
import { createHash, randomBytes } from 'node:crypto'
import type { Id, Tx } from '../kernel/index.ts'
import { auditAdd } from './compliance.sql.ts'

export type AuditRow = {
  workspaceId: Id
  /** schema.table */
  table: string
  /** Key of the row, without workspace. */
  rowKey: string
  action: 'insert' | 'update' | 'delete' | 'batch'
  /** Changed fields before and after; no secrets, no personal data in clear. */
  changes: Record<string, unknown>
  contactId?: Id | null
}

/**
 * Writes one audit row in the caller's transaction, which must be one of that workspace. Actor and request are those of
 * the transaction. Fits platform's AuditWriter.
 */
export async function writeAudit(tx: Tx, row: AuditRow): Promise<void> {
  await auditAdd.exec(tx, {
    workspace_id: row.workspaceId, happened_at: new Date(), audit_id: (randomBytes(8).readBigUInt64BE() & 0x7fffffffffffffffn).toString(),
    table_name: row.table, row_key: row.rowKey, contact_id_or_null: row.contactId ?? null, action: row.action, changes: JSON.stringify(row.changes),
  })
}

/**
 * Notes a batch: how many rows were written and a hash over them, so that a row slipped in later is found. `leaves` are
 * one text per row, made of columns that nobody may update, in the order of the batch.
 */
export async function writeBatchAudit(tx: Tx, batch: { workspaceId: Id; table: string; batchKey: string; leaves: readonly string[]; facts?: Record<string, unknown> }): Promise<void> {
  const hash = createHash('sha256')
  for (const leaf of batch.leaves) hash.update(createHash('sha256').update(leaf, 'utf8').digest())
  await writeAudit(tx, {
    workspaceId: batch.workspaceId, table: batch.table, rowKey: batch.batchKey, action: 'batch', changes: { ...batch.facts, rows: batch.leaves.length, rows_sha256: hash.digest('hex') },
  })
}
