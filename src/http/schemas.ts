// Shapes that all routes share. Codecs translate on both sides: a handler reads and returns internal ids and Dates, the
// wire carries public ids and ISO texts. Object keys on the wire are snake_case.
import { z } from 'zod'
import { fromPublicId, toPublicId } from '../kernel/index.ts'

/** A public id with this prefix on the wire, the bare decimal string inside. Works in params, query, body and response. */
export function publicId(prefix: string) {
  const pattern = `^${prefix}_[0-9a-hjkmnp-tv-z]{13}$`
  return z
    .codec(z.string(), z.string(), {
      decode: (text, ctx) => {
        try {
          return fromPublicId(prefix, text)
        } catch {
          ctx.issues.push({ code: 'invalid_format', format: 'public_id', input: text, message: `is not an id like ${prefix}_…` })
          return z.NEVER
        }
      },
      encode: (id) => toPublicId(prefix, id),
    })
    .meta({ pattern, examples: [toPublicId(prefix, '1234567890123456789')] })
}

/** A moment: ISO 8601 in UTC on the wire, a Date inside. */
export const isoTime = z
  .codec(z.iso.datetime({ offset: true }), z.date(), { decode: (text) => new Date(text), encode: (date) => date.toISOString() })
  .meta({ type: 'string', format: 'date-time' })

/** A bigint or numeric count, which the driver hands over as text; a JSON number on the wire (exact up to 2^53). */
export const count = z.codec(z.number(), z.union([z.string(), z.number()]), { decode: (n) => n, encode: (v) => Number(v) }).meta({ type: 'integer' })

/** `?limit=&cursor=`, to be extended with filters: `pageQuery.extend({...})`. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Rows a page.'),
  cursor: z.string().max(1_000).optional().describe('next_cursor of the previous page.'),
})

/** The answer of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() })
}

/** Answer without a body (204). */
export const noContent = z.undefined().describe('Done.')

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    hint: z.string(),
    detail: z.string().optional(),
    request_id: z.string(),
    errors: z.array(z.object({ field: z.string(), rule: z.string(), message: z.string() })).optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Problem', description: 'A failure (RFC 9457). `code` is stable, texts may change.' })

export { problemSchema }
