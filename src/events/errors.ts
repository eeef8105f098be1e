// What can go wrong in the room events.
import { defineErrors } from '../kernel/index.ts'

export const eventErrors = defineErrors({
  EVENT_NO_PARTITION: { status: 503, message: 'There is no partition for the time of this event.', hint: 'The scheduler makes partitions ahead; see that it runs, or run `inboxlift schema partitions`.' },
  EVENT_CAMPAIGN_NOT_FOUND: { status: 404, message: 'There is no such campaign.', hint: 'Check the id; it may belong to another workspace.' },
  EVENT_QUEUE_FULL: { status: 503, message: 'Too many clicks wait to be stored.', hint: 'Try again in a second; if it stays, the database is slow: see /readyz.' },
  EVENT_WEBHOOK_UNKNOWN: { status: 404, message: 'There is no webhook at this address.', hint: 'Copy the webhook address again from the page of the provider.' },
  EVENT_WEBHOOK_REFUSED: { status: 401, message: 'The signature of this webhook is not valid.', hint: 'Compare the webhook secret at the provider with the one stored here.' },
  EVENT_BODY_TOO_LARGE: { status: 413, message: 'The request is too large.', hint: 'Send smaller batches.' },
})
