// Signing in and out, one's own password: the routes of whoever sits before the browser.
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { publicUrl, type Config } from '../../kernel/index.ts'
import { changePassword, createSignInLimits, endSession, endSessionsOf, platformErrors, ROLES, ROLE_SCOPES, SCOPE_NAMES, sessionHash, signIn, type Principal } from '../../platform/index.ts'
import type { RouteModule } from '../app.ts'
import { assertOwnPage, SESSION_COOKIE } from '../auth.ts'
import { noContent, publicId } from '../schemas.ts'

const workspaceView = z.object({ id: publicId('wsp'), name: z.string(), slug: z.string(), role: z.enum(ROLES), scopes: z.array(z.enum(SCOPE_NAMES)) }).meta({ id: 'SessionWorkspace' })

const sessionView = z
  .object({
    kind: z.enum(['user', 'key']),
    user: z.object({ id: publicId('usr'), login: z.string(), name: z.string() }).nullable(),
    must_change_password: z.boolean(),
    workspaces: z.array(workspaceView).describe('Those the person may use; the first is meant when X-Workspace is not sent.'),
    scopes: z.array(z.enum(SCOPE_NAMES)).nullable().describe('Scopes of an API key; null for a person, whose scopes differ by workspace.'),
  })
  .meta({ id: 'Session' })

function present(principal: Principal): z.output<typeof sessionView> {
  if (principal.kind === 'key') return { kind: 'key', user: null, must_change_password: false, workspaces: [], scopes: principal.scopes }
  return {
    kind: 'user',
    user: { id: principal.userId, login: principal.login, name: principal.name },
    must_change_password: principal.mustChangePassword,
    workspaces: principal.memberships.map((m) => ({ id: m.workspaceId, name: m.name, slug: m.slug, role: m.role, scopes: [...ROLE_SCOPES[m.role]] })),
    scopes: null,
  }
}

function setCookie(reply: FastifyReply, config: Config, token: string, expires: Date): void {
  void reply.setCookie(SESSION_COOKIE, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl(config).startsWith('https:'), expires })
}

const tags = ['session']

export const sessionRoutes: RouteModule = (app, deps) => {
  const limits = createSignInLimits(deps.clock)

  app.post('/session', {
    config: { scope: 'public', rateLimit: { max: 60, timeWindow: '1 minute' } },
    schema: { tags, operationId: 'signIn', summary: 'Sign in; the answer sets the session cookie', body: z.strictObject({ login: z.string().min(1).max(254), password: z.string().min(1).max(500) }), response: { 200: sessionView } },
  }, async (request, reply) => {
    assertOwnPage(request, deps.config) // nobody is to be signed in as somebody else by a foreign page
    const { token, expiresAt } = await signIn(deps.platform, limits, { ...request.body, address: request.ip })
    const principal = await deps.auth.bySession(token)
    if (!principal) throw platformErrors.AUTH_FAILED()
    setCookie(reply, deps.config, token, expiresAt)
    return present(principal)
  })

  app.get('/session', {
    config: { scope: 'signed_in' },
    schema: { tags, operationId: 'getSession', summary: 'Who am I and what may I do', response: { 200: sessionView } },
  }, async (request) => present(request.principal!))

  app.delete('/session', {
    config: { scope: 'signed_in' },
    schema: { tags, operationId: 'signOut', summary: 'Sign out', response: { 204: noContent } },
  }, async (request, reply) => {
    await endSession(deps.platform, request.cookies[SESSION_COOKIE] ?? '')
    void reply.clearCookie(SESSION_COOKIE, { path: '/' })
    return reply.code(204).send()
  })

  app.delete('/session/others', {
    config: { scope: 'signed_in' },
    schema: { tags, operationId: 'signOutOthers', summary: 'End all my other sessions', response: { 200: z.object({ ended: z.number().int() }) } },
  }, async (request) => {
    if (request.principal?.kind !== 'user') throw platformErrors.AUTH_REQUIRED()
    return { ended: await endSessionsOf(deps.platform, request.principal.userId, request.cookies[SESSION_COOKIE]) }
  })

  app.post('/session/password', {
    config: { scope: 'signed_in', rateLimit: { max: 10, timeWindow: '1 minute' } },
    schema: { tags, operationId: 'changePassword', summary: 'Change my password; ends my other sessions', body: z.strictObject({ current: z.string().min(1).max(500), next: z.string().min(1).max(500) }), response: { 204: noContent } },
  }, async (request, reply) => {
    if (request.principal?.kind !== 'user') throw platformErrors.AUTH_REQUIRED()
    const keepSession = sessionHash(request.cookies[SESSION_COOKIE] ?? '')
    await changePassword(deps.platform, request.scope, { userId: request.principal.userId, ...request.body, keepSession })
    return reply.code(204).send()
  })
}
