// People who operate this installation: create, list, reset, disable, change a password.
import { mapDatabaseError, withGlobal, type Id, type Scope } from '../kernel/index.ts'
import type { PlatformDeps } from './deps.ts'
import { platformErrors } from './errors.ts'
import { assertStrongPassword, hashPassword, randomPassword, verifyPassword } from './password.ts'
import { sessionRevokeUser, userByLogin, userCount, userGet, userInsert, userList, userSetPassword, userSetState } from './platform.sql.ts'

export type User = { userId: Id; login: string; name: string; state: string; mustChangePassword: boolean; lockedUntil: Date | null; createdAt: Date }

/** Logins are compared in lower case, without spaces around. */
export function normaliseLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase()
}

export type NewUser = { login: string; name: string; password?: string; mustChangePassword?: boolean }

/**
 * Creates a person; without `password` a random one is made, returned once and has to be changed at the first sign-in.
 * Throws USER_LOGIN_TAKEN, PASSWORD_TOO_WEAK.
 */
export async function createUser(deps: PlatformDeps, scope: Scope, input: NewUser): Promise<{ userId: Id; login: string; password: string | undefined }> {
  const login = normaliseLogin(input.login)
  if (input.password !== undefined) assertStrongPassword(input.password, login)
  const password = input.password ?? randomPassword()
  const row = { user_id: deps.ids.next(), login, name: input.name, password_hash: await hashPassword(password), must_change_password: input.mustChangePassword ?? input.password === undefined }
  try {
    await withGlobal(deps.pool, scope, (tx) => userInsert.exec(tx, row))
  } catch (error) {
    throw mapDatabaseError(error, { app_user_login_uq: () => platformErrors.USER_LOGIN_TAKEN() })
  }
  return { userId: row.user_id, login, password: input.password === undefined ? password : undefined }
}

export async function listUsers(deps: Pick<PlatformDeps, 'pool'>): Promise<User[]> {
  const rows = await userList.many(deps.pool, {})
  return rows.map((r) => ({ userId: r.user_id, login: r.login, name: r.name, state: r.state, mustChangePassword: r.must_change_password, lockedUntil: r.locked_until, createdAt: r.created_at }))
}

export async function countUsers(deps: Pick<PlatformDeps, 'pool'>): Promise<number> {
  return Number((await userCount.one(deps.pool, {}))!.total)
}

const NO_HASH = Buffer.alloc(0)

/**
 * Gives access back without mail: a new one-time password, the account unlocked and enabled, all its sessions ended.
 * Run twice: the second password is valid. Throws USER_NOT_FOUND.
 */
export async function resetUser(deps: PlatformDeps, scope: Scope, login: string): Promise<{ login: string; password: string }> {
  const password = randomPassword()
  const passwordHash = await hashPassword(password)
  const name = normaliseLogin(login)
  await withGlobal(deps.pool, scope, async (tx) => {
    const user = await userByLogin.one(tx, { login: name })
    if (!user) throw platformErrors.USER_NOT_FOUND()
    await userSetPassword.exec(tx, { user_id: user.user_id, password_hash: passwordHash, must_change_password: true, at: deps.clock.now() })
    await sessionRevokeUser.exec(tx, { user_id: user.user_id, except_hash: NO_HASH, at: deps.clock.now() })
  })
  return { login: name, password }
}

/** Disables a person and ends all sessions, or enables one again. Throws USER_NOT_FOUND. */
export async function setUserState(deps: PlatformDeps, scope: Scope, login: string, state: 'active' | 'disabled'): Promise<void> {
  await withGlobal(deps.pool, scope, async (tx) => {
    const user = await userByLogin.one(tx, { login: normaliseLogin(login) })
    if (!user) throw platformErrors.USER_NOT_FOUND()
    await userSetState.exec(tx, { user_id: user.user_id, state, at: deps.clock.now() })
    if (state === 'disabled') await sessionRevokeUser.exec(tx, { user_id: user.user_id, except_hash: NO_HASH, at: deps.clock.now() })
  })
}

/**
 * Changes one's own password and ends all other sessions. `keepSession`: hash of the session that goes on.
 * Throws AUTH_FAILED for a wrong current password, PASSWORD_TOO_WEAK.
 */
export async function changePassword(deps: PlatformDeps, scope: Scope, input: { userId: Id; current: string; next: string; keepSession: Buffer }): Promise<void> {
  const user = await userGet.one(deps.pool, { user_id: input.userId })
  if (!user || !(await verifyPassword(user.password_hash, input.current))) throw platformErrors.AUTH_FAILED()
  assertStrongPassword(input.next, user.login)
  if (await verifyPassword(user.password_hash, input.next)) throw platformErrors.PASSWORD_TOO_WEAK({ detail: 'It is the one in use.' })
  const passwordHash = await hashPassword(input.next)
  await withGlobal(deps.pool, scope, async (tx) => {
    await userSetPassword.exec(tx, { user_id: input.userId, password_hash: passwordHash, must_change_password: false, at: deps.clock.now() })
    await sessionRevokeUser.exec(tx, { user_id: input.userId, except_hash: input.keepSession, at: deps.clock.now() })
  })
}
