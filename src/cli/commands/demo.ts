// inboxlift demo: everything once, for real, on the running installation, and a table that proves every figure.
import Progress from 'cli-progress'
import Table from 'cli-table3'
import type { Command } from 'commander'
import pc from 'picocolors'
import { countStrangers, runDemo, type DemoResult, type Figure, type Tell } from '../../demo/index.ts'
import { cliErrors } from '../errors.ts'
import type { Io } from '../output.ts'
import { example, run, type CliDeps } from '../program.ts'

const ROWS = { least: 500, most: 100_000, normal: 20_000 }

export function registerDemo(program: Command, deps: CliDeps): void {
  program.command('demo').description('imports a file with awkward rows, sends a campaign to the test inbox, lets simulated people read it, and counts everything again')
    .option('--contacts <n>', `rows of the file, ${ROWS.least} to ${ROWS.most.toLocaleString('en')}`, String(ROWS.normal))
    .option('--seed <n>', 'another seed makes another file', '1')
    .addHelpText('after', example('inboxlift demo', 'inboxlift demo --contacts 2000 --json'))
    .action(run<{ contacts: string; seed: string }>(deps, async ({ options, out, io, open }) => {
      const rows = wholeNumber(options.contacts, '--contacts', ROWS.least, ROWS.most)
      const seed = wholeNumber(options.seed, '--seed', 0, 999_999)
      const session = await open()
      if (session.url === null) throw cliErrors.CLI_NOT_RUNNING({ detail: `Folder: ${session.home.root}.` })
      const strangers = await countStrangers(session)
      if (strangers > 0) await out.confirm(`This workspace has ${strangers.toLocaleString('en')} contacts of its own. Put the demo's people beside them?`)
      const progress = out.isJson ? silent() : io.isInteractive ? bars() : lines(io)
      const result = await runDemo({ ...session, url: session.url, tell: progress.tell }, { rows, seed }).finally(progress.stop)
      out.result(result, () => print(io, result))
      if (!result.holds) io.setExit(1)
    }))
}

function wholeNumber(text: string, option: string, least: number, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw cliErrors.CLI_USAGE({ detail: `${option} takes a whole number from ${least} to ${most}.` })
}

/** `stop` ends the bar of a step that failed. */
type Progression = { tell: Tell; stop: () => void }

const silent = (): Progression => ({ tell: () => ({ update() {}, done() {} }), stop() {} })

/** For logs and pipes: a line when a step begins and one when it has ended. */
function lines(io: Io): Progression {
  const tell: Tell = (label) => {
    io.err(`  ${label} …\n`)
    return { update() {}, done: (outcome) => io.err(`✔ ${label.padEnd(14)} ${outcome}\n`) }
  }
  return { tell, stop() {} }
}

/** One bar at a time, on stderr; it becomes a line when its step has ended. */
function bars(): Progression {
  let current: InstanceType<typeof Progress.SingleBar> | undefined
  const stop = (): void => {
    current?.stop()
    current = undefined
  }
  const tell: Tell = (label, total) => {
    stop()
    const bar = new Progress.SingleBar({ format: `  ${label.padEnd(14)} {bar} {percentage}%  {value}/{total}`, hideCursor: true, stream: process.stderr, clearOnComplete: true }, Progress.Presets.shades_classic)
    current = bar
    bar.start(Math.max(1, total), 0)
    return {
      update(done, newTotal) {
        if (newTotal !== undefined) bar.setTotal(newTotal)
        bar.update(done)
      },
      done(outcome) {
        stop()
        process.stderr.write(`${pc.green('✔')} ${label.padEnd(14)} ${outcome}\n`)
      },
    }
  }
  return { tell, stop }
}

const number = (value: number | null): string => (value === null ? pc.dim('–') : value.toLocaleString('en'))

/** Columns only: forty lines with a rule under each would not fit a screen. */
const RULES = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' }

function print(io: Io, result: DemoResult): void {
  const table = new Table({ head: ['', 'InboxLift says', 'raw rows', 'really done', ''].map((h) => pc.bold(h)), colAligns: ['left', 'right', 'right', 'right', 'left'], chars: RULES, style: { head: [], border: [] } })
  let group: Figure['group'] | '' = ''
  for (const f of result.figures) {
    if (f.group !== group) table.push([pc.bold(f.group), '', '', '', ''])
    group = f.group
    table.push([`  ${f.name}`, number(f.says), number(f.rows), number(f.done), f.holds ? pc.green('✓') : pc.red('✗')])
  }
  io.out(`\n${table.toString()}\n`)
  io.out(`${pc.dim('raw rows: counted by hand in SQL.  really done: by the maker of the file, by the simulated people, by the test inbox.')}\n\n`)
  const wrong = result.figures.filter((f) => !f.holds).length
  const words = `${result.figures.length} figures, ${result.rows.toLocaleString('en')} rows, ${result.seconds.toFixed(1)} s.`
  io.out(wrong === 0 ? `${pc.green('✔')} All figures agree: ${words}\n\n` : `${pc.red('✗')} ${wrong} of ${words} Please report this with the table above.\n\n`)
  io.out(`Where to look:\n${result.look.map((l) => `  ${l.what.padEnd(34)} ${l.url}`).join('\n')}\n`)
}
