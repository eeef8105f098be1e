-- Few points but some. Compiled from few-points-but-some.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "points"
-- $3 numeric: 5
-- $4 numeric: 1
-- $5 numeric: 5.5
-- index contact_pk on contacts.contact: one contact
-- index contact_profile_pk on contacts.contact_profile: the profile of a contact
-- warning: The attribute "points" has no index: the profiles of everybody whom the other conditions leave are read.
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from contacts.v_profile p2 where p2.workspace_id = $1 and p2.workspace_id = c1.workspace_id and p2.contact_id = c1.contact_id and case when (jsonb_typeof(p2.attributes -> $2::text) = 'number' and p2.attributes -> $2::text <= to_jsonb($3::numeric)) and (jsonb_typeof(p2.attributes -> $2::text) = 'number' and p2.attributes -> $2::text >= to_jsonb($4::numeric)) and (jsonb_typeof(p2.attributes -> $2::text) = 'number' and p2.attributes -> $2::text < to_jsonb($5::numeric)) then true else false end
  );
