// From a template and what is known of house and campaign to compiled content: the same for previews, tests, checks and the
// launch, so that what is looked at is what is sent.
import { toPublicId, type Id, type Tx } from '../kernel/index.ts'
import { listAttributes } from '../contacts/index.ts'
import { workspaceFacts } from './campaigns.sql.ts'
import { compileContent, type CompiledContent, type CompileOptions } from './render/index.ts'
import { toSource, type Content } from './template.ts'

/** What every mail of the workspace may say about the house, and which fields contacts have. */
export type HouseFacts = { workspaceName: string; postalAddress: string; knownFields: readonly string[] }

/** What a campaign adds to its template. */
export type Dress = {
  campaignId: Id | null
  campaignName: string
  fromName: string
  fromEmail: string
  replyTo: string | null
  /** Replaces the template's subject. */
  subject: string | null
  trackOpens: boolean
  trackClicks: boolean
}

const CONTACT_FIELDS = ['id', 'email', 'first_name', 'last_name', 'phone', 'country', 'region', 'city', 'timezone', 'language']

/** Read anew for every compilation: an attribute may be a minute old. */
export async function readHouseFacts(tx: Tx, workspaceId: Id): Promise<HouseFacts> {
  const facts = await workspaceFacts.one(tx, { workspace_id: workspaceId })
  const attributes = await listAttributes(tx, workspaceId)
  return {
    workspaceName: facts?.name ?? '',
    postalAddress: facts?.postal_address ?? '',
    knownFields: [...CONTACT_FIELDS.map((f) => `contact.${f}`), ...attributes.map((a) => `contact.attributes.${a.name}`)],
  }
}

/**
 * Compiles content as a campaign would. In Liquid: contact.*, workspace.name, workspace.postal_address, campaign.id,
 * campaign.name, sender.name, sender.email and the links unsubscribe_url, view_url, preferences_url.
 * Throws RENDER_TEMPLATE_INVALID (data.problems: part, line, column, message, hint), RENDER_HEADER_INVALID.
 */
export function compileDraft(content: Content, dress: Dress, house: HouseFacts): Promise<CompiledContent> {
  return compileContent(toSource(content, dress.subject), compileOptions(dress, house))
}

function compileOptions(dress: Dress, house: HouseFacts): CompileOptions {
  return {
    from: { address: dress.fromEmail, ...(dress.fromName.trim() === '' ? {} : { name: dress.fromName }) },
    ...(dress.replyTo ? { replyTo: { address: dress.replyTo } } : {}),
    trackOpens: dress.trackOpens,
    trackClicks: dress.trackClicks,
    values: {
      workspace: { name: house.workspaceName, postal_address: house.postalAddress },
      campaign: { id: dress.campaignId === null ? '' : toPublicId('cmp', dress.campaignId), name: dress.campaignName },
      sender: { name: dress.fromName, email: dress.fromEmail },
    },
    knownFields: house.knownFields,
  }
}

/** For content that belongs to no campaign yet. Nothing is counted and the links lead where the author said. */
export const PLAIN_DRESS: Dress = { campaignId: null, campaignName: '', fromName: '', fromEmail: 'sender@example.com', replyTo: null, subject: null, trackOpens: false, trackClicks: true }
