-- On one list not the other. Compiled from on-one-list-not-the-other.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 bigint: "101"
-- $3 bigint: "102"
-- index contact_pk on contacts.contact: one contact
-- index list_member_pk on contacts.list_member: members of a list
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) as contact_id from contacts.v_list_member e3
      left join contacts.v_contact o4 on o4.workspace_id = $1 and o4.workspace_id = e3.workspace_id and o4.contact_id = e3.contact_id and o4.merged_into is not null
      where e3.workspace_id = $1 and e3.list_id = $2::bigint
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  )
  and not exists (
    select from (
      select e6.workspace_id, coalesce(o7.merged_into, e6.contact_id) as contact_id from contacts.v_list_member e6
      left join contacts.v_contact o7 on o7.workspace_id = $1 and o7.workspace_id = e6.workspace_id and o7.contact_id = e6.contact_id and o7.merged_into is not null
      where e6.workspace_id = $1 and e6.list_id = $3::bigint
    ) x5 where x5.workspace_id = c1.workspace_id and x5.contact_id = c1.contact_id
  );
