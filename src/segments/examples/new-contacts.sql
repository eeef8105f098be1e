-- New contacts. Compiled from new-contacts.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 timestamptz: 2026-05-16T12:00:00.000Z
-- index contact_pk on contacts.contact: one contact
-- index contact_created_ix on contacts.contact: people by age of their record
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and c1.created_at >= $2::timestamptz;
