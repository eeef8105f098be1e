-- reason: schema v1 of the room delivery: providers, routes, the message queue and its attempts
-- author: InboxLift
-- locks: none on existing tables (everything is new)
-- duration: seconds
-- older releases may run: yes
-- destructive: no
-- undo: drops the schema delivery

create schema delivery;

-- table: A service that takes mail: an SMTP server or an HTTP API, with its limits.
create table delivery.provider (
  workspace_id bigint not null, -- Owner.
  provider_id bigint not null, -- Key.
  name text not null, -- Shown name.
  kind text not null default 'smtp', -- smtp, inbox (built in), or the name of an HTTP API.
  state text not null default 'active', -- active, paused, retired.
  host text not null default '', -- Host name for SMTP.
  port integer not null default 25, -- Port for SMTP.
  security text not null default 'opportunistic', -- none, opportunistic, required, verified, implicit.
  username_ct bytea, -- User name, encrypted.
  secret_ct bytea, -- Password or API key, encrypted; never returned.
  webhook_secret_ct bytea, -- Secret that its webhooks are signed with, encrypted.
  max_connections integer not null default 20, -- Connections over all workers.
  messages_per_connection integer not null default 1000, -- Then a connection is renewed.
  rate_per_second integer, -- Limit over all workers; null means none.
  rate_per_hour integer, -- Limit over all workers; null means none.
  rate_per_day integer, -- Limit over all workers; null means none.
  warmup jsonb not null default '{}', -- Curve of daily limits, begin.
  cost_micros bigint not null default 0, -- Cost of one message in millionths of the currency unit.
  options jsonb not null default '{}', -- What only this kind knows.
  version integer not null default 1, -- Grows with every change (If-Match).
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor.
  updated_at timestamptz not null default now(), -- Last change.
  updated_by text not null, -- Actor of the last change.
  constraint provider_pk primary key (workspace_id, provider_id),
  constraint provider_name_uq unique (workspace_id, name),
  constraint provider_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint provider_kind_ck check (kind in ('smtp', 'inbox', 'ses', 'sendgrid', 'mailgun', 'postmark', 'sparkpost', 'brevo', 'mailjet', 'resend')),
  constraint provider_state_ck check (state in ('active', 'paused', 'retired')),
  constraint provider_security_ck check (security in ('none', 'opportunistic', 'required', 'verified', 'implicit')),
  constraint provider_port_ck check (port between 1 and 65535),
  constraint provider_limits_ck check (max_connections between 1 and 1000 and messages_per_connection > 0 and coalesce(rate_per_second, 1) > 0 and coalesce(rate_per_hour, 1) > 0 and coalesce(rate_per_day, 1) > 0)
);
select kernel.secure_tenant_table('delivery.provider');
alter table campaigns.campaign add constraint campaign_provider_fk foreign key (workspace_id, provider_id) references delivery.provider (workspace_id, provider_id);
create index campaign_provider_ix on campaigns.campaign (workspace_id, provider_id);

-- table: Rules that choose a provider; the first that matches decides.
create table delivery.route (
  workspace_id bigint not null, -- Owner.
  route_id bigint not null, -- Key.
  priority integer not null, -- Smaller is asked first.
  match jsonb not null default '{}', -- Stream, sender domain, campaign, region, destination.
  provider_id bigint not null, -- Where to.
  weight integer not null default 1, -- Share among rules of one priority.
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor.
  constraint route_pk primary key (workspace_id, route_id),
  constraint route_provider_fk foreign key (workspace_id, provider_id) references delivery.provider (workspace_id, provider_id) on delete cascade,
  constraint route_weight_ck check (weight > 0)
);
create index route_provider_ix on delivery.route (workspace_id, provider_id);
create index route_priority_ix on delivery.route (workspace_id, priority);
select kernel.secure_tenant_table('delivery.route');

-- table: How a provider did lately at a destination: windows of outcomes.
create table delivery.provider_health (
  workspace_id bigint not null, -- Owner.
  provider_id bigint not null, -- Which provider.
  destination text not null, -- Mailbox provider or domain; * for all.
  window_start timestamptz not null, -- Begin of the window.
  attempts bigint not null default 0, -- Attempts in it.
  sent bigint not null default 0, -- Accepted.
  deferred bigint not null default 0, -- Temporarily refused.
  bounced bigint not null default 0, -- Refused for good.
  complained bigint not null default 0, -- Complaints.
  failed bigint not null default 0, -- Connection and protocol failures.
  latency_ms_sum bigint not null default 0, -- Sum of latencies of accepted ones.
  open_until timestamptz, -- Circuit breaker: not used before this moment.
  constraint provider_health_pk primary key (workspace_id, provider_id, destination, window_start),
  constraint provider_health_provider_fk foreign key (workspace_id, provider_id) references delivery.provider (workspace_id, provider_id) on delete cascade
);
select kernel.secure_tenant_table('delivery.provider_health');

