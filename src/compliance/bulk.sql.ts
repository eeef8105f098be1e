// Generated from bulk.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type ConsentGiveManyParams = {
  contact_ids: string[]
  consent_event_ids: string[]
  evidence_cts: Buffer[]
  workspace_id: string
  purpose: string
  channel: string
  wording_version_or_null: number | null
  wording_hash_or_null: Buffer | null
  source: string
  happened_at: Date | string
  recorded_at: Date | string
  recorded_by: string
}
export type ConsentGiveManyRow = {
  "contact_id": string
}
/** Records that people agreed, for those of them who may be written to and of whom nothing is on record for this purpose
 * and channel: a withdrawal is never overwritten. Answers who got it. */
export const consentGiveMany = namedQuery<ConsentGiveManyParams, ConsentGiveManyRow>("consent_give_many", "with fresh as (\n\
  select u.contact_id, u.consent_event_id, u.evidence_ct\n\
  from unnest($1::bigint[], $2::bigint[], $3::bytea[]) u (contact_id, consent_event_id, evidence_ct)\n\
  join lateral (select c.status from contacts.v_contact c where c.workspace_id = $4 and c.contact_id = u.contact_id offset 0) c on c.status in ('active', 'unconfirmed')\n\
  left join lateral (select 1 as is_known from compliance.consent_state s where s.workspace_id = $4 and s.contact_id = u.contact_id and s.purpose = $5 and s.channel = $6 offset 0) s on true\n\
  where s.is_known is null\n\
), events as (\n\
  insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, channel, action, wording_version, wording_hash, source, evidence_ct, happened_at, recorded_at, recorded_by)\n\
  select $4, f.contact_id, f.consent_event_id, $5, $6, 'given', $7, $8, $9, f.evidence_ct, $10, $11, $12\n\
  from fresh f order by f.contact_id\n\
  returning contact_id, consent_event_id\n\
)\n\
insert into compliance.consent_state (workspace_id, contact_id, purpose, channel, state, since, consent_event_id)\n\
select $4, e.contact_id, $5, $6, 'given', $10, e.consent_event_id from events e\n\
on conflict do nothing\n\
returning contact_id", ["contact_ids","consent_event_ids","evidence_cts","workspace_id","purpose","channel","wording_version_or_null","wording_hash_or_null","source","happened_at","recorded_at","recorded_by"])
