-- reason: schema v1 of the room compliance: may we write to this address, and who changed what
-- author: InboxLift
-- locks: none on existing tables but triggers on contacts.* (empty at this point)
-- duration: seconds
-- older releases may run: yes
-- destructive: no
-- undo: drops the audit triggers and the schema compliance

create schema compliance;

-- table: The words a person agreed to, one row a version; never changed.
create table compliance.consent_wording (
  workspace_id bigint not null, -- Owner.
  purpose text not null, -- For what, e.g. newsletter.
  version integer not null, -- Version of the wording.
  wording text not null, -- The text that was shown.
  wording_hash bytea not null, -- SHA-256 of the text.
  created_at timestamptz not null default now(), -- When it was published.
  created_by text not null, -- Actor who published it.
  constraint consent_wording_pk primary key (workspace_id, purpose, version),
  constraint consent_wording_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
select kernel.secure_tenant_table('compliance.consent_wording');

-- table: Every consent given or withdrawn, append-only; corrections are new rows.
create table compliance.consent_event (
  workspace_id bigint not null, -- Owner.
  contact_id bigint not null, -- Who.
  consent_event_id bigint not null, -- Key, time-ordered.
  purpose text not null, -- For what.
  channel text not null default 'email', -- By which channel.
  action text not null, -- given or withdrawn.
  wording_version integer, -- Version of the words shown, if known.
  wording_hash bytea, -- Hash of the words shown, if known.
  source text not null, -- form, import, api, preference_centre, one_click, person, complaint.
  evidence_ct bytea, -- IP, user agent, form, token; encrypted.
  happened_at timestamptz not null, -- When the person did it.
  recorded_at timestamptz not null default clock_timestamp(), -- When we wrote it down.
  recorded_by text not null, -- Actor who wrote it down.
  constraint consent_event_pk primary key (workspace_id, contact_id, consent_event_id),
  constraint consent_event_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id),
  constraint consent_event_action_ck check (action in ('given', 'withdrawn')),
  constraint consent_event_channel_ck check (channel in ('email', 'sms', 'phone', 'post'))
);
select kernel.secure_tenant_table('compliance.consent_event');

-- table: What follows from the consent events: the state per purpose and channel.
create table compliance.consent_state (
  workspace_id bigint not null, -- Owner.
  contact_id bigint not null, -- Who.
  purpose text not null, -- For what.
  channel text not null, -- By which channel.
  state text not null, -- given or withdrawn.
  since timestamptz not null, -- Since when.
  consent_event_id bigint not null, -- The event that decided.
  constraint consent_state_pk primary key (workspace_id, contact_id, purpose, channel),
  constraint consent_state_event_fk foreign key (workspace_id, contact_id, consent_event_id) references compliance.consent_event (workspace_id, contact_id, consent_event_id),
  constraint consent_state_ck check (state in ('given', 'withdrawn'))
);
create index consent_state_event_ix on compliance.consent_state (workspace_id, contact_id, consent_event_id);
select kernel.secure_tenant_table('compliance.consent_state');

-- table: Addresses nobody may write to, by blind index; kept for erased people too.
create table compliance.suppression (
  workspace_id bigint not null, -- Owner.
  email_index bytea not null, -- Blind index of the address.
  reason text not null, -- unsubscribe, hard_bounce, complaint, manual, erased.
  index_version smallint not null, -- Version of the blind index.
  contact_id bigint, -- Who had the address then; null when unknown.
  campaign_id bigint, -- Campaign that led to it, if any.
  detail_code text, -- Bounce class or request kind; no personal data.
  created_at timestamptz not null default now(), -- Since when.
  created_by text not null, -- Actor.
  lifted_at timestamptz, -- Set when it no longer holds.
  lifted_by text, -- Actor who lifted it.
  constraint suppression_pk primary key (workspace_id, email_index, reason),
  constraint suppression_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint suppression_reason_ck check (reason in ('unsubscribe', 'hard_bounce', 'complaint', 'manual', 'erased'))
);
create index suppression_created_ix on compliance.suppression (workspace_id, created_at);
select kernel.secure_tenant_table('compliance.suppression');

