// Questions to a definition: how many, who, about how many, and why is this person (not) in it.
import { toPublicId, type Id, type Tx } from '../kernel/index.ts'
import { compileCount, compileMembership, compilePage, compileSegment } from './compile.ts'
import { compileOptions, type SegmentContext } from './context.ts'
import type { Condition, Leaf, SegmentDefinition } from './language.ts'
import { expectedRows, runCompiled } from './run-compiled.ts'

export type AskOptions = { /** Only people we may write to now. */ mailable?: boolean }

/** The exact number of people now. */
export async function countSegment(tx: Tx, context: SegmentContext, definition: SegmentDefinition, ask: AskOptions = {}): Promise<number> {
  const [row] = await runCompiled<{ total: string }>(tx, compileCount(definition, await compileOptions(tx, context, definition, ask.mailable)))
  return Number(row!.total)
}

/** Contact ids and hot columns; email_ct is still encrypted. */
export type SegmentRow = { contact_id: Id; email_ct: Buffer | null; status: string; country: string | null; region: string | null; city: string | null; created_at: Date }

/**
 * One page, newest contact first; `before` is the last contact_id of the page before. Answers one row more than `limit`
 * when there is a next page. Reads no profile.
 */
export async function pageSegment(tx: Tx, context: SegmentContext, definition: SegmentDefinition, page: { limit: number; before?: Id | undefined }, ask: AskOptions = {}): Promise<SegmentRow[]> {
  const compiled = compilePage(definition, await compileOptions(tx, context, definition, ask.mailable), { limit: page.limit + 1, before: page.before })
  // Fifty rows are found sooner by probing contact by contact than by merging two whole indexes, which the planner likes
  // better because it prices every probe as a read from disk (200,000 contacts: 4.6 against 1.8 ms).
  return runCompiled<SegmentRow>(tx, compiled, compiled.probes ? { settings: ['enable_mergejoin = off'] } : {})
}

/** The planner's guess, in a millisecond or two whatever the size; exact counts follow. */
export async function estimateSegment(tx: Tx, context: SegmentContext, definition: SegmentDefinition, ask: AskOptions = {}): Promise<number> {
  return expectedRows(tx, compileSegment(definition, await compileOptions(tx, context, definition, ask.mailable)))
}

export type LeafVerdict = { path: string; condition: Leaf; holds: boolean }
export type Membership = { contactId: Id; member: boolean; live: boolean; mailable: boolean; leaves: LeafVerdict[]; /** True when "limit" may still keep the person out. */ limited: boolean }

/** Evaluates every leaf for one contact. Answers undefined when there is no such contact. */
export async function explainMembership(tx: Tx, context: SegmentContext, definition: SegmentDefinition, contactId: Id): Promise<Membership | undefined> {
  const compiled = compileMembership(definition, await compileOptions(tx, context, definition), contactId)
  const [row] = await runCompiled<Record<string, boolean>>(tx, compiled)
  if (!row) return undefined
  const leaves = compiled.leaves.map((l, i) => ({ ...l, holds: row[`l${i}`]! }))
  const holds = new Map(leaves.map((l) => [l.path, l.holds]))
  const member = row.live! && fold(definition.where, 'where', holds) && (await isWithinLimit(tx, context, definition, contactId))
  return { contactId, member, live: row.live!, mailable: row.mailable!, leaves, limited: definition.limit !== undefined }
}

function fold(c: Condition, path: string, holds: ReadonlyMap<string, boolean>): boolean {
  if ('all' in c) return c.all.every((k, i) => fold(k, `${path}.all[${i}]`, holds))
  if ('any' in c) return c.any.some((k, i) => fold(k, `${path}.any[${i}]`, holds))
  if ('not' in c) return !fold(c.not, `${path}.not`, holds)
  return holds.get(path)!
}

async function isWithinLimit(tx: Tx, context: SegmentContext, definition: SegmentDefinition, contactId: Id): Promise<boolean> {
  if (!definition.limit) return true
  const found = await runCompiled<{ contact_id: Id }>(tx, compileSegment(definition, await compileOptions(tx, context, definition)))
  return found.some((r) => r.contact_id === contactId)
}

/** One sentence a leaf, for people: `where.all[0]: no — region eq CA`. */
export function verdictText(v: LeafVerdict): string {
  return `${v.path}: ${v.holds ? 'yes' : 'no'} — ${JSON.stringify(v.condition)}`
}

export const publicSegmentId = (id: Id): string => toPublicId('seg', id)
