// inboxlift backup and inboxlift hold: take, list, verify, restore; stop all sending and let it go on.
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { campaignContext, campaignErrors, cancelCampaign, findLaunch, getLaunch, resumeCampaign, type Launch } from '../../campaigns/index.ts'
import { releaseHeldLaunch } from '../../delivery/index.ts'
import { createIdSource, fromPublicId, systemClock, withWorkspace, type Id, type Tx } from '../../kernel/index.ts'
import { HOME_LAYOUT, backupAdd, backupVerified, holdSending, installationState, listBackups, readRootKey, releaseSending, restoreBackup, takeBackup, verifyBackup } from '../../ops/index.ts'
import { cliErrors } from '../errors.ts'
import { openOperator, withLogin, type Operator } from '../operator.ts'
import type { Output } from '../output.ts'
import { example, group, run, type CliDeps } from '../program.ts'
import { readRelease } from '../release.ts'
import { cliActor, type CliSession } from '../session.ts'

const MEGABYTE = 1024 * 1024
const backupsOf = (operator: Operator, dir: string | undefined): string => resolve(dir ?? join(operator.home.root, 'backups'))

export function registerOps(program: Command, deps: CliDeps): void {
  registerBackup(group(program, 'backup', 'backups of the embedded database'), deps)
  registerRestore(group(program, 'backup', 'backups of the embedded database'), deps)
  registerHold(group(program, 'hold', 'stop all sending, and let it go on'), deps)
}

function registerBackup(backup: Command, deps: CliDeps): void {
  backup.command('now').description('takes a backup of the running installation; key files are not part of it').option('--to <dir>', 'folder that holds all backups (default: <home>/backups)').addHelpText('after', example('inboxlift backup now', 'inboxlift backup now --to /mnt/backups'))
    .action(run<{ to?: string }>(deps, async ({ options, out }) => {
      const operator = openOperator(deps.io.env, options)
      const bar = out.progress('Backup (MB)', 0)
      const taken = await withLogin(operator, 'inboxlift_backup', async (client) => {
        const { rows } = await client.query<{ server_version: string }>('show server_version')
        const state = await installationState(client)
        const info = await takeBackup({
          database: operator.login('inboxlift_backup'), root: backupsOf(operator, options.to), installationId: state.installation_id, release: readRelease(), serverVersion: rows[0]!.server_version, rootKey: operator.rootKey(), now: new Date(),
          onProgress: (bytes) => bar.update(Math.round(bytes / MEGABYTE)),
        })
        const ids = createIdSource({ clock: systemClock, region: 7, node: 254 })
        await backupAdd.exec(client, { backup_id: ids.next(), label: info.label, started_at: info.startedAt, finished_at: info.finishedAt, size_bytes: String(info.sizeBytes), manifest_sha256: Buffer.from(info.manifestSha256, 'hex'), start_lsn: info.startLsn, taken_by: cliActor() })
        return info
      }).finally(() => bar.stop())
      out.result(taken, () => {
        out.line(`Backup ${taken.label}: ${(taken.sizeBytes / MEGABYTE).toFixed(1)} MB in ${taken.dir}`)
        out.line(`Keep a copy of ${operator.home.secrets} somewhere else: without it no backup can be restored.`)
      })
    }))
  backup.command('list').description('backups, newest first').option('--from <dir>', 'folder that holds all backups').addHelpText('after', example('inboxlift backup list'))
    .action(run<{ from?: string }>(deps, async ({ options, out }) => {
      const rows = listBackups(backupsOf(openOperator(deps.io.env, options), options.from)).map((b) => ({ label: b.label, taken_at: b.startedAt, size_mb: Number((b.sizeBytes / MEGABYTE).toFixed(1)), release: b.release, server: b.serverVersion, dir: b.dir }))
      out.table(rows, { label: 'Backup', taken_at: 'Taken', size_mb: 'MB', release: 'Release', dir: 'Folder' }, 'No backup yet: take one with `inboxlift backup now`.')
    }))
}