-- table: Shares of a provider's rate limits that workers have drawn.
create table delivery.rate_bucket (
  workspace_id bigint not null, -- Owner.
  provider_id bigint not null, -- Which provider.
  destination text not null, -- Mailbox provider or domain; * for all.
  unit text not null, -- second, minute, hour, day.
  stripe smallint not null default 0, -- Spreads the writes.
  window_start timestamptz not null, -- Begin of the window.
  drawn bigint not null default 0, -- Messages drawn in it.
  constraint rate_bucket_pk primary key (workspace_id, provider_id, destination, unit, stripe),
  constraint rate_bucket_provider_fk foreign key (workspace_id, provider_id) references delivery.provider (workspace_id, provider_id) on delete cascade,
  constraint rate_bucket_unit_ck check (unit in ('second', 'minute', 'hour', 'day'))
);
select kernel.secure_tenant_table('delivery.rate_bucket');

-- table: Domains a workspace sends from: DKIM key, tracking and return path.
create table delivery.sending_domain (
  workspace_id bigint not null, -- Owner.
  domain_id bigint not null, -- Key.
  domain text not null, -- Domain as A-label.
  tracking_host text, -- Host of links and pixels.
  return_path_host text, -- Host of the return path.
  state text not null default 'pending', -- pending, verified, failed.
  checked_at timestamptz, -- Last check of its DNS records.
  check_result jsonb not null default '{}', -- What the check found.
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor.
  constraint sending_domain_pk primary key (workspace_id, domain_id),
  constraint sending_domain_uq unique (workspace_id, domain),
  constraint sending_domain_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint sending_domain_state_ck check (state in ('pending', 'verified', 'failed'))
);
select kernel.secure_tenant_table('delivery.sending_domain');

-- table: DKIM keys of a sending domain; several may be live during rotation.
create table delivery.dkim_key (
  workspace_id bigint not null, -- Owner.
  domain_id bigint not null, -- Whose.
  selector text not null, -- DNS selector.
  algorithm text not null, -- rsa-sha256 or ed25519-sha256.
  private_ct bytea not null, -- Private key, encrypted.
  public_key text not null, -- Public key for the DNS record.
  state text not null default 'pending', -- pending, active, retired.
  created_at timestamptz not null default now(), -- When it was made.
  constraint dkim_key_pk primary key (workspace_id, domain_id, selector),
  constraint dkim_key_domain_fk foreign key (workspace_id, domain_id) references delivery.sending_domain (workspace_id, domain_id) on delete cascade,
  constraint dkim_key_algorithm_ck check (algorithm in ('rsa-sha256', 'ed25519-sha256')),
  constraint dkim_key_state_ck check (state in ('pending', 'active', 'retired'))
);
select kernel.secure_tenant_table('delivery.dkim_key');

