// One TCP/TLS connection that speaks in lines: writes, matches replies to what was asked, watches the clock.
// Knows nothing of messages. Replies come in the order of the commands (RFC 2920), so a queue is all it takes.
import { connect as tcpConnect, isIP, type Socket } from 'node:net'
import { connect as tlsConnect, type TLSSocket } from 'node:tls'
import { ReplyParser, type Reply } from './smtp-reply.ts'
import type { SmtpSettings } from './smtp-options.ts'
import type { Phase } from './transport.ts'

/** Why a connection is of no use any more. */
export type Fault = { readonly phase: Phase; readonly code: number | null; readonly enhanced: string | null; readonly text: string; readonly local: boolean }

/** A Fault that can be thrown. */
export class LineError extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.text)
    this.name = 'LineError'
    this.fault = fault
  }
}

type Expectation = { readonly phase: Phase; readonly ms: number; readonly onReply: (reply: Reply) => void; readonly onLost?: (fault: Fault) => void }

/** No timer is armed further ahead than this, so that fast traffic need not re-arm it with every reply. */
const TICK_MS = 30_000

export class SmtpLine {
  /** Called once, when the connection is lost, broken off or timed out. */
  onLost: (fault: Fault) => void = () => {}
  /** Called for a reply that nothing was waiting for. */
  onUnasked: (reply: Reply) => void = (reply) => this.lose({ phase: 'queue', code: reply.code, enhanced: reply.enhanced, text: reply.text, local: false })
  isSecure = false
  readonly #settings: SmtpSettings
  readonly #expected: Expectation[] = []
  #parser: ReplyParser
  #socket: Socket | TLSSocket | null = null
  #isLost = false
  #fault: Fault | null = null
  #headDeadline = 0
  #armedUntil = Infinity
  #timer: NodeJS.Timeout | null = null
  readonly #onData = (chunk: Buffer): void => this.#read(chunk)
  readonly #onError = (error: Error): void => this.#gone(error.message)
  readonly #onEnd = (): void => this.#gone('the server closed the connection')

  constructor(settings: SmtpSettings) {
    this.#settings = settings
    this.#parser = new ReplyParser((reply) => this.#take(reply))
  }

  get isLost(): boolean {
    return this.#isLost
  }

  /** Why it was lost; for who comes too late to hear onLost. */
  get fault(): Fault | null {
    return this.#fault
  }

  get remoteAddress(): string | undefined {
    return this.#socket?.remoteAddress
  }

