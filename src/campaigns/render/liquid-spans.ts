// Keeps Liquid out of the way of tools that know nothing of it (MJML, HTML, text conversion): every `{{ … }}` and
// `{% … %}` becomes one harmless word and comes back afterwards, wherever it ended up.

const STRING = `"[^"]*"|'[^']*'`
const SPAN = new RegExp(
  [
    String.raw`\{%-?\s*(raw|comment)\s*-?%\}[\s\S]*?\{%-?\s*end\1\s*-?%\}`,
    String.raw`\{\{(?:${STRING}|[^"'])*?\}\}`,
    String.raw`\{%(?:${STRING}|[^"'])*?%\}`,
    String.raw`\{\{[\s\S]*?\}\}`,
    String.raw`\{%[\s\S]*?%\}`,
  ].join('|'),
  'g',
)

export type Spans = {
  /** Text with words in place of Liquid. */
  readonly text: string
  /** Matches one word; group 1 is its number. Global: use with matchAll or replace. */
  readonly word: RegExp
  /** The word that stands for this source, e.g. one of our own tags; `inText` when it is another in plain text. */
  add(source: string, inText?: string): string
  /** Puts the sources back. */
  restore(text: string): string
  /** The same for the plain-text part. */
  restoreInText(text: string): string
  has(text: string): boolean
  /** The source behind a word's number. */
  source(n: number): string
}

/** Lower-case letters and digits only, so that it passes for a word, a colour, a file name or an attribute value. */
export function protectLiquid(text: string): Spans {
  let prefix = 'ilq'
  while (text.includes(prefix)) prefix += 'q'
  const sources: string[] = []
  const textSources = new Map<number, string>()
  const add = (source: string, inText?: string): string => {
    const n = sources.push(source) - 1
    if (inText !== undefined) textSources.set(n, inText)
    return `${prefix}${n}z`
  }
  const word = new RegExp(`${prefix}(\\d+)z`, 'g')
  return {
    text: text.replace(SPAN, (source) => add(source)),
    word,
    add,
    restore: (t) => t.replace(word, (_, n: string) => sources[Number(n)] ?? ''),
    restoreInText: (t) => t.replace(word, (_, n: string) => textSources.get(Number(n)) ?? sources[Number(n)] ?? ''),
    has: (t) => t.includes(prefix) && t.search(word) >= 0,
    source: (n) => sources[n] ?? '',
  }
}
