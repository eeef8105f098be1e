-- Sunset candidates. Compiled from sunset-candidates.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 timestamptz: 2025-12-15T13:00:00.000Z
-- $3 text: "sent"
-- $4 integer: 5
-- index contact_pk on contacts.contact: one contact
-- index contact_created_ix on contacts.contact: people by age of their record
-- index email_event_region_ix on events.email_event: events of a type in a time
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
-- index contact_engagement_open_ix on events.contact_engagement: opened since a moment
-- index contact_engagement_click_ix on events.contact_engagement: clicked since a moment
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and c1.created_at < $2::timestamptz
  and exists (
    select from (
      select e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) as contact_id from events.v_event e3
      left join contacts.v_contact o4 on o4.workspace_id = $1 and o4.workspace_id = e3.workspace_id and o4.contact_id = e3.contact_id and o4.merged_into is not null
      where e3.workspace_id = $1 and e3.event_type = $3::text and e3.occurred_at >= $2::timestamptz
      group by e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) having count(*) >= $4::integer
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  )
  and not exists (
    select from (
      select a6.workspace_id, a6.contact_id from events.v_contact_activity a6 where a6.workspace_id = $1 and a6.last_open_at >= $2::timestamptz
    ) x5 where x5.workspace_id = c1.workspace_id and x5.contact_id = c1.contact_id
  )
  and not exists (
    select from (
      select a8.workspace_id, a8.contact_id from events.v_contact_activity a8 where a8.workspace_id = $1 and a8.last_click_at >= $2::timestamptz
    ) x7 where x7.workspace_id = c1.workspace_id and x7.contact_id = c1.contact_id
  );
