// Before anything is written: is everything there, is nothing in the way, which number has this run?
import { createTransport } from 'nodemailer'
import { campaignContext, cancelCampaign } from '../campaigns/index.ts'
import { createSource } from '../contacts/index.ts'
import { createInboxClient } from '../inbox/index.ts'
import { withWorkspace, type Id } from '../kernel/index.ts'
import { installationState } from '../ops/index.ts'
import type { DemoDeps, DemoRun } from './deps.ts'
import { demoInboxProvider, demoLastRun, demoLeftovers, demoLock, demoSource, demoStrangers, demoUnended } from './demo.sql.ts'
import { demoErrors } from './errors.ts'
import { waitFor } from './wait.ts'

export const SOURCE_NAME = 'Demo file'

/** Contacts of this workspace that did not come with a demo: whoever has some may not want the demo's beside them. */
export async function countStrangers(deps: Pick<DemoDeps, 'pool' | 'scope'>): Promise<number> {
  const { workspaceId: workspace_id } = deps.scope
  return withWorkspace(deps.pool, deps.scope, async (tx) => {
    const source = await demoSource.one(tx, { workspace_id, name: SOURCE_NAME })
    return Number((await demoStrangers.one(tx, { workspace_id, source_id_or_null: source?.source_id ?? null }))!.count)
  }, { readOnly: true })
}

export type OpenedRun = { run: DemoRun; sourceId: Id; providerId: Id; close(): void }

/**
 * Looks at every part the demo needs, ends what a killed demo left, and takes the next number.
 * Throws DEMO_RUNNING, DEMO_HELD, DEMO_NO_INBOX, DEMO_NOT_REACHABLE naming the part.
 */
export async function openRun(deps: DemoDeps, seed: number): Promise<OpenedRun> {
  const held = await installationState(deps.pool)
  if (held.held) throw demoErrors.DEMO_HELD()
  const inbox = createInboxClient({ url: `http://127.0.0.1:${deps.config.INBOXLIFT_INBOX_HTTP_PORT}`, token: deps.secrets.inboxToken })
  await reach('web and API', `${deps.url}/healthz`, async () => { if (!(await fetch(`${deps.url}/healthz`)).ok) throw new Error('not healthy') })
  await reach('test inbox', `port ${deps.config.INBOXLIFT_INBOX_HTTP_PORT}`, () => inbox.stats())
  await reach('bounce receiver', `port ${deps.config.INBOXLIFT_BOUNCE_SMTP_PORT}`, async () => {
    const transport = createTransport(bounceDoor(deps))
    await transport.verify().finally(() => transport.close())
  })
  const lock = await deps.pool.connect()
  lock.on('error', () => {})
  if (!(await demoLock.one(lock, {}))!.is_taken) {
    lock.release()
    throw demoErrors.DEMO_RUNNING()
  }
  const close = (): void => lock.release(true)
  try {
    return { ...(await enter(deps, seed, inbox)), close }
  } catch (error) {
    close()
    throw error
  }
}

async function enter(deps: DemoDeps, seed: number, inbox: DemoRun['inbox']): Promise<Omit<OpenedRun, 'close'>> {
  const { workspaceId: workspace_id } = deps.scope
  const keyring = await deps.keyrings.get(workspace_id)
  await endLeftovers(deps)
  return withWorkspace(deps.pool, deps.scope, async (tx) => {
    const provider = await demoInboxProvider.one(tx, { workspace_id })
    if (!provider) throw demoErrors.DEMO_NO_INBOX()
    const source = await demoSource.one(tx, { workspace_id, name: SOURCE_NAME })
    const sourceId = source?.source_id ?? (await createSource(tx, { workspaceId: workspace_id, ids: deps.ids, actor: deps.scope.actor }, { name: SOURCE_NAME, kind: 'file' }))
    const { last } = (await demoLastRun.one(tx, { workspace_id }))!
    return { run: { ...deps, keyring, inbox, seed, run: last + 1 }, sourceId, providerId: provider.provider_id }
  })
}

/** What a killed demo left on its way is ended first: its refusals at the test inbox would count as ours. */
async function endLeftovers(deps: DemoDeps): Promise<void> {
  const { workspaceId: workspace_id } = deps.scope
  const left = await withWorkspace(deps.pool, deps.scope, async (tx) => {
    const rows = await demoLeftovers.many(tx, { workspace_id })
    for (const { campaign_id } of rows) await cancelCampaign(tx, campaignContext(deps, deps.scope), campaign_id)
    return rows.map((r) => r.campaign_id)
  })
  if (left.length === 0) return
  await waitFor(async () => {
    const open = Number((await withWorkspace(deps.pool, deps.scope, (tx) => demoUnended.one(tx, { workspace_id, campaign_ids: left }), { readOnly: true }))!.count)
    return { progress: open, isDone: open === 0, missing: 'the end of a former demo that was cancelled; the services scheduler and worker-send end it.' }
  })
}

/** The listener for mails that come back, as nodemailer wants it. */
export const bounceDoor = (deps: Pick<DemoDeps, 'config'>) => ({ host: '127.0.0.1', port: deps.config.INBOXLIFT_BOUNCE_SMTP_PORT, secure: false, ignoreTLS: true, name: 'mx.test-mail.example' })

async function reach(part: string, where: string, look: () => Promise<unknown>): Promise<void> {
  await look().catch((cause: unknown) => {
    throw demoErrors.DEMO_NOT_REACHABLE({ detail: `The ${part} at ${where}.`, cause })
  })
}
