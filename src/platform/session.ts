// Signed-in browsers. The token is 256 random bits in a cookie; only its hash is stored, and revoking it ends it at once.
import { createHash, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import type { Clock, Id } from '../kernel/index.ts'
import { platformErrors } from './errors.ts'
import type { PlatformDeps } from './deps.ts'
import { createAttemptLimit, type AttemptLimit } from './attempt-limit.ts'
import { verifyPassword } from './password.ts'
import { isRole } from './role.ts'
import type { UserPrincipal } from './principal.ts'
import { membershipOfUser, sessionGet, sessionInsert, sessionRevoke, sessionRevokeUser, sessionSeen, userAttemptBegin, userAttemptSucceeded, userByLogin } from './platform.sql.ts'
import { normaliseLogin } from './user.ts'

const LIFETIME_MS = 14 * 86_400_000
const IDLE_MS = 24 * 3_600_000
const SEEN_EVERY_MS = 60_000

export const sessionHash = (token: string): Buffer => createHash('sha256').update(token).digest()

export type SignIn = { token: string; expiresAt: Date; userId: Id }

/** Limits of this process: addresses that guess, and logins that do not exist (so that a lock tells nothing). */
export function createSignInLimits(clock: Clock): { address: AttemptLimit; unknown: AttemptLimit } {
  return { address: createAttemptLimit(clock, { max: 30, windowMs: 15 * 60_000 }), unknown: createAttemptLimit(clock, { max: 5, windowMs: 60_000 }) }
}

/**
 * Signs a person in. Every attempt is counted before the password is looked at; from the fifth failure on the account
 * is locked for a growing time, and an address may fail 30 times in 15 minutes.
 * Throws AUTH_FAILED (wrong login, wrong password, disabled: one answer for all) or AUTH_LOCKED with retry_after.
 */
export async function signIn(deps: PlatformDeps, limits: ReturnType<typeof createSignInLimits>, input: { login: string; password: string; address: string }): Promise<SignIn> {
  const login = normaliseLogin(input.login)
  const blockedFor = limits.address.take(input.address)
  if (blockedFor > 0) throw platformErrors.AUTH_LOCKED({ data: { retry_after: blockedFor } })
  const user = await userAttemptBegin.one(deps.pool, { login, at: deps.clock.now() })
  if (!user) await assertUnlocked(deps, limits.unknown, login)
  const isRight = await verifyPassword(user?.password_hash, input.password)
  if (!user || !isRight || user.state !== 'active') throw platformErrors.AUTH_FAILED()
  await userAttemptSucceeded.exec(deps.pool, { user_id: user.user_id })
  limits.address.forget(input.address)
  return startSession(deps, user.user_id)
}

async function assertUnlocked(deps: PlatformDeps, unknown: AttemptLimit, login: string): Promise<void> {
  const locked = await userByLogin.one(deps.pool, { login })
  const seconds = locked ? Math.ceil(((locked.locked_until?.getTime() ?? 0) - deps.clock.nowMs()) / 1000) : unknown.take(sessionHash(login).toString('base64'))
  if (locked || seconds > 0) throw platformErrors.AUTH_LOCKED({ data: { retry_after: Math.max(1, seconds) } })
}

/** A new session for a person whose identity was proved. */
export async function startSession(deps: PlatformDeps, userId: Id): Promise<SignIn> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(deps.clock.nowMs() + LIFETIME_MS)
  await sessionInsert.exec(deps.pool, { session_hash: sessionHash(token), user_id: userId, at: deps.clock.now(), expires_at: expiresAt })
  return { token, expiresAt, userId }
}

/** Who holds this token, or undefined when it is unknown, expired, idle for a day, revoked, or the person disabled. */
export async function readSession(pool: Pool, clock: Clock, token: string): Promise<UserPrincipal | undefined> {
  if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined
  const hash = sessionHash(token)
  const at = clock.now()
  const row = await sessionGet.one(pool, { session_hash: hash, at, idle_since: new Date(at.getTime() - IDLE_MS) })
  if (!row) return undefined
  if (at.getTime() - row.seen_at.getTime() > SEEN_EVERY_MS) await sessionSeen.exec(pool, { session_hash: hash, at })
  const memberships = await membershipOfUser.many(pool, { user_id: row.user_id })
  return {
    kind: 'user',
    userId: row.user_id,
    login: row.login,
    name: row.name,
    mustChangePassword: row.must_change_password,
    memberships: memberships.flatMap((m) => (isRole(m.role) ? [{ workspaceId: m.workspace_id, role: m.role, name: m.name, slug: m.slug }] : [])),
  }
}

/** Signs out; unknown tokens are ignored. */
export async function endSession(deps: PlatformDeps, token: string): Promise<void> {
  await sessionRevoke.exec(deps.pool, { session_hash: sessionHash(token), at: deps.clock.now() })
}

/** Ends every session of a person but the named one (undefined: all). Answers how many. */
export function endSessionsOf(deps: PlatformDeps, userId: Id, exceptToken?: string): Promise<number> {
  return sessionRevokeUser.exec(deps.pool, { user_id: userId, except_hash: exceptToken === undefined ? Buffer.alloc(0) : sessionHash(exceptToken), at: deps.clock.now() })
}
