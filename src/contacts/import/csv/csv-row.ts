// What the CSV reader takes and gives.

/** How a file is written. All positions are bytes of the stored file (UTF-16 is stored as UTF-8). */
export type CsvFormat = {
  encoding: 'utf-8' | 'windows-1252'
  delimiter: ',' | ';' | '\t' | '|'
  /** `lf`: rows end with LF or CRLF, a lone CR is text. `cr`: rows end with CR. */
  newline: 'lf' | 'cr'
  /** Is the first row made of column names? */
  header: boolean
}

export const DEFAULT_FORMAT: CsvFormat = { encoding: 'utf-8', delimiter: ',', newline: 'lf', header: true }

/** Why a row could not be read. `at` is the line (quotes) or the byte of the file (encoding, NUL) to look at. */
export type RowProblem = {
  rule: 'unclosed_quote' | 'text_after_quote' | 'bad_encoding' | 'nul_byte' | 'row_too_long'
  at: number
}

export type CsvRow = {
  /** Decoded and unquoted; what could be read of it when there is a problem. */
  cells: string[]
  /** Line of the file the row begins at, from 1. */
  line: number
  /** First byte of the row and the first byte after it. */
  start: number
  end: number
  problem?: RowProblem
}
