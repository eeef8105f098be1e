// Generated from platform.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type NodeLeaseClaimExpiredParams = {
  region: number
  holder: string
  lease_ms: number
  window_ms: string
}
export type NodeLeaseClaimExpiredRow = {
  "node": number
  "fence": string
  "before_ms": string
  "high_water_ms": string
}
/** Takes over the free node number whose mark lies furthest back. The new mark lies ahead of the database's clock, so ids
 * of the former holder and ours can never meet, whatever either believes about time. */
export const nodeLeaseClaimExpired = namedQuery<NodeLeaseClaimExpiredParams, NodeLeaseClaimExpiredRow>("node_lease_claim_expired", "with free as (\n\
  select l.region, l.node, l.high_water_ms from platform.node_lease l\n\
  where l.region = $1 and l.lease_until < now()\n\
  order by l.high_water_ms, l.node limit 1\n\
  for update skip locked\n\
)\n\
update platform.node_lease l\n\
set holder = $2, fence = l.fence + 1, lease_until = now() + $3 * interval '1 millisecond',\n\
    high_water_ms = greatest(l.high_water_ms, (extract(epoch from now()) * 1000)::bigint) + $4::bigint\n\
from free f\n\
where l.region = f.region and l.node = f.node\n\
returning l.node, l.fence, f.high_water_ms as \"before_ms\", l.high_water_ms", ["region","holder","lease_ms","window_ms"])

export type NodeLeaseClaimFreshParams = {
  region: number
  node: number
  holder: string
  lease_ms: number
  window_ms: string
}
export type NodeLeaseClaimFreshRow = {
  "node": number
  "fence": string
  "high_water_ms": string
}
/** Takes a node number nobody ever had; no row when somebody else was faster. */
export const nodeLeaseClaimFresh = namedQuery<NodeLeaseClaimFreshParams, NodeLeaseClaimFreshRow>("node_lease_claim_fresh", "insert into platform.node_lease (region, node, holder, fence, lease_until, high_water_ms)\n\
values ($1, $2, $3, 1, now() + $4 * interval '1 millisecond', (extract(epoch from now()) * 1000)::bigint + $5::bigint)\n\
on conflict (region, node) do nothing\n\
returning node, fence, high_water_ms", ["region","node","holder","lease_ms","window_ms"])

export type NodeLeaseRenewParams = {
  lease_ms: number
  window_ms: string
  region: number
  node: number
  fence: string
}
export type NodeLeaseRenewRow = {
  "high_water_ms": string
}
/** Moves lease and mark ahead; no row when somebody else holds the number now (the fence differs). */
export const nodeLeaseRenew = namedQuery<NodeLeaseRenewParams, NodeLeaseRenewRow>("node_lease_renew", "update platform.node_lease\n\
set lease_until = now() + $1 * interval '1 millisecond',\n\
    high_water_ms = greatest(high_water_ms, (extract(epoch from now()) * 1000)::bigint + $2::bigint)\n\
where region = $3 and node = $4 and fence = $5\n\
returning high_water_ms", ["lease_ms","window_ms","region","node","fence"])

export type NodeLeaseReleaseParams = {
  last_ms: string
  region: number
  node: number
  fence: string
}
export type NodeLeaseReleaseRow = Record<string, never>
/** Gives the number back; the mark is the last millisecond that was really used. */
export const nodeLeaseRelease = namedQuery<NodeLeaseReleaseParams, NodeLeaseReleaseRow>("node_lease_release", "update platform.node_lease set lease_until = now() - interval '1 millisecond', high_water_ms = $1\n\
where region = $2 and node = $3 and fence = $4", ["last_ms","region","node","fence"])

export type NodeLeaseUsedParams = {
  region: number
}
export type NodeLeaseUsedRow = {
  "node": number
}
/** Numbers of a region that have a row. */
export const nodeLeaseUsed = namedQuery<NodeLeaseUsedParams, NodeLeaseUsedRow>("node_lease_used", "select l.node from platform.node_lease l where l.region = $1", ["region"])

