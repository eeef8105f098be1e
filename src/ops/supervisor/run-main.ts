// The program behind src/main.ts: `start` supervises an installation, `service <name>` is one process of it,
// `stop` and `status` speak with a running one.
import module from 'node:module'
import path from 'node:path'
import { isAppError, loadConfig } from '../../kernel/index.ts'
import { signalProcess, waitForExit } from '../postgres/processes.ts'
import type { Composition } from './contract.ts'
import { supervisorErrors } from './errors.ts'
import { homeAt } from './home.ts'
import { readRunState } from './run-state.ts'
import { runServiceProcess } from './service-process.ts'
import { createSupervisor } from './supervisor.ts'
import type { RunningInstallation, Supervisor } from './supervisor.ts'

export type MainOptions = {
  /** Arguments after the script. */
  argv: readonly string[]
  /** The script itself: services are started with it. */
  file: string
  load(): Promise<Composition>
}

/** A signal that arrives twice within this time was sent once: npm passes on what the terminal sends to all. */
const ECHO_MS = 700

/** Runs one command line; sets the exit code or ends the process. */
export async function runMain({ argv, file, load }: MainOptions): Promise<void> {
  const [command = 'start', ...rest] = argv
  try {
    if (command === 'service' && rest[0] !== undefined) return await runServiceProcess(rest[0], load)
    if (command === 'start') return await start(file, load, rest)
    if (command === 'status') return status()
    if (command === 'stop') return await stopRunning()
    tell('Usage: main.ts start [--only NAME,NAME] | service NAME | status | stop')
    process.exitCode = 2
  } catch (error) {
    reportFailure(error)
    process.exit(1) // the channel to npm's wrapper would keep us alive
  }
}

async function start(file: string, load: () => Promise<Composition>, args: readonly string[]): Promise<void> {
  const began = Number(process.env.INBOXLIFT_BEGAN) || Date.now()
  process.stdout.on('error', () => {}) // the terminal may be gone before us
  process.stderr.on('error', () => {})
  const config = loadConfig()
  const home = homeAt(config.INBOXLIFT_HOME)
  const { INBOXLIFT_BEGAN: _, ...env } = process.env
  const only = args[0] === '--only' ? args[1]?.split(',') : undefined
  const composition = await load()
  const supervisor = createSupervisor({ home, config, composition, file, only, tell, env: { ...env, INBOXLIFT_HOME: home.root, NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE ?? path.join(home.cache, 'node') } })
  if ('running' in supervisor) return tellRunning(supervisor.running)
  stopOnSignals(supervisor)
  const installation = await supervisor.start()
  tellReady(installation, home.logs, Date.now() - began)
  module.flushCompileCache()
}

/** SIGINT, SIGTERM, a closed terminal, or the end of whoever started us: stop in order, the second time in a hurry. */
function stopOnSignals(supervisor: Supervisor): void {
  let last = -Infinity
  const stop = (): void => {
    if (performance.now() - last < ECHO_MS) return
    tell(last === -Infinity ? 'Stopping … (once more to hurry)' : 'Hurrying …')
    last = performance.now()
    void supervisor.stop().then(() => {
      tell('Stopped.')
      process.exit(process.exitCode ?? 0)
    }, reportFailure)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.channel) {
    process.on('disconnect', stop)
    process.channel.ref() // the channel is there to be watched
  }
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error) => {
      if (last !== -Infinity) return // what breaks on the way down is going down anyway
      reportFailure(error)
      stop()
    })
  }
}

function tellRunning(running: ReturnType<typeof readRunState>): void {
  if (running?.phase === 'ready') tell(`InboxLift is already running at ${running.url} (process ${running.pid}).`)
  else tell(`Another start of InboxLift is under way${running ? ` (process ${running.pid}, ${running.phase})` : ''}.`)
}

function tellReady({ url, firstLogin }: RunningInstallation, logs: string, ms: number): void {
  const lines = ['', `InboxLift is ready after ${(ms / 1000).toFixed(1)} s.`, '', `  Open      ${url}`]
  if (firstLogin) lines.push(`  Sign in   ${firstLogin.email}   password  ${firstLogin.password}`, '            (shown this once; change it after signing in)')
  lines.push('  Next      npx inboxlift demo      fills it with a campaign and its results', `  Logs      ${path.relative(process.cwd(), logs) || logs}`, '  Stop      Ctrl-C', '')
  process.stdout.write(`${lines.join('\n')}\n`)
}

function status(): void {
  const state = readRunState(homeAt(loadConfig().INBOXLIFT_HOME))
  if (!state) throw supervisorErrors.OPS_NOT_RUNNING()
  process.stdout.write(`${JSON.stringify(state, null, 2)}\n`)
}

async function stopRunning(): Promise<void> {
  const state = readRunState(homeAt(loadConfig().INBOXLIFT_HOME))
  if (!state) throw supervisorErrors.OPS_NOT_RUNNING()
  signalProcess(state.pid, 'SIGTERM')
  if (!(await waitForExit([state.pid], 120_000))) process.exitCode = 1
}

function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
}

/** A sentence and its remedy for errors of the catalogue; everything else with its stack. */
function reportFailure(error: unknown): void {
  process.exitCode = 1
  if (isAppError(error)) tell(`\n✖ ${error.message}\n  ${error.hint}  [${error.code}]\n`)
  else process.stderr.write(`${(error as Error)?.stack ?? String(error)}\n`)
}
