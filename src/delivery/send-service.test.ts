// room: the whole way of a message, from the frozen audience to the settled outcome, with a real SMTP sink.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, buildWorkspace, testIds, type TestDatabase, type TestWorkspace } from '../../test/support/db.ts'
import { buildContacts, buildLaunch, openFrozenContent, statesOf, until } from '../../test/support/delivery.ts'
import { testServiceContext } from '../../test/support/service.ts'
import { startSmtpSink, type SmtpSink } from '../../test/support/smtp-sink.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { kernelErrors, type Config, type RunningService } from '../kernel/index.ts'
import { createSendService, type SendServiceDeps } from './index.ts'

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

// what one test leaves in the queue (a recipient that always drops the line) must not share a connection with the next one's
afterEach(() => db.admin.query(`update delivery.message set state = 'cancelled' where state in ('ready', 'deferred', 'in_doubt', 'held')`))

async function startWorker(config: Partial<Config> = {}, deps: Partial<SendServiceDeps> = {}): Promise<RunningService> {
  const ctx = testServiceContext(db, 'inboxlift_sender', { service: 'worker-send', config: { INBOXLIFT_SEND_CONNECTIONS: 4, INBOXLIFT_LEASE_SECONDS: 5, INBOXLIFT_DOUBT_GRACE_SECONDS: 1, ...config } })
  return createSendService({ openContent: openFrozenContent, assertDurable: async () => {}, ...deps }).start(ctx)
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

/** Runs `body` beside a worker that is stopped in the end. */
async function withWorker(body: () => Promise<void>, config: Partial<Config> = {}, deps: Partial<SendServiceDeps> = {}): Promise<void> {
  const worker = await startWorker(config, deps)
  try {
    await body()
  } finally {
    await worker.stop()
  }
}
const messageOf = async (contactId: string): Promise<Record<string, unknown>> => (await db.admin.query(`select * from delivery.message where contact_id = $1 order by launch_id desc limit 1`, [contactId])).rows[0]
const received = (address: string): number => sink.journal().filter((m) => m.to[0] === address).length

test('every answer of a server becomes the right state, attempt and event; words are kept encrypted', async () => {
  const names = ['unknown', '451', 'mailbox-full', 'spam', 'drop-at-data', 'drop-after-dot', 'fine']
  const contacts = await buildContacts(db, ws, ids, names.map((n) => ({ email: `${n}+answers@receiver.example` })))
  const launch = await buildLaunch(db, ws, ids, contacts)
  await withWorker(async () => {
    await until('all answered', async () => Object.keys(await statesOf(db, launch.launchId)).every((s) => !['ready', 'leased', 'attempting'].includes(s)))
  }, { INBOXLIFT_DOUBT_GRACE_SECONDS: 3600 })
  const rows = await Promise.all(contacts.map(messageOf))
  const state = Object.fromEntries(names.map((n, i) => [n, `${rows[i]!.state as string}${rows[i]!.reason ? ` (${rows[i]!.reason as string})` : ''}`]))
  expect(state).toEqual({ unknown: 'bounced (unknown_user)', 451: 'deferred', 'mailbox-full': 'bounced (quota)', spam: 'bounced (spam)', 'drop-at-data': 'deferred', 'drop-after-dot': 'in_doubt (connection_lost)', fine: 'sent' })
  const attempts = await db.admin.query(`select c.contact_id, a.outcome, a.phase, a.smtp_code, a.enhanced_code, a.hard, a.diagnostic_ct from contacts.contact c join delivery.attempt a using (contact_id) where a.launch_id = $1`, [launch.launchId])
  const of = (name: string) => attempts.rows.find((r) => r.contact_id === contacts[names.indexOf(name)])
  expect(of('unknown')).toMatchObject({ outcome: 'bounced', phase: 'rcpt', smtp_code: 550, enhanced_code: '5.1.1', hard: true })
  expect(of('451')).toMatchObject({ outcome: 'deferred', phase: 'rcpt', smtp_code: 451 })
  expect(of('spam')).toMatchObject({ outcome: 'bounced', phase: 'dot', smtp_code: 554, hard: false })
  expect(of('drop-after-dot')).toMatchObject({ outcome: 'in_doubt', phase: 'dot' })
  expect(of('unknown').diagnostic_ct.includes('mailbox')).toBe(false)
  expect(of('fine').diagnostic_ct).toBeNull()
  const events = await db.admin.query(`select event_type, count(*)::int n from events.email_event where launch_id = $1 group by 1 order by 1`, [launch.launchId])
  expect(events.rows).toEqual([{ event_type: 'bounced', n: 3 }, { event_type: 'deferred', n: 1 }, { event_type: 'sent', n: 1 }])
  const wish = await db.admin.query(`select payload ->> 'contact_id' as c from platform.outbox where kind = 'address.suppress' and payload ->> 'launch_id' = $1`, [launch.launchId])
  expect(wish.rows).toEqual([{ c: contacts[0] }])
})

test('in doubt: sent again under the same Message-ID, or held, as its class says', async () => {
  const again = await buildContacts(db, ws, ids, [{ email: 'drop-after-dot+again@receiver.example' }])
  const once = await buildContacts(db, ws, ids, [{ email: 'drop-after-dot+once@receiver.example' }])
  await buildLaunch(db, ws, ids, again)
  await buildLaunch(db, ws, ids, once, { class: 'at_most_once' })
  await withWorker(async () => {
    await until('tried twice', async () => received('drop-after-dot+again@receiver.example') >= 2)
    await until('held', async () => (await messageOf(once[0]!)).state === 'held')
  }, { INBOXLIFT_DOUBT_GRACE_SECONDS: 1 })
  expect(received('drop-after-dot+once@receiver.example')).toBe(1)
  const mails = sink.journal().filter((m) => m.to[0] === 'drop-after-dot+again@receiver.example')
  expect(new Set(mails.map((m) => m.messageId)).size).toBe(1)
  expect(new Set(mails.map((m) => m.sha256)).size).toBe(1) // the same bytes, too
})

test('a server that is ready for the content too late: the gate is asked again, and its answer counts', async () => {
  const [free, gone] = await buildContacts(db, ws, ids, [{ email: 'patient@receiver.example' }, { email: 'leaves@receiver.example' }])
  await sink.setDelay(1_300)
  const launch = await buildLaunch(db, ws, ids, [free!, gone!])
  try {
    await withWorker(async () => {
      await until('both are attempted', async () => (await statesOf(db, launch.launchId)).attempting === 2)
      await db.admin.query(`insert into compliance.suppression (workspace_id, email_index, reason, index_version, created_by) select workspace_id, email_index, 'unsubscribe', 1, 'test' from contacts.contact where contact_id = $1`, [gone])
      await until('settled', async () => (await messageOf(gone!)).state === 'skipped' && (await messageOf(free!)).state === 'sent', 40_000)
    }, { INBOXLIFT_LEASE_SECONDS: 60 })
  } finally {
    await sink.setDelay(0)
  }
  expect(await messageOf(gone!)).toMatchObject({ state: 'skipped', reason: 'suppressed' })
  expect([received('patient@receiver.example'), received('leaves@receiver.example')]).toEqual([1, 0])
})

test('pause stops within two seconds, resume goes on, cancel ends; counters follow', async () => {
  const contacts = await buildContacts(db, ws, ids, Array.from({ length: 400 }, (_, i) => ({ email: `pause${i}@receiver.example` })))
  await sink.setDelay(20)
  const launch = await buildLaunch(db, ws, ids, contacts)
  const set = (state: string): Promise<unknown> => db.admin.query(`update campaigns.launch set state = $2 where launch_id = $1`, [launch.launchId, state])
  const sent = async (): Promise<number> => (await statesOf(db, launch.launchId)).sent ?? 0
  try {
    await withWorker(async () => {
      await until('some are sent', async () => (await sent()) > 20)
      await set('paused')
      await until('nothing is in hand', async () => {
        const s = await statesOf(db, launch.launchId)
        return !s.leased && !s.attempting
      }, 5_000)
      const after = await sent()
      await new Promise((r) => setTimeout(r, 500))
      expect(await sent()).toBe(after)
      expect(after).toBeLessThan(400)
      await set('sending')
      await db.admin.query(`insert into delivery.workspace_due (queue, workspace_id, due_at) values ('send', $1, now()) on conflict (queue, workspace_id) do update set due_at = excluded.due_at`, [ws.workspaceId])
      await until('more are sent', async () => (await sent()) > after + 20)
      await set('cancelled')
      await until('nothing is in hand', async () => {
        const s = await statesOf(db, launch.launchId)
        return !s.leased && !s.attempting
      })
    })
  } finally {
    await sink.setDelay(0)
  }
  const states = await statesOf(db, launch.launchId)
  const counter = await db.admin.query(`select coalesce(sum(cancelled), 0)::int n from events.campaign_stats where campaign_id = $1`, [launch.campaignId])
  expect(counter.rows[0].n).toBe(states.cancelled ?? 0)
})

test('a held installation and an unsafe server send nothing, say so, and begin when the reason is gone', async () => {
  const contacts = await buildContacts(db, ws, ids, [{ email: 'held@receiver.example' }])
  await db.admin.query(`update ops.installation set held = true, held_reason = 'test'`)
  const launch = await buildLaunch(db, ws, ids, contacts)
  let isUnsafe = true
  const deps = { assertDurable: async () => { if (isUnsafe) throw kernelErrors.DATABASE_UNSAFE({ detail: 'Off: fsync.' }) } }
  await withWorker(async () => {
    await until('it says so', async () => (await db.admin.query(`select 1 from ops.heartbeat where service = 'worker-send' and facts ->> 'refuses' = 'DATABASE_UNSAFE'`)).rowCount! > 0, 15_000)
    isUnsafe = false
    await new Promise((r) => setTimeout(r, 6_000))
    expect(await statesOf(db, launch.launchId)).toEqual({ ready: 1 })
    await db.admin.query(`update ops.installation set held = false`)
    await until('sent', async () => (await statesOf(db, launch.launchId)).sent === 1)
  }, {}, deps)
  expect(received('held@receiver.example')).toBe(1)
})

test('reports from the outbox settle messages', async () => {
  const contacts = await buildContacts(db, ws, ids, [{ email: 'report1@receiver.example' }, { email: 'report2@receiver.example' }])
  const launch = await buildLaunch(db, ws, ids, contacts)
  const report = (contactId: string, toState: string): Promise<unknown> => db.admin.query(`insert into platform.outbox (outbox_id, workspace_id, kind, payload) values ($1, $2, 'message.settle', $3)`, [
    ids.next(), ws.workspaceId, { launch_id: launch.launchId, contact_id: contactId, seq: '0', to_state: toState, at: new Date().toISOString(), provider_id: ws.providerId, smtp_code: null, bounce_class: 'quota', hard: false },
  ])
  await withWorker(async () => {
    await until('sent', async () => (await statesOf(db, launch.launchId)).sent === 2)
    await report(contacts[0]!, 'delivered')
    await report(contacts[1]!, 'bounced')
    await report(contacts[1]!, 'delivered')
    await until('worked off', async () => (await db.admin.query(`select 1 from platform.outbox where kind = 'message.settle'`)).rowCount === 0)
  })
  expect([(await messageOf(contacts[0]!)).state, (await messageOf(contacts[1]!)).state]).toEqual(['delivered', 'bounced'])
})

test('a provider that is changed is used anew within seconds; one that nobody may use defers', async () => {
  const other = await startSmtpSink({ journal: path.join(mkdtempSync(path.join(tmpdir(), 'sink-')), 'journal') })
  const contacts = await buildContacts(db, ws, ids, [{ email: 'moved1@receiver.example' }, { email: 'moved2@receiver.example' }, { email: 'nobody@receiver.example' }])
  try {
    await withWorker(async () => {
      const first = await buildLaunch(db, ws, ids, contacts.slice(0, 1))
      await until('sent', async () => (await statesOf(db, first.launchId)).sent === 1)
      await db.admin.query(`update delivery.provider set port = $2, version = version + 1 where provider_id = $1`, [ws.providerId, other.port])
      await new Promise((r) => setTimeout(r, 5_500))
      const second = await buildLaunch(db, ws, ids, contacts.slice(1, 2))
      await until('sent', async () => (await statesOf(db, second.launchId)).sent === 1)
      await db.admin.query(`update delivery.provider set state = 'paused', version = version + 1 where provider_id = $1`, [ws.providerId])
      await new Promise((r) => setTimeout(r, 5_500))
      const third = await buildLaunch(db, ws, ids, contacts.slice(2))
      await until('deferred', async () => (await statesOf(db, third.launchId)).deferred === 1)
      await db.admin.query(`update delivery.provider set state = 'active', port = $2, version = version + 1 where provider_id = $1`, [ws.providerId, sink.port])
    })
    expect(other.journal().filter((m) => m.to[0]!.startsWith('moved')).map((m) => m.to[0])).toEqual(['moved2@receiver.example'])
  } finally {
    await other.stop()
  }
})

test('a provider that is away holds up neither another provider nor another workspace', async () => {
  const q = (text: string, values: unknown[]): Promise<unknown> => db.admin.query(text, values)
  const away = ids.next()
  await q(`insert into delivery.provider (workspace_id, provider_id, name, kind, host, port, security, created_by, updated_by) values ($1, $2, 'Away', 'smtp', '127.0.0.1', 1, 'none', 'test', 'test')`, [ws.workspaceId, away])
  const neighbour = await buildWorkspace(db, ids, { port: sink.port })
  const many = await buildContacts(db, ws, ids, Array.from({ length: 1_200 }, (_, i) => ({ email: `away${i}@receiver.example` })))
  const few = await buildContacts(db, ws, ids, Array.from({ length: 50 }, (_, i) => ({ email: `here${i}@receiver.example` })))
  const theirs = await buildContacts(db, neighbour, ids, Array.from({ length: 50 }, (_, i) => ({ email: `there${i}@receiver.example` })))
  const stuck = await buildLaunch(db, ws, ids, many, { providerId: away })
  const fine = await buildLaunch(db, ws, ids, few)
  const other = await buildLaunch(db, neighbour, ids, theirs)
  await withWorker(async () => {
    await until('the others are sent', async () => (await statesOf(db, fine.launchId)).sent === 50 && (await statesOf(db, other.launchId)).sent === 50, 20_000)
  })
  const states = await statesOf(db, stuck.launchId)
  expect(states.sent).toBeUndefined()
  expect(states.failed).toBeUndefined()
  await q(`delete from delivery.attempt where provider_id = $1`, [away])
})
