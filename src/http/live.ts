// Progress as it happens: server-sent events at /api/v1/live. The server polls counters and tells what changed; nothing
// is pushed through the database, so it works over any pooler and costs one small query a second per watched thing.
import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { kernelErrors, type WorkspaceScope } from '../kernel/index.ts'
import { platformErrors, roleAllows, type Principal, type ScopeName } from '../platform/index.ts'
import type { App, RouteDeps } from './app.ts'

/** One kind of thing that can be watched, e.g. a campaign. `read` answers undefined when there is no such thing. */
export type LiveSource = {
  /** Prefix of its public ids. */
  prefix: string
  scope: ScopeName
  read(deps: RouteDeps, scope: WorkspaceScope, id: string): Promise<{ state: unknown; isFinal: boolean } | undefined>
}

const EVERY_MS = 700
const PING_MS = 20_000
const MAX_STREAMS = 200
let streams = 0

/**
 * GET /api/v1/live?campaign=cmp_…&import=imp_…: events named like the parameter, with the same JSON whenever it changes,
 * and `done` when all watched things have ended.
 */
export function installLive(app: App, deps: RouteDeps, sources: Readonly<Record<string, LiveSource>>): void {
  const names = Object.keys(sources)
  const query = z.object({ workspace: z.string().optional().describe('Public id of the workspace, since EventSource sends no headers.'), ...Object.fromEntries(names.map((n) => [n, z.string().optional().describe(`Public id of a ${n} to watch.`)])) })
  app.get('/api/v1/live', {
    config: { scope: 'signed_in' },
    schema: { tags: ['live'], operationId: 'live', summary: 'Progress as server-sent events', querystring: query },
  }, async (request, reply) => {
    const watched = names.flatMap((name) => {
      const id = (request.query as Record<string, string | undefined>)[name]
      return id === undefined ? [] : [{ name, id, source: sources[name]! }]
    })
    if (watched.length === 0) throw kernelErrors.VALIDATION_FAILED({ data: { errors: [{ field: 'query', rule: 'required', message: `name one of ${names.join(', ')}` }] } })
    for (const w of watched) if (!mayRead(request.principal, request.scope.workspaceId, w.source.scope)) throw platformErrors.AUTH_SCOPE_MISSING({ data: { scope: w.source.scope } })
    const first = await Promise.all(watched.map((w) => w.source.read(deps, request.scope, w.id)))
    if (first.some((f) => f === undefined)) throw kernelErrors.NOT_FOUND()
    if (streams >= MAX_STREAMS) throw kernelErrors.LOCK_TIMEOUT({ detail: 'Too many open progress streams.' })
    const { scope } = request
    reply.hijack()
    await stream(reply.raw, reply.getHeaders(), watched.map((w) => ({ name: w.name, read: () => w.source.read(deps, scope, w.id) })))
  })
}

function mayRead(principal: Principal | null, workspaceId: string, scope: ScopeName): boolean {
  if (principal?.kind === 'key') return principal.scopes.includes(scope)
  return principal?.memberships.some((m) => m.workspaceId === workspaceId && roleAllows(m.role, scope)) ?? false
}

type Watched = { name: string; read(): Promise<{ state: unknown; isFinal: boolean } | undefined> }

async function stream(res: ServerResponse, headers: Record<string, unknown>, watched: readonly Watched[]): Promise<void> {
  streams += 1
  let isOpen = true
  res.once('close', () => (isOpen = false))
  res.writeHead(200, { ...(headers as Record<string, string>), 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  const last = new Map<string, string>()
  const ended = new Set<string>()
  let pinged = Date.now()
  try {
    while (isOpen && ended.size < watched.length) {
      for (const w of watched) {
        const now = ended.has(w.name) ? undefined : await w.read().catch(() => null)
        if (now === null) continue // the database is away: the next round tells
        if (now === undefined || now.isFinal) ended.add(w.name)
        const text = now === undefined ? undefined : JSON.stringify(now.state)
        if (text === undefined || last.get(w.name) === text) continue
        last.set(w.name, text)
        res.write(`event: ${w.name}\ndata: ${text}\n\n`)
      }
      if (Date.now() - pinged > PING_MS) {
        res.write(': still here\n\n')
        pinged = Date.now()
      }
      if (ended.size < watched.length) await pause(res, EVERY_MS)
    }
    if (isOpen) res.write('event: done\ndata: {}\n\n')
  } finally {
    streams -= 1
    res.end()
  }
}

/** Waits, or less when the client goes away. */
function pause(res: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      res.off('close', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    res.once('close', end)
  })
}
