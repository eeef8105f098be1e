/** Address literals: user@[192.0.2.1], user@[IPv6:2001:db8::1], user@[tag:text] (RFC 5321 section 4.1.3). */
import { structuralFault } from './characters.ts'
import { Refusal } from './rules.ts'

export type LiteralKind = 'ipv4' | 'ipv6' | 'general'

export interface Literal {
  kind: LiteralKind
  /** With brackets, in one canonical spelling. */
  text: string
}

/** Read the bracketed text that stands at `offset` of the input. Throws Refusal. */
export function readLiteral(text: string, offset: number): Literal {
  if (!text.endsWith(']')) throw new Refusal('literal_unterminated', offset)
  const inner = text.slice(1, -1)
  if (/^ipv6:/i.test(inner)) return { kind: 'ipv6', text: `[IPv6:${readIpv6(inner.slice(5), offset + 6)}]` }
  if (/^[0-9a-f]{0,4}:[0-9a-f:.]*$/i.test(inner)) throw new Refusal('literal_ipv6', offset + 1)
  if (inner.includes(':')) return { kind: 'general', text: readGeneral(inner, offset + 1) }
  return { kind: 'ipv4', text: `[${readIpv4(inner, offset + 1, 'literal_ipv4')}]` }
}

function readIpv4(text: string, offset: number, rule: 'literal_ipv4' | 'literal_ipv6'): string {
  const parts = text.split('.')
  const right = parts.length === 4 && parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 255)
  if (!right) throw new Refusal(rule, offset)
  return parts.map(Number).join('.')
}

/** The grammar asks "::" to stand for at least two groups, so at most six are written beside it. */
function readIpv6(text: string, offset: number): string {
  const bad = new Refusal('literal_ipv6', offset)
  const dotted = text.slice(text.lastIndexOf(':') + 1)
  const isMixed = dotted.includes('.')
  const rest = isMixed ? text.slice(0, text.length - dotted.length) + '0:0' : text
  const quad = isMixed ? readIpv4(dotted, offset, 'literal_ipv6') : ''
  const halves = rest.split('::')
  if (halves.length > 2) throw bad
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')))
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) throw bad
  if (halves.length === 2 ? groups.length > 6 : groups.length !== 8) throw bad
  const whole = isMixed ? `${text.slice(0, text.length - dotted.length)}${quad}` : text
  return new URL(`http://[${whole}]/`).hostname.slice(1, -1)
}

function readGeneral(text: string, offset: number): string {
  const colon = text.indexOf(':')
  const tag = text.slice(0, colon)
  const content = text.slice(colon + 1)
  for (const [index, char] of [...text].entries()) {
    const fault = structuralFault(char)
    if (fault === 'white_space' || fault === 'control_character') throw new Refusal(fault, offset + index)
  }
  const right = /^[A-Za-z0-9-]*[A-Za-z0-9]$/.test(tag) && /^[\x21-\x5a\x5e-\x7e]+$/.test(content)
  if (!right) throw new Refusal('literal_general', offset)
  return `[${text}]`
}
