-- Named queries of the room campaigns: templates, campaigns and their audience, checks, recipients. The launch has its own
-- file, launch.sql.

-- name: template_archive :exec
-- Takes a template out of use; campaigns that name it keep it.
update campaigns.template set archived_at = :at, updated_at = :at, updated_by = :actor, version = version + 1
where workspace_id = :workspace_id and template_id = :template_id and version = :version and archived_at is null;

-- name: template_get :one
-- One template with its content.
select t.template_id, t.name, t.language, t.subject, t.preheader, t.body, t.text_body, t.version, t.created_at, t.created_by, t.updated_at, t.updated_by, t.archived_at
from campaigns.template t where t.workspace_id = :workspace_id and t.template_id = :template_id;

-- name: template_insert :exec
-- A new template.
insert into campaigns.template (workspace_id, template_id, name, language, subject, preheader, body, text_body, created_at, created_by, updated_at, updated_by)
values (:workspace_id, :template_id, :name, :language, :subject, :preheader, :body, :text_body_or_null, :at, :actor, :at, :actor);

-- name: template_list :many
-- Templates of the workspace by name, without their bodies.
select t.template_id, t.name, t.language, t.subject, t.preheader, t.version, t.created_at, t.created_by, t.updated_at, t.updated_by, t.archived_at
from campaigns.template t
where t.workspace_id = :workspace_id and (t.archived_at is null or :with_archived::boolean) and t.name > :after_name
  and (:search_or_null::text is null or strpos(lower(t.name), lower(:search_or_null)) > 0)
order by t.name limit :page_size;

-- name: template_lock :one
-- Holds a template for a change.
select t.name, t.language, t.subject, t.preheader, t.body, t.text_body, t.version
from campaigns.template t where t.workspace_id = :workspace_id and t.template_id = :template_id and t.archived_at is null for update;

-- name: template_share :one
-- Holds a template against being archived while a campaign begins to name it.
select t.template_id from campaigns.template t where t.workspace_id = :workspace_id and t.template_id = :template_id and t.archived_at is null for share;

-- name: template_update :exec
-- Changes a template; the version grows.
update campaigns.template
set name = :name, language = :language, subject = :subject, preheader = :preheader, body = :body, text_body = :text_body_or_null, version = version + 1, updated_at = :at, updated_by = :actor
where workspace_id = :workspace_id and template_id = :template_id and version = :version and archived_at is null;

-- name: template_users :many
-- Campaigns that still need a template: not sent yet.
select c.campaign_id, c.name from campaigns.campaign c
where c.workspace_id = :workspace_id and c.template_id = :template_id and c.state in ('draft', 'scheduled', 'launching')
union
select c.campaign_id, c.name from campaigns.variant v
join campaigns.campaign c on c.workspace_id = v.workspace_id and c.campaign_id = v.campaign_id
where v.workspace_id = :workspace_id and v.template_id = :template_id and c.state in ('draft', 'scheduled', 'launching')
order by name;

-- name: audience_copy :exec
-- Gives a new campaign the audience of another.
insert into campaigns.campaign_audience (workspace_id, campaign_id, position, exclude, list_id, segment_id)
select a.workspace_id, :to_campaign_id, a.position, a.exclude, a.list_id, a.segment_id
from campaigns.campaign_audience a where a.workspace_id = :workspace_id and a.campaign_id = :campaign_id;

-- name: audience_delete :exec
-- Forgets whom a campaign was for, before it is written anew.
delete from campaigns.campaign_audience where workspace_id = :workspace_id and campaign_id = :campaign_id;

-- name: audience_insert :exec
-- Whom a campaign is for, in the order chosen. 0 stands for "not this kind".
insert into campaigns.campaign_audience (workspace_id, campaign_id, position, exclude, list_id, segment_id)
select :workspace_id, :campaign_id, u.position, u.exclude, nullif(u.list_id, 0), nullif(u.segment_id, 0)
from unnest(:positions::smallint[], :excludes::boolean[], :list_ids::bigint[], :segment_ids::bigint[]) as u(position, exclude, list_id, segment_id);

-- name: audience_known :many
-- Which of these lists and segments exist and are in use.
select 'list' as "kind!", l.list_id as "id!" from contacts.list l where l.workspace_id = :workspace_id and l.list_id = any(:list_ids::bigint[]) and l.archived_at is null
union all
select 'segment', s.segment_id from campaigns.segment s where s.workspace_id = :workspace_id and s.segment_id = any(:segment_ids::bigint[]) and s.archived_at is null;

