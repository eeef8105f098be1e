// The stored file of an import as rows, piece by piece: two pieces in memory at most, the next one fetched ahead.
import type { Pool } from 'pg'
import { withWorkspace, type Keyring } from '../../kernel/index.ts'
import { contactErrors } from '../errors.ts'
import { createCsvReader } from './csv/csv-reader.ts'
import { columnNames } from './csv/detect-format.ts'
import { chunkCell, type ImportRun } from './import-run.ts'
import { chunkGet } from './import.sql.ts'
import type { NumberedRow } from './prepare-batch.ts'

export type FileReader = {
  /** Rows in file order without the header; empty at the end. Pieces of about 1 MiB. */
  next(): Promise<NumberedRow[]>
  /** Names of the columns; known after the first `next`. */
  columns(): string[]
}

type ReadRun = Pick<ImportRun, 'workspaceId' | 'importRunId' | 'format' | 'fileBytes'>

/** Reads one piece of the file. Throws IMPORT_STATE when it is not there (the import was cancelled meanwhile). */
export async function readChunk(pool: Pool, run: ReadRun, keyring: Keyring, chunkNo: number): Promise<Buffer> {
  const scope = { workspaceId: run.workspaceId, actor: `import:${run.importRunId}`, origin: 'import' as const }
  const row = await withWorkspace(pool, scope, (tx) => chunkGet.one(tx, { workspace_id: run.workspaceId, import_run_id: run.importRunId, chunk_no: chunkNo }), { retry: true, readOnly: true })
  if (!row) throw contactErrors.IMPORT_STATE({ detail: 'Its file is gone.' })
  return Buffer.from(keyring.decrypt(chunkCell(run.importRunId, chunkNo), row.body_ct), 'base64')
}

/** Opens the file from its first byte; rows get the same numbers every time. Throws KEY_MISSING, DECRYPT_FAILED. */
export function openFile(pool: Pool, run: ReadRun, keyring: Keyring): FileReader {
  const reader = createCsvReader(run.format)
  const names: string[] = []
  let chunkNo = 0
  let read = 0
  let isAtEnd = false
  let hasHeader = false
  let rowNo = 0
  let ahead: Promise<Buffer> | undefined
  const fetch = (): Promise<Buffer> => {
    const piece = readChunk(pool, run, keyring, chunkNo++)
    piece.catch(() => {}) // met when it is awaited
    return piece
  }
  return {
    columns: () => names,
    async next() {
      while (!isAtEnd) {
        let rows
        if (read < run.fileBytes) {
          const piece = await (ahead ?? fetch())
          read += piece.length
          ahead = read < run.fileBytes ? fetch() : undefined
          rows = reader.push(piece)
        } else {
          isAtEnd = true
          rows = reader.end()
        }
        if (!hasHeader && rows.length > 0) {
          hasHeader = true
          names.push(...columnNames(rows[0]!.cells, run.format.header))
          if (run.format.header) rows.shift()
        }
        if (rows.length > 0) return rows.map((row) => Object.assign(row, { no: ++rowNo }))
      }
      return []
    },
  }
}
