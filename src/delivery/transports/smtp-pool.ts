// A pool of SMTP connections to one service. Hands each message to the first connection with room, says how many more
// it takes (`idleSlots`), and gives every message exactly one Outcome.
import { SmtpConnection, type ConnectionOwner } from './smtp-connection.ts'
import { createJob, type Job } from './smtp-job.ts'
import type { Fault } from './smtp-line.ts'
import { smtpSettings, type SmtpOptions, type SmtpSettings } from './smtp-options.ts'
import { localVerdict, toOutcome, verdictOfFault, type Verdict } from './smtp-verdict.ts'
import type { Outcome, OutgoingMessage, Transport } from './transport.ts'

const FIRST_BACKOFF_MS = 250
const LONGEST_BACKOFF_MS = 30_000
/** How long a service that refused one more connection is not asked for one. */
const FEWER_CONNECTIONS_MS = 30_000
/** A message whose predecessor's verdict takes longer than this is given to another connection. */
const RELEASE_AFTER_MS = 1_000

export class SmtpPool implements Transport {
  readonly name: string
  readonly #settings: SmtpSettings
  readonly #owner: ConnectionOwner
  readonly #connections = new Set<SmtpConnection>()
  readonly #idle = new Set<SmtpConnection>()
  readonly #listeners = new Set<() => void>()
  #queue: Job[] = []
  #queueHead = 0
  #inHand = 0
  #isClosed = false
  #dotMs = 0
  #canPipeline = false
  /** Connections that could not be opened since one was. */
  #failures = 0
  /** Times in a row that none was left. */
  #trouble = 0
  #fault: Fault | null = null
  #retryAt = 0
  #retryTimer: NodeJS.Timeout | null = null
  #cap: number
  #capUntil = 0
  #releaseTimer: NodeJS.Timeout | null = null
  #onDrained: (() => void) | null = null

  constructor(options: SmtpOptions) {
    this.#settings = smtpSettings(options)
    this.name = this.#settings.name
    this.#cap = this.#settings.connections
    this.#owner = {
      take: () => this.#take(),
      settle: (job, outcome) => this.#settle(job, outcome),
      giveBack: (job) => this.#giveBack(job),
      mayRunAhead: () => this.#runsAhead(),
      noteDotLatency: (ms) => void (this.#dotMs = this.#dotMs === 0 ? ms : this.#dotMs * 0.9 + ms * 0.1),
      onReady: (connection) => this.#onReady(connection),
      onIdle: (connection) => void this.#idle.add(connection),
      onClosed: (connection, fault) => this.#onClosed(connection, fault),
    }
  }

