-- Joined list this month. Compiled from joined-list-this-month.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 timestamptz: 2026-06-01T04:00:00.000Z
-- $3 timestamptz: 2026-07-01T04:00:00.000Z
-- $4 bigint: "101"
-- index contact_pk on contacts.contact: one contact
-- index list_member_pk on contacts.list_member: members of a list
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select l3.workspace_id, l3.contact_id from contacts.v_list_member l3 where l3.workspace_id = $1 and l3.list_id = $4::bigint and l3.added_at >= $2::timestamptz and l3.added_at < $3::timestamptz
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  );
