// What an import would do to each of the first rows. Reads only; the dry run counts the whole file.
import { withWorkspace, type WorkspaceScope } from '../../kernel/index.ts'
import { listAttributes } from '../attributes.ts'
import type { CsvFormat } from './csv/csv-row.ts'
import { planImport, type ImportPlan } from './control-import.ts'
import { diffKnown } from './diff-known.ts'
import { firstRows } from './first-rows.ts'
import type { ImportFormat, ImportRun } from './import-run.ts'
import { TARGETS, missingAttributes, type Mapping } from './mapping.ts'
import { matchBatch } from './match-batch.ts'
import { createPreparer, emptyBatch } from './prepare-batch.ts'
import { reject } from './reject-rules.ts'
import type { ImportDeps } from './receive-file.ts'
import { sensitiveNames } from './seal-batch.ts'
import { SeenPeople } from './seen.ts'

const ROWS = 100

export type PreviewRow = {
  row: number
  line: number
  cells: string[]
  outcome: 'created' | 'updated' | 'unchanged' | 'duplicate' | 'rejected'
  /** Fields that would change, for `updated`. */
  changes?: string[]
  /** Why, for `rejected`. */
  reject?: { field: string; rule: string; hint: string }
}
export type ImportPreview = {
  format: ImportFormat
  columns: string[]
  mapping: Mapping
  /** What columns may be mapped to. */
  targets: string[]
  /** Attributes that the mapping names and that would be made. */
  newAttributes: string[]
  rows: PreviewRow[]
}

/**
 * Shows how the file would be read with this plan and what would happen to its first 100 rows.
 * Throws IMPORT_STATE while receiving and after the end, IMPORT_ENCODING, IMPORT_MAPPING.
 */
export async function previewImport(deps: ImportDeps, scope: WorkspaceScope, before: ImportRun, plan: ImportPlan = {}): Promise<ImportPreview> {
  const { run, columns, sample } = await planImport(deps, scope, before, plan)
  const format: CsvFormat = run.format
  const rows = firstRows(sample, sample.length === run.fileBytes, format, ROWS + 1).slice(format.header ? 1 : 0, ROWS + (format.header ? 1 : 0))
  const at = deps.clock.now()
  return withWorkspace(
    deps.pool,
    scope,
    async (tx) => {
      const definitions = await listAttributes(tx, scope.workspaceId)
      const preparer = createPreparer(run, columns, definitions, deps.keyring, new SeenPeople())
      const batch = emptyBatch(0, 0)
      const numbered = rows.map((row, i) => ({ ...row, no: i + 1 }))
      for (const row of numbered) preparer.add(batch, row)
      const matched = await matchBatch(tx, run, deps.keyring, batch)
      const diffed = await diffKnown(tx, run, matched.known, { keyring: deps.keyring, ids: deps.ids, at, sensitive: sensitiveNames(definitions) }, false)
      const outcomes = new Map<number, Omit<PreviewRow, 'row' | 'line' | 'cells'>>()
      for (const r of matched.refused) outcomes.set(r.row.no, { outcome: 'rejected', reject: r.reject })
      for (const p of diffed.erased) outcomes.set(p.from.row.no, { outcome: 'rejected', reject: reject('', 'contact_erased') })
      for (const p of matched.created) outcomes.set(p.from.row.no, { outcome: 'created' })
      for (const p of [...diffed.same, ...matched.unchanged]) outcomes.set(p.from.row.no, { outcome: 'unchanged' })
      for (const p of diffed.changed) outcomes.set(p.from.row.no, { outcome: 'updated', changes: p.changes })
      return {
        format: run.format, columns, mapping: run.mapping, targets: [...TARGETS, ...definitions.map((d) => `attribute:${d.name}`)], newAttributes: missingAttributes(run.mapping, definitions),
        rows: numbered.map((r) => ({ row: r.no, line: r.line, cells: r.cells.map((c) => c.slice(0, 500)), ...(outcomes.get(r.no) ?? { outcome: 'duplicate' as const }) })),
      }
    },
    { readOnly: true },
  )
}
