// Service processes that outlived a killed supervisor. They end by themselves when their channel closes; this is for
// the ones that hang.
import { isSameProcess, signalProcess, waitForExit } from '../postgres/processes.ts'
import type { Home } from './home.ts'
import { lastRunState } from './run-state.ts'

/**
 * Ends the services of an earlier run, each verified by number and start time: terminate, then kill.
 * Returns how many there were. For the holder of the run lock only.
 */
export async function stopLeftoverServices(home: Home, patienceMs = 3_000): Promise<number> {
  const state = lastRunState(home)
  const left = (state?.services ?? []).filter(({ pid, startedAt }) => isSameProcess(pid, startedAt)).map(({ pid }) => pid)
  for (const pid of left) signalProcess(pid, 'SIGTERM')
  if (left.length > 0 && !(await waitForExit(left, patienceMs))) {
    for (const pid of left) signalProcess(pid, 'SIGKILL')
    await waitForExit(left, 5_000)
  }
  return left.length
}
