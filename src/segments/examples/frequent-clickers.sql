-- Frequent clickers. Compiled from frequent-clickers.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "clicked"
-- $3 timestamptz: 2026-04-16T12:00:00.000Z
-- $4 integer: 3
-- index contact_pk on contacts.contact: one contact
-- index email_event_region_ix on events.email_event: events of a type in a time
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) as contact_id from events.v_event e3
      left join contacts.v_contact o4 on o4.workspace_id = $1 and o4.workspace_id = e3.workspace_id and o4.contact_id = e3.contact_id and o4.merged_into is not null
      where e3.workspace_id = $1 and e3.event_type = $2::text and e3.occurred_at >= $3::timestamptz and not e3.is_bot
      group by e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) having count(*) >= $4::integer
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  );
