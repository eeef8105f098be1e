-- reason: schema v1 of the room events: what happened, first touches, counters
-- author: InboxLift
-- locks: none on existing tables (everything is new)
-- duration: seconds
-- older releases may run: yes
-- destructive: no
-- undo: drops the schema events

create schema events;

-- table: Codes of repeated texts in events: country, region, city, mailbox provider.
create table events.dimension (
  workspace_id bigint not null, -- Owner.
  kind text not null, -- country, region, city, mailbox_provider.
  code integer not null, -- Code used in events.
  value text not null, -- The text.
  constraint dimension_pk primary key (workspace_id, kind, code),
  constraint dimension_value_uq unique (workspace_id, kind, value),
  constraint dimension_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint dimension_kind_ck check (kind in ('country', 'region', 'city', 'mailbox_provider'))
);
select kernel.secure_tenant_table('events.dimension');

-- table: Provider events already seen; a repeat is found whatever its timestamp. Forgotten after 35 days.
create table events.dedup (
  workspace_id bigint not null, -- Owner.
  provider_id bigint not null, -- Which provider; 0 is our own tracking.
  key_hash bytea not null, -- Hash of the provider's event id.
  seen_at timestamptz not null, -- First time.
  constraint dedup_pk primary key (workspace_id, provider_id, key_hash),
  constraint dedup_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
create index dedup_seen_ix on events.dedup (workspace_id, seen_at);
select kernel.secure_tenant_table('events.dedup');

-- table: First event of a kind per campaign and contact; its insert decides what counts as unique.
create table events.first_touch (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Which campaign.
  contact_id bigint not null, -- Who.
  event_type text not null, -- Kind of event; bots are not counted.
  link_no smallint not null default 0, -- Link for clicks of one link; 0 for the whole mail.
  occurred_at timestamptz not null, -- When it came first to our knowledge.
  constraint first_touch_pk primary key (workspace_id, campaign_id, contact_id, event_type, link_no),
  constraint first_touch_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id),
  constraint first_touch_type_ck check (event_type in ('sent', 'delivered', 'bounced', 'complained', 'opened', 'clicked', 'unsubscribed', 'rejected'))
);
select kernel.secure_tenant_table('events.first_touch');

-- table: Everything that happened to messages; place and provider as they were at that time.
create table events.email_event (
  workspace_id bigint not null, -- Owner.
  contact_id bigint not null, -- Whose.
  occurred_at timestamptz not null, -- When; the partition key.
  event_id bigint not null, -- Hash of the provider's event id.
  campaign_id bigint, -- Campaign; null for transactional mail.
  launch_id bigint, -- Message: launch,
  seq bigint, -- sequence.
  provider_id bigint, -- Provider that carried it.
  recorded_at timestamptz not null, -- When we wrote it down.
  country_code integer, -- Place of the contact at that time.
  region_code integer, -- Place of the contact at that time.
  city_code integer, -- Place of the contact at that time.
  mailbox_provider_code integer, -- Who runs the mailbox.
  link_no smallint, -- Which link, for clicks.
  smtp_code smallint, -- Reply code, for bounces and deferrals.
  variant_no smallint not null default 0, -- Variant of the campaign.
  is_bot boolean not null default false, -- A machine did it: counted apart.
  is_first boolean not null default false, -- It made the first_touch row: what unique counters count.
  hard boolean, -- Bounce for good?
  event_type text not null, -- What happened; a partition level of its own.
  bounce_class text, -- Our class, for bounces.
  enhanced_code text, -- RFC 3463 code.
  constraint email_event_pk primary key (workspace_id, contact_id, occurred_at, event_type, event_id),
  constraint email_event_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id),
  constraint email_event_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id),
  constraint email_event_type_ck check (event_type in ('queued', 'sent', 'delivered', 'deferred', 'bounced', 'complained', 'opened', 'clicked', 'unsubscribed', 'rejected'))
) partition by range (occurred_at);
create index email_event_campaign_ix on events.email_event (workspace_id, campaign_id, contact_id, event_type);
create index email_event_region_ix on events.email_event (workspace_id, event_type, region_code, occurred_at) include (contact_id, is_bot);
select kernel.secure_tenant_table('events.email_event');

