// Workspace, members, API keys, settings and files.
import { z } from 'zod'
import { kernelErrors } from '../../kernel/index.ts'
import {
  createApiKey, createUser, createWorkspace, deleteAsset, getAsset, getWorkspace, listApiKeys, listAssets, listMembers, listUsers, MAX_ASSET_BYTES, normaliseLogin, platformErrors, readSettings, removeMember, revokeApiKey,
  ROLES, ROLE_SCOPES, SCOPES, SCOPE_NAMES, setMember, SETTINGS, slugOf, storeAsset, updateWorkspace, writeSetting, type Principal, type SettingName, type Workspace,
} from '../../platform/index.ts'
import type { RouteModule } from '../app.ts'
import { cursorId, decodeCursor, toPage } from '../cursor.ts'
import { httpErrors } from '../errors.ts'
import { isoTime, noContent, pageOf, pageQuery, publicId } from '../schemas.ts'

const scopeName = z.enum(SCOPE_NAMES)
const role = z.enum(ROLES)
const timezone = z.string().refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'is not an IANA time zone')

const workspaceView = z.object({ id: publicId('wsp'), name: z.string(), slug: z.string(), timezone: z.string(), state: z.string(), postal_address: z.string(), created_at: isoTime }).meta({ id: 'Workspace' })
const presentWorkspace = (w: Workspace): z.output<typeof workspaceView> => ({ id: w.workspaceId, name: w.name, slug: w.slug, timezone: w.timezone, state: w.state, postal_address: w.postalAddress, created_at: w.createdAt })

export const workspaceRoutes: RouteModule = (app, deps) => {
  const tags = ['workspace']

  app.get('/workspace', { config: { scope: 'workspace:read' }, schema: { tags, operationId: 'getWorkspace', summary: 'The workspace', response: { 200: workspaceView } } }, async (request) =>
    presentWorkspace(await getWorkspace(deps.platform, request.scope.workspaceId)))

  app.patch('/workspace', {
    config: { scope: 'workspace:write' },
    schema: { tags, operationId: 'updateWorkspace', summary: 'Change the workspace', body: z.strictObject({ name: z.string().trim().min(1).max(200).optional(), timezone: timezone.optional(), postal_address: z.string().max(1_000).optional() }), response: { 200: workspaceView } },
  }, async (request) => presentWorkspace(await updateWorkspace(deps.platform, request.scope, { name: request.body.name, timezone: request.body.timezone, postalAddress: request.body.postal_address })))

  app.post('/workspaces', {
    config: { scope: 'workspace:write' },
    schema: { tags, operationId: 'createWorkspace', summary: 'Create another workspace; you become its owner', body: z.strictObject({ name: z.string().trim().min(1).max(200), slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/).optional(), timezone: timezone.optional() }), response: { 201: workspaceView } },
  }, async (request, reply) => {
    const { principal } = request
    if (principal?.kind !== 'user' || !principal.memberships.some((m) => m.role === 'owner')) throw platformErrors.AUTH_SCOPE_MISSING({ data: { role: 'owner' } })
    const { name, slug, timezone: zone } = request.body
    const workspaceId = await createWorkspace(deps.platform, request.scope, deps.secrets.root, { name, slug: slug ?? slugOf(name), ...(zone ? { timezone: zone } : {}) }, deps.furnishWorkspace)
    await setMember(deps.platform, { ...request.scope, workspaceId }, principal.userId, 'owner')
    void reply.code(201)
    return presentWorkspace(await getWorkspace(deps.platform, workspaceId))
  })

  const settingView = z.object({ name: z.string(), value: z.unknown(), default: z.unknown(), about: z.string() }).meta({ id: 'Setting' })
  app.get('/settings', { config: { scope: 'workspace:read' }, schema: { tags, operationId: 'listSettings', summary: 'All settings of the workspace', response: { 200: z.object({ items: z.array(settingView) }) } } }, async (request) => {
    const values = await readSettings(deps.platform, request.scope)
    return { items: (Object.keys(SETTINGS) as SettingName[]).map((name) => ({ name, value: values[name], default: SETTINGS[name].fallback, about: SETTINGS[name].about })) }
  })

  app.put('/settings/:name', {
    config: { scope: 'workspace:write' },
    schema: { tags, operationId: 'putSetting', summary: 'Change a setting; null goes back to the default', params: z.object({ name: z.string().max(64) }), body: z.strictObject({ value: z.unknown() }), response: { 204: noContent } },
  }, async (request, reply) => {
    await writeSetting(deps.platform, request.scope, request.params.name, request.body.value ?? null)
    return reply.code(204).send()
  })
}

