-- Complained or unsubscribed. Compiled from complained-or-unsubscribed.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "complained"
-- $3 text: "unsubscribed"
-- index contact_pk on contacts.contact: one contact
-- index email_event_region_ix on events.email_event: events of a type in a time
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
-- warning: "complained" without "when" looks into every partition of the events: add a time.
-- warning: "unsubscribed" without "when" looks into every partition of the events: add a time.
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (select from (
    select e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) as contact_id from events.v_event e3
    left join contacts.v_contact o4 on o4.workspace_id = $1 and o4.workspace_id = e3.workspace_id and o4.contact_id = e3.contact_id and o4.merged_into is not null
    where e3.workspace_id = $1 and e3.event_type = $2::text
    union all
    select e5.workspace_id, coalesce(o6.merged_into, e5.contact_id) as contact_id from events.v_event e5
    left join contacts.v_contact o6 on o6.workspace_id = $1 and o6.workspace_id = e5.workspace_id and o6.contact_id = e5.contact_id and o6.merged_into is not null
    where e5.workspace_id = $1 and e5.event_type = $3::text
  ) u2 where u2.workspace_id = c1.workspace_id and u2.contact_id = c1.contact_id);
