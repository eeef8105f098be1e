// Builders for what events are about: a campaign with content, links and a launch, and messages in a state.
import type { IdSource } from '../../src/kernel/index.ts'
import type { TestDatabase, TestWorkspace } from './db.ts'

export type TestCampaign = { campaignId: string; launchId: string }

/** A launched campaign with the given link URLs (numbered from 1), written as superuser. */
export async function buildCampaign(db: TestDatabase, ws: TestWorkspace, ids: IdSource, urls: readonly string[] = []): Promise<TestCampaign> {
  const [campaignId, launchId] = [ids.next(), ids.next()]
  const q = (text: string, values: unknown[]): Promise<unknown> => db.admin.query(text, values)
  await q(`insert into campaigns.campaign (workspace_id, campaign_id, name, state, created_by, updated_by) values ($1, $2, 'Test campaign', 'sending', 'test', 'test')`, [ws.workspaceId, campaignId])
  await q(`insert into campaigns.content_version (workspace_id, campaign_id, content_version, content_hash, compiled, created_by) values ($1, $2, 1, '\\x01', '{}', 'test')`, [ws.workspaceId, campaignId])
  await q(
    `insert into campaigns.link (workspace_id, campaign_id, link_no, content_version, url, label) select $1, $2, n, 1, u, 'Link ' || n from unnest($3::text[]) with ordinality as t(u, n)`,
    [ws.workspaceId, campaignId, urls],
  )
  await q(`insert into campaigns.launch (workspace_id, launch_id, campaign_id, purpose, state, content_version, launched_by) values ($1, $2, $3, 'initial', 'sending', 1, 'test')`, [ws.workspaceId, launchId, campaignId])
  return { campaignId, launchId }
}

/** Messages of a launch in the state 'sent' by the workspace's provider, one per contact, written as superuser. */
export async function buildSentMessages(db: TestDatabase, ws: TestWorkspace, campaign: TestCampaign, contactIds: readonly string[], options: { sentAt?: Date; variantNo?: number; providerId?: string } = {}): Promise<void> {
  const sentAt = options.sentAt ?? new Date()
  const client = await db.admin.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica') // straight into the final state: the guard is not under test here
    await client.query(
      `insert into delivery.message (workspace_id, launch_id, contact_id, campaign_id, due_at, provider_id, state_at, created_at, sent_at, content_version, attempts, variant_no, state, content_hash, message_id)
       select $1, $2, c, $3, $4, $5, $4, $4, $4, 1, 1, $6, 'sent', '\\x01', '<' || c || '@test>' from unnest($7::bigint[]) as t(c)`,
      [ws.workspaceId, campaign.launchId, campaign.campaignId, sentAt, options.providerId ?? ws.providerId, options.variantNo ?? 0, contactIds],
    )
    await client.query('commit')
  } finally {
    client.release()
  }
}

/** A finished attempt of a message at the address with this index, written as superuser. */
export async function buildAttempt(db: TestDatabase, ws: TestWorkspace, campaign: TestCampaign, contactId: string, emailIndex: Buffer): Promise<void> {
  await db.admin.query(
    `insert into delivery.attempt (workspace_id, launch_id, contact_id, attempt_no, lease_token, provider_id, started_at, finished_at, email_index, outcome, worker)
     values ($1, $2, $3, 1, 1, $4, now(), now(), $5, 'sent', 'test')`,
    [ws.workspaceId, campaign.launchId, contactId, ws.providerId, emailIndex],
  )
}
