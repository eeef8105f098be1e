// What a command prints: a table or sentence for people, one JSON value with --json. Progress and questions go to stderr,
// so that a pipe gets the result only.
import { createInterface } from 'node:readline/promises'
import Progress from 'cli-progress'
import Table from 'cli-table3'
import pc from 'picocolors'
import { isAppError, type AppError } from '../kernel/index.ts'
import { toAppError } from './to-app-error.ts'
import { cliErrors } from './errors.ts'

/** What commands read and write; tests hand in their own. */
export type Io = {
  out: (text: string) => void
  err: (text: string) => void
  readStdin: () => Promise<Buffer>
  setExit: (code: number) => void
  /** True when a person sees stderr and can answer. */
  isInteractive: boolean
  env: NodeJS.ProcessEnv
}

export const processIo: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  async readStdin() {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  },
  setExit: (code) => void (process.exitCode = code),
  isInteractive: Boolean(process.stdin.isTTY && process.stderr.isTTY),
  env: process.env,
}

/** Exit codes: 0 done, 1 refused (not valid, not found, conflict), 2 not understood or not readable, 3 something is down. */
export function exitCodeOf(error: AppError): number {
  if (error.code === 'CLI_USAGE' || error.code === 'CLI_CONFIRMATION_NEEDED') return 2
  return error.status >= 500 ? 3 : 1
}

export type Cell = string | number | boolean | Date | null | undefined
export type Bar = { update(done: number): void; stop(): void }

export type Output = {
  readonly isJson: boolean
  /** The result: `value` with --json, else what `human` prints. */
  result(value: unknown, human: () => void): void
  /** One object as two columns, or JSON. */
  record(value: Record<string, unknown>): void
  /** Rows with the named columns (key -> heading), or a JSON array. An empty list says `empty`. */
  table<R extends Record<string, unknown>>(rows: readonly R[], columns: Partial<Record<keyof R & string, string>>, empty?: string): void
  /** A sentence for people; nothing with --json. */
  line(text: string): void
  /** A remark on stderr; nothing with --json. */
  note(text: string): void
  /** A bar on stderr, shown when a person looks and it takes longer than 2 s. */
  progress(label: string, total: number): Bar
  /** Asks before something that cannot be taken back. Throws unless confirmed or --yes. */
  confirm(question: string): Promise<void>
}

const SHOW_AFTER_MS = 2_000

export function createOutput(io: Io, options: { json: boolean; yes: boolean }): Output {
  const isJson = options.json
  const json = (value: unknown): void => io.out(`${JSON.stringify(value)}\n`)
  const out: Output = {
    isJson,
    result: (value, human) => (isJson ? json(value) : human()),
    record: (value) => out.result(value, () => io.out(`${pairs(value)}\n`)),
    table(rows, columns, empty = 'Nothing yet.') {
      out.result(rows, () => io.out(rows.length === 0 ? `${empty}\n` : `${grid(rows, columns)}\n`))
    },
    line: (text) => void (isJson || io.out(`${text}\n`)),
    note: (text) => void (isJson || io.err(`${text}\n`)),
    progress: (label, total) => (isJson || !io.isInteractive ? { update() {}, stop() {} } : bar(label, total)),
    async confirm(question) {
      if (options.yes) return
      if (!io.isInteractive) throw cliErrors.CLI_CONFIRMATION_NEEDED()
      const ask = createInterface({ input: process.stdin, output: process.stderr })
      const answer = await ask.question(`${question} [y/N] `).finally(() => ask.close())
      if (!/^y(es)?$/i.test(answer.trim())) throw cliErrors.CLI_CANCELLED()
    },
  }
  return out
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace(/\.\d+Z$/, 'Z')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(show).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number)
}

function pairs(value: Record<string, unknown>): string {
  const width = Math.max(...Object.keys(value).map((k) => k.length))
  return Object.entries(value).map(([k, v]) => `${pc.dim(k.padEnd(width))}  ${show(v)}`).join('\n')
}

function grid<R extends Record<string, unknown>>(rows: readonly R[], columns: Partial<Record<keyof R & string, string>>): string {
  const keys = Object.keys(columns) as (keyof R & string)[]
  const plain = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' }
  const table = new Table({ head: keys.map((k) => pc.bold(columns[k] ?? k)), chars: plain, style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] }, colAligns: keys.map((k) => (typeof rows[0]?.[k] === 'number' ? 'right' : 'left')) })
  for (const row of rows) table.push(keys.map((k) => show(row[k])))
  return table.toString()
}

function bar(label: string, total: number): Bar {
  const view = new Progress.SingleBar({ format: `${label} {bar} {percentage}% {value}/{total} {eta_formatted}`, hideCursor: true, stream: process.stderr, clearOnComplete: true }, Progress.Presets.shades_classic)
  const began = Date.now()
  let shown = false
  return {
    update(done) {
      if (!shown && Date.now() - began > SHOW_AFTER_MS) {
        shown = true
        view.start(total, done)
      }
      if (shown) view.update(done)
    },
    stop: () => void (shown && view.stop()),
  }
}

/** Prints a failure: code, sentence and remedy for people; a problem object with --json. Answers the exit code. */
export function reportFailure(io: Io, isJson: boolean, thrown: unknown): number {
  const error = toAppError(thrown)
  if (isJson) io.out(`${JSON.stringify({ error: { code: error.code, message: error.message, hint: error.hint, ...(error.data ? { data: error.data } : {}) } })}\n`)
  else io.err(`${pc.red('✖')} ${error.message}\n  ${error.hint} ${pc.dim(`(${error.code})`)}\n`)
  if (!isAppError(thrown) && error.code === 'INTERNAL' && io.env.INBOXLIFT_DEBUG) io.err(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`)
  return exitCodeOf(error)
}
