// The compiler of the segment language: the only place where SQL text is built. Small fragments, every value bound,
// workspace_id in every predicate. A condition becomes a set of contacts (semi-join) where it stands in a chain of
// "all"; under "any" and "not" it becomes a probe of the contact in hand, which an index answers whatever the sizes.
// The outputs for real-life segments are checked in: examples/*.sql.
import { fromPublicId, type Id } from '../kernel/index.ts'
import { segmentErrors } from './errors.ts'
import type { AttributeCondition, ChangedCondition, Condition, ConsentCondition, DidCondition, FieldCondition, Leaf, Limit, SegmentDefinition } from './language.ts'
import { Builder, indent, type IndexUse, type SqlType } from './compile/builder.ts'
import { eventQuestion, eventSet } from './compile/event.ts'
import { peopleSet } from './compile/people.ts'
import { attributeTest, datetimeTest, momentRange, textTest } from './compile/values.ts'
import { resolveMoments, type TimeFrame } from './time.ts'

export type CompileOptions = TimeFrame & {
  workspaceId: Id
  /** Only people we may write to now: active and not suppressed. Applied before a limit. */
  mailable?: boolean
  /** Definitions of segments that are referred to, by public id; a missing one is read from its kept membership. */
  segments?: ReadonlyMap<string, SegmentDefinition>
  /** False when nobody in the workspace was merged: their resolution is left out. Default true. */
  merges?: boolean
}
export type Compiled = {
  text: string
  values: unknown[]
  types: SqlType[]
  indexes: IndexUse[]
  warnings: string[]
  /** True when every set in it can be asked for one contact by one index probe: first pages are then found contact by contact. */
  probes: boolean
}

/** Where a condition stands: `chain` is true as long as only "all" lies above it, so that it may become a join. */
type Place = { alias: string; chain: boolean; negate: boolean }
type ProfileCondition = AttributeCondition | ChangedCondition
type Env = { b: Builder; options: CompileOptions; path: readonly string[] }

const CONTACT = 'contacts.v_contact'
const live = (c: string): string => `${c}.merged_into is null and ${c}.status <> 'erased'`
const same = (x: string, c: string): string => `${x}.workspace_id = ${c}.workspace_id and ${x}.contact_id = ${c}.contact_id`
/** Negative operators on attributes mean "nobody with such a profile": people without a profile row count too. */
const POSITIVE: Record<string, string> = { ne: 'eq', not_in: 'in', not_contains: 'contains', is_empty: 'is_not_empty' }
const isProfile = (c: Condition): c is ProfileCondition => 'attribute' in c || 'changed' in c
const isSetLeaf = (c: Condition): boolean => 'list' in c || 'did' in c || ('consent' in c && c.state !== 'none')

/** True when a set of its own finds the contacts, without looking at everybody. */
function drives(c: Condition, env: Env): boolean {
  if ('all' in c) return c.all.some((k) => drives(k, env))
  if ('any' in c) return c.any.every((k) => drives(k, env))
  if ('segment' in c) {
    const definition = env.options.segments?.get(c.segment)
    return !definition || definition.limit !== undefined || drives(definition.where, env)
  }
  if ('field' in c) return (c.op === 'eq' || c.op === 'in') && ['region', 'city', 'source'].includes(c.field)
  return isSetLeaf(c) && !('did' in c && c.times?.at_least === undefined && c.times !== undefined)
}

function predicate(c: Condition, env: Env, at: Place): string {
  if ('not' in c) return predicate(c.not, env, { ...at, negate: !at.negate })
  if ('all' in c) return at.negate ? either(c.all, env, at) : both(c.all, env, at)
  if ('any' in c) return at.negate ? both(c.any, env, at) : either(c.any, env, at)
  return leaf(c, env, at)
}

/** "all". Conditions on the profile are asked together, so that its row is read once. */
function both(parts: Condition[], env: Env, at: Place): string {
  const profile = parts.filter(isProfile)
  const rest = parts.filter((p) => !isProfile(p)).map((p) => predicate(p, env, at))
  return [...rest, ...(profile.length > 0 ? [profileGroup(profile, env, at, 'and')] : [])].join('\nand ')
}

