// Idempotency-Key: the same write sent twice happens once and answers the same. The key is taken in the very
// transaction of the write, so a crash in between leaves neither.
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { withWorkspace, type Tx } from '../kernel/index.ts'
import { httpErrors } from './errors.ts'
import { idempotencyFinish, idempotencyGet, idempotencyTake } from './http.sql.ts'
import type { RouteDeps } from './app.ts'

export type IdempotentAnswer<T> = { status: number; body: T }

const KEPT_MS = 7 * 86_400_000

/**
 * Runs `work` in a workspace transaction, once per Idempotency-Key. Without the header it just runs.
 * The answer is stored, so it must hold ids and counts only, no personal data. A repeat gets the stored answer and the
 * header Idempotency-Replayed: true. Two at once: the second waits for the first. Throws HTTP_IDEMPOTENCY_MISMATCH when
 * the key was used for another request.
 */
export async function idempotent<T>(request: FastifyRequest, reply: FastifyReply, deps: RouteDeps, work: (tx: Tx) => Promise<IdempotentAnswer<T>>): Promise<T> {
  const key = request.headers['idempotency-key']
  const answer = await withWorkspace(deps.pool, request.scope, async (tx) => {
    if (typeof key !== 'string' || key === '') return work(tx)
    const keyring = await deps.keyrings.get(request.scope.workspaceId)
    const hash = keyring.keyedHash('idempotency', createHash('sha256').update(`${request.method} ${request.url}\n`).update(JSON.stringify(request.body ?? null)).digest('hex'))
    const stored = await takeKey(tx, request.scope.workspaceId, key.slice(0, 256), hash, new Date(deps.clock.nowMs() + KEPT_MS))
    if (stored) {
      void reply.header('idempotency-replayed', 'true')
      return stored as IdempotentAnswer<T>
    }
    const fresh = await work(tx)
    await idempotencyFinish.exec(tx, { workspace_id: request.scope.workspaceId, idempotency_key: key.slice(0, 256), status: fresh.status, response: JSON.stringify(fresh.body) })
    return fresh
  })
  void reply.code(answer.status)
  return answer.body
}

async function takeKey(tx: Tx, workspaceId: string, key: string, hash: Buffer, expiresAt: Date): Promise<IdempotentAnswer<unknown> | undefined> {
  const own = { workspace_id: workspaceId, idempotency_key: key }
  if ((await idempotencyTake.exec(tx, { ...own, request_hash: hash, expires_at: expiresAt })) === 1) return undefined
  const row = await idempotencyGet.one(tx, own)
  if (!row || row.status === null) throw httpErrors.HTTP_IDEMPOTENCY_BUSY()
  if (!row.request_hash.equals(hash)) throw httpErrors.HTTP_IDEMPOTENCY_MISMATCH()
  return { status: row.status, body: row.response }
}
