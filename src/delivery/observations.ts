// What the room delivery lets others observe; ids, counts and durations only.
declare module '../kernel/observe.ts' {
  interface Observations {
    'delivery.claimed': { workspaceId: string; launchId: string; messages: number }
    'delivery.turn': { workspaceId: string; launchId: string; settled: number; begun: number; ms: number }
    'delivery.skipped': { workspaceId: string; launchId: string; reason: string }
    'delivery.fenced': { workspaceId: string; launchId: string; messages: number; at: 'begin' | 'settle' | 'renew' }
    'delivery.recovered': { workspaceId: string; launchId: string; ready: number; inDoubt: number; retried: number; held: number }
    'delivery.trouble': { workspaceId: string; launchId: string; code: string }
    'delivery.held': { held: boolean; reason: string }
  }
}
export {}
