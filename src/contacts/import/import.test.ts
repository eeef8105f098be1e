// room: whole imports through the one door, on a real database: counts, what is written, twice, beside others.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createObserver, createSignals, systemClock, withWorkspace, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { defineAttribute, listAttributes } from '../attributes.ts'
import { createContact } from '../create-contact.ts'
import { getContact, findByEmail, sourceRecords } from '../get-contact.ts'
import { listsOfContact } from '../lists.ts'
import { updateContact } from '../update-contact.ts'
import { cancelImport, pauseImport, resumeImport, runImport, type ImportPlan } from './control-import.ts'
import { getImport } from './get-import.ts'
import type { ImportOptions, ImportRun } from './import-run.ts'
import { runClaim } from './import.sql.ts'
import { previewImport } from './preview-import.ts'
import { receiveFile, startImport, type ImportDeps } from './receive-file.ts'
import { countRejects, rejectsAsCsv } from './rejects.ts'
import { workOff, type WorkDeps } from './work-off.ts'

let db: TestDatabase
let ws: TestWorkspace
let deps: ImportDeps
let work: WorkDeps
let scope: WorkspaceScope
const ids = testIds()

/** A fresh workspace for every test: counts are exact. */
async function enter(): Promise<void> {
  ws = await buildWorkspace(db, ids)
  scope = { workspaceId: ws.workspaceId, actor: 'user:7', origin: 'api' }
  deps = { pool: db.pool('inboxlift_api'), ids, clock: systemClock, keyring: ws.keyring }
  work = { pool: db.pool('inboxlift_import'), ids, clock: systemClock, keyring: ws.keyring, observer: createObserver(), signals: createSignals(), isStopping: () => false }
}
const inTx = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => withWorkspace(deps.pool, scope, fn)
const context = () => ({ workspaceId: ws.workspaceId, keyring: ws.keyring, ids, actor: 'user:7', at: new Date() })

async function upload(file: string | Buffer, options: ImportOptions = {}, piece = 700): Promise<ImportRun> {
  const id = await startImport(deps, scope, { sourceId: ws.sourceId, fileName: 'people.csv', options })
  const receiver = await receiveFile(deps, scope, id)
  const bytes = Buffer.from(file as string)
  for (let i = 0; i < bytes.length; i += piece) await receiver.receiveChunk(bytes.subarray(i, i + piece))
  return receiver.finishReceiving()
}
async function claim(): Promise<string> {
  const token = ids.next()
  await withWorkspace(work.pool, { workspaceId: ws.workspaceId, actor: 'service:import', origin: 'worker' }, (tx) => runClaim.one(tx, { workspace_id: ws.workspaceId, token, lease_seconds: 20 }))
  return token
}
async function importFile(file: string | Buffer, plan: ImportPlan = {}, batchRows = 3): Promise<ImportRun> {
  const { importRunId } = await upload(file)
  await runImport(deps, scope, importRunId, plan)
  await workOff({ ...work, batchRows }, ws.workspaceId, importRunId, await claim())
  return getImport(deps, scope, importRunId)
}
const find = async (email: string) => {
  const id = await inTx((tx) => findByEmail(tx, context(), email))
  return id === undefined ? undefined : inTx((tx) => getContact(tx, context(), id))
}
async function all(parts: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const part of parts) text += part
  return text
}
const rows = async (sql: string): Promise<any[]> => (await db.admin.query(sql, [ws.workspaceId])).rows

beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

const PEOPLE = `E-Mail;Vorname;Nachname;Telefon;Land;Bundesland;Ort;Kundennummer;Erstellt am;Stufe
anna@example.com;Anna;Ünal;0170 1234567;Deutschland;Bayern;München;k1;31.01.2024;gold
"bob@example.com";Bob;"O""Neil; Jr.";+1 415 555 0134;USA;California;"San
Francisco";k2;2024-02-01;silver
not-an-address;X;Y;;;;;k3;;
carla@example.com;Carla;;;Atlantis;;;k4;;
ANNA@example.com;Again;;;;;;k5;;
dora@example.com;Dora;;;AT;;Wien;k2;;
emil@example.com;Emil;;;DE;BY;Ulm;k6;;
too;few
`

