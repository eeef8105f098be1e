-- Queries of the room platform, grouped by table.

-- name: node_lease_claim_expired :one
-- Takes over the free node number whose mark lies furthest back. The new mark lies ahead of the database's clock, so ids
-- of the former holder and ours can never meet, whatever either believes about time.
with free as (
  select l.region, l.node, l.high_water_ms from platform.node_lease l
  where l.region = :region and l.lease_until < now()
  order by l.high_water_ms, l.node limit 1
  for update skip locked
)
update platform.node_lease l
set holder = :holder, fence = l.fence + 1, lease_until = now() + :lease_ms * interval '1 millisecond',
    high_water_ms = greatest(l.high_water_ms, (extract(epoch from now()) * 1000)::bigint) + :window_ms::bigint
from free f
where l.region = f.region and l.node = f.node
returning l.node, l.fence, f.high_water_ms as "before_ms!", l.high_water_ms;

-- name: node_lease_claim_fresh :one
-- Takes a node number nobody ever had; no row when somebody else was faster.
insert into platform.node_lease (region, node, holder, fence, lease_until, high_water_ms)
values (:region, :node, :holder, 1, now() + :lease_ms * interval '1 millisecond', (extract(epoch from now()) * 1000)::bigint + :window_ms::bigint)
on conflict (region, node) do nothing
returning node, fence, high_water_ms;

-- name: node_lease_renew :one
-- Moves lease and mark ahead; no row when somebody else holds the number now (the fence differs).
update platform.node_lease
set lease_until = now() + :lease_ms * interval '1 millisecond',
    high_water_ms = greatest(high_water_ms, (extract(epoch from now()) * 1000)::bigint + :window_ms::bigint)
where region = :region and node = :node and fence = :fence
returning high_water_ms;

-- name: node_lease_release :exec
-- Gives the number back; the mark is the last millisecond that was really used.
update platform.node_lease set lease_until = now() - interval '1 millisecond', high_water_ms = :last_ms
where region = :region and node = :node and fence = :fence;

-- name: node_lease_used :many
-- Numbers of a region that have a row.
select l.node from platform.node_lease l where l.region = :region;

-- name: workspace_insert :exec
-- A new customer. Unique: slug.
insert into platform.workspace (workspace_id, name, slug, timezone, postal_address, created_by)
values (:workspace_id, :name, :slug, :timezone, :postal_address, :created_by);

-- name: workspace_update :exec
-- Changes what people may change.
update platform.workspace set name = :name, timezone = :timezone, postal_address = :postal_address where workspace_id = :workspace_id;

-- name: workspace_list :many
-- All workspaces, oldest first.
select w.workspace_id, w.name, w.slug, w.timezone, w.state, w.postal_address, w.created_at from platform.workspace w order by w.workspace_id;

-- name: workspace_get :one
-- One workspace.
select w.workspace_id, w.name, w.slug, w.timezone, w.state, w.postal_address, w.created_at from platform.workspace w where w.workspace_id = :workspace_id;

-- name: workspace_by_slug :one
-- One workspace by its short name.
select w.workspace_id, w.name, w.slug, w.timezone, w.state, w.postal_address, w.created_at from platform.workspace w where w.slug = :slug;

-- name: workspace_key_insert :exec
-- A wrapped secret of a workspace.
insert into platform.workspace_key (workspace_id, key_id, wrapped) values (:workspace_id, :key_id, :wrapped);

-- name: workspace_key_list :many
-- The wrapped secrets that may still be read.
select k.key_id, k.wrapped, k.state from platform.workspace_key k where k.workspace_id = :workspace_id and k.state <> 'destroyed' order by k.key_id;

-- name: user_insert :exec
-- A new person. Unique: login.
insert into platform.app_user (user_id, login, name, password_hash, must_change_password)
values (:user_id, :login, :name, :password_hash, :must_change_password);

-- name: user_list :many
-- Everybody, by login.
select u.user_id, u.login, u.name, u.state, u.must_change_password, u.failed_attempts, u.locked_until, u.created_at from platform.app_user u order by u.login;

-- name: user_by_login :one
-- One person by login.
select u.user_id, u.login, u.name, u.state, u.must_change_password, u.password_hash, u.locked_until from platform.app_user u where u.login = :login;

-- name: user_get :one
-- One person.
select u.user_id, u.login, u.name, u.state, u.must_change_password, u.password_hash from platform.app_user u where u.user_id = :user_id;

-- name: user_count :one
-- How many people there are.
select count(*) as "total" from platform.app_user u;

-- name: user_attempt_begin :one
-- Counts a sign-in attempt before the password is looked at, so that a hundred guesses at once count as a hundred. From
-- the fifth on each failure locks the account, for a minute at first and twice as long each time, up to an hour.
update platform.app_user
set failed_attempts = failed_attempts + 1,
    locked_until = case when failed_attempts + 1 >= 5
      then :at::timestamptz + least(3600, 60 * power(2, least(failed_attempts + 1 - 5, 10))) * interval '1 second' end
where login = :login and (locked_until is null or locked_until <= :at::timestamptz)
returning user_id, login, name, state, must_change_password, password_hash;

-- name: user_attempt_succeeded :exec
-- Forgets failed attempts after a success.
update platform.app_user set failed_attempts = 0, locked_until = null where user_id = :user_id;

-- name: user_set_password :exec
-- A new password hash; unlocks the account and gives a disabled one back.
update platform.app_user
set password_hash = :password_hash, must_change_password = :must_change_password, failed_attempts = 0, locked_until = null, state = 'active', updated_at = :at::timestamptz
where user_id = :user_id;

-- name: user_set_state :exec
-- Disables or enables a person.
update platform.app_user set state = :state, updated_at = :at::timestamptz where user_id = :user_id;

