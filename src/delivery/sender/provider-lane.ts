// One provider in the hands of one worker: its transport and the count of attempts that are open through it.
import type { Config, Id, Keyring } from '../../kernel/index.ts'
import type { SenderListOpenRow } from '../delivery.sql.ts'
import { SmtpPool, type SmtpAuth, type SmtpOptions, type TlsPolicy, type Transport } from '../transports/index.ts'

/** DESIGN 5: at most so many attempts are open per connection and per worker. */
export const PER_CONNECTION = 2
export const PER_WORKER = 100

/** Kinds that this release can send through. */
export const SENDING_KINDS: ReadonlySet<string> = new Set(['smtp', 'inbox'])

export type LaneProvider = Pick<SenderListOpenRow, 'provider_id' | 'name' | 'kind' | 'host' | 'port' | 'security' | 'username_ct' | 'secret_ct' | 'max_connections' | 'messages_per_connection' | 'version'>
export type TransportOpener = (provider: LaneProvider, keyring: Keyring, connections: number) => Transport

export class ProviderLane {
  readonly providerId: Id
  readonly version: number
  readonly transport: Transport
  readonly limit: number
  /** Attempts from the begin of their transaction until their outcome is committed. */
  open = 0
  /** Of these: not handed to the transport yet. */
  beginning = 0
  readonly unlisten: () => void

  constructor(provider: LaneProvider, transport: Transport, connections: number, onSlot: () => void) {
    this.providerId = provider.provider_id
    this.version = provider.version
    this.transport = transport
    this.limit = Math.min(PER_WORKER, connections * PER_CONNECTION)
    this.unlisten = transport.onSlot(onSlot)
  }

  /** How many more attempts may begin. */
  get free(): number {
    return Math.max(0, Math.min(this.limit - this.open, this.transport.idleSlots - this.beginning))
  }

  async close(graceMs: number): Promise<void> {
    this.unlisten()
    await this.transport.close({ graceMs })
  }
}

/** Connections of this worker to a provider: its own setting, and its share of what the provider allows all workers. */
export function laneConnections(config: Config, maxConnections: number, liveWorkers: number): number {
  return Math.max(1, Math.min(config.INBOXLIFT_SEND_CONNECTIONS, Math.floor(maxConnections / Math.max(1, liveWorkers))))
}

const TLS: Record<string, TlsPolicy> = { none: 'off', opportunistic: 'opportunistic', required: 'required', verified: 'verified', implicit: 'verified' }

/** Opens the SMTP pool of a provider; credentials are decrypted here and live in the pool only. `extra`: deadlines, trace. */
export function openSmtpTransport(config: Config, extra: Pick<SmtpOptions, 'timeouts' | 'trace'> = {}): TransportOpener {
  return (provider, keyring, connections) => {
    const open = (column: 'username_ct' | 'secret_ct'): string | undefined => {
      const sealed = provider[column]
      return sealed === null ? undefined : keyring.decrypt({ table: 'delivery.provider', column, rowKey: provider.provider_id }, sealed)
    }
    const [user, secret] = [open('username_ct'), open('secret_ct')]
    const auth: SmtpAuth | undefined = user === undefined ? undefined : { user, secret: secret ?? '' }
    const isInbox = provider.kind === 'inbox' && provider.host === ''
    return new SmtpPool({
      ...extra,
      name: provider.name,
      host: isInbox ? '127.0.0.1' : provider.host,
      port: isInbox ? config.INBOXLIFT_INBOX_SMTP_PORT : provider.port,
      implicitTls: provider.security === 'implicit',
      tls: isInbox ? 'off' : (TLS[provider.security] ?? 'verified'),
      connections,
      maxPerConnection: provider.messages_per_connection,
      ...(auth ? { auth } : {}),
    })
  }
}
