// inboxlift queue | provider | message: what waits, who takes mail, and one message with its attempts.
import type { Command } from 'commander'
import {
  createProvider, DECISIONS, fromMessagePublicId, getMessage, listAttempts, listMessagesOfLaunch, listProviders, listUncertainMessages, MESSAGE_STATES, providerChange, providerInput, readQueueFigures, settleByHand,
  toMessagePublicId, updateProvider, type Decision, type Message, type MessageState, type Provider,
} from '../../delivery/index.ts'
import { fromPublicId, toPublicId, withWorkspace } from '../../kernel/index.ts'
import { cliErrors } from '../errors.ts'
import { collect, example, group, run, type CliDeps } from '../program.ts'

export function registerDelivery(program: Command, deps: CliDeps): void {
  registerQueue(group(program, 'queue', 'what waits to be sent'), deps)
  registerProviders(group(program, 'provider', 'services that take mail'), deps)
  registerMessages(group(program, 'message', 'single messages'), deps)
}

function registerQueue(queue: Command, deps: CliDeps): void {
  queue.command('status').description('waiting messages by launch and state, what is uncertain, and the send workers').addHelpText('after', example('inboxlift queue status'))
    .action(run(deps, async ({ open, out }) => {
      const { pool, scope } = await open()
      const q = await withWorkspace(pool, scope, (tx) => readQueueFigures(tx, scope.workspaceId))
      if (out.isJson) return out.result(q, () => {})
      const rows = q.launches.map((l) => ({ campaign: l.campaignName, state: l.state, ready: l.waiting.ready ?? 0, deferred: l.waiting.deferred ?? 0, in_hand: (l.waiting.leased ?? 0) + (l.waiting.attempting ?? 0), oldest: l.oldestDueAt }))
      out.table(rows, { campaign: 'Campaign', state: 'State', ready: 'Ready', deferred: 'Deferred', in_hand: 'In hand', oldest: 'Oldest due' }, 'Nothing waits.')
      for (const u of q.uncertain) out.line(`${u.count} ${u.state}${u.reason ? ` (${u.reason})` : ''}: see inboxlift message uncertain`)
      out.line(q.workers.length === 0 ? 'No send worker was seen in the last 30 s.' : `Send workers: ${q.workers.map((w) => w.instance).join(', ')}`)
    }))
}

const providerRow = (p: Provider) => ({ id: toPublicId('prv', p.provider_id), name: p.name, kind: p.kind, state: p.state, host: p.host, port: p.port, security: p.security, credentials: p.has_username, connections: p.max_connections, version: p.version })

function registerProviders(provider: Command, deps: CliDeps): void {
  provider.command('list').description('providers of the workspace').addHelpText('after', example('inboxlift provider list'))
    .action(run(deps, async ({ open, out }) => {
      const { pool, scope } = await open()
      const rows = (await withWorkspace(pool, scope, (tx) => listProviders(tx, scope.workspaceId))).map(providerRow)
      out.table(rows, { id: 'Id', name: 'Name', kind: 'Kind', state: 'State', host: 'Host', port: 'Port', security: 'Security', credentials: 'Login' }, 'No provider yet: inboxlift provider add.')
    }))
  // The password comes on standard input: arguments stand in the process list and in the shell's history.
  provider.command('add <name>').description('adds an SMTP service').requiredOption('--host <host>', 'host name').option('--port <port>', 'port', '587')
    .option('--security <how>', 'none, opportunistic, required, verified or implicit', 'verified').option('--username <name>', 'login; the password is read from standard input').option('--connections <n>', 'most connections over all workers', '20')
    .addHelpText('after', example('inboxlift provider add Relay --host smtp.example.org --username mailer < password.txt'))
    .action(run<{ host: string; port: string; security: string; username?: string; connections: string }>(deps, async ({ open, out, options, io }, name) => {
      const secret = options.username === undefined ? undefined : (await io.readStdin()).toString('utf8').replace(/\r?\n$/, '')
      const input = parse(() => providerInput.parse({ name, host: options.host, port: Number(options.port), security: options.security, username: options.username, secret, max_connections: Number(options.connections) }))
      const { pool, scope, ids, keyrings } = await open()
      const keyring = await keyrings.get(scope.workspaceId)
      out.record(providerRow(await withWorkspace(pool, scope, (tx) => createProvider(tx, ids, keyring, scope, input))))
    }))
  provider.command('set <id>').description('changes the state or the connections of a provider').option('--state <state>', 'active, paused or retired').option('--connections <n>', 'most connections over all workers')
    .addHelpText('after', example('inboxlift provider set prv_0abc… --state paused'))
    .action(run<{ state?: string; connections?: string }>(deps, async ({ open, out, options }, id) => {
      const change = parse(() => providerChange.parse({ state: options.state, max_connections: options.connections === undefined ? undefined : Number(options.connections) }))
      const { pool, scope, keyrings } = await open()
      const keyring = await keyrings.get(scope.workspaceId)
      out.record(providerRow(await withWorkspace(pool, scope, (tx) => updateProvider(tx, keyring, scope, fromPublicId('prv', id!), change))))
    }))
}

