// A fast SMTP sink as its own process, for benches and crash tests: it keeps a journal of every mail it took, written
// before the 250 leaves, and goes on whatever happens to its clients.
//
//   node test/support/smtp-sink.ts --journal FILE [--port N] [--control N] [--no-pipelining] [--delay MS] [--bodies]
//
// First line on stdout: {"smtp":PORT,"control":PORT}. The recipient's name chooses the outcome (src/inbox/behaviour.ts).
// Control (HTTP): GET /stats, POST /set {"delayMs":20}, POST /reset, POST /stop.
import { spawn, type ChildProcess } from 'node:child_process'
import { hash } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { behaviourHooks } from '../../src/inbox/behaviour.ts'
import { startSmtpReceiver } from '../../src/inbox/smtp-receiver.ts'
import type { ReceivedMail } from '../../src/inbox/smtp-session.ts'

/** One line of the journal. `answered` false: taken, but the sender was not told (drop-after-dot and the like). */
export type SinkRecord = {
  readonly n: number
  readonly at: number
  readonly from: string
  readonly to: readonly string[]
  readonly bytes: number
  readonly sha256: string
  readonly messageId: string | null
  /** X-InboxLift-* headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly answered: boolean
  /** The whole message in base64, with --bodies. */
  readonly body?: string
}

export type SinkStats = { readonly mails: number; readonly bytes: number; readonly rejected: number; readonly connections: number; readonly open: number; readonly delayMs: number }

type SinkArgs = { journal: string | null; port: number; control: number; pipelining: boolean; delayMs: number; bodies: boolean }

async function runSink(args: SinkArgs): Promise<void> {
  const journal = args.journal === null ? -1 : openSync(args.journal, 'a')
  const stats = { mails: 0, bytes: 0, rejected: 0, delayMs: args.delayMs }
  const record = (mail: ReceivedMail, answered: boolean): void => {
    stats.mails++
    stats.bytes += mail.data.length
    if (journal >= 0) writeSync(journal, journalLine(mail, stats.mails, answered, args.bodies))
  }
  const receiver = await startSmtpReceiver({
    port: args.port,
    name: 'sink.test',
    isPipelining: args.pipelining,
    delayMs: () => stats.delayMs,
    ...behaviourHooks(record, () => stats.rejected++),
  })
  const stop = async (): Promise<void> => {
    await receiver.close()
    if (journal >= 0) closeSync(journal)
    process.exit(0)
  }
  const control = createServer((req, res) => void serveControl(req, res, { ...stats, ...receiver.counts }, stats, stop))
  control.listen(args.control, '127.0.0.1', () => {
    const address = control.address()
    process.stdout.write(`${JSON.stringify({ smtp: receiver.port, control: typeof address === 'object' && address ? address.port : 0 })}\n`)
  })
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}

function journalLine(mail: ReceivedMail, n: number, answered: boolean, withBody: boolean): string {
  const { messageId, headers } = readHeaders(mail.data)
  const line: SinkRecord = {
    n,
    at: Date.now(),
    from: mail.from,
    to: mail.to,
    bytes: mail.data.length,
    sha256: hash('sha256', mail.data),
    messageId,
    headers,
    answered,
    ...(withBody ? { body: mail.data.toString('base64') } : {}),
  }
  return `${JSON.stringify(line)}\n`
}

/** Only what a test compares; unfolded. */
function readHeaders(data: Buffer): { messageId: string | null; headers: Record<string, string> } {
  const end = data.indexOf('\r\n\r\n')
  const text = data.toString('latin1', 0, end < 0 ? data.length : end).replace(/\r\n[ \t]+/g, ' ')
  const headers: Record<string, string> = {}
  let messageId: string | null = null
  for (const m of text.matchAll(/^(x-inboxlift-[\w-]+|message-id):[ \t]*(.*)$/gim)) {
    const name = (m[1] ?? '').toLowerCase()
    const value = (m[2] ?? '').trim()
    if (name === 'message-id') messageId = value
    else headers[name] = value
  }
  return { messageId, headers }
}

async function serveControl(req: IncomingMessage, res: ServerResponse, shown: SinkStats, stats: { mails: number; bytes: number; rejected: number; delayMs: number }, stop: () => Promise<void>): Promise<void> {
  let body = ''
  for await (const chunk of req) body += String(chunk)
  if (req.url === '/set') stats.delayMs = (JSON.parse(body) as { delayMs?: number }).delayMs ?? stats.delayMs
  if (req.url === '/reset') Object.assign(stats, { mails: 0, bytes: 0, rejected: 0 })
  res.setHeader('content-type', 'application/json')
  res.end(JSON.stringify(shown))
  if (req.url === '/stop') res.on('finish', () => void stop())
}

/** A running sink, as tests and benches hold it. */
export type SmtpSink = {
  readonly port: number
  readonly process: ChildProcess
  stats(): Promise<SinkStats>
  setDelay(ms: number): Promise<void>
  resetStats(): Promise<void>
  /** The whole journal so far. */
  journal(): SinkRecord[]
  stop(): Promise<void>
}

/** Starts the sink as a process of its own and waits until it listens. */
export async function startSmtpSink(options: { journal?: string; pipelining?: boolean; delayMs?: number; bodies?: boolean; port?: number } = {}): Promise<SmtpSink> {
  const argv = [fileURLToPath(import.meta.url), '--delay', String(options.delayMs ?? 0), '--port', String(options.port ?? 0)]
  if (options.journal) argv.push('--journal', options.journal)
  if (options.pipelining === false) argv.push('--no-pipelining')
  if (options.bodies) argv.push('--bodies')
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  const { smtp, control } = await firstLine(child)
  const ask = async (path: string, body?: unknown): Promise<SinkStats> => {
    const answer = await fetch(`http://127.0.0.1:${control}${path}`, { method: body === undefined ? 'GET' : 'POST', ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return (await answer.json()) as SinkStats
  }
  return {
    port: smtp,
    process: child,
    stats: () => ask('/stats'),
    setDelay: async (ms) => void (await ask('/set', { delayMs: ms })),
    resetStats: async () => void (await ask('/reset', {})),
    journal: () => (options.journal ? readJournal(options.journal) : []),
    stop: () => stopChild(child),
  }
}

/** Reads a journal file; a last line that is still being written is left out. */
export function readJournal(file: string): SinkRecord[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  lines.pop()
  return lines.map((line) => JSON.parse(line) as SinkRecord)
}

function firstLine(child: ChildProcess): Promise<{ smtp: number; control: number }> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const nl = text.indexOf('\n')
      if (nl >= 0) resolve(JSON.parse(text.slice(0, nl)) as { smtp: number; control: number })
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the sink ended with ${code} before it listened`)))
  })
}

function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      journal: { type: 'string' },
      port: { type: 'string', default: '0' },
      control: { type: 'string', default: '0' },
      delay: { type: 'string', default: '0' },
      'no-pipelining': { type: 'boolean', default: false },
      bodies: { type: 'boolean', default: false },
    },
  })
  await runSink({ journal: values.journal ?? null, port: Number(values.port), control: Number(values.control), pipelining: !values['no-pipelining'], delayMs: Number(values.delay), bodies: values.bodies })
}
