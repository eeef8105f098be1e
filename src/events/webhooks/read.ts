/** Reading JSON that somebody else wrote: wrong types give null, never an exception. */

export type Json = Readonly<Record<string, unknown>>

/** Whole numbers beyond 2^53 (Mailjet's message ids) stay exact: they become strings. Throws SyntaxError. */
export function parseJson(text: string): unknown {
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown)
}

function exact(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d{1,40}$/.test(context?.source ?? '') ? context?.source : value
}

export function obj(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A text, or a number written as one; null for anything else and for the empty text. */
export function str(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

export function num(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** True for true, 1, "1", "true"; providers write booleans in all these ways. */
export function flag(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || (typeof value === 'string' && value.toLowerCase() === 'true')
}

/** The first of the names that holds a text. */
export function first(from: Json, ...names: string[]): string | null {
  for (const name of names) {
    const value = str(from[name])
    if (value !== null) return value
  }
  return null
}

/** "Ann <ann@example.com>" or the bare address; null when there is no @. */
export function address(value: unknown): string | null {
  const text = str(value)
  const bare = (/<([^<>]{1,400})>\s*$/.exec(text ?? '')?.[1] ?? text ?? '').trim()
  return bare.includes('@') ? bare : null
}

/** An address as the provider wrote it, even if it is none: it says whom the event is about. */
export function recipientOf(value: unknown): string | null {
  return address(value) ?? str(value)?.trim() ?? null
}

/** ISO text from an ISO text, or from a number of seconds or milliseconds since 1970; null outside 2000 to 2200. */
export function time(value: unknown): string | null {
  const number = num(value)
  const date = number === null ? parseDate(str(value)) : new Date(Math.round(number < 1e11 ? number * 1000 : number))
  const ms = date?.getTime() ?? Number.NaN
  return ms >= 946_684_800_000 && ms < 7_258_118_400_000 ? new Date(ms).toISOString() : null
}

/** A time without a zone is taken for UTC; the machine's own zone must not matter. */
function parseDate(text: string | null): Date | null {
  if (text === null) return null
  const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text) ? `${text.replace(' ', 'T')}Z` : text
  return new Date(iso)
}

/** Flat texts of an object: what a sender's own arguments are, at most 100 of 2,000 characters. */
export function texts(value: unknown, without: ReadonlySet<string> = new Set()): Record<string, string> {
  const entries = Object.entries(obj(value)).flatMap(([key, item]): [string, string][] => {
    const text = str(Array.isArray(item) ? item[0] : typeof item === 'boolean' ? String(item) : item)
    return text === null || without.has(key) || key.length > 200 ? [] : [[key, text.slice(0, 2000)]]
  })
  return Object.fromEntries(entries.slice(0, 100))
}

/** A JSON object inside a text, or the empty one. */
export function inner(value: unknown): Json {
  if (typeof value !== 'string') return obj(value)
  try {
    return obj(parseJson(value))
  } catch {
    return {}
  }
}
