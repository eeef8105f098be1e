/**
 * From evidence to one class. Every source votes: what the words say, what the enhanced code means
 * (RFC 3463, 5248, 7372, 7504, 7505), what the reply code means (RFC 5321), at which command it was said.
 * A clear wording outvotes a code, because servers send 5.1.1 for full mailboxes and 5.7.1 for everything
 * a specific code outvotes vague words. No list of servers or of whole replies is consulted.
 */
import { isVague } from './codes.ts'
import type { Codes, Command } from './codes.ts'
import { LIST_NAMES, PHRASES } from './phrases.ts'
import { foldNames, foldWords } from './text.ts'
import { isHardClass } from './vocabulary.ts'
import type { BounceClass } from './vocabulary.ts'

export interface Evidence extends Codes {
  /** What was said about this recipient. */
  text: string
  /** RFC 3464 action, lower case, or null. */
  action: string | null
  /** The command that was refused, if anybody told. */
  command?: Command | null
  /** Does the report call it permanent? Heard only where no code says. */
  permanent?: boolean
}

export interface Verdict {
  class: BounceClass
  hard: boolean
  /** Votes for the class; below 3 it rests on weak evidence. */
  score: number
}

type Votes = Map<BounceClass, number>

/** RFC 3463 subject.detail -> class and weight; where the class digit matters, see codeVote. */
const ENHANCED: Record<string, readonly [BounceClass, number]> = {
  '1.0': ['unknown_user', 2], '1.1': ['unknown_user', 4], '1.2': ['unknown_host', 4], '1.3': ['unknown_user', 3], '1.4': ['unknown_user', 2],
  '1.6': ['unknown_user', 4], '1.7': ['policy', 4], '1.8': ['policy', 4], '1.9': ['protocol', 2], '1.10': ['unknown_host', 4],
  '2.0': ['soft', 1], '2.1': ['inactive', 3.5], '2.2': ['quota', 4], '2.3': ['too_large', 4], '2.4': ['policy', 2],
  '3.0': ['soft', 2], '3.1': ['soft', 2.5], '3.2': ['soft', 2.5], '3.3': ['protocol', 2], '3.4': ['too_large', 4], '3.5': ['soft', 2.5],
  '4.0': ['network', 2], '4.1': ['network', 3], '4.2': ['network', 3], '4.3': ['network', 3], '4.4': ['unknown_host', 3], '4.5': ['throttled', 3],
  '4.6': ['network', 4], '4.7': ['expired', 4], '4.8': ['network', 3],
  '5.0': ['protocol', 1.5], '5.1': ['protocol', 3], '5.2': ['protocol', 3], '5.3': ['throttled', 3], '5.4': ['protocol', 3], '5.5': ['protocol', 3], '5.6': ['auth', 3],
  '6.0': ['content', 2.5], '6.1': ['content', 3], '6.2': ['content', 3], '6.3': ['content', 3], '6.4': ['content', 3], '6.5': ['content', 3], '6.6': ['content', 3], '6.7': ['protocol', 4], '6.8': ['protocol', 4], '6.9': ['protocol', 4], '6.10': ['protocol', 4],
  '7.0': ['policy', 1.5], '7.1': ['policy', 2], '7.2': ['policy', 3], '7.3': ['policy', 2], '7.4': ['policy', 2], '7.5': ['policy', 2], '7.6': ['policy', 2], '7.7': ['auth', 2],
  '7.8': ['auth', 4], '7.9': ['auth', 4], '7.10': ['policy', 4], '7.11': ['auth', 4], '7.12': ['auth', 3], '7.13': ['inactive', 4], '7.14': ['policy', 3], '7.15': ['policy', 3],
  '7.16': ['too_large', 3], '7.17': ['unknown_user', 4], '7.18': ['unknown_host', 4], '7.19': ['policy', 3], '7.20': ['auth', 5], '7.21': ['auth', 5], '7.22': ['auth', 5],
  '7.23': ['auth', 5], '7.24': ['auth', 5], '7.25': ['auth', 5], '7.26': ['auth', 5], '7.27': ['policy', 4], '7.28': ['throttled', 5], '7.29': ['auth', 5], '7.30': ['policy', 4],
}

/** RFC 5321 section 4.2.3 and 7504: weak, because 550 and 554 are used for everything. */
const SMTP: Record<number, readonly [BounceClass, number]> = {
  421: ['throttled', 1], 422: ['quota', 3], 432: ['soft', 1], 447: ['expired', 2], 449: ['network', 1], 450: ['soft', 0.5], 451: ['soft', 0.5], 452: ['soft', 1], 453: ['throttled', 1], 454: ['auth', 1],
  500: ['protocol', 2], 501: ['protocol', 1.5], 502: ['protocol', 2], 503: ['protocol', 2], 504: ['protocol', 1.5], 511: ['unknown_user', 2], 512: ['unknown_host', 2], 521: ['unknown_host', 2], 522: ['quota', 2], 523: ['too_large', 3],
  530: ['auth', 2], 534: ['auth', 2], 535: ['auth', 3], 538: ['policy', 2], 550: ['unknown_user', 0.5], 551: ['unknown_user', 1.5], 552: ['quota', 1.5], 553: ['unknown_user', 1], 556: ['unknown_host', 3], 571: ['block', 1], 572: ['policy', 1],
}