export type WorkspaceInsertParams = {
  workspace_id: string
  name: string
  slug: string
  timezone: string
  postal_address: string
  created_by: string
}
export type WorkspaceInsertRow = Record<string, never>
/** A new customer. Unique: slug. */
export const workspaceInsert = namedQuery<WorkspaceInsertParams, WorkspaceInsertRow>("workspace_insert", "insert into platform.workspace (workspace_id, name, slug, timezone, postal_address, created_by)\n\
values ($1, $2, $3, $4, $5, $6)", ["workspace_id","name","slug","timezone","postal_address","created_by"])

export type WorkspaceUpdateParams = {
  name: string
  timezone: string
  postal_address: string
  workspace_id: string
}
export type WorkspaceUpdateRow = Record<string, never>
/** Changes what people may change. */
export const workspaceUpdate = namedQuery<WorkspaceUpdateParams, WorkspaceUpdateRow>("workspace_update", "update platform.workspace set name = $1, timezone = $2, postal_address = $3 where workspace_id = $4", ["name","timezone","postal_address","workspace_id"])

export type WorkspaceListParams = Record<string, never>
export type WorkspaceListRow = {
  "workspace_id": string
  "name": string
  "slug": string
  "timezone": string
  "state": string
  "postal_address": string
  "created_at": Date
}
/** All workspaces, oldest first. */
export const workspaceList = namedQuery<WorkspaceListParams, WorkspaceListRow>("workspace_list", "select w.workspace_id, w.name, w.slug, w.timezone, w.state, w.postal_address, w.created_at from platform.workspace w order by w.workspace_id", [])

export type WorkspaceGetParams = {
  workspace_id: string
}
export type WorkspaceGetRow = {
  "workspace_id": string
  "name": string
  "slug": string
  "timezone": string
  "state": string
  "postal_address": string
  "created_at": Date
}
/** One workspace. */
export const workspaceGet = namedQuery<WorkspaceGetParams, WorkspaceGetRow>("workspace_get", "select w.workspace_id, w.name, w.slug, w.timezone, w.state, w.postal_address, w.created_at from platform.workspace w where w.workspace_id = $1", ["workspace_id"])

export type WorkspaceBySlugParams = {
  slug: string
}
export type WorkspaceBySlugRow = {
  "workspace_id": string
  "name": string
  "slug": string
  "timezone": string
  "state": string
  "postal_address": string
  "created_at": Date
}
/** One workspace by its short name. */
export const workspaceBySlug = namedQuery<WorkspaceBySlugParams, WorkspaceBySlugRow>("workspace_by_slug", "select w.workspace_id, w.name, w.slug, w.timezone, w.state, w.postal_address, w.created_at from platform.workspace w where w.slug = $1", ["slug"])

export type WorkspaceKeyInsertParams = {
  workspace_id: string
  key_id: number
  wrapped: Buffer
}
export type WorkspaceKeyInsertRow = Record<string, never>
/** A wrapped secret of a workspace. */
export const workspaceKeyInsert = namedQuery<WorkspaceKeyInsertParams, WorkspaceKeyInsertRow>("workspace_key_insert", "insert into platform.workspace_key (workspace_id, key_id, wrapped) values ($1, $2, $3)", ["workspace_id","key_id","wrapped"])

export type WorkspaceKeyListParams = {
  workspace_id: string
}
export type WorkspaceKeyListRow = {
  "key_id": number
  "wrapped": Buffer
  "state": string
}
/** The wrapped secrets that may still be read. */
export const workspaceKeyList = namedQuery<WorkspaceKeyListParams, WorkspaceKeyListRow>("workspace_key_list", "select k.key_id, k.wrapped, k.state from platform.workspace_key k where k.workspace_id = $1 and k.state <> 'destroyed' order by k.key_id", ["workspace_id"])

export type UserInsertParams = {
  user_id: string
  login: string
  name: string
  password_hash: string
  must_change_password: boolean
}
export type UserInsertRow = Record<string, never>
/** A new person. Unique: login. */
export const userInsert = namedQuery<UserInsertParams, UserInsertRow>("user_insert", "insert into platform.app_user (user_id, login, name, password_hash, must_change_password)\n\
values ($1, $2, $3, $4, $5)", ["user_id","login","name","password_hash","must_change_password"])

