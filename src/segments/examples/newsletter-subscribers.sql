-- Newsletter subscribers. Compiled from newsletter-subscribers.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 bigint: "101"
-- $3 text: "newsletter"
-- $4 text: "email"
-- $5 text: "given"
-- index contact_pk on contacts.contact: one contact
-- index list_member_pk on contacts.list_member: members of a list
-- index consent_state_pk on compliance.consent_state: the consent of a contact
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select l3.workspace_id, l3.contact_id from contacts.v_list_member l3 where l3.workspace_id = $1 and l3.list_id = $2::bigint
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  )
  and exists (
    select from (
      select s5.workspace_id, s5.contact_id from compliance.v_consent s5 where s5.workspace_id = $1 and s5.purpose = $3::text and s5.channel = $4::text and s5.state = $5::text
    ) x4 where x4.workspace_id = c1.workspace_id and x4.contact_id = c1.contact_id
  );
