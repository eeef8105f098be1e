// npm run check: everything that must hold besides the tests, one line each; what fails shows its output at the end.
// The list is scripts/checks.json: a room adds {name, command} there. Names as arguments run only those.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { styleText } from 'node:util'

type Check = { name: string; command: string[] }
type Result = Check & { code: number; output: string; ms: number }

const all = JSON.parse(readFileSync('scripts/checks.json', 'utf8')) as Check[]
const only = process.argv.slice(2)
const wanted = only.length === 0 ? all : all.filter((c) => only.some((word) => c.name.includes(word)))
const env = { ...process.env, PATH: [path.dirname(process.execPath), path.resolve('node_modules/.bin'), process.env.PATH].join(path.delimiter) }

function runCheck(check: Check): Promise<Result> {
  const began = performance.now()
  return new Promise((resolve) => {
    const [program, ...args] = check.command
    const child = spawn(program === 'node' ? process.execPath : program!, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const end = (code: number): void => resolve({ ...check, code, output, ms: performance.now() - began })
    child.once('error', (error) => ((output += error.message), end(127)))
    child.once('close', (code) => end(code ?? 1))
  })
}

const results: Result[] = []
const queue = [...wanted]
const worker = async (): Promise<void> => {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const result = await runCheck(check)
    results.push(result)
    const mark = result.code === 0 ? styleText('green', '✔') : styleText('red', '✖')
    console.log(`${mark} ${check.name.padEnd(34)} ${(result.ms / 1000).toFixed(1)} s`)
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker))
const failed = results.filter((r) => r.code !== 0)
for (const f of failed) console.error(`\n${styleText('bold', f.name)}  (${f.command.join(' ')})\n${f.output.trimEnd()}`)
if (failed.length > 0) process.exitCode = 1
else console.log(`All ${results.length} checks hold.`)
