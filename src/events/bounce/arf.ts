/** Feedback reports: RFC 5965 (abuse), RFC 6591 (authentication failure), and Microsoft's form without a report part. */
import { findAddresses, squeeze } from './text.ts'
import type { OriginalMessage } from './original.ts'

export interface FeedbackReport {
  feedback_type: string
  user_agent: string | null
  version: string | null
  original_mail_from: string | null
  original_rcpt_to: string[]
  source_ip: string | null
  reporting_mta: string | null
  arrival_date: string | null
  incidents: number | null
  auth_failure: string | null
  reported_domain: string | null
  reported_uri: string[]
}

/** Read the text of a message/feedback-report part. Never throws. */
export function readFeedback(text: string): FeedbackReport {
  const fields = readFields(text)
  const first = (name: string): string | null => fields.get(name)?.[0] ?? null
  const incidents = Number(first('incidents') ?? Number.NaN)
  return {
    feedback_type: (first('feedback-type') ?? 'abuse').toLowerCase(),
    user_agent: first('user-agent'),
    version: first('version'),
    original_mail_from: findAddresses(first('original-mail-from') ?? '')[0] ?? null,
    original_rcpt_to: [...(fields.get('original-rcpt-to') ?? []), ...(fields.get('removal-recipient') ?? [])].flatMap(findAddresses).slice(0, 100),
    source_ip: first('source-ip') ?? first('source'),
    reporting_mta: first('reporting-mta')?.replace(/^[\w-]{1,20}\s*;\s*/, '') ?? null,
    arrival_date: first('arrival-date') ?? first('received-date'),
    incidents: Number.isInteger(incidents) ? incidents : null,
    auth_failure: first('auth-failure'),
    reported_domain: first('reported-domain'),
    reported_uri: (fields.get('reported-uri') ?? []).slice(0, 100),
  }
}

const TELLING = ['x-hmxmroriginalrecipient', 'x-original-to', 'envelope-to', 'x-rcpt-to', 'delivered-to', 'to']

/** Who complained: the report's word, else what the returned message tells. Redacted names are no address. */
export function complainants(report: FeedbackReport, original: OriginalMessage | null): string[] {
  const told = TELLING.map((name) => findAddresses(original?.headers[name] ?? '')[0]).find((address) => address !== undefined && !isRedacted(address))
  const named = report.original_rcpt_to.filter((address) => !isRedacted(address))
  return named.length > 0 ? [...new Set(named)] : told === undefined ? [] : [told]
}

function isRedacted(address: string): boolean {
  return /^(?:redacted|undisclosed|hidden|x{3,}|\*+)[^@]{0,20}@/i.test(address)
}

/** Microsoft's junk mail reports carry no report part, only the message with this header. */
export function junkReport(original: OriginalMessage | null): FeedbackReport | null {
  const recipient = original?.headers['x-hmxmroriginalrecipient']
  if (original === null || recipient === undefined) return null
  const report = readFeedback('Feedback-Type: abuse')
  return { ...report, original_rcpt_to: findAddresses(recipient), original_mail_from: original.return_path }
}

function readFields(text: string): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  const unfolded = text.slice(0, 64 * 1024).replace(/\n[ \t]{1,80}/g, ' ')
  for (const line of unfolded.split('\n', 2000)) {
    const field = /^\s{0,4}([A-Za-z][A-Za-z0-9-]{1,50})[ \t]{0,3}:(.{0,8000})$/.exec(line)
    if (field?.[1] === undefined) continue
    const name = field[1].toLowerCase()
    const value = squeeze(field[2] ?? '')
    if (value !== '') fields.set(name, [...(fields.get(name) ?? []), value])
  }
  return fields
}
