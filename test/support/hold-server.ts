// Started as a child by tests that kill the starter of a server: starts PostgreSQL as told in HOLD_OPTIONS (JSON),
// prints one JSON line and waits to be killed.
import { initCluster, startPostgres } from '../../src/ops/postgres/index.ts'
import type { InitOptions, StartOptions } from '../../src/ops/postgres/index.ts'

const options = JSON.parse(process.env.HOLD_OPTIONS ?? '{}') as InitOptions & StartOptions
await initCluster(options)
const server = await startPostgres(options)
process.stdout.write(`${JSON.stringify({ pid: server.pid, connection: server.connection })}\n`)
setInterval(() => {}, 60_000)
