// Errors that only the command line can meet. The HTTP status chooses the exit code (see output.ts).
import { defineErrors } from '../kernel/index.ts'

export const cliErrors = defineErrors({
  CLI_NOT_RUNNING: { status: 503, message: 'No installation runs here.', hint: 'Start it with `npm start`, name its folder with --home or INBOXLIFT_HOME, or give INBOXLIFT_DATABASE_URL.' },
  CLI_WORKSPACE_UNKNOWN: { status: 404, message: 'There is no such workspace.', hint: '`inboxlift workspace list` shows all; choose one with --workspace SLUG.' },
  CLI_CONFIRMATION_NEEDED: { status: 400, message: 'This cannot be taken back and nobody is here to confirm it.', hint: 'Repeat the command with --yes.' },
  CLI_CANCELLED: { status: 400, message: 'Nothing was changed.', hint: 'Repeat the command and answer yes, or use --yes.' },
  CLI_USAGE: { status: 400, message: 'The command line is not understood.', hint: 'See --help of the command.' },
})
