// Splits a migration file into its statements: DDL is sent one statement a message (research: citus 2.10).

/** Statements without their trailing semicolon; comments stay with the statement that follows them. */
export function splitSql(text: string): string[] {
  const out: string[] = []
  let start = 0
  let i = 0
  const skipTo = (end: string, from: number): number => {
    const at = text.indexOf(end, from)
    return at < 0 ? text.length : at + end.length
  }
  while (i < text.length) {
    const two = text.slice(i, i + 2)
    const ch = text[i]!
    if (two === '--') i = skipTo('\n', i)
    else if (two === '/*') i = skipTo('*/', i)
    else if (ch === "'") i = skipTo("'", i + 1)
    else if (ch === '"') i = skipTo('"', i + 1)
    else if (ch === '$') {
      const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(text.slice(i, i + 64))?.[0]
      i = tag ? skipTo(tag, i + tag.length) : i + 1
    } else if (ch === ';') {
      out.push(text.slice(start, i))
      start = ++i
    } else i++
  }
  out.push(text.slice(start))
  return out.map((s) => s.trim()).filter((s) => s.replace(/--[^\n]*/g, '').trim() !== '')
}