-- table: Sender addresses that were proved to belong to the customer.
create table delivery.verified_sender (
  workspace_id bigint not null, -- Owner.
  sender_id bigint not null, -- Key.
  address text not null, -- The sender address; belongs to the customer, not to a contact.
  verified_at timestamptz, -- When it was proved.
  created_at timestamptz not null default now(), -- When it was asked for.
  constraint verified_sender_pk primary key (workspace_id, sender_id),
  constraint verified_sender_uq unique (workspace_id, address),
  constraint verified_sender_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
select kernel.secure_tenant_table('delivery.verified_sender');

-- table: Hosts that serve links and pixels of a workspace.
create table delivery.tracking_domain (
  workspace_id bigint not null, -- Owner.
  host text not null, -- Host name.
  state text not null default 'pending', -- pending, verified, failed.
  checked_at timestamptz, -- Last check.
  constraint tracking_domain_pk primary key (workspace_id, host),
  constraint tracking_domain_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint tracking_domain_state_ck check (state in ('pending', 'verified', 'failed'))
);
select kernel.secure_tenant_table('delivery.tracking_domain');

-- table: Which state of a message may follow which; every update of a state is checked against it.
create table delivery.state_transition (
  from_state text not null, -- State before; new for a row that is inserted.
  to_state text not null, -- State after.
  reason text not null, -- When this happens.
  constraint state_transition_pk primary key (from_state, to_state)
);
insert into delivery.state_transition (from_state, to_state, reason) values
  ('new', 'accepted', 'taken by the API, not yet due or not yet complete'),
  ('new', 'ready', 'written by a launch slice'),
  ('new', 'skipped', 'left out at launch, with a reason'),
  ('new', 'held', 'waits for a person from the beginning'),
  ('accepted', 'ready', 'due'),
  ('accepted', 'cancelled', 'cancelled before it was due'),
  ('accepted', 'skipped', 'may no longer be sent'),
  ('accepted', 'held', 'sending is held'),
  ('ready', 'leased', 'claimed by a worker'),
  ('ready', 'skipped', 'may no longer be sent'),
  ('ready', 'cancelled', 'campaign cancelled'),
  ('ready', 'held', 'sending is held'),
  ('ready', 'delivered', 'a late report says that an attempt in doubt, about to be repeated, arrived'),
  ('ready', 'bounced', 'a late report says that an attempt in doubt, about to be repeated, was refused for good'),
  ('leased', 'ready', 'released, or the lease ran out before an attempt began'),
  ('leased', 'attempting', 'attempt committed before the first byte of DATA'),
  ('leased', 'skipped', 'the gate said no: suppressed, withdrawn, erased, or already mailed'),
  ('leased', 'deferred', 'no provider may take it now'),
  ('leased', 'failed', 'content could not be written'),
  ('leased', 'cancelled', 'campaign cancelled'),
  ('leased', 'held', 'sending is held'),
  ('attempting', 'sent', 'the server accepted it'),
  ('attempting', 'deferred', 'the server refused for now, or was not reached before the final dot'),
  ('attempting', 'bounced', 'the server refused for good'),
  ('attempting', 'failed', 'refused for a reason that is not the recipient'),
  ('attempting', 'in_doubt', 'connection or worker lost after the final dot may have been sent'),
  ('deferred', 'leased', 'due again and claimed'),
  ('deferred', 'ready', 'due again, or retried by a person'),
  ('deferred', 'skipped', 'may no longer be sent'),
  ('deferred', 'cancelled', 'campaign cancelled'),
  ('deferred', 'failed', 'too many tries or too old'),
  ('deferred', 'held', 'sending is held'),
  ('deferred', 'bounced', 'a late report says it was refused for good'),
  ('deferred', 'delivered', 'a late report says it arrived'),
  ('in_doubt', 'ready', 'at_least_once: retried after the grace time'),
  ('in_doubt', 'sent', 'settled: the journal or a person says it was accepted'),
  ('in_doubt', 'delivered', 'settled by a provider event'),
  ('in_doubt', 'bounced', 'settled by a provider event'),
  ('in_doubt', 'held', 'at_most_once: held for a person'),
  ('in_doubt', 'cancelled', 'cancelled by a person'),
  ('in_doubt', 'failed', 'given up by a person'),
  ('held', 'ready', 'released by a person'),
  ('held', 'sent', 'settled by a person'),
  ('held', 'delivered', 'settled by a provider event'),
  ('held', 'bounced', 'settled by a provider event'),
  ('held', 'cancelled', 'cancelled by a person'),
  ('held', 'skipped', 'may no longer be sent'),
  ('held', 'failed', 'given up by a person'),
  ('sent', 'delivered', 'delivery reported'),
  ('sent', 'bounced', 'bounce reported later'),
  ('delivered', 'bounced', 'bounce reported after a delivery report');

-- table: The durable queue: exactly one row per recipient of a launch; its state, its lease, its frozen content.
create table delivery.message (
  workspace_id bigint not null, -- Owner.
  launch_id bigint not null, -- Launch; time-ordered, the partition key.
  contact_id bigint not null, -- Recipient.
  seq bigint not null default 0, -- 0 for campaigns; an id of the application for transactional mail.
  campaign_id bigint, -- Campaign; null for transactional mail.
  due_at timestamptz not null, -- Not before.
  lease_until timestamptz, -- Held by a worker until then.
  lease_token bigint, -- Fencing token: every claim has a new one.
  provider_id bigint, -- Provider of the last attempt.
  state_at timestamptz not null, -- When it came into its state.
  created_at timestamptz not null, -- When it was queued.
  sent_at timestamptz, -- When a server accepted it.
  content_version integer not null, -- Frozen content it is written from.
  last_code smallint, -- SMTP code of the last attempt.
  attempts smallint not null default 0, -- Attempts begun.
  variant_no smallint not null default 0, -- Variant.
  state text not null, -- State; which may follow which stands in state_transition.
  class text not null default 'at_least_once', -- at_least_once or at_most_once.
  content_hash bytea not null, -- Hash of the frozen content.
  reason text, -- Why skipped, held, failed, or the bounce class.
  message_id text, -- Message-ID header; made once, kept over retries.
  constraint message_pk primary key (workspace_id, launch_id, contact_id, seq),
  constraint message_launch_fk foreign key (workspace_id, launch_id) references campaigns.launch (workspace_id, launch_id),
  constraint message_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id),
  constraint message_campaign_fk foreign key (workspace_id, campaign_id) references campaigns.campaign (workspace_id, campaign_id),
  constraint message_provider_fk foreign key (workspace_id, provider_id) references delivery.provider (workspace_id, provider_id),
  constraint message_state_ck check (state in ('accepted', 'ready', 'leased', 'attempting', 'sent', 'delivered', 'deferred', 'bounced', 'failed', 'skipped', 'in_doubt', 'held', 'cancelled')),
  constraint message_class_ck check (class in ('at_least_once', 'at_most_once')),
  constraint message_seq_ck check (campaign_id is null or seq = 0),
  constraint message_lease_ck check ((state in ('leased', 'attempting')) = (lease_token is not null and lease_until is not null)),
  constraint message_attempt_ck check (state <> 'attempting' or (message_id is not null and provider_id is not null and attempts > 0)),
  constraint message_reason_ck check (state not in ('skipped', 'held', 'failed', 'in_doubt') or reason is not null),
  constraint message_sent_ck check (state not in ('sent', 'delivered') or sent_at is not null)
) partition by range (launch_id);
create index message_ready_ix on delivery.message (workspace_id, launch_id, due_at, contact_id) where state in ('ready', 'deferred');
create index message_lease_ix on delivery.message (workspace_id, launch_id, lease_until) where state in ('leased', 'attempting');
create index message_doubt_ix on delivery.message (workspace_id, state, state_at) where state in ('in_doubt', 'held');
create index message_contact_ix on delivery.message (workspace_id, contact_id);
select kernel.secure_tenant_table('delivery.message');

