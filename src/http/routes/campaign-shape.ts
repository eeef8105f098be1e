// How a campaign and its progress look on the wire; shared by the routes that write it and those that launch it.
import { z } from 'zod'
import { CAMPAIGN_STATES, DELIVERY_CLASSES, LAUNCH_STATES, STREAMS, type AudiencePart, type Campaign, type CampaignInput, type CampaignProgress, type CampaignSummary } from '../../campaigns/index.ts'
import { isoTime, publicId } from '../schemas.ts'

export const campaignTags = ['campaigns']
export const campaignParams = z.object({ campaign_id: publicId('cmp') })

export const campaignState = z.enum(CAMPAIGN_STATES)
const audienceInput = z.strictObject({ list_id: publicId('lst').nullish(), segment_id: publicId('seg').nullish(), exclude: z.boolean().default(false).describe('True: these are left out.') }).refine((a) => (a.list_id ? 1 : 0) + (a.segment_id ? 1 : 0) === 1, 'names exactly one of list_id and segment_id')
export const campaignFields = {
  name: z.string().trim().min(1).max(200),
  template_id: publicId('tpl').nullish(),
  subject: z.string().max(1_000).nullish().describe("Overrides the template's."),
  from_name: z.string().max(200).optional(),
  from_email: z.string().max(320).optional(),
  reply_to: z.string().max(320).nullish(),
  stream: z.enum(STREAMS).optional(),
  delivery_class: z.enum(DELIVERY_CLASSES).optional().describe('What happens to a mail whose fate is unknown: sent again, or held for a person.'),
  purpose: z.string().trim().min(1).max(100).optional().describe('Consent purpose it is sent under.'),
  provider_id: publicId('prv').nullish().describe('Null: by route.'),
  track_opens: z.boolean().optional(),
  track_clicks: z.boolean().optional(),
  audience: z.array(audienceInput).max(100).optional().describe('Lists and segments; anybody in one that is not excluded gets it, once.'),
}

export const campaignSummaryView = z
  .object({
    id: publicId('cmp'), name: z.string(), state: campaignState, template_id: publicId('tpl').nullable(), template_name: z.string().nullable(), subject: z.string().nullable(), from_name: z.string(), from_email: z.string(), reply_to: z.string().nullable(),
    stream: z.enum(STREAMS), delivery_class: z.enum(DELIVERY_CLASSES), purpose: z.string(), provider_id: publicId('prv').nullable(), provider_name: z.string().nullable(), track_opens: z.boolean(), track_clicks: z.boolean(),
    scheduled_at: isoTime.nullable(), launched_at: isoTime.nullable(), audience_count: z.number().int().nullable().describe('People of the launch; null before.'),
    version: z.number().int(), created_at: isoTime, created_by: z.string(), updated_at: isoTime, updated_by: z.string(),
  })
  .meta({ id: 'CampaignSummary' })
export const campaignView = campaignSummaryView
  .extend({ audience: z.array(z.object({ list_id: publicId('lst').nullable(), segment_id: publicId('seg').nullable(), exclude: z.boolean(), name: z.string(), archived: z.boolean() })) })
  .meta({ id: 'Campaign' })
export const presentCampaignSummary = (c: CampaignSummary): z.output<typeof campaignSummaryView> => ({
  id: c.campaignId, name: c.name, state: c.state, template_id: c.templateId, template_name: c.templateName, subject: c.subject, from_name: c.fromName, from_email: c.fromEmail, reply_to: c.replyTo, stream: c.stream,
  delivery_class: c.deliveryClass, purpose: c.purpose, provider_id: c.providerId, provider_name: c.providerName, track_opens: c.trackOpens, track_clicks: c.trackClicks, scheduled_at: c.scheduledAt, launched_at: c.launchedAt,
  audience_count: c.audienceCount, version: c.version, created_at: c.createdAt, created_by: c.createdBy, updated_at: c.updatedAt, updated_by: c.updatedBy,
})
export const presentCampaign = (c: Campaign): z.output<typeof campaignView> => ({ ...presentCampaignSummary(c), audience: c.audience.map((a) => ({ list_id: a.kind === 'list' ? a.id : null, segment_id: a.kind === 'segment' ? a.id : null, exclude: a.exclude, name: a.name, archived: a.isArchived })) })

type Body = { [K in keyof typeof campaignFields]?: z.output<(typeof campaignFields)[K]> | undefined }
const toPart = (a: z.output<typeof audienceInput>): AudiencePart => (a.list_id ? { kind: 'list', id: a.list_id, exclude: a.exclude } : { kind: 'segment', id: a.segment_id!, exclude: a.exclude })
export const toCampaignInput = (b: Body): CampaignInput => ({
  name: b.name, templateId: b.template_id, subject: b.subject, fromName: b.from_name, fromEmail: b.from_email, replyTo: b.reply_to, stream: b.stream, deliveryClass: b.delivery_class, purpose: b.purpose, providerId: b.provider_id,
  trackOpens: b.track_opens, trackClicks: b.track_clicks, audience: b.audience?.map(toPart),
})

export const progressView = z
  .object({
    state: z.string().describe('Of the campaign.'), launch_state: z.enum(LAUNCH_STATES).nullable().describe('Null before the launch.'),
    audience: z.number().int().describe('People in the frozen audience.'), queued: z.number().int().describe('Written to the queue so far.'),
    waiting: z.number().int(), sending: z.number().int().describe('In the hands of a worker.'), sent: z.number().int().describe('Accepted by a mail server.'), bounced: z.number().int(), failed: z.number().int(),
    skipped: z.number().int().describe('Not written to, with a reason.'), cancelled: z.number().int(), in_doubt: z.number().int(), held: z.number().int(),
    per_second: z.number(), seconds_left: z.number().int().nullable(), launched_at: isoTime.nullable(), finished_at: isoTime.nullable(), error_code: z.string().nullable(),
  })
  .meta({ id: 'CampaignProgress' })

export const presentProgress = (p: CampaignProgress): z.output<typeof progressView> => ({
  state: p.state, launch_state: p.launchState, audience: p.audience, queued: p.queued, waiting: p.waiting, sending: p.sending, sent: p.sent, bounced: p.bounced, failed: p.failed, skipped: p.skipped, cancelled: p.cancelled,
  in_doubt: p.inDoubt, held: p.held, per_second: p.perSecond, seconds_left: p.secondsLeft, launched_at: p.launchedAt, finished_at: p.finishedAt, error_code: p.errorCode,
})
