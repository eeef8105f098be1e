// What the parts of one send worker share: its launches, its count of open attempts, its way of waking each other up.
import { constraintName, isTransient, type Id, type ServiceContext, type WorkspaceScope } from '../../kernel/index.ts'
import type { ContentOpener } from '../content.ts'
import '../observations.ts'
import type { LaunchRun } from './launch-run.ts'
import type { TransportOpener } from './provider-lane.ts'

export type SendWorkerDeps = { readonly openContent: ContentOpener; readonly openTransport: TransportOpener; readonly random?: () => number }

export const runKey = (scope: WorkspaceScope, launchId: Id): string => `${scope.workspaceId}/${launchId}`

export class WorkerState {
  readonly ctx: ServiceContext
  readonly deps: SendWorkerDeps
  readonly runs = new Map<string, LaunchRun>()
  /** Attempts from the begin of their transaction until their outcome is committed. */
  open = 0
  /** No new work. */
  isStopping = false
  /** The grace time is over: give up waiting for the database, too. */
  mustEnd = false
  /** Sending is held for the whole installation. */
  isHeld = false
  /** Something came free or came in: see what can be begun. Set by the turns. */
  pump: () => void = () => {}
  /** A buffer runs low: look for work. Set by the loop. */
  wake: () => void = () => {}

  constructor(ctx: ServiceContext, deps: SendWorkerDeps) {
    this.ctx = ctx
    this.deps = deps
  }

  /** Messages claimed and not taken up yet. */
  get ahead(): number {
    let n = 0
    for (const run of this.runs.values()) n += run.buffered
    return n
  }

  fenced(run: LaunchRun, messages: number, at: 'begin' | 'settle' | 'renew'): void {
    if (messages > 0) this.ctx.observer.observe('delivery.fenced', { workspaceId: run.scope.workspaceId, launchId: run.launchId, messages, at })
  }

  /** Something failed that is not a message's fault. Logs the code only: a driver's error may show values of rows. */
  trouble(error: unknown, workspaceId: Id = '0', launchId: Id = '0'): void {
    const code = (error as { code?: string } | undefined)?.code ?? 'INTERNAL'
    this.ctx.observer.observe('delivery.trouble', { workspaceId, launchId, code })
    if (!isTransient(error)) this.ctx.log.error({ code, constraint: constraintName(error), where: (error as Error).stack?.split('\n')[1]?.trim(), workspaceId, launchId }, 'delivery trouble')
  }
}

