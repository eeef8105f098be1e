// Who is asking: a signed-in person or an application with a key.
import type { Id } from '../kernel/index.ts'
import type { Role, ScopeName } from './role.ts'

export type MembershipOf = { workspaceId: Id; role: Role; name: string; slug: string }

export type UserPrincipal = {
  kind: 'user'
  userId: Id
  login: string
  name: string
  mustChangePassword: boolean
  /** Oldest first; the first one is meant when a request names no workspace. */
  memberships: MembershipOf[]
}

export type KeyPrincipal = { kind: 'key'; apiKeyId: Id; name: string; workspaceId: Id; scopes: ScopeName[] }

export type Principal = UserPrincipal | KeyPrincipal

/** Finds out who is asking. Answers undefined for an unknown, expired or revoked token; never throws for a malformed one. */
export type Authenticator = {
  bySession(token: string): Promise<UserPrincipal | undefined>
  byKey(text: string): Promise<KeyPrincipal | undefined>
}
