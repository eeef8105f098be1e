// A whole installation as people start it: supervisor, PostgreSQL, all services, in a home of its own on free ports.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

const PORTS = ['PORT', 'INGEST_PORT', 'COMPLIANCE_PORT', 'INBOX_SMTP_PORT', 'INBOX_HTTP_PORT', 'BOUNCE_SMTP_PORT'] as const

export type CliRun = { code: number | null; out: string; err: string }
export type TestInstallation = {
  home: string
  env: NodeJS.ProcessEnv
  /** Base address of API and UI. */
  url: string
  /** Resolves when it says that it is ready; rejects with its words when it ends before. Answers what it printed. */
  start(): Promise<string>
  /** Stops it in order, if it runs; answers the exit code. */
  stop(): Promise<number | null>
  /** `inboxlift …` as a process of its own. */
  cli(...argv: string[]): Promise<CliRun>
  /** Stops it and removes its home. */
  remove(): Promise<void>
}

/** Ports that were free a moment ago. */
async function freePorts(n: number): Promise<number[]> {
  const servers = Array.from({ length: n }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((s) => once(s, 'listening')))
  const ports = servers.map((s) => (s.address() as AddressInfo).port)
  await Promise.all(servers.map((s) => new Promise((done) => s.close(done))))
  return ports
}

/** Nothing is started yet. `home`: an existing folder, e.g. a restored one; default a new one. */
export async function createInstallation(options: { home?: string; env?: NodeJS.ProcessEnv } = {}): Promise<TestInstallation> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'il-home-'))
  const ports = await freePorts(PORTS.length)
  const env = { ...process.env, ...options.env, INBOXLIFT_HOME: home, ...Object.fromEntries(PORTS.map((name, i) => [`INBOXLIFT_${name}`, String(ports[i])])) }
  let running: ChildProcess | undefined
  const stop = async (): Promise<number | null> => {
    const child = running
    running = undefined
    if (!child) return null
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGINT')
      await once(child, 'exit')
    }
    return child.exitCode
  }
  return {
    home, env, url: `http://127.0.0.1:${ports[0]}`, stop,
    start() {
      const child = spawn(process.execPath, ['src/main.ts', 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      running = child
      let text = ''
      return new Promise((resolve, reject) => {
        const read = (chunk: Buffer): void => {
          text += chunk.toString()
          if (text.includes('Ctrl-C')) resolve(text)
        }
        child.stdout.on('data', read)
        child.stderr.on('data', read)
        child.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)))
      })
    },
    cli(...argv) {
      const child = spawn(process.execPath, ['src/cli/main.ts', ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] })
      const run: CliRun = { code: null, out: '', err: '' }
      child.stdout.on('data', (c: Buffer) => (run.out += c.toString()))
      child.stderr.on('data', (c: Buffer) => (run.err += c.toString()))
      return new Promise((resolve) => child.once('close', (code) => resolve({ ...run, code })))
    },
    async remove() {
      await stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
