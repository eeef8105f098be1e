// Create, read, change, copy and delete campaigns. After the launch nothing of a campaign changes but its state.
import { parseAddress, type Id, type Tx } from '../kernel/index.ts'
import {
  audienceCopy, audienceDelete, audienceInsert, audienceKnown, audienceList, campaignDelete, campaignGet, campaignInsert, campaignList, campaignLock, campaignUpdate, providerExists, templateShare, variantCopy, type CampaignLockRow,
} from './campaigns.sql.ts'
import { toAudiencePart, toCampaignSummary, type AudiencePart, type Campaign, type CampaignSettings, type CampaignState, type CampaignSummary, type NamedAudiencePart } from './campaign.ts'
import type { CampaignContext } from './context.ts'
import { campaignErrors } from './errors.ts'
import { validateContent } from './save-template.ts'

/** What the caller knows of a campaign: the rest comes from the workspace's settings and our defaults. */
export type CampaignInput = { [K in keyof CampaignSettings]?: CampaignSettings[K] | undefined } & { audience?: readonly AudiencePart[] | undefined }
/** Sender and tracking of new campaigns, as the workspace's settings say. */
export type CampaignDefaults = { sender_name: string; sender_email: string; reply_to: string; track_opens: boolean; track_clicks: boolean }

/**
 * A new draft; only the name is needed. Throws CAMPAIGN_SENDER_INVALID, CAMPAIGN_AUDIENCE_UNKNOWN, TEMPLATE_NOT_FOUND,
 * CAMPAIGN_PROVIDER_UNKNOWN, RENDER_TEMPLATE_INVALID for a subject that is no valid Liquid.
 */
export async function createCampaign(tx: Tx, context: CampaignContext, defaults: CampaignDefaults, input: CampaignInput & { name: string }): Promise<Campaign> {
  const settings = merge(
    { name: '', templateId: null, subject: null, fromName: defaults.sender_name, fromEmail: defaults.sender_email, replyTo: defaults.reply_to || null, stream: 'marketing', deliveryClass: 'at_least_once', purpose: 'newsletter', providerId: null, trackOpens: defaults.track_opens, trackClicks: defaults.track_clicks },
    input,
  )
  await checkSettings(tx, context.workspaceId, settings, input)
  const campaignId = context.ids.next()
  await campaignInsert.exec(tx, { workspace_id: context.workspaceId, campaign_id: campaignId, ...row(settings), at: context.at, actor: context.actor })
  if (input.audience) await writeAudience(tx, context.workspaceId, campaignId, input.audience)
  return getCampaign(tx, context.workspaceId, campaignId)
}

/** Throws CAMPAIGN_NOT_FOUND. */
export async function getCampaign(tx: Tx, workspaceId: Id, campaignId: Id): Promise<Campaign> {
  const found = await campaignGet.one(tx, { workspace_id: workspaceId, campaign_id: campaignId })
  if (!found) throw campaignErrors.CAMPAIGN_NOT_FOUND()
  return { ...toCampaignSummary(found), audience: await audienceOf(tx, workspaceId, campaignId) }
}

/** Whom a campaign is for, in the order chosen. */
export async function audienceOf(tx: Tx, workspaceId: Id, campaignId: Id): Promise<NamedAudiencePart[]> {
  return (await audienceList.many(tx, { workspace_id: workspaceId, campaign_id: campaignId })).map(toAudiencePart)
}

/** Newest first; answers one more than `limit` when there is a next page. No state named: all of them. */
export async function listCampaigns(tx: Tx, workspaceId: Id, page: { limit: number; before?: Id | undefined; states?: readonly CampaignState[] | undefined; search?: string | undefined }): Promise<CampaignSummary[]> {
  const rows = await campaignList.many(tx, { workspace_id: workspaceId, before_campaign_id: page.before ?? '9223372036854775807', states: [...(page.states ?? [])], search_or_null: page.search ?? null, page_size: String(page.limit + 1) })
  return rows.map(toCampaignSummary)
}

/**
 * Changes what is given; an audience is replaced as a whole. Only a draft or a scheduled campaign, only on the version
 * named: of two changes at once one wins, the other is told. Throws CAMPAIGN_NOT_FOUND, CAMPAIGN_NOT_EDITABLE,
 * CAMPAIGN_CHANGED and what createCampaign throws.
 */
export async function updateCampaign(tx: Tx, context: CampaignContext, campaignId: Id, version: number, change: CampaignInput): Promise<Campaign> {
  const before = await lock(tx, context.workspaceId, campaignId)
  if (before.state !== 'draft' && before.state !== 'scheduled') throw campaignErrors.CAMPAIGN_NOT_EDITABLE({ data: { state: before.state } })
  if (before.version !== version) throw campaignErrors.CAMPAIGN_CHANGED({ data: { version: before.version } })
  const settings = merge(settingsOf(before), change)
  await checkSettings(tx, context.workspaceId, settings, change)
  await campaignUpdate.exec(tx, { workspace_id: context.workspaceId, campaign_id: campaignId, ...row(settings), version, at: context.at, actor: context.actor })
  if (change.audience) await writeAudience(tx, context.workspaceId, campaignId, change.audience)
  return getCampaign(tx, context.workspaceId, campaignId)
}

/** A draft with the same settings, audience and variants; the original may be in any state. Throws CAMPAIGN_NOT_FOUND. */
export async function copyCampaign(tx: Tx, context: CampaignContext, campaignId: Id, name?: string): Promise<Campaign> {
  const original = await lock(tx, context.workspaceId, campaignId)
  const key = { workspace_id: context.workspaceId, campaign_id: campaignId, to_campaign_id: context.ids.next() }
  const settings = { ...settingsOf(original), name: name ?? `Copy of ${original.name}`.slice(0, 200) }
  await campaignInsert.exec(tx, { workspace_id: context.workspaceId, campaign_id: key.to_campaign_id, ...row(settings), at: context.at, actor: context.actor })
  await audienceCopy.exec(tx, key)
  await variantCopy.exec(tx, key)
  return getCampaign(tx, context.workspaceId, key.to_campaign_id)
}

