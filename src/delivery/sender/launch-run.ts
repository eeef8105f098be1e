// A launch in the hands of one worker: what it has claimed, what is on its way, what waits to be settled.
import type { Id, Keyring, WorkspaceScope } from '../../kernel/index.ts'
import { refKey } from '../message.ts'
import { CLAIM_START, type ClaimCursor, type Leased } from '../queue/claim-messages.ts'
import type { Settlement } from '../queue/settle-attempts.ts'
import type { Person } from '../steps/read-recipients.ts'
import type { DkimKey } from '../steps/sign-mail.ts'
import type { RouteProvider, RouteRule } from '../steps/route-message.ts'
import type { LaunchFacts } from './launch-facts.ts'
import type { ProviderLane } from './provider-lane.ts'

/** A claimed message with what is known of its person; undefined when the contact is gone. */
export type Item = { readonly leased: Leased; readonly person: Person | undefined; readonly claimedAtMs: number }

/** Routing and lanes of a workspace, read again every few seconds. */
export type WorkspaceSetup = {
  readonly readAtMs: number
  readonly providers: readonly RouteProvider[]
  readonly rules: readonly RouteRule[]
  readonly lanes: ReadonlyMap<Id, ProviderLane>
  readonly dkim: (domain: string) => DkimKey | null
}

/** An outcome that waits for its transaction, with the lane whose slot it still holds. */
export type Waiting = { readonly settlement: Settlement; readonly lane: ProviderLane; readonly item: Item }

/** Items behind ones whose provider is busy are looked at, so that one slow provider does not hold up the others. */
const LOOK_AHEAD = 200

export class LaunchRun {
  readonly scope: WorkspaceScope
  readonly facts: LaunchFacts
  readonly keyring: Keyring
  setup: WorkspaceSetup
  /** Where the next claim goes on; started anew from time to time. */
  cursor: ClaimCursor = CLAIM_START
  cursorSinceMs = 0
  recoveredAtMs = Number.NEGATIVE_INFINITY
  /** Outcomes that wait for their transaction. */
  waiting: Waiting[] = []
  /** Transactions under way. */
  turns = 0
  /** Not before; after trouble that is not the database's absence. */
  restUntilMs = 0
  /** A small turn waits for company until then; 0 when none waits. */
  lingersUntilMs = 0
  /** Everything whose lease we believe to hold. */
  readonly mine = new Map<string, Item>()
  #buffer: Item[] = []
  #head = 0

  constructor(scope: WorkspaceScope, facts: LaunchFacts, keyring: Keyring, setup: WorkspaceSetup) {
    this.scope = scope
    this.facts = facts
    this.keyring = keyring
    this.setup = setup
  }

  get launchId(): Id {
    return this.facts.launchId
  }

  /** Claimed and not taken up yet. */
  get buffered(): number {
    return this.#buffer.length - this.#head
  }

  get isIdle(): boolean {
    return this.mine.size === 0 && this.waiting.length === 0 && this.turns === 0
  }

  add(items: readonly Item[]): void {
    for (const item of items) {
      this.#buffer.push(item)
      this.mine.set(refKey(item.leased.contactId, item.leased.seq), item)
    }
  }

  /** Takes up to `count` of the first items that `accepts` says yes to; the others keep their order. */
  take(count: number, accepts: (item: Item) => boolean = () => true): Item[] {
    const out: Item[] = []
    const left: Item[] = []
    let at = this.#head
    const end = Math.min(this.#buffer.length, this.#head + count + LOOK_AHEAD)
    for (; at < end && out.length < count; at++) {
      const item = this.#buffer[at]!
      if (accepts(item)) out.push(item)
      else left.push(item)
    }
    this.#head = at
    if (left.length > 0) this.untake(left)
    else if (this.#head > 512 && this.#head * 2 > this.#buffer.length) this.untake([])
    return out
  }

  /** Puts items back at the front. */
  untake(items: readonly Item[]): void {
    this.#buffer = [...items, ...this.#buffer.slice(this.#head)]
    this.#head = 0
  }

  /** The lease is not ours any more, or not needed. */
  forget(leased: Leased): void {
    const key = refKey(leased.contactId, leased.seq)
    const item = this.mine.get(key)
    if (item && item.leased.token === leased.token) this.mine.delete(key)
  }

  /** Drops lost leases from what was not taken up yet. */
  dropLost(lost: readonly Leased[]): void {
    const gone = new Set(lost.map((l) => `${refKey(l.contactId, l.seq)}@${l.token}`))
    this.#buffer = this.#buffer.slice(this.#head).filter((i) => !gone.has(`${refKey(i.leased.contactId, i.leased.seq)}@${i.leased.token}`))
    this.#head = 0
    for (const l of lost) this.forget(l)
  }

  /** Takes everything that was not taken up yet. */
  drain(): Item[] {
    return this.take(this.buffered)
  }
}