export type UserListParams = Record<string, never>
export type UserListRow = {
  "user_id": string
  "login": string
  "name": string
  "state": string
  "must_change_password": boolean
  "failed_attempts": number
  "locked_until": Date | null
  "created_at": Date
}
/** Everybody, by login. */
export const userList = namedQuery<UserListParams, UserListRow>("user_list", "select u.user_id, u.login, u.name, u.state, u.must_change_password, u.failed_attempts, u.locked_until, u.created_at from platform.app_user u order by u.login", [])

export type UserByLoginParams = {
  login: string
}
export type UserByLoginRow = {
  "user_id": string
  "login": string
  "name": string
  "state": string
  "must_change_password": boolean
  "password_hash": string
  "locked_until": Date | null
}
/** One person by login. */
export const userByLogin = namedQuery<UserByLoginParams, UserByLoginRow>("user_by_login", "select u.user_id, u.login, u.name, u.state, u.must_change_password, u.password_hash, u.locked_until from platform.app_user u where u.login = $1", ["login"])

export type UserGetParams = {
  user_id: string
}
export type UserGetRow = {
  "user_id": string
  "login": string
  "name": string
  "state": string
  "must_change_password": boolean
  "password_hash": string
}
/** One person. */
export const userGet = namedQuery<UserGetParams, UserGetRow>("user_get", "select u.user_id, u.login, u.name, u.state, u.must_change_password, u.password_hash from platform.app_user u where u.user_id = $1", ["user_id"])

export type UserCountParams = Record<string, never>
export type UserCountRow = {
  "total": string
}
/** How many people there are. */
export const userCount = namedQuery<UserCountParams, UserCountRow>("user_count", "select count(*) as \"total\" from platform.app_user u", [])

export type UserAttemptBeginParams = {
  at: Date | string
  login: string
}
export type UserAttemptBeginRow = {
  "user_id": string
  "login": string
  "name": string
  "state": string
  "must_change_password": boolean
  "password_hash": string
}
/** Counts a sign-in attempt before the password is looked at, so that a hundred guesses at once count as a hundred. From
 * the fifth on each failure locks the account, for a minute at first and twice as long each time, up to an hour. */
export const userAttemptBegin = namedQuery<UserAttemptBeginParams, UserAttemptBeginRow>("user_attempt_begin", "update platform.app_user\n\
set failed_attempts = failed_attempts + 1,\n\
    locked_until = case when failed_attempts + 1 >= 5\n\
      then $1::timestamptz + least(3600, 60 * power(2, least(failed_attempts + 1 - 5, 10))) * interval '1 second' end\n\
where login = $2 and (locked_until is null or locked_until <= $1::timestamptz)\n\
returning user_id, login, name, state, must_change_password, password_hash", ["at","login"])

export type UserAttemptSucceededParams = {
  user_id: string
}
export type UserAttemptSucceededRow = Record<string, never>
/** Forgets failed attempts after a success. */
export const userAttemptSucceeded = namedQuery<UserAttemptSucceededParams, UserAttemptSucceededRow>("user_attempt_succeeded", "update platform.app_user set failed_attempts = 0, locked_until = null where user_id = $1", ["user_id"])

export type UserSetPasswordParams = {
  password_hash: string
  must_change_password: boolean
  at: Date | string
  user_id: string
}
export type UserSetPasswordRow = Record<string, never>
/** A new password hash; unlocks the account and gives a disabled one back. */
export const userSetPassword = namedQuery<UserSetPasswordParams, UserSetPasswordRow>("user_set_password", "update platform.app_user\n\
set password_hash = $1, must_change_password = $2, failed_attempts = 0, locked_until = null, state = 'active', updated_at = $3::timestamptz\n\
where user_id = $4", ["password_hash","must_change_password","at","user_id"])

export type UserSetStateParams = {
  state: string
  at: Date | string
  user_id: string
}
export type UserSetStateRow = Record<string, never>
/** Disables or enables a person. */
export const userSetState = namedQuery<UserSetStateParams, UserSetStateRow>("user_set_state", "update platform.app_user set state = $1, updated_at = $2::timestamptz where user_id = $3", ["state","at","user_id"])

