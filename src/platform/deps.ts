// What the operations of this room are given.
import type { Pool } from 'pg'
import type { Clock, Id, IdSource, Tx } from '../kernel/index.ts'

export type AuditEntry = { workspaceId: Id; table: string; rowKey: string; action: 'insert' | 'update' | 'delete'; changes: Record<string, { before?: unknown; after?: unknown }> }

/**
 * Records who changed what in a global table, in the transaction of the change (global tables carry no triggers, since
 * Citus has none on reference tables). Belongs to the room compliance; compose.ts hands it in.
 */
export type AuditWriter = (tx: Tx, entry: AuditEntry) => Promise<void>

export type PlatformDeps = { pool: Pool; ids: IdSource; clock: Clock; audit: AuditWriter }

/** For tests and tools that look at the operations only. */
export const noAudit: AuditWriter = async () => {}
