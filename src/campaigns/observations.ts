// What the room campaigns lets others observe; ids, counts, durations and codes only.
declare module '../kernel/observe.ts' {
  interface Observations {
    'launch.frozen': { workspaceId: string; launchId: string; people: number; ms: number }
    'launch.sliced': { workspaceId: string; launchId: string; written: number; ms: number }
    'launch.done': { workspaceId: string; launchId: string }
    'launch.failed': { workspaceId: string; launchId: string; code: string }
    /** Rows will find no partition in so many days: an alarm. */
    'partitions.low': { table: string; days: number }
    'scheduler.trouble': { workspaceId: string; code: string }
    'scheduler.duty': { name: string; ms: number }
    'scheduler.duty_failed': { name: string; code: string }
  }
}
export {}
