// Starts and steers worker-process.ts.
import { fork } from 'node:child_process'
import path from 'node:path'
import type { WorkerMessage, WorkerOptions } from './worker-process.ts'

export type WorkerProcess = {
  /** Kills it with SIGKILL and waits until it is gone. */
  kill(): Promise<void>
  /** Stops it in order; answers its highest resident size in kB. */
  stop(): Promise<number>
  /** Resolves at the n-th batch from now on that it commits, or when it ends. */
  batches(n: number): Promise<void>
}

export async function startWorker(options: WorkerOptions, execArgv: string[] = []): Promise<WorkerProcess> {
  const child = fork(path.join(import.meta.dirname, 'worker-process.ts'), { env: { ...process.env, WORKER: JSON.stringify(options) }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const next = <T extends WorkerMessage['type']>(type: T): Promise<Extract<WorkerMessage, { type: T }>> =>
    new Promise((resolve) => {
      const on = (m: WorkerMessage): void => {
        if (m.type !== type) return
        child.off('message', on)
        resolve(m as Extract<WorkerMessage, { type: T }>)
      }
      child.on('message', on)
    })
  const ready = await Promise.race([next('ready').then(() => true), gone.then(() => false)])
  if (!ready) throw new Error('the import worker did not start')
  return {
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    async stop() {
      const stopped = next('stopped')
      child.send('stop')
      const { peakKb } = await stopped
      await gone
      return peakKb
    },
    async batches(n) {
      for (let i = 0; i < n; i++) await Promise.race([next('batch'), gone])
    },
  }
}
