// Settings of one SMTP service, with the defaults of RFC 5321 section 4.5.3.2.
import { hostname } from 'node:os'

/**
 * `off`: never. `opportunistic`: STARTTLS when offered, any certificate, plain text again when the handshake fails
 * (RFC 7435; never with a login). `required`: TLS or nothing, any certificate. `verified`: TLS with a certificate
 * that is valid for the host.
 */
export type TlsPolicy = 'off' | 'opportunistic' | 'required' | 'verified'

export type SmtpAuth = {
  readonly user: string
  /** Password, or with XOAUTH2 the access token. A function is asked at each login, so that it can be fresh. */
  readonly secret: string | (() => string | Promise<string>)
  /** Default: the first of PLAIN, LOGIN, CRAM-MD5 that the server offers; without TLS only CRAM-MD5. */
  readonly method?: 'PLAIN' | 'LOGIN' | 'CRAM-MD5' | 'XOAUTH2'
  /** Lets PLAIN and LOGIN go over an unencrypted connection. Loopback needs no permission. */
  readonly allowPlaintext?: boolean
}

/** Whole-phase deadlines in ms: a server that drips one byte a minute does not get more. */
export type SmtpTimeouts = {
  readonly connect: number
  readonly greeting: number
  readonly tls: number
  /** EHLO, AUTH, RSET and whatever has no deadline of its own. */
  readonly command: number
  readonly mail: number
  readonly rcpt: number
  readonly data: number
  /** For each 64 kB of content to be taken by the kernel. */
  readonly block: number
  readonly dot: number
}

export const RFC5321_TIMEOUTS: SmtpTimeouts = {
  connect: 30_000,
  greeting: 300_000,
  tls: 60_000,
  command: 300_000,
  mail: 300_000,
  rcpt: 300_000,
  data: 120_000,
  block: 180_000,
  dot: 600_000,
}

export type SmtpOptions = {
  readonly name?: string
  readonly host: string
  readonly port: number
  /** TLS from the first byte (port 465). */
  readonly implicitTls?: boolean
  readonly tls?: TlsPolicy
  /** Certificate authorities to trust instead of the system's, PEM. */
  readonly ca?: string
  readonly auth?: SmtpAuth
  /** Name for EHLO; should resolve to this machine's address. */
  readonly ehloName?: string
  readonly localAddress?: string
  readonly connections?: number
  /** Mails per connection before QUIT. */
  readonly maxPerConnection?: number
  /** Idle time before QUIT, ms. */
  readonly idleMs?: number
  /** Write the next envelope before the verdict on the last message while verdicts come faster than this, ms. */
  readonly aheadBelowMs?: number
  readonly timeouts?: Partial<SmtpTimeouts>
  /** Every line of the dialogue, secrets replaced; for "send test". Content is reported as its size. */
  readonly trace?: (direction: 'C' | 'S' | '*', line: string) => void
  /** Monotonic milliseconds; tests may own it. */
  readonly now?: () => number
}

export type SmtpSettings = Required<Omit<SmtpOptions, 'ca' | 'auth' | 'localAddress' | 'trace' | 'timeouts'>> &
  Pick<SmtpOptions, 'ca' | 'auth' | 'localAddress' | 'trace'> & { readonly timeouts: SmtpTimeouts }

export function smtpSettings(options: SmtpOptions): SmtpSettings {
  return {
    name: options.name ?? 'smtp',
    host: options.host,
    port: options.port,
    implicitTls: options.implicitTls ?? false,
    tls: options.tls ?? 'opportunistic',
    ca: options.ca,
    auth: options.auth,
    ehloName: options.ehloName ?? defaultEhloName(),
    localAddress: options.localAddress,
    connections: Math.max(1, options.connections ?? 5),
    maxPerConnection: options.maxPerConnection ?? 1000,
    idleMs: options.idleMs ?? 30_000,
    aheadBelowMs: options.aheadBelowMs ?? 500,
    timeouts: { ...RFC5321_TIMEOUTS, ...options.timeouts },
    trace: options.trace,
    now: options.now ?? (() => performance.now()),
  }
}

/** A full name when the machine has one, else the address literal that RFC 5321 section 4.1.4 allows. */
function defaultEhloName(): string {
  const name = hostname()
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(name) ? name : '[127.0.0.1]'
}
