-- Two cities or unknown. Compiled from two-cities-or-unknown.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text[]: ["Berlin","Paris"]
-- index contact_pk on contacts.contact: one contact
-- index contact_city_ix on contacts.contact: people by city
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and ((c1.city = any ($2::text[]))
    or (coalesce(c1.city, '') = ''));