export type MembershipUpsertParams = {
  workspace_id: string
  user_id: string
  role: string
  created_by: string
}
export type MembershipUpsertRow = Record<string, never>
/** Gives a person a role in a workspace, or changes it. */
export const membershipUpsert = namedQuery<MembershipUpsertParams, MembershipUpsertRow>("membership_upsert", "insert into platform.membership (workspace_id, user_id, role, created_by) values ($1, $2, $3, $4)\n\
on conflict (workspace_id, user_id) do update set role = excluded.role", ["workspace_id","user_id","role","created_by"])

export type MembershipDeleteParams = {
  workspace_id: string
  user_id: string
}
export type MembershipDeleteRow = Record<string, never>
/** Takes a person out of a workspace. */
export const membershipDelete = namedQuery<MembershipDeleteParams, MembershipDeleteRow>("membership_delete", "delete from platform.membership where workspace_id = $1 and user_id = $2", ["workspace_id","user_id"])

export type MembershipOwnersLockParams = {
  workspace_id: string
}
export type MembershipOwnersLockRow = {
  "user_id": string
}
/** Owners of a workspace, locked so that two changes at once cannot both remove the last one. */
export const membershipOwnersLock = namedQuery<MembershipOwnersLockParams, MembershipOwnersLockRow>("membership_owners_lock", "select m.user_id from platform.membership m where m.workspace_id = $1 and m.role = 'owner' for update", ["workspace_id"])

export type MembershipGetParams = {
  workspace_id: string
  user_id: string
}
export type MembershipGetRow = {
  "role": string
  "created_at": Date
}
/** The role of a person in a workspace. */
export const membershipGet = namedQuery<MembershipGetParams, MembershipGetRow>("membership_get", "select m.role, m.created_at from platform.membership m where m.workspace_id = $1 and m.user_id = $2", ["workspace_id","user_id"])

export type MembershipListParams = {
  workspace_id: string
}
export type MembershipListRow = {
  "user_id": string
  "role": string
  "created_at": Date
  "login": string
  "name": string
  "state": string
}
/** Who works in a workspace. */
export const membershipList = namedQuery<MembershipListParams, MembershipListRow>("membership_list", "select m.user_id, m.role, m.created_at, u.login, u.name, u.state from platform.membership m\n\
join platform.app_user u on u.user_id = m.user_id\n\
where m.workspace_id = $1 order by u.login", ["workspace_id"])

export type MembershipOfUserParams = {
  user_id: string
}
export type MembershipOfUserRow = {
  "workspace_id": string
  "role": string
  "name": string
  "slug": string
}
/** Active workspaces of a person, oldest first. */
export const membershipOfUser = namedQuery<MembershipOfUserParams, MembershipOfUserRow>("membership_of_user", "select m.workspace_id, m.role, w.name, w.slug from platform.membership m\n\
join platform.workspace w on w.workspace_id = m.workspace_id\n\
where m.user_id = $1 and w.state = 'active' order by m.workspace_id", ["user_id"])

export type SessionInsertParams = {
  session_hash: Buffer
  user_id: string
  at: Date | string
  expires_at: Date | string
}
export type SessionInsertRow = Record<string, never>
/** A signed-in browser. */
export const sessionInsert = namedQuery<SessionInsertParams, SessionInsertRow>("session_insert", "insert into platform.session (session_hash, user_id, created_at, seen_at, expires_at) values ($1, $2, $3::timestamptz, $3::timestamptz, $4)", ["session_hash","user_id","at","expires_at"])

export type SessionGetParams = {
  session_hash: Buffer
  at: Date | string
  idle_since: Date | string
}
export type SessionGetRow = {
  "user_id": string
  "seen_at": Date
  "login": string
  "name": string
  "must_change_password": boolean
}
/** A session that is valid now, with its person. */
export const sessionGet = namedQuery<SessionGetParams, SessionGetRow>("session_get", "select s.user_id, s.seen_at, u.login, u.name, u.must_change_password from platform.session s\n\
join platform.app_user u on u.user_id = s.user_id\n\
where s.session_hash = $1 and s.revoked_at is null and s.expires_at > $2::timestamptz and s.seen_at > $3::timestamptz and u.state = 'active'", ["session_hash","at","idle_since"])

