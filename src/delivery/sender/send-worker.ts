// The engine of a send worker: looks for work, claims ahead, turns (settle and begin in one transaction), hands over.
// Everything here is bookkeeping in memory; every decision that counts is a statement that carries its token.
import { constraintName, createSigner, isTransient, namelessOnPartitions, withWorkspace, type Id, type ServiceContext, type WorkspaceScope } from '../../kernel/index.ts'
import type { ContentOpener } from '../content.ts'
import { installationHeld, launchListOpen, launchNextDue, workspaceDueMark, workspaceDuePick, type LaunchListOpenRow } from '../delivery.sql.ts'
import '../observations.ts'
import { claimMessages, CLAIM_START } from '../queue/claim-messages.ts'
import { lockGate, recheckAttempt } from '../queue/begin-attempts.ts'
import { recoverLeases, releaseMessages, renewLeases } from '../queue/hold-leases.ts'
import { prepareMessage, routeItem, turnInTransaction, type Prepared, type TurnResult, type TurnWork, type Unprepared } from '../send-message.ts'
import { MAX_ATTEMPTS } from '../steps/back-off.ts'
import { readRecipients } from '../steps/read-recipients.ts'
import { settleOutcome } from '../steps/settle-outcome.ts'
import type { Outcome } from '../transports/index.ts'
import { ContentShelf, readLaunchFacts } from './launch-facts.ts'
import { LaunchRun, type Item, type Waiting, type WorkspaceSetup } from './launch-run.ts'
import { PER_WORKER, type ProviderLane, type TransportOpener } from './provider-lane.ts'
import { SetupReader } from './read-setup.ts'
import { withPatience } from './with-patience.ts'

/** Messages claimed ahead, so that the pipeline never waits for a claim; given back at a stop. */
const AHEAD = 500
const LOW = 250
/** Transactions of turns at once: while one waits for the disk the other computes. */
const TURNS = 2
/** A turn waits for outcomes and beginnings of this share of the slots together: half of them goes out while half is settled. */
const WORTH_A_TURN = 0.8
/** But not longer than this, when nothing else is under way. A transaction costs 6 ms of a core before its first message. */
const LINGER_MS = 5
const LOOK_EVERY_MS = 100
const SETUP_FRESH_MS = 5_000
const RECOVER_EVERY_MS = 1_000
/** A workspace without work is looked at again after this long even if nobody marks it. */
const PUT_OFF_SECONDS = 5
const CURSOR_FRESH_MS = 1_000
/** DESIGN G3: the content starts within this time after the check, or the check is made again. */
const DATA_WITHIN_MS = 1_000

export type SendWorkerDeps = { readonly openContent: ContentOpener; readonly openTransport: TransportOpener; readonly random?: () => number }

export class SendWorker {
  readonly #ctx: ServiceContext
  readonly #deps: SendWorkerDeps
  readonly #runs = new Map<string, LaunchRun>()
  readonly #setups: SetupReader
  readonly #setupOf = new Map<Id, Promise<WorkspaceSetup>>()
  readonly #shelf: ContentShelf
  readonly #mailDeps
  #turns = 0
  #open = 0
  #rotation = 0
  #isStopping = false
  #mustEnd = false
  #isHeld = false
  #wake: (() => void) | null = null
  #pumpSoon = false
  #onIdle: (() => void) | null = null

