/**
 * The one vocabulary of outcomes that every source (SMTP reply, DSN, ARF, provider webhook) is mapped to.
 * docs/reference/bounce-classes.md is checked against this table by a test.
 */

export interface BounceClassFacts {
  /** May the address be written to again? True only where the address itself is dead for good. */
  readonly hard: boolean
  readonly meaning: string
}

export const BOUNCE_CLASSES = {
  unknown_user: { hard: true, meaning: 'The mailbox does not exist, or has moved.' },
  unknown_host: { hard: true, meaning: 'The domain does not exist or takes no mail (null MX).' },
  inactive: { hard: true, meaning: 'The mailbox exists but is disabled, suspended or no longer used.' },
  quota: { hard: false, meaning: 'The mailbox or its storage is full.' },
  block: { hard: false, meaning: 'The sending address, host or network is on a block list or has a bad reputation.' },
  spam: { hard: false, meaning: 'The message was taken for spam.' },
  policy: { hard: false, meaning: 'A rule of the receiver forbids it: sender not allowed, TLS required, restricted group.' },
  auth: { hard: false, meaning: 'The sender could not be authenticated: SPF, DKIM, DMARC, ARC, reverse DNS, SMTP AUTH.' },
  content: { hard: false, meaning: 'Something in the message is refused: virus, attachment, link, malformed header.' },
  too_large: { hard: false, meaning: 'The message is larger than the receiver or the mailbox takes.' },
  protocol: { hard: false, meaning: 'The servers did not understand each other: syntax, sequence, missing extension.' },
  throttled: { hard: false, meaning: 'Too much at once or too early: rate limit, too many connections, greylisting.' },
  network: { hard: false, meaning: 'The server could not be reached: DNS trouble, connection, time-out, mail loop.' },
  expired: { hard: false, meaning: 'It was tried for too long; the last reason was not told.' },
  relay: { hard: false, meaning: 'The server does not take mail for this domain (relaying denied).' },
  soft: { hard: false, meaning: 'A temporary failure, or trouble inside the receiving system, without a better reason.' },
  hard: { hard: true, meaning: 'A permanent failure without a better reason.' },
  undetermined: { hard: false, meaning: 'A failure that says neither why nor for how long.' },
  complaint: { hard: false, meaning: 'The recipient reported the message as spam (feedback report). Not a bounce.' },
  delivered: { hard: false, meaning: 'Not a failure: delivered, relayed or expanded (success notification).' },
} as const satisfies Record<string, BounceClassFacts>

/** One word for what became of a message at one recipient. */
export type BounceClass = keyof typeof BOUNCE_CLASSES

/** Is an outcome of this class final for the address, unless the server called it temporary? */
export function isHardClass(name: BounceClass): boolean {
  return BOUNCE_CLASSES[name].hard
}
