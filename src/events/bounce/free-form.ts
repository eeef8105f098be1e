/**
 * Bounces without a status part: qmail, old Sendmail, Exim, gateways, hosters' own words. First, is it one
 * at all? Then, who failed, and which lines speak of whom?
 */
import { findSmtpCode } from './codes.ts'
import { header } from './mime.ts'
import type { Part } from './mime.ts'
import { findAddresses, foldLetters, squeeze } from './text.ts'

export interface FreeRecipient {
  address: string
  /** The lines about this recipient. */
  text: string
}

const DAEMON = /mailer-?daemon|mail[-._ ]?daemon|post[-_]?master|mail delivery (?:sub)?system|mail[-. ]?delivery|mail administrator|mailsystem|mail system|mta-?admin|symantec|mailerdaemon|bounce(?:s|d)?[-_@]|delivery[-_ ]?(?:subsystem|status|service|notification)|internet mail|system administrator|microsoft ?exchange|non-?delivery|mail router|microsoft outlook/i
const SUBJECT = new RegExp(
  [
    'undeliver', 'returned mail', 'returned to sender', 'return(?:ed|ing) (?:message|to|e-?mail)', 'delivery (?:status )?(?:notification|failure|report|error|problem|status|unsuccessful|has failed|incomplete|delay|failed|information|warning|not)', '(?:failed|failure|error) (?:mail|delivery|notice|message|to deliver|in delivery)', 'mail (?:delivery|system|failure|error|could not|status|delivery (?:failed|failure))', 'failure notice', 'delivery\\b.{0,20}\\bfail', 'non[- ]?deliver', 'could(?:n\'t| not) (?:be )?(?:deliver|send)', 'cannot (?:be )?(?:deliver|send)', 'unable to deliver', 'not (?:be )?deliver', 'nondeliver', 'ndn:', 'ndr:', 'bounce', 'message (?:not delivered|rejected|could not|blocked|was not|you sent|status|undeliver|delay)', 'wasn\'t delivered', 'warning: (?:could not|message|e-?mail)', 'delayed', 'address not found', 'recipient (?:unknown|not|address)', 'user unknown', 'host unknown', 'service unavailable', 'mailbox (?:full|unavailable)', 'blocked message', 'rejected:?', 'mail rejected', 'problem (?:delivering|with delivery)', 'unzustellbar', 'zustell', 'nicht zugestellt', 'unzustell', 'fehler bei', 'mail-?fehler', 'echec', 'non (?:remis|distribu|delivr|recapit|consegn)', 'non[- ]remise', 'retour (?:de|a)', 'remise impossible', 'impossible de (?:remettre|delivrer|distribuer)', 'no (?:se )?(?:ha )?(?:podido|pudo|puede) (?:ser )?(?:entreg|envi)', 'no (?:se )?(?:ha )?entregad', 'error (?:de|en) (?:entrega|envio|correo)', 'fallo (?:de|en|del)', 'devuelto', 'devolucion', 'mancata consegna', 'impossibile (?:recapit|consegn|invi)', 'mancato recapito', 'messaggio non', 'notifica di (?:stato|mancat)', 'nao (?:entreg|foi|pode)', 'falha (?:na|de|no)', 'devolvid', 'retorno de', 'onbestelbaar', 'niet (?:bezorgd|worden|afgeleverd)', 'kan niet', 'mislukt', 'недоставлен', 'не доставл', 'ошибка доставки', 'невозможно доставить', 'не может быть', 'уведомление о', '配信', '送信できません', '送れません', 'エラー', '戻り', '不達', '届(?:き|け)', '未送信', '投递失败', '退信', '无法(?:投递|送达|发送)', '無法', '未送达', '系统退信', '반송', '전송 ?실패', '배달', 'zwrot', 'niedorecz', 'nie dorecz', 'nedoruc', 'nelze doruc', 'kunde inte levereras', 'ikke levere', 'olevererbar', 'uleverbar', 'ei voitu', 'kezbesit', 'iletilemedi', 'teslim edilemedi', 'nem kezbesith', 'nelivra',
  ].join('|'),
  'u',
)
const BODY = new RegExp(
  [
    '(?:could|can|was|were|has|have|did)(?: ?not|n\'t) (?:be |been )?(?:\\w+ ){0,2}?(?:deliver|sent|receive|reach|process)', 'cannot be delivered', 'delivery (?:to the following|has failed|failed|attempt|error|failure)', 'undeliver', 'permanent(?:ly)? (?:fatal )?(?:error|fail|reject)', 'fatal errors?', 'unable to deliver', 'failed to (?:deliver|reach|send)', 'transcript of session', 'returned to (?:you|sender)', 'following (?:addresses|recipients?|address|destination)', 'user (?:mailbox|unknown)', 'unknown user', 'bounced', 'was not (?:delivered|sent|received)', 'rejected', 'no such user', 'will be retried', 'delivery (?:is|was|has been) delayed', 'not accept(?:ed)?', 'non[- ]?deliver',
    'nicht (?:\\w+ )?(?:zugestellt|ausgeliefert|zustellen)', 'zustellung', 'unzustellbar', "n'a (?:pas )?(?:pu|ete)", 'pas (?:pu )?(?:etre )?(?:remis|delivre|distribue|achemine)', 'no (?:se )?(?:ha )?(?:podido|pudo|puede|fue|pudieron) ', 'no ha sido entreg', 'non (?:e stato|puo essere|ha potuto|e possibile)', 'impossibile', 'nao (?:pode|foi|conseg)', 'niet (?:worden )?(?:bezorgd|afgeleverd|verzonden)', 'не (?:может|удалось|было|был) ', 'доставлен', '配信(?:でき|され|不能)', '届けでき', '送信できません', '送れません', 'エラー', '无法', '失败', '退回', '無法', '실패', 'nie (?:mozna|zostal|moze)', 'kunde inte', 'kunne ikke',
  ].join('|'),
  'u',
)