describe('a file', () => {
  test('becomes people, exactly counted, refused rows named', async () => {
    await enter()
    await inTx((tx) => defineAttribute(tx, context(), { name: 'stufe', type: 'enum', check: { values: ['gold', 'silver'] } }))
    const run = await importFile(PEOPLE, { options: { listId: ws.listId } })
    expect(run).toMatchObject({ state: 'done', rows: 8, counts: { created: 3, updated: 0, unchanged: 0, rejected: 3, duplicate: 2 } })
    expect(run.mapping).toEqual({ 'E-Mail': 'email', Vorname: 'first_name', Nachname: 'last_name', Telefon: 'phone', Land: 'country', Bundesland: 'region', Ort: 'city', Kundennummer: 'external_id', 'Erstellt am': 'created_at', Stufe: 'attribute:stufe' })
    expect(await find('anna@example.com')).toMatchObject({ firstName: 'Anna', lastName: 'Ünal', phone: '+491701234567', country: 'DE', region: 'BY', city: 'München', attributes: { stufe: 'gold' }, createdAt: new Date('2024-01-31'), sourceId: ws.sourceId, createdBy: `import:${run.importRunId}`, status: 'active' })
    expect(await find('bob@example.com')).toMatchObject({ lastName: 'O"Neil; Jr.', region: 'CA', city: 'San Francisco' })
    expect(await find('dora@example.com')).toBeUndefined() // k2 is Bob, met before
    const anna = (await find('anna@example.com'))!
    expect(await inTx((tx) => listsOfContact(tx, ws.workspaceId, anna.contactId))).toMatchObject([{ name: 'Everybody' }])
    expect((await inTx((tx) => sourceRecords(tx, context(), anna.contactId)))[0]!.record).toMatchObject({ Vorname: 'Anna', Telefon: '0170 1234567' })
    expect(await countRejects(deps, scope, run.importRunId)).toEqual([{ field: '', rule: 'column_count', count: 1 }, { field: 'country', rule: 'country_unknown', count: 1 }, { field: 'email', rule: 'missing_at', count: 1 }])
    const csv = (await all(rejectsAsCsv(deps, scope, run.importRunId))).split('\r\n')
    expect(csv[0]).toBe('E-Mail,Vorname,Nachname,Telefon,Land,Bundesland,Ort,Kundennummer,Erstellt am,Stufe,import_line,import_field,import_rule,import_hint')
    expect(csv[1]).toMatch(/^not-an-address,X,Y,,,,,k3,,,5,email,missing_at,/)
    expect(csv[3]).toMatch(/^too,few,,,,,,,,,10,,column_count,2 instead of 10 columns/)
    expect(await rows(`select 1 from contacts.import_chunk where workspace_id = $1`)).toEqual([])
  })

  test('again changes nothing and writes nothing but its own progress', async () => {
    const before = await rows(`select contact_id, version, updated_at, xmin::text from contacts.contact where workspace_id = $1 order by 1`)
    const records = await rows(`select contact_id, xmin::text from contacts.source_record where workspace_id = $1 order by 1`)
    const audit = await rows(`select count(*)::int as n from compliance.audit_event where workspace_id = $1`)
    const run = await importFile(PEOPLE, { options: { listId: ws.listId } })
    expect(run.counts).toEqual({ created: 0, updated: 0, unchanged: 3, rejected: 3, duplicate: 2 })
    expect(await rows(`select contact_id, version, updated_at, xmin::text from contacts.contact where workspace_id = $1 order by 1`)).toEqual(before)
    expect(await rows(`select contact_id, xmin::text from contacts.source_record where workspace_id = $1 order by 1`)).toEqual(records)
    expect(await rows(`select count(*)::int as n from compliance.audit_event where workspace_id = $1`)).toEqual(audit)
  })

  test('changed updates only what differs, never with empty cells, and says so in the audit', async () => {
    const run = await importFile('email;first_name;phone;city;stufe\nanna@example.com;;0170 7654321;München;silver\nemil@example.com;Emil;;;\nnew@example.com;New;;;\n', { options: { defaultCountry: 'DE' } })
    expect(run.counts).toEqual({ created: 1, updated: 1, unchanged: 1, rejected: 0, duplicate: 0 })
    const anna = (await find('anna@example.com'))!
    expect(anna).toMatchObject({ firstName: 'Anna', phone: '+491707654321', attributes: { stufe: 'silver' }, version: 2, updatedBy: `import:${run.importRunId}`, createdBy: expect.stringMatching(/^import:/) })
    expect(anna.provenance).toMatchObject({ '*': { source_id: ws.sourceId }, phone: { source_id: ws.sourceId }, 'attributes.stufe': { source_id: ws.sourceId } })
    expect(anna.provenance.city).toBeUndefined()
    const links = await rows(`select count(*)::int as n from contacts.identity_link where workspace_id = $1 and contact_id = ${anna.contactId}`)
    expect(links).toEqual([{ n: 1 }])
    const audited = await rows(`select actor, table_name, changes::text as c from compliance.audit_event where workspace_id = $1 and contact_id = ${anna.contactId} and action = 'update'`)
    expect(audited).toHaveLength(1)
    expect(audited[0]).toMatchObject({ actor: `import:${run.importRunId}`, table_name: 'contacts.contact_profile' })
  })

  test('a person\'s own edit is not undone by a record that says nothing new', async () => {
    const emil = (await find('emil@example.com'))!
    await inTx((tx) => updateContact(tx, context(), emil.contactId, { city: 'Bonn' }))
    await importFile(PEOPLE, { options: { listId: ws.listId } })
    expect((await find('emil@example.com'))!.city).toBe('Bonn')
  })
})

