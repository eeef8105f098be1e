// Codes of repeated texts. A code is made from the text's hash, so that two writers choose the same one without asking
// each other; a collision takes the next. Only codes seen committed are cached: a rolled-back one must not be remembered.
import { createHash } from 'node:crypto'
import type { Id, Tx } from '../../kernel/index.ts'
import { currentXid, dimensionAdd, dimensionLookup } from '../events.sql.ts'

export type DimensionKind = 'country' | 'region' | 'city' | 'mailbox_provider'
export type DimensionValue = { kind: DimensionKind; value: string }

const LIMIT = 50_000
const cache = new Map<string, number>()
/** Transactions that made codes of their own: what they see may still be rolled back. */
const makers = new WeakMap<Tx, string>()

const cacheKey = (workspaceId: Id, kind: string, value: string): string => `${workspaceId}\u0000${kind}\u0000${value}`

function candidate(kind: string, value: string, round: number): number {
  return (createHash('sha256').update(`${kind}\u0000${value}\u0000${round}`).digest().readUInt32BE(0) & 0x7fffffff) || 1
}

/**
 * Codes for texts, made when new; keys of the answer are `kind NUL value`. Safe at once from many writers.
 * Throws when eight codes in a row are taken, which 31 bits make impossible in practice.
 */
export async function dimensionCodes(tx: Tx, workspaceId: Id, wanted: readonly DimensionValue[]): Promise<Map<string, number>> {
  const out = new Map<string, number>()
  const missing = new Map<string, DimensionValue>()
  for (const d of wanted) {
    const known = cache.get(cacheKey(workspaceId, d.kind, d.value))
    if (known !== undefined) out.set(`${d.kind}\u0000${d.value}`, known)
    else missing.set(`${d.kind}\u0000${d.value}`, d)
  }
  for (let round = 0; missing.size > 0; round++) {
    if (round > 8) throw new Error('no free code for a dimension')
    await lookUp(tx, workspaceId, missing, out)
    if (missing.size > 0) await add(tx, workspaceId, [...missing.values()], round)
  }
  return out
}

async function lookUp(tx: Tx, workspaceId: Id, missing: Map<string, DimensionValue>, out: Map<string, number>): Promise<void> {
  const list = [...missing.values()]
  const rows = await dimensionLookup.many(tx, { workspace_id: workspaceId, kinds: list.map((d) => d.kind), values: list.map((d) => d.value) })
  for (const row of rows) {
    out.set(`${row.kind}\u0000${row.value}`, row.code)
    missing.delete(`${row.kind}\u0000${row.value}`)
    if (row.xid !== null && makers.get(tx) === row.xid) continue
    if (cache.size >= LIMIT) cache.clear()
    cache.set(cacheKey(workspaceId, row.kind, row.value), row.code)
  }
}

async function add(tx: Tx, workspaceId: Id, list: DimensionValue[], round: number): Promise<void> {
  const { xid } = (await currentXid.one(tx, {}))!
  makers.set(tx, xid)
  await dimensionAdd.exec(tx, {
    workspace_id: workspaceId,
    kinds: list.map((d) => d.kind),
    codes: list.map((d) => candidate(d.kind, d.value, round)),
    values: list.map((d) => d.value),
  })
}
