/**
 * `inboxlift explain address|bounce|webhook`: what one address, bounce or webhook means. No database.
 * Exit 0 understood, 1 not valid, 2 could not be read.
 */
import { readFile } from 'node:fs/promises'
import { Option } from 'commander'
import type { Command } from 'commander'
import { explainBounce } from '../../events/bounce/index.ts'
import type { BounceExplanation } from '../../events/bounce/index.ts'
import { explainWebhook, WEBHOOK_PROVIDERS } from '../../events/webhooks/index.ts'
import type { Headers, WebhookExplanation, WebhookProvider } from '../../events/webhooks/index.ts'
import { parseAddress } from '../../kernel/address/index.ts'
import type { AddressResult } from '../../kernel/address/index.ts'

/** What a command reads and writes; tests hand in their own. */
export interface ExplainIo {
  readStdin(): Promise<Buffer>
  out(text: string): void
  err(text: string): void
  exit(code: number): void
}

/** One explanation: the object for --json, the sentence for people, understood or not. */
interface Explanation {
  json: Record<string, unknown>
  sentence: string
  understood: boolean
}

const processIo: ExplainIo = {
  async readStdin() {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  },
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  exit: (code) => {
    process.exitCode = code
  },
}

/** Add the commands to `explain`, which other rooms share. Asked for twice, commander refuses the second. */
export function registerExplain(program: Command, io: ExplainIo = processIo): void {
  const explain = program.commands.find((command) => command.name() === 'explain')
    ?? program.command('explain').description('Explain one thing without a database')
  registerAddress(explain, io)
  registerBounce(explain, io)
  registerWebhook(explain, io)
}

function registerAddress(explain: Command, io: ExplainIo): void {
  explain
    .command('address')
    .description('Is this mail address valid, how is it normalised, and if not, which rule says so?')
    .argument('[address]', 'the address, or - for standard input')
    .option('--file <file>', 'read the address from a file')
    .option('--json', 'print one JSON object')
    // An address may begin with a hyphen.
    .allowUnknownOption()
    .addHelpText('after', '\nExample:\n  $ inboxlift explain address \'"ann smith"@bücher.example\' --json\n')
    .action(async (argument: string | undefined, options: { file?: string }, command: Command) => {
      const input = options.file === undefined && argument !== undefined && argument !== '-' ? argument : undefined
      await run(command, io, async () => explainAddress(input ?? oneLine(await read(options.file ?? argument, io))))
    })
}

function registerBounce(explain: Command, io: ExplainIo): void {
  explain
    .command('bounce')
    .description('What does this returned message say: kind, and for each recipient class, codes and servers?')
    .argument('[file]', 'the message as a file, or - for standard input')
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ inboxlift explain bounce returned.eml --json\n')
    .action(async (file: string | undefined, _options: object, command: Command) => {
      await run(command, io, async () => explainBounceFile(await read(file, io)))
    })
}

function registerWebhook(explain: Command, io: ExplainIo): void {
  explain
    .command('webhook')
    .description('Which events does this webhook of a mail service report?')
    .argument('[file]', 'the body as a file, or - for standard input; {"headers": …, "body": …} gives headers too')
    .addOption(new Option('--provider <name>', 'the service that sent it').choices(WEBHOOK_PROVIDERS).makeOptionMandatory())
    .option('--json', 'print one JSON object')
    .addHelpText('after', '\nExample:\n  $ inboxlift explain webhook --provider sendgrid events.json --json\n')
    .action(async (file: string | undefined, options: { provider: WebhookProvider }, command: Command) => {
      await run(command, io, async () => explainWebhookFile(options.provider, await read(file, io)))
    })
}

/** Run an explanation and print it; a file that cannot be read is exit 2. */
async function run(command: Command, io: ExplainIo, explain: () => Promise<Explanation>): Promise<void> {
  const asJson = command.optsWithGlobals<{ json?: boolean }>().json === true
  try {
    const { json, sentence, understood } = await explain()
    io.out(asJson ? `${JSON.stringify(json)}\n` : `${sentence}\n`)
    io.exit(understood ? 0 : 1)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (asJson) io.out(`${JSON.stringify({ error: 'unreadable', message: reason })}\n`)
    else io.err(`Could not be read: ${reason}\n`)
    io.exit(2)
  }
}

async function read(name: string | undefined, io: ExplainIo): Promise<Buffer> {
  if (name === undefined) throw new Error('nothing was given; name a file or - for standard input')
  return name === '-' ? io.readStdin() : readFile(name)
}

/** The line end of a file belongs to the file, anything else to the address. */
function oneLine(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\r?\n$/, '')
}

/** Whatever is a message is understood, if only as `other`; bytes without one header field are not valid. */
function explainBounceFile(raw: Buffer): Explanation {
  if (raw.length === 0) throw new Error('the message is empty')
  const found = explainBounce(raw)
  return { json: { ...found }, sentence: bounceSentence(found), understood: found.kind !== 'other' || /^(?:[\x21-\x39\x3b-\x7e]+:|>?From )/m.test(raw.toString('latin1', 0, 4096)) }
}

