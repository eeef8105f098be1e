-- reason: schema v1 of the room campaigns: templates, segments, campaigns, launches, audiences, automations
-- author: InboxLift
-- locks: none on existing tables (everything is new)
-- duration: seconds
-- older releases may run: yes
-- destructive: no
-- undo: drops the schema campaigns

create schema campaigns;

-- table: Content to be written once and used often.
create table campaigns.template (
  workspace_id bigint not null, -- Owner.
  template_id bigint not null, -- Key.
  name text not null, -- Shown name.
  language text not null default 'mjml', -- mjml or html; Liquid in both.
  subject text not null default '', -- Subject, Liquid.
  preheader text not null default '', -- Text shown after the subject in mail lists, Liquid.
  body text not null, -- Body in its language, Liquid.
  text_body text, -- Plain text, Liquid; null means made from the body.
  version integer not null default 1, -- Grows with every change.
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor who made it.
  updated_at timestamptz not null default now(), -- Last change.
  updated_by text not null, -- Actor of the last change.
  archived_at timestamptz, -- No longer offered since.
  constraint template_pk primary key (workspace_id, template_id),
  constraint template_name_uq unique (workspace_id, name),
  constraint template_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint template_language_ck check (language in ('mjml', 'html'))
);
select kernel.secure_tenant_table('campaigns.template');

-- table: A question about contacts, in the segment language, one row a segment with its current version.
create table campaigns.segment (
  workspace_id bigint not null, -- Owner.
  segment_id bigint not null, -- Key.
  name text not null, -- Shown name.
  definition jsonb not null, -- The question, in the segment language.
  version integer not null default 1, -- Grows with every change of the definition.
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor who made it.
  updated_at timestamptz not null default now(), -- Last change.
  updated_by text not null, -- Actor of the last change.
  archived_at timestamptz, -- No longer offered since.
  member_count bigint, -- Members when it was last materialised.
  materialised_at timestamptz, -- When that was.
  constraint segment_pk primary key (workspace_id, segment_id),
  constraint segment_name_uq unique (workspace_id, name),
  constraint segment_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
select kernel.secure_tenant_table('campaigns.segment');

-- table: Earlier and present definitions of a segment.
create table campaigns.segment_version (
  workspace_id bigint not null, -- Owner.
  segment_id bigint not null, -- Which segment.
  version integer not null, -- Version.
  definition jsonb not null, -- The question then.
  created_at timestamptz not null default now(), -- Since when.
  created_by text not null, -- Actor.
  constraint segment_version_pk primary key (workspace_id, segment_id, version),
  constraint segment_version_segment_fk foreign key (workspace_id, segment_id) references campaigns.segment (workspace_id, segment_id) on delete cascade
);
select kernel.secure_tenant_table('campaigns.segment_version');

-- table: Who was in a segment when it was last materialised.
create table campaigns.segment_member (
  workspace_id bigint not null, -- Owner.
  segment_id bigint not null, -- Which segment.
  contact_id bigint not null, -- Who.
  entered_at timestamptz not null, -- Since when.
  constraint segment_member_pk primary key (workspace_id, segment_id, contact_id),
  constraint segment_member_segment_fk foreign key (workspace_id, segment_id) references campaigns.segment (workspace_id, segment_id) on delete cascade,
  constraint segment_member_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id) on delete cascade
);
create index segment_member_contact_ix on campaigns.segment_member (workspace_id, contact_id);
select kernel.secure_tenant_table('campaigns.segment_member');

