// room: the consent ledger and suppressions: what follows from acts in any order, what may be lifted, who sees what.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { withWorkspace, type Scope, type Tx, type WorkspaceScope } from '../kernel/index.ts'
import type { RoleName } from '../schema/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { consentHistory, consentOf, giveConsent, liftSuppression, publishWording, suppress, withdrawConsent, writeAudit, writeBatchAudit, type ConsentTools } from './index.ts'

let db: TestDatabase
let ws: TestWorkspace
let contactId: string
let email: string
const ids = testIds()
const scope: Scope = { actor: 'user:7', origin: 'api' }

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
})
afterAll(() => db.drop())
beforeEach(async () => {
  email = `c${ids.next()}@example.org`
  contactId = await buildContact(db, ws, ids, { email })
})

const pools = new Map<RoleName, ReturnType<TestDatabase['pool']>>()
function as<T>(work: (tx: Tx) => Promise<T>, role: RoleName = 'inboxlift_api'): Promise<T> {
  const pool = pools.get(role) ?? db.pool(role, 6)
  pools.set(role, pool)
  return withWorkspace(pool, { ...scope, workspaceId: ws.workspaceId } satisfies WorkspaceScope, work)
}
const tools = (): ConsentTools => ({ ids, keyring: ws.keyring, now: new Date() })
const state = async (): Promise<string[]> => (await as((tx) => consentOf(tx, ws.workspaceId, contactId))).map((s) => `${s.purpose}:${s.state}`)
const status = async (): Promise<string> => (await db.admin.query(`select status from contacts.contact where contact_id = $1`, [contactId])).rows[0].status
const address = (): { index: Buffer; version: number } => ({ index: ws.keyring.blindIndex('email', email), version: 1 })

test('the latest act decides, whatever order it is written in', async () => {
  const t = (minutes: number): Date => new Date(Date.now() - minutes * 60_000)
  await as((tx) => giveConsent(tx, ws.workspaceId, scope, { contactId, purpose: 'news', source: 'form', happenedAt: t(10) }, tools()))
  await as((tx) => withdrawConsent(tx, ws.workspaceId, scope, { contactId, purpose: 'news', source: 'person', happenedAt: t(30) }, tools()))
  expect(await state()).toEqual(['news:given'])
  await as((tx) => withdrawConsent(tx, ws.workspaceId, scope, { contactId, purpose: 'news', source: 'person', happenedAt: t(10) }, tools()))
  expect(await state()).toEqual(['news:withdrawn'])
})

test('a withdrawal now outweighs a consent that a wrong clock put into the future', async () => {
  await as((tx) => giveConsent(tx, ws.workspaceId, scope, { contactId, purpose: 'news', source: 'form' }, { ...tools(), now: new Date(Date.now() + 3_600_000) }))
  await as((tx) => withdrawConsent(tx, ws.workspaceId, scope, { contactId, purpose: 'news', source: 'person' }, tools()))
  expect(await state()).toEqual(['news:withdrawn'])
})

test('evidence is readable with the key only, and the words that were shown are pinned by their hash', async () => {
  const version = await as((tx) => publishWording(tx, ws.workspaceId, scope, 'news', 'Yes, send me news.', new Date()))
  expect(await as((tx) => publishWording(tx, ws.workspaceId, scope, 'news', 'Yes, send me news.', new Date()))).toBe(version)
  expect(await as((tx) => publishWording(tx, ws.workspaceId, scope, 'news', 'Yes, send me all news.', new Date()))).toBe(version + 1)
  await as((tx) => giveConsent(tx, ws.workspaceId, scope, { contactId, purpose: 'news', source: 'form', wordingVersion: version, evidence: { ip: '192.0.2.7', form: 'footer' } }, tools()))
  const [entry] = await as((tx) => consentHistory(tx, ws.workspaceId, contactId, ws.keyring))
  expect(entry).toMatchObject({ action: 'given', wordingVersion: version, evidence: { ip: '192.0.2.7', form: 'footer' }, recordedBy: 'user:7' })
  const { rows } = await db.admin.query(`select evidence_ct, wording_hash, (select wording_hash from compliance.consent_wording w where w.purpose = 'news' and w.version = $2) as published from compliance.consent_event where contact_id = $1`, [contactId, version])
  expect(rows[0].evidence_ct.includes('192.0.2.7')).toBe(false)
  expect(rows[0].wording_hash.equals(rows[0].published)).toBe(true)
  await expect(as((tx) => giveConsent(tx, ws.workspaceId, scope, { contactId, purpose: 'news', source: 'form', wordingVersion: 99 }, tools()))).rejects.toMatchObject({ code: 'COMPLIANCE_WORDING_UNKNOWN' })
})

