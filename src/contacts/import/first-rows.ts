// The first rows of a file, for guesses and previews.
import { createCsvReader } from './csv/csv-reader.ts'
import type { CsvFormat, CsvRow } from './csv/csv-row.ts'

/** At most `limit` rows of the begin of a file; the last row of a sample that is not the whole file is left out. */
export function firstRows(sample: Buffer, isWhole: boolean, format: CsvFormat, limit: number): CsvRow[] {
  const reader = createCsvReader(format)
  const rows = reader.push(sample)
  if (isWhole) rows.push(...reader.end())
  return rows.slice(0, limit)
}