/** Removes a draft. Throws CAMPAIGN_NOT_FOUND (also the second time), CAMPAIGN_NOT_DELETABLE, CAMPAIGN_CHANGED. */
export async function deleteCampaign(tx: Tx, workspaceId: Id, campaignId: Id, version: number): Promise<void> {
  const before = await lock(tx, workspaceId, campaignId)
  if (before.state !== 'draft') throw campaignErrors.CAMPAIGN_NOT_DELETABLE({ data: { state: before.state } })
  if (before.version !== version) throw campaignErrors.CAMPAIGN_CHANGED({ data: { version: before.version } })
  await campaignDelete.exec(tx, { workspace_id: workspaceId, campaign_id: campaignId, version })
}

async function lock(tx: Tx, workspaceId: Id, campaignId: Id): Promise<CampaignLockRow> {
  const found = await campaignLock.one(tx, { workspace_id: workspaceId, campaign_id: campaignId })
  if (!found) throw campaignErrors.CAMPAIGN_NOT_FOUND()
  return found
}

/** Looks only at what the caller said: what was valid when it was written stays. */
async function checkSettings(tx: Tx, workspaceId: Id, s: CampaignSettings, said: CampaignInput): Promise<void> {
  if (said.fromEmail !== undefined) checkSender(s.fromEmail, 'from_email')
  if (said.replyTo !== undefined) checkSender(s.replyTo ?? '', 'reply_to')
  if (said.templateId && !(await templateShare.one(tx, { workspace_id: workspaceId, template_id: said.templateId }))) throw campaignErrors.TEMPLATE_NOT_FOUND()
  if (said.providerId && !(await providerExists.one(tx, { workspace_id: workspaceId, provider_id: said.providerId }))) throw campaignErrors.CAMPAIGN_PROVIDER_UNKNOWN()
  if (s.subject !== null && said.subject) await validateContent(tx, workspaceId, { language: 'html', subject: s.subject, preheader: '', body: '<p></p>', textBody: null })
  if (said.audience) await checkAudience(tx, workspaceId, said.audience)
}

/** Empty is allowed in a draft; the check before the launch asks for it. */
function checkSender(address: string, field: string): void {
  if (address === '') return
  const parsed = parseAddress(address)
  if (!parsed.ok) throw campaignErrors.CAMPAIGN_SENDER_INVALID({ data: { field, rule: parsed.rule } })
}

async function checkAudience(tx: Tx, workspaceId: Id, audience: readonly AudiencePart[]): Promise<void> {
  const ids = (kind: AudiencePart['kind']): Id[] => audience.filter((p) => p.kind === kind).map((p) => p.id)
  const known = await audienceKnown.many(tx, { workspace_id: workspaceId, list_ids: ids('list'), segment_ids: ids('segment') })
  const found = new Set(known.map((k) => `${k.kind}/${k.id}`))
  const missing = audience.filter((p) => !found.has(`${p.kind}/${p.id}`))
  if (missing.length > 0) throw campaignErrors.CAMPAIGN_AUDIENCE_UNKNOWN({ data: { kinds: missing.map((p) => p.kind) } })
}

/** Replaces the audience; the same list or segment twice counts once, the later word wins. */
async function writeAudience(tx: Tx, workspaceId: Id, campaignId: Id, audience: readonly AudiencePart[]): Promise<void> {
  const parts = [...new Map(audience.map((p) => [`${p.kind}/${p.id}`, p])).values()]
  await audienceDelete.exec(tx, { workspace_id: workspaceId, campaign_id: campaignId })
  if (parts.length === 0) return
  await audienceInsert.exec(tx, {
    workspace_id: workspaceId, campaign_id: campaignId, positions: parts.map((_, i) => i + 1), excludes: parts.map((p) => p.exclude),
    list_ids: parts.map((p) => (p.kind === 'list' ? p.id : '0')), segment_ids: parts.map((p) => (p.kind === 'segment' ? p.id : '0')),
  })
}

function merge(before: CampaignSettings, change: CampaignInput): CampaignSettings {
  const { audience: _, ...rest } = change
  const said = Object.fromEntries(Object.entries(rest).filter(([, v]) => v !== undefined)) as Partial<CampaignSettings>
  const after = { ...before, ...said }
  return { ...after, name: after.name.trim(), fromEmail: after.fromEmail.trim(), replyTo: after.replyTo?.trim() || null, subject: after.subject?.trim() ? after.subject : null }
}

function settingsOf(r: CampaignLockRow): CampaignSettings {
  return {
    name: r.name, templateId: r.template_id, subject: r.subject, fromName: r.from_name, fromEmail: r.from_email, replyTo: r.reply_to, stream: r.stream as CampaignSettings['stream'],
    deliveryClass: r.delivery_class as CampaignSettings['deliveryClass'], purpose: r.purpose, providerId: r.provider_id, trackOpens: r.track_opens, trackClicks: r.track_clicks,
  }
}

const row = (s: CampaignSettings) => ({
  name: s.name, template_id_or_null: s.templateId, subject_or_null: s.subject, from_name: s.fromName, from_email: s.fromEmail, reply_to_or_null: s.replyTo, stream: s.stream, delivery_class: s.deliveryClass,
  purpose: s.purpose, provider_id_or_null: s.providerId, track_opens: s.trackOpens, track_clicks: s.trackClicks,
})
