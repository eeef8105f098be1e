-- German speakers outside germany. Compiled from german-speakers-outside-germany.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "de"
-- $3 text: "DE"
-- index contact_pk on contacts.contact: one contact
-- index contact_place_ix on contacts.contact: people by country
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and starts_with(lower(c1.language), lower($2::text))
  and (c1.country = $3::text) is not true;
