// unit: what the parser refuses, and how it says it.
import { expect, test } from 'vitest'
import { issueText, parseSegment } from './parse.ts'
import { explainSegment } from './explain/explain-segment.ts'

const issues = (where: unknown, more: object = {}): string[] => {
  const result = parseSegment({ version: 1, where, ...more })
  return result.ok ? [] : result.issues.map(issueText)
}

test.each([
  ['an unknown condition', { foo: 1 }, /^where says no condition \(allowed: all, any, not, field/],
  ['two conditions in one object', { list: 'lst_0000000000035', field: 'city' }, /^where says 2 conditions at once \(field, list\)/],
  ['an unknown field', { field: 'zip', op: 'eq', value: '1' }, /^where\.field is not a built-in field \(allowed: country, region/],
  ['an operator of another type', { all: [{ field: 'region', op: 'gt', value: 'CA' }] }, /^where\.all\[0\]\.op is not an operator for a text \(allowed: eq, ne, in/],
  ['a missing operator', { field: 'region', value: 'CA' }, /^where\.op is missing/],
  ['a value of another type', { field: 'region', op: 'eq', value: 5 }, /^where\.value expected string/],
  ['a value that is not wanted', { field: 'city', op: 'is_empty', value: 'x' }, /^where\.value is not wanted: is_empty takes no value/],
  ['an unknown status', { field: 'status', op: 'eq', value: 'sleepy' }, /^where\.value is not one of the allowed values \(allowed: active, unconfirmed/],
  ['an id of another kind', { list: 'seg_0000000000035' }, /^where\.list is not an id of the form lst_…/],
  ['an unknown event', { did: 'smiled' }, /^where\.did is not one of the allowed values \(allowed: received, delivered, opened/],
  ['an unknown key of an event', { did: 'opened', browser: 'x' }, /^where\.browser is not known here/],
  ['two times at once', { did: 'opened', when: { last: { days: 7 }, since: '2026-01-01' } }, /^where\.when needs exactly one form of time \(allowed: last, next/],
  ['a duration without unit', { did: 'opened', when: { last: {} } }, /^where\.when\.last needs exactly one unit \(allowed: minutes/],
  ['a day that does not exist', { did: 'opened', when: { since: '2026-02-31x' } }, /^where\.when\.since is not a date or time/],
  ['an empty group', { any: [] }, /^where\.any is not a list with at least one condition/],
  ['campaign and last_campaigns', { did: 'opened', campaign: 'cmp_0000000000069', last_campaigns: 3 }, /has campaign and last_campaigns: choose one/],
  ['times without bound', { did: 'opened', times: {} }, /^where\.times needs at_least or at_most/],
  ['an attribute name with SQL in it', { attribute: `plan' or 1=1 --`, op: 'eq', value: 'x' }, /^where\.attribute is not a name/],
  ['a percentage above 100', { sample: { percent: 120 } }, /^where\.sample\.percent/],
])('%s is named with its path', (_name, where, expected) => {
  expect(issues(where).join('\n')).toMatch(expected)
})

test('all issues are listed, in the order of the text', () => {
  expect(issues({ all: [{ field: 'zip' }, { not: { did: 'x' } }] }, { limit: { count: 0 }, extra: 1 })).toEqual([
    'extra is not known here (allowed: version, where, limit)',
    expect.stringMatching(/^where\.all\[0\]\.field/),
    expect.stringMatching(/^where\.all\[1\]\.not\.did/),
    expect.stringMatching(/^limit\.count/),
  ])
})

test('depth and number of conditions are bounded', () => {
  let deep: unknown = { everyone: true }
  for (let i = 0; i < 12; i++) deep = { not: deep }
  expect(issues(deep).join()).toMatch(/nested deeper than 10/)
  expect(issues({ any: Array.from({ length: 300 }, () => ({ everyone: true })) })).toHaveLength(1)
})

test('against a workspace, attributes and their types are known', () => {
  const attributes = new Map([['plan', { type: 'enum', sensitive: false }], ['ssn', { type: 'text', sensitive: true }]])
  const check = (where: unknown): string => {
    const result = parseSegment({ version: 1, where }, { attributes })
    return result.ok ? JSON.stringify(result.definition.where) : result.issues.map(issueText).join()
  }
  expect(check({ attribute: 'plan', op: 'eq', value: 'pro' })).toContain('"type":"enum"')
  expect(check({ attribute: 'nope', op: 'eq', value: 'pro' })).toMatch(/is not an attribute of this workspace \(allowed: plan\)/)
  expect(check({ attribute: 'plan', type: 'number', op: 'eq', value: 1 })).toMatch(/type is not the type of this attribute/)
  expect(check({ attribute: 'ssn', op: 'eq', value: '1' })).toMatch(/sensitive/)
})

test('garbage is refused without an exception', () => {
  for (const input of [null, 1, 'x', [], {}, { version: 2, where: {} }, { version: 1, where: null }, { version: 1, where: { all: 'x' } }]) expect(parseSegment(input).ok).toBe(false)
})

test('no value ever stands in the text of the SQL', () => {
  const evil = `'; drop table contacts.contact; --`
  const explained = explainSegment({ version: 1, where: { any: [{ field: 'city', op: 'eq', value: evil }, { attribute: 'plan', op: 'contains', value: evil }, { did: 'opened', region: evil }, { consent: evil }, { sample: { percent: 5, seed: evil } }] } })
  expect(explained.valid && explained.sql).not.toContain('drop table')
})
