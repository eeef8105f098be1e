// Looking for work: pick a workspace, take over what dead workers left, claim ahead, read the people.
import { isTransient, withWorkspace, type Id, type WorkspaceScope } from '../../kernel/index.ts'
import { installationHeld, launchListOpen, launchNextDue, workspaceDueMark, workspaceDuePick, type LaunchListOpenRow } from '../delivery.sql.ts'
import { claimMessages, CLAIM_START } from '../queue/claim-messages.ts'
import { recoverLeases } from '../queue/hold-leases.ts'
import { MAX_ATTEMPTS } from '../steps/back-off.ts'
import { readRecipients } from '../steps/read-recipients.ts'
import { readLaunchFacts } from './launch-facts.ts'
import { LaunchRun, type Item, type WorkspaceSetup } from './launch-run.ts'
import type { SetupReader } from './read-setup.ts'
import { runKey, type WorkerState } from './worker-state.ts'

/** Messages of one launch claimed ahead, so that the pipeline never waits for a claim; given back at a stop. */
const AHEAD = 500
/** A launch with fewer is claimed for again. */
export const LOW = 250
/** Over all launches: one whose provider is away keeps its messages, and must not keep the worker from the others. */
const AHEAD_IN_ALL = 2_500
const LOOK_EVERY_MS = 100
const SETUP_FRESH_MS = 5_000
const RECOVER_EVERY_MS = 1_000
/** A workspace without work is looked at again after this long even if nobody marks it. */
const PUT_OFF_SECONDS = 5
const CURSOR_FRESH_MS = 1_000

const isSending = (l: LaunchListOpenRow): boolean => l.state === 'sending' || l.state === 'slicing'

export class WorkFinder {
  readonly #state: WorkerState
  readonly #setups: SetupReader
  readonly #setupOf = new Map<Id, Promise<WorkspaceSetup>>()

  constructor(state: WorkerState, setups: SetupReader) {
    this.#state = state
    this.#setups = setups
  }

