// A scripted SMTP server for tests: each point of the dialogue can answer, refuse, stall, drip, cut or talk nonsense, and
// every body that arrives is recorded. Independent of the product's own SMTP code, deliberately plain.
import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { selfSigned, type TestCertificate } from './self-signed.ts'

/** What to do at a point: a reply (CRLF is added), or a misdeed. */
export type PeerAction =
  | string
  | { readonly raw: string }
  | { readonly drop: true }
  | { readonly reset: true }
  | { readonly hang: true }
  | { readonly reply: string; readonly afterMs: number }
  | { readonly drip: string; readonly everyMs: number }
  /** Answer, then cut. */
  | { readonly reply: string; readonly thenDrop: 'end' | 'reset' }

export type PeerPoint = 'greeting' | 'ehlo' | 'helo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'content' | 'dot' | 'rset' | 'quit'

export type PeerSession = { readonly n: number; readonly lines: string[]; mails: number; isSecure: boolean }

export type PeerScript = {
  readonly extensions?: readonly string[]
  readonly tls?: TestCertificate | 'broken'
  readonly implicitTls?: boolean
  /** Chooses what happens; undefined means the normal answer. `argument` is the line, or for `dot` the body. */
  readonly on?: (point: PeerPoint, argument: string, session: PeerSession) => PeerAction | undefined
  /** Users and passwords for AUTH; absent: anything is good. */
  readonly password?: string
}

export type PeerMail = { readonly from: string; readonly to: string[]; readonly body: string; readonly session: number }

export type SmtpPeer = {
  readonly port: number
  readonly mails: PeerMail[]
  readonly sessions: PeerSession[]
  /** Largest number of connections open at once. */
  readonly peak: () => number
  close(): Promise<void>
}

const NORMAL: Record<PeerPoint, string> = {
  greeting: '220 peer.test ESMTP',
  ehlo: '250 peer.test',
  helo: '250 peer.test',
  starttls: '220 2.0.0 Go ahead',
  auth: '235 2.7.0 Welcome',
  mail: '250 2.1.0 Ok',
  rcpt: '250 2.1.5 Ok',
  data: '354 Go ahead',
  content: '',
  dot: '250 2.0.0 Queued',
  rset: '250 2.0.0 Ok',
  quit: '221 2.0.0 Bye',
}

/** Starts a peer on a free loopback port. */
export async function startPeer(script: PeerScript = {}): Promise<SmtpPeer> {
  const mails: PeerMail[] = []
  const sessions: PeerSession[] = []
  const sockets = new Set<Socket>()
  let peak = 0
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    peak = Math.max(peak, sockets.size)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    const session: PeerSession = { n: sessions.length, lines: [], mails: 0, isSecure: false }
    sessions.push(session)
    new Conversation(socket, script, session, mails).start()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    mails,
    sessions,
    peak: () => peak,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const s of sockets) s.destroy()
      }),
  }
}

class Conversation {
  #socket: Socket
  readonly #script: PeerScript
  readonly #session: PeerSession
  readonly #mails: PeerMail[]
  #text = ''
  #mode: 'command' | 'data' | 'auth' | 'deaf' = 'command'
  #from: string | null = null
  #to: string[] = []
  #auth: string[] = []
  #queue: Promise<void> = Promise.resolve()

  constructor(socket: Socket, script: PeerScript, session: PeerSession, mails: PeerMail[]) {
    this.#socket = socket
    this.#script = script
    this.#session = session
    this.#mails = mails
  }

  start(): void {
    if (this.#script.implicitTls) this.#startTls()
    else this.#socket.on('data', this.#onData)
    this.#do('greeting', '')
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#text += chunk.toString('latin1')
    while (this.#mode !== 'deaf' && this.#step());
  }

  #step(): boolean {
    if (this.#mode === 'data') return this.#stepData()
    const nl = this.#text.indexOf('\r\n')
    if (nl < 0) return false
    const line = this.#text.slice(0, nl)
    this.#text = this.#text.slice(nl + 2)
    this.#session.lines.push(line)
    if (this.#mode === 'auth') this.#authStep(line)
    else this.#command(line)
    return true
  }

  #stepData(): boolean {
    const early = this.#text === '' ? undefined : this.#script.on?.('content', this.#text, this.#session)
    if (early !== undefined) {
      this.#mode = 'deaf'
      this.#act(early)
      return false
    }
    const text = `\r\n${this.#text}`
    const end = text.indexOf('\r\n.\r\n')
    if (end < 0) return false
    const body = text.slice(2, end + 2).replace(/^\.\./gm, '.')
    this.#text = text.slice(end + 5)
    this.#mode = 'command'
    this.#session.mails++
    this.#mails.push({ from: this.#from ?? '', to: this.#to, body, session: this.#session.n })
    this.#clear()
    this.#do('dot', body)
    return true
  }

  #command(line: string): void {
    const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? ''
    if (verb === 'EHLO') this.#ehlo(line)
    else if (verb === 'HELO') this.#do('helo', line)
    else if (verb === 'STARTTLS') this.#do('starttls', line, () => this.#startTls())
    else if (verb === 'AUTH') this.#authStart(line)
    else if (verb === 'MAIL') this.#do('mail', line, () => (this.#from = path(line)), this.#from === null ? null : '503 5.5.1 nested MAIL')
    else if (verb === 'RCPT') this.#do('rcpt', line, () => this.#to.push(path(line)), this.#from === null ? '503 5.5.1 MAIL first' : null)
    else if (verb === 'DATA') this.#do('data', line, undefined, this.#to.length === 0 ? '503 5.5.1 RCPT first' : null)
    else if (verb === 'RSET') this.#do('rset', line, () => this.#clear())
    else if (verb === 'QUIT') this.#do('quit', line, () => this.#socket.end())
    else this.#write('500 5.5.2 what?\r\n')
  }

  #clear(): void {
    this.#from = null
    this.#to = []
  }

