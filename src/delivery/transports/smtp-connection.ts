// The mail transactions of one connection: at most two messages in hand, the second one's envelope written together
// with the first one's content (RFC 2920), so that a message costs one round trip. Every message gets one verdict.
import type { WireContent } from './smtp-content.ts'
import { openLine, type Features } from './smtp-handshake.ts'
import { envelopeLines, makeContent, type EnvelopeLines, type Job } from './smtp-job.ts'
import { LineError, type Fault, type SmtpLine } from './smtp-line.ts'
import type { SmtpSettings } from './smtp-options.ts'
import type { Reply } from './smtp-reply.ts'
import { Transaction } from './smtp-transaction.ts'
import { localVerdict, verdictOf, verdictOfDot, verdictOfFault, type Verdict } from './smtp-verdict.ts'
import type { Outcome, Phase } from './transport.ts'

/** What a connection asks of its pool. */
export type ConnectionOwner = {
  take(): Job | null
  settle(job: Job, outcome: Outcome): void
  /** The job was not touched by the server; it may go to another connection. */
  giveBack(job: Job): void
  mayRunAhead(): boolean
  noteDotLatency(ms: number): void
  onReady(connection: SmtpConnection): void
  onIdle(connection: SmtpConnection): void
  /** `fault` is null after an orderly QUIT. */
  onClosed(connection: SmtpConnection, fault: Fault | null): void
}

/** Larger messages are written piece by piece, so that a loss before the last piece is known to be one before the dot. */
const BLOCK = 64 * 1024
const NO_FEATURES: Features = { pipelining: false, eightBitMime: false, smtpUtf8: false, startTls: false, size: null, auth: new Set() }

export class SmtpConnection {
  served = 0
  /** It got as far as taking mail. */
  wasReady = false
  readonly #settings: SmtpSettings
  readonly #owner: ConnectionOwner
  #state: 'opening' | 'ready' | 'closed' = 'opening'
  #line: SmtpLine | null = null
  #features: Features = NO_FEATURES
  #server: string
  /** Head and, when running ahead, its successor. */
  readonly #hand: Transaction[] = []
  #needsReset = false
  #isLast = false
  #idleTimer: NodeJS.Timeout | null = null
  #batch: string | null = null

  constructor(settings: SmtpSettings, owner: ConnectionOwner) {
    this.#settings = settings
    this.#owner = owner
    this.#server = `${settings.host}:${settings.port}`
  }

  get isReady(): boolean {
    return this.#state === 'ready'
  }

  get features(): Features {
    return this.#features
  }

