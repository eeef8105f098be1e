// Why a row is refused: a stable rule and what to do about it. Address rules come from the kernel, field rules from
// fields/; these are the ones about rows.
import { FIELD_RULES } from '../fields/field-result.ts'

export const ROW_RULES = {
  column_count: 'The row has another number of columns than the header; check delimiters and quotes.',
  unclosed_quote: 'A quote opens on the named line and never closes; double it or remove it.',
  text_after_quote: 'There is text behind a closing quote; double the quotes inside the field.',
  bad_encoding: 'The row has bytes that are not UTF-8; save the file as UTF-8 or name its encoding.',
  nul_byte: 'The row has a NUL byte; the file may be UTF-16 or damaged.',
  row_too_long: 'The row is longer than 1 MiB; check its quotes.',
  email_missing: 'The row has no e-mail address and no external id that is known.',
  person_erased: 'This person was erased by law and is not taken in again.',
  identity_conflict: 'Address and external id belong to two different contacts; look at both, they may be one person.',
  contact_erased: 'The contact was erased and cannot be changed.',
  external_id_too_long: 'External ids have at most 200 characters.',
} as const

export type Reject = { field: string; rule: string; hint: string }

/** A reject by row or field rule; `detail` goes before the hint (positions only, never a value). */
export function reject(field: string, rule: keyof typeof ROW_RULES | keyof typeof FIELD_RULES, detail = ''): Reject {
  const hint = (ROW_RULES as Record<string, string>)[rule] ?? FIELD_RULES[rule as keyof typeof FIELD_RULES]
  return { field, rule, hint: detail ? `${detail} ${hint}` : hint }
}