/** How much speaks for a bounce; 3 and more is one. */
export function bounceScore(part: Part, report: string, hasOriginal: boolean): number {
  const returnPath = header(part, 'return-path').replace(/\s/g, '')
  const subject = foldLetters(header(part, 'subject'))
  const body = foldLetters(report.slice(0, 6000))
  let score = 0
  if (part.headers.has('x-failed-recipients')) score += 4
  if (returnPath === '<>' || /mailer-daemon/i.test(returnPath)) score += 2
  if (DAEMON.test(`${header(part, 'from')} ${header(part, 'sender')}`)) score += 2
  if (SUBJECT.test(subject)) score += 1.5
  if (BODY.test(body)) score += hasOriginal ? 2 : 1
  if (/(?:this is the|hi\. this is).{0,30}program at|created automatically by mail delivery software|<<< [45]\d\d|\(#?[45]\.\d\.\d{1,3}\)|smtp error from remote/i.test(report)) score += 2
  else if ((findSmtpCode(report) ?? 0) >= 400) score += 1
  return score
}

/** Is it only a warning that delivery takes longer? */
export function isDelayNotice(part: Part, report: string): boolean {
  const text = `${foldLetters(header(part, 'subject'))}\n${foldLetters(report.slice(0, 3000))}`
  if (/\b(?:you do(?:n't| not) need to (?:re)?send|no (?:further )?action is required on your part|will (?:be retried|keep trying|continue to (?:try|be)|retry)|delivery attempts will continue|still trying|this is (?:only )?a warning|warning: (?:could not send|message|e-?mail)|delivery status notification \(delay\)|not yet been delivered|has been delayed|delivery (?:temporarily )?(?:delayed|suspended)|is delayed|will continue to be attempted|weiter(?:hin)? versucht|zustellung verzogert|verzogerung|sera (?:de nouveau )?(?:retent|ressay)|se seguira intentando|retrasad|ritardo|atraso|vertraagd|задерж|遅延|延迟)/u.test(text)) {
    return !/\b(?:giv(?:en|ing) up|permanent(?:ly)? (?:error|fail)|has been (?:returned|removed)|no further attempts|will not be retried|could not be delivered (?:for|after|within))\b/.test(text)
  }
  return false
}

/** The recipients that the text names, each with its lines. `others` are addresses that are never recipients. */
export function findRecipients(part: Part, report: string, others: readonly string[]): FreeRecipient[] {
  const excluded = new Set(others.map((address) => address.toLowerCase()))
  const allowed = (address: string): boolean => !excluded.has(address.toLowerCase())
  const named = findAddresses(header(part, 'x-failed-recipients'))
  const lines = report.split('\n', 4000).map((line) => line.replace(/^[>|]\s?/, ''))
  const listed = listedRecipients(report, lines, allowed)
  // Where header and text name different people, the text has the reasons.
  const agree = listed.length === 0 || named.some((address) => listed.some((other) => sameText(other, address)))
  const anywhere = findAddresses(report.slice(0, 20000)).filter((address) => allowed(address) && !isRobot(address))
  const chosen = named.length + listed.length > 0 ? [...(agree ? named : []), ...listed] : anywhere.slice(0, 1)
  const addresses = chosen.filter((address, index) => chosen.findIndex((other) => sameText(other, address)) === index).slice(0, 200)
  return addresses.map((address) => ({ address, text: linesAbout(lines, address, addresses) }))
}

function sameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase()
}

/** What stands before "the following recipients" is a summary of the message, not a list of failures. */
function listedRecipients(report: string, lines: readonly string[], allowed: (address: string) => boolean): string[] {
  const intro = /\bfollowing\s{1,20}(?:recipient|address|destination|user|e-?mail|mailbox|person|member|account)/i.exec(report)
  const start = intro === null ? 0 : report.slice(0, intro.index + intro[0].length).split('\n').length
  const after = lines.slice(start).flatMap(listedAddress)
  const all = after.some(allowed) ? after : lines.flatMap(listedAddress)
  // Somebody who writes to himself is sender and recipient.
  const others = all.some(allowed) ? all.filter(allowed) : all
  const people = others.filter((address) => !isRobot(address))
  return people.length > 0 ? people : others
}

/** An address that stands where failed recipients stand: alone on its line, before a colon, after a label. */
function listedAddress(line: string): string[] {
  if (line.length > 400 || !line.includes('@') || /\((?:ultimately )?(?:generated|expanded) from/.test(line)) return []
  const found = findAddresses(line)
  if (found.length === 0) return []
  const bare = squeeze(line).replace(/["'<>[\](),;*-]/g, ' ').trim()
  const rest = squeeze(bare.replace(found[0] ?? '', ' ')).replace(/^(?:smtp|rfc822|mailto|to|rcpt to|recipients?(?: address(?:es)?)?|address|e-?mail|user|original recipient|final recipient|empfanger|empfaenger|empfänger|destinataire|destinatario|宛先|получатель)\b|[:.;…\s]+/giu, '')
  if (rest === '') return found.slice(0, 1)
  if (/^\s*<?[^\s<>]+@[^\s<>]+>?\s?(?::|\.\.\.|\.{3})/.test(line) || /^\s*(?:[*•-]\s)?<?[^\s<>:]+@[^<>\s]+>?(?:\s|:|$)/.test(line)) return found.slice(0, 1)
  if (/^\s*(?:[45]\d\d[ -]|>>> RCPT|<<< [45]\d\d)/i.test(line) && !/mail from/i.test(line)) return found.slice(0, 1)
  return /\bRCPT TO:/i.test(line) ? findAddresses(line.slice(line.search(/RCPT TO:/i))).slice(0, 1) : []
}

function linesAbout(lines: readonly string[], address: string, all: readonly string[]): string {
  const others = all.filter((other) => other !== address)
  const mentions = (line: string, list: readonly string[]): boolean => list.some((item) => line.toLowerCase().includes(item.toLowerCase()))
  // A transcript says the reason before the recipient, a list after it.
  const isTranscript = lines.some((line) => /^\s*(?:<<<|>>>)/.test(line))
  const taken: string[] = []
  for (const [index, line] of lines.entries()) {
    if (!mentions(line, [address])) continue
    if (isTranscript) taken.push(...linesBefore(lines, index, (earlier) => mentions(earlier, others)))
    taken.push(line)
    for (let next = index + 1; next < Math.min(lines.length, index + 20) && !mentions(lines[next] ?? '', all) && !isElsewhere(lines[next] ?? ''); next += 1) taken.push(lines[next] ?? '')
  }
  // Named in a header only, or by its local part: everything may be about it.
  return taken.length === 0 && all.length === 1 ? lines.join('\n').slice(0, 8000) : taken.join('\n').slice(0, 8000)
}

function isRobot(address: string): boolean {
  return /^(?:mailer-?daemon|postmaster|abuse|noreply|no-reply|support|helpdesk|hostmaster|webmaster|administrator|mail-?daemon|double-bounce|delist|removal|unblock)@/i.test(address)
}

/** At most six lines that lead to this one in a session transcript, back to the last recipient or server. */
function linesBefore(lines: readonly string[], index: number, isOther: (line: string) => boolean): string[] {
  const window = lines.slice(Math.max(0, index - 6), index)
  const last = window.findLastIndex((line) => isOther(line) || /^\S*while talking/i.test(line))
  return window.slice(last + 1)
}

/** The talk with another server, or the footer that a gateway puts under every mail. */
function isElsewhere(line: string): boolean {
  return /^\S*\s?while talking\b/i.test(line) || /^_{20,}\s*$/.test(line)
}
