// journey: backed up in the middle of a campaign, restored after its end: nothing is sent a second time until a person
// says so, first for the installation, then for the launch.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { campaignContext, createCampaign, createTemplate, getCampaign, getLaunch, launchCampaign, type Launch } from '../../src/campaigns/index.ts'
import { openSession, type CliSession } from '../../src/cli/session.ts'
import { addToList, contactContext, createContact, createList } from '../../src/contacts/index.ts'
import { fromPublicId, toPublicId, withWorkspace, type Id } from '../../src/kernel/index.ts'
import { createInstallation, type TestInstallation } from '../support/installation.ts'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts'

let folder = ''
const started: TestInstallation[] = []
let sink: SmtpSink | undefined
let session: CliSession | undefined
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'il-restore-'))))
afterEach(async () => {
  await session?.close()
  session = undefined
  for (const installation of started.splice(0)) await installation.remove()
  await sink?.stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function open(installation: TestInstallation): Promise<CliSession> {
  await session?.close()
  return (session = await openSession(installation.env, {}))
}
const inside = <T>(s: CliSession, work: Parameters<typeof withWorkspace<T>>[2]): Promise<T> => withWorkspace(s.pool, s.scope, work)

/** Makes people and launches a campaign to them through the sink. */
async function launchTo(s: CliSession, name: string, people: number, providerId: Id): Promise<Launch> {
  return inside(s, async (tx) => {
    const context = await contactContext(s, s.scope)
    const listId = await createList(tx, context, { name })
    const contactIds: Id[] = []
    for (let i = 0; i < people; i++) contactIds.push(await createContact(tx, context, { email: `${name}.${i}@example.com`, status: 'active' }))
    await addToList(tx, context, listId, contactIds)
    const campaigns = campaignContext(s, s.scope)
    const template = await createTemplate(tx, campaigns, { name, language: 'html', subject: name, preheader: '', body: '<p>Hello <a href="{{ unsubscribe_url }}">bye</a></p>', textBody: null })
    const campaign = await createCampaign(tx, campaigns, { sender_name: 'S', sender_email: 's@shop.example', reply_to: '', track_opens: true, track_clicks: true }, { name, templateId: template.templateId, providerId, audience: [{ kind: 'list', id: listId, exclude: false }] })
    return launchCampaign(tx, campaigns, campaign.campaignId)
  })
}

async function states(s: CliSession, launchId: Id): Promise<Record<string, number>> {
  const rows = await inside(s, async (tx) => (await tx.query<{ state: string; n: number }>(`select state, count(*)::int as n from delivery.message where workspace_id = $1 and launch_id = $2 group by state`, [s.workspaceId, launchId])).rows)
  return Object.fromEntries(rows.map((r) => [r.state, r.n]))
}

test('a backup taken mid-campaign does not send again what left after it', async () => {
  sink = await startSmtpSink({ journal: path.join(folder, 'sink.ndjson'), delayMs: 120 })
  const first = await createInstallation()
  started.push(first)
  await first.start()
  const provider = JSON.parse((await first.cli('provider', 'add', 'Slow', '--host', '127.0.0.1', '--port', String(sink.port), '--security', 'none', '--connections', '2', '--json')).out) as { id: string }
  const providerId = fromPublicId('prv', provider.id)
  const before = await open(first)
  const launch = await launchTo(before, 'summer', 300, providerId)
  await expect.poll(async () => (await sink!.stats()).mails, { timeout: 60_000 }).toBeGreaterThan(20)
  const backup = await first.cli('backup', 'now', '--json')
  expect(backup.code, backup.err).toBe(0)
  const { label } = JSON.parse(backup.out) as { label: string }
  expect((await sink.stats()).mails).toBeLessThan(290) // in the middle, not at the end
  await sink.setDelay(0)
  await expect.poll(() => states(before, launch.launchId), { timeout: 120_000 }).toEqual({ sent: 300 })
  expect(new Set(sink.journal().flatMap((m) => m.to)).size).toBe(300)
  await before.close()
  session = undefined
  expect(await first.stop()).toBe(0)

  const home = path.join(folder, 'restored')
  const restored = await first.cli('backup', 'restore', label, '--into', home, '--json')
  expect(restored.code, restored.err).toBe(0)
  const second = await createInstallation({ home, env: { INBOXLIFT_DOUBT_GRACE_SECONDS: '1', INBOXLIFT_LEASE_SECONDS: '5' } })
  started.push(second)
  await second.start()
  const after = await open(second)
  expect(JSON.parse((await second.cli('hold', 'status', '--json')).out)).toMatchObject({ held: true, held_reason: `restored from backup ${label}`, epoch: 2 })
  const held = await states(after, launch.launchId)
  expect(Object.keys(held).toSorted()).toEqual(['held', 'sent'])
  expect(held.held! + held.sent!).toBe(300)
  expect((await inside(after, (tx) => getLaunch(tx, after.workspaceId, launch.launchId))).state).toBe('paused')
  expect((await inside(after, (tx) => getCampaign(tx, after.workspaceId, launch.campaignId))).state).toBe('paused')

  // Somebody launches another campaign meanwhile: it is prepared and waits. The send worker says that it has looked.
  const other = await launchTo(after, 'autumn', 10, providerId)
  await expect.poll(() => states(after, other.launchId), { timeout: 30_000 }).toEqual({ ready: 10 })
  const seen = new Date()
  const beats = async (): Promise<boolean> => (await after.pool.query<{ n: number }>(`select count(*)::int as n from ops.heartbeat where service = 'worker-send' and (facts ->> 'held')::boolean and seen_at > $1::timestamptz + interval '2 seconds'`, [seen])).rows[0]!.n > 0
  await expect.poll(beats, { timeout: 30_000 }).toBe(true)
  expect((await sink.stats()).mails).toBe(300)

  // Released for the installation: the new campaign leaves, which shows that the worker sends; nothing of the restored one does.
  expect((await second.cli('hold', 'release', '--yes')).code).toBe(0)
  await expect.poll(() => states(after, other.launchId), { timeout: 30_000 }).toEqual({ sent: 10 })
  expect(await states(after, launch.launchId)).toEqual(held)
  expect((await sink.stats()).mails).toBe(310)

  // Released for the launch: what was held leaves, once each.
  const released = await second.cli('hold', 'release', '--launch', toPublicId('cmp', launch.campaignId), '--yes', '--json')
  expect(JSON.parse(released.out)).toMatchObject({ messages: held.held, as: 'ready' })
  await expect.poll(() => states(after, launch.launchId), { timeout: 120_000 }).toEqual({ sent: 300 })
  await expect.poll(async () => (await inside(after, (tx) => getCampaign(tx, after.workspaceId, launch.campaignId))).state, { timeout: 30_000 }).toBe('sent')
  const times = new Map<string, number>()
  for (const to of sink.journal().flatMap((m) => m.to)) times.set(to, (times.get(to) ?? 0) + 1)
  expect([...times.values()].filter((n) => n === 2).length).toBe(held.held)
  expect(Math.max(...times.values())).toBe(2)
  console.log(`restored with ${held.sent} sent and ${held.held} held of 300; the sink got ${sink.journal().length} mails`)
}, 600_000)
