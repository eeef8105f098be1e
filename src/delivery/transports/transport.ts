// The contract every transport keeps: a name, send, back-pressure, close. Outcomes are values: nothing downstream
// ever parses a reply text to decide.

/**
 * What became of one message:
 * - `sent`: the server took responsibility for at least one recipient (2xx to the final dot);
 * - `deferred`: the server said "not now" (4xx) about this message;
 * - `refused`: the server said "never" (5xx) about this message;
 * - `in_doubt`: the final dot may have left, and no verdict came back (RFC 1047): the server may or may not have it;
 * - `not_sent`: nobody said anything about this message (no connection, TLS or login failed, connection lost before
 *   the final dot, too late, cancelled): it may be tried again at once without a double.
 */
export type OutcomeKind = 'sent' | 'deferred' | 'refused' | 'in_doubt' | 'not_sent'

/** Where it was decided, in the order of the dialogue. `queue`: never left us. `compose`: its bytes could not be made. */
export type Phase = 'queue' | 'compose' | 'connect' | 'greeting' | 'ehlo' | 'tls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot'

/** One recipient that was treated otherwise than the message as a whole. */
export type RecipientReply = {
  readonly address: string
  readonly kind: 'deferred' | 'refused'
  readonly code: number | null
  readonly enhanced: string | null
  readonly text: string
}

export type Outcome = {
  readonly kind: OutcomeKind
  /** The SMTP reply code that decided, or null when none was received. */
  readonly code: number | null
  /** RFC 3463 code such as `5.1.1`, only when it is well formed and agrees with `code`. */
  readonly enhanced: string | null
  /** The reply's text or our own sentence. May hold an address: encrypt before storing, never log. */
  readonly text: string
  readonly phase: Phase
  /** `host:port` and, when known, the name the server greeted with. */
  readonly server: string
  /** From the first byte of the envelope (or from the call, when none left) to the verdict. */
  readonly latencyMs: number
  /** True when the verdict is ours and not a server's (too big, not ASCII, TLS demanded, connection lost, …). */
  readonly local: boolean
  /** True when the first byte of the content was handed to the socket. */
  readonly dataStarted: boolean
  /** True when the final dot was handed to the socket; only then can a lost connection mean `in_doubt`. */
  readonly finalDotSent: boolean
  /** Recipients refused or deferred although the message went out to others. Empty for a single recipient. */
  readonly recipients: readonly RecipientReply[]
  /** How long the transport wants to be left alone (after connection trouble). */
  readonly retryAfterMs?: number
}

export type Envelope = {
  /** Return path; empty string for the null sender. */
  readonly from: string
  readonly to: string | readonly string[]
}

export type OutgoingMessage = {
  readonly envelope: Envelope
  /** The message, or a function called once, just before the envelope is written. */
  readonly data: Buffer | (() => Buffer | Promise<Buffer>)
  /** True when `data` is known to use CRLF only (our own composer): spares a pass over it. */
  readonly clean?: boolean
  /** True when a header holds raw UTF-8 (RFC 6532). A non-ASCII local part in the envelope is seen by itself. */
  readonly smtpUtf8?: boolean
  /** Moment (performance.now()) after which the content may not start without asking `mayStart`; G3's one second. */
  readonly startBy?: number
  /** Asked when the server is ready for the content later than `startBy`; false or absent means `not_sent`. */
  readonly mayStart?: () => boolean | Promise<boolean>
  /** Cancels a message whose content has not started; afterwards it has no effect. */
  readonly signal?: AbortSignal
}

export type Transport = {
  readonly name: string
  /** How many more messages it takes in hand now. 0 while it is backing off or closed. */
  readonly idleSlots: number
  /** Calls back whenever slots may have become free. Returns the way to stop listening. */
  onSlot(listener: () => void): () => void
  /** Hands one message over. Never rejects: every failure is an Outcome. */
  send(message: OutgoingMessage): Promise<Outcome>
  /** Takes no more, waits up to graceMs for verdicts, then lets go. Safe to call twice. */
  close(options?: { graceMs?: number }): Promise<void>
}

/** Sends many; the outcomes stand in the order of the messages. */
export function sendBatch(transport: Transport, messages: readonly OutgoingMessage[]): Promise<Outcome[]> {
  return Promise.all(messages.map((m) => transport.send(m)))
}
