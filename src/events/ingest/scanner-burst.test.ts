// room: a burst is a machine's whatever batches its clicks come in, and in whatever order.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withWorkspace } from '../../kernel/index.ts'
import { buildContact, buildWorkspace, createTestDatabase, testIds, type TestDatabase, type TestWorkspace } from '../../../test/support/db.ts'
import { buildCampaign, buildSentMessages } from '../../../test/support/events.ts'
import { campaignReport } from '../report/campaign-report.ts'
import { ingest } from './ingest.ts'
import type { IngestEvent } from './ingest-event.ts'

let db: TestDatabase
let ws: TestWorkspace
const ids = testIds()
beforeAll(async () => {
  db = await createTestDatabase()
  ws = await buildWorkspace(db, ids)
})
afterAll(() => db.drop())

/** Link number and seconds after the first click, by batch. */
const WAYS: [string, [link: number, second: number][][]][] = [
  ['all at once', [[[1, 0], [2, 0.1], [3, 0.2], [4, 0.3]]]],
  ['the last one alone', [[[1, 0], [2, 0.1], [3, 0.2]], [[4, 0.3]]]],
  ['one by one', [[[1, 0]], [[2, 0.1]], [[3, 0.2]], [[4, 0.3]]]],
  ['the first one last', [[[2, 1], [3, 1.1], [4, 1.2]], [[1, 0]]]],
  ['two and two', [[[3, 0.3], [1, 0]], [[4, 1], [2, 0.5]]]],
]

test.each(WAYS)('%s', async (_, batches) => {
  const campaign = await buildCampaign(db, ws, ids, ['https://a.example/1', 'https://a.example/2', 'https://a.example/3', 'https://a.example/4'])
  const contactId = await buildContact(db, ws, ids, { email: `${ids.next()}@example.com` })
  await buildSentMessages(db, ws, campaign, [contactId])
  const pool = db.pool('inboxlift_ingest', 1)
  const began = Date.now() // clicks come after the launch
  for (const batch of batches) {
    const events = batch.map(([linkNo, second]): IngestEvent => ({ eventType: 'clicked', message: { launchId: campaign.launchId, contactId, seq: '0' }, providerId: null, eventKey: `${linkNo}`, remember: false, occurredAt: new Date(began + second * 1000), linkNo, isBot: false }))
    await withWorkspace(pool, { workspaceId: ws.workspaceId, actor: 'service:ingest', origin: 'worker' }, (tx) => ingest(tx, ws.workspaceId, events, { ids, keyring: ws.keyring, now: new Date(began + 10_000) }))
  }
  const { totals } = await withWorkspace(db.pool('inboxlift_api', 1), { workspaceId: ws.workspaceId, actor: 'user:1', origin: 'api' }, (tx) => campaignReport(tx, ws.workspaceId, campaign.campaignId))
  expect(totals).toMatchObject({ clicks: 0, unique_clicks: 0, clicks_bot: 4 })
})
