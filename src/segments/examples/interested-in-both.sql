-- Interested in both. Compiled from interested-in-both.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "tags"
-- $3 text[]: ["beta","press"]
-- $4 text: "vip"
-- index contact_pk on contacts.contact: one contact
-- index contact_profile_pk on contacts.contact_profile: the attributes of a contact
-- warning: The attribute "tags" has no index: the profiles of everybody whom the other conditions leave are read.
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select p3.workspace_id, p3.contact_id from contacts.v_profile p3 where p3.workspace_id = $1 and jsonb_typeof(p3.attributes -> $2::text) = 'array' and (p3.attributes -> $2::text) ?& $3::text[]
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  )
  and not exists (
    select from (
      select p5.workspace_id, p5.contact_id from contacts.v_profile p5 where p5.workspace_id = $1 and jsonb_typeof(p5.attributes -> $2::text) = 'array' and (p5.attributes -> $2::text) ? $4::text
    ) x4 where x4.workspace_id = c1.workspace_id and x4.contact_id = c1.contact_id
  );
