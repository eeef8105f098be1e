// Generated from demo.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type DemoLockParams = Record<string, never>
export type DemoLockRow = {
  "is_taken": boolean
}
/** Takes the place of the one demo of this database; free again when the connection ends. A statement of its own. */
export const demoLock = namedQuery<DemoLockParams, DemoLockRow>("demo_lock", "select pg_try_advisory_lock(20261122, 1) as \"is_taken\"", [])

export type DemoLastRunParams = {
  workspace_id: string
}
export type DemoLastRunRow = {
  "last": number
}
/** The number of the last demo of a workspace; 0 before the first. */
export const demoLastRun = namedQuery<DemoLastRunParams, DemoLastRunRow>("demo_last_run", "select coalesce(max(substring(l.name from '^Demo (\\d{1,6}): everybody$')::int), 0) as \"last\"\n\
from contacts.list l where l.workspace_id = $1", ["workspace_id"])

export type DemoInboxProviderParams = {
  workspace_id: string
}
export type DemoInboxProviderRow = {
  "provider_id": string
  "port": number
}
/** The provider that leads to the built-in test inbox. */
export const demoInboxProvider = namedQuery<DemoInboxProviderParams, DemoInboxProviderRow>("demo_inbox_provider", "select p.provider_id, p.port from delivery.provider p\n\
where p.workspace_id = $1 and p.kind = 'inbox' and p.state = 'active'\n\
order by p.provider_id limit 1", ["workspace_id"])

export type DemoSourceParams = {
  workspace_id: string
  name: string
}
export type DemoSourceRow = {
  "source_id": string
}
/** The source that the demo's files belong to. */
export const demoSource = namedQuery<DemoSourceParams, DemoSourceRow>("demo_source", "select s.source_id from contacts.source s where s.workspace_id = $1 and s.name = $2", ["workspace_id","name"])

export type DemoStrangersParams = {
  workspace_id: string
  source_id_or_null: string | null
}
export type DemoStrangersRow = {
  "count": string
}
/** Contacts that did not come with a demo. */
export const demoStrangers = namedQuery<DemoStrangersParams, DemoStrangersRow>("demo_strangers", "select count(*) as \"count\" from contacts.contact c\n\
where c.workspace_id = $1 and c.source_id <> coalesce($2::bigint, -1) and c.merged_into is null and c.erased_at is null", ["workspace_id","source_id_or_null"])

export type DemoLeftoversParams = {
  workspace_id: string
}
export type DemoLeftoversRow = {
  "campaign_id": string
}
/** Campaigns of demos that were ended half-way. */
export const demoLeftovers = namedQuery<DemoLeftoversParams, DemoLeftoversRow>("demo_leftovers", "select c.campaign_id from campaigns.campaign c\n\
where c.workspace_id = $1 and c.name ~ '^Demo \\d{1,6}: summer letter$' and c.state in ('scheduled', 'launching', 'sending', 'paused')", ["workspace_id"])

export type DemoUnendedParams = {
  workspace_id: string
  campaign_ids: string[]
}
export type DemoUnendedRow = {
  "count": string
}
/** Launches that are cancelled and still have messages in hand. */
export const demoUnended = namedQuery<DemoUnendedParams, DemoUnendedRow>("demo_unended", "select count(*) as \"count\" from campaigns.launch l\n\
where l.workspace_id = $1 and l.campaign_id = any($2::bigint[]) and l.state = 'cancelled' and l.finished_at is null", ["workspace_id","campaign_ids"])

export type DemoKnownPeopleParams = {
  workspace_id: string
  domains: string[]
  after_contact_id: string
  row_limit: string
}
export type DemoKnownPeopleRow = {
  "contact_id": string
  "status": string
  "email_ct": Buffer | null
}
/** Everybody at the demo's domains, page by page. */
export const demoKnownPeople = namedQuery<DemoKnownPeopleParams, DemoKnownPeopleRow>("demo_known_people", "select c.contact_id, c.status, c.email_ct from contacts.contact c\n\
where c.workspace_id = $1 and c.email_domain = any($2::text[]) and c.merged_into is null and c.email_ct is not null and c.contact_id > $3\n\
order by c.contact_id limit $4", ["workspace_id","domains","after_contact_id","row_limit"])

export type DemoImportRawParams = {
  workspace_id: string
  import_run_id: string
  list_id: string
}
export type DemoImportRawRow = {
  "created": string
  "known": string
  "rejected": string
}
/** What the rows say of an import: people it made, people on its list that were there before, refused rows. */
export const demoImportRaw = namedQuery<DemoImportRawParams, DemoImportRawRow>("demo_import_raw", "select\n\
  (select count(*) from contacts.contact c where c.workspace_id = $1 and c.import_run_id = $2) as \"created\",\n\
  (select count(*) from contacts.list_member m join contacts.contact c on c.workspace_id = m.workspace_id and c.contact_id = m.contact_id\n\
    where m.workspace_id = $1 and m.list_id = $3 and c.import_run_id is distinct from $2) as \"known\",\n\
  (select count(*) from contacts.import_reject r where r.workspace_id = $1 and r.import_run_id = $2) as \"rejected\"", ["workspace_id","import_run_id","list_id"])

