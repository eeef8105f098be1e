// The world of the crash tests: a durable server, a sink in another process, a campaign to many, workers to be killed.
import { randomInt } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Template } from '../../src/campaigns/render/index.ts'
import type { MessageClass } from '../../src/delivery/index.ts'
import type { IdSource } from '../../src/kernel/index.ts'
import { startTestCluster, type TestCluster } from '../support/cluster.ts'
import { buildTemplate, buildWorkspace, createTestDatabase, TEST_ROOT_KEY, testIds, type TestDatabase, type TestWorkspace } from '../support/db.ts'
import { buildContacts, buildLaunch, type BuiltLaunch } from '../support/delivery.ts'
import { startSendWorker, type SendWorkerProcess } from '../support/send-worker.ts'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts'

export const SIGNING_KEY = Buffer.alloc(32, 3)
export const LEASE_SECONDS = 5
export const DOUBT_GRACE_SECONDS = 1

export const CRASH_TEMPLATE: Template = {
  subject: 'Edition one for {{ contact.first_name }}',
  html: `<html><body><h1>edition=one;</h1><p>Hello {{ contact.first_name }}, marker={{ contact.attributes.marker }};</p><p><a href="https://shop.example/one">One</a></p><p><a href="{{ unsubscribe_url }}">Leave</a></p></body></html>`,
}

/** A worker process and the name that its attempts carry. */
export type NamedWorker = SendWorkerProcess & { readonly name: string }

export type CrashWorld = {
  cluster: TestCluster
  db: TestDatabase
  ws: TestWorkspace
  ids: IdSource
  sink: SmtpSink
  contacts: string[]
  launch: BuiltLaunch
  startWorker(extra?: { clockOffsetMs?: number }): NamedWorker
  close(): Promise<void>
}

export const firstName = (i: number): string => `Name${i}`
export const editedName = (i: number): string => `Edited${i}`
export const marker = (i: number): string => `R${String(i).padStart(6, '0')}`

export async function createCrashWorld(options: { recipients: number; connections: number; delayMs: number; class?: MessageClass }): Promise<CrashWorld> {
  const cluster = await startTestCluster({ fsync: true })
  const { host, port, user, password } = cluster.connection
  const admin = { host, port, user, password }
  await buildTemplate(admin)
  const db = await createTestDatabase(admin)
  const ids = testIds()
  const journal = path.join(mkdtempSync(path.join(tmpdir(), 'crash-')), 'journal')
  const sink = await startSmtpSink({ journal, bodies: true, delayMs: options.delayMs })
  const ws = await buildWorkspace(db, ids, { port: sink.port })
  await db.admin.query('update delivery.provider set max_connections = 500')
  const contacts = await buildContacts(db, ws, ids, Array.from({ length: options.recipients }, (_, i) => ({ email: `person${i}@receiver.example`, firstName: firstName(i), attributes: { marker: marker(i) } })))
  const launch = await buildLaunch(db, ws, ids, contacts, { template: CRASH_TEMPLATE, headers: { 'X-InboxLift-Edition': 'one' }, class: options.class ?? 'at_least_once' })
  const workers: NamedWorker[] = []
  return {
    cluster, db, ws, ids, sink, contacts, launch,
    startWorker(extra = {}) {
      const name = `worker-${workers.length + 1}`
      const worker = startSendWorker({
        database: db.config('inboxlift_sender'), rootKey: TEST_ROOT_KEY.toString('hex'), signingKey: SIGNING_KEY.toString('hex'), name, ...extra,
        config: { INBOXLIFT_SEND_CONNECTIONS: options.connections, INBOXLIFT_LEASE_SECONDS: LEASE_SECONDS, INBOXLIFT_DOUBT_GRACE_SECONDS: DOUBT_GRACE_SECONDS },
      })
      workers.push({ ...worker, name })
      return { ...worker, name }
    },
    async close() {
      await Promise.all(workers.map((w) => (w.child.exitCode === null && w.child.signalCode === null ? w.kill('SIGKILL') : undefined)))
      await sink.stop()
      await db.drop().catch(() => {})
      await cluster.stop()
    },
  }
}

/** Runs a query, waiting for a server that is away. */
export async function patientQuery<R extends Record<string, unknown>>(db: TestDatabase, text: string, values: unknown[] = []): Promise<R[]> {
  for (const end = Date.now() + 30_000; ; ) {
    try {
      return (await db.admin.query<R>(text, values)).rows
    } catch (error) {
      if (Date.now() > end) throw error
      await new Promise((r) => setTimeout(r, 50))
    }
  }
}

/** Attempts of these workers that are open now, by name; those that a dead worker left earlier do not count again. */
export const openAttempts = async (world: CrashWorld, workers: readonly NamedWorker[]): Promise<string[]> =>
  (await patientQuery<{ name: string }>(world.db, `select contact_id || '/' || attempt_no as name from delivery.attempt where launch_id = $1 and outcome is null and worker = any($2)`, [world.launch.launchId, workers.map((w) => w.name)])).map((r) => r.name)

/**
 * Edits what must not reach a frozen campaign (template, subject, link) and what may (fields of contacts), again and
 * again until told to stop. Answers how many edits of each kind were made.
 */
export function editMeanwhile(world: CrashWorld): { stop(): Promise<{ content: number; contacts: number; addresses: number }> } {
  const { db, ws, launch } = world
  const done = { content: 0, contacts: 0, addresses: 0 }
  let isOver = false
  const edit = async (): Promise<void> => {
    const n = done.content
    await db.admin.query(`update campaigns.campaign set subject = $2, from_name = 'Somebody else', updated_at = now() where campaign_id = $1`, [launch.campaignId, `Edition two ${n}`])
    await db.admin.query(`update campaigns.link set url = $2 where campaign_id = $1`, [launch.campaignId, `https://elsewhere.example/two/${n}`])
    await db.admin.query(
      `insert into campaigns.template (workspace_id, template_id, name, body, created_by, updated_by) values ($1, 1, 'Edited', $2, 'test', 'test') on conflict (workspace_id, template_id) do update set body = excluded.body, version = campaigns.template.version + 1`,
      [ws.workspaceId, `<p>edition=two; ${n}</p>`],
    )
    done.content++
    const i = randomInt(world.contacts.length)
    const contactId = world.contacts[i]!
    const cell = (table: string, column: string, text: string): Buffer => ws.keyring.encrypt({ table, column, rowKey: contactId }, text)
    await db.admin.query(`update contacts.contact_profile set first_name_ct = $2 where contact_id = $1`, [contactId, cell('contacts.contact_profile', 'first_name_ct', editedName(i))])
    done.contacts++
    if (done.contacts % 5 !== 0) return
    const email = `moved${i}@receiver.example`
    await db.admin.query(`update contacts.contact set email_ct = $2, email_index = $3 where contact_id = $1`, [contactId, cell('contacts.contact', 'email_ct', email), ws.keyring.blindIndex('email', email)])
    done.addresses++
  }
  const loop = (async () => {
    while (!isOver) {
      await edit().catch(() => {}) // the server is away now and then
      await new Promise((r) => setTimeout(r, 10))
    }
  })()
  return {
    async stop() {
      isOver = true
      await loop
      return done
    },
  }
}
