// The transports' door: delivery's index.ts passes on what other rooms may use.
export { sendBatch } from './transport.ts'
export type { Envelope, OutgoingMessage, Outcome, OutcomeKind, Phase, RecipientReply, Transport } from './transport.ts'
export { SmtpPool } from './smtp-pool.ts'
export type { SmtpAuth, SmtpOptions, SmtpTimeouts, TlsPolicy } from './smtp-options.ts'
export { RFC5321_TIMEOUTS } from './smtp-options.ts'
export { CaptureTransport } from './capture.ts'
export type { CapturedMail, CaptureOptions } from './capture.ts'
export { enhancedCode } from './smtp-reply.ts'
