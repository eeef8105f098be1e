// Refused rows: what broke which rule, and the rows themselves as a file that can be mended and sent again.
import { withWorkspace, type Id, type WorkspaceScope } from '../../kernel/index.ts'
import { csvLine } from '../csv-line.ts'
import { columnNames } from './csv/detect-format.ts'
import { firstRows } from './first-rows.ts'
import { getImport } from './get-import.ts'
import { rejectCell, type ImportRun } from './import-run.ts'
import { rejectPage, rejectRules } from './import.sql.ts'
import { readChunk } from './read-file.ts'
import type { ImportDeps } from './receive-file.ts'

export type RejectedRow = { row: string; line: string; field: string; rule: string; hint: string; cells: string[] }

/** Refused rows in file order; one more than `limit` when there is a next page. */
export async function listRejects(deps: ImportDeps, scope: WorkspaceScope, importRunId: Id, page: { limit: number; after?: string | undefined }): Promise<RejectedRow[]> {
  const rows = await withWorkspace(deps.pool, scope, (tx) => rejectPage.many(tx, { workspace_id: scope.workspaceId, import_run_id: importRunId, after_row: page.after ?? '0', row_limit: String(page.limit + 1) }), { readOnly: true })
  return rows.map((r) => ({ row: r.row_no, line: r.line_no, field: r.field, rule: r.rule, hint: r.hint, cells: JSON.parse(deps.keyring.decrypt(rejectCell(importRunId, r.row_no), r.row_ct)) as string[] }))
}

/** How many rows each rule refused, most first. */
export async function countRejects(deps: Pick<ImportDeps, 'pool'>, scope: WorkspaceScope, importRunId: Id): Promise<{ field: string; rule: string; count: number }[]> {
  const rows = await withWorkspace(deps.pool, scope, (tx) => rejectRules.many(tx, { workspace_id: scope.workspaceId, import_run_id: importRunId }), { readOnly: true })
  return rows.map((r) => ({ field: r.field, rule: r.rule, count: Number(r.count) }))
}

/**
 * The refused rows as CSV (RFC 4180, UTF-8): the original columns, then import_line, import_field, import_rule,
 * import_hint. Streams page by page. Throws IMPORT_NOT_FOUND.
 */
export async function* rejectsAsCsv(deps: ImportDeps, scope: WorkspaceScope, importRunId: Id): AsyncGenerator<string> {
  const run = await getImport(deps, scope, importRunId)
  const columns = await namesOf(deps, run)
  yield csvLine([...columns, 'import_line', 'import_field', 'import_rule', 'import_hint'])
  const limit = 500
  let after = '0'
  for (;;) {
    const page = await listRejects(deps, scope, importRunId, { limit, after })
    for (const r of page.slice(0, limit)) yield csvLine([...pad(r.cells, columns.length), r.line, r.field, r.rule, r.hint])
    if (page.length <= limit) return
    after = page[limit - 1]!.row
  }
}

/** Names of the columns: kept with the mapping once the file is gone. */
async function namesOf(deps: ImportDeps, run: ImportRun): Promise<string[]> {
  if (run.options.columns) return run.options.columns
  const sample = await readChunk(deps.pool, run, deps.keyring, 0)
  return columnNames(firstRows(sample, sample.length === run.fileBytes, run.format, 1)[0]?.cells ?? [], run.format.header)
}

const pad = (cells: string[], width: number): string[] => (cells.length >= width ? cells : [...cells, ...Array.from({ length: width - cells.length }, () => '')])
