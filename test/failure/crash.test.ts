// failure: a 10,000-recipient campaign while the worker, PostgreSQL and both are killed at random moments (issue 2, item 9).
import { randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { until } from '../support/delivery.ts'
import { checkCrash } from './check-crash.ts'
import { createCrashWorld, editMeanwhile, openAttempts, patientQuery, type CrashWorld, type NamedWorker } from './crash-world.ts'

const RECIPIENTS = Number(process.env.CRASH_RECIPIENTS ?? 10_000)
const KILLS = Number(process.env.CRASH_KILLS ?? 21)

/** A minute on an idle machine with two cores; a busy one may take its time. */
const LIMIT_MS = 480_000

test('at_most_once: no mail is ever doubled; what nobody can know is held for a person', async () => {
  const world = await createCrashWorld({ recipients: 2_000, connections: 10, delayMs: 10, class: 'at_most_once' })
  try {
    const workers = [world.startWorker()]
    await workers[0]!.ready
    const kills = await killAgainAndAgain(world, workers, 9)
    await until('every message is final or held', () => allFinal(world, ['held']), 240_000)
    const counts = await checkCrash(world)
    const held = (await patientQuery<{ n: number }>(world.db, `select count(*)::int n from delivery.message where launch_id = $1 and state = 'held'`, [world.launch.launchId]))[0]!.n
    console.log(`at_most_once, ${kills.length} kills with ${new Set(kills.flatMap((k) => k.open)).size} attempts open: ${counts.mailsAtSink} mails, ${counts.duplicates} doubled, ${held} held, ${counts.missingAtSink} of them not at the sink`)
    expect(counts).toMatchObject({ messages: 2_000, duplicates: 0, unexplained: 0, attemptsOpen: 0, notFinal: held, attemptsInDoubt: held, bodyMismatches: 0, lastSentMismatches: 0 })
    expect(counts.missingAtSink).toBeLessThanOrEqual(held)
  } finally {
    await world.close()
  }
}, LIMIT_MS)

type Victim = 'worker' | 'postgres' | 'both'
/** `open`: attempts of living workers that were open at the kill, by name. */
type Kill = { victim: Victim; open: string[]; workers: number }

test('one worker: killed again and again, nobody is missed and every doubled mail is on record', () => crashRun(1, 20), LIMIT_MS)
test('two workers: killed again and again, nobody is missed and every doubled mail is on record', () => crashRun(2, 10), LIMIT_MS)

async function crashRun(workerCount: number, connections: number): Promise<void> {
  const world = await createCrashWorld({ recipients: RECIPIENTS, connections, delayMs: 10 })
  try {
    const startedAt = Date.now()
    const workers = Array.from({ length: workerCount }, () => world.startWorker())
    await Promise.all(workers.map((w) => w.ready))
    const edits = editMeanwhile(world)
    const kills = await killAgainAndAgain(world, workers)
    await until('every message is final', () => allFinal(world), 240_000)
    const edited = await edits.stop()
    const counts = await checkCrash(world)
    const open = new Set(kills.flatMap((k) => k.open)).size
    const withOpen = kills.filter((k) => k.open.length > 0).length
    const bound = kills.reduce((n, k) => n + connections * k.workers, 0)
    const by = (v: Victim): number => kills.filter((k) => k.victim === v).length
    console.log(
      `crash run, ${workerCount} worker(s), ${connections} connections each, ${((Date.now() - startedAt) / 1000).toFixed(0)} s: ${kills.length} kills ` +
        `(worker ${by('worker')}, PostgreSQL ${by('postgres')}, both ${by('both')}), ${withOpen} with open attempts (${open} in all); ` +
        `${counts.mailsAtSink} mails for ${counts.recipients} recipients: ${counts.missingAtSink} missing, ${counts.duplicates} doubled (<= ${open} open, <= ${bound}), ${counts.unexplained} unexplained; ` +
        `${counts.attempts} attempts, ${counts.attemptsInDoubt} in doubt; edits: ${edited.content} of content, ${edited.contacts} of contacts, ${edited.addresses} of addresses; ` +
        `mismatches: ${counts.bodyMismatches} bodies, ${counts.foreignMarkers} markers, ${counts.wrongAddress} addresses, ${counts.lastSentMismatches} last_sent_at`,
    )
    expect(kills.length).toBeGreaterThanOrEqual(Math.min(20, KILLS))
    expect(withOpen).toBeGreaterThanOrEqual(Math.min(15, Math.floor(KILLS * 0.75)))
    expect(edited.content).toBeGreaterThan(20)
    expect(counts).toMatchObject({
      messages: RECIPIENTS, notFinal: 0, missingAtSink: 0, unexplained: 0, attemptsOpen: 0, foreignMarkers: 0, bodyMismatches: 0, contentVersions: 1, lastSentMismatches: 0, wrongAddress: 0,
      sentCounter: RECIPIENTS, sentEvents: RECIPIENTS,
    })
    expect(counts.duplicates).toBeLessThanOrEqual(open)
    expect(counts.duplicates).toBeLessThanOrEqual(bound)
  } finally {
    await world.close()
  }
}

const allFinal = async ({ db, launch }: CrashWorld, more: readonly string[] = []): Promise<boolean> =>
  (await patientQuery(db, `select 1 as x from delivery.message where launch_id = $1 and state <> all($2) limit 1`, [launch.launchId, ['sent', 'delivered', 'bounced', 'failed', 'skipped', 'cancelled', ...more]])).length === 0

async function killAgainAndAgain(world: CrashWorld, workers: NamedWorker[], most = KILLS): Promise<Kill[]> {
  const kills: Kill[] = []
  const victims: Victim[] = ['worker', 'postgres', 'both']
  while (kills.length < most && !(await allFinal(world))) {
    await new Promise((r) => setTimeout(r, randomInt(50, 400)))
    const victim = victims[kills.length % 3]!
    const hit = victim === 'worker' ? [randomInt(workers.length)] : workers.map((_, i) => i)
    await waitForOpenAttempts(world, hit.map((i) => workers[i]!))
    kills.push(await killOnce(world, workers, victim, hit))
  }
  return kills
}

/** Most kills shall hit open attempts; a lull (all leases of a dead worker still running) is waited out. */
async function waitForOpenAttempts(world: CrashWorld, workers: readonly NamedWorker[]): Promise<void> {
  for (const end = Date.now() + 8_000; Date.now() < end; ) {
    if ((await openAttempts(world, workers)).length > 0) return
    await new Promise((r) => setTimeout(r, randomInt(2, 20)))
  }
}

async function killOnce(world: CrashWorld, workers: NamedWorker[], victim: Victim, hit: readonly number[]): Promise<Kill> {
  const dying = hit.map((i) => workers[i]!)
  // workers that live on settle what they know as soon as the server is back: their attempts are counted before
  const before = victim === 'postgres' ? await openAttempts(world, dying) : []
  const gone = victim === 'postgres' ? [] : dying.map((w) => w.kill('SIGKILL'))
  if (victim !== 'worker') {
    await world.cluster.kill()
    await world.cluster.restart()
  }
  await Promise.all(gone)
  const open = [...new Set([...before, ...(await openAttempts(world, dying))])]
  if (victim !== 'postgres') {
    for (const i of hit) workers[i] = world.startWorker()
    await Promise.all(hit.map((i) => workers[i]!.ready))
  }
  return { victim, open, workers: hit.length }
}
