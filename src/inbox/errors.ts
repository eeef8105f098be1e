// What can go wrong with the test inbox, as its readers see it.
import { defineErrors } from '../kernel/index.ts'

export const inboxErrors = defineErrors({
  INBOX_UNREACHABLE: { status: 503, message: 'The test inbox cannot be reached.', hint: 'It is a service of its own; see whether it runs with `inboxlift status`.' },
  INBOX_PORT_TAKEN: { status: 503, message: 'A port of the test inbox is used by another program.', hint: 'Stop the other program, or set INBOXLIFT_INBOX_SMTP_PORT and INBOXLIFT_INBOX_HTTP_PORT to free ports.' },
  INBOX_MAIL_NOT_FOUND: { status: 404, message: 'This mail is not in the test inbox.', hint: 'It may have been removed: the oldest go when there are too many.' },
})
