/**
 * The machine-readable part of a delivery report: message/delivery-status (RFC 3464) and its
 * international form (RFC 6533). Reads what really arrives: groups run together or torn apart by stray
 * blank lines, recipient fields in the first group, types left out.
 */
import { cleanAddress, findAddresses, squeeze } from './text.ts'

export interface StatusRecipient {
  finalRecipient: string | null
  originalRecipient: string | null
  action: string | null
  status: string | undefined
  remoteMta: string | null
  /** Without its type; one line. */
  diagnostic: string | null
}

export interface DeliveryStatus {
  reportingMta: string | null
  recipients: StatusRecipient[]
}

type Fields = Map<string, string>

const MAX_LINES = 20000
const MAX_RECIPIENTS = 1000
const RECIPIENT_FIELD = /^(?:final-recipient|original-recipient|action|status|remote-mta|diagnostic-code|last-attempt-date|will-retry-until|final-log-id|x-actual-recipient|x-supplementary-info|x-display-name)$/
const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded']

/** Read the text of a delivery-status part. Never throws; what is no field is skipped. */
export function readDeliveryStatus(text: string): DeliveryStatus {
  const status: DeliveryStatus = { reportingMta: null, recipients: [] }
  let last: Fields | undefined
  for (const group of readGroups(text)) {
    const reporter = group.get('reporting-mta')
    status.reportingMta ??= hostOf(reporter) ?? hostOf(group.get('received-from-mta-reporting'))
    if (![...group.keys()].some((name) => RECIPIENT_FIELD.test(name))) continue
    if (last !== undefined && isContinuation(last, group)) {
      for (const [name, value] of group) if (!last.has(name)) last.set(name, value)
      status.recipients[status.recipients.length - 1] = toRecipient(last)
    } else if (status.recipients.length < MAX_RECIPIENTS) {
      last = group
      status.recipients.push(toRecipient(group))
    }
  }
  return status
}

/** Does this look like the fields of a delivery report, wherever they stand? */
export function hasStatusFields(text: string): boolean {
  return /^[ \t>]{0,8}(?:Final-Recipient|Original-Recipient)[ \t]{0,3}:/im.test(text) && /^[ \t>]{0,8}(?:Action|Status|Diagnostic-Code)[ \t]{0,3}:/im.test(text)
}

/** A blank line that tore one recipient's fields apart. */
function isContinuation(last: Fields, group: Fields): boolean {
  if (group.has('final-recipient') || group.has('original-recipient')) return !last.has('final-recipient') && !last.has('original-recipient') && !group.has('action') !== !last.has('action')
  return !(group.has('action') && last.has('action')) && !(group.has('status') && last.has('status'))
}

function readGroups(text: string): Fields[] {
  const groups: Fields[] = []
  let fields: Fields = new Map()
  let name = ''
  const flush = (): void => {
    if (fields.size > 0) groups.push(fields)
    fields = new Map()
    name = ''
  }
  for (const raw of text.split('\n', MAX_LINES)) {
    const line = raw.replace(/^>+ ?/, '').slice(0, 4000)
    const field = /^[ \t]{0,8}([A-Za-z][A-Za-z0-9-]{1,50})[ \t]{0,3}:(.*)$/.exec(line)
    if (line.trim() === '') flush()
    else if (field?.[1] !== undefined && (!/^[ \t]/.test(line) || isKnown(field[1]))) {
      const next = field[1].toLowerCase()
      // A second final recipient in one group: somebody forgot the blank line.
      if (next === 'final-recipient' && fields.has(next)) flush()
      name = next
      if (!fields.has(name) || fields.get(name) === '') fields.set(name, (field[2] ?? '').trim())
    } else if (name !== '') fields.set(name, `${fields.get(name) ?? ''} ${line.trim()}`.slice(0, 16000))
  }
  flush()
  return groups
}

function isKnown(name: string): boolean {
  return RECIPIENT_FIELD.test(name.toLowerCase()) || /^(?:reporting-mta|arrival-date|received-from-mta|original-envelope-id)$/i.test(name)
}

function toRecipient(fields: Fields): StatusRecipient {
  const finalRecipient = recipientOf(fields.get('final-recipient')) ?? recipientOf(fields.get('x-actual-recipient'))
  return {
    finalRecipient,
    originalRecipient: recipientOf(fields.get('original-recipient')),
    action: actionOf(fields.get('action')),
    status: fields.get('status'),
    remoteMta: hostOf(fields.get('remote-mta')),
    diagnostic: diagnosticOf(fields),
  }
}

function actionOf(value: string | undefined): string | null {
  const text = (value ?? '').toLowerCase()
  return ACTIONS.find((action) => text.includes(action)) ?? (/\bfail|\berror/.test(text) ? 'failed' : null)
}

/** "rfc822; ann@example.com", "utf-8; j\x{F6}rg@example.com" (RFC 6533 section 3), or the bare address. */
function recipientOf(value: string | undefined): string | null {
  if (value === undefined) return null
  const bare = value.replace(/^\s*[A-Za-z0-9-]{1,20}\s*;/, '').replace(/\\x\{([0-9A-Fa-f]{1,6})\}/g, (all, hex: string) => fromHex(hex) ?? all)
  const address = findAddresses(bare)[0] ?? cleanAddress(squeeze(bare))
  return address.includes('@') ? address : null
}

function fromHex(hex: string): string | undefined {
  const point = Number.parseInt(hex, 16)
  return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : undefined
}

/** "dns; mx.example.com (192.0.2.1)" -> mx.example.com */
function hostOf(value: string | undefined): string | null {
  const host = squeeze((value ?? '').replace(/^\s*[A-Za-z0-9-]{1,20}\s*;/, '')).replace(/^[<"[(]+/, '').split(/[\s(,;>"\]]/)[0] ?? ''
  return host === '' ? null : host.replace(/\.$/, '')
}

function diagnosticOf(fields: Fields): string | null {
  const value = fields.get('diagnostic-code') ?? fields.get('x-supplementary-info') ?? ''
  const text = squeeze(value.replace(/^\s*(?:smtp|x-[\w-]{1,30}|local|lmtp|unix|dns|x400|mapi)\s*;/i, (type) => (/^\s*smtp/i.test(type) ? '' : type)))
  return text === '' ? null : text
}
