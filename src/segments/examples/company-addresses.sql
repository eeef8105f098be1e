-- Company addresses. Compiled from company-addresses.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text[]: ["example.com","example.org"]
-- $3 text: ".net"
-- $4 text: "paris"
-- index contact_pk on contacts.contact: one contact
-- index contact_city_ix on contacts.contact: people by city
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and (c1.email_domain = any ($2::text[])) is not true
  and right(lower(c1.email_domain), length(lower($3::text))) = lower($3::text)
  and (strpos(lower(c1.city), lower($4::text)) > 0) is not true;
