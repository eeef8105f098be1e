// Errors of the room schema.
import { defineErrors } from '../kernel/index.ts'

export const schemaErrors = defineErrors({
  SCHEMA_MIGRATION_INVALID: { status: 500, message: 'A migration folder is not valid.', hint: 'See docs/guides/migrations.md for the files and header fields a migration needs.' },
  SCHEMA_MIGRATION_CHANGED: { status: 500, message: 'A migration was changed after it had been applied.', hint: 'Restore its files from the release, and put the change into a new migration.' },
  SCHEMA_LOCKED: { status: 503, message: 'A table stayed locked by somebody else for too long.', hint: 'See who holds it with `inboxlift schema status`, then apply again; nothing was left half-done.' },
  SCHEMA_BEHIND: { status: 503, message: 'The database is older than this program.', hint: 'Run `inboxlift schema apply`.' },
  SCHEMA_AHEAD: { status: 503, message: 'The database was migrated by a newer release that this one may not run beside.', hint: 'Start the newer release, or take its migrations back with `inboxlift schema undo`.' },
  SCHEMA_NOT_OWNER: { status: 500, message: 'Migrations need the login inboxlift_owner.', hint: 'Give the connection of that role; see `inboxlift schema roles` for how to make it.' },
})
