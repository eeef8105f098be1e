// room: contacts made, read, changed, listed and removed, also twice and at the same time.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fromPublicId, isAppError, withWorkspace, type Tx } from '../kernel/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { defineAttribute, listAttributes, updateAttribute } from './attributes.ts'
import type { ContactContext } from './context.ts'
import { createContact, upsertContact } from './create-contact.ts'
import { deleteContact } from './delete-contact.ts'
import { findByEmail, findByExternalId, getContact } from './get-contact.ts'
import { listContacts } from './list-contacts.ts'
import { addToList, createList, deleteList, getList, getLists, listsOfContact, removeFromList, updateList } from './lists.ts'
import { createSource, listSources, updateSource } from './sources.ts'
import { updateContact } from './update-contact.ts'

let db: TestDatabase
let ws: TestWorkspace
let pool: ReturnType<TestDatabase['pool']>
const ids = testIds()
const context = (at = new Date('2026-03-01T10:00:00Z')): ContactContext => ({ workspaceId: ws.workspaceId, keyring: ws.keyring, ids, actor: 'user:1', at })
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => withWorkspace(pool, { workspaceId: ws.workspaceId, actor: 'user:1', origin: 'api' }, work, { retry: true })
const code = (error: unknown): string => (isAppError(error) ? error.code : String(error))

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  pool = db.pool('inboxlift_api', 20)
})
afterAll(() => db.drop())

