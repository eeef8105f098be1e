// The installation as a whole: is sending held, and by whom was it released.
import { z } from 'zod'
import { holdSending, installationState, releaseSending } from '../../ops/index.ts'
import type { RouteModule } from '../app.ts'
import { isoTime } from '../schemas.ts'

const view = z.object({ installation_id: z.string(), release: z.string(), epoch: z.number().int().describe('Grows with every restore.'), held: z.boolean(), held_reason: z.string().nullable(), held_since: isoTime.nullable(), released_by: z.string().nullable() }).meta({ id: 'Installation' })

export const installationRoutes: RouteModule = (app, deps) => {
  const tags = ['installation']
  const read = async (): Promise<z.output<typeof view>> => {
    const s = await installationState(deps.pool)
    return { installation_id: s.installation_id, release: deps.release, epoch: s.epoch, held: s.held, held_reason: s.held_reason, held_since: s.held_since, released_by: s.released_by }
  }

  app.get('/installation', { config: { scope: 'signed_in' }, schema: { tags, operationId: 'getInstallation', summary: 'This installation and whether sending is held', response: { 200: view } } }, read)

  app.post('/installation/hold', {
    config: { scope: 'delivery:write' },
    schema: { tags, operationId: 'holdSending', summary: 'Hold all sending until somebody releases it', body: z.strictObject({ reason: z.string().trim().min(1).max(500) }), response: { 200: view } },
  }, async (request) => {
    await holdSending(deps.pool, request.body.reason)
    return read()
  })

  app.post('/installation/release', { config: { scope: 'delivery:write' }, schema: { tags, operationId: 'releaseSending', summary: 'Let sending go on', response: { 200: view } } }, async (request) => {
    await releaseSending(deps.pool, request.scope.actor)
    return read()
  })
}
