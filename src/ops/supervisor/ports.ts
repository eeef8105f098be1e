// Are the ports ours to take? Asked before anything starts, so that the answer is one sentence and not seven logs.
import { createServer } from 'node:net'
import type { Config } from '../../kernel/index.ts'
import { supervisorErrors } from './errors.ts'

const LOOPBACK = '127.0.0.1'

type Wanted = { setting: string; host: string; port: number }

/** Every port the services will listen on; 0 means that the system chooses and there is nothing to ask. */
export function wantedPorts(config: Config): Wanted[] {
  return Object.entries(config)
    .filter(([setting, value]) => /^INBOXLIFT_(.+_)?PORT$/.test(setting) && value !== 0)
    .map(([setting, port]) => ({ setting, host: setting === 'INBOXLIFT_PORT' ? config.INBOXLIFT_HOST : LOOPBACK, port: Number(port) }))
}

/** Throws OPS_PORTS_IN_USE naming every port that cannot be taken and the setting that changes it. */
export async function assertPortsFree(config: Config): Promise<void> {
  const tried = await Promise.all(wantedPorts(config).map(async (wanted) => ({ ...wanted, failure: await tryPort(wanted) })))
  const taken = tried.filter(({ failure }) => failure !== null)
  if (taken.length === 0) return
  const named = taken.map(({ setting, port, failure }) => `${port} (${setting}${failure === 'EACCES' ? ', not allowed for this user' : ''})`)
  throw supervisorErrors.OPS_PORTS_IN_USE({ detail: `${named.join(', ')}.`, data: { ports: taken.map(({ port }) => port) } })
}

/** The error code, or null when the port is free. Other failures are left for the service to report. */
function tryPort({ host, port }: Wanted): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(['EADDRINUSE', 'EACCES'].includes(error.code ?? '') ? (error.code ?? null) : null))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)))
  })
}
