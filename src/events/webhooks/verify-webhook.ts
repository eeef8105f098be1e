/** Is a webhook really from the service that it claims to be from? Checked on the raw bytes, before they are read. */
import type { WebhookProvider } from './explain-webhook.ts'
import { verifyGeneric, verifyMailgun, verifyPassword, verifySendgrid, verifySvix } from './verify-schemes.ts'
import { verifySns } from './verify-sns.ts'
import type { Headers } from './webhook-event.ts'

export interface VerifyRequest {
  headers: Headers
  /** The body as it came; one changed byte and a signature is void. */
  rawBody: Buffer | string
  /**
   * What was agreed, several while a key is being changed: signing key (mailgun, resend, generic), public key
   * (sendgrid), "user:password" or token (postmark, sparkpost, brevo, mailjet), topic ARNs (ses; may be left out).
   */
  secret?: string | readonly string[]
  now: Date
  /** Gets a certificate (PEM) from a URL that has been checked; cache it. Needed for ses only. */
  fetchCert?: (url: string) => Promise<string>
}

export type Verification =
  | { ok: true; /** The same for a repeated request, where the scheme has such a thing. */ replayKey: string | null; /** SNS wants its subscription confirmed by a GET of this. */ subscribeUrl?: string; /** The SNS topic; anybody can have one, so pin it when you confirm it. */ topic?: string }
  | { ok: false; reason: string }

/**
 * Verify one request. Refuses when no secret is set, except for ses, whose signature needs none. Never throws but
 * for what fetchCert throws. The caller keeps the replay key as long as it keeps event ids.
 */
export async function verifyWebhook(provider: WebhookProvider, request: VerifyRequest): Promise<Verification> {
  const secrets = (typeof request.secret === 'string' ? [request.secret] : (request.secret ?? [])).filter((secret) => secret !== '')
  if (provider === 'ses') return verifySns(request, secrets)
  if (secrets.length === 0) return { ok: false, reason: 'no_secret' }
  switch (provider) {
    case 'sendgrid': return verifySendgrid(request, secrets)
    case 'mailgun': return verifyMailgun(request, secrets)
    case 'resend': return verifySvix(request, secrets)
    case 'generic': return verifyGeneric(request, secrets)
    default: return verifyPassword(request, secrets)
  }
}
