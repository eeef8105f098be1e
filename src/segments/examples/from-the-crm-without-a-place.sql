-- From the crm without a place. Compiled from from-the-crm-without-a-place.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 bigint[]: ["401"]
-- index contact_pk on contacts.contact: one contact
-- index contact_source_ix on contacts.contact: people by source
-- index contact_place_ix on contacts.contact: people by country
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and c1.source_id = any ($2::bigint[])
  and coalesce(c1.region, '') = ''
  and coalesce(c1.country, '') <> '';
