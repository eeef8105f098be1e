// What a contact did, as a set of contacts: from the kept last times and counts where they answer, from first touches
// for one campaign, else from the events.
import type { DidCondition, DidNotCondition, EventDetails, EventName } from '../language.ts'
import { fromPublicId } from '../../kernel/index.ts'
import { resolveMoments, type TimeFrame } from '../time.ts'
import type { Builder } from './builder.ts'
import { peopleSet, type RowSource } from './people.ts'
import { momentRange } from './values.ts'

const KEPT: Partial<Record<EventName, { last: string; count: string; index?: string }>> = {
  received: { last: 'last_sent_at', count: 'sent_count' },
  opened: { last: 'last_open_at', count: 'open_count', index: 'contact_engagement_open_ix' },
  clicked: { last: 'last_click_at', count: 'click_count', index: 'contact_engagement_click_ix' },
}
/** Written once per campaign and contact, people only. */
const TOUCHED = new Set<EventName>(['opened', 'clicked', 'complained', 'unsubscribed'])
const TRACKED = new Set<EventName>(['opened', 'clicked'])
const PLACES = ['country', 'region', 'city', 'mailbox_provider'] as const

export type EventQuestion = { event: EventName; details: EventDetails; atLeast: number }

export function eventQuestion(c: DidCondition | DidNotCondition): EventQuestion {
  const event = 'did' in c ? c.did : c.did_not
  return { event, details: c, atLeast: 'times' in c ? (c.times?.at_least ?? 1) : 1 }
}

const plain = (d: EventDetails): boolean =>
  !PLACES.some((p) => d[p] !== undefined) && d.provider === undefined && d.hard === undefined && (d.bots ?? 'exclude') === 'exclude'
const ids = (prefix: string, given: string | string[]): string[] => (Array.isArray(given) ? given : [given]).map((id) => fromPublicId(prefix, id))
const list = <T>(v: T | T[]): T[] => (Array.isArray(v) ? v : [v])

function campaignTest(b: Builder, x: string, d: EventDetails): string | undefined {
  if (d.campaign !== undefined) return `${x}.campaign_id = any (${b.bind(ids('cmp', d.campaign), 'bigint[]')})`
  if (d.last_campaigns === undefined) return undefined
  b.index('launch_campaign_uq', 'campaigns.launch', 'the last campaigns')
  return `${x}.campaign_id = any (array(select n.campaign_id from campaigns.v_launched_campaign n where n.workspace_id = $1 order by n.launch_id desc limit ${b.bind(d.last_campaigns, 'integer')}))`
}

/** Last times and counts of the contact: exact, one row a contact, kept in the transaction of the event. */
function fromActivity(b: Builder, q: EventQuestion, frame: TimeFrame, of?: string): string | undefined {
  const kept = KEPT[q.event]
  const d = q.details
  if (!kept || !plain(d) || d.campaign !== undefined || d.last_campaigns !== undefined || d.link !== undefined) return undefined
  const range = d.when ? resolveMoments(d.when, frame) : {}
  if (range.until || (d.when && q.atLeast > 1)) return undefined
  const a = b.alias('a')
  if (q.atLeast === 1 && kept.index) b.index(kept.index, 'events.contact_engagement', `${q.event} since a moment`)
  else b.index('contact_engagement_pk', 'events.contact_engagement', `${q.event}: kept counts of a contact`)
  const test = q.atLeast > 1 ? `${a}.${kept.count} >= ${b.bind(q.atLeast, 'integer')}` : range.from ? momentRange(b, `${a}.${kept.last}`, range) : `${a}.${kept.last} is not null`
  const one = of ? ` and ${a}.contact_id = ${of}.contact_id` : ''
  return `select ${a}.workspace_id, ${a}.contact_id from events.v_contact_activity ${a} where ${a}.workspace_id = $1${one} and ${test}`
}

function touchArm(b: Builder, q: EventQuestion): RowSource | undefined {
  const d = q.details
  if (!TOUCHED.has(q.event) || !plain(d) || q.atLeast > 1 || d.when || (d.campaign === undefined && d.last_campaigns === undefined)) return undefined
  b.index('first_touch_pk', 'events.first_touch', `${q.event} in a campaign`)
  return {
    view: 'events.v_first_touch',
    tests: (x) => [campaignTest(b, x, d)!, `${x}.event_type = ${b.bind(q.event, 'text')}`, `${x}.link_no = ${b.bind(d.link ?? 0, 'smallint')}`],
  }
}

function eventArm(b: Builder, q: EventQuestion, frame: TimeFrame): RowSource {
  const d = q.details
  if (d.campaign !== undefined || d.last_campaigns !== undefined) b.index('email_event_campaign_ix', 'events.email_event', 'events of a contact in a campaign')
  else b.index('email_event_region_ix', 'events.email_event', d.region === undefined ? 'events of a type in a time' : 'events of a type and region in a time')
  if (!d.when) b.warn(`"${q.event}" without "when" looks into every partition of the events: add a time.`)
  return { view: 'events.v_event', tests: (x) => eventTests(b, x, q, frame) }
}

function eventTests(b: Builder, x: string, q: EventQuestion, frame: TimeFrame): string[] {
  const d = q.details
  const tests = [`${x}.event_type = ${b.bind(q.event === 'received' ? 'sent' : q.event, 'text')}`]
  for (const place of PLACES) {
    if (d[place] === undefined) continue
    tests.push(`${x}.${place}_code = any (array(select d.code from events.v_dimension d where d.workspace_id = $1 and d.kind = ${b.bind(place, 'text')} and d.value = any (${b.bind(list(d[place]), 'text[]')})))`)
  }
  if (d.when) tests.push(momentRange(b, `${x}.occurred_at`, resolveMoments(d.when, frame)))
  const campaign = campaignTest(b, x, d)
  if (campaign) tests.push(campaign)
  if (d.link !== undefined) tests.push(`${x}.link_no = ${b.bind(d.link, 'smallint')}`)
  if (d.provider !== undefined) tests.push(`${x}.provider_id = any (${b.bind(ids('prv', d.provider), 'bigint[]')})`)
  if (d.hard !== undefined) tests.push(`${x}.hard = ${b.bind(d.hard, 'boolean')}`)
  // Only opens and clicks can be a machine's; the others are answered from their index alone.
  if (TRACKED.has(q.event) && (d.bots ?? 'exclude') !== 'include') tests.push(d.bots === 'only' ? `${x}.is_bot` : `not ${x}.is_bot`)
  return tests
}

/** The contacts who did it, as a sub-select of workspace_id and contact_id. `of` narrows it to one outer contact. */
export function eventSet(b: Builder, q: EventQuestion, frame: TimeFrame, of?: string): string {
  const kept = fromActivity(b, q, frame, of)
  if (kept) return kept
  b.probes = false
  return peopleSet(b, touchArm(b, q) ?? eventArm(b, q, frame), { of, atLeast: q.atLeast })
}
