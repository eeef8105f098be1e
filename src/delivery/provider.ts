// The noun: a service that takes mail, as people manage it. Credentials are encrypted on the way in and never come out.
import { z } from 'zod'
import { constraintName, mapDatabaseError, type Id, type IdSource, type Keyring, type Tx } from '../kernel/index.ts'
import { deliveryErrors } from './errors.ts'
import { providerDelete, providerGet, providerInsert, providerList, providerUpdate, type ProviderGetRow } from './provider.sql.ts'
import { SENDING_KINDS } from './sender/provider-lane.ts'

export const PROVIDER_KINDS = ['smtp', 'inbox', 'ses', 'sendgrid', 'mailgun', 'postmark', 'sparkpost', 'brevo', 'mailjet', 'resend'] as const
export const PROVIDER_STATES = ['active', 'paused', 'retired'] as const
export const PROVIDER_SECURITY = ['none', 'opportunistic', 'required', 'verified', 'implicit'] as const

const rate = z.number().int().min(1).max(2_000_000_000).nullable()

/** What a provider is made of; every field has the default of a fresh SMTP service. */
export const providerInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  kind: z.enum(PROVIDER_KINDS).default('smtp'),
  state: z.enum(PROVIDER_STATES).default('active'),
  host: z.string().trim().max(255).regex(/^[A-Za-z0-9._:-]*$/, 'is a host name or an address').default(''),
  port: z.number().int().min(1).max(65_535).default(25),
  security: z.enum(PROVIDER_SECURITY).default('opportunistic'),
  username: z.string().max(1_000).nullable().optional(),
  secret: z.string().max(4_000).nullable().optional(),
  webhook_secret: z.string().max(4_000).nullable().optional(),
  max_connections: z.number().int().min(1).max(1_000).default(20),
  messages_per_connection: z.number().int().min(1).max(1_000_000).default(1_000),
  rate_per_second: rate.default(null),
  rate_per_hour: rate.default(null),
  rate_per_day: rate.default(null),
  cost_micros: z.number().int().min(0).default(0),
})
export type ProviderInput = z.output<typeof providerInput>

/** For a change: nothing has a default, what is absent stays. A secret that is null is removed. */
export const providerChange = z.strictObject({
  name: providerInput.shape.name.optional(),
  state: z.enum(PROVIDER_STATES).optional(),
  host: providerInput.shape.host.unwrap().optional(),
  port: providerInput.shape.port.unwrap().optional(),
  security: z.enum(PROVIDER_SECURITY).optional(),
  username: providerInput.shape.username,
  secret: providerInput.shape.secret,
  webhook_secret: providerInput.shape.webhook_secret,
  max_connections: providerInput.shape.max_connections.unwrap().optional(),
  messages_per_connection: providerInput.shape.messages_per_connection.unwrap().optional(),
  rate_per_second: rate.optional(),
  rate_per_hour: rate.optional(),
  rate_per_day: rate.optional(),
  cost_micros: providerInput.shape.cost_micros.unwrap().optional(),
})
export type ProviderChange = z.output<typeof providerChange>

export type Provider = ProviderGetRow

type Author = { workspaceId: Id; actor: string }
type Secret = 'username' | 'secret' | 'webhook_secret'

/** Throws DELIVERY_PROVIDER_NAME_TAKEN, DELIVERY_PROVIDER_KIND_UNSUPPORTED. */
export async function createProvider(tx: Tx, ids: IdSource, keyring: Keyring, author: Author, input: ProviderInput): Promise<Provider> {
  if (!SENDING_KINDS.has(input.kind)) throw deliveryErrors.DELIVERY_PROVIDER_KIND_UNSUPPORTED()
  const providerId = ids.next()
  await named(() =>
    providerInsert.exec(tx, {
      ...common(input), kind: input.kind, workspace_id: author.workspaceId, provider_id: providerId, actor: author.actor, options: '{}',
      username_ct_or_null: seal(keyring, providerId, 'username', input.username), secret_ct_or_null: seal(keyring, providerId, 'secret', input.secret),
      webhook_secret_ct_or_null: seal(keyring, providerId, 'webhook_secret', input.webhook_secret),
    }),
  )
  return getProvider(tx, author.workspaceId, providerId)
}

