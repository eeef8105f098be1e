// Customers of this installation and who works for them.
import { mapDatabaseError, withWorkspace, type Id, type Keyring, type Scope, type Tx, type WorkspaceScope } from '../kernel/index.ts'
import type { PlatformDeps } from './deps.ts'
import { platformErrors } from './errors.ts'
import { insertWorkspaceKey } from './keyrings.ts'
import { isRole, type Role } from './role.ts'
import { membershipDelete, membershipGet, membershipList, membershipOwnersLock, membershipUpsert, userGet, workspaceBySlug, workspaceGet, workspaceInsert, workspaceList, workspaceUpdate } from './platform.sql.ts'

export type Workspace = { workspaceId: Id; name: string; slug: string; timezone: string; state: string; postalAddress: string; createdAt: Date }

type Row = { workspace_id: string; name: string; slug: string; timezone: string; state: string; postal_address: string; created_at: Date }
const fromRow = (r: Row): Workspace => ({ workspaceId: r.workspace_id, name: r.name, slug: r.slug, timezone: r.timezone, state: r.state, postalAddress: r.postal_address, createdAt: r.created_at })

/** What other rooms put into a new workspace (gate, sources, provider, …), in the same transaction. compose.ts hands it in. */
export type FurnishWorkspace = (tx: Tx, workspace: { workspaceId: Id; keyring: Keyring; actor: string }) => Promise<void>

export type NewWorkspace = { name: string; slug: string; timezone?: string; postalAddress?: string }

/** `Main Street Ltd.` -> `main-street-ltd`. */
export function slugOf(name: string): string {
  return name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 63) || 'workspace'
}

/**
 * Creates a workspace with its wrapped key and everything other rooms need in it; all or nothing.
 * Throws WORKSPACE_SLUG_TAKEN.
 */
export async function createWorkspace(deps: PlatformDeps, scope: Scope, rootKey: Buffer, input: NewWorkspace, furnish: FurnishWorkspace): Promise<Id> {
  const workspaceId = deps.ids.next()
  try {
    await withWorkspace(deps.pool, { ...scope, workspaceId }, async (tx) => {
      await workspaceInsert.exec(tx, { workspace_id: workspaceId, name: input.name, slug: input.slug, timezone: input.timezone ?? 'UTC', postal_address: input.postalAddress ?? '', created_by: scope.actor })
      const keyring = await insertWorkspaceKey(tx, rootKey, workspaceId)
      await furnish(tx, { workspaceId, keyring, actor: scope.actor })
      await deps.audit(tx, { workspaceId, table: 'platform.workspace', rowKey: workspaceId, action: 'insert', changes: { name: { after: input.name }, slug: { after: input.slug } } })
    })
  } catch (error) {
    throw mapDatabaseError(error, { workspace_slug_uq: () => platformErrors.WORKSPACE_SLUG_TAKEN() })
  }
  return workspaceId
}

export async function listWorkspaces(deps: Pick<PlatformDeps, 'pool'>): Promise<Workspace[]> {
  return (await workspaceList.many(deps.pool, {})).map(fromRow)
}

/** Throws WORKSPACE_NOT_FOUND. */
export async function getWorkspace(deps: Pick<PlatformDeps, 'pool'>, workspaceId: Id): Promise<Workspace> {
  const row = await workspaceGet.one(deps.pool, { workspace_id: workspaceId })
  if (!row) throw platformErrors.WORKSPACE_NOT_FOUND()
  return fromRow(row)
}

export async function findWorkspace(deps: Pick<PlatformDeps, 'pool'>, slug: string): Promise<Workspace | undefined> {
  const row = await workspaceBySlug.one(deps.pool, { slug })
  return row && fromRow(row)
}

