// The segment language a second time, as plainly as it can be said: a loop over rows in memory, no SQL. The property
// test holds the compiler against it. Shares nothing with the compiler but the types of the language and time.ts.
import { createHash } from 'node:crypto'
import { toPublicId } from '../../kernel/index.ts'
import type { AttributeCondition, Condition, EventDetails, EventName, FieldCondition, Scalar, SegmentDefinition, When } from '../language.ts'
import { resolveDays, resolveMoments, type Moments, type TimeFrame } from '../time.ts'

export type Happening = { contactId: string; type: string; at: Date; campaignId: string | null; providerId: string | null; link: number | null; country: string | null; region: string | null; city: string | null; mailboxProvider: string | null; bot: boolean; hard: boolean | null }
export type Person = {
  id: string
  status: string
  mergedInto: string | null
  country: string | null
  region: string | null
  city: string | null
  language: string | null
  timezone: string | null
  emailDomain: string
  sourceId: string
  createdAt: Date
  lastSentAt: Date | null
  attributes: Record<string, unknown>
  provenance: Record<string, { observed_at: string }>
  lists: { listId: string; addedAt: Date }[]
  consents: { purpose: string; channel: string; state: string; since: Date }[]
  suppressed: boolean
}
export type World = TimeFrame & { people: Person[]; happenings: Happening[]; launchedCampaigns: string[]; segments: Map<string, SegmentDefinition> }

const within = (at: Date | null, range: Moments): boolean => at !== null && (!range.from || at >= range.from) && (!range.until || at < range.until)
const arr = <T>(v: T | T[] | undefined): T[] => (v === undefined ? [] : Array.isArray(v) ? v : [v])

function compare(op: string, left: number | string, value: unknown): boolean {
  const v = value as number | string
  if (op === 'between') return left >= (value as (number | string)[])[0]! && left <= (value as (number | string)[])[1]!
  return op === 'lt' ? left < v : op === 'lte' ? left <= v : op === 'gt' ? left > v : op === 'gte' ? left >= v : left === v
}

function text(op: string, left: string | null, value: unknown): boolean {
  const is = left !== null && left !== ''
  const low = (left ?? '').toLowerCase()
  if (op === 'is_empty') return !is
  if (op === 'is_not_empty') return is
  if (op === 'ne') return left !== value
  if (op === 'not_in') return left === null || !(value as string[]).includes(left)
  if (op === 'not_contains') return !low.includes(String(value).toLowerCase())
  if (left === null) return false
  if (op === 'eq') return left === value
  if (op === 'in') return (value as string[]).includes(left)
  const needle = String(value).toLowerCase()
  return op === 'contains' ? low.includes(needle) : op === 'starts_with' ? low.startsWith(needle) : low.endsWith(needle)
}

/** The range an operator on moments means: a date is a whole day. */
function momentOf(op: string, value: unknown, w: World): Moments {
  const [a, z] = arr(value as string | string[]) as [string, string]
  const day = resolveMoments({ between: [a, a] }, w)
  const next = a.length === 10 ? day.until! : new Date(day.until!.getTime() + 1)
  if (op === 'lt') return { until: day.from! }
  if (op === 'lte') return { until: next }
  if (op === 'gt') return { from: next }
  return op === 'gte' ? { from: day.from! } : resolveMoments({ between: [a, z] }, w)
}

function datetime(c: { op?: string; value?: unknown; when?: When }, at: Date | null, w: World): boolean {
  if (c.when) return within(at, resolveMoments(c.when, w))
  if (c.op === 'is_empty') return at === null
  return c.op === 'is_not_empty' ? at !== null : within(at, momentOf(c.op!, c.value, w))
}

function field(c: FieldCondition, p: Person, w: World): boolean {
  if (c.field === 'created_at') return datetime(c, p.createdAt, w)
  if (c.field === 'last_sent_at') return datetime(c, p.lastSentAt, w)
  const value = { country: p.country, region: p.region, city: p.city, language: p.language, timezone: p.timezone, status: p.status, email_domain: p.emailDomain, source: toPublicId('src', p.sourceId) }[c.field]
  return text(c.op!, value, c.value)
}

function attribute(c: AttributeCondition, p: Person, w: World): boolean {
  const raw = p.attributes[c.attribute]
  const op = c.op ?? ''
  const wanted: Record<string, (v: unknown) => boolean> = {
    number: (v) => typeof v === 'number', boolean: (v) => typeof v === 'boolean', set: Array.isArray,
    date: (v) => typeof v === 'string' && v !== '', datetime: (v) => typeof v === 'string' && v !== '', text: (v) => typeof v === 'string', enum: (v) => typeof v === 'string',
  }
  const value = wanted[c.type!]!(raw) ? raw : null
  if (c.type === 'text' || c.type === 'enum') return text(op, value as string | null, c.value)
  const empty = value === null || (Array.isArray(value) && value.length === 0)
  if (op === 'is_empty') return empty
  if (op === 'is_not_empty') return !empty
  if (c.type === 'set') {
    const has = (v: Scalar): boolean => value !== null && (value as Scalar[]).includes(v)
    if (op === 'not_contains') return !has(c.value as Scalar)
    return op === 'contains_all' ? value !== null && arr(c.value as Scalar[]).every(has) : arr(c.value as Scalar | Scalar[]).some(has)
  }
  if (op === 'ne') return value !== c.value
  if (op === 'not_in') return value === null || !(c.value as Scalar[]).includes(value as Scalar)
  if (value === null) return false
  if (op === 'in') return (c.value as Scalar[]).includes(value as Scalar)
  if (c.type === 'datetime') return datetime(c as { op?: string; value?: unknown; when?: When }, new Date(value as string), w)
  if (c.when) {
    const days = resolveDays(c.when, w)
    const d = String(value).slice(0, 10)
    return (!days.from || d >= days.from) && (!days.to || d <= days.to)
  }
  return c.type === 'boolean' ? value === c.value : compare(op, value as number | string, c.value)
}

