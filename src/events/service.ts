// The service worker-ingest: tracking and webhook listener, bounce receiver, and the worker behind them.
import path from 'node:path'
import { createPool, createSigner, type DatabaseConfig, type RunningService, type Scope, type Service, type ServiceContext } from '../kernel/index.ts'
import { startBounceReceiver } from './bounce-receiver.ts'
import { startInboxThread } from './inbox/inbox-thread-handle.ts'
import type { InboxWorker } from './inbox/inbox-worker.ts'
import { createHitBatcher } from './tracking/hit-batcher.ts'
import { createHitStore, type HitStore } from './tracking/hit-store.ts'
import { openHitJournal } from './tracking/journal.ts'
import { createLinkTargets } from './tracking/link-targets.ts'
import { answer, listenHttp, trackingHandler } from './tracking/tracking-server.ts'
import { webhookEndpoint } from './webhook-endpoint.ts'
import type { Pool } from 'pg'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Two writes at a time and one to spare; kept open, since the first click after a quiet minute waits for nobody to connect. */
const HIT_CONNECTIONS = 3

const SCOPE: Scope = { actor: 'service:ingest', origin: 'worker' }

export type IngestService = RunningService & {
  /** Port of the tracking and webhook listener. */
  httpPort: number
  /** Port of the bounce receiver. */
  smtpPort: number
  worker: InboxWorker
  /** Stores what waits and processes it: for the demo and for tests. */
  drain(): Promise<void>
}

/** Takes hits, webhooks and bounce mails; what a former process left behind is processed first. */
export const ingestService: Service = { name: 'worker-ingest', role: 'inboxlift_ingest', start: startIngest }

export async function startIngest(ctx: ServiceContext): Promise<IngestService> {
  const now = (): Date => new Date()
  const worker = startInboxThread(ctx, SCOPE, (error) => {
    // Nothing is lost, but nothing is counted either: the supervisor starts the process again.
    ctx.log.fatal({ err: error }, 'the inbox thread ended')
    process.exitCode = 1
    setImmediate(() => process.exit())
  })
  const journal = openHitJournal(path.join(ctx.config.INBOXLIFT_HOME, 'ingest'))
  const { host, port, database, user, password, ssl } = ctx.pool.options as unknown as DatabaseConfig
  const hitPool = createPool({ host, port, database, user, password, ...(ssl ? { ssl } : {}) }, { max: HIT_CONNECTIONS, applicationName: `inboxlift ${ctx.service} hits`, pipeline: true, idleTimeoutMs: 0 })
  await warm(hitPool)
  const hits = createHitStore({ pool: hitPool, keyrings: ctx.keyrings, scope: SCOPE, journal, log: ctx.log, observer: ctx.observer, onStored: (batch, row) => worker.stored(batch.workspaceId, row, batch.count) })
  const batcher = createHitBatcher({ ids: ctx.ids, store: (batch) => hits.store(batch) })
  const webhooks = webhookEndpoint({
    pool: ctx.pool, ids: ctx.ids, keyrings: ctx.keyrings, scope: SCOPE, log: ctx.log, secret: ctx.secrets.signing, now, onStored: (workspaceId, row) => worker.stored(workspaceId, row, 20),
  })
  const handler = trackingHandler({ signer: createSigner(ctx.secrets.signing), secret: ctx.secrets.signing, batcher, targets: createLinkTargets(ctx.pool, SCOPE), onRefused: (code) => ctx.observer.observe('events.refused', { code }), other: (req, res) => webhooks(req, res) || health(req, res) })
  const http = await listenHttp(handler, ctx.config.INBOXLIFT_HOST, ctx.config.INBOXLIFT_INGEST_PORT)
  const smtp = await startBounceReceiver({
    pool: ctx.pool, ids: ctx.ids, keyrings: ctx.keyrings, scope: SCOPE, log: ctx.log, secret: ctx.secrets.signing, domain: ctx.config.INBOXLIFT_BOUNCE_DOMAIN,
    host: ctx.config.INBOXLIFT_HOST, port: ctx.config.INBOXLIFT_BOUNCE_SMTP_PORT, now, onStored: (workspaceId, row) => worker.stored(workspaceId, row, 1),
  })
  const stopReplay = replayNowAndThen(hits, ctx)
  void worker.round().catch((error: unknown) => ctx.log.warn({ code: (error as { code?: string }).code }, 'first round over the inbox failed'))
  return {
    url: `http://${ctx.config.INBOXLIFT_HOST}:${http.port}`,
    httpPort: http.port, smtpPort: smtp.port, worker,
    async drain() {
      await batcher.flush()
      await worker.settled()
    },
    async stop() {
      await Promise.all([http.close(), smtp.close()])
      await batcher.flush()
      stopReplay()
      await worker.stop()
      await journal.close()
      await hitPool.end()
    },
  }
}

/** Connects before the first click comes; a database that is away is met by the journal. */
async function warm(pool: Pool): Promise<void> {
  await Promise.all(Array.from({ length: HIT_CONNECTIONS }, () => pool.query('select 1').catch(() => {})))
}

function health(req: IncomingMessage, res: ServerResponse): boolean {
  if (req.url !== '/healthz') return false
  answer(res, 200, 'ok')
  return true
}

function replayNowAndThen(hits: HitStore, ctx: ServiceContext): () => void {
  const replay = (): void => void hits.replay().catch((error: unknown) => ctx.log.debug({ code: (error as { code?: string }).code }, 'the journal waits for the database'))
  replay()
  const timer = setInterval(replay, 3_000)
  timer.unref()
  return () => clearInterval(timer)
}