export type DemoRejectsAsSaidParams = {
  row_nos: string[]
  rules: string[]
  workspace_id: string
  import_run_id: string
}
export type DemoRejectsAsSaidRow = {
  "count": string
}
/** Refused rows whose rule is the one that the maker of the file named. */
export const demoRejectsAsSaid = namedQuery<DemoRejectsAsSaidParams, DemoRejectsAsSaidRow>("demo_rejects_as_said", "select count(*) as \"count\" from contacts.import_reject r\n\
join unnest($1::bigint[], $2::text[]) as said(row_no, rule) on said.row_no = r.row_no and said.rule = r.rule\n\
where r.workspace_id = $3 and r.import_run_id = $4", ["row_nos","rules","workspace_id","import_run_id"])

export type DemoAudienceRawParams = {
  interest_name: string
  interest: string
  friends_id: string
  workspace_id: string
  list_id: string
}
export type DemoAudienceRawRow = {
  "everybody": string
  "wanted": string
  "excluded": string
  "unmailable": string
  "friends": string
}
/** List and segments of the demo counted by hand, without the segment compiler. */
export const demoAudienceRaw = namedQuery<DemoAudienceRawParams, DemoAudienceRawRow>("demo_audience_raw", "select count(*) as \"everybody\",\n\
  count(*) filter (where (c.country = 'US' and c.region in ('CA', 'OR', 'WA')) or p.attributes ->> $1 = $2) as \"wanted\",\n\
  count(*) filter (where c.language = 'de') as \"excluded\",\n\
  count(*) filter (where c.status <> 'active') as \"unmailable\",\n\
  count(*) filter (where exists (select from contacts.list_member f where f.workspace_id = m.workspace_id and f.list_id = $3 and f.contact_id = m.contact_id)) as \"friends\"\n\
from contacts.list_member m\n\
join contacts.contact c on c.workspace_id = m.workspace_id and c.contact_id = m.contact_id\n\
left join contacts.contact_profile p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id\n\
where m.workspace_id = $4 and m.list_id = $5", ["interest_name","interest","friends_id","workspace_id","list_id"])

export type DemoMessageStatesParams = {
  workspace_id: string
  launch_id: string
}
export type DemoMessageStatesRow = {
  "state": string
  "count": string
}
/** Messages of a launch by state. */
export const demoMessageStates = namedQuery<DemoMessageStatesParams, DemoMessageStatesRow>("demo_message_states", "select m.state, count(*) as \"count\" from delivery.message m\n\
where m.workspace_id = $1 and m.launch_id = $2 group by m.state", ["workspace_id","launch_id"])

export type DemoAcceptedParams = {
  workspace_id: string
  launch_id: string
}
export type DemoAcceptedRow = {
  "count": string
}
/** Attempts that a server took, counted by person. */
export const demoAccepted = namedQuery<DemoAcceptedParams, DemoAcceptedRow>("demo_accepted", "select count(distinct a.contact_id) as \"count\" from delivery.attempt a\n\
where a.workspace_id = $1 and a.launch_id = $2 and a.outcome = 'sent'", ["workspace_id","launch_id"])

export type DemoEventsRawParams = {
  workspace_id: string
  campaign_id: string
  launch_id: string
}
export type DemoEventsRawRow = {
  "event_type": string
  "is_bot": boolean
  "times": string
  "people": string
  "hard": string
}
/** Events of a campaign: how many, of how many people, how many of them hard. */
export const demoEventsRaw = namedQuery<DemoEventsRawParams, DemoEventsRawRow>("demo_events_raw", "select e.event_type, e.is_bot, count(*) as \"times\", count(distinct e.contact_id) as \"people\", count(distinct e.contact_id) filter (where e.hard) as \"hard\"\n\
from events.email_event e\n\
where e.workspace_id = $1 and e.campaign_id = $2 and e.launch_id = $3\n\
group by e.event_type, e.is_bot", ["workspace_id","campaign_id","launch_id"])

export type DemoLinksRawParams = {
  workspace_id: string
  campaign_id: string
}
export type DemoLinksRawRow = {
  "link_no": number
  "times": string
  "people": string
}
/** Clicks of people by link. */
export const demoLinksRaw = namedQuery<DemoLinksRawParams, DemoLinksRawRow>("demo_links_raw", "select e.link_no as \"link_no\", count(*) as \"times\", count(distinct e.contact_id) as \"people\" from events.email_event e\n\
where e.workspace_id = $1 and e.campaign_id = $2 and e.event_type = 'clicked' and not e.is_bot group by e.link_no order by e.link_no", ["workspace_id","campaign_id"])

export type DemoSuppressedParams = {
  workspace_id: string
  campaign_id: string
}
export type DemoSuppressedRow = {
  "count": string
}
/** Suppressions that this campaign led to. */
export const demoSuppressed = namedQuery<DemoSuppressedParams, DemoSuppressedRow>("demo_suppressed", "select count(distinct s.contact_id) as \"count\" from compliance.suppression s\n\
where s.workspace_id = $1 and s.campaign_id = $2 and s.lifted_at is null", ["workspace_id","campaign_id"])
