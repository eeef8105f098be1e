// A small random world in memory and the same world in a database, for holding the compiler against the naive evaluator.
import { createHash } from 'node:crypto'
import { testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import type { Happening, Person, World } from './naive.ts'

/** A seeded stream of numbers (mulberry32), so that a failing world can be made again. */
export function dice(seed: number): { next(): number; pick<T>(from: readonly T[]): T; chance(p: number): boolean; int(max: number): number } {
  let s = seed >>> 0
  const next = (): number => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, pick: (from) => from[Math.floor(next() * from.length)]!, chance: (p) => next() < p, int: (max) => Math.floor(next() * max) }
}

export const POOLS = {
  country: ['US', 'DE', 'FR'], region: ['CA', 'NY', 'BE'], city: ['Los Angeles', 'Berlin', 'München', 'Paris'], language: ['en', 'de'], timezone: ['UTC', 'Europe/Berlin'],
  status: ['active', 'unconfirmed', 'unsubscribed', 'bounced', 'complained', 'suppressed'], emailDomain: ['example.com', 'example.org', 'mail.example.net'],
  mailboxProvider: ['google', 'microsoft'], purpose: ['newsletter', 'offers'], plan: ['free', 'pro', 'Team Plus'], tags: ['vip', 'beta', 'press'],
} as const
export type Ids = { lists: string[]; campaigns: string[]; providers: string[]; sources: string[] }

/** `given` fixes the ids of lists, campaigns, providers and sources. */
export function makeWorld(seed: number, ws: TestWorkspace, size: number, now: Date, given?: Ids): { world: World; ids: Ids } {
  const d = dice(seed)
  const make = testIds()
  const ids: Ids = given ?? { lists: [ws.listId, make.next()], campaigns: Array.from({ length: 4 }, () => make.next()), providers: [ws.providerId, make.next()], sources: [ws.sourceId, make.next()] }
  const maybe = <T>(from: readonly T[], p = 0.75): T | null => (d.chance(p) ? d.pick(from) : null)
  const ago = (days: number): Date => new Date(now.getTime() - Math.floor(d.next() * days * 86_400_000))
  const people: Person[] = []
  for (let i = 0; i < size; i++) people.push(person(d, make.next(), ids, maybe, ago))
  for (const p of people) if (d.chance(0.1)) p.mergedInto = d.pick(people.filter((o) => o !== p && o.mergedInto === null && !people.some((q) => q.mergedInto === p.id)).map((o) => o.id)) ?? null
  for (const p of people) if (p.mergedInto && people.find((o) => o.id === p.mergedInto)!.mergedInto) p.mergedInto = null
  const happenings: Happening[] = []
  for (const p of people) for (let n = d.int(9); n > 0; n--) happenings.push(happening(d, p, ids, maybe, ago))
  return { world: { now, timezone: 'America/New_York', people, happenings, launchedCampaigns: ids.campaigns.slice(0, 3), segments: new Map() }, ids }
}

type Maybe = <T>(from: readonly T[], p?: number) => T | null

function person(d: ReturnType<typeof dice>, id: string, ids: Ids, maybe: Maybe, ago: (days: number) => Date): Person {
  const attributes: Record<string, unknown> = {}
  if (d.chance(0.7)) attributes.plan = d.pick(POOLS.plan)
  if (d.chance(0.7)) attributes.points = d.pick([0, 1, 5, 7.5, 10, 100])
  if (d.chance(0.1)) attributes.points = 'many' // a value that is not of its declared type counts as empty
  if (d.chance(0.6)) attributes.vip = d.chance(0.5)
  if (d.chance(0.6)) attributes.birthday = ago(40).toISOString().slice(0, 10)
  if (d.chance(0.5)) attributes.renewed = ago(40).toISOString()
  if (d.chance(0.6)) attributes.tags = POOLS.tags.filter(() => d.chance(0.4))
  const provenance: Record<string, { observed_at: string }> = {}
  for (const k of ['plan', 'city']) if (d.chance(0.5)) provenance[k] = { observed_at: new Date(Math.floor(ago(40).getTime() / 1000) * 1000).toISOString() }
  return {
    id, status: d.chance(0.08) ? 'erased' : d.chance(0.6) ? 'active' : d.pick(POOLS.status), mergedInto: null, country: maybe(POOLS.country), region: maybe(POOLS.region), city: maybe(POOLS.city), language: maybe(POOLS.language),
    timezone: maybe(POOLS.timezone), emailDomain: d.pick(POOLS.emailDomain), sourceId: d.pick(ids.sources), createdAt: ago(45), lastSentAt: d.chance(0.6) ? ago(45) : null, attributes, provenance,
    lists: ids.lists.filter(() => d.chance(0.5)).map((listId) => ({ listId, addedAt: ago(45) })),
    consents: POOLS.purpose.filter(() => d.chance(0.6)).map((purpose) => ({ purpose, channel: d.pick(['email', 'email', 'sms']), state: d.pick(['given', 'withdrawn']), since: ago(45) })),
    suppressed: d.chance(0.15),
  }
}

