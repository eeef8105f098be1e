// Random definitions in the segment language over the values of a small world.
import fc from 'fast-check'
import { toPublicId } from '../../kernel/index.ts'
import { EVENTS, OPERATORS, PERIODS, type Condition, type SegmentDefinition, type When } from '../language.ts'
import { POOLS, type Ids } from './world.ts'

const pick = <T>(from: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...from)
const some = <T>(from: readonly T[]): fc.Arbitrary<T[]> => fc.uniqueArray(pick(from), { minLength: 1, maxLength: 3 })

const when = (now: Date): fc.Arbitrary<When> => {
  const date = fc.integer({ min: -45, max: 3 }).map((d) => new Date(now.getTime() + d * 86_400_000).toISOString().slice(0, 10))
  const moment = fc.oneof(date, fc.integer({ min: -45 * 86_400, max: 86_400 }).map((s) => new Date(now.getTime() + s * 1000).toISOString()), date.map((d) => `${d}T14:30`))
  const duration = fc.oneof(fc.integer({ min: 1, max: 40 }).map((days) => ({ days })), fc.integer({ min: 1, max: 5 }).map((weeks) => ({ weeks })), fc.integer({ min: 1, max: 500 }).map((hours) => ({ hours })), fc.constant({ months: 1 }))
  return fc.oneof(
    duration.map((last): When => ({ last })), duration.map((older_than): When => ({ older_than })), duration.map((next): When => ({ next })), moment.map((since): When => ({ since })), moment.map((before): When => ({ before })),
    fc.tuple(moment, moment).map(([a, b]): When => ({ between: a < b ? [a, b] : [b, a] })), date.map((on): When => ({ on })), pick(PERIODS).map((period): When => ({ period })),
  )
}

const textLeaf = (base: object, pool: readonly string[]): fc.Arbitrary<Condition> =>
  pick(OPERATORS.text).chain((op) => {
    if (op === 'is_empty' || op === 'is_not_empty') return fc.constant({ ...base, op } as Condition)
    if (op === 'in' || op === 'not_in') return some(pool).map((value) => ({ ...base, op, value }) as Condition)
    const part = pick(pool).chain((v) => fc.tuple(fc.integer({ min: 0, max: Math.max(0, v.length - 2) }), fc.boolean()).map(([i, up]) => (up ? v.slice(i).toUpperCase() : v.slice(0, i + 2))))
    return (op === 'eq' || op === 'ne' ? pick(pool) : part).map((value) => ({ ...base, op, value }) as Condition)
  })

const numberLeaf = (base: object): fc.Arbitrary<Condition> => {
  const n = pick([0, 1, 5, 7.5, 10, 100, 3])
  return pick(OPERATORS.number).chain((op) => {
    if (op.endsWith('empty')) return fc.constant({ ...base, op } as Condition)
    if (op === 'in' || op === 'not_in') return fc.uniqueArray(n, { minLength: 1 }).map((value) => ({ ...base, op, value }) as Condition)
    if (op === 'between') return fc.tuple(n, n).map(([a, b]) => ({ ...base, op, value: [Math.min(a, b), Math.max(a, b)] }) as Condition)
    return n.map((value) => ({ ...base, op, value }) as Condition)
  })
}

const dayLeaf = (base: object, kind: 'date' | 'datetime', now: Date): fc.Arbitrary<Condition> => {
  const date = fc.integer({ min: -45, max: 3 }).map((d) => new Date(now.getTime() + d * 86_400_000).toISOString().slice(0, 10))
  const ops = pick(OPERATORS[kind]).chain((op) => {
    if (op.endsWith('empty')) return fc.constant({ ...base, op } as Condition)
    if (op === 'between') return fc.tuple(date, date).map(([a, b]) => ({ ...base, op, value: a < b ? [a, b] : [b, a] }) as Condition)
    return date.map((value) => ({ ...base, op, value }) as Condition)
  })
  // Attributes that are moments are compared by the second; relative times with milliseconds would differ in the last one.
  const whole = when(now).filter((w) => kind === 'date' || 'field' in base || 'on' in w || 'period' in w || 'between' in w)
  return fc.oneof(ops, whole.map((w) => ({ ...base, when: w }) as Condition))
}

const setLeaf: fc.Arbitrary<Condition> = pick(OPERATORS.set).chain((op) => {
  const base = { attribute: 'tags', type: 'set', op }
  if (op.endsWith('empty')) return fc.constant(base as Condition)
  return op === 'contains' || op === 'not_contains' ? pick(POOLS.tags).map((value) => ({ ...base, value }) as Condition) : some(POOLS.tags).map((value) => ({ ...base, value }) as Condition)
})

