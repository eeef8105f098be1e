-- Consent withdrawn or missing. Compiled from consent-withdrawn-or-missing.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "newsletter"
-- $3 text: "email"
-- $4 text: "withdrawn"
-- index contact_pk on contacts.contact: one contact
-- index consent_state_pk on compliance.consent_state: the consent of a contact
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and ((exists (
      select s2.workspace_id, s2.contact_id from compliance.v_consent s2 where s2.workspace_id = $1 and s2.contact_id = c1.contact_id and s2.purpose = $2::text and s2.channel = $3::text and s2.state = $4::text
    ))
    or (not exists (
      select s3.workspace_id, s3.contact_id from compliance.v_consent s3 where s3.workspace_id = $1 and s3.contact_id = c1.contact_id and s3.purpose = $2::text and s3.channel = $3::text
    )));