/** "any": the union of sets when each part is one (one pass over the contacts found), else alternatives per contact. */
function either(parts: Condition[], env: Env, at: Place): string {
  if (parts.length === 1) return predicate(parts[0]!, env, at)
  if (parts.every(isProfile)) return `(${profileGroup(parts, env, at, 'or')})`
  if (at.chain && !at.negate && parts.every((p) => drives(p, env))) {
    env.b.probes = false
    const u = env.b.alias('u')
    const arms = parts.map((p) => armOf(p, env)).join('\nunion all\n')
    return `exists (select from (\n  ${indent(arms)}\n) ${u} where ${same(u, at.alias)})`
  }
  const apart: Place = { ...at, chain: false }
  const profile = parts.filter(isProfile)
  const rest = parts.filter((p) => !isProfile(p)).map((p) => predicate(p, env, apart))
  return `(${[...rest, ...(profile.length > 0 ? [profileGroup(profile, env, apart, 'or')] : [])].map((t) => `(${indent(t)})`).join('\n  or ')})`
}

/**
 * Several conditions on the profile, joined by `and` or `or`, as at most one "there is a profile that" and one "there is none
 * that". A negative operator means "no profile with the positive one": people without a profile row count too.
 */
function profileGroup(parts: ProfileCondition[], env: Env, at: Place, by: 'and' | 'or'): string {
  const signed = parts.map((c) => {
    const positive = 'attribute' in c ? POSITIVE[c.op ?? ''] : undefined
    return { c: positive ? ({ ...c, op: positive } as ProfileCondition) : c, negate: at.negate !== (positive !== undefined) }
  })
  const out: string[] = []
  for (const negate of [false, true]) {
    const group = signed.filter((g) => g.negate === negate).map((g) => g.c)
    // not A and not B is "none with A or B"; not A or not B is "none with A and B".
    if (group.length > 0) out.push(profileSet(group, env, { ...at, negate }, negate === (by === 'and') ? 'or' : 'and'))
  }
  return out.length === 1 ? out[0]! : `(${out.join(`\n${by} `)})`
}

function profileSet(group: ProfileCondition[], env: Env, at: Place, by: 'and' | 'or'): string {
  const { b } = env
  const p = b.alias('p')
  b.index('contact_profile_pk', 'contacts.contact_profile', 'the profile of a contact')
  const tests = group.map((c) => ('attribute' in c ? profileTest(b, p, c, env) : changedTest(b, p, c, env)))
  // CASE hides the test from the planner, which knows nothing of what is inside jsonb and would guess "one in a thousand":
  // with "every second" it joins by hashing, which is right for many and bearable for few.
  const test = `case when ${tests.length === 1 ? tests[0]! : tests.map((t) => `(${t})`).join(` ${by} `)} then true else false end`
  return exists(`select from contacts.v_profile ${p} where ${p}.workspace_id = $1 and ${same(p, at.alias)} and ${test}`, at.negate)
}

function armOf(c: Condition, env: Env): string {
  if (isSetLeaf(c) && !('did' in c && c.times?.at_most !== undefined)) return leafSet(c as Leaf, env)
  const x = env.b.alias('c')
  const inner = predicate(c, env, { alias: x, chain: true, negate: false })
  return `select ${x}.workspace_id, ${x}.contact_id from ${CONTACT} ${x} where ${x}.workspace_id = $1 and ${inner}`
}

/** A leaf that is a set of contacts; `of` narrows it to the contact in hand. */
function leafSet(c: Leaf, env: Env, of?: string): string {
  const { b } = env
  if ('did' in c || 'did_not' in c) return eventSet(b, eventQuestion(c), env.options, of)
  if ('list' in c) {
    b.index('list_member_pk', 'contacts.list_member', 'members of a list')
    const list = b.bind(fromPublicId('lst', c.list), 'bigint')
    const added = c.added && resolveMoments(c.added, env.options)
    return peopleSet(b, { view: 'contacts.v_list_member', tests: (x) => [`${x}.list_id = ${list}`, ...(added ? [momentRange(b, `${x}.added_at`, added)] : [])] }, { of })
  }
  if ('consent' in c) return peopleSet(b, { view: 'compliance.v_consent', tests: (x) => consentTests(b, x, c, env) }, { of })
  throw new Error('this condition is not a set')
}

function consentTests(b: Builder, x: string, c: ConsentCondition, env: Env): string[] {
  b.index('consent_state_pk', 'compliance.consent_state', 'the consent of a contact')
  const state = c.state ?? 'given'
  return [
    `${x}.purpose = ${b.bind(c.consent, 'text')}`,
    `${x}.channel = ${b.bind(c.channel ?? 'email', 'text')}`,
    ...(state === 'none' ? [] : [`${x}.state = ${b.bind(state, 'text')}`]),
    ...(c.since ? [momentRange(b, `${x}.since`, resolveMoments(c.since, env.options))] : []),
  ]
}

