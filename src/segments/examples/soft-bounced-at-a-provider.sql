-- Soft bounced at a provider. Compiled from soft-bounced-at-a-provider.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "bounced"
-- $3 timestamptz: 2026-06-01T12:00:00.000Z
-- $4 bigint[]: ["301"]
-- $5 boolean: false
-- index contact_pk on contacts.contact: one contact
-- index email_event_region_ix on events.email_event: events of a type in a time
-- index contact_merged_into_ix on contacts.contact: events of people who were merged
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select e3.workspace_id, e3.contact_id from events.v_event e3
      where e3.workspace_id = $1 and e3.event_type = $2::text and e3.occurred_at >= $3::timestamptz and e3.provider_id = any ($4::bigint[]) and e3.hard = $5::boolean
      union all
      select o5.workspace_id, o5.merged_into from contacts.v_contact o5 join events.v_event e4 on e4.workspace_id = o5.workspace_id and e4.contact_id = o5.contact_id
      where o5.workspace_id = $1 and o5.merged_into is not null and e4.workspace_id = $1 and e4.event_type = $2::text and e4.occurred_at >= $3::timestamptz and e4.provider_id = any ($4::bigint[]) and e4.hard = $5::boolean
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  );
