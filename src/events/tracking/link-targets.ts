// Where a link leads: read once per launch, then kept; links of frozen content never change.
import type { Pool } from 'pg'
import { withWorkspace, type Id, type Scope } from '../../kernel/index.ts'
import { launchLinks } from '../events.sql.ts'

const LIMIT = 2_000

/** Asked with the bytes of a verified token. */
export type LinkTargets = { get(token: Buffer): string | undefined | Promise<string | undefined> }

/**
 * Where a redirect may lead: a web address fit for a Location header, or undefined. Plain ASCII stays as the author wrote
 * it, the rest is encoded as a browser would (WHATWG URL).
 */
export function redirectTarget(url: string): string | undefined {
  if (!/^\s*https?:\/\/[^\s/]/i.test(url)) return undefined
  if (/^[\u0021-\u007e]+$/.test(url)) return url
  return URL.canParse(url) ? new URL(url).href : undefined
}

/** Rejects when the database is away and the launch is not known yet. Unknown links are undefined. */
export function createLinkTargets(pool: Pool, scope: Scope): LinkTargets {
  const cache = new Map<string, Map<number, string>>()
  const loading = new Map<string, Promise<Map<number, string>>>()
  const load = async (workspaceId: Id, launchId: Id, key: string): Promise<Map<number, string>> => {
    const rows = await withWorkspace(pool, { ...scope, workspaceId }, (tx) => launchLinks.many(tx, { workspace_id: workspaceId, launch_id: launchId }), { readOnly: true })
    const links = new Map(rows.map((r) => [r.link_no, r.url]))
    if (cache.size >= LIMIT) cache.delete(cache.keys().next().value!)
    if (links.size > 0) cache.set(key, links)
    return links
  }
  return {
    get(token) {
      const linkNo = token.readUInt16BE(33)
      const key = token.toString('latin1', 1, 17) // workspace and launch
      const known = cache.get(key)?.get(linkNo)
      if (known !== undefined) return known
      let pending = loading.get(key)
      if (!pending) {
        pending = load(token.readBigInt64BE(1).toString(), token.readBigInt64BE(9).toString(), key).finally(() => loading.delete(key))
        loading.set(key, pending)
      }
      return pending.then((links) => links.get(linkNo))
    },
  }
}
