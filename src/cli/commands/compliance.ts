// inboxlift suppression | consent: who may be written to, and who said so.
import type { Command } from 'commander'
import { addressKey, consentHistory, countSuppressions, liftSuppression, suppress, SUPPRESSION_REASONS, suppressionsOf, type SuppressionReason } from '../../compliance/index.ts'
import { fromPublicId, withWorkspace } from '../../kernel/index.ts'
import { cliErrors } from '../errors.ts'
import { example, group, run, type CliDeps } from '../program.ts'

export function registerCompliance(program: Command, deps: CliDeps): void {
  registerSuppressions(group(program, 'suppression', 'addresses nobody may write to'), deps)
  registerConsents(group(program, 'consent', 'what people agreed to'), deps)
}

function parseReason(text: string): SuppressionReason {
  if (!(SUPPRESSION_REASONS as readonly string[]).includes(text)) throw cliErrors.CLI_USAGE({ detail: `A reason is one of ${SUPPRESSION_REASONS.join(', ')}.` })
  return text as SuppressionReason
}

function registerSuppressions(suppression: Command, deps: CliDeps): void {
  suppression.command('count').description('suppressed addresses by reason').addHelpText('after', example('inboxlift suppression count'))
    .action(run(deps, async ({ open, out }) => {
      const { pool, scope } = await open()
      out.table(await withWorkspace(pool, scope, (tx) => countSuppressions(tx, scope.workspaceId)), { reason: 'Reason', count: 'Addresses' }, 'Nobody is suppressed.')
    }))
  // Addresses come on standard input: arguments stand in the process list and in the shell's history.
  suppression.command('check').description('is the address on standard input suppressed, and why?').addHelpText('after', example('echo ann@example.org | inboxlift suppression check'))
    .action(run(deps, async ({ open, out, io }) => {
      const email = (await io.readStdin()).toString('utf8').trim()
      const { pool, scope, keyrings } = await open()
      const address = addressKey(await keyrings.get(scope.workspaceId), email)
      const rows = await withWorkspace(pool, scope, (tx) => suppressionsOf(tx, scope.workspaceId, address))
      out.table(rows.map((r) => ({ reason: r.reason, since: r.since, lifted_at: r.liftedAt })), { reason: 'Reason', since: 'Since', lifted_at: 'Lifted' }, 'Not suppressed.')
    }))
  suppression.command('add').description('suppresses the addresses on standard input, one a line').option('--reason <reason>', 'why', 'manual').addHelpText('after', example('inboxlift suppression add --reason manual < addresses.txt'))
    .action(run<{ reason: string }>(deps, async ({ open, out, options, io }) => {
      const reason = parseReason(options.reason)
      const lines = (await io.readStdin()).toString('utf8').split('\n').map((l) => l.trim()).filter((l) => l !== '')
      const { pool, scope, keyrings, clock } = await open()
      const keyring = await keyrings.get(scope.workspaceId)
      const addresses = lines.map((l) => addressKey(keyring, l))
      const bar = out.progress('suppressing', addresses.length)
      for (const [i, address] of addresses.entries()) {
        await withWorkspace(pool, scope, (tx) => suppress(tx, scope.workspaceId, scope, { address, reason }, clock.now()), { retry: true })
        bar.update(i + 1)
      }
      bar.stop()
      out.result({ suppressed: addresses.length, reason }, () => out.line(`${addresses.length} addresses are suppressed (${reason}).`))
    }))
  suppression.command('lift').description('lifts one reason from the address on standard input').requiredOption('--reason <reason>', 'which').addHelpText('after', example('echo ann@example.org | inboxlift suppression lift --reason manual --yes'))
    .action(run<{ reason: string }>(deps, async ({ open, out, options, io }) => {
      const reason = parseReason(options.reason)
      const email = (await io.readStdin()).toString('utf8').trim()
      await out.confirm(`May this address be written to again (${reason})?`)
      const { pool, scope, keyrings, clock } = await open()
      const { index } = addressKey(await keyrings.get(scope.workspaceId), email)
      await withWorkspace(pool, scope, (tx) => liftSuppression(tx, scope.workspaceId, scope, { emailIndex: index, reason }, clock.now()), { retry: true })
      out.result({ lifted: true, reason }, () => out.line('Lifted.'))
    }))
}

function registerConsents(consent: Command, deps: CliDeps): void {
  consent.command('history <contact>').description('every act of consent of a contact, the oldest first').addHelpText('after', example('inboxlift consent history con_0abc…'))
    .action(run(deps, async ({ open, out }, contact) => {
      const contactId = fromPublicId('con', contact!)
      const { pool, scope, keyrings } = await open()
      const keyring = await keyrings.get(scope.workspaceId)
      const rows = await withWorkspace(pool, scope, (tx) => consentHistory(tx, scope.workspaceId, contactId, keyring))
      out.table(rows.map((r) => ({ happened_at: r.happenedAt, purpose: r.purpose, channel: r.channel, action: r.action, source: r.source, wording_version: r.wordingVersion, recorded_by: r.recordedBy, evidence: r.evidence })), {
        happened_at: 'When', purpose: 'Purpose', channel: 'Channel', action: 'Act', source: 'Source', wording_version: 'Wording', recorded_by: 'Recorded by',
      }, 'Nothing on record.')
    }))
}
