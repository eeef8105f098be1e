// bench queue: from claim to settled outcome, without any mail, against graphile-worker and pg-boss on the same server.
// Ours claims under a lease and a fencing token, takes the gate, commits `attempting` with an attempt row, and keeps every
// message with its outcome; the others delete (graphile-worker) or mark (pg-boss) a job. Same durability for all.
import { run as runGraphile, makeWorkerUtils } from 'graphile-worker'
import { PgBoss } from 'pg-boss'
import type { Pool } from 'pg'
import { claimMessages, CLAIM_START, type Leased } from '../src/delivery/queue/claim-messages.ts'
import { beginAttempts, lockGate, type AttemptWish } from '../src/delivery/queue/begin-attempts.ts'
import { settleAttempts, type Settlement } from '../src/delivery/queue/settle-attempts.ts'
import { formatDatabaseUrl, namelessOnPartitions, withWorkspace, type IdSource, type WorkspaceScope } from '../src/kernel/index.ts'
import { buildWorkspace, testIds, type TestWorkspace } from '../test/support/db.ts'
import { buildContacts, buildLaunch, type BuiltLaunch } from '../test/support/delivery.ts'
import { interleave, pairedRatio, round, startBenchDatabase, type Bench, type BenchDatabase } from './support.ts'

const JOBS = { small: 10_000, medium: 100_000, full: 500_000 } as const
const ROUNDS = 3
const CLAIM = 500
/** DESIGN 5: at most 100 messages are `attempting` at any time; two lanes of 50 keep the server busy while one commits. */
const LANES = 2
const BATCH = 50
const GRAPHILE = { localQueue: { size: 500 }, completeJobBatchDelay: 0, concurrentJobs: 24, maxPoolSize: 10 } as const
const BOSS_BATCH = 500

type World = { bench: BenchDatabase; ws: TestWorkspace; ids: IdSource; contacts: string[]; indexes: Map<string, Buffer>; pool: Pool; jobs: number }

export const run: Bench = async ({ size, say }) => {
  const jobs = JOBS[size]
  const bench = await startBenchDatabase({ settings: { shared_buffers: '512MB', max_wal_size: '4GB' } })
  try {
    const ids = testIds()
    const ws = await buildWorkspace(bench.db, ids)
    say(`writing ${jobs} contacts`)
    const contacts = await buildContacts(bench.db, ws, ids, Array.from({ length: jobs }, (_, i) => ({ email: `q${i}@x.example` })))
    const indexes = new Map(contacts.map((c, i) => [c, ws.keyring.blindIndex('email', `q${i}@x.example`)]))
    await bench.db.admin.query('vacuum analyze')
    const world: World = { bench, ws, ids, contacts, indexes, pool: bench.db.pool('inboxlift_sender', LANES + 1), jobs }
    const m = await interleave(ROUNDS, [
      { name: 'ours', run: () => ours(world, true) },
      { name: 'ours_without_events', run: () => ours(world, false) },
      { name: 'graphile_worker', run: () => graphile(world) },
      { name: 'pg_boss', run: () => boss(world) },
    ], say)
    const get = (name: string) => m.get(name)!
    return {
      values: { jobs_per_s: round(get('ours_without_events').median, 0), with_events_per_s: round(get('ours').median, 0) },
      limit: { graphile_worker_jobs_per_s: round(get('graphile_worker').median, 0), pg_boss_jobs_per_s: round(get('pg_boss').median, 0) },
      ratios: {
        vs_graphile_worker: round(pairedRatio(get('ours_without_events'), get('graphile_worker')), 3),
        vs_pg_boss: round(pairedRatio(get('ours_without_events'), get('pg_boss')), 3),
      },
      table: [['queue', 'jobs/s', 'spread', 'keeps'], ...[...m.values()].map((x) => [x.name, x.median.toFixed(0), `±${(x.spread * 100).toFixed(0)} %`, KEEPS[x.name] ?? ''])],
      machine: { jobs, ours: { claim: CLAIM, lanes: LANES, batch: BATCH }, graphile_worker: GRAPHILE, pg_boss: { batchSize: BOSS_BATCH } },
    }
  } finally {
    await bench.stop()
  }
}

const KEEPS: Record<string, string> = {
  ours: 'lease, fence, gate, attempt, outcome, event, counters',
  ours_without_events: 'lease, fence, gate, attempt, outcome',
  graphile_worker: 'nothing: a done job is deleted',
  pg_boss: 'the job, marked as completed',
}

