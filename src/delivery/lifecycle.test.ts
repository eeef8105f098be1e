// room: every state x every event ends in a legal state; late reports end the same in any order; the page is drawn from the
// same table.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawLifecycle, LIFECYCLE_FILE, type Transition } from '../../scripts/gen-lifecycle.ts'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { buildContacts, buildLaunch, type BuiltLaunch } from '../../test/support/delivery.ts'
import { isAppError, withWorkspace, type Tx, type WorkspaceScope } from '../kernel/index.ts'
import { FINAL_STATES, MESSAGE_STATES, type MessageState } from './message.ts'
import { beginAttempts, lockGate } from './queue/begin-attempts.ts'
import { claimMessages, CLAIM_START, type Leased } from './queue/claim-messages.ts'
import { recoverLeases, releaseMessages, renewLeases } from './queue/hold-leases.ts'
import { settleAttempts, type Settlement } from './queue/settle-attempts.ts'
import { DECISIONS, settleByHand } from './settle-by-hand.ts'
import { settleLate, type LateReport } from './settle-late.ts'

let db: TestDatabase
let ws: TestWorkspace
let launch: BuiltLaunch
let contacts: string[]
let sender: Pool
let api: Pool
let scope: WorkspaceScope
let transitions: Transition[]
let legal: Set<string>
let next = 0
const ids = testIds()

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  contacts = await buildContacts(db, ws, ids, Array.from({ length: 1_500 }, (_, i) => ({ email: `life${i}@x.example` })))
  launch = await buildLaunch(db, ws, ids, contacts, { dueAt: new Date(Date.now() + 86_400_000) })
  sender = db.pool('inboxlift_sender', 4)
  api = db.pool('inboxlift_api', 2)
  scope = { workspaceId: ws.workspaceId, actor: 'service:test', origin: 'worker' }
  transitions = (await db.admin.query<Transition>('select * from delivery.state_transition')).rows
  legal = new Set(transitions.map((t) => `${t.from_state}>${t.to_state}`))
})
afterAll(() => db.drop())

const TOKEN = '77'

/** A message of its own in this state, as it would look there: with its lease, its attempt, its times. */
async function messageIn(state: MessageState, more: { class?: string; attempts?: number } = {}): Promise<Leased> {
  const contactId = contacts[next++]!
  const hasLease = state === 'leased' || state === 'attempting'
  const attempts = more.attempts ?? (['accepted', 'ready', 'leased', 'skipped', 'cancelled'].includes(state) ? 0 : 1)
  const client = await db.admin.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    await client.query(
      `update delivery.message set state = $2, due_at = now() - interval '1 minute', state_at = now() - interval '1 minute', lease_token = $3, lease_until = case when $3::bigint is not null then now() - interval '1 second' end, attempts = $4,
        message_id = '<m@x>', provider_id = $5, reason = case when $2 in ('skipped', 'held', 'failed', 'in_doubt') then 'test' end, sent_at = case when $2 in ('sent', 'delivered') then now() end, class = $6 where contact_id = $1`,
      [contactId, state, hasLease ? TOKEN : null, attempts, ws.providerId, more.class ?? 'at_least_once'],
    )
    if (attempts > 0) {
      const outcome = { attempting: null, deferred: 'deferred', in_doubt: 'in_doubt', held: 'in_doubt', bounced: 'bounced', failed: 'failed' }[state as string]
      await client.query(
        `insert into delivery.attempt (workspace_id, launch_id, contact_id, seq, attempt_no, lease_token, provider_id, started_at, finished_at, outcome, phase, email_index, worker)
         select $1, $2, $3, 0, $4, $5, $6, now(), case when $7::text is null then null else now() end, $7, 'dot', email_index, 'test' from contacts.contact where contact_id = $3`,
        [ws.workspaceId, launch.launchId, contactId, attempts, TOKEN, ws.providerId, outcome === undefined ? 'sent' : outcome],
      )
    }
    await client.query('commit')
  } finally {
    client.release()
  }
  const begun = state === 'attempting' ? attempts - 1 : attempts
  return { contactId, seq: '0', token: TOKEN, variantNo: 0, contentVersion: 1, contentHash: Buffer.alloc(0), attempts: begun, class: 'at_least_once', messageId: null, createdAt: new Date() }
}