-- The guard of the states: an illegal change of state is an SQL error. The one trigger that is not for audit
-- (docs/decisions): no constraint can see the row before.
create function delivery.guard_state() returns trigger
  language plpgsql
as $$
declare
  before text := case tg_op when 'INSERT' then 'new' else old.state end;
begin
  if not exists (select from delivery.state_transition t where t.from_state = before and t.to_state = new.state) then
    raise exception 'a message may not go from % to %', before, new.state
      using errcode = '23514', constraint = 'message_transition_ck', schema = 'delivery', table = 'message';
  end if;
  return new;
end
$$;
-- The three steps that every message takes are legal by the WHEN itself: looking them up cost 25 us a row, three times a mail
-- (a test keeps them in state_transition).
create trigger message_guard before update of state on delivery.message for each row
  when (old.state is distinct from new.state
    and not (old.state = 'ready' and new.state = 'leased') and not (old.state = 'leased' and new.state = 'attempting') and not (old.state = 'attempting' and new.state = 'sent'))
  execute function delivery.guard_state();
create trigger message_insert_guard before insert on delivery.message for each row when (new.state not in ('accepted', 'ready', 'skipped', 'held')) execute function delivery.guard_state();

-- table: One try at handing a message over; written before the first byte of DATA, settled afterwards.
create table delivery.attempt (
  workspace_id bigint not null, -- Owner.
  launch_id bigint not null, -- Launch; the partition key.
  contact_id bigint not null, -- Recipient.
  seq bigint not null default 0, -- As in the message.
  attempt_no smallint not null, -- From 1.
  email_index_version smallint not null default 1, -- Version of the blind index.
  latency_ms integer, -- From MAIL FROM to the answer.
  lease_token bigint not null, -- Token it was made under.
  provider_id bigint not null, -- Which provider.
  started_at timestamptz not null, -- When it was committed.
  finished_at timestamptz, -- When the outcome was written; null means open.
  smtp_code smallint, -- Reply code.
  hard boolean, -- Bounce for good?
  email_index bytea not null, -- Blind index of the address that was really used.
  outcome text, -- sent, deferred, bounced, failed, in_doubt.
  phase text, -- Where in the dialogue it ended.
  enhanced_code text, -- RFC 3463 code.
  bounce_class text, -- Our class.
  worker text not null, -- Which worker.
  diagnostic_ct bytea, -- The server's words, encrypted.
  constraint attempt_pk primary key (workspace_id, launch_id, contact_id, seq, attempt_no),
  constraint attempt_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id),
  constraint attempt_launch_fk foreign key (workspace_id, launch_id) references campaigns.launch (workspace_id, launch_id),
  constraint attempt_provider_fk foreign key (workspace_id, provider_id) references delivery.provider (workspace_id, provider_id),
  constraint attempt_outcome_ck check (outcome in ('sent', 'deferred', 'bounced', 'failed', 'in_doubt')),
  constraint attempt_finished_ck check ((outcome is null) = (finished_at is null))
) partition by range (launch_id);
create index attempt_email_ix on delivery.attempt (workspace_id, contact_id);
select kernel.secure_tenant_table('delivery.attempt');

