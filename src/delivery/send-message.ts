// The life of a message in a worker, step by step; each step is a file in steps/ or queue/.
//
//   claim          queue/claim-messages     a batch under a lease and a fencing token
//   read           steps/read-recipients    who is it, at which address
//   route          steps/route-message      through which provider, and why
//   write          steps/write-mail         frozen content + person = bytes
//   sign           steps/sign-mail          DKIM
//   check gate     queue/begin-attempts     still allowed? -> attempting, committed before the first byte
//   hand over      transports/              the dialogue with the server
//   settle         steps/settle-outcome     what the answer means (back-off: steps/back-off)
//                  queue/settle-attempts    written with events and counters, in batches
//
// One turn = one transaction: it settles the outcomes that have gathered and begins the next attempts, so that a message
// costs one commit and not two. The gate comes first in it: whoever withdraws holds the gate and then counts, so we must
// not hold counters while we wait for the gate.
import { addCancelled, addFailed, addSkipped } from '../events/index.ts'
import { isAppError, type Config, type Id, type IdSource, type Tx } from '../kernel/index.ts'
import type { OpenedContent } from './content.ts'
import { messageIdFor, writeMail, type MailWriterDeps, type WrittenMail } from './steps/write-mail.ts'
import { beginAttempts, isInstallationHeld, lockGate, type AttemptVerdict, type AttemptWish } from './queue/begin-attempts.ts'
import { releaseMessages } from './queue/hold-leases.ts'
import { settleAttempts, type SettleResult } from './queue/settle-attempts.ts'
import type { Item, LaunchRun, Waiting } from './sender/launch-run.ts'
import type { ProviderLane } from './sender/provider-lane.ts'
import { routeMessage } from './steps/route-message.ts'
import { signMail } from './steps/sign-mail.ts'
import type { Person } from './steps/read-recipients.ts'

/** A message that may go out as soon as the gate says so. Without mail: nobody to write to, the gate will say why. */
export type Prepared = { readonly item: Item; readonly wish: AttemptWish; readonly lane: ProviderLane; readonly mail: WrittenMail | null }

export type PrepareDeps = MailWriterDeps & { readonly content: (run: LaunchRun, version: number) => Promise<OpenedContent> }

/** What cannot be prepared: no provider may take it now, or its content fails for this person. */
export type Unprepared = { readonly item: Item; readonly how: { toState: 'deferred' | 'failed'; reason: string; delaySeconds: number } }

const NO_INDEX = Buffer.alloc(0)
const NO_PROVIDER_SECONDS = 60

/** Route, write and sign one message. */
export async function prepareMessage(deps: PrepareDeps, run: LaunchRun, item: Item): Promise<Prepared | Unprepared> {
  const lane = routeItem(run, item)
  if (lane === null) return { item, how: { toState: 'deferred', reason: '', delaySeconds: NO_PROVIDER_SECONDS } }
  try {
    const content = await deps.content(run, item.leased.contentVersion)
    const mail = item.person?.email == null ? null : await writeAndSign(deps, run, content, item, { ...item.person, email: item.person.email })
    return { item, lane, mail, wish: wishOf(deps, run, item, lane.providerId) }
  } catch (error) {
    if (isAppError(error) && error.status >= 500 && !error.code.startsWith('RENDER_')) throw error
    return { item, how: { toState: 'failed', reason: 'content', delaySeconds: 0 } }
  }
}

/** The lane that takes a message; null when no provider may. Pure and cheap: also asked to see whether there is room. */
export function routeItem(run: LaunchRun, item: Item): ProviderLane | null {
  const { facts, setup } = run
  const decision = routeMessage(
    { campaignId: facts.campaignId, campaignProviderId: facts.campaignProviderId, stream: facts.stream, senderDomain: facts.senderDomain, destination: item.person?.domain ?? '' },
    setup.rules,
    setup.providers,
  )
  return decision.providerId === null ? null : (setup.lanes.get(decision.providerId) ?? null)
}