export type SessionSeenParams = {
  at: Date | string
  session_hash: Buffer
}
export type SessionSeenRow = Record<string, never>
/** Notes the last use, to the minute. */
export const sessionSeen = namedQuery<SessionSeenParams, SessionSeenRow>("session_seen", "update platform.session set seen_at = $1::timestamptz where session_hash = $2", ["at","session_hash"])

export type SessionRevokeParams = {
  at: Date | string
  session_hash: Buffer
}
export type SessionRevokeRow = Record<string, never>
/** Ends one session. */
export const sessionRevoke = namedQuery<SessionRevokeParams, SessionRevokeRow>("session_revoke", "update platform.session set revoked_at = $1::timestamptz where session_hash = $2 and revoked_at is null", ["at","session_hash"])

export type SessionRevokeUserParams = {
  at: Date | string
  user_id: string
  except_hash: Buffer
}
export type SessionRevokeUserRow = Record<string, never>
/** Ends all sessions of a person but the named one (empty: all). */
export const sessionRevokeUser = namedQuery<SessionRevokeUserParams, SessionRevokeUserRow>("session_revoke_user", "update platform.session set revoked_at = $1::timestamptz where user_id = $2 and revoked_at is null and session_hash <> $3", ["at","user_id","except_hash"])

export type ApiKeyInsertParams = {
  api_key_id: string
  workspace_id: string
  name: string
  key_hash: Buffer
  hint: string
  scopes: string[]
  created_by: string
  expires_at_or_null: Date | string | null
}
export type ApiKeyInsertRow = Record<string, never>
/** A new key; only the hash of its secret part is stored. */
export const apiKeyInsert = namedQuery<ApiKeyInsertParams, ApiKeyInsertRow>("api_key_insert", "insert into platform.api_key (api_key_id, workspace_id, name, key_hash, hint, scopes, created_by, expires_at)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8)", ["api_key_id","workspace_id","name","key_hash","hint","scopes","created_by","expires_at_or_null"])

export type ApiKeyListParams = {
  workspace_id: string
}
export type ApiKeyListRow = {
  "api_key_id": string
  "name": string
  "hint": string
  "scopes": string[]
  "created_at": Date
  "created_by": string
  "expires_at": Date | null
  "used_at": Date | null
  "revoked_at": Date | null
}
/** Keys of a workspace, newest first. */
export const apiKeyList = namedQuery<ApiKeyListParams, ApiKeyListRow>("api_key_list", "select k.api_key_id, k.name, k.hint, k.scopes, k.created_at, k.created_by, k.expires_at, k.used_at, k.revoked_at\n\
from platform.api_key k where k.workspace_id = $1 order by k.api_key_id desc", ["workspace_id"])

export type ApiKeyGetParams = {
  api_key_id: string
  at: Date | string
}
export type ApiKeyGetRow = {
  "api_key_id": string
  "workspace_id": string
  "name": string
  "key_hash": Buffer
  "scopes": string[]
  "used_at": Date | null
}
/** A key that is valid now. */
export const apiKeyGet = namedQuery<ApiKeyGetParams, ApiKeyGetRow>("api_key_get", "select k.api_key_id, k.workspace_id, k.name, k.key_hash, k.scopes, k.used_at from platform.api_key k\n\
join platform.workspace w on w.workspace_id = k.workspace_id\n\
where k.api_key_id = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2::timestamptz) and w.state = 'active'", ["api_key_id","at"])

export type ApiKeyUsedParams = {
  at: Date | string
  api_key_id: string
}
export type ApiKeyUsedRow = Record<string, never>
/** Notes the last use, to the minute. */
export const apiKeyUsed = namedQuery<ApiKeyUsedParams, ApiKeyUsedRow>("api_key_used", "update platform.api_key set used_at = $1::timestamptz where api_key_id = $2", ["at","api_key_id"])

export type ApiKeyRevokeParams = {
  at: Date | string
  workspace_id: string
  api_key_id: string
}
export type ApiKeyRevokeRow = Record<string, never>
/** Ends a key. */
export const apiKeyRevoke = namedQuery<ApiKeyRevokeParams, ApiKeyRevokeRow>("api_key_revoke", "update platform.api_key set revoked_at = $1::timestamptz where workspace_id = $2 and api_key_id = $3 and revoked_at is null", ["at","workspace_id","api_key_id"])

