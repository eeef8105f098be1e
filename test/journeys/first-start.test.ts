// journey: a clone without libraries becomes one that runs; npm is played by a script that installs a toy.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let project: string

const toyNpm = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
appendFileSync('npm.log', process.argv.slice(2).join(' ') + '\\n')
if (process.env.NPM_FAILS) { console.error(process.env.NPM_FAILS); process.exit(1) }
if (process.argv[2] === 'ci') {
  mkdirSync('node_modules/toy', { recursive: true })
  writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/toy': { version: '1.0.0' } } }))
} else { mkdirSync('web/dist', { recursive: true }); writeFileSync('web/dist/index.html', 'built') }
`

beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'inboxlift-clone-'))
  cpSync(new URL('../../scripts', import.meta.url).pathname, path.join(project, 'scripts'), { recursive: true, filter: (file) => !file.endsWith('.ts') })
  for (const folder of ['src', 'web/src']) mkdirSync(path.join(project, folder), { recursive: true })
  write('package.json', '{"type":"module"}')
  write('npm.mjs', toyNpm)
  write('web/src/app.ts', 'one')
  write('src/main.ts', `const text: string = 'main ' + process.argv.slice(2).join(' '); console.log(text); process.exit(7)`)
  writeLock('1.0.0')
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

function write(file: string, text: string): void {
  writeFileSync(path.join(project, file), text)
}
function writeLock(version: string): void {
  const foreign = { version: '1.0.0', optional: true, os: ['plan9'] }
  write('package-lock.json', JSON.stringify({ packages: { '': {}, 'node_modules/toy': { version }, 'node_modules/other': foreign } }))
}
function start(env: Record<string, string> = {}): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, ['scripts/start.mjs'], { cwd: project, encoding: 'utf8', env: environment(env) })
  return { code: run.status, out: run.stdout, err: run.stderr }
}
function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, npm_execpath: path.join(project, 'npm.mjs'), ...more }
}
const npmCalls = () => (existsSync(path.join(project, 'npm.log')) ? readFileSync(path.join(project, 'npm.log'), 'utf8').trim().split('\n').map((line) => line.split(' ')[0]) : [])

test('first start installs and builds, the second does neither, exit codes pass through', () => {
  const first = start()
  expect(first).toMatchObject({ code: 7, out: 'main start\n' })
  expect(first.err).toMatch(/Installing the libraries.*\n.*installed.*\nBuilding the web UI/s)
  expect(npmCalls()).toEqual(['ci', 'run'])
  expect(start()).toMatchObject({ code: 7, err: '' })
  expect(npmCalls()).toEqual(['ci', 'run'])
})

test('libraries that npm ci installed by hand are recognised', () => {
  spawnSync(process.execPath, ['npm.mjs', 'ci'], { cwd: project })
  start()
  expect(npmCalls()).toEqual(['ci', 'run'])
})

test('a changed lock file installs again, a changed source builds again', () => {
  start()
  write('web/src/app.ts', 'two')
  start()
  expect(npmCalls()).toEqual(['ci', 'run', 'run'])
  writeLock('2.0.0')
  start()
  expect(npmCalls()).toEqual(['ci', 'run', 'run', 'ci'])
})

test.each([
  ['npm error code EACCES', /write permission/],
  ['npm error code ENOTFOUND registry', /network and the proxy/],
  ['npm error ENOSPC: no space left', /disk is full/],
  ['npm error something', /Run "npm ci"/],
])('a failed installation names the remedy: %s', (text, remedy) => {
  const run = start({ NPM_FAILS: text })
  expect(run.code).toBe(1)
  expect(run.err).toMatch(remedy)
  expect(run.err).not.toMatch(/^\s+at /m)
  expect(start().code).toBe(7)
})

test('a failed web build does not keep the service down', () => {
  start()
  write('web/src/app.ts', 'broken')
  const run = start({ NPM_FAILS: 'syntax error in app.ts' })
  expect(run.code).toBe(7)
  expect(run.err).toContain('syntax error in app.ts')
})

test('two first starts at once install once', async () => {
  const runs = [1, 2].map(() => spawn(process.execPath, ['scripts/start.mjs'], { cwd: project, env: environment(), stdio: 'ignore' }))
  await Promise.all(runs.map((child) => once(child, 'exit')))
  expect(npmCalls().filter((call) => call === 'ci')).toEqual(['ci'])
})

test('killing the wrapper closes the channel, so that main stops', async () => {
  write('src/main.ts', `process.on('disconnect', () => { console.log('stopping'); process.exit(0) }); console.log(process.pid)`)
  const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: project, env: environment(), stdio: ['ignore', 'pipe', 'ignore'] })
  const closed = once(child.stdout, 'close')
  let out = ''
  for await (const part of child.stdout) {
    out += String(part)
    if (/^\d+\n$/.test(out)) child.kill('SIGKILL')
  }
  await closed
  expect(out).toMatch(/^\d+\nstopping\n$/)
})

test('the command line works through a link, as npm makes it, and passes arguments', () => {
  mkdirSync(path.join(project, 'bin'))
  mkdirSync(path.join(project, 'src/cli'))
  cpSync(new URL('../../bin/inboxlift.mjs', import.meta.url).pathname, path.join(project, 'bin/inboxlift.mjs'))
  write('src/cli/main.ts', `const list: string[] = process.argv.slice(2); console.log(list.join('|')); process.exitCode = 3`)
  symlinkSync('bin/inboxlift.mjs', path.join(project, 'linked'))
  const run = spawnSync(process.execPath, ['linked', 'explain', 'a b'], { cwd: project, encoding: 'utf8', env: environment() })
  expect(run).toMatchObject({ status: 3, stdout: 'explain|a b\n' })
})
