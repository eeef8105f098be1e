// Launching and steering a campaign, and how far it is.
import { z } from 'zod'
import { withWorkspace, type Id, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import { campaignContext, campaignErrors, campaignProgress, cancelCampaign, checkCampaign, getCampaign, launchCampaign, pauseCampaign, resumeCampaign, scheduleCampaign, type CampaignContext } from '../../campaigns/index.ts'
import type { RouteDeps, RouteModule } from '../app.ts'
import { isoTime } from '../schemas.ts'
import { campaignParams as params, campaignTags as tags, campaignView, presentCampaign, presentProgress, progressView } from './campaign-shape.ts'

/** Refuses a launch that a check forbids, with all of its errors; a campaign that is launched already is let through. */
async function assertReady(deps: RouteDeps, scope: WorkspaceScope, campaignId: Id, forgiven: readonly string[] = []): Promise<void> {
  const findings = await withWorkspace(deps.pool, scope, async (tx) => {
    const campaign = await getCampaign(tx, scope.workspaceId, campaignId)
    if (!['draft', 'scheduled', 'failed'].includes(campaign.state)) return []
    await tx.query(`set local statement_timeout = '30s'`)
    return checkCampaign(tx, { workspaceId: scope.workspaceId, actor: scope.actor, now: deps.clock.now(), config: deps.config }, campaignId)
  }, { readOnly: true })
  const errors = findings.filter((f) => f.level === 'error' && !forgiven.includes(f.code))
  if (errors.length > 0) throw campaignErrors.CAMPAIGN_NOT_READY({ detail: errors.map((e) => e.text).join(' '), data: { errors: errors.map((e) => ({ field: e.code, rule: 'check', message: `${e.text} ${e.hint}` })) } })
}

type Step = (tx: Tx, context: CampaignContext, campaignId: Id) => Promise<unknown>

export const launchRoutes: RouteModule = (app, deps) => {
  const response = { 200: campaignView }
  const config = { scope: 'campaigns:launch' as const }
  const step = async (scope: WorkspaceScope, campaignId: Id, work: Step): Promise<z.output<typeof campaignView>> =>
    presentCampaign(await withWorkspace(deps.pool, scope, async (tx) => {
      await work(tx, campaignContext(deps, scope), campaignId)
      return getCampaign(tx, scope.workspaceId, campaignId)
    }, { retry: true }))

  app.post('/campaigns/:campaign_id/launch', { config, schema: { tags, operationId: 'launchCampaign', summary: 'Launch now; launched twice it is one launch', params, response } }, async (request) => {
    await assertReady(deps, request.scope, request.params.campaign_id)
    return step(request.scope, request.params.campaign_id, launchCampaign)
  })

  app.post('/campaigns/:campaign_id/schedule', {
    config, schema: { tags, operationId: 'scheduleCampaign', summary: 'Launch at a moment; scheduled again it moves', params, body: z.strictObject({ at: isoTime }), response },
  }, async (request) => {
    await assertReady(deps, request.scope, request.params.campaign_id, ['AUDIENCE_EMPTY']) // people may come until then
    return step(request.scope, request.params.campaign_id, (tx, context, id) => scheduleCampaign(tx, context, id, request.body.at))
  })

  app.post('/campaigns/:campaign_id/unschedule', { config, schema: { tags, operationId: 'unscheduleCampaign', summary: 'Back to draft', params, response } }, (request) =>
    step(request.scope, request.params.campaign_id, (tx, context, id) => scheduleCampaign(tx, context, id, null)))

  app.post('/campaigns/:campaign_id/pause', { config, schema: { tags, operationId: 'pauseCampaign', summary: 'Stop sending; what is being handed over ends first', params, response } }, (request) =>
    step(request.scope, request.params.campaign_id, pauseCampaign))

  app.post('/campaigns/:campaign_id/resume', { config, schema: { tags, operationId: 'resumeCampaign', summary: 'Go on sending', params, response } }, (request) =>
    step(request.scope, request.params.campaign_id, resumeCampaign))

  app.post('/campaigns/:campaign_id/cancel', { config, schema: { tags, operationId: 'cancelCampaign', summary: 'Stop for good; what has left stays sent', params, response } }, (request) =>
    step(request.scope, request.params.campaign_id, cancelCampaign))

  app.get('/campaigns/:campaign_id/progress', { config: { scope: 'campaigns:read' }, schema: { tags, operationId: 'getCampaignProgress', summary: 'How far it is; also as /live?campaign=', params, response: { 200: progressView } } }, async (request) => {
    const progress = await withWorkspace(deps.pool, request.scope, (tx) => campaignProgress(tx, request.scope.workspaceId, request.params.campaign_id, deps.clock.now()), { readOnly: true })
    return presentProgress(progress)
  })
}
