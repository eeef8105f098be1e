// What must be true before anything else can run: libraries installed as the lock file says, the web UI built, and a
// Node that runs TypeScript. Plain JavaScript for Node 20 with built-ins only: it runs before there are libraries.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

const OLDEST_NODE = [22, 18]

/** A failure with a remedy; printed without a stack. */
export class Problem extends Error {
  constructor(message, hint) {
    super(message)
    this.hint = hint
  }
}

/** Prints a Problem, or anything else whole, and sets exit code 1. */
export function reportProblem(error) {
  process.exitCode = 1
  if (!(error instanceof Problem)) return console.error(error)
  console.error(`\n✖ ${error.message}\n  ${error.hint}\n`)
}

/** Says what is going on; on stderr, so that output for programs stays clean. */
function say(sentence) {
  process.stderr.write(`${sentence}\n`)
}

// --- libraries ---------------------------------------------------------------------------------------------------

/**
 * Installs the libraries when node_modules does not match package-lock.json; half a millisecond when it does.
 * Two at once: the second waits. A killed installation is repeated. Throws Problem.
 */
export async function ensureDependencies() {
  if (!existsSync(path.join(root, 'package-lock.json'))) return // installed as a package: nothing to check
  if (readStamp() === wantedStamp()) return
  await withInstallLock(async () => {
    if (readStamp() === wantedStamp()) return
    if (!matchesLock()) await install()
    writeFileSync(stampFile(), wantedStamp())
  })
}

const stampFile = () => path.join(root, 'node_modules', '.inboxlift-install')

function readStamp() {
  try {
    return readFileSync(stampFile(), 'utf8')
  } catch {
    return ''
  }
}

function wantedStamp() {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex')
  return `${hash} ${process.platform}-${process.arch}`
}

/** True when npm's own record of what it installed fits the lock file (somebody ran npm ci by hand). */
function matchesLock() {
  try {
    const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages
    const wanted = read('package-lock.json')
    const present = read('node_modules/.package-lock.json')
    return Object.entries(wanted).every(([folder, entry]) => {
      if (!folder.includes('node_modules/') || entry.link) return true
      const found = present[folder]
      if (!found) return entry.optional === true && !isForThisMachine(entry)
      return found.version === entry.version && existsSync(path.join(root, folder))
    })
  } catch {
    return false
  }
}

function isForThisMachine({ os, cpu, libc }) {
  if (os && !os.includes(process.platform)) return false
  if (cpu && !cpu.includes(process.arch)) return false
  if (libc && process.platform === 'linux') return libc.includes(process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl')
  return Boolean(os || cpu)
}

async function install() {
  try {
    accessSync(root, constants.W_OK)
  } catch {
    throw new Problem(`The project folder ${root} cannot be written.`, 'Give the user who starts InboxLift write permission on it, or install as its owner with "npm ci".')
  }
  say('Installing the libraries of the lock file with npm ci (once, usually under a minute) …')
  const started = Date.now()
  const run = await runCaptured(...npmCommand(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']))
  if (run.code !== 0) throw installProblem(run)
  say(`Libraries installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`)
}

function installProblem({ code, output, error }) {
  // npm names the cause first and ends with its manual.
  const tail = output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line) && line.length > 12).slice(0, 6).join('\n  ') || output.trim().slice(-500)
  if (/EUSAGE/.test(output)) return new Problem(`The lock file does not fit package.json.\n  ${tail}`, 'Fetch the project again unchanged; if you changed package.json, run "npm install" once.')
  if (error?.code === 'ENOENT') return new Problem('npm is not installed.', 'Install Node.js together with npm (version 20 or newer), then start again.')
  if (/ENOSPC/.test(output)) return new Problem('The disk is full.', 'Free about 1 GB on the volume of the project folder and start again.')
  if (/EACCES|EPERM|EROFS/.test(output)) return new Problem(`npm may not write here.\n  ${tail}`, `Give the user who starts InboxLift write permission on ${root}.`)
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|network/i.test(output)) {
    return new Problem(`The package registry cannot be reached.\n  ${tail}`, 'Check the network and the proxy settings (npm config get registry, HTTPS_PROXY), then start again.')
  }
  return new Problem(`npm ci failed with exit code ${code}.\n  ${tail}`, 'Run "npm ci" in the project folder to see everything it says.')
}

/** npm as it was started by, else the one on the path. */
function npmCommand(args) {
  const script = process.env.npm_execpath
  return script && /\.[cm]?js$/.test(script) && existsSync(script) ? [process.execPath, [script, ...args]] : ['npm', args]
}