test('consent and audit rows cannot be changed by any service', async () => {
  await as((tx) => giveConsent(tx, ws.workspaceId, scope, { contactId, purpose: 'news', source: 'form' }, tools()))
  for (const role of ['inboxlift_api', 'inboxlift_compliance', 'inboxlift_import', 'inboxlift_sender'] as const) {
    for (const statement of [`update compliance.consent_event set action = 'withdrawn'`, `delete from compliance.consent_event`, `update compliance.audit_event set actor = 'x'`, `delete from compliance.audit_event`]) {
      await expect(as((tx) => tx.query(statement), role)).rejects.toMatchObject({ code: '42501' })
    }
  }
})

test('a suppressed address can be lifted again, a complaint cannot', async () => {
  await as((tx) => suppress(tx, ws.workspaceId, scope, { address: address(), reason: 'manual' }, new Date()))
  await as((tx) => suppress(tx, ws.workspaceId, scope, { address: address(), reason: 'manual' }, new Date()))
  expect(await status()).toBe('suppressed')
  await as((tx) => liftSuppression(tx, ws.workspaceId, scope, { emailIndex: address().index, reason: 'manual' }, new Date()))
  expect(await status()).toBe('active')
  await expect(as((tx) => liftSuppression(tx, ws.workspaceId, scope, { emailIndex: address().index, reason: 'manual' }, new Date()))).rejects.toMatchObject({ code: 'COMPLIANCE_SUPPRESSION_NOT_FOUND' })
  await as((tx) => suppress(tx, ws.workspaceId, scope, { address: address(), reason: 'complaint' }, new Date()), 'inboxlift_compliance')
  await expect(as((tx) => liftSuppression(tx, ws.workspaceId, scope, { emailIndex: address().index, reason: 'complaint' }, new Date()))).rejects.toMatchObject({ code: 'COMPLIANCE_NOT_LIFTABLE' })
})

test('lifting one reason does not wake a contact that another one holds', async () => {
  await as((tx) => suppress(tx, ws.workspaceId, scope, { address: address(), reason: 'unsubscribe' }, new Date()))
  await as((tx) => suppress(tx, ws.workspaceId, scope, { address: address(), reason: 'manual' }, new Date()))
  await as((tx) => liftSuppression(tx, ws.workspaceId, scope, { emailIndex: address().index, reason: 'unsubscribe' }, new Date()))
  expect(await status()).toBe('unsubscribed')
})

test('audit rows of operations are signed by the role that writes them', async () => {
  await as((tx) => writeAudit(tx, { workspaceId: ws.workspaceId, table: 'platform.workspace', rowKey: ws.workspaceId, action: 'update', changes: { name: { before: 'a', after: 'b' } } }))
  await as((tx) => writeBatchAudit(tx, { workspaceId: ws.workspaceId, table: 'contacts.contact', batchKey: 'imp1/1', leaves: ['1|a', '2|b'], facts: { import_run_id: '1' } }), 'inboxlift_import')
  const { rows } = await db.admin.query(`select origin, db_role, actor, action, changes from compliance.audit_event where origin = 'app' order by happened_at`)
  expect(rows).toMatchObject([
    { origin: 'app', db_role: 'inboxlift_api', actor: 'user:7', action: 'update', changes: { name: { before: 'a', after: 'b' } } },
    { origin: 'app', db_role: 'inboxlift_import', action: 'batch', changes: { rows: 2, import_run_id: '1', rows_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
  ])
})

test('a workspace without its gate refuses instead of suppressing without it', async () => {
  const other = await buildWorkspace(db, ids)
  await db.admin.query(`delete from compliance.gate where workspace_id = $1`, [other.workspaceId])
  await expect(withWorkspace(pools.get('inboxlift_api')!, { ...scope, workspaceId: other.workspaceId }, (tx) => suppress(tx, other.workspaceId, scope, { address: address(), reason: 'manual' }, new Date()))).rejects.toMatchObject({ code: 'COMPLIANCE_GATE_MISSING' })
})
