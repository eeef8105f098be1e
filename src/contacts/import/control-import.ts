// Starting, pausing, resuming and cancelling an import. A worker notices at its next batch.
import { withWorkspace, type Id, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import { defineAttribute, listAttributes } from '../attributes.ts'
import { contactErrors } from '../errors.ts'
import { readCountry } from '../fields/read-place.ts'
import { getList } from '../lists.ts'
import type { CsvFormat } from './csv/csv-row.ts'
import { columnNames } from './csv/detect-format.ts'
import { firstRows } from './first-rows.ts'
import { getImport } from './get-import.ts'
import type { ImportFormat, ImportOptions, ImportRun, ImportState } from './import-run.ts'
import { chunkDelete, rejectDelete, runDue, runLaunch, runSetState } from './import.sql.ts'
import { guessMapping, missingAttributes, overrideMapping, readMapping } from './mapping.ts'
import { readChunk } from './read-file.ts'
import type { ImportDeps } from './receive-file.ts'

export type ImportPlan = {
  /** Column to target; default: the guess. `ignore` leaves a column out. */
  mapping?: Record<string, string> | undefined
  /** Single columns that are said while the rest is guessed. */
  overrides?: Record<string, string> | undefined
  options?: ImportOptions | undefined
  /** Overrides what was detected. */
  format?: Partial<CsvFormat> | undefined
}

/**
 * How the file would be read: format, columns, mapping. Throws IMPORT_ENCODING for bytes that are not UTF-8 in a file
 * that is UTF-8 otherwise and whose encoding nobody gave, IMPORT_MAPPING.
 */
export async function planImport(deps: ImportDeps, scope: WorkspaceScope, run: ImportRun, plan: ImportPlan): Promise<{ run: ImportRun; columns: string[]; sample: Buffer }> {
  const format: ImportFormat = { ...run.format, ...withoutUndefined(plan.format ?? {}), is_encoding_given: run.format.is_encoding_given || plan.format?.encoding !== undefined }
  checkEncoding(format)
  const sample = await readChunk(deps.pool, run, deps.keyring, 0)
  const rows = firstRows(sample, sample.length === run.fileBytes, format, 50)
  const columns = columnNames(rows[0]?.cells ?? [], format.header)
  const definitions = await withWorkspace(deps.pool, scope, (tx) => listAttributes(tx, scope.workspaceId))
  const base = plan.mapping ?? guessMapping(columns, definitions, rows.slice(format.header ? 1 : 0).map((r) => r.cells))
  const mapping = readMapping(plan.overrides ? overrideMapping(base, plan.overrides) : base, columns)
  const options: ImportOptions = { ...run.options, ...withoutUndefined(plan.options ?? {}), columns }
  if (options.defaultCountry !== undefined) {
    const country = readCountry(options.defaultCountry)
    if (!country.ok) throw contactErrors.CONTACT_FIELD_INVALID({ detail: 'The default country is unknown.', data: { errors: [{ field: 'default_country', rule: country.rule, message: 'Use an ISO code.' }] } })
    options.defaultCountry = country.value
  }
  return { run: { ...run, format: { ...format, columns: columns.length }, mapping, options }, columns, sample }
}

function checkEncoding(format: ImportFormat): void {
  const { broken } = format
  if (!broken || format.encoding !== 'utf-8' || format.is_encoding_given) return
  const byte = `0x${broken.value.toString(16).toUpperCase().padStart(2, '0')}`
  throw contactErrors.IMPORT_ENCODING({
    detail: `Byte ${broken.byte} (${byte}, line ${broken.line}) is not UTF-8, while other characters of the file are: ${broken.count} byte${broken.count === 1 ? ' is' : 's are'} damaged. With encoding utf-8 those rows are refused, with windows-1252 every byte is taken as a character.`,
    data: { byte: broken.byte, line: broken.line, count: broken.count },
  })
}

/**
 * Lets workers run the import, or the dry run of it. Attributes that the mapping names and nobody defined are made as
 * text. From a finished dry run the real one starts with the same file. Throws IMPORT_STATE unless ready, IMPORT_MAPPING,
 * IMPORT_ENCODING, LIST_NOT_FOUND.
 */
export async function runImport(deps: ImportDeps, scope: WorkspaceScope, importRunId: Id, plan: ImportPlan = {}): Promise<ImportRun> {
  const before = await getImport(deps, scope, importRunId)
  if (before.state !== 'ready') throw contactErrors.IMPORT_STATE({ data: { state: before.state } })
  const { run } = await planImport(deps, scope, before, plan)
  await withWorkspace(deps.pool, scope, async (tx) => {
    if (run.options.listId) await getList(tx, scope.workspaceId, run.options.listId)
    const definitions = await listAttributes(tx, scope.workspaceId)
    if (!run.options.dryRun) for (const name of missingAttributes(run.mapping, definitions)) await defineAttribute(tx, scope, { name, type: 'text' })
    const key = { workspace_id: scope.workspaceId, import_run_id: importRunId }
    await rejectDelete.exec(tx, key)
    const launched = await runLaunch.exec(tx, { ...key, format: JSON.stringify(run.format), mapping: JSON.stringify(run.mapping), options: JSON.stringify(run.options) })
    if (launched !== 1) throw contactErrors.IMPORT_STATE()
    await runDue.exec(tx, { workspace_id: scope.workspaceId, at: deps.clock.now() })
  })
  return getImport(deps, scope, importRunId)
}

/** Stops after the batch in hand; nothing of it is lost. Paused twice changes nothing. Throws IMPORT_STATE. */
export async function pauseImport(deps: ImportDeps, scope: WorkspaceScope, importRunId: Id): Promise<ImportRun> {
  return move(deps, scope, importRunId, 'paused', ['running'])
}

/** Goes on at the cursor; also after a failure. Throws IMPORT_STATE. */
export async function resumeImport(deps: ImportDeps, scope: WorkspaceScope, importRunId: Id): Promise<ImportRun> {
  return move(deps, scope, importRunId, 'running', ['paused', 'failed'], (tx) => runDue.exec(tx, { workspace_id: scope.workspaceId, at: deps.clock.now() }))
}

/** Ends an import for good and drops its file. People who came with it stay. Throws IMPORT_STATE when it has ended. */
export async function cancelImport(deps: ImportDeps, scope: WorkspaceScope, importRunId: Id): Promise<ImportRun> {
  return move(deps, scope, importRunId, 'cancelled', ['receiving', 'ready', 'running', 'paused', 'failed'], (tx) => chunkDelete.exec(tx, { workspace_id: scope.workspaceId, import_run_id: importRunId }))
}

async function move(deps: ImportDeps, scope: WorkspaceScope, importRunId: Id, state: ImportState, from: ImportState[], then?: (tx: Tx) => Promise<unknown>): Promise<ImportRun> {
  await withWorkspace(deps.pool, scope, async (tx) => {
    const moved = await runSetState.exec(tx, { workspace_id: scope.workspaceId, import_run_id: importRunId, state, from_states: from, finished_at_or_null: state === 'cancelled' ? deps.clock.now() : null })
    if (moved === 1) await then?.(tx)
  })
  const run = await getImport(deps, scope, importRunId)
  if (run.state !== state) throw contactErrors.IMPORT_STATE({ data: { state: run.state } })
  return run
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Partial<T>
}
