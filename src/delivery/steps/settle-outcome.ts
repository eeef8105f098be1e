// Step: what does an outcome mean for the message? The only place that turns a transport's words into states.
import { isHardClass, judge } from '../../events/index.ts'
import type { Id, Keyring } from '../../kernel/index.ts'
import type { Leased } from '../queue/claim-messages.ts'
import type { Settlement } from '../queue/settle-attempts.ts'
import type { Outcome } from '../transports/index.ts'
import { backOffSeconds } from './back-off.ts'

export type SettleContext = { readonly keyring: Keyring; readonly launchId: Id; readonly providerId: Id; readonly now: Date; readonly random: number }

type Meaning = Pick<Settlement, 'toState' | 'outcome' | 'eventType' | 'bounceClass' | 'hard' | 'reason' | 'delaySeconds'>

/** Pure but for encryption. The server's words are kept encrypted, and only when it did not simply accept. */
export function settleOutcome(leased: Leased, outcome: Outcome, context: SettleContext): Settlement {
  const plain = outcome.kind === 'sent'
  return {
    leased,
    providerId: context.providerId,
    ...meaningOf(leased, outcome, context),
    phase: outcome.phase,
    smtpCode: outcome.code,
    enhancedCode: outcome.enhanced,
    latencyMs: outcome.latencyMs,
    diagnosticCt: plain || outcome.text === '' ? null : encryptDiagnostic(context, leased, outcome.text),
  }
}

function encryptDiagnostic({ keyring, launchId }: SettleContext, leased: Leased, text: string): Buffer {
  return keyring.encrypt({ table: 'delivery.attempt', column: 'diagnostic_ct', rowKey: diagnosticKey(launchId, leased.contactId, leased.seq, leased.attempts + 1) }, text.slice(0, 2000))
}

/** Row key that a diagnostic is encrypted for. */
export const diagnosticKey = (launchId: Id, contactId: Id, seq: Id, attemptNo: number): string => `${launchId}/${contactId}/${seq}/${attemptNo}`

const NOTHING = { bounceClass: null, hard: null, reason: null, delaySeconds: 0 } as const

function meaningOf(leased: Leased, outcome: Outcome, context: SettleContext): Meaning {
  switch (outcome.kind) {
    case 'sent':
      return { toState: 'sent', outcome: 'sent', eventType: 'sent', ...NOTHING }
    case 'in_doubt':
      return { toState: 'in_doubt', outcome: 'in_doubt', eventType: null, ...NOTHING, reason: 'connection_lost' }
    case 'deferred':
      return later(leased, outcome, context, classOf(outcome))
    case 'not_sent':
      return outcome.phase === 'compose' ? failed('content') : later(leased, outcome, context, null)
    case 'refused':
      return refused(outcome)
  }
}

function later(leased: Leased, outcome: Outcome, context: SettleContext, bounceClass: string | null): Meaning {
  const delaySeconds = backOffSeconds({
    attempts: leased.attempts + 1,
    ageSeconds: (context.now.getTime() - leased.createdAt.getTime()) / 1000,
    kind: outcome.kind === 'deferred' ? 'refused' : 'unreached',
    atLeastSeconds: (outcome.retryAfterMs ?? 0) / 1000,
    random: context.random,
  })
  if (delaySeconds === null) return failed('expired')
  return { toState: 'deferred', outcome: 'deferred', eventType: outcome.kind === 'deferred' ? 'deferred' : null, bounceClass, hard: bounceClass === null ? null : false, reason: null, delaySeconds }
}

function failed(reason: string): Meaning {
  return { toState: 'failed', outcome: 'failed', eventType: null, ...NOTHING, reason }
}

/** Said at MAIL or about the session it is about us; said at RCPT or about the content it is about this mail to this person. */
function refused(outcome: Outcome): Meaning {
  const bounceClass = classOf(outcome)
  if (['rcpt', 'data', 'body', 'dot'].includes(outcome.phase)) {
    return { toState: 'bounced', outcome: 'bounced', eventType: 'bounced', bounceClass, hard: isHardClass(bounceClass), reason: bounceClass, delaySeconds: 0 }
  }
  return { toState: 'failed', outcome: 'failed', eventType: 'rejected', bounceClass, hard: false, reason: bounceClass, delaySeconds: 0 }
}

function classOf(outcome: Outcome): ReturnType<typeof judge>['class'] {
  const words = [outcome.code, outcome.enhanced, outcome.text].filter((x) => x !== null && x !== '').join(' ')
  return judge({ diagnostic: words, status: outcome.enhanced ?? undefined, action: outcome.kind === 'deferred' ? 'delayed' : 'failed', spoken: '', report: '' }).class
}