const stateOf = async (contactId: string): Promise<MessageState> => (await db.admin.query(`select state from delivery.message where contact_id = $1`, [contactId])).rows[0].state
const inTx = <T>(pool: Pool, work: (tx: Tx) => Promise<T>): Promise<T> => withWorkspace(pool, scope, work)

type Event = { name: string; run(l: Leased): Promise<unknown> }
const settle = (toState: Settlement['toState'], eventType: Settlement['eventType']): Event => ({
  name: `settle as ${toState}`,
  run: (leased) => inTx(sender, (tx) => settleAttempts(tx, ids, {
    workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId,
    settlements: [{ leased, providerId: ws.providerId, toState, outcome: toState, eventType, phase: 'dot', smtpCode: 250, enhancedCode: null, bounceClass: null, hard: toState === 'bounced', latencyMs: 1, reason: toState === 'sent' ? null : 'test', delaySeconds: 0, diagnosticCt: null }],
  })),
})
const late = (to: LateReport['to_state']): Event => ({
  name: `late report: ${to}`,
  run: (l) => inTx(sender, (tx) => settleLate(tx, ws.workspaceId, { launch_id: launch.launchId, contact_id: l.contactId, seq: '0', to_state: to, at: new Date() })),
})
const begin: Event = {
  name: 'begin the attempt',
  run: async (leased) => {
    const { rows } = await db.admin.query(`select email_index from contacts.contact where contact_id = $1`, [leased.contactId])
    return inTx(sender, async (tx) => {
      await lockGate(tx, ws.workspaceId, [rows[0].email_index])
      return beginAttempts(tx, { workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId, worker: 'test', leaseSeconds: 30, wishes: [{ leased, personId: leased.contactId, emailIndex: rows[0].email_index, emailIndexVersion: 1, messageId: '<m@x>', providerId: ws.providerId }] })
    })
  },
}
const release = (toState: 'ready' | 'deferred' | 'failed' | 'held'): Event => ({ name: `release as ${toState}`, run: (l) => inTx(sender, (tx) => releaseMessages(tx, ws.workspaceId, launch.launchId, [l], { toState, reason: toState === 'ready' ? '' : 'test', delaySeconds: 1 })) })
const recover = (isCancelled: boolean): Event => ({
  name: `recover${isCancelled ? ' of a cancelled launch' : ''}`,
  run: () => recoverLeases(sender, scope, { launchId: launch.launchId, campaignId: launch.campaignId, isCancelled, doubtGraceSeconds: 0, maxAttempts: 5, settleSeconds: 0 }),
})

const EVENTS: Event[] = [
  { name: 'claim', run: () => claimMessages(sender, scope, { launchId: launch.launchId, token: ids.next(), batch: 1_000, leaseSeconds: 30, after: CLAIM_START }) },
  begin,
  settle('sent', 'sent'), settle('deferred', 'deferred'), settle('bounced', 'bounced'), settle('failed', 'rejected'), settle('in_doubt', null),
  release('ready'), release('deferred'), release('failed'), release('held'),
  { name: 'renew', run: (l) => renewLeases(sender, scope, launch.launchId, [l], 30) },
  recover(false), recover(true),
  late('sent'), late('delivered'), late('bounced'),
  ...DECISIONS.map((d): Event => ({ name: `a person says ${d}`, run: (l) => inTx(api, (tx) => settleByHand(tx, ids, ws.workspaceId, { launchId: launch.launchId, contactId: l.contactId, seq: '0' }, d, new Date())) })),
]

test('every state x every event: nothing but legal ways, and no error but one of the catalogue', async () => {
  const seen = new Set<string>()
  for (const state of MESSAGE_STATES) {
    for (const event of EVENTS) {
      const message = await messageIn(state)
      await event.run(message).catch((error: unknown) => {
        if (!isAppError(error)) throw new Error(`${event.name} on ${state}: ${String(error)}`, { cause: error })
      })
      const after = await stateOf(message.contactId)
      if (after === state) continue
      expect(legal.has(`${state}>${after}`), `${event.name}: ${state} > ${after}`).toBe(true)
      seen.add(`${state}>${after}`)
    }
    await db.admin.query(`delete from delivery.attempt where launch_id = $1`, [launch.launchId])
    await db.admin.query(`delete from delivery.message where launch_id = $1 and due_at < now()`, [launch.launchId]) // what claims and recoveries would meet again
  }
  // the usual way and the doubtful ones were really taken
  for (const way of ['ready>leased', 'deferred>leased', 'leased>attempting', 'attempting>sent', 'attempting>deferred', 'attempting>bounced', 'attempting>failed', 'attempting>in_doubt', 'leased>ready', 'leased>cancelled', 'leased>failed',
    'in_doubt>ready', 'in_doubt>sent', 'in_doubt>delivered', 'in_doubt>bounced', 'in_doubt>cancelled', 'held>ready', 'held>sent', 'sent>delivered', 'delivered>bounced', 'ready>cancelled']) expect(seen, way).toContain(way)
})

