-- Complained or unsubscribed. Compiled from complained-or-unsubscribed.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "complained"
-- $3 text: "unsubscribed"
-- index contact_pk on contacts.contact: one contact
-- index email_event_region_ix on events.email_event: events of a type in a time
-- index contact_merged_into_ix on contacts.contact: events of people who were merged
-- warning: "complained" without "when" looks into every partition of the events: add a time.
-- warning: "unsubscribed" without "when" looks into every partition of the events: add a time.
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (select from (
    select e3.workspace_id, e3.contact_id from events.v_event e3
    where e3.workspace_id = $1 and e3.event_type = $2::text
    union all
    select o5.workspace_id, o5.merged_into from contacts.v_contact o5 join events.v_event e4 on e4.workspace_id = o5.workspace_id and e4.contact_id = o5.contact_id
    where o5.workspace_id = $1 and o5.merged_into is not null and e4.workspace_id = $1 and e4.event_type = $2::text
    union all
    select e6.workspace_id, e6.contact_id from events.v_event e6
    where e6.workspace_id = $1 and e6.event_type = $3::text
    union all
    select o8.workspace_id, o8.merged_into from contacts.v_contact o8 join events.v_event e7 on e7.workspace_id = o8.workspace_id and e7.contact_id = o8.contact_id
    where o8.workspace_id = $1 and o8.merged_into is not null and e7.workspace_id = $1 and e7.event_type = $3::text
  ) u2 where u2.workspace_id = c1.workspace_id and u2.contact_id = c1.contact_id);
