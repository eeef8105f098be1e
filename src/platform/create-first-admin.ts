// The first person of an installation: shown once, with a password that has to be changed.
import type { Id, Scope } from '../kernel/index.ts'
import type { PlatformDeps } from './deps.ts'
import { countUsers, createUser } from './user.ts'
import { setMember } from './workspace.ts'

export type FirstAdmin = { login: string; password: string }

/** Creates `admin` as owner of the workspace when there is nobody at all yet; answers undefined otherwise. */
export async function createFirstAdmin(deps: PlatformDeps, scope: Scope, workspaceId: Id): Promise<FirstAdmin | undefined> {
  if ((await countUsers(deps)) > 0) return undefined
  const { userId, login, password } = await createUser(deps, scope, { login: 'admin', name: 'Administrator' })
  await setMember(deps, { ...scope, workspaceId }, userId, 'owner')
  return { login, password: password! }
}
