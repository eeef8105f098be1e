// room: the whole way of a message, from the frozen audience to the settled outcome, with a real SMTP sink.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, buildWorkspace, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { buildContacts, buildLaunch, openFrozenContent, statesOf, until } from '../../test/support/delivery.ts'
import { testServiceContext } from '../../test/support/service.ts'
import { startSmtpSink, type SmtpSink } from '../../test/support/smtp-sink.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Config, RunningService } from '../kernel/index.ts'
import { createSendService } from './index.ts'

let db: TestDatabase
let ws: TestWorkspace
let sink: SmtpSink
const ids = testIds()

beforeAll(async () => {
  sink = await startSmtpSink({ journal: path.join(mkdtempSync(path.join(tmpdir(), 'sink-')), 'journal'), bodies: true })
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids, { port: sink.port })
})
afterAll(async () => {
  await sink.stop()
  await db.drop()
})

async function startWorker(config: Partial<Config> = {}): Promise<RunningService> {
  const ctx = testServiceContext(db, 'inboxlift_sender', { service: 'worker-send', config: { INBOXLIFT_SEND_CONNECTIONS: 4, INBOXLIFT_LEASE_SECONDS: 5, INBOXLIFT_DOUBT_GRACE_SECONDS: 1, ...config } })
  return createSendService({ openContent: openFrozenContent, assertDurable: async () => {} }).start(ctx)
}

test('a launch goes out: every recipient once, with headers, events and counters', async () => {
  const people = Array.from({ length: 300 }, (_, i) => ({ email: `person${i}@receiver.example`, firstName: `Name${i}`, attributes: { marker: `m${i}` } }))
  const contacts = await buildContacts(db, ws, ids, people)
  const launch = await buildLaunch(db, ws, ids, contacts, { sliceSize: 100 })
  const worker = await startWorker()
  try {
    await until('all sent', async () => (await statesOf(db, launch.launchId)).sent === 300)
  } finally {
    await worker.stop()
  }
  const mails = sink.journal()
  expect(new Set(mails.map((m) => m.to[0])).size).toBe(300)
  expect(mails.length).toBe(300)
  const body = Buffer.from(mails.find((m) => m.to[0] === 'person7@receiver.example')!.body!, 'base64').toString()
  expect(body).toContain('Subject: Hello Name7')
  expect(body).toContain('marker=3Dm7;')
  expect(body).toMatch(/List-Unsubscribe: <http:\/\/localhost:\d+\/u\//)
  const { rows } = await db.admin.query(
    `select (select sum(sent)::int from events.campaign_stats where campaign_id = $1) sent, (select count(*)::int from events.email_event where campaign_id = $1 and event_type = 'sent') events,
      (select count(*)::int from delivery.attempt where launch_id = $2 and outcome = 'sent' and finished_at is not null) attempts,
      (select count(*)::int from contacts.contact c join delivery.attempt a on a.contact_id = c.contact_id where a.launch_id = $2 and a.started_at = c.last_sent_at) touched`,
    [launch.campaignId, launch.launchId],
  )
  expect(rows[0]).toEqual({ sent: 300, events: 300, attempts: 300, touched: 300 })
})
