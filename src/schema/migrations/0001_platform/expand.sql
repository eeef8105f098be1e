-- reason: ground of schema v1: id twin, distribution and row-level-security helpers, platform, schema ledger, operations
-- author: InboxLift
-- locks: none on existing tables (everything is new)
-- duration: seconds
-- older releases may run: yes
-- destructive: no
-- undo: drops the schemas of this migration

create schema kernel;
create schema platform;
create schema if not exists schema;
create schema ops;

-- The SQL twin of idAt() in src/kernel/ids.ts: the i-th id (from 0) of a reserved range.
create function kernel.id_at(base bigint, i bigint) returns bigint
  language sql immutable parallel safe strict
  return ((((base >> 22) + ((base & 2047) + i) / 2048) << 22) | (base & (2047::bigint << 11)) | (((base & 2047) + i) % 2048));

-- The smallest id that can be made at a moment; ids are time-ordered, so this is a range boundary.
create function kernel.id_floor(at timestamptz) returns bigint
  language sql stable parallel safe strict
  return (greatest(0, floor(extract(epoch from at) * 1000)::bigint - 1735689600000) << 22);

-- Makes a table distributed on Citus and does nothing on plain PostgreSQL (DESIGN 4.1).
create function kernel.distribute(relation regclass, kind text, key text, colocate text) returns void
  language plpgsql
as $$
begin
  if not exists (select 1 from pg_extension where extname = 'citus') then
    return;
  end if;
  if kind = 'reference' then
    execute format('select create_reference_table(%L)', relation);
  elsif kind = 'single' then
    execute format('select create_distributed_table(%L, null)', relation);
  elsif kind = 'distributed' and colocate is null then
    execute format('select create_distributed_table(%L, %L)', relation, key);
  elsif kind = 'distributed' then
    execute format('select create_distributed_table(%L, %L, colocate_with => %L)', relation, key, colocate);
  end if;
end
$$;

-- Forces row-level security on a tenant table, in the one portable form (DESIGN 4.2).
create function kernel.secure_tenant_table(relation regclass) returns void
  language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', relation);
  execute format('alter table %s force row level security', relation);
  execute format(
    'create policy tenant on %s using (workspace_id = nullif(current_setting(''inboxlift.workspace_id'', true), '''')::bigint)'
    ' with check (workspace_id = nullif(current_setting(''inboxlift.workspace_id'', true), '''')::bigint)', relation);
end
$$;

-- table: A customer of this installation: a brand, a region, a business unit. Everything else belongs to one.
create table platform.workspace (
  workspace_id bigint not null, -- Key, part of every key of every tenant table.
  name text not null, -- Shown name.
  slug text not null, -- Short name in URLs and commands; unique in the installation.
  timezone text not null default 'UTC', -- IANA zone in which reports and relative times are read.
  state text not null default 'active', -- active or closed; a closed one sends nothing.
  postal_address text not null default '', -- The sender's postal address for the footer of mails.
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor who made it.
  constraint workspace_pk primary key (workspace_id),
  constraint workspace_slug_uq unique (slug),
  constraint workspace_slug_ck check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  constraint workspace_state_ck check (state in ('active', 'closed'))
);

-- table: Secrets of a workspace, wrapped under the root key; data and index keys are derived from them.
create table platform.workspace_key (
  workspace_id bigint not null, -- Owner of the secret.
  key_id integer not null, -- Number written into each ciphertext.
  wrapped bytea not null, -- The secret, sealed under the root key.
  state text not null default 'active', -- active (new values), readable, destroyed.
  created_at timestamptz not null default now(), -- When it was made.
  constraint workspace_key_pk primary key (workspace_id, key_id),
  constraint workspace_key_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint workspace_key_state_ck check (state in ('active', 'readable', 'destroyed'))
);

-- table: A person who operates this installation.
create table platform.app_user (
  user_id bigint not null, -- Key.
  login text not null, -- Sign-in name, lower case; unique in the installation.
  name text not null, -- Shown name.
  password_hash text not null, -- argon2id, PHC string format.
  state text not null default 'active', -- active or disabled.
  must_change_password boolean not null default false, -- True after a reset by an administrator.
  failed_attempts integer not null default 0, -- Failed sign-ins since the last success.
  locked_until timestamptz, -- No sign-in before this moment.
  created_at timestamptz not null default now(), -- When it was made.
  updated_at timestamptz not null default now(), -- Last change.
  constraint app_user_pk primary key (user_id),
  constraint app_user_login_uq unique (login),
  constraint app_user_login_ck check (login = lower(login) and length(login) between 3 and 254),
  constraint app_user_state_ck check (state in ('active', 'disabled'))
);