function runCaptured(file, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (text) => (output += text))
    child.stderr.on('data', (text) => (output += text))
    child.once('error', (error) => resolve({ code: 127, output, error }))
    child.once('close', (code) => resolve({ code, output }))
  })
}

async function withInstallLock(work) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12)
  const file = path.join(tmpdir(), `inboxlift-install-${name}.lock`)
  let told = false
  while (!takeLock(file)) {
    if (!told) say('Another start is installing the libraries; waiting for it …')
    told = true
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  try {
    await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function takeLock(file) {
  try {
    const fd = openSync(file, 'wx', 0o600)
    writeSync(fd, String(process.pid))
    closeSync(fd)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') return true // no lock is better than no start
    removeStaleLock(file)
    return false
  }
}

function removeStaleLock(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    if (pid) process.kill(pid, 0)
    else if (Date.now() - statSync(file).mtimeMs > 5_000) rmSync(file, { force: true }) // killed while writing it
  } catch (error) {
    if (error.code === 'ESRCH') rmSync(file, { force: true })
  }
}

// --- Node --------------------------------------------------------------------------------------------------------

/** Node that runs this project: the pinned one from node_modules, else ours when it is new enough. Throws Problem. */
export function findNode() {
  const pinned = path.join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(pinned) && spawnSync(pinned, ['--version'], { stdio: 'ignore' }).status === 0) return pinned
  if (isNewEnough(process.versions.node)) return process.execPath
  throw new Problem(
    `Node.js ${process.versions.node} is too old, and no newer one was installed for ${process.platform}-${process.arch}.`,
    `Install Node.js ${OLDEST_NODE.join('.')} or newer (24 is what we test with), then start again.`,
  )
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
}

/** True when this very process can run the TypeScript sources. */
export const canRunHere = () => isNewEnough(process.versions.node)

/** Folder for compiled code: half of a start is reading TypeScript otherwise. */
export const compileCache = () => path.join(path.resolve(root, process.env.INBOXLIFT_HOME || '.inboxlift'), 'cache', 'node')

/** Environment for children: the right `node` first on the path, compiled code kept. */
export function childEnvironment(node) {
  const bins = [path.dirname(node), path.join(root, 'node_modules', '.bin')]
  return { ...process.env, PATH: [...bins, process.env.PATH].join(path.delimiter), NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || compileCache() }
}

/**
 * Runs a script under `node` with our terminal, passes signals on, and ends as it ended. `channel`: the script gets
 * an IPC channel and learns from its closing that we were killed.
 */
export function handOver(node, args, { channel = false, env = {} } = {}) {
  const stdio = channel ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
  const child = spawn(node, args, { stdio, env: { ...childEnvironment(node), ...env } })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  process.on('SIGINT', () => process.stdin.isTTY && !channel ? undefined : child.kill('SIGINT')) // a terminal tells both
  return new Promise((resolve) => {
    child.once('error', (error) => {
      reportProblem(new Problem(`Node.js could not be started: ${error.message}`, 'Delete node_modules and run "npm ci".'))
      resolve(1)
    })
    child.once('exit', (code, signal) => resolve(signal ? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGTERM' ? 15 : 9) : code))
  })
}

// --- web UI ------------------------------------------------------------------------------------------------------

/**
 * Builds the web UI when there is none or its sources have changed since (compared by content). A failed build is
 * said and does not stop the start: the API works without it.
 */
export async function ensureWeb(node) {
  const web = path.join(root, 'web')
  if (!existsSync(path.join(web, 'src'))) return // a release carries the built UI only
  const stamp = path.join(web, 'dist', '.built-from')
  const wanted = hashFiles(web, ['src', 'public', 'index.html', 'package.json', 'vite.config.ts', 'vite.config.js', 'vite.config.mjs', 'postcss.config.cjs', 'tsconfig.json'])
  if (existsSync(path.join(web, 'dist', 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Building the web UI …')
  const started = Date.now()
  const run = await runCaptured(...npmCommand(['run', '-w', 'web', 'build']), childEnvironment(node))
  if (run.code !== 0) {
    say(`The web UI could not be built; everything else starts without it.\n  ${run.output.trim().split('\n').slice(-6).join('\n  ')}`)
    return
  }
  writeFileSync(stamp, wanted)
  say(`Web UI built in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
}

function hashFiles(base, entries) {
  const hash = createHash('sha256')
  for (const file of entries.flatMap((entry) => filesBelow(base, entry)).sort()) {
    hash.update(file).update('\0').update(readFileSync(path.join(base, file))).update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(base, entry) {
  const full = path.join(base, entry)
  if (!existsSync(full)) return []
  if (!statSync(full).isDirectory()) return [entry]
  return readdirSync(full).flatMap((name) => filesBelow(base, path.join(entry, name)))
}
