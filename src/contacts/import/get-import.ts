// Reading imports.
import type { Pool } from 'pg'
import { withWorkspace, type Clock, type Id, type WorkspaceScope } from '../../kernel/index.ts'
import { contactErrors } from '../errors.ts'
import { fromRow, type ImportRun } from './import-run.ts'
import { runGet, runPage } from './import.sql.ts'

type ReadDeps = { pool: Pool; clock: Clock }

/** One import with its progress. Throws IMPORT_NOT_FOUND. */
export async function getImport(deps: ReadDeps, scope: WorkspaceScope, importRunId: Id): Promise<ImportRun> {
  const row = await withWorkspace(deps.pool, scope, (tx) => runGet.one(tx, { workspace_id: scope.workspaceId, import_run_id: importRunId }), { retry: true, readOnly: true })
  if (!row) throw contactErrors.IMPORT_NOT_FOUND()
  return fromRow(row, deps.clock.now())
}

/** Imports, newest first; one more than `limit` when there is a next page. */
export async function listImports(deps: ReadDeps, scope: WorkspaceScope, page: { limit: number; before?: Id | undefined }): Promise<ImportRun[]> {
  const rows = await withWorkspace(deps.pool, scope, (tx) => runPage.many(tx, { workspace_id: scope.workspaceId, before_or_null: page.before ?? null, row_limit: String(page.limit + 1) }), { readOnly: true })
  return rows.map((r) => fromRow(r, deps.clock.now()))
}