-- table: Webhooks and reports as they came in, until they are understood.
create table events.webhook_inbox (
  workspace_id bigint not null, -- Owner.
  received_at timestamptz not null, -- When; the partition key.
  inbox_id bigint not null, -- Key.
  kind text not null, -- Name of the webhook format, or dsn.
  provider_id bigint, -- Which provider, if known.
  body_ct bytea not null, -- Body and headers, encrypted.
  state text not null default 'new', -- new, done, ignored, failed.
  attempts smallint not null default 0, -- Tries to understand it.
  error_code text, -- Why it failed.
  constraint webhook_inbox_pk primary key (workspace_id, received_at, inbox_id),
  constraint webhook_inbox_state_ck check (state in ('new', 'done', 'ignored', 'failed'))
) partition by range (received_at);
create index webhook_inbox_new_ix on events.webhook_inbox (workspace_id, received_at) where state = 'new';
select kernel.secure_tenant_table('events.webhook_inbox');

-- table: Rows that found no place: no partition, unknown message. Never lost, mended by a job.
create table events.dead_letter (
  workspace_id bigint not null, -- Owner.
  dead_letter_id bigint not null, -- Key.
  table_name text not null, -- Where it should have gone.
  reason text not null, -- Why not.
  row_ct bytea not null, -- The row, encrypted.
  created_at timestamptz not null default now(), -- When.
  settled_at timestamptz, -- When it found its place.
  constraint dead_letter_pk primary key (workspace_id, dead_letter_id),
  constraint dead_letter_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
create index dead_letter_open_ix on events.dead_letter (workspace_id, created_at) where settled_at is null;
select kernel.secure_tenant_table('events.dead_letter');

-- table: Counters of a campaign, kept in the transaction of the events they count; striped against hot rows.
create table events.campaign_stats (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Which campaign.
  variant_no smallint not null default 0, -- Which variant.
  provider_id bigint not null default 0, -- Which provider; 0 when none took part yet.
  stripe smallint not null, -- Spreads the writes; sums are over all stripes.
  queued bigint not null default 0, -- Messages written to the queue.
  sent bigint not null default 0, -- Accepted by a server.
  delivered bigint not null default 0, -- Delivery reported, people.
  deferred bigint not null default 0, -- Temporary refusals, attempts.
  bounced_hard bigint not null default 0, -- Refused for good, people.
  bounced_soft bigint not null default 0, -- Given up for other reasons, people.
  complained bigint not null default 0, -- Complaints, people.
  unsubscribed bigint not null default 0, -- Unsubscribed, people.
  rejected bigint not null default 0, -- Rejected by the provider, people.
  skipped bigint not null default 0, -- Left out with a reason.
  failed bigint not null default 0, -- Failed for another reason.
  cancelled bigint not null default 0, -- Cancelled.
  opens bigint not null default 0, -- Opens by people.
  opens_bot bigint not null default 0, -- Opens by machines.
  unique_opens bigint not null default 0, -- People who opened.
  clicks bigint not null default 0, -- Clicks by people.
  clicks_bot bigint not null default 0, -- Clicks by machines.
  unique_clicks bigint not null default 0, -- People who clicked.
  updated_at timestamptz not null, -- Last change.
  constraint campaign_stats_pk primary key (workspace_id, campaign_id, variant_no, provider_id, stripe),
  constraint campaign_stats_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id)
) with (fillfactor = 50);
select kernel.secure_tenant_table('events.campaign_stats');

-- table: Clicks per link.
create table events.link_stats (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Which campaign.
  link_no smallint not null, -- Which link.
  stripe smallint not null, -- Spreads the writes.
  clicks bigint not null default 0, -- Clicks by people.
  clicks_bot bigint not null default 0, -- Clicks by machines.
  unique_clicks bigint not null default 0, -- People who clicked this link.
  constraint link_stats_pk primary key (workspace_id, campaign_id, link_no, stripe),
  constraint link_stats_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id)
) with (fillfactor = 50);
select kernel.secure_tenant_table('events.link_stats');

