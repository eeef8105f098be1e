// Names that a template reads but nobody fills: a typing error that would greet a million people with nothing.
import { didYouMean, type Reading } from './check-liquid.ts'
import type { Part, Problem } from './content.ts'

/** Filled by us for every recipient. */
export const OWN_FIELDS = ['unsubscribe_url', 'view_url', 'preferences_url'] as const

/** One problem per unknown path and part. */
export function unknownFields(part: Part, readings: readonly Reading[], known: readonly string[]): Problem[] {
  const seen = new Set<string>()
  const problems: Problem[] = []
  for (const r of readings) {
    if (seen.has(r.path) || isKnown(r.path, known)) continue
    seen.add(r.path)
    problems.push({ part, unknownField: r.path, line: r.line, column: r.column, message: `Nothing is known as ${r.path}.`, hint: `It will be empty for everybody.${didYouMean(r.path, known.filter((k) => !k.endsWith('*')))}` })
  }
  return problems
}

function isKnown(path: string, known: readonly string[]): boolean {
  for (const k of known) {
    if (k === path || k.startsWith(`${path}.`)) return true
    if (k.endsWith('.*') && (path.startsWith(k.slice(0, -1)) || path === k.slice(0, -2))) return true
    // .size, .first and .last belong to Liquid
    if (path.startsWith(`${k}.`) && /^(size|first|last)$/.test(path.slice(k.length + 1))) return true
  }
  return false
}
