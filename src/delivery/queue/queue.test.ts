// room: claims, leases, fencing, recovery: what a worker may do with a token, and what it may not do without.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { buildContacts, buildLaunch, statesOf, type BuiltLaunch } from '../../../test/support/delivery.ts'
import { withWorkspace, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import type { Pool } from 'pg'
import { claimMessages, CLAIM_START, type Leased } from './claim-messages.ts'
import { beginAttempts, lockGate, type AttemptVerdict, type AttemptWish } from './begin-attempts.ts'
import { recoverLeases, releaseMessages, renewLeases } from './hold-leases.ts'
import { settleAttempts, type Settlement, type SettleResult } from './settle-attempts.ts'

let db: TestDatabase
let ws: TestWorkspace
let pool: Pool
let scope: WorkspaceScope
const ids = testIds()
let n = 0

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  pool = db.pool('inboxlift_sender', 8)
  scope = { workspaceId: ws.workspaceId, actor: 'service:worker-send', origin: 'worker' }
})
afterAll(() => db.drop())

async function launchTo(count: number, options: Parameters<typeof buildLaunch>[4] = {}): Promise<BuiltLaunch & { contacts: string[] }> {
  const base = n++
  const contacts = await buildContacts(db, ws, ids, Array.from({ length: count }, (_, i) => ({ email: `q${base}-${i}@x.example` })))
  return { ...(await buildLaunch(db, ws, ids, contacts, options)), contacts }
}
const claim = async (launchId: string, batch = 100, leaseSeconds = 30): Promise<Leased[]> => (await claimMessages(pool, scope, { launchId, token: ids.next(), batch, leaseSeconds, after: CLAIM_START })).leased

async function wishFor(leased: Leased): Promise<AttemptWish> {
  const { rows } = await db.admin.query(`select coalesce(r.contact_id, c.contact_id) as id, coalesce(r.email_index, c.email_index) as ix from contacts.contact c left join contacts.contact r on r.contact_id = c.merged_into where c.contact_id = $1`, [leased.contactId])
  return { leased, personId: rows[0].id, emailIndex: rows[0].ix ?? Buffer.alloc(0), emailIndexVersion: 1, messageId: `<${leased.contactId}@x.example>`, providerId: ws.providerId }
}
const begin = (launch: BuiltLaunch, wishes: AttemptWish[]): Promise<AttemptVerdict[]> =>
  withWorkspace(pool, scope, async (tx: Tx) => {
    await lockGate(tx, ws.workspaceId, wishes.map((w) => w.emailIndex))
    return beginAttempts(tx, { workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId, worker: 'test', leaseSeconds: 30, wishes })
  })
const beginAll = async (launch: BuiltLaunch, leased: Leased[]): Promise<AttemptVerdict[]> => begin(launch, await Promise.all(leased.map(wishFor)))
const settle = (launch: BuiltLaunch, leased: Leased[], over: Partial<Settlement> = {}): Promise<SettleResult[]> =>
  withWorkspace(pool, scope, (tx) =>
    settleAttempts(tx, ids, {
      workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId,
      settlements: leased.map((l) => ({ leased: l, providerId: ws.providerId, toState: 'sent', outcome: 'sent', eventType: 'sent', phase: 'dot', smtpCode: 250, enhancedCode: null, bounceClass: null, hard: null, latencyMs: 3, reason: null, delaySeconds: 0, diagnosticCt: null, ...over })),
    }),
  )
const recover = (launch: BuiltLaunch, over: Partial<Parameters<typeof recoverLeases>[2]> = {}): ReturnType<typeof recoverLeases> =>
  recoverLeases(pool, scope, { launchId: launch.launchId, campaignId: launch.campaignId, isCancelled: false, doubtGraceSeconds: 0, maxAttempts: 5, settleSeconds: 0, ...over })
