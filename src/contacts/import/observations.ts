// What can be observed of imports; ids, counts and durations only.
declare module '../../kernel/observe.ts' {
  interface Observations {
    /** A worker took an import. */
    'import.claimed': { workspaceId: string; importRunId: string; fromRow: number }
    /** A batch was committed. */
    'import.batch': { workspaceId: string; importRunId: string; rows: number; bytes: number; ms: number }
    /** An import or dry run ended, or was handed back. */
    'import.ended': { workspaceId: string; importRunId: string; outcome: string; rows: number; ms: number }
  }
}