-- table: Unsubscribe requests; the same request can never count twice.
create table compliance.unsubscribe_request (
  workspace_id bigint not null, -- Owner.
  contact_id bigint not null, -- Who asked.
  unsubscribe_id bytea not null, -- Hash of the signed link: the same link is the same request.
  method text not null, -- one_click, page, mail, complaint.
  campaign_id bigint, -- Campaign whose mail it was.
  requested_at timestamptz not null, -- When.
  constraint unsubscribe_request_pk primary key (workspace_id, contact_id, unsubscribe_id),
  constraint unsubscribe_request_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id),
  constraint unsubscribe_request_method_ck check (method in ('one_click', 'page', 'mail', 'complaint'))
);
select kernel.secure_tenant_table('compliance.unsubscribe_request');

-- table: The gate between sending and withdrawing: 1024 buckets of addresses per workspace (DESIGN 4.6).
create table compliance.gate (
  workspace_id bigint not null, -- Owner.
  bucket smallint not null, -- First ten bits of the address index.
  constraint gate_pk primary key (workspace_id, bucket),
  constraint gate_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id),
  constraint gate_bucket_ck check (bucket between 0 and 1023)
);
select kernel.secure_tenant_table('compliance.gate');

-- table: Every change of audited rows: who, when, what. Append-only, written in the change's own transaction.
create table compliance.audit_event (
  workspace_id bigint not null, -- Owner.
  happened_at timestamptz not null, -- When, to the microsecond; the partition key.
  audit_id bigint not null, -- Random part of the key.
  origin text not null, -- trigger or app.
  db_role text not null, -- Login role that did it.
  actor text not null, -- User, key, service or import; unattributed when nobody said.
  request_id text, -- Request it belonged to.
  table_name text not null, -- Which table.
  row_key text not null, -- Key of the row, without workspace.
  contact_id bigint, -- Whom it concerns, if anybody.
  action text not null, -- insert, update, delete or batch.
  changes jsonb not null, -- Changed fields before and after; commitments for encrypted ones.
  xid xid8 not null default pg_current_xact_id(), -- Writing transaction, for the order of sealing.
  constraint audit_event_pk primary key (workspace_id, happened_at, audit_id),
  constraint audit_event_origin_ck check (origin in ('trigger', 'app')),
  constraint audit_event_action_ck check (action in ('insert', 'update', 'delete', 'batch'))
) partition by range (happened_at);
create index audit_event_contact_ix on compliance.audit_event (workspace_id, contact_id, happened_at) where contact_id is not null;
select kernel.secure_tenant_table('compliance.audit_event');

-- table: Encrypted values behind the commitments in audit_event; erasure deletes them and the proof still holds.
create table compliance.audit_value (
  workspace_id bigint not null, -- Owner.
  contact_id bigint not null, -- Whose.
  audit_id bigint not null, -- Which audit event.
  field text not null, -- Which column.
  side text not null, -- before or after.
  salt bytea not null, -- Salt of the commitment SHA-256(salt || ciphertext).
  value_ct bytea not null, -- The ciphertext as it stood in the row.
  constraint audit_value_pk primary key (workspace_id, contact_id, audit_id, field, side),
  constraint audit_value_side_ck check (side in ('before', 'after'))
);
select kernel.secure_tenant_table('compliance.audit_value');