const expire = (launch: BuiltLaunch): Promise<unknown> => db.admin.query(`update delivery.message set lease_until = now() - interval '1 second' where launch_id = $1 and lease_until is not null`, [launch.launchId])

test('a slice is written once, however often and by however many', async () => {
  const launch = await launchTo(25, { sliceSize: 10 })
  expect(await statesOf(db, launch.launchId)).toEqual({ ready: 25 })
  const { enqueueSlice } = await import('../enqueue-slice.ts')
  const scheduler = db.pool('inboxlift_scheduler', 4)
  const again = await Promise.all(Array.from({ length: 4 }, () => withWorkspace(scheduler, scope, (tx) =>
    enqueueSlice(tx, { workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId, afterContactId: '0', dueAt: new Date(), class: 'at_least_once', contents: [{ variantNo: 0, contentVersion: 1, contentHash: Buffer.from('01', 'hex') }] }))))
  expect(again.map((s) => s.written)).toEqual([0, 0, 0, 0])
  expect(again[0]).toMatchObject({ size: 25, lastContactId: launch.contacts.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).at(-1) })
  expect(await statesOf(db, launch.launchId)).toEqual({ ready: 25 })
})

test('claims of many at once never overlap and wait for nobody', async () => {
  const launch = await launchTo(200)
  const parts = await Promise.all(Array.from({ length: 8 }, () => claim(launch.launchId, 25)))
  const all = parts.flat().map((l) => l.contactId)
  expect(new Set(all).size).toBe(all.length)
  const rest = await claim(launch.launchId, 200)
  expect(new Set([...all, ...rest.map((l) => l.contactId)]).size).toBe(200)
})

test('messages come in the order they are due, deferred ones among them; those of later stay', async () => {
  const launch = await launchTo(4)
  const [a, b, c, d] = launch.contacts
  await db.admin.query(`update delivery.message set due_at = now() - make_interval(mins => case contact_id when $2 then 3 when $3 then 2 when $4 then 1 else -60 end) where launch_id = $1`, [launch.launchId, c, a, b])
  const first = await claimMessages(pool, scope, { launchId: launch.launchId, token: ids.next(), batch: 2, leaseSeconds: 30, after: CLAIM_START })
  expect(first.leased.map((l) => l.contactId).toSorted()).toEqual([a, c].toSorted())
  const second = await claimMessages(pool, scope, { launchId: launch.launchId, token: ids.next(), batch: 2, leaseSeconds: 30, after: first.cursor })
  expect(second.leased.map((l) => l.contactId)).toEqual([b])
  expect(await claim(launch.launchId)).toEqual([])
  await beginAll(launch, second.leased)
  expect(await settle(launch, second.leased, { toState: 'deferred', outcome: 'deferred', eventType: 'deferred', smtpCode: 451, delaySeconds: 0 })).toEqual(['settled'])
  expect((await claim(launch.launchId)).map((l) => [l.contactId, l.attempts])).toEqual([[b, 1]])
  expect(d).toBeDefined()
})

test('a token that is not the present one changes nothing: begin, settle, renew, release', async () => {
  const launch = await launchTo(2)
  const old = await claim(launch.launchId)
  await expire(launch)
  expect(await recover(launch)).toMatchObject({ ready: 2 })
  const fresh = await claim(launch.launchId)
  const before = await db.admin.query(`select * from delivery.message where launch_id = $1 order by contact_id`, [launch.launchId])
  expect((await beginAll(launch, old)).map((v) => v.kind)).toEqual(['fenced', 'fenced'])
  expect(await settle(launch, old)).toEqual(['fenced', 'fenced'])
  expect((await renewLeases(pool, scope, launch.launchId, old, 30)).length).toBe(2)
  expect(await withWorkspace(pool, scope, (tx) => releaseMessages(tx, ws.workspaceId, launch.launchId, old, { toState: 'ready' }))).toBe(0)
  expect((await db.admin.query(`select * from delivery.message where launch_id = $1 order by contact_id`, [launch.launchId])).rows).toEqual(before.rows)
  expect((await beginAll(launch, fresh)).map((v) => v.kind)).toEqual(['begun', 'begun'])
  expect(await settle(launch, old)).toEqual(['fenced', 'fenced'])
  expect(await settle(launch, fresh)).toEqual(['settled', 'settled'])
})

