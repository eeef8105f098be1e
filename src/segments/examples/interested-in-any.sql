-- Interested in any. Compiled from interested-in-any.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "tags"
-- $3 text[]: ["vip","beta"]
-- $4 text: "press"
-- index contact_pk on contacts.contact: one contact
-- index contact_profile_pk on contacts.contact_profile: the profile of a contact
-- warning: The attribute "tags" has no index: the profiles of everybody whom the other conditions leave are read.
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and (exists (
    select from contacts.v_profile p2 where p2.workspace_id = $1 and p2.workspace_id = c1.workspace_id and p2.contact_id = c1.contact_id and case when (jsonb_typeof(p2.attributes -> $2::text) = 'array' and (p2.attributes -> $2::text) ?| $3::text[]) or (jsonb_typeof(p2.attributes -> $2::text) = 'array' and (p2.attributes -> $2::text) ? $4::text) then true else false end
  ));