describe('identities', () => {
  test('an external id finds its person although the address is new; two people in one row are flagged', async () => {
    await enter()
    await importFile('email,id\na@example.com,1\nb@example.com,2\n')
    const a = (await find('a@example.com'))!
    const run = await importFile('email,id\na-new@example.com,1\na@example.com,2\n,2\n,99\n')
    expect(run.counts).toEqual({ created: 0, updated: 1, unchanged: 0, rejected: 2, duplicate: 1 })
    expect((await find('a-new@example.com'))!.contactId).toBe(a.contactId)
    expect(await find('a@example.com')).toBeUndefined()
  })
  test('address of one and id of the other: refused, nobody merged', async () => {
    await enter()
    await importFile('email,id\na@example.com,1\nb@example.com,2\n')
    const run = await importFile('email,id,city\na@example.com,2,Rome\nb@example.com,,Oslo\n')
    expect(run.counts).toEqual({ created: 0, updated: 1, unchanged: 0, rejected: 1, duplicate: 0 })
    expect(await countRejects(deps, scope, run.importRunId)).toEqual([{ field: 'external_id', rule: 'identity_conflict', count: 1 }])
    expect(await rows(`select state from contacts.duplicate_candidate where workspace_id = $1`)).toEqual([{ state: 'open' }])
    expect((await find('a@example.com'))!.city).toBeNull()
  })
  test('a known person without an external id gets it', async () => {
    await enter()
    const id = await inTx((tx) => createContact(tx, context(), { email: 'hand@example.com' }))
    const run = await importFile('email,id\nhand@example.com,77\n')
    expect(run.counts).toMatchObject({ created: 0, unchanged: 1 })
    expect(await rows(`select kind, source_id from contacts.identity where workspace_id = $1 and contact_id = ${id} order by kind`)).toEqual([{ kind: 'email', source_id: '0' }, { kind: 'external_id', source_id: ws.sourceId }])
    expect(await rows(`select table_name, (changes->>'count')::int as n from compliance.audit_event where workspace_id = $1 and action = 'batch'`)).toEqual([{ table_name: 'contacts.identity', n: 1 }])
  })
})

