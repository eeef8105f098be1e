/** Reply codes (RFC 5321 section 4.2) and enhanced status codes (RFC 3463, 5248) found in text. */

export interface Codes {
  smtp: number | null
  enhanced: string | null
}

/** Every reply code that a standard or a common server defines; other three-digit numbers are no evidence. */
const KNOWN = new Set(
  `211 214 220 221 235 250 251 252 334 354 421 422 431 432 441 442 446 447 449 450 451 452 453 454 455 458 459 471 472 499
500 501 502 503 504 505 510 511 512 513 515 517 521 522 523 525 526 530 531 533 534 535 538 540 541 542 543 544 545 546 550 551
552 553 554 555 556 557 559 560 570 571 572 573 574 575 576 577 578 579 580 581 582 583 584 585 586 587 588 589 590 591 595 596 597 598 599`
    .split(/\s+/).map(Number),
)

const ENHANCED = /(?<![\d.\w/])(?:#|x)?([245])\.([0-7])\.(\d{1,3})(?![\d]|\.\d)/g
/** A number at the start of a line or a phrase that announces one, followed by a space or hyphen and text. */
const REPLY = /(?:^|[\n;:>"'([{|=#,]|said|reply|response|code|error|reason|status|returned|was|with|smtp|esmtp|server|<<<|\.{3}|\]|\))[\s:;="'(#[]{0,6}([245]\d\d)(?=[\s:;,."')\]-]|$)/gi

/** A reply code beside an enhanced code, or continued with a hyphen, needs no announcement. */
const CERTAIN = /(?<![\d.\w])([45]\d\d)(?:[ -]{1,2}#?[45]\.[0-7]\.\d{1,3}\b|-(?=[^\d\s-]))/g

/** The first credible reply code; failures are preferred to successes. */
export function findSmtpCode(text: string): number | null {
  let success: number | null = null
  // Old Sendmail: "554 <ann@example.com>... 550 Host unknown"; the second is the server's.
  const heard = text.slice(0, 20000).replace(/\b[245]\d\d[ -]<[^<>\n]{1,200}>\.\.\. (?=[245]\d\d )/g, '')
  const found = [...heard.matchAll(REPLY), ...heard.matchAll(CERTAIN)].sort((a, b) => a.index - b.index)
  for (const match of found) {
    const code = Number(match[1])
    if (!KNOWN.has(code)) continue
    if (code >= 400) return code
    success ??= code
  }
  return success
}

/** The first enhanced code; a specific one (not x.0.0, x.5.0) is preferred when it follows. */
export function findEnhancedCode(text: string): string | null {
  let first: string | null = null
  let success: string | null = null
  for (const match of text.slice(0, 20000).matchAll(ENHANCED)) {
    if (/(?:version|postfix|exim|sendmail|esmtp|v|build|qmail|release)[\s/-]{0,3}$/i.test(text.slice(Math.max(0, match.index - 14), match.index))) continue
    const code = `${match[1]}.${match[2]}.${Number(match[3])}`
    if (match[1] === '2') success ??= code
    else if (!isVague(code)) return code
    else first ??= code
  }
  return first ?? success
}

/** Says no more than the class of the reply does. */
export function isVague(code: string | null): boolean {
  return code === null || /^\d\.0\.0$/.test(code)
}

/** Read a Status field (RFC 3464 section 2.3.4); comments behind it are allowed. */
export function readStatus(value: string | undefined): string | null {
  const match = /(?:^|\s)([245])\.(\d{1,3})\.(\d{1,3})/.exec(value ?? '')
  return match === null ? null : `${match[1]}.${Number(match[2])}.${Number(match[3])}`
}

/**
 * Choose between what the server said (diagnostic) and what the reporter wrote (Status): the server's own
 * word where it is specific, else the reporter's, never less than one of them.
 */
export function preferEnhanced(said: string | null, written: string | null): string | null {
  if (!isVague(said)) return said
  if (!isVague(written)) return written
  return said ?? written
}

/** The SMTP command that a reply answered: connect is everything before MAIL. */
export type Command = 'connect' | 'mail' | 'rcpt' | 'data'

const COMMANDS: readonly (readonly [Command, RegExp])[] = [
  ['rcpt', /in reply to RCPT TO|after (?:pipelined )?RCPT TO|>>> RCPT|does not like recipient|\[RCPT_TO\]|after RCPT command|SMTP command RCPT/i],
  ['mail', /in reply to MAIL FROM|after (?:pipelined )?MAIL FROM|>>> MAIL|but sender was rejected|\[MAIL_FROM\]|after MAIL command/i],
  ['data', /in reply to (?:end of )?DATA|after (?:end of data|pipelined end of data|sending data block|DATA)|>>> (?:DATA|\.)|failed after I sent the message|\[BODY\]|for TEXT command|after DATA command/i],
  ['connect', /in reply to (?:EHLO|HELO)|after (?:initial connection|EHLO|HELO)|>>> [EH]+LO|my name was rejected|greeting (?:failed|wait)|refused to talk to me|while (?:receiving the )?initial server greeting/i],
]

/** Which command was refused, as reporters tell it; the last one told of is the one that failed. */
export function findCommand(text: string): Command | null {
  const heard = text.slice(0, 8000)
  const found = COMMANDS.map(([command, pattern]) => ({ command, at: heard.search(pattern) })).filter(({ at }) => at >= 0)
  return found.sort((a, b) => b.at - a.at)[0]?.command ?? null
}