-- name: audience_list :many
-- Whom a campaign is for, with names.
select a.position, a.exclude, a.list_id, a.segment_id, l.name as "list_name?", s.name as "segment_name?", coalesce(l.archived_at, s.archived_at) as "archived_at?"
from campaigns.campaign_audience a
left join contacts.list l on l.workspace_id = a.workspace_id and l.list_id = a.list_id
left join campaigns.segment s on s.workspace_id = a.workspace_id and s.segment_id = a.segment_id
where a.workspace_id = :workspace_id and a.campaign_id = :campaign_id order by a.position;

-- name: campaign_delete :exec
-- Removes a draft and what hangs on it.
delete from campaigns.campaign where workspace_id = :workspace_id and campaign_id = :campaign_id and version = :version and state = 'draft';

-- name: campaign_get :one
-- One campaign with the name of its template and provider and its first launch.
select c.campaign_id, c.name, c.state, c.template_id, c.subject, c.from_name, c.from_email, c.reply_to, c.stream, c.delivery_class, c.purpose, c.provider_id, c.track_opens, c.track_clicks, c.scheduled_at,
  c.version, c.created_at, c.created_by, c.updated_at, c.updated_by, t.name as "template_name?", p.name as "provider_name?", l.launch_id as "launch_id?", l.launched_at as "launched_at?", l.audience_count as "audience_count?"
from campaigns.campaign c
left join campaigns.template t on t.workspace_id = c.workspace_id and t.template_id = c.template_id
left join delivery.provider p on p.workspace_id = c.workspace_id and p.provider_id = c.provider_id
left join campaigns.launch l on l.workspace_id = c.workspace_id and l.campaign_id = c.campaign_id and l.purpose = 'initial'
where c.workspace_id = :workspace_id and c.campaign_id = :campaign_id;

-- name: campaign_insert :exec
-- A new draft.
insert into campaigns.campaign (workspace_id, campaign_id, name, template_id, subject, from_name, from_email, reply_to, stream, delivery_class, purpose, provider_id, track_opens, track_clicks, created_at, created_by, updated_at, updated_by)
values (:workspace_id, :campaign_id, :name, :template_id_or_null, :subject_or_null, :from_name, :from_email, :reply_to_or_null, :stream, :delivery_class, :purpose, :provider_id_or_null, :track_opens, :track_clicks, :at, :actor, :at, :actor);

-- name: campaign_list :many
-- Campaigns, newest first; an empty array means every state.
select c.campaign_id, c.name, c.state, c.template_id, c.subject, c.from_name, c.from_email, c.reply_to, c.stream, c.delivery_class, c.purpose, c.provider_id, c.track_opens, c.track_clicks, c.scheduled_at,
  c.version, c.created_at, c.created_by, c.updated_at, c.updated_by, t.name as "template_name?", p.name as "provider_name?", l.launch_id as "launch_id?", l.launched_at as "launched_at?", l.audience_count as "audience_count?"
from campaigns.campaign c
left join campaigns.template t on t.workspace_id = c.workspace_id and t.template_id = c.template_id
left join delivery.provider p on p.workspace_id = c.workspace_id and p.provider_id = c.provider_id
left join campaigns.launch l on l.workspace_id = c.workspace_id and l.campaign_id = c.campaign_id and l.purpose = 'initial'
where c.workspace_id = :workspace_id and c.campaign_id < :before_campaign_id
  and (cardinality(:states::text[]) = 0 or c.state = any(:states::text[]))
  and (:search_or_null::text is null or strpos(lower(c.name), lower(:search_or_null)) > 0)
order by c.campaign_id desc limit :page_size;

-- name: campaign_lock :one
-- Holds a campaign for a change.
select c.name, c.state, c.template_id, c.subject, c.from_name, c.from_email, c.reply_to, c.stream, c.delivery_class, c.purpose, c.provider_id, c.track_opens, c.track_clicks, c.version
from campaigns.campaign c where c.workspace_id = :workspace_id and c.campaign_id = :campaign_id for update;

-- name: campaign_update :exec
-- Changes a campaign that was not launched; the version grows.
update campaigns.campaign
set name = :name, template_id = :template_id_or_null, subject = :subject_or_null, from_name = :from_name, from_email = :from_email, reply_to = :reply_to_or_null, stream = :stream, delivery_class = :delivery_class,
  purpose = :purpose, provider_id = :provider_id_or_null, track_opens = :track_opens, track_clicks = :track_clicks, version = version + 1, updated_at = :at, updated_by = :actor
