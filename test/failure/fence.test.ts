// failure: a worker that is frozen past its lease, one whose clock is wrong, one whose server goes away.
import { expect, test } from 'vitest'
import { until } from '../support/delivery.ts'
import { checkCrash } from './check-crash.ts'
import { createCrashWorld, openAttempts, patientQuery, type CrashWorld, type NamedWorker } from './crash-world.ts'

const stateCounts = async ({ db, launch }: CrashWorld): Promise<Record<string, number>> =>
  Object.fromEntries((await patientQuery<{ state: string; n: number }>(db, `select state, count(*)::int n from delivery.message where launch_id = $1 group by state`, [launch.launchId])).map((r) => [r.state, r.n]))
const allSent = async (world: CrashWorld): Promise<boolean> => (await stateCounts(world)).sent === world.contacts.length

async function withWorld(options: Parameters<typeof createCrashWorld>[0], body: (world: CrashWorld) => Promise<void>): Promise<void> {
  const world = await createCrashWorld(options)
  try {
    await body(world)
  } finally {
    await world.close()
  }
}

async function freezeInTheMiddle(world: CrashWorld, worker: NamedWorker): Promise<string[]> {
  await until('attempts are open', async () => (await openAttempts(world, [worker])).length > 3)
  worker.child.kill('SIGSTOP')
  return openAttempts(world, [worker])
}

test('a worker that is frozen past its lease changes nothing when it wakes', () =>
  withWorld({ recipients: 600, connections: 5, delayMs: 40 }, async (world) => {
    const frozen = world.startWorker()
    await frozen.ready
    const open = await freezeInTheMiddle(world, frozen)
    const other = world.startWorker()
    await until('the other finished everything', () => allSent(world), 60_000)
    const before = await patientQuery(world.db, `select * from delivery.message where launch_id = $1 order by contact_id`, [world.launch.launchId])
    const attempts = await patientQuery(world.db, `select * from delivery.attempt where launch_id = $1 order by contact_id, attempt_no`, [world.launch.launchId])
    frozen.child.kill('SIGCONT')
    // it says that it lost its leases, and it lives: it sends the next launch's mail if there is any
    await until('the woken worker shows signs of life', async () => (await patientQuery(world.db, `select 1 as x from ops.heartbeat where instance = $1 and seen_at > now() - interval '2 seconds'`, [frozen.name])).length === 1)
    await new Promise((r) => setTimeout(r, 1_500)) // time in which it could do harm
    expect(await patientQuery(world.db, `select * from delivery.message where launch_id = $1 order by contact_id`, [world.launch.launchId])).toEqual(before)
    expect(await patientQuery(world.db, `select * from delivery.attempt where launch_id = $1 order by contact_id, attempt_no`, [world.launch.launchId])).toEqual(attempts)
    await Promise.all([frozen.stop(), other.stop()])
    const counts = await checkCrash(world)
    expect(counts).toMatchObject({ missingAtSink: 0, unexplained: 0, notFinal: 0, attemptsOpen: 0, lastSentMismatches: 0, bodyMismatches: 0 })
    expect(counts.duplicates).toBeLessThanOrEqual(open.length)
    console.log(`frozen with ${open.length} attempts open: ${counts.duplicates} doubled, ${counts.attemptsInDoubt} in doubt`)
  }), 120_000)

test('clocks of workers that are ten minutes off change nothing', () =>
  withWorld({ recipients: 800, connections: 5, delayMs: 10 }, async (world) => {
    const workers = [world.startWorker({ clockOffsetMs: 600_000 }), world.startWorker({ clockOffsetMs: -600_000 })]
    await until('all sent', () => allSent(world), 60_000)
    await Promise.all(workers.map((w) => w.stop()))
    const counts = await checkCrash(world)
    expect(counts).toMatchObject({ missingAtSink: 0, duplicates: 0, attemptsInDoubt: 0, notFinal: 0, lastSentMismatches: 0, sentEvents: 800 })
    const rows = await patientQuery<{ names: number; skew: number }>(world.db, `select count(distinct worker)::int names, max(abs(extract(epoch from finished_at - now())))::int skew from delivery.attempt where launch_id = $1`, [world.launch.launchId])
    expect(rows[0]!.skew).toBeLessThan(120)
  }), 120_000)

test('the server stops for longer than a lease while verdicts arrive: what the worker knows is not lost', () =>
  withWorld({ recipients: 400, connections: 5, delayMs: 40 }, async (world) => {
    const worker = world.startWorker()
    await worker.ready
    await until('attempts are open', async () => (await openAttempts(world, [worker])).length > 3)
    await world.cluster.kill()
    await new Promise((r) => setTimeout(r, 6_500)) // lease 5 s
    await world.cluster.restart()
    await until('all sent', () => allSent(world), 60_000)
    await worker.stop()
    const counts = await checkCrash(world)
    expect(counts).toMatchObject({ missingAtSink: 0, duplicates: 0, attemptsInDoubt: 0, notFinal: 0, attemptsOpen: 0 })
  }), 120_000)

test('an orderly stop finishes what is attempted and hands the rest back', () =>
  withWorld({ recipients: 400, connections: 5, delayMs: 30 }, async (world) => {
    const worker = world.startWorker()
    await worker.ready
    await until('attempts are open', async () => (await openAttempts(world, [worker])).length > 3)
    const startedAt = performance.now()
    await worker.stop()
    expect(performance.now() - startedAt).toBeLessThan(20_000)
    const states = await stateCounts(world)
    expect(Object.keys(states).toSorted()).toEqual(['ready', 'sent'])
    expect((await world.sink.stats()).mails).toBe(states.sent)
  }), 120_000)
