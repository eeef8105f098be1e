// Data for the segment benchmark: contacts, events and what is kept beside them, seeded, made inside the server, and the
// same facts once more in the natural shape (one table of contacts, one of events, ordinary indexes).
import pg from 'pg'
import { ensurePartitions } from '../../src/schema/index.ts'

export const DAYS = 120
/** Share of people in California: the yardstick's answer is then about 1.3 % of the people. */
const CALIFORNIA = 0.09
export const WORKSPACE = '1000'

type Query = (text: string, values?: unknown[]) => Promise<unknown>
export type DataSize = { contacts: number; events: number }

/** Loads as superuser over two connections, triggers and foreign keys off (the rows are consistent by construction). */
export async function loadSegmentData(config: pg.ClientConfig, size: DataSize, now: Date): Promise<number> {
  const started = performance.now()
  const [a, b] = [new pg.Client(config), new pg.Client(config)]
  const ask = (c: pg.Client): Query => (text, values = []) => c.query(text, values)
  const [one, two] = [ask(a), ask(b)]
  for (const c of [a, b]) {
    await c.connect()
    await c.query(`set session_replication_role = replica`)
    await c.query(`set synchronous_commit = off`)
    await c.query(`set work_mem = '256MB'`)
    await c.query(`set maintenance_work_mem = '256MB'`)
    await c.query(`select setseed(0.42)`)
  }
  await ensurePartitions(a, { from: new Date(now.getTime() - (DAYS + 35) * 86_400_000), now })
  await loadGround(one)
  await loadContacts(one, size.contacts, now)
  await one(`analyze contacts.contact`)
  await Promise.all([loadEvents(one, size, now), loadBesideContacts(two, size.contacts, now)])
  await Promise.all([loadKept(one), loadPeer(two)])
  const tables = ['events.email_event', 'contacts.contact', 'contacts.contact_profile', 'contacts.list_member', 'compliance.suppression', 'events.contact_engagement', 'events.first_touch', 'events.dimension', 'peer.contact', 'peer.event', 'peer.suppressed']
  await b.end()
  // One after the other and with nobody else about: an older snapshot anywhere would leave pages unmarked as visible.
  for (const t of tables) await one(`vacuum (analyze) ${t}`)
  await a.end()
  return (performance.now() - started) / 1000
}

/** Ids are those of the example segments, so that all of them can be asked here. */
async function loadGround(q: Query): Promise<void> {
  await q(`insert into platform.workspace (workspace_id, name, slug, timezone, created_by) values (${WORKSPACE}, 'Bench', 'bench', 'America/Los_Angeles', 'bench')`)
  await q(`insert into contacts.source (workspace_id, source_id, name, kind, created_by) select ${WORKSPACE}, s, 'Source ' || s, 'file', 'bench' from unnest(array[0, 401, 402]) s`)
  await q(`insert into contacts.list (workspace_id, list_id, name, created_by) select ${WORKSPACE}, l, 'List ' || l, 'bench' from unnest(array[101, 102]) l`)
  await q(`insert into campaigns.campaign (workspace_id, campaign_id, name, state, created_by, updated_by) select ${WORKSPACE}, 200 + g, 'Campaign ' || g, 'sent', 'bench', 'bench' from generate_series(1, 40) g`)
  await q(`insert into campaigns.launch (workspace_id, launch_id, campaign_id, purpose, state, launched_by) select ${WORKSPACE}, 600 + g, 200 + g, 'initial', 'done', 'bench' from generate_series(1, 40) g`)
  await q(`insert into delivery.provider (workspace_id, provider_id, name, created_by, updated_by) select ${WORKSPACE}, p, 'Provider ' || p, 'bench', 'bench' from unnest(array[301, 302]) p`)
  await q(`insert into events.dimension (workspace_id, kind, code, value) select ${WORKSPACE}, 'region', g, case g when 1 then 'CA' else 'R' || g end from generate_series(1, 50) g union all select ${WORKSPACE}, 'country', 1, 'US' union all select ${WORKSPACE}, 'mailbox_provider', g, (array['google', 'microsoft', 'yahoo', 'other'])[g] from generate_series(1, 4) g`)
}

