/** Why a provider says that a message failed, in the vocabulary of bounces. */
import { BOUNCE_CLASSES, judge } from '../bounce/index.ts'
import type { BounceClass } from '../bounce/index.ts'
import type { WebhookEvent } from './webhook-event.ts'

export interface Complaint {
  /** What the receiving server said, as far as the provider passes it on. */
  said: string | null
  smtp?: number | null
  enhanced?: string | null
  /** The class that the provider's own category means, for replies that tell nothing. */
  category?: BounceClass | undefined
  /** The provider's word on whether it is final; undefined when it does not say. */
  final?: boolean | undefined
  /** The provider tries again. */
  temporary?: boolean
}

type Failure = Pick<WebhookEvent, 'class' | 'hard' | 'smtp_code' | 'enhanced_code' | 'diagnostic'>

const VAGUE: ReadonlySet<BounceClass> = new Set(['soft', 'hard', 'undetermined', 'delivered'])

/**
 * The reply decides the class, the provider's category where the reply is vague; the provider, who saw all
 * attempts, decides whether it is final, but only of classes that can be.
 */
export function failure(complaint: Complaint): Failure {
  const { said, category, final, temporary } = complaint
  const judged = judge({ diagnostic: withCodes(complaint), status: complaint.enhanced ?? undefined, action: temporary === true ? 'delayed' : 'failed', spoken: '', report: '' })
  const name = VAGUE.has(judged.class) ? category ?? fallback(judged.class, final) : judged.class
  return {
    class: name, hard: temporary === true ? false : isFinal(name, judged.hard, final),
    smtp_code: complaint.smtp ?? judged.smtp_code, enhanced_code: judged.enhanced_code, diagnostic: said,
  }
}

function withCodes({ said, smtp, enhanced }: Complaint): string | null {
  const text = said?.replace(/^\s*smtp\s*;\s*/i, '') ?? ''
  const codes = [smtp !== null && smtp !== undefined && smtp < 600 && !/^\s*[245]\d\d\b/.test(text) ? String(smtp) : '', enhanced ?? ''].filter((code) => code !== '' && !text.includes(code))
  const whole = [...codes, text].join(' ').trim()
  return whole === '' ? null : whole
}

function fallback(judged: BounceClass, final: boolean | undefined): BounceClass {
  if (final === undefined || judged === 'soft') return judged === 'delivered' ? 'undetermined' : judged
  return final ? 'hard' : 'soft'
}

function isFinal(name: BounceClass, judged: boolean, final: boolean | undefined): boolean {
  if (final === undefined) return judged || (BOUNCE_CLASSES[name].hard && VAGUE.has(name))
  return final && (BOUNCE_CLASSES[name].hard || judged)
}