function parse<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    const first = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues?.[0]
    throw first ? cliErrors.CLI_USAGE({ detail: `${first.path.map(String).join('.')}: ${first.message}.` }) : error
  }
}

const refOf = (m: Message) => ({ launchId: m.launch_id, contactId: m.contact_id, seq: m.seq })
const messageRow = (m: Message) => ({ id: toMessagePublicId(refOf(m)), contact: toPublicId('con', m.contact_id), state: m.state, reason: m.reason, attempts: m.attempts, since: m.state_at, code: m.last_code })
const COLUMNS = { id: 'Id', contact: 'Contact', state: 'State', reason: 'Reason', attempts: 'Attempts', code: 'Code', since: 'Since' } as const

function registerMessages(message: Command, deps: CliDeps): void {
  message.command('show <id>').description('a message with its attempts and what the servers said').addHelpText('after', example('inboxlift message show msg_0abc…'))
    .action(run(deps, async ({ open, out }, id) => {
      const ref = fromMessagePublicId(id!)
      const { pool, scope, keyrings } = await open()
      const keyring = await keyrings.get(scope.workspaceId)
      const [found, attempts] = await withWorkspace(pool, scope, async (tx) => [await getMessage(tx, scope.workspaceId, ref), await listAttempts(tx, scope.workspaceId, keyring, ref)] as const)
      const { content_hash: _, ...plain } = found
      if (out.isJson) return out.result({ ...plain, id, attempt_list: attempts }, () => {})
      out.record({ ...messageRow(found), message_id: found.message_id, due: found.due_at, sent: found.sent_at })
      for (const a of attempts) out.line(`  ${a.attempt_no}. ${a.started_at.toISOString()}  ${a.outcome ?? 'open'}${a.phase ? ` at ${a.phase}` : ''} ${a.smtp_code ?? ''} ${a.diagnostic ?? ''}`.trimEnd())
    }))
  message.command('list').description('messages of a launch').requiredOption('--launch <id>', 'which launch').option('--state <state>', 'only these; repeatable', collect, []).option('--limit <n>', 'rows', '50')
    .addHelpText('after', example('inboxlift message list --launch lau_0abc… --state bounced'))
    .action(run<{ launch: string; state: string[]; limit: string }>(deps, async ({ open, out, options }) => {
      const wrong = options.state.find((s) => !(MESSAGE_STATES as readonly string[]).includes(s))
      if (wrong !== undefined) throw cliErrors.CLI_USAGE({ detail: `A state is one of ${MESSAGE_STATES.join(', ')}.` })
      const { pool, scope } = await open()
      const page = { launchId: fromPublicId('lau', options.launch), states: options.state as MessageState[], limit: Math.min(10_000, Math.max(1, Number(options.limit) || 50)) }
      out.table((await withWorkspace(pool, scope, (tx) => listMessagesOfLaunch(tx, scope.workspaceId, page))).map(messageRow), COLUMNS, 'None.')
    }))
  message.command('uncertain').description('messages in doubt or held, the oldest first').addHelpText('after', example('inboxlift message uncertain'))
    .action(run(deps, async ({ open, out }) => {
      const { pool, scope } = await open()
      out.table((await withWorkspace(pool, scope, (tx) => listUncertainMessages(tx, scope.workspaceId, { limit: 1_000 }))).map(messageRow), COLUMNS, 'Nothing is in doubt or held.')
    }))
  message.command('settle <ids...>').description('decides about messages in doubt, held or waiting').requiredOption('--as <decision>', DECISIONS.join(', ')).addHelpText('after', example('inboxlift message settle msg_0abc… --as sent --yes'))
    .action(run<{ as: string }, [string[]]>(deps, async ({ open, out, options }, ids) => {
      if (!(DECISIONS as readonly string[]).includes(options.as)) throw cliErrors.CLI_USAGE({ detail: `A decision is one of ${DECISIONS.join(', ')}.` })
      const refs = ids.map(fromMessagePublicId)
      await out.confirm(`Settle ${refs.length} messages as ${options.as}?`)
      const { pool, scope, ids: idSource, clock } = await open()
      for (const ref of refs) await withWorkspace(pool, scope, (tx) => settleByHand(tx, idSource, scope.workspaceId, ref, options.as as Decision, clock.now()), { retry: true })
      out.result({ settled: refs.length, as: options.as }, () => out.line(`${refs.length} settled as ${options.as}.`))
    }))
}
