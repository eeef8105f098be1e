// room: background jobs on a real database under the service roles.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createObserver, withWorkspace } from '../kernel/index.ts'
import { createTestDatabase, withClient, type TestDatabase } from '../../test/support/db.ts'
import { addJob, installJobs, startJobs, type JobPayload } from './index.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
  const owner = db.config('inboxlift_owner')
  for (let n = 0; n < 2; n++) await withClient(owner, (client) => installJobs(owner, client)) // twice changes nothing
})
afterAll(() => db.drop())

test('a job added by the api runs under the scheduler, once per key, after its transaction', async () => {
  const api = db.pool('inboxlift_api')
  const ran: JobPayload[] = []
  const done = Promise.withResolvers<void>()
  const jobs = await startJobs(db.pool('inboxlift_scheduler'), { refresh: async (p) => void ran.push(p), last: async () => done.resolve() }, createObserver())
  try {
    const scope = { workspaceId: '1', actor: 'user:1', origin: 'api' as const }
    await expect(withWorkspace(api, scope, async (tx) => {
      await addJob(tx, 'refresh', { n: 0 })
      throw new Error('rolled back')
    })).rejects.toThrow('rolled back')
    const later = new Date(Date.now() + 200)
    await Promise.all([1, 2, 3].map((n) => addJob(api, 'refresh', { n }, { key: 'same', runAt: later })))
    await addJob(api, 'last', {}, { runAt: new Date(Date.now() + 700) })
    await done.promise
    expect(ran).toHaveLength(1)
  } finally {
    await jobs.stop()
  }
})

test('a failing job is tried again and stores no values', async () => {
  const observer = createObserver()
  const failed = Promise.withResolvers<void>()
  observer.listen((name) => void (name === 'job.failed' && failed.resolve()))
  const jobs = await startJobs(db.pool('inboxlift_scheduler'), { bad: async () => Promise.reject(new Error('row (ann@example.org) is wrong')) }, observer)
  await addJob(db.pool('inboxlift_api'), 'bad', {})
  await failed.promise
  // The failure is told before it is written down; stopping in between would take the job back unwritten.
  const read = async () => (await db.admin.query<{ last_error: string | null; attempts: number }>(`select last_error, attempts from graphile_worker._private_jobs`)).rows
  await vi.waitUntil(async () => (await read())[0]?.last_error !== null, { timeout: 20_000 })
  await jobs.stop()
  const rows = await read()
  expect(rows).toEqual([{ last_error: 'Error', attempts: 1 }])
})

test('other services cannot see the queue', async () => {
  await expect(addJob(db.pool('inboxlift_sender'), 'refresh', {})).rejects.toMatchObject({ code: '42501' })
})
