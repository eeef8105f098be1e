// The part of the segment language that the builder speaks; everything else is kept as it is and edited as JSON.
// The server checks every definition: this file only says what is offered.

export type Scalar = string | number | boolean
export type When = { last: Record<string, number> } | { older_than: Record<string, number> } | { since: string } | { before: string } | { between: [string, string] } | { period: string }
export type Leaf = Record<string, unknown>
export type Group = { all: Condition[] } | { any: Condition[] }
export type Condition = Group | { not: Condition } | Leaf
export type Definition = { version: 1; where: Condition; limit?: unknown }

export type FieldKind = 'text' | 'datetime' | 'source' | 'status'
export const FIELDS: { value: string; label: string; kind: FieldKind }[] = [
  { value: 'country', label: 'Country', kind: 'text' },
  { value: 'region', label: 'Region', kind: 'text' },
  { value: 'city', label: 'City', kind: 'text' },
  { value: 'language', label: 'Language', kind: 'text' },
  { value: 'timezone', label: 'Time zone', kind: 'text' },
  { value: 'email_domain', label: 'E-mail domain', kind: 'text' },
  { value: 'status', label: 'Status', kind: 'status' },
  { value: 'created_at', label: 'Created', kind: 'datetime' },
  { value: 'last_sent_at', label: 'Last mailed', kind: 'datetime' },
]
export const STATUSES = ['active', 'unconfirmed', 'unsubscribed', 'bounced', 'complained', 'suppressed']

export const TEXT_OPERATORS = [
  { value: 'eq', label: 'is' },
  { value: 'ne', label: 'is not' },
  { value: 'in', label: 'is one of' },
  { value: 'not_in', label: 'is none of' },
  { value: 'contains', label: 'contains' },
  { value: 'starts_with', label: 'begins with' },
  { value: 'is_empty', label: 'is empty' },
  { value: 'is_not_empty', label: 'is not empty' },
]
export const NUMBER_OPERATORS = [
  { value: 'eq', label: '=' },
  { value: 'ne', label: '≠' },
  { value: 'lt', label: '<' },
  { value: 'lte', label: '≤' },
  { value: 'gt', label: '>' },
  { value: 'gte', label: '≥' },
  { value: 'is_empty', label: 'is empty' },
  { value: 'is_not_empty', label: 'is not empty' },
]
export const EVENTS = [
  { value: 'received', label: 'got a mail' },
  { value: 'opened', label: 'opened a mail' },
  { value: 'clicked', label: 'clicked a link' },
  { value: 'bounced', label: 'bounced' },
  { value: 'complained', label: 'complained' },
  { value: 'unsubscribed', label: 'unsubscribed' },
]
export const UNITS = ['hours', 'days', 'weeks', 'months', 'years']

/** Kinds of conditions that the menu offers, with what a new one holds. */
export const NEW_CONDITIONS: { label: string; make: () => Condition }[] = [
  { label: 'Field of the contact', make: () => ({ field: 'country', op: 'eq', value: '' }) },
  { label: 'Attribute', make: () => ({ attribute: '', op: 'eq', value: '' }) },
  { label: 'Did something', make: () => ({ did: 'opened', when: { last: { days: 30 } } }) },
  { label: 'Did not do something', make: () => ({ did_not: 'opened', when: { last: { days: 30 } } }) },
  { label: 'Is on a list', make: () => ({ list: '' }) },
  { label: 'Is in a segment', make: () => ({ segment: '' }) },
  { label: 'May be mailed', make: () => ({ mailable: true }) },
  { label: 'Random share', make: () => ({ sample: { percent: 10 } }) },
  { label: 'Group of conditions', make: () => ({ any: [{ field: 'country', op: 'eq', value: '' }] }) },
]

export const isGroup = (c: Condition): c is Group => 'all' in c || 'any' in c
export const groupMode = (g: Group): 'all' | 'any' => ('all' in g ? 'all' : 'any')
export const groupItems = (g: Group): Condition[] => ('all' in g ? g.all : g.any)
export const makeGroup = (mode: 'all' | 'any', items: Condition[]): Group => (mode === 'all' ? { all: items } : { any: items })
/** The root is always shown as a group. */
export const rootGroup = (where: Condition): Group => (isGroup(where) ? where : { all: [where] })
