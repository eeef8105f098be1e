// From a wish to a frozen launch: content, then audience in one statement, then `slicing`. Killed anywhere, it leaves either
// nothing or all of it: the next scheduler begins again when the lease has run out.
import type { Pool } from 'pg'
import { AppError, isTransient, mapDatabaseError, withWorkspace, type Id, type IdSource, type Observer, type Signals, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import { compileAudience, compileOptions, type SegmentDefinition } from '../../segments/index.ts'
import { audienceDefinition, type Campaign } from '../campaign.ts'
import { campaignErrors } from '../errors.ts'
import { compileFor, readContentInput, storeContent } from './freeze-content.ts'
import { audienceSize, campaignSetState, launchClaim, launchContentSet, launchEnd, launchFrozen, launchRelease, launchRenew } from './launch.sql.ts'

export type LaunchTools = { pool: Pool; ids: IdSource; observer: Observer; signals: Signals; now: () => Date; /** How long a launch stays with a scheduler that died while preparing it. Default 30. */ leaseSeconds?: number }

const LEASE_SECONDS = 30

/** Every row is checked against its foreign keys; planning each of those checks anew, as the role's setting asks, trebles the time. */
export const BULK = { planCache: 'auto' } as const

/** Nobody else prepares it, but it stopped being ours: paused, cancelled, or our lease ran out. */
class LeaseLost extends Error {}

/**
 * Prepares one launch. Answers false when another scheduler has it or somebody paused or cancelled it meanwhile. What cannot
 * work (content, audience, an empty one) ends it as `failed` with the code; passing trouble is thrown and tried again.
 */
export async function prepareLaunch(tools: LaunchTools, scope: WorkspaceScope, launchId: Id): Promise<boolean> {
  const token = tools.ids.next()
  const key = { workspace_id: scope.workspaceId, launch_id: launchId, token }
  const lease_seconds = tools.leaseSeconds ?? LEASE_SECONDS
  const claimed = await withWorkspace(tools.pool, scope, (tx) => launchClaim.one(tx, { ...key, lease_seconds }))
  if (!claimed?.campaign_id) return false
  const renewing = setInterval(() => void withWorkspace(tools.pool, scope, (tx) => launchRenew.exec(tx, { ...key, lease_seconds })).catch(() => {}), (lease_seconds * 1000) / 3)
  try {
    await freeze(tools, scope, { launchId, campaignId: claimed.campaign_id, token })
    return true
  } catch (error) {
    if (error instanceof LeaseLost) return false
    const known = mapDatabaseError(error)
    if (isTransient(error) || !(known instanceof AppError)) {
      await withWorkspace(tools.pool, scope, (tx) => launchRelease.exec(tx, key)).catch(() => {}) // else the lease runs out by itself
      throw error
    }
    await failLaunch(tools, scope, { launchId, campaignId: claimed.campaign_id }, known.code)
    return false
  } finally {
    clearInterval(renewing)
  }
}

type Claimed = { launchId: Id; campaignId: Id; token: Id }

async function freeze(tools: LaunchTools, scope: WorkspaceScope, launch: Claimed): Promise<void> {
  const { workspaceId } = scope
  const began = performance.now()
  const input = await withWorkspace(tools.pool, scope, (tx) => readContentInput(tx, workspaceId, launch.campaignId), { readOnly: true })
  const content = await compileFor(input)
  await withWorkspace(tools.pool, scope, async (tx) => {
    const version = await storeContent(tx, { workspaceId, actor: scope.actor, at: tools.now() }, launch.campaignId, content)
    const held = await launchContentSet.exec(tx, { workspace_id: workspaceId, launch_id: launch.launchId, token: launch.token, content_version: version })
    if (held === 0) throw new LeaseLost()
  })
  tools.signals.emit('launch.content_frozen', { launchId: launch.launchId })
  const people = await withWorkspace(tools.pool, scope, (tx) => freezeAudience(tx, tools, scope, launch, input.campaign), BULK)
  tools.observer.observe('launch.frozen', { workspaceId, launchId: launch.launchId, people, ms: Math.round(performance.now() - began) })
  tools.signals.emit('launch.frozen', { launchId: launch.launchId, people })
}

/** One statement decides who gets it. The launch is not locked meanwhile, so that it can be paused and cancelled at once. */
async function freezeAudience(tx: Tx, tools: LaunchTools, scope: WorkspaceScope, launch: Claimed, campaign: Campaign): Promise<number> {
  const { workspaceId } = scope
  const definition = audienceOfCampaign(campaign)
  const at = tools.now()
  const options = await compileOptions(tx, { workspaceId, actor: scope.actor, now: at }, definition, true)
  const statement = compileAudience(definition, options, { launchId: launch.launchId, campaignId: launch.campaignId })
  await tx.query(`set local work_mem = '64MB'`) // joins of a million people in memory
  // Right after an import there are no statistics: the planner expects one row a table and loops over 20,000 people
  // inside 20,000 people (measured: over 5 minutes; with hash joins 0.3 s). An audience is a set, so sets are joined.
  await tx.query('set local enable_nestloop = off')
  await tx.query({ text: statement.text, values: statement.values })
  const people = (await audienceSize.one(tx, { workspace_id: workspaceId, launch_id: launch.launchId }))!.count
  if (people === '0') throw campaignErrors.CAMPAIGN_AUDIENCE_EMPTY()
  const held = await launchFrozen.exec(tx, { workspace_id: workspaceId, launch_id: launch.launchId, token: launch.token, audience_count: people })
  if (held === 0) throw new LeaseLost() // rolls the audience back
  await campaignSetState.exec(tx, { workspace_id: workspaceId, campaign_id: launch.campaignId, state: 'sending', from_states: ['launching'], at, actor: scope.actor })
  return Number(people)
}

/** Who is in any of the lists and segments, in none of those left out, and has not withdrawn consent for this purpose. */
export function audienceOfCampaign(campaign: Campaign): SegmentDefinition {
  const chosen = audienceDefinition(campaign.audience)
  if (!chosen) throw campaignErrors.CAMPAIGN_AUDIENCE_MISSING()
  return { version: 1, where: { all: [chosen.where, { not: { consent: campaign.purpose, channel: 'email', state: 'withdrawn' } }] } }
}

async function failLaunch(tools: LaunchTools, scope: WorkspaceScope, launch: { launchId: Id; campaignId: Id }, code: string): Promise<void> {
  const { workspaceId } = scope
  const at = tools.now()
  await withWorkspace(tools.pool, scope, async (tx) => {
    const ended = await launchEnd.exec(tx, { workspace_id: workspaceId, launch_id: launch.launchId, state: 'failed', from_states: ['preparing'], at, error_code_or_null: code })
    if (ended > 0) await campaignSetState.exec(tx, { workspace_id: workspaceId, campaign_id: launch.campaignId, state: 'failed', from_states: ['launching'], at, actor: scope.actor })
  }, { retry: true })
  tools.observer.observe('launch.failed', { workspaceId, launchId: launch.launchId, code })
  tools.signals.emit('launch.failed', { launchId: launch.launchId, code })
}
