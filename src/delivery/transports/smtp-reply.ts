// Reads SMTP replies (RFC 5321 section 4.2) from a byte stream, whatever the stream is cut into. Bounded: a server
// that sends garbage, a novel or nothing but dashes costs at most a few kilobytes and ends in a fault.

export type Reply = {
  readonly code: number
  readonly enhanced: string | null
  /** Lines joined by \n, without codes and control characters, at most MAX_TEXT characters. */
  readonly text: string
}

const MAX_LINE = 2048
const MAX_TEXT = 4096
const MAX_LINES = 512
const MAX_REPLY_BYTES = 256 * 1024

/** RFC 3463: class.subject.detail at the start of the text, of the same class as the code; else null. */
export function enhancedCode(code: number, text: string): string | null {
  const c = text.charCodeAt(0)
  if (c !== 50 && c !== 52 && c !== 53) return null
  if (Math.floor(code / 100) !== c - 48) return null
  const m = /^[245]\.\d{1,3}\.\d{1,3}(?=[\s:;,.)-]|$)/.exec(text)
  return m ? m[0] : null
}

/**
 * Feed it chunks; it calls `onReply` once per complete reply, in order. After a fault it ignores everything:
 * the caller must drop the connection, since what follows cannot be matched to commands any more.
 * Lines of one reply with different codes: the last line decides (as Postfix does).
 */
export class ReplyParser {
  #rest = ''
  #bytes = 0
  #lines = 0
  #text = ''
  #fault: string | null = null
  readonly #onReply: (reply: Reply) => void

  constructor(onReply: (reply: Reply) => void) {
    this.#onReply = onReply
  }

  get fault(): string | null {
    return this.#fault
  }

  /** True when nothing of a reply has been read yet: the only state in which TLS may start. */
  get isAtRest(): boolean {
    return this.#rest === '' && this.#lines === 0 && this.#fault === null
  }

  feed(chunk: Buffer): void {
    if (this.#fault !== null) return
    this.#bytes += chunk.length
    let s = chunk.toString('latin1')
    if (this.#rest !== '') s = this.#rest + s
    let from = 0
    for (let nl = s.indexOf('\n'); nl >= 0; nl = s.indexOf('\n', from)) {
      const end = nl > from && s.charCodeAt(nl - 1) === 13 ? nl - 1 : nl
      this.#line(s, from, end)
      if (this.#fault !== null) return
      from = nl + 1
    }
    this.#keep(from === 0 ? s : s.slice(from))
  }

  /** Keeps the start of an unfinished line; the middle of an endless one is thrown away. */
  #keep(rest: string): void {
    this.#rest = rest.length > MAX_LINE ? rest.slice(0, MAX_LINE) : rest
    if (rest === '' && this.#lines === 0) this.#bytes = 0
    else if (this.#bytes > MAX_REPLY_BYTES) this.#break('the server sent a reply without end')
    else if (rest.length >= 3 && !/^[2-5]\d\d/.test(rest)) this.#break('the server sent something that is not SMTP')
  }

  #line(s: string, from: number, end: number): void {
    const a = s.charCodeAt(from) - 48
    const b = s.charCodeAt(from + 1) - 48
    const c = s.charCodeAt(from + 2) - 48
    const mark = from + 3 < end ? s.charCodeAt(from + 3) : 32
    const isReply = end - from >= 3 && a >= 2 && a <= 5 && b >= 0 && b <= 9 && c >= 0 && c <= 9 && (mark === 32 || mark === 45 || mark === 9)
    if (!isReply) return this.#break('the server sent something that is not SMTP')
    if (++this.#lines > MAX_LINES) return this.#break('the server sent a reply without end')
    if (this.#text.length < MAX_TEXT) this.#text += (this.#lines > 1 ? '\n' : '') + s.slice(from + 4, Math.min(end, from + MAX_LINE))
    if (mark === 45) return
    const code = a * 100 + b * 10 + c
    const text = cleanText(this.#text)
    this.#lines = 0
    this.#text = ''
    this.#bytes = s.length - end
    this.#onReply({ code, enhanced: enhancedCode(code, text), text })
  }

  #break(fault: string): void {
    this.#fault = fault
    this.#rest = ''
    this.#text = ''
  }
}

/** UTF-8 where it is valid (RFC 6531 section 3.7.4), Latin-1 where it is not; no control characters. */
function cleanText(latin1: string): string {
  let text = latin1
  // oxlint-disable-next-line no-control-regex
  if (/[\x80-\xff]/.test(text)) {
    const utf8 = Buffer.from(text, 'latin1').toString('utf8')
    if (!utf8.includes('\ufffd')) text = utf8
  }
  if (text.length > MAX_TEXT) text = text.slice(0, MAX_TEXT)
  // oxlint-disable-next-line no-control-regex
  return /[\x00-\x09\x0b-\x1f\x7f-\x9f]/.test(text) ? text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]+/g, ' ') : text
}
