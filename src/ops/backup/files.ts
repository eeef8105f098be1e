// What a backup is on disk: a folder with base.tar.gz, backup_manifest and backup.json, complete or absent.
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, fsyncSync, openSync, closeSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { backupErrors } from './errors.ts'

export const BASE_FILE = 'base.tar.gz'
export const MANIFEST_FILE = 'backup_manifest'
export const INFO_FILE = 'backup.json'

export type BackupInfo = {
  label: string
  installationId: string
  release: string
  serverVersion: string
  startedAt: string
  finishedAt: string
  startLsn: string
  endLsn: string
  /** SHA-256, hex. */
  baseSha256: string
  manifestSha256: string
  sizeBytes: number
  /** Keyed check of the root key, so that a restore with foreign secrets is refused before it begins. */
  rootKeyCheck: string
}

/** SHA-256 of a file, hex. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** Flushes a file or folder to disk. */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** The description of a backup. Throws BACKUP_NOT_FOUND, BACKUP_DAMAGED. */
export function readBackupInfo(dir: string): BackupInfo {
  const file = join(dir, INFO_FILE)
  if (!existsSync(file)) throw backupErrors.BACKUP_NOT_FOUND({ detail: `Looked for ${file}.` })
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as BackupInfo
  } catch (cause) {
    throw backupErrors.BACKUP_DAMAGED({ cause, detail: `${file} cannot be read.` })
  }
}

/** Finished backups below a folder, newest first. Half-written ones (`.partial`) are not backups. */
export function listBackups(root: string): (BackupInfo & { dir: string })[] {
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((e) => e.isDirectory() && !e.name.endsWith('.partial') && existsSync(join(root, e.name, INFO_FILE)))
    .map((e) => ({ ...readBackupInfo(join(root, e.name)), dir: join(root, e.name) }))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
}
