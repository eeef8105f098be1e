// Writing CSV (RFC 4180): what spreadsheets open and our own reader takes back.

/** One line. Cells that a spreadsheet would run as a formula get a leading apostrophe (OWASP CSV injection); numbers and phones do not. */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map((c) => csvCell(c === null || c === undefined ? '' : String(c))).join(',')}\r\n`
}

function csvCell(text: string): string {
  const safe = /^[=@\t\r]|^[+-](?![\d.(\s])/.test(text) ? `'${text}` : text
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