-- table: What is sent, to whom, when.
create table campaigns.campaign (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Key.
  name text not null, -- Shown name.
  state text not null default 'draft', -- draft, scheduled, launching, sending, paused, sent, cancelled, failed.
  template_id bigint, -- Content.
  subject text, -- Overrides the template's subject.
  from_name text not null default '', -- Shown sender.
  from_email text not null default '', -- Sender address of the customer.
  reply_to text, -- Where answers go.
  stream text not null default 'marketing', -- marketing or transactional.
  delivery_class text not null default 'at_least_once', -- at_least_once or at_most_once.
  purpose text not null default 'newsletter', -- Consent purpose it is sent under.
  provider_id bigint, -- Fixed provider; null means by route.
  track_opens boolean not null default true, -- Count opens.
  track_clicks boolean not null default true, -- Count clicks.
  scheduled_at timestamptz, -- When to launch.
  version integer not null default 1, -- Grows with every change (If-Match).
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor who made it.
  updated_at timestamptz not null default now(), -- Last change.
  updated_by text not null, -- Actor of the last change.
  constraint campaign_pk primary key (workspace_id, campaign_id),
  constraint campaign_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint campaign_template_fk foreign key (workspace_id, template_id) references campaigns.template (workspace_id, template_id),
  constraint campaign_state_ck check (state in ('draft', 'scheduled', 'launching', 'sending', 'paused', 'sent', 'cancelled', 'failed')),
  constraint campaign_stream_ck check (stream in ('marketing', 'transactional')),
  constraint campaign_class_ck check (delivery_class in ('at_least_once', 'at_most_once')),
  constraint campaign_scheduled_ck check (state <> 'scheduled' or scheduled_at is not null)
);
create index campaign_template_ix on campaigns.campaign (workspace_id, template_id);
create index campaign_scheduled_ix on campaigns.campaign (workspace_id, scheduled_at) where state = 'scheduled';
select kernel.secure_tenant_table('campaigns.campaign');

-- table: Lists and segments a campaign goes to, and those it leaves out.
create table campaigns.campaign_audience (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Which campaign.
  position smallint not null, -- Order as chosen.
  exclude boolean not null default false, -- True: these are left out.
  list_id bigint, -- A list, or
  segment_id bigint, -- a segment.
  constraint campaign_audience_pk primary key (workspace_id, campaign_id, position),
  constraint campaign_audience_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id) on delete cascade,
  constraint campaign_audience_list_fk foreign key (workspace_id, list_id) references contacts.list (workspace_id, list_id),
  constraint campaign_audience_segment_fk foreign key (workspace_id, segment_id) references campaigns.segment (workspace_id, segment_id),
  constraint campaign_audience_one_ck check (num_nonnulls(list_id, segment_id) = 1)
);
create index campaign_audience_list_ix on campaigns.campaign_audience (workspace_id, list_id) where list_id is not null;
create index campaign_audience_segment_ix on campaigns.campaign_audience (workspace_id, segment_id) where segment_id is not null;
select kernel.secure_tenant_table('campaigns.campaign_audience');

-- table: Versions of a campaign that are tried against each other.
create table campaigns.variant (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Which campaign.
  variant_no smallint not null, -- From 1.
  name text not null, -- Shown name.
  weight integer not null default 1, -- Share of the test audience.
  template_id bigint, -- Its content; null means the campaign's.
  subject text, -- Its subject; null means the campaign's.
  constraint variant_pk primary key (workspace_id, campaign_id, variant_no),
  constraint variant_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id) on delete cascade,
  constraint variant_template_fk foreign key (workspace_id, template_id) references campaigns.template (workspace_id, template_id),
  constraint variant_weight_ck check (weight > 0)
);
create index variant_template_ix on campaigns.variant (workspace_id, template_id);
select kernel.secure_tenant_table('campaigns.variant');

-- table: Content as it was frozen for sending; messages name the version they were written from.
create table campaigns.content_version (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Which campaign.
  content_version integer not null, -- From 1, per campaign.
  variant_no smallint not null default 0, -- 0 when there are no variants.
  content_hash bytea not null, -- SHA-256 of the compiled content.
  compiled jsonb not null, -- The compiled content.
  created_at timestamptz not null default now(), -- When it was frozen.
  created_by text not null, -- Actor.
  constraint content_version_pk primary key (workspace_id, campaign_id, content_version),
  constraint content_version_hash_uq unique (workspace_id, campaign_id, variant_no, content_hash),
  constraint content_version_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id) on delete cascade
);
select kernel.secure_tenant_table('campaigns.content_version');