-- table: Idempotency keys of the API with the answer they got; expire.
create table delivery.idempotency (
  workspace_id bigint not null, -- Owner.
  idempotency_key text not null, -- As sent by the caller.
  request_hash bytea not null, -- Keyed hash of the request.
  status integer, -- HTTP status of the answer; null while it is being worked on.
  response jsonb, -- The answer: ids only.
  created_at timestamptz not null default now(), -- First time.
  expires_at timestamptz not null, -- Forgotten after.
  constraint idempotency_pk primary key (workspace_id, idempotency_key),
  constraint idempotency_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint idempotency_key_ck check (length(idempotency_key) between 1 and 256)
);
create index idempotency_expires_ix on delivery.idempotency (workspace_id, expires_at);
select kernel.secure_tenant_table('delivery.idempotency');

-- table: The id a provider gave a message, to find it again when the provider reports.
create table delivery.provider_ref (
  workspace_id bigint not null, -- Owner.
  provider_id bigint not null, -- Which provider.
  provider_message_id text not null, -- Its id.
  launch_id bigint not null, -- Our message:
  contact_id bigint not null, -- recipient,
  seq bigint not null, -- sequence.
  created_at timestamptz not null, -- When; forgotten after 35 days.
  constraint provider_ref_pk primary key (workspace_id, provider_id, provider_message_id),
  constraint provider_ref_provider_fk foreign key (workspace_id, provider_id) references delivery.provider (workspace_id, provider_id) on delete cascade
);
create index provider_ref_created_ix on delivery.provider_ref (workspace_id, created_at);
select kernel.secure_tenant_table('delivery.provider_ref');

