// The noun: one import of one file.
import { createHash } from 'node:crypto'
import type { Id } from '../../kernel/index.ts'
import type { DateOrder } from '../fields/read-date.ts'
import type { CsvFormat } from './csv/csv-row.ts'
import type { RunGetRow } from './import.sql.ts'
import type { Mapping } from './mapping.ts'

export type ImportState = 'receiving' | 'ready' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'

/** What was found out about the file while it came in, and how it will be read. */
export type ImportFormat = CsvFormat & {
  /** Encoding of the file as it was sent. */
  sent_as: 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be'
  /** Was the encoding said by somebody, or guessed? */
  is_encoding_given: boolean
  /** First byte that is not UTF-8, its value and line, when there is one. */
  broken?: { byte: number; value: number; line: number; count: number }
  /** True when other characters of the file are UTF-8: then a broken byte is damage and not another encoding. */
  has_utf8: boolean
  columns: number
}

export type ImportCounts = { created: number; updated: number; unchanged: number; rejected: number; duplicate: number }

export type ImportConsent = {
  purpose: string
  /** Version of the published wording people agreed to. */
  wordingVersion?: number | undefined
  /** When they agreed; default: when the import was begun. */
  givenAt?: string | undefined
  /** How it can be proved, in words. */
  evidence?: string | undefined
}

export type ImportOptions = {
  dryRun?: boolean | undefined
  /** List that everybody of the file is put on. */
  listId?: Id | undefined
  /** What to do with people who are known: take over what differs (default), or leave them as they are. */
  onExisting?: 'update' | 'skip' | undefined
  /** For phone numbers and regions of rows without a country. */
  defaultCountry?: string | undefined
  dateOrder?: DateOrder | undefined
  /** Status of new people whose row names none. */
  newStatus?: 'active' | 'unconfirmed' | undefined
  consent?: ImportConsent | undefined
  /** Names of the columns, when the file has a header; kept for the file of refused rows. */
  columns?: string[] | undefined
  /** What the last dry run counted. */
  dryRunCounts?: (ImportCounts & { rows: number }) | undefined
}

export type ImportRun = {
  importRunId: Id
  workspaceId: Id
  sourceId: Id
  sourceName: string
  state: ImportState
  fileName: string
  fileBytes: number
  fileSha256: Buffer | null
  format: ImportFormat
  mapping: Mapping
  options: ImportOptions
  cursorBytes: number
  rows: number
  counts: ImportCounts
  /** Somebody works on it now. */
  isWorkedOn: boolean
  /** Rows and bytes a second since the present worker took it; undefined before its first batch and when nobody works. */
  bytesPerSecond: number | undefined
  secondsLeft: number | undefined
  errorCode: string | null
  createdAt: Date
  createdBy: string
  startedAt: Date | null
  finishedAt: Date | null
}

/** A row of the database as an import, with rate and time left as of `now`. */
export function fromRow(r: RunGetRow, now: Date): ImportRun {
  const done = Number(r.cursor_bytes)
  const isWorkedOn = r.state === 'running' && r.lease_until !== null && r.lease_until > now
  const seconds = r.claimed_at && isWorkedOn ? (now.getTime() - r.claimed_at.getTime()) / 1000 : 0
  const speed = seconds > 0 && done > Number(r.claimed_bytes) ? (done - Number(r.claimed_bytes)) / seconds : undefined
  return {
    importRunId: r.import_run_id, workspaceId: r.workspace_id, sourceId: r.source_id, sourceName: r.source_name, state: r.state as ImportState,
    fileName: r.file_name, fileBytes: Number(r.file_bytes), fileSha256: r.file_sha256, format: r.format as ImportFormat, mapping: r.mapping as Mapping, options: r.options as ImportOptions,
    cursorBytes: done, rows: Number(r.cursor_row),
    counts: { created: Number(r.created_count), updated: Number(r.updated_count), unchanged: Number(r.unchanged_count), rejected: Number(r.rejected_count), duplicate: Number(r.duplicate_count) },
    isWorkedOn, bytesPerSecond: speed, secondsLeft: speed ? Math.ceil((Number(r.file_bytes) - done) / speed) : undefined,
    errorCode: r.error_code, createdAt: r.created_at, createdBy: r.created_by, startedAt: r.started_at, finishedAt: r.finished_at,
  }
}

/**
 * Hashed with every record: a row is unchanged only under the same reading of it. Whatever changes what a row does to a
 * person belongs in here; the name of the file does not.
 */
export function fingerprint(run: Pick<ImportRun, 'mapping' | 'options'>): string {
  const { onExisting, defaultCountry, dateOrder, newStatus, consent } = run.options
  const mapping = Object.entries(run.mapping).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify([mapping, onExisting ?? 'update', defaultCountry, dateOrder, newStatus, consent?.purpose])).digest('hex').slice(0, 16)
}

/** Place of a piece of the file. */
export const chunkCell = (importRunId: Id, chunkNo: number) => ({ table: 'contacts.import_chunk', column: 'body_ct', rowKey: `${importRunId}/${chunkNo}` })
/** Place of a refused row. */
export const rejectCell = (importRunId: Id, rowNo: string) => ({ table: 'contacts.import_reject', column: 'row_ct', rowKey: `${importRunId}/${rowNo}` })
/** Place of the reason of a flagged pair. */
export const reasonCell = (contactId: Id, otherId: Id) => ({ table: 'contacts.duplicate_candidate', column: 'reason_ct', rowKey: `${contactId}/${otherId}` })
