// room: no plan accidents. Hot statements on a fresh launch, about which the statistics know nothing, walk keys and not the
// launch; they lock one partition, also with 400 in existence (backbone research, 2b3; DESIGN 4.3).
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { buildContacts, buildLaunch, type BuiltLaunch } from '../../../test/support/delivery.ts'
import { namelessOnPartitions, withWorkspace, type NamedQuery, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import { attemptBegin, messageClaim, messageRecoverLeased, messageRelease, messageRenew, messageSettle, type AttemptBeginParams, type MessageSettleParams } from '../delivery.sql.ts'

const BATCH = 40
let db: TestDatabase
let ws: TestWorkspace
let pool: Pool
let scope: WorkspaceScope
let launch: BuiltLaunch
let index: Map<string, Buffer>
const ids = testIds()

/** One old launch that the statistics are about, then a fresh one of 3,000 that they have never seen. */
beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  scope = { workspaceId: ws.workspaceId, actor: 'service:test', origin: 'worker' }
  pool = db.pool('inboxlift_sender', 2)
  const people = Array.from({ length: 3_000 }, (_, i) => ({ email: `plan${i}@x.example` }))
  const contacts = await buildContacts(db, ws, ids, people)
  index = new Map(contacts.map((c, i) => [c, ws.keyring.blindIndex('email', people[i]!.email)]))
  await buildLaunch(db, ws, ids, contacts)
  await db.admin.query('analyze')
  launch = await buildLaunch(db, ws, ids, contacts)
})
afterAll(() => db.drop())

type PlanNode = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; 'Rows Removed by Join Filter'?: number; Plans?: PlanNode[] }

const flat = (n: PlanNode): PlanNode[] => [n, ...(n.Plans ?? []).flatMap(flat)]

/** Runs the statement under EXPLAIN ANALYZE; answers its nodes. */
async function explain<P>(tx: Tx, query: NamedQuery<P, unknown>, params: P): Promise<PlanNode[]> {
  const { rows } = await tx.query({ text: `explain (analyze, format json) ${query.text}`, values: query.params.map((k) => (params as Record<string, unknown>)[k]) })
  return flat((rows[0] as { 'QUERY PLAN': { Plan: PlanNode }[] })['QUERY PLAN'][0]!.Plan)
}

/** No part of the statement looked at many more rows than it was about. */
function expectNarrow(nodes: readonly PlanNode[], what: string): void {
  for (const n of nodes) {
    const seen = (n['Actual Rows'] + (n['Rows Removed by Filter'] ?? 0)) * n['Actual Loops']
    expect(seen, `${what}: ${n['Node Type']} on ${n['Relation Name'] ?? ''} ${n['Index Name'] ?? ''}`).toBeLessThanOrEqual(BATCH * BATCH * 2)
    if (/^(message|attempt)_p/.test(n['Relation Name'] ?? '') && n['Node Type'].includes('Scan')) expect(seen, `${what}: ${n['Node Type']} of ${n['Index Name'] ?? 'the table'}`).toBeLessThanOrEqual(BATCH * 4)
  }
}

const claimParams = (token: string, batch = BATCH) => ({ workspace_id: ws.workspaceId, launch_id: launch.launchId, token, batch: String(batch), lease_seconds: 60, after_due_at: '-infinity', after_contact_id: '0' })

function beginParams(contactIds: string[], token: string): AttemptBeginParams {
  return {
    workspace_id: ws.workspaceId, launch_id: launch.launchId, campaign_id: launch.campaignId, worker: 'test', lease_seconds: 60, contact_ids: contactIds, seqs: contactIds.map(() => '0'), attempt_nos: contactIds.map(() => 1),
    tokens: contactIds.map(() => token), person_ids: contactIds, email_indexes: contactIds.map((c) => index.get(c)!), index_versions: contactIds.map(() => 1), message_ids: contactIds.map((c) => `<${c}@x>`), provider_ids: contactIds.map(() => ws.providerId),
  }
}
function settleParams(b: AttemptBeginParams): MessageSettleParams {
  const all = <T>(value: T): T[] => b.contact_ids.map(() => value)
  return {
    workspace_id: b.workspace_id, launch_id: b.launch_id, contact_ids: b.contact_ids, seqs: b.seqs, attempt_nos: b.attempt_nos, tokens: b.tokens, to_states: all('sent'), outcomes: all('sent'), smtp_codes: all(250), enhanced_codes: all(''),
    bounce_classes: all(''), hards: all(-1), phases: all('dot'), latencies_ms: all(1), reasons: all(''), delays_seconds: all(0), diagnostics_ct: all(Buffer.alloc(0)),
  }
}