function profileTest(b: Builder, x: string, c: AttributeCondition, env: Env): string {
  b.warn(`The attribute "${c.attribute}" has no index: the profiles of everybody whom the other conditions leave are read.`)
  return attributeTest(b, x, c, env.options)
}

function changedTest(b: Builder, x: string, c: ChangedCondition, env: Env): string {
  const range = resolveMoments(c.when, env.options)
  const seen = `left(${x}.provenance -> ${b.bind(c.changed, 'text')} ->> 'observed_at', 19)`
  const stamp = (d: Date): string => `${b.bind(d.toISOString().slice(0, 19), 'text')} collate "C"`
  return [...(range.from ? [`${seen} >= ${stamp(range.from)}`] : []), ...(range.until ? [`${seen} < ${stamp(range.until)}`] : [])].join(' and ')
}

const exists = (set: string, negate: boolean): string => `${negate ? 'not ' : ''}exists (\n  ${indent(set)}\n)`

/** In a chain: a semi- or anti-join with the whole set. Elsewhere: a probe for the contact in hand. */
function setLeaf(c: Leaf, env: Env, at: Place): string {
  if (!at.chain) return exists(leafSet(c, env, at.alias), at.negate)
  const x = env.b.alias('x')
  return exists(`select from (\n  ${indent(leafSet(c, env))}\n) ${x} where ${same(x, at.alias)}`, at.negate)
}

function leaf(c: Leaf, env: Env, at: Place): string {
  const { b } = env
  const test = (expression: string): string => (at.negate ? `(${expression}) is not true` : expression)
  if ('everyone' in c) return at.negate ? 'false' : 'true'
  if ('field' in c) return test(fieldTest(b, at.alias, c, env))
  if (isProfile(c)) return profileGroup([c], env, at, 'and')
  if ('did_not' in c) return setLeaf(c, env, { ...at, negate: !at.negate })
  if ('did' in c) return didLeaf(c, env, at)
  if ('consent' in c && c.state === 'none') return setLeaf(c, env, { ...at, negate: !at.negate })
  if ('segment' in c) return segmentLeaf(c.segment, env, at)
  if ('sample' in c) return test(sampleTest(b, at.alias, c.sample.percent, c.sample.seed ?? ''))
  if ('mailable' in c) return c.mailable === at.negate ? `not (${mailableTest(b, at.alias)})` : mailableTest(b, at.alias)
  return setLeaf(c, env, at)
}

function fieldTest(b: Builder, x: string, c: FieldCondition, env: Env): string {
  if (c.field === 'region' || c.field === 'country') b.index('contact_place_ix', 'contacts.contact', `people by ${c.field}`)
  if (c.field === 'city') b.index('contact_city_ix', 'contacts.contact', 'people by city')
  if (c.field === 'created_at') b.index('contact_created_ix', 'contacts.contact', 'people by age of their record')
  if (c.field === 'created_at' || c.field === 'last_sent_at') return datetimeTest(b, `${x}.${c.field}`, c, env.options)
  if (c.field !== 'source') return textTest(b, `${x}.${c.field}`, c.op!, c.value)
  b.index('contact_source_ix', 'contacts.contact', 'people by source')
  const ids = (Array.isArray(c.value) ? c.value : [c.value]).map((v) => fromPublicId('src', String(v)))
  return `${x}.source_id ${c.op === 'eq' || c.op === 'in' ? '=' : '<>'} ${c.op === 'eq' || c.op === 'in' ? 'any' : 'all'} (${b.bind(ids, 'bigint[]')})`
}

/** at_most n is "not at least n + 1"; at_most 0 is "did not". */
function didLeaf(c: DidCondition, env: Env, at: Place): string {
  const { times, ...rest } = c
  if (times?.at_most === undefined) return setLeaf(c, env, at)
  const fewer: Condition = { not: { ...rest, times: { at_least: times.at_most + 1 } } }
  return predicate(times.at_least === undefined ? fewer : { all: [{ ...rest, times: { at_least: times.at_least } }, fewer] }, env, at)
}

