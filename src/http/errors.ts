// Errors that only the web shell can meet.
import { defineErrors } from '../kernel/index.ts'

export const httpErrors = defineErrors({
  HTTP_BODY_TOO_LARGE: { status: 413, message: 'The request body is too large.', hint: 'Send it in smaller parts.' },
  HTTP_MEDIA_TYPE: { status: 415, message: 'This kind of body is not understood here.', hint: 'Send application/json unless the manual says otherwise.' },
  HTTP_BODY_UNREADABLE: { status: 400, message: 'The request could not be read.', hint: 'Check that the body is complete, valid JSON.' },
  HTTP_RATE_LIMITED: { status: 429, message: 'Too many requests.', hint: 'Wait the seconds named in Retry-After.' },
  HTTP_CURSOR_INVALID: { status: 422, message: 'This cursor is not valid.', hint: 'Use next_cursor of the previous page unchanged, with the same filters.' },
  HTTP_IDEMPOTENCY_MISMATCH: { status: 422, message: 'This Idempotency-Key was used for another request.', hint: 'Use a fresh key for every new request.' },
  HTTP_IDEMPOTENCY_BUSY: { status: 409, message: 'The first request with this Idempotency-Key is still being worked on.', hint: 'Ask again in a moment.' },
  HTTP_IF_MATCH_REQUIRED: { status: 428, message: 'The change names no version.', hint: 'Send If-Match with the ETag you read.' },
  HTTP_VERSION_CONFLICT: { status: 412, message: 'It was changed by somebody else meanwhile.', hint: 'Read it again and repeat the change.' },
  HTTP_PEER_DOWN: { status: 502, message: 'The process that answers this address does not run.', hint: 'See /readyz for what is ill; it is restarted by itself.' },
})
