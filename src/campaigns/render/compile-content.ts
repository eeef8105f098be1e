// From what an author wrote to what a launch freezes: everything that is the same for all recipients is done here, once.
import { hash } from 'node:crypto'
import { authorEngine } from './liquid-engine.ts'
import { checkLiquid, type Reading } from './check-liquid.ts'
import { compileMjml } from './compile-mjml.ts'
import type { BodyEncoding, CompiledContent, CompileOptions, ContentLink, Part, Problem, Template } from './content.ts'
import { renderErrors } from './errors.ts'
import { findLinks } from './find-links.ts'
import { OWN_FIELDS, unknownFields } from './known-fields.ts'
import { protectLiquid, type Spans } from './liquid-spans.ts'
import { checkHeader, checkMailbox } from './mime-header.ts'
import { findTextLinks, htmlToText } from './plain-text.ts'

/**
 * Compiles a template. The result is plain JSON; its `hash` is the content version that every message records.
 * Throws RENDER_TEMPLATE_INVALID with `data.problems` (part, line, column, message, hint), RENDER_HEADER_INVALID.
 * The same input gives the same result, except for MJML elements that need random ids (carousel, hamburger menu).
 */
export async function compileContent(template: Template, options: CompileOptions): Promise<CompiledContent> {
  const checked = checkParts(template, options)
  refuse(checked.problems)
  checkEnvelope(options)
  const page = await compileHtml(template, options)
  refuse(page.problems)
  const text = compileText(template, options, page)
  const content: Omit<CompiledContent, 'hash'> = {
    version: 1,
    from: options.from,
    replyTo: options.replyTo ?? null,
    headers: options.headers ?? {},
    values: options.values ?? {},
    subject: template.subject,
    html: page.html,
    text: text.text,
    encoding: { html: encodingFor(page.html ?? ''), text: encodingFor(text.text) },
    links: [...page.links, ...text.links],
    fields: [...new Set(checked.readings.map((r) => r.path))].toSorted(),
    warnings: [...checked.warnings, ...page.warnings],
  }
  return { ...content, hash: contentHash(content) }
}

/** sha256 over every field but the hash itself, keys in order, so that JSON in a database may reorder them. */
export function contentHash(content: Omit<CompiledContent, 'hash'>): string {
  const { hash: _, ...rest } = content as CompiledContent
  return hash('sha256', JSON.stringify(inOrder(rest)))
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, inOrder(v)]))
}

function refuse(problems: readonly Problem[]): void {
  const [first] = problems
  if (!first) return
  const where = first.line === null ? first.part : `${first.part}, line ${first.line}`
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw renderErrors.RENDER_TEMPLATE_INVALID({ detail: `${where}: ${first.message} ${first.hint}${more}`, data: { problems, errors: problems.map(toFieldProblem) } })
}

const FIELDS: Record<Part, string> = { subject: 'subject', preheader: 'preheader', html: 'body', text: 'text_body' }

/** As forms show problems: the field, and a sentence with the line. */
function toFieldProblem(p: Problem): { field: string; rule: string; message: string } {
  return { field: FIELDS[p.part], rule: 'content', message: `${p.line === null ? '' : `line ${p.line}: `}${p.message} ${p.hint}` }
}

function checkEnvelope(options: CompileOptions): void {
  checkMailbox(options.from, 'From')
  if (options.replyTo) checkMailbox(options.replyTo, 'Reply-To')
  for (const name of Object.keys(options.headers ?? {})) checkHeader(name)
}

type Checked = { problems: Problem[]; warnings: Problem[]; readings: Reading[] }

