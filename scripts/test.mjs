// npm test: checks the machine, runs vitest under the right Node, and says loudly what was skipped and why.
// With CI=true and INBOXLIFT_NO_SKIPS=1 a skipped test is a failure. Arguments go to vitest: npm test -- src/ops
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureDependencies, findNode, handOver, reportProblem, root } from './ensure.mjs'

const NEEDED_BYTES = 2 * 1024 ** 3

try {
  await ensureDependencies()
  const node = findNode()
  checkMachine()
  const folder = mkdtempSync(path.join(tmpdir(), 'inboxlift-report-'))
  try {
    const code = await runVitest(node, folder)
    const skips = readSkips(folder)
    announce(skips)
    announceCounts(folder)
    const strict = process.env.CI === 'true' && process.env.INBOXLIFT_NO_SKIPS === '1'
    if (strict && skips.count > 0) console.error('Skipped tests are failures here (INBOXLIFT_NO_SKIPS=1).')
    process.exitCode = code !== 0 ? code : strict && skips.count > 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
} catch (error) {
  reportProblem(error)
}

function checkMachine() {
  const { bavail, bsize } = statfsSync(tmpdir())
  if (bavail * bsize < NEEDED_BYTES) console.error(`Only ${Math.round((bavail * bsize) / 1024 ** 2)} MB are free in ${tmpdir()}; the tests want 2 GB for their databases.`)
}

function runVitest(node, folder) {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path.join(folder, 'result.json')}`]
  const env = { INBOXLIFT_SKIP_REPORT: path.join(folder, 'skips.jsonl') }
  return handOver(node, [vitest, 'run', ...reporters, ...process.argv.slice(2)], { env })
}

/** One plain line with the counts, for people and for whatever reads the log. */
function announceCounts(folder) {
  const result = JSON.parse(readOr(path.join(folder, 'result.json'), 'null'))
  if (result) console.log(`\n${result.numPassedTests} passed, ${result.numFailedTests} failed, ${result.numPendingTests + (result.numTodoTests ?? 0)} skipped`)
}

function readSkips(folder) {
  const lines = readOr(path.join(folder, 'skips.jsonl'), '').split('\n').filter(Boolean).map((line) => JSON.parse(line))
  const missing = new Map(lines.map(({ name, remedy }) => [name, remedy]))
  const files = new Map()
  for (const file of JSON.parse(readOr(path.join(folder, 'result.json'), '{}')).testResults ?? []) {
    const skipped = file.assertionResults.filter(({ status }) => ['skipped', 'pending', 'todo', 'disabled'].includes(status)).length
    if (skipped > 0 && !isFiltered()) files.set(path.relative(root, file.name), skipped)
  }
  return { missing, files, count: [...files.values()].reduce((sum, n) => sum + n, 0) }
}

// With -t NAME all other tests count as skipped: that is the wish of whoever typed it.
function isFiltered() {
  return process.argv.some((argument) => /^(-t|--testNamePattern)/.test(argument))
}

function readOr(file, fallback) {
  return existsSync(file) ? readFileSync(file, 'utf8') : fallback
}

function announce({ missing, files, count }) {
  if (count === 0) return
  const line = '='.repeat(78)
  const plural = count === 1 ? 'TEST WAS' : 'TESTS WERE'
  console.error(`\n${line}\n  ${count} ${plural} SKIPPED: this run proves less than it could`)
  for (const [name, remedy] of missing) console.error(`  - no ${name} here: ${remedy}`)
  for (const [file, n] of files) console.error(`  - ${file}: ${n}`)
  console.error(`${line}\n`)
}
