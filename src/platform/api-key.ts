// Keys with which applications call the API: `il_<id>_<secret>`. The id finds the row, the secret is 256 random bits, of
// which only the hash is stored (random bits need no slow hash).
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Pool } from 'pg'
import { fromPublicId, isAppError, toPublicId, withWorkspace, type Clock, type Id, type WorkspaceScope } from '../kernel/index.ts'
import type { PlatformDeps } from './deps.ts'
import { platformErrors } from './errors.ts'
import type { KeyPrincipal } from './principal.ts'
import { apiKeyGet, apiKeyInsert, apiKeyList, apiKeyRevoke, apiKeyUsed } from './platform.sql.ts'
import { isScope, type ScopeName } from './role.ts'

export type ApiKey = { apiKeyId: Id; name: string; hint: string; scopes: string[]; createdAt: Date; createdBy: string; expiresAt: Date | null; usedAt: Date | null; revokedAt: Date | null }

const USED_EVERY_MS = 60_000
const secretHash = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** Creates a key; its text is returned once and never again. */
export async function createApiKey(deps: PlatformDeps, scope: WorkspaceScope, input: { name: string; scopes: readonly ScopeName[]; expiresAt?: Date | undefined }): Promise<{ apiKeyId: Id; key: string }> {
  const apiKeyId = deps.ids.next()
  const secret = randomBytes(32).toString('base64url')
  const key = `il_${toPublicId('key', apiKeyId).slice(4)}_${secret}`
  await withWorkspace(deps.pool, scope, async (tx) => {
    await apiKeyInsert.exec(tx, {
      api_key_id: apiKeyId, workspace_id: scope.workspaceId, name: input.name, key_hash: secretHash(secret), hint: `${key.slice(0, 16)}…${secret.slice(0, 3)}`,
      scopes: [...input.scopes], created_by: scope.actor, expires_at_or_null: input.expiresAt ?? null,
    })
    await deps.audit(tx, { workspaceId: scope.workspaceId, table: 'platform.api_key', rowKey: apiKeyId, action: 'insert', changes: { name: { after: input.name }, scopes: { after: input.scopes }, expires_at: { after: input.expiresAt?.toISOString() ?? null } } })
  })
  return { apiKeyId, key }
}

/** Keys of a workspace, newest first, without their secret part. */
export async function listApiKeys(pool: Pool, workspaceId: Id): Promise<ApiKey[]> {
  const rows = await apiKeyList.many(pool, { workspace_id: workspaceId })
  return rows.map((r) => ({ apiKeyId: r.api_key_id, name: r.name, hint: r.hint, scopes: r.scopes, createdAt: r.created_at, createdBy: r.created_by, expiresAt: r.expires_at, usedAt: r.used_at, revokedAt: r.revoked_at }))
}

/** Ends a key at once. Revoked twice changes nothing. Throws KEY_NOT_FOUND. */
export async function revokeApiKey(deps: PlatformDeps, scope: WorkspaceScope, apiKeyId: Id): Promise<void> {
  await withWorkspace(deps.pool, scope, async (tx) => {
    const revoked = await apiKeyRevoke.exec(tx, { workspace_id: scope.workspaceId, api_key_id: apiKeyId, at: deps.clock.now() })
    if (revoked === 1) return deps.audit(tx, { workspaceId: scope.workspaceId, table: 'platform.api_key', rowKey: apiKeyId, action: 'update', changes: { revoked_at: { before: null, after: deps.clock.now().toISOString() } } })
    const known = await apiKeyList.many(tx, { workspace_id: scope.workspaceId })
    if (!known.some((k) => k.api_key_id === apiKeyId)) throw platformErrors.KEY_NOT_FOUND()
  })
}

/** Who holds this key, or undefined when it is malformed, unknown, expired or revoked. */
export async function readApiKey(pool: Pool, clock: Clock, text: string): Promise<KeyPrincipal | undefined> {
  const parts = /^il_([0-9a-hjkmnp-tv-z]{13})_([A-Za-z0-9_-]{43})$/.exec(text)
  const apiKeyId = parts ? parseId(parts[1]!) : undefined
  if (!parts || apiKeyId === undefined) return undefined
  const at = clock.now()
  const row = await apiKeyGet.one(pool, { api_key_id: apiKeyId, at })
  if (!row || !timingSafeEqual(row.key_hash, secretHash(parts[2]!))) return undefined
  if (!row.used_at || at.getTime() - row.used_at.getTime() > USED_EVERY_MS) await apiKeyUsed.exec(pool, { api_key_id: apiKeyId, at })
  return { kind: 'key', apiKeyId, name: row.name, workspaceId: row.workspace_id, scopes: row.scopes.filter(isScope) }
}

function parseId(text: string): Id | undefined {
  try {
    return fromPublicId('key', `key_${text}`)
  } catch (error) {
    if (isAppError(error)) return undefined
    throw error
  }
}

