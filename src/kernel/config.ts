// Settings of a process: each has a description, a default, a unit and a bound; docs/reference/config.md is generated
// from this file. Values come from the environment; secrets come from files or the environment, never from argv.
import { z } from 'zod'
import { kernelErrors } from './errors.ts'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)

export const configSchema = z.object({
  INBOXLIFT_HOME: z.string().default('.inboxlift').describe('Folder of this installation: data, secrets, logs, inbox.'),
  INBOXLIFT_HOST: z.string().default('127.0.0.1').describe('Address that the API and the web UI listen on.'),
  INBOXLIFT_PORT: port(8025).describe('Port of the API and the web UI.'),
  INBOXLIFT_INGEST_PORT: port(8026).describe('Port of the tracking and webhook listener (reached through the API port by default).'),
  INBOXLIFT_COMPLIANCE_PORT: port(8027).describe('Port of the unsubscribe listener (reached through the API port by default).'),
  INBOXLIFT_INBOX_SMTP_PORT: port(8028).describe('SMTP port of the built-in test inbox.'),
  INBOXLIFT_INBOX_HTTP_PORT: port(8029).describe('Loopback port of the test inbox reader; token-protected.'),
  INBOXLIFT_BOUNCE_SMTP_PORT: port(8030).describe('SMTP port that receives bounces and complaints (return path).'),
  INBOXLIFT_PUBLIC_URL: z.string().default('').describe('URL under which people reach this installation; used in links. Default: http://localhost:<port>.'),
  INBOXLIFT_TRUST_PROXY: z.string().default('').describe('Addresses or networks of reverse proxies whose X-Forwarded-* headers are believed, comma-separated, e.g. 127.0.0.1,10.0.0.0/8. Empty: none.'),
  INBOXLIFT_BOUNCE_DOMAIN: z.string().default('bounce.localhost').describe('Domain of the return path (VERP).'),
  INBOXLIFT_DATABASE_URL: z.string().default('').describe('PostgreSQL 16 to 18 of your own; empty means the embedded one.'),
  INBOXLIFT_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Lowest level that is logged.'),
  INBOXLIFT_REGION: z.coerce.number().int().min(0).max(7).default(0).describe('Number of this region, part of every id.'),
  INBOXLIFT_SEND_CONNECTIONS: z.coerce.number().int().min(1).max(50).default(20).describe('SMTP connections of one send worker (at most two messages are in hand per connection).'),
  INBOXLIFT_LEASE_SECONDS: z.coerce.number().int().min(5).max(600).default(45).describe('Seconds a send worker holds claimed messages before others may take them.'),
  INBOXLIFT_DOUBT_GRACE_SECONDS: z.coerce.number().int().min(1).max(604_800).default(600).describe('Seconds a message stays in doubt, waiting for a provider event, before it is retried (at_least_once) or held for a person (at_most_once).'),
})

export type Config = z.infer<typeof configSchema>

/** Reads and checks the settings. Throws CONFIG_INVALID naming the setting and its bound. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([k, v]) => k.startsWith('INBOXLIFT_') && v !== ''))
  const result = configSchema.safeParse(given)
  if (!result.success) {
    const first = result.error.issues[0]
    throw kernelErrors.CONFIG_INVALID({ detail: `${String(first?.path[0])}: ${first?.message}.` })
  }
  return result.data
}

/** The public base URL without trailing slash. */
export function publicUrl(config: Config): string {
  return (config.INBOXLIFT_PUBLIC_URL || `http://localhost:${config.INBOXLIFT_PORT}`).replace(/\/+$/, '')
}
