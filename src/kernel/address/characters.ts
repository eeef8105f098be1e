/**
 * Which characters may stand where (RFC 5321 section 4.1.2, RFC 6531 section 3.3), and the name of the
 * rule that a wrong one breaks.
 */
import type { AddressRule } from './rules.ts'

const ATEXT = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]$/
/** Format characters that nobody can see or type on purpose; joiners are judged by their neighbours. */
// oxlint-disable-next-line no-misleading-character-class
const INVISIBLE = /^[\u034f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]$/u
const NO_MAILBOX = /^[\p{Z}\p{Cn}\p{Co}\p{Cs}]$/u
const JOINER = /^[\u200c\u200d]$/

export function isAtext(char: string): boolean {
  return ATEXT.test(char)
}

export function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /^[\0-\x7f]*$/.test(text)
}

export function isControl(char: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /^[\0-\x1f\x7f-\x9f]$/.test(char)
}

export function isInvisible(char: string): boolean {
  return INVISIBLE.test(char)
}

/** The rule that a character outside ASCII breaks in a local part, or undefined when it may stand. */
export function unicodeFault(char: string, before: string, after: string): AddressRule | undefined {
  if (char === '\uff20' || char === '\ufe6b') return 'fullwidth_at'
  // U+FFFD stands where a reader met bytes that were no UTF-8.
  if (char === '\ufffd') return 'bad_unicode'
  if (isInvisible(char)) return 'invisible_character'
  // A joiner shapes letters of Indic and Arabic scripts and emoji; next to ASCII it is only noise.
  if (JOINER.test(char)) return isAscii(before) || isAscii(after) ? 'invisible_character' : undefined
  return NO_MAILBOX.test(char) ? 'local_part_unicode' : undefined
}

/** The rule that an ASCII character breaks which can stand neither in a dot-string nor in a domain. */
export function structuralFault(char: string): AddressRule | undefined {
  if (/^[ \t\r\n]$/.test(char)) return 'white_space'
  if (isControl(char)) return 'control_character'
  if (char === '(' || char === ')') return 'comment'
  if (char === '<' || char === '>') return 'display_name'
  if (char === ',' || char === ';') return 'address_list'
  return undefined
}