async function writeAndSign(deps: PrepareDeps, run: LaunchRun, content: OpenedContent, item: Item, person: Person & { email: string }): Promise<WrittenMail> {
  const mail = writeMail(deps, { workspaceId: run.scope.workspaceId, launchId: run.launchId, campaignId: run.facts.campaignId, stream: run.facts.stream, senderDomain: run.facts.senderDomain }, content, item.leased, person)
  const key = run.setup.dkim(run.facts.senderDomain)
  return key === null ? mail : { ...mail, data: await signMail(mail.data, key) }
}

function wishOf(deps: PrepareDeps, run: LaunchRun, item: Item, providerId: Id): AttemptWish {
  const { leased, person } = item
  return {
    leased,
    providerId,
    personId: person?.personId ?? leased.contactId,
    emailIndex: person?.emailIndex ?? NO_INDEX,
    emailIndexVersion: person?.emailIndexVersion ?? 1,
    messageId: leased.messageId ?? messageIdFor(deps.secrets, run.facts.senderDomain, { workspaceId: run.scope.workspaceId, launchId: run.launchId, contactId: leased.contactId, seq: leased.seq }),
  }
}

export type TurnWork = { readonly settle: readonly Waiting[]; readonly begin: readonly Prepared[]; readonly unprepared: readonly Unprepared[] }
export type TurnResult = { readonly settled: readonly SettleResult[]; readonly verdicts: readonly AttemptVerdict[]; readonly isHeld: boolean; readonly checkedAtMs: number }
export type TurnDeps = { readonly ids: IdSource; readonly instance: string; readonly config: Config }

/** The transaction of a turn. Safe to run again from the start when its commit's answer got lost. */
export async function turnInTransaction(tx: Tx, deps: TurnDeps, run: LaunchRun, work: TurnWork): Promise<TurnResult> {
  const { workspaceId } = run.scope
  const { launchId, campaignId } = run.facts
  const isHeld = work.begin.length > 0 && (await isInstallationHeld(tx))
  const wishes = isHeld ? [] : work.begin.map((p) => p.wish)
  const checkedAtMs = performance.now()
  if (wishes.length > 0) await lockGate(tx, workspaceId, wishes.map((w) => w.emailIndex))
  const settled = work.settle.length === 0 ? [] : await settleAttempts(tx, deps.ids, { workspaceId, launchId, campaignId, settlements: work.settle.map((w) => w.settlement) })
  for (const u of work.unprepared) await giveUp(tx, run, u)
  const verdicts = wishes.length === 0 ? [] : await beginAttempts(tx, { workspaceId, launchId, campaignId, worker: deps.instance, leaseSeconds: deps.config.INBOXLIFT_LEASE_SECONDS, wishes })
  await countEnded(tx, run, work.begin, verdicts)
  return { settled, verdicts, isHeld, checkedAtMs }
}

async function giveUp(tx: Tx, run: LaunchRun, { item, how }: Unprepared): Promise<void> {
  const released = await releaseMessages(tx, run.scope.workspaceId, run.launchId, [item.leased], how)
  if (released > 0 && how.toState === 'failed') await addFailed(tx, run.scope.workspaceId, [{ campaignId: run.facts.campaignId, variantNo: item.leased.variantNo, count: 1 }])
}

async function countEnded(tx: Tx, run: LaunchRun, begin: readonly Prepared[], verdicts: readonly AttemptVerdict[]): Promise<void> {
  const rows = (kind: 'skipped' | 'cancelled') => verdicts.flatMap((v, i) => (v.kind === kind ? [{ campaignId: run.facts.campaignId, variantNo: begin[i]!.item.leased.variantNo, count: 1 }] : []))
  const [skipped, cancelled] = [rows('skipped'), rows('cancelled')]
  if (skipped.length > 0) await addSkipped(tx, run.scope.workspaceId, skipped)
  if (cancelled.length > 0) await addCancelled(tx, run.scope.workspaceId, cancelled)
}
