-- A tenth for a test. Compiled from a-tenth-for-a-test.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 bigint: "101"
-- $3 text: "spring:"
-- $4 bytea: \x19999999
-- index contact_pk on contacts.contact: one contact
-- index list_member_pk on contacts.list_member: members of a list
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select l3.workspace_id, l3.contact_id from contacts.v_list_member l3 where l3.workspace_id = $1 and l3.list_id = $2::bigint
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  )
  and sha256(convert_to($3::text || c1.contact_id::text, 'UTF8')) < $4::bytea;
