// Writes the typed door beside every named-query file: src/**/<room>.sql -> <room>.sql.ts.
// Types come from a real server with all migrations applied: the protocol's Describe tells parameter and column types,
// the catalogue tells which columns may be null. `--check` fails when a committed file is not fresh.
import { globSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import pg from 'pg'
import { startTestCluster } from '../test/support/cluster.ts'
import { buildTemplate, TEMPLATE } from '../test/support/db.ts'

type Query = { name: string; kind: string; comment: string; text: string; params: string[] }
type Described = { params: number[]; columns: { name: string; tableID: number; columnID: number; dataTypeID: number }[] }

const TS: Record<string, string> = {
  bool: 'boolean', int2: 'number', int4: 'number', oid: 'number', float4: 'number', float8: 'number', int8: 'string', numeric: 'string', text: 'string', varchar: 'string', bpchar: 'string',
  name: 'string', uuid: 'string', bytea: 'Buffer', timestamptz: 'Date', timestamp: 'Date', date: 'string', interval: 'unknown', json: 'unknown', jsonb: 'unknown', regclass: 'string', inet: 'string', xid8: 'string', pg_lsn: 'string', void: 'void',
}

/** Cuts a file into its queries and turns :name into $n. Casts (::) and strings are left alone. */
export function parseSqlFile(file: string, source: string): Query[] {
  return source
    .split(/^(?=-- name: )/m)
    .filter((part) => part.startsWith('-- name: '))
    .map((part) => {
      const head = /^-- name: ([a-z][a-z0-9_]*) :(one|many|exec)\n/.exec(part)
      if (!head) throw new Error(`${file}: bad query header: ${part.split('\n')[0]}`)
      const rest = part.slice(head[0].length)
      const comment = (/^(?:--.*\n)*/.exec(rest)?.[0] ?? '').replaceAll(/^-- ?/gm, '').trim()
      const params: string[] = []
      const body = rest.slice((/^(?:--.*\n)*/.exec(rest)?.[0] ?? '').length)
      const text = body
        .replaceAll(/'(?:[^']|'')*'|--[^\n]*|(?<![:\w]):([a-z_][a-z0-9_]*)/g, (all, name: string | undefined) => {
          if (name === undefined) return all
          if (!params.includes(name)) params.push(name)
          return `$${params.indexOf(name) + 1}`
        })
        .trim()
        .replace(/;\s*$/, '')
      if (!comment) throw new Error(`${file}: query ${head[1]} has no line that says what it is for`)
      return { name: head[1]!, kind: head[2]!, comment, text, params }
    })
}

function describe(client: pg.Client, text: string): Promise<Described> {
  const con = (client as unknown as { connection: any }).connection // pg has no public Describe
  return new Promise((resolve, reject) => {
    const out: Described = { params: [], columns: [] }
    let failed: Error | undefined
    const on: Record<string, (m: any) => void> = {
      parameterDescription: (m) => (out.params = m.dataTypeIDs),
      rowDescription: (m) => (out.columns = m.fields),
    }
    const submittable = {
      submit(c: any) {
        for (const [event, fn] of Object.entries(on)) c.on(event, fn)
        c.parse({ name: '', text, types: [] })
        c.describe({ type: 'S', name: '' })
        c.sync()
      },
      handleError: (e: Error) => {
        failed = e
        reject(e) // the driver lets go of a failed query and never tells it that the server is ready again
      },
      handleReadyForQuery: () => {
        for (const [event, fn] of Object.entries(on)) con.removeListener(event, fn)
        if (failed) reject(failed)
        else resolve(out)
      },
      handleRowDescription() {}, handleDataRow() {}, handleCommandComplete() {}, handlePortalSuspended() {}, handleEmptyQuery() {}, handleNoData() {}, handleParameterDescription() {},
    }
    client.query(submittable as never)
  })
}

const camel = (s: string): string => s.replaceAll(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase())
const pascal = (s: string): string => camel(s).replace(/^./, (c) => c.toUpperCase())