  /** TCP, and TLS at once when the settings say implicit. Rejects with LineError. */
  async connect(): Promise<void> {
    const { host, port, localAddress, timeouts, implicitTls } = this.#settings
    const socket = tcpConnect({ host, port, ...(localAddress ? { localAddress } : {}) })
    this.#socket = socket
    await this.#established(socket, 'connect', 'connect', timeouts.connect)
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 60_000)
    if (implicitTls) await this.secure()
    else this.#adopt(socket)
  }

  /** Turns the plain connection into TLS. What was sent in clear before is never read as an answer afterwards. */
  async secure(): Promise<void> {
    const { host, tls, ca, timeouts } = this.#settings
    const plain = this.#socket
    if (!plain) throw new Error('connect first')
    if (!this.#parser.isAtRest) throw this.#error('tls', 'the server sent data in clear behind its STARTTLS answer')
    this.#release(plain)
    const socket = tlsConnect({
      socket: plain,
      host,
      ...(isIP(host) ? {} : { servername: host }),
      ...(ca ? { ca } : {}),
      rejectUnauthorized: tls === 'verified',
      minVersion: 'TLSv1.2',
    })
    this.#socket = socket
    await this.#established(socket, 'secureConnect', 'tls', timeouts.tls)
    this.isSecure = true
    this.#parser = new ReplyParser((reply) => this.#take(reply))
    this.#settings.trace?.('*', `TLS ${socket.getProtocol() ?? ''} ${socket.getCipher().name}`)
    this.#adopt(socket)
  }

  /** Registers what the next unclaimed reply belongs to. The clock runs from when it is the oldest one open. */
  expect(phase: Phase, ms: number, onReply: (reply: Reply) => void, onLost?: (fault: Fault) => void): void {
    this.#expected.push(onLost ? { phase, ms, onReply, onLost } : { phase, ms, onReply })
    if (this.#expected.length === 1) this.#watch(ms)
  }

  /** Waits for a reply without asking (the greeting). Rejects with LineError when the line is lost. */
  reply(phase: Phase, ms: number): Promise<Reply> {
    if (this.#isLost) return Promise.reject(this.#fault ? new LineError(this.#fault) : this.#error(phase, 'the connection is gone'))
    return new Promise((resolve, reject) => this.expect(phase, ms, resolve, (fault) => reject(new LineError(fault))))
  }

  /** One command, one reply. `shownAs` goes to the trace instead of a secret. */
  command(text: string, phase: Phase, ms: number, shownAs: string = text): Promise<Reply> {
    const reply = this.reply(phase, ms)
    if (this.#isLost) return reply
    this.#settings.trace?.('C', shownAs)
    this.#socket?.write(`${text}\r\n`)
    return reply
  }

  /** Commands, CRLF included, in one write. */
  writeText(text: string): void {
    if (this.#isLost) return
    this.#traceText(text)
    this.#socket?.write(text)
  }

  /** Content and what follows it, in one packet where it fits. */
  writeBody(block: Buffer, tail: string): void {
    const socket = this.#socket
    if (this.#isLost || !socket) return
    this.#settings.trace?.('*', `${block.length} bytes of content`)
    socket.cork()
    socket.write(block)
    socket.write(tail)
    socket.uncork()
    this.#traceText(tail)
  }

  /** A block of a large message; calls back when the kernel has taken it, or never when the line is lost. */
  writeBlock(block: Buffer, ms: number, onTaken: () => void): void {
    if (this.#isLost) return
    this.#watch(ms)
    this.#socket?.write(block, (error) => {
      if (error || this.#isLost) return
      this.#unwatch()
      onTaken()
    })
  }

  /** Says QUIT and leaves; a reply is not waited for longer than a second. */
  quit(): void {
    const socket = this.#socket
    if (this.#isLost || !socket) return
    this.#isLost = true
    this.#disarm()
    this.#release(socket)
    socket.on('error', () => {})
    this.#settings.trace?.('C', 'QUIT')
    socket.end('QUIT\r\n')
    socket.resume()
    setTimeout(() => socket.destroy(), 1000).unref()
  }

  /** Breaks the connection off. Everything still expected is told. */
  lose(fault: Fault): void {
    if (this.#isLost) return
    this.#isLost = true
    this.#fault = fault
    this.#disarm()
    this.#settings.trace?.('*', `connection lost: ${fault.text}`)
    const socket = this.#socket
    if (socket) {
      this.#release(socket)
      socket.on('error', () => {})
      socket.destroy()
    }
    const open = this.#expected.splice(0)
    for (const e of open) e.onLost?.(fault)
    this.onLost(fault)
  }

  #adopt(socket: Socket): void {
    socket.on('data', this.#onData)
    socket.on('error', this.#onError)
    socket.on('end', this.#onEnd)
    socket.on('close', this.#onEnd)
  }

  #release(socket: Socket): void {
    socket.off('data', this.#onData)
    socket.off('error', this.#onError)
    socket.off('end', this.#onEnd)
    socket.off('close', this.#onEnd)
  }

  #established(socket: Socket, event: 'connect' | 'secureConnect', phase: Phase, ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error: LineError | null): void => {
        clearTimeout(timer)
        socket.removeListener(event, onUp)
        socket.removeListener('error', onError)
        socket.removeListener('close', onClose)
        if (error === null) return resolve()
        socket.on('error', () => {})
        socket.destroy()
        this.#isLost = true
        this.#settings.trace?.('*', error.message)
        reject(error)
      }
      const onUp = (): void => done(null)
      const onError = (error: Error): void => done(this.#error(phase, describe(error)))
      const onClose = (): void => done(this.#error(phase, 'the server closed the connection'))
      const timer = setTimeout(() => done(this.#error(phase, `no ${phase === 'tls' ? 'TLS handshake' : 'connection'} within ${ms} ms`)), ms)
      socket.once(event, onUp)
      socket.once('error', onError)
      socket.once('close', onClose)
    })
  }

  #read(chunk: Buffer): void {
    this.#parser.feed(chunk)
    const fault = this.#parser.fault
    if (fault !== null) this.lose({ phase: this.#phase(), code: null, enhanced: null, text: fault, local: true })
  }

  #take(reply: Reply): void {
    if (this.#isLost) return
    if (this.#settings.trace) for (const line of reply.text.split('\n')) this.#settings.trace('S', `${reply.code} ${line}`)
    const e = this.#expected.shift()
    if (!e) return this.onUnasked(reply)
    const head = this.#expected[0]
    if (head) this.#watch(head.ms)
    else this.#unwatch()
    e.onReply(reply)
  }

  #gone(text: string): void {
    this.lose({ phase: this.#phase(), code: null, enhanced: null, text, local: true })
  }

  #phase(): Phase {
    return this.#expected[0]?.phase ?? 'queue'
  }

  #watch(ms: number): void {
    const now = this.#settings.now()
    this.#headDeadline = now + ms
    if (this.#headDeadline < this.#armedUntil) this.#arm(now)
  }

  #unwatch(): void {
    this.#headDeadline = 0
  }

  #arm(now: number): void {
    if (this.#timer) clearTimeout(this.#timer)
    const ms = Math.min(TICK_MS, Math.max(1, this.#headDeadline - now))
    this.#armedUntil = now + ms
    this.#timer = setTimeout(() => this.#tick(), ms)
  }

  #tick(): void {
    this.#timer = null
    this.#armedUntil = Infinity
    if (this.#isLost || this.#headDeadline === 0) return
    const now = this.#settings.now()
    if (now + 0.5 < this.#headDeadline) return this.#arm(now)
    const ms = this.#expected[0]?.ms ?? this.#settings.timeouts.block
    this.#gone(`no answer within ${ms} ms`)
  }

  #disarm(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #error(phase: Phase, text: string): LineError {
    return new LineError({ phase, code: null, enhanced: null, text, local: true })
  }

  #traceText(text: string): void {
    const trace = this.#settings.trace
    if (trace) for (const line of text.split('\r\n')) if (line !== '') trace('C', line)
  }
}

/** Several addresses tried: the first reason says enough. */
function describe(error: Error): string {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message
  return error.message
}
