// One mail as a person sees it.
import { simpleParser } from 'mailparser'
import type { MailSummary } from './mail-store.ts'
import { readHeaders } from './read-headers.ts'

export type MailAttachment = { readonly no: number; readonly filename: string; readonly contentType: string; readonly bytes: number; readonly contentId: string | null }

export type MailView = MailSummary & {
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  /** As sent: show it only in a sandboxed frame. */
  readonly html: string | null
  readonly text: string | null
  readonly attachments: readonly MailAttachment[]
  /** Addresses in the order they appear, each once. */
  readonly links: readonly { readonly url: string; readonly part: 'html' | 'text' }[]
}

export async function readMail(summary: MailSummary, raw: Buffer): Promise<MailView> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true })
  const html = mail.html || null
  const text = mail.text ?? null
  return {
    ...summary,
    headers: readHeaders(raw).map(([name, value]) => ({ name, value })),
    html,
    text,
    attachments: mail.attachments.map((a, i) => ({ no: i + 1, filename: a.filename ?? '', contentType: a.contentType, bytes: a.size, contentId: a.cid ?? null })),
    links: [...htmlLinks(html ?? '').map((url) => ({ url, part: 'html' as const })), ...textLinks(text ?? '').map((url) => ({ url, part: 'text' as const }))],
  }
}

/** The content of attachment `no` (from 1), or null. */
export async function readAttachment(raw: Buffer, no: number): Promise<{ contentType: string; filename: string; content: Buffer } | null> {
  const mail = await simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true })
  const a = mail.attachments[no - 1]
  return a ? { contentType: a.contentType, filename: a.filename ?? `attachment-${no}`, content: a.content } : null
}

function htmlLinks(html: string): string[] {
  const urls = [...html.matchAll(/<a(?:rea)?\b[^>]*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map((m) => (m[1] ?? m[2] ?? '').replaceAll('&amp;', '&').replaceAll('&#38;', '&').trim())
  return [...new Set(urls.filter((u) => /^(https?|mailto):/i.test(u)))]
}

function textLinks(text: string): string[] {
  return [...new Set([...text.matchAll(/\bhttps?:\/\/[^\s<>"')\]]+/g)].map((m) => m[0].replace(/[.,;:!?]+$/, '')))]
}
