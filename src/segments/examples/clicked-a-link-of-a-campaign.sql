-- Clicked a link of a campaign. Compiled from clicked-a-link-of-a-campaign.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 bigint[]: ["201"]
-- $3 text: "clicked"
-- $4 smallint: 2
-- index contact_pk on contacts.contact: one contact
-- index first_touch_pk on events.first_touch: clicked in a campaign
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) as contact_id from events.v_first_touch e3
      left join contacts.v_contact o4 on o4.workspace_id = $1 and o4.workspace_id = e3.workspace_id and o4.contact_id = e3.contact_id and o4.merged_into is not null
      where e3.workspace_id = $1 and e3.campaign_id = any ($2::bigint[]) and e3.event_type = $3::text and e3.link_no = $4::smallint
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  );
