// One message in the hands of one connection: what has been said about it so far, and what that amounts to.
import type { WireContent } from './smtp-content.ts'
import type { EnvelopeLines, Job } from './smtp-job.ts'
import type { Reply } from './smtp-reply.ts'
import { recipientReply, toOutcome, verdictOf, verdictOfRecipients, type Verdict } from './smtp-verdict.ts'
import type { Outcome, Phase, RecipientReply } from './transport.ts'

export class Transaction {
  readonly job: Job
  content: WireContent | null = null
  lines: EnvelopeLines | null = null
  /** The phase whose reply is awaited; `compose` until the envelope is written. */
  phase: Phase = 'compose'
  envelopeAt = 0
  dotAt = 0
  dataStarted = false
  finalDotSent = false
  /** Settled or moved elsewhere, but commands of it are still under way. */
  isAbandoned = false
  #accepted = 0
  #failure: Verdict | null = null
  readonly #rejected: RecipientReply[] = []

  constructor(job: Job) {
    this.job = job
  }

  noteMail(reply: Reply): void {
    if (reply.code >= 300) this.#failure = verdictOf(reply, 'mail')
    else this.phase = 'rcpt'
  }

  /** @returns true when it was the last recipient. */
  noteRcpt(index: number, reply: Reply): boolean {
    if (reply.code < 300) this.#accepted++
    else this.#rejected.push(recipientReply(this.job.recipients[index] ?? '', reply))
    const isLast = index === this.job.recipients.length - 1
    if (isLast && this.#accepted > 0 && !this.#failure) this.phase = 'data'
    return isLast
  }

  /** MAIL was turned down. */
  get failure(): Verdict | null {
    return this.#failure
  }

  /** Why there is no one to send it to, or null. Meaningful once all recipients are answered. */
  get negative(): Verdict | null {
    return this.#failure ?? (this.#accepted === 0 ? verdictOfRecipients(this.#rejected) : null)
  }

  /** What the server had already said when the connection was lost, or null when that settles nothing. */
  get negativeSoFar(): Verdict | null {
    return this.#failure ?? (this.#accepted === 0 && this.#rejected.length === this.job.recipients.length ? verdictOfRecipients(this.#rejected) : null)
  }

  outcome(verdict: Verdict, server: string, now: number): Outcome {
    return toOutcome(verdict, {
      server,
      latencyMs: now - (this.envelopeAt === 0 ? this.job.queuedAt : this.envelopeAt),
      dataStarted: this.dataStarted,
      finalDotSent: this.finalDotSent,
      ...(this.job.recipients.length > 1 && this.#rejected.length > 0 ? { recipients: this.#rejected } : {}),
    })
  }
}
