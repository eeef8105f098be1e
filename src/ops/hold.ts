// Holding all sending: by a person, or by the first start after a restore.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'
import type { Db } from '../kernel/index.ts'
import { RESTORED_FILE } from './backup/restore-backup.ts'
import {
  attemptCloseUnsettled, campaignPauseRestored, campaignUnschedulePast, installationGet, installationHold, installationRelease, launchOpenList, launchPauseRestored, messageDoubtUnsettled, messageHoldUnsettled, type InstallationGetRow,
} from './ops.sql.ts'

/** Identity, epoch and hold of this installation. */
export async function installationState(db: Db): Promise<InstallationGetRow> {
  return (await installationGet.one(db, {}))!
}

/** Holds all sending until a person releases it; workers stop at their next claim. Safe to call twice. */
export async function holdSending(db: Db, reason: string): Promise<void> {
  await installationHold.exec(db, { reason, epochs: 0 })
}

/** Releases the hold. Messages held after a restore stay held: they are released launch by launch. */
export async function releaseSending(db: Db, actor: string): Promise<boolean> {
  return (await installationRelease.exec(db, { actor })) === 1
}

/** `held` messages wait for a person; `inDoubt` of them were being attempted when the backup was taken. */
export type RestoreHold = { launches: number; held: number; inDoubt: number; unscheduled: number }

/**
 * The first start after a restore: a new epoch begins, sending is held, leases of before are void, messages that may
 * have left since the backup become `held`, open attempts among them, open launches are paused, campaigns whose moment has
 * passed are drafts again. Runs as owner before any service starts; nothing happens without the restore marker. A crash in the middle repeats it.
 */
export async function holdAfterRestore(owner: Client, home: string): Promise<RestoreHold | undefined> {
  const marker = join(home, RESTORED_FILE)
  if (!existsSync(marker)) return undefined
  const { backup } = JSON.parse(readFileSync(marker, 'utf8')) as { backup: string }
  const result: RestoreHold = { launches: 0, held: 0, inDoubt: 0, unscheduled: 0 }
  await owner.query(`begin; set local inboxlift.actor = 'service:setup'; set local inboxlift.origin = 'system'`)
  await installationHold.exec(owner, { reason: `restored from backup ${backup}`, epochs: 1 })
  for (const launch of await launchOpenList.many(owner, {})) {
    result.launches += 1
    result.inDoubt += await messageDoubtUnsettled.exec(owner, launch)
    await attemptCloseUnsettled.exec(owner, launch)
    result.held += await messageHoldUnsettled.exec(owner, launch)
    await launchPauseRestored.exec(owner, launch)
    await campaignPauseRestored.exec(owner, launch)
  }
  result.unscheduled = await campaignUnschedulePast.exec(owner, {})
  await owner.query('commit')
  rmSync(marker)
  return result
}
