/** One recipient's evidence from all its sources, weighed: the server's words, the fields, the reporter's prose. */
import { assess } from './classify.ts'
import type { Evidence, Verdict } from './classify.ts'
import { findCommand, findEnhancedCode, findSmtpCode, isVague, preferEnhanced, readStatus } from './codes.ts'
import { squeeze } from './text.ts'
import type { BounceClass } from './vocabulary.ts'

export interface Testimony {
  /** Diagnostic-Code, or null. */
  diagnostic: string | null
  /** Status field as written. */
  status: string | undefined
  action: string | null
  /** What the human-readable part says about this recipient. */
  spoken: string
  /** The whole report, heard when the lines about the recipient say too little. */
  report: string
}

export interface Judgement {
  class: BounceClass
  hard: boolean
  action: string | null
  smtp_code: number | null
  enhanced_code: string | null
  diagnostic: string | null
}

const MAX_DIAGNOSTIC = 2000
/** Below this many votes the diagnostic alone is not trusted and the prose is heard too. */
const CLEAR = 3

/** Weigh the testimony. Pure. */
export function judge(testimony: Testimony): Judgement {
  const { diagnostic, action, spoken, report } = testimony
  const said = diagnostic ?? ''
  const smtp = findSmtpCode(said) ?? (testimony.status === undefined ? null : leadingReply(testimony.status)) ?? findSmtpCode(spoken) ?? findSmtpCode(report)
  const enhanced = preferEnhanced(preferEnhanced(findEnhancedCode(reply(said)) ?? findEnhancedCode(said), readStatus(testimony.status)), findEnhancedCode(spoken) ?? findEnhancedCode(report))
  const permanent = /\bpermanent(?:ly)?\b|\bfatal errors?\b/i.test(`${spoken}\n${report}`)
  const command = findCommand(`${said}\n${spoken}`)
  const codes = { smtp, enhanced: agree(enhanced, readStatus(testimony.status)), action, permanent, command }
  const comment = statusComment(testimony.status)
  const verdict = weigh(codes, [said === '' ? comment : reply(said), said, `${said}\n${spoken}`, `${spoken}\n${report}`])
  return {
    class: verdict.class, hard: verdict.hard, action, smtp_code: codes.smtp, enhanced_code: codes.enhanced,
    diagnostic: (diagnostic ?? reasonLine(spoken) ?? reasonLine(report))?.slice(0, MAX_DIAGNOSTIC) ?? null,
  }
}

/** The remote server's own words inside a diagnostic that wraps them: what follows its reply code. */
function reply(said: string): string {
  const at = said.search(/(?<![\d.\w])[45]\d\d(?:[ -]#?[45]\.\d\.\d|[ -]'?[A-Za-z<"'])/)
  return at > 0 ? said.slice(at) : said
}

/** "553 Exceeded maximum inbound message size" in a Status field is a reply. */
function leadingReply(status: string): number | null {
  return /^\s*[245]\d\d\b/.test(status) ? findSmtpCode(status) : null
}

function statusComment(status: string | undefined): string {
  return (status ?? '').replace(/^\s*\d\.\d{1,3}\.\d{1,3}/, '')
}

function agree(enhanced: string | null, written: string | null): string | null {
  return isVague(enhanced) ? enhanced ?? written : enhanced
}

/** Hear one source after the other until one is clear; else believe the clearest. */
function weigh(codes: Omit<Evidence, 'text'>, texts: readonly string[]): Verdict {
  let best: Verdict | undefined
  for (const text of texts) {
    const verdict = assess({ ...codes, text })
    if (best === undefined || verdict.score > best.score) best = verdict
    if (text.trim() !== '' && best.score >= CLEAR) break
  }
  return best ?? assess({ ...codes, text: '' })
}

/** The line of prose that carries the reason: the one with a code, else the first that says something. */
function reasonLine(spoken: string): string | null {
  const lines = spoken.split('\n').map(squeeze).filter((line) => line !== '')
  const coded = lines.findIndex((line) => findSmtpCode(line) !== null || findEnhancedCode(line) !== null)
  if (coded >= 0) return lines.slice(coded, coded + 3).join(' ')
  return lines.length === 0 ? null : squeeze(lines.slice(0, 12).join(' ')).slice(0, 500)
}
