-- Many points or vip. Compiled from many-points-or-vip.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "points"
-- $3 numeric: 50
-- $4 text: "vip"
-- $5 boolean: true
-- index contact_pk on contacts.contact: one contact
-- index contact_profile_pk on contacts.contact_profile: the attributes of a contact
-- warning: The attribute "points" has no index: the profiles of everybody whom the other conditions leave are read.
-- warning: The attribute "vip" has no index: the profiles of everybody whom the other conditions leave are read.
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (select from (
    select p3.workspace_id, p3.contact_id from contacts.v_profile p3 where p3.workspace_id = $1 and jsonb_typeof(p3.attributes -> $2::text) = 'number' and p3.attributes -> $2::text > to_jsonb($3::numeric)
    union all
    select p4.workspace_id, p4.contact_id from contacts.v_profile p4 where p4.workspace_id = $1 and jsonb_typeof(p4.attributes -> $4::text) = 'boolean' and p4.attributes -> $4::text = to_jsonb($5::boolean)
  ) u2 where u2.workspace_id = c1.workspace_id and u2.contact_id = c1.contact_id);
