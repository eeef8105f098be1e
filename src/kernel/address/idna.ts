/**
 * International labels: UTS #46 mapping to A-labels, then the rules of IDNA2008 that the mapping leaves out.
 *
 * node:url's domainToASCII follows the WHATWG rules. Measured on Node 24 it maps, composes, and checks
 * joiners and the bidi rule inside one label, but: an all-ASCII name with a broken xn-- label passes
 * untouched, symbols and emoji pass, invisible characters vanish, hyphens, underscores, empty labels and
 * lengths are not looked at, "1.2" becomes an IPv4 address, and %41 is decoded. Hence what follows; the
 * appended ".com" keeps the last label from being taken for a number.
 */
import { domainToASCII, domainToUnicode } from 'node:url'
import { isAscii } from './characters.ts'
import type { AddressRule } from './rules.ts'

const TAIL = '.com'
const RTL = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u
/** RFC 5892: letters, digits and marks; the mapping has already removed what is unstable. */
const PVALID = /^[a-z0-9\-\p{Ll}\p{Lo}\p{Lm}\p{Mn}\p{Mc}\p{Nd}\u06fd\u06fe\u0f0b\u3007]$/u
/** RFC 5892 sections 2.6, 2.7 (blocks) and 2.9 (old Hangul jamo). */
const DISALLOWED = /^[\u302e\u302f\u20d0-\u20ff\u0640\u07fa\u3031-\u3035\u303b\u{1d100}-\u{1d24f}\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]$/u
const CONTEXT = /[\u00b7\u0375\u05f3\u05f4\u30fb\u200c\u200d]/u

export type LabelResult = { ok: true; ascii: string; unicode: string } | { ok: false; rule: AddressRule }

/** Map one label with characters outside ASCII to its A-label and check it. */
export function toALabel(label: string): LabelResult {
  const mapped = domainToASCII(label + TAIL)
  if (mapped === '') return { ok: false, rule: whyUnmapped(label) }
  const ascii = mapped.slice(0, -TAIL.length)
  if (!ascii.startsWith('xn--')) return { ok: true, ascii, unicode: ascii }
  const unicode = domainToUnicode(mapped).slice(0, -TAIL.length)
  const rule = uLabelFault(unicode)
  return rule === undefined ? { ok: true, ascii, unicode } : { ok: false, rule }
}

/** Check a label that came as xn--…: it must decode, and encode to itself again. */
export function checkALabel(label: string): LabelResult {
  const unicode = domainToUnicode(label + TAIL).slice(0, -TAIL.length)
  if (unicode === '' || isAscii(unicode)) return { ok: false, rule: 'idna_invalid_alabel' }
  const again = domainToASCII(unicode + TAIL).slice(0, -TAIL.length)
  if (again === '') return { ok: false, rule: whyUnmapped(unicode) }
  if (again !== label) return { ok: false, rule: 'idna_invalid_alabel' }
  const rule = uLabelFault(unicode)
  return rule === undefined ? { ok: true, ascii: label, unicode } : { ok: false, rule }
}

/** RFC 5893: in a name with a right-to-left label no label may begin with a digit. */
export function isBidiFault(labels: readonly string[]): boolean {
  return labels.some((label) => RTL.test(label)) && labels.some((label) => /^[0-9]/.test(label))
}

function uLabelFault(label: string): AddressRule | undefined {
  if (label.slice(2, 4) === '--') return 'idna_hyphens'
  if (label.startsWith('-') || label.endsWith('-')) return 'domain_hyphen'
  const chars = [...label]
  for (const [index, char] of chars.entries()) {
    if (CONTEXT.test(char)) {
      if (!isContextRight(chars, index)) return 'idna_context'
    } else if (DISALLOWED.test(char) || !PVALID.test(char)) return 'idna_disallowed'
  }
  return mixesDigits(label) ? 'idna_context' : undefined
}

/** RFC 5892 appendix A.8 and A.9: Arabic-Indic digits do not mix with extended ones. */
function mixesDigits(label: string): boolean {
  return /[\u0660-\u0669]/.test(label) && /[\u06f0-\u06f9]/.test(label)
}

/** RFC 5892 appendix A.3 to A.7; joiners (A.1, A.2) were judged by the mapping. */
function isContextRight(chars: readonly string[], index: number): boolean {
  const before = chars[index - 1] ?? ''
  const after = chars[index + 1] ?? ''
  switch (chars[index]) {
    case '\u00b7': return before === 'l' && after === 'l'
    case '\u0375': return /^\p{Script=Greek}$/u.test(after)
    case '\u05f3':
    case '\u05f4': return /^\p{Script=Hebrew}$/u.test(before)
    case '\u30fb': return chars.some((c) => /^[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]$/u.test(c))
    default: return true
  }
}

/** The mapping only says no; find the most likely reason for the reader. */
function whyUnmapped(label: string): AddressRule {
  if (/[\u200c\u200d]/.test(label) || mixesDigits(label)) return 'idna_context'
  if (label.slice(2, 4) === '--' && /^xn--/i.test(label)) return 'idna_invalid_alabel'
  if (RTL.test(label) || /^[\p{Nd}]/u.test(label)) return 'idna_bidi'
  return 'idna_disallowed'
}