describe('one contact', () => {
  test('comes back as it was given, and lies encrypted', async () => {
    await inTx((tx) => defineAttribute(tx, context(), { name: 'level', type: 'enum', check: { values: ['gold', 'silver'] } }))
    await inTx((tx) => defineAttribute(tx, context(), { name: 'diagnosis', type: 'text', sensitive: true }))
    const id = await inTx((tx) => createContact(tx, context(), { email: 'Ann.Lee@Example.COM', firstName: ' Ann ', lastName: 'Lee', phone: '0170 1234567', country: 'Germany', region: 'Bayern', city: 'München', timezone: 'europe/berlin', language: 'DE', attributes: { level: 'gold', diagnosis: 'canary-diagnosis' }, externalId: 'crm-1' }))
    const contact = await inTx((tx) => getContact(tx, context(), id))
    expect(contact).toMatchObject({ email: 'Ann.Lee@example.com', status: 'active', firstName: 'Ann', lastName: 'Lee', phone: '+491701234567', country: 'DE', region: 'BY', city: 'München', timezone: 'Europe/Berlin', language: 'de', attributes: { level: 'gold', diagnosis: 'canary-diagnosis' }, version: 1, sourceId: '0', createdBy: 'user:1' })
    expect(contact.provenance['*']).toEqual({ source_id: '0', observed_at: '2026-03-01T10:00:00.000Z' })
    expect(await inTx((tx) => findByEmail(tx, context(), 'ann.lee@EXAMPLE.com'))).toBe(id)
    expect(await inTx((tx) => findByExternalId(tx, context(), '0', 'crm-1'))).toBe(id)
    const stored = await db.admin.query(`select row_to_json(c)::text || row_to_json(p)::text as all_text from contacts.contact c join contacts.contact_profile p using (workspace_id, contact_id) where contact_id = $1`, [id])
    for (const secret of ['ann.lee', 'canary', '1701234567', Buffer.from('canary-diagnosis').toString('hex')]) expect(String(stored.rows[0].all_text).toLowerCase()).not.toContain(secret)
  })

  test('is refused with every broken rule named', async () => {
    const error = await inTx((tx) => createContact(tx, context(), { email: 'b@example.com', phone: 'x', country: 'Atlantis', attributes: { level: 'tin', nothing: 1 } })).catch((e: unknown) => e)
    expect(code(error)).toBe('CONTACT_FIELD_INVALID')
    expect((error as { data: { errors: { field: string; rule: string }[] } }).data.errors.map((e) => [e.field, e.rule])).toEqual([['country', 'country_unknown'], ['phone', 'phone_not_e164'], ['attributes.level', 'not_in_enum'], ['attributes.nothing', 'attribute_unknown']])
    await expect(inTx((tx) => createContact(tx, context(), { email: 'not an address' }))).rejects.toMatchObject({ code: 'CONTACT_ADDRESS_INVALID' })
  })

  test('exists once: the second create names the first', async () => {
    const id = await inTx((tx) => createContact(tx, context(), { email: 'once@example.com' }))
    const error = await inTx((tx) => createContact(tx, context(), { email: 'ONCE@example.com' })).catch((e: unknown) => e)
    expect(code(error)).toBe('CONTACT_EXISTS')
    expect(fromPublicId('con', (error as { data: { contact_id: string } }).data.contact_id)).toBe(id)
  })

  test('two people who edit the same version: the second is told', async () => {
    const id = await inTx((tx) => createContact(tx, context(), { email: 'edited@example.com', city: 'Kiel' }))
    const first = await inTx((tx) => updateContact(tx, context(), id, { city: 'Bonn' }, 1))
    expect(first.version).toBe(2)
    await expect(inTx((tx) => updateContact(tx, context(), id, { firstName: 'Ed' }, 1))).rejects.toMatchObject({ code: 'CONTACT_VERSION_CONFLICT', data: { version: 2 } })
    const again = await inTx((tx) => updateContact(tx, context(), id, { city: 'Bonn' }, 2))
    expect(again.version).toBe(2) // nothing differed, nothing was written
    const cleared = await inTx((tx) => updateContact(tx, context(new Date('2026-03-02T00:00:00Z')), id, { city: null, attributes: { level: 'gold' } }))
    expect(cleared).toMatchObject({ city: null, attributes: { level: 'gold' }, version: 3 })
    expect((await inTx((tx) => getContact(tx, context(), id))).provenance).toMatchObject({ city: { observed_at: '2026-03-02T00:00:00.000Z' }, 'attributes.level': { source_id: '0' } })
  })

  test('a new address is found by it, the old one is free, an address of somebody else is not taken', async () => {
    const id = await inTx((tx) => createContact(tx, context(), { email: 'before@example.com' }))
    const other = await inTx((tx) => createContact(tx, context(), { email: 'other@example.com' }))
    await inTx((tx) => updateContact(tx, context(), id, { email: 'after@example.com' }))
    expect(await inTx((tx) => findByEmail(tx, context(), 'before@example.com'))).toBeUndefined()
    expect(await inTx((tx) => findByEmail(tx, context(), 'after@example.com'))).toBe(id)
    const error = await inTx((tx) => updateContact(tx, context(), id, { email: 'other@example.com' })).catch((e: unknown) => e)
    expect(code(error)).toBe('CONTACT_EXISTS')
    expect(fromPublicId('con', (error as { data: { contact_id: string } }).data.contact_id)).toBe(other)
    expect(await inTx((tx) => findByEmail(tx, context(), 'after@example.com'))).toBe(id)
  })

  test('a suppressed address is never made active, by no way', async () => {
    const index = ws.keyring.blindIndex('email', 'never@example.com')
    await db.admin.query(`insert into compliance.suppression (workspace_id, email_index, reason, index_version, created_by) values ($1, $2, 'unsubscribe', 1, 'test')`, [ws.workspaceId, index])
    const id = await inTx((tx) => createContact(tx, context(), { email: 'never@example.com' }))
    expect((await inTx((tx) => getContact(tx, context(), id))).status).toBe('unsubscribed')
    await expect(inTx((tx) => updateContact(tx, context(), id, { status: 'active' }))).rejects.toMatchObject({ code: 'CONTACT_SUPPRESSED' })
    const open = await inTx((tx) => createContact(tx, context(), { email: 'open@example.com' }))
    expect((await inTx((tx) => updateContact(tx, context(), open, { city: 'Ulm' }))).status).toBe('active')
    await inTx((tx) => deleteContact(tx, context(), id))
    expect((await inTx((tx) => updateContact(tx, context(), open, { email: 'never@example.com' }))).status).toBe('unsubscribed')
  })

  test('set to unsubscribed by a person, the address is suppressed and stays so when the record is gone', async () => {
    const id = await inTx((tx) => createContact(tx, context(), { email: 'leaver@example.com' }))
    const left = await inTx((tx) => updateContact(tx, context(), id, { status: 'unsubscribed', city: 'Trier' }, 1))
    expect(left).toMatchObject({ status: 'unsubscribed', city: 'Trier' })
    await expect(inTx((tx) => updateContact(tx, context(), id, { status: 'active' }))).rejects.toMatchObject({ code: 'CONTACT_SUPPRESSED' })
    await expect(inTx((tx) => updateContact(tx, context(), id, { status: 'suppressed' }, 1))).rejects.toMatchObject({ code: 'CONTACT_VERSION_CONFLICT' })
    await inTx((tx) => deleteContact(tx, context(), id))
    const again = await inTx((tx) => createContact(tx, context(), { email: 'leaver@example.com' }))
    expect((await inTx((tx) => getContact(tx, context(), again))).status).toBe('unsubscribed')
  })

  test('is deleted with what belongs to it, but not when facts refer to it', async () => {
    const id = await inTx((tx) => createContact(tx, context(), { email: 'gone@example.com', phone: '+4930123456' }))
    await inTx((tx) => addToList(tx, context(), ws.listId, [id]))
    await inTx((tx) => deleteContact(tx, context(), id))
    for (const table of ['contact', 'contact_profile', 'identity', 'identity_link', 'list_member']) expect((await db.admin.query(`select 1 from contacts.${table} where contact_id = $1`, [id])).rowCount).toBe(0)
    await expect(inTx((tx) => deleteContact(tx, context(), id))).rejects.toMatchObject({ code: 'CONTACT_NOT_FOUND' })
    const kept = await inTx((tx) => createContact(tx, context(), { email: 'kept@example.com' }))
    await db.admin.query(`insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, action, source, happened_at, recorded_by) values ($1, $2, 1, 'newsletter', 'given', 'form', now(), 'test')`, [ws.workspaceId, kept])
    await expect(inTx((tx) => deleteContact(tx, context(), kept))).rejects.toMatchObject({ code: 'CONTACT_HAS_HISTORY' })
  })

  test('every change has its author in the audit, without the values', async () => {
    const id = await inTx((tx) => createContact(tx, context(), { email: 'audited@example.com', city: 'Kiel' }))
    await inTx((tx) => updateContact(tx, context(), id, { city: 'Bonn', email: 'audited2@example.com' }))
    const { rows } = await db.admin.query(`select actor, action, table_name, changes::text from compliance.audit_event where contact_id = $1 and table_name = 'contacts.contact' order by happened_at`, [id])
    expect(rows.map((r) => [r.actor, r.action])).toEqual([['user:1', 'insert'], ['user:1', 'update']])
    expect(rows[1].changes).toContain('"Bonn"')
    expect(rows[1].changes).not.toContain('audited')
  })
})

