// The service api: the HTTP API, the web UI, health and metrics, and the one public address of everything.
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSigner, publicUrl, systemClock, type RunningService, type Service, type ServiceContext } from '../kernel/index.ts'
import { createAuthenticator, type AuditWriter, type FurnishWorkspace } from '../platform/index.ts'
import { buildApp, type RouteDeps } from './app.ts'
import { createAddressOf } from './client-address.ts'
import { createGateway } from './gateway.ts'

/** What belongs to other rooms; compose.ts hands it in. */
export type ApiParts = { audit: AuditWriter; furnishWorkspace(ctx: ServiceContext): FurnishWorkspace }

const WEB_FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'web', 'dist')

/** What routes get, from what a service gets. */
export function routeDeps(ctx: ServiceContext, parts: ApiParts): RouteDeps {
  return {
    ...ctx,
    clock: systemClock,
    signer: createSigner(ctx.secrets.signing),
    auth: createAuthenticator(ctx.pool, systemClock),
    platform: { pool: ctx.pool, ids: ctx.ids, clock: systemClock, audit: parts.audit },
    furnishWorkspace: parts.furnishWorkspace(ctx),
  }
}

export function createApiService(parts: ApiParts): Service {
  return {
    name: 'api',
    role: 'inboxlift_api',
    async start(ctx): Promise<RunningService> {
      const { config } = ctx
      const app = await buildApp(routeDeps(ctx, parts), { serverFactory: createGateway(config, createAddressOf(config.INBOXLIFT_TRUST_PROXY)), webFolder: WEB_FOLDER })
      await app.listen({ host: config.INBOXLIFT_HOST, port: config.INBOXLIFT_PORT })
      const address = app.server.address()
      const port = typeof address === 'object' && address ? address.port : config.INBOXLIFT_PORT
      return { url: publicUrl({ ...config, INBOXLIFT_PORT: port }), stop: () => app.close() }
    },
  }
}