test('the same worker that claims again is fenced with its own old token', async () => {
  const launch = await launchTo(1)
  const first = await claim(launch.launchId)
  await beginAll(launch, first)
  await expire(launch)
  expect(await recover(launch, { doubtGraceSeconds: 3600 })).toMatchObject({ inDoubt: 1, retried: 0 })
  expect(await settle(launch, first)).toEqual(['fenced'])
  expect(await statesOf(db, launch.launchId)).toEqual({ in_doubt: 1 })
})

test('what a dead worker leaves: leased is ready again, attempts are in doubt and retried after their grace', async () => {
  const launch = await launchTo(3)
  const leased = await claim(launch.launchId)
  await beginAll(launch, leased.slice(0, 2))
  await expire(launch)
  expect(await recover(launch, { doubtGraceSeconds: 3600 })).toEqual({ ready: 1, inDoubt: 2, retried: 0, held: 0 })
  const { rows } = await db.admin.query(`select outcome, finished_at is not null as finished from delivery.attempt where launch_id = $1`, [launch.launchId])
  expect(rows).toEqual([{ outcome: 'in_doubt', finished: true }, { outcome: 'in_doubt', finished: true }])
  expect(await recover(launch)).toEqual({ ready: 0, inDoubt: 0, retried: 2, held: 0 })
  const again = await claim(launch.launchId)
  expect(again.map((l) => l.attempts).toSorted()).toEqual([0, 1, 1])
  const verdicts = await beginAll(launch, again)
  expect(verdicts.every((v) => v.kind === 'begun')).toBe(true)
  expect(again.filter((l) => l.attempts === 1).every((l) => l.messageId === `<${l.contactId}@x.example>`)).toBe(true)
})

test('at_most_once is held for a person, never retried; and so is what is in doubt again and again', async () => {
  const once = await launchTo(1, { class: 'at_most_once' })
  await beginAll(once, await claim(once.launchId))
  await expire(once)
  expect(await recover(once)).toMatchObject({ inDoubt: 1, held: 0 })
  expect(await recover(once)).toMatchObject({ held: 1, retried: 0 })
  expect(await statesOf(db, once.launchId)).toEqual({ held: 1 })
  const poison = await launchTo(1)
  for (let i = 0; i < 5; i++) {
    await beginAll(poison, await claim(poison.launchId))
    await expire(poison)
    await recover(poison)
    await recover(poison)
  }
  expect(await statesOf(db, poison.launchId)).toEqual({ held: 1 })
})

test('nobody is recovered right after the server came up', async () => {
  const launch = await launchTo(1)
  await claim(launch.launchId)
  await expire(launch)
  expect(await recover(launch, { settleSeconds: 36_000 })).toMatchObject({ ready: 0 })
  expect(await recover(launch)).toMatchObject({ ready: 1 })
})

test('a turn that is run again after its commit got lost is answered the same and counts once', async () => {
  const launch = await launchTo(2)
  const leased = await claim(launch.launchId)
  expect((await beginAll(launch, leased)).map((v) => v.kind)).toEqual(['begun', 'begun'])
  expect((await beginAll(launch, leased)).map((v) => v.kind)).toEqual(['begun', 'begun'])
  const touched = await db.admin.query(`select count(*)::int n from contacts.contact c join delivery.attempt a on a.contact_id = c.contact_id and a.launch_id = $1 where c.last_sent_at = a.started_at`, [launch.launchId])
  expect(touched.rows[0].n).toBe(2)
  expect(await settle(launch, leased)).toEqual(['settled', 'settled'])
  expect(await settle(launch, leased)).toEqual(['repeated', 'repeated'])
  const { rows } = await db.admin.query(`select sum(sent)::int n from events.campaign_stats where campaign_id = $1`, [launch.campaignId])
  expect(rows[0].n).toBe(2)
})

