-- Most active thousand. Compiled from most-active-thousand.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 bigint: 1000
-- $3 timestamptz: 2025-12-17T13:00:00.000Z
-- index contact_pk on contacts.contact: one contact
-- index contact_engagement_open_ix on events.contact_engagement: opened since a moment
select c1.contact_id from contacts.v_contact c1
left join events.v_contact_activity t2 on t2.workspace_id = c1.workspace_id and t2.contact_id = c1.contact_id
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select a4.workspace_id, a4.contact_id from events.v_contact_activity a4 where a4.workspace_id = $1 and a4.last_open_at >= $3::timestamptz
    ) x3 where x3.workspace_id = c1.workspace_id and x3.contact_id = c1.contact_id
  )
order by t2.open_count desc nulls last, c1.contact_id
limit $2::bigint;
