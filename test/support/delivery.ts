// Builders for what delivery is about: many contacts at once, a launch with really compiled content, its queue.
import { compileContent, openContent, type CompiledContent, type Template } from '../../src/campaigns/render/index.ts'
import { enqueueSlice, type ContentOpener, type MessageClass } from '../../src/delivery/index.ts'
import { addQueued } from '../../src/events/index.ts'
import { withWorkspace, type IdSource } from '../../src/kernel/index.ts'
import type { TestDatabase, TestWorkspace } from './db.ts'

/** The opener that compose.ts hands in. */
export const openFrozenContent: ContentOpener = (compiled) => openContent(compiled as CompiledContent)

export const PLAIN_TEMPLATE: Template = {
  subject: 'Hello {{ contact.first_name }}',
  html: '<html><body><p>Hello {{ contact.first_name }}, marker={{ contact.attributes.marker }};</p><p><a href="https://shop.example/new">New</a> <a href="{{ unsubscribe_url }}">Leave</a></p></body></html>',
}

export type BulkContact = { email: string; firstName?: string; attributes?: Record<string, unknown>; status?: string }

/** Contacts with profile and identity, written as superuser in a few statements. Answers their ids in order. */
export async function buildContacts(db: TestDatabase, ws: TestWorkspace, ids: IdSource, people: readonly BulkContact[]): Promise<string[]> {
  const out: string[] = []
  for (let from = 0; from < people.length; from += 2_000) {
    const rows = people.slice(from, from + 2_000).map((p) => ({ ...p, id: ids.next(), index: ws.keyring.blindIndex('email', p.email.toLowerCase()) }))
    const cell = (table: string, column: string, id: string, text: string): Buffer => ws.keyring.encrypt({ table, column, rowKey: id }, text)
    await db.admin.query(
      `insert into contacts.contact (workspace_id, contact_id, source_id, email_ct, email_index, email_domain, status, created_by, updated_by)
       select $1, u.id, $2, u.ct, u.ix, u.domain, u.status, 'test', 'test' from unnest($3::bigint[], $4::bytea[], $5::bytea[], $6::text[], $7::text[]) as u(id, ct, ix, domain, status)`,
      [ws.workspaceId, ws.sourceId, rows.map((r) => r.id), rows.map((r) => cell('contacts.contact', 'email_ct', r.id, r.email)), rows.map((r) => r.index), rows.map((r) => r.email.split('@')[1]), rows.map((r) => r.status ?? 'active')],
    )
    await db.admin.query(
      `insert into contacts.contact_profile (workspace_id, contact_id, first_name_ct, attributes) select $1, u.id, u.ct, u.a from unnest($2::bigint[], $3::bytea[], $4::jsonb[]) as u(id, ct, a)`,
      [ws.workspaceId, rows.map((r) => r.id), rows.map((r) => cell('contacts.contact_profile', 'first_name_ct', r.id, r.firstName ?? 'Ann')), rows.map((r) => JSON.stringify(r.attributes ?? {}))],
    )
    await db.admin.query(
      `insert into contacts.identity (workspace_id, kind, source_id, index_version, value_index, contact_id) select $1, 'email', 0, 1, u.ix, u.id from unnest($2::bytea[], $3::bigint[]) as u(ix, id)`,
      [ws.workspaceId, rows.map((r) => r.index), rows.map((r) => r.id)],
    )
    out.push(...rows.map((r) => r.id))
  }
  return out
}

export type BuiltLaunch = { campaignId: string; launchId: string; content: CompiledContent }
export type LaunchOptions = { template?: Template; class?: MessageClass; providerId?: string | null; stream?: string; headers?: Record<string, string>; dueAt?: Date; state?: string; purpose?: string; sliceSize?: number }