function matches(e: Happening, event: EventName, d: EventDetails, w: World): boolean {
  if (e.type !== (event === 'received' ? 'sent' : event)) return false
  if (d.when && !within(e.at, resolveMoments(d.when, w))) return false
  if (d.campaign !== undefined && !(e.campaignId && arr(d.campaign).includes(toPublicId('cmp', e.campaignId)))) return false
  if (d.last_campaigns !== undefined && !(e.campaignId && w.launchedCampaigns.slice(-d.last_campaigns).includes(e.campaignId))) return false
  if (d.link !== undefined && e.link !== d.link) return false
  if (d.provider !== undefined && !(e.providerId && arr(d.provider).includes(toPublicId('prv', e.providerId)))) return false
  if (d.hard !== undefined && e.hard !== d.hard) return false
  if ((d.bots ?? 'exclude') !== 'include' && e.bot !== (d.bots === 'only')) return false
  const places = { country: e.country, region: e.region, city: e.city, mailbox_provider: e.mailboxProvider }
  return Object.entries(places).every(([k, v]) => d[k as 'country'] === undefined || (v !== null && arr(d[k as 'country']).includes(v)))
}

function count(p: Person, event: EventName, d: EventDetails, w: World): number {
  const ids = new Set([p.id, ...w.people.filter((o) => o.mergedInto === p.id).map((o) => o.id)])
  return w.happenings.filter((e) => ids.has(e.contactId) && matches(e, event, d, w)).length
}

/** A person and whoever was merged into it. */
const kin = (p: Person, w: World): Person[] => [p, ...w.people.filter((o) => o.mergedInto === p.id)]

export const isMailable = (p: Person): boolean => p.status === 'active' && !p.suppressed
const share = (p: Person, seed: string): string => createHash('sha256').update(`${seed}:${p.id}`).digest('hex')

function holds(c: Condition, p: Person, w: World): boolean {
  if ('all' in c) return c.all.every((k) => holds(k, p, w))
  if ('any' in c) return c.any.some((k) => holds(k, p, w))
  if ('not' in c) return !holds(c.not, p, w)
  if ('field' in c) return field(c, p, w)
  if ('attribute' in c) return attribute(c, p, w)
  if ('changed' in c) return within(p.provenance[c.changed] ? new Date(p.provenance[c.changed]!.observed_at) : null, resolveMoments(c.when, w))
  if ('list' in c) return kin(p, w).flatMap((k) => k.lists).some((l) => toPublicId('lst', l.listId) === c.list && (!c.added || within(l.addedAt, resolveMoments(c.added, w))))
  if ('consent' in c) {
    const rows = kin(p, w).flatMap((k) => k.consents).filter((s) => s.purpose === c.consent && s.channel === (c.channel ?? 'email') && (c.state === 'none' || s.state === (c.state ?? 'given')) && (!c.since || within(s.since, resolveMoments(c.since, w))))
    return (rows.length > 0) !== (c.state === 'none')
  }
  if ('did' in c) {
    const n = count(p, c.did, c, w)
    return n >= (c.times?.at_least ?? (c.times ? 0 : 1)) && n <= (c.times?.at_most ?? Infinity)
  }
  if ('did_not' in c) return count(p, c.did_not, c, w) === 0
  if ('segment' in c) return naiveSegment(w.segments.get(c.segment)!, w).includes(p.id)
  if ('sample' in c) return Number.parseInt(share(p, c.sample.seed ?? '').slice(0, 8), 16) < Math.floor((c.sample.percent / 100) * 2 ** 32)
  if ('mailable' in c) return isMailable(p) === c.mailable
  return true
}

function rank(p: Person, by: string, seed: string, w: World): number | string | null {
  if (by === 'random') return share(p, seed)
  if (by === 'created_at') return p.createdAt.getTime()
  if (by === 'last_sent_at') return p.lastSentAt?.getTime() ?? null
  const type = by.endsWith('open_at') || by === 'open_count' ? 'opened' : 'clicked'
  const ids = new Set([p.id, ...w.people.filter((o) => o.mergedInto === p.id).map((o) => o.id)])
  const mine = w.happenings.filter((e) => ids.has(e.contactId) && e.type === type && !e.bot)
  const any = w.happenings.some((e) => ids.has(e.contactId))
  if (by.endsWith('_count')) return any ? mine.length : null
  return mine.length > 0 ? Math.max(...mine.map((e) => e.at.getTime())) : null
}

/** The ids of everybody in the segment, sorted. */
export function naiveSegment(definition: SegmentDefinition, w: World, mailable = false): string[] {
  const found = w.people.filter((p) => p.mergedInto === null && p.status !== 'erased' && (!mailable || isMailable(p)) && holds(definition.where, p, w))
  const { limit } = definition
  if (limit) {
    const keyed = found.map((p) => ({ p, key: rank(p, limit.by ?? 'created_at', limit.seed ?? '', w) }))
    const sign = limit.order === 'asc' ? 1 : -1
    keyed.sort((x, y) => {
      if (x.key === null || y.key === null) return x.key === y.key ? byId(x.p.id, y.p.id) : x.key === null ? 1 : -1
      return x.key === y.key ? byId(x.p.id, y.p.id) : x.key < y.key ? -sign : sign
    })
    return keyed.slice(0, limit.count).map((k) => k.p.id).sort(byId)
  }
  return found.map((p) => p.id).sort(byId)
}

export const byId = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0)
