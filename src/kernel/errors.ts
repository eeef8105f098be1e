// The error catalogue: every failure a person can meet has a code, a message, a hint and an HTTP status.
// Rooms declare theirs with defineErrors; docs/reference/errors.md is checked against the registry by a test.

export type ErrorSpec = {
  /** HTTP status this error answers with. */
  readonly status: number
  /** What happened, in a sentence for the user. Never carries personal data. */
  readonly message: string
  /** What to do about it. */
  readonly hint: string
  /** True for a code that is no longer thrown; kept so that it is never used twice. */
  readonly retired?: boolean
}

export type ErrorArgs = {
  /** One sentence about this occurrence: which object, which place. No personal data, no secrets. */
  readonly detail?: string
  readonly cause?: unknown
  /** Machine-readable facts that go into problem+json, e.g. {field, rule}. */
  readonly data?: Readonly<Record<string, unknown>>
}

/** An error of the catalogue. `code` is stable; text may change. */
export class AppError extends Error {
  readonly code: string
  readonly status: number
  readonly hint: string
  readonly detail: string | undefined
  readonly data: Readonly<Record<string, unknown>> | undefined

  constructor(code: string, spec: ErrorSpec, args: ErrorArgs = {}) {
    super(args.detail ? `${spec.message} ${args.detail}` : spec.message, args.cause === undefined ? {} : { cause: args.cause })
    this.name = 'AppError'
    this.code = code
    this.status = spec.status
    this.hint = spec.hint
    this.detail = args.detail
    this.data = args.data
  }
}

const registry = new Map<string, ErrorSpec>()

/** Every code declared so far (only of the rooms that were imported). */
export function errorRegistry(): ReadonlyMap<string, ErrorSpec> {
  return registry
}

type Constructors<T> = { readonly [K in keyof T]: (args?: ErrorArgs) => AppError }

/**
 * Declares a room's errors and returns one constructor per code: `throw errors.CONTACT_NOT_FOUND({ detail })`.
 * Throws at load time when a code is declared twice.
 */
export function defineErrors<const T extends Record<string, ErrorSpec>>(specs: T): Constructors<T> {
  const out: Record<string, (args?: ErrorArgs) => AppError> = {}
  for (const [code, spec] of Object.entries(specs)) {
    if (registry.has(code)) throw new Error(`error code ${code} is declared twice`)
    registry.set(code, spec)
    out[code] = (args) => new AppError(code, spec, args)
  }
  return out as Constructors<T>
}

/** True for an error of the catalogue, optionally with that code. */
export function isAppError(error: unknown, code?: string): error is AppError {
  return error instanceof AppError && (code === undefined || error.code === code)
}

export const kernelErrors = defineErrors({
  INTERNAL: { status: 500, message: 'Something went wrong on our side.', hint: 'Try again; if it stays, give the request id to whoever runs this installation.' },
  VALIDATION_FAILED: { status: 422, message: 'The request is not valid.', hint: 'See the listed fields, correct them and send it again.' },
  NOT_FOUND: { status: 404, message: 'There is nothing at this address.', hint: 'Check the id; it may belong to another workspace.' },
  CONFLICT: { status: 409, message: 'The request conflicts with what is stored.', hint: 'Read the current state and decide again.' },
  PUBLIC_ID_INVALID: { status: 422, message: 'This is not a valid id.', hint: 'Ids look like con_0abc…; copy it whole, with its prefix.' },
  CONFIG_INVALID: { status: 500, message: 'A setting is not valid.', hint: 'See docs/reference/config.md for the allowed values.' },
  DATABASE_UNAVAILABLE: { status: 503, message: 'The database cannot be reached.', hint: 'It is being retried; see /readyz for what is ill.' },
  DATABASE_UNSAFE: { status: 503, message: 'The database is set up so that an accepted message could be lost.', hint: 'Switch fsync, full_page_writes and synchronous_commit on, then restart this process.' },
  NODE_LEASE_LOST: { status: 503, message: 'This process lost its node number and may not make ids.', hint: 'It restarts by itself; check the clock of this machine if it happens again.' },
  DECRYPT_FAILED: { status: 500, message: 'A stored value could not be decrypted.', hint: 'The row or its key was changed outside the program; run `inboxlift doctor`.' },
  KEY_MISSING: { status: 500, message: 'An encryption key is missing.', hint: 'Restore the key file of this installation; without it sensitive columns stay unreadable.' },
  TOKEN_INVALID: { status: 400, message: 'This link is not valid.', hint: 'Open it again from the original message.' },
  UNIQUE_VIOLATION: { status: 409, message: 'This already exists.', hint: 'Use the existing one or choose another value.' },
  REFERENCE_VIOLATION: { status: 409, message: 'Something this refers to does not exist, or is still referred to.', hint: 'Create or release it first.' },
  CHECK_VIOLATION: { status: 422, message: 'The database refused a value.', hint: 'The named rule says what is allowed.' },
  PERMISSION_DENIED: { status: 403, message: 'This service may not do that.', hint: 'See docs/reference/roles.md for what each service may touch.' },
  LOCK_TIMEOUT: { status: 503, message: 'Somebody else holds a lock on this.', hint: 'Try again in a moment.' },
  STATEMENT_TIMEOUT: { status: 503, message: 'The database took too long.', hint: 'Try again with a smaller range.' },
})
