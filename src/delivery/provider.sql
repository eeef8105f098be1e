-- Named queries about providers and routes, as people manage them. Secrets go in, never out.

-- name: provider_delete :exec
-- Removes a provider that carried nothing; foreign keys refuse the others.
delete from delivery.provider p where p.workspace_id = :workspace_id and p.provider_id = :provider_id;

-- name: provider_get :one
-- One provider without its secrets.
select p.provider_id, p.name, p.kind, p.state, p.host, p.port, p.security, p.username_ct is not null as "has_username!", p.secret_ct is not null as "has_secret!", p.webhook_secret_ct is not null as "has_webhook_secret!",
  p.max_connections, p.messages_per_connection, p.rate_per_second, p.rate_per_hour, p.rate_per_day, p.cost_micros, p.options, p.version, p.created_at, p.created_by, p.updated_at, p.updated_by
from delivery.provider p
where p.workspace_id = :workspace_id and p.provider_id = :provider_id;

-- name: provider_insert :exec
-- A new provider. Zero and empty mean null where null means none.
insert into delivery.provider (workspace_id, provider_id, name, kind, state, host, port, security, username_ct, secret_ct, webhook_secret_ct, max_connections, messages_per_connection,
  rate_per_second, rate_per_hour, rate_per_day, cost_micros, options, created_at, created_by, updated_at, updated_by)
values (:workspace_id, :provider_id, :name, :kind, :state, :host, :port, :security, :username_ct_or_null, :secret_ct_or_null, :webhook_secret_ct_or_null, :max_connections, :messages_per_connection,
  :rate_per_second_or_null, :rate_per_hour_or_null, :rate_per_day_or_null, :cost_micros, :options::jsonb, now(), :actor, now(), :actor);

-- name: provider_list :many
-- Providers of the workspace in the order they were made, without secrets.
select p.provider_id, p.name, p.kind, p.state, p.host, p.port, p.security, p.username_ct is not null as "has_username!", p.secret_ct is not null as "has_secret!", p.webhook_secret_ct is not null as "has_webhook_secret!",
  p.max_connections, p.messages_per_connection, p.rate_per_second, p.rate_per_hour, p.rate_per_day, p.cost_micros, p.options, p.version, p.created_at, p.created_by, p.updated_at, p.updated_by
from delivery.provider p
where p.workspace_id = :workspace_id
order by p.created_at, p.provider_id;

-- name: provider_update :exec
-- Changes a provider if it has the version that was read. keep_*: leave that secret as it is.
update delivery.provider p
set name = :name, kind = :kind, state = :state, host = :host, port = :port, security = :security,
  username_ct = case when :keep_username::boolean then p.username_ct else :username_ct_or_null::bytea end,
  secret_ct = case when :keep_secret::boolean then p.secret_ct else :secret_ct_or_null::bytea end,
  webhook_secret_ct = case when :keep_webhook_secret::boolean then p.webhook_secret_ct else :webhook_secret_ct_or_null::bytea end,
  max_connections = :max_connections, messages_per_connection = :messages_per_connection, rate_per_second = :rate_per_second_or_null, rate_per_hour = :rate_per_hour_or_null,
  rate_per_day = :rate_per_day_or_null, cost_micros = :cost_micros, options = :options::jsonb, version = p.version + 1, updated_at = now(), updated_by = :actor
where p.workspace_id = :workspace_id and p.provider_id = :provider_id and p.version = :version;

-- name: queue_figures :many
-- What waits in the open launches of a workspace, by launch and state; reads partial indexes only, final messages cost nothing.
select l.launch_id, l.campaign_id, c.name as campaign_name, l.state as launch_state, w.state as "state!", w.count as "count!", w.oldest_at as "oldest_at?"
from campaigns.launch l
join campaigns.campaign c on c.workspace_id = l.workspace_id and c.campaign_id = l.campaign_id
cross join lateral (
  select m.state, count(*)::int as count, min(m.due_at) as oldest_at from delivery.message m
  where m.workspace_id = :workspace_id and m.launch_id = l.launch_id and m.state in ('ready', 'deferred') group by m.state
  union all
  select m.state, count(*)::int, min(m.state_at) from delivery.message m
  where m.workspace_id = :workspace_id and m.launch_id = l.launch_id and m.state in ('leased', 'attempting') group by m.state
) w
where l.workspace_id = :workspace_id and l.state in ('slicing', 'sending', 'paused')
order by l.launch_id, w.state;

-- name: queue_uncertain :many
-- Messages in doubt and held, by state and reason.
select m.state, m.reason, count(*)::int as count, min(m.state_at) as "oldest_at?"
from delivery.message m
where m.workspace_id = :workspace_id and m.state in ('in_doubt', 'held')
group by m.state, m.reason
order by m.state, m.reason;

-- name: queue_workers :many
-- Send workers that were seen lately and what they have in hand.
select h.instance, h.release, h.started_at, h.seen_at, h.facts
from ops.heartbeat h
where h.service = 'worker-send' and h.seen_at > now() - interval '30 seconds'
order by h.instance;

-- name: route_delete :exec
-- Removes a rule.
delete from delivery.route r where r.workspace_id = :workspace_id and r.route_id = :route_id;

-- name: route_insert :exec
-- A new rule.
insert into delivery.route (workspace_id, route_id, priority, match, provider_id, created_by)
values (:workspace_id, :route_id, :priority, :match::jsonb, :provider_id, :actor);

-- name: route_list_all :many
-- Every rule in the order it is asked, also those of providers that are not active.
select r.route_id, r.priority, r.match, r.provider_id, r.weight, r.created_at, r.created_by
from delivery.route r
where r.workspace_id = :workspace_id
order by r.priority, r.route_id;
