// One message on its way through a pool: prepared once, settled once.
import { isAscii as isAsciiBytes } from 'node:buffer'
import { wireContent, type WireContent } from './smtp-content.ts'
import { wireAddress } from './smtp-envelope.ts'
import type { Features } from './smtp-handshake.ts'
import { localVerdict, type Verdict } from './smtp-verdict.ts'
import type { Outcome, OutgoingMessage } from './transport.ts'

export type Job = {
  readonly message: OutgoingMessage
  readonly recipients: readonly string[]
  readonly queuedAt: number
  readonly resolve: (outcome: Outcome) => void
  /** Made at most once, kept when the job moves to another connection. */
  content: WireContent | null
  /** A connection was lost under it before its content started: it may move once. */
  wasMoved: boolean
  isSettled: boolean
  unlisten: (() => void) | null
}

export function createJob(message: OutgoingMessage, queuedAt: number, resolve: (outcome: Outcome) => void): Job {
  const { to } = message.envelope
  return { message, recipients: typeof to === 'string' ? [to] : to, queuedAt, resolve, content: null, wasMoved: false, isSettled: false, unlisten: null }
}

/** Makes the content; returns a promise only when the caller's function does. Throws what that function throws. */
export function makeContent(job: Job): WireContent | Promise<WireContent> {
  if (job.content) return job.content
  const { data, clean } = job.message
  const bytes = typeof data === 'function' ? data() : data
  const keep = (b: Buffer): WireContent => (job.content = wireContent(b, clean === true))
  return bytes instanceof Promise ? bytes.then(keep) : keep(bytes)
}

/** The parts of MAIL and RCPT that are on the wire, or the reason why this server cannot take the message. */
export type EnvelopeLines = { readonly mail: string; readonly rcpts: readonly string[] }

export function envelopeLines(job: Job, content: WireContent, features: Features): EnvelopeLines | Verdict {
  const from = wireAddress(job.message.envelope.from)
  if (from === null) return localVerdict('refused', 'mail', 'the return path is not a valid address', 553, '5.1.7')
  const rcpts: string[] = []
  let isUtf8 = from.isUtf8 || job.message.smtpUtf8 === true
  for (const address of job.recipients) {
    const to = wireAddress(address)
    if (to === null || to.text === '') return localVerdict('refused', 'rcpt', 'the recipient is not a valid address', 553, '5.1.3')
    isUtf8 ||= to.isUtf8
    rcpts.push(`RCPT TO:<${to.text}>\r\n`)
  }
  if (rcpts.length === 0) return localVerdict('refused', 'rcpt', 'there is no recipient', 554, '5.5.1')
  const parameters = mailParameters(content, features, isUtf8)
  return typeof parameters === 'string' ? { mail: `MAIL FROM:<${from.text}>${parameters}\r\n`, rcpts } : parameters
}

function mailParameters(content: WireContent, features: Features, isUtf8: boolean): string | Verdict {
  const bytes = content.body.length
  if (features.size !== null && features.size > 0 && bytes > features.size) {
    return localVerdict('refused', 'mail', `the message has ${bytes} bytes, this server takes at most ${features.size}`, 552, '5.3.4')
  }
  if (isUtf8 && !features.smtpUtf8) return localVerdict('refused', 'mail', 'this server does not take addresses outside ASCII (no SMTPUTF8)', 553, '5.6.7')
  const isEightBit = !isAsciiBytes(content.body)
  if (isEightBit && !features.eightBitMime) return localVerdict('refused', 'mail', 'this server takes 7-bit content only (no 8BITMIME)', 554, '5.6.3')
  return `${features.size === null ? '' : ` SIZE=${bytes}`}${isEightBit ? ' BODY=8BITMIME' : ''}${isUtf8 ? ' SMTPUTF8' : ''}`
}
