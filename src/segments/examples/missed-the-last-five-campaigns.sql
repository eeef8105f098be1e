-- Missed the last five campaigns. Compiled from missed-the-last-five-campaigns.json by scripts/gen-segments.ts for 2026-06-15T12:00:00.000Z in America/New_York; do not edit.
-- $1 bigint: "1"
-- $2 text: "sent"
-- $3 integer: 5
-- $4 text: "opened"
-- $5 smallint: 0
-- index contact_pk on contacts.contact: one contact
-- index email_event_campaign_ix on events.email_event: events of a contact in a campaign
-- index contact_merged_into_ix on contacts.contact: facts of people who were merged
-- index launch_campaign_uq on campaigns.launch: the last campaigns
-- index first_touch_pk on events.first_touch: opened in a campaign
-- warning: "received" without "when" looks into every partition of the events: add a time.
select c1.contact_id from contacts.v_contact c1
where c1.workspace_id = $1
  and c1.merged_into is null and c1.status <> 'erased'
  and exists (
    select from (
      select e3.workspace_id, coalesce(o4.merged_into, e3.contact_id) as contact_id from events.v_event e3
      left join contacts.v_contact o4 on o4.workspace_id = $1 and o4.workspace_id = e3.workspace_id and o4.contact_id = e3.contact_id and o4.merged_into is not null
      where e3.workspace_id = $1 and e3.event_type = $2::text and e3.campaign_id = any (array(select n.campaign_id from campaigns.v_launched_campaign n where n.workspace_id = $1 order by n.launch_id desc limit $3::integer))
    ) x2 where x2.workspace_id = c1.workspace_id and x2.contact_id = c1.contact_id
  )
  and not exists (
    select from (
      select e6.workspace_id, coalesce(o7.merged_into, e6.contact_id) as contact_id from events.v_first_touch e6
      left join contacts.v_contact o7 on o7.workspace_id = $1 and o7.workspace_id = e6.workspace_id and o7.contact_id = e6.contact_id and o7.merged_into is not null
      where e6.workspace_id = $1 and e6.campaign_id = any (array(select n.campaign_id from campaigns.v_launched_campaign n where n.workspace_id = $1 order by n.launch_id desc limit $3::integer)) and e6.event_type = $4::text and e6.link_no = $5::smallint
    ) x5 where x5.workspace_id = c1.workspace_id and x5.contact_id = c1.contact_id
  );