/** On equal votes the earlier wins: what names a cause precisely before what may be a consequence. */
const ORDER: readonly BounceClass[] = [
  'block', 'auth', 'throttled', 'quota', 'too_large', 'relay', 'unknown_user', 'inactive', 'unknown_host', 'content', 'spam', 'network', 'policy', 'protocol', 'expired', 'soft',
]
const SPECIFIC: ReadonlySet<BounceClass> = new Set(['block', 'auth', 'throttled', 'quota', 'too_large', 'relay', 'unknown_user', 'inactive', 'unknown_host', 'content', 'spam'])
const DECIDED = 1.5

/** Choose the class that the evidence speaks for, and whether it is final for the address. */
export function assess(evidence: Evidence): Verdict {
  if (isSuccess(evidence)) return { class: 'delivered', hard: false, score: 9 }
  const transient = isTransient(evidence)
  const votes = collect(evidence, transient)
  const [best, score] = winner(votes)
  const name = best !== undefined && score >= DECIDED ? best : fallback(evidence, transient)
  return { class: name, hard: isHardClass(name) && transient !== true, score: score >= DECIDED ? score : 0 }
}

function isSuccess(evidence: Evidence): boolean {
  const action = evidence.action
  if (action === 'delivered' || action === 'relayed' || action === 'expanded') return true
  return action !== 'failed' && action !== 'delayed' && (evidence.enhanced?.startsWith('2.') ?? false) && (evidence.smtp === null || evidence.smtp < 400)
}

/** True temporary, false permanent, undefined when nobody said. The server's own code counts first. */
function isTransient(evidence: Evidence): boolean | undefined {
  if (evidence.action === 'delayed') return true
  if (evidence.smtp !== null && evidence.smtp >= 400) return evidence.smtp < 500
  if (evidence.enhanced !== null) return evidence.enhanced.startsWith('4')
  return evidence.permanent === true ? false : undefined
}

function collect(evidence: Evidence, transient: boolean | undefined): Votes {
  const votes: Votes = new Map()
  const words = foldWords(evidence.text)
  addPhrases(votes, words)
  const names = foldNames(evidence.text)
  // A named list is the reason, whatever else is said of spam, mailboxes or connections.
  if (LIST_NAMES.test(names)) votes.set('block', 7)
  else if (/\b(?:uribl|surbl)\./.test(names)) add(votes, 'spam', 5)
  else if (/\b(?:open)?spf\.|\bdmarc\./.test(names)) add(votes, 'auth', 5)
  addCode(votes, evidence, transient)
  addCommand(votes, evidence)
  settle(votes, words, transient, evidence)
  return votes
}

/** Each family votes with its strength; what is said first is the reason, what follows often only advice. */
function addPhrases(votes: Votes, words: string): void {
  let first: BounceClass | undefined
  let at = Number.MAX_SAFE_INTEGER
  for (const phrase of PHRASES) {
    const found = earliest(phrase.test, words)
    if (found < 0) continue
    if ((votes.get(phrase.name) ?? 0) < phrase.strength) votes.set(phrase.name, phrase.strength)
    if (phrase.strength >= 4 && phrase.name !== 'policy' && found < at) [first, at] = [phrase.name, found]
  }
  if (first !== undefined) add(votes, first, 1.25)
}

function earliest(patterns: readonly RegExp[], words: string): number {
  let at = -1
  for (const pattern of patterns) {
    const found = words.search(pattern)
    if (found >= 0 && (at < 0 || found < at)) at = found
  }
  return at
}

function add(votes: Votes, name: BounceClass, weight: number): void {
  votes.set(name, (votes.get(name) ?? 0) + weight)
}

function addCode(votes: Votes, evidence: Evidence, transient: boolean | undefined): void {
  const detail = evidence.enhanced === null || isVague(evidence.enhanced) ? undefined : evidence.enhanced.slice(2)
  const coded = detail === undefined ? undefined : codeVote(detail, transient)
  // "No answer from host" in the answer of a host means something else.
  const vote = detail === '4.1' && (evidence.smtp ?? 0) >= 500 ? undefined : coded
  // 5.7.1 stands before every kind of refusal; it decides only where no words do.
  const isPlain = vote?.[0] === 'policy' && vote[1] <= 2 && [...votes].some(([name, value]) => value >= 3 && SPECIFIC.has(name))
  if (vote !== undefined && !isPlain) add(votes, vote[0], vote[1])
  const reply = evidence.smtp === null ? undefined : SMTP[evidence.smtp]
  if (reply !== undefined) add(votes, reply[0], reply[1])
}

