// room: no plan accidents. Hits of a fresh launch, about which the statistics know nothing, are found by their keys; events
// lock the partitions they are written to, also with 400 in existence, however often the statements have run.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { namelessOnPartitions, withWorkspace, type NamedQuery, type Tx } from '../kernel/index.ts'
import { buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { buildContacts } from '../../test/support/delivery.ts'
import { buildCampaign, buildSentMessages, type TestCampaign } from '../../test/support/events.ts'
import { messageFactsMany, recentClicksMany } from './events.sql.ts'
import { ingest } from './ingest/ingest.ts'
import type { IngestEvent } from './ingest/ingest-event.ts'
import { contactTimeline } from './report/timeline.ts'

const BATCH = 50
let db: TestDatabase
let ws: TestWorkspace
let launch: TestCampaign
let contacts: string[]
const ids = testIds()

beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
  contacts = await buildContacts(db, ws, ids, Array.from({ length: 3_000 }, (_, i) => ({ email: `plan${i}@x.example` })))
  await buildSentMessages(db, ws, await buildCampaign(db, ws, ids), contacts)
  await db.admin.query('analyze')
  launch = await buildCampaign(db, ws, ids, ['https://a.example/'])
  await buildSentMessages(db, ws, launch, contacts)
})
afterAll(() => db.drop())

const scope = { actor: 'service:test', origin: 'worker' as const }
type Node = { 'Node Type': string; 'Relation Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: Node[] }
const flat = (n: Node): Node[] => [n, ...(n.Plans ?? []).flatMap(flat)]
async function widest<P>(tx: Tx, query: NamedQuery<P, unknown>, params: P): Promise<number> {
  const { rows } = await tx.query({ text: `explain (analyze, format json) ${query.text}`, values: query.params.map((k) => (params as Record<string, unknown>)[k]) })
  const nodes = flat((rows[0] as { 'QUERY PLAN': { Plan: Node }[] })['QUERY PLAN'][0]!.Plan)
  return Math.max(0, ...nodes.filter((n) => n['Relation Name']).map((n) => (n['Actual Rows'] + (n['Rows Removed by Filter'] ?? 0)) * n['Actual Loops']))
}
const clicks = (some: string[], at: Date): IngestEvent[] =>
  some.map((contactId) => ({ eventType: 'clicked', message: { launchId: launch.launchId, contactId, seq: '0' }, providerId: null, eventKey: `k:${ids.next()}`, remember: false, occurredAt: at, linkNo: 1, isBot: false }))

test('messages and earlier clicks of a batch are found by their keys', async () => {
  await withWorkspace(db.pool('inboxlift_ingest', 1), { ...scope, workspaceId: ws.workspaceId }, async (tx) => {
    const some = contacts.slice(100, 100 + BATCH)
    const now = new Date()
    await ingest(tx, ws.workspaceId, clicks(contacts.slice(0, 1_000), now), { ids, keyring: ws.keyring, now })
    expect(await widest(tx, messageFactsMany, { workspace_id: ws.workspaceId, launch_ids: some.map(() => launch.launchId), contact_ids: some, seqs: some.map(() => '0'), launches: [launch.launchId] })).toBeLessThanOrEqual(BATCH * 4)
    expect(await widest(tx, recentClicksMany, { workspace_id: ws.workspaceId, campaign_ids: some.map(() => launch.campaignId), contact_ids: some, since: new Date(now.getTime() - 5_000), until: now })).toBeLessThanOrEqual(BATCH * 4)
  })
})

test('with 400 partitions in existence a batch and a timeline lock at most 16 of them', async () => {
  const owner = db.pool('inboxlift_owner', 1)
  await owner.query('set lock_timeout = 0')
  for (let i = 0; i < 200; i++) {
    const day = (n: number): string => new Date(Date.UTC(1990, 0, 1 + n)).toISOString()
    await owner.query(`create table events.email_event_x${i} partition of events.email_event for values from ('${day(i)}') to ('${day(i + 1)}')`)
    await owner.query(`create table delivery.message_x${i} partition of delivery.message for values from (${4_000_000_000_000_000_000n + BigInt(i) * 1000n}) to (${4_000_000_000_000_000_000n + BigInt(i + 1) * 1000n})`)
  }
  const locks = async (tx: Tx): Promise<number> =>
    Number((await tx.query(`select count(distinct relation)::int as n from pg_locks where pid = pg_backend_pid() and locktype = 'relation' and relation in (select oid from pg_class where relname ~ '^(message|email_event)(_p|_x|$)' and relkind in ('r', 'p'))`)).rows[0].n)
  const one = db.pool('inboxlift_ingest', 1) // one connection: plans would be kept from run to run
  for (let run = 0; run < 8; run++) {
    await withWorkspace(one, { ...scope, workspaceId: ws.workspaceId }, async (plain) => {
      const tx = namelessOnPartitions(plain)
      const now = new Date()
      await ingest(tx, ws.workspaceId, clicks(contacts.slice(run * 10, run * 10 + 10), now), { ids, keyring: ws.keyring, now })
      expect(await locks(tx)).toBeLessThanOrEqual(16)
    }, { planCache: 'auto' })
  }
  await withWorkspace(db.pool('inboxlift_api', 1), { ...scope, workspaceId: ws.workspaceId }, async (tx) => {
    expect((await contactTimeline(tx, ws.workspaceId, contacts[0]!, { limit: 2 }, new Date())).length).toBe(2)
    expect(await locks(tx)).toBeLessThanOrEqual(16)
  })
})