async function loadContacts(q: Query, contacts: number, now: Date): Promise<void> {
  await q(
    `insert into contacts.contact (workspace_id, contact_id, source_id, email_ct, email_index, email_domain, status, country, region, city, language, timezone, created_at, last_sent_at, created_by, updated_by)
     select ${WORKSPACE}, 1000000 + g, case when g % 5 < 3 then 401 else 402 end, sha256(convert_to('c' || g, 'UTF8')) || sha256(convert_to('d' || g, 'UTF8')), sha256(convert_to('e' || g, 'UTF8')), (array['example.com','example.org','mail.example.net','shop.example.net'])[1 + (g % 4)],
       case when r[1] < 0.90 then 'active' when r[1] < 0.95 then 'unsubscribed' when r[1] < 0.98 then 'bounced' else 'unconfirmed' end,
       case when r[2] < 0.95 then 'US' else 'DE' end, case when r[2] < ${CALIFORNIA} then 'CA' else 'R' || (2 + floor(r[3] * 49))::int end, case when r[4] < 0.02 then 'Berlin' else 'City ' || floor(r[4] * 500)::int end, case when r[5] < 0.8 then 'en' else 'de' end,
       case when r[5] < 0.5 then 'America/Los_Angeles' else 'Europe/Berlin' end, $2::timestamptz - r[6] * interval '700 days', case when r[4] < 0.8 then $2::timestamptz - r[3] * interval '60 days' end, 'bench', 'bench'
     from generate_series(1, $1::int) g, lateral (select array[random(), random(), random(), random(), random(), random(), g] r) x`,
    [contacts, now],
  )
}

async function loadBesideContacts(q: Query, contacts: number, now: Date): Promise<void> {
  await q(
    `insert into contacts.contact_profile (workspace_id, contact_id, attributes, provenance)
     select ${WORKSPACE}, 1000000 + g, jsonb_build_object('plan', (array['free','pro','Team Plus'])[1 + g % 3], 'points', g % 200, 'vip', g % 50 = 0, 'tags', (array['["vip"]', '["beta", "press"]', '[]'])[1 + g % 3]::jsonb, 'birthday', to_char($2::timestamptz - (g % 365) * interval '1 day', 'YYYY-MM-DD')),
       jsonb_build_object('plan', jsonb_build_object('observed_at', to_char($2::timestamptz - (g % 600) * interval '1 day', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))
     from generate_series(1, $1::int) g`,
    [contacts, now],
  )
  await q(`insert into contacts.list_member (workspace_id, list_id, contact_id, added_at, added_by) select ${WORKSPACE}, 101, 1000000 + g, $2::timestamptz - (g % 300) * interval '1 day', 'bench' from generate_series(1, $1::int) g where g % 10 < 6 union all select ${WORKSPACE}, 102, 1000000 + g, $2, 'bench' from generate_series(1, $1::int) g where g % 7 = 0`, [contacts, now])
  await q(`insert into compliance.consent_state (workspace_id, contact_id, purpose, channel, state, since, consent_event_id) select ${WORKSPACE}, 1000000 + g, 'newsletter', 'email', case when g % 20 = 0 then 'withdrawn' else 'given' end, $2, g from generate_series(1, $1::int) g where g % 10 < 7`, [contacts, now])
  // People whose address is suppressed: most carry it in their status too, some (not yet) do not.
  await q(
    `insert into compliance.suppression (workspace_id, email_index, reason, index_version, contact_id, created_by)
     select workspace_id, email_index, 'unsubscribe', 1, contact_id, 'bench' from contacts.contact where workspace_id = ${WORKSPACE} and (status in ('unsubscribed', 'bounced') or (status = 'active' and contact_id % 200 = 0))`,
  )
  await q(`create schema peer`)
  await q(`create table peer.contact (id bigint primary key, email_hash bytea not null, status text not null, country text, region text, city text, created_at timestamptz not null)`)
  await q(`insert into peer.contact select contact_id, email_index, status, country, region, city, created_at from contacts.contact where workspace_id = ${WORKSPACE}`)
  await q(`create index on peer.contact (region)`)
  await q(`create table peer.suppressed (email_hash bytea primary key)`)
  await q(`insert into peer.suppressed select distinct email_index from compliance.suppression where workspace_id = ${WORKSPACE} and lifted_at is null`)
}

