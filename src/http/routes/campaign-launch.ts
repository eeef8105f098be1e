// Launching and steering a campaign, and how far it is.
import { z } from 'zod'
import { withWorkspace, type Id, type Tx, type WorkspaceScope } from '../../kernel/index.ts'
import { assertReady, campaignContext, campaignProgress, cancelCampaign, FORGIVEN_BY_SCHEDULE, getCampaign, launchCampaign, pauseCampaign, resumeCampaign, scheduleCampaign, type CampaignContext } from '../../campaigns/index.ts'
import type { RouteDeps, RouteModule } from '../app.ts'
import { isoTime } from '../schemas.ts'
import { campaignParams as params, campaignTags as tags, campaignView, presentCampaign, presentProgress, progressView } from './campaign-shape.ts'

/** Counting the audience must not hold up a launch for ever. */
const ready = (deps: RouteDeps, scope: WorkspaceScope, campaignId: Id, forgiven: readonly string[] = []): Promise<void> =>
  withWorkspace(deps.pool, scope, async (tx) => {
    await tx.query(`set local statement_timeout = '30s'`)
    await assertReady(tx, { workspaceId: scope.workspaceId, actor: scope.actor, now: deps.clock.now(), config: deps.config }, campaignId, forgiven)
  }, { readOnly: true })

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
    await ready(deps, request.scope, request.params.campaign_id)
    return step(request.scope, request.params.campaign_id, launchCampaign)
  })

  app.post('/campaigns/:campaign_id/schedule', {
    config, schema: { tags, operationId: 'scheduleCampaign', summary: 'Launch at a moment; scheduled again it moves', params, body: z.strictObject({ at: isoTime }), response },
  }, async (request) => {
    await ready(deps, request.scope, request.params.campaign_id, FORGIVEN_BY_SCHEDULE)
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
