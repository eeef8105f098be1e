// What the room compliance lets others observe; ids, counts and durations only.
declare module '../kernel/observe.ts' {
  interface Observations {
    /** Suppressions that other services asked for were written. */
    'compliance.suppressed': { count: number }
    /** A person unsubscribed; repeated: the same request was known already. */
    'compliance.unsubscribed': { workspaceId: string; method: string; repeated: boolean }
    /** A person came back. */
    'compliance.resubscribed': { workspaceId: string }
    /** A request of a person could not be stored and was not confirmed. */
    'compliance.trouble': { code: string }
  }
}
export {}