/** Power laws: some people open everything, some campaigns are giants. A constant rate over the days. */
async function loadEvents(q: Query, size: DataSize, now: Date): Promise<void> {
  await q(
    `insert into events.email_event (workspace_id, contact_id, occurred_at, event_id, campaign_id, provider_id, recorded_at, country_code, region_code, mailbox_provider_code, link_no, is_bot, hard, event_type)
     select ${WORKSPACE}, c.contact_id, e.at, e.g, 201 + floor(40 * e.r[3] ^ 2)::int, 301 + e.g % 2, e.at, 1, case c.region when 'CA' then 1 else substr(c.region, 2)::int end, 1 + e.g % 4,
       case e.type when 'clicked' then 1 + e.g % 5 end, e.type in ('opened', 'clicked') and e.r[5] < 0.1, case e.type when 'bounced' then e.g % 2 = 0 end, e.type
     from (
       select g, 1000001 + floor($1::int * case when r[4] < 0.3 then r[1] else r[1] ^ 1.6 end)::int as contact_id, $3::timestamptz - r[2] * interval '${DAYS} days' as at, r,
         case when r[4] < 0.33 then 'opened' when r[4] < 0.38 then 'clicked' when r[4] < 0.70 then 'sent' when r[4] < 0.978 then 'delivered' when r[4] < 0.99 then 'bounced'
           when r[4] < 0.995 then 'deferred' when r[4] < 0.997 then 'rejected' when r[4] < 0.998 then 'complained' else 'unsubscribed' end as type
       from generate_series(1, $2::int) g, lateral (select array[random(), random(), random(), random(), random(), g] r) x
     ) e join contacts.contact c on c.workspace_id = ${WORKSPACE} and c.contact_id = e.contact_id`,
    [size.contacts, size.events, now],
  )
}

/** What the room events keeps in the transaction of each event. */
async function loadKept(q: Query): Promise<void> {
  await q(`insert into events.first_touch (workspace_id, campaign_id, contact_id, event_type, occurred_at) select workspace_id, campaign_id, contact_id, event_type, min(occurred_at) from events.email_event where workspace_id = ${WORKSPACE} and not is_bot and event_type <> 'deferred' group by 1, 2, 3, 4`)
  await q(`insert into events.first_touch (workspace_id, campaign_id, contact_id, event_type, link_no, occurred_at) select workspace_id, campaign_id, contact_id, event_type, link_no, min(occurred_at) from events.email_event where workspace_id = ${WORKSPACE} and event_type = 'clicked' and not is_bot group by 1, 2, 3, 4, 5`)
  await q(
    `insert into events.contact_engagement (workspace_id, contact_id, last_sent_at, last_open_at, last_click_at, sent_count, open_count, click_count)
     select workspace_id, contact_id, max(occurred_at) filter (where event_type = 'sent'), max(occurred_at) filter (where event_type = 'opened' and not is_bot), max(occurred_at) filter (where event_type = 'clicked' and not is_bot),
       count(*) filter (where event_type = 'sent'), count(*) filter (where event_type = 'opened' and not is_bot), count(*) filter (where event_type = 'clicked' and not is_bot)
     from events.email_event where workspace_id = ${WORKSPACE} group by 1, 2`,
  )
}

async function loadPeer(q: Query): Promise<void> {
  await q(`create table peer.event (id bigint primary key, contact_id bigint not null, campaign_id bigint, kind text not null, is_bot boolean not null, happened_at timestamptz not null)`)
  await q(`insert into peer.event select event_id, contact_id, campaign_id, event_type, is_bot, occurred_at from events.email_event where workspace_id = ${WORKSPACE}`)
  await q(`create index on peer.event (contact_id)`)
  await q(`create index on peer.event (kind, happened_at)`)
}

/** "Opened in the last 7 days, region CA, and we may write to them", as one writes it without our denormalisation. */
export const PEER_QUERY = `
select count(distinct c.id) as total from peer.contact c join peer.event e on e.contact_id = c.id
where c.region = 'CA' and c.status = 'active' and e.kind = 'opened' and not e.is_bot and e.happened_at >= $1
  and not exists (select from peer.suppressed s where s.email_hash = c.email_hash)`
