// unit: every provider's payloads from fixture to events, stable names, and what must hold for any payload.
import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BOUNCE_CLASSES } from '../bounce/index.ts'
import { EVENT_TYPES } from '../event.ts'
import { explainWebhook, isWebhookProvider, WEBHOOK_PROVIDERS } from './index.ts'
import type { Headers, WebhookProvider } from './index.ts'

interface Expected {
  provider: WebhookProvider
  events: Record<string, unknown>[]
  ignored?: number
  headers?: Headers
}

const folder = new URL('../../../test/fixtures/webhooks/', import.meta.url)
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Record<string, Expected>
const body = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

test('every fixture has an expectation, every provider a fixture', () => {
  expect(readdirSync(folder).filter((name) => !/^(?:expected\.json|README\.md)$/.test(name)).sort()).toEqual(Object.keys(expected).sort())
  expect([...new Set(Object.values(expected).map((one) => one.provider))].sort()).toEqual([...WEBHOOK_PROVIDERS].sort())
})

test.each(Object.keys(expected))('%s', (name) => {
  const wanted = expected[name]
  if (wanted === undefined) throw new Error('no expectation')
  const found = explainWebhook(wanted.provider, body(name), wanted.headers)
  expect(found.events).toHaveLength(wanted.events.length)
  wanted.events.forEach((event, index) => expect(found.events[index]).toMatchObject(event))
  expect(found.ignored).toHaveLength(wanted.ignored ?? 0)
  // Read again, the same events have the same names, and no two of one request share one.
  expect(explainWebhook(wanted.provider, Buffer.from(body(name)), wanted.headers)).toEqual(found)
  const names = found.events.map((event) => event.provider_event_id)
  expect(names.every((id) => id !== '')).toBe(true)
})

test('events that differ in time, recipient or link have different names', () => {
  const at = (change: object): string | undefined => explainWebhook('brevo', { event: 'click', email: 'ann@example.com', 'message-id': 'm', ts_epoch: 1741000000000, link: 'https://example.org/a', ...change }).events[0]?.provider_event_id
  const names = [at({}), at({ ts_epoch: 1741000001000 }), at({ email: 'bob@example.net' }), at({ link: 'https://example.org/b' }), at({ event: 'opened' })]
  expect(new Set(names).size).toBe(5)
  expect(at({ tags: ['unrelated'] })).toBe(at({}))
})

test('what cannot be read is named, not thrown', () => {
  expect(explainWebhook('sendgrid', '{broken')).toMatchObject({ events: [], ignored: [{ index: 0 }] })
  expect(explainWebhook('ses', '')).toMatchObject({ events: [] })
  expect(explainWebhook('postmark', { RecordType: ['x'], Email: 7 })).toMatchObject({ events: [], ignored: [{ index: 0 }] })
  expect(isWebhookProvider('toString')).toBe(false)
})

const payloads = fc.constantFrom(...Object.entries(expected).filter(([name]) => name.endsWith('.json')).map(([name, one]) => [one.provider, JSON.parse(body(name)) as unknown] as const))

/** Put something else in the place of one value, anywhere in the payload. */
function damage(value: unknown, seed: number, put: unknown): unknown {
  if (typeof value !== 'object' || value === null || seed % 5 === 0) return put
  const entries = Object.entries(value)
  if (entries.length === 0) return put
  const at = seed % entries.length
  const changed = entries.map(([key, item], index) => [key, index === at ? damage(item, Math.floor(seed / 5), put) : item] as const)
  return Array.isArray(value) ? changed.map(([, item]) => item) : Object.fromEntries(changed)
}

test('wrong types anywhere never throw, and what comes out is in the vocabulary', () => {
  fc.assert(fc.property(payloads, fc.nat(), fc.jsonValue(), fc.constantFrom(...WEBHOOK_PROVIDERS), fc.boolean(), ([provider, payload], seed, put, other, isForeign) => {
    const found = explainWebhook(isForeign ? other : provider, damage(payload, seed, put))
    for (const event of found.events) {
      expect(EVENT_TYPES).toContain(event.event_type)
      if (event.class !== null) expect(BOUNCE_CLASSES).toHaveProperty(event.class)
      if (event.occurred_at !== null) expect(new Date(event.occurred_at).toISOString()).toBe(event.occurred_at)
      expect(typeof event.provider_event_id).toBe('string')
    }
  }), { numRuns: 2000 })
})