  /** Looks until the worker stops; survives a database that is away. */
  async run(): Promise<void> {
    while (!this.#state.isStopping) {
      try {
        if (!(await this.#look())) await this.#rest(LOOK_EVERY_MS)
      } catch (error) {
        this.#state.trouble(error)
        await this.#rest(isTransient(error) ? 200 : 1_000)
      }
    }
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms)
      this.#state.wake = done
      function done(): void {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** One look at one workspace. False: there was nothing to claim. */
  async #look(): Promise<boolean> {
    const { ctx } = this.#state
    if ((await this.#checkHeld()) || this.#state.ahead >= AHEAD_IN_ALL) return false
    const picked = await workspaceDuePick.one(ctx.pool, { queue: 'send', put_off_seconds: PUT_OFF_SECONDS })
    if (!picked) return false
    const scope: WorkspaceScope = { workspaceId: picked.workspace_id, actor: 'service:worker-send', origin: 'worker' }
    const launches = await withWorkspace(ctx.pool, scope, (tx) => launchListOpen.many(tx, { workspace_id: scope.workspaceId }), { readOnly: true })
    let claimed = 0
    for (const launch of launches) await this.#recover(scope, launch)
    for (const launch of launches.filter(isSending)) claimed += await this.#claim(scope, launch)
    await this.#markNext(scope, launches, claimed > 0)
    return claimed > 0
  }

  async #checkHeld(): Promise<boolean> {
    const row = await installationHeld.one(this.#state.ctx.pool, {})
    const isHeld = row?.held ?? true
    if (isHeld !== this.#state.isHeld) this.#state.ctx.observer.observe('delivery.held', { held: isHeld, reason: row?.held_reason ?? '' })
    return (this.#state.isHeld = isHeld)
  }

  async #recover(scope: WorkspaceScope, launch: LaunchListOpenRow): Promise<void> {
    const { ctx, runs } = this.#state
    const run = runs.get(runKey(scope, launch.launch_id))
    const now = performance.now()
    if (run && now - run.recoveredAtMs < RECOVER_EVERY_MS) return
    if (run) run.recoveredAtMs = now
    const found = await recoverLeases(ctx.pool, scope, {
      launchId: launch.launch_id,
      campaignId: launch.campaign_id!,
      isCancelled: launch.state === 'cancelled' || launch.state === 'failed',
      doubtGraceSeconds: ctx.config.INBOXLIFT_DOUBT_GRACE_SECONDS,
      maxAttempts: MAX_ATTEMPTS,
      settleSeconds: Math.min(5, ctx.config.INBOXLIFT_LEASE_SECONDS),
    })
    if (found.ready + found.inDoubt + found.retried + found.held === 0) return
    if (run) run.cursor = CLAIM_START
    ctx.observer.observe('delivery.recovered', { workspaceId: scope.workspaceId, launchId: launch.launch_id, ...found })
  }

  async #claim(scope: WorkspaceScope, launch: LaunchListOpenRow): Promise<number> {
    const { ctx } = this.#state
    const run = await this.#runOf(scope, launch)
    const batch = Math.min(AHEAD - run.buffered, AHEAD_IN_ALL - this.#state.ahead)
    if (run.buffered >= LOW || batch <= 0) return 0
    const now = performance.now()
    if (now - run.cursorSinceMs > CURSOR_FRESH_MS) {
      run.cursor = CLAIM_START
      run.cursorSinceMs = now
    }
    const { leased, cursor } = await claimMessages(ctx.pool, scope, { launchId: launch.launch_id, token: ctx.ids.next(), batch, leaseSeconds: ctx.config.INBOXLIFT_LEASE_SECONDS, after: run.cursor })
    run.cursor = leased.length < batch ? CLAIM_START : cursor
    if (leased.length === 0) return 0
    const claimedAtMs = performance.now()
    const people = await readRecipients(ctx.pool, scope, run.keyring, leased.map((l) => l.contactId))
    run.add(leased.map((l): Item => ({ leased: l, person: people.get(l.contactId), claimedAtMs })))
    ctx.observer.observe('delivery.claimed', { workspaceId: scope.workspaceId, launchId: launch.launch_id, messages: leased.length })
    ctx.signals.emit('claimed', { launchId: launch.launch_id, messages: leased.length })
    this.#state.pump()
    return leased.length
  }

  async #runOf(scope: WorkspaceScope, launch: LaunchListOpenRow): Promise<LaunchRun> {
    const { ctx, runs } = this.#state
    const key = runKey(scope, launch.launch_id)
    const keyring = await ctx.keyrings.get(scope.workspaceId)
    const setup = await this.#setup(scope)
    const known = runs.get(key)
    if (known) {
      known.setup = setup
      return known
    }
    const run = new LaunchRun(scope, await readLaunchFacts(ctx.pool, scope, launch.launch_id, launch.campaign_id!), keyring, setup)
    runs.set(key, run)
    return run
  }

  async #setup(scope: WorkspaceScope): Promise<WorkspaceSetup> {
    const known = await this.#setupOf.get(scope.workspaceId)?.catch(() => undefined)
    if (known && performance.now() - known.readAtMs < SETUP_FRESH_MS) return known
    const reading = this.#state.ctx.keyrings.get(scope.workspaceId).then((keyring) => this.#setups.read(scope, keyring))
    this.#setupOf.set(scope.workspaceId, reading)
    return reading
  }

  /** Marks the workspace for the moment its next work falls due; the pick has put it off so that no mark gets lost. */
  async #markNext(scope: WorkspaceScope, launches: readonly LaunchListOpenRow[], hasMore: boolean): Promise<void> {
    const { config, pool } = this.#state.ctx
    const next = hasMore ? null : await this.#nextDue(scope, launches, config.INBOXLIFT_DOUBT_GRACE_SECONDS)
    if (next !== undefined) await workspaceDueMark.exec(pool, { queue: 'send', workspace_id: scope.workspaceId, due_at_or_null: next })
  }

  /** Undefined: nothing waits at all. */
  async #nextDue(scope: WorkspaceScope, launches: readonly LaunchListOpenRow[], doubtGraceSeconds: number): Promise<Date | undefined> {
    const dues = await withWorkspace(this.#state.ctx.pool, scope, async (tx) => {
      const out: number[] = []
      for (const l of launches) {
        const row = await launchNextDue.one(tx, { workspace_id: scope.workspaceId, launch_id: l.launch_id, doubt_grace_seconds: doubtGraceSeconds, is_sending: isSending(l) })
        if (row?.next_due) out.push(row.next_due.getTime())
      }
      return out
    }, { readOnly: true })
    return dues.length === 0 ? undefined : new Date(Math.min(...dues) + 5)
  }
}
