// What the simulation did, counted where it did it, and in the words of the report.

export type Tally = {
  opens: number
  opensBot: number
  openers: Set<string>
  clicks: number
  clicksBot: number
  clickers: Set<string>
  /** Clicks of people by link number. */
  byLink: Map<number, number>
  unsubscribed: Set<string>
  complained: Set<string>
  delivered: Set<string>
  bouncedHard: Set<string>
  bouncedSoft: Set<string>
  /** Mails that were read, and those whose greeting was the reader's own. */
  read: number
  ownGreeting: number
  /** Requests and reports with tampered tokens, and how many of them were turned away. */
  forged: number
  refused: number
  /** Requests and reports made, repeats included. */
  requests: number
  reports: number
}

export const newTally = (): Tally => ({
  opens: 0, opensBot: 0, openers: new Set(), clicks: 0, clicksBot: 0, clickers: new Set(), byLink: new Map(), unsubscribed: new Set(), complained: new Set(), delivered: new Set(),
  bouncedHard: new Set(), bouncedSoft: new Set(), read: 0, ownGreeting: 0, forged: 0, refused: 0, requests: 0, reports: 0,
})
