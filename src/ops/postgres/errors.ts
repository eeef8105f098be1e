// What can go wrong with the embedded PostgreSQL, each with the remedy. One entry per cause, never one per place.
import { defineErrors } from '../../kernel/index.ts'

export const opsErrors = defineErrors({
  OPS_PLATFORM_UNSUPPORTED: {
    status: 500,
    message: 'There is no embedded PostgreSQL for this operating system or processor.',
    hint: 'Use Linux (glibc) or macOS on x64 or arm64, or give a server of your own in INBOXLIFT_DATABASE_URL.',
  },
  OPS_BINARIES_MISSING: {
    status: 500,
    message: 'The embedded PostgreSQL is not installed.',
    hint: 'Run "npm ci" in the project folder; optional dependencies must not be left out.',
  },
  OPS_BINARIES_UNUSABLE: {
    status: 500,
    message: 'The embedded PostgreSQL cannot be executed here.',
    hint: 'Delete node_modules and run "npm ci" again. On a system without glibc (Alpine) or a volume mounted noexec use INBOXLIFT_DATABASE_URL.',
  },
  OPS_SERVER_USER: {
    status: 500,
    message: 'PostgreSQL refuses to run as root and no other system user could be used.',
    hint: 'Start InboxLift as an ordinary user, or create one: useradd --system inboxlift.',
  },
  OPS_DATA_DIR_OWNER: {
    status: 500,
    message: 'The data directory belongs to another user.',
    hint: 'Start InboxLift as the user who owns the directory, or give it to yourself with "chown -R".',
  },
  OPS_DATA_DIR_FOREIGN: {
    status: 500,
    message: 'The data directory holds files that are not a PostgreSQL data directory.',
    hint: 'Move these files away or set INBOXLIFT_HOME to another folder.',
  },
  OPS_DATA_DIR_VERSION: {
    status: 500,
    message: 'The data directory was written by another major version of PostgreSQL.',
    hint: 'Start it with the InboxLift release that wrote it, run "inboxlift backup now" there and restore here; or move .inboxlift away to begin anew. Nothing was changed.',
  },
  OPS_DATA_DIR_IN_USE: {
    status: 500,
    message: 'Another running program uses this data directory.',
    hint: 'Stop the other InboxLift first, or set INBOXLIFT_HOME to another folder.',
  },
  OPS_DATA_DIR_DAMAGED: {
    status: 500,
    message: 'PostgreSQL cannot start from this data directory because its files are damaged or incomplete.',
    hint: 'Keep a copy of the directory and restore the newest backup: inboxlift backup restore --into DIR.',
  },
  OPS_DATA_DIR_UNREACHABLE: {
    status: 500,
    message: 'The system user that runs PostgreSQL cannot reach the data directory, and no other place could be made for it.',
    hint: 'Set INBOXLIFT_HOME to a folder outside private home folders, for example /var/lib/inboxlift, or start as an ordinary user.',
  },
  OPS_NO_PERMISSION: {
    status: 500,
    message: 'A file or folder cannot be written.',
    hint: 'Give the user who starts InboxLift write permission on the folder, or set INBOXLIFT_HOME to a folder that is writable.',
  },
  OPS_DISK_FULL: {
    status: 507,
    message: 'The disk is full.',
    hint: 'Free some space on the volume of the data directory and start again; committed data is safe.',
  },
  OPS_OUT_OF_MEMORY: {
    status: 500,
    message: 'PostgreSQL did not get the memory it asked for.',
    hint: 'Give the machine or container more memory (also /dev/shm), or lower shared_buffers.',
  },
  OPS_PORT_IN_USE: {
    status: 500,
    message: 'The port is used by another program.',
    hint: 'Stop the other program or choose another port.',
  },
  OPS_BAD_SETTING: {
    status: 500,
    message: 'PostgreSQL does not accept one of its settings.',
    hint: 'Correct custom.conf in the data directory, or the setting named here.',
  },
  OPS_START_TIMEOUT: {
    status: 500,
    message: 'PostgreSQL did not become ready in time.',
    hint: 'Look at the end of its log file; after a crash of a busy server recovery can take minutes.',
  },
  OPS_POSTGRES_FAILED: {
    status: 500,
    message: 'PostgreSQL stopped while starting.',
    hint: 'The last lines of its log file tell why.',
  },
})
