// The door of backup and restore.
export { backupErrors } from './errors.ts'
export { listBackups, readBackupInfo, type BackupInfo } from './files.ts'
export { takeBackup, type TakeBackupOptions } from './take-backup.ts'
export { RESTORED_FILE, restoreBackup, verifyBackup, type RestoreOptions } from './restore-backup.ts'
