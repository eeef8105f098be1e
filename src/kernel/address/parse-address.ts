/**
 * One mail address, as it stands in SMTP: RFC 5321 section 4.1.2, RFC 6531 for what lies outside ASCII.
 *
 * Header forms (names, angle brackets, comments, folding: RFC 5322) are refused with a hint: a stored
 * address must mean one mailbox and nothing else.
 */
import { readDomain } from './domain.ts'
import { readLiteral } from './literal.ts'
import type { LiteralKind } from './literal.ts'
import { readLocalPart, writeLocalPart } from './local-part.ts'
import type { LocalPart } from './local-part.ts'
import { isRole } from './role.ts'
import { refuse, Refusal } from './rules.ts'
import type { AddressRefusal } from './rules.ts'

/** Version of the rule behind `normalised`; a new rule gets a new number and a new index. */
export const ADDRESS_NORM_VERSION = 1

export interface Address {
  /** For sending: least quoting, NFC, case kept, domain as lower-case A-labels. */
  address: string
  /** The part before the @ as it goes on the wire, with its quotation marks where they are needed. */
  localPart: string
  /** Lower-case A-labels, or a literal with brackets. */
  domain: string
  domainUnicode: string
  /** For the identity index: `address` with the local part in lower case too (rule version 1). */
  normalised: string
  normVersion: typeof ADDRESS_NORM_VERSION
  /** Does the local part need quotation marks? */
  quoted: boolean
  /** Does the next server have to offer SMTPUTF8 (RFC 6531)? Never because of the domain alone. */
  smtputf8: boolean
  /** A function rather than a person (postmaster@, info@). */
  role: boolean
  /** Set when the domain is an IP address or another literal. */
  literal?: LiteralKind
}

export interface AddressOptions {
  /** `refuse` turns address literals away (rule literal_refused). Default: accepted and flagged. */
  literals?: 'accept' | 'refuse'
}

export type AddressResult = { ok: true; address: Address } | AddressRefusal

/** Far above every limit: longer input is refused unread. */
const MAX_INPUT = 2000
const MAX_OCTETS = 254

/**
 * Read one address. Pure; never throws, whatever it is given. Two spellings of one mailbox that the
 * standards call equal give the same `address`; nothing specific to a provider is folded.
 */
export function parseAddress(input: unknown, options: AddressOptions = {}): AddressResult {
  try {
    return { ok: true, address: read(input, options) }
  } catch (error) {
    if (error instanceof Refusal) return refuse(error.rule, error.position)
    throw error
  }
}

/** Lower-case a local part for the identity index (rule version 1). */
function normaliseLocalPart(content: string): string {
  return writeLocalPart(content.toLowerCase().normalize('NFC'))
}

function read(input: unknown, options: AddressOptions): Address {
  if (typeof input !== 'string') throw new Refusal('not_text', 0)
  if (input === '') throw new Refusal('empty', 0)
  if (input.length > MAX_INPUT) throw new Refusal('address_too_long', MAX_OCTETS)
  const plain = readPlain(input)
  if (plain !== undefined) return plain
  if (!input.isWellFormed()) throw new Refusal('bad_unicode', Math.max(0, input.search(/\p{Cs}/u)))
  checkForm(input)
  const local = readLocalPart(input)
  const text = input.slice(local.end + 1)
  const address = text.startsWith('[') ? withLiteral(local, text, options) : withDomain(local, text)
  if (Buffer.byteLength(address.address) > MAX_OCTETS) throw new Refusal('address_too_long', 0)
  return address
}

/**
 * The plain ASCII addresses that nearly all are, in one match (measured: 0.6 us instead of 6 us); anything
 * unusual goes the long way, which gives the same answer for these (property test).
 */
const PLAIN =
  /^([A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*)@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)$/

function readPlain(input: string): Address | undefined {
  if (input.length > MAX_OCTETS) return undefined
  const match = PLAIN.exec(input)
  if (match?.[1] === undefined || match[2] === undefined || match[1].length > 64) return undefined
  if (/(?:^|\.)xn--/i.test(match[2])) return undefined
  const local = match[1]
  return assemble({ content: local, wire: local, quoted: false, smtputf8: false, end: local.length }, match[2].toLowerCase())
}

/** Forms that are something else than an address, named before their first wrong character is. */
function checkForm(input: string): void {
  if (/^mailto:/i.test(input)) throw new Refusal('uri', 0)
  if (/^@[^@]*:/.test(input)) throw new Refusal('source_route', 0)
  if (/^[^"@]*</.test(input) || /^"[^"@]*"\s+</.test(input)) throw new Refusal('display_name', input.indexOf('<'))
  if (!input.includes('@')) {
    const wide = input.search(/[\uff20\ufe6b]/)
    if (wide >= 0) throw new Refusal('fullwidth_at', wide)
  }
}

function withDomain(local: LocalPart, text: string): Address {
  const domain = readDomain(text, local.end + 1)
  return assemble(local, domain.ascii, domain.unicode)
}

function withLiteral(local: LocalPart, text: string, options: AddressOptions): Address {
  const literal = readLiteral(text, local.end + 1)
  if (options.literals === 'refuse') throw new Refusal('literal_refused', local.end + 1)
  return { ...assemble(local, literal.text), literal: literal.kind }
}

function assemble(local: LocalPart, domain: string, domainUnicode = domain): Address {
  return {
    address: `${local.wire}@${domain}`,
    localPart: local.wire,
    domain,
    domainUnicode,
    normalised: `${normaliseLocalPart(local.content)}@${domain}`,
    normVersion: ADDRESS_NORM_VERSION,
    quoted: local.quoted,
    smtputf8: local.smtputf8,
    role: isRole(local.content),
  }
}
