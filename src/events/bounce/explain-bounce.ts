/**
 * What a message that came back says: which kind it is, and for each recipient what happened.
 *
 * Standards first (RFC 3464, 6533, 5965, 3834), then the evidence in the words of the reporter. Pure: no
 * clock, no database; bounded in time and space; never throws, whatever the bytes are.
 */
import { hasAutoReplyHeader, hasAutoReplySubject } from './autoreply.ts'
import { complainants, junkReport, readFeedback } from './arf.ts'
import type { FeedbackReport } from './arf.ts'
import { hasStatusFields, readDeliveryStatus } from './delivery-status.ts'
import type { DeliveryStatus } from './delivery-status.ts'
import { bounceScore, findRecipients, isDelayNotice } from './free-form.ts'
import { header, parseMime } from './mime.ts'
import type { Part } from './mime.ts'
import { readOriginal, splitAtOriginal } from './original.ts'
import type { OriginalMessage } from './original.ts'
import { judge } from './judge.ts'
import { readVerp } from './verp.ts'
import type { VerpHint } from './verp.ts'
import { findAddresses, htmlToText } from './text.ts'
import type { BounceClass } from './vocabulary.ts'

export type BounceKind = 'dsn' | 'arf' | 'autoreply' | 'other'

export interface BounceRecipient {
  /** The address we wrote to, as far as the report knows: original before final recipient. */
  address: string | null
  class: BounceClass
  /** Final for the address: do not write again. */
  hard: boolean
  /** RFC 3464: failed, delayed, delivered, relayed, expanded; null in reports that have no actions. */
  action: string | null
  smtp_code: number | null
  enhanced_code: string | null
  /** The server that made the report. */
  reporting_server: string | null
  /** The server that said no, when another one made the report. */
  remote_server: string | null
  diagnostic: string | null
  final_recipient: string | null
  original_recipient: string | null
}

export interface BounceExplanation {
  kind: BounceKind
  recipients: BounceRecipient[]
  arf: FeedbackReport | null
  original: OriginalMessage | null
  verp_hint: VerpHint | null
}

/** One message level: its own parts, without those of messages attached to it. */
interface Level {
  root: Part
  texts: string[]
  status: string[]
  feedback: string | null
  notification: boolean
  returned: Part[]
}

const MAX_NESTED = 4
const MAX_INLINE = 512 * 1024

/** Explain one message. Same bytes, same answer; nothing is kept. */
export function explainBounce(raw: Buffer | string): BounceExplanation {
  const root = parseMime(raw)
  const verp = readVerp(root)
  const found = explainLevel(survey(root), 0)
  return { ...found, verp_hint: verp }
}

type Found = Omit<BounceExplanation, 'verp_hint'>

function explainLevel(level: Level, depth: number): Found {
  const { report, original } = separate(level)
  if (level.feedback !== null) return explainFeedback(readFeedback(level.feedback), original)
  if (level.status.length > 0) return explainStatus(level, report, original)
  const junk = junkReport(original) ?? junkReport(readOriginal(level.root))
  if (junk !== null) return explainFeedback(junk, original)
  if (level.notification) return { kind: 'other', recipients: [], arf: null, original }
  if (hasStatusFields(report)) return explainStatus({ ...level, status: [report] }, report, original)
  const score = bounceScore(level.root, report, original !== null)
  const automatic = hasAutoReplyHeader(level.root)
  if (hasAutoReplySubject(level.root) && score < 5) return { kind: 'autoreply', recipients: [], arf: null, original: null }
  const told = score >= (automatic ? 3.5 : 3) ? explainText(level.root, report, original) : undefined
  const isTelling = told?.recipients.some((one) => one.class !== 'undetermined' && (one.class !== 'hard' || one.diagnostic !== null) && one.address !== null) === true
  if (told !== undefined && isTelling) return told
  const inner = depth < MAX_NESTED ? explainAttached(level, depth) : undefined
  if (inner !== undefined || told !== undefined) return inner ?? (told as Found)
  // The null return path is for notifications and automatic answers only (RFC 5321 section 4.5.5, RFC 3834).
  const isNull = header(level.root, 'return-path').replace(/\s/g, '') === '<>'
  return { kind: automatic || isNull ? 'autoreply' : 'other', recipients: [], arf: null, original }
}

/** A report that somebody forwarded as an attachment. */
function explainAttached(level: Level, depth: number): Found | undefined {
  for (const part of level.returned.slice(0, 3)) {
    if (part.type === 'text/rfc822-headers' || part.type === 'message/global-headers') continue
    const found = explainLevel(survey(part), depth + 1)
    if (found.kind === 'dsn' || found.kind === 'arf') return found
  }
  return undefined
}

/** Gather the parts of one level. */
function survey(root: Part): Level {
  const level: Level = { root, texts: [], status: [], feedback: null, notification: false, returned: [] }
  const visit = (part: Part): void => {
    if (part.type === 'message/rfc822' || part.type === 'message/global') level.returned.push(...(part.children.length > 0 ? part.children : [part]))
    else if (part.type === 'text/rfc822-headers' || part.type === 'message/global-headers') level.returned.push(parseHeadersPart(part))
    else if (part.children.length > 0) part.children.forEach(visit)
    else collectLeaf(level, part)
  }
  visit(root)
  return level
}

function parseHeadersPart(part: Part): Part {
  const parsed = parseMime(`${part.text.trim()}\n\n`)
  return { ...parsed, type: part.type }
}

