// Writes src/schema/current.sql from a live catalogue after all migrations; `--check` fails when it is not fresh, and
// runs the schema linter over catalogue, migrations and queries.
import { globSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import pg from 'pg'
import { currentSchemaText, lintCatalogue, lintMigrationSql, lintQuery, type Finding } from '../src/schema/index.ts'
import { startTestCluster } from '../test/support/cluster.ts'
import { buildTemplate, TEMPLATE } from '../test/support/db.ts'
import { parseSqlFile } from './gen-sql.ts'

const FILE = 'src/schema/current.sql'
/** Additions to tables of earlier folders of schema v1, made when those tables were still empty and unreleased. */
const EXEMPT = new Set(['0005_delivery/expand.sql'])

const cluster = await startTestCluster()
let text: string
const findings: Finding[] = []
try {
  const { host, port, user, password } = cluster.connection
  await buildTemplate({ host, port, user, password })
  const client = new pg.Client({ host, port, user, password, database: TEMPLATE })
  await client.connect()
  text = await currentSchemaText(client)
  findings.push(...(await lintCatalogue(client)))
  await client.end()
} finally {
  await cluster.stop()
}
for (const file of globSync('src/schema/migrations/*/*.sql')) {
  if (![...EXEMPT].some((e) => file.endsWith(e))) findings.push(...lintMigrationSql(file, readFileSync(file, 'utf8')))
}
for (const file of globSync('src/**/*.sql').filter((f) => !f.includes('/migrations/') && !f.includes('/examples/') && f !== FILE)) {
  for (const query of parseSqlFile(file, readFileSync(file, 'utf8'))) findings.push(...lintQuery(`${file}: ${query.name}`, query.text))
}
for (const f of findings) console.error(`${f.rule}: ${f.object}: ${f.message}`)
if (process.argv.includes('--check')) {
  const fresh = existsSync(FILE) && readFileSync(FILE, 'utf8') === text
  if (!fresh) console.error(`${FILE} is not fresh: run npm run gen:schema`)
  process.exit(fresh && findings.length === 0 ? 0 : 1)
}
writeFileSync(FILE, text)
console.log(`wrote ${FILE}`)