-- table: Links of a campaign's frozen content; the number stands in the signed click token.
create table campaigns.link (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Which campaign.
  link_no smallint not null, -- From 1, per campaign.
  content_version integer not null, -- Version it came with.
  url text not null, -- Where it leads; may contain Liquid.
  label text not null default '', -- Text of the link.
  constraint link_pk primary key (workspace_id, campaign_id, link_no),
  constraint link_content_fk foreign key (workspace_id, campaign_id, content_version) references campaigns.content_version (workspace_id, campaign_id, content_version) on delete cascade
);
create index link_content_ix on campaigns.link (workspace_id, campaign_id, content_version);
select kernel.secure_tenant_table('campaigns.link');

-- table: One launch of a campaign: its frozen audience and how far it is written to the queue.
create table campaigns.launch (
  workspace_id bigint not null, -- Owner.
  launch_id bigint not null, -- Key, time-ordered; the partition key of its messages.
  campaign_id bigint, -- Which campaign; null for transactional mail.
  purpose text not null, -- initial, winner, resend_<n>, or transactional:<stream>:<hour>.
  state text not null default 'preparing', -- preparing, slicing, sending, paused, done, cancelled, failed.
  audience_count bigint not null default 0, -- People in the frozen audience.
  queued_count bigint not null default 0, -- People written to the queue.
  slice_cursor bigint not null default 0, -- Last contact_id written; slices go in its order.
  content_version integer, -- Frozen content.
  lease_token bigint, -- Who prepares it.
  lease_until timestamptz, -- Until when.
  launched_at timestamptz not null default now(), -- When it was launched.
  launched_by text not null, -- Actor.
  finished_at timestamptz, -- When its last message came to an end.
  error_code text, -- Catalogue code when it failed.
  constraint launch_pk primary key (workspace_id, launch_id),
  constraint launch_campaign_uq unique (workspace_id, campaign_id, purpose),
  constraint launch_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id),
  constraint launch_content_fk foreign key (workspace_id, campaign_id, content_version) references campaigns.content_version (workspace_id, campaign_id, content_version),
  constraint launch_state_ck check (state in ('preparing', 'slicing', 'sending', 'paused', 'done', 'cancelled', 'failed')),
  constraint launch_purpose_ck check (purpose ~ '^(initial|winner|resend_[1-9][0-9]?|transactional:.+)$')
);
create index launch_content_ix on campaigns.launch (workspace_id, campaign_id, content_version);
create index launch_open_ix on campaigns.launch (workspace_id, state) where state in ('preparing', 'slicing', 'sending', 'paused');
select kernel.secure_tenant_table('campaigns.launch');

-- table: The frozen audience of a launch; nobody is in two launches of one campaign.
create table campaigns.audience_member (
  workspace_id bigint not null, -- Owner.
  launch_id bigint not null, -- Which launch.
  contact_id bigint not null, -- Who.
  campaign_id bigint not null, -- Its campaign: unique with the contact over all its launches.
  variant_no smallint not null default 0, -- Which variant the contact gets.
  constraint audience_member_pk primary key (workspace_id, launch_id, contact_id),
  constraint audience_member_campaign_uq unique (workspace_id, campaign_id, contact_id),
  constraint audience_member_launch_fk foreign key (workspace_id, launch_id) references campaigns.launch (workspace_id, launch_id) on delete cascade,
  constraint audience_member_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id)
);
create index audience_member_contact_ix on campaigns.audience_member (workspace_id, contact_id);
select kernel.secure_tenant_table('campaigns.audience_member');