test('a merged contact is read and changed through its survivor', async () => {
  const loser = await buildContact(db, ws, ids, { email: 'loser@example.com' })
  const survivor = await buildContact(db, ws, ids, { email: 'survivor@example.com' })
  await db.admin.query(`update contacts.contact set merged_into = $2 where contact_id = $1`, [loser, survivor])
  expect((await inTx((tx) => getContact(tx, context(), loser))).contactId).toBe(survivor)
  expect(await inTx((tx) => updateContact(tx, context(), loser, { city: 'Jena' }))).toMatchObject({ contactId: survivor, city: 'Jena' })
})

test('fifty writers upsert overlapping people at once: each person once, no error reaches a caller', async () => {
  const people = Array.from({ length: 10 }, (_, i) => `crowd${i}@example.com`)
  const before = await db.admin.query(`select count(*)::int as n from contacts.contact where workspace_id = $1`, [ws.workspaceId])
  const results = await Promise.all(
    Array.from({ length: 50 }, (_, w) =>
      inTx(async (tx) => {
        const out: string[] = []
        for (const k of [w % 10, (w * 7) % 10, (w * 3 + 1) % 10].toSorted()) out.push((await upsertContact(tx, context(), { email: people[k]!, city: `City ${w}`, externalId: `crowd-${k}` })).contactId)
        return out
      }),
    ),
  )
  expect(results).toHaveLength(50)
  const after = await db.admin.query(`select count(*)::int as n from contacts.contact where workspace_id = $1`, [ws.workspaceId])
  expect(after.rows[0].n - before.rows[0].n).toBe(10)
  const doubles = await db.admin.query(`select email_index from contacts.contact where workspace_id = $1 and merged_into is null group by email_index having count(*) > 1`, [ws.workspaceId])
  expect(doubles.rowCount).toBe(0)
  expect(new Set(results.flat()).size).toBe(10)
})

test('an upsert that says nothing new changes nothing; an external id follows a new address', async () => {
  const source = await inTx((tx) => createSource(tx, context(), { name: 'CRM', kind: 'crm' }))
  const first = await inTx((tx) => upsertContact(tx, context(), { email: 'up@example.com', externalId: 'x9', sourceId: source, city: 'Graz' }))
  expect(first.outcome).toBe('created')
  expect(await inTx((tx) => upsertContact(tx, context(), { email: 'up@example.com', externalId: 'x9', sourceId: source, city: 'Graz' }))).toEqual({ contactId: first.contactId, outcome: 'unchanged' })
  expect(await inTx((tx) => upsertContact(tx, context(), { email: 'moved@example.com', externalId: 'x9', sourceId: source }))).toEqual({ contactId: first.contactId, outcome: 'updated' })
  await inTx((tx) => updateContact(tx, context(), first.contactId, { status: 'unsubscribed' }))
  await inTx((tx) => upsertContact(tx, context(), { email: 'moved@example.com', status: 'active', sourceId: source }))
  expect((await inTx((tx) => getContact(tx, context(), first.contactId))).status).toBe('unsubscribed')
})

