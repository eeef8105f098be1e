// Reading one field: a value, or the rule it breaks. The same readers serve forms, the API and imports (DESIGN 4.9).

/** What people are told; never holds the value. Keys are stable and stand in import_reject.rule. */
export const FIELD_RULES = {
  country_unknown: 'Write the country as ISO code (DE, DEU) or by its name in English, German, French or Spanish.',
  language_unknown: 'Write the language as BCP 47 tag (en, pt-BR) or by its name.',
  timezone_unknown: 'Write the time zone as in the IANA list, e.g. Europe/Berlin.',
  phone_not_e164: 'Write the number with + and country code, or give a country so that it can be completed.',
  status_unknown: 'Use active, unconfirmed, unsubscribed, bounced, complained or suppressed, or yes and no.',
  date_unknown: 'Write dates as 2024-12-31 and moments as 2024-12-31T23:59:59Z.',
  date_ambiguous: 'Day and month cannot be told apart: write 2024-12-31, or say which comes first (date order).',
  date_out_of_range: 'Dates lie between 1900 and tomorrow.',
  too_long: 'Shorten the text.',
  control_character: 'Remove invisible control characters.',
  number_unknown: 'Write numbers with digits, an optional minus and a point for decimals.',
  boolean_unknown: 'Write yes or no, true or false, 1 or 0.',
  not_in_enum: 'Use one of the values that the attribute allows.',
  geo_unknown: 'Write latitude and longitude as 52.52,13.40.',
  json_unknown: 'Write valid JSON.',
  below_minimum: 'The number is below the smallest that the attribute allows.',
  above_maximum: 'The number is above the largest that the attribute allows.',
  pattern_mismatch: 'The text does not have the form that the attribute asks for.',
  wrong_type: 'The value has another type than the attribute.',
} as const

export type FieldRule = keyof typeof FIELD_RULES
export type FieldResult<T> = { ok: true; value: T } | { ok: false; rule: FieldRule }

export const good = <T>(value: T): FieldResult<T> => ({ ok: true, value })
export const bad = (rule: FieldRule): { ok: false; rule: FieldRule } => ({ ok: false, rule })

/** For matching words people write: lower case, no accents, one space between. */
export function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()
}

/** Remembers answers for texts that repeat in millions of rows (countries, zones); forgets all when it gets large. */
export function cached<T>(read: (text: string) => FieldResult<T>, size = 5_000): (text: string) => FieldResult<T> {
  const known = new Map<string, FieldResult<T>>()
  return (text) => {
    let answer = known.get(text)
    if (answer === undefined) {
      answer = read(text)
      if (known.size >= size) known.clear()
      if (text.length <= 200) known.set(text, answer)
    }
    return answer
  }
}
