// Images and files used in mails and on hosted pages; kept once per content.
import { createHash } from 'node:crypto'
import { kernelErrors, withWorkspace, type Id, type WorkspaceScope } from '../kernel/index.ts'
import type { PlatformDeps } from './deps.ts'
import { platformErrors } from './errors.ts'
import { assetByHash, assetDelete, assetGet, assetInsert, assetList } from './platform.sql.ts'
import { sniffMediaType } from './sniff-media-type.ts'

export const MAX_ASSET_BYTES = 20 * 1024 * 1024
export type Asset = { assetId: Id; name: string; mediaType: string; sizeBytes: number; createdAt: Date }

/** Stores a file; the same content again answers the first one. The type is read from the bytes. Throws ASSET_TOO_LARGE. */
export async function storeAsset(deps: PlatformDeps, scope: WorkspaceScope, input: { name: string; body: Buffer }): Promise<Asset> {
  if (input.body.length > MAX_ASSET_BYTES) throw platformErrors.ASSET_TOO_LARGE()
  const sha256 = createHash('sha256').update(input.body).digest()
  return withWorkspace(deps.pool, scope, async (tx) => {
    await assetInsert.one(tx, {
      workspace_id: scope.workspaceId, asset_id: deps.ids.next(), name: input.name, media_type: sniffMediaType(input.body), size_bytes: String(input.body.length), sha256, body: input.body, created_by: scope.actor,
    })
    const row = await assetByHash.one(tx, { workspace_id: scope.workspaceId, sha256 })
    if (!row) throw kernelErrors.NOT_FOUND()
    return { assetId: row.asset_id, name: row.name, mediaType: row.media_type, sizeBytes: Number(row.size_bytes), createdAt: row.created_at }
  })
}

/** Files, newest first; `beforeId` continues a page. */
export async function listAssets(deps: Pick<PlatformDeps, 'pool'>, scope: WorkspaceScope, page: { beforeId: Id | undefined; size: number }): Promise<Asset[]> {
  const rows = await withWorkspace(deps.pool, scope, (tx) => assetList.many(tx, { workspace_id: scope.workspaceId, before_id: page.beforeId ?? '9223372036854775807', page_size: String(page.size) }), { readOnly: true })
  return rows.map((r) => ({ assetId: r.asset_id, name: r.name, mediaType: r.media_type, sizeBytes: Number(r.size_bytes), createdAt: r.created_at }))
}

/** A file with its body, or undefined. */
export async function getAsset(deps: Pick<PlatformDeps, 'pool'>, scope: WorkspaceScope, assetId: Id): Promise<{ name: string; mediaType: string; sha256: Buffer; body: Buffer } | undefined> {
  const row = await withWorkspace(deps.pool, scope, (tx) => assetGet.one(tx, { workspace_id: scope.workspaceId, asset_id: assetId }), { readOnly: true })
  return row && { name: row.name, mediaType: row.media_type, sha256: row.sha256, body: row.body }
}

/** Removes a file; gone already is fine. Mails that show it lose it. */
export async function deleteAsset(deps: PlatformDeps, scope: WorkspaceScope, assetId: Id): Promise<void> {
  await withWorkspace(deps.pool, scope, (tx) => assetDelete.exec(tx, { workspace_id: scope.workspaceId, asset_id: assetId }))
}
