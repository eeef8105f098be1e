// Writes the compiled SQL beside every example segment, and the gallery into docs/reference/segment-language.md;
// `--check` fails when something is not fresh. Needs no database: the compiler does not ask one.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { compileSegment } from '../src/segments/compile.ts'
import { issueText, parseSegment, type SegmentDefinition } from '../src/segments/index.ts'

const FOLDER = 'src/segments/examples'
const DOC = 'docs/reference/segment-language.md'
const MARK = '<!-- gallery: written by scripts/gen-segments.ts -->'
/** The segment that examples refer to, and the moment and zone they are compiled for. */
export const EXAMPLE_SEGMENT = 'seg_00000000000fn'
export const EXAMPLE_NOW = new Date('2026-06-15T12:00:00Z')
export const EXAMPLE_ZONE = 'America/New_York'
const REFERRED = 'opened-last-week-california'

export type Example = { name: string; title: string; text: string; definition: SegmentDefinition }

/** All examples by name. Throws for one that is not valid. */
export function readExamples(folder = FOLDER): Example[] {
  return globSync(`${folder}/*.json`)
    .sort()
    .map((file) => {
      const text = readFileSync(file, 'utf8')
      const parsed = parseSegment(JSON.parse(text))
      if (!parsed.ok) throw new Error(`${file}: ${parsed.issues.map(issueText).join('; ')}`)
      const name = path.basename(file, '.json')
      return { name, title: name.replaceAll('-', ' ').replace(/^./, (c) => c.toUpperCase()), text, definition: parsed.definition }
    })
}

export function exampleSegments(examples: Example[]): Map<string, SegmentDefinition> {
  return new Map([[EXAMPLE_SEGMENT, examples.find((e) => e.name === REFERRED)!.definition]])
}

const show = (v: unknown): string => (v instanceof Date ? v.toISOString() : v instanceof Buffer ? `\\x${v.toString('hex')}` : JSON.stringify(v))

function compiledText(example: Example, examples: Example[]): string {
  const c = compileSegment(example.definition, { workspaceId: '1', now: EXAMPLE_NOW, timezone: EXAMPLE_ZONE, segments: exampleSegments(examples) })
  return [
    `-- ${example.title}. Compiled from ${example.name}.json by scripts/gen-segments.ts for ${EXAMPLE_NOW.toISOString()} in ${EXAMPLE_ZONE}; do not edit.`,
    ...c.values.map((v, i) => `-- $${i + 1} ${c.types[i]}: ${show(v)}`),
    ...c.indexes.map((x) => `-- index ${x.index} on ${x.table}: ${x.serves}`),
    ...c.warnings.map((w) => `-- warning: ${w}`),
    `${c.text};`,
    '',
  ].join('\n')
}

function galleryText(examples: Example[]): string {
  return examples.map((e) => `### ${e.title}\n\n\`src/segments/examples/${e.name}.json\` ([SQL](../../src/segments/examples/${e.name}.sql))\n\n\`\`\`json\n${JSON.stringify(JSON.parse(e.text), null, 1).replaceAll(/\n\s*/g, ' ')}\n\`\`\`\n`).join('\n')
}

function main(): void {
  const examples = readExamples()
  const wanted = new Map(examples.map((e) => [`${FOLDER}/${e.name}.sql`, compiledText(e, examples)]))
  if (existsSync(DOC)) wanted.set(DOC, `${readFileSync(DOC, 'utf8').split(MARK)[0]}${MARK}\n\n${galleryText(examples)}`)
  let stale = 0
  for (const [file, text] of wanted) {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    stale += 1
    if (process.argv.includes('--check')) console.error(`${file} is not fresh: run node scripts/gen-segments.ts`)
    else writeFileSync(file, text)
  }
  if (!process.argv.includes('--check')) console.log(`wrote ${stale} of ${wanted.size} files`)
  else if (stale > 0) process.exitCode = 1
}

if (import.meta.main) main()
