// Database errors by SQLSTATE and constraint name. On Citus the fields are empty and names carry a shard suffix
// (research: citus 2.8), so the name is also read from the message and `_\d{6,}` is stripped.
import { AppError, kernelErrors } from '../errors.ts'

type PgError = Error & { code?: string; constraint?: string; severity?: string }

/** The SQLSTATE of an error thrown by pg, or undefined. */
export function sqlState(error: unknown): string | undefined {
  const code = (error as PgError | undefined)?.code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** The violated constraint's name without shard suffix, or undefined. */
export function constraintName(error: unknown): string | undefined {
  const e = error as PgError
  const raw = e.constraint || /constraint "([^"]+)"/.exec(e.message ?? '')?.[1]
  return raw?.replace(/_\d{6,}$/, '')
}

const TRANSIENT_STATES = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '08000',
  '08003',
  '08006', // connection failures, also Citus to a worker
  '08001',
  '08004',
  '53300', // too_many_connections
])
const TRANSIENT_ERRNO = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'EAI_AGAIN'])

/** True for conditions that pass by themselves: retry the whole transaction. */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error)
  if (state) return TRANSIENT_STATES.has(state)
  const e = error as PgError
  if (e?.code && TRANSIENT_ERRNO.has(e.code)) return true
  return /Connection terminated|connection timeout|Client has encountered a connection error/i.test(e?.message ?? '')
}

/** True when the connection broke, so that it is unknown whether a COMMIT in flight took effect. */
export function isConnectionLoss(error: unknown): boolean {
  const state = sqlState(error)
  if (state) return state.startsWith('08') || state.startsWith('57P')
  return isTransient(error)
}

/**
 * Turns a database error into one of the catalogue. `byConstraint` names better errors for known constraints.
 * The server's DETAIL (which shows values) is never passed on.
 */
export function mapDatabaseError(error: unknown, byConstraint: Readonly<Record<string, () => AppError>> = {}): unknown {
  if (error instanceof AppError) return error
  const state = sqlState(error)
  const constraint = constraintName(error)
  if (constraint && byConstraint[constraint]) return byConstraint[constraint]()
  const args = { cause: error, data: constraint ? { constraint } : {} }
  if (state === '23505' || state === '23P01') return kernelErrors.UNIQUE_VIOLATION(args)
  if (state === '23503') return kernelErrors.REFERENCE_VIOLATION(args)
  if (state === '23514' || state === '23502' || state?.startsWith('22')) return kernelErrors.CHECK_VIOLATION(args)
  if (state === '42501') return kernelErrors.PERMISSION_DENIED(args)
  if (state === '55P03') return kernelErrors.LOCK_TIMEOUT(args)
  if (state === '57014') return kernelErrors.STATEMENT_TIMEOUT(args)
  if (isTransient(error)) return kernelErrors.DATABASE_UNAVAILABLE(args)
  return error
}
