// In the mail world of tests and demos the recipient's name chooses what happens: `451@…`, `mailbox-full@…`,
// `drop-after-dot+anything@…`. Only the part before the first plus sign counts.
import type { Answer, ReceivedMail, ReceiverOptions } from './smtp-session.ts'

export type Behaviour = {
  readonly rcpt?: Answer
  readonly data?: Answer
  readonly content?: Answer
  /** Answer to the final dot; the mail is kept only when it is positive, or when `isKept`. */
  readonly dot?: Answer
  /** The mail counts as received although the sender does not hear so. */
  readonly isKept?: boolean
  /** What comes back later, by mail. */
  readonly later?: 'bounce' | 'complaint' | 'autoreply'
}

const hang: Answer = { act: 'hang' }
const drop: Answer = { act: 'drop' }

const NAMED: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>([
  ['temperror', { rcpt: '451 4.3.0 Temporary trouble, as asked for' }],
  ['permerror', { rcpt: '550 5.0.0 Permanent trouble, as asked for' }],
  ['unknown', { rcpt: '550 5.1.1 No such mailbox' }],
  ['mailbox-full', { rcpt: '552 5.2.2 Mailbox full' }],
  ['greylisted', { rcpt: '450 4.7.1 Greylisted, try again later' }],
  ['blocked', { rcpt: '554 5.7.1 Blocked by policy' }],
  ['timeout', { rcpt: hang }],
  ['drop', { rcpt: drop }],
  ['drop-at-data', { data: drop }],
  ['drop-in-data', { content: drop }],
  ['temperror-at-data', { data: '451 4.3.0 Temporary trouble, as asked for' }],
  ['permerror-at-data', { data: '554 5.6.0 Permanent trouble, as asked for' }],
  ['temperror-after-dot', { dot: '451 4.3.0 Temporary trouble, as asked for' }],
  ['permerror-after-dot', { dot: '554 5.7.1 Content refused, as asked for' }],
  ['spam', { dot: '554 5.7.1 Looks like spam' }],
  ['drop-after-dot', { dot: drop, isKept: true }],
  ['reset-after-dot', { dot: { act: 'reset' }, isKept: true }],
  ['timeout-after-dot', { dot: hang, isKept: true }],
  ['slow', { dot: { reply: '250 2.0.0 Ok, at last', afterMs: 2000 } }],
  ['bounce', { later: 'bounce' }],
  ['complain', { later: 'complaint' }],
  ['autoreply', { later: 'autoreply' }],
])

const NOTHING: Behaviour = {}

/** `450` to `599` as a name answer RCPT with that code; `slow-250` answers the final dot after that many ms. */
export function behaviourOf(address: string): Behaviour {
  const first = address.charCodeAt(0)
  const local = address.slice(0, address.lastIndexOf('@'))
  const plus = local.indexOf('+')
  const name = (plus < 0 ? local : local.slice(0, plus)).toLowerCase()
  if (first >= 52 && first <= 53 && /^[45]\d\d$/.test(name)) return { rcpt: `${name} ${name[0]}.0.0 As asked for` }
  const named = NAMED.get(name)
  if (named) return named
  const slow = name.startsWith('slow-') ? /^slow-(\d{1,6})$/.exec(name) : null
  return slow ? { dot: { reply: '250 2.0.0 Ok, at last', afterMs: Number(slow[1]) } } : NOTHING
}

/** The names that mean something, for the manual and the UI. */
export function behaviourNames(): readonly string[] {
  return [...NAMED.keys()]
}

/**
 * The receiver's answers by recipient name. `keep` stores a mail and throws when it cannot (the sender gets a 452);
 * `answered` is false when the sender is not told. `onRejected` hears of each recipient or mail turned away.
 */
export function behaviourHooks(keep: (mail: ReceivedMail, answered: boolean) => void, onRejected: () => void): Pick<ReceiverOptions, 'onRecipient' | 'onData' | 'onContent' | 'onMail'> {
  const tryKeep = (mail: ReceivedMail, answered: boolean): string => {
    try {
      keep(mail, answered)
      return '250 2.0.0 Taken'
    } catch {
      return '452 4.3.1 Could not be stored'
    }
  }
  return {
    onRecipient: (address) => {
      const { rcpt } = behaviourOf(address)
      if (rcpt) onRejected()
      return rcpt ?? '250 2.1.5 Ok'
    },
    onData: (to) => behaviourOf(to[0] ?? '').data ?? '354 Go ahead',
    onContent: (to) => behaviourOf(to[0] ?? '').content ?? null,
    onMail: (mail) => {
      const { dot, isKept } = behaviourOf(mail.to[0] ?? '')
      if (!dot) return tryKeep(mail, true)
      const isPositive = typeof dot === 'object' && 'reply' in dot && dot.reply.startsWith('2')
      if (!isKept && !isPositive) onRejected()
      else if (!tryKeep(mail, isPositive).startsWith('2')) return '452 4.3.1 Could not be stored'
      return dot
    },
  }
}
