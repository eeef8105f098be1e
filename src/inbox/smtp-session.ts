// One SMTP conversation as seen from the receiving side (RFC 5321, 2920, 6152, 6531): a byte stream in, replies out.
// Made to be fast: whole messages are cut out of the chunks, replies of one chunk leave in one write.
import type { Socket } from 'node:net'

export type ReceivedMail = { readonly from: string; readonly to: readonly string[]; readonly data: Buffer; readonly session: SessionFacts }

export type SessionFacts = { readonly id: number; readonly remote: string; helo: string; mails: number }

/** A reply without its CRLF, or how to misbehave: cut the connection, or never answer again. */
export type Answer = string | { readonly act: 'drop' | 'reset' | 'hang' } | { readonly reply: string; readonly afterMs: number }

export type ReceiverOptions = {
  /** Name in the greeting. */
  readonly name?: string
  readonly isPipelining?: boolean
  /** Largest message taken, bytes. */
  readonly maxBytes?: number
  /** Every answer leaves this much later, as over a long wire. */
  readonly delayMs?: () => number
  readonly onConnect?: (session: SessionFacts) => Answer
  readonly onRecipient?: (address: string, session: SessionFacts) => Answer
  /** Before the 354. */
  readonly onData?: (to: readonly string[], session: SessionFacts) => Answer
  /** First bytes of the content came; an Answer other than null ends it there. */
  readonly onContent?: (to: readonly string[], session: SessionFacts) => Answer | null
  /** The whole message is here; its answer is the promise to keep it. */
  readonly onMail: (mail: ReceivedMail) => Answer | Promise<Answer>
}

const END = Buffer.from('\r\n.\r\n')
const STUFFED = Buffer.from('\r\n..')
const MAX_LINE = 4096
const MAX_RECIPIENTS = 1000
const OK = '250 2.0.0 Ok'

type Slot = { text: string | null; end: boolean }

export class SmtpSession {
  readonly facts: SessionFacts
  readonly #socket: Socket
  readonly #options: ReceiverOptions
  #rest: Buffer | null = null
  #mode: 'command' | 'auth' | 'data' | 'deaf' = 'command'
  #from: string | null = null
  #to: string[] = []
  #parts: Buffer[] = []
  #size = 0
  #authSteps = 0
  readonly #outbox: Slot[] = []
  #isEnded = false

  constructor(socket: Socket, id: number, options: ReceiverOptions) {
    this.#socket = socket
    this.#options = options
    this.facts = { id, remote: socket.remoteAddress ?? '', helo: '', mails: 0 }
    socket.on('data', (chunk) => this.#read(chunk))
    this.#answer(options.onConnect?.(this.facts) ?? `220 ${options.name ?? 'localhost'} ESMTP`)
    this.#flush()
  }

  #read(chunk: Buffer): void {
    let buffer = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk
    this.#rest = null
    while (buffer.length > 0 && this.#mode !== 'deaf') {
      const next = this.#mode === 'data' ? this.#readData(buffer) : this.#readLine(buffer)
      if (next === null) break
      buffer = next
    }
    this.#flush()
  }

  #readLine(buffer: Buffer): Buffer | null {
    const nl = buffer.indexOf(10)
    if (nl < 0) {
      if (buffer.length > MAX_LINE) this.#answer({ act: 'drop' })
      else this.#rest = Buffer.from(buffer)
      return null
    }
    const line = buffer.toString('utf8', 0, nl > 0 && buffer[nl - 1] === 13 ? nl - 1 : nl)
    if (this.#mode === 'auth') this.#onAuthStep()
    else this.#command(line)
    return buffer.subarray(nl + 1)
  }

