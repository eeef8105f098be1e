/**
 * The domain: letters, digits and hyphens in labels (RFC 5321 section 4.1.2, RFC 1035 section 2.3.4), or an
 * international name (RFC 6531 section 3.3, RFC 5890) brought to its A-label form in lower case.
 */
import { isAscii, isInvisible, structuralFault } from './characters.ts'
import { checkALabel, isBidiFault, toALabel } from './idna.ts'
import { Refusal } from './rules.ts'

export interface Domain {
  /** A-labels, lower case: what DNS is asked. */
  ascii: string
  /** U-labels, for people. */
  unicode: string
}

const MAX_DOMAIN = 253
const MAX_LABEL = 63
/** UTS #46 takes these for full stops. */
const DOTS = /[.\u3002\uff0e\uff61]/u

/** Read the domain text that stands at `offset` of the input. Throws Refusal. */
export function readDomain(text: string, offset: number): Domain {
  checkCharacters(text, offset)
  const labels: { ascii: string; unicode: string }[] = []
  let at = 0
  for (const label of text.split(DOTS)) {
    labels.push(readLabel(label, offset + at))
    at += label.length + 1
  }
  const ascii = labels.map((label) => label.ascii).join('.')
  checkWhole(ascii, labels.map((label) => label.unicode), offset)
  return { ascii, unicode: labels.map((label) => label.unicode).join('.') }
}

function checkCharacters(text: string, offset: number): void {
  if (text === '') throw new Refusal('domain_empty', offset)
  if (DOTS.test(text[0] ?? '')) throw new Refusal('domain_leading_dot', offset)
  if (DOTS.test(text[text.length - 1] ?? '')) throw new Refusal('domain_trailing_dot', offset + text.length - 1)
  let at = offset
  for (const char of text) {
    if (char === '@' || char === '\uff20' || char === '\ufe6b') throw new Refusal('extra_at', at)
    const fault = structuralFault(char)
    if (fault !== undefined) throw new Refusal(fault, at)
    if (/^\p{Z}$/u.test(char)) throw new Refusal('white_space', at)
    if (isInvisible(char)) throw new Refusal('invisible_character', at)
    if (isAscii(char) && !/^[A-Za-z0-9.-]$/.test(char)) throw new Refusal('domain_character', at)
    at += char.length
  }
}

function readLabel(label: string, at: number): { ascii: string; unicode: string } {
  if (label === '') throw new Refusal('domain_empty_label', at)
  const lower = label.toLowerCase()
  const ascii = isAscii(lower)
  if (ascii && !lower.startsWith('xn--')) return checkLdh(lower, at, lower)
  // Encoding is quadratic in the label; far beyond any valid one it is refused unread.
  if (label.length > MAX_LABEL * 4) throw new Refusal('label_too_long', at)
  const result = ascii ? checkALabel(lower) : toALabel(label)
  if (!result.ok) throw new Refusal(result.rule, at)
  return checkLdh(result.ascii, at, result.unicode)
}

function checkLdh(ascii: string, at: number, unicode: string): { ascii: string; unicode: string } {
  // A compatibility character can map to dots, signs or nothing at all.
  if (!/^[a-z0-9-]+$/.test(ascii)) throw new Refusal(ascii === '' ? 'domain_empty_label' : 'domain_character', at)
  if (ascii.startsWith('-')) throw new Refusal('domain_hyphen', at)
  if (ascii.endsWith('-')) throw new Refusal('domain_hyphen', at + Math.max(0, unicode.length - 1))
  if (ascii.length > MAX_LABEL) throw new Refusal('label_too_long', at)
  return { ascii, unicode }
}

function checkWhole(ascii: string, unicode: readonly string[], offset: number): void {
  if (ascii.length > MAX_DOMAIN) throw new Refusal('domain_too_long', offset)
  if (isBidiFault(unicode)) throw new Refusal('idna_bidi', offset)
  const last = ascii.slice(ascii.lastIndexOf('.') + 1)
  if (/^[0-9]+$/.test(last)) throw new Refusal('tld_numeric', offset)
  if (!ascii.includes('.')) throw new Refusal('domain_single_label', offset)
}
