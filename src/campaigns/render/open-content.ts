// Opens frozen content and writes mails from it, one per recipient. Opening costs milliseconds, writing microseconds:
// keep the renderer for the whole launch.
import { hash } from 'node:crypto'
import { contentHash } from './compile-content.ts'
import { describeLiquidError } from './check-liquid.ts'
import type { CompiledContent, Mailbox, Part, Recipient, RenderedMail } from './content.ts'
import { renderErrors } from './errors.ts'
import { addressHeader, checkHeader, dateHeader, messageIdHeader, oneLine, textHeader, urlListHeader } from './mime-header.ts'
import type { RenderContext } from './liquid-engine.ts'
import { PreparedPart } from './prepared-part.ts'

export type MimeInput = Recipient & {
  readonly to: Mailbox
  /** `<left@right>`, the same on every retry. */
  readonly messageId: string
  readonly date: Date
  /**
   * List-Unsubscribe (RFC 2369) and, for the https address, one-click (RFC 8058). Default: `urls.unsubscribe`.
   * null for mails that nobody can unsubscribe from.
   */
  readonly unsubscribe?: { readonly url?: string; readonly mailto?: string } | null
  readonly feedbackId?: string
  /** Headers of this message; they win over the content's. */
  readonly headers?: Readonly<Record<string, string>>
}

export type ContentRenderer = {
  readonly hash: string
  /** The three parts as text, for preview and web view; `now` is what {{ "now" | date }} shows. Throws RENDER_FAILED. */
  render(recipient: Recipient & { readonly now?: Date }): RenderedMail
  /**
   * The whole message (RFC 5322, MIME), CRLF only, 7-bit unless an address needs SMTPUTF8. The same input gives the same
   * bytes. Throws RENDER_FAILED, RENDER_HEADER_INVALID.
   */
  writeMime(input: MimeInput): Buffer
}

/** Throws RENDER_CONTENT_DAMAGED when the content is not what was frozen. */
export function openContent(content: CompiledContent): ContentRenderer {
  if (content.version !== 1 || contentHash(content) !== content.hash) throw renderErrors.RENDER_CONTENT_DAMAGED()
  return new Renderer(content)
}

type Body = 'html' | 'text'

class Renderer implements ContentRenderer {
  readonly hash: string
  readonly #content: CompiledContent
  readonly #subject: PreparedPart
  readonly #html: PreparedPart | null
  readonly #text: PreparedPart
  readonly #targets: ReadonlyMap<number, string>
  /** From, Reply-To: the same in every mail. */
  readonly #fixed: string
  readonly #headers: readonly (readonly [string, string])[]

  constructor(content: CompiledContent) {
    this.hash = content.hash
    this.#content = content
    this.#subject = new PreparedPart('text', content.subject)
    this.#html = content.html === null ? null : new PreparedPart('html', content.html)
    this.#text = new PreparedPart('text', content.text)
    this.#targets = new Map(content.links.flatMap((l) => (l.url === null ? [] : [[l.no, l.url] as const])))
    this.#fixed = addressHeader('From', content.from) + (content.replyTo ? addressHeader('Reply-To', content.replyTo) : '')
    this.#headers = Object.entries(content.headers)
    for (const [name] of this.#headers) checkHeader(name)
  }

  render(recipient: Recipient & { readonly now?: Date }): RenderedMail {
    const variables = this.#variables(recipient)
    const context = { urls: recipient.urls, targets: this.#targets, now: recipient.now ?? new Date() }
    return {
      subject: oneLine(this.#guarded('subject', this.#subject, (p) => p.toText(variables, context))),
      html: this.#html && this.#guarded('html', this.#html, (p) => p.toText(variables, context)),
      text: this.#guarded('text', this.#text, (p) => p.toText(variables, context)),
    }
  }

  writeMime(input: MimeInput): Buffer {
    const variables = this.#variables(input)
    const context = { urls: input.urls, targets: this.#targets, now: input.date }
    const subject = this.#guarded('subject', this.#subject, (p) => p.toText(variables, context))
    const head = this.#head(input, subject)
    const text = this.#body('text', this.#text, variables, context)
    if (!this.#html) return Buffer.from(`${head}${text}\r\n`, isAscii(head) ? 'latin1' : 'utf8')
    // "=_" cannot occur in quoted-printable or base64, so no body can hold the boundary
    const boundary = `=_il_${hash('sha256', input.messageKey).slice(0, 32)}`
    const html = this.#body('html', this.#html, variables, context)
    const message = `${head}Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${text}\r\n--${boundary}\r\n${html}\r\n--${boundary}--\r\n`
    return Buffer.from(message, isAscii(head) ? 'latin1' : 'utf8')
  }

  #head(input: MimeInput, subject: string): string {
    let head = this.#fixed + addressHeader('To', input.to) + textHeader('Subject', subject) + messageIdHeader(input.messageId) + dateHeader(input.date)
    if (input.unsubscribe !== null) head += unsubscribeHeaders(input.unsubscribe?.url ?? input.urls.unsubscribe, input.unsubscribe?.mailto)
    if (input.feedbackId !== undefined) head += textHeader('Feedback-ID', input.feedbackId)
    const own = input.headers
    for (const [name, value] of this.#headers) if (!own || !hasHeader(own, name)) head += textHeader(name, value)
    if (own) {
      for (const [name, value] of Object.entries(own)) {
        checkHeader(name)
        head += textHeader(name, value)
      }
    }
    return `${head}MIME-Version: 1.0\r\n`
  }

  #body(kind: Body, part: PreparedPart, variables: Readonly<Record<string, unknown>>, context: Omit<RenderContext, 'isHtml'>): string {
    const encoding = this.#content.encoding[kind]
    const encoded = this.#guarded(kind, part, (p) => (encoding === 'base64' ? base64Lines(p.toText(variables, context)) : p.toQp(variables, context)))
    return `Content-Type: text/${kind === 'html' ? 'html' : 'plain'}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${encoded}`
  }

  #variables(recipient: Recipient): Record<string, unknown> {
    const { urls } = recipient
    return { ...this.#content.values, contact: recipient.contact, unsubscribe_url: urls.unsubscribe, view_url: urls.view, preferences_url: urls.preferences ?? urls.unsubscribe }
  }

  #guarded<T>(part: Part, prepared: PreparedPart, work: (p: PreparedPart) => T): T {
    try {
      return work(prepared)
    } catch (error) {
      const problem = describeLiquidError(prepared.engine, part, error)
      throw renderErrors.RENDER_FAILED({ detail: `${part}: ${problem.message}. ${problem.hint}`, cause: error, data: { problem } })
    }
  }
}

function unsubscribeHeaders(url: string, mailto: string | undefined): string {
  const list = urlListHeader('List-Unsubscribe', mailto === undefined ? [url] : [url, `mailto:${mailto.replace(/^mailto:/i, '')}`])
  return /^https:/i.test(url) || /^http:\/\/(localhost|127\.)/i.test(url) ? `${list}List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n` : list
}

function hasHeader(headers: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(headers).some((k) => k.toLowerCase() === name.toLowerCase())
}

function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return !/[^\x00-\x7f]/.test(text)
}

function base64Lines(text: string): string {
  const encoded = Buffer.from(text.replace(/\r\n|\r|\n/g, '\r\n')).toString('base64')
  return encoded.length <= 76 ? encoded : encoded.replace(/.{76}(?!$)/g, '$&\r\n')
}
