// The noun: what is sent, to whom, when.
import { fromPublicId, toPublicId, type Id } from '../kernel/index.ts'
import type { Condition, SegmentDefinition } from '../segments/index.ts'
import type { AudienceListRow, CampaignGetRow } from './campaigns.sql.ts'

export const CAMPAIGN_STATES = ['draft', 'scheduled', 'launching', 'sending', 'paused', 'sent', 'cancelled', 'failed'] as const
export type CampaignState = (typeof CAMPAIGN_STATES)[number]
export const STREAMS = ['marketing', 'transactional'] as const
export const DELIVERY_CLASSES = ['at_least_once', 'at_most_once'] as const

/** What a person chooses about a campaign. */
export type CampaignSettings = {
  name: string
  templateId: Id | null
  /** Overrides the template's subject; null: the template's. */
  subject: string | null
  fromName: string
  fromEmail: string
  replyTo: string | null
  stream: (typeof STREAMS)[number]
  deliveryClass: (typeof DELIVERY_CLASSES)[number]
  /** Consent purpose it is sent under. */
  purpose: string
  /** Null: by route. */
  providerId: Id | null
  trackOpens: boolean
  trackClicks: boolean
}

export type CampaignSummary = CampaignSettings & {
  campaignId: Id
  state: CampaignState
  scheduledAt: Date | null
  version: number
  createdAt: Date
  createdBy: string
  updatedAt: Date
  updatedBy: string
  templateName: string | null
  providerName: string | null
  launchId: Id | null
  launchedAt: Date | null
  /** People of the first launch; null before. */
  audienceCount: number | null
}

/** One line of an audience. */
export type AudiencePart = { kind: 'list' | 'segment'; id: Id; exclude: boolean }
export type NamedAudiencePart = AudiencePart & { name: string; isArchived: boolean }
export type Campaign = CampaignSummary & { audience: NamedAudiencePart[] }

export function toCampaignSummary(r: CampaignGetRow): CampaignSummary {
  return {
    campaignId: r.campaign_id, name: r.name, state: r.state as CampaignState, templateId: r.template_id, subject: r.subject, fromName: r.from_name, fromEmail: r.from_email, replyTo: r.reply_to,
    stream: r.stream as CampaignSettings['stream'], deliveryClass: r.delivery_class as CampaignSettings['deliveryClass'], purpose: r.purpose, providerId: r.provider_id, trackOpens: r.track_opens, trackClicks: r.track_clicks,
    scheduledAt: r.scheduled_at, version: r.version, createdAt: r.created_at, createdBy: r.created_by, updatedAt: r.updated_at, updatedBy: r.updated_by,
    templateName: r.template_name, providerName: r.provider_name, launchId: r.launch_id, launchedAt: r.launched_at, audienceCount: r.audience_count === null ? null : Number(r.audience_count),
  }
}

export function toAudiencePart(r: AudienceListRow): NamedAudiencePart {
  const kind = r.list_id === null ? 'segment' : 'list'
  return { kind, id: (r.list_id ?? r.segment_id)!, exclude: r.exclude, name: r.list_name ?? r.segment_name ?? '', isArchived: r.archived_at !== null }
}

const condition = (p: AudiencePart): Condition => (p.kind === 'list' ? { list: toPublicId('lst', p.id) } : { segment: toPublicId('seg', p.id) })

/**
 * The audience as one question in the segment language: in any of the included and in none of the excluded; each person
 * once. Undefined when nothing is included: an empty choice never means everybody.
 */
export function audienceDefinition(audience: readonly AudiencePart[]): SegmentDefinition | undefined {
  const [into, out] = [audience.filter((p) => !p.exclude).map(condition), audience.filter((p) => p.exclude).map(condition)]
  if (into.length === 0) return undefined
  const any = (parts: Condition[]): Condition => (parts.length === 1 ? parts[0]! : { any: parts })
  return { version: 1, where: out.length === 0 ? any(into) : { all: [any(into), { not: any(out) }] } }
}

/** Public id of a part to the part. Throws PUBLIC_ID_INVALID. */
export function audiencePart(publicId: string, exclude: boolean): AudiencePart {
  const kind = publicId.startsWith('lst_') ? 'list' : 'segment'
  return { kind, id: fromPublicId(kind === 'list' ? 'lst' : 'seg', publicId), exclude }
}
