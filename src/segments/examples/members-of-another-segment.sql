-- Members of another segment. Compiled from members-of-another-segment.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "CA"
-- $3 timestamptz: 2026-06-08T12:00:00.000Z
-- $4 text: "clicked"
-- $5 timestamptz: 2026-06-15T04:00:00.000Z
-- $6 timestamptz: 2026-06-22T04:00:00.000Z
-- index contact_pk on contacts.contact: one contact
-- index contact_place_ix on contacts.contact: people by region
-- index contact_engagement_open_ix on events.contact_engagement: opened since a moment
-- index email_event_region_ix on events.email_event: events of a type in a time
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and c1.region = $2::text
  and exists (
    select from (
      select a3.workspace_id, a3.contact_id from events.v_contact_activity a3 where a3.workspace_id = $1 and a3.last_open_at >= $3::timestamptz
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  )
  and not exists (
    select from (
      select e5.workspace_id, coalesce(o6.merged_into, e5.contact_id) as contact_id from events.v_event e5
      left join contacts.v_contact o6 on o6.workspace_id = $1 and o6.workspace_id = e5.workspace_id and o6.contact_id = e5.contact_id and o6.merged_into is not null
      where e5.workspace_id = $1 and e5.event_type = $4::text and e5.occurred_at >= $5::timestamptz and e5.occurred_at < $6::timestamptz and not e5.is_bot
    ) x4 where x4.workspace_id = c1.workspace_id and x4.contact_id = c1.contact_id
  );
