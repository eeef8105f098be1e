// inboxlift segment: save, count, look at people, keep the membership, say why. The same operations as the API.
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { contactCells } from '../../contacts/index.ts'
import { fromPublicId, toPublicId, withWorkspace, type Tx } from '../../kernel/index.ts'
import {
  archiveSegment, countSegment, createSegment, explainMembership, getSegment, listSegments, materialiseSegment, pageSegment, segmentErrors, segmentHistory, updateSegment, validateSegment, verdictText, type Segment, type SegmentContext, type SegmentDefinition,
} from '../../segments/index.ts'
import { example, group, run, type CliDeps } from '../program.ts'
import type { CliSession } from '../session.ts'

const view = (s: Segment) => ({ id: toPublicId('seg', s.segmentId), name: s.name, version: s.version, members: s.memberCount, materialised_at: s.materialisedAt, updated_at: s.updatedAt, updated_by: s.updatedBy, definition: s.definition })
const contextOf = (s: CliSession): SegmentContext => ({ workspaceId: s.workspaceId, actor: s.scope.actor, now: s.clock.now() })

async function readDefinition(deps: CliDeps, file: string): Promise<unknown> {
  const bytes = file === '-' ? await deps.io.readStdin() : await readFile(file)
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw segmentErrors.SEGMENT_INVALID({ detail: 'It is not JSON.', cause, data: { issues: [{ path: '', message: 'is not JSON' }] } })
  }
}

/** A saved segment by its id, or a definition from a file. */
async function definitionOf(deps: CliDeps, tx: Tx, session: CliSession, what: string): Promise<SegmentDefinition> {
  if (what.startsWith('seg_')) return (await getSegment(tx, session.workspaceId, fromPublicId('seg', what))).definition
  return validateSegment(tx, session.workspaceId, await readDefinition(deps, what))
}

export function registerSegments(program: Command, deps: CliDeps): void {
  const segment = group(program, 'segment', 'questions about contacts, and who answers to them')
  registerReading(segment, deps)
  registerSaving(segment, deps)
  registerAsking(segment, deps)
}

function registerReading(segment: Command, deps: CliDeps): void {
  segment.command('list').description('segments by name').option('--search <text>', 'part of the name').addHelpText('after', example('inboxlift segment list'))
    .action(run<{ search?: string }>(deps, async ({ open, out, options }) => {
      const s = await open()
      const rows = await withWorkspace(s.pool, s.scope, (tx) => listSegments(tx, s.workspaceId, { limit: 200, search: options.search }))
      out.table(rows.map(view), { id: 'Id', name: 'Name', members: 'Members', materialised_at: 'Counted', updated_at: 'Changed' }, 'No segment yet: inboxlift segment create NAME --file segment.json.')
    }))
  segment.command('show <id>').description('one segment with its definition').option('--definition', 'print the definition and nothing else').addHelpText('after', example('inboxlift segment show seg_0abc…', 'inboxlift segment show seg_0abc… --definition > segment.json'))
    .action(run<{ definition?: true }>(deps, async ({ open, out, options, io }, id) => {
      const s = await open()
      const found = await withWorkspace(s.pool, s.scope, (tx) => getSegment(tx, s.workspaceId, fromPublicId('seg', id!)))
      if (options.definition) return io.out(`${JSON.stringify(found.definition, null, 2)}\n`)
      out.record(view(found))
    }))
  segment.command('history <id>').description('earlier definitions, newest first').addHelpText('after', example('inboxlift segment history seg_0abc…'))
    .action(run(deps, async ({ open, out }, id) => {
      const s = await open()
      const rows = await withWorkspace(s.pool, s.scope, (tx) => segmentHistory(tx, s.workspaceId, fromPublicId('seg', id!)))
      out.table(rows.map((r) => ({ version: r.version, at: r.createdAt, by: r.createdBy, definition: r.definition })), { version: 'Version', at: 'Since', by: 'By', definition: 'Definition' })
    }))
}