where workspace_id = :workspace_id and campaign_id = :campaign_id and version = :version and state in ('draft', 'scheduled');

-- name: variant_copy :exec
-- Gives a new campaign the variants of another.
insert into campaigns.variant (workspace_id, campaign_id, variant_no, name, weight, template_id, subject)
select v.workspace_id, :to_campaign_id, v.variant_no, v.name, v.weight, v.template_id, v.subject
from campaigns.variant v where v.workspace_id = :workspace_id and v.campaign_id = :campaign_id;

-- name: provider_exists :one
-- Is there such a provider that is not retired?
select p.provider_id, p.name, p.state from delivery.provider p where p.workspace_id = :workspace_id and p.provider_id = :provider_id and p.state <> 'retired';

-- name: provider_states :many
-- Providers of the workspace in the order in which they are tried without a rule, for the check before a launch.
select p.provider_id, p.name, p.kind, p.state from delivery.provider p where p.workspace_id = :workspace_id order by p.created_at, p.provider_id;

-- name: sending_domain_state :one
-- What is known about the domain that a campaign is sent from.
select d.state, (select count(*)::int from delivery.dkim_key k where k.workspace_id = d.workspace_id and k.domain_id = d.domain_id and k.state = 'active') as "keys!"
from delivery.sending_domain d where d.workspace_id = :workspace_id and d.domain = :domain;

-- name: workspace_facts :one
-- What content says about the house that sends it.
select w.name, w.postal_address, w.timezone from platform.workspace w where w.workspace_id = :workspace_id;

-- name: address_suppressed :many
-- Which of these addresses nobody may write to.
select s.email_index from compliance.v_suppressed s where s.workspace_id = :workspace_id and s.email_index = any(:email_indexes::bytea[]);

-- name: launch_of_campaign :many
-- Launches of a campaign, the first first.
select l.launch_id, l.purpose, l.state from campaigns.launch l where l.workspace_id = :workspace_id and l.campaign_id = :campaign_id order by l.launch_id;

-- name: recipient_page :many
-- Recipients of one launch by contact, with their address (encrypted); an empty array means every state.
select m.launch_id, m.contact_id, m.state, m.reason, m.attempts, m.last_code, m.variant_no, m.created_at, m.state_at, m.sent_at, p.email_ct as "email_ct?", coalesce(o.merged_into, o.contact_id) as "person_id!"
from delivery.message m
join contacts.v_contact o on o.workspace_id = m.workspace_id and o.contact_id = m.contact_id
left join contacts.v_contact p on p.workspace_id = o.workspace_id and p.contact_id = coalesce(o.merged_into, o.contact_id)
where m.workspace_id = :workspace_id and m.launch_id = :launch_id and m.seq = 0 and m.contact_id > :after_contact_id
  and (cardinality(:states::text[]) = 0 or m.state = any(:states::text[]))
order by m.contact_id limit :page_size;

-- name: progress_count :many
-- Messages of a launch by state, and how many came into that state lately. Reads them all: for launches that are not huge.
select m.state, count(*) as "count!", count(*) filter (where m.state_at >= :since) as "lately!"
from delivery.message m where m.workspace_id = :workspace_id and m.launch_id = any(:launch_ids::bigint[]) and m.campaign_id = :campaign_id
group by m.state;

-- name: progress_doubt :many
-- Messages of a launch that wait for a decision.
select m.state, count(*) as "count!" from delivery.message m
where m.workspace_id = :workspace_id and m.launch_id = any(:launch_ids::bigint[]) and m.state in ('in_doubt', 'held') group by m.state;

-- name: progress_launches :many
-- Launches of a campaign with what was written to the queue, and the state of the campaign.
select c.state as "campaign_state!", l.launch_id as "launch_id?", l.state as "launch_state?", l.audience_count as "audience_count?", l.queued_count as "queued_count?", l.launched_at as "launched_at?", l.finished_at as "finished_at?", l.error_code as "error_code?"
from campaigns.campaign c left join campaigns.launch l on l.workspace_id = c.workspace_id and l.campaign_id = c.campaign_id
where c.workspace_id = :workspace_id and c.campaign_id = :campaign_id order by l.launch_id;
