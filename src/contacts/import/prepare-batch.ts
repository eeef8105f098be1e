// Rows to a batch that is ready to be matched: read, checked, indexed. Needs no database.
import type { Id, Keyring } from '../../kernel/index.ts'
import type { CsvRow } from './csv/csv-row.ts'
import { fingerprint, rejectCell, type ImportRun } from './import-run.ts'
import { createRowReader, type RowFields, type RowReader } from './read-row.ts'
import type { Reject } from './reject-rules.ts'
import type { SeenPeople } from './seen.ts'
import type { AttributeDefinition } from '../fields/attribute.ts'

/** A row of the file with its number; the first data row is 1. */
export type NumberedRow = CsvRow & { no: number }

export type PreparedRow = {
  row: NumberedRow
  fields: RowFields
  emailIndex: Buffer | undefined
  externalIndex: Buffer | undefined
  /** What the record is known by in its source: the external id, or the address where there is none. */
  recordKey: Buffer
  recordHash: Buffer
  /** The raw record as JSON: column name to text, empty cells left out. */
  record: string
}
export type RefusedRow = { row: NumberedRow; reject: Reject }

export type PreparedBatch = {
  /** Rows before and rows up to and with this batch. */
  fromRow: number
  toRow: number
  /** First byte after the batch. */
  cursorBytes: number
  rows: PreparedRow[]
  refused: RefusedRow[]
  duplicates: number
}

export type Preparer = {
  /** Reads a row into the batch. */
  add(batch: PreparedBatch, row: NumberedRow): void
  /** Only notes who the row is about: for rows that were done before a crash. */
  skip(row: NumberedRow): void
}

type RunFacts = Pick<ImportRun, 'mapping' | 'options' | 'createdAt'>

/**
 * Compiles the reading of one import. Of several rows about one person (same address or same external id) the first
 * valid one counts and the others are duplicates: so importing the same file again changes nothing.
 */
export function createPreparer(run: RunFacts, columns: readonly string[], definitions: readonly AttributeDefinition[], keyring: Keyring, seen: SeenPeople): Preparer {
  const { defaultCountry, dateOrder } = run.options
  const read: RowReader = createRowReader(columns, run.mapping, definitions, { defaultCountry, dateOrder, now: run.createdAt })
  const print = fingerprint(run)
  const meet = (fields: RowFields): { emailIndex: Buffer | undefined; externalIndex: Buffer | undefined; isRepeat: boolean } => {
    const emailIndex = fields.email && keyring.blindIndex('email', fields.email.normalised)
    const externalIndex = fields.externalId === undefined ? undefined : keyring.blindIndex('external_id', fields.externalId)
    const isRepeat = (emailIndex !== undefined && seen.has(emailIndex)) || (externalIndex !== undefined && seen.has(externalIndex))
    if (!isRepeat) {
      if (emailIndex) seen.add(emailIndex)
      if (externalIndex) seen.add(externalIndex)
    }
    return { emailIndex, externalIndex, isRepeat }
  }
  return {
    skip(row) {
      const result = read(row)
      if (result.ok) meet(result.fields)
    },
    add(batch, row) {
      batch.toRow = row.no
      batch.cursorBytes = row.end
      const result = read(row)
      if (!result.ok) return void batch.refused.push({ row, reject: result.reject })
      const { emailIndex, externalIndex, isRepeat } = meet(result.fields)
      if (isRepeat) return void batch.duplicates++
      const record = recordOf(columns, row.cells)
      batch.rows.push({ row, fields: result.fields, emailIndex, externalIndex, recordKey: (externalIndex ?? emailIndex)!, recordHash: keyring.keyedHash('source_record', `${print}\n${record}`), record })
    },
  }
}

export const emptyBatch = (fromRow: number, cursorBytes: number): PreparedBatch => ({ fromRow, toRow: fromRow, cursorBytes, rows: [], refused: [], duplicates: 0 })

function recordOf(columns: readonly string[], cells: readonly string[]): string {
  const record = Object.create(null) as Record<string, string> // a column may be called __proto__
  for (let i = 0; i < cells.length; i++) if (cells[i] !== '') record[columns[i]!] = cells[i]!
  return JSON.stringify(record)
}

/** Refused rows keep their cells, encrypted, so that they can be given back as a file; long cells are cut. */
export function sealRefused(keyring: Keyring, importRunId: Id, refused: RefusedRow): Buffer {
  const cells = refused.row.cells.slice(0, 500).map((c) => c.slice(0, 4_000))
  return keyring.encrypt(rejectCell(importRunId, String(refused.row.no)), JSON.stringify(cells))
}
