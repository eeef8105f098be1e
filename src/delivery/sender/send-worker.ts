// The engine of a send worker: finder, turns, leases, stop. Everything here is bookkeeping in memory; every decision that
// counts is a statement that carries its token.
import type { ServiceContext } from '../../kernel/index.ts'
import { refKey } from '../message.ts'
import { renewLeases } from '../queue/hold-leases.ts'
import type { LaunchRun } from './launch-run.ts'
import { WorkFinder } from './look-for-work.ts'
import { SetupReader } from './read-setup.ts'
import { TurnTaker } from './take-turns.ts'
import { runKey, WorkerState, type SendWorkerDeps } from './worker-state.ts'

const RENEW_AT_ONCE = 500
/** After the connections were closed: time to write what that brought. */
const LAST_WORDS_MS = 3_000

export class SendWorker {
  readonly #state: WorkerState
  readonly #setups: SetupReader
  readonly #finder: WorkFinder
  readonly #turns: TurnTaker
  #finding: Promise<void> = Promise.resolve()

  constructor(ctx: ServiceContext, deps: SendWorkerDeps) {
    this.#state = new WorkerState(ctx, deps)
    this.#setups = new SetupReader({ pool: ctx.pool, config: ctx.config, openTransport: deps.openTransport, onSlot: () => this.#state.pump(), service: ctx.service })
    this.#turns = new TurnTaker(this.#state)
    this.#finder = new WorkFinder(this.#state, this.#setups)
  }

  /** Numbers for the heartbeat. */
  get facts(): Record<string, unknown> {
    const { open, ahead, runs, isHeld } = this.#state
    return { open_attempts: open, claimed_ahead: ahead, launches: runs.size, held: isHeld }
  }

  /** Looks for work until stop(). */
  run(): Promise<void> {
    return (this.#finding = this.#finder.run())
  }

  /** Prolongs leases that are older than a third of their time; called by a timer of its own. */
  async renew(): Promise<void> {
    const lease = this.#state.ctx.config.INBOXLIFT_LEASE_SECONDS
    const before = performance.now() - (lease * 1000) / 3
    for (const run of this.#state.runs.values()) {
      const old = [...run.mine.values()].filter((i) => i.claimedAtMs < before).map((i) => i.leased)
      for (let from = 0; from < old.length; from += RENEW_AT_ONCE) await this.#renewSome(run, old.slice(from, from + RENEW_AT_ONCE), lease)
      if (run.isIdle) this.#state.runs.delete(runKey(run.scope, run.launchId))
    }
  }

  async #renewSome(run: LaunchRun, leased: Parameters<typeof renewLeases>[3], lease: number): Promise<void> {
    const lost = await renewLeases(this.#state.ctx.pool, run.scope, run.launchId, leased, lease)
    const still = lost.filter((l) => run.mine.get(refKey(l.contactId, l.seq))?.leased.token === l.token) // not settled meanwhile
    run.dropLost(still)
    this.#state.fenced(run, still.length, 'renew')
  }

  /** Takes nothing more, hands back what has not begun, waits for what has, settles it, closes the connections. */
  async stop(graceMs: number): Promise<void> {
    this.#state.isStopping = true
    this.#state.wake()
    await Promise.race([this.#finding, new Promise((resolve) => setTimeout(resolve, graceMs / 2))]) // a claim under way still comes in
    await Promise.all([...this.#state.runs.values()].map((run) => this.#turns.handBack(run, run.drain())))
    await this.#turns.idle(graceMs)
    await this.#setups.close(0)
    await this.#turns.idle(LAST_WORDS_MS)
    this.#state.mustEnd = true
  }
}