const KIND_WORDS = { dsn: 'A delivery report', arf: 'A complaint', autoreply: 'An automatic answer, not a bounce', other: 'Neither a bounce nor a complaint nor an automatic answer' }

function bounceSentence(found: BounceExplanation): string {
  const lines = found.recipients.map((one) => {
    const codes = [one.smtp_code, one.enhanced_code].filter((code) => code !== null).join(' ')
    const from = one.remote_server ?? one.reporting_server
    return `  ${one.address ?? 'unknown address'}: ${one.class}${one.hard ? ', final' : ''}${codes === '' ? '' : ` (${codes})`}${from === null ? '' : `, said ${from}`}${one.diagnostic === null ? '' : `: ${one.diagnostic}`}`
  })
  return [`${KIND_WORDS[found.kind]}${lines.length === 0 ? '.' : ':'}`, ...lines].join('\n')
}

/** A body that is no JSON, or not this service's, is not valid; entries that are no news are understood. */
function explainWebhookFile(provider: WebhookProvider, raw: Buffer): Explanation {
  if (raw.length === 0) throw new Error('the body is empty')
  const { body, headers } = unwrapRequest(raw.toString('utf8'))
  const found = explainWebhook(provider, body, headers)
  const understood = found.events.length > 0 || found.ignored.some((one) => !/^(?:no |not |the body )/.test(one.reason))
  return { json: { provider, ...found }, sentence: webhookSentence(found), understood }
}

function unwrapRequest(text: string): { body: unknown; headers: Headers } {
  try {
    const parsed = JSON.parse(text) as { headers?: Headers; body?: unknown } | null
    const isRequest = typeof parsed === 'object' && parsed !== null && Object.keys(parsed).sort().join() === 'body,headers'
    return isRequest ? { body: parsed.body, headers: parsed.headers ?? {} } : { body: text, headers: {} }
  } catch {
    return { body: text, headers: {} }
  }
}

function webhookSentence(found: WebhookExplanation): string {
  const events = found.events.map((one) => {
    const codes = [one.smtp_code, one.enhanced_code].filter((code) => code !== null).join(' ')
    const about = [one.class === null ? '' : `${one.class}${one.hard === true ? ', final' : ''}`, codes === '' ? '' : `(${codes})`, one.link ?? '', one.bot ? 'by a machine' : ''].filter((part) => part !== '').join(' ')
    return `  ${one.occurred_at ?? 'time unknown'} ${one.recipient ?? 'unknown address'} ${one.event_type}${about === '' ? '' : `: ${about}`}`
  })
  const ignored = found.ignored.map((one) => `  entry ${one.index + 1} left out: ${one.reason}`)
  return [`${found.events.length} event${found.events.length === 1 ? '' : 's'}${events.length + ignored.length === 0 ? '.' : ':'}`, ...events, ...ignored].join('\n')
}

function explainAddress(input: string): Explanation {
  const result = parseAddress(input)
  return { json: addressJson(input, result), sentence: addressSentence(result), understood: result.ok }
}

function addressJson(input: string, result: AddressResult): Record<string, unknown> {
  const address = result.ok ? result.address : undefined
  const fault = result.ok ? undefined : result
  return {
    input,
    valid: result.ok,
    normalised: address?.normalised ?? null,
    address: address?.address ?? null,
    local_part: address?.localPart ?? null,
    domain: address?.domain ?? null,
    domain_unicode: address?.domainUnicode ?? null,
    quoted: address?.quoted ?? false,
    smtputf8: address?.smtputf8 ?? false,
    literal: address?.literal ?? null,
    role: address?.role ?? false,
    norm_version: address?.normVersion ?? null,
    rule: fault?.rule ?? null,
    rfc: fault?.rfc ?? null,
    message: fault?.message ?? null,
    hint: fault?.hint ?? null,
    position: fault?.position ?? null,
  }
}

function addressSentence(result: AddressResult): string {
  if (!result.ok) return `Not valid: ${result.message} (${result.rule}, ${result.rfc}, character ${result.position + 1}) ${result.hint}`
  const { address, normalised, quoted, smtputf8, literal, role, domain, domainUnicode } = result.address
  const notes = [
    normalised === address ? '' : `indexed as ${normalised}`,
    domain === domainUnicode ? '' : `domain written ${domainUnicode}`,
    quoted ? 'the local part needs its quotation marks' : '',
    smtputf8 ? 'servers on the way need SMTPUTF8 (RFC 6531)' : '',
    literal === undefined ? '' : `the domain is an address literal (${literal}); many servers refuse those`,
    role ? 'names a function rather than a person' : '',
  ].filter((note) => note !== '')
  return `Valid: ${address}${notes.length === 0 ? '.' : `; ${notes.join('; ')}.`}`
}
