// Takes a backup of a running installation into a new folder; a killed one leaves only a `.partial` folder.
import { createHash, createHmac } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { DatabaseConfig } from '../../kernel/index.ts'
import { streamBaseBackup } from './base-backup.ts'
import { backupErrors } from './errors.ts'
import { BASE_FILE, INFO_FILE, MANIFEST_FILE, hashFile, syncPath, type BackupInfo } from './files.ts'

export type TakeBackupOptions = {
  /** Connection of inboxlift_backup (LOGIN, REPLICATION). */
  database: DatabaseConfig
  /** Folder that holds all backups. */
  root: string
  installationId: string
  release: string
  serverVersion: string
  rootKey: Buffer
  now: Date
  onProgress?: (bytes: number) => void
}

/** A value that tells root keys apart without telling the key. */
export function rootKeyCheck(rootKey: Buffer): string {
  return createHmac('sha256', rootKey).update('inboxlift backup root key check').digest('hex')
}

/**
 * Streams a base backup (with the WAL it needs) into `<root>/<label>` and answers its description. The folder appears
 * under its name only when complete and flushed. Secrets are never part of it. Two at once get two folders.
 */
export async function takeBackup(options: TakeBackupOptions): Promise<BackupInfo & { dir: string }> {
  const label = options.now.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  mkdirSync(options.root, { recursive: true, mode: 0o700 })
  let dir = join(options.root, label)
  for (let n = 2; existsSync(dir) || existsSync(`${dir}.partial`); n++) dir = join(options.root, `${label}-${n}`)
  const partial = `${dir}.partial`
  mkdirSync(partial, { mode: 0o700 })
  try {
    const info = await writeBackup(options, partial, dir.split('/').at(-1)!)
    syncPath(partial)
    renameSync(partial, dir)
    syncPath(options.root)
    return { ...info, dir }
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true })
    throw backupErrors.BACKUP_FAILED({ cause, detail: cause instanceof Error ? cause.message : '' })
  }
}

async function writeBackup(options: TakeBackupOptions, partial: string, label: string): Promise<BackupInfo> {
  const writes: Promise<void>[] = []
  const file = (name: string): ReturnType<typeof createWriteStream> => createWriteStream(join(partial, name), { mode: 0o600 })
  const result = await streamBaseBackup(options.database, label, {
    archive(name, _path, content) {
      if (name !== 'base.tar') throw new Error(`tablespace ${name} is not supported`)
      writes.push(pipeline(content, createGzip({ level: 1 }), file(BASE_FILE)))
    },
    manifest: (content) => void writes.push(pipeline(content, file(MANIFEST_FILE))),
    progress: (bytes) => options.onProgress?.(bytes),
  })
  await Promise.all(writes)
  for (const name of [BASE_FILE, MANIFEST_FILE]) syncPath(join(partial, name))
  const info: BackupInfo = {
    label,
    installationId: options.installationId,
    release: options.release,
    serverVersion: options.serverVersion,
    startedAt: options.now.toISOString(),
    finishedAt: new Date().toISOString(),
    startLsn: result.startLsn,
    endLsn: result.endLsn,
    baseSha256: await hashFile(join(partial, BASE_FILE)),
    manifestSha256: await hashFile(join(partial, MANIFEST_FILE)),
    sizeBytes: statSync(join(partial, BASE_FILE)).size,
    rootKeyCheck: rootKeyCheck(options.rootKey),
  }
  writeFileSync(join(partial, INFO_FILE), `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 })
  syncPath(join(partial, INFO_FILE))
  return info
}

/** SHA-256 of a text, for comparing manifests. */
export const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex')
