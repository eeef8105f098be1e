// failure: two ingest processes under load are killed again and again, and so is PostgreSQL. Every click that was answered
// is counted once; of the opens at most those of the last moments before a kill are missing; every counter is right.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recount } from '../../src/events/index.ts'
import { createSigner } from '../../src/kernel/index.ts'
import { startTestCluster, type TestCluster } from '../support/cluster.ts'
import { buildContact, buildTemplate, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../support/db.ts'
import { buildCampaign, buildSentMessages, type TestCampaign } from '../support/events.ts'
import { TEST_SECRETS } from '../support/service.ts'

const KILLS = 10
const ids = testIds()
const signer = createSigner(TEST_SECRETS.signing)
let cluster: TestCluster
let db: TestDatabase
let ws: TestWorkspace
let campaign: TestCampaign
let home: string
const contacts: string[] = []

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'ingest-kill-'))
  cluster = await startTestCluster()
  const { host, port, user, password } = cluster.connection
  await buildTemplate({ host, port, user, password })
  db = await createTestDatabase({ host, port, user, password })
  ws = await buildWorkspace(db, ids)
  campaign = await buildCampaign(db, ws, ids, ['https://shop.example/1', 'https://shop.example/2'])
  for (let i = 0; i < 40; i++) contacts.push(await buildContact(db, ws, ids, { email: `p${i}@gmail.com`, region: 'CA', country: 'US' }))
  await buildSentMessages(db, ws, campaign, contacts)
}, 120_000)
afterAll(async () => {
  await db.drop().catch(() => {})
  await cluster.stop()
  rmSync(home, { recursive: true, force: true })
})

type Ingester = { child: ChildProcess; port: number }
let started = 0
async function startIngester(): Promise<Ingester> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../support/ingest-process.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, INGEST_OPTIONS: JSON.stringify({ database: db.config('inboxlift_ingest'), home, node: (started += 1) }) },
  })
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.stdout!.once('data', (text: Buffer) => resolve(JSON.parse(text.toString()) as { port: number }))
    child.once('exit', (code) => reject(new Error(`the ingester ended with ${code}`)))
  })
  return { child, port }
}
const exited = (child: ChildProcess): Promise<unknown> => (child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((r) => child.once('exit', r)))

test(`${KILLS} kills of ingesters and two of PostgreSQL under load: no answered click is lost or counted twice`, async () => {
  const ingesters = [await startIngester(), await startIngester()]
  const asked = { click: 0, open: 0 }
  const answered = { click: 0, open: 0 }
  let isOver = false
  const person = async (n: number): Promise<void> => {
    for (let i = 0; !isOver; i++) {
      const kind = (i + n) % 2 === 0 ? 'click' : 'open'
      const token = signer.sign(kind, { workspaceId: ws.workspaceId, launchId: campaign.launchId, contactId: contacts[(n * 7 + i) % contacts.length]!, seq: '0', linkNo: kind === 'click' ? 1 + (i % 2) : 0 })
      asked[kind] += 1
      const status = await fetch(`http://127.0.0.1:${ingesters[i % 2]!.port}/t/${kind === 'click' ? 'c' : 'o'}/${token}`, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 Thunderbird', connection: 'close' } }).then((r) => r.status, () => 0)
      if (status === (kind === 'click' ? 302 : 200)) answered[kind] += 1
      await new Promise((r) => setTimeout(r, 2))
    }
  }
  const people = Array.from({ length: 6 }, (_, n) => person(n))
  for (let kill = 0; kill < KILLS; kill++) {
    await new Promise((r) => setTimeout(r, 150 + Math.random() * 250))
    const victim = kill % 2
    ingesters[victim]!.child.kill('SIGKILL')
    await exited(ingesters[victim]!.child)
    ingesters[victim] = await startIngester()
    if (kill === 3 || kill === 7) {
      await cluster.kill()
      await new Promise((r) => setTimeout(r, 300))
      await cluster.restart()
    }
  }
  await new Promise((r) => setTimeout(r, 300))
  isOver = true
  await Promise.all(people)
  for (const i of ingesters) {
    i.child.kill('SIGTERM')
    await exited(i.child)
  }
  // One more process finishes what the dead left: rows of the inbox, and journals of processes that are gone.
  const last = await startIngester()
  const left = async (): Promise<number> => Number((await db.admin.query(`select count(*) from events.webhook_inbox where state = 'new'`)).rows[0].count) + journals().length
  const journals = (): string[] => readdirSync(path.join(home, 'ingest')).filter((f) => f.startsWith('hits-'))
  await expect.poll(left, { timeout: 60_000, interval: 250 }).toBe(0)
  last.child.kill('SIGTERM')
  await exited(last.child)

  const { rows } = await db.admin.query(`select event_type, count(*)::int as n from events.email_event group by event_type`)
  const stored = Object.fromEntries(rows.map((r) => [r.event_type, r.n])) as Record<'clicked' | 'opened', number>
  const dead = Number((await db.admin.query(`select count(*) from events.dead_letter`)).rows[0].count)
  console.log(`asked ${JSON.stringify(asked)}, answered ${JSON.stringify(answered)}, stored ${JSON.stringify(stored)}, opens lost in ${KILLS} kills: ${answered.open - stored.opened}`)
  expect(dead).toBe(0)
  expect(answered.click).toBeGreaterThan(100)
  expect(stored.clicked).toBeGreaterThanOrEqual(answered.click) // a click may be stored and its answer cut off by the kill
  expect(stored.clicked).toBeLessThanOrEqual(asked.click)
  // Six people with a pause of 2 ms ask one process at most about 150 opens in a tenth of a second.
  expect(answered.open - stored.opened).toBeLessThanOrEqual(KILLS * 150)
  const told = await recount(db.pool('inboxlift_scheduler'), { workspaceId: ws.workspaceId, actor: 'service:test', origin: 'cli' })
  expect({ ...told, drift: told.drift.filter((d) => d.counter !== 'queued') }).toMatchObject({ drift: [], engagements: 0 })
}, 240_000)
