// vitest globalSetup: one private server for the run, with the migrated template database.
import { buildTemplate } from './db.ts'
import { startTestCluster } from './cluster.ts'

export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startTestCluster({ settings: { max_connections: 200 } })
  const { host, port, user, password } = cluster.connection
  const admin = { host, port, user, password }
  await buildTemplate(admin)
  process.env.INBOXLIFT_TEST_SERVER = JSON.stringify(admin)
  return () => cluster.stop()
}
