// Writing generated files, or with --check only saying which are not fresh.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Writes what differs; with `check` nothing is written and the exit code becomes 1. Answers whether all were fresh. */
export function writeGenerated(files: Readonly<Record<string, string>>, command: string, check = process.argv.includes('--check')): boolean {
  let isFresh = true
  for (const [file, content] of Object.entries(files)) {
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue
    isFresh = false
    if (check) {
      console.error(`${file} is not fresh: run ${command}`)
      process.exitCode = 1
      continue
    }
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content)
    console.log(`wrote ${file}`)
  }
  return isFresh
}
