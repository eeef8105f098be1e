// Generated from provision.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type ProvisionGateParams = {
  workspace_id: string
}
export type ProvisionGateRow = Record<string, never>
/** The 1024 buckets between sending and withdrawing. */
export const provisionGate = namedQuery<ProvisionGateParams, ProvisionGateRow>("provision_gate", "insert into compliance.gate (workspace_id, bucket) select $1, g from generate_series(0, 1023) g on conflict do nothing", ["workspace_id"])

export type ProvisionTemplateParams = {
  workspace_id: string
  template_id: string
  name: string
  subject: string
  preheader: string
  body: string
  actor: string
}
export type ProvisionTemplateRow = Record<string, never>
/** A first template, to be changed. */
export const provisionTemplate = namedQuery<ProvisionTemplateParams, ProvisionTemplateRow>("provision_template", "insert into campaigns.template (workspace_id, template_id, name, language, subject, preheader, body, created_by, updated_by)\n\
values ($1, $2, $3, 'mjml', $4, $5, $6, $7, $7)", ["workspace_id","template_id","name","subject","preheader","body","actor"])

export type ProvisionInboxProviderParams = {
  workspace_id: string
  provider_id: string
  port: number
  actor: string
}
export type ProvisionInboxProviderRow = Record<string, never>
/** The built-in test inbox as a provider. */
export const provisionInboxProvider = namedQuery<ProvisionInboxProviderParams, ProvisionInboxProviderRow>("provision_inbox_provider", "insert into delivery.provider (workspace_id, provider_id, name, kind, host, port, security, created_by, updated_by)\n\
values ($1, $2, 'Test inbox', 'inbox', '127.0.0.1', $3, 'none', $4, $4)", ["workspace_id","provider_id","port","actor"])

export type ProvisionInboxPortParams = {
  port: number
  actor: string
  workspace_id: string
}
export type ProvisionInboxPortRow = Record<string, never>
/** Follows the port of the test inbox when the setting was changed. */
export const provisionInboxPort = namedQuery<ProvisionInboxPortParams, ProvisionInboxPortRow>("provision_inbox_port", "update delivery.provider set port = $1, updated_at = now(), updated_by = $2, version = version + 1\n\
where workspace_id = $3 and kind = 'inbox' and host = '127.0.0.1' and port <> $1", ["port","actor","workspace_id"])
