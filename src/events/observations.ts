// What the room events lets others observe; ids, counts and durations only.
declare module '../kernel/observe.ts' {
  interface Observations {
    /** A batch of the inbox became events. */
    'events.processed': { rows: number; events: number; failed: number }
    /** The database did not take hits; they went to the journal on disk. */
    'events.journalled': { hits: number; code: string }
    /** Hits came back from the journal. */
    'events.replayed': { batches: number }
    /** Clicks or opens were refused because too many waited. */
    'events.refused': { code: string }
  }
}
export {}