/** Changes name, time zone or postal address. Throws WORKSPACE_NOT_FOUND. */
export async function updateWorkspace(deps: PlatformDeps, scope: WorkspaceScope, change: { name?: string | undefined; timezone?: string | undefined; postalAddress?: string | undefined }): Promise<Workspace> {
  return withWorkspace(deps.pool, scope, async (tx) => {
    const row = await workspaceGet.one(tx, { workspace_id: scope.workspaceId })
    if (!row) throw platformErrors.WORKSPACE_NOT_FOUND()
    const before = fromRow(row)
    const after = { name: change.name ?? before.name, timezone: change.timezone ?? before.timezone, postalAddress: change.postalAddress ?? before.postalAddress }
    await workspaceUpdate.exec(tx, { workspace_id: scope.workspaceId, name: after.name, timezone: after.timezone, postal_address: after.postalAddress })
    const changed = (['name', 'timezone', 'postalAddress'] as const).filter((k) => before[k] !== after[k])
    if (changed.length > 0) await deps.audit(tx, { workspaceId: scope.workspaceId, table: 'platform.workspace', rowKey: scope.workspaceId, action: 'update', changes: Object.fromEntries(changed.map((k) => [k === 'postalAddress' ? 'postal_address' : k, { before: before[k], after: after[k] }])) })
    return { ...before, ...after }
  })
}

export type Member = { userId: Id; login: string; name: string; role: Role; state: string; since: Date }

export async function listMembers(deps: Pick<PlatformDeps, 'pool'>, workspaceId: Id): Promise<Member[]> {
  const rows = await membershipList.many(deps.pool, { workspace_id: workspaceId })
  return rows.flatMap((r) => (isRole(r.role) ? [{ userId: r.user_id, login: r.login, name: r.name, role: r.role, state: r.state, since: r.created_at }] : []))
}

/** Gives a person a role, or changes it. Throws USER_NOT_FOUND; USER_LAST_OWNER when nobody would own the workspace. */
export async function setMember(deps: PlatformDeps, scope: WorkspaceScope, userId: Id, role: Role): Promise<void> {
  await changeMembership(deps, scope, userId, async (tx) => {
    if (!(await userGet.one(tx, { user_id: userId }))) throw platformErrors.USER_NOT_FOUND()
    if (role !== 'owner') await assertOwnerStays(tx, scope.workspaceId, userId)
    await membershipUpsert.exec(tx, { workspace_id: scope.workspaceId, user_id: userId, role, created_by: scope.actor })
    return role
  })
}

/** Takes a person out of the workspace. Throws USER_NOT_FOUND, USER_LAST_OWNER. */
export async function removeMember(deps: PlatformDeps, scope: WorkspaceScope, userId: Id): Promise<void> {
  await changeMembership(deps, scope, userId, async (tx, before) => {
    if (before === null) throw platformErrors.USER_NOT_FOUND()
    await assertOwnerStays(tx, scope.workspaceId, userId)
    await membershipDelete.exec(tx, { workspace_id: scope.workspaceId, user_id: userId })
    return null
  })
}

async function changeMembership(deps: PlatformDeps, scope: WorkspaceScope, userId: Id, work: (tx: Tx, before: string | null) => Promise<Role | null>): Promise<void> {
  await withWorkspace(deps.pool, scope, async (tx) => {
    const before = (await membershipGet.one(tx, { workspace_id: scope.workspaceId, user_id: userId }))?.role ?? null
    const after = await work(tx, before)
    const action = before === null ? 'insert' : after === null ? 'delete' : 'update'
    await deps.audit(tx, { workspaceId: scope.workspaceId, table: 'platform.membership', rowKey: userId, action, changes: { role: { before, after } } })
  })
}

async function assertOwnerStays(tx: Tx, workspaceId: Id, userId: Id): Promise<void> {
  const owners = await membershipOwnersLock.many(tx, { workspace_id: workspaceId })
  if (owners.length === 1 && owners[0]!.user_id === userId) throw platformErrors.USER_LAST_OWNER()
}

