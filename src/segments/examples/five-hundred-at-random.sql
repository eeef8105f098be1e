-- Five hundred at random. Compiled from five-hundred-at-random.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "autumn:"
-- $3 bigint: 500
-- $4 bigint: "102"
-- index contact_pk on contacts.contact: one contact
-- index suppression_pk on compliance.suppression: addresses we may not write to
-- index list_member_pk on contacts.list_member: members of a list
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and c1.status = 'active' and not exists (
    select from compliance.v_suppressed_address s3 where s3.workspace_id = $1 and s3.workspace_id = c1.workspace_id and s3.email_index = c1.email_index
  )
  and exists (
    select from (
      select e5.workspace_id, coalesce(o6.merged_into, e5.contact_id) as contact_id from contacts.v_list_member e5
      left join contacts.v_contact o6 on o6.workspace_id = $1 and o6.workspace_id = e5.workspace_id and o6.contact_id = e5.contact_id and o6.merged_into is not null
      where e5.workspace_id = $1 and e5.list_id = $4::bigint
    ) x4 where x4.workspace_id = c1.workspace_id and x4.contact_id = c1.contact_id
  )
order by sha256(convert_to($2::text || c1.contact_id::text, 'UTF8')) desc nulls last, c1.contact_id
limit $3::bigint;