-- table: Which workspace has work in which queue; workers pick here, then claim inside the workspace.
create table delivery.workspace_due (
  queue text not null, -- send, launch, or another queue.
  workspace_id bigint not null, -- Whose work.
  due_at timestamptz not null, -- Not before.
  picked_at timestamptz, -- Last time a worker looked; the one longest ago goes first.
  constraint workspace_due_pk primary key (queue, workspace_id),
  constraint workspace_due_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
create index workspace_due_due_ix on delivery.workspace_due (queue, due_at);
create index workspace_due_workspace_ix on delivery.workspace_due (workspace_id);

create trigger provider_audit after insert or delete or update on delivery.provider for each row execute function compliance.audit_row('provider_id', '', 'updated_at', 'updated_by', 'version');
create trigger route_audit after insert or delete or update on delivery.route for each row execute function compliance.audit_row('route_id', '');
create trigger sending_domain_audit after insert or delete or update on delivery.sending_domain for each row execute function compliance.audit_row('domain_id', '', 'checked_at', 'check_result');

grant usage on schema delivery to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler, inboxlift_analytics, inboxlift_auditor, inboxlift_backup;
grant select, insert, update, delete on delivery.provider, delivery.route, delivery.sending_domain, delivery.dkim_key, delivery.verified_sender, delivery.tracking_domain to inboxlift_api;
grant select on delivery.provider, delivery.route, delivery.sending_domain, delivery.dkim_key to inboxlift_sender;
grant select on delivery.provider to inboxlift_ingest, inboxlift_scheduler, inboxlift_compliance;
grant select on delivery.state_transition to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_compliance, inboxlift_scheduler, inboxlift_auditor, inboxlift_analytics;
grant select, insert, update on delivery.message to inboxlift_api, inboxlift_scheduler, inboxlift_sender;
grant select on delivery.message to inboxlift_ingest, inboxlift_compliance, inboxlift_analytics;
grant select, insert, update on delivery.attempt to inboxlift_sender;
grant select on delivery.attempt to inboxlift_api, inboxlift_ingest, inboxlift_compliance, inboxlift_scheduler;
grant select (workspace_id, launch_id, contact_id, seq, attempt_no, latency_ms, provider_id, started_at, finished_at, smtp_code, hard, outcome, phase, enhanced_code, bounce_class) on delivery.attempt to inboxlift_analytics;
grant select, insert, update, delete on delivery.provider_health, delivery.rate_bucket to inboxlift_sender;
grant select on delivery.provider_health to inboxlift_api, inboxlift_analytics;
grant select, insert, update on delivery.idempotency to inboxlift_api;
grant select, delete on delivery.idempotency, delivery.provider_ref to inboxlift_scheduler;
grant select, insert on delivery.provider_ref to inboxlift_sender;
grant select on delivery.provider_ref to inboxlift_ingest, inboxlift_api;
grant select, insert, update, delete on delivery.workspace_due to inboxlift_api, inboxlift_scheduler, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance;

-- Comments on tables and columns, generated from the text above by scripts/gen-comments.ts.
comment on table delivery.provider is 'A service that takes mail: an SMTP server or an HTTP API, with its limits.';
comment on column delivery.provider.workspace_id is 'Owner.';
comment on column delivery.provider.provider_id is 'Key.';
comment on column delivery.provider.name is 'Shown name.';
comment on column delivery.provider.kind is 'smtp, inbox (built in), or the name of an HTTP API.';
comment on column delivery.provider.state is 'active, paused, retired.';
comment on column delivery.provider.host is 'Host name for SMTP.';
comment on column delivery.provider.port is 'Port for SMTP.';
comment on column delivery.provider.security is 'none, opportunistic, required, verified, implicit.';
comment on column delivery.provider.username_ct is 'User name, encrypted.';
comment on column delivery.provider.secret_ct is 'Password or API key, encrypted; never returned.';
comment on column delivery.provider.webhook_secret_ct is 'Secret that its webhooks are signed with, encrypted.';
comment on column delivery.provider.max_connections is 'Connections over all workers.';
comment on column delivery.provider.messages_per_connection is 'Then a connection is renewed.';
comment on column delivery.provider.rate_per_second is 'Limit over all workers; null means none.';
comment on column delivery.provider.rate_per_hour is 'Limit over all workers; null means none.';
comment on column delivery.provider.rate_per_day is 'Limit over all workers; null means none.';
comment on column delivery.provider.warmup is 'Curve of daily limits, begin.';
comment on column delivery.provider.cost_micros is 'Cost of one message in millionths of the currency unit.';
comment on column delivery.provider.options is 'What only this kind knows.';
comment on column delivery.provider.version is 'Grows with every change (If-Match).';
comment on column delivery.provider.created_at is 'When it was made.';
comment on column delivery.provider.created_by is 'Actor.';
comment on column delivery.provider.updated_at is 'Last change.';
comment on column delivery.provider.updated_by is 'Actor of the last change.';
comment on table delivery.route is 'Rules that choose a provider; the first that matches decides.';
comment on column delivery.route.workspace_id is 'Owner.';
comment on column delivery.route.route_id is 'Key.';
comment on column delivery.route.priority is 'Smaller is asked first.';
comment on column delivery.route.match is 'Stream, sender domain, campaign, region, destination.';
comment on column delivery.route.provider_id is 'Where to.';
comment on column delivery.route.weight is 'Share among rules of one priority.';
comment on column delivery.route.created_at is 'When it was made.';
comment on column delivery.route.created_by is 'Actor.';
comment on table delivery.provider_health is 'How a provider did lately at a destination: windows of outcomes.';
comment on column delivery.provider_health.workspace_id is 'Owner.';
comment on column delivery.provider_health.provider_id is 'Which provider.';
comment on column delivery.provider_health.destination is 'Mailbox provider or domain; * for all.';
comment on column delivery.provider_health.window_start is 'Begin of the window.';
comment on column delivery.provider_health.attempts is 'Attempts in it.';
comment on column delivery.provider_health.sent is 'Accepted.';
comment on column delivery.provider_health.deferred is 'Temporarily refused.';
comment on column delivery.provider_health.bounced is 'Refused for good.';
comment on column delivery.provider_health.complained is 'Complaints.';
comment on column delivery.provider_health.failed is 'Connection and protocol failures.';
comment on column delivery.provider_health.latency_ms_sum is 'Sum of latencies of accepted ones.';
comment on column delivery.provider_health.open_until is 'Circuit breaker: not used before this moment.';
comment on table delivery.rate_bucket is 'Shares of a provider''s rate limits that workers have drawn.';
comment on column delivery.rate_bucket.workspace_id is 'Owner.';
comment on column delivery.rate_bucket.provider_id is 'Which provider.';
comment on column delivery.rate_bucket.destination is 'Mailbox provider or domain; * for all.';
comment on column delivery.rate_bucket.unit is 'second, minute, hour, day.';
comment on column delivery.rate_bucket.stripe is 'Spreads the writes.';
comment on column delivery.rate_bucket.window_start is 'Begin of the window.';
comment on column delivery.rate_bucket.drawn is 'Messages drawn in it.';
comment on table delivery.sending_domain is 'Domains a workspace sends from: DKIM key, tracking and return path.';
comment on column delivery.sending_domain.workspace_id is 'Owner.';
comment on column delivery.sending_domain.domain_id is 'Key.';
comment on column delivery.sending_domain.domain is 'Domain as A-label.';
comment on column delivery.sending_domain.tracking_host is 'Host of links and pixels.';
comment on column delivery.sending_domain.return_path_host is 'Host of the return path.';
comment on column delivery.sending_domain.state is 'pending, verified, failed.';
comment on column delivery.sending_domain.checked_at is 'Last check of its DNS records.';
comment on column delivery.sending_domain.check_result is 'What the check found.';
comment on column delivery.sending_domain.created_at is 'When it was made.';
comment on column delivery.sending_domain.created_by is 'Actor.';
comment on table delivery.dkim_key is 'DKIM keys of a sending domain; several may be live during rotation.';
comment on column delivery.dkim_key.workspace_id is 'Owner.';
comment on column delivery.dkim_key.domain_id is 'Whose.';
comment on column delivery.dkim_key.selector is 'DNS selector.';
comment on column delivery.dkim_key.algorithm is 'rsa-sha256 or ed25519-sha256.';
comment on column delivery.dkim_key.private_ct is 'Private key, encrypted.';
comment on column delivery.dkim_key.public_key is 'Public key for the DNS record.';
comment on column delivery.dkim_key.state is 'pending, active, retired.';
comment on column delivery.dkim_key.created_at is 'When it was made.';
comment on table delivery.verified_sender is 'Sender addresses that were proved to belong to the customer.';
comment on column delivery.verified_sender.workspace_id is 'Owner.';
comment on column delivery.verified_sender.sender_id is 'Key.';
comment on column delivery.verified_sender.address is 'The sender address; belongs to the customer, not to a contact.';
comment on column delivery.verified_sender.verified_at is 'When it was proved.';
comment on column delivery.verified_sender.created_at is 'When it was asked for.';
comment on table delivery.tracking_domain is 'Hosts that serve links and pixels of a workspace.';
comment on column delivery.tracking_domain.workspace_id is 'Owner.';
comment on column delivery.tracking_domain.host is 'Host name.';
comment on column delivery.tracking_domain.state is 'pending, verified, failed.';
comment on column delivery.tracking_domain.checked_at is 'Last check.';
comment on table delivery.state_transition is 'Which state of a message may follow which; every update of a state is checked against it.';
comment on column delivery.state_transition.from_state is 'State before; new for a row that is inserted.';
comment on column delivery.state_transition.to_state is 'State after.';
comment on column delivery.state_transition.reason is 'When this happens.';
comment on table delivery.message is 'The durable queue: exactly one row per recipient of a launch; its state, its lease, its frozen content.';
comment on column delivery.message.workspace_id is 'Owner.';
comment on column delivery.message.launch_id is 'Launch; time-ordered, the partition key.';
comment on column delivery.message.contact_id is 'Recipient.';
comment on column delivery.message.seq is '0 for campaigns; an id of the application for transactional mail.';
comment on column delivery.message.campaign_id is 'Campaign; null for transactional mail.';
comment on column delivery.message.due_at is 'Not before.';
comment on column delivery.message.lease_until is 'Held by a worker until then.';
comment on column delivery.message.lease_token is 'Fencing token: every claim has a new one.';
comment on column delivery.message.provider_id is 'Provider of the last attempt.';
comment on column delivery.message.state_at is 'When it came into its state.';
comment on column delivery.message.created_at is 'When it was queued.';
comment on column delivery.message.sent_at is 'When a server accepted it.';
comment on column delivery.message.content_version is 'Frozen content it is written from.';
comment on column delivery.message.last_code is 'SMTP code of the last attempt.';
comment on column delivery.message.attempts is 'Attempts begun.';
comment on column delivery.message.variant_no is 'Variant.';
comment on column delivery.message.state is 'State; which may follow which stands in state_transition.';
comment on column delivery.message.class is 'at_least_once or at_most_once.';
comment on column delivery.message.content_hash is 'Hash of the frozen content.';
comment on column delivery.message.reason is 'Why skipped, held, failed, or the bounce class.';
comment on column delivery.message.message_id is 'Message-ID header; made once, kept over retries.';
comment on table delivery.attempt is 'One try at handing a message over; written before the first byte of DATA, settled afterwards.';
comment on column delivery.attempt.workspace_id is 'Owner.';
comment on column delivery.attempt.launch_id is 'Launch; the partition key.';
comment on column delivery.attempt.contact_id is 'Recipient.';
comment on column delivery.attempt.seq is 'As in the message.';
comment on column delivery.attempt.attempt_no is 'From 1.';
comment on column delivery.attempt.email_index_version is 'Version of the blind index.';
comment on column delivery.attempt.latency_ms is 'From MAIL FROM to the answer.';
comment on column delivery.attempt.lease_token is 'Token it was made under.';
comment on column delivery.attempt.provider_id is 'Which provider.';
comment on column delivery.attempt.started_at is 'When it was committed.';
comment on column delivery.attempt.finished_at is 'When the outcome was written; null means open.';
comment on column delivery.attempt.smtp_code is 'Reply code.';
comment on column delivery.attempt.hard is 'Bounce for good?';
comment on column delivery.attempt.email_index is 'Blind index of the address that was really used.';
comment on column delivery.attempt.outcome is 'sent, deferred, bounced, failed, in_doubt.';
comment on column delivery.attempt.phase is 'Where in the dialogue it ended.';
comment on column delivery.attempt.enhanced_code is 'RFC 3463 code.';
comment on column delivery.attempt.bounce_class is 'Our class.';
comment on column delivery.attempt.worker is 'Which worker.';
comment on column delivery.attempt.diagnostic_ct is 'The server''s words, encrypted.';
comment on table delivery.idempotency is 'Idempotency keys of the API with the answer they got; expire.';
comment on column delivery.idempotency.workspace_id is 'Owner.';
comment on column delivery.idempotency.idempotency_key is 'As sent by the caller.';
comment on column delivery.idempotency.request_hash is 'Keyed hash of the request.';
comment on column delivery.idempotency.status is 'HTTP status of the answer; null while it is being worked on.';
comment on column delivery.idempotency.response is 'The answer: ids only.';
comment on column delivery.idempotency.created_at is 'First time.';
comment on column delivery.idempotency.expires_at is 'Forgotten after.';
comment on table delivery.provider_ref is 'The id a provider gave a message, to find it again when the provider reports.';
comment on column delivery.provider_ref.workspace_id is 'Owner.';
comment on column delivery.provider_ref.provider_id is 'Which provider.';
comment on column delivery.provider_ref.provider_message_id is 'Its id.';
comment on column delivery.provider_ref.launch_id is 'Our message:';
comment on column delivery.provider_ref.contact_id is 'recipient,';
comment on column delivery.provider_ref.seq is 'sequence.';
comment on column delivery.provider_ref.created_at is 'When; forgotten after 35 days.';
comment on table delivery.workspace_due is 'Which workspace has work in which queue; workers pick here, then claim inside the workspace.';
comment on column delivery.workspace_due.queue is 'send, launch, or another queue.';
comment on column delivery.workspace_due.workspace_id is 'Whose work.';
comment on column delivery.workspace_due.due_at is 'Not before.';
comment on column delivery.workspace_due.picked_at is 'Last time a worker looked; the one longest ago goes first.';
