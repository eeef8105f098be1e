// unit: reading fields as people and spreadsheets write them.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkAttribute, readAttribute, type AttributeDefinition } from './attribute.ts'
import { COUNTRIES } from './country-data.ts'
import type { FieldResult } from './field-result.ts'
import { readDay, readMoment } from './read-date.ts'
import { readPhone } from './read-phone.ts'
import { readCountry, readLanguage, readRegion, readTimezone } from './read-place.ts'
import { readStatus, stricter } from './read-status.ts'
import { readText, splitName } from './read-text.ts'

const value = <T>(r: FieldResult<T>): T | string => (r.ok ? r.value : `!${r.rule}`)
const attribute = (type: AttributeDefinition['type'], check = {}): AttributeDefinition => ({ name: 'a', label: 'A', type, sensitive: false, check })

describe('places', () => {
  test('the table holds each ISO country once', () => {
    expect(COUNTRIES).toHaveLength(250)
    expect(new Set(COUNTRIES.map((c) => c.alpha2)).size).toBe(250)
    expect(new Set(COUNTRIES.map((c) => c.alpha3)).size).toBe(250)
    for (const c of COUNTRIES) expect([c.alpha2, new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(c.alpha2)]).not.toContain(undefined)
  })
  test.each([['de', 'DE'], ['DEU', 'DE'], ['Deutschland', 'DE'], ['Allemagne', 'DE'], ['Alemania', 'DE'], ['USA', 'US'], ['U.S.A.', 'US'], ['Vereinigte Staaten', 'US'], ['España', 'ES'], ['Côte d’Ivoire', 'CI'], ['UK', 'GB'], ['Österreich', 'AT'], ['Atlantis', '!country_unknown'], ['12', '!country_unknown']])('country %s is %s', (text, code) => {
    expect(value(readCountry(text))).toBe(code)
  })
  test.each([['California', 'US', 'CA'], ['us-ca', undefined, 'CA'], ['ca', 'US', 'CA'], ['Bayern', 'DE', 'BY'], ['Québec', 'CA', 'QC'], ['Île-de-France', 'FR', 'Île-de-France']])('region %s in %s is %s', (text, country, code) => {
    expect(value(readRegion(text, country))).toBe(code)
  })
  test.each([['EN', 'en'], ['pt_br', 'pt-BR'], ['Deutsch', 'de'], ['francés', 'fr'], ['zh-hant-tw', 'zh-Hant-TW'], ['klingon!', '!language_unknown'], ['e', '!language_unknown']])('language %s is %s', (text, tag) => {
    expect(value(readLanguage(text))).toBe(tag)
  })
  test.each([['europe/berlin', 'Europe/Berlin'], ['UTC', 'UTC'], ['Mars/Base', '!timezone_unknown'], ['+02:00', '!timezone_unknown']])('zone %s is %s', (text, zone) => {
    expect(value(readTimezone(text))).toBe(zone)
  })
})

test.each([
  ['+49 (0)30 123456', undefined, '+4930123456'],
  ['0049 30 123456', undefined, '+4930123456'],
  ['030/123 456', 'DE', '+4930123456'],
  ['(415) 555-0134', 'US', '+14155550134'],
  ['1-415-555-0134', 'US', '+14155550134'],
  ['06 1234 5678', 'IT', '+390612345678'],
  ['tel:+44 20 7946 0018 ext 12', undefined, '+442079460018'],
  ['030123456', undefined, '!phone_not_e164'],
  ['+49', undefined, '!phone_not_e164'],
  ['call me', 'DE', '!phone_not_e164'],
  ['+1234567890123456', undefined, '!phone_not_e164'],
])('phone %s in %s is %s', (text, country, phone) => {
  expect(value(readPhone(text, country))).toBe(phone)
})