/** A launched campaign with frozen content and audience, its messages written to the queue as the scheduler does. */
export async function buildLaunch(db: TestDatabase, ws: TestWorkspace, ids: IdSource, contactIds: readonly string[], options: LaunchOptions = {}): Promise<BuiltLaunch> {
  const [campaignId, launchId] = [ids.next(), ids.next()]
  const content = await compileContent(options.template ?? PLAIN_TEMPLATE, { from: { address: 'news@sender.example', name: 'Sender' }, headers: options.headers ?? {} })
  const q = (text: string, values: unknown[]): Promise<unknown> => db.admin.query(text, values)
  await q(
    `insert into campaigns.campaign (workspace_id, campaign_id, name, state, from_email, delivery_class, provider_id, stream, created_by, updated_by) values ($1, $2, 'Test campaign', 'sending', 'news@sender.example', $3, $4, $5, 'test', 'test')`,
    [ws.workspaceId, campaignId, options.class ?? 'at_least_once', options.providerId === undefined ? ws.providerId : options.providerId, options.stream ?? 'marketing'],
  )
  await q(`insert into campaigns.content_version (workspace_id, campaign_id, content_version, content_hash, compiled, created_by) values ($1, $2, 1, $3, $4, 'test')`, [ws.workspaceId, campaignId, Buffer.from(content.hash, 'hex'), JSON.stringify(content)])
  await q(
    `insert into campaigns.link (workspace_id, campaign_id, link_no, content_version, url, label) select $1, $2, n, 1, u, '' from unnest($3::smallint[], $4::text[]) as t(n, u)`,
    [ws.workspaceId, campaignId, content.links.map((l) => l.no), content.links.map((l) => l.url ?? l.source)],
  )
  await q(`insert into campaigns.launch (workspace_id, launch_id, campaign_id, purpose, state, content_version, audience_count, launched_by) values ($1, $2, $3, $4, 'slicing', 1, $5, 'test')`, [ws.workspaceId, launchId, campaignId, options.purpose ?? 'initial', contactIds.length])
  await q(`insert into campaigns.audience_member (workspace_id, launch_id, contact_id, campaign_id) select $1, $2, c, $3 from unnest($4::bigint[]) as t(c)`, [ws.workspaceId, launchId, campaignId, contactIds])
  await enqueueAll(db, ws, { campaignId, launchId, content }, options)
  await q(`update campaigns.launch set state = $3, queued_count = audience_count where workspace_id = $1 and launch_id = $2`, [ws.workspaceId, launchId, options.state ?? 'sending'])
  return { campaignId, launchId, content }
}

async function enqueueAll(db: TestDatabase, ws: TestWorkspace, launch: BuiltLaunch, options: LaunchOptions): Promise<void> {
  const pool = db.pool('inboxlift_scheduler', 1)
  const dueAt = options.dueAt ?? new Date()
  for (let after: string | null = '0'; after !== null; ) {
    const cursor: string = after
    after = await withWorkspace(pool, { workspaceId: ws.workspaceId, actor: 'service:scheduler', origin: 'worker' }, async (tx) => {
      const slice = await enqueueSlice(tx, {
        workspaceId: ws.workspaceId, launchId: launch.launchId, campaignId: launch.campaignId, afterContactId: cursor, dueAt, class: options.class ?? 'at_least_once',
        contents: [{ variantNo: 0, contentVersion: 1, contentHash: Buffer.from(launch.content.hash, 'hex') }], ...(options.sliceSize ? { sliceSize: options.sliceSize } : {}),
      })
      await addQueued(tx, ws.workspaceId, slice.byVariant.map((v) => ({ campaignId: launch.campaignId, variantNo: v.variantNo, count: v.count })))
      return slice.lastContactId
    })
  }
}

/** Messages of a launch by state, e.g. {sent: 3}. */
export async function statesOf(db: TestDatabase, launchId: string): Promise<Record<string, number>> {
  const { rows } = await db.admin.query<{ state: string; n: number }>(`select state, count(*)::int n from delivery.message where launch_id = $1 group by state`, [launchId])
  return Object.fromEntries(rows.map((r) => [r.state, r.n]))
}

/** Waits until a condition about the database holds; polls, since the other side may be another process. */
export async function until(what: string, check: () => Promise<boolean>, ms = 30_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (await check()) return
    await new Promise((r) => setTimeout(r, 25))
  }
  throw new Error(`waited ${ms} ms in vain: ${what}`)
}
