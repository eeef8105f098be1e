// Comparisons of one expression with bound values. Each answers an expression that may be NULL when the value is empty;
// the caller says what a negation means (`is not true`), so that "not CA" finds people without a region too.
import type { AttributeCondition, FieldCondition, Operator, Scalar } from '../language.ts'
import type { Builder } from './builder.ts'
import { resolveDays, resolveMoments, type Days, type Moments, type TimeFrame } from '../time.ts'

const COMPARE: Partial<Record<Operator, string>> = { lt: '<', lte: '<=', gt: '>', gte: '>=' }
const many = (value: unknown): Scalar[] => (Array.isArray(value) ? (value as Scalar[]) : [value as Scalar])

/** Text: exact but for contains, starts_with and ends_with. */
export function textTest(b: Builder, x: string, op: Operator, value: unknown): string {
  const one = (): string => b.bind(value, 'text')
  switch (op) {
    case 'eq': return `${x} = ${one()}`
    case 'ne': return `(${x} = ${one()}) is not true`
    case 'in': return `${x} = any (${b.bind(value, 'text[]')})`
    case 'not_in': return `(${x} = any (${b.bind(value, 'text[]')})) is not true`
    case 'contains': return `strpos(lower(${x}), lower(${one()})) > 0`
    case 'not_contains': return `(strpos(lower(${x}), lower(${one()})) > 0) is not true`
    case 'starts_with': return `starts_with(lower(${x}), lower(${one()}))`
    case 'ends_with': return `right(lower(${x}), length(lower(${one()}))) = lower(${one()})`
    case 'is_empty': return `coalesce(${x}, '') = ''`
    case 'is_not_empty': return `coalesce(${x}, '') <> ''`
    default: throw new Error(`operator ${op} on text`)
  }
}

export function momentRange(b: Builder, x: string, range: Moments): string {
  const parts: string[] = []
  if (range.from) parts.push(`${x} >= ${b.bind(range.from, 'timestamptz')}`)
  if (range.until) parts.push(`${x} < ${b.bind(range.until, 'timestamptz')}`)
  return parts.length > 0 ? parts.join(' and ') : `${x} is not null`
}

/** Moments: lt and gt compare with the begin of a day, lte and between take the whole day in. */
export function datetimeRange(c: { op?: Operator; value?: unknown; when?: FieldCondition['when'] }, frame: TimeFrame): Moments | 'empty' | 'not_empty' {
  if (c.when) return resolveMoments(c.when, frame)
  if (c.op === 'is_empty') return 'empty'
  if (c.op === 'is_not_empty') return 'not_empty'
  const [a, z] = many(c.value).map(String) as [string, string]
  const whole = (text: string): Moments => resolveMoments({ between: [text, text] }, frame)
  if (c.op === 'lt') return { until: whole(a).from! }
  if (c.op === 'lte') return { until: after(whole(a), a) }
  if (c.op === 'gt') return { from: after(whole(a), a) }
  if (c.op === 'gte') return { from: whole(a).from! }
  return resolveMoments({ between: [a, z] }, frame)
}

/** The first moment after a day, or after a millisecond. */
const after = (range: Moments, text: string): Date => (text.length === 10 ? range.until! : new Date(range.until!.getTime() + 1))

export function datetimeTest(b: Builder, x: string, c: FieldCondition, frame: TimeFrame): string {
  const range = datetimeRange(c, frame)
  if (range === 'empty') return `${x} is null`
  return range === 'not_empty' ? `${x} is not null` : momentRange(b, x, range)
}

/** A plain attribute in the jsonb of the profile `p`. Values of another type than declared count as empty. */
export function attributeTest(b: Builder, p: string, c: AttributeCondition, frame: TimeFrame): string {
  const key = b.bind(c.attribute, 'text')
  const json = `${p}.attributes -> ${key}`
  const plain = `${p}.attributes ->> ${key}`
  const typed = (type: string, test: string): string => `jsonb_typeof(${json}) = '${type}' and ${test}`
  const op = c.op!
  switch (c.type) {
    case 'number':
      return typed('number', numberTest(b, json, op, c.value))
    case 'boolean':
      return op === 'is_not_empty' ? `jsonb_typeof(${json}) = 'boolean'` : typed('boolean', `${json} = to_jsonb(${b.bind(c.value, 'boolean')})`)
    case 'set':
      return typed('array', setTest(b, `(${json})`, op, c.value))
    case 'date':
      return typed('string', dayTest(b, `left(${plain}, 10)`, c, frame))
    case 'datetime':
      return typed('string', stampTest(b, `left(${plain}, 19)`, c, frame))
    default:
      return typed('string', textTest(b, `(${plain})`, op, c.value))
  }
}

function numberTest(b: Builder, json: string, op: Operator, value: unknown): string {
  const n = (v: unknown): string => `to_jsonb(${b.bind(v, 'numeric')})`
  if (op === 'is_not_empty') return 'true'
  if (op === 'in') return `${json} = any (array(select to_jsonb(v) from unnest(${b.bind(value, 'numeric[]')}) v))`
  if (op === 'between') return `${json} >= ${n(many(value)[0])} and ${json} <= ${n(many(value)[1])}`
  return `${json} ${COMPARE[op] ?? '='} ${n(value)}`
}

function setTest(b: Builder, json: string, op: Operator, value: unknown): string {
  if (op === 'is_not_empty') return `${json} <> '[]'::jsonb`
  if (op === 'contains') return `${json} ? ${b.bind(value, 'text')}`
  return `${json} ${op === 'contains_all' ? '?&' : '?|'} ${b.bind(value, 'text[]')}`
}

const inDays = (b: Builder, x: string, days: Days): string => {
  const parts: string[] = []
  if (days.from) parts.push(`${x} >= ${b.bind(days.from, 'text')} collate "C"`)
  if (days.to) parts.push(`${x} <= ${b.bind(days.to, 'text')} collate "C"`)
  return parts.join(' and ')
}

function dayTest(b: Builder, x: string, c: AttributeCondition, frame: TimeFrame): string {
  if (c.when) return inDays(b, x, resolveDays(c.when, frame))
  if (c.op === 'is_not_empty') return `${x} <> ''`
  if (c.op === 'between') return inDays(b, x, { from: String(many(c.value)[0]), to: String(many(c.value)[1]) })
  return `${x} ${COMPARE[c.op!] ?? '='} ${b.bind(c.value, 'text')} collate "C"`
}

/** Moments in jsonb are ISO texts in UTC; the first 19 characters order by second, whatever follows. */
const stamp = (at: Date): string => at.toISOString().slice(0, 19)

function stampTest(b: Builder, x: string, c: AttributeCondition, frame: TimeFrame): string {
  const range = datetimeRange(c, frame)
  if (range === 'empty' || range === 'not_empty') return `${x} <> ''`
  const parts: string[] = []
  if (range.from) parts.push(`${x} >= ${b.bind(stamp(range.from), 'text')} collate "C"`)
  if (range.until) parts.push(`${x} < ${b.bind(stamp(range.until), 'text')} collate "C"`)
  return parts.join(' and ') || `${x} <> ''`
}
