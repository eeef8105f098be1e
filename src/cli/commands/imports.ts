// inboxlift import: files of contacts. The file goes into the database in encrypted pieces; the import worker works it off.
import { createReadStream, statSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import {
  cancelImport, countRejects, createList, createSource, findList, findSource, getImport, listImports, pauseImport, previewImport, receiveFile, rejectsAsCsv, resumeImport, runImport, startImport, workOffHere,
  type ArrivingEncoding, type CsvFormat, type ImportDeps, type ImportOptions, type ImportPlan, type ImportRun,
} from '../../contacts/index.ts'
import { fromPublicId, noSignals, silentObserver, toPublicId, withWorkspace, type Id } from '../../kernel/index.ts'
import { cliErrors } from '../errors.ts'
import type { Output } from '../output.ts'
import { collect, example, group, run, type CliDeps } from '../program.ts'
import type { CliSession } from '../session.ts'

type StartOptions = {
  list?: string; source?: string; map: string[]; dryRun?: boolean; preview?: boolean; encoding?: string; delimiter?: string; header: boolean; country?: string; dateOrder?: string; existing?: string; newStatus?: string
  consent?: string; consentAt?: string; consentEvidence?: string; wait: boolean; here?: boolean
}

export function registerImports(program: Command, deps: CliDeps): void {
  const imports = group(program, 'import', 'files of contacts')
  imports.command('start <file>').description('imports a CSV file; - reads standard input')
    .option('--list <name>', 'put everybody on this list; it is made when there is none')
    .option('--source <name>', 'where the file comes from; it is made when there is none', 'Files')
    .option('--map <column=field>', 'what a column is: email, first_name, …, attribute:<name>, ignore (default: guessed)', collect, [])
    .option('--dry-run', 'count what would happen and change nothing')
    .option('--preview', 'show what would happen to the first rows and stop')
    .option('--encoding <name>', 'utf-8, windows-1252, utf-16le, utf-16be (default: detected)')
    .option('--delimiter <char>', 'comma, semicolon, tab, bar or the character (default: detected)')
    .option('--no-header', 'the first row is data')
    .option('--country <code>', 'country of phone numbers and regions where a row names none')
    .option('--date-order <order>', 'dmy or mdy, for dates like 03/04/2024')
    .option('--existing <how>', 'update or skip people who are known')
    .option('--new-status <status>', 'active or unconfirmed, for rows without a status')
    .option('--consent <purpose>', 'everybody in the file agreed to this purpose')
    .option('--consent-at <date>', 'when they agreed')
    .option('--consent-evidence <text>', 'how it can be proved')
    .option('--here', 'work it off in this process instead of the import worker')
    .option('--no-wait', 'return as soon as it runs')
    .addHelpText('after', example('inboxlift import start people.csv --list Newsletter --dry-run', 'inboxlift import start people.csv --list Newsletter --map "Mail=email" --map "Stufe=attribute:level"'))
    .action(run<StartOptions>(deps, async ({ open, out, options, io }, file) => start(await open(), out, options, file, io.readStdin)))

  imports.command('status [import]').description('one import with its progress, or the latest ones').addHelpText('after', example('inboxlift import status', 'inboxlift import status imp_0abc…'))
    .action(run(deps, async ({ open, out }, id) => {
      const session = await open()
      if (id !== undefined) return out.record(told(await getImport(session, session.scope, fromPublicId('imp', id))))
      const rows = (await listImports(session, session.scope, { limit: 20 })).slice(0, 20).map(told)
      out.table(rows, { id: 'Id', file: 'File', state: 'State', rows: 'Rows', created: 'New', updated: 'Changed', unchanged: 'Unchanged', duplicate: 'Repeated', rejected: 'Refused', created_at: 'Begun' }, 'No import yet.')
    }))

  const steer = { pause: { act: pauseImport, says: 'Paused; resume goes on at the same row.' }, resume: { act: resumeImport, says: 'Running again.' }, cancel: { act: cancelImport, says: 'Cancelled; people who came with it stay.' } }
  for (const [verb, { act, says }] of Object.entries(steer)) {
    imports.command(`${verb} <import>`).description(`${verb}s an import`).addHelpText('after', example(`inboxlift import ${verb} imp_0abc…`))
      .action(run(deps, async ({ open, out }, id) => {
        const importRunId = fromPublicId('imp', id)
        const session = await open()
        if (verb === 'cancel') await out.confirm('End this import for good?')
        const done = await act(await importDeps(session), session.scope, importRunId)
        out.result(told(done), () => out.line(says))
      }))
  }

  imports.command('rejects <import>').description('the refused rows as CSV, with line, rule and what to do').option('--rules', 'only how many rows each rule refused').addHelpText('after', example('inboxlift import rejects imp_0abc… > rejects.csv'))
    .action(run<{ rules?: boolean }>(deps, async ({ open, out, io, options }, id) => {
      const importRunId = fromPublicId('imp', id)
      const session = await open()
      if (options.rules || out.isJson) return out.table(await countRejects(session, session.scope, importRunId), { field: 'Field', rule: 'Rule', count: 'Rows' }, 'No row was refused.')
      for await (const line of rejectsAsCsv(await importDeps(session), session.scope, importRunId)) io.out(line)
    }))
}

const importDeps = async (s: CliSession): Promise<ImportDeps> => ({ pool: s.pool, ids: s.ids, clock: s.clock, keyring: await s.keyrings.get(s.workspaceId) })

function told(r: ImportRun): Record<string, unknown> & { id: string } {
  return {
    id: toPublicId('imp', r.importRunId), file: r.fileName, source: r.sourceName, state: r.state, rows: r.rows, ...r.counts, bytes: r.fileBytes, done_bytes: r.cursorBytes,
    ...(r.secondsLeft === undefined ? {} : { seconds_left: r.secondsLeft }), ...(r.options.dryRunCounts ? { dry_run: r.options.dryRunCounts } : {}), ...(r.errorCode ? { error_code: r.errorCode } : {}), created_at: r.createdAt, finished_at: r.finishedAt,
  }
}

const DELIMITERS: Record<string, CsvFormat['delimiter']> = { comma: ',', ',': ',', semicolon: ';', ';': ';', tab: '\t', '\t': '\t', bar: '|', pipe: '|', '|': '|' }

function choice<T extends string>(what: string, given: string | undefined, allowed: readonly T[]): T | undefined {
  if (given === undefined || (allowed as readonly string[]).includes(given)) return given as T | undefined
  throw cliErrors.CLI_USAGE({ detail: `${what} is one of ${allowed.join(', ')}.` })
}

/** Options as a plan; everything is checked before the file is sent. */
function readPlan(o: StartOptions): { plan: ImportPlan; encoding: ArrivingEncoding | undefined } {
  const mapping = Object.fromEntries(o.map.map((m) => {
    const at = m.lastIndexOf('=')
    if (at < 1) throw cliErrors.CLI_USAGE({ detail: '--map is written column=field.' })
    return [m.slice(0, at), m.slice(at + 1)]
  }))
  const delimiter = o.delimiter === undefined ? undefined : DELIMITERS[o.delimiter]
  if (o.delimiter !== undefined && delimiter === undefined) throw cliErrors.CLI_USAGE({ detail: '--delimiter is comma, semicolon, tab or bar.' })
  if (o.consentAt !== undefined && Number.isNaN(Date.parse(o.consentAt))) throw cliErrors.CLI_USAGE({ detail: '--consent-at is a date like 2024-12-31.' })
  const options: ImportOptions = {
    dryRun: o.dryRun === true, defaultCountry: o.country, dateOrder: choice('--date-order', o.dateOrder, ['dmy', 'mdy'] as const), onExisting: choice('--existing', o.existing, ['update', 'skip'] as const), newStatus: choice('--new-status', o.newStatus, ['active', 'unconfirmed'] as const),
    consent: o.consent === undefined ? undefined : { purpose: o.consent, givenAt: o.consentAt && new Date(o.consentAt).toISOString(), evidence: o.consentEvidence },
  }
  return {
    plan: { ...(o.map.length > 0 ? { overrides: mapping } : {}), format: { ...(delimiter ? { delimiter } : {}), ...(o.header ? {} : { header: false }) }, options },
    encoding: choice('--encoding', o.encoding, ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const),
  }
}

async function start(session: CliSession, out: Output, options: StartOptions, file: string, readStdin: () => Promise<Buffer>): Promise<void> {
  const { plan, encoding } = readPlan(options)
  const { scope } = session
  const deps = await importDeps(session)
  const sourceId = await chooseSource(session, options.source ?? 'Files')
  const importRunId = await startImport(deps, scope, { sourceId, fileName: file === '-' ? 'standard input' : path.basename(file) })
  let run: ImportRun
  try {
    run = await send(deps, session, out, importRunId, file, encoding, readStdin)
    if (options.preview) {
      await preview(deps, session, out, run, plan)
      await cancelImport(deps, scope, importRunId)
      return
    }
    if (options.list !== undefined) plan.options = { ...plan.options, listId: await listFor(session, options.list, options.dryRun === true) }
    run = await runImport(deps, scope, importRunId, plan)
  } catch (error) {
    await cancelImport(deps, scope, importRunId).catch(() => {})
    throw error
  }
  if (!options.wait && !options.here) return out.result(told(run), () => out.line(`${toPublicId('imp', importRunId)} runs; watch it with \`inboxlift import status\`.`))
  const working = options.here ? workOffHere({ ...deps, observer: silentObserver, signals: noSignals, isStopping: () => false }, scope.workspaceId, importRunId) : undefined
  run = await watch(deps, session, out, importRunId, working)
  finishWords(out, run, options.dryRun === true)
}

/** The source of that name; made when there is none. */
async function chooseSource(s: CliSession, name: string): Promise<Id> {
  return withWorkspace(s.pool, s.scope, async (tx) => (await findSource(tx, s.workspaceId, name)) ?? createSource(tx, { workspaceId: s.workspaceId, ids: s.ids, actor: s.scope.actor }, { name, kind: 'file' }))
}

/** The list of that name or id; made when there is none, but not by a dry run. */
async function listFor(s: CliSession, name: string, isDry: boolean): Promise<Id | undefined> {
  return withWorkspace(s.pool, s.scope, async (tx) => (/^lst_[0-9a-z]{13}$/.test(name) ? fromPublicId('lst', name) : ((await findList(tx, s.workspaceId, name)) ?? (isDry ? undefined : createList(tx, { workspaceId: s.workspaceId, ids: s.ids, actor: s.scope.actor }, { name })))))
}

async function send(deps: ImportDeps, s: CliSession, out: Output, importRunId: Id, file: string, encoding: ArrivingEncoding | undefined, readStdin: () => Promise<Buffer>): Promise<ImportRun> {
  const receiver = await receiveFile(deps, s.scope, importRunId, encoding)
  if (file === '-') {
    await receiver.receiveChunk(await readStdin())
    return receiver.finishReceiving()
  }
  let size: number
  try {
    size = statSync(file).size
  } catch (cause) {
    throw cliErrors.CLI_USAGE({ detail: `The file ${file} cannot be read.`, cause })
  }
  const bar = out.progress('sending', size)
  let sent = 0
  for await (const piece of createReadStream(file, { highWaterMark: 256 * 1024 })) {
    await receiver.receiveChunk(piece as Buffer)
    bar.update((sent += (piece as Buffer).length))
  }
  bar.stop()
  return receiver.finishReceiving()
}

async function preview(deps: ImportDeps, s: CliSession, out: Output, run: ImportRun, plan: ImportPlan): Promise<void> {
  const p = await previewImport(deps, s.scope, run, plan)
  out.result({ format: p.format, mapping: p.mapping, new_attributes: p.newAttributes, rows: p.rows }, () => {
    out.line(`${p.format.encoding}, delimiter ${JSON.stringify(p.format.delimiter)}, ${p.format.header ? 'with' : 'without'} header`)
    for (const column of p.columns) out.line(`  ${column} -> ${p.mapping[column] ?? 'not read'}`)
    out.table(p.rows.slice(0, 20).map((r) => ({ line: r.line, outcome: r.outcome, why: r.reject ? `${r.reject.field} ${r.reject.rule}: ${r.reject.hint}` : (r.changes ?? []).join(', ') })), { line: 'Line', outcome: 'Would be', why: '' }, 'The file has no rows.')
  })
}

const POLL_MS = 250
const NOBODY_AFTER_MS = 8_000

async function watch(deps: ImportDeps, s: CliSession, out: Output, importRunId: Id, working: Promise<unknown> | undefined): Promise<ImportRun> {
  const began = Date.now()
  let bar: ReturnType<Output['progress']> | undefined
  let warned = false
  for (;;) {
    const run = await getImport(deps, s.scope, importRunId)
    bar ??= out.progress('importing', run.fileBytes)
    bar.update(run.cursorBytes)
    if (run.state !== 'running') {
      bar.stop()
      await working
      return getImport(deps, s.scope, importRunId)
    }
    if (!working && !warned && !run.isWorkedOn && run.rows === 0 && Date.now() - began > NOBODY_AFTER_MS) {
      warned = true
      out.note('No import worker has taken it yet: is `npm start` running? With --here this command does the work itself.')
    }
    await new Promise((r) => setTimeout(r, POLL_MS))
  }
}

function finishWords(out: Output, run: ImportRun, isDry: boolean): void {
  const counts = isDry && run.options.dryRunCounts ? run.options.dryRunCounts : { ...run.counts, rows: run.rows }
  out.result(told(run), () => {
    const n = (count: number): string => count.toLocaleString('en')
    const verb = isDry ? 'would be ' : ''
    out.line(`${run.state === 'done' ? 'Done' : isDry && run.state === 'ready' ? 'Dry run done' : `The import is ${run.state}`}: ${n(counts.rows)} rows; ${n(counts.created)} ${verb}new, ${n(counts.updated)} ${verb}changed, ${n(counts.unchanged)} unchanged, ${n(counts.duplicate)} repeated, ${n(counts.rejected)} ${verb}refused.`)
    if (!isDry && counts.rejected > 0) out.line(`Refused rows: inboxlift import rejects ${toPublicId('imp', run.importRunId)} > rejects.csv`)
  })
}
