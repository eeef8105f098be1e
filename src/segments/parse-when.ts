// The shape of a time in the language; exactly one key.
import { z } from 'zod'
import { DURATION_UNITS, PERIODS } from './language.ts'

const WHEN_KEYS = ['last', 'next', 'older_than', 'since', 'before', 'between', 'on', 'period'] as const

const amount = z.number().int().min(1).max(100_000)
const duration = z
  .strictObject(Object.fromEntries(DURATION_UNITS.map((u) => [u, amount.optional()])) as Record<(typeof DURATION_UNITS)[number], z.ZodOptional<z.ZodNumber>>)
  .refine((d) => Object.values(d).filter((v) => v !== undefined).length === 1, { message: 'needs exactly one unit', params: { allowed: DURATION_UNITS } })

// Four-digit years only: PostgreSQL and JavaScript agree on them.
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/, 'is not a date or time like 2026-01-31 or 2026-01-31T14:30:00')
  .refine((v) => !Number.isNaN(Date.parse(v.length === 10 ? `${v}T00:00:00Z` : v)), 'is not a date of the calendar')
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a date like 2026-01-31').refine((v) => !Number.isNaN(Date.parse(`${v}T00:00:00Z`)), 'is not a date of the calendar')

const shape = z.strictObject({
  last: duration.optional(),
  next: duration.optional(),
  older_than: duration.optional(),
  since: moment.optional(),
  before: moment.optional(),
  between: z.tuple([moment, moment]).refine(([a, b]) => a <= b, 'ends before it begins').optional(),
  on: day.optional(),
  period: z.enum(PERIODS).optional(),
})

/** A time: one of the eight forms. */
export const whenSchema = shape.refine((w) => Object.values(w).filter((v) => v !== undefined).length === 1, { message: 'needs exactly one form of time', params: { allowed: WHEN_KEYS } })
