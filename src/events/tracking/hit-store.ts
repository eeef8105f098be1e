// Makes a batch of hits durable: a row of the inbox, or a line of the journal while the database is away.
import type { Pool } from 'pg'
import { withWorkspaceAtOnce, type Keyrings, type Logger, type Observer, type Scope } from '../../kernel/index.ts'
import { keepInboxRow, type InboxRow } from '../inbox/inbox-row.ts'
import type { HitBatch } from './hit.ts'
import type { HitJournal } from './journal.ts'

export type HitStoreOptions = {
  /** With `pipeline: true`: a click waits for one journey to the database. */
  pool: Pool
  keyrings: Keyrings
  scope: Scope
  journal: HitJournal
  log: Logger
  observer: Observer
  /** Told of every row that stands in the database. */
  onStored: (batch: HitBatch, row: InboxRow) => void
}

export type HitStore = {
  /** Rejects only when neither database nor disk took the batch. */
  store(batch: HitBatch): Promise<void>
  /** Brings the journal into the database; answers how many batches. Does nothing while the database is away. */
  replay(): Promise<number>
}

/** While the database is away, tries it again once in this time; in between, batches go to the journal without waiting. */
const AWAY_MS = 2_000

export function createHitStore(options: HitStoreOptions): HitStore {
  let awayUntil = 0
  let isJournalUsed = true // a former process may have left one
  const keep = async (batch: HitBatch): Promise<void> => {
    const row: InboxRow = { receivedAt: batch.receivedAt, inboxId: batch.inboxId, kind: 'hits', providerId: null, body: batch.packed }
    const keyring = await options.keyrings.get(batch.workspaceId)
    await withWorkspaceAtOnce(options.pool, { ...options.scope, workspaceId: batch.workspaceId }, (tx) => keepInboxRow(tx, keyring, row))
    options.onStored(batch, row)
  }
  return {
    async store(batch) {
      if (Date.now() >= awayUntil) {
        try {
          return await keep(batch)
        } catch (error) {
          // Whether a lost COMMIT took effect is unknown; the journal keeps the same key, so that it counts once.
          awayUntil = Date.now() + AWAY_MS
          const code = (error as { code?: string }).code ?? 'unknown'
          options.log.warn({ code, hits: batch.count }, 'the database did not take hits, they go to the journal')
          options.observer.observe('events.journalled', { hits: batch.count, code })
        }
      }
      isJournalUsed = true
      await options.journal.write(batch)
    },
    async replay() {
      if (!isJournalUsed || Date.now() < awayUntil) return 0
      isJournalUsed = false
      try {
        const taken = await options.journal.replay(keep)
        if (taken > 0) options.observer.observe('events.replayed', { batches: taken })
        return taken
      } catch (error) {
        isJournalUsed = true
        awayUntil = Date.now() + AWAY_MS
        throw error
      }
    },
  }
}
