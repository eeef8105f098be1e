// room: node numbers and ids, on a real database, with processes that jump in time, freeze and die.
import { spawn } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fixedClock, formatDatabaseUrl, idAt, idTime, systemClock } from '../kernel/index.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/db.ts'
import { leaseNode } from './lease-node.ts'

let db: TestDatabase
beforeAll(async () => void (db = await createTestDatabase()))
afterAll(() => db.drop())

const byHand = { region: 1, holder: 'test', clock: systemClock, renewMs: 0 }

test('fifty pools at once get fifty numbers', async () => {
  const pools = Array.from({ length: 50 }, () => db.pool('inboxlift_import', 1))
  const leases = await Promise.all(pools.map((p) => leaseNode(p, byHand)))
  expect(new Set(leases.map((l) => l.node)).size).toBe(50)
  const ids = leases.flatMap((l) => Array.from({ length: 100 }, () => l.ids.next()))
  expect(new Set(ids).size).toBe(5_000)
  await Promise.all(leases.map((l) => l.stop()))
})

test('separate processes, some killed, never make the same id', async () => {
  const script = `
    import { createPool, parseDatabaseUrl, systemClock } from '${import.meta.dirname}/../kernel/index.ts'
    import { leaseNode } from '${import.meta.dirname}/lease-node.ts'
    const pool = createPool(parseDatabaseUrl(process.env.URL), { applicationName: 'lease', max: 1 })
    const lease = await leaseNode(pool, { clock: systemClock, region: 2, holder: 'child', leaseMs: 300, windowMs: 2000, renewMs: 50 })
    const out = Array.from({ length: 3000 }, () => lease.ids.next())
    process.stdout.write(out.join('\\n') + '\\n', () => process.env.KILL ? process.kill(process.pid, 'SIGKILL') : lease.stop().then(() => pool.end()))
  `
  const child = (kill: boolean): Promise<string[]> =>
    new Promise((resolve, reject) => {
      const p = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { env: { ...process.env, URL: formatDatabaseUrl(db.config('inboxlift_api')), ...(kill ? { KILL: '1' } : {}) }, stdio: ['ignore', 'pipe', 'inherit'] })
      let text = ''
      p.stdout.on('data', (c: Buffer) => (text += c.toString()))
      p.once('error', reject)
      p.once('exit', () => resolve(text.trim().split('\n')))
    })
  const all: string[] = []
  for (let round = 0; round < 3; round++) all.push(...(await Promise.all([child(true), child(false), child(true)])).flat())
  expect(all.length).toBe(27_000)
  expect(new Set(all).size).toBe(27_000)
}, 120_000)

test('a new holder begins after the mark of the former one, which may live on', async () => {
  const pool = db.pool('inboxlift_api')
  const old = await leaseNode(pool, { ...byHand, region: 3, leaseMs: -1, windowMs: 5_000 }) // over as soon as it is made
  const heir = await leaseNode(pool, { ...byHand, region: 3 })
  expect(heir.node).toBe(old.node)
  const last = [...Array(2_000)].map(() => old.ids.next()).at(-1)!
  expect(BigInt(heir.ids.next())).toBeGreaterThan(BigInt(last))
  expect(await old.renew()).toBe(false)
  expect((await old.lost).code).toBe('NODE_LEASE_LOST')
  expect(() => old.ids.next()).toThrow('lost its node number')
  await heir.stop()
})

test('a clock that jumps back repeats nothing, one that runs ahead stops', async () => {
  const pool = db.pool('inboxlift_api')
  const clock = fixedClock(new Date())
  const lease = await leaseNode(pool, { ...byHand, clock, region: 4 })
  const before = lease.ids.next()
  clock.advance(-3_600_000)
  expect(BigInt(lease.ids.next())).toBeGreaterThan(BigInt(before))
  clock.advance(3_600_000 + 60_000) // a minute beyond what the database promised
  expect(() => lease.ids.next()).toThrow('lost its node number')
  await lease.stop()
  const second = await leaseNode(pool, { ...byHand, region: 4, clock: fixedClock(new Date(Date.now() - 86_400_000)) })
  expect(second.node).toBe(lease.node)
  expect(BigInt(second.ids.next())).toBeGreaterThan(BigInt(before))
  await second.stop()
})

test('without renewal ids end at the mark; a renewal gives time', async () => {
  const pool = db.pool('inboxlift_api')
  const clock = fixedClock(new Date())
  const lease = await leaseNode(pool, { ...byHand, clock, region: 5, windowMs: 1_000 })
  clock.advance(30_000)
  expect(() => lease.ids.next()).toThrow()
  await db.admin.query(`update platform.node_lease set high_water_ms = high_water_ms + 60000 where region = 5`)
  expect(await lease.renew()).toBe(true)
  expect(idTime(lease.ids.next()).getTime()).toBe(clock.nowMs())
  await lease.stop()
  await lease.stop()
})

test('all numbers held: a clear error', async () => {
  await db.admin.query(`insert into platform.node_lease (region, node, holder, fence, lease_until, high_water_ms) select 7, n, 'x', 1, now() + interval '1 hour', 0 from generate_series(0, 253) n`)
  await expect(leaseNode(db.pool('inboxlift_api'), { ...byHand, region: 7 })).rejects.toMatchObject({ code: 'NODE_NUMBERS_EXHAUSTED' })
})

test('kernel.id_at in SQL is the twin of idAt', async () => {
  const bigint = fc.bigInt({ min: 1n << 22n, max: (1n << 62n) - 1n })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(bigint, fc.integer({ min: 0, max: 20_000_000 })), { minLength: 50, maxLength: 200 }), async (cases) => {
      const { rows } = await db.admin.query<{ id: string }>(`select kernel.id_at(b, i) as id from unnest($1::bigint[], $2::bigint[]) with ordinality as c(b, i, n) order by n`, [cases.map(([b]) => b.toString()), cases.map(([, i]) => i)])
      expect(rows.map((r) => r.id)).toEqual(cases.map(([b, i]) => idAt(b.toString(), i)))
    }),
    { numRuns: 30 },
  )
})