/**
 * Changes a provider; with `version` only when it still is that one. Workers take the change up within seconds: they close
 * their connections in order and open new ones. Throws DELIVERY_PROVIDER_NOT_FOUND, _CHANGED, _NAME_TAKEN.
 */
export async function updateProvider(tx: Tx, keyring: Keyring, author: Author, providerId: Id, change: ProviderChange, version?: number): Promise<Provider> {
  const before = await getProvider(tx, author.workspaceId, providerId)
  const expected = version ?? before.version
  const merged = { ...before, cost_micros: Number(before.cost_micros), ...definedOnly(change) } as ProviderInput
  const keep = (name: Secret): boolean => change[name] === undefined
  const updated = await named(() =>
    providerUpdate.exec(tx, {
      ...common(merged), kind: before.kind, workspace_id: author.workspaceId, provider_id: providerId, actor: author.actor, version: expected, options: JSON.stringify(before.options),
      keep_username: keep('username'), keep_secret: keep('secret'), keep_webhook_secret: keep('webhook_secret'),
      username_ct_or_null: seal(keyring, providerId, 'username', change.username), secret_ct_or_null: seal(keyring, providerId, 'secret', change.secret),
      webhook_secret_ct_or_null: seal(keyring, providerId, 'webhook_secret', change.webhook_secret),
    }),
  )
  if (updated === 0) throw deliveryErrors.DELIVERY_PROVIDER_CHANGED({ data: { version: before.version } })
  return getProvider(tx, author.workspaceId, providerId)
}

/** Throws DELIVERY_PROVIDER_NOT_FOUND. */
export async function getProvider(tx: Tx, workspaceId: Id, providerId: Id): Promise<Provider> {
  const row = await providerGet.one(tx, { workspace_id: workspaceId, provider_id: providerId })
  if (!row) throw deliveryErrors.DELIVERY_PROVIDER_NOT_FOUND()
  return row
}

export function listProviders(tx: Tx, workspaceId: Id): Promise<Provider[]> {
  return providerList.many(tx, { workspace_id: workspaceId })
}

/** Only a provider that carried nothing; others are retired. Throws DELIVERY_PROVIDER_IN_USE, _NOT_FOUND. */
export async function deleteProvider(tx: Tx, workspaceId: Id, providerId: Id): Promise<void> {
  const deleted = await named(() => providerDelete.exec(tx, { workspace_id: workspaceId, provider_id: providerId }))
  if (deleted === 0) throw deliveryErrors.DELIVERY_PROVIDER_NOT_FOUND()
}

const COLUMN = { username: 'username_ct', secret: 'secret_ct', webhook_secret: 'webhook_secret_ct' } as const

function seal(keyring: Keyring, providerId: Id, name: Secret, value: string | null | undefined): Buffer | null {
  return value === undefined || value === null || value === '' ? null : keyring.encrypt({ table: 'delivery.provider', column: COLUMN[name], rowKey: providerId }, value)
}

function common(i: ProviderInput) {
  return {
    name: i.name, state: i.state, host: i.host, port: i.port, security: i.security, max_connections: i.max_connections, messages_per_connection: i.messages_per_connection,
    rate_per_second_or_null: i.rate_per_second, rate_per_hour_or_null: i.rate_per_hour, rate_per_day_or_null: i.rate_per_day, cost_micros: String(i.cost_micros),
  }
}

const definedOnly = <T extends object>(o: T): Partial<T> => Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as Partial<T>

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const constraint = constraintName(error)
    if (constraint?.endsWith('_provider_fk')) throw deliveryErrors.DELIVERY_PROVIDER_IN_USE({ cause: error })
    throw mapDatabaseError(error, { provider_name_uq: () => deliveryErrors.DELIVERY_PROVIDER_NAME_TAKEN() })
  }
}
