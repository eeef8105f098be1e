// Dates and moments: ISO 8601 and the forms that exports of spreadsheets have. What cannot be told apart is refused.
import { bad, good, type FieldResult } from './field-result.ts'

export type DateOrder = 'dmy' | 'mdy'

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}:?(?:\d{2})?)?)?$/i
const SHORT = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?)?$/i

/** A moment; texts without a zone are read as UTC. Seconds or milliseconds since 1970 are taken too. */
export function readMoment(text: string, order?: DateOrder): FieldResult<Date> {
  const iso = ISO.exec(text)
  if (iso) return build(+iso[1]!, +iso[2]!, +iso[3]!, +(iso[4] ?? 0), +(iso[5] ?? 0), +(iso[6] ?? 0), iso[7], iso[8])
  const short = SHORT.exec(text)
  if (short) return readShort(short, order)
  if (/^\d{10}$/.test(text)) return good(new Date(+text * 1000))
  if (/^\d{13}$/.test(text)) return good(new Date(+text))
  return bad('date_unknown')
}

/** A calendar day as `2024-12-31`. */
export function readDay(text: string, order?: DateOrder): FieldResult<string> {
  const moment = readMoment(text, order)
  return moment.ok ? good(moment.value.toISOString().slice(0, 10)) : moment
}

function readShort(m: RegExpExecArray, order: DateOrder | undefined): FieldResult<Date> {
  const a = +m[1]!
  const b = +m[3]!
  const isDayFirst = m[2] === '.' || a > 12 || (b <= 12 && (order === 'dmy' || a === b))
  if (!isDayFirst && b <= 12 && order !== 'mdy') return bad('date_ambiguous')
  let hour = +(m[5] ?? 0)
  const half = m[8]?.toLowerCase()
  if (half === 'pm' && hour < 12) hour += 12
  if (half === 'am' && hour === 12) hour = 0
  return build(+m[4]!, isDayFirst ? b : a, isDayFirst ? a : b, hour, +(m[6] ?? 0), +(m[7] ?? 0), undefined, undefined)
}

function build(year: number, month: number, day: number, hour: number, minute: number, second: number, fraction: string | undefined, zone: string | undefined): FieldResult<Date> {
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second, fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0))
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) return bad('date_unknown')
  const offset = zone && /^[+-]/.test(zone) ? zone.replace(':', '') : undefined
  const minutes = offset ? (offset.startsWith('-') ? -1 : 1) * (+offset.slice(1, 3) * 60 + +(offset.slice(3) || 0)) : 0
  return good(new Date(at.getTime() - minutes * 60_000))
}