test.each([
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2023-02-29', '!date_unknown'],
  ['2024-01-31T10:00:00+02:00', '2024-01-31T08:00:00.000Z'],
  ['2024-01-31 10:00:00.5', '2024-01-31T10:00:00.500Z'],
  ['31.12.2023', '2023-12-31T00:00:00.000Z'],
  ['12/31/2023 11:05 pm', '2023-12-31T23:05:00.000Z'],
  ['31/12/2023', '2023-12-31T00:00:00.000Z'],
  ['03/04/2023', '!date_ambiguous'],
  ['1700000000', '2023-11-14T22:13:20.000Z'],
  ['yesterday', '!date_unknown'],
  ['24:00', '!date_unknown'],
])('moment %s is %s', (text, iso) => {
  const r = readMoment(text)
  expect(r.ok ? r.value.toISOString() : `!${r.rule}`).toBe(iso)
})

test('the date order decides what is ambiguous', () => {
  expect(value(readDay('03/04/2023', 'dmy'))).toBe('2023-04-03')
  expect(value(readDay('03/04/2023', 'mdy'))).toBe('2023-03-04')
})

test('statuses become stricter only', () => {
  expect(value(readStatus('Opt-Out'))).toBe('unsubscribed')
  expect(value(readStatus('Oui'))).toBe('active')
  expect(value(readStatus('cleaned'))).toBe('bounced')
  expect(value(readStatus('maybe'))).toBe('!status_unknown')
  expect(value(readStatus('erased'))).toBe('!status_unknown')
  expect(stricter('unsubscribed', 'active')).toBe('unsubscribed')
  expect(stricter('active', 'bounced')).toBe('bounced')
})

test('texts and names', () => {
  expect(value(readText('Anna\n  Lena', 50))).toBe('Anna Lena')
  expect(value(readText('a\u0007b', 50))).toBe('!control_character')
  expect(value(readText('x'.repeat(51), 50))).toBe('!too_long')
  expect(splitName('Mary Jane Watson')).toEqual({ first: 'Mary Jane', last: 'Watson' })
  expect(splitName('Watson, Mary')).toEqual({ first: 'Mary', last: 'Watson' })
  expect(splitName('Cher')).toEqual({ first: 'Cher' })
})

describe('attributes', () => {
  test.each([
    ['number', '1234.5', 1234.5], ['number', '12,5', 12.5], ['number', "1'234'567", 1234567], ['number', 'abc', '!number_unknown'],
    ['boolean', 'Ja', true], ['boolean', 'no', false], ['boolean', 'perhaps', '!boolean_unknown'],
    ['date', '31.12.2023', '2023-12-31'], ['datetime', '2024-01-01T00:00Z', '2024-01-01T00:00:00.000Z'],
    ['set', 'b; a;b', ['a', 'b']], ['geo', '52.5, 13.4', { lat: 52.5, lon: 13.4 }], ['geo', '95,1', '!geo_unknown'],
    ['json', '{"a":1}', { a: 1 }], ['json', '{a', '!json_unknown'], ['json', '"\\u0000"', '!control_character'], ['text', 'x', 'x'],
  ] as const)('%s from %s', (type, text, expected) => {
    expect(value(readAttribute(attribute(type), text))).toEqual(expected)
  })
  test('rules hold', () => {
    expect(value(checkAttribute(attribute('enum', { values: ['gold'] }), 'tin'))).toBe('!not_in_enum')
    expect(value(checkAttribute(attribute('number', { min: 1, max: 5 }), 6))).toBe('!above_maximum')
    expect(value(checkAttribute(attribute('text', { pattern: '[A-Z]{3}' }), 'ABCD'))).toBe('!pattern_mismatch')
    expect(value(checkAttribute(attribute('number'), '5'))).toBe('!wrong_type')
    expect(value(checkAttribute(attribute('set', { values: ['a'] }), ['b']))).toBe('!not_in_enum')
  })
})

test('no reader throws, whatever it is given', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60, unit: 'binary' }), (text) => {
      for (const read of [readCountry, readLanguage, readTimezone, readStatus, readMoment, (t: string) => readRegion(t, 'US'), (t: string) => readPhone(t, 'DE'), (t: string) => readText(t, 20)]) read(text)
      for (const type of ['text', 'number', 'boolean', 'date', 'datetime', 'enum', 'set', 'geo', 'json'] as const) readAttribute(attribute(type), text)
    }),
    { numRuns: 2_000 },
  )
})