export type SettingListParams = {
  workspace_id: string
}
export type SettingListRow = {
  "name": string
  "value": unknown
  "updated_at": Date
  "updated_by": string
}
/** Settings that were changed from their default. */
export const settingList = namedQuery<SettingListParams, SettingListRow>("setting_list", "select s.name, s.value, s.updated_at, s.updated_by from platform.setting s where s.workspace_id = $1", ["workspace_id"])

export type SettingUpsertParams = {
  workspace_id: string
  name: string
  value: unknown
  at: Date | string
  updated_by: string
}
export type SettingUpsertRow = Record<string, never>
/** Stores a setting. */
export const settingUpsert = namedQuery<SettingUpsertParams, SettingUpsertRow>("setting_upsert", "insert into platform.setting (workspace_id, name, value, updated_at, updated_by) values ($1, $2, $3, $4::timestamptz, $5)\n\
on conflict (workspace_id, name) do update set value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by", ["workspace_id","name","value","at","updated_by"])

export type SettingDeleteParams = {
  workspace_id: string
  name: string
}
export type SettingDeleteRow = Record<string, never>
/** Back to the default. */
export const settingDelete = namedQuery<SettingDeleteParams, SettingDeleteRow>("setting_delete", "delete from platform.setting where workspace_id = $1 and name = $2", ["workspace_id","name"])

export type AssetInsertParams = {
  workspace_id: string
  asset_id: string
  name: string
  media_type: string
  size_bytes: string
  sha256: Buffer
  body: Buffer
  created_by: string
}
export type AssetInsertRow = {
  "asset_id": string
}
/** Stores a file; the same content again keeps the first row. */
export const assetInsert = namedQuery<AssetInsertParams, AssetInsertRow>("asset_insert", "insert into platform.asset (workspace_id, asset_id, name, media_type, size_bytes, sha256, body, created_by)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8)\n\
on conflict (workspace_id, sha256) do nothing\n\
returning asset_id", ["workspace_id","asset_id","name","media_type","size_bytes","sha256","body","created_by"])

export type AssetByHashParams = {
  workspace_id: string
  sha256: Buffer
}
export type AssetByHashRow = {
  "asset_id": string
  "name": string
  "media_type": string
  "size_bytes": string
  "created_at": Date
}
/** A file by its content. */
export const assetByHash = namedQuery<AssetByHashParams, AssetByHashRow>("asset_by_hash", "select a.asset_id, a.name, a.media_type, a.size_bytes, a.created_at from platform.asset a where a.workspace_id = $1 and a.sha256 = $2", ["workspace_id","sha256"])

export type AssetListParams = {
  workspace_id: string
  before_id: string
  page_size: string
}
export type AssetListRow = {
  "asset_id": string
  "name": string
  "media_type": string
  "size_bytes": string
  "created_at": Date
}
/** Files, newest first, a page. */
export const assetList = namedQuery<AssetListParams, AssetListRow>("asset_list", "select a.asset_id, a.name, a.media_type, a.size_bytes, a.created_at from platform.asset a\n\
where a.workspace_id = $1 and a.asset_id < $2 order by a.asset_id desc limit $3", ["workspace_id","before_id","page_size"])

export type AssetGetParams = {
  workspace_id: string
  asset_id: string
}
export type AssetGetRow = {
  "asset_id": string
  "name": string
  "media_type": string
  "size_bytes": string
  "sha256": Buffer
  "body": Buffer
}
/** A file with its body. */
export const assetGet = namedQuery<AssetGetParams, AssetGetRow>("asset_get", "select a.asset_id, a.name, a.media_type, a.size_bytes, a.sha256, a.body from platform.asset a where a.workspace_id = $1 and a.asset_id = $2", ["workspace_id","asset_id"])

export type AssetDeleteParams = {
  workspace_id: string
  asset_id: string
}
export type AssetDeleteRow = Record<string, never>
/** Removes a file. */
export const assetDelete = namedQuery<AssetDeleteParams, AssetDeleteRow>("asset_delete", "delete from platform.asset where workspace_id = $1 and asset_id = $2", ["workspace_id","asset_id"])
