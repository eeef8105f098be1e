// What happened to one contact, the newest first. Time is walked back in growing steps, so that the recent past, which is
// what people look at, touches one or two partitions and not all of them.
import type { Id, Tx } from '../../kernel/index.ts'
import { engagementGet, timelinePage, timelineStart, type TimelinePageRow } from './report.sql.ts'

export type TimelineEvent = {
  eventId: Id
  eventType: string
  occurredAt: Date
  campaignId: Id | null
  campaignName: string | null
  launchId: Id | null
  seq: Id | null
  providerId: Id | null
  linkNo: number | null
  linkUrl: string | null
  isBot: boolean
  hard: boolean | null
  bounceClass: string | null
  smtpCode: number | null
  enhancedCode: string | null
}
export type TimelineCursor = { occurredAt: Date; eventId: Id }

const FIRST_STEP_MS = 31 * 86_400_000
const MAX_ID: Id = '9223372036854775807'

const present = (r: TimelinePageRow): TimelineEvent => ({
  eventId: r.event_id, eventType: r.event_type, occurredAt: r.occurred_at, campaignId: r.campaign_id, campaignName: r.campaign_name, launchId: r.launch_id, seq: r.seq, providerId: r.provider_id,
  linkNo: r.link_no, linkUrl: r.link_url, isBot: r.is_bot, hard: r.hard, bounceClass: r.bounce_class, smtpCode: r.smtp_code, enhancedCode: r.enhanced_code,
})

/** A page of events before `after` (the last event of the page before); an unknown contact has none. */
export async function contactTimeline(tx: Tx, workspaceId: Id, contactId: Id, page: { limit: number; after?: TimelineCursor }, now: Date): Promise<TimelineEvent[]> {
  const who = await timelineStart.one(tx, { workspace_id: workspaceId, contact_id: contactId })
  if (!who?.contact_ids) return []
  // A record may be younger than its first event, e.g. when it was imported with its own date.
  const start = who.created_at.getTime() - FIRST_STEP_MS
  const out: TimelineEvent[] = []
  let before = page.after ?? { occurredAt: now, eventId: MAX_ID }
  for (let step = FIRST_STEP_MS; out.length < page.limit && before.occurredAt.getTime() > start; step *= 2) {
    const since = new Date(Math.max(start, before.occurredAt.getTime() - step))
    const rows = await timelinePage.many(tx, {
      workspace_id: workspaceId, contact_ids: who.contact_ids, since, before_at: before.occurredAt, before_id: before.eventId, page_size: String(page.limit - out.length),
    })
    out.push(...rows.map(present))
    before = { occurredAt: since, eventId: '0' } // the moment itself was in this step; ids are never negative
    if (since.getTime() === start) break
  }
  return out
}

export type Engagement = { lastSentAt: Date | null; lastOpenAt: Date | null; lastClickAt: Date | null; sentCount: number; openCount: number; clickCount: number; softBounceCount: number }

/** What a contact did last and how often, or undefined when nothing happened yet. */
export async function contactEngagement(tx: Tx, workspaceId: Id, contactId: Id): Promise<Engagement | undefined> {
  const r = await engagementGet.one(tx, { workspace_id: workspaceId, contact_id: contactId })
  return r && { lastSentAt: r.last_sent_at, lastOpenAt: r.last_open_at, lastClickAt: r.last_click_at, sentCount: r.sent_count, openCount: r.open_count, clickCount: r.click_count, softBounceCount: r.soft_bounce_count }
}
