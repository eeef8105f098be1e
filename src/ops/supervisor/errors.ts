// What can go wrong with an installation as a whole: its folder, its secrets, its processes.
import { defineErrors } from '../../kernel/index.ts'

export const supervisorErrors = defineErrors({
  OPS_HOME_PERMISSION: {
    status: 500,
    message: 'The folder of the installation cannot be written.',
    hint: 'Give the user who starts InboxLift write permission on it, or set INBOXLIFT_HOME to a folder that is writable.',
  },
  OPS_SECRETS_MISSING: {
    status: 500,
    message: 'There is data, but a key file that belongs to it is missing.',
    hint: 'Put the secrets folder back from your copy of it; without it sensitive columns stay unreadable. To begin anew instead, move the whole .inboxlift folder away.',
  },
  OPS_SECRETS_BROKEN: {
    status: 500,
    message: 'A key file is damaged.',
    hint: 'Put the file back from your copy of the secrets folder.',
  },
  OPS_PORTS_IN_USE: {
    status: 500,
    message: 'Ports that InboxLift wants are used by another program.',
    hint: 'Stop the other program, or choose other ports with the settings named here, for example: INBOXLIFT_PORT=9025 npm start',
  },
  OPS_SERVICE_UNKNOWN: {
    status: 500,
    message: 'There is no service of this name.',
    hint: 'The list of services is in docs/reference/services.md.',
  },
  OPS_SERVICE_ROLE: {
    status: 500,
    message: 'A service asked for a login role that services may not have.',
    hint: 'This is a defect; services log in as their own role, never as owner or superuser.',
  },
  OPS_SERVICE_FAILED: {
    status: 500,
    message: 'A service did not start.',
    hint: 'The end of its log file tells why.',
  },
  OPS_NOT_RUNNING: {
    status: 503,
    message: 'InboxLift does not run here.',
    hint: 'Start it with "npm start", or set INBOXLIFT_HOME to the folder of the installation.',
  },
})
