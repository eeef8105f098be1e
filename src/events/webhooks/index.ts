/** The door of webhooks: what mail services report, and whether it is really them. */
export { explainWebhook, isWebhookProvider, WEBHOOK_PROVIDERS } from './explain-webhook.ts'
export type { WebhookProvider } from './explain-webhook.ts'
export type { Headers, Ignored, WebhookEvent, WebhookExplanation } from './webhook-event.ts'
export { verifyWebhook } from './verify-webhook.ts'
export type { Verification, VerifyRequest } from './verify-webhook.ts'
export { signGeneric } from './verify-schemes.ts'
