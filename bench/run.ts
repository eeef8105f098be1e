// npm run bench -- <name> [--size small|medium|full]: runs bench/<name>.ts, prints a table and, as the last line, one
// JSON object (DESIGN 7). Exit code 1 when the benchmark fails.
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import Table from 'cli-table3'
import { machineFacts, type Bench, type Size } from './support.ts'

const folder = import.meta.dirname
const { positionals, values } = parseArgs({ allowPositionals: true, options: { size: { type: 'string', default: 'small' } } })
const [name] = positionals
const size = values.size as Size
const file = path.join(folder, `${name}.ts`)
const known = readdirSync(folder).filter((f) => f.endsWith('.ts') && !['run.ts', 'support.ts'].includes(f)).map((f) => f.slice(0, -3))
if (!name || !/^[a-z-]+$/.test(name) || !existsSync(file) || !['small', 'medium', 'full'].includes(size)) {
  console.error(`usage: npm run bench -- <${known.join('|')}> [--size small|medium|full]`)
  process.exit(2)
}
const module = (await import(file)) as { run?: Bench }
if (typeof module.run !== 'function') {
  console.error(`bench/${name}.ts exports no run(context)`)
  process.exit(2)
}
const startedAt = performance.now()
const result = await module.run({ size, say: (line) => console.error(line) })
const table = new Table({ style: { head: [], border: [] } })
for (const row of result.table ?? Object.entries({ ...result.values, ...result.ratios }).map(([k, v]) => [k, String(v)])) table.push([...row])
console.log(`\n${name}, size ${size}, ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n${table.toString()}`)
console.log(JSON.stringify({ bench: name, size, values: result.values, limit: result.limit, ratios: result.ratios, machine: { ...machineFacts(), ...result.machine } }))
process.exit(0)
