// The segment language, version 1: its words and its shapes. What may be said; parse.ts checks it, compile.ts says it in SQL.

/** Operators per kind of value. Text is compared as written; contains, starts_with and ends_with ignore case. */
export const OPERATORS = {
  text: ['eq', 'ne', 'in', 'not_in', 'contains', 'not_contains', 'starts_with', 'ends_with', 'is_empty', 'is_not_empty'],
  number: ['eq', 'ne', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte', 'between', 'is_empty', 'is_not_empty'],
  boolean: ['eq', 'ne', 'is_empty', 'is_not_empty'],
  date: ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'between', 'is_empty', 'is_not_empty'],
  datetime: ['lt', 'lte', 'gt', 'gte', 'between', 'is_empty', 'is_not_empty'],
  set: ['contains', 'not_contains', 'contains_any', 'contains_all', 'is_empty', 'is_not_empty'],
  reference: ['eq', 'ne', 'in', 'not_in'],
} as const
export type ValueKind = keyof typeof OPERATORS
export type Operator = (typeof OPERATORS)[ValueKind][number]

/** Built-in fields of a contact and what kind of value they hold. */
export const FIELDS = {
  country: 'text',
  region: 'text',
  city: 'text',
  language: 'text',
  timezone: 'text',
  status: 'text',
  email_domain: 'text',
  source: 'reference',
  created_at: 'datetime',
  last_sent_at: 'datetime',
} as const satisfies Record<string, ValueKind>
export type FieldName = keyof typeof FIELDS

export const STATUSES = ['active', 'unconfirmed', 'unsubscribed', 'bounced', 'complained', 'suppressed'] as const

/** Types of plain profile attributes that can be asked for; `enum` is asked like text. */
export const ATTRIBUTE_TYPES = ['text', 'enum', 'number', 'boolean', 'date', 'datetime', 'set'] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

/** What a contact did or what happened to its mails. `received`: a mail server accepted a mail for the contact. */
export const EVENTS = ['received', 'delivered', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed', 'deferred', 'rejected'] as const
export type EventName = (typeof EVENTS)[number]

export const DURATION_UNITS = ['minutes', 'hours', 'days', 'weeks', 'months', 'years'] as const
export type Duration = Partial<Record<(typeof DURATION_UNITS)[number], number>>

export const PERIODS = ['today', 'yesterday', 'this_week', 'last_week', 'this_month', 'last_month', 'this_quarter', 'last_quarter', 'this_year', 'last_year'] as const
export type Period = (typeof PERIODS)[number]

/** A time, relative or absolute, read in the workspace's zone. Exactly one key. Dates are whole days. */
export type When =
  | { last: Duration }
  | { next: Duration }
  | { older_than: Duration }
  | { since: string }
  | { before: string }
  | { between: [string, string] }
  | { on: string }
  | { period: Period }

export const LIMIT_ORDERS = ['created_at', 'last_sent_at', 'last_open_at', 'last_click_at', 'open_count', 'click_count', 'random'] as const
export type Limit = { count: number; by?: (typeof LIMIT_ORDERS)[number]; order?: 'desc' | 'asc'; seed?: string }

export type Scalar = string | number | boolean
export type FieldCondition = { field: FieldName; op?: Operator; value?: Scalar | Scalar[]; when?: When }
export type AttributeCondition = { attribute: string; type?: AttributeType; op?: Operator; value?: Scalar | Scalar[]; when?: When }
export type ChangedCondition = { changed: string; when: When }
export type ListCondition = { list: string; added?: When }
export type ConsentCondition = { consent: string; channel?: 'email' | 'sms' | 'phone' | 'post'; state?: 'given' | 'withdrawn' | 'none'; since?: When }
export type EventDetails = {
  when?: When
  times?: { at_least?: number; at_most?: number }
  campaign?: string | string[]
  last_campaigns?: number
  link?: number
  provider?: string | string[]
  country?: string | string[]
  region?: string | string[]
  city?: string | string[]
  mailbox_provider?: string | string[]
  hard?: boolean
  bots?: 'exclude' | 'include' | 'only'
}
export type DidCondition = { did: EventName } & EventDetails
export type DidNotCondition = { did_not: EventName } & Omit<EventDetails, 'times'>
export type SegmentCondition = { segment: string }
export type SampleCondition = { sample: { percent: number; seed?: string } }
export type MailableCondition = { mailable: boolean }
export type EveryoneCondition = { everyone: true }

export type Leaf =
  | FieldCondition
  | AttributeCondition
  | ChangedCondition
  | ListCondition
  | ConsentCondition
  | DidCondition
  | DidNotCondition
  | SegmentCondition
  | SampleCondition
  | MailableCondition
  | EveryoneCondition
export type Condition = { all: Condition[] } | { any: Condition[] } | { not: Condition } | Leaf

export type SegmentDefinition = { version: 1; where: Condition; limit?: Limit }

/** The key that tells what a condition is; each condition has exactly one of them. */
export const CONDITION_KEYS = ['all', 'any', 'not', 'field', 'attribute', 'changed', 'list', 'consent', 'did', 'did_not', 'segment', 'sample', 'mailable', 'everyone'] as const
export type ConditionKey = (typeof CONDITION_KEYS)[number]

/** Bounds of a definition: enough for people, too little to hurt the database. */
export const BOUNDS = { depth: 10, conditions: 200, listValues: 10_000, textLength: 1_000, limitCount: 10_000_000 } as const

/** All segment ids a definition refers to directly. */
export function referencedSegments(where: Condition): string[] {
  if ('all' in where) return where.all.flatMap(referencedSegments)
  if ('any' in where) return where.any.flatMap(referencedSegments)
  if ('not' in where) return referencedSegments(where.not)
  return 'segment' in where ? [where.segment] : []
}
