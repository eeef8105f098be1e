// journey: the demo on an installation that was started as people start it: every figure agrees, the second time too, and
// after one that was killed half-way.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DemoResult } from '../../src/demo/index.ts'
import { createInstallation, type TestInstallation } from '../support/installation.ts'

let installation: TestInstallation
beforeEach(async () => {
  installation = await createInstallation()
  await installation.start()
}, 300_000)
afterEach(() => installation?.remove(), 60_000)

async function demo(...options: string[]): Promise<DemoResult> {
  const { code, out, err } = await installation.cli('demo', '--contacts', '2000', '--json', ...options)
  expect(err).toBe('')
  const result = JSON.parse(out) as DemoResult
  expect(result.figures.filter((f) => !f.holds)).toEqual([])
  expect([code, result.holds]).toEqual([0, true])
  return result
}
const says = (result: DemoResult, name: string): number => result.figures.find((f) => f.name === name)!.says

test('every figure of the report is what raw rows, people and test inbox say', async () => {
  const first = await demo()
  expect(first.run).toBe(1)
  expect([says(first, 'rows read'), says(first, 'new contacts'), says(first, 'refused rows')]).toEqual([2_000, 1_940, 20])
  const never = ['skipped, failed, rejected', 'known contacts', 'counters the recount disagrees with']
  expect(first.figures.filter((f) => f.says === 0).map((f) => f.name).toSorted()).toEqual(never.toSorted())
  const screens = readFileSync('web/src/router.tsx', 'utf8').matchAll(/screen\('([^']+)'/g)
  const patterns = [...screens].map((m) => new RegExp(`^${m[1]!.replaceAll(/\/:\w+\?/g, '(/\\w+)?').replaceAll(/:\w+/g, '\\w+')}$`))
  for (const { url } of first.look) expect(patterns.some((p) => p.test(new URL(url).pathname)), url).toBe(true)

  // Killed in the middle of it: while its campaign is sent.
  const killed = spawn(process.execPath, ['src/cli/main.ts', 'demo', '--contacts', '2000'], { env: installation.env, stdio: ['ignore', 'ignore', 'pipe'] })
  let told = ''
  for await (const chunk of killed.stderr) {
    told += String(chunk)
    if (told.includes('Campaign …')) break
  }
  const beside = await installation.cli('demo', '--json')
  expect([beside.code, JSON.parse(beside.out)]).toMatchObject([1, { error: { code: 'DEMO_RUNNING' } }])
  killed.kill('SIGKILL')
  if (killed.signalCode === null && killed.exitCode === null) await once(killed, 'exit')

  const third = await demo()
  expect(third.run).toBe(3)
  expect([says(third, 'new contacts'), says(third, 'known contacts')]).toEqual([0, 1_940])
  // Whoever bounced for good, left or complained was not written to again.
  expect(says(third, 'recipients')).toBe(says(first, 'recipients') - says(first, 'never written to again'))
}, 600_000)

test('another seed brings other people; lines for people; words for what is missing', async () => {
  const { code, out, err } = await installation.cli('demo', '--contacts', '600', '--seed', '7')
  expect(err).toMatch(/✔ Import +600 rows: 582 new/)
  expect(out).toMatch(/All figures agree: \d+ figures, 600 rows/)
  expect(out).toMatch(/report of the campaign +http/)
  expect(code).toBe(0)

  // It says what is missing instead of failing in the middle.
  const usage = await installation.cli('demo', '--contacts', '3')
  expect([usage.code, usage.err]).toEqual([2, expect.stringContaining('--contacts takes a whole number from 500 to 100000')])
  await installation.cli('hold', 'on', '--reason', 'test', '--yes')
  const held = await installation.cli('demo', '--json')
  expect([held.code, JSON.parse(held.out)]).toMatchObject([1, { error: { code: 'DEMO_HELD' } }])
  await installation.cli('hold', 'release', '--yes')
  await installation.stop()
  const none = await installation.cli('demo', '--json')
  expect([none.code, JSON.parse(none.out)]).toMatchObject([3, { error: { code: 'CLI_NOT_RUNNING' } }])
}, 300_000)
