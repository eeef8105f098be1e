// The embedded server within an installation: made at the first start, watched, started again when it dies.
import path from 'node:path'
import type { DatabaseConfig } from '../../kernel/index.ts'
import { initCluster, inspectDataDir } from '../postgres/init-cluster.ts'
import { locateBinaries } from '../postgres/binaries.ts'
import { startPostgres } from '../postgres/start-postgres.ts'
import type { RunningPostgres } from '../postgres/start-postgres.ts'
import { createBackOff } from './back-off.ts'
import type { Home } from './home.ts'

export const SUPERUSER = 'inboxlift_superuser'

export type EmbeddedDatabase = {
  /** Superuser login on the database 'postgres'; stays valid when the server is started again. */
  admin: DatabaseConfig
  /** Disconnects everybody, writes a checkpoint and stops. */
  stop(): Promise<void>
}

/** True when the installation holds data already. Throws for another major version or a foreign folder. */
export function hasData(home: Home): boolean {
  return inspectDataDir(home.data, locateBinaries().major) === 'ready'
}

/** Makes the data directory if needed and starts the server. Throws OPS_… errors. */
export async function startEmbeddedDatabase(home: Home, password: string, tell: (sentence: string) => void): Promise<EmbeddedDatabase> {
  const login = { superuser: SUPERUSER, password, dataDir: home.data }
  if (!hasData(home)) {
    tell('Creating the database …')
    await initCluster(login)
  }
  const logFile = path.join(home.logs, 'postgres.log')
  const pause = createBackOff(200, 10_000)
  let stopping = false
  let server: RunningPostgres
  let repair: Promise<void> = Promise.resolve()
  const start = async (): Promise<void> => {
    const began = performance.now()
    server = await startPostgres({
      ...login,
      logFile,
      socketDir: path.join(home.run, 'postgres'),
      onExit: () => {
        if (performance.now() - began > 60_000) pause.reset()
        tell(`PostgreSQL ended unexpectedly and is started again. Log: ${logFile}`)
        repair = startAgain()
      },
    })
  }
  const startAgain = async (): Promise<void> => {
    while (!stopping) {
      await pause.wait()
      if (stopping) return
      try {
        return await start()
      } catch (error) {
        tell(`PostgreSQL could not be started: ${(error as Error).message}`)
      }
    }
  }
  await start()
  return {
    admin: server!.connection,
    stop: async () => {
      stopping = true
      pause.cancel()
      await repair
      await server.stop('fast')
    },
  }
}
