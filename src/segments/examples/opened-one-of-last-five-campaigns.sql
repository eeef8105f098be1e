-- Opened one of last five campaigns. Compiled from opened-one-of-last-five-campaigns.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 integer: 5
-- $3 text: "opened"
-- $4 smallint: 0
-- index contact_pk on contacts.contact: one contact
-- index first_touch_pk on events.first_touch: opened in a campaign
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
-- index launch_campaign_uq on campaigns.launch: the last campaigns
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) as contact_id from events.v_first_touch e3
      left join contacts.v_contact o4 on o4.workspace_id = $1 and o4.workspace_id = e3.workspace_id and o4.contact_id = e3.contact_id and o4.merged_into is not null
      where e3.workspace_id = $1 and e3.campaign_id = any (array(select n.campaign_id from campaigns.v_launched_campaign n where n.workspace_id = $1 order by n.launch_id desc limit $2::integer)) and e3.event_type = $3::text and e3.link_no = $4::smallint
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  );
