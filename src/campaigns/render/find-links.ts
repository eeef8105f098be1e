// Finds the links of an HTML mail and puts our tags in their place. Works on text whose Liquid is protected, so that
// quotes and brackets inside Liquid cannot mislead it.
import type { ContentLink } from './content.ts'
import { decodeEntities } from './html-entities.ts'
import { OWN_FIELDS } from './known-fields.ts'
import type { Spans } from './liquid-spans.ts'

/** Comments (but not Outlook's conditional ones, whose content is live), style, script and title hold no links. */
const SKIPPED = /<!--(?!\[if)[\s\S]*?-->|<(style|script|title)\b[\s\S]*?<\/\1\s*>/gi
const ANCHOR = /<(a|area)\b((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi
const OPT_OUT = /\sdata-(?:no-track|track\s*=\s*(?:"off"|'off'|off))(?=[\s>/]|$)/i

export type FoundLinks = { readonly html: string; readonly links: ContentLink[] }

/**
 * Numbers every <a href> (and <area>) with an http(s) address from 1 in order of appearance. mailto:, tel:, anchors, our
 * own addresses ({{ unsubscribe_url }} and the like) and anchors marked data-track="off" stay as they are.
 */
export function findLinks(spans: Spans, html: string): FoundLinks {
  const links: ContentLink[] = []
  const hidden = [...html.matchAll(SKIPPED)].map((m) => [m.index, m.index + m[0].length] as const)
  const isHidden = (at: number): boolean => hidden.some(([from, to]) => at >= from && at < to)
  // an href may also stand directly behind Liquid: <a {% if x %}href="…"{% else %}href="…"{% endif %}>
  const href = new RegExp(`((?:\\s|${spans.word.source.replace('(\\d+)', '\\d+')})href\\s*=\\s*)("([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'gi')
  const out = html.replace(ANCHOR, (whole: string, tag: string, attributes: string, at: number) => {
    if (isHidden(at)) return whole
    if (OPT_OUT.test(attributes)) return whole.replace(OPT_OUT, '')
    const label = labelAt(spans, html, at + whole.length, tag)
    const tracked = attributes.replace(href, (same: string, start: string, _: string, double?: string, single?: string, bare?: string) => {
      const found = linkOf(spans, (double ?? single ?? bare ?? '').trim(), links.length + 1, label)
      if (!found) return same
      links.push(found.link)
      return `${start}"${found.word}"`
    })
    return `<${tag}${tracked}>`
  })
  return { html: out, links }
}

/** The link behind an href, and the word that takes its place; null when it is not ours to track. */
function linkOf(spans: Spans, raw: string, no: number, label: string): { link: ContentLink; word: string } | null {
  const source = spans.restore(raw)
  if (spans.has(raw)) {
    const startsWithLiquid = raw.search(spans.word) === 0
    if (isOwn(source) || (!startsWithLiquid && !/^https?:\/\//i.test(raw))) return null
    return { link: { no, part: 'html', url: null, source, label }, word: spans.add(dynamic(no, source), dynamic(no, spans.restore(decodeEntities(raw)))) }
  }
  const url = decodeEntities(raw)
  if (!/^https?:\/\//i.test(url)) return null
  return { link: { no, part: 'html', url, source: url, label }, word: spans.add(`{% il_link ${no} %}`) }
}

function dynamic(no: number, source: string): string {
  return `{% il_href ${no} %}${source}{% endil_href %}`
}

/** True for addresses that we fill in and count ourselves. */
export function isOwn(source: string): boolean {
  return new RegExp(`\\{\\{-?\\s*(${OWN_FIELDS.join('|')})\\b`).test(source)
}

function labelAt(spans: Spans, html: string, from: number, tag: string): string {
  if (tag.toLowerCase() !== 'a') return ''
  const end = html.toLowerCase().indexOf('</a', from)
  const inner = end < 0 ? '' : html.slice(from, end)
  const text = decodeEntities(inner.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim()
  const label = text === '' ? (/\salt\s*=\s*"([^"]*)"/i.exec(inner)?.[1] ?? '') : text
  return spans.restore(label).slice(0, 200)
}
