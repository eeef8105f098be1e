// What a reply means for the message it answers.
import type { Fault } from './smtp-line.ts'
import type { Reply } from './smtp-reply.ts'
import type { Outcome, OutcomeKind, Phase, RecipientReply } from './transport.ts'

export type Verdict = { readonly kind: OutcomeKind; readonly phase: Phase; readonly code: number | null; readonly enhanced: string | null; readonly text: string; readonly local: boolean }

/** Codes that speak about us or the dialogue (syntax, sequence, login missing), not about the message. */
const ABOUT_US = new Set([500, 502, 503, 504, 530, 534, 535, 538])

/** The verdict of a negative (or absurd) reply at a phase before the final dot. */
export function verdictOf(reply: Reply, phase: Phase): Verdict {
  const { code, enhanced, text } = reply
  return { kind: kindOf(code), phase, code, enhanced, text, local: false }
}

function kindOf(code: number): OutcomeKind {
  if (code >= 400 && code < 500) return 'deferred'
  if (code >= 500 && !ABOUT_US.has(code)) return 'refused'
  return 'not_sent'
}

/** The verdict of the reply to the final dot: 2xx and 4xx/5xx are clear, anything else leaves it open. */
export function verdictOfDot(reply: Reply): Verdict {
  const { code, enhanced, text } = reply
  const kind = code < 300 ? 'sent' : code < 400 ? 'in_doubt' : code < 500 ? 'deferred' : 'refused'
  return { kind, phase: 'dot', code, enhanced, text, local: false }
}

/** All recipients were turned down: deferred as long as one of them may be tried again. */
export function verdictOfRecipients(rejected: readonly RecipientReply[]): Verdict {
  const decisive = rejected.find((r) => r.kind === 'deferred') ?? rejected[0]
  if (!decisive) return localVerdict('not_sent', 'rcpt', 'there is no recipient')
  const { kind, code, enhanced, text } = decisive
  return { kind: code === 503 ? 'not_sent' : kind, phase: 'rcpt', code, enhanced, text, local: false }
}

export function recipientReply(address: string, reply: Reply): RecipientReply {
  const { code, enhanced, text } = reply
  return { address, kind: code >= 500 ? 'refused' : 'deferred', code, enhanced, text }
}

/** A verdict of our own; codes as the standards have them, so that reports can group them. */
export function localVerdict(kind: OutcomeKind, phase: Phase, text: string, code: number | null = null, enhanced: string | null = null): Verdict {
  return { kind, phase, code, enhanced, text, local: true }
}

export function verdictOfFault(fault: Fault, kind: OutcomeKind, phase: Phase = fault.phase): Verdict {
  return { kind, phase, code: fault.code, enhanced: fault.enhanced, text: fault.text, local: fault.local }
}

export type OutcomeFacts = { readonly server: string; readonly latencyMs: number; readonly dataStarted: boolean; readonly finalDotSent: boolean; readonly recipients?: readonly RecipientReply[]; readonly retryAfterMs?: number }

const NOBODY: readonly RecipientReply[] = Object.freeze([])

export function toOutcome(v: Verdict, facts: OutcomeFacts): Outcome {
  return {
    kind: v.kind,
    code: v.code,
    enhanced: v.enhanced,
    text: v.text,
    phase: v.phase,
    server: facts.server,
    latencyMs: facts.latencyMs,
    local: v.local,
    dataStarted: facts.dataStarted,
    finalDotSent: facts.finalDotSent,
    recipients: facts.recipients ?? NOBODY,
    ...(facts.retryAfterMs === undefined ? {} : { retryAfterMs: facts.retryAfterMs }),
  }
}
