-- The first rows of a new workspace in the tables of other rooms; written by compose only.

-- name: provision_gate :exec
-- The 1024 buckets between sending and withdrawing.
insert into compliance.gate (workspace_id, bucket) select :workspace_id, g from generate_series(0, 1023) g on conflict do nothing;

-- name: provision_template :exec
-- A first template, to be changed.
insert into campaigns.template (workspace_id, template_id, name, language, subject, preheader, body, created_by, updated_by)
values (:workspace_id, :template_id, :name, 'mjml', :subject, :preheader, :body, :actor, :actor);

-- name: provision_inbox_provider :exec
-- The built-in test inbox as a provider.
insert into delivery.provider (workspace_id, provider_id, name, kind, host, port, security, created_by, updated_by)
values (:workspace_id, :provider_id, 'Test inbox', 'inbox', '127.0.0.1', :port, 'none', :actor, :actor);

-- name: provision_inbox_port :exec
-- Follows the port of the test inbox when the setting was changed.
update delivery.provider set port = :port, updated_at = now(), updated_by = :actor, version = version + 1
where workspace_id = :workspace_id and kind = 'inbox' and host = '127.0.0.1' and port <> :port;
