/** The message that came back: from its own part, or cut out of the text of an old-style bounce. */
import { decodeHeader } from './charset.ts'
import { header } from './mime.ts'
import type { Part } from './mime.ts'
import { findAddresses } from './text.ts'

export interface OriginalMessage {
  message_id: string | null
  return_path: string | null
  to: string | null
  subject: string | null
  /** Lower-case names, decoded first values. */
  headers: Record<string, string>
}

const MARKER = /^[\s>*]{0,4}[-=_* ]{0,80}.{0,60}(?:copy of (?:the|your) (?:original )?(?:message|mail)|below this line|original (?:message|mail|header)|(?:unsent|returned|rejected|undelivered|failed|your) (?:message|mail)(?: headers?| text| body)? (?:follows|below|is attached|begins)|message (?:header|text|follows|body|contents?|starts)|(?:text|header|body|beginning|content)s? of (?:the |your )?(?:original )?message|headers? (?:of|from|follow)|urspr(?:ue|ü)ngliche nachricht|message d'origine|mensaje original|mensagem original|messaggio originale|start of forwarded)/iu
const FIELD = /^[ \t>]{0,6}([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]/
const TRANSPORT = /^(?:received|return-path|mime-version|x-mailer|dkim-signature|delivered-to|content-transfer-encoding|authentication-results|x-originating-ip|user-agent|content-type)$/i
const MAX_HEADERS = 200

/** Read the headers of a returned message part. */
export function readOriginal(part: Part): OriginalMessage {
  const headers: Record<string, string> = {}
  for (const [name, values] of part.headers) {
    if (Object.keys(headers).length >= MAX_HEADERS) break
    Object.defineProperty(headers, name, { value: decodeHeader(values[0] ?? ''), enumerable: true, configurable: true, writable: true })
  }
  const returnPath = headers['return-path']
  return {
    message_id: /<[^<>\s]{1,900}>/.exec(headers['message-id'] ?? '')?.[0] ?? (headers['message-id'] || null),
    return_path: returnPath === undefined ? null : findAddresses(returnPath)[0] ?? null,
    to: findAddresses(headers['to'] ?? '')[0] ?? findAddresses(headers['x-original-to'] ?? headers['delivered-to'] ?? '')[0] ?? null,
    subject: header(part, 'subject') || null,
    headers,
  }
}

/** Cut a text in two: what the reporter says, and the returned message that follows, if there is one. */
export function splitAtOriginal(text: string): { report: string; original: string | null } {
  const lines = text.split('\n', 20000)
  let afterMarker = -10
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (line.length < 160 && MARKER.test(line) && !FIELD.test(line)) afterMarker = index
    if (!FIELD.test(line) && !/^>?From \S+@/.test(line)) continue
    const run = fieldRun(lines, index)
    if (run.names.size >= 2 && (index - afterMarker <= 4 || isTransportHead(run.names))) {
      return { report: lines.slice(0, index - afterMarker <= 4 ? afterMarker : index).join('\n'), original: unquote(lines.slice(index)) }
    }
    index = Math.max(index, run.end - 1)
  }
  return { report: text, original: null }
}

function isTransportHead(names: ReadonlySet<string>): boolean {
  return names.size >= 3 && [...names].some((name) => TRANSPORT.test(name)) && !names.has('final-recipient') && !names.has('reporting-mta') && !names.has('action')
}

function fieldRun(lines: readonly string[], start: number): { names: Set<string>; end: number } {
  const names = new Set<string>()
  let at = start
  for (; at < lines.length && at < start + 200; at += 1) {
    const line = lines[at] ?? ''
    const name = FIELD.exec(line)?.[1]
    if (name !== undefined) names.add(name.toLowerCase())
    else if (!/^[ \t>]+\S/.test(line) && !/^>?From /.test(line)) break
  }
  return { names, end: Math.max(at, start + 1) }
}

/** Take the common indentation or quoting off the lines of a header block. */
function unquote(lines: readonly string[]): string {
  const prefix = /^[ \t>]{0,6}/.exec(lines[0] ?? '')?.[0] ?? ''
  return prefix === '' ? lines.join('\n') : lines.map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line.replace(/^[ \t>]{1,6}$/, ''))).join('\n')
}
