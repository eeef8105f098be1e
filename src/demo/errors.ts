// What can keep the demo from coming to its table.
import { defineErrors } from '../kernel/index.ts'

export const demoErrors = defineErrors({
  DEMO_NOT_REACHABLE: { status: 503, message: 'A part of the running installation does not answer.', hint: 'Start it with `npm start`, and run the demo with the same INBOXLIFT_* settings and the same folder.' },
  DEMO_RUNNING: { status: 409, message: 'Another demo is running.', hint: 'Wait for its end; one that was killed makes room by itself.' },
  DEMO_NO_INBOX: { status: 409, message: 'This workspace has no active provider of kind inbox.', hint: 'The demo sends to the built-in test inbox only; activate that provider, or use another workspace (--workspace).' },
  DEMO_HELD: { status: 409, message: 'Sending is held in this installation.', hint: 'Look at `inboxlift hold status`; let it go on with `inboxlift hold release`.' },
  DEMO_IMPORT_FAILED: { status: 500, message: 'The import of the demo did not end well.', hint: 'Look at the import in the UI and at logs/worker-import.log in the folder of the installation.' },
  DEMO_LAUNCH_FAILED: { status: 500, message: 'The launch of the demo did not end well.', hint: 'Look at the campaign in the UI and at logs/scheduler.log in the folder of the installation.' },
  DEMO_STUCK: { status: 503, message: 'The demo waited, and nothing moved any more.', hint: 'Look at the health page (/readyz) and the logs of the services; then run the demo again, nothing needs tidying.' },
  DEMO_ANSWER: { status: 502, message: 'An answer was not what the demo needs to go on.', hint: 'Look at the log of the service that is named; then run the demo again.' },
})
