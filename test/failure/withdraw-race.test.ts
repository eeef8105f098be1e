// failure: who withdraws against who sends, with pauses between every two statements of both. Whichever order they come
// in, an attempt that began is one that the withdrawal saw: none starts after the withdrawal was committed (DESIGN 4.6).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withWorkspace, type Tx } from '../../src/kernel/index.ts'
import { suppress, withdrawConsent } from '../../src/compliance/index.ts'
import { applyUnsubscribe } from '../../src/compliance/unsubscribe.ts'
import { beginAttempts, lockGate, type AttemptWish } from '../../src/delivery/queue/begin-attempts.ts'
import { recordOutcomes } from '../../src/events/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../support/db.ts'
import { buildCampaign, buildSentMessages, type TestCampaign } from '../support/events.ts'

const ROUNDS = Number(process.env.RACE_ROUNDS ?? 600)
const AT_ONCE = 8

let db: TestDatabase
let ws: TestWorkspace
let campaign: TestCampaign
const ids = testIds()

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  campaign = await buildCampaign(db, ws, ids)
})
afterAll(() => db.drop())

/** The same transaction with a random pause before each of its statements; a third of them has none. */
function paused(tx: Tx): Tx {
  return new Proxy(tx, {
    get(target, property) {
      if (property !== 'query') return Reflect.get(target, property) as unknown
      return async (...args: unknown[]) => {
        const ms = Math.max(0, Math.random() * 9 - 3)
        if (ms > 0) await new Promise((r) => setTimeout(r, ms))
        return (target.query as (...a: unknown[]) => unknown).apply(target, args)
      }
    },
  })
}
const pause = (): Promise<void> => new Promise((r) => setTimeout(r, Math.random() * 15))

type Person = { contactId: string; emailIndex: Buffer }
async function recipient(): Promise<Person> {
  const email = `r${ids.next()}@example.org`
  const contactId = await buildContact(db, ws, ids, { email })
  await buildSentMessages(db, ws, campaign, [contactId])
  const client = await db.admin.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    await client.query(`update delivery.message set state = 'leased', lease_token = 7, lease_until = now() + interval '1 minute', sent_at = null, attempts = 0, provider_id = null, message_id = null where contact_id = $1`, [contactId])
    await client.query('commit')
  } finally {
    client.release()
  }
  return { contactId, emailIndex: ws.keyring.blindIndex('email', email) }
}

type Withdraw = (tx: Tx, p: Person) => Promise<unknown>
const scope = { actor: 'contact', origin: 'api' as const }
const WITHDRAWALS: Record<string, Withdraw> = {
  suppress: (tx, p) => suppress(tx, ws.workspaceId, scope, { address: { index: p.emailIndex, version: 1 }, reason: 'manual' }, new Date()),
  withdrawConsent: (tx, p) => withdrawConsent(tx, ws.workspaceId, scope, { contactId: p.contactId, purpose: 'newsletter', source: 'person' }, { ids, keyring: ws.keyring, now: new Date() }),
  unsubscribe: (tx, p) =>
    applyUnsubscribe(tx, { ...scope, workspaceId: ws.workspaceId }, { message: { workspaceId: ws.workspaceId, launchId: campaign.launchId, contactId: p.contactId, seq: '0' }, requestKey: p.contactId, method: 'one_click' }, ws.keyring, {
      ids, clock: systemClock, recordUnsubscribed: recordOutcomes,
    }),
}

/** One race; answers whether the attempt began, and whether the withdrawal saw it before its own commit. */
async function race(withdraw: Withdraw, hasGate: boolean): Promise<{ began: boolean; seen: boolean }> {
  const p = await recipient()
  const wish = { leased: { contactId: p.contactId, seq: '0', attempts: 0, token: '7' }, personId: p.contactId, emailIndex: p.emailIndex, emailIndexVersion: 1, messageId: `<${p.contactId}@test>`, providerId: ws.providerId } as unknown as AttemptWish
  const attempt = async (): Promise<boolean> => {
    await pause()
    return withWorkspace(senders, { workspaceId: ws.workspaceId, actor: 'service:send', origin: 'worker' }, async (raw) => {
      const tx = paused(raw)
      if (hasGate) await lockGate(tx, ws.workspaceId, [p.emailIndex])
      const [verdict] = await beginAttempts(tx, { workspaceId: ws.workspaceId, launchId: campaign.launchId, campaignId: campaign.campaignId, worker: 'test', leaseSeconds: 30, wishes: [wish] })
      await tx.query('select 1') // a pause before the commit
      return verdict!.kind === 'begun'
    })
  }
  const stop = async (): Promise<boolean> => {
    await pause()
    return withWorkspace(officers, { ...scope, workspaceId: ws.workspaceId }, async (raw) => {
      const tx = paused(raw)
      await withdraw(tx, p)
      return (await tx.query(`select 1 from delivery.attempt where contact_id = $1`, [p.contactId])).rowCount === 1
    })
  }
  const [began, seen] = await Promise.all([attempt(), stop()])
  return { began, seen }
}

let senders: ReturnType<TestDatabase['pool']>
let officers: ReturnType<TestDatabase['pool']>
beforeAll(() => {
  senders = db.pool('inboxlift_sender', AT_ONCE)
  officers = db.pool('inboxlift_compliance', AT_ONCE)
})

async function run(rounds: number, hasGate: boolean): Promise<{ began: number; refused: number; unseen: number }> {
  const kinds = Object.values(WITHDRAWALS)
  const total = { began: 0, refused: 0, unseen: 0 }
  for (let done = 0; done < rounds; done += AT_ONCE) {
    const results = await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => race(kinds[(done + i) % kinds.length]!, hasGate)))
    for (const r of results) {
      total[r.began ? 'began' : 'refused'] += 1
      if (r.began && !r.seen) total.unseen += 1
    }
  }
  return total
}

test(`${ROUNDS} races: no attempt begins unseen by the withdrawal`, async () => {
  const total = await run(ROUNDS, true)
  console.log(`withdraw against attempt: ${total.began} attempts came first, ${total.refused} withdrawals came first, ${total.unseen} unseen`)
  expect(total.unseen).toBe(0)
  // Both orders must really have happened, or nothing was raced.
  expect(Math.min(total.began, total.refused)).toBeGreaterThan(ROUNDS / 20)
}, 300_000)

test('the same races without the gate do go wrong, so the test can see it', async () => {
  let unseen = 0
  for (let i = 0; i < 20 && unseen === 0; i++) unseen += (await run(40, false)).unseen
  expect(unseen).toBeGreaterThan(0)
}, 300_000)
