// Generated from launch-queue.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../../kernel/db/query.ts'

export type LaunchMarkClearParams = {
  queue: string
  workspace_id: string
  due_at: Date | string
}
export type LaunchMarkClearRow = Record<string, never>
/** Takes a workspace's mark away, unless somebody marked it again since it was picked. */
export const launchMarkClear = namedQuery<LaunchMarkClearParams, LaunchMarkClearRow>("launch_mark_clear", "delete from delivery.workspace_due d where d.queue = $1 and d.workspace_id = $2 and d.due_at = $3", ["queue","workspace_id","due_at"])

export type LaunchMarkPickParams = {
  queue: string
  put_off_seconds: number
}
export type LaunchMarkPickRow = {
  "workspace_id": string
  "due_at": Date
}
/** Picks the workspace that waited longest and puts its mark off: when the picker dies, it comes back after that time. */
export const launchMarkPick = namedQuery<LaunchMarkPickParams, LaunchMarkPickRow>("launch_mark_pick", "with pick as materialized (\n\
  select d.workspace_id\n\
  from delivery.workspace_due d\n\
  where d.queue = $1 and d.due_at <= now()\n\
  order by d.picked_at nulls first, d.workspace_id\n\
  limit 1\n\
  for update skip locked\n\
)\n\
update delivery.workspace_due d\n\
set picked_at = now(), due_at = date_trunc('milliseconds', now()) + make_interval(secs => $2::int)\n\
from pick\n\
where d.queue = $1 and d.workspace_id = pick.workspace_id\n\
returning d.workspace_id, d.due_at", ["queue","put_off_seconds"])

export type LaunchMarkPutParams = {
  due_at: Date | string
  queue: string
  workspace_id: string
  picked_due_at: Date | string
}
export type LaunchMarkPutRow = Record<string, never>
/** Moves the mark of a picked workspace to its next moment; an earlier one that came meanwhile stays. */
export const launchMarkPut = namedQuery<LaunchMarkPutParams, LaunchMarkPutRow>("launch_mark_put", "update delivery.workspace_due d set due_at = $1 where d.queue = $2 and d.workspace_id = $3 and d.due_at = $4", ["due_at","queue","workspace_id","picked_due_at"])

export type LaunchOpenStateParams = {
  workspace_id: string
  launch_id: string
}
export type LaunchOpenStateRow = {
  "waiting": boolean
  "in_hand": boolean
  "uncertain": boolean
  "due": boolean
}
/** What of a launch is not final yet, by index probes only: waiting to be sent now or later, in hand, waiting for an event or a person. */
export const launchOpenState = namedQuery<LaunchOpenStateParams, LaunchOpenStateRow>("launch_open_state", "select\n\
  exists (select from delivery.message m where m.workspace_id = $1 and m.launch_id = $2 and m.state in ('ready', 'deferred')) as \"waiting\",\n\
  exists (select from delivery.message m where m.workspace_id = $1 and m.launch_id = $2 and m.state in ('leased', 'attempting')) as \"in_hand\",\n\
  exists (select from delivery.message m where m.workspace_id = $1 and m.launch_id = $2 and m.state in ('in_doubt', 'held')) as \"uncertain\",\n\
  exists (select from delivery.message m where m.workspace_id = $1 and m.launch_id = $2 and m.state in ('ready', 'deferred') and m.due_at <= now()) as \"due\"", ["workspace_id","launch_id"])

export type MessageCancelSliceParams = {
  workspace_id: string
  launch_id: string
  slice_size: string
}
export type MessageCancelSliceRow = {
  "variant_no": number
  "count": number
}
/** Cancels some messages of a launch that nobody has in hand. Answers how many, by variant. */
export const messageCancelSlice = namedQuery<MessageCancelSliceParams, MessageCancelSliceRow>("message_cancel_slice", "with slice as materialized (\n\
  select m.contact_id, m.seq\n\
  from delivery.message m\n\
  where m.workspace_id = $1 and m.launch_id = $2 and m.state in ('ready', 'deferred')\n\
  order by m.due_at, m.contact_id\n\
  limit $3\n\
  for update skip locked\n\
), gone as (\n\
  update delivery.message m\n\
  set state = 'cancelled', state_at = now(), reason = 'launch_cancelled'\n\
  from slice s\n\
  where m.workspace_id = $1 and m.launch_id = $2 and m.contact_id = any(array(select x.contact_id from slice x))\n\
    and m.contact_id = s.contact_id and m.seq = s.seq and m.state in ('ready', 'deferred')\n\
  returning m.variant_no\n\
)\n\
select g.variant_no, count(*)::int as count from gone g group by g.variant_no", ["workspace_id","launch_id","slice_size"])