-- table: A campaign by hour: the time line of its report.
create table events.campaign_hour_stats (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Which campaign.
  hour timestamptz not null, -- Begin of the hour, UTC.
  stripe smallint not null, -- Spreads the writes.
  sent bigint not null default 0, -- Accepted by a server.
  delivered bigint not null default 0, -- Delivery reported.
  bounced bigint not null default 0, -- Bounced.
  complained bigint not null default 0, -- Complaints.
  unsubscribed bigint not null default 0, -- Unsubscribed.
  opens bigint not null default 0, -- Opens by people.
  unique_opens bigint not null default 0, -- People who opened first in this hour.
  clicks bigint not null default 0, -- Clicks by people.
  unique_clicks bigint not null default 0, -- People who clicked first in this hour.
  constraint campaign_hour_stats_pk primary key (workspace_id, campaign_id, hour, stripe),
  constraint campaign_hour_stats_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id)
) with (fillfactor = 50);
select kernel.secure_tenant_table('events.campaign_hour_stats');

-- table: All mail of a workspace by hour: the overview, in any time zone, without visiting campaigns.
create table events.workspace_hour_stats (
  workspace_id bigint not null, -- Owner.
  hour timestamptz not null, -- Begin of the hour, UTC.
  stripe smallint not null, -- Spreads the writes.
  sent bigint not null default 0, -- Accepted by a server.
  delivered bigint not null default 0, -- Delivery reported.
  deferred bigint not null default 0, -- Temporary refusals.
  bounced_hard bigint not null default 0, -- Refused for good.
  bounced_soft bigint not null default 0, -- Other bounces.
  complained bigint not null default 0, -- Complaints.
  unsubscribed bigint not null default 0, -- Unsubscribed.
  rejected bigint not null default 0, -- Rejected by a provider.
  opens bigint not null default 0, -- Opens by people.
  opens_bot bigint not null default 0, -- Opens by machines.
  unique_opens bigint not null default 0, -- People who opened a campaign first in this hour.
  clicks bigint not null default 0, -- Clicks by people.
  clicks_bot bigint not null default 0, -- Clicks by machines.
  unique_clicks bigint not null default 0, -- People who clicked in a campaign first in this hour.
  constraint workspace_hour_stats_pk primary key (workspace_id, hour, stripe),
  constraint workspace_hour_stats_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
) with (fillfactor = 50);
select kernel.secure_tenant_table('events.workspace_hour_stats');

-- table: Why mail of a campaign was refused: bounces and deferrals by provider and class.
create table events.bounce_stats (
  workspace_id bigint not null, -- Owner.
  campaign_id bigint not null, -- Which campaign.
  provider_id bigint not null default 0, -- Which provider; 0 when none is known.
  bounce_class text not null, -- Our class; undetermined when none was told.
  stripe smallint not null, -- Spreads the writes.
  bounced_hard bigint not null default 0, -- Refused for good, people.
  bounced_soft bigint not null default 0, -- Other bounces, people.
  deferred bigint not null default 0, -- Temporary refusals, attempts.
  constraint bounce_stats_pk primary key (workspace_id, campaign_id, provider_id, bounce_class, stripe),
  constraint bounce_stats_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id)
) with (fillfactor = 50);
select kernel.secure_tenant_table('events.bounce_stats');

-- table: How providers do, by hour and mailbox provider.
create table events.provider_stats (
  workspace_id bigint not null, -- Owner.
  provider_id bigint not null, -- Which provider.
  hour timestamptz not null, -- Begin of the hour, UTC.
  mailbox_provider_code integer not null default 0, -- Where to; 0 is unknown.
  stripe smallint not null, -- Spreads the writes.
  sent bigint not null default 0, -- Accepted.
  delivered bigint not null default 0, -- Delivery reported.
  deferred bigint not null default 0, -- Temporarily refused.
  bounced_hard bigint not null default 0, -- Refused for good.
  bounced_soft bigint not null default 0, -- Other bounces.
  complained bigint not null default 0, -- Complaints.
  unsubscribed bigint not null default 0, -- Unsubscribed.
  opens bigint not null default 0, -- Opens by people.
  opens_bot bigint not null default 0, -- Opens by machines.
  clicks bigint not null default 0, -- Clicks by people.
  clicks_bot bigint not null default 0, -- Clicks by machines.
  latency_ms_sum bigint not null default 0, -- Sum of latencies of accepted ones.
  constraint provider_stats_pk primary key (workspace_id, provider_id, hour, mailbox_provider_code, stripe),
  constraint provider_stats_provider_fk foreign key (workspace_id, provider_id) references delivery.provider (workspace_id, provider_id)
) with (fillfactor = 50);
select kernel.secure_tenant_table('events.provider_stats');