async function main(): Promise<void> {
  const check = process.argv.includes('--check')
  const cluster = await startTestCluster()
  let stale = 0
  try {
    const { host, port, user, password } = cluster.connection
    await buildTemplate({ host, port, user, password })
    const client = new pg.Client({ host, port, user, password, database: TEMPLATE })
    await client.connect()
    const types = new Map((await client.query(`select oid, typname, typelem from pg_type`)).rows.map((r) => [Number(r.oid), r]))
    const nullable = new Map((await client.query(`select a.attrelid, a.attnum, a.attnotnull, c.relkind from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attnum > 0`)).rows.map((r) => [`${r.attrelid}.${r.attnum}`, r]))
    const tsType = (oid: number): string => {
      const type = types.get(oid)
      if (type && type.typname.startsWith('_')) return `${tsType(Number(type.typelem))}[]`
      return TS[type?.typname ?? ''] ?? 'unknown'
    }
    const files = process.argv.slice(2).filter((a) => !a.startsWith('--'))
    for (const file of (files.length > 0 ? files : globSync('src/**/*.sql')).filter((f) => !f.includes('/migrations/') && !f.endsWith('current.sql') && !f.includes('/examples/')).sort()) {
      const source = readFileSync(file, 'utf8')
      const parts = [`// Generated from ${file.split('/').at(-1)} by scripts/gen-sql.ts; do not edit.`, `import { namedQuery } from '${'../'.repeat(file.split('/').length - 2)}kernel/db/query.ts'`, '']
      for (const q of parseSqlFile(file, source)) {
        const d = await describe(client, q.text).catch((e: Error & { position?: string }) => {
          throw new Error(`${file}: query ${q.name}: ${e.message}${e.position ? ` near "${q.text.slice(Math.max(0, Number(e.position) - 20), Number(e.position) + 30)}"` : ''}`)
        })
        // A view's columns count as nullable unless the name says otherwise: `"count!"` is never null, `"x?"` may be.
        const cols = d.columns.map((c) => {
          const at = nullable.get(`${c.tableID}.${c.columnID}`)
          const forced = c.name.endsWith('!') ? false : c.name.endsWith('?') ? true : undefined
          const isNull = forced ?? (at ? at.relkind !== 'v' && !at.attnotnull : !/^(count|exists|total)/.test(c.name))
          return `  ${JSON.stringify(c.name.replace(/[!?]$/, ''))}: ${tsType(c.dataTypeID)}${isNull ? ' | null' : ''}`
        })
        const params = q.params.map((p, i) => `  ${p}: ${tsType(d.params[i]!) === 'Date' ? 'Date | string' : tsType(d.params[i]!)}${p.endsWith('_or_null') ? ' | null' : ''}`)
        const P = params.length > 0 ? `{\n${params.join('\n')}\n}` : 'Record<string, never>'
        const R = cols.length > 0 ? `{\n${cols.join('\n')}\n}` : 'Record<string, never>'
        const text = q.text.replaceAll(/ as "([a-z_0-9]+)[!?]"/g, ' as "$1"')
        parts.push(`export type ${pascal(q.name)}Params = ${P}`, `export type ${pascal(q.name)}Row = ${R}`)
        parts.push(`/** ${q.comment.replaceAll('\n', '\n * ').replaceAll('*/', '* /')} */`)
        parts.push(`export const ${camel(q.name)} = namedQuery<${pascal(q.name)}Params, ${pascal(q.name)}Row>(${JSON.stringify(q.name)}, ${JSON.stringify(text).replaceAll('\\n', '\\n\\\n')}, ${JSON.stringify(q.params)})`, '')
      }
      const out = `${file}.ts`
      const content = `${parts.join('\n').trimEnd()}\n`
      if (check) {
        if (!existsSync(out) || readFileSync(out, 'utf8') !== content) {
          stale += 1
          console.error(`${out} is not fresh: run npm run gen:sql`)
        }
      } else if (!existsSync(out) || readFileSync(out, 'utf8') !== content) {
        writeFileSync(out, content)
        console.log(`wrote ${out}`)
      }
    }
    await client.end()
  } finally {
    await cluster.stop()
  }
  if (stale > 0) process.exit(1)
}

if (import.meta.main) await main()
