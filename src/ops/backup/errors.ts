// Errors of backup and restore.
import { defineErrors } from '../../kernel/index.ts'

export const backupErrors = defineErrors({
  BACKUP_NOT_FOUND: { status: 404, message: 'There is no such backup.', hint: 'List them with `inboxlift backup list`.' },
  BACKUP_DAMAGED: { status: 500, message: 'The backup is damaged or incomplete.', hint: 'Do not restore from it; use an older one and take a new one now.' },
  BACKUP_TARGET_USED: { status: 409, message: 'The target folder is not empty.', hint: 'Restore into a new folder; nothing is ever overwritten.' },
  BACKUP_SECRETS_MISSING: { status: 500, message: 'The key files of the installation are missing.', hint: 'Give the folder that holds them with --secrets; a backup never contains them.' },
  BACKUP_SECRETS_WRONG: { status: 500, message: 'These key files belong to another installation.', hint: 'Give the secrets folder that was in use when the backup was taken.' },
  BACKUP_FAILED: { status: 500, message: 'The backup could not be taken.', hint: 'Nothing was kept of it; mend the cause and take it again.' },
})