describe('the will of people', () => {
  test('suppressed addresses come in but are not mailable; erased ones do not come in; statuses only become stricter', async () => {
    await enter()
    for (const [email, reason] of [['un@example.com', 'unsubscribe'], ['gone@example.com', 'hard_bounce'], ['erased@example.com', 'erased']]) {
      await db.admin.query(`insert into compliance.suppression (workspace_id, email_index, reason, index_version, created_by) values ($1, $2, $3, 1, 'test')`, [ws.workspaceId, ws.keyring.blindIndex('email', email!), reason])
    }
    const run = await importFile('email,subscribed\nun@example.com,yes\ngone@example.com,yes\nerased@example.com,yes\nok@example.com,yes\nleft@example.com,no\npending@example.com,pending\n')
    expect(run.counts).toEqual({ created: 5, updated: 0, unchanged: 0, rejected: 1, duplicate: 0 })
    const status = async (email: string) => (await find(email))?.status
    expect(await status('un@example.com')).toBe('unsubscribed')
    expect(await status('gone@example.com')).toBe('bounced')
    expect(await status('ok@example.com')).toBe('active')
    expect(await status('left@example.com')).toBe('unsubscribed')
    expect(await status('pending@example.com')).toBe('unconfirmed')
    await importFile('email,subscribed\nleft@example.com,yes\nok@example.com,unsubscribed\npending@example.com,x\n')
    expect(await status('left@example.com')).toBe('unsubscribed')
    expect(await status('ok@example.com')).toBe('unsubscribed')
    expect(await status('pending@example.com')).toBe('unconfirmed')
    const kept = await rows(`select reason from compliance.suppression where workspace_id = $1 and created_by like 'import:%'`)
    expect(kept).toEqual([{ reason: 'unsubscribe' }, { reason: 'unsubscribe' }])
  })

  test('stated consent is written once, with its evidence, and never over a withdrawal', async () => {
    await enter()
    const known = await inTx((tx) => createContact(tx, context(), { email: 'withdrew@example.com' }))
    await db.admin.query(`insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, action, source, happened_at, recorded_by) values ($1, $2, 5, 'newsletter', 'withdrawn', 'person', now(), 'test')`, [ws.workspaceId, known])
    await db.admin.query(`insert into compliance.consent_state (workspace_id, contact_id, purpose, channel, state, since, consent_event_id) values ($1, $2, 'newsletter', 'email', 'withdrawn', now(), 5)`, [ws.workspaceId, known])
    const consent = { purpose: 'newsletter', givenAt: '2024-05-01T00:00:00Z', evidence: 'paper form at the fair' }
    const file = 'email,status\nwithdrew@example.com,\nyes@example.com,\nno@example.com,unsubscribed\n'
    await importFile(file, { options: { consent } })
    const again = await importFile(file, { options: { consent } })
    expect(again.counts).toMatchObject({ unchanged: 3 })
    const states = await rows(`select s.state, s.since, c.status from compliance.consent_state s join contacts.contact c using (workspace_id, contact_id) where workspace_id = $1 order by s.state`)
    expect(states).toEqual([{ state: 'given', since: new Date('2024-05-01T00:00:00Z'), status: 'active' }, { state: 'withdrawn', since: expect.any(Date), status: 'active' }])
    expect(await rows(`select count(*)::int as n from compliance.consent_event where workspace_id = $1`)).toEqual([{ n: 2 }])
  })

  test('who left a list by a withdrawal is not put on it again; others are', async () => {
    await enter()
    await importFile('email\nstays@example.com\nleaves@example.com\n', { options: { listId: ws.listId } })
    const leaves = (await find('leaves@example.com'))!
    await db.admin.query(`insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, action, source, happened_at, recorded_by) values ($1, $2, 5, $3, 'withdrawn', 'preference_centre', now(), 'test')`, [ws.workspaceId, leaves.contactId, `list:${ws.listId}`])
    await db.admin.query(`insert into compliance.consent_state (workspace_id, contact_id, purpose, channel, state, since, consent_event_id) values ($1, $2, $3, 'email', 'withdrawn', now(), 5)`, [ws.workspaceId, leaves.contactId, `list:${ws.listId}`])
    await db.admin.query(`delete from contacts.list_member where workspace_id = $1`, [ws.workspaceId])
    await importFile('email\nstays@example.com\nleaves@example.com\n', { options: { listId: ws.listId } })
    expect(await rows(`select count(*)::int as n from contacts.list_member where workspace_id = $1`)).toEqual([{ n: 1 }])
    expect(await rows(`select (changes->>'count')::int as n from compliance.audit_event where workspace_id = $1 and action = 'batch' and table_name = 'contacts.list_member'`)).toEqual([{ n: 1 }])
  })
})

