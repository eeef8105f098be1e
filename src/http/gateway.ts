// The listener's first look at a request: paths of other processes are passed on, everything else is Fastify's.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Config } from '../kernel/index.ts'
import { forward } from './forward.ts'

type Handler = (req: IncomingMessage, res: ServerResponse) => void

/** First path segment -> port; /t and /w are answered by worker-ingest, /u by worker-compliance. */
function portOf(config: Config, url: string): number | undefined {
  if (url.charCodeAt(0) !== 47 || url.charCodeAt(2) !== 47) return undefined
  const segment = url[1]
  if (segment === 't' || segment === 'w') return config.INBOXLIFT_INGEST_PORT
  return segment === 'u' ? config.INBOXLIFT_COMPLIANCE_PORT : undefined
}

/** For Fastify's serverFactory. `addressOf` tells the client's address behind trusted proxies. */
export function createGateway(config: Config, addressOf: (req: IncomingMessage) => string): (handler: Handler) => Server {
  return (handler) =>
    createServer({ requestTimeout: 120_000, keepAliveTimeout: 72_000 }, (req, res) => {
      const port = portOf(config, req.url ?? '')
      if (port === undefined) handler(req, res)
      else forward(req, res, { port, path: req.url ?? '/', clientAddress: addressOf(req) })
    })
}
