// The settings of the embedded server. They are written to inboxlift.conf in the data directory at every start
// custom.conf beside it is read afterwards and belongs to the operator.
import { statfsSync } from 'node:fs'
import { totalmem } from 'node:os'

export type ServerSettings = Record<string, string | number | boolean>

const MB = 1024 * 1024

/**
 * Settings for the embedded tier on a machine with `memoryBytes` of memory. Durable by default; `fsync: false` is
 * for throwaway servers only.
 */
export function embeddedSettings(options: { fsync?: boolean; memoryBytes?: number } = {}): ServerSettings {
  const memory = (options.memoryBytes ?? usableMemory()) / MB
  const durable = options.fsync !== false
  return {
    max_connections: 100,
    superuser_reserved_connections: 5,
    shared_buffers: `${clamp(memory / 8, 64, 1024)}MB`,
    effective_cache_size: `${clamp(memory / 2, 128, 64 * 1024)}MB`,
    work_mem: `${clamp(memory / 512, 4, 32)}MB`,
    maintenance_work_mem: `${clamp(memory / 32, 64, 512)}MB`,
    dynamic_shared_memory_type: sharedMemoryType(),
    // Migrations touch every partition of a table in one transaction: the default of 64 is too few.
    max_locks_per_transaction: 256,
    // The embedded build has neither lz4 nor zstd, no io_uring and no JIT.
    wal_compression: 'pglz',
    io_method: 'worker',
    jit: false,
    wal_level: 'replica', // backup streams from the server
    max_wal_size: '2GB',
    min_wal_size: durable ? '160MB' : '80MB',
    checkpoint_timeout: '10min',
    checkpoint_completion_target: 0.9,
    random_page_cost: 1.1,
    effective_io_concurrency: 32,
    fsync: durable,
    full_page_writes: durable,
    synchronous_commit: 'on',
    restart_after_crash: true,
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.track_utility': false, // utility statements are stored word for word, passwords included
    cluster_name: 'inboxlift',
    ...loggingSettings(),
  }
}

/**
 * No personal data in the log: an ERROR quotes values of statements ("Key (email)=(…) already exists"), so
 * failed statements are not logged at all (the client gets the error and logs its code) and the rest is terse,
 * because DETAIL and CONTEXT carry values and query texts.
 */
function loggingSettings(): ServerSettings {
  return {
    logging_collector: false,
    log_destination: 'stderr',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] %b ',
    lc_messages: 'C',
    log_statement: 'none',
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_min_duration_statement: -1,
    log_error_verbosity: 'terse',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_lock_waits: true,
    log_checkpoints: true,
  }
}

/** Containers often have a /dev/shm of 64 MB, too small for parallel queries: then files are used instead. */
function sharedMemoryType(): string {
  try {
    const { bsize, blocks } = statfsSync('/dev/shm')
    return bsize * blocks >= 256 * MB ? 'posix' : 'mmap'
  } catch {
    return process.platform === 'linux' ? 'mmap' : 'posix'
  }
}

function usableMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0 // 0 or an absurdly large number: no limit
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(Math.max(value, low), high))
}

/** The text of a configuration file holding these settings. Throws on a name or value that cannot be written. */
export function renderSettings(settings: ServerSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${checkedName(name)} = ${quoted(value)}\n`)
    .join('')
}

function checkedName(name: string): string {
  if (!/^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$/i.test(name)) throw new TypeError(`not a setting name: ${name}`)
  return name
}

function quoted(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  const text = String(value)
  if (/[\r\n\0]/.test(text)) throw new TypeError('a setting must be one line')
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}
