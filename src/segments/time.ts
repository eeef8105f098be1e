// Times of the language as ranges: of moments for columns and events, of days for date attributes. All in the
// workspace's zone, with calendar arithmetic (a day has 23 or 25 hours when the clocks change).
import { DateTime, type DateTimeUnit } from 'luxon'
import type { Duration, Period, When } from './language.ts'

/** from <= t < until; a missing end is open. */
export type Moments = { from?: Date; until?: Date }
/** from <= day <= to, as YYYY-MM-DD; a missing end is open. */
export type Days = { from?: string; to?: string }
export type TimeFrame = { now: Date; timezone: string }

const local = (frame: TimeFrame): DateTime => DateTime.fromJSDate(frame.now).setZone(frame.timezone)

/** A date is the begin of that day in the zone; a time without offset is read in the zone. */
export function readMoment(text: string, frame: TimeFrame): DateTime {
  return DateTime.fromISO(text, { zone: frame.timezone })
}

function period(name: Period, frame: TimeFrame): [DateTime, DateTime] {
  const today = local(frame).startOf('day')
  if (name === 'today') return [today, today.plus({ days: 1 })]
  if (name === 'yesterday') return [today.minus({ days: 1 }), today]
  const unit = name.slice(5) as DateTimeUnit // this_week -> week; weeks begin on Monday (ISO 8601)
  const begin = local(frame).startOf(unit)
  const step: Duration & { quarters?: number } = unit === 'quarter' ? { quarters: 1 } : { [`${unit}s`]: 1 }
  return name.startsWith('this') ? [begin, begin.plus(step)] : [begin.minus(step), begin]
}

function endOf(text: string, frame: TimeFrame): DateTime {
  const at = readMoment(text, frame)
  return text.length === 10 ? at.plus({ days: 1 }) : at
}

/** The range of moments a time means. `last` has no upper end, since nothing has happened in the future. */
export function resolveMoments(when: When, frame: TimeFrame): Moments {
  const now = local(frame)
  if ('last' in when) return { from: now.minus(when.last).toJSDate() }
  if ('next' in when) return { from: frame.now, until: now.plus(when.next).toJSDate() }
  if ('older_than' in when) return { until: now.minus(when.older_than).toJSDate() }
  if ('since' in when) return { from: readMoment(when.since, frame).toJSDate() }
  if ('before' in when) return { until: readMoment(when.before, frame).toJSDate() }
  if ('between' in when) return { from: readMoment(when.between[0], frame).toJSDate(), until: endOf(when.between[1], frame).toJSDate() }
  const [from, until] = 'on' in when ? [readMoment(when.on, frame), endOf(when.on, frame)] : period(when.period, frame)
  return { from: from.toJSDate(), until: until.toJSDate() }
}

const day = (at: DateTime): string => at.toISODate()!

/** The range of days a time means, for attributes that are dates. */
export function resolveDays(when: When, frame: TimeFrame): Days {
  const now = local(frame)
  if ('last' in when) return { from: day(now.minus(when.last)), to: day(now) }
  if ('next' in when) return { from: day(now), to: day(now.plus(when.next)) }
  if ('older_than' in when) return { to: day(now.minus(when.older_than).minus({ days: 1 })) }
  if ('since' in when) return { from: day(readMoment(when.since, frame)) }
  if ('before' in when) return { to: day(readMoment(when.before, frame).minus({ days: 1 })) }
  if ('between' in when) return { from: day(readMoment(when.between[0], frame)), to: day(readMoment(when.between[1], frame)) }
  if ('on' in when) return { from: when.on, to: when.on }
  const [from, until] = period(when.period, frame)
  return { from: day(from), to: day(until.minus({ days: 1 })) }
}
