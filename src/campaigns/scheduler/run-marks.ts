// Picks marked workspaces, the one that waited longest first, and gives each a turn; a few at once, so that one workspace
// that freezes a million people does not keep others waiting.
import { AppError, isTransient } from '../../kernel/index.ts'
import { pickLaunchMark, settleLaunchMark, type LaunchMark } from '../../delivery/index.ts'
import { advanceWorkspace } from '../launch/advance-workspace.ts'
import type { LaunchTools } from '../launch/prepare-launch.ts'

/** A workspace whose scheduler died comes back after this time. */
const PUT_OFF_SECONDS = 10
const TROUBLE_MS = 2_000
const POLL_MS = 50
const IDLE_POLL_MS = 200

export type RunningMarks = { stop(): Promise<void> }

/** Runs until stopped; stop waits for the step in hand (a slice), not for the rest of a launch. */
export function runMarks(tools: LaunchTools, options: { turnsAtOnce?: number; putOffSeconds?: number } = {}): RunningMarks {
  const turnsAtOnce = options.turnsAtOnce ?? 3
  const putOff = options.putOffSeconds ?? PUT_OFF_SECONDS
  let stopping = false
  let wake: () => void = () => {}
  const turns = new Set<Promise<void>>()
  const isStopping = (): boolean => stopping
  const pause = (ms: number): Promise<void> => new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    wake = () => (clearTimeout(timer), resolve())
  })
  const loop = async (): Promise<void> => {
    let idle = 0
    while (!stopping) {
      const mark = turns.size < turnsAtOnce ? await pickLaunchMark(tools.pool, putOff).catch((e: unknown) => trouble(tools, '', e)) : undefined
      if (mark) {
        idle = 0
        const turn = giveTurn(tools, mark, isStopping).finally(() => turns.delete(turn))
        turns.add(turn)
      } else {
        idle += 1
        await pause(idle > 20 ? IDLE_POLL_MS : POLL_MS)
      }
    }
  }
  const running = loop()
  return {
    async stop() {
      stopping = true
      wake()
      await running
      await Promise.all(turns)
    },
  }
}

async function giveTurn(tools: LaunchTools, mark: LaunchMark, isStopping: () => boolean): Promise<void> {
  let next: Date | null
  try {
    next = await advanceWorkspace(tools, mark.workspaceId, isStopping)
  } catch (error) {
    trouble(tools, mark.workspaceId, error)
    next = new Date(tools.now().getTime() + TROUBLE_MS)
  }
  await settleLaunchMark(tools.pool, mark, next).catch((e: unknown) => trouble(tools, mark.workspaceId, e)) // else it comes back by itself
}

function trouble(tools: LaunchTools, workspaceId: string, error: unknown): undefined {
  const code = error instanceof AppError ? error.code : ((error as { code?: string }).code ?? (error as Error).name)
  tools.observer.observe('scheduler.trouble', { workspaceId, code: isTransient(error) ? `transient ${code}` : String(code) })
}
