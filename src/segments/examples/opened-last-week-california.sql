-- Opened last week california. Compiled from opened-last-week-california.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "CA"
-- $3 timestamptz: 2026-06-08T12:00:00.000Z
-- index contact_pk on contacts.contact: one contact
-- index contact_place_ix on contacts.contact: people by region
-- index contact_engagement_open_ix on events.contact_engagement: opened since a moment
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and c1.region = $2::text
  and exists (
    select from (
      select a3.workspace_id, a3.contact_id from events.v_contact_activity a3 where a3.workspace_id = $1 and a3.last_open_at >= $3::timestamptz
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  );
