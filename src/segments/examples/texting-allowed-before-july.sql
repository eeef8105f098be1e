-- Texting allowed before july. Compiled from texting-allowed-before-july.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "offers"
-- $3 text: "sms"
-- $4 text: "given"
-- $5 timestamptz: 2026-07-01T00:00:00.000Z
-- index contact_pk on contacts.contact: one contact
-- index consent_state_pk on compliance.consent_state: the consent of a contact
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select s3.workspace_id, s3.contact_id from compliance.v_consent s3 where s3.workspace_id = $1 and s3.purpose = $2::text and s3.channel = $3::text and s3.state = $4::text and s3.since < $5::timestamptz
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  );