function segmentLeaf(id: string, env: Env, at: Place): string {
  if (env.path.includes(id)) throw segmentErrors.SEGMENT_CYCLE({ detail: `${[...env.path, id].join(' → ')}.`, data: { path: [...env.path, id] } })
  const definition = env.options.segments?.get(id)
  const inner: Env = { ...env, path: [...env.path, id] }
  if (definition && !definition.limit) return at.negate || !at.chain ? `(${predicate(definition.where, inner, at)})` : predicate(definition.where, inner, at)
  const x = env.b.alias('m')
  if (definition) return `${at.alias}.contact_id ${at.negate ? 'not ' : ''}in (\n  ${indent(select(definition, inner, { mailable: false }))}\n)`
  env.b.index('segment_member_pk', 'campaigns.segment_member', 'kept members of a segment')
  env.b.warn(`The definition of ${id} is not at hand: its kept membership is used.`)
  const set = `select from campaigns.segment_member ${x} where ${x}.workspace_id = $1 and ${x}.segment_id = ${env.b.bind(fromPublicId('seg', id), 'bigint')} and ${same(x, at.alias)}`
  return exists(set, at.negate)
}

/** Stable: the same contacts for the same seed, and a larger share contains the smaller one. */
const share = (b: Builder, x: string, seed: string): string => `sha256(convert_to(${b.bind(`${seed}:`, 'text')} || ${x}.contact_id::text, 'UTF8'))`

function sampleTest(b: Builder, x: string, percent: number, seed: string): string {
  const threshold = Buffer.alloc(percent >= 100 ? 33 : 4, 0xff)
  if (percent < 100) threshold.writeUInt32BE(Math.floor((percent / 100) * 2 ** 32))
  return `${share(b, x, seed)} < ${b.bind(threshold, 'bytea')}`
}

function mailableTest(b: Builder, x: string): string {
  b.index('suppression_pk', 'compliance.suppression', 'addresses we may not write to')
  const s = b.alias('s')
  return `${x}.status = 'active' and not exists (\n  select from compliance.v_suppressed_address ${s} where ${s}.workspace_id = $1 and ${s}.workspace_id = ${x}.workspace_id and ${s}.email_index = ${x}.email_index\n)`
}

const ACTIVITY = new Set(['last_open_at', 'last_click_at', 'open_count', 'click_count'])

/** The order of "top N"; ties go by contact, so that the same people are chosen again. */
function limitTail(b: Builder, c: string, limit: Limit): { join: string; tail: string } {
  const by = limit.by ?? 'created_at'
  const a = b.alias('t')
  const join = ACTIVITY.has(by) ? `\nleft join events.v_contact_activity ${a} on ${same(a, c)}` : ''
  const key = by === 'random' ? share(b, c, limit.seed ?? '') : `${ACTIVITY.has(by) ? a : c}.${by}`
  return { join, tail: `\norder by ${key} ${limit.order ?? 'desc'} nulls last, ${c}.contact_id\nlimit ${b.bind(limit.count, 'bigint')}` }
}

function select(definition: SegmentDefinition, env: Env, options: { mailable: boolean; columns?: (c: string) => string }): string {
  const { b } = env
  const c = b.alias('c')
  const limit = definition.limit ? limitTail(b, c, definition.limit) : { join: '', tail: '' }
  const where = [`${c}.workspace_id = $1`, live(c), predicate(definition.where, env, { alias: c, chain: true, negate: false })]
  if (options.mailable) where.push(mailableTest(b, c))
  return `select ${options.columns?.(c) ?? `${c}.contact_id`} from ${CONTACT} ${c}${limit.join}\nwhere ${indent(where.join('\nand '))}${limit.tail}`
}

function begin(options: CompileOptions): Env {
  const b = new Builder()
  b.bind(options.workspaceId, 'bigint') // $1 everywhere
  b.merges = options.merges !== false
  b.index('contact_pk', 'contacts.contact', 'one contact')
  return { b, options, path: [] }
}

const done = (b: Builder, text: string): Compiled => ({ text: text.replaceAll('$1::bigint', '$1'), values: b.values, types: b.types, indexes: b.indexes, warnings: b.warnings, probes: b.probes })

/**
 * Compiles a checked definition to a statement that selects contact_id: live people only (not merged, not erased),
 * each once. Throws SEGMENT_CYCLE when segments refer to each other in a circle.
 */