function happening(d: ReturnType<typeof dice>, p: Person, ids: Ids, maybe: Maybe, ago: (days: number) => Date): Happening {
  const type = d.pick(['sent', 'sent', 'delivered', 'opened', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed', 'deferred', 'rejected'])
  return {
    contactId: p.id, type, at: ago(45), campaignId: maybe(ids.campaigns, 0.85), providerId: maybe(ids.providers), link: type === 'clicked' ? 1 + d.int(3) : null,
    country: maybe(POOLS.country), region: maybe(POOLS.region), city: maybe(POOLS.city), mailboxProvider: maybe(POOLS.mailboxProvider),
    bot: (type === 'opened' || type === 'clicked') && d.chance(0.2), hard: type === 'bounced' ? d.chance(0.5) : null,
  }
}

const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
const json = (rows: unknown[]): string => JSON.stringify(rows)

/** Writes a world into the workspace as superuser: rows, codes, first touches and kept last times, as the rooms would. */
export async function storeWorld(db: TestDatabase, ws: TestWorkspace, world: World, ids: Ids): Promise<void> {
  const w = ws.workspaceId
  const q = (text: string, values: unknown[]): Promise<unknown> => db.admin.query(text, values)
  await q(`insert into contacts.list (workspace_id, list_id, name, created_by) select $1, i, 'L' || i, 't' from unnest($2::bigint[]) i on conflict do nothing`, [w, ids.lists])
  await q(`insert into contacts.source (workspace_id, source_id, name, kind, created_by) select $1, i, 'S' || i, 'file', 't' from unnest($2::bigint[]) i on conflict do nothing`, [w, ids.sources])
  await q(`insert into delivery.provider (workspace_id, provider_id, name, created_by, updated_by) select $1, i, 'P' || i, 't', 't' from unnest($2::bigint[]) i on conflict do nothing`, [w, ids.providers])
  await q(`insert into campaigns.campaign (workspace_id, campaign_id, name, created_by, updated_by) select $1, i, 'C' || i, 't', 't' from unnest($2::bigint[]) i`, [w, ids.campaigns])
  await q(`insert into campaigns.launch (workspace_id, launch_id, campaign_id, purpose, launched_by) select $1, i, i, 'initial', 't' from unnest($2::bigint[]) i`, [w, world.launchedCampaigns])
  await q(
    `insert into contacts.contact (workspace_id, contact_id, source_id, email_ct, email_index, email_domain, status, erased_at, country, region, city, language, timezone, created_at, last_sent_at, created_by, updated_by)
     select $1, (r ->> 'id')::bigint, (r ->> 'sourceId')::bigint, sha256(convert_to(r ->> 'id', 'UTF8')), sha256(convert_to(r ->> 'id', 'UTF8')), r ->> 'emailDomain', r ->> 'status', case r ->> 'status' when 'erased' then now() end,
       r ->> 'country', r ->> 'region', r ->> 'city', r ->> 'language', r ->> 'timezone', (r ->> 'createdAt')::timestamptz, (r ->> 'lastSentAt')::timestamptz, 't', 't' from jsonb_array_elements($2::jsonb) r`,
    [w, json(world.people)],
  )
  await q(`update contacts.contact c set merged_into = (r ->> 'mergedInto')::bigint from jsonb_array_elements($2::jsonb) r where c.workspace_id = $1 and c.contact_id = (r ->> 'id')::bigint and r ->> 'mergedInto' is not null`, [w, json(world.people)])
  await q(`insert into contacts.contact_profile (workspace_id, contact_id, attributes, provenance) select $1, (r ->> 'id')::bigint, r -> 'attributes', r -> 'provenance' from jsonb_array_elements($2::jsonb) r where (r ->> 'id')::bigint % 7 > 0 or r -> 'attributes' <> '{}' or r -> 'provenance' <> '{}'`, [w, json(world.people)])
  const rows = world.people.flatMap((p) => p.lists.map((l) => ({ p: p.id, ...l })))
  await q(`insert into contacts.list_member (workspace_id, list_id, contact_id, added_at, added_by) select $1, (r ->> 'listId')::bigint, (r ->> 'p')::bigint, (r ->> 'addedAt')::timestamptz, 't' from jsonb_array_elements($2::jsonb) r`, [w, json(rows)])
  const consents = world.people.flatMap((p) => p.consents.map((c, i) => ({ p: p.id, n: i + 1, ...c })))
  await q(`insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, channel, action, source, happened_at, recorded_by) select $1, (r ->> 'p')::bigint, (r ->> 'n')::bigint, r ->> 'purpose', r ->> 'channel', r ->> 'state', 'api', (r ->> 'since')::timestamptz, 't' from jsonb_array_elements($2::jsonb) r`, [w, json(consents)])
  await q(`insert into compliance.consent_state (workspace_id, contact_id, purpose, channel, state, since, consent_event_id) select $1, (r ->> 'p')::bigint, r ->> 'purpose', r ->> 'channel', r ->> 'state', (r ->> 'since')::timestamptz, (r ->> 'n')::bigint from jsonb_array_elements($2::jsonb) r`, [w, json(consents)])
  await q(`insert into compliance.suppression (workspace_id, email_index, reason, index_version, created_by) select $1, sha256(convert_to(i::text, 'UTF8')), 'manual', 1, 't' from unnest($2::bigint[]) i`, [w, world.people.filter((p) => p.suppressed).map((p) => p.id)])
  await q(`insert into compliance.suppression (workspace_id, email_index, reason, index_version, created_by, lifted_at) select $1, sha256(convert_to(i::text, 'UTF8')), 'hard_bounce', 1, 't', now() from unnest($2::bigint[]) i`, [w, world.people.slice(0, 10).map((p) => p.id)])
  await storeHappenings(db, w, world)
}

async function storeHappenings(db: TestDatabase, w: string, world: World): Promise<void> {
  const codes = new Map<string, number>()
  const code = (kind: string, value: string | null): number | null => {
    if (value === null) return null
    const key = `${kind}\n${value}`
    if (!codes.has(key)) codes.set(key, codes.size + 1)
    return codes.get(key)!
  }
  const rows = world.happenings.map((e, i) => ({ ...e, n: i + 1, co: code('country', e.country), re: code('region', e.region), ci: code('city', e.city), mp: code('mailbox_provider', e.mailboxProvider) }))
  await db.admin.query(`insert into events.dimension (workspace_id, kind, code, value) select $1, split_part(r ->> 0, E'\\n', 1), (r ->> 1)::int, split_part(r ->> 0, E'\\n', 2) from jsonb_array_elements($2::jsonb) r`, [w, json([...codes])])
  await db.admin.query(
    `insert into events.email_event (workspace_id, contact_id, occurred_at, event_type, event_id, campaign_id, provider_id, recorded_at, country_code, region_code, city_code, mailbox_provider_code, link_no, is_bot, hard)
     select $1, (r ->> 'contactId')::bigint, (r ->> 'at')::timestamptz, r ->> 'type', (r ->> 'n')::bigint, (r ->> 'campaignId')::bigint, (r ->> 'providerId')::bigint, now(), (r ->> 'co')::int, (r ->> 're')::int, (r ->> 'ci')::int, (r ->> 'mp')::int, (r ->> 'link')::smallint, (r ->> 'bot')::boolean, (r ->> 'hard')::boolean
     from jsonb_array_elements($2::jsonb) r`,
    [w, json(rows)],
  )
  for (const link of ['0', 'link_no']) {
    await db.admin.query(
      `insert into events.first_touch (workspace_id, campaign_id, contact_id, event_type, link_no, occurred_at) select workspace_id, campaign_id, contact_id, event_type, ${link}, min(occurred_at) from events.email_event
       where workspace_id = $1 and campaign_id is not null and not is_bot and event_type <> 'deferred' and ${link} is not null group by 1, 2, 3, 4, 5`,
      [w],
    )
  }
  await db.admin.query(
    `insert into events.contact_engagement (workspace_id, contact_id, last_sent_at, last_open_at, last_click_at, sent_count, open_count, click_count)
     select e.workspace_id, coalesce(c.merged_into, c.contact_id), max(occurred_at) filter (where event_type = 'sent'), max(occurred_at) filter (where event_type = 'opened' and not is_bot), max(occurred_at) filter (where event_type = 'clicked' and not is_bot),
       count(*) filter (where event_type = 'sent'), count(*) filter (where event_type = 'opened' and not is_bot), count(*) filter (where event_type = 'clicked' and not is_bot)
     from events.email_event e join contacts.contact c on c.workspace_id = e.workspace_id and c.contact_id = e.contact_id where e.workspace_id = $1 group by 1, 2`,
    [w],
  )
}

export { hash }
