// Step: the file goes in through the door of all imports, and worker-import works it off.
import { contactContext, contactCells, createList, defineAttribute, getImport, listAttributes, receiveFile, runImport, startImport, type ImportDeps, type ImportRun } from '../contacts/index.ts'
import { parseAddress, withWorkspace, type Id } from '../kernel/index.ts'
import type { DemoRun } from './deps.ts'
import { demoKnownPeople } from './demo.sql.ts'
import { demoErrors } from './errors.ts'
import { INTEREST, MAPPING, POINTS, type DemoFile, type DemoPerson } from './make-file.ts'
import { DOMAINS } from './people-data.ts'
import { waitFor } from './wait.ts'

/** A person of the file as the installation knows them before the launch. */
export type KnownPerson = DemoPerson & { contactId: Id; isActive: boolean }
export type Imported = { run: ImportRun; listId: Id; people: KnownPerson[]; /** People of the file who were there before. */ knownBefore: number }

const PIECE = 64 * 1024

/** Imports the file onto a new list. Throws DEMO_IMPORT_FAILED, DEMO_STUCK. */
export async function importFile(demo: DemoRun, sourceId: Id, file: DemoFile): Promise<Imported> {
  const { scope } = demo
  const deps: ImportDeps = { pool: demo.pool, ids: demo.ids, clock: demo.clock, keyring: demo.keyring }
  const before = await knownPeople(demo)
  const listId = await withWorkspace(demo.pool, scope, async (tx) => {
    const context = await contactContext(demo, scope)
    const defined = new Set((await listAttributes(tx, scope.workspaceId, true)).map((a) => a.name))
    if (!defined.has(INTEREST)) await defineAttribute(tx, context, { name: INTEREST, label: 'Interest (demo)', type: 'text' })
    if (!defined.has(POINTS)) await defineAttribute(tx, context, { name: POINTS, label: 'Points (demo)', type: 'number' })
    return createList(tx, context, { name: `Demo ${demo.run}: everybody`, description: 'Everybody in the file of the demo.' })
  })
  const step = demo.tell('Import', file.rows)
  const importRunId = await startImport(deps, scope, { sourceId, fileName: `demo-${demo.seed}-${file.rows}.csv`, options: { listId } })
  const receiver = await receiveFile(deps, scope, importRunId)
  for (let at = 0; at < file.bytes.length; at += PIECE) await receiver.receiveChunk(file.bytes.subarray(at, at + PIECE))
  await receiver.finishReceiving()
  await runImport(deps, scope, importRunId, { mapping: MAPPING, options: { listId } })
  let run = await getImport(deps, scope, importRunId)
  await waitFor(async () => {
    run = await getImport(deps, scope, importRunId)
    if (run.state === 'failed' || run.state === 'cancelled') throw demoErrors.DEMO_IMPORT_FAILED({ detail: `It is ${run.state}${run.errorCode ? ` (${run.errorCode})` : ''}.` })
    step.update(run.rows)
    return { progress: run.rows, isDone: run.state === 'done', missing: `rows ${run.rows + 1} to ${file.rows} of the import; the service worker-import works on it.` }
  })
  const { created, updated, unchanged, rejected, duplicate } = run.counts
  step.done(`${n(run.rows)} rows: ${n(created)} new, ${n(updated + unchanged)} known, ${n(duplicate)} repeated, ${n(rejected)} refused`)
  const after = await knownPeople(demo)
  const people = file.people.flatMap((p) => {
    const known = after.get(p.email)
    return known ? [{ ...p, ...known }] : []
  })
  return { run, listId, people, knownBefore: file.people.filter((p) => before.has(p.email)).length }
}

const n = (count: number): string => count.toLocaleString('en')

/** Everybody at the demo's domains, by normalised address. */
async function knownPeople(demo: DemoRun): Promise<Map<string, { contactId: Id; isActive: boolean }>> {
  const found = new Map<string, { contactId: Id; isActive: boolean }>()
  const domains = DOMAINS.map((d) => new URL(`http://${d}`).hostname)
  const limit = 5_000
  for (let after = '0'; ; ) {
    const rows = await withWorkspace(demo.pool, demo.scope, (tx) => demoKnownPeople.many(tx, { workspace_id: demo.scope.workspaceId, domains, after_contact_id: after, row_limit: String(limit) }), { readOnly: true })
    for (const r of rows) {
      const parsed = parseAddress(demo.keyring.decrypt(contactCells.email(r.contact_id), r.email_ct!))
      if (parsed.ok) found.set(parsed.address.normalised, { contactId: r.contact_id, isActive: r.status === 'active' })
    }
    if (rows.length < limit) return found
    after = rows.at(-1)!.contact_id
  }
}
