-- Many people at once, for imports.

-- name: consent_give_many :many
-- Records that people agreed, for those of them who may be written to and of whom nothing is on record for this purpose
-- and channel: a withdrawal is never overwritten. Answers who got it.
with fresh as (
  select u.contact_id, u.consent_event_id, u.evidence_ct
  from unnest(:contact_ids::bigint[], :consent_event_ids::bigint[], :evidence_cts::bytea[]) u (contact_id, consent_event_id, evidence_ct)
  join lateral (select c.status from contacts.v_contact c where c.workspace_id = :workspace_id and c.contact_id = u.contact_id offset 0) c on c.status in ('active', 'unconfirmed')
  left join lateral (select 1 as is_known from compliance.consent_state s where s.workspace_id = :workspace_id and s.contact_id = u.contact_id and s.purpose = :purpose and s.channel = :channel offset 0) s on true
  where s.is_known is null
), events as (
  insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, channel, action, wording_version, wording_hash, source, evidence_ct, happened_at, recorded_at, recorded_by)
  select :workspace_id, f.contact_id, f.consent_event_id, :purpose, :channel, 'given', :wording_version_or_null, :wording_hash_or_null, :source, f.evidence_ct, :happened_at, :recorded_at, :recorded_by
  from fresh f order by f.contact_id
  returning contact_id, consent_event_id
)
insert into compliance.consent_state (workspace_id, contact_id, purpose, channel, state, since, consent_event_id)
select :workspace_id, e.contact_id, :purpose, :channel, 'given', :happened_at, e.consent_event_id from events e
on conflict do nothing
returning contact_id;