test('claim, begin, settle, renew, release, recover look at their batch and not at the launch', async () => {
  // others hold 500 messages meanwhile: the index of leases must not be walked for 40 of ours
  await withWorkspace(pool, scope, (tx) => messageClaim.many(tx, claimParams(ids.next(), 500)))
  const token = ids.next()
  await withWorkspace(pool, scope, async (tx) => {
    expectNarrow(await explain(tx, messageClaim, claimParams(token)), 'claim')
    const { rows } = await tx.query<{ contact_id: string }>(`select contact_id from delivery.message where workspace_id = $1 and launch_id = $2 and lease_token = $3`, [ws.workspaceId, launch.launchId, token])
    const params = beginParams(rows.map((r) => r.contact_id), token)
    expect(params.contact_ids.length).toBe(BATCH)
    expectNarrow(await explain(tx, messageRenew, { ...params, workspace_id: ws.workspaceId }), 'renew')
    expectNarrow(await explain(tx, attemptBegin, params), 'begin')
    expectNarrow(await explain(tx, messageSettle, settleParams(params)), 'settle')
    expectNarrow(await explain(tx, messageRelease, { workspace_id: ws.workspaceId, launch_id: launch.launchId, to_state: 'ready', reason: '', delay_seconds: 0, contact_ids: params.contact_ids, seqs: params.seqs, tokens: params.tokens, attempts: params.attempt_nos }), 'release')
    expectNarrow(await explain(tx, messageRecoverLeased, { workspace_id: ws.workspaceId, launch_id: launch.launchId, settle_seconds: 0, is_cancelled: false }), 'recover')
  })
})

test('with 400 partitions in existence a statement locks at most 16 relations, however often it has run', async () => {
  const owner = db.pool('inboxlift_owner', 1)
  await owner.query('set lock_timeout = 0')
  for (let i = 0; i < 200; i++) {
    for (const table of ['message', 'attempt']) await owner.query(`create table delivery.${table}_x${i} partition of delivery.${table} for values from (${4_000_000_000_000_000_000n + BigInt(i) * 1000n}) to (${4_000_000_000_000_000_000n + BigInt(i + 1) * 1000n})`)
  }
  const locks = async (tx: Tx): Promise<number> => Number((await tx.query(`select count(distinct relation)::int n from pg_locks where pid = pg_backend_pid() and locktype = 'relation' and relation in (select oid from pg_class where relname ~ '^(message|attempt)(_p|_x|$)' and relkind in ('r', 'p'))`)).rows[0].n)
  const one = db.pool('inboxlift_sender', 1) // one connection: plans would be kept from run to run
  for (let run = 0; run < 8; run++) {
    await withWorkspace(one, scope, async (plain) => {
      const tx = namelessOnPartitions(plain)
      const token = ids.next()
      const rows = await messageClaim.many(tx, claimParams(token, 2))
      const params = beginParams(rows.map((r) => r.contact_id), token)
      await attemptBegin.many(tx, params)
      await messageSettle.many(tx, settleParams(params))
      expect(await locks(tx)).toBeLessThanOrEqual(16)
    }, { planCache: 'auto' })
    await withWorkspace(one, scope, async (tx) => {
      await messageClaim.many(tx, claimParams(ids.next(), 2))
      expect(await locks(tx)).toBeLessThanOrEqual(16)
    })
  }
})
