// What a form or the API says about a person, checked and normalised: the edge of DESIGN 4.9. The import has its own
// (import/read-row.ts), because it reads texts; both use the readers in fields/.
import { parseAddress } from '../kernel/address/index.ts'
import { contactErrors } from './errors.ts'
import { checkAttribute, type AttributeDefinition } from './fields/attribute.ts'
import { FIELD_RULES, bad, good, type FieldResult } from './fields/field-result.ts'
import { readPhone } from './fields/read-phone.ts'
import { readCountry, readLanguage, readRegion, readTimezone } from './fields/read-place.ts'
import type { ContactStatus } from './fields/read-status.ts'
import { readText } from './fields/read-text.ts'

/** Undefined: not mentioned. Null or empty: take it away. */
export type ContactInput = {
  email?: string | undefined
  status?: ContactStatus | undefined
  firstName?: string | null | undefined
  lastName?: string | null | undefined
  phone?: string | null | undefined
  country?: string | null | undefined
  region?: string | null | undefined
  city?: string | null | undefined
  timezone?: string | null | undefined
  language?: string | null | undefined
  /** Merged by name; null takes an attribute away. */
  attributes?: Record<string, unknown> | undefined
}

export type Email = { address: string; normalised: string; domain: string }
export type CheckedInput = Omit<ContactInput, 'email'> & { email?: Email }

export const MAX_NAME = 200
export const MAX_CITY = 120
/** Statuses a person may set; the rest come from what happens. */
const SETTABLE: readonly ContactStatus[] = ['active', 'unconfirmed', 'unsubscribed', 'suppressed']

type FieldError = { field: string; rule: string; message: string }

/** Reads an address for storing. Throws CONTACT_ADDRESS_INVALID naming the rule; never shows the address. */
export function readEmail(text: string): Email {
  const parsed = parseAddress(text.trim())
  if (!parsed.ok) throw contactErrors.CONTACT_ADDRESS_INVALID({ detail: parsed.message, data: { errors: [{ field: 'email', rule: parsed.rule, message: parsed.message }] } })
  const { address, normalised, domain } = parsed.address
  return { address, normalised, domain }
}

/**
 * Checks an input. `country` is the country the contact has if the input names none (phones and regions are read by it).
 * Throws CONTACT_ADDRESS_INVALID, or CONTACT_FIELD_INVALID with every broken rule in data.errors.
 */
export function readContactInput(input: ContactInput, definitions: readonly AttributeDefinition[], country?: string | null): CheckedInput {
  const errors: FieldError[] = []
  const out: CheckedInput = {}
  const take = <T>(field: keyof ContactInput, read: (text: string) => FieldResult<T>): void => {
    const given = input[field] as string | null | undefined
    if (given === undefined) return
    const text = given?.trim() ?? ''
    if (text === '') return void ((out as Record<string, unknown>)[field] = null)
    const result = read(text)
    if (result.ok) (out as Record<string, unknown>)[field] = result.value
    else errors.push({ field: snake(field), rule: result.rule, message: FIELD_RULES[result.rule] })
  }
  if (input.email !== undefined) out.email = readEmail(input.email)
  take('status', (t) => (SETTABLE.includes(t as ContactStatus) ? good(t) : bad('status_unknown')))
  take('country', readCountry)
  const place = (out.country === undefined ? country : out.country) ?? undefined
  take('firstName', (t) => readText(t, MAX_NAME))
  take('lastName', (t) => readText(t, MAX_NAME))
  take('phone', (t) => readPhone(t, place))
  take('region', (t) => readRegion(t, place))
  take('city', (t) => readText(t, MAX_CITY))
  take('timezone', readTimezone)
  take('language', readLanguage)
  if (input.attributes) out.attributes = readAttributes(input.attributes, definitions, errors)
  if (errors.length > 0) throw contactErrors.CONTACT_FIELD_INVALID({ detail: `Field ${errors[0]!.field}: ${errors[0]!.message}`, data: { errors } })
  return out
}

function readAttributes(given: Record<string, unknown>, definitions: readonly AttributeDefinition[], errors: FieldError[]): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    const definition = definitions.find((d) => d.name === name)
    const field = `attributes.${/^[a-z][a-z0-9_]{0,62}$/.test(name) ? name : '?'}`
    if (!definition) errors.push({ field, rule: 'attribute_unknown', message: 'Define the attribute first.' })
    else if (value === null || value === '') out[name] = null
    else {
      const result = checkAttribute(definition, value)
      if (result.ok) out[name] = result.value
      else errors.push({ field, rule: result.rule, message: FIELD_RULES[result.rule] })
    }
  }
  return out
}

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
