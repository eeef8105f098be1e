// Reading the migration folders: NNNN_name/{expand,backfill,verify,contract,undo}.sql with a header of known fields.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { schemaErrors } from '../errors.ts'

export const PHASES = ['expand', 'backfill', 'verify', 'contract', 'undo'] as const
export type Phase = (typeof PHASES)[number]

export type MigrationHeader = { reason: string; author: string; locks: string; duration: string; olderReleasesMayRun: boolean; destructive: boolean; undo: string }
export type Migration = { name: string; files: Partial<Record<Phase, string>>; header: MigrationHeader; checksum: Buffer }

export const MIGRATIONS_DIR = new URL('../migrations/', import.meta.url).pathname

function parseHeader(name: string, text: string): MigrationHeader {
  const fields = new Map<string, string>()
  for (const line of text.split('\n')) {
    const match = /^-- ([a-z ]+): (.+)$/.exec(line)
    if (!match) break
    fields.set(match[1]!, match[2]!)
  }
  const need = (key: string): string => {
    const value = fields.get(key)
    if (!value) throw schemaErrors.SCHEMA_MIGRATION_INVALID({ detail: `Migration ${name}: the header of expand.sql lacks "-- ${key}: …".` })
    return value
  }
  return {
    reason: need('reason'),
    author: need('author'),
    locks: need('locks'),
    duration: need('duration'),
    olderReleasesMayRun: need('older releases may run') === 'yes',
    destructive: need('destructive') === 'yes',
    undo: need('undo'),
  }
}

/** All migrations in order. Throws when a folder has no expand.sql, no undo.sql, or a bad header. */
export function readMigrations(dir: string = MIGRATIONS_DIR): Migration[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((e) => e.isDirectory() && /^\d{4}_[a-z0-9_]+$/.test(e.name))
    .map((e) => e.name)
    .sort()
    .map((name) => {
      const files: Partial<Record<Phase, string>> = {}
      const hash = createHash('sha256')
      for (const phase of PHASES) {
        const file = join(dir, name, `${phase}.sql`)
        if (!existsSync(file)) continue
        files[phase] = readFileSync(file, 'utf8')
        hash.update(phase).update('\0').update(files[phase]).update('\0')
      }
      if (!files.expand || !files.undo) throw schemaErrors.SCHEMA_MIGRATION_INVALID({ detail: `Migration ${name}: expand.sql and undo.sql are required.` })
      return { name, files, header: parseHeader(name, files.expand), checksum: hash.digest() }
    })
}
