// The door of the room events: what happened to messages, and the counters over it.
export { EVENT_TYPES, eventId, type EventType, type Outcome } from './event.ts'
export { mailboxProvider } from './mailbox-provider.ts'
export { recordOutcomes, addQueued, addSkipped, addFailed, addCancelled, type CampaignCount } from './record/record-outcomes.ts'
export { eventErrors } from './errors.ts'
