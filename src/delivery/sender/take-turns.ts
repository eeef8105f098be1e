// Turns: when to start one, what it takes along, and what follows from its answer (docs/decisions/0009).
import { createSigner, namelessOnPartitions, withWorkspace } from '../../kernel/index.ts'
import { lockGate, recheckAttempt } from '../queue/begin-attempts.ts'
import { releaseMessages, type Release } from '../queue/hold-leases.ts'
import { prepareMessage, routeItem, turnInTransaction, type PrepareDeps, type Prepared, type TurnResult, type TurnWork, type Unprepared } from '../send-message.ts'
import { settleOutcome } from '../steps/settle-outcome.ts'
import type { Outcome } from '../transports/index.ts'
import { ContentShelf } from './launch-facts.ts'
import type { Item, LaunchRun, Waiting } from './launch-run.ts'
import { LOW } from './look-for-work.ts'
import { PER_WORKER, type ProviderLane } from './provider-lane.ts'
import { withPatience } from './with-patience.ts'
import type { WorkerState } from './worker-state.ts'

/** Transactions at once: while one waits for the disk the other computes. */
const TURNS = 2
/** A turn waits for outcomes and beginnings of this share of the slots together: half of them goes out while half is settled. */
const WORTH_A_TURN = 0.8
/** But not longer than this, when nothing else is under way. A transaction costs 6 ms of a core before its first message. */
const LINGER_MS = 5
/** DESIGN G3: the content starts within this time after the check, or the check is made again. */
const DATA_WITHIN_MS = 1_000
/** After trouble that is nobody's absence: a launch whose content is missing, a gate with holes. */
const REST_MS = 1_000
const PUT_OFF: Release = { toState: 'deferred', delaySeconds: 60 }

export class TurnTaker {
  readonly #state: WorkerState
  readonly #mail: PrepareDeps
  #turns = 0
  #rotation = 0
  #pumpSoon = false
  #onIdle: (() => void) | null = null

  constructor(state: WorkerState) {
    this.#state = state
    const { ctx, deps } = state
    const shelf = new ContentShelf(ctx.pool, deps.openContent)
    this.#mail = { config: ctx.config, secrets: ctx.secrets, signer: createSigner(ctx.secrets.signing), content: (run, version) => shelf.get(run.scope, run.facts.campaignId, version) }
    state.pump = () => this.#pump()
  }

