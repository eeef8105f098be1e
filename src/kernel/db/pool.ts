// Pools of one login role each, and the check that the server keeps what it confirms.
import pg from 'pg'
import { kernelErrors } from '../errors.ts'

export type DatabaseConfig = {
  /** Host name, or the directory of a unix socket. */
  host: string
  port: number
  database: string
  user: string
  password: string
  ssl?: pg.ConnectionConfig['ssl']
}

export type PoolOptions = { max?: number; applicationName: string; idleTimeoutMs?: number; statementTimeoutMs?: number; /** Statements leave before the former is answered; for withWorkspaceAtOnce. */ pipeline?: boolean }

/** A pool under one role. Idle errors (a restarted server) are swallowed: the next checkout reconnects. */
export function createPool(config: DatabaseConfig, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    ...config,
    max: options.max ?? 10,
    application_name: options.applicationName,
    idleTimeoutMillis: options.idleTimeoutMs ?? 30_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...(options.pipeline ? { pipeline: true } : {}),
    ...(options.statementTimeoutMs === undefined ? {} : { statement_timeout: options.statementTimeoutMs }),
  })
  pool.on('error', () => {})
  return pool
}

/** `postgres://user:password@host:port/db` or `…/db?host=/socket/dir` as a DatabaseConfig. */
export function parseDatabaseUrl(text: string): DatabaseConfig {
  const url = new URL(text)
  const mode = url.searchParams.get('sslmode')
  return {
    host: url.searchParams.get('host') ?? decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    ...(mode === 'require' || mode === 'verify-ca' || mode === 'verify-full' ? { ssl: { rejectUnauthorized: mode !== 'require' } } : {}),
  }
}

/** The inverse of parseDatabaseUrl, for handing a connection to a child process through its environment. */
export function formatDatabaseUrl(c: DatabaseConfig): string {
  const e = encodeURIComponent
  if (c.host.startsWith('/')) return `postgres://${e(c.user)}:${e(c.password)}@/${e(c.database)}?host=${e(c.host)}`.replace('@/', `@localhost:${c.port}/`)
  return `postgres://${e(c.user)}:${e(c.password)}@${c.host}:${c.port}/${e(c.database)}${c.ssl ? '?sslmode=verify-full' : ''}`
}

/**
 * Refuses a server on which a confirmed commit can be lost.
 * Throws DATABASE_UNSAFE naming the settings that are off (PostgreSQL manual, 19.5 and 28.4).
 */
export async function assertDurable(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit')`,
  )
  const off = rows.filter((r) => r.setting === 'off').map((r) => r.name)
  if (off.length > 0) throw kernelErrors.DATABASE_UNSAFE({ detail: `Off: ${off.join(', ')}.`, data: { settings: off } })
}