test('begun before but not allowed any more: blocked, and settled as not sent', async () => {
  const launch = await launchTo(1)
  const leased = await claim(launch.launchId)
  await beginAll(launch, leased)
  await db.admin.query(`update contacts.contact set status = 'unsubscribed' where contact_id = $1`, [launch.contacts[0]])
  expect(await beginAll(launch, leased)).toEqual([{ kind: 'blocked' }])
  expect(await settle(launch, leased, { toState: 'deferred', outcome: 'deferred', eventType: null, phase: 'queue', smtpCode: null })).toEqual(['settled'])
  const again = await claim(launch.launchId)
  expect(await beginAll(launch, again)).toEqual([{ kind: 'skipped', reason: 'contact_unsubscribed' }])
})

test('the gate: every reason not to write to somebody', async () => {
  const launch = await launchTo(9)
  const [fine, suppressed, lifted, withdrawn, otherPurpose, bounced, erased, moved, merged] = launch.contacts
  const q = (text: string, values: unknown[]): Promise<unknown> => db.admin.query(text, values)
  const suppress = (id: string | undefined, isLifted: boolean): Promise<unknown> =>
    q(`insert into compliance.suppression (workspace_id, email_index, reason, index_version, created_by, lifted_at) select workspace_id, email_index, 'unsubscribe', 1, 'test', $2 from contacts.contact where contact_id = $1`, [id, isLifted ? new Date() : null])
  await suppress(suppressed, false)
  await suppress(lifted, true)
  const consent = async (id: string | undefined, purpose: string): Promise<void> => {
    const event = ids.next()
    await q(`insert into compliance.consent_event (workspace_id, contact_id, consent_event_id, purpose, action, source, happened_at, recorded_by) values ($1, $2, $3, $4, 'withdrawn', 'test', now(), 'test')`, [ws.workspaceId, id, event, purpose])
    await q(`insert into compliance.consent_state (workspace_id, contact_id, purpose, channel, state, since, consent_event_id) values ($1, $2, $3, 'email', 'withdrawn', now(), $4)`, [ws.workspaceId, id, purpose, event])
  }
  await consent(withdrawn, 'newsletter')
  await consent(otherPurpose, 'surveys')
  await q(`update contacts.contact set status = 'bounced' where contact_id = $1`, [bounced])
  const leased = await claim(launch.launchId)
  const wishes = await Promise.all(leased.map(wishFor))
  await q(`update contacts.contact set status = 'erased', erased_at = now(), email_ct = null, email_index = null where contact_id = $1`, [erased])
  await q(`update contacts.contact set email_index = sha256('other') where contact_id = $1`, [moved])
  await q(`update contacts.contact set merged_into = $2 where contact_id = $1`, [merged, fine])
  const verdicts = await begin(launch, wishes)
  const of = (id: string | undefined): unknown => {
    const v = verdicts[leased.findIndex((l) => l.contactId === id)]!
    return 'reason' in v ? `${v.kind}: ${v.reason}` : v.kind
  }
  expect([fine, lifted, otherPurpose].map(of)).toEqual(['begun', 'begun', 'begun'])
  expect([suppressed, withdrawn, bounced, erased].map(of)).toEqual(['skipped: suppressed', 'skipped: consent_withdrawn', 'skipped: contact_bounced', 'skipped: erased'])
  expect([moved, merged].map(of)).toEqual(['released: stale', 'released: stale'])
  // read again, the merged one is its survivor, who has a message of this campaign
  const again = await claim(launch.launchId)
  const second = await begin(launch, await Promise.all(again.map(wishFor)))
  expect(second[again.findIndex((l) => l.contactId === merged)]).toEqual({ kind: 'skipped', reason: 'already_mailed' })
  expect(second[again.findIndex((l) => l.contactId === moved)]).toMatchObject({ kind: 'begun' })
})

