// Header lines (RFC 5322 section 2.2, RFC 2047, RFC 8058). No value, whatever it holds, can start a line of its own.
import { renderErrors } from './errors.ts'
import type { Mailbox } from './content.ts'
import { mailAddress } from './mail-address.ts'

const FOLD = 76
/** A piece without blanks that is longer cannot be folded and goes as encoded words, which can. */
const LONGEST_PIECE = 200
/** Written by us alone. */
const RESERVED = /^(from|to|cc|bcc|sender|reply-to|subject|date|message-id|mime-version|content-.*|list-unsubscribe(-post)?|feedback-id|return-path|received|dkim-signature|arc-.*|authentication-results)$/i

/** Throws RENDER_HEADER_INVALID unless an author may set this header. */
export function checkHeader(name: string): void {
  if (!/^[!-9;-~]{1,60}$/.test(name)) throw renderErrors.RENDER_HEADER_INVALID({ detail: 'A header name is one word of ASCII letters.' })
  if (RESERVED.test(name)) throw renderErrors.RENDER_HEADER_INVALID({ detail: `${name} is written by InboxLift.` })
}

/** Throws RENDER_HEADER_INVALID unless the mailbox can be written. */
export function checkMailbox(mailbox: Mailbox, header: string): void {
  if (mailAddress(mailbox.address) === null) throw renderErrors.RENDER_HEADER_INVALID({ detail: `${header} is not a valid address.` })
}

/** Line breaks and control characters become one blank; lone surrogates the replacement character. */
export function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const flat = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(text) ? text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ') : text
  return flat.trim().toWellFormed()
}

/** `Name: value` CRLF, for free text such as a subject. */
export function textHeader(name: string, value: string): string {
  const text = oneLine(value)
  if (!isPlain(text)) return `${name}: ${encodedWords(text, name.length + 2)}\r\n`
  return foldText(`${name}: ${text}`)
}

/** ASCII that no reader takes for encoded words and that can be folded. */
function isPlain(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return !/[^\x20-\x7e]|=\?/.test(text) && (text.length < LONGEST_PIECE || !/\S{200}/.test(text))
}

/** Folds before blanks; runs of blanks stay in front of a word, so that no line is white space alone. */
function foldText(line: string): string {
  if (line.length <= FOLD) return `${line}\r\n`
  let out = ''
  let current = ''
  for (const piece of line.match(/\s*\S+/g) ?? []) {
    if (current !== '' && current.length + piece.length > FOLD && !current.endsWith(':')) {
      out += `${current}\r\n`
      current = piece
    } else current += piece
  }
  return `${out}${current}\r\n`
}

/** RFC 2047 encoded words of at most 75 characters, folded; `used` is what already stands on the first line. */
export function encodedWords(text: string, used: number): string {
  const isMostlyAscii = (text.match(/[\x20-\x7e]/g)?.length ?? 0) * 3 > text.length * 2
  const prefix = isMostlyAscii ? '=?UTF-8?Q?' : '=?UTF-8?B?'
  const words: string[] = []
  let room = FOLD - used - prefix.length - 2
  let chunk = ''
  let size = 0
  const close = (): void => {
    if (chunk === '') return
    words.push(`${prefix}${isMostlyAscii ? chunk : Buffer.from(chunk).toString('base64')}?=`)
    chunk = ''
    size = 0
    room = FOLD - 1 - prefix.length - 2
  }
  for (const char of text) {
    const piece = isMostlyAscii ? qEncode(char) : char
    const cost = isMostlyAscii ? piece.length : Buffer.byteLength(char)
    const next = isMostlyAscii ? size + cost : Math.ceil((size + cost) / 3) * 4
    if (next > room) close()
    chunk += piece
    size += cost
  }
  close()
  return words.join('\r\n ')
}

function qEncode(char: string): string {
  if (/^[A-Za-z0-9!*+\-/]$/.test(char)) return char
  if (char === ' ') return '_'
  let out = ''
  for (const b of Buffer.from(char)) out += `=${b.toString(16).toUpperCase().padStart(2, '0')}`
  return out
}

/** `Name: "Display" <local@domain>` CRLF. Throws RENDER_HEADER_INVALID when it is no address. */
export function addressHeader(header: string, mailbox: Mailbox): string {
  const wire = mailAddress(mailbox.address)
  if (wire === null) throw renderErrors.RENDER_HEADER_INVALID({ detail: `${header} is not a valid address.` })
  const name = oneLine(mailbox.name ?? '')
  if (name === '') return `${header}: ${wire.address}\r\n`
  const shown = displayName(name, header.length + 2)
  const lastLine = shown.length - (shown.lastIndexOf('\n') + 1) + (shown.includes('\n') ? 0 : header.length + 2)
  const blank = lastLine + wire.address.length + 3 > FOLD + 2 ? '\r\n ' : ' '
  return `${header}: ${shown}${blank}<${wire.address}>\r\n`
}

function displayName(name: string, used: number): string {
  if (!isPlain(name) || name.length > FOLD - used) return encodedWords(name, used)
  return /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`
}

/** A header of addresses in angle brackets that may not be encoded. Throws RENDER_HEADER_INVALID. */
export function urlListHeader(name: string, urls: readonly string[]): string {
  for (const url of urls) {
    if (url.length > 900 || !/^(https?|mailto):[!-;=?-~]+$/i.test(url)) throw renderErrors.RENDER_HEADER_INVALID({ detail: `${name} needs an http or mailto address without blanks.` })
  }
  return `${name}: ${urls.map((u) => `<${u}>`).join(',\r\n ')}\r\n`
}

/** Throws RENDER_HEADER_INVALID unless it is one message id in angle brackets. */
export function messageIdHeader(messageId: string): string {
  if (messageId.length > 250 || !/^<[!-;=?-~]+@[!-;=?A-~]+>$/.test(messageId)) throw renderErrors.RENDER_HEADER_INVALID({ detail: 'Message-ID must look like <left@right>.' })
  return `Message-ID: ${messageId}\r\n`
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 5322 section 3.3, in UTC. */
export function dateHeader(at: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  return `Date: ${DAYS[at.getUTCDay()]}, ${two(at.getUTCDate())} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000\r\n`
}
