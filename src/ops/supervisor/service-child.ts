// One service as seen by the supervisor: a child process that is started, watched, started again and stopped.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { AppError } from '../../kernel/index.ts'
import { inspectProcess, signalProcess } from '../postgres/processes.ts'
import { openServerLog } from '../postgres/server-log.ts'
import type { ServerLog } from '../postgres/server-log.ts'
import { createBackOff } from './back-off.ts'
import type { ChildMessage, ParentMessage, ServiceGrant } from './contract.ts'
import { supervisorErrors } from './errors.ts'
import { nodeFlags } from './node-flags.ts'
import type { ProcessMark } from './run-state.ts'
import { markOf } from './run-state.ts'

export type ServiceChildOptions = {
  name: string
  /** Program file; run as `node <file> service <name>`. */
  file: string
  env: NodeJS.ProcessEnv
  logFile: string
  /** Gives what the service needs, as soon as the database is ready. Throws for a role no service may have. */
  grant(role: string): Promise<Omit<ServiceGrant, 'config'>>
  /** The process changed: started, ended. */
  onChange(): void
  /** Something a person should read. */
  tell(sentence: string): void
}

export type ServiceChild = {
  name: string
  /** When it first works. Rejects when it cannot start; later crashes are repaired quietly. */
  ready: Promise<{ url: string | undefined }>
  mark(): ProcessMark | null
  /** Asks it to stop, kills it after `patienceMs`; returns when it is gone. Safe to call twice. */
  stop(patienceMs: number): Promise<void>
  kill(): void
}

const STARTS_BEFORE_GIVING_UP = 3
const HEALTHY_AFTER_MS = 60_000

/** Starts the process at once; it loads its code while the database comes up. */
export function startServiceChild(options: ServiceChildOptions): ServiceChild {
  const log = openServerLog(options.logFile)
  const first = Promise.withResolvers<{ url: string | undefined }>()
  const pause = createBackOff(300, 30_000)
  const rotation = setInterval(() => log.rotateIfLarge(), 60_000).unref()
  let stopping = false
  let everReady = false
  let life: Life | null = null
  void first.promise.then(() => (everReady = true), () => {})
  const keepAlive = async (): Promise<void> => {
    for (let starts = 1; !stopping; starts += 1) {
      life = beginLife(options, log, first.resolve)
      options.onChange()
      const end = await life.end
      options.onChange()
      if (stopping) return
      if (end.failure && !everReady) return first.reject(end.failure)
      if (!everReady && starts >= STARTS_BEFORE_GIVING_UP) return first.reject(unexplained(options, log))
      if (end.livedMs > HEALTHY_AFTER_MS) pause.reset()
      options.tell(`The service ${options.name} ended unexpectedly (${end.how}) and is started again. Log: ${options.logFile}`)
      await pause.wait()
    }
  }
  const done = keepAlive().finally(() => (clearInterval(rotation), log.close()))
  return {
    name: options.name,
    ready: first.promise,
    mark: () => life?.mark() ?? null,
    kill: () => life?.kill(),
    stop: async (patienceMs) => {
      stopping = true
      pause.cancel()
      const timer = setTimeout(() => life?.kill(), patienceMs)
      life?.send({ type: 'stop' })
      await done
      clearTimeout(timer)
    },
  }
}

function unexplained(options: ServiceChildOptions, log: ServerLog): AppError {
  const lines = log.readNew().trimEnd().split('\n').slice(-3).join('\n')
  return supervisorErrors.OPS_SERVICE_FAILED({ detail: `${options.name}, log ${options.logFile}:\n${lines}` })
}

type LifeEnd = { how: string; wasReady: boolean; livedMs: number; failure: AppError | null }

type Life = { end: Promise<LifeEnd>; mark(): ProcessMark | null; send(message: ParentMessage): void; kill(): void }

function beginLife(options: ServiceChildOptions, log: ServerLog, onReady: (facts: { url: string | undefined }) => void): Life {
  const began = performance.now()
  const child = spawn(process.execPath, [...nodeFlags(options.name), options.file, 'service', options.name], {
    env: options.env,
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    serialization: 'advanced', // keys are bytes
    detached: true, // Ctrl-C in the terminal reaches the supervisor only, which knows the order
  })
  const mark = child.pid === undefined ? null : markOf(child.pid)
  const send = (message: ParentMessage): void => void (child.connected && child.send(message, () => {}))
  let failure: AppError | null = null
  let wasReady = false
  child.on('message', (message: ChildMessage) => {
    if (message.type === 'loaded') void grantTo(message.role)
    if (message.type === 'failed') failure = foreignError(options.name, message)
    if (message.type !== 'ready') return
    wasReady = true
    onReady({ url: message.url })
  })
  const grantTo = async (role: string): Promise<void> => {
    try {
      send({ type: 'go', grant: await options.grant(role) })
    } catch (cause) {
      failure = cause instanceof AppError ? cause : supervisorErrors.OPS_SERVICE_FAILED({ detail: options.name, cause })
      kill()
    }
  }
  const kill = (): void => void (child.pid !== undefined && inspectProcess(child.pid) && signalProcess(child.pid, 'SIGKILL'))
  const end = endOf(child).then((how) => ({ how, wasReady, livedMs: performance.now() - began, failure }))
  return { end, mark: () => (child.exitCode === null && child.signalCode === null ? mark : null), send, kill }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
}

/** The child's own error of the catalogue, told on by name. */
function foreignError(name: string, message: Extract<ChildMessage, { type: 'failed' }>): AppError {
  return new AppError(message.code, { status: 500, message: `The service ${name} did not start. ${message.text}`, hint: message.hint })
}