test('what is final stays final, whatever a worker does', async () => {
  for (const state of FINAL_STATES) {
    for (const event of EVENTS.filter((e) => !e.name.startsWith('late'))) {
      const message = await messageIn(state)
      await event.run(message).catch(() => {})
      expect(await stateOf(message.contactId), `${event.name} on ${state}`).toBe(state)
    }
  }
})

test('the database itself: of all 156 changes of state exactly the listed ones are allowed', async () => {
  const client = await db.admin.connect()
  try {
    for (const from of MESSAGE_STATES) {
      const { contactId } = await messageIn(from)
      for (const to of MESSAGE_STATES.filter((s) => s !== from)) {
        await client.query('begin')
        const lease = to === 'leased' || to === 'attempting'
        const change = client.query(`update delivery.message set state = $2, lease_token = case when $3 then 1 end, lease_until = case when $3 then now() end, reason = 'test', attempts = 1, sent_at = now() where contact_id = $1`, [contactId, to, lease])
        const allowed = await change.then(() => true, (e: { code: string; constraint: string }) => {
          expect([e.code, e.constraint]).toEqual(['23514', 'message_transition_ck'])
          return false
        })
        await client.query('rollback')
        expect(allowed, `${from} > ${to}`).toBe(legal.has(`${from}>${to}`))
      }
    }
  } finally {
    client.release()
  }
})

test('late reports in any order, any number of times, end the same', async () => {
  const report = fc.constantFrom<LateReport['to_state']>('sent', 'delivered', 'bounced')
  const start = fc.constantFrom<MessageState>('sent', 'in_doubt', 'held', 'deferred', 'ready', 'delivered', 'bounced', 'failed', 'skipped', 'cancelled')
  const endOf = async (state: MessageState, reports: readonly LateReport['to_state'][]): Promise<MessageState> => {
    const message = await messageIn(state, { attempts: 1 })
    for (const r of reports) await late(r).run(message)
    return stateOf(message.contactId)
  }
  await fc.assert(
    fc.asyncProperty(start, fc.array(report, { minLength: 1, maxLength: 4 }), fc.infiniteStream(fc.nat(5)), async (state, reports, dice) => {
      const shuffled = reports.map((r) => ({ r, k: dice.next().value as number })).toSorted((a, b) => a.k - b.k).map((x) => x.r)
      expect(await endOf(state, [...shuffled, ...reports])).toBe(await endOf(state, reports))
    }),
    { numRuns: 60 },
  )
})

test('a report that is faster than our own commit waits for it', async () => {
  const message = await messageIn('attempting')
  expect(await late('delivered').run(message)).toBe('wait')
  await settle('sent', 'sent').run(message)
  expect(await late('delivered').run(message)).toBe('moved')
})

test('a doubt that turns out to be delivered counts as sent, once', async () => {
  const message = await messageIn('in_doubt')
  const sent = async (): Promise<number> => (await db.admin.query(`select count(*)::int n from events.email_event where contact_id = $1 and event_type = 'sent'`, [message.contactId])).rows[0].n
  await late('delivered').run(message)
  await late('delivered').run(message)
  await late('sent').run(message)
  expect([await stateOf(message.contactId), await sent()]).toEqual(['delivered', 1])
})

test('the three steps that pass by the trigger are in the table; the page shows the table', async () => {
  for (const way of ['ready>leased', 'leased>attempting', 'attempting>sent']) expect(legal).toContain(way)
  const page = readFileSync(LIFECYCLE_FILE, 'utf8')
  expect(drawLifecycle(page, transitions)).toBe(page)
})
