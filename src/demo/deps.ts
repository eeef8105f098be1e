// What the demo is given: the door to the installation that runs, as any other command line has it.
import type { Pool } from 'pg'
import type { Clock, Config, IdSource, Keyring, Keyrings, Secrets, WorkspaceScope } from '../kernel/index.ts'
import type { InboxClient } from '../inbox/index.ts'

/** One line of progress; `done` ends it with what came out. */
export type Step = { update(done: number, total?: number): void; done(outcome: string): void }
export type Tell = (label: string, total: number) => Step

export type DemoDeps = {
  /** Under inboxlift_api. */
  pool: Pool
  ids: IdSource
  keyrings: Keyrings
  clock: Clock
  config: Config
  secrets: Secrets
  /** Where the web UI and the links of mails are answered. */
  url: string
  scope: WorkspaceScope
  tell: Tell
}

/** What a run of the demo knows of itself. */
export type DemoRun = DemoDeps & {
  keyring: Keyring
  inbox: InboxClient
  /** 1, 2, … in this workspace; part of every name. */
  run: number
  seed: number
}
