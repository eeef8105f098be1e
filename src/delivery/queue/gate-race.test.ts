// room: the race between an attempt and a suppression, with pauses at every seam (DESIGN 4.6, guarantee G3).
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { buildContacts, buildLaunch, type BuiltLaunch } from '../../../test/support/delivery.ts'
import { withWorkspace, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import { claimMessages, CLAIM_START, type Leased } from './claim-messages.ts'
import { beginAttempts, gateBucket, lockGate, type AttemptWish } from './begin-attempts.ts'

const ROUNDS = 200
let db: TestDatabase
let ws: TestWorkspace
let sender: Pool
let compliance: Pool
const ids = testIds()

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  sender = db.pool('inboxlift_sender', 8)
  compliance = db.pool('inboxlift_compliance', 8)
})
afterAll(() => db.drop())

const pause = (): Promise<void> => new Promise((r) => setTimeout(r, randomInt(4)))
const clock = async (tx: Tx): Promise<number> => Number((await tx.query<{ at: string }>(`select extract(epoch from clock_timestamp())::text as at`)).rows[0]!.at)
const scope = (): WorkspaceScope => ({ workspaceId: ws.workspaceId, actor: 'service:test', origin: 'worker' })

/** Takes the gate, says when it had it, suppresses, commits. */
async function suppress(emailIndex: Buffer): Promise<number> {
  await pause()
  return withWorkspace(compliance, scope(), async (tx) => {
    await tx.query(`select bucket from compliance.gate where workspace_id = $1 and bucket = $2 for update`, [ws.workspaceId, gateBucket(emailIndex)])
    const had = await clock(tx)
    await pause()
    await tx.query(`insert into compliance.suppression (workspace_id, email_index, reason, index_version, created_by) values ($1, $2, 'unsubscribe', 1, 'test')`, [ws.workspaceId, emailIndex])
    await pause()
    return had
  })
}

/** Begins an attempt with pauses; answers whether it began, and when it was about to commit. */
async function attempt(launch: BuiltLaunch, wish: AttemptWish, isGated: boolean): Promise<{ begun: boolean; at: number }> {
  await pause()
  return withWorkspace(sender, scope(), async (tx) => {
    if (isGated) await lockGate(tx, ws.workspaceId, [wish.emailIndex])
    await pause()
    const [verdict] = await beginAttempts(tx, { workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId, worker: 'test', leaseSeconds: 60, wishes: [wish] })
    await pause()
    return { begun: verdict!.kind === 'begun', at: await clock(tx) }
  })
}

async function race(isGated: boolean, name: string): Promise<{ begun: number; skipped: number; violations: number }> {
  const contacts = await buildContacts(db, ws, ids, Array.from({ length: ROUNDS }, (_, i) => ({ email: `${name}${i}@x.example` })))
  const launch = await buildLaunch(db, ws, ids, contacts)
  const { leased } = await claimMessages(sender, scope(), { launchId: launch.launchId, token: ids.next(), batch: ROUNDS, leaseSeconds: 60, after: CLAIM_START })
  const out = { begun: 0, skipped: 0, violations: 0 }
  const round = async (l: Leased): Promise<void> => {
    const emailIndex = ws.keyring.blindIndex('email', `${name}${contacts.indexOf(l.contactId)}@x.example`)
    const wish: AttemptWish = { leased: l, personId: l.contactId, emailIndex, emailIndexVersion: 1, messageId: `<${l.contactId}@x>`, providerId: ws.providerId }
    const [had, tried] = await Promise.all([suppress(emailIndex), attempt(launch, wish, isGated)])
    out[tried.begun ? 'begun' : 'skipped']++
    // who suppresses got the gate while the attempt was still open, and the attempt began all the same
    if (tried.begun && had < tried.at) out.violations++
  }
  for (let i = 0; i < leased.length; i += 4) await Promise.all(leased.slice(i, i + 4).map(round))
  return out
}

test('an attempt that began was over with the gate before the suppression had it, in 200 races', async () => {
  const result = await race(true, 'gated')
  expect(result.violations).toBe(0)
  expect(result.begun).toBeGreaterThan(10)
  expect(result.skipped).toBeGreaterThan(10)
})

test('control: without the gate the same races are lost now and then', async () => {
  expect((await race(false, 'open')).violations).toBeGreaterThan(0)
})
