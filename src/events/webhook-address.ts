// The address at which a provider's webhooks arrive: /w/<format>/<key>. The key is signed and names workspace and
// provider, so that a request without it never reaches the database.
import { createSigner, type Id } from '../kernel/index.ts'

export type WebhookAddress = { workspaceId: Id; providerId: Id }

/** The path to configure at the provider; `format` is the provider's kind, e.g. sendgrid, or generic. */
export function webhookPath(signingSecret: Buffer, format: string, address: WebhookAddress): string {
  return `/w/${format}/${createSigner(signingSecret).sign('webhook', { workspaceId: address.workspaceId, launchId: address.providerId, contactId: '0', seq: '0' })}`
}

/** The address behind a key, or undefined when it is not one of ours. */
export function readWebhookKey(signingSecret: Buffer, key: string): WebhookAddress | undefined {
  try {
    const p = createSigner(signingSecret).verify('webhook', key)
    return { workspaceId: p.workspaceId, providerId: p.launchId }
  } catch {
    return undefined
  }
}