-- table: A journey that contacts go through by themselves.
create table campaigns.automation (
  workspace_id bigint not null, -- Owner.
  automation_id bigint not null, -- Key.
  name text not null, -- Shown name.
  state text not null default 'draft', -- draft, active, paused, archived.
  version integer not null default 1, -- Version that new entries follow.
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor.
  constraint automation_pk primary key (workspace_id, automation_id),
  constraint automation_name_uq unique (workspace_id, name),
  constraint automation_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint automation_state_ck check (state in ('draft', 'active', 'paused', 'archived'))
);
select kernel.secure_tenant_table('campaigns.automation');

-- table: Versions of an automation; an entry stays on the version it began with.
create table campaigns.automation_version (
  workspace_id bigint not null, -- Owner.
  automation_id bigint not null, -- Which automation.
  version integer not null, -- From 1.
  definition jsonb not null, -- Trigger, steps and waits.
  created_at timestamptz not null default now(), -- When it was saved.
  created_by text not null, -- Actor.
  constraint automation_version_pk primary key (workspace_id, automation_id, version),
  constraint automation_version_automation_fk foreign key (workspace_id, automation_id) references campaigns.automation (workspace_id, automation_id) on delete cascade
);
select kernel.secure_tenant_table('campaigns.automation_version');

-- table: One row per automation, contact and entry: where the contact stands.
create table campaigns.automation_entry (
  workspace_id bigint not null, -- Owner.
  automation_id bigint not null, -- Which automation.
  contact_id bigint not null, -- Who.
  entry_no integer not null, -- How often the contact has entered.
  version integer not null, -- Version it follows.
  step text not null, -- Where it stands.
  state text not null default 'active', -- active, done, left, failed.
  due_at timestamptz, -- When the next step is due.
  entered_at timestamptz not null default now(), -- When it entered.
  constraint automation_entry_pk primary key (workspace_id, automation_id, contact_id, entry_no),
  constraint automation_entry_version_fk foreign key (workspace_id, automation_id, version) references campaigns.automation_version (workspace_id, automation_id, version),
  constraint automation_entry_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id),
  constraint automation_entry_state_ck check (state in ('active', 'done', 'left', 'failed'))
);
create index automation_entry_version_ix on campaigns.automation_entry (workspace_id, automation_id, version);
create index automation_entry_contact_ix on campaigns.automation_entry (workspace_id, contact_id);
create index automation_entry_due_ix on campaigns.automation_entry (workspace_id, due_at) where state = 'active';
select kernel.secure_tenant_table('campaigns.automation_entry');

-- Campaigns in the order in which they were first launched: "the last five campaigns" of segments.
create view campaigns.v_launched_campaign with (security_invoker = true) as
  select workspace_id, campaign_id, launch_id, launched_at from campaigns.launch where purpose = 'initial';

create trigger template_audit after insert or delete or update on campaigns.template for each row execute function compliance.audit_row('template_id', '', 'updated_at', 'updated_by', 'version');
create trigger segment_audit after insert or delete or update of name, definition, archived_at on campaigns.segment for each row execute function compliance.audit_row('segment_id', '', 'updated_at', 'updated_by', 'version');
create trigger campaign_audit after insert or delete or update on campaigns.campaign for each row execute function compliance.audit_row('campaign_id', '', 'updated_at', 'updated_by', 'version');
create trigger campaign_audience_audit after insert or delete or update on campaigns.campaign_audience for each row execute function compliance.audit_row('campaign_id,position', '');
create trigger launch_audit after insert or delete or update of state on campaigns.launch for each row execute function compliance.audit_row('launch_id', '', 'lease_token', 'lease_until', 'slice_cursor', 'queued_count');