const eventLeaf = (ids: Ids, now: Date): fc.Arbitrary<Condition> => {
  const optional = <T>(a: fc.Arbitrary<T>, freq = 4): fc.Arbitrary<T | undefined> => fc.option(a, { nil: undefined, freq })
  const details = fc.record({
    when: fc.option(when(now), { nil: undefined, freq: 1 }), audience: optional(fc.oneof(some(ids.campaigns).map((c) => ({ campaign: c.map((i) => toPublicId('cmp', i)) })), fc.integer({ min: 1, max: 4 }).map((n) => ({ last_campaigns: n }))), 1),
    link: optional(fc.integer({ min: 1, max: 3 })), provider: optional(pick(ids.providers).map((i) => toPublicId('prv', i))), country: optional(pick(POOLS.country)), region: optional(some(POOLS.region)), city: optional(pick(POOLS.city)),
    mailbox_provider: optional(pick(POOLS.mailboxProvider)), hard: optional(fc.boolean(), 6), bots: optional(pick(['exclude', 'include', 'only'] as const)),
  })
  const times = optional(fc.oneof(fc.integer({ min: 1, max: 4 }).map((at_least) => ({ at_least })), fc.integer({ min: 0, max: 3 }).map((at_most) => ({ at_most })), fc.constant({ at_least: 1, at_most: 2 })), 2)
  return fc.tuple(pick(EVENTS), fc.boolean(), details, times).map(([event, negative, { audience, ...d }, t]) => {
    const rest = Object.fromEntries(Object.entries({ ...d, ...audience }).filter(([k, v]) => v !== undefined && !(k === 'hard' && event !== 'bounced') && !(k === 'link' && event !== 'clicked') && !(k === 'bots' && event !== 'opened' && event !== 'clicked')))
    return (negative ? { did_not: event, ...rest } : { did: event, ...rest, ...(t ? { times: t } : {}) }) as Condition
  })
}

function leafArbitrary(ids: Ids, now: Date, segments: string[]): fc.Arbitrary<Condition> {
  const optionalWhen = fc.option(when(now), { nil: undefined })
  const clean = (c: object): Condition => Object.fromEntries(Object.entries(c).filter(([, v]) => v !== undefined)) as Condition
  return fc.oneof(
    { weight: 3, arbitrary: fc.oneof(...(['country', 'region', 'city', 'language', 'timezone', 'status'] as const).map((f) => textLeaf({ field: f }, POOLS[f])), textLeaf({ field: 'email_domain' }, POOLS.emailDomain)) },
    { weight: 1, arbitrary: pick(['eq', 'ne', 'in', 'not_in'] as const).chain((op) => pick(ids.sources).map((s) => ({ field: 'source', op, value: op.endsWith('in') ? [toPublicId('src', s)] : toPublicId('src', s) }) as Condition)) },
    { weight: 2, arbitrary: fc.oneof(dayLeaf({ field: 'created_at' }, 'datetime', now), dayLeaf({ field: 'last_sent_at' }, 'datetime', now)) },
    { weight: 3, arbitrary: fc.oneof(textLeaf({ attribute: 'plan', type: 'enum' }, POOLS.plan), numberLeaf({ attribute: 'points', type: 'number' }), setLeaf, dayLeaf({ attribute: 'birthday', type: 'date' }, 'date', now), dayLeaf({ attribute: 'renewed', type: 'datetime' }, 'datetime', now)) },
    { weight: 1, arbitrary: fc.tuple(pick(['eq', 'ne'] as const), fc.boolean()).map(([op, value]) => ({ attribute: 'vip', type: 'boolean', op, value }) as Condition) },
    { weight: 1, arbitrary: fc.tuple(pick(['plan', 'city']), when(now).filter((w) => 'on' in w || 'period' in w)).map(([changed, w]) => ({ changed, when: w }) as Condition) },
    { weight: 2, arbitrary: fc.tuple(pick(ids.lists), optionalWhen).map(([l, added]) => clean({ list: toPublicId('lst', l), added })) },
    { weight: 2, arbitrary: fc.tuple(pick(POOLS.purpose), fc.option(pick(['email', 'sms'] as const), { nil: undefined }), fc.option(pick(['given', 'withdrawn', 'none'] as const), { nil: undefined }), optionalWhen).map(([consent, channel, state, since]) => clean({ consent, channel, state, since })) },
    { weight: 6, arbitrary: eventLeaf(ids, now) },
    { weight: 1, arbitrary: fc.tuple(pick([10, 33.3, 50, 100]), pick(['', 'a'])).map(([percent, seed]) => ({ sample: { percent, seed } }) as Condition) },
    { weight: 1, arbitrary: fc.boolean().map((mailable) => ({ mailable })) },
    ...(segments.length > 0 ? [{ weight: 2, arbitrary: pick(segments).map((segment): Condition => ({ segment })) }] : []),
  )
}

/** Random definitions; `segments` are public ids that may be referred to. */
export function definitionArbitrary(ids: Ids, now: Date, segments: string[]): fc.Arbitrary<SegmentDefinition> {
  const leaf = leafArbitrary(ids, now, segments)
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
      fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
      tie('condition').map((not): Condition => ({ not })),
    ),
  }))
  const limit = fc.record({ count: fc.integer({ min: 1, max: 20 }), by: pick(['created_at', 'last_sent_at', 'last_open_at', 'last_click_at', 'open_count', 'click_count', 'random'] as const), order: pick(['asc', 'desc'] as const) })
  return fc.tuple(condition, fc.option(limit, { nil: undefined, freq: 6 })).map(([where, l]) => ({ version: 1, where, ...(l ? { limit: l } : {}) }))
}