const memberView = z.object({ user_id: publicId('usr'), login: z.string(), name: z.string(), role, state: z.string(), since: isoTime }).meta({ id: 'Member' })

export const memberRoutes: RouteModule = (app, deps) => {
  const tags = ['members']

  app.get('/roles', { config: { scope: 'signed_in' }, schema: { tags, operationId: 'listRoles', summary: 'Roles, scopes and what they mean', response: { 200: z.object({ scopes: z.array(z.object({ name: scopeName, about: z.string() })), roles: z.array(z.object({ name: role, scopes: z.array(scopeName) })) }) } } }, async () => ({
    scopes: SCOPE_NAMES.map((name) => ({ name, about: SCOPES[name] })),
    roles: ROLES.map((name) => ({ name, scopes: [...ROLE_SCOPES[name]] })),
  }))

  app.get('/members', { config: { scope: 'members:read' }, schema: { tags, operationId: 'listMembers', summary: 'Who works here', response: { 200: z.object({ items: z.array(memberView) }) } } }, async (request) => {
    const members = await listMembers(deps.platform, request.scope.workspaceId)
    return { items: members.map((m) => ({ user_id: m.userId, login: m.login, name: m.name, role: m.role, state: m.state, since: m.since })) }
  })

  app.post('/members', {
    config: { scope: 'members:write' },
    schema: {
      tags, operationId: 'addMember', summary: 'Add a person; a new one gets a one-time password, shown here only',
      body: z.strictObject({ login: z.string().trim().min(3).max(254), name: z.string().trim().min(1).max(200), role }),
      response: { 201: z.object({ user_id: publicId('usr'), login: z.string(), password: z.string().nullable().describe('One-time password of a new person; null when the person existed.') }) },
    },
  }, async (request, reply) => {
    const { login, name, role: wanted } = request.body
    const known = (await listUsers(deps.platform)).find((u) => u.login === normaliseLogin(login))
    const user = known ? { userId: known.userId, login: known.login, password: undefined } : await createUser(deps.platform, request.scope, { login, name })
    await setMember(deps.platform, request.scope, user.userId, wanted)
    void reply.code(201)
    return { user_id: user.userId, login: user.login, password: user.password ?? null }
  })

  app.put('/members/:user_id', {
    config: { scope: 'members:write' },
    schema: { tags, operationId: 'setMemberRole', summary: 'Change a role', params: z.object({ user_id: publicId('usr') }), body: z.strictObject({ role }), response: { 204: noContent } },
  }, async (request, reply) => {
    const members = await listMembers(deps.platform, request.scope.workspaceId)
    if (!members.some((m) => m.userId === request.params.user_id)) throw platformErrors.USER_NOT_FOUND()
    await setMember(deps.platform, request.scope, request.params.user_id, request.body.role)
    return reply.code(204).send()
  })

  app.delete('/members/:user_id', {
    config: { scope: 'members:write' },
    schema: { tags, operationId: 'removeMember', summary: 'Take a person out of the workspace', params: z.object({ user_id: publicId('usr') }), response: { 204: noContent } },
  }, async (request, reply) => {
    await removeMember(deps.platform, request.scope, request.params.user_id)
    return reply.code(204).send()
  })
}

const keyView = z
  .object({ id: publicId('key'), name: z.string(), hint: z.string().describe('First and some further characters, to recognise it.'), scopes: z.array(z.string()), created_at: isoTime, created_by: z.string(), expires_at: isoTime.nullable(), used_at: isoTime.nullable(), revoked_at: isoTime.nullable() })
  .meta({ id: 'ApiKey' })