grant usage on schema campaigns to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler, inboxlift_analytics, inboxlift_auditor, inboxlift_backup;
grant select, insert, update, delete on campaigns.template, campaigns.segment, campaigns.segment_version, campaigns.segment_member, campaigns.campaign, campaigns.campaign_audience, campaigns.variant, campaigns.automation, campaigns.automation_version, campaigns.automation_entry to inboxlift_api;
grant select, insert, update on campaigns.content_version, campaigns.link, campaigns.launch, campaigns.audience_member to inboxlift_api, inboxlift_scheduler;
grant select on campaigns.v_launched_campaign to inboxlift_api, inboxlift_scheduler;
grant select on campaigns.template, campaigns.segment, campaigns.campaign_audience, campaigns.variant to inboxlift_scheduler;
grant select, insert, update, delete on campaigns.segment_member to inboxlift_scheduler;
grant update (member_count, materialised_at) on campaigns.segment to inboxlift_scheduler;
grant select, update on campaigns.campaign to inboxlift_scheduler;
grant select, insert, update on campaigns.automation_entry to inboxlift_scheduler;
grant select on campaigns.automation, campaigns.automation_version to inboxlift_scheduler;
grant select on campaigns.campaign, campaigns.launch, campaigns.content_version, campaigns.link, campaigns.audience_member to inboxlift_sender;
grant update (state, finished_at) on campaigns.launch to inboxlift_sender;
grant update (state, updated_at, updated_by) on campaigns.campaign to inboxlift_sender;
grant select on campaigns.campaign, campaigns.launch, campaigns.link, campaigns.content_version to inboxlift_ingest, inboxlift_compliance;
grant select on campaigns.segment, campaigns.segment_member, campaigns.campaign, campaigns.launch, campaigns.link, campaigns.variant to inboxlift_analytics;

