// MJML to HTML with the Liquid in it untouched. Runs once per campaign: the library takes half a second to load and
// milliseconds to work, so it is loaded when first needed.
import type { Problem } from './content.ts'
import type { Spans } from './liquid-spans.ts'

/** Elements whose content MJML passes through as it is. Liquid anywhere else must be wrapped to survive. */
const RAW_ELEMENTS = new Set(['mj-text', 'mj-button', 'mj-table', 'mj-raw', 'mj-style', 'mj-title', 'mj-preview', 'mj-navbar-link', 'mj-social-element', 'mj-accordion-title', 'mj-accordion-text', 'mj-html-attribute'])
const TAG = /<!--[\s\S]*?-->|<(\/?)([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^"'>])*?)(\/?)>/gi

export type MjmlResult = { readonly html: string; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] }

/** @param spans the source with its Liquid protected; the words are still in the HTML that comes back. */
export async function compileMjml(spans: Spans): Promise<MjmlResult> {
  const { default: mjml2html } = await import('mjml')
  const source = spans.text
  if (/<mj-include\b/i.test(source)) return failed('mj-include reads files of this machine and is switched off.', 'Paste the included part into the template.', lineOf(source, '<mj-include'))
  const { before, inner, after } = splitOutside(spans, source)
  let result: Awaited<ReturnType<typeof mjml2html>>
  try {
    result = await mjml2html(wrapStructural(spans, inner), { validationLevel: 'soft', keepComments: false, minify: false, ignoreIncludes: true })
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error), 'An MJML document is one <mjml> element with <mj-body> in it, and every element is closed.', null)
  }
  const problems: Problem[] = []
  const warnings: Problem[] = []
  for (const e of result.errors) {
    const { isSevere, problem } = judge(spans, e)
    if (problem) (isSevere ? problems : warnings).push(problem)
  }
  return { html: before + tidy(result.html) + after, problems, warnings }
}

function failed(message: string, hint: string, line: number | null): MjmlResult {
  return { html: '', problems: [{ part: 'html', line, column: null, message, hint }], warnings: [] }
}

function judge(spans: Spans, e: { line: number; message: string; tagName: string }): { isSevere: boolean; problem: Problem | null } {
  const where = { part: 'html' as const, line: e.line, column: null }
  if (spans.has(e.message)) {
    // a colour or a class may come from Liquid; a size may not, since the layout is computed from it beforehand
    if (!/type Unit/i.test(e.message)) return { isSevere: false, problem: null }
    return { isSevere: true, problem: { ...where, message: spans.restore(e.message).trim(), hint: `The layout is computed once for all recipients: give ${e.tagName} a fixed size.` } }
  }
  const isUnknown = /doesn't exist/.test(e.message)
  const problem = { ...where, message: e.message.trim(), hint: isUnknown ? 'Check the name of the element; unknown elements vanish from the mail.' : `See the MJML documentation of ${e.tagName}.` }
  return { isSevere: isUnknown, problem }
}

/** Liquid before <mjml> and after </mjml> (assigns, mostly) is kept outside. */
function splitOutside(spans: Spans, source: string): { before: string; inner: string; after: string } {
  const start = source.search(/<mjml[\s>]/i)
  const end = source.toLowerCase().lastIndexOf('</mjml>')
  if (start < 0 || end < 0) return { before: '', inner: source, after: '' }
  const words = (text: string): string => [...text.matchAll(spans.word)].map((m) => m[0]).join('')
  return { before: words(source.slice(0, start)), inner: source.slice(start, end + 7), after: words(source.slice(end + 7)) }
}

function wrapStructural(spans: Spans, source: string): string {
  let out = ''
  let at = 0
  let rawElement: string | null = null
  const wrap = (text: string): string => (rawElement === null ? text.replace(spans.word, (word) => `<mj-raw>${word}</mj-raw>`) : text)
  for (const m of source.matchAll(TAG)) {
    out += wrap(source.slice(at, m.index)) + m[0]
    at = m.index + m[0].length
    const name = m[2]?.toLowerCase() ?? ''
    if (rawElement === null && m[1] === '' && m[4] === '' && RAW_ELEMENTS.has(name)) rawElement = name
    else if (rawElement === name && m[1] === '/') rawElement = null
  }
  return out + wrap(source.slice(at))
}

/** MJML indents richly; white space at line starts means nothing in HTML without <pre>. */
function tidy(html: string): string {
  return /<(pre|textarea)\b/i.test(html) ? html : html.replace(/[ \t]*\r?\n\s*/g, '\n').trim()
}

function lineOf(text: string, needle: string): number {
  return text.slice(0, text.indexOf(needle)).split('\n').length
}
