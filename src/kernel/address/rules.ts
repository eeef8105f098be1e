/**
 * Every reason for which an address is refused: one word for programs, the standard that says so,
 * one sentence for people and one hint. The sentences never contain the address itself, so they may
 * stand in logs and reject files.
 */

interface RuleText {
  readonly rfc: string
  readonly message: string
  readonly hint: string
}

const BARE = 'Give the bare address only, as in ann@example.com.'

export const ADDRESS_RULES = {
  not_text: { rfc: 'RFC 5321 section 4.1.2', message: 'The address is not a text.', hint: 'Pass the address as a string.' },
  empty: { rfc: 'RFC 5321 section 4.1.2', message: 'The address is empty.', hint: 'Give an address such as ann@example.com.' },
  bad_unicode: { rfc: 'RFC 6531 section 3.3', message: 'The text is not well-formed Unicode.', hint: 'The source was probably read in the wrong character set.' },
  control_character: { rfc: 'RFC 5321 section 4.1.2', message: 'The address contains a control character.', hint: 'Remove the control character; it often comes from copying.' },
  white_space: { rfc: 'RFC 5321 section 4.1.2', message: 'White space is not allowed in an address.', hint: 'Remove blanks, tabs and line ends, also before and after the address.' },
  comment: { rfc: 'RFC 5321 section 4.1.2', message: 'Comments in parentheses belong to message headers, not to an address.', hint: 'Remove the parentheses and what stands in them.' },
  display_name: { rfc: 'RFC 5321 section 4.1.2', message: 'This is a header form with a name or angle brackets, not an address.', hint: BARE },
  address_list: { rfc: 'RFC 5321 section 4.1.2', message: 'This looks like several addresses.', hint: 'Give one address at a time.' },
  uri: { rfc: 'RFC 6068 section 2', message: 'This is a mailto link, not an address.', hint: 'Leave out "mailto:".' },
  source_route: { rfc: 'RFC 5321 section 4.1.1.3', message: 'Source routes are obsolete and refused.', hint: 'Keep only the part after the colon.' },
  missing_at: { rfc: 'RFC 5321 section 4.1.2', message: 'The address has no @.', hint: 'An address is a local part, an @ and a domain.' },
  fullwidth_at: { rfc: 'RFC 5321 section 4.1.2', message: 'The sign between local part and domain only looks like an @.', hint: 'Use the ASCII sign @ (U+0040).' },
  extra_at: { rfc: 'RFC 5321 section 4.1.2', message: 'The address has more than one @.', hint: 'An @ inside the local part must stand in quotation marks.' },
  local_part_empty: { rfc: 'RFC 5321 section 4.1.2', message: 'There is nothing before the @.', hint: 'Give the name of the mailbox before the @.' },
  local_part_too_long: { rfc: 'RFC 5321 section 4.5.3.1.1', message: 'The part before the @ is longer than 64 octets.', hint: 'Letters outside ASCII count two to four octets each.' },
  local_part_leading_dot: { rfc: 'RFC 5321 section 4.1.2', message: 'The local part begins with a dot.', hint: 'Remove the dot, or quote the local part if the mailbox is really called so.' },
  local_part_trailing_dot: { rfc: 'RFC 5321 section 4.1.2', message: 'The local part ends with a dot.', hint: 'Remove the dot, or quote the local part if the mailbox is really called so.' },
  local_part_double_dot: { rfc: 'RFC 5321 section 4.1.2', message: 'The local part has two dots in a row.', hint: 'Remove one dot, or quote the local part if the mailbox is really called so.' },
  local_part_character: { rfc: 'RFC 5321 section 4.1.2', message: 'The local part has a character that is only allowed inside quotation marks.', hint: 'Remove it, or quote the local part if the mailbox is really called so.' },
  quote_unterminated: { rfc: 'RFC 5321 section 4.1.2', message: 'The quoted local part has no closing quotation mark.', hint: 'Close the quotation before the @.' },
  quote_misplaced: { rfc: 'RFC 5321 section 4.1.2', message: 'A quotation mark stands inside an unquoted local part.', hint: 'Quote the whole local part or nothing of it.' },
  quoted_character: { rfc: 'RFC 5321 section 4.1.2', message: 'The quoted local part has a character that cannot be quoted.', hint: 'Only printable characters may stand in quotation marks.' },
  obsolete_words: { rfc: 'RFC 5322 section 4.4', message: 'A mixture of quoted and unquoted words is obsolete.', hint: 'Quote the whole local part or nothing of it.' },
  invisible_character: { rfc: 'RFC 8264 section 9.13', message: 'The address contains an invisible character.', hint: 'Type the address again instead of copying it.' },
  local_part_unicode: { rfc: 'RFC 8264 section 4.2.2', message: 'The local part has a character that no mailbox name can hold.', hint: 'Blanks, unassigned and private-use characters are refused.' },
  domain_empty: { rfc: 'RFC 5321 section 4.1.2', message: 'There is nothing after the @.', hint: 'Give the domain, as in example.com.' },
  domain_leading_dot: { rfc: 'RFC 5321 section 4.1.2', message: 'The domain begins with a dot.', hint: 'Remove the dot.' },
  domain_trailing_dot: { rfc: 'RFC 5321 section 4.1.2', message: 'The domain ends with a dot.', hint: 'Mail domains are written without the dot of the root.' },
  domain_empty_label: { rfc: 'RFC 5321 section 4.1.2', message: 'The domain has two dots in a row.', hint: 'Remove one dot.' },
  domain_character: { rfc: 'RFC 5321 section 4.1.2', message: 'The domain has a character other than letters, digits, hyphens and dots.', hint: 'Underscores and other signs are not allowed in mail domains.' },
  domain_hyphen: { rfc: 'RFC 5321 section 4.1.2', message: 'A part of the domain begins or ends with a hyphen.', hint: 'Hyphens stand between letters or digits only.' },
  label_too_long: { rfc: 'RFC 1035 section 2.3.4', message: 'A part of the domain is longer than 63 octets.', hint: 'International names count in their encoded form (xn--…).' },
  domain_too_long: { rfc: 'RFC 5321 section 4.5.3.1.2', message: 'The domain is longer than the 255 octets that a name may take (253 as written).', hint: 'International names count in their encoded form (xn--…).' },
  domain_single_label: { rfc: 'RFC 5321 section 2.3.5', message: 'The domain has no dot; mail domains must be fully qualified.', hint: 'Add the rest of the domain, as in example.com.' },
  tld_numeric: { rfc: 'RFC 3696 section 2', message: 'The last part of the domain is a number.', hint: 'An IP address must stand in brackets, as in user@[192.0.2.1].' },
  idna_hyphens: { rfc: 'RFC 5891 section 4.2.3.1', message: 'An international part of the domain has hyphens in the third and fourth place.', hint: 'Such names are reserved.' },
  idna_disallowed: { rfc: 'RFC 5892 section 2', message: 'The domain has a character that international domain names do not allow.', hint: 'Symbols, emoji and punctuation cannot stand in a domain.' },
  idna_context: { rfc: 'RFC 5892 appendix A', message: 'A character of the domain stands where its context rule forbids it.', hint: 'Joiners, middle dots and digits of other scripts depend on their neighbours.' },
  idna_bidi: { rfc: 'RFC 5893 section 2', message: 'The domain mixes writing directions in a forbidden way.', hint: 'A part in a right-to-left script takes no letters of other scripts, and no part may begin with a digit.' },
  idna_invalid_alabel: { rfc: 'RFC 5890 section 2.3.2.1', message: 'A part of the domain begins with xn-- but is not a valid encoding.', hint: 'Give the name in its own script, or correct the xn-- form.' },
  literal_unterminated: { rfc: 'RFC 5321 section 4.1.3', message: 'The address literal has no closing bracket.', hint: 'Write user@[192.0.2.1] or user@[IPv6:2001:db8::1].' },
  literal_ipv4: { rfc: 'RFC 5321 section 4.1.3', message: 'The address literal is not an IPv4 address.', hint: 'Four numbers of 0 to 255 with dots; IPv6 needs the prefix "IPv6:".' },
  literal_ipv6: { rfc: 'RFC 5321 section 4.1.3', message: 'The address literal is not an IPv6 address.', hint: 'Eight groups of hexadecimal digits; "::" stands for two or more groups, once.' },
  literal_general: { rfc: 'RFC 5321 section 4.1.3', message: 'The tagged address literal is malformed.', hint: 'A tag of letters, digits and hyphens, a colon and printable characters.' },
  literal_refused: { rfc: 'RFC 5321 section 4.1.3', message: 'Addresses at an IP address are correct but not accepted here.', hint: 'Give an address at a domain.' },
  address_too_long: { rfc: 'RFC 5321 section 4.5.3.1.3', message: 'The whole address is longer than 254 octets (256 with its angle brackets).', hint: 'International names count in their encoded form (xn--…).' },
} as const satisfies Record<string, RuleText>

/** One word for the reason of a refusal; stable, safe to store and to show. */
export type AddressRule = keyof typeof ADDRESS_RULES

export interface AddressRefusal {
  ok: false
  rule: AddressRule
  rfc: string
  message: string
  hint: string
  /** Index (UTF-16 code units from 0) in the input where the trouble begins. */
  position: number
}

/** Thrown inside the parser only; parseAddress turns it into an AddressRefusal. */
export class Refusal extends Error {
  readonly rule: AddressRule
  readonly position: number
  constructor(rule: AddressRule, position: number) {
    super(rule)
    this.rule = rule
    this.position = position
  }
}

/** Build the answer for a rule. */
export function refuse(rule: AddressRule, position: number): AddressRefusal {
  return { ok: false, rule, ...ADDRESS_RULES[rule], position }
}
