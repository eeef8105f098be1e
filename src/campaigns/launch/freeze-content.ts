// Freezes what a launch sends: compiled content with its hash and its numbered links, under a version of the campaign.
import type { Id, Tx } from '../../kernel/index.ts'
import type { Campaign } from '../campaign.ts'
import { compileDraft, readHouseFacts, type HouseFacts } from '../compile-draft.ts'
import { campaignErrors } from '../errors.ts'
import type { CompiledContent } from '../render/index.ts'
import { getCampaign } from '../save-campaign.ts'
import { getTemplate } from '../save-template.ts'
import type { Template } from '../template.ts'
import { contentFind, contentInsert, linkInsert } from './launch.sql.ts'

export type ContentInput = { campaign: Campaign; template: Template; house: HouseFacts }

/** Reads what the content is made of. Throws CAMPAIGN_NOT_FOUND, CAMPAIGN_CONTENT_MISSING, TEMPLATE_NOT_FOUND. */
export async function readContentInput(tx: Tx, workspaceId: Id, campaignId: Id): Promise<ContentInput> {
  const campaign = await getCampaign(tx, workspaceId, campaignId)
  if (campaign.templateId === null) throw campaignErrors.CAMPAIGN_CONTENT_MISSING()
  return { campaign, template: await getTemplate(tx, workspaceId, campaign.templateId), house: await readHouseFacts(tx, workspaceId) }
}

/** Outside of any transaction: MJML takes its time. Throws RENDER_TEMPLATE_INVALID, RENDER_HEADER_INVALID. */
export function compileFor({ campaign, template, house }: ContentInput): Promise<CompiledContent> {
  return compileDraft(template, { ...campaign, campaignName: campaign.name }, house)
}

/** Writes it down; the same content twice is one version. The caller holds the lease of the launch. */
export async function storeContent(tx: Tx, who: { workspaceId: Id; actor: string; at: Date }, campaignId: Id, content: CompiledContent, variantNo = 0): Promise<number> {
  const key = { workspace_id: who.workspaceId, campaign_id: campaignId, variant_no: variantNo, content_hash: Buffer.from(content.hash, 'hex') }
  const known = await contentFind.one(tx, key)
  const version = known?.content_version ?? (await contentInsert.one(tx, { ...key, compiled: content, at: who.at, actor: who.actor }))!.content_version
  if (content.links.length > 0) {
    await linkInsert.exec(tx, {
      workspace_id: who.workspaceId, campaign_id: campaignId, content_version: version,
      link_nos: content.links.map((l) => l.no), urls: content.links.map((l) => l.url ?? l.source), labels: content.links.map((l) => l.label),
    })
  }
  return version
}