test('two merged contacts of one person, who is not in the audience: exactly one is written to', async () => {
  const launch = await launchTo(2)
  const [survivor] = await buildContacts(db, ws, ids, [{ email: `survivor${n++}@x.example` }])
  await db.admin.query(`update contacts.contact set merged_into = $2 where contact_id = any($1)`, [launch.contacts, survivor])
  const leased = await claim(launch.launchId)
  expect((await beginAll(launch, leased)).map((v) => v.kind).toSorted()).toEqual(['begun', 'skipped'])
  const { rows } = await db.admin.query(`select last_sent_at is not null as touched from contacts.contact where contact_id = $1`, [survivor])
  expect(rows[0].touched).toBe(true)
})

test('a survivor whose merged self was written to already is skipped', async () => {
  const launch = await launchTo(2)
  const [a, b] = launch.contacts
  const leased = await claim(launch.launchId)
  const [first, second] = [leased.find((l) => l.contactId === a)!, leased.find((l) => l.contactId === b)!]
  expect(await beginAll(launch, [first])).toMatchObject([{ kind: 'begun' }])
  await db.admin.query(`update contacts.contact set merged_into = $2 where contact_id = $1`, [a, b])
  expect(await beginAll(launch, [second])).toEqual([{ kind: 'skipped', reason: 'already_mailed' }])
})

test('paused: back to the queue; cancelled: cancelled', async () => {
  const launch = await launchTo(2)
  const leased = await claim(launch.launchId)
  await db.admin.query(`update campaigns.launch set state = 'paused' where launch_id = $1`, [launch.launchId])
  expect(await beginAll(launch, leased.slice(0, 1))).toEqual([{ kind: 'released', reason: 'paused' }])
  await db.admin.query(`update campaigns.launch set state = 'cancelled' where launch_id = $1`, [launch.launchId])
  expect(await beginAll(launch, leased.slice(1))).toEqual([{ kind: 'cancelled', reason: 'launch_ended' }])
  expect(await statesOf(db, launch.launchId)).toEqual({ ready: 1, cancelled: 1 })
})

test('a workspace whose gate has holes sends nothing', async () => {
  const launch = await launchTo(1)
  const leased = await claim(launch.launchId)
  const wish = await wishFor(leased[0]!)
  const { gateBucket } = await import('./begin-attempts.ts')
  await db.admin.query(`delete from compliance.gate where workspace_id = $1 and bucket = $2`, [ws.workspaceId, gateBucket(wish.emailIndex)])
  await expect(begin(launch, [wish])).rejects.toMatchObject({ code: 'DELIVERY_GATE_MISSING' })
  await db.admin.query(`insert into compliance.gate (workspace_id, bucket) values ($1, $2)`, [ws.workspaceId, gateBucket(wish.emailIndex)])
})

test('hard bounces ask for suppression, by ids only', async () => {
  const launch = await launchTo(2)
  const leased = await claim(launch.launchId)
  await beginAll(launch, leased)
  await settle(launch, leased, { toState: 'bounced', outcome: 'bounced', eventType: 'bounced', smtpCode: 550, enhancedCode: '5.1.1', bounceClass: 'unknown_user', hard: true, reason: 'unknown_user' })
  const { rows } = await db.admin.query(`select payload from platform.outbox where kind = 'address.suppress' and payload ->> 'launch_id' = $1`, [launch.launchId])
  expect(rows.map((r) => r.payload.contact_id).toSorted()).toEqual(launch.contacts.toSorted())
  expect(rows[0].payload).toEqual({ launch_id: launch.launchId, contact_id: rows[0].payload.contact_id, seq: '0', reason: 'hard_bounce', bounce_class: 'unknown_user' })
})
