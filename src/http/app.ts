// The web shell: Fastify with zod, sign-in, problem+json, limits and the OpenAPI document. It knows no table; routes are
// mounted from routes/index.ts. A route is thin: shapes in, one operation, presenter out.
//
//   export const contactRoutes: RouteModule = (app, deps) => {
//     app.get('/contacts/:contact_id', {
//       config: { scope: 'contacts:read' },
//       schema: {
//         tags: ['contacts'], summary: 'One contact', operationId: 'getContact',
//         params: z.object({ contact_id: publicId('con') }),          // the handler sees the bare id
//         response: { 200: contactView },
//       },
//     }, async (request) => {
//       const contact = await withWorkspace(deps.pool, request.scope, (tx) => getContact(tx, …, request.params.contact_id))
//       return presentContact(contact)                                 // internal ids and Dates; the schema encodes them
//     })
//   }
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type RawServerDefault } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Pool } from 'pg'
import { kernelErrors, publicUrl, type Clock, type Config, type IdSource, type Keyrings, type Logger, type Observer, type Secrets, type Signals, type Signer, type WorkspaceScope } from '../kernel/index.ts'
import type { Authenticator, FurnishWorkspace, PlatformDeps, Principal } from '../platform/index.ts'
import { installAuth, type RouteScope } from './auth.ts'
import { httpErrors } from './errors.ts'
import { installHealth, type HealthOptions } from './health.ts'
import { installLive, type LiveSource } from './live.ts'
import { liveSources } from './live-sources.ts'
import { installMailFrame } from './mail-frame.ts'
import { installMetrics } from './metrics.ts'
import { installOpenApi } from './openapi.ts'
import { sendProblem } from './problem.ts'
import { routeModules } from './routes/index.ts'
import { installViewInBrowser } from './view-in-browser.ts'
import { installWebUi } from './web-ui.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    scope?: RouteScope
  }
  interface FastifyRequest {
    /** Who asks; null on public routes. */
    principal: Principal | null
    /** Workspace, actor, request id and origin for withWorkspace; set on every route that is not public. */
    scope: WorkspaceScope
  }
}

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** What routes may use. Functions that belong to rooms above or beside are handed in by compose.ts. */
export type RouteDeps = {
  /** Under the role inboxlift_api. */
  pool: Pool
  ids: IdSource
  keyrings: Keyrings
  config: Config
  secrets: Secrets
  log: Logger
  observer: Observer
  signals: Signals
  signer: Signer
  clock: Clock
  release: string
  auth: Authenticator
  /** What the operations of the room platform are given. */
  platform: PlatformDeps
  /** What other rooms put into a new workspace. */
  furnishWorkspace: FurnishWorkspace
}

export type RouteModule = (app: App, deps: RouteDeps) => void

/** Ordinary JSON bodies; uploads set their own `bodyLimit` or stream through request.file(). */
const BODY_LIMIT = 1024 * 1024
const REQUESTS_PER_MINUTE = 3_000

export type AppOptions = {
  /** The listener; the api service puts its gateway here. */
  serverFactory?: (handler: (req: IncomingMessage, res: ServerResponse) => void) => Server
  /** Folder of the built web UI; without it only the API answers. */
  webFolder?: string
  health?: HealthOptions
  /** What can be watched; default all that the rooms offer. */
  live?: Readonly<Record<string, LiveSource>>
}

/** Builds the app without listening; `app.inject` and `app.listen` both work. Opens nothing by itself. */
export async function buildApp(deps: RouteDeps, options: AppOptions = {}): Promise<App> {
  const app: App = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }), // URLs carry tokens and filters carry addresses; observations count requests instead
    bodyLimit: BODY_LIMIT,
    genReqId: () => `req_${randomUUID().replaceAll('-', '')}`,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    trustProxy: deps.config.INBOXLIFT_TRUST_PROXY === '' ? false : deps.config.INBOXLIFT_TRUST_PROXY,
    requestTimeout: 120_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: true,
    ...(options.serverFactory ? { serverFactory: options.serverFactory } : {}),
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error))
  if (options.webFolder === undefined) app.setNotFoundHandler((request, reply) => sendProblem(request, reply, kernelErrors.NOT_FOUND()))
  app.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  await app.register(cookie)
  await installSecurityHeaders(app, deps.config)
  await app.register(multipart, { limits: { fileSize: 2 * 1024 ** 3, files: 1, fields: 20, fieldSize: 64 * 1024 } })
  installAuth(app as unknown as FastifyInstance, deps)
  await app.register(rateLimit, {
    global: true,
    max: REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    hook: 'preHandler', // after authentication, so that the key counts and not the address of a shared proxy
    keyGenerator: (request) => (request.principal === null ? `ip:${request.ip}` : request.scope.actor),
    errorResponseBuilder: (_request, context) => httpErrors.HTTP_RATE_LIMITED({ data: { retry_after: Math.ceil(context.ttl / 1000) } }),
  })
  await installOpenApi(app, deps.release)
  installMetrics(app, deps)
  installHealth(app, deps, options.health)
  installLive(app, deps, options.live ?? liveSources)
  installMailFrame(app)
  installViewInBrowser(app, deps)
  if (options.webFolder !== undefined) await installWebUi(app, options.webFolder)
  await app.register(
    async (api) => {
      for (const routes of routeModules) routes(api as unknown as App, deps)
    },
    { prefix: '/api/v1' },
  )
  return app
}

async function installSecurityHeaders(app: App, config: Config): Promise<void> {
  const isHttps = publicUrl(config).startsWith('https:')
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' }, // links carry tokens
  })
}
