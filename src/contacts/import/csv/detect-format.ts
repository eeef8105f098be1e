// Guesses how a file is written from its first bytes; what a person says goes before every guess.
import { isUtf8 } from 'node:buffer'
import { createCsvReader } from './csv-reader.ts'
import { DEFAULT_FORMAT, type CsvFormat } from './csv-row.ts'

/** How the bytes that arrive are encoded; UTF-16 is turned into UTF-8 while it is received. */
export type ArrivingEncoding = 'utf-8' | 'windows-1252' | 'utf-16le' | 'utf-16be'

const DELIMITERS = [',', ';', '\t', '|'] as const
const SAMPLE_ROWS = 50

/**
 * Tells UTF-16 from the rest by its byte order mark, or without one by where its NULs stand (text of any European
 * language has one in every other byte). Undefined: not UTF-16.
 */
export function detectUtf16(sample: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be'
  const pairs = Math.min(sample.length >> 1, 2_000)
  if (pairs < 2) return undefined
  let first = 0
  let second = 0
  for (let i = 0; i < pairs; i++) {
    if (sample[2 * i] === 0) first++
    if (sample[2 * i + 1] === 0) second++
  }
  if (second > pairs * 0.4 && first < pairs * 0.05) return 'utf-16le'
  if (first > pairs * 0.4 && second < pairs * 0.05) return 'utf-16be'
  return undefined
}

/** LF and CRLF are one; CR alone ends rows only where no LF does outside quotes. */
export function detectNewline(sample: Buffer): 'lf' | 'cr' {
  let isQuoted = false
  let hasCr = false
  for (const c of sample) {
    if (c === 34) isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (c === 10) return 'lf'
    else if (c === 13) hasCr = true
  }
  return hasCr ? 'cr' : 'lf'
}

function rowsOf(sample: Buffer, isWhole: boolean, format: CsvFormat): string[][] {
  const reader = createCsvReader(format)
  const rows = reader.push(sample)
  if (isWhole) rows.push(...reader.end())
  return rows.filter((r) => !r.problem).slice(0, SAMPLE_ROWS).map((r) => r.cells)
}

/** The delimiter that cuts most rows into as many cells as the first one; more cells win a draw. Comma for one column. */
export function detectDelimiter(sample: Buffer, isWhole: boolean, format: CsvFormat): CsvFormat['delimiter'] {
  let best: { delimiter: CsvFormat['delimiter']; score: number } = { delimiter: ',', score: 0 }
  for (const delimiter of DELIMITERS) {
    const rows = rowsOf(sample, isWhole, { ...format, delimiter })
    const width = rows[0]?.length ?? 0
    if (width < 2) continue
    const score = (rows.filter((r) => r.length === width).length / rows.length) * (1 + Math.log2(width) / 10)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** Column names hold no address, no number and repeat nothing that a row below says; otherwise the first row is data. */
export function detectHeader(rows: readonly string[][]): boolean {
  const first = rows[0]
  if (!first) return true
  if (first.some((c) => /[^\s@]+@[^\s@]+\.[^\s@]+/.test(c))) return false
  return !first.every((c) => c === '' || /^[\d.,+\-/ :]+$/.test(c))
}

/**
 * Everything about a file from its begin. `given` is not guessed. The sample is in the stored encoding (never UTF-16);
 * bytes that are not UTF-8 make it Windows-1252, which Latin-1 is a part of.
 */
export function detectFormat(sample: Buffer, isWhole: boolean, given: Partial<CsvFormat> = {}): CsvFormat {
  const format: CsvFormat = { ...DEFAULT_FORMAT, encoding: given.encoding ?? guessEncoding(sample, isWhole), newline: given.newline ?? detectNewline(sample) }
  format.delimiter = given.delimiter ?? detectDelimiter(sample, isWhole, format)
  format.header = given.header ?? detectHeader(rowsOf(sample, isWhole, format))
  return format
}

function guessEncoding(sample: Buffer, isWhole: boolean): CsvFormat['encoding'] {
  if (isUtf8(sample)) return 'utf-8'
  // A character may be cut at the end of the sample.
  const cut = isWhole ? 0 : 3
  for (let back = 1; back <= cut; back++) if (isUtf8(sample.subarray(0, sample.length - back))) return 'utf-8'
  return 'windows-1252'
}

/** Names for the columns: of the header, made unique; `column 3` where there is none. */
export function columnNames(firstRow: readonly string[], header: boolean): string[] {
  const used = new Map<string, number>()
  return firstRow.map((cell, i) => {
    const name = header ? cell.trim().replaceAll(/\s+/g, ' ').slice(0, 120) || `column ${i + 1}` : `column ${i + 1}`
    const count = (used.get(name.toLowerCase()) ?? 0) + 1
    used.set(name.toLowerCase(), count)
    return count === 1 ? name : `${name} (${count})`
  })
}