  /** Resolves when nothing is open, settled everything, or after `ms`. */
  idle(ms: number): Promise<void> {
    this.#pump()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#onIdle = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Hands messages back before an attempt; if the database is away their leases run out instead. */
  async handBack(run: LaunchRun, items: readonly Item[], how: Release = { toState: 'ready' }): Promise<void> {
    for (const item of items) run.forget(item.leased)
    const leased = items.map((i) => i.leased)
    await withWorkspace(this.#state.ctx.pool, run.scope, (tx) => releaseMessages(tx, run.scope.workspaceId, run.launchId, leased, how)).catch(() => 0)
  }

  // ---- when ------------------------------------------------------------------------------------------------------

  #pump(): void {
    if (this.#pumpSoon) return
    this.#pumpSoon = true
    setImmediate(() => {
      this.#pumpSoon = false
      this.#startTurns()
    })
  }

  #startTurns(): void {
    const runs = [...this.#state.runs.values()]
    let isLow = runs.length === 0
    for (let i = 0; i < runs.length; i++) {
      const run = runs[(this.#rotation + i) % runs.length]!
      const work = this.#turns < TURNS ? this.#workOf(run) : null
      if (work) void this.#turn(run, work.settle, work.begin)
      isLow ||= run.buffered < LOW
    }
    this.#rotation++
    if (isLow) this.#state.wake()
    if (this.#state.isStopping && this.#isIdle()) this.#onIdle?.()
  }

  #isIdle(): boolean {
    for (const run of this.#state.runs.values()) if (run.turns > 0 || run.waiting.length > 0) return false
    return this.#state.open === 0
  }

  /** What a turn of this run would do now; null when it is not worth one. */
  #workOf(run: LaunchRun): { settle: Waiting[]; begin: Item[] } | null {
    if (performance.now() < run.restUntilMs) return null
    const mayBegin = !this.#state.isStopping && !this.#state.isHeld
    const room = mayBegin ? Math.min(run.buffered, this.#freeSlots(run)) : 0
    const size = run.waiting.length + room
    if (size === 0 || (size < this.#limit(run) * WORTH_A_TURN && !this.#isTimeFor(run))) return null
    const begin = room === 0 ? [] : run.take(room, this.#hasRoom(run))
    if (begin.length + run.waiting.length === 0) return null
    const settle = run.waiting
    run.waiting = []
    run.lingersUntilMs = 0
    return { settle, begin }
  }

  /** Says for one item after the other whether its lane takes it; what has no lane is taken, to be put off. */
  #hasRoom(run: LaunchRun): (item: Item) => boolean {
    const left = new Map<ProviderLane, number>()
    return (item) => {
      const lane = routeItem(run, item)
      if (lane === null) return true
      const room = left.get(lane) ?? lane.free
      left.set(lane, room - 1)
      return room > 0
    }
  }

  /** A small turn: only alone, and after it has waited for company, unless nothing is on its way that could bring some. */
  #isTimeFor(run: LaunchRun): boolean {
    if (this.#turns > 0) return false
    const now = performance.now()
    if (run.lingersUntilMs === 0) run.lingersUntilMs = this.#state.open > run.waiting.length ? now + LINGER_MS : now
    if (now >= run.lingersUntilMs) return true
    setTimeout(() => this.#pump(), run.lingersUntilMs - now + 0.5)
    return false
  }

  #freeSlots(run: LaunchRun): number {
    if (run.setup.lanes.size === 0) return PER_WORKER // nobody may take anything: all of it is put off
    let free = 0
    for (const lane of run.setup.lanes.values()) free += lane.free
    return Math.max(0, Math.min(free, PER_WORKER - this.#state.open))
  }

  #limit(run: LaunchRun): number {
    let limit = 0
    for (const lane of run.setup.lanes.values()) limit += lane.limit
    return Math.max(1, Math.min(limit, PER_WORKER))
  }

  // ---- what ------------------------------------------------------------------------------------------------------

  async #turn(run: LaunchRun, settle: Waiting[], items: Item[]): Promise<void> {
    run.turns++
    this.#turns++
    try {
      const prepared = await this.#prepare(run, items)
      await this.#commit(run, { settle, ...prepared })
    } catch (error) {
      this.#state.trouble(error, run.scope.workspaceId, run.launchId)
      await this.#settleOneByOne(run, settle)
      run.restUntilMs = performance.now() + REST_MS
      setTimeout(() => this.#pump(), REST_MS + 1)
    } finally {
      run.turns--
      this.#turns--
      this.#pump()
    }
  }

  /**
   * Writes the mails and reserves their slots; what has no slot any more goes back. All at once: signatures are made on
   * the threads of the pool, beside each other.
   */
  async #prepare(run: LaunchRun, items: readonly Item[]): Promise<{ begin: Prepared[]; unprepared: Unprepared[] }> {
    const [begin, unprepared, back]: [Prepared[], Unprepared[], Item[]] = [[], [], []]
    const all = await Promise.all(items.map((item) => prepareMessage(this.#mail, run, item))).catch(async (error: unknown) => {
      await this.handBack(run, items, PUT_OFF) // the content is missing or damaged: nothing of this launch can go out now
      throw error
    })
    for (const made of all) {
      if ('how' in made) unprepared.push(made)
      else if (made.lane.free <= 0 || this.#state.open >= PER_WORKER) back.push(made.item)
      else {
        made.lane.open++
        made.lane.beginning++
        this.#state.open++
        begin.push(made)
      }
    }
    if (back.length > 0) run.untake(back)
    return { begin, unprepared }
  }

  async #commit(run: LaunchRun, work: TurnWork): Promise<void> {
    if (work.settle.length + work.begin.length + work.unprepared.length === 0) return
    const startedAt = performance.now()
    const result = await this.#transact(run, work).catch(async (error: unknown) => {
      for (const p of work.begin) this.#freeSlot(p.lane, true)
      await this.handBack(run, [...work.begin.map((p) => p.item), ...work.unprepared.map((u) => u.item)])
      throw error
    })
    this.#afterSettle(run, work.settle, result)
    for (const u of work.unprepared) run.forget(u.item.leased)
    if (result.isHeld) return this.#hold(run, work)
    work.begin.forEach((p, i) => this.#afterVerdict(run, p, result, i))
    const { observer, signals } = this.#state.ctx
    observer.observe('delivery.turn', { workspaceId: run.scope.workspaceId, launchId: run.launchId, settled: work.settle.length, begun: work.begin.length, ms: performance.now() - startedAt })
    if (work.begin.length > 0) signals.emit('attempting', { launchId: run.launchId, messages: work.begin.length })
    if (work.settle.length > 0) signals.emit('settled', { launchId: run.launchId, messages: work.settle.length })
  }

  #transact(run: LaunchRun, work: TurnWork): Promise<TurnResult> {
    const { ctx } = this.#state
    const deps = { ids: ctx.ids, instance: ctx.instance, config: ctx.config }
    const once = () => withWorkspace(ctx.pool, run.scope, (tx) => turnInTransaction(namelessOnPartitions(tx), deps, run, work), { planCache: 'auto' })
    return withPatience(once, () => !this.#state.mustEnd)
  }

  /** One outcome that the database refuses must not keep the others from being written. What fails stays and is tried again. */
  async #settleOneByOne(run: LaunchRun, settle: readonly Waiting[]): Promise<void> {
    for (const one of settle) {
      try {
        this.#afterSettle(run, [one], await this.#transact(run, { settle: [one], begin: [], unprepared: [] }))
      } catch (error) {
        this.#state.trouble(error, run.scope.workspaceId, run.launchId)
        run.waiting.push(one)
      }
    }
  }

  async #hold(run: LaunchRun, work: TurnWork): Promise<void> {
    this.#state.isHeld = true
    for (const p of work.begin) this.#freeSlot(p.lane, true)
    await this.handBack(run, [...work.begin.map((p) => p.item), ...run.drain()])
  }

  #afterSettle(run: LaunchRun, settle: readonly Waiting[], result: TurnResult): void {
    for (const w of settle) {
      run.forget(w.item.leased)
      this.#freeSlot(w.lane, false)
    }
    this.#state.fenced(run, result.settled.filter((r) => r === 'fenced').length, 'settle')
  }

  #afterVerdict(run: LaunchRun, prepared: Prepared, result: TurnResult, i: number): void {
    const verdict = result.verdicts[i]!
    const { item, lane } = prepared
    if (verdict.kind === 'begun' && prepared.mail) return this.#handOver(run, prepared, result.checkedAtMs, verdict.startedAt)
    if (verdict.kind === 'blocked' || verdict.kind === 'begun') {
      lane.beginning--
      return this.#onOutcome(run, prepared, NOT_ALLOWED, new Date())
    }
    this.#freeSlot(lane, true)
    run.forget(item.leased)
    if (verdict.kind === 'fenced') this.#state.fenced(run, 1, 'begin')
    else this.#state.ctx.observer.observe('delivery.skipped', { workspaceId: run.scope.workspaceId, launchId: run.launchId, reason: verdict.reason })
  }

  // ---- handing over ----------------------------------------------------------------------------------------------

  #handOver(run: LaunchRun, prepared: Prepared, checkedAtMs: number, startedAt: Date): void {
    const { lane, mail } = prepared
    lane.beginning--
    void lane.transport
      .send({ envelope: mail!.envelope, data: mail!.data, clean: true, startBy: checkedAtMs + DATA_WITHIN_MS, mayStart: () => this.#mayStart(run, prepared) })
      // the time of the server plus what has passed since: this machine's clock may be wrong
      .then((outcome) => this.#onOutcome(run, prepared, outcome, new Date(startedAt.getTime() + performance.now() - checkedAtMs)))
  }

  /** The gate once more, for content that could not start in time. A database that is away means no. */
  #mayStart(run: LaunchRun, { wish }: Prepared): Promise<boolean> {
    return withWorkspace(this.#state.ctx.pool, run.scope, async (tx) => {
      await lockGate(tx, run.scope.workspaceId, [wish.emailIndex])
      return recheckAttempt(tx, run.scope.workspaceId, run.launchId, wish)
    })
  }

  #onOutcome(run: LaunchRun, { item, lane }: Prepared, outcome: Outcome, now: Date): void {
    const random = (this.#state.deps.random ?? Math.random)()
    const settlement = settleOutcome(item.leased, outcome, { keyring: run.keyring, launchId: run.launchId, providerId: lane.providerId, now, random })
    run.waiting.push({ settlement, lane, item })
    this.#state.ctx.signals.emit('sent', { launchId: run.launchId, contactId: item.leased.contactId, kind: outcome.kind })
    this.#pump()
  }

  #freeSlot(lane: ProviderLane, isBeginning: boolean): void {
    lane.open--
    if (isBeginning) lane.beginning--
    this.#state.open--
  }
}

const NOT_ALLOWED: Outcome = { kind: 'not_sent', code: null, enhanced: null, text: 'not allowed any more', phase: 'queue', server: '', latencyMs: 0, local: true, dataStarted: false, finalDotSent: false, recipients: [] }