-- table: Merkle roots over audit events; each row covers a range and links to the one before.
create table compliance.audit_seal (
  workspace_id bigint not null, -- Owner.
  seal_no bigint not null, -- Position, from 1, without gaps.
  leaf_count bigint not null, -- Leaves under this root, from the beginning.
  root bytea not null, -- RFC 6962 tree head.
  sealed_at timestamptz not null, -- When.
  signature bytea, -- Signature of the checkpoint.
  constraint audit_seal_pk primary key (workspace_id, seal_no),
  constraint audit_seal_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
select kernel.secure_tenant_table('compliance.audit_seal');

-- table: People erased by law: applied again after every restore.
create table compliance.erasure (
  workspace_id bigint not null, -- Owner.
  contact_id bigint not null, -- Who.
  erasure_id bigint not null, -- Key.
  requested_at timestamptz not null, -- When it was asked for.
  done_at timestamptz, -- When it was finished.
  done_by text not null, -- Actor.
  constraint erasure_pk primary key (workspace_id, contact_id, erasure_id),
  constraint erasure_workspace_fk foreign key (workspace_id) references platform.workspace (workspace_id)
);
select kernel.secure_tenant_table('compliance.erasure');

-- table: Requests of people about their data (GDPR 15 to 21, CCPA), with due date and outcome.
create table compliance.privacy_request (
  workspace_id bigint not null, -- Owner.
  contact_id bigint not null, -- Who.
  privacy_request_id bigint not null, -- Key.
  kind text not null, -- access, rectification, erasure, restriction, portability, objection, opt_out_sale.
  state text not null default 'open', -- open, verified, done, refused.
  received_at timestamptz not null, -- When it came.
  due_at timestamptz not null, -- Legal limit.
  handled_by text, -- Actor who works on it.
  answered_at timestamptz, -- When the answer was sent.
  constraint privacy_request_pk primary key (workspace_id, contact_id, privacy_request_id),
  constraint privacy_request_contact_fk foreign key (workspace_id, contact_id) references contacts.contact (workspace_id, contact_id),
  constraint privacy_request_kind_ck check (kind in ('access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'opt_out_sale')),
  constraint privacy_request_state_ck check (state in ('open', 'verified', 'done', 'refused'))
);
create index privacy_request_due_ix on compliance.privacy_request (workspace_id, due_at) where state in ('open', 'verified');
select kernel.secure_tenant_table('compliance.privacy_request');

-- Row audit (DESIGN 4.2, 4.8): reads and writes only this workspace; the shard suffix of Citus is stripped. Encrypted
-- columns enter as salted commitments; salt and ciphertext stand in audit_value, so that erasure can delete them.
-- Arguments: 1st the key columns without workspace, comma-separated; 2nd the contact column or ''; rest: columns to leave out.
create function compliance.audit_row() returns trigger
  language plpgsql
as $$
declare
  old_row jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  new_row jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  live jsonb := case when tg_op = 'DELETE' then old_row else new_row end;
  id bigint := ('x' || translate(substr(gen_random_uuid()::text, 1, 18), '-', ''))::bit(64)::bigint & 9223372036854775807;
  contact bigint := case when tg_argv[1] = '' then null else (live ->> tg_argv[1])::bigint end;
  row_key text;
  changed jsonb := '{}';
  field text;
  side text;
  value jsonb;
  salt bytea;
  sealed jsonb;
begin
  if tg_op = 'INSERT' and current_setting('inboxlift.origin', true) = 'import' then
    return null; -- bulk inserts are audited by batch, in the same transaction (issue "security by design", 7)
  end if;
  select string_agg(live ->> k, '/') into row_key from unnest(string_to_array(tg_argv[0], ',')) k;
  for field in select k from jsonb_object_keys(old_row || new_row) k
    where k <> 'workspace_id' and (old_row -> k) is distinct from (new_row -> k) and not (k = any (tg_argv[2:]))
  loop
    sealed := '{}';
    foreach side in array array['before', 'after'] loop
      value := case side when 'before' then old_row -> field else new_row -> field end;
      continue when value is null or value = 'null'::jsonb;
      if right(field, 3) = '_ct' and contact is not null then
        salt := decode(translate(gen_random_uuid()::text, '-', ''), 'hex');
        insert into compliance.audit_value (workspace_id, contact_id, audit_id, field, side, salt, value_ct)
        values ((live ->> 'workspace_id')::bigint, contact, id, field, side, salt, decode(substr(value #>> '{}', 3), 'hex'));
        value := to_jsonb(encode(sha256(salt || decode(substr(value #>> '{}', 3), 'hex')), 'hex'));
      elsif right(field, 3) = '_ct' then
        value := to_jsonb(encode(sha256(decode(substr(value #>> '{}', 3), 'hex')), 'hex'));
      end if;
      sealed := sealed || jsonb_build_object(side, value);
    end loop;
    changed := changed || jsonb_build_object(field, sealed);
  end loop;
  if tg_op = 'UPDATE' and changed = '{}' then
    return null;
  end if;
  insert into compliance.audit_event (workspace_id, happened_at, audit_id, origin, db_role, actor, request_id, table_name, row_key, contact_id, action, changes)
  values (
    (live ->> 'workspace_id')::bigint, clock_timestamp(), id, 'trigger', current_user,
    coalesce(nullif(current_setting('inboxlift.actor', true), ''), 'unattributed'),
    nullif(current_setting('inboxlift.request_id', true), ''),
    tg_table_schema || '.' || regexp_replace(tg_table_name, '_\d{6,}$', ''),
    row_key, contact, lower(tg_op), changed);
  return null;
end
$$;

-- Audited tables: a change made outside the program is recorded too. Counters and times of sending are left out.
-- Where imports insert in bulk the insert has a trigger of its own whose WHEN spares the call: they write one record a
-- batch instead (DESIGN 4.8), and a skipped call still costs 10 us a row (measured).
create trigger contact_audit after delete or update of email_ct, status, country, region, city, timezone, language, merged_into, erased_at on contacts.contact for each row execute function compliance.audit_row('contact_id', 'contact_id', 'updated_at', 'updated_by', 'version', 'last_sent_at', 'created_at', 'email_index', 'email_index_version', 'created_by');
create trigger contact_insert_audit after insert on contacts.contact for each row when (current_setting('inboxlift.origin', true) is distinct from 'import') execute function compliance.audit_row('contact_id', 'contact_id', 'updated_at', 'updated_by', 'version', 'last_sent_at', 'created_at', 'email_index', 'email_index_version', 'created_by');
create trigger contact_profile_audit after delete or update on contacts.contact_profile for each row execute function compliance.audit_row('contact_id', 'contact_id', 'updated_at', 'provenance');
create trigger contact_profile_insert_audit after insert on contacts.contact_profile for each row when (current_setting('inboxlift.origin', true) is distinct from 'import') execute function compliance.audit_row('contact_id', 'contact_id', 'updated_at', 'provenance');
create trigger identity_audit after delete or update on contacts.identity for each row execute function compliance.audit_row('kind,source_id,index_version,value_index', 'contact_id');
create trigger identity_insert_audit after insert on contacts.identity for each row when (current_setting('inboxlift.origin', true) is distinct from 'import') execute function compliance.audit_row('kind,source_id,index_version,value_index', 'contact_id');
create trigger source_audit after insert or delete or update on contacts.source for each row execute function compliance.audit_row('source_id', '');
create trigger list_audit after insert or delete or update on contacts.list for each row execute function compliance.audit_row('list_id', '');
create trigger list_member_audit after delete or update on contacts.list_member for each row execute function compliance.audit_row('list_id,contact_id', 'contact_id');
create trigger list_member_insert_audit after insert on contacts.list_member for each row when (current_setting('inboxlift.origin', true) is distinct from 'import') execute function compliance.audit_row('list_id,contact_id', 'contact_id');
create trigger attribute_definition_audit after insert or delete or update on contacts.attribute_definition for each row execute function compliance.audit_row('name', '');
create trigger consent_event_audit after delete or update on compliance.consent_event for each row execute function compliance.audit_row('contact_id,consent_event_id', 'contact_id');
create trigger consent_event_insert_audit after insert on compliance.consent_event for each row when (current_setting('inboxlift.origin', true) is distinct from 'import') execute function compliance.audit_row('contact_id,consent_event_id', 'contact_id');
create trigger suppression_audit after insert or delete or update on compliance.suppression for each row execute function compliance.audit_row('email_index,reason', 'contact_id');
create trigger setting_audit after insert or delete or update on platform.setting for each row execute function compliance.audit_row('name', '');

-- Who may insert what into the audit (DESIGN 4.8): nobody can sign for somebody else, or pretend to be a trigger.
create policy audit_writer on compliance.audit_event as restrictive for insert
  with check (db_role = current_user and (origin = 'app' or pg_trigger_depth() > 0));

-- What other rooms may read: the addresses that are suppressed now.
create view compliance.v_suppressed with (security_invoker = true) as
  select workspace_id, email_index, min(created_at) as since from compliance.suppression where lifted_at is null group by workspace_id, email_index;

-- The same without grouping, for anti-joins by address (an address may stand in it once a reason).
create view compliance.v_suppressed_address with (security_invoker = true) as
  select workspace_id, email_index, reason, created_at from compliance.suppression where lifted_at is null;

-- What a person has agreed to, per purpose and channel.
create view compliance.v_consent with (security_invoker = true) as
  select workspace_id, contact_id, purpose, channel, state, since from compliance.consent_state;

grant usage on schema compliance to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler, inboxlift_analytics, inboxlift_auditor, inboxlift_backup;
grant select, insert on compliance.consent_wording, compliance.consent_event to inboxlift_api, inboxlift_compliance, inboxlift_import;
grant select, insert, update on compliance.consent_state to inboxlift_api, inboxlift_compliance, inboxlift_import;
grant select on compliance.consent_state, compliance.suppression to inboxlift_sender, inboxlift_scheduler;
grant select, insert, update on compliance.suppression to inboxlift_api, inboxlift_compliance;
grant select, insert, update on compliance.suppression to inboxlift_import;
grant select, insert on compliance.unsubscribe_request to inboxlift_compliance, inboxlift_api;
grant select, insert, update on compliance.gate to inboxlift_api;
grant select, update on compliance.gate to inboxlift_sender, inboxlift_compliance, inboxlift_import;
grant insert on compliance.audit_event, compliance.audit_value to inboxlift_api, inboxlift_sender, inboxlift_ingest, inboxlift_import, inboxlift_compliance, inboxlift_scheduler;
grant select on compliance.audit_event to inboxlift_api, inboxlift_auditor, inboxlift_compliance;
grant select on compliance.audit_value to inboxlift_api, inboxlift_compliance;
grant delete on compliance.audit_value to inboxlift_compliance;
grant select, insert on compliance.audit_seal to inboxlift_compliance;
grant select on compliance.audit_seal to inboxlift_auditor, inboxlift_api;
grant select, insert, update on compliance.erasure, compliance.privacy_request to inboxlift_api, inboxlift_compliance;
grant select on compliance.v_suppressed_address to inboxlift_api, inboxlift_import, inboxlift_scheduler;
grant select on compliance.v_consent to inboxlift_api, inboxlift_import, inboxlift_scheduler;
grant select on compliance.v_suppressed to inboxlift_api, inboxlift_sender, inboxlift_import, inboxlift_compliance, inboxlift_scheduler;

-- Comments on tables and columns, generated from the text above by scripts/gen-comments.ts.
comment on table compliance.consent_wording is 'The words a person agreed to, one row a version; never changed.';
comment on column compliance.consent_wording.workspace_id is 'Owner.';
comment on column compliance.consent_wording.purpose is 'For what, e.g. newsletter.';
comment on column compliance.consent_wording.version is 'Version of the wording.';
comment on column compliance.consent_wording.wording is 'The text that was shown.';
comment on column compliance.consent_wording.wording_hash is 'SHA-256 of the text.';
comment on column compliance.consent_wording.created_at is 'When it was published.';
comment on column compliance.consent_wording.created_by is 'Actor who published it.';
comment on table compliance.consent_event is 'Every consent given or withdrawn, append-only; corrections are new rows.';
comment on column compliance.consent_event.workspace_id is 'Owner.';
comment on column compliance.consent_event.contact_id is 'Who.';
comment on column compliance.consent_event.consent_event_id is 'Key, time-ordered.';
comment on column compliance.consent_event.purpose is 'For what.';
comment on column compliance.consent_event.channel is 'By which channel.';
comment on column compliance.consent_event.action is 'given or withdrawn.';
comment on column compliance.consent_event.wording_version is 'Version of the words shown, if known.';
comment on column compliance.consent_event.wording_hash is 'Hash of the words shown, if known.';
comment on column compliance.consent_event.source is 'form, import, api, preference_centre, one_click, person, complaint.';
comment on column compliance.consent_event.evidence_ct is 'IP, user agent, form, token; encrypted.';
comment on column compliance.consent_event.happened_at is 'When the person did it.';
comment on column compliance.consent_event.recorded_at is 'When we wrote it down.';
comment on column compliance.consent_event.recorded_by is 'Actor who wrote it down.';
comment on table compliance.consent_state is 'What follows from the consent events: the state per purpose and channel.';
comment on column compliance.consent_state.workspace_id is 'Owner.';
comment on column compliance.consent_state.contact_id is 'Who.';
comment on column compliance.consent_state.purpose is 'For what.';
comment on column compliance.consent_state.channel is 'By which channel.';
comment on column compliance.consent_state.state is 'given or withdrawn.';
comment on column compliance.consent_state.since is 'Since when.';
comment on column compliance.consent_state.consent_event_id is 'The event that decided.';
comment on table compliance.suppression is 'Addresses nobody may write to, by blind index; kept for erased people too.';
comment on column compliance.suppression.workspace_id is 'Owner.';
comment on column compliance.suppression.email_index is 'Blind index of the address.';
comment on column compliance.suppression.reason is 'unsubscribe, hard_bounce, complaint, manual, erased.';
comment on column compliance.suppression.index_version is 'Version of the blind index.';
comment on column compliance.suppression.contact_id is 'Who had the address then; null when unknown.';
comment on column compliance.suppression.campaign_id is 'Campaign that led to it, if any.';
comment on column compliance.suppression.detail_code is 'Bounce class or request kind; no personal data.';
comment on column compliance.suppression.created_at is 'Since when.';
comment on column compliance.suppression.created_by is 'Actor.';
comment on column compliance.suppression.lifted_at is 'Set when it no longer holds.';
comment on column compliance.suppression.lifted_by is 'Actor who lifted it.';
comment on table compliance.unsubscribe_request is 'Unsubscribe requests; the same request can never count twice.';
comment on column compliance.unsubscribe_request.workspace_id is 'Owner.';
comment on column compliance.unsubscribe_request.contact_id is 'Who asked.';
comment on column compliance.unsubscribe_request.unsubscribe_id is 'Hash of the signed link: the same link is the same request.';
comment on column compliance.unsubscribe_request.method is 'one_click, page, mail, complaint.';
comment on column compliance.unsubscribe_request.campaign_id is 'Campaign whose mail it was.';
comment on column compliance.unsubscribe_request.requested_at is 'When.';
comment on table compliance.gate is 'The gate between sending and withdrawing: 1024 buckets of addresses per workspace (DESIGN 4.6).';
comment on column compliance.gate.workspace_id is 'Owner.';
comment on column compliance.gate.bucket is 'First ten bits of the address index.';
comment on table compliance.audit_event is 'Every change of audited rows: who, when, what. Append-only, written in the change''s own transaction.';
comment on column compliance.audit_event.workspace_id is 'Owner.';
comment on column compliance.audit_event.happened_at is 'When, to the microsecond; the partition key.';
comment on column compliance.audit_event.audit_id is 'Random part of the key.';
comment on column compliance.audit_event.origin is 'trigger or app.';
comment on column compliance.audit_event.db_role is 'Login role that did it.';
comment on column compliance.audit_event.actor is 'User, key, service or import; unattributed when nobody said.';
comment on column compliance.audit_event.request_id is 'Request it belonged to.';
comment on column compliance.audit_event.table_name is 'Which table.';
comment on column compliance.audit_event.row_key is 'Key of the row, without workspace.';
comment on column compliance.audit_event.contact_id is 'Whom it concerns, if anybody.';
comment on column compliance.audit_event.action is 'insert, update, delete or batch.';
comment on column compliance.audit_event.changes is 'Changed fields before and after; commitments for encrypted ones.';
comment on column compliance.audit_event.xid is 'Writing transaction, for the order of sealing.';
comment on table compliance.audit_value is 'Encrypted values behind the commitments in audit_event; erasure deletes them and the proof still holds.';
comment on column compliance.audit_value.workspace_id is 'Owner.';
comment on column compliance.audit_value.contact_id is 'Whose.';
comment on column compliance.audit_value.audit_id is 'Which audit event.';
comment on column compliance.audit_value.field is 'Which column.';
comment on column compliance.audit_value.side is 'before or after.';
comment on column compliance.audit_value.salt is 'Salt of the commitment SHA-256(salt || ciphertext).';
comment on column compliance.audit_value.value_ct is 'The ciphertext as it stood in the row.';
comment on table compliance.audit_seal is 'Merkle roots over audit events; each row covers a range and links to the one before.';
comment on column compliance.audit_seal.workspace_id is 'Owner.';
comment on column compliance.audit_seal.seal_no is 'Position, from 1, without gaps.';
comment on column compliance.audit_seal.leaf_count is 'Leaves under this root, from the beginning.';
comment on column compliance.audit_seal.root is 'RFC 6962 tree head.';
comment on column compliance.audit_seal.sealed_at is 'When.';
comment on column compliance.audit_seal.signature is 'Signature of the checkpoint.';
comment on table compliance.erasure is 'People erased by law: applied again after every restore.';
comment on column compliance.erasure.workspace_id is 'Owner.';
comment on column compliance.erasure.contact_id is 'Who.';
comment on column compliance.erasure.erasure_id is 'Key.';
comment on column compliance.erasure.requested_at is 'When it was asked for.';
comment on column compliance.erasure.done_at is 'When it was finished.';
comment on column compliance.erasure.done_by is 'Actor.';
comment on table compliance.privacy_request is 'Requests of people about their data (GDPR 15 to 21, CCPA), with due date and outcome.';
comment on column compliance.privacy_request.workspace_id is 'Owner.';
comment on column compliance.privacy_request.contact_id is 'Who.';
comment on column compliance.privacy_request.privacy_request_id is 'Key.';
comment on column compliance.privacy_request.kind is 'access, rectification, erasure, restriction, portability, objection, opt_out_sale.';
comment on column compliance.privacy_request.state is 'open, verified, done, refused.';
comment on column compliance.privacy_request.received_at is 'When it came.';
comment on column compliance.privacy_request.due_at is 'Legal limit.';
comment on column compliance.privacy_request.handled_by is 'Actor who works on it.';
comment on column compliance.privacy_request.answered_at is 'When the answer was sent.';
