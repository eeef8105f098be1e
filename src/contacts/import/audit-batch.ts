// The audit of a bulk insert: one record a batch, with a Merkle root (RFC 6962) over one leaf a new person. A leaf is made
// of columns nobody may update and a commitment to all the rest, so that "added by X in import Y at T" can be proved for
// one person after later changes and after an erasure, and a row slipped into a past batch has no leaf.
import { hash } from 'node:crypto'
import type { Id, Tx } from '../../kernel/index.ts'
import { writeAudit } from '../../compliance/index.ts'
import type { ImportRun } from './import-run.ts'
import type { SealedPerson } from './seal-batch.ts'

/** By way of a string: a buffer from the hash has memory of its own, which costs the garbage collector more than the hash. */
const sha256 = (data: Buffer): Buffer => Buffer.from(hash('sha256', data, 'binary'), 'latin1')

/**
 * SHA-256 over everything a new person's rows hold that may change later, each part behind its length. The ciphertext of
 * the address begins with 96 random bits, so the commitment tells nothing about the rest once the row is gone.
 */
export function commitment(p: SealedPerson): Buffer {
  const { fields, externalIndex, recordHash } = p.from
  const texts = [p.status, fields.country, fields.region, fields.city, fields.timezone, fields.language, p.attributes]
  const parts: (Buffer | null | undefined)[] = [p.emailCt, p.firstNameCt, p.lastNameCt, p.phoneCt, p.sensitiveCt, externalIndex, recordHash]
  const tail = Buffer.from(texts.map((t) => (t === null || t === undefined ? '-1' : `${t.length} ${t}`)).join('\u0000'), 'utf8')
  let size = tail.length + 4
  for (const part of parts) size += 4 + (part?.length ?? 0)
  const all = Buffer.allocUnsafe(size)
  let at = all.writeInt32BE(tail.length, 0)
  at += tail.copy(all, at)
  for (const part of parts) {
    at = all.writeInt32BE(part?.length ?? -1, at)
    if (part) at += part.copy(all, at)
  }
  return sha256(all)
}

/** Leaf hash: 0x00, contact, source, import (8 bytes each), creation in ms (8 bytes), commitment (32 bytes). */
export function leafHash(contactId: Id, sourceId: Id, importRunId: Id, createdAt: Date, rest: Buffer): Buffer {
  const leaf = Buffer.allocUnsafe(65)
  leaf[0] = 0
  leaf.writeBigInt64BE(BigInt(contactId), 1)
  leaf.writeBigInt64BE(BigInt(sourceId), 9)
  leaf.writeBigInt64BE(BigInt(importRunId), 17)
  leaf.writeBigInt64BE(BigInt(createdAt.getTime()), 25)
  rest.copy(leaf, 33)
  return sha256(leaf)
}

/** Tree head of RFC 6962 section 2.1 over leaf hashes. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sha256(Buffer.alloc(0))
  let level = leaves
  while (level.length > 1) {
    const next: Buffer[] = []
    for (let i = 0; i + 1 < level.length; i += 2) next.push(sha256(Buffer.concat([Buffer.from([1]), level[i]!, level[i + 1]!])))
    if (level.length % 2 === 1) next.push(level.at(-1)!)
    level = next
  }
  return level[0]!
}

/** What a batch did besides, for the record. */
export type BatchFacts = { firstRow: number; lastRow: number; listId: Id | undefined; purpose: string | undefined }

/** Writes the record about new people in the transaction that inserts them; nothing when there are none. */
export async function auditCreated(tx: Tx, run: ImportRun, people: readonly SealedPerson[], facts: BatchFacts): Promise<void> {
  if (people.length === 0) return
  const stored = Buffer.allocUnsafe(people.length * 40)
  const leaves = people.map((p, i) => {
    const rest = commitment(p)
    stored.writeBigInt64BE(BigInt(p.contactId), i * 40)
    rest.copy(stored, i * 40 + 8)
    return leafHash(p.contactId, run.sourceId, run.importRunId, p.createdAt, rest)
  })
  await writeAudit(tx, {
    workspaceId: run.workspaceId, table: 'contacts.contact', rowKey: batchKey(run, facts), action: 'batch',
    changes: {
      count: people.length, import_run_id: run.importRunId, source_id: run.sourceId, rows: [facts.firstRow, facts.lastRow],
      ...(facts.listId ? { list_id: facts.listId } : {}), ...(facts.purpose ? { consent: facts.purpose } : {}),
      merkle: { algorithm: 'rfc6962-sha256', root: merkleRoot(leaves).toString('hex'), leaves: stored.toString('base64') },
    },
  })
}

/** Writes the record about people who were known and got something inserted: a membership, an identity, a consent. */
export async function auditAdded(tx: Tx, run: ImportRun, table: string, contactIds: readonly Id[], facts: BatchFacts): Promise<void> {
  if (contactIds.length === 0) return
  const stored = Buffer.allocUnsafe(contactIds.length * 8)
  for (const [i, id] of contactIds.entries()) stored.writeBigInt64BE(BigInt(id), i * 8)
  await writeAudit(tx, {
    workspaceId: run.workspaceId, table, rowKey: batchKey(run, facts), action: 'batch',
    changes: { count: contactIds.length, import_run_id: run.importRunId, rows: [facts.firstRow, facts.lastRow], ...(facts.listId ? { list_id: facts.listId } : {}), ...(facts.purpose ? { consent: facts.purpose } : {}), contacts: stored.toString('base64'), contacts_sha256: sha256(stored).toString('hex') },
  })
}

const batchKey = (run: ImportRun, facts: BatchFacts): string => `${run.importRunId}/${facts.firstRow}-${facts.lastRow}`
