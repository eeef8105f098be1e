// Generated from release-held.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../../kernel/db/query.ts'

export type MessageReleaseHeldParams = {
  workspace_id: string
  launch_id: string
  slice_size: string
  to_state: string
}
export type MessageReleaseHeldRow = {
  "variant_no": number
  "count": number
}
/** Decides about some of the messages of a launch that a restore has put on hold. Answers how many, by variant. */
export const messageReleaseHeld = namedQuery<MessageReleaseHeldParams, MessageReleaseHeldRow>("message_release_held", "with slice as materialized (\n\
  select m.contact_id, m.seq\n\
  from delivery.message m\n\
  where m.workspace_id = $1 and m.launch_id = $2 and m.state = 'held' and m.reason = 'held_after_restore'\n\
  order by m.contact_id, m.seq\n\
  limit $3\n\
  for update\n\
), gone as (\n\
  update delivery.message m\n\
  set state = $4, state_at = now(), reason = case when $4::text = 'ready' then null else 'by_hand' end, due_at = case when $4::text = 'ready' then now() else m.due_at end\n\
  from slice s\n\
  where m.workspace_id = $1 and m.launch_id = $2 and m.contact_id = any(array(select x.contact_id from slice x)) and m.contact_id = s.contact_id and m.seq = s.seq\n\
  returning m.variant_no\n\
)\n\
select g.variant_no, count(*)::int as \"count\" from gone g group by g.variant_no", ["workspace_id","launch_id","slice_size","to_state"])
