// Turns what a server program wrote before it died into an error of the catalogue.
// The texts are PostgreSQL's own in the C locale (src/backend, release 18) and stable over many releases.
import type { AppError } from '../../kernel/index.ts'
import { opsErrors } from './errors.ts'

type Code = keyof typeof opsErrors

/** First match wins: specific causes stand before the general ones that follow from them. */
const CAUSES: readonly (readonly [RegExp, Code])[] = [
  [/No space left on device|Disk quota exceeded/i, 'OPS_DISK_FULL'],
  [/lock file ".*" already exists|pre-existing shared memory block .* is still in use/, 'OPS_DATA_DIR_IN_USE'],
  [/could not bind .*Address already in use|Is another postmaster already running on port/s, 'OPS_PORT_IN_USE'],
  [/could not bind IPv[46] address .*Permission denied/, 'OPS_PORT_IN_USE'],
  [/database files are incompatible with server|is not compatible with this version/, 'OPS_DATA_DIR_VERSION'],
  [/has wrong ownership/, 'OPS_DATA_DIR_OWNER'],
  [/error while loading shared libraries|Exec format error|cannot execute/, 'OPS_BINARIES_UNUSABLE'],
  [/could not look up effective user ID|cannot be run as root/, 'OPS_SERVER_USER'],
  [/could not (map anonymous|create|resize|open) shared memory|Cannot allocate memory|out of memory/, 'OPS_OUT_OF_MEMORY'],
  [/unrecognized configuration parameter|invalid value for parameter|configuration file .* contains errors|is outside the valid range|syntax error in file/, 'OPS_BAD_SETTING'],
  [/Permission denied|Read-only file system|Operation not permitted/, 'OPS_NO_PERMISSION'],
  [/could not locate a valid checkpoint record|could not find .*control file|invalid (primary )?checkpoint|incorrect checksum in control file|PANIC:|could not read file|could not open file ".*": No such file|is missing or erroneous|is not a valid data directory/, 'OPS_DATA_DIR_DAMAGED'],
]

/**
 * The error for a server that stopped while starting. `output` is what it printed; the decisive line becomes the
 * detail. Unknown causes are OPS_POSTGRES_FAILED with the last lines.
 */
export function explainStartupFailure(output: string, data: Record<string, unknown> = {}): AppError {
  for (const [pattern, code] of CAUSES) {
    const match = pattern.exec(output)
    if (match) return opsErrors[code]({ detail: lineAt(output, match.index), data })
  }
  return opsErrors.OPS_POSTGRES_FAILED({ detail: lastLines(output), data })
}

function lineAt(output: string, index: number): string {
  const start = output.lastIndexOf('\n', index) + 1
  const end = output.indexOf('\n', index)
  return output.slice(start, end < 0 ? undefined : end).trim()
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-3).join('\n') || 'it printed nothing'
}

/** The error for a failed system call on `file`: full disk, missing permission, or the cause itself wrapped. */
export function explainFileError(cause: unknown, file: string): AppError {
  const code = (cause as NodeJS.ErrnoException).code ?? ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return opsErrors.OPS_DISK_FULL({ detail: file, cause })
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(code)) return opsErrors.OPS_NO_PERMISSION({ detail: file, cause })
  return opsErrors.OPS_POSTGRES_FAILED({ detail: `${file}: ${code || String(cause)}`, cause })
}