-- table: What a contact did last and how often: answers engagement segments from an index.
create table events.contact_engagement (
  workspace_id bigint not null, -- Owner.
  contact_id bigint not null, -- Who.
  last_sent_at timestamptz, -- Last accepted message.
  last_open_at timestamptz, -- Last open by the person.
  last_click_at timestamptz, -- Last click by the person.
  sent_count integer not null default 0, -- Messages accepted.
  open_count integer not null default 0, -- Opens by the person.
  click_count integer not null default 0, -- Clicks by the person.
  soft_bounce_count integer not null default 0, -- Soft bounces since the last delivery.
  constraint contact_engagement_pk primary key (workspace_id, contact_id),
  constraint contact_engagement_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id) on delete cascade
) with (fillfactor = 80);
create index contact_engagement_open_ix on events.contact_engagement (workspace_id, last_open_at) include (contact_id) where last_open_at is not null;
create index contact_engagement_click_ix on events.contact_engagement (workspace_id, last_click_at) include (contact_id) where last_click_at is not null;
select kernel.secure_tenant_table('events.contact_engagement');

-- table: Kinds of events a customer's application may report about contacts.
create table events.custom_event_definition (
  workspace_id bigint not null, -- Owner.
  name text not null, -- Name of the event.
  label text not null, -- Shown name.
  properties jsonb not null default '{}', -- Properties and their types.
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor.
  constraint custom_event_definition_pk primary key (workspace_id, name),
  constraint custom_event_definition_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint custom_event_definition_name_ck check (name ~ '^[a-z][a-z0-9_.]{0,62}$')
);
select kernel.secure_tenant_table('events.custom_event_definition');

-- What other rooms may read of a contact's activity.
create view events.v_contact_activity with (security_invoker = true) as
  select workspace_id, contact_id, last_sent_at, last_open_at, last_click_at, sent_count, open_count, click_count from events.contact_engagement;

-- What segments may read of events, of first touches, and of the texts behind the codes.
create view events.v_event with (security_invoker = true) as
  select workspace_id, contact_id, occurred_at, event_type, campaign_id, provider_id, country_code, region_code, city_code, mailbox_provider_code, link_no, is_bot, hard, bounce_class from events.email_event;
create view events.v_first_touch with (security_invoker = true) as
  select workspace_id, campaign_id, contact_id, event_type, link_no, occurred_at from events.first_touch;
create view events.v_dimension with (security_invoker = true) as
  select workspace_id, kind, code, value from events.dimension;

grant usage on schema events to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler, inboxlift_analytics, inboxlift_auditor, inboxlift_backup;
grant select, insert on events.dimension, events.dedup, events.first_touch, events.email_event to inboxlift_ingest, inboxlift_sender, inboxlift_compliance;
grant update (is_bot, is_first) on events.email_event to inboxlift_ingest;
grant delete on events.first_touch to inboxlift_ingest;
grant select on events.dimension, events.first_touch, events.email_event, events.webhook_inbox, events.dead_letter to inboxlift_api, inboxlift_scheduler;
grant select, insert, update on events.campaign_stats, events.link_stats, events.campaign_hour_stats, events.workspace_hour_stats, events.bounce_stats, events.provider_stats, events.contact_engagement to inboxlift_ingest, inboxlift_sender, inboxlift_compliance, inboxlift_scheduler;
grant insert, update on events.campaign_stats, events.link_stats, events.campaign_hour_stats, events.workspace_hour_stats, events.bounce_stats, events.provider_stats, events.contact_engagement to inboxlift_api;
grant select, insert, update on events.webhook_inbox, events.dead_letter to inboxlift_ingest, inboxlift_sender, inboxlift_compliance;
grant select on events.campaign_stats, events.link_stats, events.campaign_hour_stats, events.workspace_hour_stats, events.bounce_stats, events.provider_stats, events.contact_engagement to inboxlift_api;
grant select, insert, update, delete on events.custom_event_definition to inboxlift_api;
grant select, delete on events.dedup to inboxlift_scheduler;
grant select on events.v_event, events.v_first_touch, events.v_dimension to inboxlift_api, inboxlift_scheduler;
grant select on events.v_contact_activity to inboxlift_api, inboxlift_scheduler, inboxlift_analytics;
grant select on events.dimension, events.first_touch, events.email_event, events.campaign_stats, events.link_stats, events.campaign_hour_stats, events.workspace_hour_stats, events.bounce_stats, events.provider_stats, events.contact_engagement, events.custom_event_definition to inboxlift_analytics;

