// Who is asking, and may they: sets request.principal and request.scope, refuses everything else.
// A route says what it needs in `config.scope`; a route under /api/v1 without one does not start.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fromPublicId, publicUrl, type Config, type WorkspaceScope } from '../kernel/index.ts'
import { platformErrors, roleAllows, type Authenticator, type Principal, type ScopeName } from '../platform/index.ts'

/** `public`: no sign-in. `signed_in`: any person or key, also before the first password change. */
export type RouteScope = ScopeName | 'public' | 'signed_in'

export const SESSION_COOKIE = 'il_session'
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

export type AuthDeps = { auth: Authenticator; config: Config }

/** Installs the hook; must come after the cookie plugin. */
export function installAuth(app: FastifyInstance, deps: AuthDeps): void {
  app.decorateRequest('principal', null)
  app.decorateRequest('scope')
  app.addHook('onRoute', (route) => {
    const scope = route.config?.scope
    if (route.url.startsWith('/api/v1') && scope === undefined) throw new Error(`route ${String(route.method)} ${route.url} names no scope in its config`)
  })
  app.addHook('onRequest', async (request) => {
    const needed = request.routeOptions.config.scope
    if (needed === undefined || needed === 'public') return
    const principal = await authenticate(request, deps)
    request.principal = principal
    if (principal.kind === 'user' && principal.mustChangePassword && needed !== 'signed_in') throw platformErrors.AUTH_PASSWORD_CHANGE_REQUIRED()
    request.scope = scopeOf(request, principal, needed)
  })
}

async function authenticate(request: FastifyRequest, deps: AuthDeps): Promise<Principal> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) {
    const key = await deps.auth.byKey(bearer)
    if (!key) throw platformErrors.AUTH_KEY_INVALID()
    return key
  }
  const token = request.cookies[SESSION_COOKIE]
  const user = token ? await deps.auth.bySession(token) : undefined
  if (!user) throw platformErrors.AUTH_REQUIRED()
  if (!SAFE_METHODS.has(request.method)) assertOwnPage(request, deps.config)
  return user
}

/**
 * Cookie-authenticated writes must come from our own pages: the custom header cannot be sent across origins without a
 * preflight (which we never grant), and Origin, when sent, must be ours (OWASP CSRF prevention, custom header + origin).
 */
export function assertOwnPage(request: FastifyRequest, config: Config): void {
  if (request.headers['x-inboxlift'] !== '1') throw platformErrors.AUTH_ORIGIN_REFUSED()
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw platformErrors.AUTH_ORIGIN_REFUSED()
  const origin = request.headers.origin
  if (origin === undefined) return
  const own = [new URL(publicUrl(config)).origin, `${request.protocol}://${request.host}`]
  if (!own.includes(origin)) throw platformErrors.AUTH_ORIGIN_REFUSED()
}

function scopeOf(request: FastifyRequest, principal: Principal, needed: RouteScope): WorkspaceScope {
  const requestId = request.id
  if (principal.kind === 'key') {
    if (needed !== 'signed_in' && needed !== 'public' && !principal.scopes.includes(needed)) throw platformErrors.AUTH_SCOPE_MISSING({ data: { scope: needed } })
    return { workspaceId: principal.workspaceId, actor: `key:${principal.apiKeyId}`, requestId, origin: 'api' }
  }
  const membership = chooseMembership(request, principal.memberships)
  if (!membership) {
    if (needed !== 'signed_in') throw platformErrors.WORKSPACE_NOT_FOUND()
    return { workspaceId: '0', actor: `user:${principal.userId}`, requestId, origin: 'ui' }
  }
  if (needed !== 'signed_in' && needed !== 'public' && !roleAllows(membership.role, needed)) throw platformErrors.AUTH_SCOPE_MISSING({ data: { scope: needed } })
  return { workspaceId: membership.workspaceId, actor: `user:${principal.userId}`, requestId, origin: 'ui' }
}

/** The workspace a person means: header X-Workspace, or `?workspace=` where a browser cannot send headers (SSE, downloads). */
function chooseMembership<M extends { workspaceId: string }>(request: FastifyRequest, memberships: readonly M[]): M | undefined {
  const query = (request.query as { workspace?: unknown } | undefined)?.workspace
  const named = request.headers['x-workspace'] ?? (typeof query === 'string' ? query : undefined)
  if (typeof named !== 'string' || named === '') return memberships[0]
  let id: string
  try {
    id = fromPublicId('wsp', named)
  } catch {
    throw platformErrors.WORKSPACE_NOT_FOUND()
  }
  const found = memberships.find((m) => m.workspaceId === id)
  if (!found) throw platformErrors.WORKSPACE_NOT_FOUND()
  return found
}
