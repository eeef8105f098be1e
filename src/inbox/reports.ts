// The mails that mail systems write: delivery reports (RFC 3464 in multipart/report, RFC 6522), complaints (ARF, RFC 5965)
// and automatic replies (RFC 3834). Used by the test inbox and the demo to send real ones.
import { hash } from 'node:crypto'
import { headOf } from './read-headers.ts'

type Common = {
  /** Where the report goes: the return path of the original. */
  readonly to: string
  /** The original message. */
  readonly original: Buffer
  readonly date: Date
  /** Name of the reporting system. */
  readonly reportingMta?: string
}

export type DsnInput = Common & {
  readonly recipient: string
  /** Address it was forwarded to, when another than it was sent to. */
  readonly finalRecipient?: string
  readonly action?: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
  /** RFC 3463, default 5.1.1. */
  readonly status?: string
  /** What the other server said, default fitting the status. */
  readonly diagnostic?: string
  readonly remoteMta?: string
  readonly arrivalDate?: Date
  /** The whole original instead of its headers. */
  readonly returnFull?: boolean
}

/** A delivery status notification about one recipient. Send it with an empty return path. */
export function makeDsn(input: DsnInput): Buffer {
  const mta = input.reportingMta ?? 'mail.example.test'
  const action = input.action ?? 'failed'
  const status = input.status ?? (action === 'failed' ? '5.1.1' : action === 'delayed' ? '4.4.1' : '2.0.0')
  const diagnostic = input.diagnostic ?? `${{ 5: '550', 4: '450', 2: '250' }[status[0] as '5' | '4' | '2'] ?? '550'} ${status} ${action === 'failed' ? 'No such mailbox' : action}`
  const fields = [
    [`Reporting-MTA: dns; ${mta}`, ...(input.arrivalDate ? [`Arrival-Date: ${rfcDate(input.arrivalDate)}`] : [])],
    [
      `Original-Recipient: rfc822; ${input.recipient}`,
      `Final-Recipient: rfc822; ${input.finalRecipient ?? input.recipient}`,
      `Action: ${action}`,
      `Status: ${status}`,
      ...(input.remoteMta ? [`Remote-MTA: dns; ${input.remoteMta}`] : []),
      `Diagnostic-Code: smtp; ${diagnostic}`,
      `Last-Attempt-Date: ${rfcDate(input.date)}`,
    ],
  ]
  const words = { failed: 'could not be delivered', delayed: 'is delayed', delivered: 'was delivered', relayed: 'was relayed', expanded: 'was passed on' }[action]
  return report('delivery-status', input, mta, {
    from: `Mail Delivery System <MAILER-DAEMON@${mta}>`,
    subject: action === 'failed' ? 'Undelivered Mail Returned to Sender' : `Delivery report: ${action}`,
    text: `This is the mail system at ${mta}.\r\n\r\nYour message to ${input.recipient} ${words}:\r\n\r\n    ${diagnostic}\r\n`,
    status: fields.map((group) => group.map(oneLine).join('\r\n')).join('\r\n\r\n'),
    key: `${input.recipient} ${status}`,
    returnFull: input.returnFull ?? false,
  })
}

export type ArfInput = Common & {
  /** RFC 5965 section 7.3; default abuse. */
  readonly feedbackType?: 'abuse' | 'fraud' | 'not-spam' | 'virus' | 'other'
  readonly recipient?: string
  /** Return path of the original. */
  readonly mailFrom?: string
  readonly sourceIp?: string
  readonly arrivalDate?: Date
  /** Headers only instead of the whole original, as some providers send. */
  readonly headersOnly?: boolean
}

/** A complaint in the Abuse Reporting Format. */
export function makeArf(input: ArfInput): Buffer {
  const mta = input.reportingMta ?? 'feedback.example.test'
  const type = input.feedbackType ?? 'abuse'
  const fields = [
    `Feedback-Type: ${type}`,
    'User-Agent: InboxLift-Test-Inbox/1.0',
    'Version: 1',
    ...(input.mailFrom === undefined ? [] : [`Original-Mail-From: <${input.mailFrom}>`]),
    ...(input.recipient === undefined ? [] : [`Original-Rcpt-To: <${input.recipient}>`]),
    ...(input.sourceIp === undefined ? [] : [`Source-IP: ${input.sourceIp}`]),
    `Arrival-Date: ${rfcDate(input.arrivalDate ?? input.date)}`,
    `Reporting-MTA: dns; ${mta}`,
  ]
  return report('feedback-report', input, mta, {
    from: `Feedback Loop <fbl@${mta}>`,
    subject: 'Abuse report',
    text: `This is an email abuse report for a message received on ${rfcDate(input.arrivalDate ?? input.date)}.\r\n`,
    status: fields.map(oneLine).join('\r\n'),
    key: `${type} ${input.recipient ?? ''}`,
    returnFull: input.headersOnly !== true,
  })
}

export type AutoReplyInput = Common & { readonly recipient: string; readonly text?: string }

/** An out-of-office reply: not a bounce, and must not be taken for one. */
export function makeAutoReply(input: AutoReplyInput): Buffer {
  const messageId = /^message-id:\s*(<[^>]+>)/im.exec(headOf(input.original).toString('latin1'))?.[1]
  const lines = [
    `From: ${oneLine(input.recipient)}`,
    `To: ${oneLine(input.to)}`,
    'Subject: Out of office',
    `Date: ${rfcDate(input.date)}`,
    `Message-ID: <auto.${key(input, input.recipient)}@example.test>`,
    ...(messageId ? [`In-Reply-To: ${messageId}`, `References: ${messageId}`] : []),
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    (input.text ?? 'I am away until Monday.').replace(/\r\n|\r|\n/g, '\r\n'),
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

type ReportParts = { from: string; subject: string; text: string; status: string; key: string; returnFull: boolean }

function report(type: 'delivery-status' | 'feedback-report', input: Common, mta: string, parts: ReportParts): Buffer {
  const id = key(input, parts.key)
  const boundary = `=_report_${id}`
  const returned = parts.returnFull ? input.original : headOf(input.original)
  const isEightBit = returned.some((b) => b > 127)
  const head = [
    'Return-Path: <>',
    `From: ${oneLine(parts.from)}`,
    `To: ${oneLine(input.to)}`,
    `Subject: ${parts.subject}`,
    `Date: ${rfcDate(input.date)}`,
    `Message-ID: <${id}@${mta}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=${type};\r\n boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    parts.text,
    `--${boundary}`,
    `Content-Type: message/${type}`,
    '',
    parts.status,
    '',
    `--${boundary}`,
    `Content-Type: ${parts.returnFull ? 'message/rfc822' : 'text/rfc822-headers'}${isEightBit ? '\r\nContent-Transfer-Encoding: 8bit' : ''}`,
    '',
    '',
  ]
  return Buffer.concat([Buffer.from(head.join('\r\n')), returned, Buffer.from(`\r\n--${boundary}--\r\n`)])
}

/** The same report about the same mail has the same id: sending it twice is one event. */
function key(input: Common, more: string): string {
  return hash('sha256', `${hash('sha256', input.original)} ${more}`).slice(0, 32)
}

function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\x00-\x1f\x7f]+/g, ' ')
}

function rfcDate(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000')
}