function codeVote(detail: string, transient: boolean | undefined): readonly [BounceClass, number] | undefined {
  if (transient === true) {
    if (detail === '7.1' || detail === '7.0') return ['throttled', 1]
    if (detail === '5.0') return undefined
    if (detail === '2.1' || detail === '1.0') return ['soft', 1]
    if (detail === '4.4' || detail === '1.2') return ['network', 3]
    if (detail === '3.2') return ['throttled', 1]
  }
  // Codes of three digits are private; Microsoft documents 5.7.5xx policy, 5.7.6xx banned addresses, 4.7.5xx and 7.7xx limits.
  const large = /^7\.(\d)\d\d$/.exec(detail)?.[1]
  if (large === '6') return ['block', 4]
  if (large === '7' || (large === '5' && transient === true)) return ['throttled', 2]
  if (large !== undefined) return ['policy', 2]
  const micro = /^4\.3(\d\d)$/.exec(detail)?.[1]
  if (micro !== undefined) return micro === '10' ? ['unknown_host', 4] : micro === '16' ? ['expired', 4] : ['network', 3]
  return ENHANCED[detail]
}

/** At which command it was said: MAIL is about the sender, RCPT about the recipient, DATA about the message. */
function addCommand(votes: Votes, evidence: Evidence): void {
  if (evidence.smtp === null || evidence.smtp < 500) return
  if (evidence.command === 'rcpt') add(votes, 'unknown_user', 0.75)
  else if (evidence.command === 'mail') add(votes, 'policy', 1)
  else if (evidence.command === 'data') add(votes, 'content', 0.5)
  else if (evidence.command === 'connect') add(votes, 'block', 0.5)
}

const SENDER = /\b(?:sender|envelope from|mail ?from|return[- ]path|helo|ehlo|originator)\b/
const RECIPIENT = /\b(?:recipients?|rcpt|user unknown|unknown user|no such user|mail ?box)\b/

/** What is unknown or refused before RCPT, or said of the sender alone, is the sender. */
function isAboutSender(evidence: Evidence, words: string): boolean {
  const isBefore = evidence.command === 'mail' || evidence.command === 'connect'
  return /\b(?:sender|postmaster)\b[^.;]{0,20}\bverif\w+[^.;]{0,20}\bfail/.test(words) || ((isBefore || SENDER.test(words)) && !RECIPIENT.test(words))
}

/** Where one cause explains another's words, the explained one steps back. */
function settle(votes: Votes, words: string, transient: boolean | undefined, evidence: Evidence): void {
  // "Recipient address rejected: Access denied" is how Exchange Online says that there is no such mailbox.
  if (/\brecipient address(?:es)? rejected ?: ?access denied\b/.test(words) && evidence.enhanced?.startsWith('5.7.') !== true) add(votes, 'unknown_user', 4)
  // Exim says so of a domain it cannot route itself, and of an unknown user in reply to RCPT.
  if (/\bun(?:routeable|routable) address\b/.test(words) && evidence.smtp === null) add(votes, 'unknown_host', 4)
  // Google Groups says, in many languages, that a group may not exist or may not be written to.
  if (evidence.smtp === null && /\bgoogle groups\b/.test(words)) add(votes, 'policy', 6)
  if ((evidence.enhanced !== null && /\.1\.[78]$/.test(evidence.enhanced)) || isAboutSender(evidence, words)) {
    const unknown = Math.max(votes.get('unknown_user') ?? 0, votes.get('unknown_host') ?? 0, votes.get('inactive') ?? 0)
    for (const name of ['unknown_user', 'unknown_host', 'inactive'] as const) votes.delete(name)
    if (unknown >= 3) add(votes, 'policy', 3)
  }
  // A link to a page about spam is a hint where nothing better is said.
  if (/https?:\/\/[^\s]{0,200}spam/.test(evidence.text.toLowerCase().slice(0, 8000)) && ![...votes.values()].some((value) => value >= 3)) add(votes, 'spam', 2)
  // A listed link is about the message, not about who sent it.
  if (/\b(?:black|block)[- ]?list(?:ed)? (?:url|link|uri|domain in|content)|\b(?:url|link|uri)s?\b[^.;]{0,30}(?:black|block)[- ]?list/.test(words)) votes.delete('block')
  // A group closed to strangers also speaks of authentication; the restriction is the reason.
  if (/\brestriction check failed\b|\bsendernotauthenticatedforgroup\b/.test(words)) add(votes, 'policy', 7)
  // Name service trouble that may pass is not an unknown domain.
  if (votes.has('unknown_host') && (transient === true || /\b(?:not found|error|failure),? try again\b|\btemporar\w* (?:name|dns|lookup)/.test(words))) {
    add(votes, 'network', votes.get('unknown_host') ?? 0)
    votes.delete('unknown_host')
  }
  // "connection timed out" in a message that was given up: the cause is the network.
  if (votes.has('network') && votes.has('expired')) add(votes, 'network', 0.5)
}

function winner(votes: Votes): [BounceClass | undefined, number] {
  let best: BounceClass | undefined
  let score = 0
  for (const name of ORDER) {
    const value = votes.get(name) ?? 0
    if (value > score) [best, score] = [name, value]
  }
  return [best, score]
}

function fallback(evidence: Evidence, transient: boolean | undefined): BounceClass {
  if (transient === undefined) return 'undetermined'
  return transient ? 'soft' : evidence.enhanced?.startsWith('5.3.') === true ? 'soft' : 'hard'
}
