/**
 * The local part: dot-string or quoted string (RFC 5321 section 4.1.2), in UTF-8 where RFC 6531 allows.
 *
 * Quoting that changes nothing is removed and the rest brought to its shortest form: section 4.1.2 calls
 * the forms equivalent and asks senders for the least quoting. Text is composed to NFC (RFC 6532 3.1).
 */
import { isAtext, isAscii, isControl, structuralFault, unicodeFault } from './characters.ts'
import { Refusal } from './rules.ts'

export interface LocalPart {
  /** What stands between the quotation marks, unescaped, or the dot-string itself; NFC. */
  content: string
  /** As it goes on the wire: least quoting, NFC. */
  wire: string
  quoted: boolean
  smtputf8: boolean
  /** Index of the @ in the input. */
  end: number
}

const MAX_OCTETS = 64
const DOT_STRING = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10ffff}]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10ffff}]+)*$/u

/** Write content as a local part with the least quoting that keeps its meaning. */
export function writeLocalPart(content: string): string {
  return DOT_STRING.test(content) ? content : `"${content.replace(/["\\]/g, '\\$&')}"`
}

/** Read the local part at the start of the input up to the @. Throws Refusal. */
export function readLocalPart(input: string): LocalPart {
  const raw = input.startsWith('"') ? readQuoted(input) : readDotString(input)
  const content = raw.content.normalize('NFC')
  const wire = writeLocalPart(content)
  if (Buffer.byteLength(wire) > MAX_OCTETS) throw new Refusal('local_part_too_long', 0)
  return { content, wire, quoted: wire.startsWith('"'), smtputf8: !isAscii(wire), end: raw.end }
}

function readDotString(input: string): { content: string; end: number } {
  let at = 0
  while (at < input.length && input[at] !== '@') {
    const char = String.fromCodePoint(input.codePointAt(at) ?? 0)
    if (char === '.') checkDot(input, at)
    else if (!isAtext(char)) checkForeign(input, at, char)
    at += char.length
  }
  if (at >= input.length) throw new Refusal('missing_at', input.length)
  if (at === 0) throw new Refusal('local_part_empty', 0)
  return { content: input.slice(0, at), end: at }
}

function checkDot(input: string, at: number): void {
  if (at === 0) throw new Refusal('local_part_leading_dot', 0)
  if (input[at + 1] === '@') throw new Refusal('local_part_trailing_dot', at)
  if (input[at + 1] === '.') throw new Refusal('local_part_double_dot', at + 1)
}

function checkForeign(input: string, at: number, char: string): void {
  const fault = structuralFault(char)
  if (fault !== undefined) throw new Refusal(fault, at)
  if (char === '"') throw new Refusal(input[at - 1] === '.' ? 'obsolete_words' : 'quote_misplaced', at)
  if (isAscii(char)) throw new Refusal('local_part_character', at)
  checkUnicode(input, at, char)
}

function checkUnicode(input: string, at: number, char: string): void {
  const after = input.slice(at + char.length, at + char.length + 1)
  const fault = unicodeFault(char, input.slice(Math.max(0, at - 1), at), after)
  if (fault !== undefined) throw new Refusal(fault, at)
}

function readQuoted(input: string): { content: string; end: number } {
  let content = ''
  let at = 1
  while (at < input.length && input[at] !== '"') {
    if (input[at] === '\\') at += 1
    const char = quotedCharacter(input, at)
    content += char
    at += char.length
  }
  if (at >= input.length) throw new Refusal('quote_unterminated', 0)
  checkAfterQuote(input, at + 1)
  return { content, end: at + 1 }
}

function quotedCharacter(input: string, at: number): string {
  const point = input.codePointAt(at)
  if (point === undefined) throw new Refusal('quote_unterminated', 0)
  const char = String.fromCodePoint(point)
  if (/^[\t\r\n]$/.test(char)) throw new Refusal('white_space', at)
  if (isControl(char)) throw new Refusal('control_character', at)
  // RFC 6531 lets UTF-8 into qtextSMTP but not behind a backslash.
  if (!isAscii(char) && input[at - 1] === '\\' && isEscape(input, at - 1)) throw new Refusal('quoted_character', at)
  if (!isAscii(char)) checkUnicode(input, at, char)
  return char
}

/** A backslash escapes when an even number of backslashes stands before it. */
function isEscape(input: string, at: number): boolean {
  let count = 0
  while (input[at - 1 - count] === '\\') count += 1
  return count % 2 === 0
}

function checkAfterQuote(input: string, at: number): void {
  if (at >= input.length) throw new Refusal('missing_at', at)
  if (input[at] === '@') return
  if (input[at] === '.') throw new Refusal('obsolete_words', at)
  if (/^"[^"]*"\s*</.test(input)) throw new Refusal('display_name', at)
  throw new Refusal(structuralFault(input[at] ?? '') ?? 'quote_misplaced', at)
}
