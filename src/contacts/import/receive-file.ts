// The door for files: bytes come in from API, UI and CLI alike and are kept encrypted in pieces until the import ends.
import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { withWorkspace, type Clock, type Id, type IdSource, type Keyring, type WorkspaceScope } from '../../kernel/index.ts'
import { contactErrors } from '../errors.ts'
import { listSources } from '../sources.ts'
import { detectFormat, detectUtf16, type ArrivingEncoding } from './csv/detect-format.ts'
import { BrokenText, createTranscoder, type Transcoder } from './csv/transcode.ts'
import { createUtf8Check } from './csv/utf8.ts'
import { firstRows } from './first-rows.ts'
import { getImport } from './get-import.ts'
import { chunkCell, type ImportFormat, type ImportOptions, type ImportRun } from './import-run.ts'
import { chunkDelete, chunkInsert, runInsert, runReceived } from './import.sql.ts'

export type ImportDeps = { pool: Pool; ids: IdSource; clock: Clock; keyring: Keyring }

export const CHUNK_BYTES = 1024 * 1024
/** Enough for the first rows of any file. */
const SAMPLE_BYTES = 128 * 1024

/** Begins an import; its file comes next. Throws SOURCE_NOT_FOUND. */
export async function startImport(deps: ImportDeps, scope: WorkspaceScope, input: { sourceId: Id; fileName: string; options?: ImportOptions | undefined }): Promise<Id> {
  const importRunId = deps.ids.next()
  await withWorkspace(deps.pool, scope, async (tx) => {
    const sources = await listSources(tx, scope.workspaceId)
    if (!sources.some((s) => s.sourceId === input.sourceId)) throw contactErrors.SOURCE_NOT_FOUND()
    await runInsert.exec(tx, { workspace_id: scope.workspaceId, import_run_id: importRunId, source_id: input.sourceId, file_name: input.fileName.slice(0, 200), options: JSON.stringify(input.options ?? {}), at: deps.clock.now(), actor: scope.actor })
  })
  return importRunId
}

export type FileReceiver = {
  /** Takes the next bytes, of any size. Throws IMPORT_ENCODING for broken UTF-16, IMPORT_STATE when it was cancelled. */
  receiveChunk(bytes: Buffer): Promise<void>
  /** The file is complete. Throws IMPORT_EMPTY, IMPORT_ENCODING. */
  finishReceiving(): Promise<ImportRun>
}

/**
 * Opens the door for the file of an import that waits for it. What came in before (a broken upload) is dropped: a file is
 * sent whole or again. At most 2 MiB of it are in memory. Throws IMPORT_NOT_FOUND, IMPORT_STATE.
 */
export async function receiveFile(deps: ImportDeps, scope: WorkspaceScope, importRunId: Id, encoding?: ArrivingEncoding): Promise<FileReceiver> {
  const run = await getImport(deps, scope, importRunId)
  if (run.state !== 'receiving') throw contactErrors.IMPORT_STATE({ data: { state: run.state } })
  const key = { workspace_id: scope.workspaceId, import_run_id: importRunId }
  await withWorkspace(deps.pool, scope, (tx) => chunkDelete.exec(tx, key))
  const hash = createHash('sha256')
  const utf8 = createUtf8Check()
  let transcoder: Transcoder | undefined
  let sentAs: ArrivingEncoding = encoding ?? 'utf-8'
  let waiting: Buffer[] = [] // bytes of the first piece until UTF-16 can be told, then of the piece in hand
  let size = 0
  let chunkNo = 0
  let stored = 0
  let sample: Buffer = Buffer.alloc(0)

  const store = async (isLast: boolean): Promise<void> => {
    let bytes = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting)
    while (bytes.length >= CHUNK_BYTES || (isLast && bytes.length > 0)) {
      const piece = bytes.subarray(0, CHUNK_BYTES)
      if (sample.length < SAMPLE_BYTES) sample = Buffer.concat([sample, piece.subarray(0, SAMPLE_BYTES - sample.length)])
      const body = deps.keyring.encrypt(chunkCell(importRunId, chunkNo), piece.toString('base64'))
      const written = await withWorkspace(deps.pool, scope, (tx) => chunkInsert.exec(tx, { ...key, chunk_no: chunkNo, first_byte: String(stored), file_bytes: String(stored + piece.length), body_ct: body }))
      if (written !== 1) throw contactErrors.IMPORT_STATE()
      chunkNo++
      stored += piece.length
      bytes = bytes.subarray(piece.length)
    }
    waiting = bytes.length > 0 ? [Buffer.from(bytes)] : []
    size = bytes.length
  }
  const take = (bytes: Buffer): void => {
    utf8.push(bytes)
    waiting.push(bytes)
    size += bytes.length
  }
  /** Looks at the first bytes once there are enough of them. */
  const begin = (): void => {
    const first = Buffer.concat(waiting)
    sentAs = encoding ?? detectUtf16(first) ?? 'utf-8'
    transcoder = createTranscoder(sentAs)
    waiting = []
    size = 0
    take(decode(() => transcoder!.push(first)))
  }
  return {
    async receiveChunk(bytes) {
      hash.update(bytes)
      if (transcoder) take(decode(() => transcoder!.push(bytes)))
      else {
        waiting.push(bytes)
        size += bytes.length
        if (size >= 4_096) begin()
      }
      if (size >= CHUNK_BYTES) await store(false)
    },
    async finishReceiving() {
      if (!transcoder) begin()
      take(decode(() => transcoder!.end()))
      await store(true)
      const report = utf8.end()
      const isWhole = stored <= SAMPLE_BYTES
      // What is not UTF-8 has no UTF-8 characters at all when it is another encoding; otherwise it is damaged UTF-8.
      const guessed = report.broken && !report.hasCharacters ? 'windows-1252' : 'utf-8'
      const given = encoding === 'windows-1252' || encoding === 'utf-8' ? encoding : undefined
      const detected = detectFormat(sample, isWhole, { encoding: given ?? guessed })
      const width = firstRows(sample, isWhole, detected, 1)[0]?.cells.length ?? 0
      if (width === 0) throw contactErrors.IMPORT_EMPTY()
      const format: ImportFormat = {
        ...detected, sent_as: sentAs === 'utf-8' ? detected.encoding : sentAs, is_encoding_given: encoding !== undefined, has_utf8: report.hasCharacters, columns: width,
        ...(report.broken ? { broken: { ...report.broken, count: report.brokenCount } } : {}),
      }
      const count = await withWorkspace(deps.pool, scope, (tx) => runReceived.exec(tx, { ...key, format: JSON.stringify(format), file_sha256: hash.digest(), file_bytes: String(stored) }))
      if (count !== 1) throw contactErrors.IMPORT_STATE()
      return getImport(deps, scope, importRunId)
    },
  }
}

function decode(work: () => Buffer): Buffer {
  try {
    return work()
  } catch (error) {
    if (error instanceof BrokenText) throw contactErrors.IMPORT_ENCODING({ detail: `It begins like UTF-16, but what follows byte ${error.byte} is not.`, data: { byte: error.byte } })
    throw error
  }
}