-- name: membership_upsert :exec
-- Gives a person a role in a workspace, or changes it.
insert into platform.membership (workspace_id, user_id, role, created_by) values (:workspace_id, :user_id, :role, :created_by)
on conflict (workspace_id, user_id) do update set role = excluded.role;

-- name: membership_delete :exec
-- Takes a person out of a workspace.
delete from platform.membership where workspace_id = :workspace_id and user_id = :user_id;

-- name: membership_owners_lock :many
-- Owners of a workspace, locked so that two changes at once cannot both remove the last one.
select m.user_id from platform.membership m where m.workspace_id = :workspace_id and m.role = 'owner' for update;

-- name: membership_get :one
-- The role of a person in a workspace.
select m.role, m.created_at from platform.membership m where m.workspace_id = :workspace_id and m.user_id = :user_id;

-- name: membership_list :many
-- Who works in a workspace.
select m.user_id, m.role, m.created_at, u.login, u.name, u.state from platform.membership m
join platform.app_user u on u.user_id = m.user_id
where m.workspace_id = :workspace_id order by u.login;

-- name: membership_of_user :many
-- Active workspaces of a person, oldest first.
select m.workspace_id, m.role, w.name, w.slug from platform.membership m
join platform.workspace w on w.workspace_id = m.workspace_id
where m.user_id = :user_id and w.state = 'active' order by m.workspace_id;

-- name: session_insert :exec
-- A signed-in browser.
insert into platform.session (session_hash, user_id, created_at, seen_at, expires_at) values (:session_hash, :user_id, :at::timestamptz, :at::timestamptz, :expires_at);

-- name: session_get :one
-- A session that is valid now, with its person.
select s.user_id, s.seen_at, u.login, u.name, u.must_change_password from platform.session s
join platform.app_user u on u.user_id = s.user_id
where s.session_hash = :session_hash and s.revoked_at is null and s.expires_at > :at::timestamptz and s.seen_at > :idle_since::timestamptz and u.state = 'active';

-- name: session_seen :exec
-- Notes the last use, to the minute.
update platform.session set seen_at = :at::timestamptz where session_hash = :session_hash;

-- name: session_revoke :exec
-- Ends one session.
update platform.session set revoked_at = :at::timestamptz where session_hash = :session_hash and revoked_at is null;

-- name: session_revoke_user :exec
-- Ends all sessions of a person but the named one (empty: all).
update platform.session set revoked_at = :at::timestamptz where user_id = :user_id and revoked_at is null and session_hash <> :except_hash;

-- name: api_key_insert :exec
-- A new key; only the hash of its secret part is stored.
insert into platform.api_key (api_key_id, workspace_id, name, key_hash, hint, scopes, created_by, expires_at)
values (:api_key_id, :workspace_id, :name, :key_hash, :hint, :scopes, :created_by, :expires_at_or_null);

-- name: api_key_list :many
-- Keys of a workspace, newest first.
select k.api_key_id, k.name, k.hint, k.scopes, k.created_at, k.created_by, k.expires_at, k.used_at, k.revoked_at
from platform.api_key k where k.workspace_id = :workspace_id order by k.api_key_id desc;

-- name: api_key_get :one
-- A key that is valid now.
select k.api_key_id, k.workspace_id, k.name, k.key_hash, k.scopes, k.used_at from platform.api_key k
join platform.workspace w on w.workspace_id = k.workspace_id
where k.api_key_id = :api_key_id and k.revoked_at is null and (k.expires_at is null or k.expires_at > :at::timestamptz) and w.state = 'active';

-- name: api_key_used :exec
-- Notes the last use, to the minute.
update platform.api_key set used_at = :at::timestamptz where api_key_id = :api_key_id;

-- name: api_key_revoke :exec
-- Ends a key.
update platform.api_key set revoked_at = :at::timestamptz where workspace_id = :workspace_id and api_key_id = :api_key_id and revoked_at is null;

-- name: setting_list :many
-- Settings that were changed from their default.
select s.name, s.value, s.updated_at, s.updated_by from platform.setting s where s.workspace_id = :workspace_id;

-- name: setting_upsert :exec
-- Stores a setting.
insert into platform.setting (workspace_id, name, value, updated_at, updated_by) values (:workspace_id, :name, :value, :at::timestamptz, :updated_by)
on conflict (workspace_id, name) do update set value = excluded.value, updated_at = excluded.updated_at, updated_by = excluded.updated_by;

-- name: setting_delete :exec
-- Back to the default.
delete from platform.setting where workspace_id = :workspace_id and name = :name;

-- name: asset_insert :one
-- Stores a file; the same content again keeps the first row.
insert into platform.asset (workspace_id, asset_id, name, media_type, size_bytes, sha256, body, created_by)
values (:workspace_id, :asset_id, :name, :media_type, :size_bytes, :sha256, :body, :created_by)
on conflict (workspace_id, sha256) do nothing
returning asset_id;

-- name: asset_by_hash :one
-- A file by its content.
select a.asset_id, a.name, a.media_type, a.size_bytes, a.created_at from platform.asset a where a.workspace_id = :workspace_id and a.sha256 = :sha256;

-- name: asset_list :many
-- Files, newest first, a page.
select a.asset_id, a.name, a.media_type, a.size_bytes, a.created_at from platform.asset a
where a.workspace_id = :workspace_id and a.asset_id < :before_id order by a.asset_id desc limit :page_size;

-- name: asset_get :one
-- A file with its body.
select a.asset_id, a.name, a.media_type, a.size_bytes, a.sha256, a.body from platform.asset a where a.workspace_id = :workspace_id and a.asset_id = :asset_id;

-- name: asset_delete :exec
-- Removes a file.
delete from platform.asset where workspace_id = :workspace_id and asset_id = :asset_id;