test('the audit of a batch holds a Merkle root that the rows still prove after they changed', async () => {
  await enter()
  const run = await importFile('email,city\n' + Array.from({ length: 7 }, (_, i) => `m${i}@example.com,Town\n`).join(''), { options: { listId: ws.listId } }, 100)
  await importFile('email,city\nm3@example.com,Elsewhere\n')
  const [record] = await rows(`select actor, origin, db_role, row_key, changes from compliance.audit_event where workspace_id = $1 and action = 'batch' and table_name = 'contacts.contact'`)
  expect(record).toMatchObject({ actor: `import:${run.importRunId}`, origin: 'app', db_role: 'inboxlift_import', row_key: `${run.importRunId}/1-7`, changes: { count: 7, list_id: ws.listId, merkle: { algorithm: 'rfc6962-sha256' } } })
  const { leafHash, merkleRoot } = await import('./audit-batch.ts')
  const stored = Buffer.from(record.changes.merkle.leaves, 'base64')
  const people = await rows(`select contact_id, source_id, import_run_id, created_at from contacts.contact where workspace_id = $1 order by contact_id`)
  const leaves = people.map((p, i) => {
    expect(stored.readBigInt64BE(i * 40).toString()).toBe(p.contact_id)
    return leafHash(p.contact_id, p.source_id, p.import_run_id, p.created_at, stored.subarray(i * 40 + 8, i * 40 + 40))
  })
  expect(merkleRoot(leaves).toString('hex')).toBe(record.changes.merkle.root)
  expect(JSON.stringify(record.changes)).not.toMatch(/example\.com|Town/)
})

