-- Lapsing openers. Compiled from lapsing-openers.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 timestamptz: 2026-03-17T12:00:00.000Z
-- $3 timestamptz: 2026-05-16T12:00:00.000Z
-- index contact_pk on contacts.contact: one contact
-- index contact_engagement_open_ix on events.contact_engagement: opened since a moment
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select a3.workspace_id, a3.contact_id from events.v_contact_activity a3 where a3.workspace_id = $1 and a3.last_open_at >= $2::timestamptz
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  )
  and not exists (
    select from (
      select a5.workspace_id, a5.contact_id from events.v_contact_activity a5 where a5.workspace_id = $1 and a5.last_open_at >= $3::timestamptz
    ) x4 where x4.workspace_id = c1.workspace_id and x4.contact_id = c1.contact_id
  );
