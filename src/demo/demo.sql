-- name: demo_lock :one
-- Takes the place of the one demo of this database; free again when the connection ends. A statement of its own.
select pg_try_advisory_lock(20261122, 1) as "is_taken!";

-- name: demo_last_run :one
-- The number of the last demo of a workspace; 0 before the first.
select coalesce(max(substring(l.name from '^Demo (\d{1,6}): everybody$')::int), 0) as "last!"
from contacts.list l where l.workspace_id = :workspace_id;

-- name: demo_inbox_provider :one
-- The provider that leads to the built-in test inbox.
select p.provider_id, p.port from delivery.provider p
where p.workspace_id = :workspace_id and p.kind = 'inbox' and p.state = 'active'
order by p.provider_id limit 1;

-- name: demo_source :one
-- The source that the demo's files belong to.
select s.source_id from contacts.source s where s.workspace_id = :workspace_id and s.name = :name;

-- name: demo_strangers :one
-- Contacts that did not come with a demo.
select count(*) as "count!" from contacts.contact c
where c.workspace_id = :workspace_id and c.source_id <> coalesce(:source_id_or_null::bigint, -1) and c.merged_into is null and c.erased_at is null;

-- name: demo_leftovers :many
-- Campaigns of demos that were ended half-way.
select c.campaign_id from campaigns.campaign c
where c.workspace_id = :workspace_id and c.name ~ '^Demo \d{1,6}: summer letter$' and c.state in ('scheduled', 'launching', 'sending', 'paused');

-- name: demo_unended :one
-- Launches that are cancelled and still have messages in hand.
select count(*) as "count!" from campaigns.launch l
where l.workspace_id = :workspace_id and l.campaign_id = any(:campaign_ids::bigint[]) and l.state = 'cancelled' and l.finished_at is null;

-- name: demo_known_people :many
-- Everybody at the demo's domains, page by page.
select c.contact_id, c.status, c.email_ct from contacts.contact c
where c.workspace_id = :workspace_id and c.email_domain = any(:domains::text[]) and c.merged_into is null and c.email_ct is not null and c.contact_id > :after_contact_id
order by c.contact_id limit :row_limit;

-- name: demo_import_raw :one
-- What the rows say of an import: people it made, people on its list that were there before, refused rows.
select
  (select count(*) from contacts.contact c where c.workspace_id = :workspace_id and c.import_run_id = :import_run_id) as "created!",
  (select count(*) from contacts.list_member m join contacts.contact c on c.workspace_id = m.workspace_id and c.contact_id = m.contact_id
    where m.workspace_id = :workspace_id and m.list_id = :list_id and c.import_run_id is distinct from :import_run_id) as "known!",
  (select count(*) from contacts.import_reject r where r.workspace_id = :workspace_id and r.import_run_id = :import_run_id) as "rejected!";

-- name: demo_rejects_as_said :one
-- Refused rows whose rule is the one that the maker of the file named.
select count(*) as "count!" from contacts.import_reject r
join unnest(:row_nos::bigint[], :rules::text[]) as said(row_no, rule) on said.row_no = r.row_no and said.rule = r.rule
where r.workspace_id = :workspace_id and r.import_run_id = :import_run_id;

-- name: demo_audience_raw :one
-- List and segments of the demo counted by hand, without the segment compiler.
select count(*) as "everybody!",
  count(*) filter (where (c.country = 'US' and c.region in ('CA', 'OR', 'WA')) or p.attributes ->> :interest_name = :interest) as "wanted!",
  count(*) filter (where c.language = 'de') as "excluded!",
  count(*) filter (where c.status <> 'active') as "unmailable!",
  count(*) filter (where exists (select from contacts.list_member f where f.workspace_id = m.workspace_id and f.list_id = :friends_id and f.contact_id = m.contact_id)) as "friends!"
from contacts.list_member m
join contacts.contact c on c.workspace_id = m.workspace_id and c.contact_id = m.contact_id
left join contacts.contact_profile p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id
where m.workspace_id = :workspace_id and m.list_id = :list_id;

-- name: demo_message_states :many
-- Messages of a launch by state.
select m.state, count(*) as "count!" from delivery.message m
where m.workspace_id = :workspace_id and m.launch_id = :launch_id group by m.state;

-- name: demo_accepted :one
-- Attempts that a server took, counted by person.
select count(distinct a.contact_id) as "count!" from delivery.attempt a
where a.workspace_id = :workspace_id and a.launch_id = :launch_id and a.outcome = 'sent';

-- name: demo_events_raw :many
-- Events of a campaign: how many, of how many people, how many of them hard.
select e.event_type, e.is_bot, count(*) as "times!", count(distinct e.contact_id) as "people!", count(distinct e.contact_id) filter (where e.hard) as "hard!"
from events.email_event e
where e.workspace_id = :workspace_id and e.campaign_id = :campaign_id and e.launch_id = :launch_id
group by e.event_type, e.is_bot;

-- name: demo_links_raw :many
-- Clicks of people by link.
select e.link_no as "link_no!", count(*) as "times!", count(distinct e.contact_id) as "people!" from events.email_event e
where e.workspace_id = :workspace_id and e.campaign_id = :campaign_id and e.event_type = 'clicked' and not e.is_bot group by e.link_no order by e.link_no;

-- name: demo_suppressed :one
-- Suppressions that this campaign led to.
select count(distinct s.contact_id) as "count!" from compliance.suppression s
where s.workspace_id = :workspace_id and s.campaign_id = :campaign_id and s.lifted_at is null;
