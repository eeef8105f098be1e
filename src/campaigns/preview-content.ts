// What content looks like for one person, before anything is sent. Nothing is stored, nothing is counted.
import { publicUrl, type Config, type Id, type Keyring, type Tx } from '../kernel/index.ts'
import { getContact, listAttributes, type Attribute } from '../contacts/index.ts'
import { compileDraft, readHouseFacts, type Dress } from './compile-draft.ts'
import { openContent, type CompiledContent, type ContentLink, type Problem, type RecipientUrls } from './render/index.ts'
import type { Content } from './template.ts'

export type Fields = Readonly<Record<string, unknown>>

export type Preview = {
  subject: string
  html: string | null
  text: string
  links: readonly ContentLink[]
  /** What the content reads and nothing fills. */
  unknownFields: string[]
  warnings: readonly Problem[]
}

export type PreviewContext = { workspaceId: Id; config: Config; keyring: Keyring; now: Date }

/**
 * Compiles as a launch does and renders for a contact, or for a sample person. Throws RENDER_TEMPLATE_INVALID,
 * RENDER_FAILED, CONTACT_NOT_FOUND.
 */
export async function previewContent(tx: Tx, context: PreviewContext, content: Content, dress: Dress, contactId: Id | null = null): Promise<Preview> {
  // links are found by the click rewriter, and then lead where the author said
  const compiled = await compileDraft(content, { ...dress, trackOpens: false, trackClicks: true }, await readHouseFacts(tx, context.workspaceId))
  const contact = await previewFields(tx, context, contactId)
  const mail = openContent(compiled).render({ contact, messageKey: 'preview', urls: harmlessUrls(context.config), now: context.now })
  return { ...mail, links: compiled.links, unknownFields: unknownFieldsOf(compiled), warnings: compiled.warnings }
}

export const unknownFieldsOf = (compiled: CompiledContent): string[] => [...new Set(compiled.warnings.flatMap((w) => w.unknownField ?? []))]

/** Links of mails that are not real: clicks go straight to their target, the others to pages that refuse the token. */
export function harmlessUrls(config: Config): RecipientUrls {
  const base = publicUrl(config)
  return { open: `${base}/t/o/test`, click: (_, target) => target, unsubscribe: `${base}/u/test`, view: `${base}/v/test` }
}

/** What a template sees as `contact`. Throws CONTACT_NOT_FOUND. */
export async function previewFields(tx: Tx, context: Pick<PreviewContext, 'workspaceId' | 'keyring'>, contactId: Id | null): Promise<Fields> {
  if (contactId === null) return sampleFields(await listAttributes(tx, context.workspaceId))
  const c = await getContact(tx, context, contactId)
  return {
    id: c.contactId, email: c.email, first_name: c.firstName, last_name: c.lastName, phone: c.phone, country: c.country, region: c.region, city: c.city, timezone: c.timezone, language: c.language, attributes: c.attributes,
  }
}

const SAMPLES: Readonly<Record<string, unknown>> = { number: 42, boolean: true, date: '2026-01-31', datetime: '2026-01-31T09:00:00Z', set: ['Sample'] }

/** Somebody who has everything. */
function sampleFields(attributes: readonly Attribute[]): Fields {
  return {
    id: '0', email: 'alex@example.com', first_name: 'Alex', last_name: 'Sample', phone: '+15550100', country: 'US', region: 'CA', city: 'San Francisco', timezone: 'America/Los_Angeles', language: 'en',
    attributes: Object.fromEntries(attributes.map((a) => [a.name, a.check.values?.[0] ?? SAMPLES[a.type] ?? 'Sample'])),
  }
}