export const keyRoutes: RouteModule = (app, deps) => {
  const tags = ['keys']

  app.get('/keys', { config: { scope: 'keys:read' }, schema: { tags, operationId: 'listKeys', summary: 'API keys of the workspace', response: { 200: z.object({ items: z.array(keyView) }) } } }, async (request) => {
    const keys = await listApiKeys(deps.pool, request.scope.workspaceId)
    return { items: keys.map((k) => ({ id: k.apiKeyId, name: k.name, hint: k.hint, scopes: k.scopes, created_at: k.createdAt, created_by: k.createdBy, expires_at: k.expiresAt, used_at: k.usedAt, revoked_at: k.revokedAt })) }
  })

  app.post('/keys', {
    config: { scope: 'keys:write' },
    schema: {
      tags, operationId: 'createKey', summary: 'Create an API key; its text is shown here only',
      body: z.strictObject({ name: z.string().trim().min(1).max(200), scopes: z.array(scopeName).min(1), expires_at: isoTime.optional() }),
      response: { 201: z.object({ id: publicId('key'), key: z.string() }) },
    },
  }, async (request, reply) => {
    const own = grantableScopes(request.principal, request.scope.workspaceId)
    const beyond = request.body.scopes.filter((s) => !own.includes(s))
    if (beyond.length > 0) throw platformErrors.AUTH_SCOPE_MISSING({ data: { scope: beyond[0] } }) // nobody gives away what he does not have
    const { apiKeyId, key } = await createApiKey(deps.platform, request.scope, { name: request.body.name, scopes: request.body.scopes, expiresAt: request.body.expires_at })
    void reply.code(201)
    return { id: apiKeyId, key }
  })

  app.delete('/keys/:key_id', {
    config: { scope: 'keys:write' },
    schema: { tags, operationId: 'revokeKey', summary: 'Revoke an API key at once', params: z.object({ key_id: publicId('key') }), response: { 204: noContent } },
  }, async (request, reply) => {
    await revokeApiKey(deps.platform, request.scope, request.params.key_id)
    return reply.code(204).send()
  })
}

function grantableScopes(principal: Principal | null, workspaceId: string): readonly string[] {
  if (principal?.kind === 'key') return principal.scopes
  const membership = principal?.memberships.find((m) => m.workspaceId === workspaceId)
  return membership ? ROLE_SCOPES[membership.role] : []
}

const assetView = z.object({ id: publicId('ast'), name: z.string(), media_type: z.string(), size_bytes: z.number().int(), created_at: isoTime }).meta({ id: 'Asset' })

export const assetRoutes: RouteModule = (app, deps) => {
  const tags = ['assets']

  app.get('/assets', { config: { scope: 'campaigns:read' }, schema: { tags, operationId: 'listAssets', summary: 'Images and files, newest first', querystring: pageQuery, response: { 200: pageOf(assetView) } } }, async (request) => {
    const { limit, cursor } = request.query
    const rows = await listAssets(deps.platform, request.scope, { beforeId: decodeCursor(cursor, z.tuple([cursorId]))?.[0], size: limit + 1 })
    const page = toPage(rows, limit, (r) => [r.assetId])
    return { ...page, items: page.items.map((a) => ({ id: a.assetId, name: a.name, media_type: a.mediaType, size_bytes: a.sizeBytes, created_at: a.createdAt })) }
  })

  app.post('/assets', {
    config: { scope: 'campaigns:write' },
    bodyLimit: MAX_ASSET_BYTES + 64 * 1024,
    schema: { tags, operationId: 'uploadAsset', summary: 'Upload a file (multipart, field `file`)', consumes: ['multipart/form-data'], response: { 201: assetView } },
  }, async (request, reply) => {
    const part = await request.file({ limits: { fileSize: MAX_ASSET_BYTES, files: 1 } })
    if (!part) throw httpErrors.HTTP_BODY_UNREADABLE()
    const a = await storeAsset(deps.platform, request.scope, { name: part.filename.slice(0, 200), body: await part.toBuffer() })
    void reply.code(201)
    return { id: a.assetId, name: a.name, media_type: a.mediaType, size_bytes: a.sizeBytes, created_at: a.createdAt }
  })

  app.get('/assets/:asset_id/body', { config: { scope: 'campaigns:read' }, schema: { tags, operationId: 'getAssetBody', summary: 'The file itself', params: z.object({ asset_id: publicId('ast') }) } }, async (request, reply) => {
    const asset = await getAsset(deps.platform, request.scope, request.params.asset_id)
    if (!asset) throw kernelErrors.NOT_FOUND()
    const etag = `"${asset.sha256.toString('hex').slice(0, 32)}"`
    void reply.header('etag', etag).header('cache-control', 'private, max-age=86400').header('content-security-policy', "default-src 'none'; sandbox")
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    if (!asset.mediaType.startsWith('image/')) void reply.header('content-disposition', 'attachment')
    return reply.type(asset.mediaType).send(asset.body)
  })

  app.delete('/assets/:asset_id', {
    config: { scope: 'campaigns:write' },
    schema: { tags, operationId: 'deleteAsset', summary: 'Delete a file', params: z.object({ asset_id: publicId('ast') }), response: { 204: noContent } },
  }, async (request, reply) => {
    await deleteAsset(deps.platform, request.scope, request.params.asset_id)
    return reply.code(204).send()
  })
}