  /** Opens; afterwards the owner hears onReady or onClosed. Never rejects. */
  async open(): Promise<void> {
    try {
      const { line, features, serverName } = await openLine(this.#settings, (l) => (this.#line = l))
      if (this.#state === 'closed') return line.quit()
      // lost between its last answer and now, when nobody listened yet
      if (line.fault) return this.#lost(line.fault)
      this.#line = line
      this.#features = features
      if (serverName) this.#server += ` (${serverName})`
      line.onLost = (fault) => this.#lost(fault)
      line.onUnasked = (reply) => this.#unasked(reply)
      this.#state = 'ready'
      this.wasReady = true
      this.#owner.onReady(this)
      this.pump()
    } catch (error) {
      const fault = error instanceof LineError ? error.fault : { phase: 'connect' as const, code: null, enhanced: null, text: String(error), local: true }
      this.#lost(fault)
    }
  }

  /** Takes work when it has room. Called by the owner when work came, and after every verdict. */
  pump(): void {
    if (this.#state !== 'ready') return
    while (this.#hasRoom()) {
      const job = this.#owner.take()
      if (!job) break
      this.#begin(job)
    }
    if (this.#hand.length === 0) this.#rest()
  }

  /** Frees the message that waits behind a verdict for longer than `ms`: another connection may have it. */
  releaseWaiting(ms: number): void {
    const [head, next] = this.#hand
    if (!head || !next || next.isAbandoned || next.dataStarted || !head.finalDotSent) return
    if (this.#settings.now() - head.dotAt < ms) return
    next.isAbandoned = true
    this.#owner.giveBack(next.job)
  }

  /** The caller does not want this message sent any more. True when it was still possible to prevent it. */
  cancel(job: Job): boolean {
    const t = this.#hand.find((x) => x.job === job && !x.isAbandoned)
    if (!t || t.dataStarted) return false
    t.isAbandoned = true
    this.#owner.settle(job, this.#outcome(t, localVerdict('not_sent', t.phase, 'cancelled by the caller')))
    return true
  }

  /** QUIT as soon as nothing is in hand; takes nothing more. */
  retire(): void {
    this.#isLast = true
    if (this.#state === 'ready' && this.#hand.length === 0) this.#quit()
    else if (this.#state === 'opening') this.destroy('the pool is closing')
  }

  /** Breaks off now; messages in hand get the verdict that a lost connection gives. */
  destroy(text: string): void {
    const fault: Fault = { phase: 'queue', code: null, enhanced: null, text, local: true }
    if (this.#line && !this.#line.isLost) this.#line.lose(fault)
    if (this.#state !== 'closed') this.#lost(fault)
  }

  #hasRoom(): boolean {
    if (this.#isLast || this.served + this.#hand.length >= this.#settings.maxPerConnection) return false
    const head = this.#hand[0]
    if (!head) return true
    return this.#hand.length === 1 && head.finalDotSent && this.#features.pipelining && this.#owner.mayRunAhead()
  }

  #begin(job: Job): void {
    if (this.#idleTimer) clearTimeout(this.#idleTimer)
    this.#idleTimer = null
    const t = new Transaction(job)
    this.#hand.push(t)
    this.#prepare(t)
  }

  #prepare(t: Transaction): void {
    try {
      const content = makeContent(t.job)
      if (content instanceof Promise) {
        content.then(
          (c) => this.#prepared(t, c),
          (error: unknown) => this.#notComposed(t, error),
        )
      } else this.#prepared(t, content)
    } catch (error) {
      this.#notComposed(t, error)
    }
  }

  #notComposed(t: Transaction, error: unknown): void {
    this.#finish(t, localVerdict('not_sent', 'compose', error instanceof Error ? error.message : String(error)))
  }

  #prepared(t: Transaction, content: WireContent): void {
    if (this.#state !== 'ready' || !this.#hand.includes(t)) return
    if (t.isAbandoned) return this.#drop(t)
    t.content = content
    const lines = envelopeLines(t.job, content, this.#features)
    if ('kind' in lines) return this.#finish(t, lines)
    t.lines = lines
    const head = this.#hand[0]
    if (head === t || head?.finalDotSent) this.#send(this.#envelope(t))
  }

  /** The commands to write now, with their replies registered. Without PIPELINING the rest follows reply by reply. */
  #envelope(t: Transaction): string {
    const { mail, rcpts } = t.lines as EnvelopeLines
    const line = this.#line as SmtpLine
    const { timeouts } = this.#settings
    t.phase = 'mail'
    t.envelopeAt = this.#settings.now()
    let text = ''
    if (this.#needsReset) {
      this.#needsReset = false
      text = 'RSET\r\n'
      line.expect('mail', timeouts.command, (reply) => this.#onReset(reply))
    }
    line.expect('mail', timeouts.mail, (reply) => this.#onMail(t, reply))
    if (!this.#features.pipelining) return text + mail
    for (let i = 0; i < rcpts.length; i++) line.expect('rcpt', timeouts.rcpt, (reply) => this.#onRcpt(t, i, reply))
    line.expect('data', timeouts.data, (reply) => this.#onData(t, reply))
    return `${text}${mail}${rcpts.length === 1 ? rcpts[0] : rcpts.join('')}DATA\r\n`
  }

  #onReset(reply: Reply): void {
    if (reply.code >= 300) this.#isLast = true
  }

  #onMail(t: Transaction, reply: Reply): void {
    if (reply.code === 421) this.#isLast = true
    t.noteMail(reply)
    if (this.#features.pipelining) return
    if (t.failure) this.#finish(t, t.failure)
    else if (t.isAbandoned) this.#drop(t)
    else this.#ask('rcpt', t.lines?.rcpts[0] ?? '', this.#settings.timeouts.rcpt, (r) => this.#onRcpt(t, 0, r))
  }

  #onRcpt(t: Transaction, index: number, reply: Reply): void {
    if (reply.code === 421) this.#isLast = true
    const isLastOne = t.noteRcpt(index, reply)
    if (this.#features.pipelining) return
    if (t.isAbandoned) this.#drop(t)
    else if (!isLastOne) this.#ask('rcpt', t.lines?.rcpts[index + 1] ?? '', this.#settings.timeouts.rcpt, (r) => this.#onRcpt(t, index + 1, r))
    else if (t.negative) this.#finish(t, t.negative)
    else this.#ask('data', 'DATA\r\n', this.#settings.timeouts.data, (r) => this.#onData(t, r))
  }

  #ask(phase: Phase, text: string, ms: number, onReply: (reply: Reply) => void): void {
    this.#line?.expect(phase, ms, onReply)
    this.#send(text)
  }

  #onData(t: Transaction, reply: Reply): void {
    if (reply.code === 421) this.#isLast = true
    const isGo = reply.code >= 300 && reply.code < 400
    const verdict = t.negative
    if (!isGo) {
      if (reply.code < 300) this.#isLast = true
      if (t.isAbandoned) this.#drop(t)
      else this.#finish(t, verdict ?? verdictOf(reply, 'data'))
    } else if (t.isAbandoned || t.failure) {
      // it waits for content that must not come: only hanging up gets us out without sending an empty message
      this.#hangUp(t, verdict ?? localVerdict('not_sent', 'data', 'given up before the content'))
    } else if (verdict) {
      // RFC 2920 section 3.1: DATA accepted although every recipient was turned down wants an empty message
      this.#ask('dot', '.\r\n', this.#settings.timeouts.dot, () => {})
      this.#finish(t, verdict)
    } else this.#checkedBody(t)
  }

  /** Content that starts later than promised is asked for again (DESIGN G3). */
  #checkedBody(t: Transaction): void {
    const { startBy, mayStart } = t.job.message
    if (startBy === undefined || this.#settings.now() <= startBy) return this.#body(t)
    const tooLate = localVerdict('not_sent', 'data', 'the server was ready too late, and sending is not allowed any more')
    if (!mayStart) return this.#hangUp(t, tooLate)
    void Promise.resolve()
      .then(mayStart)
      .catch(() => false)
      .then((may) => {
        if (this.#state !== 'ready' || this.#hand[0] !== t) return
        if (may && !t.isAbandoned) this.#body(t)
        else this.#hangUp(t, tooLate)
      })
  }

  #hangUp(t: Transaction, verdict: Verdict): void {
    this.#isLast = true
    this.#finishQuietly(t, verdict)
    this.#line?.lose({ phase: 'data', code: null, enhanced: null, text: 'hung up before the content', local: true })
  }

  #body(t: Transaction): void {
    const body = (t.content as WireContent).body
    t.dataStarted = true
    t.phase = 'body'
    if (body.length <= BLOCK) this.#lastBlock(t, body)
    else this.#blocks(t, body, 0)
  }

  #blocks(t: Transaction, body: Buffer, from: number): void {
    if (t !== this.#hand[0]) return
    if (body.length - from <= BLOCK) return this.#lastBlock(t, body.subarray(from))
    this.#line?.writeBlock(body.subarray(from, from + BLOCK), this.#settings.timeouts.block, () => this.#blocks(t, body, from + BLOCK))
  }

  #lastBlock(t: Transaction, block: Buffer): void {
    const line = this.#line as SmtpLine
    t.finalDotSent = true
    t.phase = 'dot'
    t.dotAt = this.#settings.now()
    line.expect('dot', this.#settings.timeouts.dot, (reply) => this.#onDot(t, reply))
    const dot = (t.content as WireContent).endsWithCrlf ? '.\r\n' : '\r\n.\r\n'
    line.writeBody(block, dot + this.#nextEnvelope())
  }

  /** Takes the successor now if its content is at hand, so that its envelope shares the write. */
  #nextEnvelope(): string {
    if (!this.#hasRoom()) return ''
    const job = this.#owner.take()
    if (!job) return ''
    this.#batch = ''
    this.#begin(job)
    const text = this.#batch
    this.#batch = null
    return text
  }

  /** Commands go out now, or with the content that is about to be written. */
  #send(text: string): void {
    if (this.#batch === null) this.#line?.writeText(text)
    else this.#batch += text
  }

  #onDot(t: Transaction, reply: Reply): void {
    this.#owner.noteDotLatency(this.#settings.now() - t.dotAt)
    if (reply.code === 421) this.#isLast = true
    const verdict = verdictOfDot(reply)
    if (verdict.kind === 'in_doubt') {
      this.#isLast = true
      this.#finishQuietly(t, verdict)
      this.#line?.lose({ phase: 'dot', code: reply.code, enhanced: reply.enhanced, text: 'the dialogue is out of step', local: true })
    } else this.#finish(t, verdict)
  }

  /** A reply nobody asked for: mostly 421 on an idle connection, or a refusal in the middle of a large content. */
  #unasked(reply: Reply): void {
    this.#isLast = true
    const head = this.#hand[0]
    if (head && head.dataStarted && !head.finalDotSent && reply.code >= 400) this.#finishQuietly(head, verdictOf(reply, 'body'))
    this.#line?.lose({ phase: 'queue', code: reply.code, enhanced: reply.enhanced, text: reply.text, local: false })
  }

  #finish(t: Transaction, verdict: Verdict): void {
    if (!t.finalDotSent && t.phase !== 'compose') this.#needsReset = true
    this.#finishQuietly(t, verdict)
    this.pump()
  }

  #drop(t: Transaction): void {
    if (t.phase !== 'compose') this.#needsReset = true
    this.#remove(t)
    this.pump()
  }

  /** Settles without going on to the next; for when the connection is about to be given up. */
  #finishQuietly(t: Transaction, verdict: Verdict): void {
    this.#remove(t)
    if (t.phase !== 'compose') this.served++
    if (!t.isAbandoned) this.#owner.settle(t.job, this.#outcome(t, verdict))
  }

  #remove(t: Transaction): void {
    const i = this.#hand.indexOf(t)
    if (i >= 0) this.#hand.splice(i, 1)
  }

  #rest(): void {
    if (this.#isLast || this.served >= this.#settings.maxPerConnection) return this.#quit()
    this.#idleTimer ??= setTimeout(() => this.#quit(), this.#settings.idleMs)
    this.#owner.onIdle(this)
  }

  #quit(): void {
    if (this.#state !== 'ready' || this.#hand.length > 0) return
    this.#line?.quit()
    this.#closed(null)
  }

  #lost(fault: Fault): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    const hand = this.#hand.splice(0)
    hand.forEach((t, index) => this.#settleLost(t, fault, index))
    this.#closed(fault)
  }

  #settleLost(t: Transaction, fault: Fault, index: number): void {
    if (t.isAbandoned) return
    const { job } = t
    const settle = (verdict: Verdict): void => this.#owner.settle(job, this.#outcome(t, verdict))
    if (t.finalDotSent) return settle(verdictOfFault(fault, 'in_doubt', 'dot'))
    if (t.negativeSoFar) return settle(t.negativeSoFar)
    const mayMove = !t.dataStarted && !job.wasMoved && (this.served > 0 || index > 0)
    if (!mayMove) return settle(verdictOfFault(fault, 'not_sent', t.phase))
    job.wasMoved = true
    this.#owner.giveBack(job)
  }

  #closed(fault: Fault | null): void {
    this.#state = 'closed'
    if (this.#idleTimer) clearTimeout(this.#idleTimer)
    this.#idleTimer = null
    this.#owner.onClosed(this, fault)
  }

  #outcome(t: Transaction, verdict: Verdict): Outcome {
    return t.outcome(verdict, this.#server, this.#settings.now())
  }
}