function registerSaving(segment: Command, deps: CliDeps): void {
  segment.command('create <name>').description('saves a definition under a name').requiredOption('--file <path>', 'the definition, or - for standard input').addHelpText('after', example('inboxlift segment create "Opened, California" --file src/segments/examples/opened-last-week-california.json'))
    .action(run<{ file: string }>(deps, async ({ open, out, options }, name) => {
      const definition = await readDefinition(deps, options.file)
      const s = await open()
      const made = await withWorkspace(s.pool, s.scope, (tx) => createSegment(tx, contextOf(s), s.ids, { name: name!, definition }))
      out.result(view(made), () => out.line(`${toPublicId('seg', made.segmentId)}  ${made.name}`))
    }))
  segment.command('update <id>').description('changes name or definition').option('--name <name>', 'the new name').option('--file <path>', 'the new definition, or - for standard input').addHelpText('after', example('inboxlift segment update seg_0abc… --file segment.json'))
    .action(run<{ name?: string; file?: string }>(deps, async ({ open, out, options }, id) => {
      const definition = options.file === undefined ? undefined : await readDefinition(deps, options.file)
      const s = await open()
      const segmentId = fromPublicId('seg', id!)
      const changed = await withWorkspace(s.pool, s.scope, async (tx) => updateSegment(tx, contextOf(s), segmentId, (await getSegment(tx, s.workspaceId, segmentId)).version, { name: options.name, definition }))
      out.record(view(changed))
    }))
  segment.command('archive <id>').description('takes a segment out of use; refused while something uses it').addHelpText('after', example('inboxlift segment archive seg_0abc… --yes'))
    .action(run(deps, async ({ open, out }, id) => {
      const s = await open()
      const segmentId = fromPublicId('seg', id!)
      await out.confirm('Archive this segment?')
      await withWorkspace(s.pool, s.scope, async (tx) => archiveSegment(tx, contextOf(s), segmentId, (await getSegment(tx, s.workspaceId, segmentId)).version))
      out.result({ archived: true }, () => out.line('Archived.'))
    }))
  segment.command('validate <file>').description('checks a definition against this workspace: its attributes, its segments').addHelpText('after', example('inboxlift segment validate segment.json'))
    .action(run(deps, async ({ open, out }, file) => {
      const definition = await readDefinition(deps, file!)
      const s = await open()
      await withWorkspace(s.pool, s.scope, (tx) => validateSegment(tx, s.workspaceId, definition))
      out.result({ valid: true }, () => out.line('Valid.'))
    }))
}

function registerAsking(segment: Command, deps: CliDeps): void {
  segment.command('count <segment>').description('exactly how many people now; a segment id or a file').option('--mailable', 'only people we may write to now').addHelpText('after', example('inboxlift segment count seg_0abc… --mailable', 'inboxlift segment count segment.json'))
    .action(run<{ mailable?: true }>(deps, async ({ open, out, options }, what) => {
      const s = await open()
      const count = await withWorkspace(s.pool, s.scope, async (tx) => countSegment(tx, contextOf(s), await definitionOf(deps, tx, s, what!), { mailable: options.mailable === true }))
      out.result({ count }, () => out.line(String(count)))
    }))
  segment.command('people <segment>').description('the first people, newest first; a segment id or a file').option('--limit <n>', 'how many', '50').option('--mailable', 'only people we may write to now').addHelpText('after', example('inboxlift segment people seg_0abc… --limit 10'))
    .action(run<{ limit: string; mailable?: true }>(deps, async ({ open, out, options }, what) => {
      const s = await open()
      const limit = Math.min(1_000, Math.max(1, Number(options.limit) || 50))
      const keyring = await s.keyrings.get(s.workspaceId)
      const rows = await withWorkspace(s.pool, s.scope, async (tx) => pageSegment(tx, contextOf(s), await definitionOf(deps, tx, s, what!), { limit }, { mailable: options.mailable === true }))
      const people = rows.slice(0, limit).map((r) => ({ id: toPublicId('con', r.contact_id), email: r.email_ct && keyring.decrypt(contactCells.email(r.contact_id), r.email_ct), status: r.status, country: r.country, region: r.region, city: r.city }))
      out.table(people, { id: 'Id', email: 'E-mail', status: 'Status', country: 'Country', region: 'Region', city: 'City' }, 'Nobody.')
      if (rows.length > limit) out.note(`There are more; inboxlift segment count ${what} counts them.`)
    }))
  segment.command('refresh <id>').description('brings the kept membership up to date').addHelpText('after', example('inboxlift segment refresh seg_0abc…'))
    .action(run(deps, async ({ open, out }, id) => {
      const s = await open()
      const done = await withWorkspace(s.pool, s.scope, (tx) => materialiseSegment(tx, contextOf(s), fromPublicId('seg', id!)))
      out.result(done, () => out.line(`${done.members} members; ${done.entered} came, ${done.left} left.`))
    }))
  segment.command('why <segment> <contact>').description('why is this person (not) in it: every condition').addHelpText('after', example('inboxlift segment why seg_0abc… con_0abc…'))
    .action(run(deps, async ({ open, out }, what, contact) => {
      const s = await open()
      const verdict = await withWorkspace(s.pool, s.scope, async (tx) => explainMembership(tx, contextOf(s), await definitionOf(deps, tx, s, what!), fromPublicId('con', contact!)))
      if (!verdict) return out.result({ member: false, exists: false }, () => out.line('There is no such contact.'))
      out.result({ ...verdict, contactId: contact }, () => {
        out.line(verdict.member ? 'In the segment.' : verdict.live ? 'Not in the segment.' : 'Not in the segment: merged into another record, or erased.')
        for (const leaf of verdict.leaves) out.line(`  ${verdictText(leaf)}`)
      })
    }))
}