  /** At most two messages per connection are in hand (one without PIPELINING or while verdicts are slow). */
  get idleSlots(): number {
    if (this.#isClosed || this.#isBackingOff()) return 0
    return Math.max(0, this.#limit() * (this.#canPipeline && this.#runsAhead() ? 2 : 1) - this.#inHand)
  }

  /** Messages without a verdict. */
  get inHand(): number {
    return this.#inHand
  }

  get openConnections(): number {
    return this.#connections.size
  }

  onSlot(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  send(message: OutgoingMessage): Promise<Outcome> {
    return new Promise((resolve) => {
      const job = createJob(message, this.#settings.now(), resolve)
      this.#inHand++
      const early = this.#earlyVerdict(message)
      if (early) return this.#settleLocally(job, early)
      this.#listenToSignal(job)
      this.#queue.push(job)
      this.#dispatch()
    })
  }

  async close(options: { graceMs?: number } = {}): Promise<void> {
    this.#isClosed = true
    if (this.#retryTimer) clearTimeout(this.#retryTimer)
    this.#failQueue(localVerdict('not_sent', 'queue', 'the transport is closing'))
    for (const c of this.#connections) c.retire()
    if (this.#connections.size > 0) await this.#drained(options.graceMs ?? 30_000)
    for (const c of this.#connections) c.destroy('the transport was closed')
    if (this.#releaseTimer) clearInterval(this.#releaseTimer)
  }

  #drained(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs)
      this.#onDrained = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #earlyVerdict(message: OutgoingMessage): Verdict | null {
    if (this.#isClosed) return localVerdict('not_sent', 'queue', 'the transport is closed')
    if (message.signal?.aborted) return localVerdict('not_sent', 'queue', 'cancelled by the caller')
    return this.#isBackingOff() && this.#fault ? verdictOfFault(this.#fault, 'not_sent') : null
  }

  #listenToSignal(job: Job): void {
    const { signal } = job.message
    if (!signal) return
    const onAbort = (): void => this.#cancel(job)
    signal.addEventListener('abort', onAbort, { once: true })
    job.unlisten = () => signal.removeEventListener('abort', onAbort)
  }

  #cancel(job: Job): void {
    const i = this.#queue.indexOf(job, this.#queueHead)
    if (i >= 0) {
      this.#queue.splice(i, 1)
      return this.#settleLocally(job, localVerdict('not_sent', 'queue', 'cancelled by the caller'))
    }
    for (const c of this.#connections) if (c.cancel(job)) return
  }

  #take(): Job | null {
    const job = this.#queue[this.#queueHead]
    if (!job) return null
    if (++this.#queueHead > 256 && this.#queueHead * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#queueHead)
      this.#queueHead = 0
    }
    return job
  }

  get #waiting(): number {
    return this.#queue.length - this.#queueHead
  }

  #giveBack(job: Job): void {
    if (job.isSettled) return
    if (this.#isClosed) return this.#settleLocally(job, localVerdict('not_sent', 'queue', 'the transport is closing'))
    this.#queue.splice(this.#queueHead, 0, job)
    queueMicrotask(() => this.#dispatch())
  }

  #dispatch(): void {
    while (this.#waiting > 0 && this.#idle.size > 0) {
      const [connection] = this.#idle
      if (!connection) break
      this.#idle.delete(connection)
      connection.pump()
    }
    if (this.#waiting === 0 || this.#isClosed) return
    this.#openMore()
    if (this.#waiting > 0 && this.#canPipeline && this.#runsAhead()) for (const c of this.#connections) if (this.#waiting > 0) c.pump()
  }

  /** One connection more per waiting message, as far as the service lets us; after a failure one at a time. */
  #openMore(): void {
    if (this.#isBackingOff()) return
    let opening = 0
    for (const c of this.#connections) if (!c.isReady) opening++
    const most = this.#failures > 0 ? 1 : this.#waiting
    while (opening < most && this.#connections.size < this.#limit()) {
      const connection = new SmtpConnection(this.#settings, this.#owner)
      this.#connections.add(connection)
      opening++
      void connection.open()
    }
  }

  #onReady(connection: SmtpConnection): void {
    this.#failures = 0
    this.#trouble = 0
    this.#fault = null
    this.#canPipeline = connection.features.pipelining
    this.#releaseTimer ??= setInterval(() => this.#releaseWaiting(), RELEASE_AFTER_MS / 2).unref()
    if (this.#isClosed) connection.retire()
    else this.#announce()
  }

  #onClosed(connection: SmtpConnection, fault: Fault | null): void {
    this.#connections.delete(connection)
    this.#idle.delete(connection)
    if (fault && !connection.wasReady && !this.#isClosed) this.#onNotOpened(fault)
    if (this.#connections.size === 0) {
      if (this.#releaseTimer) clearInterval(this.#releaseTimer)
      this.#releaseTimer = null
      this.#onDrained?.()
    }
    if (this.#waiting > 0) this.#dispatch()
  }

  /** Others still work: the service wants fewer. None does: nobody waits for a service that is not there. */
  #onNotOpened(fault: Fault): void {
    this.#failures++
    let ready = 0
    for (const c of this.#connections) if (c.isReady) ready++
    if (ready > 0) {
      this.#cap = ready
      this.#capUntil = this.#settings.now() + FEWER_CONNECTIONS_MS
    } else if (this.#connections.size === 0) {
      const wait = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.#trouble++)
      this.#fault = fault
      this.#retryAt = this.#settings.now() + wait
      this.#retryTimer = setTimeout(() => this.#announce(), wait + 1)
      this.#failQueue(verdictOfFault(fault, 'not_sent'))
    }
  }

  #failQueue(verdict: Verdict): void {
    const jobs = this.#queue.slice(this.#queueHead)
    this.#queue = []
    this.#queueHead = 0
    for (const job of jobs) this.#settleLocally(job, verdict)
  }

  #settleLocally(job: Job, verdict: Verdict): void {
    const now = this.#settings.now()
    const { host, port } = this.#settings
    const wait = Math.max(0, Math.ceil(this.#retryAt - now))
    this.#settle(job, toOutcome(verdict, { server: `${host}:${port}`, latencyMs: now - job.queuedAt, dataStarted: false, finalDotSent: false, ...(wait > 0 ? { retryAfterMs: wait } : {}) }))
  }

  #settle(job: Job, outcome: Outcome): void {
    if (job.isSettled) return
    job.isSettled = true
    job.unlisten?.()
    this.#inHand--
    job.resolve(outcome)
    this.#announce()
  }

  #announce(): void {
    for (const listener of this.#listeners) {
      try {
        listener()
      } catch (error) {
        // its mistake must not leave a dialogue half way; it surfaces as an uncaught error of its own
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }

  #releaseWaiting(): void {
    if (this.#idle.size === 0 && this.#connections.size >= this.#limit()) return
    for (const c of this.#connections) c.releaseWaiting(RELEASE_AFTER_MS)
  }

  #runsAhead(): boolean {
    return this.#dotMs < this.#settings.aheadBelowMs
  }

  #isBackingOff(): boolean {
    return this.#retryAt > this.#settings.now()
  }

  #limit(): number {
    if (this.#capUntil > 0 && this.#settings.now() >= this.#capUntil) {
      this.#capUntil = 0
      this.#cap = this.#settings.connections
    }
    return this.#cap
  }
}
