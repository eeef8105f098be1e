-- Opened one of last five campaigns. Compiled from opened-one-of-last-five-campaigns.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 integer: 5
-- $3 text: "opened"
-- $4 smallint: 0
-- index contact_pk on contacts.contact: one contact
-- index first_touch_pk on events.first_touch: opened in a campaign
-- index contact_merged_into_ix on contacts.contact: events of people who were merged
-- index launch_campaign_uq on campaigns.launch: the last campaigns
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select e3.workspace_id, e3.contact_id from events.v_first_touch e3
      where e3.workspace_id = $1 and e3.campaign_id = any (array(select n.campaign_id from campaigns.v_launched_campaign n where n.workspace_id = $1 order by n.launch_id desc limit $2::integer)) and e3.event_type = $3::text and e3.link_no = $4::smallint
      union all
      select o5.workspace_id, o5.merged_into from contacts.v_contact o5 join events.v_first_touch e4 on e4.workspace_id = o5.workspace_id and e4.contact_id = o5.contact_id
      where o5.workspace_id = $1 and o5.merged_into is not null and e4.workspace_id = $1 and e4.campaign_id = any (array(select n.campaign_id from campaigns.v_launched_campaign n where n.workspace_id = $1 order by n.launch_id desc limit $2::integer)) and e4.event_type = $3::text and e4.link_no = $4::smallint
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  );
