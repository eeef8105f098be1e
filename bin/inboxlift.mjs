#!/usr/bin/env node
// The command line: runs src/cli/main.ts under a Node that understands TypeScript.
import { realpathSync } from 'node:fs'
import module from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = path.dirname(realpathSync(fileURLToPath(import.meta.url)))
const { canRunHere, compileCache, ensureDependencies, findNode, handOver, reportProblem, root } = await import('../scripts/ensure.mjs')
const main = path.join(here, '..', 'src', 'cli', 'main.ts')

try {
  await ensureDependencies()
  if (canRunHere()) {
    module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE || compileCache())
    await import(pathToFileURL(main).href)
  } else {
    process.exitCode = await handOver(findNode(), [main, ...process.argv.slice(2)], { env: { INBOXLIFT_ROOT: root } })
  }
} catch (error) {
  reportProblem(error)
}
