// Checks a segment definition and says, for each thing that is wrong, where it is and what is allowed there.
// A union schema would only answer "invalid input", so the key of a condition chooses its schema first.
import { z } from 'zod'
import { fromPublicId } from '../kernel/index.ts'
import { segmentErrors } from './errors.ts'
import {
  ATTRIBUTE_TYPES, BOUNDS, CONDITION_KEYS, EVENTS, FIELDS, LIMIT_ORDERS, OPERATORS, STATUSES,
  type AttributeType, type Condition, type ConditionKey, type FieldName, type SegmentDefinition, type ValueKind,
} from './language.ts'
import { whenSchema } from './parse-when.ts'

export type Issue = { path: string; message: string; allowed?: readonly string[] }
export type ParseResult = { ok: true; definition: SegmentDefinition } | { ok: false; issues: Issue[] }
export type ParseOptions = { /** Attributes of the workspace; without it any name is taken. */ attributes?: ReadonlyMap<string, { type: string; sensitive: boolean }> }

type Walk = { issues: Issue[]; conditions: number; options: ParseOptions }

const text = z.string().min(1).max(BOUNDS.textLength)
const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'is not a name: lower-case letters, digits and _, beginning with a letter')
const publicId = (prefix: string) => z.string().refine((v) => isPublicId(prefix, v), `is not an id of the form ${prefix}_…`)
const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1).max(BOUNDS.listValues)])

function isPublicId(prefix: string, value: string): boolean {
  try {
    return fromPublicId(prefix, value) !== ''
  } catch {
    return false
  }
}

const eventDetails = {
  when: whenSchema.optional(),
  campaign: oneOrMany(publicId('cmp')).optional(),
  last_campaigns: z.number().int().min(1).max(1000).optional(),
  link: z.number().int().min(1).max(32_767).optional(),
  provider: oneOrMany(publicId('prv')).optional(),
  country: oneOrMany(text).optional(),
  region: oneOrMany(text).optional(),
  city: oneOrMany(text).optional(),
  mailbox_provider: oneOrMany(text).optional(),
  hard: z.boolean().optional(),
  bots: z.enum(['exclude', 'include', 'only']).optional(),
}
const times = z
  .strictObject({ at_least: z.number().int().min(1).max(1_000_000).optional(), at_most: z.number().int().min(0).max(1_000_000).optional() })
  .refine((t) => t.at_least !== undefined || t.at_most !== undefined, 'needs at_least or at_most')
  .refine((t) => (t.at_least ?? 0) <= (t.at_most ?? Infinity), 'at_least is greater than at_most')
const botsOfTracked = (c: Record<string, unknown>): boolean => c.bots === undefined || ['opened', 'clicked'].includes(String(c.did ?? c.did_not))
const BOTS = { path: ['bots'], message: 'is only for opened and clicked' }
const oneAudience = (c: { campaign?: unknown; last_campaigns?: unknown }): boolean => c.campaign === undefined || c.last_campaigns === undefined

const LEAVES = {
  changed: z.strictObject({ changed: name, when: whenSchema }),
  list: z.strictObject({ list: publicId('lst'), added: whenSchema.optional() }),
  consent: z.strictObject({ consent: text, channel: z.enum(['email', 'sms', 'phone', 'post']).optional(), state: z.enum(['given', 'withdrawn', 'none']).optional(), since: whenSchema.optional() }),
  did: z.strictObject({ did: z.enum(EVENTS), times: times.optional(), ...eventDetails }).refine(oneAudience, 'has campaign and last_campaigns: choose one').refine(botsOfTracked, BOTS),
  did_not: z.strictObject({ did_not: z.enum(EVENTS), ...eventDetails }).refine(oneAudience, 'has campaign and last_campaigns: choose one').refine(botsOfTracked, BOTS),
  segment: z.strictObject({ segment: publicId('seg') }),
  sample: z.strictObject({ sample: z.strictObject({ percent: z.number().gt(0).max(100), seed: z.string().max(100).optional() }) }),
  mailable: z.strictObject({ mailable: z.boolean() }),
  everyone: z.strictObject({ everyone: z.literal(true) }),
} satisfies Partial<Record<ConditionKey, z.ZodType>>

const limitSchema = z.strictObject({ count: z.number().int().min(1).max(BOUNDS.limitCount), by: z.enum(LIMIT_ORDERS).optional(), order: z.enum(['desc', 'asc']).optional(), seed: z.string().max(100).optional() })

/** What an operator takes as value: one, a pair, many or nothing. */
function valueSchema(kind: ValueKind, op: string, item: z.ZodType): z.ZodType | null {
  if (op === 'is_empty' || op === 'is_not_empty') return null
  if (op === 'between') return z.tuple([item, item])
  return ['in', 'not_in', 'contains_any', 'contains_all'].includes(op) ? z.array(item).min(1).max(BOUNDS.listValues) : item
}

