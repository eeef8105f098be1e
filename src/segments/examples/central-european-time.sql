-- Central european time. Compiled from central-european-time.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "europe/"
-- $3 text: "active"
-- index contact_pk on contacts.contact: one contact
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and strpos(lower(c1.timezone), lower($2::text)) > 0
  and c1.status = $3::text;
