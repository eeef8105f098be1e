// Sets of people from rows about contacts. A merge leaves facts where they are (DESIGN 4.7): rows of a person who was merged
// count for the survivor.
import { indent, type Builder } from './builder.ts'

/** Rows with workspace_id and contact_id, and what they must fulfil under an alias. */
export type RowSource = { view: string; tests: (alias: string) => string[] }

/**
 * A sub-select of workspace_id and contact_id; a person may stand in it several times. `of` narrows it to one outer contact;
 * `atLeast` asks for that many rows.
 */
export function peopleSet(b: Builder, source: RowSource, options: { of?: string | undefined; atLeast?: number } = {}): string {
  const atLeast = options.atLeast ?? 1
  if (b.merges) b.index('contact_merged_into_ix', 'contacts.contact', 'facts of people who were merged')
  if (!b.merges) return grouped(b, plain(b, source, options.of), atLeast)
  if (options.of) return grouped(b, probe(b, source, options.of), atLeast)
  b.probes = false
  return wholeSet(b, source, atLeast)
}

function plain(b: Builder, source: RowSource, of?: string): string {
  const e = b.alias('e')
  return `select ${e}.workspace_id, ${e}.contact_id from ${source.view} ${e}\nwhere ${[`${e}.workspace_id = $1`, ...(of ? [`${e}.contact_id = ${of}.contact_id`] : []), ...source.tests(e)].join(' and ')}`
}

/** The whole set: merged people are resolved by a join with the few who were; a union would hide from the planner how many people there are. */
function wholeSet(b: Builder, source: RowSource, atLeast: number): string {
  const [e, o] = [b.alias('e'), b.alias('o')]
  const person = `coalesce(${o}.merged_into, ${e}.contact_id)`
  const rows =
    `select ${e}.workspace_id, ${person} as contact_id from ${source.view} ${e}\n` +
    `left join contacts.v_contact ${o} on ${o}.workspace_id = $1 and ${o}.workspace_id = ${e}.workspace_id and ${o}.contact_id = ${e}.contact_id and ${o}.merged_into is not null\n` +
    `where ${[`${e}.workspace_id = $1`, ...source.tests(e)].join(' and ')}`
  return atLeast === 1 ? rows : `${rows}\ngroup by ${e}.workspace_id, ${person} having count(*) >= ${b.bind(atLeast, 'integer')}`
}

/** For one contact: its own rows by their index, and those of the people merged into it. */
function probe(b: Builder, source: RowSource, of: string): string {
  const [m, o] = [b.alias('e'), b.alias('o')]
  return (
    `${plain(b, source, of)}\nunion all\n` +
    `select ${o}.workspace_id, ${o}.merged_into from contacts.v_contact ${o} join ${source.view} ${m} on ${m}.workspace_id = ${o}.workspace_id and ${m}.contact_id = ${o}.contact_id\n` +
    `where ${[`${o}.workspace_id = $1`, `${o}.merged_into = ${of}.contact_id`, `${m}.workspace_id = $1`, ...source.tests(m)].join(' and ')}`
  )
}

function grouped(b: Builder, rows: string, atLeast: number): string {
  if (atLeast === 1) return rows
  const u = b.alias('u')
  return `select ${u}.workspace_id, ${u}.contact_id from (\n  ${indent(rows)}\n) ${u} group by ${u}.workspace_id, ${u}.contact_id having count(*) >= ${b.bind(atLeast, 'integer')}`
}