describe('before it runs', () => {
  test('a preview says what would happen to each row, a dry run counts all, and nothing is written', async () => {
    await enter()
    await inTx((tx) => createContact(tx, context(), { email: 'known@example.com', city: 'Rome' }))
    const run = await upload('email,city,hobby\nknown@example.com,Oslo,\nnew@example.com,Oslo,chess\nbad,Oslo,\nNEW@example.com,,\n')
    const plan: ImportPlan = { mapping: { email: 'email', city: 'city', hobby: 'attribute:hobby' } }
    const preview = await previewImport(deps, scope, run, plan)
    expect(preview.rows.map((r) => [r.outcome, r.changes, r.reject?.rule])).toEqual([['updated', ['city'], undefined], ['created', undefined, undefined], ['rejected', undefined, 'missing_at'], ['duplicate', undefined, undefined]])
    expect(preview.newAttributes).toEqual(['hobby'])
    await runImport(deps, scope, run.importRunId, { ...plan, options: { dryRun: true } })
    expect(await workOff(work, ws.workspaceId, run.importRunId, await claim())).toBe('done')
    const dry = await getImport(deps, scope, run.importRunId)
    expect(dry).toMatchObject({ state: 'ready', rows: 0, options: { dryRunCounts: { rows: 4, created: 1, updated: 1, unchanged: 0, rejected: 1, duplicate: 1 } } })
    expect(await rows(`select 1 from contacts.contact where workspace_id = $1`)).toHaveLength(1)
    expect(await inTx((tx) => listAttributes(tx, ws.workspaceId))).toEqual([])
    await runImport(deps, scope, run.importRunId, plan)
    await workOff(work, ws.workspaceId, run.importRunId, await claim())
    expect(await getImport(deps, scope, run.importRunId)).toMatchObject({ state: 'done', counts: { created: 1, updated: 1, rejected: 1, duplicate: 1 } })
    expect((await find('new@example.com'))!.attributes).toEqual({ hobby: 'chess' })
  })

  test('a mapping must make sense', async () => {
    await enter()
    const run = await upload('a,b\n1,2\n')
    for (const mapping of [{}, { a: 'email', b: 'email' }, { c: 'email' }, { a: 'shoe_size' }, { a: 'ignore' }]) await expect(runImport(deps, scope, run.importRunId, { mapping: mapping as Record<string, string> })).rejects.toMatchObject({ code: 'IMPORT_MAPPING' })
    expect((await getImport(deps, scope, run.importRunId)).state).toBe('ready')
  })

  test('encodings: UTF-16 and Windows-1252 are read, damaged UTF-8 is named', async () => {
    await enter()
    const text = 'email,first_name\njurgen@example.com,J\u00fcrgen\n'
    expect((await upload(Buffer.from(`\uFEFF${text}`, 'utf16le'), {}, 11)).format).toMatchObject({ sent_as: 'utf-16le', encoding: 'utf-8' })
    const latin = await upload(Buffer.from(text, 'latin1'))
    expect(latin.format).toMatchObject({ sent_as: 'windows-1252', encoding: 'windows-1252' })
    await runImport(deps, scope, latin.importRunId)
    await workOff(work, ws.workspaceId, latin.importRunId, await claim())
    expect((await find('jurgen@example.com'))!.firstName).toBe('J\u00fcrgen')
    const damaged = Buffer.concat([Buffer.from('email,first_name\na@example.com,\u00c5sa\nb@example.com,'), Buffer.from([0xe9]), Buffer.from('\n')])
    const run = await upload(damaged)
    await expect(runImport(deps, scope, run.importRunId)).rejects.toMatchObject({ code: 'IMPORT_ENCODING', data: { byte: 50, line: 3, count: 1 } })
    await runImport(deps, scope, run.importRunId, { format: { encoding: 'utf-8' } })
    await workOff(work, ws.workspaceId, run.importRunId, await claim())
    expect((await getImport(deps, scope, run.importRunId)).counts).toMatchObject({ created: 1, rejected: 1 })
    expect(await countRejects(deps, scope, run.importRunId)).toEqual([{ field: '', rule: 'bad_encoding', count: 1 }])
    await expect(upload('')).rejects.toMatchObject({ code: 'IMPORT_EMPTY' })
    await expect(upload(Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x00, 0xd8, 0x41, 0x00]))).rejects.toMatchObject({ code: 'IMPORT_ENCODING' })
  })
})

