// A process says every few seconds that it lives; readiness and contract phases of migrations look at it.
import type { Pool } from 'pg'
import { heartbeatBeat, heartbeatEnd, heartbeatForget } from './health.sql.ts'

export type Heartbeat = { stop(): Promise<void> }

export const HEARTBEAT_MS = 5_000

/**
 * Beats until stop(). `facts` gives numbers about the process (no personal data). A database that is away is no
 * failure here: `onAway` is told once, the next beat tries again.
 */
export function startHeartbeat(pool: Pool, who: { instance: string; service: string; release: string }, facts: () => Record<string, unknown>, onAway: () => void, everyMs = HEARTBEAT_MS): Heartbeat {
  const startedAt = new Date()
  let isAway = false
  const beat = async (): Promise<void> => {
    try {
      await heartbeatBeat.exec(pool, { ...who, started_at: startedAt, facts: JSON.stringify(facts()) })
      isAway = false
    } catch {
      if (!isAway) onAway()
      isAway = true
    }
  }
  const first = beat().then(() => heartbeatForget.exec(pool, {})).catch(() => 0)
  const timer = setInterval(() => void beat(), everyMs).unref()
  return {
    async stop() {
      clearInterval(timer)
      await first
      await heartbeatEnd.exec(pool, { instance: who.instance }).catch(() => 0)
    },
  }
}
