-- Consent withdrawn or missing. Compiled from consent-withdrawn-or-missing.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "newsletter"
-- $3 text: "email"
-- $4 text: "withdrawn"
-- index contact_pk on contacts.contact: one contact
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
-- index consent_state_pk on compliance.consent_state: the consent of a contact
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and ((exists (
      select e4.workspace_id, e4.contact_id from compliance.v_consent e4
      where e4.workspace_id = $1 and e4.contact_id = c1.contact_id and e4.purpose = $2::text and e4.channel = $3::text and e4.state = $4::text
      union all
      select o3.workspace_id, o3.merged_into from contacts.v_contact o3 join compliance.v_consent e2 on e2.workspace_id = o3.workspace_id and e2.contact_id = o3.contact_id
      where o3.workspace_id = $1 and o3.merged_into = c1.contact_id and e2.workspace_id = $1 and e2.purpose = $2::text and e2.channel = $3::text and e2.state = $4::text
    ))
    or (not exists (
      select e7.workspace_id, e7.contact_id from compliance.v_consent e7
      where e7.workspace_id = $1 and e7.contact_id = c1.contact_id and e7.purpose = $2::text and e7.channel = $3::text
      union all
      select o6.workspace_id, o6.merged_into from contacts.v_contact o6 join compliance.v_consent e5 on e5.workspace_id = o6.workspace_id and e5.contact_id = o6.contact_id
      where o6.workspace_id = $1 and o6.merged_into = c1.contact_id and e5.workspace_id = $1 and e5.purpose = $2::text and e5.channel = $3::text
    )));
