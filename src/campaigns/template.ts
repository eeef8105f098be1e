// The noun: content written once and used often.
import type { Id } from '../kernel/index.ts'
import type { Template as Source } from './render/index.ts'

export const TEMPLATE_LANGUAGES = ['mjml', 'html'] as const
export type TemplateLanguage = (typeof TEMPLATE_LANGUAGES)[number]

/** What an author writes; Liquid in all of it. */
export type Content = {
  language: TemplateLanguage
  subject: string
  /** The line that inboxes show after the subject. */
  preheader: string
  body: string
  /** Plain text; null: made from the body. */
  textBody: string | null
}

export type TemplateSummary = { templateId: Id; name: string; language: TemplateLanguage; subject: string; preheader: string; version: number; createdAt: Date; createdBy: string; updatedAt: Date; updatedBy: string; archivedAt: Date | null }
export type Template = TemplateSummary & Content

type SummaryRow = { template_id: string; name: string; language: string; subject: string; preheader: string; version: number; created_at: Date; created_by: string; updated_at: Date; updated_by: string; archived_at: Date | null }

export function toTemplateSummary(r: SummaryRow): TemplateSummary {
  return { templateId: r.template_id, name: r.name, language: r.language as TemplateLanguage, subject: r.subject, preheader: r.preheader, version: r.version, createdAt: r.created_at, createdBy: r.created_by, updatedAt: r.updated_at, updatedBy: r.updated_by, archivedAt: r.archived_at }
}

export function toTemplate(r: SummaryRow & { body: string; text_body: string | null }): Template {
  return { ...toTemplateSummary(r), body: r.body, textBody: r.text_body }
}

/** Content as the renderer wants it. `subject` replaces the content's own. */
export function toSource(content: Content, subject: string | null = null): Source {
  const text = content.textBody === null || content.textBody.trim() === '' ? {} : { text: content.textBody }
  return { subject: subject ?? content.subject, preheader: content.preheader, ...(content.language === 'mjml' ? { mjml: content.body } : { html: content.body }), ...text }
}