describe('pages', () => {
  test('walk through everybody once, newest first, under any filter', async () => {
    const other = await buildWorkspace(db, ids)
    const ctx = { ...context(), workspaceId: other.workspaceId, keyring: other.keyring }
    const scope = { workspaceId: other.workspaceId, actor: 'user:1', origin: 'api' as const }
    const expected: string[] = []
    for (let i = 0; i < 25; i++) expected.unshift(await buildContact(db, other, ids, { email: `p${i}@example.com`, country: i % 2 ? 'US' : 'DE', region: 'CA', createdAt: new Date(Date.UTC(2026, 0, 1 + Math.floor(i / 5))), list: i < 10 }))
    const walk = async (filter: Parameters<typeof listContacts>[2]): Promise<string[]> => {
      const seen: string[] = []
      let after: { createdAt: string; contactId: string } | undefined
      for (;;) {
        const rows = await withWorkspace(pool, scope, (tx) => listContacts(tx, ctx, filter, { limit: 4, after }))
        seen.push(...rows.slice(0, 4).map((r) => r.contactId))
        if (rows.length <= 4) return seen
        after = rows[3]!.key
      }
    }
    expect(await walk({})).toEqual(expected)
    expect(await walk({ country: 'US' })).toHaveLength(12)
    expect(await walk({ listId: other.listId, country: 'DE' })).toHaveLength(5)
    expect(await walk({ createdFrom: new Date('2026-01-02'), createdTo: new Date('2026-01-04') })).toHaveLength(10)
    expect(await walk({ status: 'bounced' })).toEqual([])
  })
})

describe('lists, sources, attributes', () => {
  test('lists hold people once and survive their mistakes', async () => {
    const listId = await inTx((tx) => createList(tx, context(), { name: 'VIP', isPublic: true }))
    await expect(inTx((tx) => createList(tx, context(), { name: 'VIP' }))).rejects.toMatchObject({ code: 'LIST_EXISTS' })
    const a = await inTx((tx) => createContact(tx, context(), { email: 'list-a@example.com' }))
    expect(await inTx((tx) => addToList(tx, context(), listId, [a, a, '999']))).toEqual([a])
    expect(await inTx((tx) => addToList(tx, context(), listId, [a]))).toEqual([])
    expect(await inTx((tx) => getList(tx, ws.workspaceId, listId))).toMatchObject({ name: 'VIP', isPublic: true, memberCount: '1' })
    expect(await inTx((tx) => listsOfContact(tx, ws.workspaceId, a))).toMatchObject([{ listId, name: 'VIP' }])
    expect(await inTx((tx) => removeFromList(tx, context(), listId, [a]))).toEqual([a])
    await inTx((tx) => updateList(tx, context(), listId, { isArchived: true, name: 'VIP 2025' }))
    expect((await inTx((tx) => getLists(tx, ws.workspaceId, { limit: 50 }))).map((l) => l.name)).toEqual(['Everybody'])
    await inTx((tx) => deleteList(tx, ws.workspaceId, listId))
    await expect(inTx((tx) => deleteList(tx, ws.workspaceId, listId))).rejects.toMatchObject({ code: 'LIST_NOT_FOUND' })
  })
  test('sources and attributes are named once', async () => {
    const id = await inTx((tx) => createSource(tx, context(), { name: 'Shop', kind: 'sales', rank: 10 }))
    await expect(inTx((tx) => createSource(tx, context(), { name: 'Shop', kind: 'sales' }))).rejects.toMatchObject({ code: 'SOURCE_EXISTS' })
    expect(await inTx((tx) => updateSource(tx, ws.workspaceId, id, { rank: 5 }))).toMatchObject({ rank: 5, name: 'Shop' })
    expect((await inTx((tx) => listSources(tx, ws.workspaceId)))[0]!.name).toBe('Shop')
    await expect(inTx((tx) => defineAttribute(tx, context(), { name: 'level', type: 'text' }))).rejects.toMatchObject({ code: 'ATTRIBUTE_EXISTS' })
    await expect(inTx((tx) => defineAttribute(tx, context(), { name: 'Bad Name', type: 'text' }))).rejects.toMatchObject({ code: 'ATTRIBUTE_INVALID' })
    await expect(inTx((tx) => defineAttribute(tx, context(), { name: 'p', type: 'text', check: { pattern: '(' } }))).rejects.toMatchObject({ code: 'ATTRIBUTE_INVALID' })
    await inTx((tx) => updateAttribute(tx, context(), 'level', { isRetired: true }))
    expect((await inTx((tx) => listAttributes(tx, ws.workspaceId))).map((a) => a.name)).toEqual(['diagnosis'])
  })
})

test('another workspace sees nothing', async () => {
  const other = await buildWorkspace(db, ids)
  const id = await inTx((tx) => createContact(tx, context(), { email: 'mine@example.com' }))
  const scope = { workspaceId: other.workspaceId, actor: 'user:1', origin: 'api' as const }
  await expect(withWorkspace(pool, scope, (tx) => getContact(tx, { workspaceId: ws.workspaceId, keyring: ws.keyring }, id))).rejects.toMatchObject({ code: 'CONTACT_NOT_FOUND' })
})
