-- Not mailed for a month. Compiled from not-mailed-for-a-month.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 timestamptz: 2026-05-15T12:00:00.000Z
-- index contact_pk on contacts.contact: one contact
-- index suppression_pk on compliance.suppression: addresses we may not write to
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and c1.status = 'active' and not exists (
    select from compliance.v_suppressed_address s2 where s2.workspace_id = $1 and s2.workspace_id = c1.workspace_id and s2.email_index = c1.email_index
  )
  and ((c1.last_sent_at < $2::timestamptz)
    or (c1.last_sent_at is null));