function registerRestore(backup: Command, deps: CliDeps): void {
  backup.command('verify <label>').description('reads a backup back and checks every file').option('--from <dir>', 'folder that holds all backups').addHelpText('after', example('inboxlift backup verify 20261122T150000Z'))
    .action(run<{ from?: string }>(deps, async ({ options, out }, label) => {
      const operator = openOperator(deps.io.env, options)
      const files = await verifyBackup(join(backupsOf(operator, options.from), label!))
      await withLogin(operator, 'inboxlift_backup', (client) => backupVerified.exec(client, { label: label! })).catch(() => 0) // also without a running server
      out.result({ label, files, ok: true }, () => out.line(`Backup ${label} is whole: ${files} files checked.`))
    }))
  backup.command('restore <label>').description('restores into a new folder; the restored installation starts held').requiredOption('--into <dir>', 'folder of the new installation; must not exist or be empty').option('--from <dir>', 'folder that holds all backups').option('--secrets <dir>', 'key files of the installation (default: <home>/secrets)').addHelpText('after', example('inboxlift backup restore 20261122T150000Z --into ./restored', 'INBOXLIFT_HOME=./restored npm start'))
    .action(run<{ into: string; from?: string; secrets?: string }>(deps, async ({ options, out }, label) => {
      const operator = openOperator(deps.io.env, options)
      const into = resolve(options.into)
      const info = await restoreBackup({ backup: join(backupsOf(operator, options.from), label!), into, secrets: resolve(options.secrets ?? operator.home.secrets), readRootKey, layout: HOME_LAYOUT })
      out.result({ label: info.label, into }, () => {
        out.line(`Restored ${info.label} into ${into}.`)
        out.line(`Start it with: INBOXLIFT_HOME=${into} npm start`)
        out.line('It starts held: nothing is sent until somebody runs `inboxlift hold release`.')
      })
    }))
}

function registerHold(hold: Command, deps: CliDeps): void {
  hold.command('status').description('is sending held, since when and why').addHelpText('after', example('inboxlift hold status'))
    .action(run(deps, async ({ open, out }) => out.record({ ...(await installationState((await open()).pool)) })))
  hold.command('on').description('holds all sending; workers stop at their next claim').requiredOption('--reason <text>', 'why; everybody sees it').addHelpText('after', example('inboxlift hold on --reason "wrong price in campaign"'))
    .action(run<{ reason: string }>(deps, async ({ open, options, out }) => {
      await holdSending((await open()).pool, options.reason)
      out.result({ held: true }, () => out.line('All sending is held. Let it go on with `inboxlift hold release`.'))
    }))
  hold.command('release').description('lets sending go on; messages held after a restore stay held until their launch is released').option('--launch <id>', 'the messages of this launch (lau_… or its campaign, cmp_…) that a restore has put on hold').option('--as <decision>', 'with --launch. ready: send them, also those that may have left since the backup; cancelled: give them up', 'ready')
    .addHelpText('after', example('inboxlift hold release --yes', 'inboxlift hold release --launch cmp_0abc… --as cancelled --yes'))
    .action(run<{ launch?: string; as: string }>(deps, async ({ open, options, out }) => {
      if (options.launch !== undefined) return releaseLaunch(await open(), options.launch, options.as, out)
      await out.confirm('Let this installation send again?')
      const released = await releaseSending((await open()).pool, cliActor())
      out.result({ held: false, changed: released }, () => out.line(released ? 'Sending goes on.' : 'Nothing was held.'))
    }))
}

/** Decides about the messages of a launch, then lets its campaign go on or end. */
async function releaseLaunch(session: CliSession, publicId: string, decision: string, out: Output): Promise<void> {
  if (decision !== 'ready' && decision !== 'cancelled') throw cliErrors.CLI_USAGE({ detail: '--as takes ready or cancelled.' })
  const { pool, scope } = session
  const launch = await withWorkspace(pool, scope, (tx) => findNamedLaunch(tx, scope.workspaceId, publicId), { readOnly: true })
  await out.confirm(decision === 'ready' ? 'Send the held messages of this launch? People who got them after the backup get them again.' : 'Give up the held messages of this launch?')
  const messages = await releaseHeldLaunch(pool, scope, launch, decision, () => session.clock.now())
  const after = await withWorkspace(pool, scope, async (tx) => {
    const { state } = await getLaunch(tx, scope.workspaceId, launch.launchId)
    if (state !== 'paused') return state
    const context = campaignContext(session, scope)
    return (await (decision === 'ready' ? resumeCampaign : cancelCampaign)(tx, context, launch.campaignId))?.state ?? state
  })
  out.result({ messages, as: decision, launch_state: after }, () => out.line(`${messages} messages are ${decision}; the launch is ${after}.`))
}

async function findNamedLaunch(tx: Tx, workspaceId: Id, publicId: string): Promise<Launch> {
  if (!publicId.startsWith('cmp_')) return getLaunch(tx, workspaceId, fromPublicId('lau', publicId))
  const launch = await findLaunch(tx, workspaceId, fromPublicId('cmp', publicId))
  if (!launch) throw campaignErrors.LAUNCH_NOT_FOUND()
  return launch
}