  #readData(buffer: Buffer): Buffer | null {
    const isFresh = this.#size === 0 && this.#parts.length === 0
    if (isFresh) {
      const early = this.#options.onContent?.(this.#to, this.facts)
      if (early) {
        this.#answer(early)
        return null
      }
      if (buffer.length < 3) {
        this.#rest = Buffer.from(buffer)
        return null
      }
      if (buffer[0] === 46 && buffer[1] === 13 && buffer[2] === 10) {
        this.#mail(buffer.subarray(0, 0))
        return buffer.subarray(3)
      }
    }
    const end = buffer.indexOf(END)
    if (end >= 0) {
      this.#mail(buffer.subarray(0, end + 2))
      return buffer.subarray(end + 5)
    }
    const keep = Math.min(4, buffer.length)
    const taken = buffer.length - keep
    if (taken > 0) {
      this.#size += taken
      if (this.#size <= this.#maxBytes) this.#parts.push(Buffer.from(buffer.subarray(0, taken)))
    }
    this.#rest = Buffer.from(buffer.subarray(taken))
    return null
  }

  get #maxBytes(): number {
    return this.#options.maxBytes ?? 50 * 1024 * 1024
  }

  #mail(last: Buffer): void {
    const size = this.#size + last.length
    const raw = this.#parts.length === 0 ? last : Buffer.concat([...this.#parts, last])
    const mail: ReceivedMail = { from: this.#from ?? '', to: this.#to, data: unstuff(raw), session: this.facts }
    this.#mode = 'command'
    this.#reset()
    if (size > this.#maxBytes) return this.#answer('552 5.3.4 Message too big')
    this.facts.mails++
    const answer = this.#options.onMail(mail)
    if (answer instanceof Promise) this.#answerLater(answer)
    else this.#answer(answer)
  }

  #reset(): void {
    this.#from = null
    this.#to = []
    this.#parts = []
    this.#size = 0
  }

  #command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'MAIL') this.#onMailFrom(line)
    else if (verb === 'RCPT') this.#onRcptTo(line)
    else if (verb === 'DATA') this.#onData()
    else if (verb === 'EHLO') this.#onEhlo(line)
    else if (verb === 'HELO') {
      this.facts.helo = line.slice(5).trim()
      this.#reset()
      this.#answer(`250 ${this.#options.name ?? 'localhost'}`)
    } else if (verb === 'RSET') {
      this.#reset()
      this.#answer(OK)
    } else if (verb === 'NOOP') this.#answer(OK)
    else if (verb === 'VRFY') this.#answer('252 2.1.5 Send some mail, I will try')
    else if (verb === 'AUTH') this.#onAuth(line)
    else if (verb === 'QUIT') {
      this.#outbox.push({ text: '221 2.0.0 Bye\r\n', end: true })
      this.#mode = 'deaf'
    } else this.#answer('500 5.5.2 Not understood')
  }

  #onEhlo(line: string): void {
    this.facts.helo = line.slice(5).trim()
    this.#reset()
    const offers = ['8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'AUTH PLAIN LOGIN', `SIZE ${this.#maxBytes}`]
    if (this.#options.isPipelining ?? true) offers.unshift('PIPELINING')
    const lines = [this.#options.name ?? 'localhost', ...offers]
    this.#answer(lines.map((l, i) => `250${i < lines.length - 1 ? '-' : ' '}${l}`).join('\r\n'))
  }

  /** Any login is good here: what matters is that applications which insist on one can be tried. */
  #onAuth(line: string): void {
    const [, method = '', initial] = line.toUpperCase().split(/\s+/)
    if (method === 'PLAIN' && initial) return this.#answer('235 2.7.0 Welcome')
    if (method !== 'PLAIN' && method !== 'LOGIN') return this.#answer('504 5.5.4 PLAIN or LOGIN')
    this.#authSteps = method === 'PLAIN' ? 1 : initial ? 1 : 2
    this.#mode = 'auth'
    this.#answer(method === 'PLAIN' ? '334 ' : initial ? '334 UGFzc3dvcmQ6' : '334 VXNlcm5hbWU6')
  }

  #onAuthStep(): void {
    if (--this.#authSteps > 0) return this.#answer('334 UGFzc3dvcmQ6')
    this.#mode = 'command'
    this.#answer('235 2.7.0 Welcome')
  }

  #onMailFrom(line: string): void {
    if (this.#from !== null) return this.#answer('503 5.5.1 One transaction at a time')
    const m = /^MAIL FROM:\s*<([^>]*)>/i.exec(line)
    if (!m) return this.#answer('501 5.5.4 MAIL FROM:<address>')
    this.#from = m[1] ?? ''
    this.#answer('250 2.1.0 Ok')
  }

  #onRcptTo(line: string): void {
    if (this.#from === null) return this.#answer('503 5.5.1 MAIL first')
    const m = /^RCPT TO:\s*<((?:"(?:[^"\\]|\\.)*")?[^>]*)>/i.exec(line)
    if (!m?.[1]) return this.#answer('501 5.1.3 RCPT TO:<address>')
    if (this.#to.length >= MAX_RECIPIENTS) return this.#answer('452 4.5.3 Too many recipients')
    const answer = this.#options.onRecipient?.(m[1], this.facts) ?? '250 2.1.5 Ok'
    const text = typeof answer === 'string' ? answer : 'reply' in answer ? answer.reply : ''
    if (text.startsWith('2')) this.#to.push(m[1])
    this.#answer(answer)
  }

  #onData(): void {
    if (this.#from === null || this.#to.length === 0) return this.#answer(this.#from === null ? '503 5.5.1 MAIL first' : '554 5.5.1 No valid recipients')
    const answer = this.#options.onData?.(this.#to, this.facts) ?? '354 Go ahead'
    const text = typeof answer === 'string' ? answer : 'reply' in answer ? answer.reply : ''
    if (text.startsWith('3')) this.#mode = 'data'
    else if (text !== '') this.#reset()
    this.#answer(answer)
  }

  #answer(answer: Answer): void {
    if (typeof answer === 'string') this.#outbox.push({ text: `${answer}\r\n`, end: false })
    else if ('act' in answer) this.#misbehave(answer.act)
    else {
      const slot: Slot = { text: null, end: false }
      this.#outbox.push(slot)
      setTimeout(() => this.#fill(slot, answer.reply), answer.afterMs).unref()
    }
  }

  #answerLater(promise: Promise<Answer>): void {
    const slot: Slot = { text: null, end: false }
    this.#outbox.push(slot)
    promise.then(
      (answer) => (typeof answer === 'string' ? this.#fill(slot, answer) : 'act' in answer ? this.#misbehave(answer.act) : setTimeout(() => this.#fill(slot, answer.reply), answer.afterMs).unref()),
      () => this.#fill(slot, '451 4.3.0 Could not be stored'),
    )
  }

  #fill(slot: Slot, reply: string): void {
    slot.text = `${reply}\r\n`
    this.#flush()
  }

  #misbehave(act: 'drop' | 'reset' | 'hang'): void {
    this.#mode = 'deaf'
    if (act === 'hang') return
    this.#flush()
    this.#isEnded = true
    if (act === 'reset') this.#socket.resetAndDestroy()
    else this.#socket.destroySoon()
  }

  /** Whatever is answered, in order, up to the first answer still being worked out. */
  #flush(): void {
    let text = ''
    let end = false
    while (this.#outbox.length > 0 && this.#outbox[0]?.text !== null) {
      const slot = this.#outbox.shift() as Slot
      text += slot.text
      end ||= slot.end
    }
    if (text === '' || this.#isEnded) return
    const ms = this.#options.delayMs?.() ?? 0
    if (ms <= 0) this.#write(text, end)
    else setTimeout(() => this.#write(text, end), ms)
  }

  #write(text: string, end: boolean): void {
    if (this.#socket.destroyed) return
    this.#socket.write(text)
    if (end) this.#socket.end()
  }
}

/** Takes the doubled dots off (RFC 5321 section 4.5.2). The result never shares memory with the network buffer. */
function unstuff(raw: Buffer): Buffer {
  const startsStuffed = raw[0] === 46
  if (!startsStuffed && raw.indexOf(STUFFED) < 0) return Buffer.from(raw)
  const s = raw.toString('latin1').replaceAll('\r\n..', '\r\n.')
  return Buffer.from(startsStuffed ? s.slice(1) : s, 'latin1')
}