-- Comments on tables and columns, generated from the text above by scripts/gen-comments.ts.
comment on table events.dimension is 'Codes of repeated texts in events: country, region, city, mailbox provider.';
comment on column events.dimension.workspace_id is 'Owner.';
comment on column events.dimension.kind is 'country, region, city, mailbox_provider.';
comment on column events.dimension.code is 'Code used in events.';
comment on column events.dimension.value is 'The text.';
comment on table events.dedup is 'Provider events already seen; a repeat is found whatever its timestamp. Forgotten after 35 days.';
comment on column events.dedup.workspace_id is 'Owner.';
comment on column events.dedup.provider_id is 'Which provider; 0 is our own tracking.';
comment on column events.dedup.key_hash is 'Hash of the provider''s event id.';
comment on column events.dedup.seen_at is 'First time.';
comment on table events.first_touch is 'First event of a kind per campaign and contact; its insert decides what counts as unique.';
comment on column events.first_touch.workspace_id is 'Owner.';
comment on column events.first_touch.campaign_id is 'Which campaign.';
comment on column events.first_touch.contact_id is 'Who.';
comment on column events.first_touch.event_type is 'Kind of event; bots are not counted.';
comment on column events.first_touch.link_no is 'Link for clicks of one link; 0 for the whole mail.';
comment on column events.first_touch.occurred_at is 'When it came first to our knowledge.';
comment on table events.email_event is 'Everything that happened to messages; place and provider as they were at that time.';
comment on column events.email_event.workspace_id is 'Owner.';
comment on column events.email_event.contact_id is 'Whose.';
comment on column events.email_event.occurred_at is 'When; the partition key.';
comment on column events.email_event.event_id is 'Hash of the provider''s event id.';
comment on column events.email_event.campaign_id is 'Campaign; null for transactional mail.';
comment on column events.email_event.launch_id is 'Message: launch,';
comment on column events.email_event.seq is 'sequence.';
comment on column events.email_event.provider_id is 'Provider that carried it.';
comment on column events.email_event.recorded_at is 'When we wrote it down.';
comment on column events.email_event.country_code is 'Place of the contact at that time.';
comment on column events.email_event.region_code is 'Place of the contact at that time.';
comment on column events.email_event.city_code is 'Place of the contact at that time.';
comment on column events.email_event.mailbox_provider_code is 'Who runs the mailbox.';
comment on column events.email_event.link_no is 'Which link, for clicks.';
comment on column events.email_event.smtp_code is 'Reply code, for bounces and deferrals.';
comment on column events.email_event.variant_no is 'Variant of the campaign.';
comment on column events.email_event.is_bot is 'A machine did it: counted apart.';
comment on column events.email_event.is_first is 'It made the first_touch row: what unique counters count.';
comment on column events.email_event.hard is 'Bounce for good?';
comment on column events.email_event.event_type is 'What happened; a partition level of its own.';
comment on column events.email_event.bounce_class is 'Our class, for bounces.';
comment on column events.email_event.enhanced_code is 'RFC 3463 code.';
comment on table events.webhook_inbox is 'Webhooks and reports as they came in, until they are understood.';
comment on column events.webhook_inbox.workspace_id is 'Owner.';
comment on column events.webhook_inbox.received_at is 'When; the partition key.';
comment on column events.webhook_inbox.inbox_id is 'Key.';
comment on column events.webhook_inbox.kind is 'Name of the webhook format, or dsn.';
comment on column events.webhook_inbox.provider_id is 'Which provider, if known.';
comment on column events.webhook_inbox.body_ct is 'Body and headers, encrypted.';
comment on column events.webhook_inbox.state is 'new, done, ignored, failed.';
comment on column events.webhook_inbox.attempts is 'Tries to understand it.';
comment on column events.webhook_inbox.error_code is 'Why it failed.';
comment on table events.dead_letter is 'Rows that found no place: no partition, unknown message. Never lost, mended by a job.';
comment on column events.dead_letter.workspace_id is 'Owner.';
comment on column events.dead_letter.dead_letter_id is 'Key.';
comment on column events.dead_letter.table_name is 'Where it should have gone.';
comment on column events.dead_letter.reason is 'Why not.';
comment on column events.dead_letter.row_ct is 'The row, encrypted.';
comment on column events.dead_letter.created_at is 'When.';
comment on column events.dead_letter.settled_at is 'When it found its place.';
comment on table events.campaign_stats is 'Counters of a campaign, kept in the transaction of the events they count; striped against hot rows.';
comment on column events.campaign_stats.workspace_id is 'Owner.';
comment on column events.campaign_stats.campaign_id is 'Which campaign.';
comment on column events.campaign_stats.variant_no is 'Which variant.';
comment on column events.campaign_stats.provider_id is 'Which provider; 0 when none took part yet.';
comment on column events.campaign_stats.stripe is 'Spreads the writes; sums are over all stripes.';
comment on column events.campaign_stats.queued is 'Messages written to the queue.';
comment on column events.campaign_stats.sent is 'Accepted by a server.';
comment on column events.campaign_stats.delivered is 'Delivery reported, people.';
comment on column events.campaign_stats.deferred is 'Temporary refusals, attempts.';
comment on column events.campaign_stats.bounced_hard is 'Refused for good, people.';
comment on column events.campaign_stats.bounced_soft is 'Given up for other reasons, people.';
comment on column events.campaign_stats.complained is 'Complaints, people.';
comment on column events.campaign_stats.unsubscribed is 'Unsubscribed, people.';
comment on column events.campaign_stats.rejected is 'Rejected by the provider, people.';
comment on column events.campaign_stats.skipped is 'Left out with a reason.';
comment on column events.campaign_stats.failed is 'Failed for another reason.';
comment on column events.campaign_stats.cancelled is 'Cancelled.';
comment on column events.campaign_stats.opens is 'Opens by people.';
comment on column events.campaign_stats.opens_bot is 'Opens by machines.';
comment on column events.campaign_stats.unique_opens is 'People who opened.';
comment on column events.campaign_stats.clicks is 'Clicks by people.';
comment on column events.campaign_stats.clicks_bot is 'Clicks by machines.';
comment on column events.campaign_stats.unique_clicks is 'People who clicked.';
comment on column events.campaign_stats.updated_at is 'Last change.';
comment on table events.link_stats is 'Clicks per link.';
comment on column events.link_stats.workspace_id is 'Owner.';
comment on column events.link_stats.campaign_id is 'Which campaign.';
comment on column events.link_stats.link_no is 'Which link.';
comment on column events.link_stats.stripe is 'Spreads the writes.';
comment on column events.link_stats.clicks is 'Clicks by people.';
comment on column events.link_stats.clicks_bot is 'Clicks by machines.';
comment on column events.link_stats.unique_clicks is 'People who clicked this link.';
comment on table events.campaign_hour_stats is 'A campaign by hour: the time line of its report.';
comment on column events.campaign_hour_stats.workspace_id is 'Owner.';
comment on column events.campaign_hour_stats.campaign_id is 'Which campaign.';
comment on column events.campaign_hour_stats.hour is 'Begin of the hour, UTC.';
comment on column events.campaign_hour_stats.stripe is 'Spreads the writes.';
comment on column events.campaign_hour_stats.sent is 'Accepted by a server.';
comment on column events.campaign_hour_stats.delivered is 'Delivery reported.';
comment on column events.campaign_hour_stats.bounced is 'Bounced.';
comment on column events.campaign_hour_stats.complained is 'Complaints.';
comment on column events.campaign_hour_stats.unsubscribed is 'Unsubscribed.';
comment on column events.campaign_hour_stats.opens is 'Opens by people.';
comment on column events.campaign_hour_stats.unique_opens is 'People who opened first in this hour.';
comment on column events.campaign_hour_stats.clicks is 'Clicks by people.';
comment on column events.campaign_hour_stats.unique_clicks is 'People who clicked first in this hour.';
comment on table events.workspace_hour_stats is 'All mail of a workspace by hour: the overview, in any time zone, without visiting campaigns.';
comment on column events.workspace_hour_stats.workspace_id is 'Owner.';
comment on column events.workspace_hour_stats.hour is 'Begin of the hour, UTC.';
comment on column events.workspace_hour_stats.stripe is 'Spreads the writes.';
comment on column events.workspace_hour_stats.sent is 'Accepted by a server.';
comment on column events.workspace_hour_stats.delivered is 'Delivery reported.';
comment on column events.workspace_hour_stats.deferred is 'Temporary refusals.';
comment on column events.workspace_hour_stats.bounced_hard is 'Refused for good.';
comment on column events.workspace_hour_stats.bounced_soft is 'Other bounces.';
comment on column events.workspace_hour_stats.complained is 'Complaints.';
comment on column events.workspace_hour_stats.unsubscribed is 'Unsubscribed.';
comment on column events.workspace_hour_stats.rejected is 'Rejected by a provider.';
comment on column events.workspace_hour_stats.opens is 'Opens by people.';
comment on column events.workspace_hour_stats.opens_bot is 'Opens by machines.';
comment on column events.workspace_hour_stats.unique_opens is 'People who opened a campaign first in this hour.';
comment on column events.workspace_hour_stats.clicks is 'Clicks by people.';
comment on column events.workspace_hour_stats.clicks_bot is 'Clicks by machines.';
comment on column events.workspace_hour_stats.unique_clicks is 'People who clicked in a campaign first in this hour.';
comment on table events.bounce_stats is 'Why mail of a campaign was refused: bounces and deferrals by provider and class.';
comment on column events.bounce_stats.workspace_id is 'Owner.';
comment on column events.bounce_stats.campaign_id is 'Which campaign.';
comment on column events.bounce_stats.provider_id is 'Which provider; 0 when none is known.';
comment on column events.bounce_stats.bounce_class is 'Our class; undetermined when none was told.';
comment on column events.bounce_stats.stripe is 'Spreads the writes.';
comment on column events.bounce_stats.bounced_hard is 'Refused for good, people.';
comment on column events.bounce_stats.bounced_soft is 'Other bounces, people.';
comment on column events.bounce_stats.deferred is 'Temporary refusals, attempts.';
comment on table events.provider_stats is 'How providers do, by hour and mailbox provider.';
comment on column events.provider_stats.workspace_id is 'Owner.';
comment on column events.provider_stats.provider_id is 'Which provider.';
comment on column events.provider_stats.hour is 'Begin of the hour, UTC.';
comment on column events.provider_stats.mailbox_provider_code is 'Where to; 0 is unknown.';
comment on column events.provider_stats.stripe is 'Spreads the writes.';
comment on column events.provider_stats.sent is 'Accepted.';
comment on column events.provider_stats.delivered is 'Delivery reported.';
comment on column events.provider_stats.deferred is 'Temporarily refused.';
comment on column events.provider_stats.bounced_hard is 'Refused for good.';
comment on column events.provider_stats.bounced_soft is 'Other bounces.';
comment on column events.provider_stats.complained is 'Complaints.';
comment on column events.provider_stats.unsubscribed is 'Unsubscribed.';
comment on column events.provider_stats.opens is 'Opens by people.';
comment on column events.provider_stats.opens_bot is 'Opens by machines.';
comment on column events.provider_stats.clicks is 'Clicks by people.';
comment on column events.provider_stats.clicks_bot is 'Clicks by machines.';
comment on column events.provider_stats.latency_ms_sum is 'Sum of latencies of accepted ones.';
comment on table events.contact_engagement is 'What a contact did last and how often: answers engagement segments from an index.';
comment on column events.contact_engagement.workspace_id is 'Owner.';
comment on column events.contact_engagement.contact_id is 'Who.';
comment on column events.contact_engagement.last_sent_at is 'Last accepted message.';
comment on column events.contact_engagement.last_open_at is 'Last open by the person.';
comment on column events.contact_engagement.last_click_at is 'Last click by the person.';
comment on column events.contact_engagement.sent_count is 'Messages accepted.';
comment on column events.contact_engagement.open_count is 'Opens by the person.';
comment on column events.contact_engagement.click_count is 'Clicks by the person.';
comment on column events.contact_engagement.soft_bounce_count is 'Soft bounces since the last delivery.';
comment on table events.custom_event_definition is 'Kinds of events a customer''s application may report about contacts.';
comment on column events.custom_event_definition.workspace_id is 'Owner.';
comment on column events.custom_event_definition.name is 'Name of the event.';
comment on column events.custom_event_definition.label is 'Shown name.';
comment on column events.custom_event_definition.properties is 'Properties and their types.';
comment on column events.custom_event_definition.created_at is 'When it was made.';
comment on column events.custom_event_definition.created_by is 'Actor.';