function checkParts(template: Template, options: CompileOptions): Checked {
  const out: Checked = { problems: [], warnings: [], readings: [] }
  const parts: [Part, 'html' | 'text', string | undefined][] = [
    ['subject', 'text', template.subject],
    ['preheader', 'html', template.preheader],
    ['html', 'html', template.mjml ?? template.html],
    ['text', 'text', template.text],
  ]
  const engines = { html: authorEngine('html'), text: authorEngine('text') }
  const known = [...(options.knownFields ?? []), ...OWN_FIELDS, ...Object.keys(options.values ?? {}).flatMap((k) => [k, `${k}.*`])]
  for (const [part, kind, source] of parts) {
    if (source === undefined) continue
    const { problems, readings } = checkLiquid(engines[kind], part, source)
    out.problems.push(...problems)
    out.readings.push(...readings)
    const unknown = options.knownFields ? unknownFields(part, readings, known) : []
    out[options.onUnknownField === 'refuse' ? 'problems' : 'warnings'].push(...unknown)
  }
  if (template.mjml !== undefined && template.html !== undefined) out.problems.push(problem('html', 'There are both MJML and HTML.', 'Keep one of them.'))
  if (template.mjml === undefined && template.html === undefined && template.text === undefined) out.problems.push(problem('html', 'There is no content.', 'Write MJML, HTML or text.'))
  if (template.subject.trim() === '') out.problems.push(problem('subject', 'The subject is empty.', 'Write one.'))
  return out
}

function problem(part: Part, message: string, hint: string): Problem {
  return { part, line: null, column: null, message, hint }
}

type Page = { html: string | null; spans: Spans | null; protectedHtml: string; links: ContentLink[]; problems: readonly Problem[]; warnings: readonly Problem[] }

async function compileHtml(template: Template, options: CompileOptions): Promise<Page> {
  const source = template.mjml ?? template.html
  if (source === undefined) return { html: null, spans: null, protectedHtml: '', links: [], problems: [], warnings: [] }
  const spans = protectLiquid(source)
  const made = template.mjml === undefined ? { html: spans.text, problems: [], warnings: [] } : await compileMjml(spans)
  const found = options.trackClicks === false ? { html: made.html, links: [] } : findLinks(spans, made.html)
  const withPreheader = template.preheader ? insertPreheader(found.html, spans.add(template.preheader)) : found.html
  const complete = options.trackOpens === false ? withPreheader : insertPixel(withPreheader, spans.add('{% il_open %}'))
  return { html: spans.restore(complete), spans, protectedHtml: found.html, links: found.links, problems: made.problems, warnings: made.warnings }
}

/** Invisible in the mail, first thing in the inbox's list; the filler keeps the body's first words out of there. */
function insertPreheader(html: string, word: string): string {
  const filler = '&#847;&zwnj;&nbsp;'.repeat(40)
  const block = `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${word}</div><div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${filler}</div>`
  const body = /<body\b(?:"[^"]*"|'[^']*'|[^"'>])*>/i.exec(html)
  return body ? html.slice(0, body.index + body[0].length) + block + html.slice(body.index + body[0].length) : block + html
}

function insertPixel(html: string, word: string): string {
  const pixel = `<img src="${word}" width="1" height="1" alt="" style="display:block;width:1px;height:1px;border:0">`
  const end = html.toLowerCase().lastIndexOf('</body')
  return end < 0 ? html + pixel : html.slice(0, end) + pixel + html.slice(end)
}

function compileText(template: Template, options: CompileOptions, page: Page): { text: string; links: ContentLink[] } {
  if (template.text !== undefined) {
    if (options.trackClicks === false) return { text: template.text, links: [] }
    const spans = protectLiquid(template.text)
    const found = findTextLinks(spans, spans.text, page.links.length + 1)
    return { text: spans.restore(found.text), links: found.links }
  }
  return { text: page.spans ? page.spans.restoreInText(htmlToText(page.spans, page.protectedHtml)) : '', links: [] }
}

/** Base64 when most of it is outside ASCII (three bytes cost four instead of nine), else quoted-printable. */
function encodingFor(source: string): BodyEncoding {
  const bytes = Buffer.from(source)
  let high = 0
  for (const b of bytes) if (b > 127) high++
  return high * 6 > bytes.length ? 'base64' : 'quoted-printable'
}