-- table: A signed-in browser; only the hash of its token is stored.
create table platform.session (
  session_hash bytea not null, -- SHA-256 of the token in the cookie.
  user_id bigint not null, -- Who is signed in.
  created_at timestamptz not null default now(), -- When the person signed in.
  seen_at timestamptz not null default now(), -- Last use, to the minute.
  expires_at timestamptz not null, -- End of the session.
  revoked_at timestamptz, -- Set when signed out or revoked.
  constraint session_pk primary key (session_hash),
  constraint session_user_fk foreign key (user_id) references platform.app_user (user_id) on delete cascade
);
create index session_user_ix on platform.session (user_id);

-- table: Which user may do what in which workspace.
create table platform.membership (
  workspace_id bigint not null, -- Where.
  user_id bigint not null, -- Who.
  role text not null, -- What the person may do there.
  created_at timestamptz not null default now(), -- Since when.
  created_by text not null, -- Actor who granted it.
  constraint membership_pk primary key (workspace_id, user_id),
  constraint membership_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint membership_user_fk foreign key (user_id) references platform.app_user (user_id) on delete cascade,
  constraint membership_role_ck check (role in ('owner', 'admin', 'marketer', 'analyst', 'sales', 'support', 'developer', 'auditor', 'privacy_officer'))
);
create index membership_user_ix on platform.membership (user_id);

