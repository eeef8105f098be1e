// Create, read, change and archive templates. Content that does not compile is refused with line and field.
import { mapDatabaseError, type Id, type Tx } from '../kernel/index.ts'
import { templateArchive, templateGet, templateInsert, templateList, templateLock, templateUpdate, templateUsers } from './campaigns.sql.ts'
import { compileDraft, PLAIN_DRESS, readHouseFacts } from './compile-draft.ts'
import type { CampaignContext } from './context.ts'
import { campaignErrors } from './errors.ts'
import { toTemplate, toTemplateSummary, type Content, type Template, type TemplateLanguage, type TemplateSummary } from './template.ts'

export type TemplateInput = { name: string } & Content

const mapped = (error: unknown): never => {
  throw mapDatabaseError(error, { template_name_uq: () => campaignErrors.TEMPLATE_NAME_TAKEN() })
}

/** Throws RENDER_TEMPLATE_INVALID when this content could not be sent. An empty subject may be: campaigns have their own. */
export async function validateContent(tx: Tx, workspaceId: Id, content: Content): Promise<void> {
  const subject = content.subject.trim() === '' ? '–' : content.subject
  await compileDraft({ ...content, subject }, PLAIN_DRESS, await readHouseFacts(tx, workspaceId))
}

/** Throws RENDER_TEMPLATE_INVALID, TEMPLATE_NAME_TAKEN. */
export async function createTemplate(tx: Tx, context: CampaignContext, input: TemplateInput): Promise<Template> {
  await validateContent(tx, context.workspaceId, input)
  const templateId = context.ids.next()
  await templateInsert.exec(tx, { workspace_id: context.workspaceId, template_id: templateId, ...row(input), at: context.at, actor: context.actor }).catch(mapped)
  return getTemplate(tx, context.workspaceId, templateId)
}

/** Throws TEMPLATE_NOT_FOUND; archived ones are still shown. */
export async function getTemplate(tx: Tx, workspaceId: Id, templateId: Id): Promise<Template> {
  const found = await templateGet.one(tx, { workspace_id: workspaceId, template_id: templateId })
  if (!found) throw campaignErrors.TEMPLATE_NOT_FOUND()
  return toTemplate(found)
}

/** By name, without bodies; answers one more than `limit` when there is a next page. */
export async function listTemplates(tx: Tx, workspaceId: Id, page: { limit: number; afterName?: string | undefined; search?: string | undefined; withArchived?: boolean | undefined }): Promise<TemplateSummary[]> {
  const rows = await templateList.many(tx, { workspace_id: workspaceId, with_archived: page.withArchived ?? false, after_name: page.afterName ?? '', search_or_null: page.search ?? null, page_size: String(page.limit + 1) })
  return rows.map(toTemplateSummary)
}

/**
 * Changes what is given. Throws TEMPLATE_NOT_FOUND, TEMPLATE_CHANGED when `version` is not the present one (so of two
 * changes at once one wins and the other is told), RENDER_TEMPLATE_INVALID, TEMPLATE_NAME_TAKEN.
 * What was launched keeps the content it was launched with.
 */
export async function updateTemplate(tx: Tx, context: CampaignContext, templateId: Id, version: number, change: { [K in keyof TemplateInput]?: TemplateInput[K] | undefined }): Promise<Template> {
  const before = await lock(tx, context.workspaceId, templateId, version)
  const after: TemplateInput = {
    name: change.name ?? before.name,
    language: change.language ?? (before.language as TemplateLanguage),
    subject: change.subject ?? before.subject,
    preheader: change.preheader ?? before.preheader,
    body: change.body ?? before.body,
    textBody: change.textBody === undefined ? before.text_body : change.textBody,
  }
  await validateContent(tx, context.workspaceId, after)
  await templateUpdate.exec(tx, { workspace_id: context.workspaceId, template_id: templateId, ...row(after), version, at: context.at, actor: context.actor }).catch(mapped)
  return getTemplate(tx, context.workspaceId, templateId)
}

/** Throws TEMPLATE_NOT_FOUND (also the second time), TEMPLATE_CHANGED, TEMPLATE_IN_USE with the campaigns. */
export async function archiveTemplate(tx: Tx, context: CampaignContext, templateId: Id, version: number): Promise<void> {
  await lock(tx, context.workspaceId, templateId, version)
  const users = await templateUsers.many(tx, { workspace_id: context.workspaceId, template_id: templateId })
  if (users.length > 0) throw campaignErrors.TEMPLATE_IN_USE({ data: { campaigns: users.map((u) => u.name) } })
  await templateArchive.exec(tx, { workspace_id: context.workspaceId, template_id: templateId, version, at: context.at, actor: context.actor })
}

async function lock(tx: Tx, workspaceId: Id, templateId: Id, version: number) {
  const before = await templateLock.one(tx, { workspace_id: workspaceId, template_id: templateId })
  if (!before) throw campaignErrors.TEMPLATE_NOT_FOUND()
  if (before.version !== version) throw campaignErrors.TEMPLATE_CHANGED({ data: { version: before.version } })
  return before
}

const row = (t: TemplateInput) => ({ name: t.name.trim(), language: t.language, subject: t.subject, preheader: t.preheader, body: t.body, text_body_or_null: t.textBody })
