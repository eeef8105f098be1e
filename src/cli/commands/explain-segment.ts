// inboxlift explain segment FILE.json|-: what a segment definition becomes, without a database. Exit 0 understood, 1 not
// valid, 2 could not be read.
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { explainSegment, issueText, type SegmentExplanation } from '../../segments/explain/index.ts'
import type { Io } from '../output.ts'
import { example, group, type CliDeps } from '../program.ts'

export function registerExplainSegment(program: Command, deps: Pick<CliDeps, 'io'>): void {
  const { io } = deps
  group(program, 'explain', 'Explain one thing without a database')
    .command('segment')
    .description('What does this segment definition become: SQL, types of its values, indexes it needs, warnings?')
    .argument('[file]', 'the definition as a file, or - for standard input')
    .option('--json', 'print one JSON object')
    .addHelpText('after', example('inboxlift explain segment src/segments/examples/opened-last-week-california.json', 'inboxlift explain segment - --json < segment.json'))
    .action(async (file: string | undefined, _options: object, command: Command) => {
      const asJson = command.optsWithGlobals<{ json?: boolean }>().json === true
      try {
        const explained = explain(await read(file, io))
        io.out(asJson ? `${JSON.stringify(explained)}\n` : `${sentence(explained)}\n`)
        io.setExit(explained.valid ? 0 : 1)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        if (asJson) io.out(`${JSON.stringify({ error: 'unreadable', message: reason })}\n`)
        else io.err(`Could not be read: ${reason}\n`)
        io.setExit(2)
      }
    })
}

async function read(file: string | undefined, io: Io): Promise<string> {
  if (file === undefined) throw new Error('nothing was given; name a file or - for standard input')
  const bytes = file === '-' ? await io.readStdin() : await readFile(file)
  if (bytes.length === 0) throw new Error('the definition is empty')
  return bytes.toString('utf8')
}

function explain(text: string): SegmentExplanation {
  try {
    return explainSegment(JSON.parse(text))
  } catch (error) {
    return { valid: false, issues: [{ path: '', message: `is not JSON: ${error instanceof Error ? error.message : ''}` }] }
  }
}

function sentence(e: SegmentExplanation): string {
  if (!e.valid) return `Not valid:\n${e.issues.map((i) => `  ${issueText(i)}`).join('\n')}`
  const values = e.value_types.map((t, i) => `$${i + 1} ${t}`).join(', ')
  return [
    'Valid. Selects the contacts of the segment:', '', e.sql, '', `Values: ${values}`, 'Indexes:', ...e.indexes.map((x) => `  ${x.index} on ${x.table}: ${x.serves}`),
    ...(e.warnings.length > 0 ? ['Warnings:', ...e.warnings.map((w) => `  ${w}`)] : []),
  ].join('\n')
}
