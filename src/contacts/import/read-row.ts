// One row of a file to what it says about a person, or why not. Compiled once per import: a list of steps, each reading
// one column; the country first, because phones and regions are read by it.
import { parseAddress } from '../../kernel/address/index.ts'
import { readAttribute, type AttributeDefinition } from '../fields/attribute.ts'
import type { FieldResult } from '../fields/field-result.ts'
import { readMoment, type DateOrder } from '../fields/read-date.ts'
import { readPhone } from '../fields/read-phone.ts'
import { readCountry, readLanguage, readRegion, readTimezone } from '../fields/read-place.ts'
import { readStatus, type ContactStatus } from '../fields/read-status.ts'
import { readText, splitName } from '../fields/read-text.ts'
import { MAX_CITY, MAX_NAME } from '../read-contact-input.ts'
import type { CsvRow } from './csv/csv-row.ts'
import { targetOf, type Mapping, type Target } from './mapping.ts'
import { reject, type Reject } from './reject-rules.ts'

/** What a row says; fields it leaves empty are absent and change nothing. */
export type RowFields = {
  email?: { address: string; normalised: string; domain: string }
  externalId?: string
  firstName?: string
  lastName?: string
  phone?: string
  country?: string
  region?: string
  city?: string
  timezone?: string
  language?: string
  status?: ContactStatus
  createdAt?: Date
  attributes?: Record<string, unknown>
}
export type ReadRow = { ok: true; fields: RowFields } | { ok: false; reject: Reject }
export type RowReader = (row: CsvRow) => ReadRow

export type RowOptions = { defaultCountry?: string | undefined; dateOrder?: DateOrder | undefined; now: Date }

type Step = (text: string, out: RowFields) => Reject | undefined

const EARLIEST = Date.UTC(1900, 0, 1)

/** Builds the reader for a file with these columns. `now` bounds dates. */
export function createRowReader(columns: readonly string[], mapping: Mapping, definitions: readonly AttributeDefinition[], options: RowOptions): RowReader {
  const steps = columns
    .map((column, index) => ({ index, target: targetOf(mapping, column) }))
    .filter((s): s is { index: number; target: Target } => s.target !== undefined)
    .toSorted((a, b) => rank(a.target) - rank(b.target))
    .map(({ index, target }) => ({ index, run: stepFor(target, definitions, options) }))
  return (row) => {
    if (row.problem) return { ok: false, reject: problemOf(row) }
    if (row.cells.length !== columns.length) return { ok: false, reject: reject('', 'column_count', `${row.cells.length} instead of ${columns.length} columns.`) }
    const fields: RowFields = {}
    for (const { index, run } of steps) {
      const text = row.cells[index]!.trim()
      if (text === '') continue
      const refused = run(text, fields)
      if (refused) return { ok: false, reject: refused }
    }
    return fields.email || fields.externalId ? { ok: true, fields } : { ok: false, reject: reject('email', 'email_missing') }
  }
}

const rank = (target: Target): number => (target === 'email' ? 0 : target === 'country' ? 1 : 2)

function problemOf(row: CsvRow): Reject {
  const { rule, at } = row.problem!
  const where = rule === 'bad_encoding' || rule === 'nul_byte' ? `Byte ${at} of the file.` : rule === 'row_too_long' ? '' : `Line ${at}.`
  return reject('', rule, where)
}

function stepFor(target: Target, definitions: readonly AttributeDefinition[], options: RowOptions): Step {
  const field = <T>(read: (text: string, out: RowFields) => FieldResult<T>, put: (out: RowFields, value: T) => void): Step => (text, out) => {
    const result = read(text, out)
    if (!result.ok) return reject(target, result.rule)
    put(out, result.value)
    return undefined
  }
  switch (target) {
    case 'email':
      return readAddress
    case 'external_id':
      return (text, out) => (text.length > 200 ? reject('external_id', 'external_id_too_long') : void (out.externalId = text))
    case 'first_name':
      return field((t) => readText(t, MAX_NAME), (out, v) => (out.firstName = v))
    case 'last_name':
      return field((t) => readText(t, MAX_NAME), (out, v) => (out.lastName = v))
    case 'full_name':
      return field((t) => readText(t, MAX_NAME), (out, v) => {
        const { first, last } = splitName(v)
        if (first) out.firstName = first
        if (last) out.lastName = last
      })
    case 'phone':
      return field((t, out) => readPhone(t, out.country ?? options.defaultCountry), (out, v) => (out.phone = v))
    case 'country':
      return field(readCountry, (out, v) => (out.country = v))
    case 'region':
      return field((t, out) => readRegion(t, out.country ?? options.defaultCountry), (out, v) => (out.region = v))
    case 'city':
      return field((t) => readText(t, MAX_CITY), (out, v) => (out.city = v))
    case 'timezone':
      return field(readTimezone, (out, v) => (out.timezone = v))
    case 'language':
      return field(readLanguage, (out, v) => (out.language = v))
    case 'status':
      return field(readStatus, (out, v) => (out.status = v))
    case 'created_at':
      return createdAtStep(options)
    default:
      return attributeStep(target, definitions, options)
  }
}

const readAddress: Step = (text, out) => {
  const parsed = parseAddress(text)
  if (!parsed.ok) return { field: 'email', rule: parsed.rule, hint: parsed.hint }
  const { address, normalised, domain } = parsed.address
  out.email = { address, normalised, domain }
  return undefined
}

function createdAtStep(options: RowOptions): Step {
  const latest = options.now.getTime() + 86_400_000
  return (text, out) => {
    const moment = readMoment(text, options.dateOrder)
    if (!moment.ok) return reject('created_at', moment.rule)
    const at = moment.value.getTime()
    if (at < EARLIEST || at > latest) return reject('created_at', 'date_out_of_range')
    out.createdAt = moment.value
    return undefined
  }
}

function attributeStep(target: Target, definitions: readonly AttributeDefinition[], options: RowOptions): Step {
  const name = target.slice('attribute:'.length)
  const definition = definitions.find((d) => d.name === name) ?? { name, label: name, type: 'text' as const, sensitive: false, check: {} }
  return (text, out) => {
    const result = readAttribute(definition, text, options.dateOrder)
    if (!result.ok) return reject(`attribute:${name}`, result.rule)
    ;(out.attributes ??= {})[name] = result.value
    return undefined
  }
}
