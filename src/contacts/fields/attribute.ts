// Attributes that a workspace defines: reading texts into typed values, and checking values that come typed (API).
import { bad, fold, good, type FieldResult } from './field-result.ts'
import { readDay, readMoment, type DateOrder } from './read-date.ts'

export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'date', 'datetime', 'enum', 'set', 'geo', 'json'] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

/** attribute_definition.check_rule: each part is optional. */
export type AttributeRule = {
  /** Allowed values of enum and set. */
  values?: string[]
  /** Bounds of numbers. */
  min?: number
  max?: number
  /** Longest text, at most 4,000 (the default). */
  max_length?: number
  /** Regular expression that texts match as a whole. */
  pattern?: string
}
export type AttributeDefinition = { name: string; label: string; type: AttributeType; sensitive: boolean; check: AttributeRule }

const MAX_TEXT = 4_000
const YES = new Set('true,t,yes,y,1,on,ja,j,wahr,oui,o,vrai,si,s,verdadero,x'.split(','))
const NO = new Set('false,f,no,n,0,off,nein,falsch,non,faux,falso'.split(','))

/** Reads a text cell. Numbers take a decimal comma when there is no point; sets are cut at ; and | (or , without them). */
export function readAttribute(definition: AttributeDefinition, text: string, order?: DateOrder): FieldResult<unknown> {
  switch (definition.type) {
    case 'number': {
      const plain = /^-?\d+,\d+$/.test(text) ? text.replace(',', '.') : text.replaceAll(/(?<=\d)[ '\u00a0](?=\d{3}(?:\D|$))/g, '')
      return /^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/.test(plain) ? checkAttribute(definition, Number(plain)) : bad('number_unknown')
    }
    case 'boolean': {
      const word = fold(text)
      return YES.has(word) ? good(true) : NO.has(word) ? good(false) : bad('boolean_unknown')
    }
    case 'date':
      return readDay(text, order)
    case 'datetime': {
      const moment = readMoment(text, order)
      return moment.ok ? good(moment.value.toISOString()) : moment
    }
    case 'set':
      return checkAttribute(definition, text.split(/[;|]/.test(text) ? /[;|]/ : ',').map((v) => v.trim()).filter(Boolean))
    case 'geo': {
      const m = /^(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(text)
      return m ? checkAttribute(definition, { lat: +m[1]!, lon: +m[2]! }) : bad('geo_unknown')
    }
    case 'json':
      try {
        return checkAttribute(definition, JSON.parse(text) as unknown)
      } catch {
        return bad('json_unknown')
      }
    case 'text':
    case 'enum':
      return checkAttribute(definition, text)
  }
}

/** Checks a typed value against type and rule; answers it in its stored form (sets sorted, each value once). */
export function checkAttribute(definition: AttributeDefinition, value: unknown): FieldResult<unknown> {
  const rule = definition.check
  switch (definition.type) {
    case 'text':
      return typeof value === 'string' ? checkText(value, rule) : bad('wrong_type')
    case 'enum':
      if (typeof value !== 'string') return bad('wrong_type')
      return !rule.values || rule.values.includes(value) ? checkText(value, rule) : bad('not_in_enum')
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return bad('wrong_type')
      if (rule.min !== undefined && value < rule.min) return bad('below_minimum')
      return rule.max !== undefined && value > rule.max ? bad('above_maximum') : good(value)
    case 'boolean':
      return typeof value === 'boolean' ? good(value) : bad('wrong_type')
    case 'date':
      return typeof value === 'string' ? readDay(value) : bad('wrong_type')
    case 'datetime': {
      if (typeof value !== 'string') return bad('wrong_type')
      const moment = readMoment(value)
      return moment.ok ? good(moment.value.toISOString()) : moment
    }
    case 'set':
      return checkSet(value, rule)
    case 'geo': {
      const { lat, lon } = (value ?? {}) as { lat?: unknown; lon?: unknown }
      return typeof lat === 'number' && typeof lon === 'number' && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? good({ lat, lon }) : bad('geo_unknown')
    }
    case 'json':
      return JSON.stringify(value)?.length > 20_000 ? bad('too_long') : value === undefined ? bad('wrong_type') : hasNul(value) ? bad('control_character') : good(value)
  }
}

function checkText(value: string, rule: AttributeRule): FieldResult<string> {
  if (value.length > Math.min(rule.max_length ?? MAX_TEXT, MAX_TEXT)) return bad('too_long')
  if (value.includes('\u0000') || !value.isWellFormed()) return bad('control_character')
  if (rule.pattern !== undefined && !new RegExp(`^(?:${rule.pattern})$`, 'u').test(value)) return bad('pattern_mismatch')
  return good(value)
}

function checkSet(value: unknown, rule: AttributeRule): FieldResult<string[]> {
  if (!Array.isArray(value) || !value.every((v) => typeof v === 'string')) return bad('wrong_type')
  const items = [...new Set(value as string[])].toSorted()
  if (items.length > 200 || items.some((v) => v.length > 200)) return bad('too_long')
  if (items.some((v) => v.includes('\u0000') || !v.isWellFormed())) return bad('control_character')
  return rule.values && items.some((v) => !rule.values!.includes(v)) ? bad('not_in_enum') : good(items)
}

/** jsonb cannot hold U+0000. */
function hasNul(value: unknown): boolean {
  return JSON.stringify(value).includes('\\u0000')
}
