// Cursors of lists: the sort key of the last row of a page, opaque to clients. They hold no secret and are not signed;
// every part is checked when it comes back and reaches SQL as a bound value only.
import { z } from 'zod'
import { httpErrors } from './errors.ts'

/** Packs the sort key of a page's last row. */
export function encodeCursor(parts: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(parts), 'utf8').toString('base64url')
}

/**
 * The inverse of encodeCursor, checked against the shape the list needs, e.g. `z.tuple([cursorId])`.
 * Undefined stays undefined (first page). Throws HTTP_CURSOR_INVALID for anything else.
 */
export function decodeCursor<T extends z.ZodType>(text: string | undefined, shape: T): z.output<T> | undefined {
  if (text === undefined || text === '') return undefined
  try {
    if (text.length > 1_000 || !/^[A-Za-z0-9_-]+$/.test(text)) throw new Error('alphabet')
    const bytes = Buffer.from(text, 'base64url')
    if (bytes.toString('base64url') !== text) throw new Error('not canonical')
    return shape.parse(JSON.parse(bytes.toString('utf8')))
  } catch (cause) {
    throw httpErrors.HTTP_CURSOR_INVALID({ cause })
  }
}

/** An id inside a cursor. */
export const cursorId = z.string().regex(/^\d{1,19}$/).refine((v) => BigInt(v) <= 9223372036854775807n)
/** A moment inside a cursor, to the microsecond as PostgreSQL writes it, or as ISO text. */
export const cursorTime = z.string().regex(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d(:?\d\d)?)$/)

/**
 * Cuts a page: ask the database for limit + 1 rows and hand them in. `key` gives the sort key of a row.
 */
export function toPage<R>(rows: readonly R[], limit: number, key: (row: R) => readonly (string | number | null)[]): { items: R[]; next_cursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next_cursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null }
}
