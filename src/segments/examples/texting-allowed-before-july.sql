-- Texting allowed before july. Compiled from texting-allowed-before-july.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "offers"
-- $3 text: "sms"
-- $4 text: "given"
-- $5 timestamptz: 2026-07-01T00:00:00.000Z
-- index contact_pk on contacts.contact: one contact
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
-- index consent_state_pk on compliance.consent_state: the consent of a contact
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) as contact_id from compliance.v_consent e3
      left join contacts.v_contact o4 on o4.workspace_id = $1 and o4.workspace_id = e3.workspace_id and o4.contact_id = e3.contact_id and o4.merged_into is not null
      where e3.workspace_id = $1 and e3.purpose = $2::text and e3.channel = $3::text and e3.state = $4::text and e3.since < $5::timestamptz
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  );