-- Comments on tables and columns, generated from the text above by scripts/gen-comments.ts.
comment on table campaigns.template is 'Content to be written once and used often.';
comment on column campaigns.template.workspace_id is 'Owner.';
comment on column campaigns.template.template_id is 'Key.';
comment on column campaigns.template.name is 'Shown name.';
comment on column campaigns.template.language is 'mjml or html; Liquid in both.';
comment on column campaigns.template.subject is 'Subject, Liquid.';
comment on column campaigns.template.preheader is 'Text shown after the subject in mail lists, Liquid.';
comment on column campaigns.template.body is 'Body in its language, Liquid.';
comment on column campaigns.template.text_body is 'Plain text, Liquid; null means made from the body.';
comment on column campaigns.template.version is 'Grows with every change.';
comment on column campaigns.template.created_at is 'When it was made.';
comment on column campaigns.template.created_by is 'Actor who made it.';
comment on column campaigns.template.updated_at is 'Last change.';
comment on column campaigns.template.updated_by is 'Actor of the last change.';
comment on column campaigns.template.archived_at is 'No longer offered since.';
comment on table campaigns.segment is 'A question about contacts, in the segment language, one row a segment with its current version.';
comment on column campaigns.segment.workspace_id is 'Owner.';
comment on column campaigns.segment.segment_id is 'Key.';
comment on column campaigns.segment.name is 'Shown name.';
comment on column campaigns.segment.definition is 'The question, in the segment language.';
comment on column campaigns.segment.version is 'Grows with every change of the definition.';
comment on column campaigns.segment.created_at is 'When it was made.';
comment on column campaigns.segment.created_by is 'Actor who made it.';
comment on column campaigns.segment.updated_at is 'Last change.';
comment on column campaigns.segment.updated_by is 'Actor of the last change.';
comment on column campaigns.segment.archived_at is 'No longer offered since.';
comment on column campaigns.segment.member_count is 'Members when it was last materialised.';
comment on column campaigns.segment.materialised_at is 'When that was.';
comment on table campaigns.segment_version is 'Earlier and present definitions of a segment.';
comment on column campaigns.segment_version.workspace_id is 'Owner.';
comment on column campaigns.segment_version.segment_id is 'Which segment.';
comment on column campaigns.segment_version.version is 'Version.';
comment on column campaigns.segment_version.definition is 'The question then.';
comment on column campaigns.segment_version.created_at is 'Since when.';
comment on column campaigns.segment_version.created_by is 'Actor.';
comment on table campaigns.segment_member is 'Who was in a segment when it was last materialised.';
comment on column campaigns.segment_member.workspace_id is 'Owner.';
comment on column campaigns.segment_member.segment_id is 'Which segment.';
comment on column campaigns.segment_member.contact_id is 'Who.';
comment on column campaigns.segment_member.entered_at is 'Since when.';
comment on table campaigns.campaign is 'What is sent, to whom, when.';
comment on column campaigns.campaign.workspace_id is 'Owner.';
comment on column campaigns.campaign.campaign_id is 'Key.';
comment on column campaigns.campaign.name is 'Shown name.';
comment on column campaigns.campaign.state is 'draft, scheduled, launching, sending, paused, sent, cancelled, failed.';
comment on column campaigns.campaign.template_id is 'Content.';
comment on column campaigns.campaign.subject is 'Overrides the template''s subject.';
comment on column campaigns.campaign.from_name is 'Shown sender.';
comment on column campaigns.campaign.from_email is 'Sender address of the customer.';
comment on column campaigns.campaign.reply_to is 'Where answers go.';
comment on column campaigns.campaign.stream is 'marketing or transactional.';
comment on column campaigns.campaign.delivery_class is 'at_least_once or at_most_once.';
comment on column campaigns.campaign.purpose is 'Consent purpose it is sent under.';
comment on column campaigns.campaign.provider_id is 'Fixed provider; null means by route.';
comment on column campaigns.campaign.track_opens is 'Count opens.';
comment on column campaigns.campaign.track_clicks is 'Count clicks.';
comment on column campaigns.campaign.scheduled_at is 'When to launch.';
comment on column campaigns.campaign.version is 'Grows with every change (If-Match).';
comment on column campaigns.campaign.created_at is 'When it was made.';
comment on column campaigns.campaign.created_by is 'Actor who made it.';
comment on column campaigns.campaign.updated_at is 'Last change.';
comment on column campaigns.campaign.updated_by is 'Actor of the last change.';
comment on table campaigns.campaign_audience is 'Lists and segments a campaign goes to, and those it leaves out.';
comment on column campaigns.campaign_audience.workspace_id is 'Owner.';
comment on column campaigns.campaign_audience.campaign_id is 'Which campaign.';
comment on column campaigns.campaign_audience.position is 'Order as chosen.';
comment on column campaigns.campaign_audience.exclude is 'True: these are left out.';
comment on column campaigns.campaign_audience.list_id is 'A list, or';
comment on column campaigns.campaign_audience.segment_id is 'a segment.';
comment on table campaigns.variant is 'Versions of a campaign that are tried against each other.';
comment on column campaigns.variant.workspace_id is 'Owner.';
comment on column campaigns.variant.campaign_id is 'Which campaign.';
comment on column campaigns.variant.variant_no is 'From 1.';
comment on column campaigns.variant.name is 'Shown name.';
comment on column campaigns.variant.weight is 'Share of the test audience.';
comment on column campaigns.variant.template_id is 'Its content; null means the campaign''s.';
comment on column campaigns.variant.subject is 'Its subject; null means the campaign''s.';
comment on table campaigns.content_version is 'Content as it was frozen for sending; messages name the version they were written from.';
comment on column campaigns.content_version.workspace_id is 'Owner.';
comment on column campaigns.content_version.campaign_id is 'Which campaign.';
comment on column campaigns.content_version.content_version is 'From 1, per campaign.';
comment on column campaigns.content_version.variant_no is '0 when there are no variants.';
comment on column campaigns.content_version.content_hash is 'SHA-256 of the compiled content.';
comment on column campaigns.content_version.compiled is 'The compiled content.';
comment on column campaigns.content_version.created_at is 'When it was frozen.';
comment on column campaigns.content_version.created_by is 'Actor.';
comment on table campaigns.link is 'Links of a campaign''s frozen content; the number stands in the signed click token.';
comment on column campaigns.link.workspace_id is 'Owner.';
comment on column campaigns.link.campaign_id is 'Which campaign.';
comment on column campaigns.link.link_no is 'From 1, per campaign.';
comment on column campaigns.link.content_version is 'Version it came with.';
comment on column campaigns.link.url is 'Where it leads; may contain Liquid.';
comment on column campaigns.link.label is 'Text of the link.';
comment on table campaigns.launch is 'One launch of a campaign: its frozen audience and how far it is written to the queue.';
comment on column campaigns.launch.workspace_id is 'Owner.';
comment on column campaigns.launch.launch_id is 'Key, time-ordered; the partition key of its messages.';
comment on column campaigns.launch.campaign_id is 'Which campaign; null for transactional mail.';
comment on column campaigns.launch.purpose is 'initial, winner, resend_<n>, or transactional:<stream>:<hour>.';
comment on column campaigns.launch.state is 'preparing, slicing, sending, paused, done, cancelled, failed.';
comment on column campaigns.launch.audience_count is 'People in the frozen audience.';
comment on column campaigns.launch.queued_count is 'People written to the queue.';
comment on column campaigns.launch.slice_cursor is 'Last contact_id written; slices go in its order.';
comment on column campaigns.launch.content_version is 'Frozen content.';
comment on column campaigns.launch.lease_token is 'Who prepares it.';
comment on column campaigns.launch.lease_until is 'Until when.';
comment on column campaigns.launch.launched_at is 'When it was launched.';
comment on column campaigns.launch.launched_by is 'Actor.';
comment on column campaigns.launch.finished_at is 'When its last message came to an end.';
comment on column campaigns.launch.error_code is 'Catalogue code when it failed.';
comment on table campaigns.audience_member is 'The frozen audience of a launch; nobody is in two launches of one campaign.';
comment on column campaigns.audience_member.workspace_id is 'Owner.';
comment on column campaigns.audience_member.launch_id is 'Which launch.';
comment on column campaigns.audience_member.contact_id is 'Who.';
comment on column campaigns.audience_member.campaign_id is 'Its campaign: unique with the contact over all its launches.';
comment on column campaigns.audience_member.variant_no is 'Which variant the contact gets.';
comment on table campaigns.automation is 'A journey that contacts go through by themselves.';
comment on column campaigns.automation.workspace_id is 'Owner.';
comment on column campaigns.automation.automation_id is 'Key.';
comment on column campaigns.automation.name is 'Shown name.';
comment on column campaigns.automation.state is 'draft, active, paused, archived.';
comment on column campaigns.automation.version is 'Version that new entries follow.';
comment on column campaigns.automation.created_at is 'When it was made.';
comment on column campaigns.automation.created_by is 'Actor.';
comment on table campaigns.automation_version is 'Versions of an automation; an entry stays on the version it began with.';
comment on column campaigns.automation_version.workspace_id is 'Owner.';
comment on column campaigns.automation_version.automation_id is 'Which automation.';
comment on column campaigns.automation_version.version is 'From 1.';
comment on column campaigns.automation_version.definition is 'Trigger, steps and waits.';
comment on column campaigns.automation_version.created_at is 'When it was saved.';
comment on column campaigns.automation_version.created_by is 'Actor.';
comment on table campaigns.automation_entry is 'One row per automation, contact and entry: where the contact stands.';
comment on column campaigns.automation_entry.workspace_id is 'Owner.';
comment on column campaigns.automation_entry.automation_id is 'Which automation.';
comment on column campaigns.automation_entry.contact_id is 'Who.';
comment on column campaigns.automation_entry.entry_no is 'How often the contact has entered.';
comment on column campaigns.automation_entry.version is 'Version it follows.';
comment on column campaigns.automation_entry.step is 'Where it stands.';
comment on column campaigns.automation_entry.state is 'active, done, left, failed.';
comment on column campaigns.automation_entry.due_at is 'When the next step is due.';
comment on column campaigns.automation_entry.entered_at is 'When it entered.';