const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a date like 2026-01-31').refine((v) => !Number.isNaN(Date.parse(`${v}T00:00:00Z`)), 'is not a date of the calendar')
const momentText = z.string().refine((v) => /^\d{4}-\d{2}-\d{2}/.test(v) && !Number.isNaN(Date.parse(v)), 'is not a date or time like 2026-01-31 or 2026-01-31T14:30:00')
const ITEMS: Record<ValueKind, z.ZodType> = { text, number: z.number(), boolean: z.boolean(), date: dayText, datetime: momentText, set: text, reference: publicId('src') }

/** Type of an attribute condition that does not say it: by its value, or by the time it asks for. */
function guessType(c: Record<string, unknown>): AttributeType {
  const sample = Array.isArray(c.value) ? (c.value as unknown[])[0] : c.value
  if (c.when !== undefined) return 'date'
  return typeof sample === 'number' ? 'number' : typeof sample === 'boolean' ? 'boolean' : 'text'
}

function parseValue(walk: Walk, path: string, c: Record<string, unknown>, kind: ValueKind, keys: string[], item: z.ZodType = ITEMS[kind]): void {
  const timed = kind === 'date' || kind === 'datetime'
  const unknown = Object.keys(c).filter((k) => ![...keys, 'op', 'value', ...(timed ? ['when'] : [])].includes(k))
  for (const k of unknown) walk.issues.push({ path: `${path}.${k}`, message: 'is not known here', allowed: [...keys, 'op', 'value', ...(timed ? ['when'] : [])] })
  if (timed && c.when !== undefined) {
    if (c.op !== undefined || c.value !== undefined) walk.issues.push({ path, message: 'has when and op: choose one' })
    check(walk, `${path}.when`, whenSchema, c.when)
    return
  }
  const allowed: readonly string[] = OPERATORS[kind]
  if (typeof c.op !== 'string' || !allowed.includes(c.op)) {
    walk.issues.push({ path: `${path}.op`, message: c.op === undefined ? 'is missing' : `is not an operator for a ${kind}`, allowed: timed ? [...allowed, '(or when instead of op)'] : allowed })
    return
  }
  const schema = valueSchema(kind, c.op, item)
  if (schema) check(walk, `${path}.value`, schema, c.value)
  else if (c.value !== undefined) walk.issues.push({ path: `${path}.value`, message: `is not wanted: ${c.op} takes no value` })
}

function check(walk: Walk, path: string, schema: z.ZodType, value: unknown): void {
  const result = schema.safeParse(value)
  if (result.success) return
  for (const issue of result.error.issues) walk.issues.push(...readable(path, issue))
}

/** zod's issue in words, with the allowed values where there are some. */
function readable(path: string, issue: z.core.$ZodIssue): Issue[] {
  const at = issue.path.reduce<string>((p, k) => (typeof k === 'number' ? `${p}[${k}]` : p === '' ? String(k) : `${p}.${String(k)}`), path)
  if (issue.code === 'unrecognized_keys') return issue.keys.map((k) => ({ path: `${at}.${k}`, message: 'is not known here' }))
  if (issue.code === 'invalid_value') return [{ path: at, message: 'is not one of the allowed values', allowed: issue.values.map(String) }]
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors.flat().sort((a, b) => b.path.length - a.path.length)[0]
    return deepest ? readable(at, { ...deepest, path: deepest.path }) : [{ path: at, message: 'is not valid' }]
  }
  if (issue.code === 'custom') return [{ path: at, message: issue.message, ...(Array.isArray(issue.params?.allowed) ? { allowed: issue.params.allowed as string[] } : {}) }]
  return [{ path: at, message: issue.message.replace(/^Invalid input: /, '').replace(/^Too /, 'is too ') }]
}

function parseField(walk: Walk, path: string, c: Record<string, unknown>): void {
  const kind = typeof c.field === 'string' && Object.hasOwn(FIELDS, c.field) ? FIELDS[c.field as FieldName] : undefined
  if (!kind) {
    walk.issues.push({ path: `${path}.field`, message: 'is not a built-in field', allowed: Object.keys(FIELDS) })
    return
  }
  const item = c.field === 'status' ? z.enum(STATUSES) : c.field === 'country' ? z.string().regex(/^[A-Z]{2}$/, 'is not a country code like US') : undefined
  parseValue(walk, path, c, kind, ['field'], c.op === 'contains' || c.op === 'starts_with' || c.op === 'ends_with' || c.op === 'not_contains' ? text : item)
}