function collectLeaf(level: Level, part: Part): void {
  if (part.type === 'message/delivery-status' || part.type === 'message/global-delivery-status' || part.type === 'message/delivery-report') level.status.push(part.text)
  else if (part.type === 'message/feedback-report') level.feedback = part.text
  else if (part.type === 'message/disposition-notification' || part.type === 'message/global-disposition-notification') level.notification = true
  else if (part.type === 'text/html') level.texts.push(htmlToText(part.text))
  else if (/^(?:text|multipart|message)\//.test(part.type)) level.texts.push(part.text)
}

/** The reporter's words and the returned message, which may stand in the same text. */
function separate(level: Level): { report: string; original: OriginalMessage | null } {
  let original = level.returned.length > 0 && level.returned[0] !== undefined ? readOriginal(level.returned[0]) : null
  const reports: string[] = []
  for (const text of level.texts.slice(0, 8)) {
    const cut = splitAtOriginal(text)
    reports.push(cut.report)
    if (cut.original === null) continue
    const part = parseMime(cut.original.slice(0, MAX_INLINE))
    level.returned.push(part)
    original ??= readOriginal(part)
    break
  }
  return { report: reports.join('\n').slice(0, 64 * 1024), original }
}

function explainFeedback(report: FeedbackReport, original: OriginalMessage | null): Found {
  const complaint = report.feedback_type !== 'not-spam' && !report.feedback_type.startsWith('auth-failure')
  const named = complainants(report, original)
  const recipients = (named.length > 0 ? named : [null]).map((address): BounceRecipient => ({
    address, class: complaint ? 'complaint' : report.feedback_type === 'not-spam' ? 'delivered' : 'auth', hard: false, action: null, smtp_code: null, enhanced_code: null,
    reporting_server: report.reporting_mta, remote_server: null, diagnostic: null, final_recipient: address, original_recipient: null,
  }))
  return { kind: 'arf', recipients, arf: report, original }
}

function explainStatus(level: Level, report: string, original: OriginalMessage | null): Found {
  const status = mergeStatus(level.status.map(readDeliveryStatus))
  const reporting = status.reportingMta ?? reporterOf(level.root, report)
  const several = status.recipients.length > 1
  const prose = withoutFields(report)
  const free = findRecipients(level.root, prose, senders(level.root))
  const recipients = status.recipients.map((item): BounceRecipient => {
    const address = item.originalRecipient ?? item.finalRecipient ?? (several ? null : free[0]?.address ?? original?.to ?? null)
    const own = free.find((one) => sameAddress(one.address, item.finalRecipient) || sameAddress(one.address, item.originalRecipient))
    const judged = judge({ diagnostic: item.diagnostic, status: item.status, action: item.action, spoken: own?.text ?? '', report: several ? '' : prose })
    return {
      address, ...judged, reporting_server: reporting, remote_server: item.remoteMta,
      final_recipient: item.finalRecipient, original_recipient: item.originalRecipient,
    }
  })
  if (recipients.length === 0) return explainText(level.root, report, original)
  return { kind: 'dsn', recipients, arf: null, original }
}

/** Status fields that stand in the prose are read as fields; as words they would only mislead. */
function withoutFields(report: string): string {
  return report.replace(/^[ \t>]{0,8}(?:Reporting-MTA|Received-From-MTA|Arrival-Date|Final-Recipient|Original-Recipient|X-Actual-Recipient|Action|Status|Remote-MTA|Last-Attempt-Date|Will-Retry-Until|Final-Log-ID)[ \t]{0,3}:.{0,2000}$/gim, '')
}

function mergeStatus(list: readonly DeliveryStatus[]): DeliveryStatus {
  return { reportingMta: list.find((item) => item.reportingMta !== null)?.reportingMta ?? null, recipients: list.flatMap((item) => item.recipients) }
}

function explainText(root: Part, report: string, original: OriginalMessage | null): Found {
  const found = findRecipients(root, report, senders(root))
  const list = found.length > 0 ? found : [{ address: original?.to ?? '', text: report }]
  const action = isDelayNotice(root, report) ? 'delayed' : 'failed'
  const reporting = reporterOf(root, report)
  const recipients = list.map(({ address, text }): BounceRecipient => ({
    address: address === '' ? null : address,
    ...judge({ diagnostic: null, status: undefined, action, spoken: text, report: list.length > 1 ? '' : `${report}\n${header(root, 'subject')}` }),
    reporting_server: reporting,
    remote_server: /\bhost ([A-Za-z0-9.-]{3,100}) ?\[/.exec(text)?.[1] ?? null,
    final_recipient: null,
    original_recipient: null,
  }))
  return { kind: 'dsn', recipients, arf: null, original }
}

/** Addresses of the report itself: whom it is for and who made it. */
function senders(root: Part): string[] {
  return ['to', 'from', 'sender', 'delivered-to', 'x-original-to', 'return-path', 'cc'].flatMap((name) => findAddresses(header(root, name)))
}

/** The reporting server where no field names it: its own words, the oldest Received line, the sender's domain. */
function reporterOf(root: Part, report: string): string | null {
  const said = /(?:program at|mail (?:system|server) at(?: host)?|generating server:|this is the (?:mail )?system at host)\s{1,20}([A-Za-z0-9][A-Za-z0-9.-]{2,200})/i.exec(report)?.[1]
  const received = root.headers.get('received')?.at(-1)
  const by = /\bby ([A-Za-z0-9][A-Za-z0-9.-]{2,200})/i.exec(received ?? '')?.[1]
  const from = findAddresses(header(root, 'from'))[0]?.split('@').pop()
  return (said ?? by ?? from ?? null)?.replace(/\.$/, '') ?? null
}

function sameAddress(left: string, right: string | null): boolean {
  return right !== null && left.toLowerCase() === right.toLowerCase()
}
