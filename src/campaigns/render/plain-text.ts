// The plain-text part: made from the HTML when the author wrote none, with the same links tracked.
import { convert } from 'html-to-text'
import type { ContentLink } from './content.ts'
import { isOwn } from './find-links.ts'
import type { Spans } from './liquid-spans.ts'

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']
/** What MJML makes of <mj-preview>. */
const HIDDEN_PREVIEW = /<div style="display:none;[^"]*max-height:0px[^"]*">[^<]*<\/div>/
const URL_IN_TEXT = /\bhttps?:\/\/[^\s<>"')\]]+/gi

/** HTML (Liquid protected, links already words) to text. No wrapping: the encoding wraps, readers reflow. */
export function htmlToText(spans: Spans, html: string): string {
  const text = convert(keepAssigns(spans, html.replace(HIDDEN_PREVIEW, '')), {
    wordwrap: false,
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { linkBrackets: ['(', ')'], hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
    ],
    limits: { maxInputLength: 2_000_000 },
  })
  const tidy = text.replace(/[ \t\u00a0]+$/gm, '').replace(/\n{3,}/g, '\n\n').trim()
  // braces that were entities in the HTML are text, not Liquid
  return closeUp(spans, tidy.replace(/\{(?=[{%])/g, () => spans.add("{{ '{' }}")))
}

/** Only the body becomes text; what is assigned outside of it is needed there all the same. */
function keepAssigns(spans: Spans, html: string): string {
  const body = /<body\b(?:"[^"]*"|'[^']*'|[^"'>])*>/i.exec(html)
  if (!body) return html
  const at = body.index + body[0].length
  const assigns = [...html.slice(0, at).matchAll(spans.word)].filter((m) => /^\{%-?\s*(assign|liquid|increment|decrement)\b/.test(spans.source(Number(m[1])))).map((m) => m[0])
  return html.slice(0, at) + assigns.join('') + html.slice(at)
}

/** A line that holds only tags ({% if … %}) leaves no line behind. */
function closeUp(spans: Spans, text: string): string {
  const onlyTags = new RegExp(`(^|\\n\\n|\\n)([ \\t]*${spans.word.source}(?:[ \\t\\n]*${spans.word.source})*)[ \\t]*(\\n+)`, 'g')
  return text.replace(onlyTags, (whole: string, before: string, words: string, ...rest: unknown[]) => {
    if (![...words.matchAll(spans.word)].every((m) => spans.source(Number(m[1])).startsWith('{%'))) return whole
    const after = rest[2] as string
    return before + words.replace(/\s+/g, '') + (before === '\n' ? after.slice(1) : '')
  })
}

/** Finds the addresses in text that an author wrote; they are links of their own, numbered from `firstNo`. */
export function findTextLinks(spans: Spans, text: string, firstNo: number): { text: string; links: ContentLink[] } {
  const links: ContentLink[] = []
  const out = text.replace(URL_IN_TEXT, (found) => {
    const end = /[.,;:!?]+$/.exec(found)?.[0] ?? ''
    const raw = found.slice(0, found.length - end.length)
    const source = spans.restore(raw)
    if (isOwn(source)) return found
    const no = firstNo + links.length
    const isDynamic = spans.has(raw)
    links.push({ no, part: 'text', url: isDynamic ? null : raw, source, label: '' })
    return spans.add(isDynamic ? `{% il_href ${no} %}${source}{% endil_href %}` : `{% il_link ${no} %}`) + end
  })
  return { text: out, links }
}