export function compileSegment(definition: SegmentDefinition, options: CompileOptions): Compiled {
  const env = begin(options)
  return done(env.b, select(definition, env, { mailable: options.mailable === true }))
}

/** The number of people, as column `total`. */
export function compileCount(definition: SegmentDefinition, options: CompileOptions): Compiled {
  const env = begin(options)
  return done(env.b, `select count(*) as total from (\n  ${indent(select(definition, env, { mailable: options.mailable === true }))}\n) s`)
}

/** One page, newest contact first, with the hot columns; `before` is the last contact_id of the page before. */
export function compilePage(definition: SegmentDefinition, options: CompileOptions, page: { limit: number; before?: Id | undefined }): Compiled {
  const env = begin(options)
  const columns = (c: string): string => ['contact_id', 'email_ct', 'status', 'country', 'region', 'city', 'created_at'].map((n) => `${c}.${n}`).join(', ')
  const inner = select(definition, env, { mailable: options.mailable === true, columns })
  const cursor = page.before === undefined ? '' : `where p.contact_id < ${env.b.bind(page.before, 'bigint')} `
  return done(env.b, `select p.* from (\n  ${indent(inner)}\n) p ${cursor}order by p.contact_id desc limit ${env.b.bind(page.limit, 'integer')}`)
}

/** Brings the kept membership of a segment up to date in one statement: who left goes, who is new comes, the rest keeps entered_at. */
export function compileMaterialise(definition: SegmentDefinition, options: CompileOptions, segmentId: Id): Compiled {
  const env = begin(options)
  const segment = env.b.bind(segmentId, 'bigint')
  const at = env.b.bind(options.now, 'timestamptz')
  const inner = select(definition, env, { mailable: options.mailable === true })
  return done(
    env.b,
    `with found as materialized (\n  ${indent(inner)}\n), gone as (\n  delete from campaigns.segment_member m where m.workspace_id = $1 and m.segment_id = ${segment}\n  and not exists (select from found f where f.contact_id = m.contact_id) returning 1\n), come as (\n` +
      `  insert into campaigns.segment_member (workspace_id, segment_id, contact_id, entered_at)\n  select $1, ${segment}, f.contact_id, ${at} from found f on conflict do nothing returning 1\n)\n` +
      `select (select count(*) from found) as members, (select count(*) from come) as entered, (select count(*) from gone) as left_count`,
  )
}

/** Freezes the audience of a launch in one statement; who is in another launch of the campaign stays out by constraint. */
export function compileAudience(definition: SegmentDefinition, options: CompileOptions, launch: { launchId: Id; campaignId: Id }): Compiled {
  const env = begin(options)
  const [launchId, campaignId] = [env.b.bind(launch.launchId, 'bigint'), env.b.bind(launch.campaignId, 'bigint')]
  const inner = select(definition, env, { mailable: true })
  return done(env.b, `insert into campaigns.audience_member (workspace_id, launch_id, contact_id, campaign_id)\nselect $1, ${launchId}, a.contact_id, ${campaignId} from (\n  ${indent(inner)}\n) a\norder by a.contact_id\non conflict do nothing`)
}

export type LeafAnswer = { path: string; condition: Leaf }

/** Every leaf of a definition with its path, in the order of the text. */
export function leavesOf(where: Condition, path = 'where'): LeafAnswer[] {
  if ('all' in where) return where.all.flatMap((c, i) => leavesOf(c, `${path}.all[${i}]`))
  if ('any' in where) return where.any.flatMap((c, i) => leavesOf(c, `${path}.any[${i}]`))
  if ('not' in where) return leavesOf(where.not, `${path}.not`)
  return [{ path, condition: where }]
}

/** One row for one contact: `live`, `mailable`, and a boolean column l0, l1, … per leaf. */
export function compileMembership(definition: SegmentDefinition, options: CompileOptions, contactId: Id): Compiled & { leaves: LeafAnswer[] } {
  const env = begin(options)
  const leaves = leavesOf(definition.where)
  const columns = leaves.map((l, i) => `(${predicate(l.condition, env, { alias: 'c', chain: false, negate: false })}) is true as l${i}`)
  const text = `select (${live('c')}) as live, (${mailableTest(env.b, 'c')}) as mailable,\n${columns.join(',\n')}\nfrom ${CONTACT} c where c.workspace_id = $1 and c.contact_id = ${env.b.bind(contactId, 'bigint')}`
  return { ...done(env.b, text), leaves }
}