describe('under way', () => {
  const many = (n: number): string => 'email,city\n' + Array.from({ length: n }, (_, i) => `p${i}@example.com,"Town ${i}"\n`).join('')

  test('pauses at a batch boundary, resumes at the cursor, cancels for good', async () => {
    await enter()
    const { importRunId } = await upload(many(30))
    await runImport(deps, scope, importRunId)
    const paused = work.signals.wait('import.batch').then(() => pauseImport(deps, scope, importRunId))
    expect(await workOff({ ...work, batchRows: 4 }, ws.workspaceId, importRunId, await claim())).toBe('handed_over')
    const at = await paused
    const half = await getImport(deps, scope, importRunId)
    expect(half.state).toBe('paused')
    expect(half.rows).toBeGreaterThanOrEqual(4)
    expect(half.rows).toBeLessThan(30)
    expect(half.counts.created).toBe(half.rows)
    expect(at.rows).toBeLessThanOrEqual(half.rows)
    await db.admin.query(`update contacts.import_run set lease_until = now() - interval '1 second' where import_run_id = $1`, [importRunId])
    await resumeImport(deps, scope, importRunId)
    expect(await workOff({ ...work, batchRows: 4 }, ws.workspaceId, importRunId, await claim())).toBe('done')
    expect(await getImport(deps, scope, importRunId)).toMatchObject({ state: 'done', rows: 30, counts: { created: 30, duplicate: 0 } })
    await expect(cancelImport(deps, scope, importRunId)).rejects.toMatchObject({ code: 'IMPORT_STATE' })
    const second = await upload(many(5))
    expect((await cancelImport(deps, scope, second.importRunId)).state).toBe('cancelled')
    await expect(runImport(deps, scope, second.importRunId)).rejects.toMatchObject({ code: 'IMPORT_STATE' })
  })

  test('a worker that stops hands back; one whose lease was taken writes nothing more', async () => {
    await enter()
    const { importRunId } = await upload(many(20))
    await runImport(deps, scope, importRunId)
    let stop = false
    void work.signals.wait('import.batch').then(() => (stop = true))
    expect(await workOff({ ...work, batchRows: 3, isStopping: () => stop }, ws.workspaceId, importRunId, await claim())).toBe('handed_back')
    const old = await claim() // at once: the lease was given back
    const taken = work.signals.wait('import.batch').then(() => db.admin.query(`update contacts.import_run set lease_token = 1 where import_run_id = $1`, [importRunId]))
    expect(await workOff({ ...work, batchRows: 3 }, ws.workspaceId, importRunId, old)).toBe('handed_over')
    await taken
    const left = await getImport(deps, scope, importRunId)
    expect(left.counts.created).toBe(left.rows)
    expect(await rows(`select count(*)::int as n from contacts.contact where workspace_id = $1`)).toEqual([{ n: left.rows }])
  })

  test('two imports of the same people at once: each person once, all rows counted', async () => {
    await enter()
    const runs = [await upload(many(60)), await upload(many(60))]
    for (const r of runs) await runImport(deps, scope, r.importRunId)
    const outcomes = await Promise.all([claim(), claim()].map(async (token) => {
      const mine = await rowsFor(await token)
      return workOff({ ...work, batchRows: 7 }, ws.workspaceId, mine, await token)
    }))
    expect(outcomes).toEqual(['done', 'done'])
    expect(await rows(`select count(*)::int as n from contacts.contact where workspace_id = $1`)).toEqual([{ n: 60 }])
    const done = await Promise.all(runs.map((r) => getImport(deps, scope, r.importRunId)))
    for (const r of done) expect(r.counts.created + r.counts.unchanged + r.counts.updated).toBe(60)
    expect(done[0]!.counts.created + done[1]!.counts.created).toBe(60)
  })
  const rowsFor = async (token: string): Promise<string> => (await db.admin.query(`select import_run_id from contacts.import_run where lease_token = $1`, [token])).rows[0].import_run_id

  test('contacts made by hand meanwhile are met, not doubled', async () => {
    await enter()
    const { importRunId } = await upload(many(40))
    await runImport(deps, scope, importRunId)
    const hand = (async () => {
      for (let i = 39; i >= 0; i--) await inTx((tx) => createContact(tx, context(), { email: `p${i}@example.com` })).catch(() => {})
    })()
    expect(await workOff({ ...work, batchRows: 5 }, ws.workspaceId, importRunId, await claim())).toBe('done')
    await hand
    expect(await rows(`select count(*)::int as n from contacts.contact where workspace_id = $1`)).toEqual([{ n: 40 }])
    const { counts } = await getImport(deps, scope, importRunId)
    expect(counts.created + counts.updated + counts.unchanged).toBe(40)
  })
})
