// npm run gen: writes every generated file anew: SQL doors, schema/current.sql, OpenAPI and its types, the manual.
import { spawnSync } from 'node:child_process'

for (const script of ['gen-sql.ts', 'gen-schema.ts', 'gen-openapi.ts', 'gen-docs.ts', 'gen-lifecycle.ts']) {
  const { status } = spawnSync(process.execPath, [`scripts/${script}`], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