  #ehlo(line: string): void {
    const action = this.#script.on?.('ehlo', line, this.#session)
    if (action !== undefined) return this.#act(action)
    const offers = ['peer.test', ...(this.#script.extensions ?? ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'SIZE 1000000'])]
    if (this.#script.tls && !this.#session.isSecure && !offers.includes('STARTTLS')) offers.push('STARTTLS')
    this.#write(offers.map((o, i) => `250${i < offers.length - 1 ? '-' : ' '}${o}\r\n`).join(''))
  }

  #do(point: PeerPoint, argument: string, onPositive?: () => unknown, fault: string | null = null): void {
    const action = this.#script.on?.(point, argument, this.#session) ?? fault ?? NORMAL[point]
    const reply = typeof action === 'string' ? action : 'reply' in action ? action.reply : 'drip' in action ? action.drip : ''
    if (/^[23]/.test(reply)) {
      if (point === 'data') this.#mode = 'data'
      if (point === 'starttls') this.#act(action)
      onPositive?.()
      if (point === 'starttls') return
    }
    this.#act(action)
  }

  #act(action: PeerAction): void {
    if (typeof action === 'string') return this.#write(`${action}\r\n`)
    if ('raw' in action) return this.#write(action.raw)
    if ('drop' in action) return this.#then(() => this.#socket.destroy())
    if ('reset' in action) return this.#then(() => this.#socket.resetAndDestroy())
    if ('hang' in action) return void (this.#mode = 'deaf')
    if ('drip' in action) return this.#then(() => this.#drip(action.drip, action.everyMs))
    if ('afterMs' in action) return this.#then(() => sleep(action.afterMs).then(() => void this.#socket.write(`${action.reply}\r\n`)))
    this.#write(`${action.reply}\r\n`)
    this.#then(() => void (action.thenDrop === 'end' ? this.#socket.end() : setTimeout(() => this.#socket.resetAndDestroy(), 5)))
  }

  async #drip(text: string, everyMs: number): Promise<void> {
    for (const char of `${text}\r\n`) {
      if (this.#socket.destroyed) return
      this.#socket.write(char)
      await sleep(everyMs)
    }
  }

  #write(text: string): void {
    this.#then(() => void (this.#socket.destroyed || this.#socket.write(text)))
  }

  /** Answers leave in order, whatever one of them waits for. */
  #then(work: () => unknown): void {
    this.#queue = this.#queue.then(async () => void (await work()))
  }

  #startTls(): void {
    const plain = this.#socket
    plain.removeAllListeners('data')
    this.#then(() => {
      if (this.#script.tls === 'broken') {
        plain.write('this is no handshake\r\n')
        return
      }
      const { key, cert } = typeof this.#script.tls === 'object' ? this.#script.tls : selfSigned()
      const secure = new TLSSocket(plain, { isServer: true, secureContext: createSecureContext({ key, cert }) })
      secure.on('error', () => {})
      secure.on('data', this.#onData)
      this.#socket = secure
      this.#session.isSecure = true
    })
  }

  #authStart(line: string): void {
    const [, method = '', initial] = line.split(' ')
    this.#auth = [method.toUpperCase()]
    if (initial !== undefined) this.#auth.push(initial)
    const needed = method.toUpperCase() === 'LOGIN' ? 3 : 2
    if (this.#auth.length === needed) return this.#authEnd()
    this.#mode = 'auth'
    this.#write(method.toUpperCase() === 'CRAM-MD5' ? `334 ${Buffer.from('<1.2@peer.test>').toString('base64')}\r\n` : '334 \r\n')
  }

  #authStep(line: string): void {
    this.#auth.push(line)
    const needed = this.#auth[0] === 'LOGIN' ? 3 : 2
    if (this.#auth.length < needed) return this.#write('334 \r\n')
    this.#mode = 'command'
    this.#authEnd()
  }

  #authEnd(): void {
    const shown = this.#auth.slice(1).map((a) => Buffer.from(a, 'base64').toString('utf8')).join('|')
    const isGood = this.#script.password === undefined || shown.includes(this.#script.password)
    this.#do('auth', `${this.#auth[0]} ${shown}`, undefined, isGood ? null : '535 5.7.8 Bad login')
  }
}

function path(line: string): string {
  return /<(.*)>/.exec(line)?.[1] ?? ''
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
