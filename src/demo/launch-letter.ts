// Step: a campaign is written, launched, and watched until the queue has nothing more to do.
import { campaignContext, cancelCampaign, createCampaign, createTemplate, getLaunch, launchCampaign, type Launch } from '../campaigns/index.ts'
import { withWorkspace, type Id } from '../kernel/index.ts'
import type { Audience } from './choose-audience.ts'
import type { DemoRun } from './deps.ts'
import { demoMessageStates } from './demo.sql.ts'
import { demoErrors } from './errors.ts'
import { letter } from './template.ts'
import { waitFor } from './wait.ts'

export type Sent = { campaignId: Id; launchId: Id; seconds: number }

/** Messages by state. */
export type States = Readonly<Record<string, number>>
const DEFAULTS = { sender_name: '', sender_email: '', reply_to: '', track_opens: true, track_clicks: true }
const MOVING = ['accepted', 'ready', 'leased', 'attempting', 'in_doubt']

/**
 * Launches to list and segment without the excluded one, waits until each message is sent, refused or deferred, and cancels
 * the deferred ones (their mailboxes say "not now" for ever). Throws DEMO_LAUNCH_FAILED, DEMO_STUCK.
 */
export async function launchLetter(demo: DemoRun, audience: Audience, providerId: Id): Promise<Sent> {
  const { scope } = demo
  const step = demo.tell('Campaign', 1)
  const began = performance.now()
  const launch = await withWorkspace(demo.pool, scope, async (tx) => {
    const context = campaignContext(demo, scope)
    const name = `Demo ${demo.run}: summer letter`
    const template = await createTemplate(tx, context, { name, ...letter })
    const campaign = await createCampaign(tx, context, DEFAULTS, {
      name, templateId: template.templateId, fromName: 'The demo', fromEmail: 'letter@test-mail.example', providerId, trackOpens: true, trackClicks: true,
      audience: [{ kind: 'list', id: audience.friendsId, exclude: false }, { kind: 'segment', id: audience.wantedId, exclude: false }, { kind: 'segment', id: audience.excludedId, exclude: true }],
    })
    return launchCampaign(tx, context, campaign.campaignId)
  })
  let states: States = {}
  await waitFor(async () => {
    const now = await look(demo, launch.launchId)
    states = now.states
    const { audienceCount, queuedCount } = now.launch
    const moving = MOVING.reduce((sum, s) => sum + (states[s] ?? 0), 0)
    const isQueued = ['sending', 'done'].includes(now.launch.state) && queuedCount >= audienceCount
    step.update(queuedCount - moving, Math.max(1, audienceCount))
    return {
      progress: `${now.launch.state} ${JSON.stringify(states)}`, isDone: isQueued && moving === 0,
      missing: isQueued ? `${moving} messages (${tellStates(states)}); the service worker-send sends them.` : `the launch is ${now.launch.state}; the service scheduler prepares it.`,
    }
  })
  const seconds = (performance.now() - began) / 1000
  await endDeferred(demo, launch)
  step.done(`${tellStates(states)}, in ${seconds.toFixed(1)} s`)
  return { campaignId: launch.campaignId, launchId: launch.launchId, seconds }
}

/** A launch and its messages, seen at one moment. Throws DEMO_LAUNCH_FAILED. */
async function look(demo: DemoRun, launchId: Id): Promise<{ launch: Launch; states: States }> {
  const { workspaceId } = demo.scope
  const seen = await withWorkspace(demo.pool, demo.scope, async (tx) => ({ launch: await getLaunch(tx, workspaceId, launchId), states: await messageStates(tx, workspaceId, launchId) }), { isolation: 'repeatable read', readOnly: true })
  if (seen.launch.state === 'failed') throw demoErrors.DEMO_LAUNCH_FAILED({ detail: `Code: ${seen.launch.errorCode ?? 'none'}.` })
  return seen
}

export async function messageStates(tx: Parameters<typeof demoMessageStates.many>[0], workspaceId: Id, launchId: Id): Promise<States> {
  return Object.fromEntries((await demoMessageStates.many(tx, { workspace_id: workspaceId, launch_id: launchId })).map((r) => [r.state, Number(r.count)]))
}

async function endDeferred(demo: DemoRun, launch: Launch): Promise<void> {
  const { states } = await look(demo, launch.launchId)
  if (!states.deferred) return
  await withWorkspace(demo.pool, demo.scope, (tx) => cancelCampaign(tx, campaignContext(demo, demo.scope), launch.campaignId))
  await waitFor(async () => {
    const now = (await look(demo, launch.launchId)).states
    const open = (now.deferred ?? 0) + MOVING.reduce((sum, s) => sum + (now[s] ?? 0), 0)
    return { progress: open, isDone: open === 0, missing: `${open} deferred messages are not cancelled yet; the service scheduler does it.` }
  })
}

const tellStates = (states: States): string => Object.entries(states).toSorted((a, b) => b[1] - a[1]).map(([state, count]) => `${count.toLocaleString('en')} ${state}`).join(', ')
