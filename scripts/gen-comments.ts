// Authoring tool: writes COMMENT ON statements at the end of a migration's expand.sql from the comments beside its
// columns, so that the words stand once. Usage: node scripts/gen-comments.ts [NNNN_name …]; never run it on a released migration.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { MIGRATIONS_DIR } from '../src/schema/engine/migrations.ts'

const MARK = '\n-- Comments on tables and columns, generated from the text above by scripts/gen-comments.ts.\n'
const quote = (s: string): string => `'${s.replaceAll("'", "''")}'`

function commentsOf(text: string): string[] {
  const out: string[] = []
  for (const block of text.matchAll(/^-- table: (.+)\n(?:--.*\n)*create table (\S+) \(\n([\s\S]*?)\n\)/gm)) {
    const [, about, table, body] = block as unknown as [string, string, string, string]
    out.push(`comment on table ${table} is ${quote(about)};`)
    for (const column of body.matchAll(/^ {2}([a-z_0-9]+) (?!primary|foreign|check|unique)[^\n]*?,? -- (.+)$/gm)) {
      if (column[1] !== 'constraint') out.push(`comment on column ${table}.${column[1]} is ${quote(column[2]!)};`)
    }
  }
  return out
}

const wanted = process.argv.slice(2)
for (const name of readdirSync(MIGRATIONS_DIR).sort()) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const file = `${MIGRATIONS_DIR}${name}/expand.sql`
  const text = readFileSync(file, 'utf8').split(MARK)[0]!
  const comments = commentsOf(text)
  writeFileSync(file, comments.length > 0 ? `${text.trimEnd()}\n${MARK}${comments.join('\n')}\n` : text)
}
