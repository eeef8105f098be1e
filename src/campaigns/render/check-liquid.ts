// Finds what is wrong with the Liquid of a part, with line, column and remedy, and what it reads.
import type { Liquid, Template } from 'liquidjs'
import type { Part, Problem } from './content.ts'

/** A variable that the source reads, and where. */
export type Reading = { readonly path: string; readonly root: string; readonly line: number; readonly column: number }

export type LiquidCheck = { readonly problems: readonly Problem[]; readonly readings: readonly Reading[] }

/** Parses the author's source. At most one syntax problem is found at a time: what follows it has no meaning. */
export function checkLiquid(engine: Liquid, part: Part, source: string): LiquidCheck {
  let templates: Template[]
  try {
    templates = engine.parse(source)
  } catch (error) {
    return { problems: [describeLiquidError(engine, part, error)], readings: [] }
  }
  return { problems: [], readings: readingsOf(engine, templates) }
}

type Positioned = { token?: { getPosition?: () => [number, number]; getText?: () => string }; originalError?: Error; message?: string; name?: string }

/** Names line, column, the piece of source, and what to do. Works for errors of parsing and of rendering. */
export function describeLiquidError(engine: Liquid, part: Part, error: unknown): Problem {
  const e = error as Positioned
  const [line, column] = e.token?.getPosition?.() ?? [null, null]
  const text = (e.originalError?.message ?? e.message ?? String(error)).split('\n')[0]?.replace(/, line:\d+, col:\d+$/, '').replace(/, file:\S+/, '') ?? ''
  const piece = e.token?.getText?.()?.slice(0, 80)
  return { part, line, column, message: piece && !text.includes(piece) ? `${text} (at ${piece})` : text, hint: hintFor(engine, text) }
}

function hintFor(engine: Liquid, message: string): string {
  const filter = /undefined filter: (\S+)/.exec(message)?.[1]
  if (filter) return `There is no filter "${filter}".${didYouMean(filter, Object.keys(engine.filters))}`
  const tag = /tag "?([\w-]+)"? not found/.exec(message)?.[1]
  if (tag) return `There is no tag "${tag}".${didYouMean(tag, Object.keys(engine.tags))}`
  const open = /tag \{%-?\s*(\w+).*not closed/.exec(message)?.[1]
  if (open) return `Write {% end${open} %} where the part that begins here ends.`
  if (/output .*not closed/.test(message)) return 'Close the output with }}.'
  if (/not closed/.test(message)) return 'Close what begins here.'
  if (/memory alloc limit/.test(message)) return 'The template builds too much text; use smaller loops.'
  if (/render limit/.test(message)) return 'The template takes too long for one mail; use smaller or fewer loops.'
  if (/parse length limit/.test(message)) return 'The template is too long for a mail.'
  return 'Correct the Liquid at this place; docs/reference/templates.md shows what can be written.'
}

function readingsOf(engine: Liquid, templates: Template[]): Reading[] {
  const { globals } = engine.analyzeSync(templates, { partials: false })
  const found: Reading[] = []
  for (const variables of Object.values(globals)) {
    for (const v of variables) {
      const segments = v.toArray()
      const names: string[] = []
      for (const s of segments) {
        if (typeof s !== 'string') break
        names.push(s)
      }
      const [root = ''] = names
      found.push({ path: names.join('.'), root, line: v.location.row, column: v.location.col })
    }
  }
  return found
}

/** " Did you mean …?" when one of the known words is close, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  let best: string | null = null
  let distance = Math.max(1, Math.floor(word.length / 4)) + 1
  for (const k of known) {
    const d = editDistance(word.toLowerCase(), k.toLowerCase(), distance)
    if (d < distance) {
      distance = d
      best = k
    }
  }
  return best === null ? '' : ` Did you mean "${best}"?`
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length] ?? limit
}
