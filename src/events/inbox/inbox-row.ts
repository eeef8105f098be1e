// A row of events.webhook_inbox: what came in, encrypted, durable before it was answered.
import type { Cell, Id, Keyring, Tx } from '../../kernel/index.ts'
import { inboxAdd } from '../events.sql.ts'
import type { IngestEvent } from '../ingest/ingest-event.ts'

/** `hits`: tracking; `dsn`: a mail that came back; else the name of a webhook format. */
export type InboxKind = string
export type InboxRow = { receivedAt: Date; inboxId: Id; kind: InboxKind; providerId: Id | null; body: string }

/** Events of a row; an empty answer means: understood, and nothing to count. Throws when it cannot be understood. */
export type InboxReader = (row: InboxRow) => IngestEvent[]

const cell = (inboxId: Id): Cell => ({ table: 'events.webhook_inbox', column: 'body_ct', rowKey: inboxId })

/** Keeps a row, in the caller's transaction; the same row again changes nothing. */
export async function keepInboxRow(tx: Tx, keyring: Keyring, row: InboxRow): Promise<void> {
  await inboxAdd.exec(tx, {
    workspace_id: keyring.workspaceId, received_at: row.receivedAt, inbox_id: row.inboxId, kind: row.kind, provider_id_or_null: row.providerId,
    body_ct: keyring.encrypt(cell(row.inboxId), row.body),
  })
}

/** The body of a row. Throws DECRYPT_FAILED. */
export function openInboxBody(keyring: Keyring, inboxId: Id, sealed: Buffer): string {
  return keyring.decrypt(cell(inboxId), sealed)
}
