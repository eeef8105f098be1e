// What a test needs from the machine beside Node and npm packages. A test that lacks it is skipped, and the skip is
// written down: `npm test` lists it loudly at the end, CI fails on it.
//
//   const chromium = requires('chromium')
//   describe.skipIf(chromium.skip)('…', () => { launch({ executablePath: chromium.path }) })
import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

export type Requirement = {
  skip: boolean
  /** Where it is: a program, a folder, a URL; empty when absent. */
  path: string
}

type Probe = { find: () => string; remedy: string }

const PROBES = {
  chromium: { find: findChromium, remedy: 'apt-get install chromium, or set CHROMIUM_PATH' },
  'postgres-tools': { find: findPostgresTools, remedy: 'apt-get install postgresql (psql and friends)' },
  root: { find: () => (process.geteuid?.() === 0 ? '/' : ''), remedy: 'run as root' },
  mount: { find: findMount, remedy: 'run as root where mounting is allowed' },
  citus: { find: () => process.env.INBOXLIFT_CITUS_URL ?? '', remedy: 'set INBOXLIFT_CITUS_URL' },
  containers: { find: () => onPath('docker') || onPath('podman'), remedy: 'install docker or podman' },
} as const satisfies Record<string, Probe>

export type RequirementName = keyof typeof PROBES

const found = new Map<RequirementName, string>()

/** Looks for `name` on this machine; its absence goes into the skip report. */
export function requires(name: RequirementName): Requirement {
  if (!found.has(name)) {
    found.set(name, PROBES[name].find())
    if (found.get(name) === '') reportSkip(name, PROBES[name].remedy)
  }
  const place = found.get(name) ?? ''
  return { skip: place === '', path: place }
}

function reportSkip(name: string, remedy: string): void {
  const file = process.env.INBOXLIFT_SKIP_REPORT
  if (file) appendFileSync(file, `${JSON.stringify({ name, remedy })}\n`)
}

function findChromium(): string {
  const given = process.env.CHROMIUM_PATH
  if (given && existsSync(given)) return given
  return onPath('chromium') || onPath('chromium-browser') || onPath('google-chrome') || onPath('google-chrome-stable')
}

function findPostgresTools(): string {
  const base = '/usr/lib/postgresql'
  if (!existsSync(base)) return path.dirname(onPath('psql') || '')
  const newest = readdirSync(base).toSorted((a, b) => Number(b) - Number(a))[0]
  return newest ? path.join(base, newest, 'bin') : ''
}

function findMount(): string {
  if (process.geteuid?.() !== 0) return ''
  const run = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' })
  return run.status === 0 ? '/mnt' : ''
}

function onPath(program: string): string {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file)) ?? ''
}
