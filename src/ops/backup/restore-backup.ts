// Reads a backup back: verifies every file against the manifest, or extracts it into a new installation folder that
// starts held, so that a restore never re-sends mail by itself (DESIGN G9).
import { createHash } from 'node:crypto'
import { cpSync, createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { giveTo, placeDataDir } from '../postgres/placement.ts'
import { chooseServerUser } from '../postgres/server-user.ts'
import { backupErrors } from './errors.ts'
import { BASE_FILE, MANIFEST_FILE, readBackupInfo, type BackupInfo } from './files.ts'
import { rootKeyCheck, sha256 } from './take-backup.ts'

/** Left in the home of a restored installation; the next start holds sending and begins a new epoch. */
export const RESTORED_FILE = 'restored.json'

type ManifestFile = { Path?: string; 'Encoded-Path'?: string; Size: number; 'Checksum-Algorithm'?: string; Checksum?: string }

function readManifest(dir: string, info: BackupInfo): Map<string, ManifestFile> {
  const text = readFileSync(join(dir, MANIFEST_FILE))
  if (sha256(text) !== info.manifestSha256) throw backupErrors.BACKUP_DAMAGED({ detail: `${MANIFEST_FILE} was changed.` })
  const { Files } = JSON.parse(text.toString('utf8')) as { Files: ManifestFile[] }
  return new Map(Files.map((f) => [f.Path ?? Buffer.from(f['Encoded-Path']!, 'hex').toString('latin1'), f]))
}

type Visit = (header: Header, content: Readable) => Promise<void>

async function walkArchive(dir: string, visit: Visit): Promise<void> {
  const tar = extract()
  const reading = pipeline(createReadStream(join(dir, BASE_FILE)), createGunzip(), tar)
  reading.catch(() => {})
  try {
    for await (const entry of tar) {
      await visit(entry.header, entry as unknown as Readable)
      entry.resume()
    }
    await reading
  } catch (cause) {
    if ((cause as { code?: string }).code === 'BACKUP_DAMAGED' || (cause as { code?: string }).code === 'ENOSPC') throw cause
    throw backupErrors.BACKUP_DAMAGED({ cause, detail: `${BASE_FILE} cannot be read to its end.` })
  }
}

async function checkedCopy(name: string, expected: ManifestFile | undefined, content: Readable, target: string | undefined): Promise<void> {
  const hash = createHash('sha256')
  let size = 0
  const check = async function* (source: Readable): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      hash.update(chunk as Buffer)
      size += (chunk as Buffer).length
      yield chunk as Buffer
    }
  }
  if (target === undefined) for await (const _ of check(content));
  else await pipeline(content, check, createWriteStream(target, { mode: 0o600 }))
  if (!expected) return // WAL and the label are not in the manifest; the server checks WAL by its own checksums
  if (size !== expected.Size || (expected.Checksum !== undefined && hash.digest('hex') !== expected.Checksum)) {
    throw backupErrors.BACKUP_DAMAGED({ detail: `${name} does not match the manifest.` })
  }
}

async function readArchive(dir: string, info: BackupInfo, into?: string): Promise<number> {
  const manifest = readManifest(dir, info)
  const missing = new Set(manifest.keys())
  let files = 0
  await walkArchive(dir, async (header, content) => {
    const name = normalize(header.name).replace(/\/$/, '')
    if (name.startsWith('..') || name.startsWith('/')) throw backupErrors.BACKUP_DAMAGED({ detail: 'An entry leaves the folder.' })
    const target = into === undefined ? undefined : join(into, name)
    if (header.type === 'directory') {
      if (target) mkdirSync(target, { recursive: true, mode: 0o700 })
    } else if (header.type === 'symlink') {
      if (target) symlinkSync(header.linkname!, target)
    } else {
      if (target) mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
      await checkedCopy(name, manifest.get(name), content, target)
      missing.delete(name)
      files += 1
    }
  })
  if (missing.size > 0) throw backupErrors.BACKUP_DAMAGED({ detail: `${missing.size} files of the manifest are missing.` })
  return files
}

/** Reads a whole backup and checks every file. Answers the number of files. Throws BACKUP_DAMAGED naming the first bad one. */
export async function verifyBackup(dir: string): Promise<number> {
  return readArchive(dir, readBackupInfo(dir))
}

export type RestoreOptions = {
  /** The backup's folder. */
  backup: string
  /** New home of the installation; must be absent or empty. */
  into: string
  /** Folder with the key files of the installation the backup was taken from. */
  secrets: string
  /** Reads the root key from that folder. */
  readRootKey: (secretsDir: string) => Buffer
  /** Names of the data and secrets folders below a home. */
  layout: { data: string; secrets: string }
}

/**
 * Restores into a new home. The data directory appears under its name only when complete and verified, and the home
 * carries RESTORED_FILE, so that the next start holds all sending. Throws BACKUP_TARGET_USED, BACKUP_SECRETS_MISSING,
 * BACKUP_SECRETS_WRONG, BACKUP_DAMAGED; a failed restore leaves the target as it was.
 */
export async function restoreBackup(options: RestoreOptions): Promise<BackupInfo> {
  const info = readBackupInfo(options.backup)
  if (existsSync(options.into) && readdirSync(options.into).length > 0) throw backupErrors.BACKUP_TARGET_USED({ detail: `Folder: ${options.into}.` })
  if (!existsSync(options.secrets)) throw backupErrors.BACKUP_SECRETS_MISSING({ detail: `Looked in ${options.secrets}.` })
  if (rootKeyCheck(options.readRootKey(options.secrets)) !== info.rootKeyCheck) throw backupErrors.BACKUP_SECRETS_WRONG()
  mkdirSync(options.into, { recursive: true, mode: 0o711 })
  try {
    // As root the server runs as another user, who must own the files and reach them.
    const user = chooseServerUser(join(options.into, options.layout.data))
    const data = placeDataDir(join(options.into, options.layout.data), user)
    mkdirSync(`${data}.partial`, { recursive: true, mode: 0o700 })
    await readArchive(options.backup, info, `${data}.partial`)
    for (const name of ['', ...readdirSync(`${data}.partial`, { recursive: true, encoding: 'utf8' })]) giveTo(user, join(`${data}.partial`, name))
    cpSync(options.secrets, join(options.into, options.layout.secrets), { recursive: true })
    writeFileSync(join(options.into, RESTORED_FILE), `${JSON.stringify({ backup: info.label, takenAt: info.startedAt, endLsn: info.endLsn, restoredAt: new Date().toISOString() }, null, 2)}\n`)
    renameSync(`${data}.partial`, data)
  } catch (error) {
    for (const name of readdirSync(options.into)) rmSync(join(options.into, name), { recursive: true, force: true })
    throw error
  }
  return info
}
