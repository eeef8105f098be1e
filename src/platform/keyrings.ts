// Opens the keys of workspaces. Only wrapped secrets are stored; the root key stays outside the database.
import type { Pool } from 'pg'
import { kernelErrors, newWorkspaceSecret, openKeyring, unwrapSecret, wrapSecret, type Db, type Id, type Keyring, type Keyrings } from '../kernel/index.ts'
import { workspaceKeyInsert, workspaceKeyList } from './platform.sql.ts'

const CACHE_MS = 60_000

/**
 * Keyrings by workspace, kept for a minute so that rotation reaches every process. At once for the same workspace: one
 * read. `get` throws KEY_MISSING for a workspace without keys, DECRYPT_FAILED when the root key is another one.
 */
export function createKeyrings(pool: Pool, rootKey: Buffer, nowMs: () => number = Date.now): Keyrings {
  const cache = new Map<Id, { at: number; ring: Promise<Keyring> }>()
  return {
    get(workspaceId) {
      const known = cache.get(workspaceId)
      if (known && nowMs() - known.at < CACHE_MS) return known.ring
      const ring = readKeyring(pool, rootKey, workspaceId)
      cache.set(workspaceId, { at: nowMs(), ring })
      ring.catch(() => cache.delete(workspaceId))
      return ring
    },
  }
}

async function readKeyring(db: Db, rootKey: Buffer, workspaceId: Id): Promise<Keyring> {
  const rows = await workspaceKeyList.many(db, { workspace_id: workspaceId })
  if (rows.length === 0) throw kernelErrors.KEY_MISSING({ detail: 'The workspace has none.' })
  return openKeyring(workspaceId, rows.map((r) => ({ keyId: r.key_id, secret: unwrapSecret(rootKey, workspaceId, r.key_id, r.wrapped) })))
}

/** Gives a new workspace its first secret, wrapped under the root key. */
export async function insertWorkspaceKey(db: Db, rootKey: Buffer, workspaceId: Id): Promise<Keyring> {
  const secret = newWorkspaceSecret()
  await workspaceKeyInsert.exec(db, { workspace_id: workspaceId, key_id: 1, wrapped: wrapSecret(rootKey, workspaceId, 1, secret) })
  return openKeyring(workspaceId, [{ keyId: 1, secret }])
}
