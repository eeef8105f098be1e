// A small transaction in one message: BEGIN, its statements and COMMIT leave together and are answered together. One
// journey to the server and back instead of three, which is most of the time of a write that somebody waits for.
import type { Pool } from 'pg'
import { opening, type Tx, type WorkspaceScope } from './transaction.ts'

/**
 * Runs `work` like withWorkspace on a pool made with `pipeline: true`. `work` must issue all its statements before it
 * waits for the first answer; none may depend on another's. Resolves when the commit is confirmed; when a statement
 * fails, nothing is written and its error is thrown. Never retries.
 */
export async function withWorkspaceAtOnce<T>(pool: Pool, scope: WorkspaceScope, work: (tx: Tx) => Promise<T>): Promise<T> {
  if ((pool.options as { pipeline?: boolean }).pipeline !== true) throw new Error('withWorkspaceAtOnce needs a pool with pipeline: true')
  const client = await pool.connect()
  let broken: Error | undefined
  const onError = (e: Error): void => void (broken = e)
  client.on('error', onError)
  try {
    const begin = client.query(opening(scope, scope.workspaceId, {}))
    const result = work(client)
    // Should BEGIN fail, the statements run outside a transaction, see no workspace and are refused by its policies.
    const commit = client.query<never>('commit')
    const [began, done, ended] = await Promise.allSettled([begin, result, commit])
    if (began.status === 'rejected') throw began.reason
    if (done.status === 'rejected') throw done.reason
    if (ended.status === 'rejected') throw ended.reason
    // COMMIT of a failed transaction is answered ROLLBACK, without an error.
    if (ended.value.command !== 'COMMIT') throw new Error('the transaction was rolled back')
    return done.value
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}