  constructor(ctx: ServiceContext, deps: SendWorkerDeps) {
    this.#ctx = ctx
    this.#deps = deps
    this.#setups = new SetupReader({ pool: ctx.pool, config: ctx.config, openTransport: deps.openTransport, onSlot: () => this.#pump(), service: ctx.service })
    this.#shelf = new ContentShelf(ctx.pool, deps.openContent)
    this.#mailDeps = {
      config: ctx.config,
      secrets: ctx.secrets,
      signer: createSigner(ctx.secrets.signing),
      content: (run: LaunchRun, version: number) => this.#shelf.get(run.scope, run.facts.campaignId, version),
    }
  }

  /** Numbers for the heartbeat. */
  get facts(): Record<string, unknown> {
    let buffered = 0
    for (const run of this.#runs.values()) buffered += run.buffered
    return { open_attempts: this.#open, claimed_ahead: buffered, launches: this.#runs.size, held: this.#isHeld }
  }

  // ---- looking for work ------------------------------------------------------------------------------------------

  /** Looks for work until stop(); survives a database that is away. */
  async run(): Promise<void> {
    while (!this.#isStopping) {
      try {
        const found = await this.#look()
        if (!found) await this.#rest(LOOK_EVERY_MS)
      } catch (error) {
        this.#trouble(error, '0', '0')
        await this.#rest(isTransient(error) ? 200 : 1_000)
      }
    }
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      this.#wake = done
      function done(): void {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** One look: picks a workspace, recovers and claims in it. False: there is nothing to do now. */
  async #look(): Promise<boolean> {
    if (await this.#checkHeld()) return false
    if (this.#ahead() >= LOW) return false
    const picked = await workspaceDuePick.one(this.#ctx.pool, { queue: 'send', put_off_seconds: PUT_OFF_SECONDS })
    if (!picked) return false
    const scope: WorkspaceScope = { workspaceId: picked.workspace_id, actor: 'service:worker-send', origin: 'worker' }
    const launches = await withWorkspace(this.#ctx.pool, scope, (tx) => launchListOpen.many(tx, { workspace_id: scope.workspaceId }), { readOnly: true })
    const sending = launches.filter((l) => l.state === 'sending' || l.state === 'slicing')
    let claimed = 0
    for (const launch of launches) await this.#recover(scope, launch)
    for (const launch of sending) claimed += await this.#claim(scope, launch, Math.ceil((AHEAD - this.#ahead()) / sending.length))
    await this.#markNext(scope, launches, claimed > 0)
    this.#pump()
    return claimed > 0
  }

  #ahead(): number {
    let n = 0
    for (const run of this.#runs.values()) n += run.buffered
    return n
  }

  async #checkHeld(): Promise<boolean> {
    const row = await installationHeld.one(this.#ctx.pool, {})
    const isHeld = row?.held ?? true
    if (isHeld !== this.#isHeld) this.#ctx.observer.observe('delivery.held', { held: isHeld, reason: row?.held_reason ?? '' })
    this.#isHeld = isHeld
    return isHeld
  }

  async #recover(scope: WorkspaceScope, launch: LaunchListOpenRow): Promise<void> {
    const run = this.#runs.get(runKey(scope, launch.launch_id))
    const now = performance.now()
    if (run && now - run.recoveredAtMs < RECOVER_EVERY_MS) return
    if (run) run.recoveredAtMs = now
    const { config } = this.#ctx
    const found = await recoverLeases(this.#ctx.pool, scope, {
      launchId: launch.launch_id,
      campaignId: launch.campaign_id!,
      isCancelled: launch.state === 'cancelled' || launch.state === 'failed',
      doubtGraceSeconds: config.INBOXLIFT_DOUBT_GRACE_SECONDS,
      maxAttempts: MAX_ATTEMPTS,
      settleSeconds: Math.min(5, config.INBOXLIFT_LEASE_SECONDS),
    })
    if (found.ready + found.inDoubt + found.retried + found.held === 0) return
    if (run) run.cursor = CLAIM_START
    this.#ctx.observer.observe('delivery.recovered', { workspaceId: scope.workspaceId, launchId: launch.launch_id, ...found })
  }

  async #claim(scope: WorkspaceScope, launch: LaunchListOpenRow, batch: number): Promise<number> {
    if (batch <= 0) return 0
    const run = await this.#runOf(scope, launch)
    const now = performance.now()
    if (now - run.cursorSinceMs > CURSOR_FRESH_MS) {
      run.cursor = CLAIM_START
      run.cursorSinceMs = now
    }
    const { leased, cursor } = await claimMessages(this.#ctx.pool, scope, { launchId: launch.launch_id, token: this.#ctx.ids.next(), batch, leaseSeconds: this.#ctx.config.INBOXLIFT_LEASE_SECONDS, after: run.cursor })
    run.cursor = leased.length < batch ? CLAIM_START : cursor
    if (leased.length === 0) return 0
    const claimedAtMs = performance.now()
    const people = await readRecipients(this.#ctx.pool, scope, run.keyring, leased.map((l) => l.contactId))
    run.add(leased.map((l): Item => ({ leased: l, person: people.get(l.contactId), claimedAtMs })))
    this.#ctx.observer.observe('delivery.claimed', { workspaceId: scope.workspaceId, launchId: launch.launch_id, messages: leased.length })
    this.#ctx.signals.emit('claimed', { launchId: launch.launch_id, messages: leased.length })
    this.#pump()
    return leased.length
  }

  async #runOf(scope: WorkspaceScope, launch: LaunchListOpenRow): Promise<LaunchRun> {
    const key = runKey(scope, launch.launch_id)
    const keyring = await this.#ctx.keyrings.get(scope.workspaceId)
    const setup = await this.#setup(scope)
    const known = this.#runs.get(key)
    if (known) {
      known.setup = setup
      return known
    }
    const facts = await readLaunchFacts(this.#ctx.pool, scope, launch.launch_id, launch.campaign_id!)
    const run = new LaunchRun(scope, facts, keyring, setup)
    this.#runs.set(key, run)
    return run
  }

  async #setup(scope: WorkspaceScope): Promise<WorkspaceSetup> {
    const known = await this.#setupOf.get(scope.workspaceId)?.catch(() => undefined)
    if (known && performance.now() - known.readAtMs < SETUP_FRESH_MS) return known
    const reading = this.#ctx.keyrings.get(scope.workspaceId).then((keyring) => this.#setups.read(scope, keyring))
    this.#setupOf.set(scope.workspaceId, reading)
    return reading
  }

  /** Marks the workspace for the moment its next work falls due; the pick has put it off so that no mark gets lost. */
  async #markNext(scope: WorkspaceScope, launches: readonly LaunchListOpenRow[], hasMore: boolean): Promise<void> {
    const { config, pool } = this.#ctx
    let next: Date | null = null
    if (!hasMore) {
      const dues = await withWorkspace(pool, scope, async (tx) => {
        const out: (Date | null | undefined)[] = []
        for (const l of launches) {
          out.push((await launchNextDue.one(tx, {
            workspace_id: scope.workspaceId, launch_id: l.launch_id, doubt_grace_seconds: config.INBOXLIFT_DOUBT_GRACE_SECONDS, is_sending: l.state === 'sending' || l.state === 'slicing',
          }))?.next_due)
        }
        return out
      }, { readOnly: true })
      const times = dues.flatMap((d) => (d ? [d.getTime()] : []))
      if (times.length === 0) return
      next = new Date(Math.min(...times) + 5)
    }
    await workspaceDueMark.exec(pool, { queue: 'send', workspace_id: scope.workspaceId, due_at_or_null: next })
  }

  // ---- turns -----------------------------------------------------------------------------------------------------

  /** Starts as many turns as are worth it. Called whenever something came free. */
  #pump(): void {
    if (this.#pumpSoon) return
    this.#pumpSoon = true
    setImmediate(() => {
      this.#pumpSoon = false
      this.#startTurns()
    })
  }

  #startTurns(): void {
    const runs = [...this.#runs.values()]
    for (let i = 0; i < runs.length && this.#turns < TURNS; i++) {
      const run = runs[(this.#rotation + i) % runs.length]!
      const work = this.#workOf(run)
      if (work) void this.#turn(run, work.settle, work.begin)
    }
    this.#rotation++
    if (this.#ahead() < LOW) this.#wake?.()
    if (this.#isStopping && this.#runsAreIdle()) this.#onIdle?.()
  }

  #runsAreIdle(): boolean {
    for (const run of this.#runs.values()) if (run.turns > 0 || run.waiting.length > 0) return false
    return this.#open === 0
  }

  /** What a turn of this run would do now; null when it is not worth one. */
  #workOf(run: LaunchRun): { settle: Waiting[]; begin: Item[] } | null {
    if (performance.now() < run.restUntilMs) return null
    const room = this.#isStopping || this.#isHeld ? 0 : Math.min(run.buffered, this.#freeSlots(run))
    const size = run.waiting.length + room
    if (size === 0) return null
    if (size < this.#limit(run) * WORTH_A_TURN && !this.#isTimeFor(run)) return null
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
    if (run.lingersUntilMs === 0) run.lingersUntilMs = this.#open > run.waiting.length ? now + LINGER_MS : now
    if (now >= run.lingersUntilMs) return true
    setTimeout(() => this.#pump(), run.lingersUntilMs - now + 0.5)
    return false
  }

  #freeSlots(run: LaunchRun): number {
    if (run.setup.lanes.size === 0) return PER_WORKER // nobody may take anything: all of it is put off
    let free = 0
    for (const lane of run.setup.lanes.values()) free += lane.free
    return Math.max(0, Math.min(free, PER_WORKER - this.#open))
  }

  #limit(run: LaunchRun): number {
    let limit = 0
    for (const lane of run.setup.lanes.values()) limit += lane.limit
    return Math.max(1, Math.min(limit, PER_WORKER))
  }

  async #turn(run: LaunchRun, settle: Waiting[], items: Item[]): Promise<void> {
    run.turns++
    this.#turns++
    try {
      const { begin, unprepared } = await this.#prepare(run, items)
      if (settle.length + begin.length + unprepared.length > 0) await this.#commit(run, { settle, begin, unprepared })
    } catch (error) {
      this.#trouble(error, run.scope.workspaceId, run.launchId)
      run.waiting = [...settle, ...run.waiting]
      run.restUntilMs = performance.now() + 1_000
      setTimeout(() => this.#pump(), 1_001)
    } finally {
      run.turns--
      this.#turns--
      this.#pump()
    }
  }

  /** Writes the mails and reserves their slots; what has no slot or no lane goes back. */
  async #prepare(run: LaunchRun, items: readonly Item[]): Promise<{ begin: Prepared[]; unprepared: Unprepared[] }> {
    const begin: Prepared[] = []
    const unprepared: Unprepared[] = []
    const back: Item[] = []
    for (const item of items) {
      const made = await prepareMessage(this.#mailDeps, run, item)
      if ('how' in made) unprepared.push(made)
      else if (made.lane.free <= 0 || this.#open >= PER_WORKER) back.push(item)
      else {
        made.lane.open++
        made.lane.beginning++
        this.#open++
        begin.push(made)
      }
    }
    if (back.length > 0) run.untake(back)
    return { begin, unprepared }
  }

  async #commit(run: LaunchRun, work: TurnWork): Promise<void> {
    const startedAt = performance.now()
    let result: TurnResult
    try {
      result = await this.#transact(run, work)
    } catch (error) {
      for (const p of work.begin) this.#freeSlot(p.lane, true)
      await this.#handBack(run, [...work.begin.map((p) => p.item), ...work.unprepared.map((u) => u.item)])
      throw error
    }
    this.#afterSettle(run, work.settle, result)
    for (const u of work.unprepared) run.forget(u.item.leased)
    if (result.isHeld) {
      this.#isHeld = true
      for (const p of work.begin) this.#freeSlot(p.lane, true)
      await this.#handBack(run, [...work.begin.map((p) => p.item), ...run.drain()])
      return
    }
    work.begin.forEach((p, i) => this.#afterVerdict(run, p, result, i))
    this.#ctx.observer.observe('delivery.turn', { workspaceId: run.scope.workspaceId, launchId: run.launchId, settled: work.settle.length, begun: work.begin.length, ms: performance.now() - startedAt })
    if (work.begin.length > 0) this.#ctx.signals.emit('attempting', { launchId: run.launchId, messages: work.begin.length })
    if (work.settle.length > 0) this.#ctx.signals.emit('settled', { launchId: run.launchId, messages: work.settle.length })
  }

  #transact(run: LaunchRun, work: TurnWork): Promise<TurnResult> {
    const deps = { ids: this.#ctx.ids, instance: this.#ctx.instance, config: this.#ctx.config }
    return withPatience(() => withWorkspace(this.#ctx.pool, run.scope, (tx) => turnInTransaction(namelessOnPartitions(tx), deps, run, work), { planCache: 'auto' }), () => !this.#mustEnd)
  }

  #afterSettle(run: LaunchRun, settle: readonly Waiting[], result: TurnResult): void {
    let fenced = 0
    settle.forEach((w, i) => {
      if (result.settled[i] === 'fenced') fenced++
      run.forget(w.item.leased)
      this.#freeSlot(w.lane, false)
    })
    if (fenced > 0) this.#ctx.observer.observe('delivery.fenced', { workspaceId: run.scope.workspaceId, launchId: run.launchId, messages: fenced, at: 'settle' })
  }

  #afterVerdict(run: LaunchRun, prepared: Prepared, result: TurnResult, i: number): void {
    const verdict = result.verdicts[i]!
    const { item, lane } = prepared
    if (verdict.kind === 'begun' && prepared.mail) return this.#handOver(run, prepared, result.checkedAtMs)
    if (verdict.kind === 'blocked' || verdict.kind === 'begun') {
      lane.beginning--
      return this.#onOutcome(run, prepared, notSent('not allowed any more'))
    }
    this.#freeSlot(lane, true)
    run.forget(item.leased)
    const facts = { workspaceId: run.scope.workspaceId, launchId: run.launchId }
    if (verdict.kind === 'fenced') this.#ctx.observer.observe('delivery.fenced', { ...facts, messages: 1, at: 'begin' })
    else this.#ctx.observer.observe('delivery.skipped', { ...facts, reason: verdict.reason })
  }

  // ---- handing over ----------------------------------------------------------------------------------------------

  #handOver(run: LaunchRun, prepared: Prepared, checkedAtMs: number): void {
    const { lane, mail } = prepared
    lane.beginning--
    void lane.transport
      .send({ envelope: mail!.envelope, data: mail!.data, clean: true, startBy: checkedAtMs + DATA_WITHIN_MS, mayStart: () => this.#mayStart(run, prepared) })
      .then((outcome) => this.#onOutcome(run, prepared, outcome))
  }

  /** The gate once more, for content that could not start in time. A database that is away means no. */
  async #mayStart(run: LaunchRun, { wish }: Prepared): Promise<boolean> {
    return withWorkspace(this.#ctx.pool, run.scope, async (tx) => {
      await lockGate(tx, run.scope.workspaceId, [wish.emailIndex])
      return recheckAttempt(tx, run.scope.workspaceId, run.launchId, wish)
    })
  }

  #onOutcome(run: LaunchRun, prepared: Prepared, outcome: Outcome): void {
    const { item, lane } = prepared
    const random = (this.#deps.random ?? Math.random)()
    const settlement = settleOutcome(item.leased, outcome, { keyring: run.keyring, launchId: run.launchId, providerId: lane.providerId, now: new Date(), random })
    run.waiting.push({ settlement, lane, item })
    this.#ctx.signals.emit('sent', { launchId: run.launchId, contactId: item.leased.contactId, kind: outcome.kind })
    this.#pump()
  }

  #freeSlot(lane: ProviderLane, isBeginning: boolean): void {
    lane.open--
    if (isBeginning) lane.beginning--
    this.#open--
  }

  // ---- leases ----------------------------------------------------------------------------------------------------

  /** Prolongs what is older than a third of a lease; called by a timer of its own. */
  async renew(): Promise<void> {
    const lease = this.#ctx.config.INBOXLIFT_LEASE_SECONDS
    for (const run of this.#runs.values()) {
      const before = performance.now() - (lease * 1000) / 3
      const old = [...run.mine.values()].filter((i) => i.claimedAtMs < before).map((i) => i.leased)
      for (let from = 0; from < old.length; from += 500) {
        const lost = await renewLeases(this.#ctx.pool, run.scope, run.launchId, old.slice(from, from + 500), lease)
        const still = lost.filter((l) => run.mine.get(l.seq === '0' ? l.contactId : `${l.contactId}/${l.seq}`)?.leased.token === l.token)
        if (still.length === 0) continue
        run.dropLost(still)
        this.#ctx.observer.observe('delivery.fenced', { workspaceId: run.scope.workspaceId, launchId: run.launchId, messages: still.length, at: 'renew' })
      }
      if (run.isIdle) this.#runs.delete(runKey(run.scope, run.launchId))
    }
  }

  async #handBack(run: LaunchRun, items: readonly Item[]): Promise<void> {
    for (const item of items) run.forget(item.leased)
    const leased = items.map((i) => i.leased)
    await withWorkspace(this.#ctx.pool, run.scope, (tx) => releaseMessages(tx, run.scope.workspaceId, run.launchId, leased, { toState: 'ready' })).catch(() => 0) // then their leases run out
  }

  // ---- stop ------------------------------------------------------------------------------------------------------

  /** Takes nothing more, hands back what has not begun, waits for what has, settles it, closes the connections. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    this.#wake?.()
    await Promise.all([...this.#runs.values()].map((run) => this.#handBack(run, run.drain())))
    await this.#idle(graceMs)
    await this.#setups.close(0)
    await this.#idle(3_000)
    this.#mustEnd = true
  }

  #idle(ms: number): Promise<void> {
    this.#pump()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#onIdle = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #trouble(error: unknown, workspaceId: Id, launchId: Id): void {
    const code = (error as { code?: string } | undefined)?.code ?? 'INTERNAL'
    this.#ctx.observer.observe('delivery.trouble', { workspaceId, launchId, code })
    // the code only: a driver's error may show values of rows
    if (!isTransient(error)) this.#ctx.log.error({ code, constraint: constraintName(error), where: (error as Error).stack?.split('\n')[1]?.trim(), workspaceId, launchId }, 'delivery trouble')
  }
}

const runKey = (scope: WorkspaceScope, launchId: Id): string => `${scope.workspaceId}/${launchId}`

function notSent(text: string): Outcome {
  return { kind: 'not_sent', code: null, enhanced: null, text, phase: 'queue', server: '', latencyMs: 0, local: true, dataStarted: false, finalDotSent: false, recipients: [] }
}