/** Claim ahead, then two lanes whose transactions settle the last batch and begin the next, as the send worker does. */
async function ours(world: World, withEvents: boolean): Promise<number> {
  const { bench, ws, ids, contacts, pool, jobs } = world
  const launch = await buildLaunch(bench.db, ws, ids, contacts)
  await bench.db.admin.query('checkpoint')
  const scope: WorkspaceScope = { workspaceId: ws.workspaceId, actor: 'service:bench', origin: 'worker' }
  const startedAt = performance.now()
  let cursor = CLAIM_START
  let isDry = false
  const buffer: Leased[] = []
  let claiming: Promise<void> | null = null
  const claim = async (): Promise<void> => {
    const got = await claimMessages(pool, scope, { launchId: launch.launchId, token: ids.next(), batch: CLAIM, leaseSeconds: 60, after: cursor })
    cursor = got.cursor
    isDry = got.leased.length === 0
    buffer.push(...got.leased)
  }
  const lane = async (): Promise<void> => {
    for (let last: Leased[] = []; ; ) {
      if (buffer.length < CLAIM / 2 && !isDry) claiming ??= claim().finally(() => (claiming = null))
      if (buffer.length === 0 && claiming) await claiming
      const next = buffer.splice(0, BATCH)
      if (next.length === 0 && last.length === 0) return
      await turn(world, scope, launch, last, next, withEvents)
      last = next
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  const seconds = (performance.now() - startedAt) / 1000
  const { rows } = await bench.db.admin.query<{ n: number }>(`select count(*)::int n from delivery.message where launch_id = $1 and state = 'sent'`, [launch.launchId])
  if (rows[0]!.n !== jobs) throw new Error(`${rows[0]!.n} of ${jobs} were settled`)
  return jobs / seconds
}

async function turn(world: World, scope: WorkspaceScope, launch: BuiltLaunch, last: readonly Leased[], next: readonly Leased[], withEvents: boolean): Promise<void> {
  const { ws, ids, pool, indexes } = world
  const wishes = next.map((leased): AttemptWish => ({ leased, personId: leased.contactId, emailIndex: indexes.get(leased.contactId)!, emailIndexVersion: 1, messageId: `<${leased.contactId}@bench>`, providerId: ws.providerId }))
  await withWorkspace(pool, scope, async (plain) => {
    const tx = namelessOnPartitions(plain)
    if (wishes.length > 0) await lockGate(tx, ws.workspaceId, wishes.map((w) => w.emailIndex))
    if (last.length > 0) await settleAttempts(tx, ids, { workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId, settlements: last.map((l) => settlement(world, l, withEvents)) })
    if (wishes.length > 0) await beginAttempts(tx, { workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId, worker: 'bench', leaseSeconds: 60, wishes })
  }, { planCache: 'auto' })
}

const settlement = ({ ws }: World, leased: Leased, withEvents: boolean): Settlement => ({
  leased, providerId: ws.providerId, toState: 'sent', outcome: 'sent', eventType: withEvents ? 'sent' : null, phase: 'dot', smtpCode: 250, enhancedCode: null, bounceClass: null, hard: null, latencyMs: 1, reason: null, delaySeconds: 0, diagnosticCt: null,
})

async function graphile({ bench, jobs }: World): Promise<number> {
  const connectionString = formatDatabaseUrl(superuser(bench))
  const utils = await makeWorkerUtils({ connectionString })
  await utils.migrate()
  for (let from = 0; from < jobs; from += 5_000) await utils.addJobs(Array.from({ length: Math.min(5_000, jobs - from) }, (_, i) => ({ identifier: 'noop', payload: { i: from + i } })))
  await utils.release()
  await bench.db.admin.query('checkpoint')
  let done = 0
  const finished = Promise.withResolvers<void>()
  const startedAt = performance.now()
  const runner = await runGraphile({
    preset: { worker: { connectionString, ...GRAPHILE, fileExtensions: [], logger: quiet() as never } },
    taskList: { noop: () => void (++done === jobs && finished.resolve()) },
  })
  await finished.promise
  await emptied(bench, 'select 1 from graphile_worker._private_jobs limit 1')
  const seconds = (performance.now() - startedAt) / 1000
  await runner.stop()
  return jobs / seconds
}

async function boss({ bench, jobs }: World): Promise<number> {
  const db = superuser(bench)
  const boss = new PgBoss({ ...db, max: 10, supervise: false, schedule: false })
  boss.on('error', () => {})
  await boss.start()
  const queue = `bench-${Math.random().toString(36).slice(2)}`
  await boss.createQueue(queue)
  for (let from = 0; from < jobs; from += 5_000) await boss.insert(queue, Array.from({ length: Math.min(5_000, jobs - from) }, (_, i) => ({ data: { i: from + i } })))
  await bench.db.admin.query('checkpoint')
  const startedAt = performance.now()
  // fetched at once and not by its half-second poll, which would measure the poll
  const lane = async (): Promise<void> => {
    for (;;) {
      const got = await boss.fetch(queue, { batchSize: BOSS_BATCH })
      if (got.length === 0) return
      await boss.complete(queue, got.map((j) => j.id))
    }
  }
  await Promise.all(Array.from({ length: 4 }, lane))
  const seconds = (performance.now() - startedAt) / 1000
  await boss.stop({ graceful: false })
  return jobs / seconds
}

const superuser = (bench: BenchDatabase) => ({ ...bench.admin, database: bench.db.name })

async function emptied(bench: BenchDatabase, query: string): Promise<void> {
  while ((await bench.db.admin.query(query)).rowCount !== 0) await new Promise((r) => setTimeout(r, 2))
}

/** graphile-worker's logger, saying nothing. */
function quiet(): unknown {
  const logger = { error() {}, warn() {}, info() {}, debug() {}, scope: () => logger }
  return logger
}