-- table: A key with which an application calls the API; only its hash is stored.
create table platform.api_key (
  api_key_id bigint not null, -- Key.
  workspace_id bigint not null, -- The workspace it opens.
  name text not null, -- What it is for.
  key_hash bytea not null, -- SHA-256 of the secret part.
  hint text not null, -- First characters, to recognise it in a list.
  scopes text[] not null, -- What it may do, e.g. contacts:read.
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor who made it.
  expires_at timestamptz, -- End of validity; null means none.
  used_at timestamptz, -- Last use, to the minute.
  revoked_at timestamptz, -- Set when revoked.
  constraint api_key_pk primary key (api_key_id),
  constraint api_key_hash_uq unique (key_hash),
  constraint api_key_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
create index api_key_workspace_ix on platform.api_key (workspace_id);

-- table: Settings of a workspace, one row a name; names and bounds are defined in the program.
create table platform.setting (
  workspace_id bigint not null, -- Owner.
  name text not null, -- Name of the setting.
  value jsonb not null, -- Its value.
  updated_at timestamptz not null default now(), -- Last change.
  updated_by text not null, -- Actor of the last change.
  constraint setting_pk primary key (workspace_id, name),
  constraint setting_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
select kernel.secure_tenant_table('platform.setting');

-- table: Images and files used in mails and on hosted pages.
create table platform.asset (
  workspace_id bigint not null, -- Owner.
  asset_id bigint not null, -- Key.
  name text not null, -- File name as uploaded.
  media_type text not null, -- MIME type after inspection.
  size_bytes bigint not null, -- Size of the body.
  sha256 bytea not null, -- Hash of the body.
  body bytea not null, -- The file itself.
  created_at timestamptz not null default now(), -- When it was uploaded.
  created_by text not null, -- Actor who uploaded it.
  constraint asset_pk primary key (workspace_id, asset_id),
  constraint asset_hash_uq unique (workspace_id, sha256),
  constraint asset_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint asset_size_ck check (size_bytes between 0 and 20971520)
);
select kernel.secure_tenant_table('platform.asset');

-- table: An address of a customer's application that is told about events (outgoing webhook).
create table platform.webhook_endpoint (
  workspace_id bigint not null, -- Owner.
  endpoint_id bigint not null, -- Key.
  url text not null, -- Where events are posted.
  secret_ct bytea not null, -- Signing secret, encrypted.
  event_types text[] not null, -- Which events it wants.
  state text not null default 'active', -- active, paused, failing.
  created_at timestamptz not null default now(), -- When it was made.
  created_by text not null, -- Actor who made it.
  constraint webhook_endpoint_pk primary key (workspace_id, endpoint_id),
  constraint webhook_endpoint_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint webhook_endpoint_state_ck check (state in ('active', 'paused', 'failing'))
);
select kernel.secure_tenant_table('platform.webhook_endpoint');

-- table: One try series of telling an endpoint about one event.
create table platform.webhook_delivery (
  workspace_id bigint not null, -- Owner.
  endpoint_id bigint not null, -- To whom.
  delivery_id bigint not null, -- Key; also the id the receiver de-duplicates by.
  event_type text not null, -- What happened.
  body_ct bytea not null, -- The posted body, encrypted.
  state text not null default 'due', -- due, done, failed.
  attempts integer not null default 0, -- Tries so far.
  due_at timestamptz not null, -- Next try.
  last_status integer, -- HTTP status of the last try.
  created_at timestamptz not null default now(), -- When it was queued.
  constraint webhook_delivery_pk primary key (workspace_id, endpoint_id, delivery_id),
  constraint webhook_delivery_endpoint_fk foreign key (workspace_id, endpoint_id) references platform.webhook_endpoint (workspace_id, endpoint_id) on delete cascade,
  constraint webhook_delivery_state_ck check (state in ('due', 'done', 'failed'))
);
create index webhook_delivery_due_ix on platform.webhook_delivery (workspace_id, due_at) where state = 'due';
select kernel.secure_tenant_table('platform.webhook_delivery');

-- table: Messages between rooms that must happen after a commit; claimed by the service its kind belongs to, ids only.
create table platform.outbox (
  outbox_id bigint not null, -- Key, time-ordered.
  workspace_id bigint not null, -- Whom it concerns.
  kind text not null, -- What to do, e.g. message.settle, address.suppress.
  payload jsonb not null default '{}', -- On what: ids and codes only.
  due_at timestamptz not null default now(), -- Not before.
  lease_until timestamptz, -- Somebody works on it until then.
  attempts integer not null default 0, -- Tries so far.
  constraint outbox_pk primary key (outbox_id),
  constraint outbox_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
create index outbox_due_ix on platform.outbox (kind, due_at);
create index outbox_workspace_ix on platform.outbox (workspace_id);

-- table: Node numbers for making ids, leased by processes; a number is never used behind its high-water mark.
create table platform.node_lease (
  node smallint not null, -- 0..255, part of every id this process makes.
  region smallint not null, -- 0..7, the region of the holder.
  holder text not null, -- Which process.
  fence bigint not null, -- Grows with every lease; a renewal with an older one changes nothing.
  lease_until timestamptz not null, -- Free for others after this.
  high_water_ms bigint not null, -- No id was made with a later millisecond than this.
  constraint node_lease_pk primary key (region, node),
  constraint node_lease_node_ck check (node between 0 and 255),
  constraint node_lease_region_ck check (region between 0 and 7)
);

-- table: One row a migration that was begun here: what the schema is, by whom and when.
create table schema.migration (
  migration text not null, -- Folder name, e.g. 0001_platform.
  checksum bytea not null, -- SHA-256 over its files.
  release text not null, -- Release that brought it.
  phase text not null, -- planned, expanded, backfilled, verified, contracted, undone, failed.
  breaking boolean not null, -- True when older releases may not run beside it.
  destructive boolean not null, -- True when contract removes something.
  fingerprint bytea, -- Fingerprint of the schema after the last finished phase.
  begun_at timestamptz not null default clock_timestamp(), -- First step.
  finished_at timestamptz, -- Last step.
  constraint migration_pk primary key (migration),
  constraint migration_phase_ck check (phase in ('planned', 'expanded', 'backfilled', 'verified', 'contracted', 'undone', 'failed'))
);

-- table: Every step of every migration: who did what, when, from where, with what outcome. Append-only.
create table schema.migration_step (
  step_id bigint not null, -- Key, time-ordered.
  migration text not null, -- Which migration.
  phase text not null, -- expand, backfill, verify, contract or undo.
  operator text not null, -- Person or service that asked for it.
  db_role text not null default current_user, -- Login role that did it.
  host text not null, -- Machine it was started on.
  release text not null, -- Version of the tool.
  checksum bytea not null, -- SHA-256 over the migration's files at that moment.
  started_at timestamptz not null, -- Begin.
  finished_at timestamptz not null, -- End.
  lock_waits integer not null default 0, -- How often a lock had to be retried.
  rows_touched bigint not null default 0, -- Rows written by it.
  outcome text not null, -- done or failed.
  sqlstate text, -- Error class when it failed.
  fingerprint bytea, -- Fingerprint of the schema afterwards.
  constraint migration_step_pk primary key (step_id),
  constraint migration_step_outcome_ck check (outcome in ('done', 'failed'))
);
create index migration_step_migration_ix on schema.migration_step (migration, started_at);

-- table: Proof that a migration succeeded in an earlier environment.
create table schema.promotion (
  migration text not null, -- Which migration.
  environment text not null, -- test, staging or production.
  checksum bytea not null, -- SHA-256 over its files there.
  fingerprint bytea not null, -- Schema fingerprint there afterwards.
  signature bytea not null, -- Signature over the row by that environment.
  recorded_at timestamptz not null default clock_timestamp(), -- When it was recorded here.
  recorded_by text not null, -- Who recorded it.
  override_reason text, -- Set when somebody went on without proof.
  constraint promotion_pk primary key (migration, environment, checksum),
  constraint promotion_environment_ck check (environment in ('test', 'staging', 'production'))
);

-- table: This installation: its identity, its epoch and whether sending is held.
create table ops.installation (
  singleton boolean not null default true, -- Always true: there is one row.
  installation_id uuid not null default gen_random_uuid(), -- Identity over restores.
  epoch integer not null default 1, -- Grows with every restore.
  held boolean not null default false, -- True: no message leaves until a person releases it.
  held_reason text, -- Why.
  held_since timestamptz, -- Since when.
  released_by text, -- Who released it last.
  created_at timestamptz not null default now(), -- First start.
  constraint installation_pk primary key (singleton),
  constraint installation_singleton_ck check (singleton)
);
insert into ops.installation (singleton) values (true);

-- table: Running processes report here; contract phases and health look at it.
create table ops.heartbeat (
  instance text not null, -- Host, service and process.
  service text not null, -- Which service.
  release text not null, -- Version it runs.
  started_at timestamptz not null, -- Since when.
  seen_at timestamptz not null, -- Last sign of life.
  facts jsonb not null default '{}', -- Numbers it reports about itself.
  constraint heartbeat_pk primary key (instance)
);

-- table: Backups that were taken and whether they were proved readable.
create table ops.backup (
  backup_id bigint not null, -- Key.
  label text not null, -- Folder or object name.
  started_at timestamptz not null, -- Begin.
  finished_at timestamptz, -- End; null while running or when it died.
  size_bytes bigint, -- Size.
  manifest_sha256 bytea, -- Hash of the manifest.
  start_lsn text, -- WAL position it starts at.
  verified_at timestamptz, -- Last successful verification.
  taken_by text not null, -- Actor.
  constraint backup_pk primary key (backup_id)
);

grant usage on schema kernel to public;
grant usage on schema platform, ops to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler, inboxlift_analytics, inboxlift_auditor, inboxlift_backup;
grant usage on schema schema to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler, inboxlift_analytics, inboxlift_auditor, inboxlift_backup;
grant select on schema.migration to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler, inboxlift_analytics, inboxlift_auditor;
grant select on schema.migration_step, schema.promotion to inboxlift_api, inboxlift_auditor;
grant select on platform.workspace to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler, inboxlift_analytics, inboxlift_auditor;
grant insert, update on platform.workspace to inboxlift_api;
grant select on platform.workspace_key to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance;
grant insert on platform.workspace_key to inboxlift_api;
grant select, insert, update on platform.app_user, platform.session, platform.api_key to inboxlift_api;
grant select, insert, update, delete on platform.membership to inboxlift_api;
grant select, insert, update, delete on platform.setting to inboxlift_api;
grant select on platform.setting to inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler;
grant select, insert, delete on platform.asset to inboxlift_api;
grant select on platform.asset to inboxlift_sender;
grant select, insert, update, delete on platform.webhook_endpoint to inboxlift_api;
grant select, insert, update on platform.webhook_delivery to inboxlift_scheduler;
grant select on platform.webhook_endpoint to inboxlift_scheduler;
grant select on platform.webhook_delivery to inboxlift_api;
grant insert on platform.outbox to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance;
grant select, insert, update, delete on platform.outbox to inboxlift_scheduler, inboxlift_sender, inboxlift_compliance;
grant select (outbox_id, workspace_id, kind, due_at, lease_until, attempts) on platform.outbox to inboxlift_api;
grant select, insert, update on platform.node_lease to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler;
grant select on ops.installation to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler, inboxlift_auditor;
grant update on ops.installation to inboxlift_api;
grant select, insert, update, delete on ops.heartbeat to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler;
grant select, insert, update on ops.backup to inboxlift_api, inboxlift_scheduler, inboxlift_backup;
grant select on ops.installation to inboxlift_backup;
grant select on ops.backup to inboxlift_auditor;

-- Comments on tables and columns, generated from the text above by scripts/gen-comments.ts.
comment on table platform.workspace is 'A customer of this installation: a brand, a region, a business unit. Everything else belongs to one.';
comment on column platform.workspace.workspace_id is 'Key, part of every key of every tenant table.';
comment on column platform.workspace.name is 'Shown name.';
comment on column platform.workspace.slug is 'Short name in URLs and commands; unique in the installation.';
comment on column platform.workspace.timezone is 'IANA zone in which reports and relative times are read.';
comment on column platform.workspace.state is 'active or closed; a closed one sends nothing.';
comment on column platform.workspace.postal_address is 'The sender''s postal address for the footer of mails.';
comment on column platform.workspace.created_at is 'When it was made.';
comment on column platform.workspace.created_by is 'Actor who made it.';
comment on table platform.workspace_key is 'Secrets of a workspace, wrapped under the root key; data and index keys are derived from them.';
comment on column platform.workspace_key.workspace_id is 'Owner of the secret.';
comment on column platform.workspace_key.key_id is 'Number written into each ciphertext.';
comment on column platform.workspace_key.wrapped is 'The secret, sealed under the root key.';
comment on column platform.workspace_key.state is 'active (new values), readable, destroyed.';
comment on column platform.workspace_key.created_at is 'When it was made.';
comment on table platform.app_user is 'A person who operates this installation.';
comment on column platform.app_user.user_id is 'Key.';
comment on column platform.app_user.login is 'Sign-in name, lower case; unique in the installation.';
comment on column platform.app_user.name is 'Shown name.';
comment on column platform.app_user.password_hash is 'argon2id, PHC string format.';
comment on column platform.app_user.state is 'active or disabled.';
comment on column platform.app_user.must_change_password is 'True after a reset by an administrator.';
comment on column platform.app_user.failed_attempts is 'Failed sign-ins since the last success.';
comment on column platform.app_user.locked_until is 'No sign-in before this moment.';
comment on column platform.app_user.created_at is 'When it was made.';
comment on column platform.app_user.updated_at is 'Last change.';
comment on table platform.session is 'A signed-in browser; only the hash of its token is stored.';
comment on column platform.session.session_hash is 'SHA-256 of the token in the cookie.';
comment on column platform.session.user_id is 'Who is signed in.';
comment on column platform.session.created_at is 'When the person signed in.';
comment on column platform.session.seen_at is 'Last use, to the minute.';
comment on column platform.session.expires_at is 'End of the session.';
comment on column platform.session.revoked_at is 'Set when signed out or revoked.';
comment on table platform.membership is 'Which user may do what in which workspace.';
comment on column platform.membership.workspace_id is 'Where.';
comment on column platform.membership.user_id is 'Who.';
comment on column platform.membership.role is 'What the person may do there.';
comment on column platform.membership.created_at is 'Since when.';
comment on column platform.membership.created_by is 'Actor who granted it.';
comment on table platform.api_key is 'A key with which an application calls the API; only its hash is stored.';
comment on column platform.api_key.api_key_id is 'Key.';
comment on column platform.api_key.workspace_id is 'The workspace it opens.';
comment on column platform.api_key.name is 'What it is for.';
comment on column platform.api_key.key_hash is 'SHA-256 of the secret part.';
comment on column platform.api_key.hint is 'First characters, to recognise it in a list.';
comment on column platform.api_key.scopes is 'What it may do, e.g. contacts:read.';
comment on column platform.api_key.created_at is 'When it was made.';
comment on column platform.api_key.created_by is 'Actor who made it.';
comment on column platform.api_key.expires_at is 'End of validity; null means none.';
comment on column platform.api_key.used_at is 'Last use, to the minute.';
comment on column platform.api_key.revoked_at is 'Set when revoked.';
comment on table platform.setting is 'Settings of a workspace, one row a name; names and bounds are defined in the program.';
comment on column platform.setting.workspace_id is 'Owner.';
comment on column platform.setting.name is 'Name of the setting.';
comment on column platform.setting.value is 'Its value.';
comment on column platform.setting.updated_at is 'Last change.';
comment on column platform.setting.updated_by is 'Actor of the last change.';
comment on table platform.asset is 'Images and files used in mails and on hosted pages.';
comment on column platform.asset.workspace_id is 'Owner.';
comment on column platform.asset.asset_id is 'Key.';
comment on column platform.asset.name is 'File name as uploaded.';
comment on column platform.asset.media_type is 'MIME type after inspection.';
comment on column platform.asset.size_bytes is 'Size of the body.';
comment on column platform.asset.sha256 is 'Hash of the body.';
comment on column platform.asset.body is 'The file itself.';
comment on column platform.asset.created_at is 'When it was uploaded.';
comment on column platform.asset.created_by is 'Actor who uploaded it.';
comment on table platform.webhook_endpoint is 'An address of a customer''s application that is told about events (outgoing webhook).';
comment on column platform.webhook_endpoint.workspace_id is 'Owner.';
comment on column platform.webhook_endpoint.endpoint_id is 'Key.';
comment on column platform.webhook_endpoint.url is 'Where events are posted.';
comment on column platform.webhook_endpoint.secret_ct is 'Signing secret, encrypted.';
comment on column platform.webhook_endpoint.event_types is 'Which events it wants.';
comment on column platform.webhook_endpoint.state is 'active, paused, failing.';
comment on column platform.webhook_endpoint.created_at is 'When it was made.';
comment on column platform.webhook_endpoint.created_by is 'Actor who made it.';
comment on table platform.webhook_delivery is 'One try series of telling an endpoint about one event.';
comment on column platform.webhook_delivery.workspace_id is 'Owner.';
comment on column platform.webhook_delivery.endpoint_id is 'To whom.';
comment on column platform.webhook_delivery.delivery_id is 'Key; also the id the receiver de-duplicates by.';
comment on column platform.webhook_delivery.event_type is 'What happened.';
comment on column platform.webhook_delivery.body_ct is 'The posted body, encrypted.';
comment on column platform.webhook_delivery.state is 'due, done, failed.';
comment on column platform.webhook_delivery.attempts is 'Tries so far.';
comment on column platform.webhook_delivery.due_at is 'Next try.';
comment on column platform.webhook_delivery.last_status is 'HTTP status of the last try.';
comment on column platform.webhook_delivery.created_at is 'When it was queued.';
comment on table platform.outbox is 'Messages between rooms that must happen after a commit; claimed by the service its kind belongs to, ids only.';
comment on column platform.outbox.outbox_id is 'Key, time-ordered.';
comment on column platform.outbox.workspace_id is 'Whom it concerns.';
comment on column platform.outbox.kind is 'What to do, e.g. message.settle, address.suppress.';
comment on column platform.outbox.payload is 'On what: ids and codes only.';
comment on column platform.outbox.due_at is 'Not before.';
comment on column platform.outbox.lease_until is 'Somebody works on it until then.';
comment on column platform.outbox.attempts is 'Tries so far.';
comment on table platform.node_lease is 'Node numbers for making ids, leased by processes; a number is never used behind its high-water mark.';
comment on column platform.node_lease.node is '0..255, part of every id this process makes.';
comment on column platform.node_lease.region is '0..7, the region of the holder.';
comment on column platform.node_lease.holder is 'Which process.';
comment on column platform.node_lease.fence is 'Grows with every lease; a renewal with an older one changes nothing.';
comment on column platform.node_lease.lease_until is 'Free for others after this.';
comment on column platform.node_lease.high_water_ms is 'No id was made with a later millisecond than this.';
comment on table schema.migration is 'One row a migration that was begun here: what the schema is, by whom and when.';
comment on column schema.migration.migration is 'Folder name, e.g. 0001_platform.';
comment on column schema.migration.checksum is 'SHA-256 over its files.';
comment on column schema.migration.release is 'Release that brought it.';
comment on column schema.migration.phase is 'planned, expanded, backfilled, verified, contracted, undone, failed.';
comment on column schema.migration.breaking is 'True when older releases may not run beside it.';
comment on column schema.migration.destructive is 'True when contract removes something.';
comment on column schema.migration.fingerprint is 'Fingerprint of the schema after the last finished phase.';
comment on column schema.migration.begun_at is 'First step.';
comment on column schema.migration.finished_at is 'Last step.';
comment on table schema.migration_step is 'Every step of every migration: who did what, when, from where, with what outcome. Append-only.';
comment on column schema.migration_step.step_id is 'Key, time-ordered.';
comment on column schema.migration_step.migration is 'Which migration.';
comment on column schema.migration_step.phase is 'expand, backfill, verify, contract or undo.';
comment on column schema.migration_step.operator is 'Person or service that asked for it.';
comment on column schema.migration_step.db_role is 'Login role that did it.';
comment on column schema.migration_step.host is 'Machine it was started on.';
comment on column schema.migration_step.release is 'Version of the tool.';
comment on column schema.migration_step.checksum is 'SHA-256 over the migration''s files at that moment.';
comment on column schema.migration_step.started_at is 'Begin.';
comment on column schema.migration_step.finished_at is 'End.';
comment on column schema.migration_step.lock_waits is 'How often a lock had to be retried.';
comment on column schema.migration_step.rows_touched is 'Rows written by it.';
comment on column schema.migration_step.outcome is 'done or failed.';
comment on column schema.migration_step.sqlstate is 'Error class when it failed.';
comment on column schema.migration_step.fingerprint is 'Fingerprint of the schema afterwards.';
comment on table schema.promotion is 'Proof that a migration succeeded in an earlier environment.';
comment on column schema.promotion.migration is 'Which migration.';
comment on column schema.promotion.environment is 'test, staging or production.';
comment on column schema.promotion.checksum is 'SHA-256 over its files there.';
comment on column schema.promotion.fingerprint is 'Schema fingerprint there afterwards.';
comment on column schema.promotion.signature is 'Signature over the row by that environment.';
comment on column schema.promotion.recorded_at is 'When it was recorded here.';
comment on column schema.promotion.recorded_by is 'Who recorded it.';
comment on column schema.promotion.override_reason is 'Set when somebody went on without proof.';
comment on table ops.installation is 'This installation: its identity, its epoch and whether sending is held.';
comment on column ops.installation.singleton is 'Always true: there is one row.';
comment on column ops.installation.installation_id is 'Identity over restores.';
comment on column ops.installation.epoch is 'Grows with every restore.';
comment on column ops.installation.held is 'True: no message leaves until a person releases it.';
comment on column ops.installation.held_reason is 'Why.';
comment on column ops.installation.held_since is 'Since when.';
comment on column ops.installation.released_by is 'Who released it last.';
comment on column ops.installation.created_at is 'First start.';
comment on table ops.heartbeat is 'Running processes report here; contract phases and health look at it.';
comment on column ops.heartbeat.instance is 'Host, service and process.';
comment on column ops.heartbeat.service is 'Which service.';
comment on column ops.heartbeat.release is 'Version it runs.';
comment on column ops.heartbeat.started_at is 'Since when.';
comment on column ops.heartbeat.seen_at is 'Last sign of life.';
comment on column ops.heartbeat.facts is 'Numbers it reports about itself.';
comment on table ops.backup is 'Backups that were taken and whether they were proved readable.';
comment on column ops.backup.backup_id is 'Key.';
comment on column ops.backup.label is 'Folder or object name.';
comment on column ops.backup.started_at is 'Begin.';
comment on column ops.backup.finished_at is 'End; null while running or when it died.';
comment on column ops.backup.size_bytes is 'Size.';
comment on column ops.backup.manifest_sha256 is 'Hash of the manifest.';
comment on column ops.backup.start_lsn is 'WAL position it starts at.';
comment on column ops.backup.verified_at is 'Last successful verification.';
comment on column ops.backup.taken_by is 'Actor.';