function parseAttribute(walk: Walk, path: string, c: Record<string, unknown>): void {
  check(walk, `${path}.attribute`, name, c.attribute)
  const known = walk.options.attributes?.get(String(c.attribute))
  if (walk.options.attributes && !known) {
    walk.issues.push({ path: `${path}.attribute`, message: 'is not an attribute of this workspace', allowed: [...walk.options.attributes].filter(([, d]) => !d.sensitive).map(([n]) => n) })
    return
  }
  if (known?.sensitive) walk.issues.push({ path: `${path}.attribute`, message: 'is sensitive: it is stored encrypted and cannot be asked for' })
  const type = c.type ?? known?.type ?? guessType(c)
  if (!(ATTRIBUTE_TYPES as readonly unknown[]).includes(type)) {
    walk.issues.push({ path: `${path}.type`, message: 'is not a type that can be asked for', allowed: ATTRIBUTE_TYPES })
    return
  }
  if (known && known.type !== type) walk.issues.push({ path: `${path}.type`, message: `is not the type of this attribute`, allowed: [known.type] })
  c.type = type
  parseValue(walk, path, c, type === 'enum' ? 'text' : (type as ValueKind), ['attribute', 'type'])
}

function parseGroup(walk: Walk, path: string, value: unknown, depth: number): void {
  if (!Array.isArray(value) || value.length === 0) {
    walk.issues.push({ path, message: 'is not a list with at least one condition' })
    return
  }
  value.forEach((child, i) => parseCondition(walk, `${path}[${i}]`, child, depth + 1))
}

function parseCondition(walk: Walk, path: string, value: unknown, depth: number): void {
  walk.conditions += 1
  if (depth > BOUNDS.depth) return void walk.issues.push({ path, message: `is nested deeper than ${BOUNDS.depth} levels` })
  if (walk.conditions === BOUNDS.conditions + 1) return void walk.issues.push({ path, message: `is one condition more than the ${BOUNDS.conditions} allowed` })
  if (walk.conditions > BOUNDS.conditions) return
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return void walk.issues.push({ path, message: 'is not a condition (an object)', allowed: CONDITION_KEYS })
  const c = value as Record<string, unknown>
  const keys = CONDITION_KEYS.filter((k) => Object.hasOwn(c, k))
  // did and did_not take region, country and the like beside them, which are no condition keys; two real keys are a mistake.
  if (keys.length !== 1) {
    return void walk.issues.push({ path, message: keys.length === 0 ? 'says no condition' : `says ${keys.length} conditions at once (${keys.join(', ')}): put them into "all" or "any"`, allowed: CONDITION_KEYS })
  }
  const key = keys[0]!
  if (key === 'all' || key === 'any' || key === 'not') {
    for (const k of Object.keys(c)) if (k !== key) walk.issues.push({ path: `${path}.${k}`, message: 'is not known here', allowed: [key] })
    return key === 'not' ? parseCondition(walk, `${path}.not`, c.not, depth + 1) : parseGroup(walk, `${path}.${key}`, c[key], depth)
  }
  if (key === 'field') return parseField(walk, path, c)
  if (key === 'attribute') return parseAttribute(walk, path, c)
  check(walk, path, LEAVES[key], c)
}

/** Checks a definition from outside. Never throws; issues come in the order of the text. The input is not changed. */
export function parseSegment(input: unknown, options: ParseOptions = {}): ParseResult {
  const walk: Walk = { issues: [], conditions: 0, options }
  const copy: unknown = structuredClone(input)
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy)) return { ok: false, issues: [{ path: '', message: 'is not an object like {"version": 1, "where": {…}}' }] }
  const root = copy as Record<string, unknown>
  for (const k of Object.keys(root)) if (!['version', 'where', 'limit'].includes(k)) walk.issues.push({ path: k, message: 'is not known here', allowed: ['version', 'where', 'limit'] })
  if (root.version !== 1) walk.issues.push({ path: 'version', message: 'is not a known version of the language', allowed: ['1'] })
  parseCondition(walk, 'where', root.where, 1)
  if (root.limit !== undefined) check(walk, 'limit', limitSchema, root.limit)
  return walk.issues.length > 0 ? { ok: false, issues: walk.issues } : { ok: true, definition: root as unknown as SegmentDefinition }
}

/** One line per issue: `where.all[0].op: is not an operator for a text (allowed: eq, ne, …)`. */
export function issueText(issue: Issue): string {
  return `${issue.path || 'definition'} ${issue.message}${issue.allowed ? ` (allowed: ${issue.allowed.join(', ')})` : ''}`
}

/** Like parseSegment, but throws SEGMENT_INVALID with all issues in its data. */
export function requireSegment(input: unknown, options: ParseOptions = {}): SegmentDefinition {
  const result = parseSegment(input, options)
  if (result.ok) return result.definition
  throw segmentErrors.SEGMENT_INVALID({ detail: `${issueText(result.issues[0]!)}.`, data: { issues: result.issues } })
}

export type { Condition }
